//! Which check is the job that relcheck itself runs in. It cannot have ended, so it is excepted: that
//! job alone, and only where it is certain which one it is.

use std::collections::BTreeMap;

use super::latest::Latest;
use crate::facts::{Check, CheckKind, OwnJob};
use crate::formats::ci::{CiEntry, CiEntryKind};

type Environment = BTreeMap<String, String>;

/// The number of the check run, which a workflow hands over: `${{ job.check_run_id }}`.
const CHECK_RUN_ID: &str = "RELCHECK_CHECK_RUN_ID";

/// The job that relcheck runs in; `None` outside of the CI systems that are known.
pub(super) fn job(environment: &Environment, latest: &Latest) -> Option<OwnJob> {
    let is = |name| environment.get(name).is_some_and(|it| it == "true");
    let running: Vec<&CiEntry> = latest
        .entries()
        .filter(|it| it.superseded.is_none() && it.entry.status != "completed")
        .map(|it| it.entry)
        .collect();
    if is("GITHUB_ACTIONS") {
        return Some(github(environment, &running));
    }
    is("GITLAB_CI").then(|| gitlab(environment, &running))
}

/// Marks a check that is this job, or its run.
pub(super) fn mark(check: &mut Check, own: &OwnJob) {
    let is_run = [CheckKind::WorkflowRun, CheckKind::Pipeline].contains(&check.kind);
    let is_of_system = match own.system.as_str() {
        "gitlab" => [CheckKind::Pipeline, CheckKind::PipelineJob].contains(&check.kind),
        _ => [CheckKind::WorkflowRun, CheckKind::CheckRun].contains(&check.kind),
    };
    check.is_own_run = is_run && is_of_system && own.run == Some(check.id);
    check.is_own = !is_run && is_of_system && own.check == Some(check.id);
}

fn number(environment: &Environment, name: &str) -> Option<u64> {
    environment.get(name)?.trim().parse().ok()
}

fn text(environment: &Environment, name: &str) -> Option<String> {
    let value = environment.get(name)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn github(environment: &Environment, running: &[&CiEntry]) -> OwnJob {
    let run = number(environment, "GITHUB_RUN_ID");
    let job = text(environment, "GITHUB_JOB");
    let runner = text(environment, "RUNNER_NAME");
    let of_run = |entry: &&&CiEntry| {
        entry.kind == CiEntryKind::CheckRun && run.is_some() && entry.run == run
    };
    let jobs: Vec<&CiEntry> = running.iter().filter(of_run).copied().collect();
    let (check, detail) = match number(environment, CHECK_RUN_ID) {
        Some(id) if jobs.iter().any(|entry| entry.id == id) => {
            (Some(id), format!("`{CHECK_RUN_ID}` names it"))
        }
        Some(id) => (
            None,
            format!("`{CHECK_RUN_ID}` names {id}, which is no running job of this workflow run"),
        ),
        None => guessed(&jobs, job.as_deref(), runner.as_deref()),
    };
    OwnJob {
        system: "github".to_owned(),
        run,
        job,
        check,
        detail,
    }
}

/// The only running job of the run on this machine, or else the only one of this name: `GITHUB_JOB`
/// is the key of the job, which is the check's name unless the workflow gives it another.
fn guessed(jobs: &[&CiEntry], job: Option<&str>, runner: Option<&str>) -> (Option<u64>, String) {
    let only = |found: Vec<&&CiEntry>| match found.as_slice() {
        [one] => Some(one.id),
        _ => None,
    };
    let here = |entry: &&&CiEntry| runner.is_some() && entry.runner.as_deref() == runner;
    if let Some(id) = only(jobs.iter().filter(here).collect()) {
        return (
            Some(id),
            "`RUNNER_NAME` names the machine of this job only".to_owned(),
        );
    }
    let named = |entry: &&&CiEntry| Some(&*entry.name) == job;
    if let Some(id) = only(jobs.iter().filter(named).collect()) {
        return (
            Some(id),
            "`GITHUB_JOB` is the name of this job only".to_owned(),
        );
    }
    let detail = format!(
        "which of {} running jobs of this workflow run it is, is not certain: set `{CHECK_RUN_ID}` to `${{{{ job.check_run_id }}}}`",
        jobs.len()
    );
    (None, detail)
}

fn gitlab(environment: &Environment, running: &[&CiEntry]) -> OwnJob {
    let id = number(environment, "CI_JOB_ID");
    let is_it = |entry: &&&CiEntry| entry.kind == CiEntryKind::PipelineJob && Some(entry.id) == id;
    let check = running.iter().find(is_it).map(|entry| entry.id);
    let detail = match check {
        Some(_) => "`CI_JOB_ID` names it".to_owned(),
        None => "no job of the number in `CI_JOB_ID` is known".to_owned(),
    };
    OwnJob {
        system: "gitlab".to_owned(),
        run: number(environment, "CI_PIPELINE_ID"),
        job: text(environment, "CI_JOB_ID"),
        check,
        detail,
    }
}
