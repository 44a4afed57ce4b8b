//! What the modules say, against each other and against what there is to refer to.

use std::collections::BTreeSet;

use super::{Loading, id_of};
use crate::policy::conftest;
use crate::policy::contract;
use crate::policy::error::LoadError;
use crate::policy::graph;
use crate::policy::identifier::Role;
use crate::policy::lint;
use crate::policy::module::ParsedModule;
use crate::policy::parameters::Parameters;
use crate::policy::reference::{self, RuleReferences};
use crate::policy::rule::Rule;
use crate::policy::scope::{self, Known};
use crate::policy::types;

impl Loading<'_> {
    pub(super) fn check_modules(
        &mut self,
        modules: &[ParsedModule],
        rules: &[Rule],
        parameters: &Parameters,
    ) {
        let references: Vec<Vec<RuleReferences>> = modules
            .iter()
            .map(|module| reference::of_module(&module.syntax))
            .collect();
        let paired: Vec<(&ParsedModule, &[RuleReferences])> = modules
            .iter()
            .zip(references.iter().map(Vec::as_slice))
            .collect();
        let libraries = paired
            .iter()
            .filter(|(module, _)| matches!(module.role, Role::Library(_)))
            .map(|(module, rules)| {
                let names = rules.iter().map(|rule| rule.name.clone()).collect();
                (module.package.clone(), names)
            })
            .collect();
        let known = Known {
            facts: self.facts,
            libraries,
            parameters,
        };
        let conftest = conftest::References::new(modules, &self.unread_conftest);
        let conftest = conftest.check_all(&paired, &known);
        self.errors.extend(conftest);
        let is_conftest = |module: &ParsedModule| {
            module.role == Role::Conftest || conftest::is_wrapper(&module.file)
        };
        let mut unclear: BTreeSet<&str> = BTreeSet::new();
        for (module, references) in paired.iter().filter(|(module, _)| !is_conftest(module)) {
            let mut named = contract::check_names(module);
            named.extend(scope::check(module, references, &known));
            if let Some(id) = id_of(module) {
                named.extend(contract::check_rule(module));
                if let Some(rule) = rules
                    .iter()
                    .find(|rule| rule.id == id && rule.package == module.package)
                {
                    self.check_needs(module, references, rule, &paired);
                }
            }
            let (linted, plain) = lint::check(module);
            if !plain {
                unclear.insert(module.file.path.as_str());
            }
            // What is refused by name is not said to be unused or of no form, too.
            let is_new = |error: &LoadError| {
                named
                    .iter()
                    .all(|other| (other.line, other.column) != (error.line, error.column))
            };
            self.errors.extend(linted.into_iter().filter(is_new));
            self.errors.extend(named);
        }
        self.errors.extend(graph::check(&paired));
        let typed = types::check(modules, &self.sources.schema, parameters);
        // Where names do not mean what they seem to, types say nothing yet.
        self.warnings.extend(typed.warnings);
        self.warnings.sort();
        let mistyped = typed
            .errors
            .into_iter()
            .filter(|error| !unclear.contains(error.file.as_str()));
        conftest::add_unsaid(&mut self.errors, mistyped, &self.conftest_owners);
    }

    /// What a rule reads, itself or through libraries, has to be in its `needs`: otherwise it
    /// would be judged without the fact, and a missing fact reads as a pass.
    fn check_needs(
        &mut self,
        module: &ParsedModule,
        references: &[RuleReferences],
        rule: &Rule,
        all: &[(&ParsedModule, &[RuleReferences])],
    ) {
        let known =
            |name: &str| self.facts.contains(&name) && !rule.needs.iter().any(|need| need == name);
        let mut errors = Vec::new();
        let mut unread: BTreeSet<&str> = rule.needs.iter().map(String::as_str).collect();
        for read in scope::facts_read(references) {
            unread.remove(read.name.as_str());
            if !known(&read.name) {
                continue;
            }
            let message = format!("the fact `{}` is read but not listed in `needs`", read.name);
            errors.push(module.error(read.line, read.column, message));
        }
        let mut waiting: Vec<String> = scope::libraries_used(references).into_iter().collect();
        let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
        while let Some(package) = waiting.pop() {
            let Some((library, references)) =
                all.iter().find(|(other, _)| other.package == package)
            else {
                continue;
            };
            for read in scope::facts_read(references) {
                unread.remove(read.name.as_str());
                if !known(&read.name) {
                    continue;
                }
                let message = format!(
                    "the fact `{}` is read by the library `{package}` ({}:{}) but not listed in `needs`",
                    read.name, library.file.path, read.line
                );
                errors.push(LoadError::new(&rule.file, rule.line, 1, message));
            }
            let further = scope::libraries_used(references).into_iter();
            waiting.extend(further.filter(|package| seen.insert(package.clone())));
        }
        let places = self.places.get(&rule.id);
        let places = places.into_iter().flat_map(|places| &places.needs);
        for (name, place) in places.filter(|(name, _)| unread.contains(name.as_str())) {
            // A fact that nobody reads would make the rule `unknown` for nothing.
            errors.push(LoadError {
                message: format!("the fact `{name}` is listed in `needs` and never read"),
                ..place.clone()
            });
        }
        self.errors.extend(errors);
    }
}
