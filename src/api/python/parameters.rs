//! What changed for those who call a function.

use super::kinds;
use crate::formats::python_module::{Parameter, ParameterKind};

/// One change of a signature: its kind, and a clause that continues the function's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SignatureChange {
    pub kind: &'static str,
    pub message: String,
    pub doubt: Option<String>,
}

impl SignatureChange {
    fn new(kind: &'static str, message: String) -> Self {
        SignatureChange {
            kind,
            message,
            doubt: None,
        }
    }
}

/// The changes from one list of parameters to another, receivers left out.
pub(super) fn compare(old: &[Parameter], new: &[Parameter]) -> Vec<SignatureChange> {
    let mut changes = Vec::new();
    let mut moved = Vec::new();
    let mut renamed = Vec::new();
    for (index, parameter) in old.iter().enumerate() {
        match position(new, &parameter.name) {
            Some(at) => {
                if let Some(counterpart) = new.get(at) {
                    one(parameter, counterpart, new, &mut changes);
                    let both = is_positional(parameter) && is_positional(counterpart);
                    if both && at != index {
                        moved.push(parameter.name.as_str());
                    }
                }
            }
            None => gone(old, new, index, &mut renamed, &mut changes),
        }
    }
    if !moved.is_empty() {
        changes.push(moved_change(&moved));
    }
    // One with a private name that may be left out is the function's own business.
    for parameter in new {
        let known = position(old, &parameter.name).is_some();
        let own = parameter.name.starts_with('_') && !is_required(parameter);
        if !known && !own && !renamed.contains(&parameter.name.as_str()) {
            changes.push(added(parameter));
        }
    }
    changes
}

fn position(parameters: &[Parameter], name: &str) -> Option<usize> {
    parameters
        .iter()
        .position(|parameter| parameter.name == name)
}

fn is_positional(parameter: &Parameter) -> bool {
    matches!(
        parameter.kind,
        ParameterKind::PositionalOnly | ParameterKind::PositionalOrKeyword
    )
}

fn is_variadic(parameter: &Parameter) -> bool {
    matches!(
        parameter.kind,
        ParameterKind::VarPositional | ParameterKind::VarKeyword
    )
}

fn is_required(parameter: &Parameter) -> bool {
    parameter.default.is_none() && !is_variadic(parameter)
}

fn has(parameters: &[Parameter], kind: ParameterKind) -> bool {
    parameters.iter().any(|parameter| parameter.kind == kind)
}

/// As it is written in a signature.
fn shown(parameter: &Parameter) -> String {
    let stars = match parameter.kind {
        ParameterKind::VarPositional => "*",
        ParameterKind::VarKeyword => "**",
        _ => "",
    };
    format!("`{stars}{}`", parameter.name)
}

/// A parameter that the new signature does not have under its name.
fn gone<'n>(
    old: &[Parameter],
    new: &'n [Parameter],
    index: usize,
    renamed: &mut Vec<&'n str>,
    changes: &mut Vec<SignatureChange>,
) {
    let Some(parameter) = old.get(index) else {
        return;
    };
    let successor = new.get(index).filter(|successor| {
        let fits = (is_positional(successor) && is_positional(parameter))
            || successor.kind == parameter.kind && is_variadic(parameter);
        fits && position(old, &successor.name).is_none()
    });
    if let Some(successor) = successor {
        renamed.push(&successor.name);
        if parameter.kind == ParameterKind::PositionalOrKeyword {
            changes.push(SignatureChange::new(
                kinds::PARAMETER_RENAMED,
                format!(
                    "calls its parameter {} {} now",
                    shown(parameter),
                    shown(successor)
                ),
            ));
        }
        if is_required(successor) && !is_required(parameter) && !is_variadic(parameter) {
            changes.push(required(successor));
        }
        return;
    }
    let args = has(new, ParameterKind::VarPositional);
    let kwargs = has(new, ParameterKind::VarKeyword);
    let swallowed = match parameter.kind {
        ParameterKind::KeywordOnly | ParameterKind::VarKeyword => kwargs,
        ParameterKind::PositionalOnly | ParameterKind::VarPositional => args,
        ParameterKind::PositionalOrKeyword => args && kwargs,
    };
    if !swallowed {
        changes.push(SignatureChange::new(
            kinds::PARAMETER_REMOVED,
            format!("lost its parameter {}", shown(parameter)),
        ));
    }
}

fn one(old: &Parameter, new: &Parameter, all: &[Parameter], changes: &mut Vec<SignatureChange>) {
    if is_required(new) && !is_required(old) && !is_variadic(old) {
        changes.push(required(new));
    }
    if !is_required(new) && is_required(old) && !is_variadic(new) {
        changes.push(SignatureChange::new(
            kinds::PARAMETER_OPTIONAL,
            format!("can be called without its parameter {} now", shown(new)),
        ));
    }
    if let Some(message) = kind_change(old, new, all) {
        changes.push(SignatureChange::new(kinds::PARAMETER_KIND_CHANGED, message));
    }
    if let (Some(before), Some(after)) = (&old.default, &new.default)
        && before.text != after.text
    {
        let unknown = [before, after].into_iter().find(|value| !value.literal);
        changes.push(SignatureChange {
            kind: kinds::PARAMETER_DEFAULT_CHANGED,
            message: format!(
                "has another default for its parameter {}: `{}` instead of `{}`",
                shown(new),
                after.text,
                before.text
            ),
            doubt: unknown.map(|value| format!("what `{}` stands for is not known", value.text)),
        });
    }
}

fn required(parameter: &Parameter) -> SignatureChange {
    SignatureChange::new(
        kinds::PARAMETER_REQUIRED,
        format!(
            "cannot be called without its parameter {} any more",
            shown(parameter)
        ),
    )
}

/// How a parameter can no longer be passed.
fn kind_change(old: &Parameter, new: &Parameter, all: &[Parameter]) -> Option<String> {
    use ParameterKind::{
        KeywordOnly, PositionalOnly, PositionalOrKeyword, VarKeyword, VarPositional,
    };
    let by = |how: &str| Some(format!("takes its parameter {} {how} only", shown(new)));
    match (old.kind, new.kind) {
        (KeywordOnly | PositionalOrKeyword, PositionalOnly) => by("by position"),
        (PositionalOnly | PositionalOrKeyword, KeywordOnly) => by("by name"),
        (PositionalOnly | PositionalOrKeyword, VarKeyword) if !has(all, VarPositional) => {
            by("by name, as `**`,")
        }
        (KeywordOnly | PositionalOrKeyword, VarPositional) if !has(all, VarKeyword) => {
            by("by position, as `*`,")
        }
        (VarPositional | VarKeyword, kind) if kind != old.kind => {
            Some(format!("takes one `{}` instead of any number", new.name))
        }
        _ => None,
    }
}

fn moved_change(names: &[&str]) -> SignatureChange {
    let shown: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = match shown.as_slice() {
        [one] => format!("takes its parameter {one} at another position"),
        many => format!(
            "takes its parameters {} at other positions",
            many.join(", ")
        ),
    };
    SignatureChange::new(kinds::PARAMETER_MOVED, message)
}

fn added(parameter: &Parameter) -> SignatureChange {
    if is_required(parameter) {
        SignatureChange::new(
            kinds::PARAMETER_ADDED_REQUIRED,
            format!(
                "cannot be called without its new parameter {}",
                shown(parameter)
            ),
        )
    } else {
        SignatureChange::new(
            kinds::PARAMETER_ADDED,
            format!("has a new parameter {}", shown(parameter)),
        )
    }
}
