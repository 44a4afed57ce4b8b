//! How the rules are written that Conftest asks for: each has to be able to yield messages.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Rule, RuleHead, Span};

use super::names;
use super::packages::Packages;
use crate::policy::error::LoadError;
use crate::policy::identifier::Role;
use crate::policy::module::ParsedModule;
use crate::policy::reference::head_name;

/// The problems with the heads of a module.
pub(super) fn check(module: &ParsedModule, packages: &Packages) -> Vec<LoadError> {
    let rules = module.syntax.policy.iter();
    rules
        .filter_map(|rule| {
            let (name, span) = head(rule);
            let message = if names::is_asked_for(&name) {
                form_problem(&name, rule, module.file.is_rego_v0)?
            } else {
                misspelt(&name, rule, module, packages)?
            };
            Some(module.error(span.line, span.col, message))
        })
        .collect()
}

/// The rules of a module that Conftest asks for, by name: of each the first definition.
pub(in crate::policy) fn asked(module: &ParsedModule) -> BTreeMap<String, &Rule> {
    let mut asked = BTreeMap::new();
    for rule in &module.syntax.policy {
        let (name, _) = head(rule);
        if names::is_asked_for(&name) {
            asked.entry(name).or_insert(rule.as_ref());
        }
    }
    asked
}

/// The rules of a test file that Conftest would judge by.
pub(super) fn in_tests(module: &ParsedModule) -> Vec<LoadError> {
    let rules = module.syntax.policy.iter().map(|rule| head(rule));
    rules
        .filter(|(name, _)| names::is_asked_for(name))
        .map(|(name, span)| {
            let message = format!(
                "`{name}` is in a file of tests, which nothing is judged by here, though Conftest does: move it to a file of another name"
            );
            module.error(span.line, span.col, message)
        })
        .collect()
}

/// The sets of one of the project's libraries that Conftest would judge by, and relcheck does not.
pub(super) fn in_library(module: &ParsedModule) -> Vec<LoadError> {
    if module.builtin || !matches!(module.role, Role::Library(_)) {
        return Vec::new();
    }
    let sets = module.syntax.policy.iter().filter(|rule| {
        let is_set = |head: &RuleHead| matches!(head, RuleHead::Set { .. });
        matches!(rule.as_ref(), Rule::Spec { head, .. } if is_set(head))
    });
    sets.map(|rule| head(rule))
        .filter(|(name, _)| names::kind(name).is_some())
        .map(|(name, span)| {
            let message = format!(
                "`{name}` is in a library of relcheck's (`policy.lib.<name>`), which nothing is judged by: move it to a package of another name"
            );
            module.error(span.line, span.col, message)
        })
        .collect()
}

fn head(rule: &Rule) -> (String, &Span) {
    match rule {
        Rule::Default { span, refr, .. } => (head_name(refr), span),
        Rule::Spec { span, head, .. } => match head {
            RuleHead::Compr { refr, .. }
            | RuleHead::Set { refr, .. }
            | RuleHead::Func { refr, .. } => (head_name(refr), span),
        },
    }
}

fn form_problem(name: &str, rule: &Rule, is_v0: bool) -> Option<String> {
    let set = if is_v0 {
        format!("`{name}[…] {{…}}`")
    } else {
        format!("`{name} contains … if {{…}}`")
    };
    let is = match rule {
        Rule::Default { args, .. } if !args.is_empty() => "is a function, not a set of messages",
        // What it yields is looked at when it does: a list of messages counts.
        Rule::Default { .. } => return None,
        Rule::Spec { head, .. } => match head {
            RuleHead::Func { .. } => "is a function, not a set of messages",
            RuleHead::Set {
                span, refr, key, ..
            } => {
                let is_name = matches!(refr.as_ref(), Expr::Var { .. });
                if is_name && key.is_some() && (is_v0 || says_contains(span)) {
                    return None;
                }
                "is an object, not a set of messages"
            }
            RuleHead::Compr { refr, assign, .. } => match refr.as_ref() {
                Expr::Var { .. } if assign.is_some() => return None,
                Expr::Var { .. } => {
                    "is true or nothing, which Conftest counts as passed whatever it finds"
                }
                _ => "is an object, not a set of messages",
            },
        },
    };
    Some(format!("`{name}` {is}: write {set}"))
}

fn says_contains(span: &Span) -> bool {
    span.text().split_whitespace().nth(1) == Some("contains")
}

/// A name that is almost one that Conftest asks for, of a rule that nobody else asks for either.
fn misspelt(name: &str, rule: &Rule, module: &ParsedModule, packages: &Packages) -> Option<String> {
    let is_function = match rule {
        Rule::Default { args, .. } => !args.is_empty(),
        Rule::Spec { head, .. } => matches!(head, RuleHead::Func { .. }),
    };
    if is_function || packages.is_read(&module.package, name) {
        return None;
    }
    let meant = names::meant(name)?;
    Some(format!(
        "`{name}` is nothing that Conftest asks for, so it could never fail; did you mean `{meant}`?"
    ))
}
