//! The state of the CI system, from what a forge answers: a server of the test plays it.

use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};

use super::ci::{RULE, check_run, check_runs, head, history, no_statuses};
use super::harness::{History, Relcheck, Reply, Run, Server, status};

const TOKEN: &str = "t0p-s3cret";

/// GitHub, as far as it is asked, with these check runs.
fn github(head: &str, runs: Vec<Value>) -> impl Fn(&str, usize) -> Reply + Send + 'static + use<> {
    let head = head.to_owned();
    move |path, _| match path {
        _ if path.contains("/check-runs") => Reply::Json(check_runs(&runs)),
        _ if path.contains("/status") => Reply::Json(no_statuses(&head)),
        _ if path.contains("/actions/runs/") => Reply::Json(json!({"total_count": 0, "jobs": []})),
        _ if path.contains("/actions/runs") => {
            Reply::Json(json!({"total_count": 0, "workflow_runs": []}))
        }
        _ if path.contains("/rules/branches/") => Reply::Json(json!([])),
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

/// Judges the rule; whatever comes of it, the token is in nothing that is printed.
fn judged(relcheck: Relcheck) -> Run {
    let run = relcheck.check(&["--rule", RULE, "--type", "patch"]);
    assert!(!run.stdout.contains(TOKEN), "{}", run.stdout);
    assert!(!run.stderr.contains(TOKEN), "{}", run.stderr);
    run
}

/// Asserts that the rule is unknown, that it says why, and what to do.
fn unknown(run: &Run, reason: &str, fix: &str) {
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    let said = run.reason(RULE, "patch");
    assert!(said.contains(reason), "{said}");
    assert!(run.stdout.contains(fix), "{}", run.stdout);
    assert_eq!(run.code, 3);
}

#[test]
fn checks_that_are_all_green_pass_and_the_source_is_shown() {
    let history = history();
    let head = head(&history);
    let server = Server::start(github(
        &head,
        vec![check_run(&head, 1, "build", Some("success"))],
    ));
    let run = judged(asking(&history, &server));
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let evidence = run.json()["evidence"].clone();
    let first = &evidence[0];
    assert_eq!(first["binding"], "fetched");
    assert_eq!(first["commit"], head.as_str());
    assert_eq!(first["generated_at"], 1_769_904_000);
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|it| it.head.contains(&format!("authorization: bearer {TOKEN}")))
    );
    assert!(requests[0].path.starts_with(&format!(
        "/repos/o/r/commits/{head}/check-runs?per_page=100"
    )));
}

#[test]
fn a_red_and_a_running_check_fail() {
    let history = history();
    let head = head(&history);
    let runs = vec![
        check_run(&head, 1, "build", Some("failure")),
        check_run(&head, 2, "docs", None),
    ];
    let server = Server::start(github(&head, runs));
    let run = judged(asking(&history, &server));
    assert_eq!(
        run.findings(RULE, "patch"),
        [
            "build: `build` (github-actions) did not succeed: `failure`",
            "docs: `docs` (github-actions) still runs: `in_progress`",
        ]
    );
    assert!(run.stdout.contains("gh run watch 5"));
}

#[test]
fn every_page_is_read() {
    let history = history();
    let head = head(&history);
    let usual = github(&head, Vec::new());
    let runs = [
        check_run(&head, 1, "build", Some("success")),
        check_run(&head, 2, "docs", Some("failure")),
    ];
    let (port, known) = std::sync::mpsc::channel::<u16>();
    let server = Server::start(move |path, before| {
        if !path.contains("/check-runs") {
            return usual(path, before);
        }
        let is_second = path.contains("page=2&");
        let page = json!({"total_count": 2, "check_runs": [runs[usize::from(is_second)]]});
        let mut headers = Vec::new();
        if !is_second {
            let port = known.recv().unwrap();
            let next = format!(
                "<http://127.0.0.1:{port}/x/check-runs?page=2&y>; rel=\"next\", <http://127.0.0.1:{port}/>; rel=\"last\""
            );
            headers.push(("Link", next));
        }
        Reply::Status(200, headers, page.to_string())
    });
    port.send(server.port).unwrap();
    let run = judged(asking(&history, &server));
    assert_eq!(
        run.findings(RULE, "patch"),
        ["docs: `docs` (github-actions) did not succeed: `failure`"]
    );
}

