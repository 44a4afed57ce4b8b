//! The states that a merge request has had: `glab api projects/ID/merge_requests/IID/versions`.
//!
//! <https://docs.gitlab.com/api/merge_requests/#get-merge-request-diff-versions>: the newest comes first, and
//! each push adds one.

use serde::Deserialize;

use super::ReviewFormat;
use super::model::{ForgeVersion, ReviewExport, limit};
use crate::formats::ci::{kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_versions(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str| {
        let key = |key: &str| outline.has(&format!("{before}{key}"));
        key("head_commit_sha") && key("start_commit_sha")
    };
    has("[].") || has("[][].")
}

#[derive(Deserialize)]
struct Version<'a> {
    merge_request_id: u64,
    #[serde(borrow)]
    head_commit_sha: Text<'a>,
    #[serde(borrow)]
    created_at: Text<'a>,
}

pub(super) fn read(text: &str) -> Result<ReviewExport, Flaw> {
    let mut export = ReviewExport::new(ReviewFormat::GitlabVersions);
    for version in pages::objects::<Version<'_>>(text)? {
        let Some(since) = kept::moment(Some(&version.created_at))? else {
            return Err(Flaw::unreadable("a version in it has no time"));
        };
        export.versions.push(ForgeVersion {
            request: version.merge_request_id,
            head: kept::commit(&version.head_commit_sha)?,
            since,
        });
    }
    limit(export.versions.len(), "versions")?;
    Ok(export)
}
