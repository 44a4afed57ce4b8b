//! The runs of GitHub Actions' workflows: `gh api repos/O/R/actions/runs?head_sha=SHA`.
//!
//! <https://docs.github.com/en/rest/actions/workflow-runs#list-workflow-runs-for-a-repository>. A run
//! that was started anew keeps its id: it is listed as its latest attempt. What a tag started has the
//! tag as its `head_branch`.

use serde::Deserialize;

use super::model::{CiEntry, CiEntryKind, CiExport};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_workflow_runs(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["total_count", "workflow_runs"])
        || outline.has_all(&["[].total_count", "[].workflow_runs"])
}

#[derive(Deserialize)]
struct Page<'a> {
    total_count: u64,
    #[serde(borrow)]
    workflow_runs: List<WorkflowRun<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
struct WorkflowRun<'a> {
    id: u64,
    #[serde(default, borrow)]
    name: Option<Text<'a>>,
    #[serde(default, borrow)]
    path: Option<Text<'a>>,
    #[serde(borrow)]
    head_sha: Text<'a>,
    #[serde(borrow)]
    head_branch: Option<Text<'a>>,
    #[serde(borrow)]
    event: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    conclusion: Option<Text<'a>>,
    workflow_id: u64,
    #[serde(default)]
    check_suite_id: Option<u64>,
    #[serde(default)]
    run_attempt: Option<u64>,
    #[serde(default, borrow)]
    created_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    run_started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    updated_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    html_url: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::WorkflowRuns);
    let mut totals = Vec::new();
    for page in pages::objects::<Page<'_>>(text)? {
        totals.push(page.total_count);
        for run in page.workflow_runs.iter() {
            export.of_place(run.url.as_deref());
            export.of_place(run.html_url.as_deref());
            export.add(entry(run)?)?;
        }
    }
    export.counted(&totals)
}

fn entry(run: &WorkflowRun<'_>) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::WorkflowRun;
    let named = kept::optional(run.name.as_deref())?.or(kept::optional(run.path.as_deref())?);
    let name = named.unwrap_or_else(|| format!("workflow {}", run.workflow_id));
    let conclusion = kept::word(run.conclusion.as_deref())?;
    let started = run.run_started_at.as_deref().or(run.created_at.as_deref());
    Ok(CiEntry {
        status: kept::status(&run.status)?,
        // While it runs, that is only when something happened last.
        completed: match conclusion {
            Some(_) => kept::moment(run.updated_at.as_deref())?,
            None => None,
        },
        conclusion,
        attempt: run.run_attempt,
        suite: run.check_suite_id,
        run: Some(run.id),
        workflow: Some(run.workflow_id),
        branch: kept::optional(run.head_branch.as_deref())?,
        event: kept::optional(Some(&run.event))?,
        started: kept::moment(started)?,
        url: kept::optional(run.html_url.as_deref())?,
        ..CiEntry::new(kind, run.id, name, kept::commit(&run.head_sha)?)
    })
}
