//! Exports of issues, each with what it was asked for.

use crate::collect::Context;
use crate::collect::own_place::OwnPlace;
use crate::collect::reports::{Kind, Report, Told};
use crate::evidence::{ISSUES, Record, Tool};
use crate::facts::{Binding, IssueSource, IssueStates, Missing, ReportStatus};
use crate::formats::issues::{self, Asked, AskedStates, IssueExport, IssueFormat, TrackedIssue};
use crate::formats::report::Flaw;

/// One export.
pub(super) struct Source {
    pub fact: IssueSource,
    /// Its issues; empty where it is another project's.
    issues: Vec<TrackedIssue>,
}

impl Source {
    /// Its issues, where it was recorded for HEAD and is understood.
    pub fn said(&self) -> &[TrackedIssue] {
        if self.counts() { &self.issues } else { &[] }
    }

    /// Whether it lists all that it was asked for.
    pub fn is_whole(&self) -> bool {
        self.counts() && self.fact.incomplete.is_none()
    }

    fn counts(&self) -> bool {
        self.fact.evidence.binding == Binding::Recorded
            && self.fact.status == ReportStatus::Complete
    }
}

/// The exports that lie there, sorted by path, save for those of the previous release.
pub(super) fn all(context: &Context, own: &OwnPlace) -> Result<Vec<Source>, Missing> {
    let reports = KIND.of_this_release(context)?.into_iter();
    Ok(reports.map(|report| source(report, own)).collect())
}

fn source(report: Report<IssueExport>, own: &OwnPlace) -> Source {
    let asked = Asked::of(&report.evidence.command);
    let foreign = report
        .value
        .as_ref()
        .and_then(|export| foreign(export, asked.as_ref(), own));
    let incomplete = report.value.as_ref().and_then(|export| {
        let asked_for = || match &asked {
            Some(asked) => asked.incomplete(export),
            None => Some(
                "its command does not show which issues it asked for: record `gh issue list`, `gh api` or `glab api` itself"
                    .to_owned(),
            ),
        };
        foreign.clone().or_else(asked_for)
    });
    let format = report.value.as_ref().map(|export| export.format.name());
    let listed = report.value.as_ref().map_or(0, |it| it.issues.len() as u64);
    let issues = report.value.map(|export| export.issues);
    let issues = issues.filter(|_| foreign.is_none()).unwrap_or_default();
    Source {
        issues,
        fact: IssueSource {
            evidence: report.evidence,
            status: report.status,
            reason: report.reason,
            format: format.map(str::to_owned),
            listed,
            incomplete,
            states: asked.as_ref().map(|asked| states(asked.states)),
            milestone: asked.as_ref().and_then(|asked| asked.milestone.clone()),
            labels: asked.map(|asked| asked.labels).unwrap_or_default(),
        },
    }
}

/// Why an export is not about this project, as a clause.
fn foreign(export: &IssueExport, asked: Option<&Asked>, own: &OwnPlace) -> Option<String> {
    let named = asked.and_then(|asked| asked.project.as_deref());
    let other = named.filter(|path| !own.has_path(path)).map(str::to_owned);
    let other = other.or_else(|| {
        let mut places = export.issues.iter().map(|issue| &issue.place);
        let place = places.find(|place| !own.is(place))?;
        Some(format!("{}/{}", place.host, place.path))
    })?;
    Some(format!(
        "it is of `{other}`, and the remote `origin` names another project"
    ))
}

fn states(states: AskedStates) -> IssueStates {
    match states {
        AskedStates::All => IssueStates::All,
        AskedStates::Open => IssueStates::Open,
        AskedStates::Closed => IssueStates::Closed,
    }
}

const KIND: Kind<IssueExport> = Kind {
    name: ISSUES,
    recognise: |head| issues::recognise(head).map(IssueFormat::tool),
    read: |head, bytes| match issues::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is no export of issues")),
    },
    read_of,
    parts: None,
    told: |export| Told {
        tool: Some(export.format.tool().to_owned()),
        tool_version: None,
        generated_at: None,
        found: false,
    },
};

/// A list of no issues does not say of what: the command does.
fn read_of(tool: &Tool, record: &Record, bytes: &[u8]) -> Option<Result<IssueExport, Flaw>> {
    Asked::of(&record.command)?;
    let format = match tool.name {
        "gh issue" => IssueFormat::GhIssues,
        "gh api" => IssueFormat::GithubIssues,
        "glab api" => IssueFormat::GitlabIssues,
        _ => return None,
    };
    Some(format.read(bytes))
}