#[test]
fn a_page_that_is_missing_leaves_it_unknown() {
    let history = history();
    let head = head(&history);
    let usual = github(&head, Vec::new());
    let runs = [check_run(&head, 1, "build", Some("success"))];
    let server = Server::start(move |path, before| match path.contains("/check-runs") {
        true => Reply::Json(json!({"total_count": 2, "check_runs": runs})),
        false => usual(path, before),
    });
    let run = judged(asking(&history, &server));
    unknown(&run, "it lists 1 of 2", "gh api --paginate");
}

#[test]
fn an_error_of_the_server_is_tried_again() {
    let history = history();
    let head = head(&history);
    let usual = github(&head, vec![check_run(&head, 1, "build", Some("success"))]);
    let server = Server::start(move |path, before| match before {
        0 => status(500),
        _ => usual(path, before),
    });
    let run = judged(asking(&history, &server));
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let broken = Server::start(|_, _| status(502));
    unknown(
        &judged(asking(&history, &broken)),
        "answered with the status 502",
        "gh api",
    );
    assert_eq!(broken.requests().len(), 4);
}

#[test]
fn a_short_rate_limit_is_waited_for_and_a_long_one_is_named() {
    let history = history();
    let head = head(&history);
    let usual = github(&head, vec![check_run(&head, 1, "build", Some("success"))]);
    let server = Server::start(move |path, before| {
        let is_first = path.contains("/check-runs") && before == 0;
        match is_first {
            true => Reply::Status(429, vec![("Retry-After", "1".to_owned())], String::new()),
            false => usual(path, before),
        }
    });
    assert_eq!(
        judged(asking(&history, &server)).status(RULE, "patch"),
        "pass"
    );
    let spent = Server::start(|_, _| {
        let headers = vec![
            ("Date", "Sun, 01 Feb 2026 00:00:00 GMT".to_owned()),
            ("X-RateLimit-Remaining", "0".to_owned()),
            ("X-RateLimit-Reset", "1769907600".to_owned()),
        ];
        Reply::Status(403, headers, String::new())
    });
    let run = judged(asking(&history, &spent));
    unknown(
        &run,
        "no more questions until 2026-02-01T01:00:00Z",
        "gh api",
    );
    assert_eq!(spent.requests().len(), 1);
}

#[test]
fn each_refusal_names_the_next_step() {
    let history = history();
    for (code, reason, fix) in [
        (401, "does not know the token (401)", "set `GITHUB_TOKEN`"),
        (
            403,
            "does not let the token read this (403)",
            "the token needs `checks: read`",
        ),
        (
            404,
            "knows no `o/r` that the token may see (404)",
            "the token needs `checks: read`",
        ),
        (422, "does not know this commit (422)", "git push"),
        (418, "answered with the status 418", "gh api --paginate"),
    ] {
        let server = Server::start(move |_, _| status(code));
        unknown(&judged(asking(&history, &server)), reason, fix);
        assert_eq!(server.requests().len(), 1, "{code}");
    }
}

