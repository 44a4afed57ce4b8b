//! What the project's migration guides say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::UnreadDocument;

/// The documents that a release has to come with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Documents {
    /// The migration guides, sorted by path, then by line. A file that speaks of several versions
    /// under headings of their own is one guide for each. Empty if there is none.
    #[schemars(extend("x-large" = true))]
    pub guides: Vec<MigrationGuide>,
    /// The documents that could not be read, sorted by path: what they say is missing in `guides`.
    pub unread: Vec<UnreadDocument>,
}

/// What is said about the way from one version to another: a file, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MigrationGuide {
    /// The path from the root of the project, with `/` between its parts.
    pub path: String,
    /// The line where it starts, from 1: that of its heading, or 1 for a whole file.
    pub line: u64,
    /// Whether it stands in the changelog, below what is not released yet.
    pub unreleased: bool,
    /// The versions that its heading names, or else its path, sorted: the way leads to the last.
    /// Empty if neither names one.
    pub versions: Vec<GuideVersion>,
    /// The names in it, sorted, as it writes them: `demo.Client.close`, `--color`. Every word in
    /// code counts as one, and in prose those that no plain word looks like. Of a dotted name, what
    /// follows each dot is listed too: `Client.close`, `close`.
    #[schemars(extend("x-large" = true))]
    pub names: Vec<String>,
    /// The numbers of the issues and of the pull or merge requests in it, sorted: `#12`, `!12`,
    /// `GH-12`, `…/pull/12`.
    #[schemars(extend("x-large" = true))]
    pub numbers: Vec<u64>,
    /// All of its text below the heading in lower case, with one space around each word in place of
    /// everything that is neither a letter nor a digit, also at both ends; empty if it says nothing.
    pub text: String,
}

/// A version that a heading or a path names, by as many numbers as it gives.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct GuideVersion {
    /// The first number.
    pub major: u64,
    /// The second number; `null` where there is none, or `x`.
    pub minor: Option<u64>,
    /// The third number; `null` where there is none, or `x`.
    pub patch: Option<u64>,
    /// What is written: `v2.x`.
    pub text: String,
}
