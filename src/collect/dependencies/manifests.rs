//! The manifests of a project: what it asks for itself, and whether a source answers.

use std::collections::{BTreeSet, HashMap};

use super::files::{Files, folder_of, is_beside, joined};
use super::fit::{is_overridden, unfit};
use super::inherited::inherit;
use super::inventory::{Inventory, Source};
use crate::facts::{Missing, UnlockedManifest};
use crate::formats::lock::asked::{self, Asked};
use crate::formats::lock::{Lock, Scope, dist_info, requirements};
use crate::formats::report;
use crate::release::Ecosystem;

/// The largest manifest that is read: 4 MiB.
const MAX_MANIFEST: u64 = 4 << 20;

/// The format whose lock file says of each package of a workspace what that asks for.
const PNPM: &str = "pnpm-lock.yaml";

/// The most manifests that are read.
pub(super) const MAX_MANIFESTS: usize = 5_000;

/// How a manifest is read: the text and the name of the file.
type Reader = fn(&str, &str) -> Result<asked::Manifest, String>;

/// The manifests by name, and how each is read.
const KINDS: &[(&str, Ecosystem, Reader)] = &[
    ("Cargo.toml", Ecosystem::Cargo, |text, _| {
        told(asked::cargo_toml(text))
    }),
    ("package.json", Ecosystem::Npm, |text, _| {
        told(asked::package_json(text))
    }),
    ("pyproject.toml", Ecosystem::Pypi, |text, _| {
        told(asked::pyproject(text))
    }),
    ("Pipfile", Ecosystem::Pypi, |text, _| {
        told(asked::pipfile(text))
    }),
    ("setup.cfg", Ecosystem::Pypi, |text, _| {
        Ok(asked::setup_cfg(text))
    }),
    ("setup.py", Ecosystem::Pypi, |text, _| {
        told(asked::setup_py(text))
    }),
];

/// `requirements.in` and the like.
const SOURCE_OF_REQUIREMENTS: Reader = |text, name| told(asked::requirements_in(text, name));

fn told<T, E: std::fmt::Display>(read: Result<T, E>) -> Result<T, String> {
    read.map_err(|error| error.to_string())
}

/// One manifest.
#[derive(Debug)]
pub(super) struct Manifest {
    pub path: String,
    pub ecosystem: Ecosystem,
    /// What it says, or why that cannot be read.
    pub read: Result<asked::Manifest, String>,
}

impl Manifest {
    /// What it asks for, its own package left out, which an extra may name.
    pub fn asked(&self) -> impl Iterator<Item = &Asked> {
        let own = self.name();
        let asked = self.read.iter().flat_map(|read| &read.asked);
        asked.filter(move |asked| Some(self.ecosystem.normalised(&asked.name)) != own)
    }

    /// The names of the packages that it asks for, as the registry compares names, sorted.
    pub fn names(&self) -> Vec<String> {
        let names: BTreeSet<String> = self
            .asked()
            .map(|asked| self.ecosystem.normalised(&asked.name))
            .collect();
        names.into_iter().collect()
    }

    /// Why it is not known what it asks for.
    pub fn problem(&self) -> Option<&str> {
        match &self.read {
            Ok(read) => read.open.as_deref(),
            Err(reason) => Some(reason),
        }
    }

    fn name(&self) -> Option<String> {
        let name = self.read.as_ref().ok()?.name.as_deref()?;
        Some(self.ecosystem.normalised(name))
    }

    fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// Reads the manifests that tell what the project asks for.
///
/// # Errors
/// [`Missing`] if there are more than are read.
pub(super) fn read(files: &impl Files, paths: &[&str]) -> Result<Vec<Manifest>, Missing> {
    let mut found = Vec::new();
    for path in paths {
        let name = path.rsplit('/').next().unwrap_or(path);
        let kind = KINDS.iter().find(|(known, ..)| *known == name);
        let (ecosystem, reader) = match kind {
            Some((_, ecosystem, reader)) => (*ecosystem, *reader),
            None if name.ends_with(".in")
                && requirements::is_named(folder_name(path), &txt(name)) =>
            {
                (Ecosystem::Pypi, SOURCE_OF_REQUIREMENTS)
            }
            None => continue,
        };
        if is_beside(path) {
            continue;
        }
        if found.len() >= MAX_MANIFESTS {
            return Err(Missing::because(format!(
                "the project has more than {MAX_MANIFESTS} manifests"
            )));
        }
        found.push(Manifest {
            path: (*path).to_owned(),
            ecosystem,
            read: read_one(path, files.content(path, MAX_MANIFEST), reader),
        });
    }
    inherit(&mut found);
    Ok(found)
}

fn read_one(
    path: &str,
    content: Result<Option<Vec<u8>>, Missing>,
    reader: Reader,
) -> Result<asked::Manifest, String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match content {
        Ok(Some(bytes)) => text(&bytes).and_then(|text| reader(text, name)),
        Ok(None) => Err("it is not there".to_owned()),
        Err(missing) => Err(missing.reason),
    }
}

