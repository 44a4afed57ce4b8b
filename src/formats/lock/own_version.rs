//! The versions that lock files keep of the project's own packages, with their lines.
//!
//! Only the entries of these packages are parsed: reading whole lock files is [`super::FORMATS`]'
//! part, and no rule of versions has to wait for it.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::formats::package_json::{Places, malformed};
use crate::formats::place::{LineIndex, Malformed};
use crate::formats::toml_text::{TomlText, TomlValue};
use crate::formats::version_source::VersionSource;
use crate::release::Ecosystem;

/// What begins the entry of a package, in lock files that are TOML.
const ENTRY: &str = "[[package]]";

/// The version that a lock file keeps of one of the project's own packages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnVersion {
    /// The package's name, as the lock file writes it; `None` if it has none.
    pub package: Option<String>,
    /// The line of the version, starting at 1.
    pub line: u64,
    /// The version, as it is written.
    pub text: String,
}

/// Reads the own entries of a `Cargo.lock`: those of these names that come from nowhere else.
///
/// # Errors
/// [`Malformed`] if one of them is no TOML.
pub fn cargo(text: &str, names: &BTreeSet<&str>) -> Result<Vec<OwnVersion>, Malformed> {
    let is_own = |entry: &TomlValue<'_, '_>| entry.get("source").is_none();
    in_entries(text, &|name| names.contains(name), &is_own)
}

/// Reads the own entries of a `uv.lock`: those of these names, as the registry compares names, that
/// come from a folder. One whose version is dynamic has none there.
///
/// # Errors
/// [`Malformed`] if one of them is no TOML.
pub fn uv(text: &str, names: &BTreeSet<&str>) -> Result<Vec<OwnVersion>, Malformed> {
    let is_own = |entry: &TomlValue<'_, '_>| {
        let source = entry.get("source");
        source.is_some_and(|source| {
            let kinds = ["editable", "virtual", "directory"];
            kinds.iter().any(|kind| source.get(kind).is_some())
        })
    };
    let named: BTreeSet<String> = names
        .iter()
        .map(|name| Ecosystem::Pypi.normalised(name))
        .collect();
    in_entries(
        text,
        &|name| named.contains(&Ecosystem::Pypi.normalised(name)),
        &is_own,
    )
}

/// The entries of which both hold.
fn in_entries(
    text: &str,
    is_named: &dyn Fn(&str) -> bool,
    is_own: &dyn Fn(&TomlValue<'_, '_>) -> bool,
) -> Result<Vec<OwnVersion>, Malformed> {
    let lines = LineIndex::new(text);
    let mut found = Vec::new();
    for (start, block) in entries(text) {
        if !name_in(block).is_some_and(is_named) {
            continue;
        }
        let before = lines.line(start) - 1;
        let toml = TomlText::parse(block)
            .map_err(|error| Malformed::new(before + error.line, &error.message))?;
        let list = toml.get(&["package"]);
        for entry in list.iter().flat_map(TomlValue::items).filter(is_own) {
            let version = entry.get("version");
            if let Some((value, text)) = version.and_then(|it| Some((it, it.value().as_str()?))) {
                found.push(OwnVersion {
                    package: entry.text("name").map(str::to_owned),
                    line: before + value.line(),
                    text: text.to_owned(),
                });
            }
        }
    }
    Ok(found)
}

/// Each entry's text, from its heading to the next one, with where it starts.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), ENTRY)
        .filter(|&at| at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'))
        .collect();
    let ends = starts.clone().into_iter().skip(1).chain([text.len()]);
    starts
        .into_iter()
        .zip(ends)
        .filter_map(|(start, end)| Some((start, text.get(start..end)?)))
}

/// The name in an entry, as tools write it: on a line of its own.
fn name_in(block: &str) -> Option<&str> {
    let name = block
        .lines()
        .find_map(|line| line.strip_prefix("name = "))?;
    Some(name.trim().trim_matches('"'))
}

/// A `package-lock.json`, as far as it matters here.
#[derive(Deserialize)]
struct PackageLock<'t> {
    #[serde(borrow)]
    version: Option<&'t RawValue>,
    #[serde(borrow)]
    packages: Option<Packages<'t>>,
}

