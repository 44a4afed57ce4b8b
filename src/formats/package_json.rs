//! `package.json`, `lerna.json` and `pnpm-workspace.yaml`: a package's version, and its workspace.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::place::{LineIndex, Malformed};
use super::version_source::{VersionPlace, VersionSource};

/// What a `package.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageJson {
    /// The name.
    pub name: Option<String>,
    /// The version; `None` if it has none, as the root of a workspace may.
    pub version: Option<VersionPlace>,
    /// Whether it is never published.
    pub private: bool,
    /// The folders of the workspace's packages, as globs.
    pub workspaces: Vec<String>,
    /// The line at which semantic-release is configured or required, if it is.
    pub semantic_release: Option<u64>,
}

/// What a `lerna.json` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LernaJson {
    /// The version of all packages; `None` if each has its own (`independent`), or none is given.
    pub version: Option<VersionPlace>,
    /// The folders of the packages, as globs.
    pub packages: Vec<String>,
}

/// Each value as it is written, so that one of an unexpected type spoils nothing else, and so that
/// its place is known.
#[derive(Deserialize)]
struct RawPackage<'t> {
    #[serde(borrow)]
    name: Option<&'t RawValue>,
    #[serde(borrow)]
    version: Option<&'t RawValue>,
    #[serde(borrow)]
    private: Option<&'t RawValue>,
    #[serde(borrow)]
    workspaces: Option<&'t RawValue>,
    #[serde(borrow)]
    release: Option<&'t RawValue>,
    #[serde(borrow)]
    dependencies: Option<&'t RawValue>,
    #[serde(borrow, rename = "devDependencies")]
    dev_dependencies: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct RawLerna<'t> {
    #[serde(borrow)]
    version: Option<&'t RawValue>,
    #[serde(borrow)]
    packages: Option<&'t RawValue>,
}

/// Only the dependency that matters; the others are passed over without being kept.
#[derive(Deserialize)]
struct Dependencies {
    #[serde(rename = "semantic-release")]
    semantic_release: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Workspaces {
    List(Vec<String>),
    Table { packages: Vec<String> },
}

#[derive(Deserialize)]
struct PnpmWorkspace {
    #[serde(default)]
    packages: Option<Vec<String>>,
}

/// Reads a `package.json`.
///
/// # Errors
/// [`Malformed`] if it is not a JSON object, or has one of the keys twice.
pub fn read(text: &str) -> Result<PackageJson, Malformed> {
    let raw: RawPackage<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let places = Places::new(text);
    let semantic_release = raw.release.or_else(|| {
        let lists = [raw.dependencies, raw.dev_dependencies];
        lists.into_iter().flatten().find(|list| {
            typed::<Dependencies>(Some(list)).is_some_and(|list| list.semantic_release.is_some())
        })
    });
    Ok(PackageJson {
        name: typed(raw.name),
        version: raw.version.map(|value| places.version(value)),
        private: typed(raw.private).unwrap_or(false),
        workspaces: typed(raw.workspaces).map(folders).unwrap_or_default(),
        semantic_release: semantic_release.map(|value| places.line(value)),
    })
}

/// Reads a `lerna.json`.
///
/// # Errors
/// As [`read`].
pub fn read_lerna(text: &str) -> Result<LernaJson, Malformed> {
    let raw: RawLerna<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let version = raw.version.map(|value| Places::new(text).version(value));
    let independent = VersionSource::Literal("independent".to_owned());
    Ok(LernaJson {
        version: version.filter(|place| place.source != independent),
        packages: typed(raw.packages).unwrap_or_default(),
    })
}

/// Reads a `pnpm-workspace.yaml`: the folders of the packages, as globs.
///
/// # Errors
/// [`Malformed`] if it is not YAML, or `packages` is no list of texts.
pub fn read_pnpm_workspace(text: &str) -> Result<Vec<String>, Malformed> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let read: Result<PnpmWorkspace, _> = serde_saphyr::from_str(text);
    match read {
        Ok(workspace) => Ok(workspace.packages.unwrap_or_default()),
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            let message = error.to_string();
            Err(Malformed::new(
                line,
                message.lines().next().unwrap_or_default(),
            ))
        }
    }
}

/// Where the value of the key `version` stands in a JSON object, in bytes with its quotes; `None` if
/// there is none.
#[must_use]
pub fn version_range(text: &str) -> Option<Range<usize>> {
    let raw: RawLerna<'_> = serde_json::from_str(text).ok()?;
    range_in(text, raw.version?)
}

