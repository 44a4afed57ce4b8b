//! What the CI system says ran on HEAD, and how that ended.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, ReportStatus};

/// The state of the CI system for HEAD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// What ran on HEAD, or is to run, sorted by name; what ran on other commits is never in it.
    #[schemars(extend("x-large" = true))]
    pub checks: Vec<Check>,
    /// How many more there are than are listed: they are not known.
    pub unlisted: u64,
    /// The checks that a branch requires, as its protection and its rulesets say, sorted. Empty where
    /// nothing says so; what the project's configuration requires is a parameter of the rule.
    pub required: Vec<RequiredCheck>,
    /// What all of this was read from, whatever it is worth, sorted by path.
    pub sources: Vec<ChecksSource>,
    /// Whether relcheck asked the CI system itself.
    pub access: CiAccess,
    /// The job that relcheck itself runs in; `null` outside of GitHub Actions and GitLab CI.
    pub own: Option<OwnJob>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// The name of the check run or job, the context of the status, the name of the workflow.
    pub name: String,
    /// What it is.
    pub kind: CheckKind,
    /// Who ran it: the app, the stage; empty where that is not known.
    pub group: String,
    /// The CI system's number for it, unique among those of its kind.
    pub id: u64,
    /// Its status, as the CI system says it, in lower case: `completed`, `in_progress`, `failed`.
    pub status: String,
    /// How it ended, as the CI system says it, in lower case; `null` where it has not, or where the
    /// status says that, too.
    pub conclusion: Option<String>,
    /// The conclusion of a `completed` one that has one, else the status: `success`, `queued`.
    pub state: String,
    /// The full id of the commit: HEAD's.
    pub commit: String,
    /// Which attempt it is; `null` where that is not known.
    pub attempt: Option<u64>,
    /// The workflow run or the pipeline that it is part of, or is; `null` where it is of none.
    pub run: Option<u64>,
    /// The branch or tag that it ran for; `null` where that is not known.
    pub branch: Option<String>,
    /// What started it: `push`, `merge_request_event`; `null` where that is not known.
    pub event: Option<String>,
    /// Whether it may fail, as GitLab's configuration says.
    pub allow_failure: bool,
    /// Whether a branch's protection or a ruleset requires it.
    pub required: bool,
    /// Why it does not count any more, as a clause; `null` where it does.
    pub superseded: Option<String>,
    /// Whether it is the job that relcheck itself runs in.
    pub is_own: bool,
    /// Whether it is the workflow run or the pipeline that this job is part of.
    pub is_own_run: bool,
    /// When it was started, in seconds since 1970 (UTC); `null` where it was not, or is not known.
    #[schemars(extend("x-unit" = "seconds"))]
    pub started: Option<i64>,
    /// When it ended, in seconds since 1970 (UTC); `null` where it has not, or is not known.
    #[schemars(extend("x-unit" = "seconds"))]
    pub completed: Option<i64>,
    /// Where a person can look at it; `null` where that is not known.
    pub url: Option<String>,
    /// The path of the source that says so last.
    pub source: String,
}

/// What a check is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum CheckKind {
    /// A check run of GitHub; each job of GitHub Actions is one.
    CheckRun,
    /// A commit status of GitHub.
    Status,
    /// A run of a workflow of GitHub Actions.
    WorkflowRun,
    /// A pipeline of GitLab.
    Pipeline,
    /// A job of a pipeline of GitLab.
    PipelineJob,
}

/// A check that a branch requires.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredCheck {
    /// The name of the check run, or the context of the status.
    pub name: String,
    /// The number of the GitHub App that has to report it; `null` where any may.
    pub app: Option<u64>,
    /// Who requires it.
    pub by: RequiredBy,
    /// The path of the source that says so.
    pub source: String,
    /// Whether there is one on HEAD, whatever became of it.
    pub found: bool,
}

/// Who requires a check.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RequiredBy {
    /// The protection of a branch.
    BranchProtection,
    /// A ruleset.
    Ruleset,
}

/// What checks were read from: an export, or what relcheck asked for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChecksSource {
    /// The file or the address, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether it came to its end, and is understood.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// What it lists: `check-runs`, `statuses`, `workflow-runs`, `workflow-jobs`, `gh-runs`,
    /// `pipelines`, `pipeline-jobs`, `bridges`, `required-checks`, `branch-rules`; `null` where it is
    /// not understood.
    pub format: Option<String>,
    /// How many it lists.
    pub listed: u64,
    /// How many of them ran on HEAD.
    pub of_head: u64,
    /// How many it says that there are; `null` where it does not say.
    pub total: Option<u64>,
    /// Why there may be more than it lists, or none of HEAD's in it, as a clause; `null` where it
    /// lists all there are of its kind.
    pub incomplete: Option<String>,
    /// Of what a branch requires: why it does not count, as a clause; `null` where it does.
    pub left_out: Option<String>,
    /// The workflow runs or pipelines of which it lists the jobs, sorted.
    pub runs: Vec<u64>,
}

/// Whether relcheck asked the forge itself, and whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CiAccess {
    /// Whether `--offline` forbade it.
    pub offline: bool,
    /// Whether it was asked, and answered all that was asked.
    pub answered: bool,
    /// The system: `github` or `gitlab`; `null` where neither the environment nor the remote names
    /// one.
    pub system: Option<String>,
    /// The repository or the project; `null` where that is not known.
    pub repository: Option<String>,
    /// Why it was not asked, or did not answer, as a clause; `null` where it answered.
    pub reason: Option<String>,
    /// A command to paste or a step to take; `null` where it answered.
    pub fix: Option<String>,
}

/// The job that relcheck itself runs in, as the CI system's variables say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnJob {
    /// The system: `github` or `gitlab`.
    pub system: String,
    /// The workflow run or the pipeline: `GITHUB_RUN_ID`, `CI_PIPELINE_ID`.
    pub run: Option<u64>,
    /// The job, as the variables call it: `GITHUB_JOB`, `CI_JOB_ID`.
    pub job: Option<String>,
    /// The number of the check that it is; `null` where that is not certain, so that it is not
    /// excepted.
    pub check: Option<u64>,
    /// How that is known, or why it is not, as a clause.
    pub detail: String,
}
