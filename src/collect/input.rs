//! Whether a document could be what policies see as `input`: of the types that collectors yield,
//! with nothing left out and nothing added.
//!
//! That is asked of what the tests of policies make up. It is stricter than the JSON Schema: a
//! field that may be `null` must not be missing, since Rego tells the two apart, and the parts of a
//! version must fit each other.

mod place;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{COLLECTORS, find};
use crate::facts::{Clock, Project, Release, VersionFact};
use crate::nearest::suggestion;

/// The parts of `input`.
const PARTS: [&str; 4] = ["clock", "facts", "project", "release"];

/// Checks the part of `input` at this path: nothing for all of it, `["release"]`, `["project"]`,
/// `["clock"]`, `["facts"]` or `["facts", "changes"]`.
///
/// Facts may be missing, since no rule sees those that it does not need; nothing else may.
///
/// # Errors
/// A sentence without its full stop that names the first place that is wrong, and what is.
pub fn check_input(part: &[&str], value: &Value) -> Result<(), String> {
    match part {
        [] => whole(value),
        ["release"] => typed::<Release>("input.release", value),
        ["project"] => typed::<Project>("input.project", value),
        ["clock"] => clock(value),
        ["facts"] => facts(value),
        ["facts", name] => fact(name, value),
        [first, ..] if !PARTS.contains(first) => Err(format!(
            "`input` has no `{first}`{}",
            suggestion(first, PARTS)
        )),
        _ => Err(format!(
            "`input.{}` cannot be replaced by itself: replace `input` by `object.union(document, {{…}})`, or a whole part such as `input.facts.<fact>`",
            part.join(".")
        )),
    }
}

/// Checks that a value is one that a collector could yield: it has the type, and nothing that is
/// written differs from what was given.
pub(super) fn typed<T: Serialize + DeserializeOwned>(
    path: &str,
    value: &Value,
) -> Result<(), String> {
    let read: T =
        place::read(value).map_err(|(place, message)| format!("`{path}{place}`: {message}"))?;
    let written = serde_json::to_string(&read).and_then(|text| serde_json::from_str(&text));
    let written: Value = written.map_err(|error| format!("`{path}`: {error}"))?;
    difference(path, value, &written)?;
    versions(path, value)
}

fn whole(value: &Value) -> Result<(), String> {
    let document = object("input", value)?;
    for name in document.keys() {
        if !PARTS.contains(&name.as_str()) {
            return Err(format!(
                "`input` has no `{name}`{}",
                suggestion(name, PARTS)
            ));
        }
    }
    for name in PARTS {
        let part = document
            .get(name)
            .ok_or_else(|| format!("`input.{name}` is missing: it is always there"))?;
        check_input(&[name], part)?;
    }
    Ok(())
}

fn facts(value: &Value) -> Result<(), String> {
    for (name, value) in object("input.facts", value)? {
        fact(name, value)?;
    }
    Ok(())
}

fn fact(name: &str, value: &Value) -> Result<(), String> {
    let entry = find(name).ok_or_else(|| {
        let near = suggestion(name, COLLECTORS.iter().map(|entry| entry.name));
        format!("there is no fact `{name}`{near}")
    })?;
    entry.check_value(value)
}

fn clock(value: &Value) -> Result<(), String> {
    typed::<Clock>("input.clock", value)?;
    let now: Option<Timestamp> = value["now"].as_str().and_then(|now| now.parse().ok());
    if now.map(Timestamp::as_second) == value["seconds"].as_i64() {
        return Ok(());
    }
    Err("`input.clock`: `now` and `seconds` are not the same time".to_owned())
}

fn object<'a>(path: &str, value: &'a Value) -> Result<&'a Map<String, Value>, String> {
    value
        .as_object()
        .ok_or_else(|| format!("`{path}` is no object"))
}

/// The first place where a value is not what its own type writes: a field that is left out, since
/// the type reads that as `null`, or another form of the same.
fn difference(path: &str, given: &Value, written: &Value) -> Result<(), String> {
    match (given, written) {
        (Value::Object(given), Value::Object(written)) => {
            for (name, written) in written {
                let path = format!("{path}.{name}");
                let given = given.get(name).ok_or_else(|| {
                    format!("`{path}` is missing: where there is none, it is `null`")
                })?;
                difference(&path, given, written)?;
            }
            Ok(())
        }
        (Value::Array(given), Value::Array(written)) if given.len() == written.len() => {
            let mut pairs = given.iter().zip(written).enumerate();
            pairs.try_for_each(|(index, (given, written))| {
                difference(&format!("{path}[{index}]"), given, written)
            })
        }
        _ if given == written => Ok(()),
        _ => Err(format!("`{path}` is {given}, which is written {written}")),
    }
}

