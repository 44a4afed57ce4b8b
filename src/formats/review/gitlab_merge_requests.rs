//! Merge requests: `glab api projects/ID/merge_requests/IID`, and lists of them.
//!
//! <https://docs.gitlab.com/api/merge_requests/>: `sha` is the last commit of the branch,
//! `merge_commit_sha` and `squash_commit_sha` are what it became, `null` where there is none.

use serde::Deserialize;

use super::ReviewFormat;
use super::gitlab_approvals::User;
use super::model::{ReviewExport, ReviewForge, ReviewRequest, ReviewedState, limit};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_merge_requests(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str| {
        let key = |key: &str| outline.has(&format!("{before}{key}"));
        key("iid") && key("project_id") && (key("target_branch") || key("source_branch"))
    };
    has("") || has("[].") || has("[][].")
}

#[derive(Deserialize)]
struct MergeRequest<'a> {
    id: u64,
    iid: u64,
    project_id: u64,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow)]
    web_url: Text<'a>,
    #[serde(borrow)]
    author: Option<User<'a>>,
    #[serde(borrow)]
    sha: Option<Text<'a>>,
    #[serde(default, borrow)]
    merge_commit_sha: Option<Text<'a>>,
    #[serde(default, borrow)]
    squash_commit_sha: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GitlabMergeRequests);
    for merge_request in pages::objects::<MergeRequest<'_>>(text)? {
        export.requests.push(request(&merge_request)?);
    }
    limit(export.requests.len(), "merge requests")?;
    Ok(export)
}

fn request(merge_request: &MergeRequest<'_>) -> Result<ReviewRequest, Flaw> {
    let mut request = ReviewRequest::new(ReviewForge::Gitlab).at(&merge_request.web_url)?;
    if request.number != Some(merge_request.iid) {
        return Err(Flaw::unreadable(
            "a merge request in it has another number than its address",
        ));
    }
    request.id = Some(merge_request.id);
    request.project = Some(merge_request.project_id);
    request.author = merge_request
        .author
        .as_ref()
        .map(User::account)
        .transpose()?;
    request.state = Some(match &*merge_request.state {
        "merged" => ReviewedState::Merged,
        "opened" | "locked" => ReviewedState::Open,
        _ => ReviewedState::Closed,
    });
    let sha = merge_request.sha.as_deref();
    request.head = sha.map(kept::commit).transpose()?;
    let became = [
        &merge_request.merge_commit_sha,
        &merge_request.squash_commit_sha,
    ];
    for commit in became.into_iter().flatten() {
        request.merged_as.push(kept::commit(commit)?);
    }
    request.merged_as.sort();
    request.merged_as.dedup();
    Ok(request)
}
