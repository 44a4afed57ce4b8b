//! What npm's packages of a repository require of each other, and their entries in lock files.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::cargo::named;
use super::edit::Purpose;
use super::files::{below, folder_of, resolve};
use super::plan::Refusal;
use super::planned::{Moved, Planned};
use super::requirement::{Fate, fate};
use crate::formats::package_json::range_in;
use crate::release::Version;

/// The lock files with an entry for the project itself.
const LOCK_FILES: &[&str] = &["package-lock.json", "npm-shrinkwrap.json"];

/// The parts of a manifest that matter here, or of an entry in a lock file, as they are written.
#[derive(Deserialize)]
struct Package<'t> {
    #[serde(borrow)]
    name: Option<&'t RawValue>,
    #[serde(borrow)]
    version: Option<&'t RawValue>,
    #[serde(borrow)]
    dependencies: Option<&'t RawValue>,
    #[serde(borrow, rename = "devDependencies")]
    dev: Option<&'t RawValue>,
    #[serde(borrow, rename = "peerDependencies")]
    peer: Option<&'t RawValue>,
    #[serde(borrow, rename = "optionalDependencies")]
    optional: Option<&'t RawValue>,
    /// In a lock file: every package by its folder.
    #[serde(borrow)]
    packages: Option<&'t RawValue>,
}

impl<'t> Package<'t> {
    fn read(text: &'t str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The packages that it requires, with what it requires of them.
    fn requirements(&self) -> Vec<(String, &'t RawValue)> {
        let lists = [self.dependencies, self.dev, self.peer, self.optional];
        let maps = lists.into_iter().flatten().filter_map(map);
        maps.flatten().collect()
    }
}

fn map(value: &RawValue) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(value.get()).ok()
}

fn string(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

/// Plans what follows from the manifests that move. `declaring` are those of the project and of its
/// workspace.
///
/// # Errors
/// [`Refusal`] if a file cannot be read.
pub(super) fn plan(
    planned: &mut Planned<'_>,
    moved: &[Moved],
    declaring: &BTreeSet<String>,
) -> Result<(), Refusal> {
    let manifests: BTreeMap<&str, &Version> = moved
        .iter()
        .filter(|moved| moved.kind == "package.json")
        .map(|moved| (moved.path.as_str(), &moved.old))
        .collect();
    if manifests.is_empty() {
        return Ok(());
    }
    let mut names: BTreeMap<String, Version> = BTreeMap::new();
    for (path, old) in &manifests {
        if let Some(text) = planned.text(path)? {
            let name = Package::read(&text).and_then(|package| string(package.name?));
            names.extend(name.map(|name| (name, (*old).clone())));
        }
    }
    for path in named(planned.files, "package.json") {
        if path.split('/').any(|part| part == "node_modules") {
            continue;
        }
        let text = planned.text(&path)?.unwrap_or_default();
        if let Some(package) = Package::read(&text) {
            let linked = declaring.contains(path.as_str());
            require(planned, &path, &text, &package, &names, linked);
        }
    }
    for file in LOCK_FILES {
        for path in named(planned.files, file) {
            if let Some(text) = planned.text(&path)? {
                lock(planned, &path, &text, &manifests, &names);
            }
        }
    }
    Ok(())
}

/// Raises what a package requires of those that move. Where it is not `linked` to them, it gets them
/// from the registry, where the new version is not yet, unless it says otherwise.
fn require(
    planned: &mut Planned<'_>,
    path: &str,
    text: &str,
    package: &Package<'_>,
    names: &BTreeMap<String, Version>,
    linked: bool,
) {
    for (name, value) in package.requirements() {
        let (Some(old), Some(written)) = (names.get(&name), string(value)) else {
            continue;
        };
        if !linked && !written.starts_with("workspace:") {
            continue;
        }
        match fate(&written, old, planned.new) {
            Fate::Stays => {}
            Fate::Becomes(new) => {
                if let Some(range) = range_in(text, value) {
                    let purpose = if LOCK_FILES.iter().any(|file| path.ends_with(file)) {
                        Purpose::LockFile
                    } else {
                        Purpose::Requirement
                    };
                    planned.replace(path, range.start + 1..range.end - 1, new, purpose);
                }
            }
            Fate::Unclear => planned.note(format!(
                "`{path}` requires `{written}` of `{name}`, which {} does not fit",
                planned.new
            )),
        }
    }
}

/// Sets the versions of the packages' own entries: that of the whole file, and those by folder.
fn lock(
    planned: &mut Planned<'_>,
    path: &str,
    text: &str,
    manifests: &BTreeMap<&str, &Version>,
    names: &BTreeMap<String, Version>,
) {
    let Some(lock) = Package::read(text) else {
        return planned.note(format!("`{path}` is no lock file that could be read"));
    };
    let folder = folder_of(path);
    if let Some(old) = manifests.get(below(folder, "package.json").as_str()) {
        set_version(planned, path, text, lock.version, old);
    }
    let packages = lock.packages.and_then(map).unwrap_or_default();
    for (place, entry) in packages {
        let own = resolve(folder, &place).map(|folder| below(&folder, "package.json"));
        let vendored = place.split('/').any(|part| part == "node_modules");
        let (Some(own), false, Some(package)) = (own, vendored, Package::read(entry.get())) else {
            continue;
        };
        if let Some(old) = manifests.get(own.as_str()) {
            set_version(planned, path, text, package.version, old);
        }
        require(planned, path, text, &package, names, true);
    }
}

fn set_version(
    planned: &mut Planned<'_>,
    path: &str,
    text: &str,
    value: Option<&RawValue>,
    old: &Version,
) {
    let Some((value, written)) = value.and_then(|value| Some((value, string(value)?))) else {
        return;
    };
    let is_old = written
        .parse::<Version>()
        .is_ok_and(|version| version == *old);
    if is_old && let Some(range) = range_in(text, value) {
        planned.respell(
            path,
            range.start + 1..range.end - 1,
            &written,
            Purpose::LockFile,
        );
    }
}
