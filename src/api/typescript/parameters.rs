//! The parameters and type parameters of two signatures.

use super::found::{At, Found, Scope, shown};
use super::kinds::ChangeKind;
use super::types::{self, Position};
use crate::formats::api_extractor::{Declaration, Parameter, Type, TypeParameter};

/// What puts type parameters of functions in doubt: they are worked out from the arguments.
const INFERRED: &str = "only those who give the types themselves notice";

/// Tells how one signature became another.
pub(super) fn signature(
    found: &mut Found<'_>,
    scope: &Scope,
    old: &Declaration,
    new: &Declaration,
) {
    type_parameters(
        found,
        scope,
        new.line,
        (&old.type_parameters, &new.type_parameters),
        Some(INFERRED),
    );
    let longest = old.parameters.len().max(new.parameters.len());
    for at in 0..longest {
        match (old.parameters.get(at), new.parameters.get(at)) {
            (Some(old), Some(new_one)) => both(found, scope, new.line, old, new_one),
            (Some(gone), None) => removed(found, scope, new, gone),
            (None, Some(added)) => self::added(found, scope, new.line, added),
            (None, None) => {}
        }
    }
    let types = (old.value.as_ref(), new.value.as_ref());
    types::compare(found, scope, new.line, types, (Position::Returned, ""));
}

fn removed(found: &mut Found<'_>, scope: &Scope, new: &Declaration, gone: &Parameter) {
    let message = format!("lost its parameter {}", shown(&gone.name));
    // Those that a rest parameter takes need none of their own.
    let is_taken = new.parameters.last().is_some_and(|it| it.is_rest);
    let doubt = is_taken.then_some("the parameter that takes all others takes it");
    found.push_doubting(
        scope,
        ChangeKind::ParameterRemoved,
        At::New(new.line),
        message,
        doubt,
    );
}

fn added(found: &mut Found<'_>, scope: &Scope, line: u64, added: &Parameter) {
    let name = shown(&added.name);
    if added.is_optional || added.is_rest {
        let message = format!("has a new parameter {name} that may be left out");
        found.push(scope, ChangeKind::ParameterAdded, At::New(line), message);
    } else {
        let message = format!("has a new parameter {name} that cannot be left out");
        found.push(
            scope,
            ChangeKind::ParameterAddedRequired,
            At::New(line),
            message,
        );
    }
}

fn both(found: &mut Found<'_>, scope: &Scope, line: u64, old: &Parameter, new: &Parameter) {
    let name = shown(&new.name);
    if old.is_rest != new.is_rest {
        let message = match new.is_rest {
            true => format!("takes all arguments from its parameter {name} on"),
            false => {
                format!("takes one argument for its parameter {name}, no longer all that follow")
            }
        };
        found.push(
            scope,
            ChangeKind::ParameterKindChanged,
            At::New(line),
            message,
        );
        return;
    }
    let what = format!(" as its parameter {name}");
    let types = optional(old, new);
    types::compare(found, scope, line, types.pair(), (Position::Given, &what));
    match (old.is_optional, new.is_optional) {
        (true, false) => {
            let message = format!("needs its parameter {name}");
            found.push(scope, ChangeKind::ParameterRequired, At::New(line), message);
        }
        (false, true) => {
            let message = format!("no longer needs its parameter {name}");
            found.push(scope, ChangeKind::ParameterOptional, At::New(line), message);
        }
        _ => {}
    }
}

/// The types of two parameters: `undefined` counts for nothing where the parameter may be left out.
struct Types {
    old: Option<Type>,
    new: Option<Type>,
}

impl Types {
    fn pair(&self) -> (Option<&Type>, Option<&Type>) {
        (self.old.as_ref(), self.new.as_ref())
    }
}

fn optional(old: &Parameter, new: &Parameter) -> Types {
    let without = |of: &Parameter, drops: bool| {
        let mut value = of.value.clone();
        if let Some(value) = value
            .as_mut()
            .filter(|value| drops && value.union.len() > 1)
        {
            value.union.retain(|part| part != "undefined");
        }
        value
    };
    let drops = old.is_optional || new.is_optional;
    Types {
        old: without(old, drops),
        new: without(new, drops),
    }
}

/// Tells how the type parameters changed. `doubt` is what puts a lost or new one in doubt.
pub(super) fn type_parameters(
    found: &mut Found<'_>,
    scope: &Scope,
    line: u64,
    (old, new): (&[TypeParameter], &[TypeParameter]),
    doubt: Option<&str>,
) {
    for at in 0..old.len().max(new.len()) {
        match (old.get(at), new.get(at)) {
            (Some(gone), None) => {
                let message = format!("lost its type parameter {}", shown(&gone.name));
                let kind = ChangeKind::TypeParameterRemoved;
                found.push_doubting(scope, kind, At::New(line), message, doubt);
            }
            (None, Some(added)) if added.default.is_some() => {
                let message = format!("has a new type parameter {}", shown(&added.name));
                found.push(
                    scope,
                    ChangeKind::TypeParameterAdded,
                    At::New(line),
                    message,
                );
            }
            (None, Some(added)) => {
                let message = format!(
                    "has a new type parameter {} without a default",
                    shown(&added.name)
                );
                let kind = ChangeKind::TypeParameterAddedRequired;
                found.push_doubting(scope, kind, At::New(line), message, doubt);
            }
            (Some(old), Some(new)) => one_type_parameter(found, scope, line, old, new),
            (None, None) => {}
        }
    }
}

fn one_type_parameter(
    found: &mut Found<'_>,
    scope: &Scope,
    line: u64,
    old: &TypeParameter,
    new: &TypeParameter,
) {
    let name = shown(&new.name);
    let named = |text: &Option<String>| text.as_deref().map_or("nothing".to_owned(), shown);
    let kind = ChangeKind::TypeParameterChanged;
    if old.constraint != new.constraint && new.constraint.is_some() {
        let (before, after) = (named(&old.constraint), named(&new.constraint));
        let message = format!("needs {after} as its type parameter {name}, where it was {before}");
        found.push(scope, kind, At::New(line), message);
    }
    if old.default != new.default && old.default.is_some() {
        let (before, after) = (named(&old.default), named(&new.default));
        let message =
            format!("has {after} as the default of its type parameter {name}, not {before}");
        found.push(scope, kind, At::New(line), message);
    }
}
