//! Checks that what a test refers to is there. What is not has no value, and `not rule.denny` or
//! `{x | some x in rule.denny} == set()` would hold for ever.

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::reference::{Reference, RuleReferences};
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
    references
        .filter_map(|reference| {
            let message = problem(reference, all)?;
            Some(module.error(reference.line, reference.column, message))
        })
        .collect()
}

fn problem(reference: &Reference, all: &[Named]) -> Option<String> {
    let path = reference.path.strip_prefix(&["data".to_owned()][..])?;
    let is_policy = match path {
        [root, below, ..] if root == "relcheck" => below == "policy" || below == "lib",
        [root, ..] => root == "policy",
        _ => false,
    };
    if !is_policy {
        return None;
    }
    let text = path.join(".");
    let packages = || all.iter().map(|(module, _)| module.package.as_str());
    let is_above = |package: &str| package == text || package.starts_with(&format!("{text}."));
    if packages().any(is_above) {
        return None;
    }
    let owner = all.iter().find(|(module, _)| {
        let rest = text.strip_prefix(module.package.as_str());
        rest.is_some_and(|rest| rest.starts_with('.'))
    });
    let Some((module, rules)) = owner else {
        let near = suggestion(&text, packages());
        return Some(format!("there is no package `{text}`{near}"));
    };
    let name = text.get(module.package.len() + 1..)?.split('.').next()?;
    if rules.iter().any(|rule| rule.name == name) {
        return None;
    }
    let near = suggestion(name, rules.iter().map(|rule| rule.name.as_str()));
    Some(format!("`{}` defines no `{name}`{near}", module.package))
}
