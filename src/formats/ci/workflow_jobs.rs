//! The jobs of a run of GitHub Actions: `gh api repos/O/R/actions/runs/ID/jobs`.
//!
//! <https://docs.github.com/en/rest/actions/workflow-jobs#list-jobs-for-a-workflow-run>. A job's id is
//! that of its check run.

use serde::Deserialize;

use super::model::{CiEntry, CiEntryKind, CiExport};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// The number of the app GitHub Actions, which runs all of them.
pub(super) const GITHUB_ACTIONS: u64 = 15_368;
/// Its name.
pub(super) const GITHUB_ACTIONS_SLUG: &str = "github-actions";

pub(super) fn is_workflow_jobs(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["total_count", "jobs"]) || outline.has_all(&["[].total_count", "[].jobs"])
}

#[derive(Deserialize)]
struct Page<'a> {
    total_count: u64,
    #[serde(borrow)]
    jobs: List<Job<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct Job<'a> {
    id: u64,
    run_id: u64,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    head_sha: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    conclusion: Option<Text<'a>>,
    #[serde(default)]
    run_attempt: Option<u64>,
    #[serde(default, borrow)]
    head_branch: Option<Text<'a>>,
    #[serde(default, borrow)]
    runner_name: Option<Text<'a>>,
    #[serde(default, borrow)]
    started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    completed_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    html_url: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::WorkflowJobs);
    let mut totals = Vec::new();
    for page in pages::objects::<Page<'_>>(text)? {
        totals.push(page.total_count);
        for job in page.jobs.iter() {
            export.of_place(job.url.as_deref());
            export.of_place(job.html_url.as_deref());
            export.add(entry(job)?)?;
        }
    }
    export.counted(&totals)
}

fn entry(job: &Job<'_>) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::CheckRun;
    let commit = kept::commit(&job.head_sha)?;
    Ok(CiEntry {
        group: GITHUB_ACTIONS_SLUG.to_owned(),
        app: Some(GITHUB_ACTIONS),
        status: kept::status(&job.status)?,
        conclusion: kept::word(job.conclusion.as_deref())?,
        attempt: job.run_attempt,
        run: Some(job.run_id),
        branch: kept::optional(job.head_branch.as_deref())?,
        runner: kept::optional(job.runner_name.as_deref())?,
        started: kept::moment(job.started_at.as_deref())?,
        completed: kept::moment(job.completed_at.as_deref())?,
        url: kept::optional(job.html_url.as_deref())?,
        ..CiEntry::new(kind, job.id, kept::name(&job.name)?, commit)
    })
}
