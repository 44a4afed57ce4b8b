//! Issues of a tracker, as they are exported: what a review by the community and the feedback on a
//! candidate come to, and every way in which an export may hide an issue, each beside a whole one.

mod tracker;

use serde_json::{Value, json};

use super::harness::{History, Run};

const REVIEWED: &str = "approvals.community";
const FEEDBACK: &str = "candidate.feedback_addressed";

const FIELDS: &str = "number,title,url,state,stateReason,labels,milestone,createdAt,closedAt";

/// A major release of a project on a forge.
fn major() -> History {
    let history = History::released("1.2.3");
    history.git(&["remote", "add", "origin", "git@github.com:O/r.git"]);
    history.commit("feat!: drop the old way");
    history.declare("2.0.0");
    history.commit("chore: bump version to 2.0.0");
    history
}

/// A candidate of a minor release.
fn candidate() -> History {
    let history = History::released("1.2.3");
    history.git(&["remote", "add", "origin", "https://github.com/o/r.git"]);
    history.declare("1.3.0rc1");
    history.commit("feat: something");
    history.tag("v1.3.0-rc.1");
    history
}

/// An issue as `gh` writes it, which was closed on the last day of January: its shape is the fixture's.
fn issue(number: u64, label: &str, milestone: &str) -> Value {
    let fixture = include_str!("../../fixtures/issues/github/gh-issue-list.json");
    let issues: Value = serde_json::from_str(fixture).unwrap();
    let mut issue = issues[1].clone();
    issue["number"] = number.into();
    issue["url"] = format!("https://github.com/o/r/issues/{number}").into();
    issue["title"] = format!("Issue {number}").into();
    issue["labels"] = json!([{"id": "x", "name": label, "description": "", "color": "e10c02"}]);
    issue["milestone"]["title"] = milestone.into();
    issue["createdAt"] = "2026-01-10T00:00:00Z".into();
    issue["closedAt"] = "2026-01-30T00:00:00Z".into();
    issue
}

fn open(mut issue: Value) -> Value {
    issue["state"] = "OPEN".into();
    issue["stateReason"] = "".into();
    issue["closedAt"] = Value::Null;
    issue
}

fn listed(history: &History, more: &str, issues: &[Value]) {
    let command = format!("gh issue list {more} --json {FIELDS}");
    let name = format!("gh-{}", more.replace([' ', '/'], ""));
    let content = json!(issues).to_string();
    history.answer(&command, &name, content.as_bytes(), "issues");
}

const ALL: &str = "--state all --limit 5000";

fn check(history: &History, rule: &str) -> Run {
    history.relcheck().check(&["--rule", rule])
}

fn of_major(history: &History) -> (String, String) {
    said(&check(history, REVIEWED), REVIEWED, "major")
}

fn of_candidate(history: &History) -> (String, String) {
    let run = history
        .relcheck()
        .check(&["--stage", "candidate", "--rule", FEEDBACK]);
    said(&run, FEEDBACK, "minor")
}

/// The status, and the messages or the reasons.
fn said(run: &Run, rule: &str, release_type: &str) -> (String, String) {
    let outcome = run.outcome(rule, release_type);
    let findings = outcome["findings"].as_array().into_iter().flatten();
    let messages = findings.map(|finding| finding["message"].as_str().unwrap().to_owned());
    let mut all: Vec<String> = messages.collect();
    all.extend(outcome["reason"].as_str().map(str::to_owned));
    (run.status(rule, release_type), all.join("\n"))
}

fn held() -> Value {
    issue(5, "community-review", "v2.0.0")
}

#[test]
fn a_review_that_was_held_lets_a_major_release_pass() {
    let history = major();
    listed(&history, ALL, &[held(), issue(6, "objection", "2.0.0")]);
    let (status, said) = of_major(&history);
    assert_eq!(status, "pass", "{said}");
    let fact = history.relcheck().fact("issues")["value"].clone();
    assert_eq!(fact["known"], true);
    assert_eq!(fact["issues"][0]["number"], 5);
    assert_eq!(fact["issues"][0]["closed"], 1_769_731_200);
    assert_eq!(fact["sources"][0]["format"], "gh-issues");
    assert_eq!(fact["sources"][0]["states"], "all");
}

