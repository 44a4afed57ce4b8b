//! `poetry.lock`, versions 1 and 2 (poetry's `packages/locker.py`).
//!
//! What the project itself asks for stands in `pyproject.toml` alone.

use std::collections::HashSet;

use super::model::{Lock, Locked, Origin, Scope, flaw, line, places, require_few};
use super::toml::{optional, parse, required, tables, texts};
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};
use crate::release::Ecosystem;

/// Reads a `poetry.lock`.
///
/// # Errors
/// A [`Flaw`] if it is no TOML, lacks the table that ends it, is of a version that is not read, or
/// has a package in one version from one source twice.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let toml = parse(text)?;
    require_known(&toml)?;
    let with_digest = files_apart(&toml);
    let tables = tables(toml.get(&["package"]), "package")?;
    require_few(tables.len())?;
    let mut lock = Lock::default();
    let mut seen = HashSet::new();
    for table in &tables {
        let package = package(table, &with_digest)?;
        let source = table.get("source").and_then(|source| source.text("url"));
        if !seen.insert((package.name.clone(), package.version.clone(), source)) {
            let what = format!("`{}` is there twice in the same version", package.name);
            return Err(flaw(table.line(), what));
        }
        lock.packages.push(package);
    }
    let names: Vec<String> = lock
        .packages
        .iter()
        .map(|package| normal(&package.name))
        .collect();
    let by_name = places(names.iter().map(String::as_str));
    for (package, table) in lock.packages.iter_mut().zip(&tables) {
        let needed = table.get("dependencies");
        // What an extra of it would need is named too, and locked only if somebody asks for that.
        for (name, _) in needed.iter().flat_map(TomlValue::entries) {
            let found = by_name.get(normal(name).as_str());
            package.needs.extend(found.into_iter().flatten());
        }
    }
    Ok(lock)
}

fn normal(name: &str) -> String {
    Ecosystem::Pypi.normalised(name)
}

fn require_known(toml: &TomlText<'_>) -> Result<(), Flaw> {
    let metadata = toml.get(&["metadata"]);
    let Some(metadata) = metadata.filter(|metadata| metadata.text("content-hash").is_some()) else {
        return Err(Flaw::unreadable(
            "it has no `metadata.content-hash`, which ends it, so it is not all there",
        ));
    };
    match metadata.text("lock-version") {
        Some(version) if version.starts_with("1.") || version.starts_with("2.") => Ok(()),
        // Before 1.0 it said nothing.
        None if metadata.get("lock-version").is_none() => Ok(()),
        _ => Err(flaw(
            metadata.line(),
            "a `lock-version` other than 1.x and 2.x",
        )),
    }
}

/// The names of the packages whose digests stand apart, as in version 1.
fn files_apart(toml: &TomlText<'_>) -> HashSet<String> {
    let mut names = HashSet::new();
    for key in ["files", "hashes"] {
        let files = toml.get(&["metadata", key]);
        for (name, listed) in files.iter().flat_map(TomlValue::entries) {
            if listed.items().next().is_some() {
                names.insert(normal(name));
            }
        }
    }
    names
}

fn package(table: &TomlValue<'_, '_>, with_digest: &HashSet<String>) -> Result<Locked, Flaw> {
    let name = required(table, "name")?;
    let files = tables(table.get("files"), "files")?;
    let has_files = files.iter().any(|file| file.text("hash").is_some());
    let at = table.get("name").map_or(table.line(), |value| value.line());
    Ok(Locked {
        version: Some(required(table, "version")?),
        scope: scope(table)?,
        origin: origin(table)?,
        has_digest: has_files || with_digest.contains(&normal(&name)),
        condition: condition(table)?,
        line: line(at),
        name,
        ..Locked::default()
    })
}

fn scope(table: &TomlValue<'_, '_>) -> Result<Scope, Flaw> {
    let is_optional = table
        .get("optional")
        .and_then(|value| value.value().as_bool())
        == Some(true);
    let groups = texts(table, "groups")?;
    let is_main = match table.text("category") {
        Some(category) => category == "main",
        None if table.get("groups").is_some() => groups.contains(&"main"),
        None if is_optional => true,
        None => return Ok(Scope::Unknown),
    };
    Ok(match (is_main, is_optional) {
        (true, true) => Scope::Optional,
        (true, false) => Scope::Runtime,
        (false, _) => Scope::Development,
    })
}

fn origin(table: &TomlValue<'_, '_>) -> Result<Origin, Flaw> {
    let Some(source) = table.get("source") else {
        return Ok(Origin::Registry);
    };
    Ok(match required(&source, "type")?.as_str() {
        "git" => Origin::Git,
        "url" => Origin::Url,
        "file" | "directory" => Origin::Path,
        _ if is_pypi(source.text("url")) => Origin::Registry,
        _ => Origin::OtherRegistry,
    })
}

fn is_pypi(url: Option<&str>) -> bool {
    url.is_some_and(|url| url.trim_end_matches('/') == "https://pypi.org/simple")
}

/// `markers`: a text for all groups, or a table with one for each.
fn condition(table: &TomlValue<'_, '_>) -> Result<Option<String>, Flaw> {
    let Some(markers) = table.get("markers") else {
        return Ok(None);
    };
    if markers.value().as_table().is_none() {
        return optional(table, "markers");
    }
    let mut each: Vec<&str> = markers
        .entries()
        .into_iter()
        .filter_map(|(_, marker)| marker.value().as_str())
        .collect();
    each.sort_unstable();
    each.dedup();
    let groups = texts(table, "groups")?.len();
    Ok(match each.as_slice() {
        // A group without a marker installs it always.
        _ if markers.entries().len() < groups => None,
        [] => None,
        [one] => Some((*one).to_owned()),
        several => Some(format!("({})", several.join(") or ("))),
    })
}
