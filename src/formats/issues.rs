//! Issues of trackers: GitHub's and GitLab's, as their command lines and their APIs list them.
//!
//! One file each format, below this folder, and one visible list of them: `READERS`. An export is
//! recognised by its content. What is in it does not say what is not: which issues a list was to hold
//! is in the command that asked for it, which [`Asked`] reads.

mod asked;
mod gh_issues;
mod github_issues;
mod gitlab_issues;
mod model;

#[cfg(test)]
mod tests;

use super::readers;
use super::report::Flaw;

pub use asked::{Asked, AskedStates};
pub use model::{IssueExport, TrackedIssue};

/// The most issues that one export may have.
pub const MAX_ENTRIES: usize = super::ci::MAX_ENTRIES;

/// A format of what a tracker says of issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueFormat {
    /// `gh issue list --json …` and `gh issue view --json …`.
    GhIssues,
    /// GitHub: `GET /repos/O/R/issues` and `GET /repos/O/R/issues/N`.
    GithubIssues,
    /// GitLab: `GET /projects/ID/issues` and `GET /projects/ID/issues/IID`.
    GitlabIssues,
}

type Reader = readers::Reader<IssueFormat, fn(&str) -> Result<IssueExport, Flaw>>;

/// All formats there are, by name.
const READERS: [Reader; 3] = [
    Reader {
        format: IssueFormat::GhIssues,
        name: "gh-issues",
        is_one: gh_issues::is_gh_issues,
        read: gh_issues::read,
    },
    Reader {
        format: IssueFormat::GithubIssues,
        name: "github-issues",
        is_one: github_issues::is_issues,
        read: github_issues::read,
    },
    Reader {
        format: IssueFormat::GitlabIssues,
        name: "gitlab-issues",
        is_one: gitlab_issues::is_issues,
        read: gitlab_issues::read,
    },
];

/// All formats, by name.
pub const FORMATS: [IssueFormat; READERS.len()] = readers::formats(&READERS);

impl IssueFormat {
    fn reader(self) -> &'static Reader {
        readers::reader(&READERS, self)
    }

    /// The format's name in facts: `gh-issues`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.reader().name
    }

    /// Whose it is: `GitHub`, `GitLab`, or the tool that has a form of its own.
    #[must_use]
    pub fn tool(self) -> &'static str {
        match self {
            IssueFormat::GhIssues => "gh",
            IssueFormat::GithubIssues => "GitHub",
            IssueFormat::GitlabIssues => "GitLab",
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
    /// A [`Flaw`] where it is not whole, not what the format says, or leaves out what tells an issue
    /// that is open from one that is not.
    pub fn read(self, bytes: &[u8]) -> Result<IssueExport, Flaw> {
        (self.reader().read)(super::report::text(bytes)?)
    }
}

/// The format of a text that starts like this; `None` where it is none of these. The first 16 KiB
/// are enough.
#[must_use]
pub fn recognise(head: &str) -> Option<IssueFormat> {
    readers::recognise(&READERS, head)
}