#[test]
fn what_is_open_or_was_too_short_does_not() {
    for (issues, why) in [
        (
            vec![open(held())],
            "the review #5 (Issue 5) is open: it has not ended",
        ),
        (
            vec![held(), open(issue(6, "objection", "2.0.0"))],
            "the objection #6 (Issue 6) is open",
        ),
        (
            vec![{
                let mut short = held();
                short["createdAt"] = "2026-01-20T00:00:00Z".into();
                short
            }],
            "the review #5 (Issue 5) was open for 10 days, and 14 days are asked for",
        ),
    ] {
        let history = major();
        listed(&history, ALL, &issues);
        let (status, said) = of_major(&history);
        assert_eq!((status.as_str(), said.as_str()), ("fail", why));
    }
}

#[test]
fn without_an_export_nothing_is_known() {
    let history = major();
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(said.contains("there is no export of issues"), "{said}");
    let fact = history.relcheck().fact("issues")["value"].clone();
    assert_eq!(fact["known"], false);
    assert_eq!(fact["reason"], "no export of issues was recorded");
    assert!(
        fact["fix"]
            .as_str()
            .unwrap()
            .contains("gh issue list --state all")
    );
    history.git(&["remote", "set-url", "origin", "git@gitlab.com:o/r.git"]);
    let fact = history.relcheck().fact("issues")["value"].clone();
    assert!(fact["fix"].as_str().unwrap().contains("glab api"));
}

#[test]
fn an_export_that_may_leave_issues_out_proves_nothing() {
    for (more, why) in [
        ("--state all --limit 1", "as many as `--limit` allows"),
        ("--state all --search x", "`--search`"),
        ("--state closed", "no whole export shows every open issue"),
        (
            "--state all --label community-review",
            "the label `objection`",
        ),
        ("--state all --milestone v2.0.0", "no whole export"),
        ("--state all --jq .", "`--jq`"),
        ("--state all -R o/other", "it is of `o/other`"),
    ] {
        let history = major();
        listed(&history, more, &[held()]);
        let (status, said) = of_major(&history);
        assert_eq!(status, "unknown", "{more}: {said}");
        assert!(said.contains(why), "{more}: {said}");
    }
}

#[test]
fn exports_by_label_are_whole_together() {
    let history = major();
    listed(&history, "--state all --label community-review", &[held()]);
    listed(&history, "--label objection", &[]);
    let (status, said) = of_major(&history);
    assert_eq!(status, "pass", "{said}");
}

#[test]
fn what_another_command_wrote_is_read_and_never_whole() {
    let history = major();
    let objection = open(issue(6, "objection", "2.0.0"));
    let content = json!([held(), objection]).to_string();
    history.evidence_of("issues.json", content.as_bytes(), "issues");
    let (status, said) = of_major(&history);
    assert_eq!(status, "fail", "{said}");
    assert!(said.contains("the objection #6"), "{said}");
    let history = major();
    let content = json!([held()]).to_string();
    history.evidence_of("issues.json", content.as_bytes(), "issues");
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(
        said.contains("does not show which issues it asked for"),
        "{said}"
    );
}

#[test]
fn an_export_for_an_older_commit_is_old_news() {
    let history = major();
    listed(&history, ALL, &[held()]);
    history.commit("docs: say more");
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(said.contains("it speaks of"), "{said}");
    let fact = history.relcheck().fact("issues")["value"].clone();
    assert_eq!(fact["issues"], json!([]));
    assert!(fact["reason"].as_str().unwrap().contains("it speaks of"));
}

#[test]
fn what_exports_say_differently_is_never_closed() {
    let history = major();
    let objection = issue(6, "objection", "2.0.0");
    listed(&history, ALL, &[held(), objection.clone()]);
    listed(&history, "--label objection", &[open(objection)]);
    let (status, said) = of_major(&history);
    assert_eq!(status, "fail", "{said}");
    assert!(
        said.contains("the objection #6 (Issue 6) is open"),
        "{said}"
    );
    let history = major();
    let mut retitled = held();
    retitled["milestone"]["title"] = "2.0.0".into();
    listed(&history, ALL, &[held()]);
    listed(&history, "--state all --limit 500", &[retitled]);
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(
        said.contains("exports say different things of #5"),
        "{said}"
    );
}

#[test]
fn issues_of_another_project_are_none_of_this_one() {
    let history = major();
    let mut other = held();
    other["url"] = "https://github.com/o/fork/issues/5".into();
    listed(&history, ALL, &[other]);
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(said.contains("it is of `github.com/o/fork`"), "{said}");
    let fact = history.relcheck().fact("issues")["value"].clone();
    assert_eq!(fact["issues"], json!([]));
}

