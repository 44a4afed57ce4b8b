//! What `gh issue list --json …` and `gh issue view --json …` write.
//!
//! `gh` writes the fields that it is asked for, and no others. What it was not asked for is missing,
//! and an issue without a label is not one whose labels nobody asked for.

use serde::Deserialize;

use super::IssueFormat;
use super::model::{IssueExport, MAX_LABELS, Parts, asked_for, unknown_state};
use crate::formats::ci::pages;
use crate::formats::json_head::Outline;
use crate::formats::json_list::List;
use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// Fields that `gh` has for issues alone.
const FIELDS: [&str; 3] = ["closedByPullRequestsReferences", "isPinned", "stateReason"];

/// The fields that are needed, as `gh` is asked for them. `stateReason` is not: older servers have none.
const NEEDED: &str = "number,title,url,state,labels,milestone,createdAt,closedAt";

pub(super) fn is_gh_issues(head: &str) -> bool {
    let outline = Outline::of(head);
    let is_one = |before: &str| {
        let has = |key: &str| outline.has(&format!("{before}{key}"));
        let url = outline.string(&format!("{before}url")).unwrap_or_default();
        let is_of_issue = url.contains("/issues/") && !url.contains("://api.");
        !has("html_url") && (FIELDS.iter().any(|key| has(key)) || (is_of_issue && has("state")))
    };
    is_one("") || is_one("[].")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issue<'a> {
    #[serde(default)]
    number: Option<u64>,
    #[serde(default, borrow)]
    title: Option<Text<'a>>,
    #[serde(default, borrow)]
    url: Option<Text<'a>>,
    #[serde(default, borrow)]
    state: Option<Text<'a>>,
    #[serde(default, borrow)]
    state_reason: Option<Text<'a>>,
    #[serde(default, borrow)]
    labels: Option<List<Label<'a>, MAX_LABELS>>,
    #[serde(default, borrow, deserialize_with = "asked_for")]
    milestone: Option<Option<Milestone<'a>>>,
    #[serde(default, borrow)]
    created_at: Option<Text<'a>>,
    #[serde(default, borrow, deserialize_with = "asked_for")]
    closed_at: Option<Option<Text<'a>>>,
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

pub(super) fn read(text: &str) -> Result<IssueExport, Flaw> {
    let issues: Vec<Issue<'_>> = pages::objects(text)?;
    let mut export = IssueExport::new(IssueFormat::GhIssues, &[issues.len()])?;
    for issue in &issues {
        add(issue, &mut export)?;
    }
    Ok(export)
}

fn add(issue: &Issue<'_>, export: &mut IssueExport) -> Result<(), Flaw> {
    let (
        Some(number),
        Some(title),
        Some(url),
        Some(state),
        Some(labels),
        Some(milestone),
        Some(opened),
        Some(closed),
    ) = (
        issue.number,
        &issue.title,
        &issue.url,
        &issue.state,
        &issue.labels,
        &issue.milestone,
        &issue.created_at,
        &issue.closed_at,
    )
    else {
        return Err(missing(issue));
    };
    export.add(&Parts {
        number,
        url,
        title,
        is_open: match &**state {
            "OPEN" => true,
            "CLOSED" => false,
            other => return Err(unknown_state(number, other)),
        },
        reason: issue.state_reason.as_deref(),
        labels: labels.iter().map(|label| &*label.name).collect(),
        milestone: milestone.as_ref().map(|it| &*it.title),
        opened,
        closed: closed.as_deref(),
    })
}

/// What was not asked for, by name.
fn missing(issue: &Issue<'_>) -> Flaw {
    let there = [
        issue.number.is_some(),
        issue.title.is_some(),
        issue.url.is_some(),
        issue.state.is_some(),
        issue.labels.is_some(),
        issue.milestone.is_some(),
        issue.created_at.is_some(),
        issue.closed_at.is_some(),
    ];
    let names = NEEDED.split(',').zip(there);
    let names = names.filter(|(_, is_there)| !is_there);
    let names: Vec<String> = names.map(|(name, _)| format!("`{name}`")).collect();
    Flaw::unreadable(format!(
        "it was written without {}: ask for it with `--json {NEEDED},stateReason`",
        names.join(", ")
    ))
}
