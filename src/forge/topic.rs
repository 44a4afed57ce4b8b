//! What a forge is asked about, and what has to be said where it is not.

use super::access::{Forge, Project};

/// What a forge is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic<'a> {
    /// What its CI ran on this commit; on none where there is none yet.
    Checks(Option<&'a str>),
    /// The issues of the project.
    Issues,
    /// Who reviewed its pull or merge requests.
    Reviews,
}

impl Topic<'_> {
    /// Who is asked, for people.
    pub(super) fn whom(self) -> &'static str {
        match self {
            Topic::Checks(_) => "the CI system",
            Topic::Issues => "the tracker",
            Topic::Reviews => "the forge",
        }
    }

    /// What a token has to be allowed.
    pub(super) fn scopes(self, forge: Forge) -> &'static str {
        match (self, forge) {
            (Topic::Checks(_), Forge::Github) => {
                "`checks: read`, `statuses: read` and `actions: read`"
            }
            (Topic::Issues, Forge::Github) => "`issues: read`",
            (Topic::Reviews, Forge::Github) => "`contents: read` and `pull-requests: read`",
            (_, Forge::Gitlab) => "`read_api`",
        }
    }

    /// The command that records what the forge would be asked for.
    #[must_use]
    pub fn export(self, forge: Option<Forge>) -> String {
        match (self, forge) {
            (Topic::Checks(head), Some(Forge::Gitlab)) => format!(
                "relcheck record -- glab api --paginate 'projects/:id/pipelines?sha={}&per_page=100'",
                head.unwrap_or("SHA")
            ),
            (Topic::Checks(head), _) => format!(
                "relcheck record -- gh api --paginate 'repos/{{owner}}/{{repo}}/commits/{}/check-runs'",
                head.unwrap_or("SHA")
            ),
            (Topic::Reviews, Some(Forge::Gitlab)) => {
                "relcheck record -- glab api projects/:id/merge_requests/IID/approvals, and the same without `/approvals` and with `/versions`".to_owned()
            }
            (Topic::Reviews, _) => {
                "relcheck record -- gh pr view NUMBER --json number,url,state,author,headRefOid,mergeCommit,commits,reviews".to_owned()
            }
            (Topic::Issues, Some(Forge::Gitlab)) => {
                "relcheck record --kind issues -- glab api --paginate 'projects/:id/issues?per_page=100'".to_owned()
            }
            (Topic::Issues, _) => {
                "relcheck record -- gh issue list --state all --limit 10000 --json number,title,url,state,stateReason,labels,milestone,createdAt,closedAt".to_owned()
            }
        }
    }

    /// The same for a project.
    pub(super) fn export_of(self, project: Option<&Project>) -> String {
        self.export(project.map(|it| it.forge))
    }
}
