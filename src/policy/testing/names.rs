//! Checks what a test refers to, and what it replaces.
//!
//! What is not there has no value, and `not rule.denny` or `{x | some x in rule.denny} == set()`
//! would hold for ever. And what a rule works out from its input cannot be replaced: a rule whose
//! `changes := input.facts.changes` is replaced is judged on what no collector yields. Functions
//! can: they have no input of their own. Of what a Conftest user's tests replace, only the name is
//! checked, as Conftest does it.

use regorus::unstable::{Rule, RuleHead};

use super::super::error::LoadError;
use super::super::identifier::Role;
use super::super::module::ParsedModule;
use super::super::reference::{Reference, RuleReferences, head_name};
use crate::nearest::suggestion;

/// A module with what its rules are called.
pub(super) type Named<'a> = (&'a ParsedModule, &'a [RuleReferences]);

/// The problems with what a test's module refers to, among all modules.
pub(super) fn check(
    module: &ParsedModule,
    rules: &[RuleReferences],
    all: &[Named],
) -> Vec<LoadError> {
    let references = rules.iter().flat_map(|rule| &rule.references);
    let unknown = references.filter_map(|reference| {
        let message = problem(reference, all)?;
        Some(module.error(reference.line, reference.column, message))
    });
    let replacements = rules.iter().flat_map(|rule| &rule.replacements);
    let replaced = replacements.filter_map(|with| {
        let target = with.target.as_ref()?;
        let message = problem(target, all).or_else(|| replaced(target, all))?;
        Some(module.error(with.line, with.column, message))
    });
    unknown.chain(replaced).collect()
}

fn replaced(target: &Reference, all: &[Named]) -> Option<String> {
    let text = policy_path(target, &[])?.join(".");
    let tested = all.iter().filter(|(module, _)| module.role != Role::Test);
    let touches = |(module, _): &&Named| {
        let (package, path) = (format!("{}.", module.package), format!("{text}."));
        package.starts_with(&path) || path.starts_with(&package)
    };
    let (module, _) = tested.clone().find(touches)?;
    let name = text.strip_prefix(&format!("{}.", module.package));
    if name.is_some_and(|name| is_function(module, name)) {
        return None;
    }
    Some(format!(
        "`{text}` is worked out from the input: replace that, so that the rule sees what it could see"
    ))
}

fn is_function(module: &ParsedModule, name: &str) -> bool {
    module.syntax.policy.iter().any(|rule| match rule.as_ref() {
        Rule::Spec {
            head: RuleHead::Func { refr, .. },
            ..
        } => head_name(refr) == name,
        _ => false,
    })
}

/// The path below `data` of a reference into policies or libraries, a Conftest user's packages among
/// these modules included.
fn policy_path<'r>(reference: &'r Reference, all: &[Named]) -> Option<&'r [String]> {
    let path = reference.path.strip_prefix(&["data".to_owned()][..])?;
    let is_policy = match path {
        [root, below, ..] if root == "relcheck" => below == "policy" || below == "lib",
        [root, ..] => root == "policy" || all.iter().any(|(module, _)| is_below(module, root)),
        _ => false,
    };
    is_policy.then_some(path)
}

/// Whether a module is a Conftest user's whose package starts with this name.
fn is_below(module: &ParsedModule, root: &str) -> bool {
    module.role == Role::Conftest && module.package.split('.').next() == Some(root)
}

fn problem(reference: &Reference, all: &[Named]) -> Option<String> {
    let path = policy_path(reference, all)?;
    let text = path.join(".");
    let packages = || all.iter().map(|(module, _)| module.package.as_str());
    let is_above = |package: &str| package == text || package.starts_with(&format!("{text}."));
    if packages().any(is_above) {
        return None;
    }
    let owners = packages().filter(|package| {
        let rest = text.strip_prefix(package);
        rest.is_some_and(|rest| rest.starts_with('.'))
    });
    let Some(owner) = owners.max_by_key(|package| package.len()) else {
        let near = suggestion(&text, packages());
        return Some(format!("there is no package `{text}`{near}"));
    };
    let name = text.get(owner.len() + 1..)?.split('.').next()?;
    // A package of Conftest's may have several files.
    let modules = all.iter().filter(|(module, _)| module.package == owner);
    let rules = modules.flat_map(|(_, rules)| rules.iter());
    let names: Vec<&str> = rules.map(|rule| rule.name.as_str()).collect();
    if names.contains(&name) {
        return None;
    }
    let near = suggestion(name, names.iter().copied());
    Some(format!("`{owner}` defines no `{name}`{near}"))
}
