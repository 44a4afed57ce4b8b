//! The versions that the project's documentation names.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::VersionFact;

/// Every place in the documentation that names a version of the project, or may do so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct References {
    /// The names that the project goes by, sorted: in lower case, with `-` for `_` and `.`. Empty if
    /// nothing names it: then no reference has the target `project`.
    pub names: Vec<String>,
    /// Where the project's source is hosted, sorted: `github.com/owner/name` in lower case.
    pub repositories: Vec<String>,
    /// How many documents were read.
    pub read: u64,
    /// The documents that hold a reference, sorted by path.
    #[schemars(extend("x-large" = true))]
    pub files: Vec<ReferenceFile>,
    /// The documents that could not be read, sorted by path.
    pub unread: Vec<UnreadDocument>,
}

/// A document with the references in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceFile {
    /// The path from the root of the project, with `/` between its parts.
    pub path: String,
    /// What kind of document it is, by its name and place.
    pub kind: DocumentKind,
    /// Whether it belongs to the project as a whole: it lies at the root or in a folder for
    /// documentation. Otherwise it belongs to the folder that it lies in.
    pub central: bool,
    /// The references in the order of the file.
    #[schemars(extend("x-large" = true))]
    pub references: Vec<Reference>,
}

/// What kind of document a file is, by its name and place.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// The README at the root of the project, in any language.
    Readme,
    /// A changelog, release notes, news: what was true of past versions.
    History,
    /// A guide from one version to another.
    Migration,
    /// A post of a blog, or minutes of a meeting: what was true on its day.
    Blog,
    /// A record of a decision, a proposal, a design.
    Decision,
    /// The policy on security.
    Security,
    /// Any other.
    Documentation,
}

/// A document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnreadDocument {
    /// The path from the root of the project, with `/` between its parts.
    pub path: String,
    /// Why it could not be read.
    pub reason: String,
}

/// One place that names a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The line, starting at 1.
    pub line: u64,
    /// The column at which the version starts, in characters, starting at 1.
    pub column: u64,
    /// The byte at which the version starts in the file's text, starting at 0. A byte order mark is
    /// not counted.
    pub start: u64,
    /// The byte after its last one.
    pub end: u64,
    /// The version as it is written there, with its `v`: what lies between `start` and `end`.
    pub text: String,
    /// The version; `null` if relcheck cannot order it.
    pub version: Option<VersionFact>,
    /// How many numbers it has: 3 for `1.2.3`, 2 for `1.2`, 1 for `v4`. With fewer than 3 it names
    /// a series of releases.
    pub parts: u64,
    /// How it is written.
    pub form: ReferenceForm,
    /// Whose version it is.
    pub target: ReferenceTarget,
    /// The words that it stands in, without blanks: `demo==1.2.3`; cut after 120 characters.
    pub token: String,
    /// At most five words before it in its sentence, in lower case, the nearest last. Empty at the
    /// start of a sentence, a cell of a table, a heading.
    pub before: Vec<String>,
    /// At most three words after it in its sentence, in lower case, the nearest first. A `+` right
    /// behind it is a word.
    pub after: Vec<String>,
    /// The directive on its line, in lower case: `versionadded`, `deprecated`; `null` if there is
    /// none.
    pub directive: Option<String>,
    /// The text of the nearest heading above it; `null` before any, and for the first heading
    /// itself.
    pub heading: Option<String>,
    /// Whether one of the headings that it stands under names a version, so that the text speaks of
    /// that one. A heading below the title of the document counts for itself too.
    pub under_version: bool,
    /// Whether it stands in code: a block, or between backquotes.
    pub code: bool,
    /// Whether it stands in a comment: of the document, or within code.
    pub comment: bool,
    /// Whether it stands in a row of a table.
    pub table: bool,
}

/// How a version is written.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceForm {
    /// With a `v` before it: `v1.2.3`.
    Bare,
    /// After a word for it: `version 1.2.3`, `Release: 1.2.3`.
    Stated,
    /// After the project's name: `Demo 1.2.3`.
    Prose,
    /// `demo==1.2.3`
    Pinned,
    /// `demo>=1.2.3`, `demo ~= 1.2`, `"demo": "^1.2.3"`
    Constraint,
    /// `demo:1.2.3` (a container image, a Maven coordinate)
    Image,
    /// `DEMO_VERSION=1.2.3`, and, where it is no requirement, `demo = "1.2.3"` and
    /// `demo = { version = "1.2.3" }`
    Assigned,
    /// What Cargo reads as a range, in the documentation of a crate: `demo = "1.2"`,
    /// `demo = { version = "1.2" }`, `version = "1.2"` below `[dependencies.demo]`.
    Requirement,
    /// `demo@1.2.3`
    At,
    /// What names a revision of a repository: `rev: v1.2.3`, `uses: owner/demo@v1.2.3`,
    /// `tag = "v1.2.3"`.
    Revision,
    /// `demo-1.2.3.tar.gz`
    File,
    /// Within an address: `https://example.org/demo/1.2.3/`.
    Url,
    /// Within the address of a badge: `https://img.shields.io/badge/version-1.2.3-blue`.
    Badge,
}

/// Whose version a reference names. References that name another project are not listed.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceTarget {
    /// This project's: its name or its repository stands with it.
    Project,
    /// Nothing says so: a version alone, in the project's own documentation.
    Unnamed,
}
