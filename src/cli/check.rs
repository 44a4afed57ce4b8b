//! `relcheck check`: collect, judge, render.

use super::args::{CheckArguments, Common};
use super::output;
use super::session::Collection;
use super::workspace::Workspace;
use crate::judge::judge;
use crate::report::{ExitCode, Report};

pub(super) fn run(common: &Common, own: &CheckArguments) -> anyhow::Result<ExitCode> {
    let report = judged(common, own)?;
    output::report(&report, common)?;
    Ok(report.exit_code())
}

/// The report on the candidate.
pub(super) fn judged(common: &Common, own: &CheckArguments) -> anyhow::Result<Report> {
    let workspace = Workspace::open(common)?;
    let settings = workspace.settings(common, &own.judge)?;
    let policies = workspace.policies(common)?;
    let collection = Collection {
        common,
        workspace: &workspace,
        subject: &own.subject,
    };
    let document = collection.document(&policies, &settings, &own.judge)?;
    Ok(judge(&document, &policies, &settings)?)
}
