//! Approvals by reviews on forges and by signed trailers, and every way in which one may be forged: each
//! beside its valid twin.

mod api;
mod forgeries;
mod gitlab;
mod hostile;
mod sensitive;
mod trailers;

use serde_json::{Value, json};

use super::harness::{ADA, GRACE, History, Run, Signer};

const RULE: &str = "approvals.maintainers";

/// When reviews are given, unless a test says otherwise.
const REVIEWED_AT: &str = "2026-01-30T00:00:00Z";

/// A release of a project that Ada and Grace maintain, with their logins on forges.
fn released() -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    let person = |it: Signer, login: &str| {
        let logins = format!("logins = {{ github = \"{login}\", gitlab = \"{login}\" }}\n");
        it.maintainer() + &logins
    };
    let people = [person(ADA, "ada"), person(GRACE, "Grace-H")].concat();
    history.write(
        "relcheck.toml",
        people + "[teams]\nsecurity = [\"Grace\"]\n",
    );
    history.write("keys/allowed_signers", ADA.allowed("") + &GRACE.allowed(""));
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.git(&["remote", "add", "origin", "https://github.com/o/r.git"]);
    history
}

/// A pull request that was squashed, as HEAD: the history, and the last commit of its branch.
fn squashed() -> (History, String) {
    let history = released();
    history.branch("topic", "main");
    history.write("src/demo.py", "fixed = True\n");
    let head = history.commit("fix: something");
    history.switch("main");
    history.write("src/demo.py", "fixed = True\n");
    history.commit("fix: something (#12)");
    (history, head)
}

fn id(history: &History, name: &str) -> String {
    history.git(&["rev-parse", name])
}

/// What `gh pr view --json …` writes of the pull request of HEAD, with this review: its shape is that of
/// the fixture.
fn pull_request(history: &History, head: &str, reviews: Vec<Value>) -> Value {
    let fixture = include_str!("../../fixtures/review/github/gh-pr-view.json");
    let mut pull: Value = serde_json::from_str(fixture).unwrap();
    let mut commit = pull["commits"][0].clone();
    commit["oid"] = head.into();
    pull["number"] = 12.into();
    pull["url"] = "https://github.com/o/r/pull/12".into();
    pull["author"]["login"] = "ann".into();
    pull["headRefOid"] = head.into();
    pull["mergeCommit"]["oid"] = id(history, "HEAD").into();
    pull["commits"] = json!([commit]);
    pull["reviews"] = reviews.into();
    pull
}

fn review(login: &str, state: &str, commit: &str) -> Value {
    let fixture = include_str!("../../fixtures/review/github/gh-pr-view.json");
    let pull: Value = serde_json::from_str(fixture).unwrap();
    let mut review = pull["reviews"][0].clone();
    review["author"]["login"] = login.into();
    review["state"] = state.into();
    review["commit"]["oid"] = commit.into();
    review["submittedAt"] = REVIEWED_AT.into();
    review
}

fn record(history: &History, name: &str, content: &Value) {
    history.evidence_of(name, content.to_string().as_bytes(), "reviews");
}

fn check(history: &History, rule: &str) -> Run {
    history.relcheck().check(&["--rule", rule])
}

fn messages(run: &Run, rule: &str) -> String {
    let outcome = run.outcome(rule, "patch");
    let findings = outcome["findings"].as_array().unwrap().iter();
    let messages = findings.map(|finding| finding["message"].as_str().unwrap().to_owned());
    messages.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_review_of_a_squashed_pull_request_counts() {
    let (history, head) = squashed();
    record(
        &history,
        "gh.json",
        &pull_request(&history, &head, vec![review("ada", "APPROVED", &head)]),
    );
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    assert_eq!(messages(&run, RULE), "");
    let fact = history.relcheck().fact("reviews")["value"].clone();
    let given = &fact["given"][0];
    assert_eq!(given["person"], "Ada");
    assert_eq!(given["files"], "candidate");
    let mut covered = [head, id(&history, "HEAD")];
    covered.sort();
    assert_eq!(
        given["covers"],
        json!([id(&history, "HEAD")]),
        "{covered:?}"
    );
}

#[test]
fn the_last_review_counts_and_a_comment_takes_nothing_back() {
    let (history, head) = squashed();
    let at = |time: &str, state: &str| {
        let mut review = review("ada", state, &head);
        review["submittedAt"] = time.into();
        review
    };
    let reviews = vec![
        at("2026-01-28T00:00:00Z", "CHANGES_REQUESTED"),
        at("2026-01-29T00:00:00Z", "APPROVED"),
        at("2026-01-30T00:00:00Z", "COMMENTED"),
    ];
    record(&history, "gh.json", &pull_request(&history, &head, reviews));
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "pass");
}

