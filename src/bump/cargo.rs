//! What Cargo's packages require of each other, and their entries in lock files.

use std::collections::BTreeMap;

use super::declared::inside;
use super::edit::Purpose;
use super::files::{Files, body, folder_of, resolve};
use super::plan::Refusal;
use super::planned::{Moved, Planned};
use super::requirement::{Fate, fate};
use crate::formats::cargo_toml;
use crate::formats::place::LineIndex;
use crate::formats::toml_text::{TomlText, TomlValue};
use crate::formats::version_source::{Origin, VersionSource};
use crate::release::Version;

/// The most manifests that are looked at.
const MAX_MANIFESTS: usize = 5000;

/// The tables of a manifest that hold dependencies.
const TABLES: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// The packages whose version moves: by the folder of their manifest, with name and old version.
type Packages = BTreeMap<String, (String, Version)>;

/// Plans what follows from the manifests that move.
///
/// # Errors
/// [`Refusal`] if a requirement has to be raised and it is not clear how.
pub(super) fn plan(planned: &mut Planned<'_>, moved: &[Moved]) -> Result<(), Refusal> {
    let declared: BTreeMap<&str, &Version> = moved
        .iter()
        .filter(|moved| moved.kind == "Cargo.toml")
        .map(|moved| (moved.path.as_str(), &moved.old))
        .collect();
    if declared.is_empty() {
        return Ok(());
    }
    let manifests = named(planned.files, "Cargo.toml");
    let packages = packages(planned.files, &manifests, &declared);
    for path in &manifests {
        let Some(text) = planned.text(path)? else {
            continue;
        };
        require(planned, path, &text, &packages)?;
    }
    for path in named(planned.files, "Cargo.lock") {
        if let Some(text) = planned.text(&path)? {
            lock(planned, &path, &text, &packages);
        }
    }
    Ok(())
}

/// The tracked files of that name.
pub(super) fn named(files: &dyn Files, name: &str) -> Vec<String> {
    let is_named = |path: &&String| path.rsplit('/').next() == Some(name);
    let found = files.tracked().iter().filter(is_named);
    found.take(MAX_MANIFESTS).cloned().collect()
}

/// The packages that declare a version that moves, and those that take it from their workspace.
fn packages(
    files: &dyn Files,
    manifests: &[String],
    declared: &BTreeMap<&str, &Version>,
) -> Packages {
    let mut packages = Packages::new();
    for path in manifests {
        let Ok(Some(text)) = files.read(path) else {
            continue;
        };
        let Ok(cargo) = cargo_toml::read(body(&text).1) else {
            continue;
        };
        let Some(package) = cargo.package else {
            continue;
        };
        let (Some(name), Some(version)) = (package.name, package.version) else {
            continue;
        };
        let inherits = matches!(
            version.source,
            VersionSource::Dynamic {
                origin: Origin::Workspace,
                ..
            }
        );
        let source = if inherits {
            workspace_root(path, declared)
        } else {
            declared.get(path.as_str()).copied()
        };
        if let Some(old) = source {
            packages.insert(folder_of(path).to_owned(), (name, old.clone()));
        }
    }
    packages
}

/// The version of the nearest manifest above that moves.
fn workspace_root<'v>(path: &str, declared: &BTreeMap<&str, &'v Version>) -> Option<&'v Version> {
    let mut folder = folder_of(path);
    loop {
        let manifest = super::files::below(folder, "Cargo.toml");
        if let Some(version) = declared.get(manifest.as_str()) {
            return Some(version);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder_of(folder);
    }
}

