//! The state of a CI system: what its API and its command line say ran on which commit, and how that
//! ended.
//!
//! One file each format, below this folder, and one visible list of them: `READERS`. An export is
//! recognised by its content. Each entry names the commit that it ran on: nothing here is read that
//! leaves that out.
//!
//! An export may be less than all there is: a page of several, or a list that ends where a page
//! would. [`CiExport::incomplete`] says so. Statuses and conclusions stay the words of the CI system,
//! in lower case: which of them are good is for policies to say.

pub(super) mod kept;
mod model;
pub(super) mod pages;

mod asked;
mod branch_rules;
mod check_runs;
mod combined_status;
mod gh_pr_checks;
mod gh_runs;
mod gitlab_jobs;
mod gitlab_pipelines;
mod place;
mod required_checks;
mod workflow_jobs;
mod workflow_runs;

#[cfg(test)]
mod tests;

use super::readers;
use super::report::Flaw;

pub use asked::{branch_asked_for, narrowed, project_asked_for};
pub use kept::MAX_NAME;
pub use model::{CiEntry, CiEntryKind, CiExport, MAX_ENTRIES, RequiredContext};

/// A format of what a CI system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CiFormat {
    /// GitHub: `GET /repos/O/R/rules/branches/B`.
    BranchRules,
    /// GitHub: `GET /repos/O/R/commits/SHA/check-runs`.
    CheckRuns,
    /// GitHub: `GET /repos/O/R/commits/SHA/status`.
    CombinedStatus,
    /// `gh pr checks --json …`, which names no commit.
    GhPrChecks,
    /// `gh run list --json …` and `gh run view --json …`.
    GhRuns,
    /// GitLab: `GET /projects/ID/pipelines/ID/bridges`.
    GitlabBridges,
    /// GitLab: `GET /projects/ID/pipelines/ID/jobs`.
    GitlabJobs,
    /// GitLab: `GET /projects/ID/pipelines?sha=SHA` and `GET /projects/ID/pipelines/ID`.
    GitlabPipelines,
    /// GitHub: `GET /repos/O/R/branches/B/protection/required_status_checks`.
    RequiredChecks,
    /// GitHub: `GET /repos/O/R/actions/runs/ID/jobs`.
    WorkflowJobs,
    /// GitHub: `GET /repos/O/R/actions/runs?head_sha=SHA`.
    WorkflowRuns,
}

type Reader = readers::Reader<CiFormat, fn(&str) -> Result<CiExport, Flaw>>;

/// All formats there are, by name.
const READERS: [Reader; 11] = [
    Reader {
        format: CiFormat::BranchRules,
        name: "branch-rules",
        is_one: branch_rules::is_branch_rules,
        read: branch_rules::read,
    },
    Reader {
        format: CiFormat::CheckRuns,
        name: "check-runs",
        is_one: check_runs::is_check_runs,
        read: check_runs::read,
    },
    Reader {
        format: CiFormat::CombinedStatus,
        name: "statuses",
        is_one: combined_status::is_combined_status,
        read: combined_status::read,
    },
    Reader {
        format: CiFormat::GhPrChecks,
        name: "gh-pr-checks",
        is_one: gh_pr_checks::is_gh_pr_checks,
        read: gh_pr_checks::read,
    },
    Reader {
        format: CiFormat::GhRuns,
        name: "gh-runs",
        is_one: gh_runs::is_gh_runs,
        read: gh_runs::read,
    },
    Reader {
        format: CiFormat::GitlabBridges,
        name: "bridges",
        is_one: gitlab_jobs::is_bridges,
        read: gitlab_jobs::read_bridges,
    },
    Reader {
        format: CiFormat::GitlabJobs,
        name: "pipeline-jobs",
        is_one: gitlab_jobs::is_jobs,
        read: gitlab_jobs::read_jobs,
    },
    Reader {
        format: CiFormat::GitlabPipelines,
        name: "pipelines",
        is_one: gitlab_pipelines::is_pipelines,
        read: gitlab_pipelines::read,
    },
    Reader {
        format: CiFormat::RequiredChecks,
        name: "required-checks",
        is_one: required_checks::is_required_checks,
        read: required_checks::read,
    },
    Reader {
        format: CiFormat::WorkflowJobs,
        name: "workflow-jobs",
        is_one: workflow_jobs::is_workflow_jobs,
        read: workflow_jobs::read,
    },
    Reader {
        format: CiFormat::WorkflowRuns,
        name: "workflow-runs",
        is_one: workflow_runs::is_workflow_runs,
        read: workflow_runs::read,
    },
];

/// All formats, by name.
pub const FORMATS: [CiFormat; READERS.len()] = readers::formats(&READERS);

impl CiFormat {
    fn reader(self) -> &'static Reader {
        readers::reader(&READERS, self)
    }

    /// The format's name in facts: `check-runs`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.reader().name
    }

    /// Whose it is: `GitHub`, `GitLab`, or the tool that has a form of its own.
    #[must_use]
    pub fn tool(self) -> &'static str {
        match self {
            CiFormat::GhPrChecks | CiFormat::GhRuns => "gh",
            CiFormat::GitlabBridges | CiFormat::GitlabJobs | CiFormat::GitlabPipelines => "GitLab",
            CiFormat::BranchRules
            | CiFormat::CheckRuns
            | CiFormat::CombinedStatus
            | CiFormat::RequiredChecks
            | CiFormat::WorkflowJobs
            | CiFormat::WorkflowRuns => "GitHub",
        }
    }

    /// Whether a text that starts like this is of this format. The first 16 KiB are enough, and
    /// they may be cut off anywhere.
    #[must_use]
    pub fn recognises(self, head: &str) -> bool {
        (self.reader().is_one)(head)
    }

    /// Reads a whole export of this format.
    ///
    /// # Errors
    /// A [`Flaw`] where it is not whole, not what the format says, or contradicts itself.
    pub fn read(self, bytes: &[u8]) -> Result<CiExport, Flaw> {
        (self.reader().read)(super::report::text(bytes)?)
    }
}

/// The format of a text that starts like this; `None` where it is none of these. The first 16 KiB
/// are enough.
#[must_use]
pub fn recognise(head: &str) -> Option<CiFormat> {
    readers::recognise(&READERS, head)
}
