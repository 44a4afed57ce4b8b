//! What Conftest rules yield, as findings.
//!
//! Conftest passes over what it does not understand: a result that is neither a text nor an object,
//! an empty message, a rule whose value is no list. All of these are errors here, as is a result
//! without `msg`, which Conftest refuses too.

use std::collections::BTreeSet;

use anyhow::{anyhow, bail};
use regorus::Value;
use serde_json::{Map, Value as Json, json};

use super::names::{self, EXCEPTION, Kind};
use crate::verdict::Finding;

/// The function that turns results into findings: of the package's name, of its rules by name, and
/// of `exception`, which is `null` where there is none. Of each rule there is its place, `at`, and
/// its value as a list, `values`, that is empty where the rule is undefined.
pub(in crate::policy) const FUNCTION: &str = "relcheck.conftest_findings";

/// What stands between the message of a finding and what exempts it.
const EXEMPTED: &str = " (exempted: ";

/// Whether a Conftest `exception` keeps a finding from blocking. Its message says so.
#[must_use]
pub fn is_exempted(finding: &Finding) -> bool {
    finding.message.contains(EXEMPTED)
}

/// The longest value that a message shows, in characters.
const SHOWN: usize = 80;

/// See [`FUNCTION`]. Yields a list of findings as relcheck's own rules yield them.
///
/// # Errors
/// The first thing that is no result.
pub(in crate::policy) fn findings(arguments: &[Value]) -> anyhow::Result<Value> {
    let [package, rules, exceptions] = arguments else {
        bail!("`{FUNCTION}` takes three arguments");
    };
    let package = package.as_string()?;
    let exceptions = serde_json::to_value(exceptions)?;
    let exempted = exempted(&Yielded::of(package, EXCEPTION, &exceptions))?;
    let Json::Object(rules) = serde_json::to_value(rules)? else {
        bail!("`{FUNCTION}` takes an object of rules");
    };
    let mut found = Vec::new();
    for (rule, asked) in &rules {
        let yielded = Yielded::of(package, rule, asked);
        let exempt = exempted.contains(names::exempted_as(rule));
        for value in yielded.values {
            for result in yielded.results(value)? {
                found.push(yielded.finding(result, exempt)?);
            }
        }
    }
    Value::from_json_str(&Json::Array(found).to_string())
}

/// The names in `exception`: each of its elements is a list of some.
fn exempted(exception: &Yielded) -> anyhow::Result<BTreeSet<String>> {
    let refused = |value: &Json| {
        let why = "which is no list of the names of rules: Conftest exempts nothing by it";
        exception.refused(value, why)
    };
    let mut names = BTreeSet::new();
    for value in exception.values {
        for element in items(value).ok_or_else(|| refused(value))? {
            for name in items(element).ok_or_else(|| refused(element))? {
                let name = name.as_str().ok_or_else(|| refused(element))?;
                names.insert(name.to_owned());
            }
        }
    }
    Ok(names)
}

/// What Conftest's `[_]` goes through: the values of a list, a set or an object.
fn items(value: &Json) -> Option<Vec<&Json>> {
    match value {
        Json::Array(items) => Some(items.iter().collect()),
        Json::Object(fields) => Some(fields.values().collect()),
        _ => None,
    }
}

/// One rule, of which results are looked at.
struct Yielded<'a> {
    package: &'a str,
    rule: &'a str,
    at: &'a str,
    values: &'a [Json],
}

impl<'a> Yielded<'a> {
    fn of(package: &'a str, rule: &'a str, asked: &'a Json) -> Self {
        let values = asked.get("values").and_then(Json::as_array);
        Yielded {
            package,
            rule,
            at: asked.get("at").and_then(Json::as_str).unwrap_or_default(),
            values: values.map_or(&[], Vec::as_slice),
        }
    }

    fn refused(&self, value: &Json, why: &str) -> anyhow::Error {
        let Yielded {
            package, rule, at, ..
        } = self;
        let value = short(value);
        anyhow!("`data.{package}.{rule}` ({at}) yields `{value}`, {why}")
    }

    /// A rule yields a set or a list of results.
    fn results<'v>(&self, value: &'v Json) -> anyhow::Result<&'v Vec<Json>> {
        value.as_array().ok_or_else(|| {
            self.refused(
                value,
                "which is no set of results: Conftest counts that as passed",
            )
        })
    }

    fn finding(&self, result: &Json, exempt: bool) -> anyhow::Result<Json> {
        let nothing = Map::new();
        let (message, fields) = match result {
            Json::String(text) => (text, &nothing),
            Json::Object(fields) => match fields.get("msg") {
                Some(Json::String(text)) => (text, fields),
                _ => return Err(self.refused(result, "which has no text `msg`")),
            },
            _ => {
                let why =
                    "which is neither a text nor an object with `msg`: Conftest passes over it";
                return Err(self.refused(result, why));
            }
        };
        if message.trim().is_empty() {
            let why = "whose message is empty: Conftest counts that as passed";
            return Err(self.refused(result, why));
        }
        let subject = fields.get("subject").and_then(Json::as_str);
        let subject = subject.filter(|subject| !subject.trim().is_empty());
        let mut finding = Map::new();
        finding.insert("subject".to_owned(), json!(subject.unwrap_or(self.rule)));
        finding.insert("message".to_owned(), json!(self.message(message, exempt)));
        if exempt || names::kind(self.rule) == Some(Kind::Warning) {
            finding.insert("level".to_owned(), json!("warn"));
        }
        if let Some(evidence) = fields.get("_loc").and_then(evidence) {
            finding.insert("evidence".to_owned(), evidence);
        }
        Ok(Json::Object(finding))
    }

    /// What is exempted does not block, and nobody is to overlook it.
    fn message(&self, message: &str, exempt: bool) -> String {
        if !exempt {
            return message.to_owned();
        }
        let names = names::exempted_as(self.rule);
        let package = self.package;
        format!("{message}{EXEMPTED}`data.{package}.{EXCEPTION}` names `\"{names}\"`)")
    }
}

/// Where a result says that it comes from. What is no place is passed over, as Conftest does.
fn evidence(place: &Json) -> Option<Json> {
    let file = place
        .get("file")?
        .as_str()
        .filter(|file| !file.trim().is_empty())?;
    let line = place.get("line").and_then(Json::as_u64);
    Some(match line.filter(|line| *line > 0) {
        Some(line) => json!({"file": file, "line": line}),
        None => json!({"file": file}),
    })
}

/// A value for a message: its first characters.
fn short(value: &Json) -> String {
    let text = value.to_string();
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
