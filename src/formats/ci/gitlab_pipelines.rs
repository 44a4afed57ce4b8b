//! Pipelines of GitLab: `glab api projects/ID/pipelines?sha=SHA`, or one with `pipelines/ID`, and
//! what `glab ci list` and `glab ci get` write as JSON.
//!
//! <https://docs.gitlab.com/api/pipelines/>. A list does not say how many there are: see
//! [`may_go_on`].

use serde::Deserialize;

use super::gitlab_jobs::{self, Job};
use super::model::{CiEntry, CiEntryKind, CiExport};
use super::{CiFormat, MAX_ENTRIES, kept, pages};
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// How many elements GitLab's pages have, and what page sizes people ask for are multiples of.
const PAGE: usize = 20;

/// Why a list may be less than all there is: its last page is full. One of 20 that is all there is
/// cannot be told from it.
pub(super) fn may_go_on<T>(pages: &[Vec<T>]) -> Option<String> {
    let last = pages.last().map_or(0, Vec::len);
    (last > 0 && last.is_multiple_of(PAGE)).then(|| {
        format!("its last page has {last} entries, as many as a page may have: export it with `--paginate` and `per_page=100`")
    })
}

pub(super) fn is_pipelines(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |before: &str, keys: &[&str]| {
        let keys = keys.iter().map(|key| format!("{before}{key}"));
        keys.into_iter().all(|key| outline.has(&key))
    };
    let own = ["id", "sha", "ref", "status"];
    let is_job = |before: &str| outline.has(&format!("{before}stage"));
    let of_list = |before: &str| has(before, &own) && !is_job(before);
    of_list("[].")
        || of_list("[][].")
        || (of_list("") && outline.has_any(&["iid", "project_id", "web_url"]))
}

#[derive(Deserialize)]
pub(super) struct Pipeline<'a> {
    pub id: u64,
    #[serde(borrow)]
    pub sha: Text<'a>,
    #[serde(rename = "ref", borrow)]
    pub reference: Text<'a>,
    #[serde(borrow)]
    pub status: Text<'a>,
    #[serde(default, borrow)]
    pub source: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub created_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub started_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub finished_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub web_url: Option<Text<'a>>,
    /// What `glab ci get` adds.
    #[serde(default, borrow)]
    jobs: Option<List<Job<'a>, MAX_ENTRIES>>,
}

pub(super) fn read(text: &str) -> Result<CiExport, Flaw> {
    let pages = pages::pages::<Pipeline<'_>>(text)?;
    let is_one = !text.trim_ascii_start().starts_with('[');
    let mut export = CiExport::new(CiFormat::GitlabPipelines);
    for pipeline in pages.iter().flatten() {
        for job in pipeline.jobs.iter().flat_map(|jobs| jobs.iter()) {
            export.add(gitlab_jobs::entry(job)?)?;
        }
        export.of_place(pipeline.web_url.as_deref());
        export.add(entry(pipeline)?)?;
    }
    let mut export = export.each_once();
    export.incomplete = match is_one {
        true => Some("it is one pipeline, and there may be others for the commit".to_owned()),
        false => may_go_on(&pages),
    };
    Ok(export)
}

pub(super) fn entry(pipeline: &Pipeline<'_>) -> Result<CiEntry, Flaw> {
    let kind = CiEntryKind::Pipeline;
    let source = kept::word(pipeline.source.as_deref())?;
    let name = match &source {
        Some(source) => format!("pipeline ({source})"),
        None => "pipeline".to_owned(),
    };
    let started = pipeline.started_at.as_deref();
    Ok(CiEntry {
        status: kept::status(&pipeline.status)?,
        run: Some(pipeline.id),
        branch: kept::optional(Some(&pipeline.reference))?,
        event: source,
        started: kept::moment(started.or(pipeline.created_at.as_deref()))?,
        completed: kept::moment(pipeline.finished_at.as_deref())?,
        url: kept::optional(pipeline.web_url.as_deref())?,
        ..CiEntry::new(kind, pipeline.id, name, kept::commit(&pipeline.sha)?)
    })
}
