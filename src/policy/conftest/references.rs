//! What Conftest policies may refer to: relcheck's input, each other, libraries, and functions.

use std::collections::BTreeSet;

use super::packages::{Packages, Target};
use super::{Unread, names};
use crate::nearest::suggestion;
use crate::policy::contract;
use crate::policy::error::LoadError;
use crate::policy::identifier::Role;
use crate::policy::lint;
use crate::policy::module::ParsedModule;
use crate::policy::reference::{Reference, RuleReferences, import_path};
use crate::policy::refused::Owners;
use crate::policy::scope::{self, Known};

/// What `input` holds.
const INPUT: [&str; 4] = ["clock", "facts", "project", "release"];

/// Functions that Conftest adds to Rego's.
const OF_CONFTEST: [&str; 3] = [
    "parse_config",
    "parse_config_file",
    "parse_combined_config_files",
];

/// Adds what the types rule out. Nothing is added for Conftest rules that are refused already,
/// since they refer to what is not there: an input of another kind would have every line of them
/// in the list.
pub(in crate::policy) fn add_unsaid(
    errors: &mut Vec<LoadError>,
    mistyped: impl Iterator<Item = LoadError>,
    owners: &Owners,
) {
    let rules = |error: &LoadError| owners.get(&error.file).into_iter().flatten();
    let refused: BTreeSet<&str> = errors
        .iter()
        .flat_map(rules)
        .map(|own| own.id.as_str())
        .collect();
    let is_new = |error: &LoadError| {
        let mut rules = rules(error).peekable();
        rules.peek().is_none() || rules.any(|own| !refused.contains(own.id.as_str()))
    };
    let new: Vec<LoadError> = mistyped.filter(is_new).collect();
    errors.extend(new);
}

/// The references of a Conftest user's modules, which are checked against each other.
pub(in crate::policy) struct References<'a> {
    packages: Packages<'a>,
}

