//! Functions and methods, each with the ways in which it can be called.

use super::found::{At, Found, Owner, Scope, shown};
use super::kinds::ChangeKind;
use super::names;
use super::parameters::signature;
use crate::facts::ApiWeight;
use crate::formats::api_extractor::Declaration;

/// The most overloads of one name that are held against each other one by one.
const MAX_PAIRS: usize = 64;

/// Tells how a function changed, all overloads of it at once.
pub(super) fn compare(
    found: &mut Found<'_>,
    scope: &Scope,
    old: &[&Declaration],
    new: &[&Declaration],
) {
    if let ([old], [new]) = (old, new) {
        return signature(found, scope, &names::as_in(old, new), new);
    }
    let spelt = |list: &[&Declaration]| list.iter().map(|it| text(it)).collect::<Vec<String>>();
    let (before, after) = (spelt(old), spelt(new));
    let gone: Vec<&Declaration> = left(old, &before, &after);
    let mut fresh: Vec<&Declaration> = left(new, &after, &before);
    if let ([gone], [new]) = (gone.as_slice(), fresh.as_slice()) {
        return signature(found, scope, &names::as_in(gone, new), new);
    }
    let line = new.first().map_or(1, |it| it.line);
    for one in gone {
        // Another overload may take all that this one took.
        let taken = new
            .iter()
            .take(MAX_PAIRS)
            .position(|other| is_taken_by(found, scope, one, other));
        if let Some(other) = taken.and_then(|at| new.get(at)) {
            fresh.retain(|it| !std::ptr::eq(*it, *other));
            continue;
        }
        let message = format!("can no longer be called as {}", shown(&text(one)));
        found.push(scope, ChangeKind::OverloadRemoved, At::New(line), message);
    }
    for one in fresh {
        let message = format!("can also be called as {}", shown(&text(one)));
        let doubt = scope.implemented();
        // Those who implement an interface have to implement all of it.
        let kind = match scope.owner {
            Owner::Library => ChangeKind::OverloadAdded,
            Owner::Either => ChangeKind::MemberAddedRequired,
        };
        found.push_doubting(scope, kind, At::New(one.line), message, doubt);
    }
}

/// Those whose text is not among the others.
fn left<'d>(list: &[&'d Declaration], own: &[String], others: &[String]) -> Vec<&'d Declaration> {
    let pairs = list.iter().zip(own);
    pairs
        .filter(|(_, text)| !others.contains(text))
        .map(|(one, _)| *one)
        .collect()
}

fn is_taken_by(found: &Found<'_>, scope: &Scope, old: &Declaration, new: &Declaration) -> bool {
    let mut trial = found.fresh();
    let scope = Scope {
        doubt: None,
        ..scope.clone()
    };
    signature(&mut trial, &scope, &names::as_in(old, new), new);
    let mut changes = trial.changes.iter();
    changes.all(|it| it.change.weight != ApiWeight::Breaking)
}

/// A signature on one line: `<T>(a: T, b?: string): void`.
pub(super) fn text(of: &Declaration) -> String {
    let mut text = String::new();
    if !of.type_parameters.is_empty() {
        let names: Vec<String> = of
            .type_parameters
            .iter()
            .map(|it| {
                let constraint = it.constraint.as_ref().map(|it| format!(" extends {it}"));
                let default = it.default.as_ref().map(|it| format!(" = {it}"));
                it.name.clone() + &constraint.unwrap_or_default() + &default.unwrap_or_default()
            })
            .collect();
        text += &format!("<{}>", names.join(", "));
    }
    let parameters: Vec<String> = of
        .parameters
        .iter()
        .map(|it| {
            let rest = if it.is_rest { "..." } else { "" };
            let optional = if it.is_optional { "?" } else { "" };
            let value = it.value.as_ref().map(|it| format!(": {}", it.text));
            format!("{rest}{}{optional}{}", it.name, value.unwrap_or_default())
        })
        .collect();
    text += &format!("({})", parameters.join(", "));
    if let Some(value) = &of.value {
        text += &format!(": {}", value.text);
    }
    text
}
