//! `pylock.toml` (PEP 751), version 1.

use super::model::{
    Lock, Locked, Origin, OwnPackage, flaw, folder as folder_of, line, places, require_few,
};
use super::toml::{optional, parse, required, tables};
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};

/// Whether a file of this name is one: `pylock.toml`, `pylock.docs.toml` (PEP 751, § File Name).
pub(super) fn is_named(name: &str) -> bool {
    let middle = name
        .strip_prefix("pylock")
        .and_then(|rest| rest.strip_suffix(".toml"));
    middle.is_some_and(|middle| {
        middle.is_empty()
            || middle
                .strip_prefix('.')
                .is_some_and(|name| !name.is_empty() && !name.contains('.'))
    })
}

/// Reads a `pylock.toml`.
///
/// # Errors
/// A [`Flaw`] if it is no TOML, of a version that is not read, or lacks what every one has.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let toml = parse(text)?;
    require_known(&toml)?;
    let tables = tables(toml.get(&["packages"]), "packages")?;
    require_few(tables.len())?;
    let mut lock = Lock::default();
    let mut placed = Vec::new();
    for table in &tables {
        let name = required(table, "name")?;
        let folder = table.get("directory");
        if let Some(path) = folder
            .and_then(|folder| folder.text("path"))
            .filter(|path| is_own(path))
        {
            lock.own.push(OwnPackage {
                name: Some(name),
                folder: Some(folder_of(path)),
                version: optional(table, "version")?,
                line: line(table.line()),
            });
            continue;
        }
        placed.push(*table);
        lock.packages.push(package(table, name)?);
    }
    follow(&placed, &mut lock)?;
    Ok(lock)
}

fn is_own(path: &str) -> bool {
    !path.starts_with('/') && !path.starts_with("..")
}

fn require_known(toml: &TomlText<'_>) -> Result<(), Flaw> {
    match toml.text(&["lock-version"]) {
        Some(version) if version == "1" || version.starts_with("1.") => {}
        _ => return Err(Flaw::unreadable("it has no `lock-version` 1.x")),
    }
    if toml.get(&["packages"]).is_none() {
        return Err(Flaw::unreadable("it has no `packages`"));
    }
    Ok(())
}

fn package(table: &TomlValue<'_, '_>, name: String) -> Result<Locked, Flaw> {
    let at = table.get("name").map_or(table.line(), |value| value.line());
    let has = |key| table.get(key).is_some();
    let index = table.text("index");
    let mut files = tables(table.get("wheels"), "wheels")?;
    files.extend(["sdist", "archive"].iter().filter_map(|key| table.get(key)));
    // Only what is built from sources may have none (PEP 751, § packages.version).
    let has_source = ["vcs", "directory", "archive"].iter().any(|key| has(key));
    let version = match has_source {
        true => optional(table, "version")?,
        false => Some(required(table, "version")?),
    };
    let has_digest = files.iter().any(|file| file.get("hashes").is_some());
    Ok(Locked {
        name,
        version,
        origin: match index {
            _ if has("vcs") => Origin::Git,
            _ if has("directory") => Origin::Path,
            _ if has("archive") => {
                match table.get("archive").and_then(|archive| archive.text("url")) {
                    Some(_) => Origin::Url,
                    None => Origin::Path,
                }
            }
            Some(index) if index.trim_end_matches('/') != "https://pypi.org/simple" => {
                Origin::OtherRegistry
            }
            _ => Origin::Registry,
        },
        has_digest,
        condition: optional(table, "marker")?,
        line: line(at),
        ..Locked::default()
    })
}

/// Notes what each package needs, where the tool has written that; the format does not ask for it.
fn follow(tables_: &[TomlValue<'_, '_>], lock: &mut Lock) -> Result<(), Flaw> {
    let names: Vec<String> = lock
        .packages
        .iter()
        .map(|package| package.name.clone())
        .collect();
    let by_name = places(names.iter().map(String::as_str));
    let own: Vec<String> = lock.own.iter().filter_map(|own| own.name.clone()).collect();
    for (package, table) in lock.packages.iter_mut().zip(tables_) {
        for needed in tables(table.get("dependencies"), "dependencies")? {
            let Some(name) = needed.text("name") else {
                continue;
            };
            match by_name.get(name) {
                Some(found) => package.needs.extend(found),
                None if own.iter().any(|own| own == name) => {}
                None => {
                    let what = format!("`{}` needs `{name}`, which it does not hold", package.name);
                    return Err(flaw(needed.line(), what));
                }
            }
        }
    }
    Ok(())
}
