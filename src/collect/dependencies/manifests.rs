//! The manifests of a project: what it asks for itself, and whether a lock file answers.

use super::super::foreign::is_foreign;
use super::files::{Files, folder_of};
use super::inventory::Inventory;
use crate::facts::{Missing, UnlockedManifest};
use crate::formats::declared::{self, Topic};
use crate::release::Ecosystem;

/// The largest manifest that is read: 4 MiB.
const MAX_MANIFEST: u64 = 4 << 20;

/// One manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    pub path: String,
    pub ecosystem: Ecosystem,
    /// The names that it asks for, as the registry compares names.
    pub asked: Vec<String>,
}

impl Manifest {
    /// How many packages it asks for.
    pub fn declared(&self) -> u64 {
        self.asked.len() as u64
    }
}

/// Reads the manifests that tell what the project asks for. One that cannot be read asks for nothing
/// that is known: other collectors say so.
pub(super) fn read(files: &impl Files, paths: &[&str]) -> Result<Vec<Manifest>, Missing> {
    let mut found = Vec::new();
    for path in paths {
        let name = path.rsplit('/').next().unwrap_or(path);
        let ecosystem = match name {
            "pyproject.toml" => Ecosystem::Pypi,
            _ => continue,
        };
        if is_foreign(path) {
            continue;
        }
        let Some(content) = files.content(path, MAX_MANIFEST)? else {
            continue;
        };
        let text = String::from_utf8_lossy(&content);
        let Ok(manifest) = declared::pyproject::read(&text) else {
            continue;
        };
        let mut asked: Vec<String> = manifest
            .items
            .iter()
            .filter(|item| matches!(item.topic, Topic::Dependency | Topic::Peer))
            .map(|item| ecosystem.normalised(&item.name))
            .collect();
        asked.sort();
        asked.dedup();
        found.push(Manifest {
            path: (*path).to_owned(),
            ecosystem,
            asked,
        });
    }
    Ok(found)
}

/// Tells sources that do not know it themselves which of their packages the project asks for.
pub(super) fn settle(found: &mut Inventory) {
    for (path, source) in &mut found.sources {
        let Ok(lock) = &mut source.read else { continue };
        let folder = folder_of(path);
        let manifest = found
            .manifests
            .iter()
            .find(|one| folder_of(&one.path) == folder && one.ecosystem == source.format.ecosystem);
        let Some(manifest) = manifest else { continue };
        for package in lock
            .packages
            .iter_mut()
            .filter(|package| package.direct.is_none())
        {
            let name = manifest.ecosystem.normalised(&package.name);
            package.direct = Some(manifest.asked.contains(&name));
        }
    }
}

/// The manifests that no source answers.
pub(super) fn unlocked(found: &Inventory) -> Vec<UnlockedManifest> {
    found
        .manifests
        .iter()
        .filter(|manifest| {
            let folder = folder_of(&manifest.path);
            manifest.declared() > 0
                && !found.sources.iter().any(|(path, source)| {
                    source.format.ecosystem == manifest.ecosystem
                        && folder.starts_with(folder_of(path))
                })
        })
        .map(|manifest| UnlockedManifest {
            path: manifest.path.clone(),
            ecosystem: manifest.ecosystem,
            declared: manifest.declared(),
        })
        .collect()
}
