//! Issues as GitHub's API has them: `gh api repos/O/R/issues`, and one: `…/issues/N`.
//!
//! <https://docs.github.com/rest/issues/issues>: every pull request is listed as an issue, too, and has
//! the key `pull_request`. Answers of 2012 have that key in each, with nothing in it.

use serde::Deserialize;

use super::IssueFormat;
use super::model::{IssueExport, MAX_LABELS, Parts, nullable, unknown_state};
use crate::formats::ci::pages;
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

pub(super) fn is_issues(head: &str) -> bool {
    let outline = Outline::of(head);
    let is_one = |before: &str| {
        let keys = ["repository_url", "labels_url", "events_url", "number"];
        let mut keys = keys.iter().map(|key| format!("{before}{key}"));
        keys.all(|key| outline.has(&key))
    };
    is_one("") || is_one("[].") || is_one("[][].")
}

#[derive(Deserialize)]
struct Issue<'a> {
    number: u64,
    #[serde(borrow)]
    title: Text<'a>,
    #[serde(borrow)]
    html_url: Text<'a>,
    #[serde(borrow)]
    state: Text<'a>,
    #[serde(default, borrow)]
    state_reason: Option<Text<'a>>,
    #[serde(borrow)]
    labels: List<Label<'a>, MAX_LABELS>,
    #[serde(borrow, deserialize_with = "nullable")]
    milestone: Option<Milestone<'a>>,
    #[serde(borrow)]
    created_at: Text<'a>,
    #[serde(borrow, deserialize_with = "nullable")]
    closed_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    pull_request: Option<PullRequest<'a>>,
}

#[derive(Deserialize)]
struct Label<'a> {
    #[serde(borrow)]
    name: Text<'a>,
}

#[derive(Deserialize)]
struct Milestone<'a> {
    #[serde(borrow)]
    title: Text<'a>,
}

#[derive(Deserialize)]
struct PullRequest<'a> {
    #[serde(default, borrow)]
    html_url: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<IssueExport, Flaw> {
    let pages = pages::pages::<Issue<'_>>(text)?;
    let sizes: Vec<usize> = pages.iter().map(Vec::len).collect();
    let mut export = IssueExport::new(IssueFormat::GithubIssues, &sizes)?;
    for issue in pages.iter().flatten() {
        let request = issue.pull_request.as_ref();
        if request.is_none_or(|it| it.html_url.is_none()) {
            add(issue, &mut export)?;
        }
    }
    Ok(export)
}

fn add(issue: &Issue<'_>, export: &mut IssueExport) -> Result<(), Flaw> {
    export.add(&Parts {
        number: issue.number,
        url: &issue.html_url,
        title: &issue.title,
        is_open: match &*issue.state {
            "open" => true,
            "closed" => false,
            other => return Err(unknown_state(issue.number, other)),
        },
        reason: issue.state_reason.as_deref(),
        labels: issue.labels.iter().map(|label| &*label.name).collect(),
        milestone: issue.milestone.as_ref().map(|it| &*it.title),
        opened: &issue.created_at,
        closed: issue.closed_at.as_deref(),
    })
}
