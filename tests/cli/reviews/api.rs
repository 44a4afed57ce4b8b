//! Reviews that relcheck asks the forge for itself: a server of the test plays it.

use serde_json::{Value, json};

use super::gitlab::answers;
use super::{REVIEWED_AT, RULE, id, messages, squashed};
use crate::harness::{History, Relcheck, Reply, Run, Server, status};

const TOKEN: &str = "t0p-s3cret";

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The pull request of HEAD, as GitHub's API has it.
fn pull(history: &History, head: &str) -> Value {
    let mut pull = read(include_str!("../../../fixtures/review/github/pull.json"));
    pull["number"] = 12.into();
    pull["html_url"] = "https://github.com/o/r/pull/12".into();
    pull["user"]["login"] = "ann".into();
    pull["state"] = "closed".into();
    pull["merged_at"] = "2026-01-31T00:00:00Z".into();
    pull["merge_commit_sha"] = id(history, "HEAD").into();
    pull["head"]["sha"] = head.into();
    pull
}

fn review(login: &str, state: &str, commit: &str) -> Value {
    let mut reviews = read(include_str!("../../../fixtures/review/github/reviews.json"));
    let mut review = reviews[0].take();
    review["user"]["login"] = login.into();
    review["state"] = state.into();
    review["commit_id"] = commit.into();
    review["html_url"] = "https://github.com/o/r/pull/12#pullrequestreview-1".into();
    review["submitted_at"] = REVIEWED_AT.into();
    review
}

fn commit(history: &History, id: &str) -> Value {
    let mut commits = read(include_str!("../../../fixtures/review/github/commits.json"));
    let mut commit = commits[0].take();
    commit["sha"] = id.into();
    commit["commit"]["tree"]["sha"] = history
        .git(&["rev-parse", &format!("{id}^{{tree}}")])
        .into();
    commit
}

/// GitHub, with these reviews of the pull request of HEAD.
fn github(history: &History, head: &str, reviews: Vec<Value>) -> Server {
    let (pull, commit) = (pull(history, head), commit(history, head));
    let mut other = pull.clone();
    other["number"] = 11.into();
    other["html_url"] = "https://github.com/o/r/pull/11".into();
    other["merge_commit_sha"] = "0000000000000000000000000000000000000001".into();
    other["head"]["sha"] = "0000000000000000000000000000000000000002".into();
    let of_head = format!(
        "/repos/o/r/commits/{}/pulls?per_page=100",
        id(history, "HEAD")
    );
    Server::start(move |path, _| match path {
        _ if path == of_head => Reply::Json(json!([pull])),
        "/repos/o/r/pulls?state=closed&sort=updated&direction=desc&per_page=100" => {
            Reply::Json(json!([pull, other]))
        }
        "/repos/o/r/pulls/12/reviews?per_page=100" => Reply::Json(json!(reviews)),
        "/repos/o/r/pulls/12/commits?per_page=100" => Reply::Json(json!([commit])),
        _ => status(404),
    })
}

fn asking(history: &History, server: &Server) -> Relcheck {
    history
        .relcheck()
        .env("GITHUB_API_URL", server.url())
        .env("GITHUB_REPOSITORY", "o/r")
        .env("GITHUB_TOKEN", TOKEN)
}

/// Whatever comes of it, the token is in nothing that is printed.
fn checked(relcheck: Relcheck) -> Run {
    let run = relcheck.check(&["--rule", RULE]);
    assert!(!run.stdout.contains(TOKEN), "{}", run.stdout);
    assert!(!run.stderr.contains(TOKEN), "{}", run.stderr);
    run
}

/// The status and the messages with these reviews; the commit that was squashed is not in the clone.
fn with(reviews: impl FnOnce(&str) -> Vec<Value>) -> (String, String) {
    let (history, head) = squashed();
    let server = github(&history, &head, reviews(&head));
    history.git(&["branch", "--quiet", "-D", "topic"]);
    let run = checked(asking(&history, &server));
    (run.status(RULE, "patch"), messages(&run, RULE))
}

#[test]
fn an_approval_on_github_counts_and_its_forgeries_do_not() {
    let (status, found) = with(|head| vec![review("ada", "APPROVED", head)]);
    assert_eq!(status, "pass", "{found}");
    type Reviews = fn(&str) -> Vec<Value>;
    let refused: [(Reviews, &str); 5] = [
        (|_| Vec::new(), "no approval of 1"),
        (
            |head| vec![review("ada", "DISMISSED", head)],
            "it was dismissed",
        ),
        (
            |head| vec![review("ann", "APPROVED", head)],
            "it is by who opened the request",
        ),
        (
            |head| vec![review("eve", "APPROVED", head)],
            "has the login `eve`",
        ),
        (
            |_| {
                vec![review(
                    "ada",
                    "APPROVED",
                    "0000000000000000000000000000000000000003",
                )]
            },
            "it is of the commit 0000000000",
        ),
    ];
    for (reviews, reason) in refused {
        let (status, found) = with(reviews);
        assert_eq!(status, "fail", "{reason}");
        assert!(found.contains(reason), "{found}");
    }
}

