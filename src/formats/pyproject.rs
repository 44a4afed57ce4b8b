//! `pyproject.toml`: the project's name, and where its version comes from (PEP 621 and the build
//! backends' own tables).

mod backends;
#[cfg(test)]
mod tests;

use super::place::Malformed;
use super::toml_text::TomlText;
use super::version_source::{Origin, VersionPlace, VersionSource};

/// What a `pyproject.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pyproject {
    /// `project.name`, or that of poetry.
    pub name: Option<String>,
    /// Where it speaks of the version; `None` if it does not, as one that only configures tools.
    pub version: Option<VersionPlace>,
    /// The folders that packages lie in, as configured: `src`, `lib`.
    pub source_folders: Vec<String>,
}

/// Reads a `pyproject.toml`.
///
/// # Errors
/// [`Malformed`] if it is not TOML.
pub fn read(text: &str) -> Result<Pyproject, Malformed> {
    let toml = TomlText::parse(text)?;
    let name = [&["project", "name"][..], &["tool", "poetry", "name"]]
        .iter()
        .find_map(|path| toml.text(path));
    Ok(Pyproject {
        name: name.map(str::to_owned),
        version: version(&toml),
        source_folders: source_folders(&toml),
    })
}

fn version(toml: &TomlText<'_>) -> Option<VersionPlace> {
    // The plugin replaces whatever version poetry or the project table hold.
    let plugin = toml.get(&["tool", "poetry-dynamic-versioning"]);
    if let Some(plugin) =
        plugin.filter(|table| table.get("enable").and_then(|on| on.value().as_bool()) == Some(true))
    {
        return Some(VersionPlace {
            key: "tool.poetry-dynamic-versioning".to_owned(),
            line: plugin.line(),
            source: VersionSource::tag("poetry-dynamic-versioning"),
        });
    }
    literal(toml, &["project", "version"])
        .or_else(|| dynamic(toml))
        .or_else(|| literal(toml, &["tool", "poetry", "version"]))
}

fn literal(toml: &TomlText<'_>, path: &[&str]) -> Option<VersionPlace> {
    let value = toml.get(path)?;
    let key = path.join(".");
    let source = match value.value().as_str() {
        Some(text) => VersionSource::Literal(text.to_owned()),
        None => VersionSource::Undetermined(format!("`{key}` is not a text")),
    };
    Some(VersionPlace {
        key,
        line: value.line(),
        source,
    })
}

/// `dynamic = ["version"]`, and what the build backend makes of it.
fn dynamic(toml: &TomlText<'_>) -> Option<VersionPlace> {
    let listed = toml.get(&["project", "dynamic"])?;
    let entry = listed
        .items()
        .find(|item| item.value().as_str() == Some("version"))?;
    Some(backends::provider(toml).unwrap_or_else(|| VersionPlace {
        key: "project.dynamic".to_owned(),
        line: entry.line(),
        source: backends::fallback(toml),
    }))
}

/// The folders that setuptools looks for packages in, as far as they are plain names.
fn source_folders(toml: &TomlText<'_>) -> Vec<String> {
    let found = toml.get(&["tool", "setuptools", "packages", "find", "where"]);
    let mut folders: Vec<String> = found
        .map(|value| value.texts())
        .unwrap_or_default()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let mapped = toml.get(&["tool", "setuptools", "package-dir"]);
    if let Some(table) = mapped.as_ref().and_then(|value| value.value().as_table()) {
        folders.extend(
            table
                .values()
                .filter_map(|value| value.get_ref().as_str())
                .map(str::to_owned),
        );
    }
    folders
}
