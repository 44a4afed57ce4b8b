//! Regular expressions and globs that are written out: they have to be some, and not too large.

use std::collections::BTreeMap;

use regex::RegexBuilder;
use regorus::unstable::{Expr, Module, Ref, Rule, RuleHead};

use super::super::extensions;
use super::super::module::ParsedModule;
use super::super::types::chain::{At, Chain, literal_text, name_of};
use super::super::walk;
use super::{Problem, plain};

/// The engine's own limit for a compiled regular expression, in bytes.
const MAX_COMPILED: usize = 100 * 1024;

/// The functions that take a regular expression, and at which place.
const REGEXES: [(&str, usize); 6] = [
    ("regex.find_all_string_submatch_n", 0),
    ("regex.find_n", 0),
    ("regex.match", 0),
    ("regex.replace", 1),
    ("regex.split", 0),
    ("regex.template_match", 0),
];

/// The functions that take a glob, and at which place.
const GLOBS: [(&str, usize); 1] = [("relcheck.glob_match", 0)];

pub(super) fn check(module: &ParsedModule) -> Vec<Problem> {
    let mut errors = Vec::new();
    let constants = constants(&module.syntax);
    for rule in &module.syntax.policy {
        walk::rule(rule, &mut |expr| {
            if let Expr::Call { fcn, params, .. } = expr.as_ref()
                && let Some((pattern, message)) = problem(fcn, params, &constants)
            {
                let At { line, column } = At::start(pattern);
                errors.push(module.error(line, column, message));
            }
        });
    }
    plain(errors)
}

/// The rules that are nothing but a text, by name.
fn constants(module: &Module) -> BTreeMap<&str, &Ref<Expr>> {
    let texts = module.policy.iter().filter_map(|rule| match rule.as_ref() {
        Rule::Spec {
            head:
                RuleHead::Compr {
                    refr,
                    assign: Some(assign),
                    ..
                },
            bodies,
            ..
        } if bodies.is_empty() => {
            literal_text(&assign.value)?;
            Some((name_of(refr)?, &assign.value))
        }
        _ => None,
    });
    texts.collect()
}

fn problem<'a>(
    fcn: &Ref<Expr>,
    params: &'a [Ref<Expr>],
    constants: &BTreeMap<&str, &'a Ref<Expr>>,
) -> Option<(&'a Ref<Expr>, String)> {
    let name = Chain::of(fcn).dotted()?;
    let literal = |table: &[(&str, usize)]| {
        let (_, place) = table.iter().find(|(known, _)| *known == name)?;
        let pattern = params.get(*place)?;
        let constant = name_of(pattern).and_then(|name| constants.get(name).copied());
        let pattern = constant.unwrap_or(pattern);
        Some((pattern, literal_text(pattern)?))
    };
    if let Some(problem) = turned_round(&name, params, constants) {
        return Some(problem);
    }
    if let Some((pattern, text)) = literal(&REGEXES) {
        return Some((pattern, regex_problem(&text)?));
    }
    let (pattern, text) = literal(&GLOBS)?;
    let message = extensions::glob(&text).err()?;
    Some((pattern, message.to_string()))
}

/// A text that is written out, looked through by a pattern that is not: it is the other way round.
fn turned_round<'a>(
    name: &str,
    params: &'a [Ref<Expr>],
    constants: &BTreeMap<&str, &'a Ref<Expr>>,
) -> Option<(&'a Ref<Expr>, String)> {
    let [pattern, text, ..] = params else {
        return None;
    };
    let is_literal = |expr: &Ref<Expr>| {
        literal_text(expr).is_some()
            || name_of(expr).is_some_and(|name| constants.contains_key(name))
    };
    let takes_pattern_first = REGEXES.contains(&(name, 0)) || GLOBS.contains(&(name, 0));
    (takes_pattern_first && is_literal(text) && !is_literal(pattern)).then(|| {
        let message = format!("the pattern comes first: `{name}(pattern, text)`");
        (pattern, message)
    })
}

fn regex_problem(text: &str) -> Option<String> {
    let error = RegexBuilder::new(text)
        .size_limit(MAX_COMPILED)
        .build()
        .err()?;
    Some(match error {
        regex::Error::CompiledTooBig(_) => {
            "the regular expression is too large for the engine: write `[0-9]` for `\\d` and `[0-9A-Za-z_]` for `\\w`, or repeat less often".to_owned()
        }
        other => {
            let text = other.to_string();
            let reason = text.lines().last().unwrap_or_default();
            let reason = reason.trim_start_matches("error: ");
            format!("this is no regular expression: {reason}")
        }
    })
}
