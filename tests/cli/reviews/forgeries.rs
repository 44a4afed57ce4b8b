//! Reviews that do not count, with the reason that the report gives.

use serde_json::{Value, json};

use super::{RULE, check, messages, pull_request, record, review, squashed};
use crate::harness::History;

/// The review of a pull request by Ada counts, and what is made of it does not.
fn refused(forge: impl FnOnce(&History, &mut Value)) -> String {
    let (twin, head) = squashed();
    let valid = pull_request(&twin, &head, vec![review("ada", "APPROVED", &head)]);
    record(&twin, "gh.json", &valid);
    assert_eq!(
        check(&twin, RULE).status(RULE, "patch"),
        "pass",
        "the valid twin"
    );
    let (forged, head) = squashed();
    let mut pull = pull_request(&forged, &head, vec![review("ada", "APPROVED", &head)]);
    forge(&forged, &mut pull);
    record(&forged, "gh.json", &pull);
    let run = check(&forged, RULE);
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    messages(&run, RULE)
}

#[test]
fn that_was_dismissed() {
    let found = refused(|_, pull| pull["reviews"][0]["state"] = "DISMISSED".into());
    insta::assert_snapshot!(found, @r"
    a review by ada in #12 does not count: it was dismissed
    no approval of 1
    ");
}

#[test]
fn that_was_taken_back() {
    let found = refused(|_, pull| {
        let mut later = pull["reviews"][0].clone();
        later["state"] = "CHANGES_REQUESTED".into();
        later["submittedAt"] = "2026-01-31T00:00:00Z".into();
        pull["reviews"].as_array_mut().unwrap().push(later);
    });
    insta::assert_snapshot!(found, @r"
    a review by ada in #12 does not count: it asks for changes
    no approval of 1
    ");
}

#[test]
fn of_an_older_commit_with_other_files() {
    let found = refused(|history, pull| {
        let older = super::id(history, "v1.2.3^{commit}");
        pull["reviews"][0]["commit"]["oid"] = older.into();
    });
    assert!(found.contains("the last one, has other files"), "{found}");
}

#[test]
fn of_an_older_commit_that_is_not_here() {
    let found = refused(|_, pull| pull["reviews"][0]["commit"]["oid"] = "d".repeat(40).into());
    assert!(found.contains("has the same files is not known"), "{found}");
}

#[test]
fn of_no_commit() {
    let found = refused(|_, pull| pull["reviews"][0]["commit"]["oid"] = "".into());
    assert!(
        found.contains("it does not say of which commit it is"),
        "{found}"
    );
}

#[test]
fn by_who_opened_the_request() {
    let found = refused(|_, pull| pull["author"]["login"] = "ADA".into());
    insta::assert_snapshot!(found, @r"
    a review by ada in #12 does not count: it is by who opened the request
    no approval of 1
    ");
}

#[test]
fn by_an_unknown_login() {
    let found = refused(|_, pull| pull["reviews"][0]["author"]["login"] = "ada-1".into());
    insta::assert_snapshot!(found, @r#"
    a review by ada-1 in #12 does not count: nobody on the lists that count has the login `ada-1` (`logins = { github = "…" }`)
    no approval of 1
    "#);
}

#[test]
fn by_a_program() {
    let found = refused(|_, pull| pull["reviews"][0]["author"]["login"] = "ada[bot]".into());
    assert!(found.contains("it is by a program"), "{found}");
}

#[test]
fn by_an_account_that_is_gone() {
    let found = refused(|_, pull| pull["reviews"][0]["author"] = Value::Null);
    assert!(found.contains("its account is gone"), "{found}");
}

#[test]
fn in_the_future() {
    let found =
        refused(|_, pull| pull["reviews"][0]["submittedAt"] = "2027-01-01T00:00:00Z".into());
    assert!(found.contains("in the future"), "{found}");
}

#[test]
fn of_another_repository() {
    let found = refused(|_, pull| pull["url"] = "https://github.com/eve/r/pull/12".into());
    insta::assert_snapshot!(found, @r"
    a review in #12 does not count: it is of `github.com/eve/r`, another repository
    no approval of 1
    ");
    let found = refused(|_, pull| pull["url"] = "https://github.example.org/o/r/pull/12".into());
    assert!(found.contains("another repository"), "{found}");
}

#[test]
fn of_a_request_that_is_not_merged_here() {
    let found = refused(|_, pull| {
        pull["mergeCommit"]["oid"] = "c".repeat(40).into();
    });
    insta::assert_snapshot!(found, @r"
    a review in #12 does not count: it is not merged into the history of HEAD
    no approval of 1
    ");
    let found = refused(|_, pull| {
        pull["state"] = "CLOSED".into();
        pull["mergeCommit"] = Value::Null;
    });
    assert!(found.contains("it was closed, and not merged"), "{found}");
}

#[test]
fn of_other_files_than_those_of_the_candidate() {
    let found = refused(|history, pull| {
        history.write("src/more.py", "more = True\n");
        pull["mergeCommit"]["oid"] = history.commit("fix: more (#12)").into();
    });
    insta::assert_snapshot!(found, @"no approval of 1");
}

#[test]
fn in_a_list_that_may_go_on() {
    let found = refused(|_, pull| {
        let review = pull["reviews"][0].clone();
        pull["reviews"] = vec![review; 100].into();
        *pull = json!([pull.clone()]);
    });
    assert!(
        found.contains("as many as `gh pr list` asks for"),
        "{found}"
    );
}

#[test]
fn where_two_answers_contradict_each_other() {
    let found = refused(|history, pull| {
        let mut other = pull.clone();
        other["reviews"][0]["state"] = "DISMISSED".into();
        record(history, "other.json", &other);
    });
    assert!(
        found.contains("two of the same time contradict each other"),
        "{found}"
    );
    let found = refused(|history, pull| {
        let mut other = pull.clone();
        other["headRefOid"] = "b".repeat(40).into();
        record(history, "other.json", &other);
    });
    assert!(
        found.contains("two answers say different things of its last commit"),
        "{found}"
    );
}

#[test]
fn that_was_recorded_for_another_commit() {
    let (history, head) = squashed();
    let pull = pull_request(&history, &head, vec![review("ada", "APPROVED", &head)]);
    record(&history, "gh.json", &pull);
    history.write("src/demo.py", "fixed = False\n");
    history.commit("fix: something else");
    let run = check(&history, RULE);
    assert_ne!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}