/// Raises what a manifest requires of the packages that move, where it names them by their path.
fn require(
    planned: &mut Planned<'_>,
    path: &str,
    text: &str,
    packages: &Packages,
) -> Result<(), Refusal> {
    let Ok(toml) = TomlText::parse(text) else {
        return Ok(());
    };
    for dependency in dependencies(&toml) {
        let (Some(folder), Some(requirement)) =
            (dependency.text("path"), dependency.get("version"))
        else {
            continue;
        };
        let target = resolve(folder_of(path), folder);
        let package = target.and_then(|target| packages.get(&target));
        let (Some((name, old)), Some(written)) = (package, requirement.value().as_str()) else {
            continue;
        };
        match fate(written, old, planned.new) {
            Fate::Stays => {}
            Fate::Becomes(new) => {
                if let Some(range) = inside(text, requirement.range(), written) {
                    planned.replace(path, range, new, Purpose::Requirement);
                }
            }
            Fate::Unclear => {
                return Err(Refusal::new(
                    format!(
                        "`{path}:{}` requires `{written}` of `{name}`, which {} does not fit",
                        requirement.line(),
                        planned.new
                    ),
                    "write there what fits both, commit it, and try again",
                ));
            }
        }
    }
    Ok(())
}

/// Every dependency of a manifest that is a table.
fn dependencies<'d, 't>(toml: &'d TomlText<'t>) -> Vec<TomlValue<'d, 't>> {
    let mut tables: Vec<TomlValue<'d, 't>> = Vec::new();
    tables.extend(TABLES.iter().filter_map(|table| toml.get(&[table])));
    tables.extend(toml.get(&["workspace", "dependencies"]));
    let targets = toml.get(&["target"]).map(|target| target.entries());
    for (_, target) in targets.unwrap_or_default() {
        tables.extend(TABLES.iter().filter_map(|table| target.get(table)));
    }
    let entries = tables.into_iter().flat_map(|table| table.entries());
    entries.map(|(_, dependency)| dependency).collect()
}

/// Sets the version of the packages' own entries in a lock file: those without a source.
fn lock(planned: &mut Planned<'_>, path: &str, text: &str, packages: &Packages) {
    let Ok(toml) = TomlText::parse(text) else {
        let line = LineIndex::new(text).line(0);
        return planned.note(format!(
            "`{path}:{line}` is no lock file that could be read"
        ));
    };
    let Some(entries) = toml.get(&["package"]) else {
        return;
    };
    for entry in entries.items() {
        let own = entry
            .text("name")
            .and_then(|name| packages.values().find(|(known, _)| known == name));
        if let (Some((_, old)), None) = (own, entry.get("source")) {
            set_version(planned, path, text, &entry, old);
        }
        let listed = entry.get("dependencies").map(|list| list.items().collect());
        let listed: Vec<TomlValue<'_, '_>> = listed.unwrap_or_default();
        for item in listed {
            follow(planned, path, text, &item, packages);
        }
    }
}

/// Sets the version of an entry that has the old one.
pub(super) fn set_version(
    planned: &mut Planned<'_>,
    path: &str,
    text: &str,
    entry: &TomlValue<'_, '_>,
    old: &Version,
) {
    let Some(value) = entry.get("version") else {
        return;
    };
    let Some(written) = value.value().as_str() else {
        return;
    };
    let is_old = written
        .parse::<Version>()
        .is_ok_and(|version| version == *old);
    if is_old && let Some(range) = inside(text, value.range(), written) {
        planned.respell(path, range, written, Purpose::LockFile);
    }
}

/// `"name 1.2.3"` in a list of dependencies: the form for a name that several versions have.
fn follow(
    planned: &mut Planned<'_>,
    path: &str,
    text: &str,
    item: &TomlValue<'_, '_>,
    packages: &Packages,
) {
    let Some((name, version)) = item.value().as_str().and_then(|text| text.split_once(' ')) else {
        return;
    };
    let own = packages.values().find(|(known, _)| known == name);
    let is_old = own.is_some_and(|(_, old)| version.parse::<Version>().is_ok_and(|it| it == *old));
    if is_old && let Some(range) = inside(text, item.range(), version) {
        planned.respell(path, range, version, Purpose::LockFile);
    }
}
