//! `yarn.lock`: that of yarn 1, which has a notation of its own, and that of later ones, which is
//! YAML of one shape (yarn's `packages/yarnpkg-parsers`).
//!
//! Yarn 1 does not say what the project itself asks for: that stands in `package.json` alone.

mod lines;

use std::collections::HashMap;

use super::details::{Details, Edges};
use super::model::{
    Lock, Locked, Origin, OwnPackage, Scope, flaw, folder as folder_of, kept, line, require_few,
};
use super::package_lock;
use crate::formats::report::Flaw;
use lines::Entry;

/// The name of the first kind at its top.
const FIRST: &str = "# yarn lockfile v1";

/// The oldest and the newest version of the second kind that is read.
const VERSIONS: std::ops::RangeInclusive<u32> = 3..=12;

/// Reads a `yarn.lock`.
///
/// # Errors
/// A [`Flaw`] if it is neither kind, has a key twice, or has a package that needs what it does not
/// hold.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let is_first = text.lines().take(5).any(|line| line.trim_end() == FIRST);
    let mut entries = lines::entries(text)?;
    require_few(entries.len())?;
    let metadata = entries
        .iter()
        .position(|entry| entry.keys == ["__metadata"]);
    match (is_first, metadata) {
        (true, None) => {}
        (false, Some(at)) => {
            let entry = entries.remove(at);
            let version = entry.version.as_deref().unwrap_or_default();
            if let Some(cut) = entries.iter().find(|entry| !entry.has_link_type) {
                return Err(flaw(cut.line, "an entry without `linkType`, which ends it"));
            }
            if !version
                .parse()
                .is_ok_and(|version| VERSIONS.contains(&version))
            {
                return Err(flaw(entry.line, "a version of the format that is not read"));
            }
        }
        _ => {
            return Err(Flaw::unreadable(format!(
                "it has neither `{FIRST}` at its top nor `__metadata`"
            )));
        }
    }
    locked(&entries)
}

/// Reads the digests of yarn 1: of the archives that the registry has. What later ones have is the
/// digest of an archive that yarn makes itself.
///
/// # Errors
/// A [`Flaw`] if a line is none of those that yarn writes.
pub(super) fn details(text: &str) -> Result<Details, Flaw> {
    let mut details = Details::of(Edges::All);
    if !text.lines().take(5).any(|line| line.trim_end() == FIRST) {
        return Ok(details);
    }
    let entries = lines::entries(text)?;
    let mut entries = entries.iter().peekable();
    let mut of = None;
    for (number, line) in (1_u64..).zip(text.lines()) {
        if let Some(entry) = entries.next_if(|entry| entry.line == number) {
            of = Some(entry);
        }
        if let (Some(entry), Some(integrity)) = (of, line.strip_prefix("  integrity ")) {
            let known = package(entry)?;
            let integrity = integrity.trim().trim_matches('"');
            details.add_integrity((&known.name, known.version.as_deref()), integrity);
        }
    }
    Ok(details)
}

fn locked(entries: &[Entry]) -> Result<Lock, Flaw> {
    let mut lock = Lock::default();
    let mut graph = Graph::default();
    for entry in entries {
        let place = match own(entry) {
            Some(own) => {
                lock.own.push(own);
                None
            }
            None => {
                let package = package(entry)?;
                lock.gaps
                    .extend(package_lock::swapped(entry.resolved.as_deref(), &package));
                lock.packages.push(package);
                u32::try_from(lock.packages.len() - 1).ok()
            }
        };
        graph.place(entry, place)?;
    }
    let is_first = lock.own.is_empty();
    let mut asked = Vec::new();
    for entry in entries {
        let needs = graph.needs(entry)?;
        let first = entry.keys.first().map(String::as_str).unwrap_or_default();
        match graph.by_key.get(first).copied().flatten() {
            Some(place) => {
                if let Some(package) = lock.packages.get_mut(place as usize) {
                    package.needs = needs;
                }
            }
            None => asked.extend(needs.into_iter().map(|place| (place, Scope::Unknown))),
        }
    }
    if !is_first {
        lock.ask(&asked);
    }
    Ok(lock)
}