#[test]
fn a_redirect_takes_the_token_to_no_other_host() {
    let history = history();
    let head = head(&history);
    let other = Server::start(|_, _| status(200));
    let target = other.url();
    let server = Server::start(move |path, _| {
        Reply::Status(
            302,
            vec![("Location", format!("{target}{path}"))],
            String::new(),
        )
    });
    unknown(
        &judged(asking(&history, &server)),
        "it refers to another host",
        "gh api",
    );
    assert!(other.requests().is_empty());
    // A repository that was renamed is found at its new place.
    let usual = github(&head, vec![check_run(&head, 1, "build", Some("success"))]);
    let moved = Server::start(move |path, before| match path.strip_prefix("/repos/o/r/") {
        Some(rest) => Reply::Status(
            301,
            vec![("Location", format!("/repositories/7/{rest}"))],
            String::new(),
        ),
        None => usual(path, before),
    });
    assert_eq!(
        judged(asking(&history, &moved)).status(RULE, "patch"),
        "pass"
    );
    let circle = Server::start(|path, _| {
        Reply::Status(302, vec![("Location", path.to_owned())], String::new())
    });
    unknown(
        &judged(asking(&history, &circle)),
        "redirects more than 5 times",
        "gh api",
    );
}

#[test]
fn a_further_page_on_another_host_is_not_asked_for() {
    let history = history();
    let head = head(&history);
    let other = Server::start(|_, _| status(200));
    let next = format!("<{}/x>; rel=\"next\"", other.url());
    let body = check_runs(&[check_run(&head, 1, "build", Some("success"))]).to_string();
    let server =
        Server::start(move |_, _| Reply::Status(200, vec![("Link", next.clone())], body.clone()));
    unknown(
        &judged(asking(&history, &server)),
        "it refers to another host",
        "gh api",
    );
    assert!(other.requests().is_empty());
}

#[test]
fn answers_that_are_none_are_told() {
    let history = history();
    let head = head(&history);
    let whole = check_runs(&[check_run(&head, 1, "build", Some("success"))]).to_string();
    let garbage = Server::start(|_, _| Reply::Status(200, Vec::new(), "<html>".to_owned()));
    unknown(
        &judged(asking(&history, &garbage)),
        "its answer is not understood",
        "gh api",
    );
    let empty = Server::start(|_, _| Reply::Status(200, Vec::new(), String::new()));
    unknown(&judged(asking(&history, &empty)), "it is empty", "gh api");
    let cut = Server::start(move |_, _| Reply::Cut(whole.clone()));
    unknown(
        &judged(asking(&history, &cut)),
        "its answer broke off",
        "gh api",
    );
    let huge = Server::start(|_, _| Reply::Huge(64 << 20));
    unknown(
        &judged(asking(&history, &huge)),
        "its answer has more than 16 MiB",
        "gh api",
    );
}

#[test]
fn a_server_that_never_answers_is_not_waited_for() {
    let history = history();
    let silent = Server::start(|_, _| Reply::Silence(Duration::from_secs(30)));
    let run = judged(asking(&history, &silent).env("RELCHECK_HTTP_TIMEOUT", "1"));
    unknown(&run, "it did not answer in time", "gh api");
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let gone = history
        .relcheck()
        .env("GITHUB_API_URL", format!("http://{closed}"))
        .env("GITHUB_REPOSITORY", "o/r")
        .env("GITHUB_TOKEN", TOKEN);
    unknown(&judged(gone), "the connection failed", "gh api");
}

#[test]
fn nothing_is_asked_offline_or_without_a_token_or_where_no_rule_needs_it() {
    let history = history();
    let head = head(&history);
    let server = Server::start(github(
        &head,
        vec![check_run(&head, 1, "build", Some("success"))],
    ));
    let run = judged(asking(&history, &server).args(&["--offline"]));
    unknown(&run, "`--offline` forbids asking the CI system", "gh api");
    let weakenings = run.json()["weakenings"].to_string();
    assert!(
        weakenings
            .contains("`quality.ci_green` is unknown, and the CI system was not asked (--offline)"),
        "{weakenings}"
    );
    let run = judged(asking(&history, &server).env("GITHUB_TOKEN", ""));
    unknown(&run, "there is no token", "gh api");
    let other =
        asking(&history, &server).check(&["--rule", "branch.clean_tree", "--type", "patch"]);
    assert_eq!(other.status("branch.clean_tree", "patch"), "pass");
    assert!(server.requests().is_empty());
}

