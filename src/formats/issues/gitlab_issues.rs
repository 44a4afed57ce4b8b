//! Issues as GitLab's API has them: `glab api projects/ID/issues`, and one: `…/issues/IID`.
//!
//! <https://docs.gitlab.com/api/issues/>: labels are names, and with `with_labels_details` objects.
//! `reopened` was a state of its own until GitLab 9.

use serde::Deserialize;

use super::IssueFormat;
use super::model::{IssueExport, MAX_LABELS, Parts, nullable, unknown_state};
use crate::formats::ci::pages;
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// Keys that a merge request has, whose first ones are those of an issue.
const OF_REQUESTS: [&str; 4] = ["merged_at", "merged_by", "merge_user", "target_branch"];

pub(super) fn is_issues(head: &str) -> bool {
    let outline = Outline::of(head);
    let is_one = |before: &str| {
        let has = |key: &&str| outline.has(&format!("{before}{key}"));
        ["iid", "project_id", "closed_at"].iter().all(&has) && !OF_REQUESTS.iter().any(has)
    };
    is_one("") || is_one("[].") || is_one("[][].")
}

#[derive(Deserialize)]
struct Issue<'a> {
    iid: u64,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    web_url: Text<'a>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(borrow)]
    labels: List<Label<'a>, MAX_LABELS>,
    #[serde(borrow, deserialize_with = "nullable")]
    milestone: Option<Milestone<'a>>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow, deserialize_with = "nullable")]
    closed_at: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Label<'a> {
    Name(#[serde(borrow)] Text<'a>),
    Detailed {
        #[serde(borrow)]
        name: Text<'a>,
    },
}

#[derive(Deserialize)]
struct Milestone<'a> {
    #[serde(borrow)]
    title: Text<'a>,
}

pub(super) fn read(text: &str) -> Result<IssueExport, Flaw> {
    let pages = pages::pages::<Issue<'_>>(text)?;
    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    let mut export = IssueExport::new(IssueFormat::GitlabIssues, &sizes)?;
    for issue in pages.iter().flatten() {
        add(issue, &mut export)?;
    }
    Ok(export)
}

fn add(issue: &Issue<'_>, export: &mut IssueExport) -> Result<(), Flaw> {
    let names = issue.labels.iter().map(|label| match label {
        Label::Name(name) | Label::Detailed { name } => &**name,
    });
    export.add(&Parts {
        number: issue.iid,
        url: &issue.web_url,
        title: &issue.title,
        is_open: match &*issue.state {
            "opened" | "reopened" => true,
            "closed" => false,
            other => return Err(unknown_state(issue.iid, other)),
        },
        reason: None,
        labels: names.collect(),
        milestone: issue.milestone.as_ref().map(|it| &*it.title),
        opened: &issue.created_at,
        closed: issue.closed_at.as_deref(),
    })
}
