//! Approvals of merge requests of GitLab, which name a time and no commit.

use serde_json::{Value, json};

use super::{REVIEWED_AT, RULE, check, id, messages, record, squashed};
use crate::harness::History;

/// The merge request of HEAD, the states that it had, and who approves it when.
pub(super) fn answers(history: &History, head: &str, approved_at: Option<&str>) -> [Value; 3] {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut request = read(include_str!(
        "../../../fixtures/review/gitlab/merge-request.json"
    ));
    request["iid"] = 5.into();
    request["project_id"] = 1.into();
    request["author"]["username"] = "ann".into();
    request["sha"] = head.into();
    request["squash_commit_sha"] = id(history, "HEAD").into();
    request["web_url"] = "https://gitlab.com/o/r/-/merge_requests/5".into();
    let mut versions = read(include_str!(
        "../../../fixtures/review/gitlab/merge-request-versions.json"
    ));
    for version in versions.as_array_mut().unwrap() {
        version["merge_request_id"] = request["id"].clone();
    }
    versions[0]["head_commit_sha"] = head.into();
    versions[0]["created_at"] = "2026-01-20T00:00:00.000Z".into();
    versions[1]["head_commit_sha"] = id(history, "v1.2.3^{commit}").into();
    versions[1]["created_at"] = "2026-01-10T00:00:00.000Z".into();
    let mut approvals = read(include_str!(
        "../../../fixtures/review/gitlab/approvals.json"
    ));
    approvals["approved_by"][0]["user"]["username"] = "ada".into();
    if let Some(time) = approved_at {
        approvals["approved_by"][0]["approved_at"] = time.into();
    }
    approvals["approved_by"].as_array_mut().unwrap().truncate(1);
    [request, versions, approvals]
}

fn judged(change: impl FnOnce(&mut [Value; 3]), approved_at: Option<&str>) -> (String, String) {
    let (history, head) = squashed();
    history.git(&["remote", "set-url", "origin", "git@gitlab.com:o/r.git"]);
    let mut answers = answers(&history, &head, approved_at);
    change(&mut answers);
    for (name, answer) in ["request.json", "versions.json", "approvals.json"]
        .iter()
        .zip(&answers)
    {
        if !answer.is_null() {
            record(&history, name, answer);
        }
    }
    let run = check(&history, RULE);
    (run.status(RULE, "patch"), messages(&run, RULE))
}

#[test]
fn an_approval_of_the_last_state_counts() {
    let (status, found) = judged(|_| {}, Some(REVIEWED_AT));
    assert_eq!((status.as_str(), found.as_str()), ("pass", ""));
}

#[test]
fn an_approval_of_an_earlier_state_does_not() {
    let (status, found) = judged(|_| {}, Some("2026-01-15T00:00:00Z"));
    assert_eq!(status, "fail");
    assert!(found.contains("the last one, has other files"), "{found}");
}

#[test]
fn an_approval_without_a_time_counts_where_there_was_one_state_alone() {
    let (status, found) = judged(|_| {}, None);
    assert_eq!(status, "fail");
    assert!(
        found.contains("of which commit it is cannot be told"),
        "{found}"
    );
    let one = |answers: &mut [Value; 3]| answers[1] = json!([answers[1][0]]);
    let (status, found) = judged(one, None);
    assert_eq!((status.as_str(), found.as_str()), ("pass", ""));
}

#[test]
fn without_the_states_or_the_request_nothing_is_told() {
    let (status, found) = judged(|it| it[1] = Value::Null, Some(REVIEWED_AT));
    assert_eq!(status, "fail");
    assert!(found.contains("/versions`, too"), "{found}");
    let (status, found) = judged(|it| it[0] = Value::Null, Some(REVIEWED_AT));
    assert_eq!(status, "fail");
    assert!(
        found.contains("of which merge request it speaks cannot be told"),
        "{found}"
    );
}

#[test]
fn who_opened_it_does_not_approve_it() {
    let (status, found) = judged(
        |it| it[0]["author"]["username"] = "ada".into(),
        Some(REVIEWED_AT),
    );
    assert_eq!(status, "fail");
    assert!(found.contains("it is by who opened the request"), "{found}");
}

/// GitLab's free tier does not say which merge request its approvals are of: the command does.
#[test]
fn what_the_answer_leaves_out_the_command_says() {
    let judged = |of: &str| {
        let (history, head) = squashed();
        history.git(&["remote", "set-url", "origin", "git@gitlab.com:o/r.git"]);
        let mut answers = answers(&history, &head, Some(REVIEWED_AT));
        let approvals = answers[2].as_object_mut().unwrap();
        for field in [
            "id",
            "iid",
            "project_id",
            "approvals_required",
            "approvals_left",
        ] {
            approvals.remove(field);
        }
        answers[2]["approved"] = true.into();
        let words = ["projects/1/merge_requests/5", "versions", of];
        for (word, answer) in words.iter().zip(&answers) {
            let path = history.beside("answer");
            std::fs::write(&path, answer.to_string()).unwrap();
            let path = path.to_string_lossy().replace('\\', "/");
            let alias = format!("alias.emit=!f() {{ cat '{path}'; }}; f");
            let arguments = ["record", "--", "git", "-c", &alias, "emit", word];
            let run = history.relcheck().args(&arguments).run();
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        // What is recorded in a test is of the real time.
        let now = jiff::Timestamp::now().to_string();
        let run = history
            .relcheck()
            .check(&["--rule", RULE, "--type", "patch", "--now", &now]);
        (run.status(RULE, "patch"), messages(&run, RULE))
    };
    let (status, found) = judged("projects/1/merge_requests/5/approvals");
    assert_eq!((status.as_str(), found.as_str()), ("pass", ""));
    for other in ["projects/1/merge_requests/6/approvals", "approvals"] {
        let (status, found) = judged(other);
        assert_eq!(status, "fail");
        assert!(found.contains("cannot be told"), "{found}");
    }
}
