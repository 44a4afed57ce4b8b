//! Whether the tests passed on every platform that the project supports.

use super::harness::{History, Run};

const RULE: &str = "candidate.platforms";

/// The first candidate of 1.3.0 of a project with this configuration.
fn candidate(configuration: &str) -> History {
    let history = History::released("1.2.3");
    history.branch("release/v1.3.x", "main");
    history.write("relcheck.toml", configuration);
    history.write(".gitignore", ".relcheck/\n");
    history.declare("1.3.0-rc.1").commit("feat: more");
    history.tag("v1.3.0-rc.1");
    history
}

fn platform(name: &str, key: &str, patterns: &str) -> String {
    format!("[[platforms]]\nname = \"{name}\"\n{key} = [{patterns}]\n")
}

/// Two platforms, with the names of the checks of the fixture.
fn by_checks() -> String {
    [
        platform("linux", "checks", "\"test (ubuntu*\""),
        platform("windows", "checks", "\"test (windows*\""),
    ]
    .concat()
}

fn by_reports() -> String {
    [
        platform("linux", "reports", "\"linux.xml\""),
        platform("windows", "reports", "\"out/**/*.xml\""),
    ]
    .concat()
}

fn check(history: &History) -> Run {
    history.relcheck().check(&["--rule", RULE])
}

fn shown(run: &Run) -> String {
    let mut lines = vec![run.status(RULE, "minor")];
    lines.extend(run.findings(RULE, "minor"));
    lines.extend(Some(run.reason(RULE, "minor")).filter(|reason| !reason.is_empty()));
    lines.join("\n")
}

/// The check runs of the fixture, with this one ended so.
fn with_state(name: &str, conclusion: &str) -> Vec<u8> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/passing/check-runs.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let mut all: serde_json::Value = serde_json::from_str(&text).unwrap();
    for run in all["check_runs"].as_array_mut().unwrap() {
        if run["name"] == name {
            run["conclusion"] = conclusion.into();
        }
    }
    let head = all.to_string();
    head.into_bytes()
}

/// A report of so many tests, as pytest writes it, kept from a file of this name for HEAD.
fn report(history: &History, file: &str, passed: usize, failed: usize) {
    let held: String = (0..passed)
        .map(|n| {
            format!(
                "<testcase classname=\"tests.test_a\" name=\"test_shut[{n}]\" time=\"0.001\" />"
            )
        })
        .collect();
    let broke: String = (0..failed)
        .map(|n| format!("<testcase classname=\"tests.test_a\" name=\"test_open[{n}]\" time=\"0.001\"><failure message=\"assert 1 == 2\">x</failure></testcase>"))
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><testsuites name=\"pytest tests\"><testsuite name=\"pytest\" errors=\"0\" failures=\"{failed}\" skipped=\"0\" tests=\"{}\" time=\"0.364\" timestamp=\"2026-01-31T00:00:30+00:00\" hostname=\"host\">{held}{broke}</testsuite></testsuites>",
        passed + failed
    );
    history.evidence_of(file, text.as_bytes(), "tests");
}

