//! The reports of `griffe check`.

use super::{Reading, Said, Tool, ended_with, not_told, program, told};
use crate::evidence::Record;
use crate::facts::{ApiBase, ApiChange, ApiRevision, ApiWeight, ReportStatus, Repository};
use crate::formats::griffe::{self, Finding, Output};

pub(super) const TOOL: Tool = Tool {
    name: "griffe",
    is_run_by: |command| arguments(command).is_some(),
    is_output: griffe::is_one,
    read,
};

/// Names that hold the version: a release changes them by definition.
const VERSIONS: [&str; 4] = ["__version__", "__version_info__", "VERSION", "version"];

fn read(reading: &Reading) -> Said {
    let output = griffe::read(reading.text);
    let record = reading.record.filter(|_| reading.is_own_status);
    let arguments = record
        .and_then(|it| arguments(&it.command))
        .unwrap_or_default();
    let search = options(arguments, "-s", "--search");
    let base = options(arguments, "-b", "--base-ref");
    Said {
        flaw: flaw(&output, record),
        base: compared_with(arguments, record.is_some(), reading.repository),
        version: None,
        crates: Vec::new(),
        changes: output
            .findings
            .iter()
            .filter(|it| it.kind != "value-changed" || !VERSIONS.contains(&it.title.as_str()))
            .map(|it| change(it, &search))
            .collect(),
        elsewhere: base
            .first()
            .filter(|name| !is_head(name, reading.repository))
            .map(|name| format!("it speaks of `{name}` (--base-ref), not of what is checked out")),
    }
}

/// The arguments after `griffe check`, if the command is that: run by itself, as a module of
/// Python, or by a tool that runs tools (`uv run`, `uvx`, `poetry run`).
fn arguments(command: &[String]) -> Option<&[String]> {
    let at = command.iter().position(|it| program(it) == "griffe")?;
    let rest = command.get(at + 1..)?;
    let (first, rest) = rest.split_first()?;
    (first == "check").then_some(rest)
}

/// The values of an option, in whichever way they are written.
fn options<'a>(arguments: &'a [String], short: &str, long: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == short || argument == long {
            found.extend(rest.next().map(String::as_str));
        } else if let Some(value) = argument
            .strip_prefix(long)
            .and_then(|it| it.strip_prefix('='))
        {
            found.push(value);
        } else if let Some(value) = argument.strip_prefix(short).filter(|it| !it.is_empty()) {
            found.push(value);
        }
    }
    found
}

/// Why the report proves nothing. griffe ends with 1 for a finding and for a crash alike.
fn flaw(output: &Output, record: Option<&Record>) -> Option<(ReportStatus, String)> {
    let crashed = |reason: String| Some((ReportStatus::Crashed, reason));
    if let Some(crash) = &output.crash {
        return crashed(format!("griffe broke off: {crash}"));
    }
    if let Some(stray) = &output.stray {
        // Its number would be that in both streams together.
        let text: String = stray.text.chars().take(200).collect();
        let reason = format!("it has a line that is not understood: {text}");
        return Some((ReportStatus::Unreadable, reason));
    }
    let record = record?;
    match (record.exit_status, output.findings.is_empty()) {
        (Some(0), true) | (Some(1), false) => None,
        (_, true) => crashed(format!("{}, and names no change", ended_with(record))),
        (_, false) => crashed(format!("{}, although it names changes", ended_with(record))),
    }
}

fn compared_with(arguments: &[String], is_recorded: bool, repository: &Repository) -> ApiBase {
    if !is_recorded {
        return not_told(None, "the report does not say what it was compared with");
    }
    let Some(name) = options(arguments, "-a", "--against").last().copied() else {
        return not_told(
            None,
            "griffe takes the latest tag where the command has no --against",
        );
    };
    let Some(previous) = &repository.history.previous else {
        return match repository.history.complete {
            true => told(name, false, repository),
            false => not_told(Some(name.to_owned()), "the previous release is not known"),
        };
    };
    let is_version = name
        .rsplit_once("==")
        .is_some_and(|(_, version)| version == previous.version.text);
    let is_it = is_version || names(name, &previous.commit, repository) || name == previous.tag;
    told(name, is_it, repository)
}

/// Whether a revision is that commit: a tag on it, or how its id starts.
fn names(name: &str, commit: &str, repository: &Repository) -> bool {
    let name = name.strip_prefix("refs/tags/").unwrap_or(name);
    let is_tag = repository
        .tags
        .iter()
        .any(|tag| tag.name == name && tag.commit.as_deref() == Some(commit));
    is_tag || (name.len() >= 7 && commit.starts_with(name))
}

fn is_head(name: &str, repository: &Repository) -> bool {
    let head = repository.head.as_ref().map(|head| head.commit.as_str());
    name == "HEAD" || head.is_some_and(|head| names(name, head, repository))
}

fn change(finding: &Finding, search: &[&str]) -> ApiChange {
    let shown = finding.change.as_ref();
    let message = match shown {
        Some(change) => format!("{} ({change})", finding.clause),
        None => finding.clause.to_owned(),
    };
    let is_gone = finding.kind == "removed" && finding.line.is_none();
    ApiChange {
        source: TOOL.name.to_owned(),
        weight: ApiWeight::Breaking,
        kind: finding.kind.to_owned(),
        symbol: symbol(finding, search),
        message,
        path: finding.path.clone(),
        line: finding.line,
        revision: if is_gone {
            ApiRevision::Previous
        } else {
            ApiRevision::Head
        },
        doubt: (finding.kind == "value-changed")
            .then(|| "another value breaks only those who rely on the old one".to_owned()),
    }
}

/// The object's name with its module's, which the file tells.
fn symbol(finding: &Finding, search: &[&str]) -> String {
    let title = &finding.title;
    let module = finding
        .path
        .as_deref()
        .and_then(|path| module(path, search));
    match (module, title.as_str()) {
        (Some(module), "<module>") => module,
        (Some(module), title) => format!("{module}.{title}"),
        (None, title) => title.to_owned(),
    }
}

/// `src/click/core.py` to `click.core`; `None` for what is no file of Python.
fn module(path: &str, search: &[&str]) -> Option<String> {
    let stem = path
        .strip_suffix(".py")
        .or_else(|| path.strip_suffix(".pyi"))?;
    let below = |folder: &str| {
        let folder = folder.trim_start_matches("./").trim_end_matches('/');
        stem.strip_prefix(folder)?.strip_prefix('/')
    };
    let inside = search.iter().find_map(|folder| below(folder));
    let inside = inside.or_else(|| below("src")).unwrap_or(stem);
    let package = inside.strip_suffix("/__init__").unwrap_or(inside);
    Some(package.replace('/', "."))
}
