//! What tools that compare the public interface with the previous release have reported.

mod griffe;
mod semver_checks;

use super::interface::kept_libraries;
use super::runs::{Outputs, ended_with, program, record_of, runs};
use super::{Collector, Context};
use crate::evidence::{API_DIFF, Bound, Item, MAX_BYTES, Record};
use crate::facts::{
    ApiBase, ApiChange, ApiReport, ApiReports, Evidence, Missing, ReportStatus, Repository,
};

/// The reports of griffe and cargo-semver-checks.
pub(super) struct ApiReportsCollector;

impl Collector for ApiReportsCollector {
    type Facts = ApiReports;

    const NAME: &'static str = "api_reports";
    const PURPOSE: &'static str =
        "What tools that compare the public interface with the previous release have reported.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let runs = runs(&context.evidence()?.items);
        let known = runs.filter_map(|run| Some((tool_of(run)?, run)));
        let reports = known.map(|(tool, run)| report(context, tool, run));
        let reports = reports.collect::<Result<Vec<_>, _>>()?;
        let of_rust = reports.iter().any(|it| !it.crates.is_empty());
        let libraries = match of_rust {
            true => libraries(context)?,
            false => Vec::new(),
        };
        Ok(ApiReports { reports, libraries })
    }
}

/// A tool that compares interfaces. Its name, and how it is recognised and read.
struct Tool {
    name: &'static str,
    /// Whether a recorded command runs it, so that the exit status is its own.
    is_run_by: fn(&[String]) -> bool,
    /// Whether a text starts as its output does.
    is_output: fn(&str) -> bool,
    read: fn(&Reading) -> Said,
}

/// The tools, each in a file of its own. A new one is a line here.
const TOOLS: [Tool; 2] = [griffe::TOOL, semver_checks::TOOL];

/// What a tool is read from.
struct Reading<'a> {
    /// The outputs of the run, one after the other.
    text: &'a str,
    /// The record, where there is one.
    record: Option<&'a Record>,
    /// Whether the recorded exit status is the tool's own.
    is_own_status: bool,
    repository: &'a Repository,
    /// The root of the project's folder, with `/` between its parts.
    root: &'a str,
}

/// What a tool said.
struct Said {
    /// Why it is not complete, and in what way.
    flaw: Option<(ReportStatus, String)>,
    base: ApiBase,
    version: Option<String>,
    /// The Rust crates that it compared.
    crates: Vec<String>,
    changes: Vec<ApiChange>,
    /// Why it does not speak of the checked out commit at all.
    elsewhere: Option<String>,
}

/// What a run is read with.
#[derive(Clone, Copy)]
enum Known {
    /// This tool, and whether the recorded command names it.
    Tool(&'static Tool, bool),
    /// It was recorded as such a comparison, and neither its command nor its outputs tell by what.
    Nothing,
}

/// What wrote the outputs of one run; `None` if that was no such tool.
fn tool_of(run: &[Item]) -> Option<Known> {
    static KNOWN: [Tool; 2] = TOOLS;
    let record = record_of(run);
    let by_command = |tool: &&Tool| record.is_some_and(|it| (tool.is_run_by)(&it.command));
    if let Some(tool) = KNOWN.iter().find(by_command) {
        return Some(Known::Tool(tool, true));
    }
    let by_content = |tool: &&Tool| run.iter().any(|item| (tool.is_output)(&item.head));
    if let Some(tool) = KNOWN.iter().find(by_content) {
        return Some(Known::Tool(tool, false));
    }
    let is_named = record.is_some_and(|it| it.kind.as_deref() == Some(API_DIFF));
    is_named.then_some(Known::Nothing)
}

fn report(context: &Context, known: Known, run: &[Item]) -> Result<ApiReport, Missing> {
    let repository = context.repository()?;
    let record = record_of(run);
    let speaks = |item: &Item| match known {
        Known::Tool(tool, _) => (tool.is_output)(&item.head),
        Known::Nothing => false,
    };
    let outputs = Outputs::read(context, run, speaks)?;
    let mut bound = outputs.bind(repository);
    let root = context.repo().root().join(context.checkout().project());
    let root = root.to_string_lossy().replace('\\', "/");
    let root = root.trim_end_matches('/');
    let said = match (known, &outputs.text) {
        (_, Err(reason)) => Said::unreadable(reason.clone()),
        (Known::Nothing, _) => {
            Said::unreadable("neither the command nor its output shows which tool it was")
        }
        (Known::Tool(tool, is_own_status), Ok(text)) => (tool.read)(&Reading {
            text,
            record,
            is_own_status,
            repository,
            root,
        }),
    };
    if let (Some(reason), None) = (&said.elsewhere, &bound.reason) {
        bound = Bound::to_nothing(reason.clone());
    }
    let cut = record.is_some_and(|it| it.outputs.iter().any(|output| output.truncated));
    let too_large = || format!("it has more than {} MiB", MAX_BYTES >> 20);
    let flaw = match cut {
        true => Some((ReportStatus::Unreadable, too_large())),
        false => said.flaw,
    };
    let mut crates = said.crates;
    crates.sort();
    crates.dedup();
    let mut changes = said.changes;
    changes.sort();
    changes.dedup();
    Ok(ApiReport {
        evidence: outputs.evidence(
            API_DIFF,
            match known {
                Known::Tool(tool, _) => tool.name,
                Known::Nothing => "unknown",
            },
            said.version,
            bound,
        ),
        status: flaw
            .as_ref()
            .map_or(ReportStatus::Complete, |(status, _)| *status),
        reason: flaw.map(|(_, reason)| reason),
        base: said.base,
        crates,
        changes,
    })
}

/// The Rust libraries that such a report should tell of: a new one has nothing to be compared with.
fn libraries(context: &Context) -> Result<Vec<String>, Missing> {
    let repository = context.repository()?;
    let base = super::changes::base(&repository.history)?;
    let (Some(base), Some(head)) = (base, &repository.head) else {
        return Ok(Vec::new());
    };
    let project = context.checkout().project();
    let previous = context.repo().revision(base, project)?;
    let head = context.repo().revision(&head.commit, project)?;
    Ok(kept_libraries(&previous, &head))
}

impl Said {
    fn unreadable(reason: impl Into<String>) -> Self {
        Said {
            flaw: Some((ReportStatus::Unreadable, reason.into())),
            base: not_told(None, "the report is not read"),
            version: None,
            crates: Vec::new(),
            changes: Vec::new(),
            elsewhere: None,
        }
    }
}

/// A base of which it cannot be told whether it is the previous release.
fn not_told(name: Option<String>, reason: impl Into<String>) -> ApiBase {
    ApiBase {
        name,
        previous: None,
        reason: Some(reason.into()),
    }
}

/// A base that is, or is not, the previous release.
fn told(name: &str, is_previous: bool, repository: &Repository) -> ApiBase {
    let reason = match &repository.history.previous {
        _ if is_previous => None,
        Some(previous) => Some(format!(
            "it was compared with `{name}`, and the previous release is `{}`",
            previous.tag
        )),
        None => Some(format!(
            "it was compared with `{name}`, and there is no previous release"
        )),
    };
    ApiBase {
        name: Some(name.to_owned()),
        previous: Some(is_previous),
        reason,
    }
}