impl<'a> References<'a> {
    pub(in crate::policy) fn new(modules: &'a [ParsedModule], unread: &'a [Unread<'a>]) -> Self {
        References {
            packages: Packages::of(modules, unread),
        }
    }

    /// The problems of all of the user's modules; the modules are paired with what their rules refer
    /// to. What only a compiler's strict mode finds, variables and imports that nobody uses, is no
    /// mistake here either.
    pub(in crate::policy) fn check_all(
        &self,
        modules: &[(&ParsedModule, &[RuleReferences])],
        known: &Known,
    ) -> Vec<LoadError> {
        let mut errors = Vec::new();
        let is_own = |module: &ParsedModule| module.role == Role::Conftest;
        for (module, references) in modules.iter().filter(|(module, _)| is_own(module)) {
            errors.extend(contract::check_names(module));
            errors.extend(self.check(module, references, known));
        }
        let packages = self.packages.own_names();
        let linted: Vec<LoadError> = packages
            .flat_map(|package| lint::check_package(self.packages.modules(package)))
            // What is refused by name is not said to be of no form, too.
            .filter(|error| {
                let place = (error.line, error.column);
                let mut named = errors.iter();
                !named.any(|other| other.file == error.file && (other.line, other.column) == place)
            })
            .collect();
        errors.extend(linted);
        errors
    }

    /// The problems with what a module refers to.
    fn check(
        &self,
        module: &ParsedModule,
        rules: &[RuleReferences],
        known: &Known,
    ) -> Vec<LoadError> {
        let own: BTreeSet<&str> = self.packages.names(&module.package).collect();
        let mut errors = self.imports(module);
        for rule in rules {
            errors.extend(rule.replacements.iter().map(|with| {
                let message = "`with` belongs into tests, in a file `…_test.rego`: a rule judges the facts as they are";
                module.error(with.line, with.column, message)
            }));
            errors.extend(rule.references.iter().filter_map(|reference| {
                let message = self.problem(module, &own, known, reference)?;
                Some(module.error(reference.line, reference.column, message))
            }));
        }
        errors
    }

    fn imports(&self, module: &ParsedModule) -> Vec<LoadError> {
        let imports = module.syntax.imports.iter();
        imports
            .filter_map(|import| {
                let path = import_path(import)?;
                let parts: Vec<&str> = path.iter().map(String::as_str).collect();
                let message = match parts.as_slice() {
                    ["rego", "v1"] | ["future", "keywords", ..] | ["input", ..] => return None,
                    // What is read through it is looked at where it is read.
                    ["data", ..] => {
                        let reference = Reference {
                            path: path.clone(),
                            open: false,
                            call: false,
                            line: 0,
                            column: 0,
                        };
                        if self.packages.target(&reference).is_some()
                            || parts.starts_with(&["data", "relcheck"])
                        {
                            return None;
                        }
                        self.unknown_data(&reference)
                    }
                    _ => format!("`import {}` is not known here", path.join(".")),
                };
                Some(module.error(import.span.line, import.span.col, message))
            })
            .collect()
    }

    fn problem(
        &self,
        module: &ParsedModule,
        own: &BTreeSet<&str>,
        known: &Known,
        reference: &Reference,
    ) -> Option<String> {
        let checked = || scope::problem(module, own, known, reference);
        match reference.path.first().map(String::as_str) {
            Some("input") => input_problem(reference).or_else(checked),
            Some("data") => match self.packages.target(reference) {
                Some(target) => self.target_problem(reference, target),
                None if reference.starts_with(&["data", "relcheck", "params"]) => {
                    foreign_parameter(module, reference).or_else(checked)
                }
                None => Some(self.unknown_data(reference)),
            },
            _ if reference.call => call_problem(reference, own).or_else(checked),
            _ => None,
        }
    }

    fn target_problem(&self, reference: &Reference, target: Target) -> Option<String> {
        let Target { package, name } = target;
        let Some(name) = name else {
            return Some(format!(
                "`{}` cannot be checked: name the rule, as in `data.{package}.<rule>`",
                reference.text()
            ));
        };
        let known: Vec<&str> = self.packages.names(package).collect();
        if known.contains(&name) || self.packages.is_broken(package) {
            return None;
        }
        let near = suggestion(name, known.iter().copied());
        Some(format!("the package `{package}` defines no `{name}`{near}"))
    }

    fn unknown_data(&self, reference: &Reference) -> String {
        let text = reference.text();
        if reference.starts_with(&["data", "conftest"]) {
            return format!("`{text}` is not there: relcheck judges facts, and no one file");
        }
        format!(
            "`{text}` is not there: of `data`, a Conftest policy sees the packages of its own folder and relcheck's libraries (`data.relcheck.lib.<name>`), and no files as with `--data`: write them as rules of a package"
        )
    }
}

fn input_problem(reference: &Reference) -> Option<String> {
    let parts = INPUT.map(|name| format!("`{name}`")).join(", ");
    let Some(part) = reference.path.get(1) else {
        return Some(format!(
            "`input` as a whole cannot be read: it is relcheck's own here, with {parts}, and no file as Conftest parses it; name what is read, as in `input.facts.<fact>`"
        ));
    };
    if part == "facts" && reference.path.len() == 2 {
        return Some(
            "`input.facts` as a whole cannot be read, since relcheck collects what policies name: write `input.facts.<fact>`"
                .to_owned(),
        );
    }
    if INPUT.contains(&part.as_str()) {
        return None;
    }
    let near = suggestion(part, INPUT);
    Some(format!(
        "there is no `input.{part}`{near}: `input` is relcheck's own here, with {parts}, and no file as Conftest parses it"
    ))
}

/// A parameter of a rule that does not stand for this package.
fn foreign_parameter(module: &ParsedModule, reference: &Reference) -> Option<String> {
    let own = names::id(&module.package);
    let id = reference.path.get(3..5).map(|parts| parts.join("."));
    (module.role == Role::Conftest && id.is_some_and(|id| id != own)).then(|| {
        format!(
            "`{}` belongs to another rule: this package is the rule `{own}`",
            reference.text()
        )
    })
}

fn call_problem(reference: &Reference, own: &BTreeSet<&str>) -> Option<String> {
    let name = reference.path.join(".");
    if own.contains(name.as_str()) {
        return None;
    }
    if OF_CONFTEST.contains(&name.as_str()) {
        return Some(format!(
            "`{name}` is a function of Conftest's, which relcheck does not have: what it knows is in `input.facts`"
        ));
    }
    None
}