#[test]
fn what_cannot_be_read_is_told_with_what_to_ask_for() {
    for (change, why) in [
        ("state", "it was written without `state`"),
        ("milestone", "it was written without `milestone`"),
        ("closedAt", "it was written without `closedAt`"),
    ] {
        let history = major();
        let mut issue = held();
        issue.as_object_mut().unwrap().remove(change);
        listed(&history, ALL, &[issue]);
        let (status, said) = of_major(&history);
        assert_eq!(status, "unknown");
        assert!(said.contains(why), "{said}");
    }
    let history = major();
    history.answer("gh issue list", "text", b"5\tOPEN\tTitle\n", "issues");
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(said.contains("text.file-1` does not count: "), "{said}");
}

#[test]
fn answers_of_the_api_are_as_good() {
    let history = major();
    let fixture = include_str!("../../fixtures/issues/github/issues.json");
    let mut issues: Value = serde_json::from_str(fixture).unwrap();
    let review = &mut issues[2];
    review["number"] = 5.into();
    review["html_url"] = "https://github.com/o/r/issues/5".into();
    review["labels"][0]["name"] = "community-review".into();
    review["milestone"]["title"] = "2.0.0".into();
    review["state"] = "closed".into();
    review["created_at"] = "2026-01-10T00:00:00Z".into();
    review["closed_at"] = "2026-01-30T00:00:00Z".into();
    issues[1]["html_url"] = "https://github.com/o/r/issues/6152".into();
    let content = issues.to_string();
    let paginated = "gh api --paginate repos/{owner}/{repo}/issues?state=all";
    history.answer(paginated, "api", content.as_bytes(), "issues");
    let (status, said) = of_major(&history);
    assert_eq!(status, "pass", "{said}");
    // Without `--paginate`, a page of three is not known to be the last one of three.
    let history = major();
    let page = "gh api repos/o/r/issues?state=all&per_page=3";
    history.answer(page, "api", content.as_bytes(), "issues");
    let (status, said) = of_major(&history);
    assert_eq!(status, "unknown");
    assert!(said.contains("export it with `--paginate`"), "{said}");
}

#[test]
fn issues_of_gitlab_count_too() {
    let history = major();
    history.git(&[
        "remote",
        "set-url",
        "origin",
        "git@gitlab.example.com:g/s/p.git",
    ]);
    let fixture = include_str!("../../fixtures/issues/gitlab/issues.json");
    let mut issues: Value = serde_json::from_str(fixture).unwrap();
    issues[0]["iid"] = 5.into();
    issues[0]["web_url"] = "https://gitlab.example.com/g/s/p/-/issues/5".into();
    issues[0]["labels"] = json!(["community-review"]);
    issues[0]["milestone"]["title"] = "v2.0.0".into();
    issues[0]["state"] = "closed".into();
    issues[0]["created_at"] = "2026-01-10T00:00:00.000Z".into();
    issues[0]["closed_at"] = "2026-01-30T00:00:00.000Z".into();
    let content = issues.to_string();
    let command = "glab api --paginate projects/:id/issues?per_page=100";
    history.answer(command, "glab", content.as_bytes(), "issues");
    let (status, said) = of_major(&history);
    assert_eq!(status, "pass", "{said}");
}

#[test]
fn what_is_reported_of_a_candidate_is_dealt_with() {
    let history = candidate();
    let feedback = issue(7, "feedback", "1.3.0");
    let minor = open(issue(8, "Feedback", "v1.3.0-rc.1"));
    listed(&history, ALL, &[feedback.clone(), minor.clone()]);
    let (status, said) = of_candidate(&history);
    assert_eq!(status, "pass", "{said}");
    let blocker = open(issue(9, "release-blocker", "1.3.0-rc.1"));
    let adrift = open(issue(10, "blocker", ""));
    listed(&history, ALL, &[feedback, minor, blocker, adrift]);
    let (status, said) = of_candidate(&history);
    assert_eq!(status, "fail", "{said}");
    assert!(
        said.contains("#9 (Issue 9) is open, and blocks the release"),
        "{said}"
    );
    assert!(
        said.contains("#10 (Issue 10) is open, and has no milestone"),
        "{said}"
    );
}

#[test]
fn a_candidate_of_which_nobody_said_anything_is_unknown() {
    let history = candidate();
    listed(&history, ALL, &[issue(7, "feedback", "1.2.0")]);
    let (status, said) = of_candidate(&history);
    assert_eq!(status, "unknown");
    assert!(said.contains("no feedback is known"), "{said}");
    let history = candidate();
    listed(&history, ALL, &[]);
    assert_eq!(of_candidate(&history).0, "unknown");
}