#[test]
fn a_token_is_not_sent_without_tls() {
    let history = history();
    let run = judged(
        history
            .relcheck()
            .env("GITHUB_API_URL", "http://api.example.invalid")
            .env("GITHUB_REPOSITORY", "o/r")
            .env("GITHUB_TOKEN", TOKEN),
    );
    unknown(
        &run,
        "is not https, and a token is sent to nothing else",
        "gh api",
    );
}

#[test]
fn what_the_branch_requires_has_to_succeed_and_nothing_else() {
    let history = history();
    let head = head(&history);
    let runs = vec![
        check_run(&head, 1, "build", Some("success")),
        check_run(&head, 2, "nightly", Some("failure")),
    ];
    let usual = github(&head, runs.clone());
    let rules = json!([{"type": "required_status_checks", "ruleset_id": 1, "parameters": {
        "required_status_checks": [{"context": "build", "integration_id": 15368}],
    }}]);
    let protected = json!({"name": "main", "protected": true, "protection": {"enabled": true,
        "required_status_checks": {"enforcement_level": "everyone", "contexts": [], "checks": []}}});
    let server = Server::start(move |path, before| match path {
        _ if path.contains("/rules/branches/main") => Reply::Json(rules.clone()),
        "/repos/o/r/branches/main" => Reply::Json(protected.clone()),
        _ => usual(path, before),
    });
    let run = judged(asking(&history, &server));
    assert_eq!(run.status(RULE, "patch"), "warn", "{}", run.stdout);
    // Where one of the two is not answered, all of them are required.
    let usual = github(&head, runs);
    let half = Server::start(move |path, before| match path {
        _ if path.contains("/branches/main") && !path.contains("/rules/") => status(403),
        _ => usual(path, before),
    });
    assert_eq!(
        judged(asking(&history, &half)).status(RULE, "patch"),
        "fail"
    );
}

#[test]
fn a_check_of_another_app_is_not_the_one_that_is_required() {
    let history = history();
    let head = head(&history);
    let runs = ["build", "lint"];
    let runs = (1..)
        .zip(runs)
        .map(|(id, name)| check_run(&head, id, name, Some("success")));
    let usual = github(&head, runs.collect());
    let rules = json!([{"type": "required_status_checks", "ruleset_id": 1, "parameters": {
        "required_status_checks": [
            {"context": "build", "integration_id": 999},
            {"context": "lint", "integration_id": 15368},
        ],
    }}]);
    let server = Server::start(move |path, before| match path {
        _ if path.contains("/rules/branches/main") => Reply::Json(rules.clone()),
        _ => usual(path, before),
    });
    let run = judged(asking(&history, &server));
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    assert!(run.findings(RULE, "patch")[0].starts_with("build: `build` has not run on"));
}

#[test]
fn the_job_that_relcheck_runs_in_is_excepted_and_no_other_of_its_run() {
    let history = history();
    let head = head(&history);
    let server = |runs: Vec<Value>| Server::start(github(&head, runs));
    let within = |server: &Server| {
        asking(&history, server)
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_RUN_ID", "5")
            .env("GITHUB_JOB", "gate")
    };
    let build = check_run(&head, 1, "build", Some("success"));
    let gate = check_run(&head, 2, "gate", None);
    let both = server(vec![build.clone(), gate.clone()]);
    let run = judged(within(&both));
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    assert!(
        run.stdout
            .contains("not `gate` (github-actions), in which relcheck itself runs")
    );
    let more = server(vec![build, gate, check_run(&head, 3, "docs", None)]);
    assert_eq!(
        judged(within(&more)).findings(RULE, "patch"),
        ["docs: `docs` (github-actions) still runs: `in_progress`"]
    );
    // Outside of that run nothing is excepted.
    assert_eq!(
        judged(asking(&history, &both)).status(RULE, "patch"),
        "fail"
    );
}

