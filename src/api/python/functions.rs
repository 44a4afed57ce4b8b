//! Comparing functions and methods.

use super::changes::{Found, Place};
use super::kinds;
use super::lookup::Object;
use super::parameters;
use crate::formats::python_module::{Function, Parameter, Receiver, Warning};

pub(super) fn compare(
    found: &mut Found,
    symbol: &str,
    (old, _): (&Function, &Object<'_>),
    (new, place): (&Function, &Object<'_>),
) {
    let here = || Place::head(place);
    signatures(found, symbol, old, new, place);
    if old.is_async != new.is_async {
        let message = if new.is_async {
            "is a coroutine function now"
        } else {
            "is no coroutine function any more"
        };
        found.change(kinds::ASYNC_CHANGED, symbol, message, here());
    }
    if let Some(message) = receiver_change(old.receiver, new.receiver) {
        found.change(kinds::RECEIVER_CHANGED, symbol, message, here());
    }
    let types_only = || Some("only type checkers see it".to_owned());
    if old.returns && !new.returns {
        let message = "no longer says what it returns";
        found.change(
            kinds::RETURN_TYPE_REMOVED,
            symbol,
            message,
            here().doubting(types_only()),
        );
    }
    // Without overloads the signature itself says what can be passed.
    let lost = old
        .overloads
        .iter()
        .filter(|overload| !new.overloads.contains(overload));
    for overload in lost.filter(|_| !new.overloads.is_empty()) {
        let message = format!("can no longer be called as `{overload}`, by its overloads");
        found.change(
            kinds::OVERLOAD_REMOVED,
            symbol,
            message,
            here().doubting(types_only()),
        );
    }
    deprecations(found, symbol, old, new, place);
}

/// The changes of the parameters alone.
pub(super) fn signatures(
    found: &mut Found,
    symbol: &str,
    old: &Function,
    new: &Function,
    place: &Object<'_>,
) {
    for change in parameters::compare(passed(old), passed(new)) {
        let place = Place::head(place).doubting(change.doubt);
        found.change(change.kind, symbol, change.message, place);
    }
}

/// The parameters that a caller passes.
fn passed(function: &Function) -> &[Parameter] {
    use crate::formats::python_module::ParameterKind::{PositionalOnly, PositionalOrKeyword};
    match (function.receiver, function.parameters.split_first()) {
        (Receiver::Instance | Receiver::Class, Some((first, rest)))
            if matches!(first.kind, PositionalOnly | PositionalOrKeyword) =>
        {
            rest
        }
        _ => &function.parameters,
    }
}

fn receiver_change(old: Receiver, new: Receiver) -> Option<&'static str> {
    match (old, new) {
        (Receiver::Static, Receiver::Instance) => {
            Some("is no static method any more: the class cannot call it")
        }
        (Receiver::Class, Receiver::Instance) => {
            Some("is no class method any more: the class cannot call it")
        }
        _ => None,
    }
}

fn deprecations(
    found: &mut Found,
    symbol: &str,
    old: &Function,
    new: &Function,
    place: &Object<'_>,
) {
    if let (None, Some(line)) = (old.deprecated, new.deprecated) {
        found.change(
            kinds::DEPRECATED,
            symbol,
            "is deprecated",
            Place::head(place).at(line),
        );
        return;
    }
    let is_known = |warning: &Warning| old.warnings.iter().any(|known| known.text == warning.text);
    let mut told: Vec<&str> = Vec::new();
    for warning in new.warnings.iter().filter(|warning| !is_known(warning)) {
        if told.contains(&warning.text.as_str()) {
            continue;
        }
        told.push(&warning.text);
        let mut message = "warns that some uses of it are deprecated".to_owned();
        if warning.speaks {
            message = format!("{message}: {}", warning.text);
        }
        found.change(
            kinds::USE_DEPRECATED,
            symbol,
            message,
            Place::head(place).at(warning.line),
        );
    }
}
