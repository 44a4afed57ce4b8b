//! What a rule yields, from the engine's values to relcheck's types: any other form is an error.

use regorus::Value as Rego;
use serde_json::{Map, Value};

use crate::facts::Missing;
use crate::verdict::{Evidence, Finding, Level};

/// How many findings, or reasons, a rule may yield for one release type.
pub(super) const MAX_ELEMENTS: usize = 10_000;

/// The bytes that all of them together may take.
const MAX_BYTES: usize = 2 << 20;

/// The keys of a finding.
pub(super) const KEYS: [&str; 6] = [
    "subject",
    "message",
    "fix",
    "level",
    "evidence",
    "weakening",
];

/// The keys of a finding's `evidence`.
pub(super) const EVIDENCE_KEYS: [&str; 3] = ["file", "line", "commit"];

/// The keys of what is unknown.
pub(super) const REASON_KEYS: [&str; 2] = ["reason", "fix"];

/// The findings of a `deny` set, sorted, each once.
///
/// # Errors
/// What is wrong with the first element that is no finding.
pub(super) fn findings(value: &Rego) -> Result<Vec<Finding>, String> {
    let mut findings = elements(value, "deny")?
        .iter()
        .map(finding)
        .collect::<Result<Vec<_>, _>>()?;
    findings.sort();
    findings.dedup();
    Ok(findings)
}

/// The reasons of a `not_applicable` or `unknown` set, sorted, each once.
///
/// # Errors
/// What is wrong with the first element that is no reason.
pub(super) fn reasons(value: &Rego, name: &str) -> Result<Vec<String>, String> {
    let mut reasons = elements(value, name)?
        .into_iter()
        .map(|element| match element {
            Value::String(text) if !text.trim().is_empty() => Ok(text),
            other => Err(format!(
                "`{name}` holds `{}`, which is no reason (a text)",
                short(&other)
            )),
        })
        .collect::<Result<Vec<_>, _>>()?;
    reasons.sort();
    reasons.dedup();
    Ok(reasons)
}

/// What is unknown, sorted: each a text, or an object of `reason` and `fix`.
///
/// # Errors
/// What is no reason.
pub(super) fn unknowns(value: &Rego, name: &str) -> Result<Vec<Missing>, String> {
    let mut unknowns = elements(value, name)?
        .into_iter()
        .map(|element| unknown(element, name))
        .collect::<Result<Vec<_>, _>>()?;
    unknowns.sort();
    unknowns.dedup();
    Ok(unknowns)
}

fn unknown(element: Value, name: &str) -> Result<Missing, String> {
    let refused = |element: &Value| {
        format!(
            "`{name}` holds `{}`, which is no reason (a text, or an object of `reason` and `fix`)",
            short(element)
        )
    };
    match element {
        Value::String(text) if !text.trim().is_empty() => Ok(Missing::because(text)),
        Value::Object(fields) if fields.keys().all(|key| REASON_KEYS.contains(&key.as_str())) => {
            let reason = text(&fields, "reason", "reason")?;
            let fix = text(&fields, "fix", "reason")?;
            let reason = reason.ok_or_else(|| refused(&Value::Object(fields)))?;
            Ok(Missing { reason, fix })
        }
        other => Err(refused(&other)),
    }
}

/// The time in `due`, in seconds since 1970; `None` where it is undefined.
///
/// # Errors
/// It is no whole number.
pub(super) fn due(value: &Rego) -> Result<Option<i64>, String> {
    if *value == Rego::Undefined {
        return Ok(None);
    }
    let due = value
        .as_i64()
        .map_err(|_| "`due` is no whole number of seconds since 1970")?;
    Ok(Some(due))
}

fn elements(value: &Rego, name: &str) -> Result<Vec<Value>, String> {
    match value {
        Rego::Undefined => Err(format!("`{name}` is undefined")),
        Rego::Set(set) => {
            if set.len() > MAX_ELEMENTS {
                return Err(format!(
                    "`{name}` has {} elements, and may have {MAX_ELEMENTS}",
                    set.len()
                ));
            }
            let mut left = MAX_BYTES;
            set.iter()
                .map(|element| {
                    if !fits(element, &mut left) {
                        return Err(format!(
                            "`{name}` holds more than {} MiB of text",
                            MAX_BYTES >> 20
                        ));
                    }
                    serde_json::to_value(element).map_err(|error| {
                        format!("`{name}` holds a value that cannot be read: {error}")
                    })
                })
                .collect()
        }
        _ => Err(format!("`{name}` is no set: write `{name} contains …`")),
    }
}