#[test]
fn saved_facts_give_the_same_without_a_network() {
    let history = history();
    let head = head(&history);
    let server = Server::start(github(
        &head,
        vec![check_run(&head, 1, "build", Some("failure"))],
    ));
    let facts = history.beside("facts.json");
    let output = format!("json={}", facts.display());
    let run = asking(&history, &server)
        .args(&["collect", "-o", &output])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!std::fs::read_to_string(&facts).unwrap().contains(TOKEN));
    let asked = server.requests().len();
    let again = history
        .relcheck()
        .args(&[
            "eval",
            &facts.to_string_lossy(),
            "-o",
            "json",
            "--rule",
            RULE,
            "--type",
            "patch",
        ])
        .run();
    assert_eq!(again.status(RULE, "patch"), "fail");
    assert_eq!(server.requests().len(), asked);
}

fn job(head: &str, id: u64, name: &str, state: &str, allow_failure: bool) -> Value {
    json!({
        "id": id, "name": name, "stage": "test", "status": state, "allow_failure": allow_failure,
        "pipeline": {"id": 9, "sha": head, "ref": "main", "status": "running"},
        "web_url": format!("https://gitlab.example/-/jobs/{id}"),
    })
}

/// GitLab, with one pipeline of this state and these jobs.
fn gitlab(head: &str, state: &str, jobs: Vec<Value>) -> Server {
    let pipeline = json!({"id": 9, "iid": 1, "project_id": 7, "sha": head, "ref": "main", "source": "push", "status": state, "web_url": "https://gitlab.example/-/pipelines/9"});
    Server::start(move |path, _| match path {
        _ if path.contains("/pipelines?sha=") => Reply::Json(json!([pipeline])),
        _ if path.contains("/jobs") => Reply::Json(json!(jobs)),
        _ if path.contains("/bridges") => Reply::Json(json!([])),
        _ => status(404),
    })
}

fn asking_gitlab(history: &History, server: &Server) -> Relcheck {
    history
        .relcheck()
        .env("CI_API_V4_URL", server.url())
        .env("CI_PROJECT_ID", "7")
        .env("GITLAB_TOKEN", TOKEN)
}

#[test]
fn a_pipeline_of_gitlab_counts_and_jobs_that_may_fail_are_named() {
    let history = history();
    let head = head(&history);
    let jobs = vec![
        job(&head, 1, "build", "success", false),
        job(&head, 2, "fuzz", "failed", true),
    ];
    let server = gitlab(&head, "success", jobs);
    let run = judged(asking_gitlab(&history, &server));
    assert_eq!(run.status(RULE, "patch"), "warn", "{}", run.stdout);
    assert_eq!(
        run.findings(RULE, "patch"),
        ["fuzz: `fuzz` (test) need not succeed, and did not: `failed`"]
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|it| it.head.contains(&format!("private-token: {TOKEN}")))
    );
    let red = gitlab(
        &head,
        "failed",
        vec![job(&head, 1, "build", "failed", false)],
    );
    assert_eq!(
        judged(asking_gitlab(&history, &red)).status(RULE, "patch"),
        "fail"
    );
}

#[test]
fn in_a_job_of_gitlab_that_job_is_excepted() {
    let history = history();
    let head = head(&history);
    let jobs = |state: &str| {
        vec![
            job(&head, 1, "build", state, false),
            job(&head, 2, "gate", "running", false),
        ]
    };
    let within = |server: &Server| {
        asking_gitlab(&history, server)
            .env("GITLAB_CI", "true")
            .env("CI_PIPELINE_ID", "9")
            .env("CI_JOB_ID", "2")
    };
    let run = judged(within(&gitlab(&head, "running", jobs("success"))));
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let run = judged(within(&gitlab(&head, "running", jobs("pending"))));
    assert_eq!(
        run.findings(RULE, "patch"),
        ["build: `build` (test) still runs: `pending`"]
    );
}
