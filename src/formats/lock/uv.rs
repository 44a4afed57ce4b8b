//! `uv.lock`, version 1 (uv's `crates/uv-resolver/src/lock`).

use std::collections::{HashMap, HashSet};

use super::model::{
    Lock, Locked, Origin, OwnPackage, Scope, flaw, folder, line, places, require_few,
};
use super::toml::{number, optional, parse, required, tables};
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};

/// What uv calls the usual registry.
const PYPI: &[&str] = &["https://pypi.org/simple", "https://pypi.org/simple/"];

struct Entry<'d, 't> {
    table: TomlValue<'d, 't>,
    name: String,
    version: Option<String>,
    /// The kind of source, and where it is.
    source: (&'d str, &'d str),
    line: u64,
}

/// Reads a `uv.lock`.
///
/// # Errors
/// A [`Flaw`] if it is no TOML, of a version that is not read, holds nothing that the project asks
/// for, has a package twice, or has one that needs what it does not hold.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let toml = parse(text)?;
    match toml.get(&["version"]) {
        Some(version) if number(&version) == Some(1) => {}
        Some(version) => return Err(flaw(version.line(), "a version of the format other than 1")),
        None => return Err(Flaw::unreadable("it has no `version`")),
    }
    let tables = tables(toml.get(&["package"]), "package")?;
    require_few(tables.len())?;
    let entries: Vec<Entry<'_, '_>> = tables.into_iter().map(entry).collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    for entry in &entries {
        if !seen.insert((&entry.name, &entry.version, entry.source)) {
            return Err(flaw(entry.line, format!("`{}` is there twice", entry.name)));
        }
    }
    let (mut lock, place_of) = packages(&entries)?;
    let by_name = places(entries.iter().map(|entry| entry.name.as_str()));
    let graph = Graph {
        entries: &entries,
        by_name: &by_name,
        place_of: &place_of,
    };
    let asked = graph.follow(&toml, &mut lock)?;
    let manifest = toml.get(&["manifest"]);
    let asks = ["requirements", "dependency-groups"];
    if lock.own.is_empty()
        && !manifest.is_some_and(|table| asks.iter().any(|key| table.get(key).is_some()))
    {
        return Err(Flaw::unreadable(
            "it names no package of the project itself, so it is not all there",
        ));
    }
    lock.ask(&asked);
    Ok(lock)
}

fn entry<'d, 't>(table: TomlValue<'d, 't>) -> Result<Entry<'d, 't>, Flaw> {
    let name = required(&table, "name")?;
    let line = table.get("name").map_or(table.line(), |value| value.line());
    let kinds = [
        "registry",
        "git",
        "url",
        "path",
        "directory",
        "editable",
        "virtual",
    ];
    let source = table.get("source");
    let found = kinds
        .iter()
        .find_map(|kind| Some((*kind, source.as_ref()?.text(kind)?)));
    let Some(source) = found else {
        return Err(flaw(line, format!("`{name}` has no source that is known")));
    };
    Ok(Entry {
        version: optional(&table, "version")?,
        table,
        name,
        source,
        line,
    })
}

/// The packages of others and the project's own, and where each entry is among the former.
fn packages(entries: &[Entry<'_, '_>]) -> Result<(Lock, Vec<Option<u32>>), Flaw> {
    let mut lock = Lock::default();
    let mut place_of = Vec::with_capacity(entries.len());
    for entry in entries {
        let (kind, at) = entry.source;
        if matches!(kind, "editable" | "virtual") {
            lock.own.push(OwnPackage {
                name: Some(entry.name.clone()),
                folder: Some(folder(at)),
                version: entry.version.clone(),
                line: line(entry.line),
            });
            place_of.push(None);
            continue;
        }
        place_of.push(u32::try_from(lock.packages.len()).ok());
        lock.packages.push(Locked {
            name: entry.name.clone(),
            version: entry.version.clone(),
            origin: match kind {
                "registry" if PYPI.contains(&at) => Origin::Registry,
                "registry" => Origin::OtherRegistry,
                "git" => Origin::Git,
                "url" => Origin::Url,
                _ => Origin::Path,
            },
            has_digest: has_digest(&entry.table)?,
            condition: condition(&entry.table),
            line: line(entry.line),
            ..Locked::default()
        });
    }
    Ok((lock, place_of))
}