/// Whether a value takes no more bytes than are left, and takes them. What the engine shares between
/// several places counts in each: that is how it is read.
fn fits(value: &Rego, left: &mut usize) -> bool {
    let own = match value {
        Rego::String(text) => text.len(),
        _ => 0,
    };
    let Some(rest) = left.checked_sub(own + 8) else {
        return false;
    };
    *left = rest;
    match value {
        Rego::Array(items) => items.iter().all(|item| fits(item, left)),
        Rego::Set(items) => items.iter().all(|item| fits(item, left)),
        Rego::Object(fields) => fields
            .iter()
            .all(|(key, value)| fits(key, left) && fits(value, left)),
        _ => true,
    }
}

fn finding(value: &Value) -> Result<Finding, String> {
    let Value::Object(fields) = value else {
        return Err(format!(
            "a finding is an object with `subject` and `message`, not `{}`",
            short(value)
        ));
    };
    if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
        let near = crate::nearest::suggestion(key, KEYS);
        return Err(format!(
            "a finding has no key `{key}`{near} (known: {})",
            KEYS.join(", ")
        ));
    }
    let required = |key: &str| {
        text(fields, key, "finding")?
            .ok_or_else(|| format!("a finding lacks `{key}`: `{}`", short(value)))
    };
    Ok(Finding {
        subject: required("subject")?,
        message: required("message")?,
        fix: text(fields, "fix", "finding")?,
        level: level(fields)?,
        evidence: evidence(fields)?,
        weakening: weakening(fields)?,
        waived_by: None,
    })
}

fn text(fields: &Map<String, Value>, key: &str, what: &str) -> Result<Option<String>, String> {
    match fields.get(key) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text.clone())),
        Some(other) => Err(format!(
            "the `{key}` of a {what} is `{}`, which is no text",
            short(other)
        )),
    }
}

fn level(fields: &Map<String, Value>) -> Result<Level, String> {
    match fields.get("level") {
        None => Ok(Level::Deny),
        Some(Value::String(text)) if text == "warn" => Ok(Level::Warn),
        Some(other) => Err(format!(
            "the `level` of a finding is `warn` or left out, not `{}`",
            short(other)
        )),
    }
}

/// What blocks lets nothing through that a weakening could tell of.
fn weakening(fields: &Map<String, Value>) -> Result<Option<String>, String> {
    let weakening = text(fields, "weakening", "finding")?;
    if weakening.is_some() && level(fields)? != Level::Warn {
        return Err(
            "a finding with a `weakening` has the `level` `warn`: what blocks weakens nothing"
                .to_owned(),
        );
    }
    Ok(weakening)
}

fn evidence(fields: &Map<String, Value>) -> Result<Option<Evidence>, String> {
    let fields = match fields.get("evidence") {
        None => return Ok(None),
        Some(Value::Object(fields)) => fields,
        Some(other) => {
            return Err(format!(
                "the `evidence` of a finding is an object with `file`, `line` and `commit`, not `{}`",
                short(other)
            ));
        }
    };
    let unknown = |key: &&String| !EVIDENCE_KEYS.contains(&key.as_str());
    if let Some(key) = fields.keys().find(unknown) {
        return Err(format!(
            "`evidence` has no key `{key}` (known: {})",
            EVIDENCE_KEYS.join(", ")
        ));
    }
    let line = match fields.get("line") {
        None => None,
        Some(value) => Some(value.as_u64().filter(|line| *line > 0).ok_or_else(|| {
            format!(
                "the `line` of an `evidence` is `{}`, which is no line number",
                short(value)
            )
        })?),
    };
    Ok(Some(Evidence {
        file: text(fields, "file", "piece of evidence")?,
        line,
        commit: text(fields, "commit", "piece of evidence")?,
    }))
}

/// A value for a message: its first characters.
fn short(value: &Value) -> String {
    const SHOWN: usize = 80;
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
