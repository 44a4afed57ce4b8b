//! The jobs of a pipeline of GitLab: `glab api projects/ID/pipelines/ID/jobs`, and those that start
//! other pipelines: `…/bridges`.
//!
//! <https://docs.gitlab.com/api/jobs/>. Each names its pipeline, with its commit and status. Jobs that
//! were retried are left out unless `include_retried` asks for them.

use serde::Deserialize;

use super::gitlab_pipelines::{Pipeline, may_go_on};
use super::model::{CiEntry, CiEntryKind, CiExport};
use super::{CiFormat, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_jobs(head: &str) -> bool {
    is_job(head) == Some(false)
}

pub(super) fn is_bridges(head: &str) -> bool {
    is_job(head) == Some(true)
}

/// Whether it lists such jobs, and whether those start pipelines.
fn is_job(head: &str) -> Option<bool> {
    let outline = Outline::of(head);
    let of_list = |before: &str| {
        let keys = ["id", "stage", "status", "name"].map(|key| format!("{before}{key}"));
        let is_one = keys.iter().all(|key| outline.has(key));
        is_one.then(|| outline.has(&format!("{before}downstream_pipeline")))
    };
    of_list("[].").or_else(|| of_list("[][]."))
}

#[derive(Deserialize)]
pub(super) struct Job<'a> {
    id: u64,
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    stage: Text<'a>,
    #[serde(borrow)]
    status: Text<'a>,
    allow_failure: bool,
    #[serde(borrow)]
    pipeline: Pipeline<'a>,
    #[serde(default, borrow)]
    started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    finished_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    web_url: Option<Text<'a>>,
}

pub(super) fn read_jobs(text: &str) -> Result<CiExport, Flaw> {
    read(text, CiFormat::GitlabJobs)
}

pub(super) fn read_bridges(text: &str) -> Result<CiExport, Flaw> {
    read(text, CiFormat::GitlabBridges)
}

fn read(text: &str, format: CiFormat) -> Result<CiExport, Flaw> {
    let pages = pages::pages::<Job<'_>>(text)?;
    let mut export = CiExport::new(format);
    for job in pages.iter().flatten() {
        export.of_place(job.web_url.as_deref());
        export.of_place(job.pipeline.web_url.as_deref());
        export.add(entry(job)?)?;
        export.add(super::gitlab_pipelines::entry(&job.pipeline)?)?;
    }
    let mut export = export.each_once();
    export.incomplete = may_go_on(&pages);
    Ok(export)
}

pub(super) fn entry(job: &Job<'_>) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::PipelineJob;
    let pipeline = &job.pipeline;
    let commit = kept::commit(&pipeline.sha)?;
    Ok(CiEntry {
        group: kept::name(&job.stage)?,
        status: kept::status(&job.status)?,
        run: Some(pipeline.id),
        branch: kept::optional(Some(&pipeline.reference))?,
        allow_failure: job.allow_failure,
        started: kept::moment(job.started_at.as_deref())?,
        completed: kept::moment(job.finished_at.as_deref())?,
        url: kept::optional(job.web_url.as_deref())?,
        ..CiEntry::new(kind, job.id, kept::name(&job.name)?, commit)
    })
}
