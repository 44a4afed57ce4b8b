//! Reviews on forges: who approved which state of a pull or merge request.
//!
//! One file each format, below this folder, and one visible list of them: `READERS`. An export is
//! recognised by its content. What one export leaves out another may say: each is read for what it
//! says, and whoever puts them together decides what that proves.

mod address;
mod gh_pull_requests;
mod github_commits;
mod github_pulls;
mod github_reviews;
mod gitlab_approvals;
mod gitlab_merge_requests;
mod gitlab_versions;
mod model;

#[cfg(test)]
mod tests;

use super::readers;
use super::report::Flaw;

pub(super) use address::numbered;
pub use address::{Place, merge_request_of, place_of};
pub use model::{
    Account, ForgeVersion, Review, ReviewExport, ReviewForge, ReviewRequest, ReviewState,
    ReviewedState,
};

/// The most requests, reviews or commits that one export may have.
pub const MAX_ENTRIES: usize = super::ci::MAX_ENTRIES;

/// A format of what a forge says of reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewFormat {
    /// `gh pr view --json …` and `gh pr list --json …`.
    GhPullRequests,
    /// GitHub: `GET /repos/O/R/pulls/N/commits` and `GET /repos/O/R/commits/SHA`.
    GithubCommits,
    /// GitHub: `GET /repos/O/R/pulls/N`.
    GithubPulls,
    /// GitHub: `GET /repos/O/R/pulls/N/reviews`.
    GithubReviews,
    /// GitLab: `GET /projects/ID/merge_requests/IID/approval_state`, which names no time.
    GitlabApprovalState,
    /// GitLab: `GET /projects/ID/merge_requests/IID/approvals`.
    GitlabApprovals,
    /// GitLab: `GET /projects/ID/merge_requests/IID`.
    GitlabMergeRequests,
    /// GitLab: `GET /projects/ID/merge_requests/IID/versions`.
    GitlabVersions,
}

type Reader = readers::Reader<ReviewFormat, fn(&str) -> Result<ReviewExport, Flaw>>;

/// All formats there are, by name.
const READERS: [Reader; 8] = [
    Reader {
        format: ReviewFormat::GhPullRequests,
        name: "gh-pull-requests",
        is_one: gh_pull_requests::is_gh_pull_requests,
        read: gh_pull_requests::read,
    },
    Reader {
        format: ReviewFormat::GithubCommits,
        name: "commits",
        is_one: github_commits::is_commits,
        read: github_commits::read,
    },
    Reader {
        format: ReviewFormat::GithubPulls,
        name: "pulls",
        is_one: github_pulls::is_pulls,
        read: github_pulls::read,
    },
    Reader {
        format: ReviewFormat::GithubReviews,
        name: "reviews",
        is_one: github_reviews::is_reviews,
        read: github_reviews::read,
    },
    Reader {
        format: ReviewFormat::GitlabApprovalState,
        name: "approval-state",
        is_one: gitlab_approvals::is_approval_state,
        read: gitlab_approvals::refuse_state,
    },
    Reader {
        format: ReviewFormat::GitlabApprovals,
        name: "approvals",
        is_one: gitlab_approvals::is_approvals,
        read: gitlab_approvals::read,
    },
    Reader {
        format: ReviewFormat::GitlabMergeRequests,
        name: "merge-requests",
        is_one: gitlab_merge_requests::is_merge_requests,
        read: gitlab_merge_requests::read,
    },
    Reader {
        format: ReviewFormat::GitlabVersions,
        name: "versions",
        is_one: gitlab_versions::is_versions,
        read: gitlab_versions::read,
    },
];

/// All formats, by name.
pub const FORMATS: [ReviewFormat; READERS.len()] = readers::formats(&READERS);

impl ReviewFormat {
    fn reader(self) -> &'static Reader {
        readers::reader(&READERS, self)
    }

    /// The format's name in facts: `reviews`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.reader().name
    }

    /// Whose it is: `GitHub`, `GitLab`, or the tool that has a form of its own.
    #[must_use]
    pub fn tool(self) -> &'static str {
        match self {
            ReviewFormat::GhPullRequests => "gh",
            ReviewFormat::GithubCommits
            | ReviewFormat::GithubPulls
            | ReviewFormat::GithubReviews => "GitHub",
            ReviewFormat::GitlabApprovalState
            | ReviewFormat::GitlabApprovals
            | ReviewFormat::GitlabMergeRequests
            | ReviewFormat::GitlabVersions => "GitLab",
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
    /// A [`Flaw`] where it is not whole, not what the format says, or leaves out what makes a review
    /// count.
    pub fn read(self, bytes: &[u8]) -> Result<ReviewExport, Flaw> {
        (self.reader().read)(super::report::text(bytes)?)
    }
}

/// The format of a text that starts like this; `None` where it is none of these. The first 16 KiB
/// are enough.
#[must_use]
pub fn recognise(head: &str) -> Option<ReviewFormat> {
    readers::recognise(&READERS, head)
}
