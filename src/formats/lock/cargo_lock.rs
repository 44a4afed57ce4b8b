//! `Cargo.lock`, versions 1 to 4 (Cargo's `core/resolver/encode.rs`).
//!
//! A package without a source is a member of the workspace or one that lies in a folder: it is the
//! project's own. What those name as their dependencies, the project asks for itself.

use std::collections::{HashMap, HashSet};

use super::model::{Lock, Locked, Origin, OwnPackage, Scope, flaw, line, places, require_few};
use super::toml::{number, optional, parse, required, tables, texts};
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};

/// The newest version of the format that is read.
const NEWEST: i64 = 4;

/// What `source` says of crates.io.
const CRATES_IO: &[&str] = &[
    "registry+https://github.com/rust-lang/crates.io-index",
    "sparse+https://index.crates.io/",
];

/// One entry, of the project's own or of others.
struct Entry<'d> {
    name: String,
    version: String,
    source: Option<String>,
    has_digest: bool,
    dependencies: Vec<&'d str>,
    line: u64,
}

/// Reads a `Cargo.lock`.
///
/// # Errors
/// A [`Flaw`] if it is no TOML, of a version that is not read, has no package of the project, has
/// one twice, or has one that needs what it does not hold.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let toml = parse(text)?;
    require_known(&toml)?;
    let checksums = checksums(&toml);
    let mut entries = Vec::new();
    // The first versions kept the project's own package apart.
    let tables = toml
        .get(&["root"])
        .into_iter()
        .chain(tables(toml.get(&["package"]), "package")?);
    for table in tables {
        entries.push(entry(&table, &checksums)?);
        require_few(entries.len())?;
    }
    require_single(&entries)?;
    locked(&entries)
}

fn require_known(toml: &TomlText<'_>) -> Result<(), Flaw> {
    let Some(version) = toml.get(&["version"]) else {
        return Ok(());
    };
    match number(&version) {
        Some(1..=NEWEST) => Ok(()),
        _ => Err(flaw(
            version.line(),
            format!("a version of the format other than 1 to {NEWEST}"),
        )),
    }
}

/// The checksums of version 1, which keeps them apart: `checksum NAME VERSION (SOURCE)`.
fn checksums<'d>(toml: &'d TomlText<'_>) -> HashSet<&'d str> {
    let metadata = toml.get(&["metadata"]);
    let entries = metadata.iter().flat_map(TomlValue::entries);
    entries
        .filter(|(_, value)| value.value().as_str() != Some("<none>"))
        .filter_map(|(key, _)| key.strip_prefix("checksum "))
        .collect()
}

fn entry<'d>(table: &TomlValue<'d, '_>, checksums: &HashSet<&str>) -> Result<Entry<'d>, Flaw> {
    let name = required(table, "name")?;
    let version = required(table, "version")?;
    let source = optional(table, "source")?;
    let id = format!(
        "{name} {version} ({})",
        source.as_deref().unwrap_or_default()
    );
    Ok(Entry {
        has_digest: table.get("checksum").is_some() || checksums.contains(id.as_str()),
        dependencies: texts(table, "dependencies")?,
        line: table.get("name").map_or(table.line(), |value| value.line()),
        name,
        version,
        source,
    })
}

fn require_single(entries: &[Entry<'_>]) -> Result<(), Flaw> {
    let mut seen = HashSet::new();
    for entry in entries {
        if !seen.insert((&entry.name, &entry.version, &entry.source)) {
            let what = format!("`{} {}` is there twice", entry.name, entry.version);
            return Err(flaw(entry.line, what));
        }
    }
    Ok(())
}

/// Tells the project's own from the others, and follows what they need.
fn locked(entries: &[Entry<'_>]) -> Result<Lock, Flaw> {
    let mut lock = Lock::default();
    let by_name = places(entries.iter().map(|entry| entry.name.as_str()));
    let mut place_of: Vec<Option<u32>> = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some(source) = &entry.source else {
            lock.own.push(OwnPackage {
                name: Some(entry.name.clone()),
                folder: None,
                version: Some(entry.version.clone()),
                line: line(entry.line),
            });
            place_of.push(None);
            continue;
        };
        place_of.push(u32::try_from(lock.packages.len()).ok());
        lock.packages.push(Locked {
            name: entry.name.clone(),
            version: Some(entry.version.clone()),
            scope: Scope::Unknown,
            origin: origin(source),
            has_digest: entry.has_digest,
            line: line(entry.line),
            ..Locked::default()
        });
    }
    if lock.own.is_empty() {
        return Err(Flaw::unreadable(
            "it names no package of the project itself, so it is not all there",
        ));
    }
    let mut asked = Vec::new();
    for (entry, place) in entries.iter().zip(&place_of) {
        let mut needs = Vec::new();
        for dependency in &entry.dependencies {
            let found = resolve(dependency, entry, entries, &by_name)?;
            needs.extend(place_of.get(found as usize).copied().flatten());
        }
        match place.and_then(|place| lock.packages.get_mut(place as usize)) {
            Some(package) => package.needs = needs,
            None => asked.extend(needs.into_iter().map(|place| (place, Scope::Unknown))),
        }
    }
    lock.ask(&asked);
    Ok(lock)
}

fn origin(source: &str) -> Origin {
    match source.split_once('+').map(|(kind, _)| kind) {
        _ if CRATES_IO.contains(&source) => Origin::Registry,
        Some("git") => Origin::Git,
        Some("path") => Origin::Path,
        _ => Origin::OtherRegistry,
    }
}

/// The place of what a dependency names: `NAME`, `NAME VERSION` or `NAME VERSION (SOURCE)`, as much
/// as it takes to tell it from others.
fn resolve(
    dependency: &str,
    of: &Entry<'_>,
    entries: &[Entry<'_>],
    by_name: &HashMap<&str, Vec<u32>>,
) -> Result<u32, Flaw> {
    let mut words = dependency.splitn(3, ' ');
    let name = words.next().unwrap_or_default();
    let (version, source) = (words.next(), words.next());
    let source = source.map(|source| source.trim_matches(['(', ')']));
    let fits = |place: &&u32| {
        entries.get(**place as usize).is_some_and(|entry| {
            version.is_none_or(|version| entry.version == version)
                && source.is_none_or(|source| entry.source.as_deref() == Some(source))
        })
    };
    let known = by_name.get(name).map(Vec::as_slice).unwrap_or_default();
    let mut found = known.iter().filter(fits);
    match (found.next(), found.next()) {
        (Some(place), None) => Ok(*place),
        // Version 1 writes no source for one in a folder, beside which one of a registry may be.
        (Some(_), Some(_)) if version.is_some() && source.is_none() => {
            let own = known.iter().filter(fits).find(|place| {
                entries
                    .get(**place as usize)
                    .is_some_and(|entry| entry.source.is_none())
            });
            own.copied().ok_or_else(|| unclear(dependency, of))
        }
        (Some(_), Some(_)) => Err(unclear(dependency, of)),
        (None, _) => Err(flaw(
            of.line,
            format!("`{}` needs `{dependency}`, which it does not hold", of.name),
        )),
    }
}

fn unclear(dependency: &str, of: &Entry<'_>) -> Flaw {
    let what = format!(
        "`{}` needs `{dependency}`, of which it holds several",
        of.name
    );
    flaw(of.line, what)
}
