//! What a record holds.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};

use crate::formats::report::{Flaw, json, text};

/// The most versions, events and packages that one record may list, each.
pub const MAX_VERSIONS: usize = 100_000;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Record {
    /// Its identifier: `PYSEC-2024-70`, `GHSA-…`, `RUSTSEC-…`.
    pub id: String,
    /// Other names of the same vulnerability.
    #[serde(default, deserialize_with = "or_default")]
    pub aliases: Vec<String>,
    /// When it was last changed, in RFC 3339.
    pub modified: String,
    /// When it was withdrawn, as it is written; `None` if it stands.
    #[serde(default)]
    pub withdrawn: Option<String>,
    /// One line that says what is wrong.
    #[serde(default)]
    pub summary: Option<String>,
    /// The same at length, in Markdown.
    #[serde(default)]
    pub details: Option<String>,
    /// How bad it is.
    #[serde(default, deserialize_with = "or_default")]
    pub severity: Vec<Rating>,
    /// Which packages it is about.
    #[serde(default, deserialize_with = "or_default")]
    pub affected: Vec<Affected>,
    /// Where more is said.
    #[serde(default, deserialize_with = "or_default")]
    pub references: Vec<Reference>,
    /// What the database adds.
    #[serde(default, deserialize_with = "or_default")]
    pub database_specific: DatabaseSpecific,
}

impl Record {
    /// Whether it was withdrawn by a time, in seconds since 1970. What is no time, or is yet to come,
    /// withdraws nothing.
    #[must_use]
    pub fn is_withdrawn(&self, now: i64) -> bool {
        let time = self.withdrawn.as_deref();
        let time = time.and_then(|time| time.parse::<jiff::Timestamp>().ok());
        time.is_some_and(|time| time.as_second() <= now)
    }
}

/// A severity: §severity[].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rating {
    /// In which terms: `CVSS_V3`, `CVSS_V4`, `Ubuntu`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A CVSS vector, or a word.
    pub score: String,
}

/// An address: §references[].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Reference {
    /// What it is: `FIX`, `ADVISORY`, `WEB`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The address.
    pub url: String,
}

/// What GitHub's and RustSec's records add; other things are passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct DatabaseSpecific {
    /// GitHub's word for how bad it is: `MODERATE`.
    #[serde(default, deserialize_with = "text_only")]
    pub severity: Option<String>,
    /// RustSec's word for what is no vulnerability: `unmaintained`.
    #[serde(default, deserialize_with = "text_only")]
    pub informational: Option<String>,
}

/// One package with its affected versions: §affected[].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Affected {
    /// Which package; `None` where the record is about a repository.
    #[serde(default)]
    pub package: Option<AffectedPackage>,
    /// How bad it is there, where that differs.
    #[serde(default, deserialize_with = "or_default")]
    pub severity: Vec<Rating>,
    /// Ranges of versions.
    #[serde(default, deserialize_with = "or_default")]
    pub ranges: Vec<Range>,
    /// Versions one by one.
    #[serde(default, deserialize_with = "or_default")]
    pub versions: Vec<String>,
    /// What the database adds.
    #[serde(default, deserialize_with = "or_default")]
    pub database_specific: DatabaseSpecific,
}

/// A package: §affected[].package.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AffectedPackage {
    /// The ecosystem by OSV's name, with what may follow a colon: `PyPI`, `Debian:12`.
    pub ecosystem: String,
    /// The name as the database writes it.
    pub name: String,
}

/// A range of versions: §affected[].ranges[].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Range {
    /// What its events are.
    #[serde(rename = "type")]
    pub kind: RangeKind,
    /// Where it begins and ends, in no order.
    pub events: Vec<Event>,
}

/// What the events of a range are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RangeKind {
    /// Semantic versions.
    Semver,
    /// Versions as the ecosystem orders them.
    Ecosystem,
    /// Commits: nothing here is compared with them.
    Git,
}

/// Where a range begins or ends: §affected[].ranges[].events[].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The first version that is affected; `0` is before all.
    Introduced(String),
    /// The first that no longer is.
    Fixed(String),
    /// The last that is.
    LastAffected(String),
    /// Where the range ends without being fixed; `*` is after all.
    Limit(String),
}

impl Event {
    /// The version that it names.
    #[must_use]
    pub fn version(&self) -> &str {
        match self {
            Event::Introduced(it) | Event::Fixed(it) => it,
            Event::LastAffected(it) | Event::Limit(it) => it,
        }
    }
}

