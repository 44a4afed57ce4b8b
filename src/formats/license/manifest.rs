//! The licence that a project says it is under itself.

use super::reading::{Reading, read};
use crate::formats::place::Malformed;
use crate::formats::toml_text::{TomlText, TomlValue};

/// What a manifest says of the project's own licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLicense {
    /// As it is written.
    pub text: String,
    /// What that means.
    pub reading: Reading,
    /// The line, starting at 1; `None` where it is not known.
    pub line: Option<u64>,
}

impl OwnLicense {
    pub(super) fn of(text: &str, line: Option<u64>) -> Self {
        OwnLicense {
            text: text.to_owned(),
            reading: read(text),
            line,
        }
    }
}

/// What a `pyproject.toml` says: `project.license` (PEP 639, or the older `{text = …}`), that of poetry,
/// else the classifiers. `None` if nothing.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn pyproject(text: &str) -> Result<Option<OwnLicense>, Malformed> {
    let toml = TomlText::parse(text)?;
    for path in [&["project", "license"][..], &["tool", "poetry", "license"]] {
        let Some(value) = toml.get(path) else {
            continue;
        };
        let written = value.value().as_str().or_else(|| value.text("text"));
        if let Some(written) = written {
            return Ok(Some(OwnLicense::of(written, Some(value.line()))));
        }
    }
    let listed = [
        &["project", "classifiers"][..],
        &["tool", "poetry", "classifiers"],
    ];
    let listed = listed.iter().find_map(|path| toml.get(path));
    let named = listed.and_then(|listed| classifiers(&listed));
    let file = toml.get(&["project", "license", "file"]);
    Ok(named.or_else(|| {
        let file = file?;
        let path = file.value().as_str()?;
        Some(OwnLicense::of(&format!("file: {path}"), Some(file.line())))
    }))
}

fn classifiers(listed: &TomlValue<'_, '_>) -> Option<OwnLicense> {
    let mut names = Vec::new();
    let mut line = None;
    for item in listed.items() {
        let name = item
            .value()
            .as_str()
            .and_then(|it| it.strip_prefix("License :: "));
        let last = name.and_then(|it| it.rsplit(" :: ").next());
        if let Some(last) = last.filter(|it| *it != "OSI Approved") {
            names.push(last.trim());
            line = line.or(Some(item.line()));
        }
    }
    (!names.is_empty()).then(|| OwnLicense::of(&names.join("; "), line))
}

/// What a `Cargo.toml` says: `package.license`, or that of the workspace. `None` if nothing.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn cargo_toml(text: &str) -> Result<Option<OwnLicense>, Malformed> {
    let toml = TomlText::parse(text)?;
    for path in [&["package"][..], &["workspace", "package"]] {
        let table = toml.get(path);
        let value = table.as_ref().and_then(|table| table.get("license"));
        if let Some((value, written)) = value.and_then(|it| Some((it, it.value().as_str()?))) {
            return Ok(Some(OwnLicense::of(written, Some(value.line()))));
        }
        let file = table.as_ref().and_then(|table| table.get("license-file"));
        if let Some((value, path)) = file.and_then(|it| Some((it, it.value().as_str()?))) {
            let text = format!("file: {path}");
            return Ok(Some(OwnLicense::of(&text, Some(value.line()))));
        }
    }
    Ok(None)
}

/// What a `setup.cfg` says in `[metadata]`. `None` if nothing.
#[must_use]
pub fn setup_cfg(text: &str) -> Option<OwnLicense> {
    let mut is_metadata = false;
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('[') {
            is_metadata = line.trim() == "[metadata]";
        }
        let Some((key, value)) = line.split_once('=').filter(|_| is_metadata) else {
            continue;
        };
        if matches!(key.trim_end(), "license" | "license_expression") && !value.trim().is_empty() {
            return Some(OwnLicense::of(value.trim(), Some(at as u64 + 1)));
        }
    }
    None
}
