//! The changelog, section by section.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::VersionFact;

/// The project's changelog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changelog {
    /// The changelog files that were found, the most likely one first; empty if there is none.
    pub files: Vec<ChangelogFile>,
}

/// One changelog file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangelogFile {
    /// The path from the root of the project, with `/` between its parts.
    pub path: String,
    /// `markdown`, `restructuredtext`, `rdoc` or `text`.
    pub format: String,
    /// The sections that speak of a version or of what is unreleased, in the order of the file.
    pub sections: Vec<Section>,
    /// The sections whose headings name another package than the project, in the order of the file.
    /// None of them is among `sections`.
    pub others: Vec<OtherSection>,
}

/// The section of one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading's text, without its markup.
    pub heading: String,
    /// The line of the heading, starting at 1.
    pub line: u64,
    /// How many `#` the heading begins with, in Markdown; `null` if it is written otherwise.
    pub level: Option<u64>,
    /// The words before the version, in lower case, if they may be the name of a package; `null` if there
    /// are none.
    pub package: Option<String>,
    /// The version that it names; `null` if it names none (`Unreleased`), or one that relcheck cannot
    /// order (`1.2.3.4`, `3.x`). An unreleased section may name one (`1.3.0 - unreleased`).
    pub version: Option<VersionFact>,
    /// Whether it collects what is not released yet.
    pub unreleased: bool,
    /// Whether releases have left it behind, though it says that it is unreleased: the section of the
    /// previous release, or of one before it, stands above it, and an older one below. `false` where
    /// nothing was released before, or that is not known.
    pub stale: bool,
    /// Whether it is marked as withdrawn.
    pub yanked: bool,
    /// The date that it names, as `YYYY-MM-DD`; `null` if there is none that can be read.
    pub date: Option<String>,
    /// Whether it has no entry: there are only headings, comments, code, link definitions, images, links
    /// to all changes, or words that hold the place of an entry (`TBD`, `nothing yet`).
    pub empty: bool,
    /// The entries, by the sub-heading that they stand under.
    pub groups: Vec<EntryGroup>,
}

/// The section of another package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OtherSection {
    /// The heading's text, without its markup.
    pub heading: String,
    /// The line of the heading, starting at 1.
    pub line: u64,
    /// The version that it names; `null` as in [`Section`].
    pub version: Option<VersionFact>,
}

/// The entries under one sub-heading of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryGroup {
    /// The sub-heading in lower case (`added`, `removed`); `null` for entries before any.
    pub name: Option<String>,
    /// The line of the sub-heading; that of the section where there is none.
    pub line: u64,
    /// The entries, in the order of the file.
    pub entries: Vec<ChangelogEntry>,
}

/// One entry of a changelog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangelogEntry {
    /// The line on which it starts.
    pub line: u64,
    /// Its text, its lines joined by a space.
    pub text: String,
    /// Whether it is planned for later: it stands below the heading of a version above the previous
    /// release that is not the declared one, and stood below the same heading at the previous
    /// release. `false` otherwise, and where the changelog of that release cannot be read.
    pub planned: bool,
}
