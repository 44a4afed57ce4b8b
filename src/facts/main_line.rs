//! The main branch's own line of commits, and where HEAD's leaves it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The main branch's first-parent line, next to HEAD's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MainLine {
    /// The name of the main branch, without remote.
    pub branch: String,
    /// The commit at its tip: of the local and the remote-tracking branch the one that has the
    /// other.
    pub commit: String,
    /// Where HEAD's own first-parent line leaves main's; `null` where they have no commit in common.
    pub fork: Option<MainFork>,
    /// The commits since the previous release that are on main's own line, newest first: what came
    /// to main, each one as a whole. Those that only main has are no part of it.
    #[schemars(extend("x-large" = true))]
    pub arrivals: Vec<Arrival>,
}

/// Where HEAD's own line leaves main's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MainFork {
    /// The newest commit that is on both lines.
    pub commit: String,
    /// How many commits HEAD's own line has after it; 0 where HEAD is on main's line.
    pub own_commits: u64,
    /// How many commits main's own line has after it.
    pub main_commits: u64,
    /// The newest commit of HEAD's own line after the fork that main has too, since a merge brought
    /// it there; `null` if main has none of them.
    pub merged: Option<MergedCommit>,
}

/// A commit that came to main by a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergedCommit {
    /// The commit.
    pub commit: String,
    /// The commit of main's own line that merged it.
    pub by: String,
    /// The first line of that one's message.
    pub subject: String,
}

/// One commit of main's own line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// The full object id.
    pub commit: String,
    /// The first line of the message.
    pub subject: String,
    /// Whether it has more than one parent.
    pub merge: bool,
    /// The pull or merge request that the message names, by number.
    pub pull_request: Option<u64>,
    /// The branches that a merge says it merged, without remote; empty where it says none.
    pub merged: Vec<String>,
}
