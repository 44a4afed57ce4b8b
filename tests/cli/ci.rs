//! The state of the CI system, from what was exported and recorded.

use serde_json::{Value, json};

use super::harness::{History, Run};

pub(super) const RULE: &str = "quality.ci_green";

/// A candidate for a patch.
pub(super) fn history() -> History {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    history
}

/// A check run as GitHub lists it.
pub(super) fn check_run(head: &str, id: u64, name: &str, conclusion: Option<&str>) -> Value {
    json!({
        "id": id,
        "name": name,
        "head_sha": head,
        "status": if conclusion.is_some() { "completed" } else { "in_progress" },
        "conclusion": conclusion,
        "started_at": "2026-01-31T10:00:00Z",
        "completed_at": conclusion.map(|_| "2026-01-31T10:10:00Z"),
        "details_url": format!("https://github.com/o/r/actions/runs/5/job/{id}"),
        "check_suite": {"id": 1},
        "app": {"id": 15368, "slug": "github-actions"},
    })
}

pub(super) fn check_runs(runs: &[Value]) -> Value {
    json!({"total_count": runs.len(), "check_runs": runs})
}

pub(super) fn no_statuses(head: &str) -> Value {
    json!({"state": "pending", "statuses": [], "sha": head, "total_count": 0})
}

pub(super) fn head(history: &History) -> String {
    history.git(&["rev-parse", "HEAD"])
}

/// Records a command that writes this; with the id of HEAD among its words, as `gh api` has it.
fn record(history: &History, file: &str, content: &Value) {
    let path = history.beside(file);
    std::fs::write(&path, content.to_string()).unwrap();
    let path = path.to_string_lossy().replace('\\', "/");
    let alias = format!("alias.emit=!f() {{ cat '{path}'; }}; f");
    let arguments = ["record", "--", "git", "-c", &alias, "emit", &head(history)];
    let run = history.relcheck().args(&arguments).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
}

fn judged(history: &History) -> Run {
    // What is recorded in a test is of the real time.
    let now = jiff::Timestamp::now().to_string();
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "patch", "--now", &now])
}

#[test]
fn exports_of_github_that_are_all_green_pass() {
    let history = history();
    let head = head(&history);
    record(
        &history,
        "runs",
        &check_runs(&[check_run(&head, 1, "build", Some("success"))]),
    );
    let run = judged(&history);
    assert_eq!(
        run.reason(RULE, "patch"),
        "the commit statuses are not known: nothing lists them"
    );
    record(&history, "status", &no_statuses(&head));
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn a_check_that_failed_is_named() {
    let history = history();
    let head = head(&history);
    let runs = [
        check_run(&head, 1, "build", Some("success")),
        check_run(&head, 2, "lint", Some("failure")),
        check_run(&head, 3, "docs", None),
        check_run(&head, 4, "deploy", Some("skipped")),
    ];
    record(&history, "runs", &check_runs(&runs));
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert_eq!(
        run.findings(RULE, "patch"),
        [
            "deploy: `deploy` (github-actions) did not succeed: `skipped`",
            "docs: `docs` (github-actions) still runs: `in_progress`",
            "lint: `lint` (github-actions) did not succeed: `failure`",
        ]
    );
    assert_eq!(run.code, 1);
}

#[test]
fn runs_of_other_commits_never_count() {
    let history = history();
    let before = history.git(&["rev-parse", "HEAD~1"]);
    record(
        &history,
        "runs",
        &check_runs(&[check_run(&before, 1, "build", Some("success"))]),
    );
    record(&history, "status", &no_statuses(&head(&history)));
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown");
}

#[test]
fn one_page_of_several_is_not_all_of_them() {
    let history = history();
    let head = head(&history);
    let mut page = check_runs(&[check_run(&head, 1, "build", Some("success"))]);
    page["total_count"] = json!(2);
    record(&history, "runs", &page);
    record(&history, "status", &no_statuses(&head));
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert!(run.reason(RULE, "patch").contains("it lists 1 of 2"));
}

#[test]
fn the_configuration_says_which_checks_have_to_succeed() {
    let history = history();
    history.write(
        "relcheck.toml",
        "[rules.quality.ci_green]\nparams.required = [\"build\", \"test (*\"]\n",
    );
    history.commit("chore: name the checks");
    let head = head(&history);
    let runs = [
        check_run(&head, 1, "build", Some("success")),
        check_run(&head, 2, "test (3.12)", Some("success")),
        check_run(&head, 3, "nightly", Some("failure")),
    ];
    record(&history, "runs", &check_runs(&runs));
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "warn", "{}", run.stdout);
    history.write(
        "relcheck.toml",
        "[rules.quality.ci_green]\nparams.required = [\"build\", \"docs\"]\n",
    );
    history.commit("chore: name another");
    let head = self::head(&history);
    record(
        &history,
        "runs",
        &check_runs(&[check_run(&head, 1, "build", Some("success"))]),
    );
    assert_eq!(judged(&history).status(RULE, "patch"), "unknown");
    record(&history, "status", &no_statuses(&head));
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert!(run.findings(RULE, "patch")[0].contains("`docs` has not run on"));
}