/// The packages by their folder: that of the project is the lock file's own.
#[derive(Deserialize)]
struct Packages<'t> {
    #[serde(borrow, rename = "")]
    own: Option<Package<'t>>,
}

#[derive(Deserialize)]
struct Package<'t> {
    #[serde(borrow)]
    version: Option<&'t RawValue>,
}

/// Reads the own entries of a `package-lock.json` or an `npm-shrinkwrap.json`: its own version, and
/// from the second version of the format on that of the package in its folder.
///
/// # Errors
/// [`Malformed`] if it is no JSON object, or has one of the keys twice.
pub fn npm(text: &str) -> Result<Vec<OwnVersion>, Malformed> {
    let lock: PackageLock<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let inner = lock.packages.and_then(|packages| packages.own?.version);
    let places = Places::new(text);
    let versions = [lock.version, inner].into_iter().flatten();
    let places = versions.map(|value| places.version(value));
    Ok(places
        .filter_map(|place| match place.source {
            VersionSource::Literal(text) => Some(OwnVersion {
                package: None,
                line: place.line,
                text,
            }),
            _ => None,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(found: Result<Vec<OwnVersion>, Malformed>) -> String {
        match found {
            Ok(found) => {
                let lines = found.iter().map(|it| {
                    let name = it.package.as_deref().unwrap_or("-");
                    format!("{} {name} {}", it.line, it.text)
                });
                lines.collect::<Vec<_>>().join("\n")
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_cargo_package_is_its_own_where_it_comes_from_nowhere_else() {
        let text = "version = 4\n\n[[package]]\nname = \"demo\"\nversion = \"1.2.3\"\ndependencies = [\n \"demo 0.1.0\",\n]\n\n[[package]]\nname = \"demo\"\nversion = \"0.1.0\"\nsource = \"registry+x\"\n\n[[package]]\nname = \"other\"\nversion = \"2.0.0\"\n";
        let names = BTreeSet::from(["demo"]);
        assert_eq!(outline(cargo(text, &names)), "5 demo 1.2.3");
        assert_eq!(
            outline(cargo(&text.replace('\n', "\r\n"), &names)),
            "5 demo 1.2.3"
        );
        assert_eq!(outline(cargo("", &names)), "");
    }

    #[test]
    fn an_entry_of_two_sides_of_a_merge_is_refused_at_its_line() {
        let text = "version = 4\n\n[[package]]\nname = \"demo\"\n<<<<<<< HEAD\nversion = \"1.2.3\"\n=======\n";
        let found = outline(cargo(text, &BTreeSet::from(["demo"])));
        assert!(found.starts_with("line 5: "), "{found}");
    }

    #[test]
    fn a_python_package_is_its_own_where_it_lies_in_a_folder() {
        let text = "version = 1\n\n[[package]]\nname = \"my-demo\"\nversion = \"1.2.3\"\nsource = { editable = \".\" }\n\n[[package]]\nname = \"idna\"\nversion = \"3.0\"\nsource = { registry = \"x\" }\n";
        let names = BTreeSet::from(["My_Demo", "idna"]);
        assert_eq!(outline(uv(text, &names)), "5 my-demo 1.2.3");
        let dynamic = text.replace("version = \"1.2.3\"\n", "");
        assert_eq!(outline(uv(&dynamic, &names)), "");
    }

    #[test]
    fn npm_says_it_once_or_twice() {
        let text = "{\n \"name\": \"demo\",\n \"version\": \"1.2.3\",\n \"packages\": {\n  \"\": {\n   \"version\": \"1.2.2\"\n  },\n  \"node_modules/a\": {\"version\": \"9.0.0\"}\n }\n}";
        assert_eq!(outline(npm(text)), "3 - 1.2.3\n6 - 1.2.2");
        assert_eq!(
            outline(npm("{\"version\": \"1.0.0\", \"dependencies\": {}}")),
            "1 - 1.0.0"
        );
        assert_eq!(outline(npm("{\"version\": 1}")), "");
        assert!(npm("{\"version\": \"1\", \"version\": \"2\"}").is_err());
        assert!(npm("").is_err());
    }
}