/// The name in `NAME@RANGE`, and the range.
fn split(descriptor: &str) -> Option<(&str, &str)> {
    let at = descriptor.get(1..)?.find('@')? + 1;
    let (name, range) = descriptor.split_at_checked(at)?;
    Some((name, range.strip_prefix('@')?))
}

/// The project's own package, if it is one.
fn own(entry: &Entry) -> Option<OwnPackage> {
    let (name, at) = split(entry.resolution.as_deref()?)?;
    let folder = at.strip_prefix("workspace:")?;
    Some(OwnPackage {
        name: Some(name.to_owned()),
        folder: Some(folder_of(folder)),
        line: line(entry.line),
        ..OwnPackage::default()
    })
}

fn package(entry: &Entry) -> Result<Locked, Flaw> {
    let at = entry.line;
    let resolution = entry.resolution.as_deref().and_then(split);
    let first = entry.keys.first().and_then(|key| split(key));
    let (name, range) = resolution
        .or(first)
        .ok_or_else(|| flaw(at, "a key that is no NAME@RANGE"))?;
    // An alias of yarn 1: NAME@npm:REAL@RANGE.
    let real = range
        .strip_prefix("npm:")
        .and_then(split)
        .filter(|_| resolution.is_none());
    let name = real.map_or(name, |(real, _)| real);
    let Some(version) = entry.version.as_deref() else {
        return Err(flaw(at, format!("`{name}` has no version")));
    };
    Ok(Locked {
        name: kept(name, "name", at)?,
        version: Some(kept(version, "version", at)?),
        origin: match resolution {
            Some((_, range)) => origin(range),
            None => package_lock::origin(entry.resolved.as_deref(), name),
        },
        has_digest: entry.has_digest,
        condition: entry.conditions.clone(),
        line: line(at),
        ..Locked::default()
    })
}

/// Where a package comes from, by what follows its name in `resolution`.
fn origin(resolution: &str) -> Origin {
    let scheme = resolution.split(':').next().unwrap_or_default();
    match scheme {
        "npm" if resolution.contains("__archiveUrl=") => Origin::OtherRegistry,
        "npm" | "patch" | "virtual" => Origin::Registry,
        "file" | "portal" | "link" | "exec" => Origin::Path,
        _ if resolution.contains("#commit=") || scheme.starts_with("git") => Origin::Git,
        _ => Origin::Url,
    }
}

#[derive(Default)]
struct Graph<'e> {
    /// The place of what a descriptor leads to; `None` for one of the project's own.
    by_key: HashMap<&'e str, Option<u32>>,
    by_name: HashMap<&'e str, Vec<u32>>,
}

impl<'e> Graph<'e> {
    fn place(&mut self, entry: &'e Entry, place: Option<u32>) -> Result<(), Flaw> {
        for key in &entry.keys {
            if self.by_key.insert(key, place).is_some() {
                return Err(flaw(entry.line, format!("`{key}` is there twice")));
            }
            if let (Some((name, _)), Some(place)) = (split(key), place) {
                self.by_name.entry(name).or_default().push(place);
            }
        }
        Ok(())
    }

    fn needs(&self, entry: &Entry) -> Result<Vec<u32>, Flaw> {
        let mut places = Vec::new();
        for need in &entry.needs {
            let exact = [
                format!("{}@{}", need.name, need.range),
                format!("{}@npm:{}", need.name, need.range),
            ];
            match exact.iter().find_map(|key| self.by_key.get(key.as_str())) {
                Some(place) => places.extend(*place),
                // `resolutions` put another range in its place.
                None => match self.by_name.get(need.name.as_str()) {
                    Some(found) => places.extend(found),
                    None if need.is_optional || need.range.starts_with("workspace:") => {}
                    None => {
                        let whose = entry.keys.first().map(String::as_str).unwrap_or_default();
                        let what =
                            format!("`{whose}` needs `{}`, which it does not hold", need.name);
                        return Err(flaw(entry.line, what));
                    }
                },
            }
        }
        Ok(places)
    }
}
