//! `relcheck suggest`: the smallest type of release for which no rule that decides the type fails.
//!
//! Nothing is worked out here that a rule would work out, so that this and `check` cannot disagree:
//! the rules judge each type, and what they find against the smaller types are the reasons.

mod declared;
mod reasons;
mod sure;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{
    BranchKind, Clock, Document, PreviousRelease, Project, Repository, Subject, Tool, VersionFact,
};
use crate::judge::{JudgeError, Settings, judge};
use crate::policy::PolicySet;
use crate::release::{ReleaseType, Scheme, Stage};
use crate::report::{ExitCode, Report, RepositorySummary};
use crate::verdict::{Outcome, Status};

pub use declared::Declared;
pub use reasons::{Reason, Reasons};
pub use sure::{Sure, Sureness};

/// The identifier of the suggestion's format.
pub const SCHEMA: &str = "relcheck.suggestion/1";

/// What the next release has to be, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program that suggests.
    pub tool: Tool,
    /// The time of the suggestion.
    pub clock: Clock,
    /// The project.
    pub project: Project,
    /// The state of the checkout.
    pub repository: RepositorySummary,
    /// What the numbers of versions say.
    pub scheme: Scheme,
    /// How dates are written into versions, as `YY.MINOR.MICRO`; `null` unless the scheme is `calver`.
    pub calendar: Option<String>,
    /// The previous release; `null` for a first one, or where it is not known.
    pub previous: Option<PreviousRelease>,
    /// What there is to say.
    pub answer: Answer,
    /// The same as a sentence, with its reason where there is no suggestion.
    pub summary: String,
    /// The smallest legal type; `null` unless the answer is `suggested`.
    #[serde(rename = "type")]
    pub release_type: Option<ReleaseType>,
    /// The version of a release of that type; `null` unless the answer is `suggested`.
    pub version: Option<VersionFact>,
    /// The version in the spelling of the previous release; `null` unless the answer is `suggested`.
    pub version_text: Option<String>,
    /// The smallest type that nothing rules out, whatever is not known; `null` if there is none.
    pub at_least: Option<ReleaseType>,
    /// What rules out smaller types, by the type that it asks for, the largest first.
    pub reasons: Vec<Reasons>,
    /// What the rules have looked at, sorted.
    pub looked_at: Vec<String>,
    /// How sure it is; `null` unless the answer is `suggested`.
    pub sure: Option<Sure>,
    /// What the project's files declare; `null` where none declares a version.
    pub declared: Option<Declared>,
    /// What makes the suggestion weaker than the process asks for, sorted.
    pub weakenings: Vec<String>,
}

/// What there is to say of the next release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A type, with its version.
    Suggested,
    /// Nothing changed since the previous release, so there is nothing to release.
    NothingChanged,
    /// Something that a rule needs to know is missing, so that no type can be relied on.
    Unknown,
    /// A rule could not be evaluated.
    Error,
}

/// What a suggestion is made from, besides the facts that the rules judge.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The facts, with the question at the stage `pre-release`.
    pub document: &'a Document,
    /// The repository.
    pub repository: &'a Repository,
    /// How many commits there are since the previous release; `None` if that is not known.
    pub commits: Option<usize>,
    /// The version that the project declares.
    pub declared: Option<&'a VersionFact>,
}

impl Suggestion {
    /// The exit code: 0 with a suggestion and where there is nothing to release, 3 where something
    /// is not known, 2 where a rule could not be evaluated.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self.answer {
            Answer::Suggested | Answer::NothingChanged => ExitCode::Go,
            Answer::Unknown => ExitCode::Unknown,
            Answer::Error => ExitCode::Error,
        }
    }
}

/// The ids of the rules that decide the type.
#[must_use]
pub fn deciding(policies: &PolicySet) -> Vec<String> {
    let rules = policies.rules().iter();
    rules
        .filter(|rule| rule.decides_type && rule.stages.contains(&Stage::PreRelease))
        .map(|rule| rule.id.clone())
        .collect()
}

/// Suggests a type. `settings` must select the rules that [`deciding`] names.
///
/// # Errors
/// [`JudgeError`] where the facts cannot be judged at all.
pub fn suggest(
    known: Known<'_>,
    policies: &PolicySet,
    settings: &Settings,
) -> Result<Suggestion, JudgeError> {
    let report = judge(known.document, policies, settings)?;
    let types = types(known.repository);
    let verdict = match released_already(known) {
        Some(summary) => Verdict::of(Answer::NothingChanged, summary),
        None if !known.repository.history.complete => no_history(known.repository),
        None if known.document.subject.previous.is_none() => first_release(known),
        None => smallest(&report, &types),
    };
    Ok(assemble(known, &report, &types, verdict))
}

/// What is answered.
struct Verdict {
    answer: Answer,
    summary: String,
    kind: Option<ReleaseType>,
    at_least: Option<ReleaseType>,
}

impl Verdict {
    fn of(answer: Answer, summary: String) -> Self {
        Verdict {
            answer,
            summary,
            kind: None,
            at_least: None,
        }
    }
}

/// The types in question, the smallest first: a hotfix branch brings a hotfix.
fn types(repository: &Repository) -> [ReleaseType; 3] {
    let smallest = match repository.branch.kind {
        Some(BranchKind::Hotfix) => ReleaseType::Hotfix,
        _ => ReleaseType::Patch,
    };
    [smallest, ReleaseType::Minor, ReleaseType::Major]
}

/// Why there is nothing to release; `None` if there is.
fn released_already(known: Known<'_>) -> Option<String> {
    if known.document.subject.derived_stage == Stage::Publish {
        let head = known.repository.head.as_ref()?;
        let tags = head.tags.join("`, `");
        return Some(format!(
            "nothing changed: HEAD is released already, as `{tags}`"
        ));
    }
    let previous = known.document.subject.previous.as_ref()?;
    (known.commits == Some(0)).then(|| format!("nothing changed since `{}`", previous.tag))
}