/// Where a value stands in the text that it was read from, in bytes.
#[must_use]
pub fn range_in(text: &str, value: &RawValue) -> Option<Range<usize>> {
    let start = (value.get().as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let range = start..start.checked_add(value.get().len())?;
    (text.get(range.clone()) == Some(value.get())).then_some(range)
}

fn folders(workspaces: Workspaces) -> Vec<String> {
    match workspaces {
        Workspaces::List(folders) | Workspaces::Table { packages: folders } => folders,
    }
}

pub(super) fn malformed(error: &serde_json::Error) -> Malformed {
    Malformed::new(error.line().max(1) as u64, &error.to_string())
}

/// The value, if it is of the type.
pub(super) fn typed<'t, T: Deserialize<'t>>(raw: Option<&'t RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// Where values of a text stand: a raw value is a part of the text that it was read from.
pub(super) struct Places<'t> {
    text: &'t str,
    lines: LineIndex,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Places {
            text,
            lines: LineIndex::new(text),
        }
    }

    pub(super) fn line(&self, value: &RawValue) -> u64 {
        let (start, at) = (self.text.as_ptr() as usize, value.get().as_ptr() as usize);
        self.lines.line(at.saturating_sub(start))
    }

    pub(super) fn version(&self, value: &RawValue) -> VersionPlace {
        let source = match serde_json::from_str::<String>(value.get()) {
            Ok(text) => VersionSource::Literal(text),
            Err(_) => VersionSource::Undetermined("`version` is not a text".to_owned()),
        };
        VersionPlace {
            key: "version".to_owned(),
            line: self.line(value),
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_version_is_read_at_its_own_line() {
        let text = "{\r\n  \"config\": {\"version\": \"9.9.9\"},\r\n  \"name\": \"demo\",\r\n  \"version\":\r\n    \"1.2.3\"\r\n}";
        let package = read(text).unwrap();
        let place = package.version.unwrap();
        assert_eq!(
            (place.line, place.source),
            (5, VersionSource::Literal("1.2.3".to_owned()))
        );
        assert_eq!(package.name.as_deref(), Some("demo"));
        assert!(!package.private);
    }

    #[test]
    fn workspaces_are_a_list_or_a_table() {
        let list =
            read(r#"{"private": true, "workspaces": ["packages/*", "!packages/x"]}"#).unwrap();
        assert!(list.private && list.version.is_none());
        assert_eq!(list.workspaces, ["packages/*", "!packages/x"]);
        assert_eq!(
            read(r#"{"workspaces": {"packages": ["a"]}}"#)
                .unwrap()
                .workspaces,
            ["a"]
        );
        assert_eq!(
            read_pnpm_workspace("packages:\n  - 'a/*'\ncatalog:\n  x: ^1\n").unwrap(),
            ["a/*"]
        );
        assert!(read_pnpm_workspace("").unwrap().is_empty());
        assert_eq!(
            read_pnpm_workspace("a: 1\npackages: {").unwrap_err().line,
            2
        );
    }

    #[test]
    fn semantic_release_is_noticed() {
        for text in [
            "{\n\"release\": {\"branches\": [\"main\"]}}",
            "{\n\"devDependencies\": {\"x\": \"1\", \"semantic-release\": \"^24\"}}",
        ] {
            assert_eq!(read(text).unwrap().semantic_release, Some(2), "{text}");
        }
        assert_eq!(
            read(r#"{"scripts": {"semantic-release": "x"}}"#)
                .unwrap()
                .semantic_release,
            None
        );
    }

    #[test]
    fn lerna_has_one_version_or_none() {
        assert_eq!(
            read_lerna(r#"{"version": "independent"}"#).unwrap().version,
            None
        );
        let lerna = read_lerna("{\"packages\": [\"p/*\"],\n\"version\": \"3.1.4\"}").unwrap();
        assert_eq!(lerna.packages, ["p/*"]);
        assert_eq!(lerna.version.unwrap().line, 2);
    }

    #[test]
    fn malformed_text_names_its_line() {
        for (text, line) in [
            ("{\n\"version\": \"1.0.0\",\n}", 3),
            ("", 1),
            ("[]", 1),
            ("{\"version\": \"1\",\n\"version\": \"2\"}", 2),
        ] {
            assert_eq!(read(text).unwrap_err().line, line, "{text}");
        }
        let deep = format!("{{\"x\": {}", "[".repeat(1_000_000));
        assert!(read(&deep).is_err());
        let odd = read("{\"version\": 1, \"name\": []}").unwrap();
        assert!(matches!(
            odd.version.unwrap().source,
            VersionSource::Undetermined(_)
        ));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(\\{|\\}|\"version\"|\"workspaces\"|:|,|\"1.0\"|null|true|[\\n \\[\\]]){0,40}") {
            let _ = read(&text);
            let _ = read_lerna(&text);
        }

        #[test]
        fn a_version_reads_back(version in "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}", before in 0_u64..9) {
            let lines = "\n".repeat(usize::try_from(before).unwrap());
            let place = read(&format!("{{{lines}\"version\": \"{version}\"}}")).unwrap().version.unwrap();
            prop_assert_eq!(place.line, before + 1);
            prop_assert_eq!(place.source, VersionSource::Literal(version));
        }
    }
}