/// Lists that are `null` are as if they were not there: databases write both.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A text; what else a database may have there is passed over.
fn text_only<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Anything {
        Text(String),
        Other(serde::de::IgnoredAny),
    }
    Ok(match Anything::deserialize(deserializer)? {
        Anything::Text(text) => Some(text),
        Anything::Other(_) => None,
    })
}

/// Reads a record in JSON.
///
/// # Errors
/// A [`Flaw`] if it is none, or lists more than [`MAX_VERSIONS`] of anything.
pub fn read_json(bytes: &[u8]) -> Result<Record, Flaw> {
    bounded(json(text(bytes)?)?)
}

/// Reads a record in YAML.
///
/// # Errors
/// A [`Flaw`] if it is none, or lists more than [`MAX_VERSIONS`] of anything.
pub fn read_yaml(bytes: &[u8]) -> Result<Record, Flaw> {
    bounded(yaml(text(bytes)?)?)
}

fn yaml<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Flaw> {
    serde_saphyr::from_str(text).map_err(|error| {
        let shown = error.to_string();
        let first = shown.lines().next().unwrap_or_default();
        Flaw::unreadable(format!("it is no OSV record: {first}"))
    })
}

fn bounded(record: Record) -> Result<Record, Flaw> {
    let largest = record.affected.iter().flat_map(|affected| {
        let events = affected.ranges.iter().map(|range| range.events.len());
        events.chain([affected.ranges.len(), affected.versions.len()])
    });
    let largest = largest.chain([record.affected.len()]).max();
    if largest > Some(MAX_VERSIONS) {
        return Err(Flaw::unreadable(format!(
            "it lists more than {MAX_VERSIONS} versions or packages"
        )));
    }
    if record.id.trim().is_empty() {
        return Err(Flaw::unreadable("its `id` is empty"));
    }
    Ok(record)
}

/// Reads a record in YAML; `None` if it is no record at all, but some other file.
///
/// # Errors
/// As [`read_yaml`].
pub fn read_if_record(bytes: &[u8]) -> Result<Option<Record>, Flaw> {
    #[derive(Deserialize)]
    struct Outline {
        id: Option<serde::de::IgnoredAny>,
        modified: Option<serde::de::IgnoredAny>,
        affected: Option<serde::de::IgnoredAny>,
    }
    let outline: Outline = yaml(text(bytes)?)?;
    let has = (outline.id.is_some(), outline.modified.is_some());
    match is_record(has, outline.affected.is_some())? {
        true => Ok(Some(read_yaml(bytes)?)),
        false => Ok(None),
    }
}

/// Whether a file with these keys is a record. One that tells of affected packages and lacks what each
/// record has is none, and no other file either.
fn is_record((has_id, has_modified): (bool, bool), has_affected: bool) -> Result<bool, Flaw> {
    match has_id && has_modified {
        false if has_affected => Err(Flaw::unreadable(
            "it tells of affected packages, and lacks `id` or `modified`",
        )),
        is_record => Ok(is_record),
    }
}

/// An ecosystem and the name of a package, as a record writes them.
pub type Named<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The ecosystem and name of each package that a record in JSON is about, without reading the rest
/// of it: for databases that are not sorted by package. `None` if it is no record at all, but some
/// other file.
///
/// # Errors
/// A [`Flaw`] if it has an `id` and what it says of packages cannot be read.
pub fn names_of(bytes: &[u8]) -> Result<Option<Vec<Named<'_>>>, Flaw> {
    #[derive(Deserialize)]
    struct Outline<'a> {
        #[serde(default, borrow)]
        id: Option<Cow<'a, str>>,
        #[serde(default, borrow)]
        modified: Option<Cow<'a, str>>,
        #[serde(default, borrow)]
        affected: Option<Vec<One<'a>>>,
    }
    #[derive(Deserialize)]
    struct One<'a> {
        #[serde(default, borrow)]
        package: Option<Name<'a>>,
    }
    #[derive(Deserialize)]
    struct Name<'a> {
        #[serde(borrow)]
        ecosystem: Cow<'a, str>,
        #[serde(borrow)]
        name: Cow<'a, str>,
    }
    let named: Outline = json(text(bytes)?)?;
    let has = (named.id.is_some(), named.modified.is_some());
    if !is_record(has, named.affected.is_some())? {
        return Ok(None);
    }
    let affected = named.affected.unwrap_or_default().into_iter();
    let names = affected.filter_map(|it| it.package);
    Ok(Some(names.map(|it| (it.ecosystem, it.name)).collect()))
}
