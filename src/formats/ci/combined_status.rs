//! GitHub's combined commit status: `gh api repos/O/R/commits/SHA/status`.
//!
//! <https://docs.github.com/en/rest/commits/statuses#get-the-combined-status-for-a-specific-reference>:
//! the latest status of each context. Its own `state` is `pending` where there is none.

use serde::Deserialize;

use super::model::{CiEntry, CiEntryKind, CiExport};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_combined_status(head: &str) -> bool {
    let outline = Outline::of(head);
    // Where there are many, `sha` and `total_count` come after what is looked at.
    outline.has_all(&["state", "statuses"]) || outline.has_all(&["[].state", "[].statuses"])
}

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    sha: Text<'a>,
    total_count: u64,
    #[serde(default, borrow)]
    commit_url: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(borrow)]
    statuses: List<Status<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct Status<'a> {
    id: u64,
    #[serde(borrow)]
    context: Text<'a>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(default, borrow)]
    created_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    updated_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    target_url: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::CombinedStatus);
    let mut totals = Vec::new();
    for page in pages::objects::<Page<'_>>(text)? {
        totals.push(page.total_count);
        let commit = kept::commit(&page.sha)?;
        export.of_place(page.url.as_deref());
        export.of_place(page.commit_url.as_deref());
        for status in page.statuses.iter() {
            export.of_place(status.url.as_deref());
            export.add(entry(status, &commit)?)?;
        }
    }
    export.counted(&totals)
}

fn entry(status: &Status<'_>, commit: &str) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::Status;
    let name = kept::name(&status.context)?;
    Ok(CiEntry {
        status: kept::status(&status.state)?,
        started: kept::moment(status.created_at.as_deref())?,
        completed: kept::moment(status.updated_at.as_deref())?,
        url: kept::optional(status.target_url.as_deref())?,
        ..CiEntry::new(kind, status.id, name, commit.to_owned())
    })
}
