//! Recorded runs of `api-extractor run`, which hold the report in git against the sources.

use super::super::Context;
use super::super::runs::{Outputs, ended_with, program, record_of, runs};
use crate::evidence::{API_REPORT, Item, Record};
use crate::facts::{Binding, Evidence, Missing, TypescriptCheck};
use crate::formats::api_extractor_run::{self, Output};

/// All of them, in the order of their paths. Only a recorded run says how it ended.
pub(super) fn list(context: &Context) -> Result<Vec<TypescriptCheck>, Missing> {
    let mut found = Vec::new();
    for run in runs(&context.evidence()?.items) {
        if let Some(record) = record_of(run)
            && is_one(record, run)
        {
            found.push(check(context, record, run)?);
        }
    }
    Ok(found)
}

/// Whether the check found the reports to be those of HEAD's sources.
pub(super) fn proves(check: &TypescriptCheck) -> bool {
    check.passed && check.evidence.binding == Binding::Recorded
}

/// Has a report speak of HEAD, as the check of it does.
pub(super) fn vouch(report: &mut Evidence, check: &TypescriptCheck) {
    let own = &check.evidence;
    report.tool_version.clone_from(&own.tool_version);
    report.generated_at = own.generated_at;
    report.commit.clone_from(&own.commit);
    report.binding = own.binding;
    report.binding_reason.clone_from(&own.binding_reason);
    report.command.clone_from(&own.command);
    report.exit_status = own.exit_status;
}

/// Whether a check says that it used the configuration at a path.
pub(super) fn used(check: &TypescriptCheck, path: &str) -> bool {
    let said = check
        .configuration
        .as_deref()
        .map(|it| it.replace('\\', "/"));
    said.is_some_and(|it| it.trim_start_matches("./") == path)
}

fn is_one(record: &Record, run: &[Item]) -> bool {
    let is_named = record.kind.as_deref() == Some(API_REPORT);
    is_named || is_run(&record.command) || run.iter().any(|it| api_extractor_run::is_one(&it.head))
}

/// Whether the command is `api-extractor run`: by itself, or by a tool that runs tools (`npx`).
fn is_run(command: &[String]) -> bool {
    let at = command.iter().position(|it| program(it) == "api-extractor");
    at.and_then(|at| command.get(at + 1))
        .is_some_and(|it| it == "run")
}

fn check(context: &Context, record: &Record, run: &[Item]) -> Result<TypescriptCheck, Missing> {
    let outputs = Outputs::read(context, run, |item| api_extractor_run::is_one(&item.head))?;
    let bound = outputs.bind(context.repository()?);
    let (said, reason) = match &outputs.text {
        Ok(text) => {
            let said = api_extractor_run::read(text);
            let reason = flaw(&said, record);
            (said, reason)
        }
        Err(reason) => (Output::default(), Some(reason.clone())),
    };
    Ok(TypescriptCheck {
        evidence: outputs.evidence(API_REPORT, "api-extractor", said.version, bound),
        passed: reason.is_none(),
        reason,
        configuration: said.configuration,
    })
}

/// Why a run proves nothing.
fn flaw(said: &Output, record: &Record) -> Option<String> {
    match (&said.complaint, record.exit_status) {
        (_, Some(0)) if said.succeeded => None,
        (Some(complaint), _) => Some(format!("it says: {complaint}")),
        (None, Some(0)) => Some("it does not say that it completed successfully".to_owned()),
        (None, _) => Some(ended_with(record)),
    }
}