/// The name of the package of the manifest at a path with this content, as the registry compares
/// names; `None` if it has none or cannot be read.
pub(super) fn name_of(
    path: &str,
    content: impl FnOnce(u64) -> Result<Option<Vec<u8>>, Missing>,
) -> Option<String> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let (_, ecosystem, reader) = KINDS.iter().find(|(known, ..)| *known == file)?;
    let manifest = Manifest {
        path: path.to_owned(),
        ecosystem: *ecosystem,
        read: read_one(path, content(MAX_MANIFEST), *reader),
    };
    manifest.name()
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Ok("");
    }
    told(report::text(bytes))
}

fn folder_name(path: &str) -> &str {
    let folder = folder_of(path);
    folder.rsplit('/').next().unwrap_or(folder)
}

/// The name of what is worked out from a `.in`.
fn txt(name: &str) -> String {
    format!("{}.txt", name.trim_end_matches(".in"))
}

/// Tells sources what of their packages the project asks for, where they do not know that
/// themselves, and notes what they lack.
pub(super) fn settle(found: &mut Inventory) {
    let Inventory {
        sources, manifests, ..
    } = found;
    let own: BTreeSet<(Ecosystem, String)> = manifests
        .iter()
        .filter_map(|manifest| Some((manifest.ecosystem, manifest.name()?)))
        .collect();
    for (path, source) in sources.iter_mut() {
        let answered: Vec<&Manifest> = manifests
            .iter()
            .filter(|manifest| answers(path, source, manifest))
            .collect();
        let ecosystem = source.format.ecosystem;
        let is_loose = source.format.name == requirements::NAME;
        let Ok(lock) = &mut source.read else { continue };
        if answered.is_empty() {
            continue;
        }
        let asked = roots(lock, ecosystem, &answered);
        if is_loose {
            for (place, _) in &asked {
                if let Some(package) = lock.packages.get_mut(*place as usize) {
                    package.direct = Some(true);
                }
            }
            continue;
        }
        if lock.packages.iter().any(|package| package.direct.is_none()) {
            lock.ask(&asked);
        } else {
            lock.note_scopes(&asked);
        }
        // Of a member of a workspace that only development needs, that is not so.
        let beside = answered.iter().copied().filter(|manifest| {
            source.format.name == PNPM || folder_of(&manifest.path) == folder_of(path)
        });
        let beside: Vec<&Manifest> = beside.collect();
        lock.bring_near(&roots(lock, ecosystem, &beside));
        let is_installed = source.format.name == dist_info::INSTALLED.name;
        let gaps = gaps((path, lock), ecosystem, &answered, (is_installed, &own));
        lock.gaps.extend(gaps);
    }
}

/// Whether a source is there to answer a manifest.
fn answers(path: &str, source: &Source, manifest: &Manifest) -> bool {
    let Ok(lock) = &source.read else { return false };
    if source.format.ecosystem != manifest.ecosystem {
        return false;
    }
    let (at, of) = (folder_of(path), folder_of(&manifest.path));
    let inside = match at {
        "" => Some(of),
        _ if of == at => Some(""),
        _ => of.strip_prefix(at).and_then(|rest| rest.strip_prefix('/')),
    };
    let is_own = || {
        let name = manifest.name();
        lock.own.iter().any(|own| match (&own.folder, &own.name) {
            (Some(folder), _) => joined(at, folder).as_deref() == Some(of),
            (None, own) => own.as_deref().map(|own| manifest.ecosystem.normalised(own)) == name,
        })
    };
    match source.format.name {
        "Cargo.lock" => inside.is_some() && is_own(),
        "package-lock.json" | "yarn.lock" if lock.own.is_empty() => inside.is_some(),
        "package-lock.json" | "yarn.lock" | "pnpm-lock.yaml" => is_own(),
        "uv.lock" => at == of || is_own(),
        "Pipfile.lock" => at == of && manifest.file() == "Pipfile",
        requirements::NAME if manifest.path.ends_with(".in") => txt(&manifest.path) == path,
        requirements::NAME => {
            manifest.file() != "Pipfile"
                && (at == of || at == joined(of, "requirements").unwrap_or_default())
        }
        name if name == dist_info::INSTALLED.name => of.is_empty(),
        _ => at == of && manifest.file() != "Pipfile",
    }
}

