//! `pdm.lock`, versions 3 and 4 (pdm's `formats` and `models/candidates.py`).
//!
//! What the project itself asks for stands in `pyproject.toml` alone.

use super::model::{Lock, Locked, Origin, Scope, flaw, line, places, require_few};
use super::toml::{optional, parse, required, tables, texts};
use crate::formats::declared::requirement;
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};
use crate::release::Ecosystem;

/// Reads a `pdm.lock`.
///
/// # Errors
/// A [`Flaw`] if it is no TOML, or of a version that is not read.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let toml = parse(text)?;
    require_known(&toml)?;
    let tables = tables(toml.get(&["package"]), "package")?;
    require_few(tables.len())?;
    // The same package is there once more for each set of its extras.
    let mut lock = Lock::default();
    let mut needs = Vec::with_capacity(tables.len());
    for table in &tables {
        let package = package(table, &toml)?;
        let needed = texts(table, "dependencies")?.into_iter();
        needs.push(needed.filter_map(requirement::read).collect::<Vec<_>>());
        lock.packages.push(package);
    }
    let names: Vec<String> = lock
        .packages
        .iter()
        .map(|package| Ecosystem::Pypi.normalised(&package.name))
        .collect();
    let by_name = places(names.iter().map(String::as_str));
    for ((package, needs), table) in lock.packages.iter_mut().zip(needs).zip(&tables) {
        for needed in needs {
            match by_name.get(needed.name.as_str()) {
                Some(found) => package.needs.extend(found),
                // What no interpreter that the project admits needs is left out.
                None if !needed.marker.is_empty() => {}
                None => {
                    let (own, name) = (&package.name, needed.name);
                    let what = format!("`{own}` needs `{name}`, which it does not hold");
                    return Err(flaw(table.line(), what));
                }
            }
        }
    }
    Ok(lock)
}

fn require_known(toml: &TomlText<'_>) -> Result<(), Flaw> {
    let Some(metadata) = toml.get(&["metadata"]) else {
        return Err(Flaw::unreadable("it has no table `metadata`"));
    };
    let version = metadata.text("lock_version").unwrap_or_default();
    if version.starts_with("4.") || version.starts_with("3.") {
        return Ok(());
    }
    Err(flaw(
        metadata.line(),
        "a `lock_version` other than 3.x and 4.x",
    ))
}

fn package(table: &TomlValue<'_, '_>, toml: &TomlText<'_>) -> Result<Locked, Flaw> {
    let name = required(table, "name")?;
    let version = required(table, "version")?;
    let files = tables(table.get("files"), "files")?;
    let id = format!("{name} {}", version);
    let apart = toml.get(&["metadata", "files", &id]);
    let at = table.get("name").map_or(table.line(), |value| value.line());
    let has = |key| table.get(key).is_some();
    Ok(Locked {
        origin: match () {
            () if has("git") || has("hg") || has("svn") => Origin::Git,
            () if has("path") => Origin::Path,
            () if has("url") => Origin::Url,
            () => Origin::Registry,
        },
        scope: scope(&texts(table, "groups")?),
        has_digest: files.iter().any(|file| file.text("hash").is_some()) || apart.is_some(),
        condition: optional(table, "marker")?,
        line: line(at),
        name,
        version: Some(version),
        ..Locked::default()
    })
}

/// `default` is what is released; the others may be extras or for development, which only
/// `pyproject.toml` tells.
fn scope(groups: &[&str]) -> Scope {
    match groups {
        [] => Scope::Unknown,
        groups if groups.contains(&"default") => Scope::Runtime,
        groups if groups.iter().all(|group| is_for_development(group)) => Scope::Development,
        _ => Scope::Unknown,
    }
}

/// Whether a group's name says that nobody who installs the project gets it.
pub(super) fn is_for_development(group: &str) -> bool {
    let words = group.split(['-', '_', '.', '/']);
    words.clone().any(|word| {
        matches!(
            word,
            "dev"
                | "develop"
                | "development"
                | "test"
                | "tests"
                | "testing"
                | "lint"
                | "doc"
                | "docs"
        )
    })
}