fn no_history(repository: &Repository) -> Verdict {
    let history = &repository.history;
    let reason = history.reason.as_deref();
    let reason = reason.unwrap_or("the clone does not tell which release came before");
    let fix = history.fix.iter().map(|fix| format!(" (fix: {fix})"));
    let summary = format!("no suggestion: {reason}{}", fix.collect::<String>());
    Verdict::of(Answer::Unknown, summary)
}

/// Whatever is in a first release, it breaks nothing: its version is what the project declares, or
/// what SemVer recommends to begin with.
fn first_release(known: Known<'_>) -> Verdict {
    let subject = &known.document.subject;
    let is_named = known.declared.is_some() || known.repository.history.first_release.is_some();
    let kind = match is_named {
        true => subject.release_type,
        false => ReleaseType::Minor,
    };
    Verdict {
        answer: Answer::Suggested,
        summary: format!("a first release, as a {kind}: nothing was released before"),
        kind: Some(kind),
        at_least: Some(kind),
    }
}

/// The smallest type for which no rule fails, as long as everything about it is known.
fn smallest(report: &Report, types: &[ReleaseType]) -> Verdict {
    let blocking = |kind: ReleaseType, status: Status| {
        let outcomes = report.outcomes_of(Some(kind));
        outcomes
            .filter(|outcome| outcome.blocks() && outcome.status == status)
            .collect::<Vec<_>>()
    };
    let open = types
        .iter()
        .copied()
        .find(|kind| blocking(*kind, Status::Fail).is_empty());
    let Some(kind) = open else {
        let summary = "no suggestion: rules fail for every type of release".to_owned();
        return Verdict::of(Answer::Unknown, summary);
    };
    for (status, answer) in [
        (Status::Error, Answer::Error),
        (Status::Unknown, Answer::Unknown),
    ] {
        let found = blocking(kind, status);
        if !found.is_empty() {
            let reasons: Vec<String> = found.iter().map(|outcome| told(outcome)).collect();
            return Verdict {
                answer,
                summary: format!(
                    "no suggestion: at least a {kind}, but {}",
                    reasons.join("; ")
                ),
                kind: None,
                at_least: Some(kind),
            };
        }
    }
    Verdict {
        answer: Answer::Suggested,
        summary: summary(kind),
        kind: Some(kind),
        at_least: Some(kind),
    }
}

fn summary(kind: ReleaseType) -> String {
    match kind {
        ReleaseType::Patch => "a patch is enough".to_owned(),
        ReleaseType::Hotfix => "a hotfix is enough".to_owned(),
        ReleaseType::Minor => "it takes a minor release".to_owned(),
        ReleaseType::Major => "it takes a major release".to_owned(),
    }
}

/// Why a rule says nothing, with what to do about it.
fn told(outcome: &Outcome) -> String {
    let reason = outcome.reason.as_deref().unwrap_or("nothing more is known");
    match &outcome.fix {
        Some(fix) => format!("`{}`: {reason} (fix: {fix})", outcome.rule),
        None => format!("`{}`: {reason}", outcome.rule),
    }
}

fn assemble(
    known: Known<'_>,
    report: &Report,
    types: &[ReleaseType],
    verdict: Verdict,
) -> Suggestion {
    let subject = &known.document.subject;
    let version = verdict.kind.and_then(|kind| version(known.document, kind));
    let reasons = match verdict.answer {
        Answer::NothingChanged => Vec::new(),
        _ => reasons::reasons(report, types, verdict.at_least),
    };
    Suggestion {
        schema: SCHEMA.to_owned(),
        tool: crate::tool(),
        clock: report.clock.clone(),
        project: report.project.clone(),
        repository: report.repository.clone(),
        scheme: subject.scheme,
        calendar: calendar(subject),
        previous: subject.previous.clone(),
        answer: verdict.answer,
        summary: verdict.summary,
        release_type: verdict.kind,
        version_text: version.as_ref().map(|version| version.text.clone()),
        version,
        at_least: verdict.at_least,
        reasons,
        looked_at: looked_at(report),
        sure: verdict
            .kind
            .map(|kind| sure::sure(report, kind, known.repository)),
        declared: declared::declared(known, verdict.kind),
        weakenings: weakenings(report),
    }
}

fn calendar(subject: &Subject) -> Option<String> {
    let format = subject.calendar.as_ref()?.format()?;
    Some(format.to_string())
}

/// The final version of the candidate of a type.
fn version(document: &Document, kind: ReleaseType) -> Option<VersionFact> {
    let candidates = document.subject.candidates.iter();
    let candidate = candidates
        .filter(|candidate| candidate.release_type == kind)
        .find_map(|candidate| candidate.version.to_version())?;
    Some(VersionFact::from(&if candidate.is_final() {
        candidate
    } else {
        candidate.release()
    }))
}

fn looked_at(report: &Report) -> Vec<String> {
    let mut all: Vec<String> = report
        .outcomes
        .iter()
        .flat_map(|outcome| outcome.looked_at.iter().cloned())
        .collect();
    all.sort();
    all.dedup();
    all
}

/// That only some rules were asked, and that there are parts of the process that no rule checks,
/// weakens a GO, and this is none.
fn weakenings(report: &Report) -> Vec<String> {
    let beside = ["only these rules were judged", "no rule checks these parts"];
    let weakenings = report.weakenings.iter();
    weakenings
        .filter(|weakening| !beside.iter().any(|start| weakening.starts_with(start)))
        .cloned()
        .collect()
}
