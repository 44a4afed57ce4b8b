//! Issues of the project's tracker, as exports list them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CiAccess, Evidence, ReportStatus};

/// Issues of the project's tracker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issues {
    /// Whether an export that was recorded for HEAD, or an answer of the tracker, lists all that it was asked
    /// for. What that was is in `sources`: an export of one label says nothing of the others.
    pub known: bool,
    /// Why it is not known, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// The command that records them.
    pub fix: String,
    /// The issues of all exports that were recorded for HEAD and of all answers, whole or not, sorted by number. Of one of
    /// which exports say different things, each is here.
    #[schemars(extend("x-large" = true))]
    pub issues: Vec<Issue>,
    /// How many more there are than are listed: they are not known.
    pub unlisted: u64,
    /// Every export, whatever it is worth, and every answer, sorted by path.
    pub sources: Vec<IssueSource>,
    /// Whether relcheck asked the tracker itself for what no whole export shows.
    pub access: CiAccess,
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Its number in the tracker.
    pub number: u64,
    /// Its title, on one line.
    pub title: String,
    /// Where a person can look at it.
    pub url: String,
    /// Whether it is open.
    pub state: IssueState,
    /// Why it has its state, as GitHub says it, in lower case: `completed`, `not_planned`, `reopened`;
    /// `null` where that is not known.
    pub state_reason: Option<String>,
    /// The names of its labels, as they are written, sorted.
    pub labels: Vec<String>,
    /// The title of its milestone; `null` where it has none.
    pub milestone: Option<String>,
    /// When it was opened, in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub opened: i64,
    /// When it was closed last, in seconds since 1970 (UTC); `null` where it was not, or the tracker does
    /// not say.
    #[schemars(extend("x-unit" = "seconds"))]
    pub closed: Option<i64>,
    /// Whether another export, or another part of the same, says something else of it.
    pub contradicted: bool,
    /// The paths of the exports that say this, sorted.
    pub sources: Vec<String>,
}

/// The state of an issue.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum IssueState {
    /// It waits.
    Open,
    /// It was closed, for whatever reason.
    Closed,
}

/// An export of issues, or what the tracker answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueSource {
    /// The file, the tool, and which commit it was recorded on. Only what was recorded on HEAD, and
    /// what was fetched, is used.
    pub evidence: Evidence,
    /// Whether the tool came to its end, and what it wrote is understood.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// The format: `gh-issues`, `github-issues`, `gitlab-issues`; `null` where it is not understood.
    pub format: Option<String>,
    /// How many issues it lists.
    pub listed: u64,
    /// Why there may be more of what it was asked for, as a clause; `null` where it lists all of them, or
    /// is not `complete`.
    pub incomplete: Option<String>,
    /// The states that were asked for; `null` where that is not known.
    pub states: Option<IssueStates>,
    /// The labels that were asked for, all of which an issue has to have, sorted; empty where it may have
    /// any.
    pub labels: Vec<String>,
    /// The title of the milestone that was asked for; `null` where it may be any, or none.
    pub milestone: Option<String>,
}

/// The states of the issues that were asked for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum IssueStates {
    /// Whatever their state is.
    All,
    /// Those that are open.
    Open,
    /// Those that are closed.
    Closed,
}
