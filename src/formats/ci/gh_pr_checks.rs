//! What `gh pr checks --json …` writes. It is of the pull request's head, whatever that was, and
//! names no commit: so it never counts.

use super::CiExport;
use crate::formats::json_head::Outline;
use crate::formats::report::Flaw;

/// Fields that only this export has.
const FIELDS: [&str; 3] = ["[].bucket", "[].link", "[].completedAt"];

pub(super) fn is_gh_pr_checks(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("[].bucket")
        || (outline.has_all(&["[].state", "[].name"]) && outline.has_any(&FIELDS))
}

pub(super) fn read(_: &str) -> Result<CiExport, Flaw> {
    Err(Flaw::unreadable(
        "`gh pr checks` does not say of which commit it speaks: export \
         `gh api --paginate repos/OWNER/REPO/commits/SHA/check-runs`",
    ))
}
