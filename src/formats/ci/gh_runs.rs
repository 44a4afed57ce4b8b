//! What `gh run list --json …` and `gh run view --json …` write.
//!
//! `gh` writes the fields that it is asked for, and no others: `databaseId`, `headSha`, `status` and
//! `conclusion` have to be among them, and a name. It lists the 20 latest runs unless `-L` says
//! otherwise, and never how many there are: a list proves what is in it, and not that this is all.

use serde::Deserialize;

use super::model::{CiEntry, CiEntryKind, CiExport};
use super::workflow_jobs::{GITHUB_ACTIONS, GITHUB_ACTIONS_SLUG};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// Fields that such an export has beside `databaseId`, some of them.
const FIELDS: [&str; 8] = [
    "attempt",
    "conclusion",
    "displayTitle",
    "event",
    "headBranch",
    "headSha",
    "status",
    "workflowName",
];

pub(super) fn is_gh_runs(head: &str) -> bool {
    let outline = Outline::of(head);
    let has_one = |before: &str| {
        let any = FIELDS.map(|field| format!("{before}{field}"));
        outline.has(&format!("{before}databaseId")) && any.iter().any(|key| outline.has(key))
    };
    // The jobs come before the fields of the run itself, which may lie after what is looked at.
    has_one("[].") || has_one("") || has_one("jobs[].")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    database_id: u64,
    #[serde(borrow)]
    head_sha: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    conclusion: Text<'a>,
    #[serde(default, borrow)]
    name: Option<Text<'a>>,
    #[serde(default, borrow)]
    workflow_name: Option<Text<'a>>,
    #[serde(default)]
    workflow_database_id: Option<u64>,
    #[serde(default, borrow)]
    head_branch: Option<Text<'a>>,
    #[serde(default, borrow)]
    event: Option<Text<'a>>,
    #[serde(default)]
    attempt: Option<u64>,
    #[serde(default, borrow)]
    started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    updated_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(default, borrow)]
    jobs: List<Job<'a>, MAX_ENTRIES>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Job<'a> {
    database_id: u64,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    #[serde(borrow)]
    conclusion: Text<'a>,
    #[serde(default, borrow)]
    started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    completed_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let mut export = CiExport::new(CiFormat::GhRuns);
    for run in pages::objects::<Run<'_>>(text)? {
        let entry = entry(&run)?;
        export.of_place(run.url.as_deref());
        for job in run.jobs.iter() {
            export.add(job_entry(job, &entry)?)?;
        }
        export.add(entry)?;
    }
    let mut export = export.each_once();
    export.incomplete =
        Some("`gh run` says nothing of other apps' checks, nor how many runs there are".to_owned());
    Ok(export)
}

fn entry(run: &Run<'_>) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::WorkflowRun;
    let workflow = kept::optional(run.workflow_name.as_deref())?;
    let named = workflow.or(kept::optional(run.name.as_deref())?);
    let Some(name) = named else {
        return Err(Flaw::unreadable(
            "a run in it has no name: `gh run list --json databaseId,workflowName,headSha,status,conclusion`",
        ));
    };
    let conclusion = kept::word(Some(&run.conclusion))?;
    Ok(CiEntry {
        status: kept::status(&run.status)?,
        completed: match conclusion {
            Some(_) => kept::moment(run.updated_at.as_deref())?,
            None => None,
        },
        conclusion,
        attempt: run.attempt,
        run: Some(run.database_id),
        workflow: run.workflow_database_id,
        branch: kept::optional(run.head_branch.as_deref())?,
        event: kept::optional(run.event.as_deref())?,
        started: kept::moment(run.started_at.as_deref())?,
        url: kept::optional(run.url.as_deref())?,
        ..CiEntry::new(kind, run.database_id, name, kept::commit(&run.head_sha)?)
    })
}

fn job_entry(job: &Job<'_>, run: &CiEntry) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::CheckRun;
    Ok(CiEntry {
        group: GITHUB_ACTIONS_SLUG.to_owned(),
        app: Some(GITHUB_ACTIONS),
        status: kept::status(&job.status)?,
        conclusion: kept::word(Some(&job.conclusion))?,
        attempt: run.attempt,
        run: Some(run.id),
        branch: run.branch.clone(),
        event: run.event.clone(),
        started: kept::moment(job.started_at.as_deref())?,
        completed: kept::moment(job.completed_at.as_deref())?,
        url: kept::optional(job.url.as_deref())?,
        ..CiEntry::new(
            kind,
            job.database_id,
            kept::name(&job.name)?,
            run.commit.clone(),
        )
    })
}