/// The places of what manifests ask for: of several versions those that the source itself says are
/// asked for.
fn roots(lock: &Lock, ecosystem: Ecosystem, answered: &[&Manifest]) -> Vec<(u32, Scope)> {
    let mut by_name: HashMap<String, Vec<u32>> = HashMap::new();
    for (place, package) in (0_u32..).zip(&lock.packages) {
        if package.direct != Some(false) {
            by_name
                .entry(ecosystem.normalised(&package.name))
                .or_default()
                .push(place);
        }
    }
    let asked = answered.iter().flat_map(|manifest| manifest.asked());
    asked
        .flat_map(|asked| {
            let places = by_name.get(&ecosystem.normalised(&asked.name));
            places
                .into_iter()
                .flatten()
                .map(|place| (*place, asked.scope))
        })
        .collect()
}

/// What a source lacks of what manifests ask for, as a lock file that was not renewed. What is for
/// development need not be installed.
fn gaps(
    (path, lock): (&str, &Lock),
    ecosystem: Ecosystem,
    answered: &[&Manifest],
    (is_installed, known): (bool, &BTreeSet<(Ecosystem, String)>),
) -> Vec<String> {
    let mut held: HashMap<String, Vec<&str>> = HashMap::new();
    for package in &lock.packages {
        let versions = held.entry(ecosystem.normalised(&package.name)).or_default();
        versions.extend(package.version.as_deref());
    }
    let own: BTreeSet<String> = lock
        .own
        .iter()
        .filter_map(|own| own.name.as_deref().map(|name| ecosystem.normalised(name)))
        .collect();
    let mut gaps = BTreeSet::new();
    for manifest in answered {
        for asked in manifest.asked() {
            let name = ecosystem.normalised(&asked.name);
            let what = match held.get(&name) {
                _ if own.contains(&name) || known.contains(&(ecosystem, name.clone())) => continue,
                None if asked.is_conditional || asked.scope == Scope::Optional => continue,
                None if is_installed && asked.scope == Scope::Development => continue,
                None if is_renamed(path, lock, manifest, &asked.name) => continue,
                None => format!("does not hold `{name}`, which `{}` asks for", manifest.path),
                Some(_) if is_overridden(lock, manifest, &asked.name) => continue,
                Some(versions) => match unfit(asked, ecosystem, versions) {
                    Some(held) => format!(
                        "holds `{name}` {held}, but `{}` asks for {}",
                        manifest.path,
                        asked.requirement.as_deref().unwrap_or_default()
                    ),
                    None => continue,
                },
            };
            gaps.insert(what);
        }
    }
    gaps.into_iter().take(10).collect()
}

/// Whether the lock file itself says which package, of another name, a manifest's name means. The
/// manifest need not tell: `catalog:` of pnpm leads to another file.
fn is_renamed(path: &str, lock: &Lock, manifest: &Manifest, name: &str) -> bool {
    let (at, of) = (folder_of(path), folder_of(&manifest.path));
    let mut renamed = lock.renamed.iter().filter(|it| it.name == name);
    renamed.any(|it| joined(at, &it.folder).as_deref() == Some(of))
}

/// The manifests that no source answers.
pub(super) fn unlocked(found: &Inventory) -> Vec<UnlockedManifest> {
    let mut unlocked: Vec<UnlockedManifest> = found
        .manifests
        .iter()
        .filter(|manifest| manifest.asked().next().is_some() || manifest.problem().is_some())
        .filter(|manifest| !is_locked(found, manifest))
        .map(|manifest| UnlockedManifest {
            path: manifest.path.clone(),
            ecosystem: manifest.ecosystem,
            declared: manifest.names().len() as u64,
            names: manifest.names(),
            problem: manifest.problem().map(str::to_owned),
        })
        .collect();
    unlocked.sort();
    unlocked
}

fn is_locked(found: &Inventory, manifest: &Manifest) -> bool {
    let answering = found
        .sources
        .iter()
        .filter(|(path, source)| answers(path, source, manifest));
    let (loose, others): (Vec<_>, Vec<_>) =
        answering.partition(|(_, source)| source.format.name == requirements::NAME);
    let is_whole = |source: &Source| source.read.as_ref().is_ok_and(|lock| lock.gaps.is_empty());
    // What is installed answers only if it is all that is asked for.
    let mut locks = others
        .iter()
        .filter(|(_, source)| source.format.name != dist_info::INSTALLED.name || is_whole(source));
    if locks.next().is_some() {
        return true;
    }
    // Requirements answer if they fix a version of everything that is asked for to run it.
    let mut open: BTreeSet<String> = manifest
        .asked()
        .filter(|asked| asked.scope == Scope::Runtime && !asked.is_conditional)
        .map(|asked| manifest.ecosystem.normalised(&asked.name))
        .collect();
    for (_, source) in &loose {
        for package in source.read.iter().flat_map(|lock| &lock.packages) {
            if package.version.is_some() {
                open.remove(&manifest.ecosystem.normalised(&package.name));
            }
        }
    }
    !loose.is_empty() && manifest.problem().is_none() && open.is_empty()
}
