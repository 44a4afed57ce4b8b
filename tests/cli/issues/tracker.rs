//! Issues that relcheck asks the tracker for itself: a server of the test plays it.

use serde_json::{Value, json};

use super::{ALL, REVIEWED, held, issue, listed, major, said};
use crate::harness::{History, Relcheck, Reply, Server, status};

const TOKEN: &str = "t0p-s3cret";

/// An issue as GitHub's API has it: closed, with this label and the milestone of the release.
fn answered(number: u64, label: &str) -> Value {
    let fixture = include_str!("../../../fixtures/issues/github/closed.json");
    let issues: Value = serde_json::from_str(fixture).unwrap();
    let mut issue = issues[1].clone();
    issue["number"] = number.into();
    issue["html_url"] = format!("https://github.com/o/r/issues/{number}").into();
    issue["title"] = format!("Issue {number}").into();
    issue["labels"][0]["name"] = label.into();
    issue["milestone"]["title"] = "2.0.0".into();
    issue["created_at"] = "2026-01-10T00:00:00Z".into();
    issue["closed_at"] = "2026-01-30T00:00:00Z".into();
    issue
}

fn is_open(mut issue: Value) -> Value {
    issue["state"] = "open".into();
    issue["state_reason"] = Value::Null;
    issue["closed_at"] = Value::Null;
    issue
}

/// GitHub, with a review that was held and these objections.
fn github(objections: Vec<Value>) -> impl Fn(&str, usize) -> Reply + Send + 'static {
    move |path, _| match path {
        _ if path.contains("labels=community-review&") => {
            Reply::Json(json!([answered(5, "community-review")]))
        }
        _ if path.contains("labels=objection&") => Reply::Json(json!(objections)),
        _ => status(404),
    }
}

fn asking(history: &History, server: &Server) -> Relcheck {
    history
        .relcheck()
        .env("GITHUB_API_URL", server.url())
        .env("GITHUB_REPOSITORY", "o/r")
        .env("GITHUB_TOKEN", TOKEN)
}

/// The status, and what is said; whatever comes of it, the token is in nothing that is printed.
fn judged(relcheck: Relcheck) -> (String, String) {
    let run = relcheck.check(&["--rule", REVIEWED]);
    assert!(!run.stdout.contains(TOKEN), "{}", run.stdout);
    assert!(!run.stderr.contains(TOKEN), "{}", run.stderr);
    said(&run, REVIEWED, "major")
}

fn paths(server: &Server) -> Vec<String> {
    let requests = server.requests().into_iter();
    requests.map(|request| request.path).collect()
}

#[test]
fn it_is_asked_for_the_labels_of_the_rules_and_no_more() {
    let history = major();
    let server = Server::start(github(Vec::new()));
    let (status, said) = judged(asking(&history, &server));
    assert_eq!(status, "pass", "{said}");
    let expected = ["community-review", "objection"]
        .map(|label| format!("/repos/o/r/issues?labels={label}&state=all&per_page=100"));
    assert_eq!(paths(&server), expected);
    let bearer = format!("authorization: bearer {TOKEN}");
    let mut requests = server.requests().into_iter();
    assert!(requests.all(|request| request.head.contains(&bearer)));
}

#[test]
fn an_open_objection_that_it_knows_is_in_the_way() {
    let history = major();
    let objection = is_open(answered(6, "objection"));
    let server = Server::start(github(vec![objection]));
    let (status, said) = judged(asking(&history, &server));
    assert_eq!(
        (status.as_str(), said.as_str()),
        ("fail", "the objection #6 (Issue 6) is open")
    );
}

#[test]
fn the_facts_name_whom_was_asked() {
    let history = major();
    let server = Server::start(|path, _| match path.contains("labels=community-review&") {
        true => Reply::Json(json!([answered(5, "community-review")])),
        false => Reply::Json(json!([])),
    });
    let fact = asking(&history, &server).fact("issues")["value"].clone();
    assert_eq!(fact["access"]["answered"], true);
    assert_eq!(fact["access"]["repository"], "o/r");
    let sources = fact["sources"].as_array().unwrap();
    let labels: Vec<&str> = sources
        .iter()
        .map(|source| source["labels"][0].as_str().unwrap())
        .collect();
    assert_eq!(
        labels,
        [
            "blocker",
            "blocking",
            "community-review",
            "feedback",
            "objection",
            "release-blocker"
        ]
    );
    assert_eq!(sources[0]["evidence"]["binding"], "fetched");
    assert_eq!(fact["issues"][0]["number"], 5);
}

