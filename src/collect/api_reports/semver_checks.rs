//! The reports of `cargo semver-checks`.

use super::{Reading, Said, Tool, ended_with, not_told, program, told};
use crate::evidence::Record;
use crate::facts::{ApiBase, ApiChange, ApiRevision, ApiWeight, ReportStatus, Repository};
use crate::formats::semver_checks::{self, Finding, Output};

pub(super) const TOOL: Tool = Tool {
    name: "cargo-semver-checks",
    is_run_by,
    is_output: semver_checks::is_one,
    read,
};

/// The exit status for findings.
const FOUND: i64 = 100;

fn is_run_by(command: &[String]) -> bool {
    let is_program = |it: &String| program(it) == "cargo-semver-checks";
    let is_cargo = command.first().is_some_and(|it| program(it) == "cargo")
        && command.iter().any(|it| it == "semver-checks");
    is_cargo || command.iter().any(is_program)
}

fn read(reading: &Reading) -> Said {
    let output = semver_checks::read(reading.text);
    let record = reading.record.filter(|_| reading.is_own_status);
    Said {
        flaw: flaw(&output, record).map(|reason| (ReportStatus::Crashed, reason)),
        base: compared_with(&output, reading.repository),
        version: None,
        crates: output.crates.iter().map(|it| it.name.clone()).collect(),
        changes: output
            .findings
            .iter()
            .map(|it| change(it, &output, reading.root))
            .collect(),
        elsewhere: None,
    }
}

/// Why the report proves nothing.
fn flaw(output: &Output, record: Option<&Record>) -> Option<String> {
    if let Some(crash) = &output.crash {
        return Some(format!("it broke off: {crash}"));
    }
    let failures = output.findings.iter().filter(|it| !it.warning).count();
    if let Some(record) = record {
        let expected = if failures == 0 { 0 } else { FOUND };
        if record.exit_status != Some(expected) {
            let reason = ended_with(record);
            return Some(format!(
                "{reason}, which does not fit its {failures} failures"
            ));
        }
    }
    if output.crates.is_empty() {
        return Some("it has no summary of any crate".to_owned());
    }
    output.crates.iter().find_map(|it| {
        let name = &it.name;
        match (it.checks, it.failed) {
            (_, None) => Some(format!("it broke off before the summary of `{name}`")),
            (None | Some(0), _) => Some(format!(
                "it made no check of `{name}`: for a {} it looks for nothing",
                it.step
            )),
            _ => None,
        }
    })
}

/// The version that the crates were compared with, if that is one.
fn compared_with(output: &Output, repository: &Repository) -> ApiBase {
    let Some(first) = output.crates.first() else {
        return not_told(None, "the report does not say what it was compared with");
    };
    let name = first.baseline.as_str();
    if output.crates.iter().any(|it| it.baseline != name) {
        return not_told(None, "its crates were compared with different versions");
    }
    match &repository.history.previous {
        Some(previous) => told(name, previous.version.text == name, repository),
        None if repository.history.complete => told(name, false, repository),
        None => not_told(Some(name.to_owned()), "the previous release is not known"),
    }
}

fn change(finding: &Finding, output: &Output, root: &str) -> ApiChange {
    let (weight, doubt) = weight(finding, output);
    let (path, line) = match place(finding, root) {
        Some(path) => (Some(path), finding.line),
        None => (None, None),
    };
    ApiChange {
        source: TOOL.name.to_owned(),
        weight,
        kind: finding.lint.replace('_', "-"),
        symbol: finding.subject.clone(),
        message: format!("fails the check `{}` ({})", finding.lint, finding.title),
        path,
        line,
        revision: if finding.previously {
            ApiRevision::Previous
        } else {
            ApiRevision::Head
        },
        doubt,
    }
}

/// A finding does not say which step it asks for; the summary does, where all ask for the same.
fn weight(finding: &Finding, output: &Output) -> (ApiWeight, Option<String>) {
    let sum = |pick: fn((u64, u64)) -> u64| -> u64 {
        output
            .crates
            .iter()
            .filter_map(|it| it.failed)
            .map(pick)
            .sum()
    };
    let (major, minor) = (sum(|it| it.0), sum(|it| it.1));
    let warning = finding
        .warning
        .then(|| "cargo-semver-checks only warns of it".to_owned());
    if finding.lint.ends_with("_marked_deprecated") {
        return (ApiWeight::Deprecating, warning);
    }
    if finding.lint.contains("_must_use_") || (major == 0 && minor > 0 && !finding.warning) {
        return (ApiWeight::Adding, warning);
    }
    let mixed = (major > 0 && minor > 0)
        .then(|| "some of these checks ask for a minor version only".to_owned());
    (ApiWeight::Breaking, warning.or(mixed))
}

/// The file from the root of the project. A baseline is unpacked below `target/semver-checks`, in
/// a folder of its name and one of its digest.
fn place(finding: &Finding, root: &str) -> Option<String> {
    let path = finding.path.as_deref()?;
    if let Some((_, below)) = path.split_once("/semver-checks/") {
        let mut parts = below.splitn(3, '/');
        let is_git = parts.next()?.starts_with("git-");
        return parts.nth(1).filter(|_| is_git).map(str::to_owned);
    }
    let inside = path.strip_prefix(root).and_then(|it| it.strip_prefix('/'));
    inside
        .or_else(|| (!path.starts_with('/') && !path.contains(':')).then_some(path))
        .map(str::to_owned)
}
