//! Pull requests: `gh api repos/O/R/pulls/N`, and lists of them.
//!
//! <https://docs.github.com/rest/pulls/pulls>: `merge_commit_sha` is the commit that merged or squashed a
//! request that was merged, or the last one of a rebase; of an open one it is a test merge.

use serde::Deserialize;

use super::ReviewFormat;
use super::github_reviews::User;
use super::model::{ReviewExport, ReviewForge, ReviewRequest, ReviewedState, limit};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_pulls(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str| {
        let key = |key: &str| outline.has(&format!("{before}{key}"));
        key("number") && key("diff_url") && key("patch_url")
    };
    has("") || has("[].") || has("[][].")
}

#[derive(Deserialize)]
struct Pull<'a> {
    number: u64,
    #[serde(borrow)]
    html_url: Text<'a>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow)]
    user: Option<User<'a>>,
    #[serde(borrow)]
    merged_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    merge_commit_sha: Option<Text<'a>>,
    #[serde(borrow)]
    head: Head<'a>,
}

#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow)]
    sha: Text<'a>,
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GithubPulls);
    for pull in pages::objects::<Pull<'_>>(text)? {
        export.requests.push(request(&pull)?);
    }
    limit(export.requests.len(), "pull requests")?;
    Ok(export)
}

fn request(pull: &Pull<'_>) -> Result<ReviewRequest, Flaw> {
    let mut request = ReviewRequest::new(ReviewForge::Github).at(&pull.html_url)?;
    if request.number != Some(pull.number) {
        return Err(Flaw::unreadable(
            "a pull request in it has another number than its address",
        ));
    }
    request.author = pull.user.as_ref().map(User::account).transpose()?;
    request.head = Some(kept::commit(&pull.head.sha)?);
    let is_merged = kept::moment(pull.merged_at.as_deref())?.is_some();
    request.state = Some(match (&*pull.state, is_merged) {
        (_, true) => ReviewedState::Merged,
        ("open", false) => ReviewedState::Open,
        _ => ReviewedState::Closed,
    });
    if let Some(merge) = pull.merge_commit_sha.as_deref().filter(|_| is_merged) {
        request.merged_as.push(kept::commit(merge)?);
    }
    Ok(request)
}
