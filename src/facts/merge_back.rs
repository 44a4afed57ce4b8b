//! Whether what was released is on the main branch.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PreviousRelease;

/// The release that HEAD's tag, or `--release`, names, next to the main branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBack {
    /// The final release; `null` where HEAD has no tag of one, and `--release` names none that has a
    /// tag.
    pub release: Option<PreviousRelease>,
    /// When its tag was made, or for a lightweight one its commit, in seconds since 1970 (UTC);
    /// `null` without a release.
    #[schemars(extend("x-unit" = "seconds"))]
    pub tagged: Option<i64>,
    /// The name of the main branch, without remote; `null` if none was found.
    pub main: Option<String>,
    /// The tag of the highest final release on a higher X.Y line; `null` if there is none.
    pub newer_line: Option<String>,
    /// Whether main has the release's commit; `null` without a release or a main branch.
    pub contained: Option<bool>,
    /// The commits of the release that main does not have, newest first; empty where `contained` is
    /// not `false`, and where there is a newer line: then nobody asks for them.
    #[schemars(extend("x-large" = true))]
    pub patches: Vec<ReleasedPatch>,
}

/// One commit of a release that main does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReleasedPatch {
    /// The full object id.
    pub commit: String,
    /// The first line of the message.
    pub subject: String,
    /// What became of it on main.
    pub state: PatchState,
    /// The commit of main that makes the same change; `null` unless `state` is `applied`.
    pub applied_by: Option<String>,
}

/// What became of a change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum PatchState {
    /// A commit of main makes the same change, by its patch-id.
    Applied,
    /// No commit of main does.
    Missing,
    /// It changes nothing, or is a merge that changes nothing itself.
    Empty,
}
