//! Thresholds that the project's configuration changes, and which of the changes are weakenings.

use std::collections::BTreeMap;

use super::error::LoadError;
use super::parameters::{Parameter, ParameterValue, Parameters, Stricter};
use crate::nearest::suggestion;

/// The rule that judges the configuration itself: nothing in there makes it weaker.
pub const TRUST_ROOT: &str = "approvals.trust_root";

/// Changed parameters by rule and name, as the configuration holds them.
pub type Overrides = BTreeMap<String, BTreeMap<String, serde_json::Value>>;

/// Puts the changed values into `parameters` and returns a sentence for each that may weaken a
/// rule.
///
/// # Errors
/// Every change that names nothing or has the wrong type.
pub(super) fn apply(
    overrides: &Overrides,
    rules: &[&str],
    parameters: &mut Parameters,
) -> Result<Vec<String>, Vec<LoadError>> {
    let mut weakenings = Vec::new();
    let mut errors = Vec::new();
    for (id, changes) in overrides {
        for (name, value) in changes {
            match change(id, name, value, rules, parameters) {
                Ok(weakening) => weakenings.extend(weakening),
                // The caller knows the file of the configuration, this room does not.
                Err(message) => errors.push(LoadError::of_file("", message)),
            }
        }
    }
    if errors.is_empty() {
        Ok(weakenings)
    } else {
        Err(errors)
    }
}

fn change(
    id: &str,
    name: &str,
    value: &serde_json::Value,
    rules: &[&str],
    parameters: &mut Parameters,
) -> Result<Option<String>, String> {
    if !rules.contains(&id) {
        let near = suggestion(id, rules.iter().copied());
        return Err(format!(
            "the configuration sets `{id}.{name}`, but there is no rule `{id}`{near}"
        ));
    }
    let known = parameters.0.entry(id.to_owned()).or_default();
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    let near = suggestion(name, names);
    let Some(parameter) = known.get_mut(name) else {
        return Err(format!(
            "the configuration sets `{id}.{name}`, but the rule has no such parameter{near}"
        ));
    };
    let value = ParameterValue::from_json(value)
        .and_then(|value| parameter.accepts(&value).map(|()| value))
        .map_err(|problem| format!("the configuration's `{id}.{name}` {problem}"))?;
    parameter.value = value;
    if id == TRUST_ROOT && weakens(parameter) {
        return Err(format!(
            "the configuration's `{id}.{name}` would weaken the rule that judges the configuration itself: leave it out, or make it stricter"
        ));
    }
    Ok(weakens(parameter).then(|| {
        format!(
            "`{id}.{name}` is `{}` (default `{}`)",
            parameter.value, parameter.default
        )
    }))
}

/// Whether the value differs from the default in a way that is not known to be stricter.
fn weakens(parameter: &Parameter) -> bool {
    if parameter.value == parameter.default {
        return false;
    }
    let (low, high) = match parameter.stricter {
        None => return true,
        Some(Stricter::Up) => (&parameter.default, &parameter.value),
        Some(Stricter::Down) => (&parameter.value, &parameter.default),
    };
    !is_below(low, high, &parameter.one_of)
}

fn is_below(low: &ParameterValue, high: &ParameterValue, order: &[ParameterValue]) -> bool {
    let place = |value| order.iter().position(|known| known == value);
    match (low, high) {
        (ParameterValue::Integer(low), ParameterValue::Integer(high)) => low <= high,
        (ParameterValue::Boolean(low), ParameterValue::Boolean(high)) => low <= high,
        (ParameterValue::List(low), ParameterValue::List(high)) => {
            low.iter().all(|item| high.contains(item))
        }
        _ => match (place(low), place(high)) {
            (Some(low), Some(high)) => low <= high,
            _ => false,
        },
    }
}