fn has_digest(table: &TomlValue<'_, '_>) -> Result<bool, Flaw> {
    let wheels = tables(table.get("wheels"), "wheels")?;
    let mut files = wheels.into_iter().chain(table.get("sdist"));
    Ok(files.any(|file| file.text("hash").is_some()))
}

/// `resolution-markers`: the environments for which this one of several versions is meant.
fn condition(table: &TomlValue<'_, '_>) -> Option<String> {
    let markers = table.get("resolution-markers")?.texts();
    match markers.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        several => Some(format!("({})", several.join(") or ("))),
    }
    .filter(|text| text.len() <= super::MAX_TEXT)
}

struct Graph<'g, 'd, 't> {
    entries: &'g [Entry<'d, 't>],
    by_name: &'g HashMap<&'g str, Vec<u32>>,
    place_of: &'g [Option<u32>],
}

impl Graph<'_, '_, '_> {
    /// Notes what each package needs, and returns what the project itself asks for.
    fn follow(&self, toml: &TomlText<'_>, lock: &mut Lock) -> Result<Vec<(u32, Scope)>, Flaw> {
        let mut asked = Vec::new();
        for (entry, place) in self.entries.iter().zip(self.place_of) {
            let needed = [
                (self.list(&entry.table, "dependencies")?, Scope::Runtime),
                (
                    self.lists(entry.table.get("optional-dependencies"))?,
                    Scope::Optional,
                ),
                (
                    self.lists(entry.table.get("dev-dependencies"))?,
                    Scope::Development,
                ),
            ];
            match place.and_then(|place| lock.packages.get_mut(place as usize)) {
                // What is optional to another package is locked only if somebody asks for it.
                Some(package) => {
                    package.needs = needed.into_iter().flat_map(|(places, _)| places).collect()
                }
                None => {
                    for (places, scope) in needed {
                        asked.extend(places.into_iter().map(|place| (place, scope)));
                    }
                }
            }
        }
        if let Some(manifest) = toml.get(&["manifest"]) {
            let named =
                |places: Vec<u32>, scope| places.into_iter().map(move |place| (place, scope));
            asked.extend(named(
                self.loosely(&manifest, "requirements")?,
                Scope::Runtime,
            ));
            let groups = manifest.get("dependency-groups");
            for (group, _) in groups.iter().flat_map(TomlValue::entries) {
                let Some(table) = groups else { continue };
                asked.extend(named(self.loosely(&table, group)?, Scope::Development));
            }
        }
        Ok(asked)
    }

    fn lists(&self, table: Option<TomlValue<'_, '_>>) -> Result<Vec<u32>, Flaw> {
        let mut places = Vec::new();
        for (key, _) in table.iter().flat_map(TomlValue::entries) {
            if let Some(table) = &table {
                places.extend(self.list(table, key)?);
            }
        }
        Ok(places)
    }

    /// The packages of others that a list of dependencies names, each to the version.
    fn list(&self, table: &TomlValue<'_, '_>, key: &str) -> Result<Vec<u32>, Flaw> {
        let mut places = Vec::new();
        for dependency in tables(table.get(key), key)? {
            let name = required(&dependency, "name")?;
            let version = optional(&dependency, "version")?;
            let known = self
                .by_name
                .get(name.as_str())
                .map(Vec::as_slice)
                .unwrap_or_default();
            let mut fitting = known
                .iter()
                .filter(|place| {
                    let entry = self.entries.get(**place as usize);
                    entry.is_some_and(|entry| version.is_none() || entry.version == version)
                })
                .peekable();
            if fitting.peek().is_none() {
                return Err(flaw(
                    dependency.line(),
                    format!("`{name}` is needed, but not held"),
                ));
            }
            places.extend(fitting.filter_map(|place| *self.place_of.get(*place as usize)?));
        }
        Ok(places)
    }

    /// The packages of others of the names in a list of requirements, in whatever version.
    fn loosely(&self, table: &TomlValue<'_, '_>, key: &str) -> Result<Vec<u32>, Flaw> {
        let mut places = Vec::new();
        for requirement in tables(table.get(key), key)? {
            let name = required(&requirement, "name")?;
            let known = self.by_name.get(name.as_str()).into_iter().flatten();
            places.extend(known.filter_map(|place| *self.place_of.get(*place as usize)?));
        }
        Ok(places)
    }
}
