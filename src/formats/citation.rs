//! The files by which a project says how it is cited, and what version of it: `CITATION.cff`
//! (Citation File Format 1.2.0), `codemeta.json` (CodeMeta 3.0), `.zenodo.json`.

use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::package_json::{Places, malformed, range_in};
use super::place::Malformed;
use super::version_source::{VersionPlace, VersionSource};
use super::yaml_tree::{self, Entry};

/// The key of a `CITATION.cff` that says when the version was released.
pub const DATE_RELEASED: &str = "date-released";

/// The keys of a `codemeta.json` and a `.zenodo.json` that hold the version. Those of what is cited
/// along with the project stand deeper.
#[derive(Deserialize)]
struct RawMetadata<'t> {
    #[serde(borrow)]
    version: Option<&'t RawValue>,
    #[serde(borrow, rename = "softwareVersion")]
    software_version: Option<&'t RawValue>,
}

impl<'t> RawMetadata<'t> {
    fn values(&self) -> impl Iterator<Item = (&'static str, &'t RawValue)> {
        let values = [
            ("version", self.version),
            ("softwareVersion", self.software_version),
        ];
        values
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
    }
}

/// The version in a `CITATION.cff`; `None` if it has none. Those of the works that it refers to
/// (`preferred-citation`, `references`) are theirs.
///
/// # Errors
/// [`Malformed`] if it is not YAML.
pub fn read_cff(text: &str) -> Result<Option<VersionPlace>, Malformed> {
    let root = yaml_tree::read(text)?;
    let entry = root.as_ref().and_then(|root| root.entry("version"));
    Ok(entry.filter(|entry| !entry.node.is_null()).map(place))
}

fn place(entry: &Entry) -> VersionPlace {
    let source = match entry.node.text() {
        Some(text) => VersionSource::Literal(text.to_owned()),
        None => VersionSource::Undetermined("`version` is not a text".to_owned()),
    };
    VersionPlace {
        key: entry.key.clone(),
        line: entry.node.line,
        source,
    }
}

/// The line and the text of the day of the release in a `CITATION.cff`; `None` if it has none, or if
/// it cannot be read.
#[must_use]
pub fn date_released(text: &str) -> Option<(u64, String)> {
    let root = yaml_tree::read(text).ok()??;
    let entry = root.entry(DATE_RELEASED)?;
    Some((entry.node.line, entry.node.text()?.to_owned()))
}

/// The versions in a `codemeta.json` or a `.zenodo.json`.
///
/// # Errors
/// [`Malformed`] if it is not a JSON object, or has one of the keys twice.
pub fn read_json(text: &str) -> Result<Vec<VersionPlace>, Malformed> {
    let raw: RawMetadata<'_> = serde_json::from_str(text).map_err(|error| malformed(&error))?;
    let places = Places::new(text);
    let values = raw.values().filter(|(_, value)| value.get() != "null");
    Ok(values
        .map(|(key, value)| VersionPlace {
            key: key.to_owned(),
            ..places.version(value)
        })
        .collect())
}

/// Where those versions stand, in bytes with their quotes; none if the text cannot be read.
#[must_use]
pub fn json_ranges(text: &str) -> Vec<Range<usize>> {
    let Ok(raw) = serde_json::from_str::<RawMetadata<'_>>(text) else {
        return Vec::new();
    };
    let ranges = raw.values().filter_map(|(_, value)| range_in(text, value));
    ranges.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literal(place: &VersionPlace) -> (&str, u64, &str) {
        match &place.source {
            VersionSource::Literal(text) => (&place.key, place.line, text),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_citation_has_a_version_of_its_own() {
        let text = "cff-version: 1.2.0\ntitle: Demo\nversion: 1.10 # as released\ndate-released: '2026-01-01'\nreferences:\n  - version: 3.0\n";
        let place = read_cff(text).unwrap().unwrap();
        assert_eq!(literal(&place), ("version", 3, "1.10"));
        assert_eq!(date_released(text), Some((4, "2026-01-01".to_owned())));
        assert_eq!(read_cff("title: Demo\n").unwrap(), None);
        assert_eq!(read_cff("version:\n").unwrap(), None);
        assert_eq!(read_cff("").unwrap(), None);
        assert!(read_cff("a: [\n").is_err());
    }

    #[test]
    fn metadata_in_json_has_either_key() {
        let text = "{\n\"author\": [{\"version\": \"9\"}],\n\"version\": \"1.2.3\",\n\"softwareVersion\": \"1.2.3\"}";
        let places = read_json(text).unwrap();
        let found: Vec<_> = places.iter().map(literal).collect();
        assert_eq!(
            found,
            [("version", 3, "1.2.3"), ("softwareVersion", 4, "1.2.3")]
        );
        let ranges = json_ranges(text);
        assert_eq!(ranges.len(), 2);
        assert!(ranges.into_iter().all(|range| &text[range] == "\"1.2.3\""));
        assert_eq!(read_json("{\"version\": null}").unwrap(), []);
        assert!(read_json("[]").is_err());
    }
}
