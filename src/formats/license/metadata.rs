//! `METADATA` of an installed Python package (core metadata 2.4, PEP 639): its header lines.

use super::reading::{Reading, read};
use crate::formats::report::{self, Flaw};

/// The most bytes of a `METADATA` that are read: the header comes first.
pub const MAX_METADATA: u64 = 256 << 10;

/// What a `METADATA` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageMetadata {
    /// The name, as it is written.
    pub name: String,
    /// The version.
    pub version: String,
    /// What it says of its licence: the text of each field, as it stands, and what that means.
    /// `License-Expression` alone where it has one, else `License` and the classifiers.
    pub stated: Vec<(String, Reading)>,
}

/// What stands before the name of a licence in a trove classifier.
const CLASSIFIER: &str = "License :: ";

/// The classifier that names no licence.
const APPROVED: &str = "OSI Approved";

/// Reads the header.
///
/// # Errors
/// It is not text, or has no name or no version.
pub fn metadata(bytes: &[u8]) -> Result<PackageMetadata, Flaw> {
    let text = report::text(bytes)?;
    let mut name = None;
    let mut version = None;
    let mut expression = None;
    let mut license = None;
    let mut classifiers = Vec::new();
    for (field, value) in fields(text) {
        match field.to_ascii_lowercase().as_str() {
            "name" => name = name.or(Some(value)),
            "version" => version = version.or(Some(value)),
            "license-expression" => expression = expression.or(Some(value)),
            "license" => license = license.or(Some(value)),
            "classifier" => classifiers.extend(value.strip_prefix(CLASSIFIER).map(last)),
            _ => {}
        }
    }
    let field = |value: Option<String>, what: &str| {
        let value = value
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty());
        value.ok_or_else(|| Flaw::unreadable(format!("it has no `{what}`")))
    };
    let (name, version) = (field(name, "Name")?, field(version, "Version")?);
    let stated = match expression {
        Some(expression) => vec![stated(&expression)],
        None => {
            classifiers.retain(|it| it != APPROVED);
            let joined = (!classifiers.is_empty()).then(|| classifiers.join("; "));
            let both = license.into_iter().chain(joined);
            both.map(|text| stated(&text)).collect()
        }
    };
    Ok(PackageMetadata {
        name,
        version,
        stated,
    })
}

fn stated(text: &str) -> (String, Reading) {
    (text.to_owned(), read(text))
}

/// The licence that a trove classifier names, empty for one that only says that it is approved; `None` for
/// what is no classifier of a licence: `License :: OSI Approved :: MIT License`.
#[must_use]
pub fn classifier(text: &str) -> Option<String> {
    let named = last(text.trim().strip_prefix(CLASSIFIER)?);
    Some(match named.as_str() {
        APPROVED => String::new(),
        _ => named,
    })
}

/// The last part of a classifier: `OSI Approved :: MIT License`.
fn last(classifier: &str) -> String {
    let last = classifier.rsplit(" :: ").next().unwrap_or(classifier);
    last.trim().to_owned()
}

/// The fields before the first empty line, with the lines that go on from them.
fn fields(text: &str) -> Vec<(&str, String)> {
    let mut fields: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        // A line of blanks goes on; only an empty one is the end.
        if line.is_empty() {
            break;
        }
        match (line.starts_with([' ', '\t']), line.split_once(':')) {
            (true, _) => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push('\n');
                    value.push_str(line.trim_start_matches([' ', '\t', '|']));
                }
            }
            (false, Some((field, value))) => fields.push((field, value.trim().to_owned())),
            (false, None) => {}
        }
    }
    fields
}
