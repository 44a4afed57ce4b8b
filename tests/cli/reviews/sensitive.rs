//! Commits that touch what is sensitive, and who of the security team looked at them.

use serde_json::Value;

use super::{check, id, messages, pull_request, record, released, review};
use crate::harness::{ADA, GRACE, History};

const RULE: &str = "security.sensitive_reviewed";

/// A squashed pull request that changes a workflow: the history, and the last commit of its branch.
fn sensitive() -> (History, String) {
    let history = released();
    history.branch("topic", "main");
    history.write(".github/workflows/ci.yml", "on: push\n");
    let head = history.commit("ci: run the tests");
    history.switch("main");
    history.write(".github/workflows/ci.yml", "on: push\n");
    history.commit("ci: run the tests (#12)");
    (history, head)
}

fn reviewed_by(login: &str, state: &str) -> (String, String) {
    let (history, head) = sensitive();
    let pull = pull_request(&history, &head, vec![review(login, state, &head)]);
    // What follows is not sensitive: the review is of a part of the candidate.
    history.write("src/demo.py", "fixed = True\n");
    history.commit("fix: something");
    record(&history, "gh.json", &pull);
    let run = check(&history, RULE);
    (run.status(RULE, "patch"), messages(&run, RULE))
}

#[test]
fn a_review_by_the_team_counts_for_the_commits_of_its_request() {
    let (status, found) = reviewed_by("grace-h", "APPROVED");
    assert_eq!((status.as_str(), found.as_str()), ("pass", ""));
}

#[test]
fn one_by_another_person_or_one_that_was_dismissed_does_not() {
    let (status, found) = reviewed_by("ada", "APPROVED");
    assert_eq!(status, "fail");
    assert!(found.ends_with("`ci: run the tests (#12)` touches `.github/workflows/ci.yml`, and nobody of the team `security` has approved it (its message names #12)"), "{found}");
    let (status, found) = reviewed_by("grace-h", "DISMISSED");
    assert_eq!(status, "fail");
    assert!(
        found.contains("in #12 does not count: it was dismissed"),
        "{found}"
    );
    assert!(
        found.contains("nobody of the team `security` has approved it"),
        "{found}"
    );
}

#[test]
fn a_sign_off_of_the_candidate_counts_for_all_of_it() {
    let (history, _) = sensitive();
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "unknown");
    history.sign_off("security-review", ADA);
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "fail");
    history.sign_off("approval", GRACE);
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "fail");
    history.sign_off("security-review", GRACE);
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn what_a_merge_changed_by_itself_was_not_reviewed() {
    let merged = |own: &str| {
        let history = released();
        history.branch("topic", "main");
        history.write(".github/workflows/ci.yml", "on: push\n");
        let head = history.commit("ci: run the tests");
        history.switch("main");
        history.write("src/demo.py", "fixed = True\n");
        history.commit("fix: something");
        history.git(&["merge", "--quiet", "--no-ff", "--no-commit", "topic"]);
        history.write(".github/workflows/ci.yml", own);
        history.commit("Merge pull request #12 from topic");
        let pull: Value = pull_request(&history, &head, vec![review("Grace-H", "APPROVED", &head)]);
        record(&history, "gh.json", &pull);
        let run = check(&history, RULE);
        let merge = id(&history, "HEAD");
        (run.status(RULE, "patch"), messages(&run, RULE), merge)
    };
    let (status, found, _) = merged("on: push\n");
    assert_eq!((status.as_str(), found.as_str()), ("pass", ""));
    let (status, found, merge) = merged("on: [push, workflow_dispatch]\n");
    assert_eq!(status, "fail");
    assert!(found.starts_with(&merge[..10]), "{found}");
}