#[test]
fn without_a_list_it_is_unknown() {
    let run = check(&candidate(""));
    insta::assert_snapshot!(shown(&run), @r"
    unknown
    nothing lists the platforms that the project supports
    ");
    assert_eq!(run.code, 3);
    let fix = run.outcome(RULE, "minor")["fix"].to_string();
    assert!(fix.contains("[[platforms]]"), "{fix}");
    let whole = candidate("").relcheck().check(&["--stage", "candidate"]);
    assert_eq!(whole.status(RULE, "major"), "unknown");
}

#[test]
fn green_checks_pass() {
    let history = candidate(&by_checks());
    history.green();
    let run = check(&history);
    assert_eq!(shown(&run), "pass");
    let looked_at = run.outcome(RULE, "minor")["looked_at"].to_string();
    insta::assert_snapshot!(looked_at, @r#"["`linux`: 3 checks","`windows`: 3 checks"]"#);
}

#[test]
fn a_red_or_skipped_check_fails() {
    let history = candidate(&by_checks());
    history.evidence_of(
        "checks",
        &with_state("test (windows, Java 8)", "failure"),
        "checks",
    );
    insta::assert_snapshot!(shown(&check(&history)), @r"
    fail
    windows: `test (windows, Java 8)` (github-actions) did not succeed on `windows`: `failure`
    ");
    let history = candidate(&by_checks());
    history.evidence_of(
        "checks",
        &with_state("test (ubuntu, Java 8)", "skipped"),
        "checks",
    );
    insta::assert_snapshot!(shown(&check(&history)), @r"
    fail
    linux: `test (ubuntu, Java 8)` (github-actions) did not succeed on `linux`: `skipped`
    ");
}

#[test]
fn a_platform_that_no_check_is_of_is_unknown() {
    let history =
        candidate(&[by_checks(), platform("macos", "checks", "\"test (macos*\"")].concat());
    history.green();
    let run = check(&history);
    insta::assert_snapshot!(shown(&run), @r"
    unknown
    `macos` was not tested: no check of this commit is called `test (macos*`
    ");
    assert_eq!(run.code, 3);
}

#[test]
fn checks_that_nobody_lists_are_unknown() {
    let run = check(&candidate(&by_checks()));
    insta::assert_snapshot!(shown(&run), @r"
    unknown
    whether `linux`, `windows` were tested is not known: neither the environment nor the remote `origin` names a project on GitHub or GitLab
    ");
    assert_eq!(run.code, 3);
    let history = candidate(&by_checks());
    history.green();
    history.commit("fix: more");
    history.tag("v1.3.0-rc.2");
    let run = check(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown", "of another commit");
}

#[test]
fn reports_pass_by_the_path_that_they_were_kept_from() {
    let history = candidate(&by_reports());
    report(&history, "linux.xml", 3, 0);
    assert_eq!(check(&history).status(RULE, "minor"), "unknown");
    insta::assert_snapshot!(shown(&check(&history)), @r"
    unknown
    `windows` was not tested: there is no report of tests that is called `out/**/*.xml`
    ");
    history.git(&["clean", "-qdfx"]);
    let record = |from: &str, to: &str| {
        let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/passing/junit.xml");
        let command = format!("mkdir -p out/deep && sed s/test_shut/{from}/ '{fixture}' > {to}");
        let run = history
            .relcheck()
            .args(&["record", "--file", to, "--", "sh", "-c", &command]);
        let run = run.run();
        assert_eq!(run.code, 0, "{}", run.stderr);
    };
    record("one", "linux.xml");
    std::fs::remove_file(history.path().join("linux.xml")).unwrap();
    record("two", "out/deep/w.xml");
    std::fs::remove_dir_all(history.path().join("out")).unwrap();
    let now = jiff::Timestamp::now().to_string();
    let run = history
        .relcheck()
        .env("RELCHECK_NOW", now)
        .check(&["--rule", RULE]);
    assert_eq!(shown(&run), "pass");
}

#[test]
fn a_failure_or_fewer_tests_on_one_platform_are_said() {
    let other = platform("windows", "reports", "\"windows.xml\"");
    let linux = platform("linux", "reports", "\"linux.xml\"");
    let history = candidate(&[linux.clone(), other.clone()].concat());
    report(&history, "linux.xml", 3, 0);
    report(&history, "windows.xml", 1, 2);
    insta::assert_snapshot!(shown(&check(&history)), @r"
    fail
    windows: 2 tests failed on `windows` by `.relcheck/evidence/windows.xml.file-1`: `tests.test_a::test_open[0]`, `tests.test_a::test_open[1]`
    ");
    let history = candidate(&[linux.clone(), other.clone()].concat());
    report(&history, "linux.xml", 3, 0);
    report(&history, "windows.xml", 2, 0);
    insta::assert_snapshot!(shown(&check(&history)), @r"
    warn
    windows: 2 tests ran on `windows`, and 3 on `linux`
    ");
    let history = candidate(&[linux, other].concat());
    report(&history, "linux.xml", 3, 0);
    report(&history, "windows.xml", 0, 0);
    let run = check(&history);
    assert_ne!(run.code, 0, "{}", run.stdout);
    insta::assert_snapshot!(shown(&run), @r"
    fail
    windows: no test ran on `windows`
    ");
}

#[test]
fn a_loose_report_shows_nothing() {
    let history = candidate(&platform("linux", "reports", "\"reports/*.xml\""));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/passing/junit.xml");
    history.write("reports/linux.xml", std::fs::read(path).unwrap());
    insta::assert_snapshot!(shown(&check(&history)), @r"
    unknown
    `linux` was not tested: `reports/linux.xml` does not count: nothing shows for which commit it was made: run the tool as `relcheck record -- …`; `linux` was not tested: `reports/linux.xml` is from the future: the clocks do not agree
    ");
}

#[test]
fn a_list_that_contradicts_itself_is_an_error() {
    let refused = |configuration: &str| {
        let run = check(&candidate(configuration));
        assert_eq!(run.code, 2, "{}", run.stdout);
        run.stderr
    };
    insta::assert_snapshot!(refused(&[by_checks(), by_reports()].concat()), @"error: relcheck.toml:7:1: two platforms are called `linux`");
    insta::assert_snapshot!(refused("[[platforms]]\nname = \"linux\"\n"), @"error: relcheck.toml:1:1: nothing tells whether `linux` was tested: name checks of the CI system in `checks`, or reports of tests in `reports`");
    insta::assert_snapshot!(refused("[[platform]]\nname = \"linux\"\n"), @"error: relcheck.toml:1:3: unknown key `platform`; did you mean `platforms`?");
}

#[test]
fn a_shorter_list_is_for_maintainers_to_approve() {
    use super::harness::{ADA, GRACE};
    let history = History::empty();
    history.declare("1.2.3").people(&[ADA, GRACE]);
    let people = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    history.write("relcheck.toml", format!("{}{people}", by_checks()));
    history.commit("chore: first release");
    history.signed_tag("v1.2.3", ADA);
    let one = platform("linux", "checks", "\"test (ubuntu*\"");
    history.write("relcheck.toml", format!("{one}{people}"));
    history.commit("chore: less");
    history.sign_off("manual-testing", GRACE);
    let run = history
        .relcheck()
        .check(&["--rule", "approvals.trust_root"]);
    assert_eq!(run.status("approvals.trust_root", "patch"), "fail");
}
