//! Exports of issues, and what the tracker answers itself, each with what was asked for.

use crate::collect::Context;
use crate::collect::own_place::OwnPlace;
use crate::collect::reports::{Kind, Report, Told};
use crate::evidence::{ISSUES, Record, Tool};
use crate::facts::{Binding, CiAccess, IssueSource, IssueStates, Missing, ReportStatus};
use crate::forge::{Access, IssueAnswer, Topic, ask_issues};
use crate::formats::issues::{self, Asked, AskedStates, IssueExport, IssueFormat, TrackedIssue};
use crate::formats::report::Flaw;

/// One export, or one answer.
pub(super) struct Source {
    pub fact: IssueSource,
    /// Its issues; empty where it is another project's.
    issues: Vec<TrackedIssue>,
}

impl Source {
    /// Its issues, where it was recorded for HEAD or fetched, and is understood.
    pub fn said(&self) -> &[TrackedIssue] {
        if self.counts() { &self.issues } else { &[] }
    }

    /// Whether it lists all that it was asked for.
    pub fn is_whole(&self) -> bool {
        self.counts() && self.fact.incomplete.is_none()
    }

    fn counts(&self) -> bool {
        let binding = self.fact.evidence.binding;
        [Binding::Recorded, Binding::Fetched].contains(&binding)
            && self.fact.status == ReportStatus::Complete
    }

    /// Whether it lists all issues with a label.
    fn shows_all_with(&self, label: &str) -> bool {
        let is_it = |asked: &String| asked.to_lowercase() == label.to_lowercase();
        self.is_whole()
            && self.fact.states == Some(IssueStates::All)
            && self.fact.milestone.is_none()
            && self.fact.labels.iter().all(is_it)
    }
}

/// The exports that lie there, save for those of the previous release, and what the tracker answers for the
/// labels that none of them shows; sorted by path. And whether it was asked.
pub(super) fn all(
    context: &Context,
    own: &OwnPlace,
    tracker: &Access,
) -> Result<(Vec<Source>, CiAccess), Missing> {
    let reports = KIND.of_this_release(context)?.into_iter();
    let mut sources: Vec<Source> = reports.map(|report| source(report, own)).collect();
    let (answers, access) = asked(context, tracker, &sources)?;
    sources.extend(answers.into_iter().map(|answer| fetched(answer, own)));
    sources.sort_by(|one, other| one.fact.evidence.path.cmp(&other.fact.evidence.path));
    Ok((sources, access))
}

/// What the tracker answers for the labels that no export shows, and whether it was asked.
fn asked(
    context: &Context,
    tracker: &Access,
    exports: &[Source],
) -> Result<(Vec<IssueAnswer>, CiAccess), Missing> {
    let options = context.options();
    let nothing = |reason: &str| {
        let export = Topic::Issues.export(tracker.project.as_ref().map(|it| it.forge));
        (Vec::new(), tracker.unanswered(reason.to_owned(), export))
    };
    let Some(head) = context.repository()?.head.as_ref() else {
        return Ok(nothing("there is no commit yet"));
    };
    let is_shown = |label: &String| exports.iter().any(|export| export.shows_all_with(label));
    let labels = options.issue_labels.iter().filter(|label| !is_shown(label));
    let labels: Vec<String> = labels.cloned().collect();
    Ok(match labels.is_empty() {
        true => nothing("there is no label that exports do not show"),
        false => ask_issues(tracker, &labels, &head.commit, options.now),
    })
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

/// What the tracker answered for one label.
fn fetched(answer: IssueAnswer, own: &OwnPlace) -> Source {
    let foreign = foreign(&answer.export, None, own);
    Source {
        fact: IssueSource {
            evidence: answer.evidence,
            status: ReportStatus::Complete,
            reason: None,
            format: Some(answer.export.format.name().to_owned()),
            listed: answer.export.issues.len() as u64,
            incomplete: foreign.clone().or(answer.incomplete),
            states: Some(IssueStates::All),
            labels: vec![answer.label],
            milestone: None,
        },
        issues: match foreign {
            Some(_) => Vec::new(),
            None => answer.export.issues,
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
    unread: |_| None,
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
