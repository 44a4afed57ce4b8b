//! GitHub's check runs of a commit: `gh api repos/O/R/commits/SHA/check-runs`.
//!
//! <https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference>. Of more than
//! 1,000 check suites GitHub lists the 1,000 newest, and its `total_count` is of those.

use serde::Deserialize;

use super::model::{CiEntry, CiEntryKind, CiExport};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_check_runs(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["total_count", "check_runs"])
        || outline.has_all(&["[].total_count", "[].check_runs"])
}

#[derive(Deserialize)]
struct Page<'a> {
    total_count: u64,
    #[serde(borrow)]
    check_runs: List<CheckRun<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct CheckRun<'a> {
    id: u64,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    head_sha: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    conclusion: Option<Text<'a>>,
    #[serde(default, borrow)]
    started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    completed_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    details_url: Option<Text<'a>>,
    #[serde(default, borrow)]
    html_url: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(default)]
    check_suite: Option<Suite>,
    #[serde(default, borrow)]
    app: Option<App<'a>>,
}

#[derive(Deserialize)]
struct Suite {
    id: u64,
}

#[derive(Deserialize)]
struct App<'a> {
    id: u64,
    #[serde(default, borrow)]
    slug: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::CheckRuns);
    let mut totals = Vec::new();
    for page in pages::objects::<Page<'_>>(text)? {
        totals.push(page.total_count);
        for run in page.check_runs.iter() {
            export.of_place(run.url.as_deref());
            export.of_place(run.html_url.as_deref());
            export.add(entry(run)?)?;
        }
    }
    export.counted(&totals)
}

fn entry(run: &CheckRun<'_>) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::CheckRun;
    let commit = kept::commit(&run.head_sha)?;
    let slug = run.app.as_ref().and_then(|app| app.slug.as_deref());
    let address = run.html_url.as_deref().or(run.details_url.as_deref());
    let in_details = kept::workflow_run(run.details_url.as_deref());
    Ok(CiEntry {
        group: kept::optional(slug)?.unwrap_or_default(),
        status: kept::status(&run.status)?,
        conclusion: kept::word(run.conclusion.as_deref())?,
        suite: run.check_suite.as_ref().map(|suite| suite.id),
        run: in_details.or_else(|| kept::workflow_run(run.html_url.as_deref())),
        app: run.app.as_ref().map(|app| app.id),
        started: kept::moment(run.started_at.as_deref())?,
        completed: kept::moment(run.completed_at.as_deref())?,
        url: kept::optional(address)?,
        ..CiEntry::new(kind, run.id, kept::name(&run.name)?, commit)
    })
}
