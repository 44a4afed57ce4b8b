//! What counts of what several sources say, and which check is relcheck's own.

use std::collections::BTreeMap;

use super::latest::Latest;
use super::own;
use super::sources::Source;
use crate::facts::{Binding, Evidence, OwnJob, ReportStatus};
use crate::formats::ci::CiFormat;

const HEAD: &str = "4ea0c1c5d3a1f0b2e6c7d8f9a0b1c2d3e4f5a6b7";
const OTHER: &str = "2222222222222222222222222222222222222222";

/// An export that was recorded for HEAD at that second.
fn source(path: &str, at: i64, format: CiFormat, text: &str) -> Source {
    let text = text.replace("HEAD", HEAD).replace("OTHER", OTHER);
    Source {
        evidence: Evidence {
            path: path.to_owned(),
            sha256: String::new(),
            size: 0,
            kind: "checks".to_owned(),
            tool: "GitHub".to_owned(),
            tool_version: None,
            generated_at: Some(at),
            commit: Some(HEAD.to_owned()),
            binding: Binding::Recorded,
            binding_reason: None,
            command: Vec::new(),
            exit_status: Some(0),
        },
        status: ReportStatus::Complete,
        reason: None,
        export: Some(format.read(text.as_bytes()).unwrap()),
        run: None,
    }
}

/// A check run as GitHub lists it.
fn run(id: u64, name: &str, conclusion: &str, of: u64, hours: (u8, u8)) -> String {
    let (started, completed) = hours;
    let (status, conclusion) = match conclusion {
        "" => ("in_progress", "null".to_owned()),
        _ => ("completed", format!("\"{conclusion}\"")),
    };
    format!(
        "{{\"id\": {id}, \"name\": \"{name}\", \"head_sha\": \"HEAD\", \"status\": \"{status}\", \
         \"conclusion\": {conclusion}, \"started_at\": \"2026-01-31T{started:02}:00:00Z\", \
         \"completed_at\": \"2026-01-31T{completed:02}:00:00Z\", \
         \"details_url\": \"https://github.com/o/r/actions/runs/{of}/job/{id}\", \
         \"check_suite\": {{\"id\": 1}}, \"app\": {{\"id\": 15368, \"slug\": \"github-actions\"}}}}"
    )
}

fn check_runs(runs: &[String]) -> String {
    format!(
        "{{\"total_count\": {}, \"check_runs\": [{}]}}",
        runs.len(),
        runs.join(",")
    )
}

fn workflow_run(id: u64, event: &str, conclusion: &str) -> String {
    format!(
        "{{\"id\": {id}, \"name\": \"CI\", \"head_sha\": \"HEAD\", \"head_branch\": \"main\", \
         \"event\": \"{event}\", \"status\": \"completed\", \"conclusion\": \"{conclusion}\", \
         \"workflow_id\": 7}}"
    )
}

fn workflow_runs(runs: &[String]) -> String {
    format!(
        "{{\"total_count\": {}, \"workflow_runs\": [{}]}}",
        runs.len(),
        runs.join(",")
    )
}

/// What is left, by name, number and state; a superseded one in brackets.
fn left(sources: &[Source]) -> Vec<String> {
    let latest = Latest::of(sources, Some(HEAD));
    latest
        .entries()
        .map(|it| {
            let state = it.entry.conclusion.as_deref().unwrap_or(&it.entry.status);
            let said = format!("{} {} {state}", it.entry.name, it.entry.id);
            if it.superseded.is_some() {
                format!("[{said}]")
            } else {
                said
            }
        })
        .collect()
}

#[test]
fn what_ran_on_other_commits_is_left_out() {
    let other = check_runs(&[
        run(1, "a", "success", 5, (1, 2)).replace("HEAD", "OTHER"),
        run(2, "b", "failure", 5, (1, 2)),
    ]);
    let source = source("a", 1, CiFormat::CheckRuns, &other);
    assert_eq!(left(std::slice::from_ref(&source)), ["b 2 failure"]);
    let elsewhere = self::source(
        "a",
        1,
        CiFormat::CheckRuns,
        &check_runs(&[run(1, "a", "success", 5, (1, 2)).replace("HEAD", "OTHER")]),
    );
    assert_eq!(
        elsewhere.incomplete(Some(HEAD)).unwrap(),
        "it speaks of 222222222222, and of nothing on HEAD"
    );
}

#[test]
fn a_list_of_nothing_says_for_which_commit_only_by_its_command() {
    let mut nothing = source("a", 1, CiFormat::CheckRuns, &check_runs(&[]));
    assert!(
        nothing
            .incomplete(Some(HEAD))
            .unwrap()
            .contains("does not name HEAD")
    );
    nothing.evidence.command = vec![
        "gh".to_owned(),
        format!("repos/o/r/commits/{HEAD}/check-runs"),
    ];
    assert_eq!(nothing.incomplete(Some(HEAD)), None);
}

#[test]
fn of_one_check_in_two_exports_the_later_one_counts() {
    let before = source(
        "b",
        1,
        CiFormat::CheckRuns,
        &check_runs(&[run(1, "a", "", 5, (1, 1))]),
    );
    let after = source(
        "a",
        2,
        CiFormat::CheckRuns,
        &check_runs(&[run(1, "a", "failure", 5, (1, 2))]),
    );
    assert_eq!(left(&[before, after]), ["a 1 failure"]);
}