#[test]
fn without_token_and_export_it_is_unknown_with_both_ways_out() {
    let history = history();
    history.git(&[
        "remote",
        "add",
        "origin",
        "https://x:s3cret@github.com/ann/demo.git",
    ]);
    let run = history
        .relcheck()
        .check(&["--rule", RULE, "--type", "patch"]);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert!(
        run.reason(RULE, "patch")
            .contains("there is no token to ask GitHub with")
    );
    assert!(run.stdout.contains("gh api --paginate") && run.stdout.contains("GITHUB_TOKEN"));
    assert!(!run.stdout.contains("s3cret"));
    assert_eq!(run.code, 3);
}

#[test]
fn what_the_tag_started_has_to_succeed_before_it_is_published() {
    let history = history();
    history.tag("v1.2.4");
    let head = head(&history);
    record(
        &history,
        "runs",
        &check_runs(&[check_run(&head, 1, "build", Some("success"))]),
    );
    record(&history, "status", &no_statuses(&head));
    let publish = |history: &History| {
        let now = jiff::Timestamp::now().to_string();
        let arguments = [
            "--rule", RULE, "--type", "patch", "--stage", "publish", "--now", &now,
        ];
        history.relcheck().check(&arguments)
    };
    assert!(
        publish(&history)
            .reason(RULE, "patch")
            .contains("which runs the tag started")
    );
    let runs = |branch: &str, conclusion: &str| {
        json!({"total_count": 1, "workflow_runs": [{
            "id": 5, "name": "Release", "head_sha": head, "head_branch": branch, "event": "push",
            "status": "completed", "conclusion": conclusion, "workflow_id": 7,
        }]})
    };
    record(&history, "workflows", &runs("main", "success"));
    assert_eq!(
        publish(&history).findings(RULE, "patch"),
        ["release pipeline: the tag `v1.2.4` started nothing"]
    );
    record(&history, "workflows", &runs("v1.2.4", "failure"));
    assert_eq!(
        publish(&history).findings(RULE, "patch"),
        ["Release: `Release` did not succeed: `failure`"]
    );
    record(&history, "workflows", &runs("v1.2.4", "success"));
    let run = publish(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn what_gh_says_of_a_pull_request_names_no_commit() {
    let history = history();
    let checks = json!([{"bucket": "pass", "name": "build", "state": "SUCCESS", "link": ""}]);
    record(&history, "pr", &checks);
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert!(
        run.reason(RULE, "patch")
            .contains("does not say of which commit")
    );
}

#[test]
fn a_run_that_failed_fails_also_where_only_runs_are_listed() {
    let history = history();
    let run_of = |conclusion: &str| {
        json!([{
            "databaseId": 5, "workflowName": "CI", "headSha": head(&history), "status": "completed",
            "conclusion": conclusion,
        }])
    };
    record(&history, "runs", &run_of("failure"));
    assert_eq!(judged(&history).status(RULE, "patch"), "fail");
    record(&history, "runs", &run_of("success"));
    assert_eq!(judged(&history).status(RULE, "patch"), "unknown");
}

/// What a command answered on the day before the time at which tests judge.
fn answer(history: &History, command: &str, file: &str, content: &Value) {
    history.answer(command, file, content.to_string().as_bytes(), "checks");
}

#[test]
fn a_list_that_its_command_narrows_is_not_all_of_them() {
    for (query, status) in [
        ("", "pass"),
        ("?filter=all&per_page=100", "pass"),
        ("?check_name=build", "unknown"),
        ("?status=completed", "unknown"),
    ] {
        let history = history();
        let head = head(&history);
        let runs = check_runs(&[check_run(&head, 1, "build", Some("success"))]);
        let command = format!("gh api --paginate repos/o/r/commits/{head}/check-runs{query}");
        answer(&history, &command, "runs.json", &runs);
        answer(
            &history,
            &format!("make {head}"),
            "status.json",
            &no_statuses(&head),
        );
        let run = history
            .relcheck()
            .check(&["--rule", RULE, "--type", "patch"]);
        assert_eq!(run.status(RULE, "patch"), status, "{query}: {}", run.stdout);
        if status == "unknown" {
            let reason = run.reason(RULE, "patch");
            assert!(reason.contains("which may leave checks out"), "{reason}");
        }
    }
}

#[test]
fn what_another_branch_requires_does_not_count() {
    let only_build = json!({"strict": true, "contexts": ["build"], "checks": []});
    let of = |name: &str| {
        json!({"name": name, "protected": true, "protection": {"enabled": true,
            "required_status_checks": {"enforcement_level": "everyone", "contexts": ["build"], "checks": []}}})
    };
    let protection = |name: &str| {
        let mut answer = only_build.clone();
        answer["url"] = json!(format!(
            "https://api.github.com/repos/o/r/branches/{name}/protection"
        ));
        answer
    };
    let rules = json!([{"type": "required_status_checks", "ruleset_id": 5,
        "parameters": {"required_status_checks": [{"context": "build"}]}}]);
    for (command, export, status) in [
        ("make it", of("main"), "warn"),
        ("make it", of("dev"), "fail"),
        ("make it", protection("main"), "warn"),
        ("make it", protection("dev"), "fail"),
        (
            "gh api repos/o/r/branches/main/protection/required_status_checks",
            only_build.clone(),
            "warn",
        ),
        ("make it", only_build.clone(), "fail"),
        (
            "gh api repos/o/r/rules/branches/main",
            rules.clone(),
            "warn",
        ),
        (
            "gh api repos/o/r/rules/branches/{branch}",
            rules.clone(),
            "warn",
        ),
        ("gh api repos/o/r/rules/branches/dev", rules.clone(), "fail"),
    ] {
        let history = history();
        let head = head(&history);
        let runs = check_runs(&[
            check_run(&head, 1, "build", Some("success")),
            check_run(&head, 2, "test", Some("failure")),
        ]);
        answer(&history, "make it", "runs.json", &runs);
        answer(
            &history,
            &format!("make {head}"),
            "status.json",
            &no_statuses(&head),
        );
        answer(&history, command, "branch.json", &export);
        let run = history
            .relcheck()
            .check(&["--rule", RULE, "--type", "patch"]);
        assert_eq!(
            run.status(RULE, "patch"),
            status,
            "{command} {export}: {}",
            run.stdout
        );
    }
}

#[test]
fn what_ran_in_another_repository_does_not_count() {
    let history = history();
    let head = head(&history);
    let status = |command: &str, address: &str| {
        let mut run = check_run(&head, 1, "build", Some("success"));
        run["html_url"] = json!(format!("{address}/actions/runs/5/job/1"));
        let runs = check_runs(&[run]);
        answer(&history, &format!("{command}/check-runs"), "runs", &runs);
        let none = no_statuses(&head);
        answer(&history, &format!("{command}/status"), "status", &none);
        let run = history
            .relcheck()
            .check(&["--rule", RULE, "--type", "patch"]);
        (run.status(RULE, "patch"), run.reason(RULE, "patch"))
    };
    let own = format!("gh api repos/{{owner}}/{{repo}}/commits/{head}");
    let other = format!("gh api repos/other/thing/commits/{head}");
    // Without a remote nobody knows which repository is the own one.
    assert_eq!(status(&other, "https://github.com/other/thing").0, "pass");
    history.git(&["remote", "add", "origin", "git@github.com:O/R.git"]);
    assert_eq!(status(&own, "https://github.com/o/r").0, "pass");
    assert_eq!(status(&own, "https://ci.example.com/x/y").0, "pass");
    for (command, address) in [
        (&other, "https://github.com/o/r"),
        (&own, "https://github.com/other/thing"),
    ] {
        let (status, reason) = status(command, address);
        assert_eq!(status, "unknown", "{command} {address}");
        assert!(
            reason
                .contains("it is of `other/thing`, and the remote `origin` names another project"),
            "{reason}"
        );
    }
}