#[test]
fn only_requests_that_matter_are_asked_for_and_with_the_token() {
    let (history, head) = squashed();
    let server = github(&history, &head, vec![review("ada", "APPROVED", &head)]);
    let run = checked(asking(&history, &server));
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    assert!(requests.iter().all(|it| !it.path.contains("/11/")));
    let bearer = format!("authorization: bearer {TOKEN}");
    assert!(requests.iter().all(|it| it.head.contains(&bearer)));
    let evidence = run.json()["evidence"].to_string();
    assert!(evidence.contains("\"binding\":\"fetched\""), "{evidence}");
}

#[test]
fn what_was_recorded_goes_before_and_nothing_is_asked_without_leave() {
    let (history, head) = squashed();
    let server = github(&history, &head, vec![review("ada", "APPROVED", &head)]);
    let offline = checked(asking(&history, &server).args(&["--offline"]));
    assert_eq!(offline.status(RULE, "patch"), "unknown");
    let weakenings = offline.json()["weakenings"].to_string();
    assert!(
        weakenings.contains(
            "`approvals.maintainers` is unknown, and the forge was not asked (--offline)"
        ),
        "{weakenings}"
    );
    let anonymous = checked(asking(&history, &server).env("GITHUB_TOKEN", ""));
    assert_eq!(anonymous.status(RULE, "patch"), "unknown");
    history.evidence_of(
        "reviews.json",
        json!([review("ada", "DISMISSED", &head)])
            .to_string()
            .as_bytes(),
        "reviews",
    );
    let recorded = checked(asking(&history, &server));
    assert_eq!(recorded.status(RULE, "patch"), "fail");
    assert!(server.requests().is_empty());
}

#[test]
fn an_answer_that_fails_or_breaks_off_leaves_it_unknown() {
    for reply in [401, 403, 404, 422, 500] {
        let (history, _) = squashed();
        let server = Server::start(move |_, _| status(reply));
        let run = checked(asking(&history, &server));
        assert_eq!(run.status(RULE, "patch"), "unknown", "{reply}");
    }
    for body in ["[{\"number\": 12}]", "{}", "[", "<html>"] {
        let (history, _) = squashed();
        let server = Server::start(move |_, _| Reply::Status(200, Vec::new(), body.to_owned()));
        let run = checked(asking(&history, &server));
        assert_eq!(run.status(RULE, "patch"), "unknown", "{body}");
    }
}

#[test]
fn an_approval_on_gitlab_counts() {
    let judged = |approved_at: Option<&str>| {
        let (history, head) = squashed();
        history.git(&["remote", "set-url", "origin", "git@gitlab.com:o/r.git"]);
        let [request, versions, mut approvals] = answers(&history, &head, approved_at);
        approvals["id"] = request["id"].clone();
        // As the free tier answers.
        for key in ["iid", "project_id"] {
            approvals.as_object_mut().unwrap().remove(key);
        }
        let of_head = format!(
            "/projects/o%2Fr/repository/commits/{}/merge_requests?per_page=100",
            id(&history, "HEAD")
        );
        let server = Server::start(move |path, _| match path {
            _ if path == of_head => Reply::Json(json!([request])),
            "/projects/o%2Fr/merge_requests?state=merged&order_by=updated_at&sort=desc&per_page=100" => {
                Reply::Json(json!([]))
            }
            "/projects/o%2Fr/merge_requests/5/approvals" => Reply::Json(approvals.clone()),
            "/projects/o%2Fr/merge_requests/5/versions?per_page=100" => {
                Reply::Json(versions.clone())
            }
            _ => status(404),
        });
        let relcheck = history
            .relcheck()
            .env("CI_API_V4_URL", server.url())
            .env("CI_PROJECT_ID", "o/r")
            .env("GITLAB_TOKEN", TOKEN);
        let run = checked(relcheck);
        (run.status(RULE, "patch"), messages(&run, RULE))
    };
    let (status, found) = judged(Some(REVIEWED_AT));
    assert_eq!(status, "pass", "{found}");
    let (status, found) = judged(Some("2026-01-15T00:00:00.000Z"));
    assert_eq!(status, "fail");
    assert!(found.contains("it is of the commit"), "{found}");
}

#[test]
fn nothing_is_asked_where_nobody_could_have_approved() {
    let (history, head) = squashed();
    let server = github(&history, &head, Vec::new());
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    let without: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("logins"))
        .collect();
    let other = History::empty();
    other
        .declare("1.2.3")
        .write("relcheck.toml", without.join("\n"));
    other.commit("chore: first release");
    other.tag("v1.2.3").commit("fix: something");
    let run = checked(asking(&other, &server));
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert!(server.requests().is_empty());
    let fact = asking(&other, &server).fact("reviews");
    let reason = fact["value"]["access"]["reason"].as_str().unwrap();
    assert!(
        reason.contains("nobody on the lists that count has a login on GitHub"),
        "{reason}"
    );
}
