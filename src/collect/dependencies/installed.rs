//! The Python packages that are installed in the project's folder, where no lock file tells what it
//! depends on.
//!
//! Git does not track them, so that they say what was installed here, and not what was committed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::inventory::{Inventory, Source};
use crate::formats::lock::dist_info::{self, DirectUrl, Metadata};
use crate::formats::lock::{Lock, Locked, MAX_PACKAGES, OwnPackage, requirements};
use crate::release::Ecosystem;

/// The folders of virtual environments.
const ENVIRONMENTS: &[&str] = &[".venv", "venv", "env"];

/// How much of `METADATA` is read: what comes before the description. 256 KiB.
const MAX_HEAD: u64 = 256 << 10;

/// The packages that every environment has from the beginning.
const SEEDED: &[&str] = &["pip", "setuptools", "wheel", "uv"];

/// Adds the first environment of the project's folder that there is, unless a lock file tells.
pub(super) fn add(root: &Path, found: &mut Inventory) {
    let is_locked = found.sources.iter().any(|(path, source)| {
        source.format.ecosystem == Ecosystem::Pypi
            && source.format.name != requirements::NAME
            && !path.contains('/')
            && source.read.is_ok()
    });
    for name in ENVIRONMENTS {
        let folder = root.join(name);
        if !folder.join("pyvenv.cfg").is_file() {
            continue;
        }
        if is_locked {
            found.passed_over.push((*name).to_owned());
            continue;
        }
        for place in site_packages(&folder) {
            let path = place.strip_prefix(root).unwrap_or(&place);
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            let source = Source {
                format: &dist_info::INSTALLED,
                read: read(&place),
            };
            found.sources.insert(parts.join("/"), source);
        }
        return;
    }
}

/// `lib/python3.11/site-packages`, or `Lib/site-packages` on Windows.
fn site_packages(environment: &Path) -> Vec<PathBuf> {
    let mut found = vec![environment.join("Lib").join("site-packages")];
    let versions = fs::read_dir(environment.join("lib")).into_iter().flatten();
    let versions = versions.flatten().filter(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with("python")
    });
    found.extend(versions.map(|entry| entry.path().join("site-packages")));
    found.retain(|place| place.is_dir());
    found.sort();
    found
}

fn read(place: &Path) -> Result<Lock, String> {
    let entries = fs::read_dir(place).map_err(|error| format!("cannot be read: {error}"))?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut lock = Lock::default();
    let mut required = Vec::new();
    for name in &names {
        if name.ends_with(".egg-info") || name.ends_with(".egg-link") || name.ends_with(".egg") {
            lock.gaps.push(format!(
                "holds `{name}`, which tells no version that is read"
            ));
        }
        if !name.ends_with(".dist-info") {
            continue;
        }
        if lock.packages.len() >= MAX_PACKAGES {
            return Err(format!("holds more than {MAX_PACKAGES} packages"));
        }
        match package(&place.join(name), &mut lock) {
            Ok(metadata) => required.push(metadata),
            Err(reason) => lock.gaps.push(format!("holds `{name}`, {reason}")),
        }
    }
    note_needs(&mut lock, &required);
    lock.gaps.truncate(10);
    Ok(lock)
}

fn package(folder: &Path, lock: &mut Lock) -> Result<Metadata, String> {
    let head = head(&folder.join("METADATA"))
        .map_err(|error| format!("whose METADATA cannot be read: {error}"))?;
    let metadata = dist_info::metadata(&head)
        .map_err(|flaw| format!("of whose METADATA it holds that {flaw}"))?;
    let direct = folder.join("direct_url.json");
    let from = match direct.is_file() {
        false => None,
        true => {
            let text = fs::read_to_string(&direct)
                .map_err(|error| format!("whose direct_url.json cannot be read: {error}"))?;
            Some(
                dist_info::direct_url(&text)
                    .map_err(|flaw| format!("of whose direct_url.json it holds that {flaw}"))?,
            )
        }
    };
    if from == Some(DirectUrl::Editable) {
        lock.own.push(OwnPackage {
            name: Some(metadata.name.clone()),
            version: Some(metadata.version.clone()),
            ..OwnPackage::default()
        });
        return Ok(metadata);
    }
    if !folder.join("RECORD").is_file() {
        let name = &metadata.name;
        lock.gaps.push(format!(
            "holds `{name}` without RECORD, so it may not be installed whole"
        ));
    }
    lock.packages.push(Locked {
        name: metadata.name.clone(),
        version: Some(metadata.version.clone()),
        origin: match from {
            Some(DirectUrl::From(origin)) => origin,
            _ => Default::default(),
        },
        ..Locked::default()
    });
    Ok(metadata)
}

fn head(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(MAX_HEAD)
        .read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Notes what each package needs, and what of that is not installed.
fn note_needs(lock: &mut Lock, required: &[Metadata]) {
    let normal = |name: &str| Ecosystem::Pypi.normalised(name);
    let names: Vec<String> = lock
        .packages
        .iter()
        .map(|package| normal(&package.name))
        .collect();
    let place = |name: &str| names.iter().position(|known| known == name);
    let own: BTreeSet<String> = lock
        .own
        .iter()
        .flat_map(|own| &own.name)
        .map(|name| normal(name))
        .collect();
    let mut asked = Vec::new();
    for metadata in required {
        let of = place(&normal(&metadata.name));
        for needed in &metadata.requires {
            match (place(&needed.name), of) {
                (Some(found), of) => {
                    let found = u32::try_from(found).unwrap_or(u32::MAX);
                    match of.and_then(|of| lock.packages.get_mut(of)) {
                        Some(package) => package.needs.push(found),
                        None => asked.push((found, crate::formats::lock::Scope::Runtime)),
                    }
                }
                (None, _) if needed.is_conditional || own.contains(&needed.name) => {}
                (None, _) => lock.gaps.push(format!(
                    "does not hold `{}`, which `{}` needs",
                    needed.name, metadata.name
                )),
            }
        }
    }
    if !asked.is_empty() {
        lock.note_scopes(&asked);
    }
    for (package, name) in lock.packages.iter_mut().zip(&names) {
        if SEEDED.contains(&name.as_str()) && package.scope == crate::formats::lock::Scope::Unknown
        {
            package.scope = crate::formats::lock::Scope::Development;
        }
    }
}
