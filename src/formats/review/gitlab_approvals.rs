//! Approvals of one merge request: `glab api projects/ID/merge_requests/IID/approvals`.
//!
//! <https://docs.gitlab.com/api/merge_request_approvals/>. An approval names no commit: `approved_at`, which
//! GitLab has since 18, says which state of the request it was given for. GitLab's free tier leaves out
//! `iid` and `project_id`. Who has taken an approval back is not listed.

use serde::Deserialize;

use super::model::{Account, Review, ReviewExport, ReviewForge, ReviewRequest, ReviewState, limit};
use super::{MAX_ENTRIES, ReviewFormat};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// Fields that the answer has beside `approved_by`, some of them.
const FIELDS: [&str; 4] = [
    "approvals_left",
    "approved",
    "user_can_approve",
    "user_has_approved",
];

pub(super) fn is_approvals(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("approved_by") && outline.has_any(&FIELDS)
}

pub(super) fn is_approval_state(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("approval_rules_overwritten") || outline.has("rules[].eligible_approvers")
}

pub(super) fn refuse_state(_: &str) -> Result<ReviewExport, Flaw> {
    Err(Flaw::unreadable(
        "`approval_state` does not say when somebody approved: export \
         `glab api projects/ID/merge_requests/IID/approvals`",
    ))
}

#[derive(Deserialize)]
struct Approvals<'a> {
    #[serde(default)]
    id: Option<u64>,
    #[serde(default)]
    iid: Option<u64>,
    #[serde(default)]
    project_id: Option<u64>,
    #[serde(borrow)]
    approved_by: List<Approval<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct Approval<'a> {
    #[serde(borrow)]
    user: User<'a>,
    #[serde(default, borrow)]
    approved_at: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct User<'a> {
    #[serde(borrow)]
    pub username: Text<'a>,
    /// Only some answers have it.
    #[serde(default)]
    bot: bool,
}

impl User<'_> {
    pub(super) fn account(&self) -> Result<Account, Flaw> {
        Ok(Account::new(kept::name(&self.username)?, self.bot))
    }
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GitlabApprovals);
    for approvals in pages::objects::<Approvals<'_>>(text)? {
        let mut request = ReviewRequest::new(ReviewForge::Gitlab);
        request.id = approvals.id;
        request.number = approvals.iid;
        request.project = approvals.project_id;
        request.lists_reviews = true;
        for approval in approvals.approved_by.iter() {
            request.reviews.push(Review {
                by: Some(approval.user.account()?),
                state: ReviewState::Approved,
                commit: None,
                time: kept::moment(approval.approved_at.as_deref())?,
            });
        }
        export.requests.push(request);
        limit(export.requests.len(), "merge requests")?;
    }
    Ok(export)
}