#[test]
fn one_person_counts_once() {
    let (history, head) = squashed();
    record(
        &history,
        "gh.json",
        &pull_request(&history, &head, vec![review("ada", "APPROVED", &head)]),
    );
    history.approve(ADA);
    let run = history.relcheck().check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "minor"), "fail");
    history.approve(GRACE);
    let run = history.relcheck().check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn an_older_commit_with_the_same_files_is_as_good() {
    let (history, head) = squashed();
    history.switch("topic");
    let last = history.commit("chore: nothing changes");
    history.switch("main");
    record(
        &history,
        "gh.json",
        &pull_request(&history, &last, vec![review("ada", "APPROVED", &head)]),
    );
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "pass");
}

#[test]
fn a_commit_that_is_not_here_counts_by_its_tree() {
    let (history, _) = squashed();
    let gone = "f".repeat(40);
    record(
        &history,
        "gh.json",
        &pull_request(&history, &gone, vec![review("ada", "APPROVED", &gone)]),
    );
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "fail");
    insta::assert_snapshot!(messages(&run, RULE), @r"
    the approval of #12 by `Ada` does not count: whether ffffffffff has the files of the candidate is not known
    no approval of 1
    ");
    let fixture = include_str!("../../fixtures/review/github/commits.json");
    let mut commits: Value = serde_json::from_str(fixture).unwrap();
    commits[0]["sha"] = gone.into();
    commits[0]["commit"]["tree"]["sha"] = id(&history, "HEAD^{tree}").into();
    record(&history, "commits.json", &commits);
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    // Of a commit that is here, nobody else has to say what its tree is.
    commits[1]["sha"] = id(&history, "HEAD").into();
    record(&history, "commits.json", &commits);
    let run = check(&history, RULE);
    assert!(
        messages(&run, RULE).contains("it names another tree of the commit"),
        "{}",
        run.stdout
    );
    assert_eq!(run.status(RULE, "patch"), "fail");
}

#[test]
fn answers_of_the_api_together_are_as_good() {
    let (history, head) = squashed();
    let mut reviews: Value =
        serde_json::from_str(include_str!("../../fixtures/review/github/reviews.json")).unwrap();
    for review in reviews.as_array_mut().unwrap() {
        review["html_url"] = "https://github.com/o/r/pull/12#pullrequestreview-1".into();
        review["commit_id"] = head.as_str().into();
    }
    reviews[0]["user"]["login"] = "Ada".into();
    reviews[0]["submitted_at"] = REVIEWED_AT.into();
    record(&history, "reviews.json", &reviews);
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "fail");
    assert!(
        messages(&run, RULE).contains("no answer says who opened it"),
        "{}",
        run.stdout
    );
    let mut pull: Value =
        serde_json::from_str(include_str!("../../fixtures/review/github/pull.json")).unwrap();
    pull["number"] = 12.into();
    pull["html_url"] = "https://github.com/o/r/pull/12".into();
    pull["head"]["sha"] = head.into();
    pull["merge_commit_sha"] = id(&history, "HEAD").into();
    record(&history, "pull.json", &pull);
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn a_request_of_an_earlier_release_is_passed_over() {
    let (history, head) = squashed();
    let mut pull = pull_request(&history, &head, vec![review("eve", "APPROVED", &head)]);
    pull["mergeCommit"]["oid"] = id(&history, "v1.2.3^{commit}").into();
    pull["headRefOid"] = "e".repeat(40).into();
    record(&history, "gh.json", &pull);
    let fact = history.relcheck().fact("reviews")["value"].clone();
    assert_eq!(fact["refused"], json!([]));
    assert_eq!(fact["known"], true);
}

#[test]
fn without_notes_and_reviews_nothing_is_known() {
    let (history, _) = squashed();
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
}