/// Versions whose parts do not fit each other, at any depth.
fn versions(path: &str, value: &Value) -> Result<(), String> {
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(index, item)| versions(&format!("{path}[{index}]"), item)),
        Value::Object(fields) => {
            if let Ok(version) = serde_json::from_value::<VersionFact>(value.clone()) {
                return consistent(path, &version);
            }
            fields
                .iter()
                .try_for_each(|(name, field)| versions(&format!("{path}.{name}"), field))
        }
        _ => Ok(()),
    }
}

fn consistent(path: &str, version: &VersionFact) -> Result<(), String> {
    let read = version
        .to_version()
        .ok_or_else(|| format!("`{path}`: `{}` is no version", version.text))?;
    if VersionFact::from(&read) == *version {
        return Ok(());
    }
    let right = serde_json::to_string(&VersionFact::from(&read)).unwrap_or_default();
    Err(format!(
        "`{path}` does not fit its text `{}`: that is {right}",
        version.text
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn version() -> Value {
        serde_json::to_value(VersionFact::from(&"1.2.4".parse().unwrap())).unwrap()
    }

    fn document() -> Value {
        json!({
            "release": {"type": "patch", "stage": "pre-release", "version": version(), "previous": null, "scheme": "semver", "calendar": null},
            "project": {"name": "demo", "path": "", "kind": "library", "kind_reason": "x"},
            "clock": {"now": "2026-01-31T10:00:00Z", "seconds": 1_769_853_600, "overridden": false},
            "facts": {"worktree": {"clean": true, "changes": []}},
        })
    }

    fn refused(change: impl FnOnce(&mut Value)) -> String {
        let mut document = document();
        change(&mut document);
        check_input(&[], &document).unwrap_err()
    }

    #[test]
    fn what_collectors_yield_is_accepted() {
        assert_eq!(check_input(&[], &document()), Ok(()));
        assert_eq!(
            check_input(&["facts", "worktree"], &document()["facts"]["worktree"]),
            Ok(())
        );
        assert_eq!(check_input(&["facts"], &json!({})), Ok(()));
    }

    #[test]
    fn what_no_collector_yields_is_refused_at_its_place() {
        assert_eq!(
            refused(|document| document["facts"]["worktree"]["clean"] = json!("yes")),
            "`input.facts.worktree.clean`: invalid type: string \"yes\", expected a boolean"
        );
        assert_eq!(
            refused(|document| document["facts"]["worktree"]["dirty"] = json!(1)),
            "`input.facts.worktree.dirty`: unknown field `dirty`, expected `clean` or `changes`"
        );
        let change = json!([
            {"path": "a", "status": "modified", "staged": true},
            {"path": 7, "status": "modified", "staged": true},
        ]);
        assert_eq!(
            refused(|document| document["facts"]["worktree"]["changes"] = change),
            "`input.facts.worktree.changes[1].path`: invalid type: integer `7`, expected a string"
        );
        let change = json!([{"path": "a"}]);
        assert_eq!(
            refused(|document| document["facts"]["worktree"]["changes"] = change),
            "`input.facts.worktree.changes[0]`: missing field `status`"
        );
        assert_eq!(
            refused(|document| document["facts"]["worktre"] = json!({})),
            "there is no fact `worktre`; did you mean `worktree`?"
        );
        assert_eq!(
            refused(|document| document["relaese"] = json!({})),
            "`input` has no `relaese`; did you mean `release`?"
        );
        assert_eq!(
            refused(|document| drop(document.as_object_mut().unwrap().remove("clock"))),
            "`input.clock` is missing: it is always there"
        );
        assert_eq!(
            refused(|document| document["clock"]["seconds"] = json!(0)),
            "`input.clock`: `now` and `seconds` are not the same time"
        );
    }

    #[test]
    fn a_field_that_may_be_null_must_be_there() {
        let message = refused(|document| {
            drop(
                document["release"]
                    .as_object_mut()
                    .unwrap()
                    .remove("previous"),
            );
        });
        assert_eq!(
            message,
            "`input.release.previous` is missing: where there is none, it is `null`"
        );
    }

    #[test]
    fn the_parts_of_a_version_must_fit() {
        let message = refused(|document| document["release"]["version"]["minor"] = json!(9));
        assert!(
            message.starts_with("`input.release.version` does not fit its text `1.2.4`: that is {"),
            "{message}"
        );
        let message = refused(|document| document["release"]["version"]["text"] = json!("soon"));
        assert_eq!(message, "`input.release.version`: `soon` is no version");
    }

    #[test]
    fn less_than_a_whole_part_cannot_be_checked() {
        let message = check_input(&["release", "type"], &json!("minor")).unwrap_err();
        assert!(message.starts_with("`input.release.type` cannot be replaced by itself"));
    }
}
