//! What lock files keep of the project's own version. Builds that must not change a lock file refuse
//! one that is out of step with its manifest.

use std::collections::BTreeSet;

use super::gather::Gather;
use super::version_fact;
use crate::facts::{Declaration, DeclarationRole, LockedVersion};
use crate::formats::lock::MAX_BYTES;
use crate::formats::lock::own_version::{self, OwnVersion};
use crate::formats::place::Malformed;

/// A lock file, and what tells whose entries in it are the project's.
struct LockFile {
    path: &'static str,
    /// The kinds of the manifests that it goes with.
    manifests: &'static [&'static str],
    read: fn(&str, &BTreeSet<&str>) -> Result<Vec<OwnVersion>, Malformed>,
}

/// Every lock file that keeps the project's own version.
const LOCK_FILES: &[LockFile] = &[
    LockFile {
        path: "Cargo.lock",
        manifests: &["Cargo.toml"],
        read: own_version::cargo,
    },
    LockFile {
        path: "npm-shrinkwrap.json",
        manifests: &["package.json"],
        read: |text, _| own_version::npm(text),
    },
    LockFile {
        path: "package-lock.json",
        manifests: &["package.json"],
        read: |text, _| own_version::npm(text),
    },
    LockFile {
        path: "uv.lock",
        manifests: &["pyproject.toml", "setup.cfg", "setup.py"],
        read: own_version::uv,
    },
];

/// Reads the tracked lock files beside manifests that declare the project's version.
pub(super) fn read(gather: &mut Gather<'_>) -> Vec<LockedVersion> {
    let mut found = Vec::new();
    for file in LOCK_FILES {
        if !gather.has(file.path) || !is_declared(gather, file.manifests) {
            continue;
        }
        let names = names(gather, file.manifests);
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let own = gather.parse_within(file.path, MAX_BYTES, |text| (file.read)(text, &names));
        found.extend(
            own.unwrap_or_default()
                .into_iter()
                .map(|own| LockedVersion {
                    path: file.path.to_owned(),
                    line: own.line,
                    package: own.package,
                    version: version_fact(&own.text),
                    text: own.text,
                }),
        );
    }
    found
}

fn of_project<'g>(
    gather: &'g Gather<'_>,
    kinds: &'g [&str],
) -> impl Iterator<Item = &'g Declaration> {
    gather.declarations().filter(|declaration| {
        declaration.role == DeclarationRole::Project && kinds.contains(&declaration.kind.as_str())
    })
}

fn is_declared(gather: &Gather<'_>, kinds: &[&str]) -> bool {
    of_project(gather, kinds).next().is_some()
}

/// The names of the packages with the project's version: those that declare it, and those that take it
/// from their workspace, which are Cargo's.
fn names(gather: &Gather<'_>, kinds: &[&str]) -> BTreeSet<String> {
    let declaring = of_project(gather, kinds);
    let names = declaring.filter_map(|declaration| declaration.package.clone());
    let inheriting = gather.inheriting.iter().cloned();
    names
        .chain(inheriting.filter(|_| kinds.contains(&"Cargo.toml")))
        .collect()
}
