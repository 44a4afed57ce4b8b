//! What is in lower case is never equal to a text with a capital in it.

use std::collections::BTreeMap;

use regorus::unstable::{AssignOp, BoolOp, Expr, Ref, Rule};

use super::super::error::LoadError;
use super::super::module::ParsedModule;
use super::super::types::chain::{At, Chain, literal_text, name_of};
use super::super::walk;
use super::{Problem, plain};

/// The functions that look for their second argument in their first one.
const SEARCHES: [&str; 6] = [
    "contains",
    "endswith",
    "indexof",
    "split",
    "startswith",
    "strings.count",
];

/// How a text is written: `lower` or `upper`.
type Case = &'static str;

pub(super) fn check(module: &ParsedModule) -> Vec<Problem> {
    let mut errors = Vec::new();
    for rule in &module.syntax.policy {
        let cased = cased(rule);
        walk::rule(rule, &mut |expr| {
            for (side, texts) in compared(expr) {
                if let Some(case) = case_of(side, &cased) {
                    let wrong = texts
                        .into_iter()
                        .filter_map(|text| problem(module, case, text));
                    errors.extend(wrong);
                }
            }
        });
    }
    plain(errors)
}

/// The variables of a rule that are nothing but a text in one case, wherever they are assigned.
fn cased(rule: &Ref<Rule>) -> BTreeMap<&str, Option<Case>> {
    let mut found: BTreeMap<&str, Option<Case>> = BTreeMap::new();
    walk::rule(rule, &mut |expr| {
        if let Expr::AssignExpr {
            op: AssignOp::ColEq,
            lhs,
            rhs,
            ..
        } = expr.as_ref()
            && let Some(name) = name_of(lhs)
        {
            let case = called_case(rhs);
            let known = found.entry(name).or_insert(case);
            *known = known.filter(|known| Some(*known) == case);
        }
    });
    found
}

/// What an expression compares: a side, and what is searched in it or held against it.
fn compared(expr: &Ref<Expr>) -> Vec<(&Ref<Expr>, Vec<&Ref<Expr>>)> {
    match expr.as_ref() {
        Expr::BoolExpr {
            op: BoolOp::Eq | BoolOp::Ne,
            lhs,
            rhs,
            ..
        }
        | Expr::AssignExpr {
            op: AssignOp::Eq,
            lhs,
            rhs,
            ..
        } => vec![(lhs, vec![rhs]), (rhs, vec![lhs])],
        Expr::Membership {
            value, collection, ..
        } => match collection.as_ref() {
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                vec![(value, items.iter().collect())]
            }
            _ => Vec::new(),
        },
        Expr::Call { fcn, params, .. } => match (Chain::of(fcn).dotted(), params.as_slice()) {
            (Some(name), [text, searched, ..]) if SEARCHES.contains(&name.as_str()) => {
                vec![(text, vec![searched])]
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn case_of(expr: &Ref<Expr>, cased: &BTreeMap<&str, Option<Case>>) -> Option<Case> {
    match name_of(expr) {
        Some(name) => cased.get(name).copied().flatten(),
        None => called_case(expr),
    }
}

/// The case of what a call of `lower` or `upper` yields.
fn called_case(expr: &Ref<Expr>) -> Option<Case> {
    let Expr::Call { fcn, .. } = expr.as_ref() else {
        return None;
    };
    ["lower", "upper"]
        .into_iter()
        .find(|case| Chain::of(fcn).dotted().as_deref() == Some(case))
}

fn problem(module: &ParsedModule, case: Case, text: &Ref<Expr>) -> Option<LoadError> {
    let literal = literal_text(text)?;
    let meant = match case {
        "lower" => literal.to_lowercase(),
        _ => literal.to_uppercase(),
    };
    (literal != meant).then(|| {
        let At { line, column } = At::start(text);
        let message =
            format!("what `{case}` yields never holds `{literal}`; did you mean `{meant}`?");
        module.error(line, column, message)
    })
}