#[test]
fn a_repetition_counts_in_the_place_of_what_it_repeats() {
    let again = check_runs(&[
        run(1, "a", "failure", 5, (1, 2)),
        run(2, "a", "success", 5, (3, 4)),
    ]);
    assert_eq!(
        left(&[source("a", 1, CiFormat::CheckRuns, &again)]),
        ["[a 1 failure]", "a 2 success"]
    );
}

#[test]
fn two_jobs_of_one_name_that_ran_side_by_side_count_both() {
    let twins = check_runs(&[
        run(1, "a", "failure", 5, (1, 3)),
        run(2, "a", "success", 5, (2, 4)),
    ]);
    assert_eq!(
        left(&[source("a", 1, CiFormat::CheckRuns, &twins)]),
        ["a 1 failure", "a 2 success"]
    );
}

#[test]
fn jobs_of_one_name_in_two_workflows_count_both() {
    let two = check_runs(&[
        run(1, "a", "failure", 5, (1, 2)),
        run(2, "a", "success", 6, (3, 4)),
    ]);
    let both = ["a 1 failure", "a 2 success"];
    let runs = |event| {
        workflow_runs(&[
            workflow_run(5, "push", "failure"),
            workflow_run(6, event, "success"),
        ])
    };
    assert_eq!(left(&[source("a", 1, CiFormat::CheckRuns, &two)]), both);
    // Two events, two runs.
    let events = [
        source("a", 1, CiFormat::CheckRuns, &two),
        source("b", 1, CiFormat::WorkflowRuns, &runs("pull_request")),
    ];
    assert_eq!(
        left(&events),
        ["a 1 failure", "a 2 success", "CI 5 failure", "CI 6 success"]
    );
    // A later run of the same workflow, for the same event and branch.
    let later = [
        source("a", 1, CiFormat::CheckRuns, &two),
        source("b", 1, CiFormat::WorkflowRuns, &runs("push")),
    ];
    assert_eq!(
        left(&later),
        [
            "[a 1 failure]",
            "a 2 success",
            "[CI 5 failure]",
            "CI 6 success"
        ]
    );
}

#[test]
fn retried_jobs_of_gitlab_count_once() {
    let jobs = include_str!("../../../fixtures/ci/gitlab/jobs.json")
        .replace("20df4aa3b520567cbc1ae793feeca8c6351c3e8a", "HEAD");
    assert_eq!(
        left(&[source("a", 1, CiFormat::GitlabJobs, &jobs)]),
        [
            "pipeline 18 failed",
            "[format 90 canceled]",
            "[format 91 failed]",
            "format 92 failed"
        ]
    );
}

fn own(pairs: &[(&str, &str)], sources: &[Source]) -> Option<OwnJob> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let environment: BTreeMap<String, String> = pairs.iter().map(owned).collect();
    own::job(&environment, &Latest::of(sources, Some(HEAD)))
}

const ACTIONS: (&str, &str) = ("GITHUB_ACTIONS", "true");

#[test]
fn only_the_job_that_certainly_is_relchecks_own_is_excepted() {
    let jobs = check_runs(&[
        run(1, "gate", "", 5, (1, 1)),
        run(2, "test", "", 5, (1, 1)),
        run(3, "gate", "", 6, (1, 1)),
    ]);
    let sources = [source("a", 1, CiFormat::CheckRuns, &jobs)];
    let check = |pairs: &[(&str, &str)]| own(pairs, &sources).unwrap().check;
    let of_run = ("GITHUB_RUN_ID", "5");
    assert_eq!(check(&[ACTIONS, of_run, ("GITHUB_JOB", "gate")]), Some(1));
    assert_eq!(check(&[ACTIONS, of_run, ("GITHUB_JOB", "check")]), None);
    assert_eq!(check(&[ACTIONS, ("GITHUB_JOB", "gate")]), None);
    assert_eq!(
        check(&[ACTIONS, of_run, ("RELCHECK_CHECK_RUN_ID", "2")]),
        Some(2)
    );
    let of_other = own(&[ACTIONS, of_run, ("RELCHECK_CHECK_RUN_ID", "3")], &sources).unwrap();
    assert!(of_other.check.is_none() && of_other.detail.contains("no running job"));
    assert_eq!(
        own(&[("GITHUB_RUN_ID", "5"), ("GITHUB_JOB", "gate")], &sources),
        None
    );
}

#[test]
fn the_machine_tells_a_job_whose_check_has_another_name() {
    let jobs = include_str!("../../../fixtures/ci/github/jobs.json")
        .replace("c6e5cac67a58a4eb11f1f28567a77a6e2cc8ee98", "HEAD")
        .replace("\"completed\"", "\"in_progress\"");
    let sources = [source("a", 1, CiFormat::WorkflowJobs, &jobs)];
    let pairs = [
        ACTIONS,
        ("GITHUB_RUN_ID", "3881497935"),
        ("GITHUB_JOB", "test"),
        ("RUNNER_NAME", "GitHub Actions 4"),
    ];
    let own = own(&pairs, &sources).unwrap();
    assert_eq!(own.check, Some(10_545_728_039));
    assert_eq!(
        own.detail,
        "`RUNNER_NAME` names the machine of this job only"
    );
}

#[test]
fn a_job_that_has_ended_is_not_the_one_that_runs() {
    let ended = check_runs(&[run(1, "gate", "failure", 5, (1, 2))]);
    let sources = [source("a", 1, CiFormat::CheckRuns, &ended)];
    let own = own(
        &[ACTIONS, ("GITHUB_RUN_ID", "5"), ("GITHUB_JOB", "gate")],
        &sources,
    )
    .unwrap();
    assert_eq!(own.check, None);
}