#[test]
fn every_page_is_read_and_one_that_is_missing_leaves_it_unknown() {
    for (is_there, expected) in [(true, "fail"), (false, "unknown")] {
        let history = major();
        let (port, known) = std::sync::mpsc::channel::<u16>();
        let server = Server::start(move |path, _| match path {
            _ if path.contains("page=2") && is_there => {
                Reply::Json(json!([is_open(answered(6, "objection"))]))
            }
            _ if path.contains("page=2") => status(404),
            _ if path.contains("labels=objection&") => {
                let port = known.recv().unwrap();
                let next = format!("<http://127.0.0.1:{port}/x?page=2>; rel=\"next\"");
                Reply::Status(200, vec![("Link", next)], "[]".to_owned())
            }
            _ => Reply::Json(json!([answered(5, "community-review")])),
        });
        port.send(server.port).unwrap();
        let (status, said) = judged(asking(&history, &server));
        assert_eq!(status, expected, "{said}");
    }
}

#[test]
fn without_a_token_or_offline_nothing_is_asked() {
    let history = major();
    let server = Server::start(github(Vec::new()));
    let without = asking(&history, &server).env("GITHUB_TOKEN", "");
    let (status, said) = judged(without);
    assert_eq!(status, "unknown");
    assert!(
        said.contains("there is no token to ask GitHub with"),
        "{said}"
    );
    let run = asking(&history, &server).check(&["--offline", "--rule", REVIEWED]);
    let (status, said) = super::said(&run, REVIEWED, "major");
    assert_eq!(status, "unknown");
    assert!(
        said.contains("`--offline` forbids asking the tracker"),
        "{said}"
    );
    let not_asked = "`approvals.community` is unknown, and the tracker was not asked (--offline)";
    assert!(run.stdout.contains(not_asked), "{}", run.stdout);
    assert_eq!(paths(&server), Vec::<String>::new());
}

#[test]
fn what_it_refuses_is_told_with_what_the_token_needs() {
    let history = major();
    let server = Server::start(|_, _| status(403));
    let run = asking(&history, &server).check(&["--rule", REVIEWED]);
    let (status, said) = super::said(&run, REVIEWED, "major");
    assert_eq!(status, "unknown");
    assert!(
        said.contains("does not let the token read this (403)"),
        "{said}"
    );
    assert!(run.stdout.contains("`issues: read`"), "{}", run.stdout);
}

#[test]
fn an_answer_that_is_no_list_of_issues_proves_nothing() {
    for answer in [
        json!({"message": "hello"}),
        json!([{"number": 5, "state": "open"}]),
        json!([{"state": "done"}]),
    ] {
        let history = major();
        let server = Server::start(move |_, _| Reply::Json(answer.clone()));
        let (status, said) = judged(asking(&history, &server));
        assert_eq!(status, "unknown");
        assert!(said.contains("its answer is not understood"), "{said}");
    }
}

#[test]
fn issues_of_a_project_that_moved_are_not_taken_for_its_own() {
    let history = major();
    history.git(&["remote", "set-url", "origin", "git@github.com:o/new.git"]);
    let server = Server::start(github(Vec::new()));
    let (status, said) = judged(asking(&history, &server));
    assert_eq!(status, "unknown");
    assert!(said.contains("it is of `github.com/o/r`"), "{said}");
}

#[test]
fn what_exports_show_is_not_asked_for_again() {
    let history = major();
    let open = is_open(answered(6, "objection"));
    let server = Server::start(github(vec![open]));
    listed(
        &history,
        "--state all --label objection",
        &[issue(6, "objection", "2.0.0")],
    );
    let (status, said) = judged(asking(&history, &server));
    assert_eq!(status, "pass", "{said}");
    assert_eq!(paths(&server).len(), 1);
    listed(&history, ALL, &[held()]);
    let _ = judged(asking(&history, &server));
    assert_eq!(paths(&server).len(), 1);
}

#[test]
fn gitlab_is_asked_by_the_path_of_the_project() {
    let history = major();
    history.git(&["remote", "set-url", "origin", "git@127.0.0.1:g/p.git"]);
    let server = Server::start(|path, _| {
        let fixture = include_str!("../../../fixtures/issues/gitlab/issues.json");
        let mut issues: Value = serde_json::from_str(fixture).unwrap();
        issues[0]["iid"] = 5.into();
        issues[0]["web_url"] = "https://127.0.0.1/g/p/-/issues/5".into();
        issues[0]["labels"] = json!(["community-review"]);
        issues[0]["milestone"]["title"] = "v2.0.0".into();
        issues[0]["state"] = "closed".into();
        issues[0]["created_at"] = "2026-01-10T00:00:00.000Z".into();
        issues[0]["closed_at"] = "2026-01-30T00:00:00.000Z".into();
        match path.contains("labels=objection&") {
            true => Reply::Json(json!([])),
            false => Reply::Json(issues),
        }
    });
    let asking = history
        .relcheck()
        .env("CI_API_V4_URL", format!("{}/api/v4", server.url()))
        .env("GITLAB_TOKEN", TOKEN);
    let (status, said) = judged(asking);
    assert_eq!(status, "pass", "{said}");
    assert_eq!(
        paths(&server)[0],
        "/api/v4/projects/g%2Fp/issues?labels=community-review&state=all&per_page=100"
    );
}
