//! The release lines: what was released on each X.Y, and how long it is supported.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::VersionFact;

/// Every release line of the project, and what the configuration says of its support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lines {
    /// The X.Y lines that have a release or a branch, the highest first.
    #[schemars(extend("x-large" = true))]
    pub lines: Vec<ReleaseLine>,
    /// The major versions that have a final release, the highest first.
    pub majors: Vec<MajorLine>,
    /// The support that the configuration gives to single lines, in its order.
    pub windows: Vec<SupportWindow>,
}

/// One X.Y.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleaseLine {
    /// The X.Y: `1.2`.
    pub line: String,
    /// The X.
    pub major: u64,
    /// The Y.
    pub minor: u64,
    /// Its releases, the lowest version first; of several tags of one version the annotated one.
    #[schemars(extend("x-large" = true))]
    pub releases: Vec<LineRelease>,
    /// The lowest final release; `null` if there is none.
    pub first: Option<LineRelease>,
    /// The highest final release; `null` if there is none.
    pub latest: Option<LineRelease>,
    /// Its release branches, sorted by name and remote.
    pub branches: Vec<LineBranch>,
    /// Whether HEAD is on its release branch, or on a hotfix branch of one of its versions.
    pub current: bool,
}

/// One release of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineRelease {
    /// The tag.
    pub tag: String,
    /// The version.
    pub version: VersionFact,
    /// Whether it is a final release, not a pre-release.
    pub is_final: bool,
    /// The commit that the tag points at; `null` where that is none, or not here.
    pub commit: Option<String>,
    /// When the tag was made, or for a lightweight one its commit, in seconds since 1970 (UTC);
    /// `null` where that is not here.
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: Option<i64>,
}

/// A release branch of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineBranch {
    /// The name without remote.
    pub name: String,
    /// The remote that it was fetched from; `null` for a local branch.
    pub remote: Option<String>,
}

/// One X that has a final release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MajorLine {
    /// The X.
    pub major: u64,
    /// How many major versions with a final release are higher.
    pub newer: u64,
    /// The tag of its lowest final release.
    pub first: String,
    /// The tag of its highest final release.
    pub latest: String,
    /// When the earliest of its final releases was made, in seconds since 1970 (UTC); `null` where
    /// the time of none is known.
    #[schemars(extend("x-unit" = "seconds"))]
    pub since: Option<i64>,
}

/// The support that the configuration gives to one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportWindow {
    /// The line: `1.2`, or `1` for all lines of a major version.
    pub line: String,
    /// How far the support goes.
    pub kind: SupportKind,
    /// The last day of the support, as `YYYY-MM-DD`; `null` where it does not end.
    pub until: Option<String>,
    /// The end of that day (UTC), in seconds since 1970; `null` where the support does not end.
    #[schemars(extend("x-unit" = "seconds"))]
    pub ends: Option<i64>,
}

/// How far the support of a line goes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum SupportKind {
    /// Every fix.
    Full,
    /// Security fixes only.
    Security,
}
