//! Places beside the manifests where Python's tools keep the version: uv's lock file, and what
//! tools that bump versions themselves take for the current one.

use super::cargo::{named, set_version};
use super::declared::{in_toml, is_python};
use super::edit::Purpose;
use super::files::{below, folder_of};
use super::plan::{Refusal, Request};
use super::planned::{Moved, Planned};
use super::spelling::{self, Scheme};
use crate::formats::toml_text::TomlText;

/// The keys of `pyproject.toml` under which such tools keep the version.
const KEYS: &[&str] = &[
    "tool.bumpversion.current_version",
    "tool.commitizen.version",
    "tool.bumpver.current_version",
    "tool.tbump.version.current",
];

/// The files and sections in which bump2version and its forerunner keep it.
const INI_FILES: &[&str] = &[".bumpversion.cfg", "setup.cfg"];

/// Plans what follows from Python manifests that move.
///
/// # Errors
/// [`Refusal`] if a file cannot be read.
pub(super) fn plan(
    planned: &mut Planned<'_>,
    request: &Request<'_>,
    moved: &[Moved],
) -> Result<(), Refusal> {
    let Some(old) = moved.iter().find(|moved| is_python(&moved.kind)) else {
        return Ok(());
    };
    tools(planned, request, old)?;
    let name = request.versions.name.as_deref().map(normalised);
    for path in named(planned.files, "uv.lock") {
        let above = folder_of(&path);
        let covers = above.is_empty() || below(request.project, "").starts_with(above);
        if let (true, Some(name), Some(text)) = (covers, &name, planned.text(&path)?) {
            lock(planned, &path, &text, name, old);
        }
    }
    Ok(())
}

fn tools(planned: &mut Planned<'_>, request: &Request<'_>, old: &Moved) -> Result<(), Refusal> {
    let path = below(request.project, "pyproject.toml");
    if let Some(text) = planned.text(&path)? {
        for key in KEYS {
            let parts: Vec<&str> = key.split('.').collect();
            let toml = TomlText::parse(&text).ok();
            let written = toml.as_ref().and_then(|toml| toml.text(&parts));
            let written = written
                .filter(|written| is(written, old))
                .map(str::to_owned);
            if let Some(written) = written
                && let Some(range) = in_toml(&text, key, &written)
            {
                planned.declare(&path, range, &written);
            }
        }
    }
    for file in INI_FILES {
        let path = below(request.project, file);
        if let Some(text) = planned.text(&path)? {
            current_version(planned, &path, &text, old);
        }
    }
    Ok(())
}

fn is(written: &str, old: &Moved) -> bool {
    written
        .parse::<crate::release::Version>()
        .is_ok_and(|version| version == old.old)
}

/// `current_version = 1.2.3` in the section `[bumpversion]`.
fn current_version(planned: &mut Planned<'_>, path: &str, text: &str, old: &Moved) {
    let mut inside = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with('[') {
            inside = content == "[bumpversion]";
        }
        let value = content
            .split_once('=')
            .filter(|(key, _)| key.trim() == "current_version");
        if let (true, Some((_, value))) = (inside, value)
            && is(value.trim(), old)
            && let Some(at) = line.rfind(value.trim())
        {
            let value = value.trim();
            planned.declare(path, start + at..start + at + value.len(), value);
        }
        start += line.len();
    }
}

impl Planned<'_> {
    /// Puts the new version in place of an old one, in PEP 440's spelling or as it stood there.
    fn declare(&mut self, path: &str, range: std::ops::Range<usize>, old: &str) {
        match spelling::like(old, self.new, Scheme::Pep440) {
            Some(text) => self.replace(path, range, text, Purpose::Declaration),
            None => self.note(format!("{} cannot be written in `{path}`", self.new)),
        }
    }
}

/// The name as PyPI compares it (PEP 503).
fn normalised(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

/// Sets the version of the project's own entry in uv's lock file: the one that is no download.
fn lock(planned: &mut Planned<'_>, path: &str, text: &str, name: &str, old: &Moved) {
    let Ok(toml) = TomlText::parse(text) else {
        return planned.note(format!("`{path}` is no lock file that could be read"));
    };
    let Some(entries) = toml.get(&["package"]) else {
        return;
    };
    for entry in entries.items() {
        let source = entry.get("source");
        let own = source.is_some_and(|source| {
            ["editable", "virtual", "directory"]
                .iter()
                .any(|kind| source.get(kind).is_some())
        });
        if own && entry.text("name").map(normalised).as_deref() == Some(name) {
            set_version(planned, path, text, &entry, &old.old);
        }
    }
}
