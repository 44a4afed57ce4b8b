//! The rules of the area `quality`, over reports of real tools.

use super::harness::{History, Run};

const TESTS: &str = "quality.tests_pass";
const NEW_CODE: &str = "quality.coverage_new_code";
const TOTAL: &str = "quality.coverage_total";
const BANDIT: &str = "quality.scan_bandit";
const SAFETY: &str = "quality.scan_safety";
const SECRETS: &str = "quality.scan_detect_secrets";
const OTHER: &str = "quality.scan_other";

const APP: &str = "\"\"\"Doors.\"\"\"\n\n\ndef shut(door):\n    \"\"\"Shut a door.\"\"\"\n    return {**door, \"open\": False}\n";

/// A candidate with a Python package that is new.
pub(super) fn history() -> History {
    let history = History::released("1.2.3");
    history.write("app/__init__.py", APP).declare("1.2.4");
    history.commit("fix: shut the door");
    history
}

pub(super) fn judged(history: &History, rule: &str) -> Run {
    history
        .relcheck()
        .check(&["--rule", rule, "--type", "patch"])
}

#[test]
fn a_test_that_fails_is_named() {
    let history = history();
    history.evidence("junit/pytest.xml", "tests");
    let run = judged(&history, TESTS);
    assert_eq!(run.status(TESTS, "patch"), "fail");
    let findings = run.findings(TESTS, "patch").join("\n");
    assert!(
        findings.contains("`tests.test_demo::test_fail_then_error` failed: AssertionError: first"),
        "{findings}"
    );
    assert_eq!(run.code, 1);
}

#[test]
fn fewer_tests_than_at_the_previous_release_fail() {
    let history = history();
    history.evidence("passing/junit.xml", "tests");
    assert_eq!(judged(&history, TESTS).status(TESTS, "patch"), "warn");
    history.evidence_in(".relcheck/previous", "v1.2.3", "passing/junit.xml", "tests");
    assert_eq!(judged(&history, TESTS).status(TESTS, "patch"), "pass");
    history.evidence_in(".relcheck/previous", "v1.2.3", "junit/nextest.xml", "tests");
    let run = judged(&history, TESTS);
    assert_eq!(run.status(TESTS, "patch"), "fail");
    assert_eq!(
        run.findings(TESTS, "patch"),
        ["tests: 1 test ran, and 7 at `v1.2.3`"]
    );
}

/// The reason that a rule gives where this was recorded by `sh -c script`.
#[cfg(unix)]
fn reason_of(script: &str, rule: &str) -> String {
    let history = history();
    let run = history
        .relcheck()
        .args(&["record", "--", "sh", "-c", script]);
    assert_eq!(run.run().code, 0, "{script}");
    let run = judged(&history, rule);
    assert_eq!(run.status(rule, "patch"), "unknown", "{script}");
    run.reason(rule, "patch")
}

#[cfg(unix)]
#[test]
fn what_was_recorded_in_a_format_that_is_not_read_is_named() {
    let go = r#"echo '{"Time":"2026-01-31T00:00:00Z","Action":"start","Package":"example.org/a"}'"#;
    let reason = reason_of(go, TESTS);
    assert!(
        reason.contains(
            "it was recorded, and is the JSON of `go test -json`, a format that is not read"
        ),
        "{reason}"
    );
    let istanbul = r#"echo '{"/a/b.js": {"path":"/a/b.js","statementMap":{"0":{}}}}'"#;
    let reason = reason_of(istanbul, NEW_CODE);
    assert!(
        reason.contains("Istanbul's own JSON, a format that is not read"),
        "{reason}"
    );
    assert!(reason.contains("`--reporter=lcov`"), "{reason}");
}

#[cfg(unix)]
#[test]
fn a_format_that_is_not_read_does_not_matter_beside_one_that_is() {
    let history = history();
    history.evidence("passing/junit.xml", "tests");
    let tap = "printf 'TAP version 13\\nok 1 a\\n'";
    let run = history.relcheck().args(&["record", "--", "sh", "-c", tap]);
    assert_eq!(run.run().stdout, "TAP version 13\nok 1 a\n");
    assert_eq!(judged(&history, TESTS).status(TESTS, "patch"), "warn");
}

#[test]
fn what_is_kept_of_earlier_releases_is_not_held_against_head() {
    let history = history();
    history.git(&["commit", "--allow-empty", "-m", "chore: nothing"]);
    for (file, kind) in [
        ("passing/junit.xml", "tests"),
        ("passing/coverage.json", "coverage"),
    ] {
        history.evidence_in(".relcheck/previous", "HEAD~1", file, kind);
    }
    for (rule, what) in [(TESTS, "tests"), (NEW_CODE, "coverage")] {
        let run = judged(&history, rule);
        let expected = format!("there is no report of {what}");
        assert_eq!(run.reason(rule, "patch"), expected);
    }
}

#[test]
fn results_of_no_test_and_of_scanners_are_no_tests() {
    for file in ["junit/pytest-none.xml", "junit/scan-bandit.xml"] {
        let history = history();
        history.evidence(file, "tests");
        let run = judged(&history, TESTS);
        assert_eq!(run.status(TESTS, "patch"), "fail", "{file}");
        let findings = run.findings(TESTS, "patch");
        assert!(
            findings.contains(&"tests: no test ran".to_owned()),
            "{findings:?}"
        );
    }
}

#[test]
fn a_run_whose_tests_failed_is_not_forgotten_and_measures_nothing() {
    let history = history();
    history.evidence("passing/junit.xml", "tests");
    let coverage = include_bytes!("../../fixtures/passing/coverage.json");
    history.answer("go test -cover", "cover", coverage, "coverage");
    assert_eq!(judged(&history, TESTS).status(TESTS, "patch"), "warn");
    let path = ".relcheck/evidence/cover.record.json";
    let record = std::fs::read_to_string(history.path().join(path)).unwrap();
    history.write(
        path,
        record.replace("\"exit_status\":0", "\"exit_status\":1"),
    );
    let run = judged(&history, TESTS);
    assert_eq!(run.status(TESTS, "patch"), "unknown", "{}", run.stdout);
    assert_eq!(
        run.reason(TESTS, "patch"),
        "`go test -cover` ended with the exit status 1, and left no results of its tests: `.relcheck/evidence/cover.file-1`"
    );
    let run = judged(&history, NEW_CODE);
    assert_eq!(run.status(NEW_CODE, "patch"), "unknown", "{}", run.stdout);
    let reason = run.reason(NEW_CODE, "patch");
    assert!(
        reason.contains("of tests that fail, it is no measure"),
        "{reason}"
    );
}

/// What comes of the rule where this is recorded beside results of tests that passed.
#[cfg(unix)]
fn beside_results(arguments: &[&str]) -> (String, String) {
    let history = history();
    history.evidence("passing/junit.xml", "tests");
    let run = history.relcheck().args(&["record"]).args(arguments).run();
    assert!(run.code <= 124, "{}", run.stderr);
    let run = judged(&history, TESTS);
    (run.status(TESTS, "patch"), run.reason(TESTS, "patch"))
}

#[cfg(unix)]
#[test]
fn a_run_of_tests_that_broke_off_or_whose_failure_a_shell_drops_leaves_it_open() {
    let text = |text: &str| beside_results(&["--", "sh", "-c", text]);
    for (script, expected) in [
        (
            "pytest() { exit 2; }; pytest x",
            "ended with the exit status 2, and left no results",
        ),
        (
            "npm() { exit 1; }; npm test",
            "ended with the exit status 1, and left no results",
        ),
        (
            "pytest() { false; }; pytest x; true",
            "nothing tells whether `pytest x` failed: what follows runs whether it fails or not",
        ),
        (
            "pytest() { false; }; pytest x | cat",
            "nothing tells whether `pytest x` failed: its exit status is lost in a pipe",
        ),
        (
            "printf 'TAP version 13\\n1..1\\nnot ok 1 a\\n'",
            "it tells of tests that failed, and is TAP, a format that is not read",
        ),
    ] {
        let (status, reason) = text(script);
        assert_eq!(status, "unknown", "{script}");
        assert!(reason.contains(expected), "{script}: {reason}");
    }
    let slow = [
        "--timeout",
        "1s",
        "--",
        "sh",
        "-c",
        "pytest() { sleep 9; }; pytest",
    ];
    let (status, reason) = beside_results(&slow);
    assert_eq!(status, "unknown");
    assert!(
        reason.contains("when its time was up, and left no results"),
        "{reason}"
    );
    for script in [
        "pytest() { true; }; pytest x && true",
        "lint() { exit 1; }; lint",
        "set -e; pytest() { true; }; pytest x; true",
    ] {
        assert_eq!(text(script).0, "warn", "{script}");
    }
}

#[test]
fn a_part_of_the_tests_is_not_all_of_them() {
    let junit = include_bytes!("../../fixtures/passing/junit.xml");
    let history = history();
    history.answer("pytest -k a", "part", junit, "tests");
    let run = judged(&history, TESTS);
    assert_eq!(run.status(TESTS, "patch"), "unknown");
    assert_eq!(
        run.reason(TESTS, "patch"),
        "`.relcheck/evidence/part.file-1` holds a part of the tests: its command was told `-k a`"
    );
    history.answer("pytest", "whole", junit, "tests");
    assert_eq!(judged(&history, TESTS).status(TESTS, "patch"), "warn");
}

#[cfg(unix)]
#[test]
fn coverage_of_tests_whose_failure_is_dropped_does_not_count() {
    let script = "coverage() { true; }; coverage run -m pytest; cat c.json";
    let history = history();
    let coverage = include_bytes!("../../fixtures/passing/coverage.json");
    history.write("c.json", coverage).commit("test: coverage");
    let run = history.relcheck();
    assert_eq!(
        run.args(&["record", "--", "sh", "-c", script]).run().code,
        0
    );
    let run = judged(&history, NEW_CODE);
    assert_eq!(run.status(NEW_CODE, "patch"), "unknown");
    let reason = run.reason(NEW_CODE, "patch");
    assert!(
        reason.contains("write `&&` in the place of `;`"),
        "{reason}"
    );
}

#[test]
fn what_ran_in_another_checkout_or_not_at_all_says_nothing() {
    let junit = include_bytes!("../../fixtures/passing/junit.xml");
    let coverage = include_bytes!("../../fixtures/passing/coverage.json");
    let told = |rule: &str, kind: &str, content: &[u8], command: &str| {
        let history = history();
        history.answer(command, "report", content, kind);
        let run = judged(&history, rule);
        (run.status(rule, "patch"), run.reason(rule, "patch"))
    };
    for (command, reason) in [
        (
            "go test -C ../other ./...",
            "its command goes to `../other`, which is not in this checkout",
        ),
        ("make -C .. test", "its command goes to `..`"),
        ("pytest --rootdir /tmp", "its command goes to `/tmp`"),
        (
            "pytest --collect-only",
            "its command has `--collect-only`, with which no test is run",
        ),
    ] {
        for (rule, kind, content) in [
            (TESTS, "tests", &junit[..]),
            (NEW_CODE, "coverage", coverage),
        ] {
            let (status, why) = told(rule, kind, content, command);
            assert_eq!(status, "unknown", "{command}");
            assert!(why.contains(reason), "{command}: {why}");
        }
    }
    for command in [
        "pytest app",
        "make -C app test",
        "cargo test --manifest-path app/Cargo.toml",
    ] {
        assert_eq!(told(TESTS, "tests", junit, command).0, "warn", "{command}");
    }
}

#[test]
fn results_that_were_changed_after_they_were_recorded_spoil_the_others() {
    let history = history();
    history.evidence("passing/junit.xml", "tests");
    history.evidence("junit/pytest.xml", "tests");
    assert_eq!(judged(&history, TESTS).status(TESTS, "patch"), "fail");
    history.write(
        ".relcheck/evidence/junit-pytest.xml.file-1",
        "<testsuites/>",
    );
    let run = judged(&history, TESTS);
    assert_eq!(run.status(TESTS, "patch"), "unknown");
    assert!(run.reason(TESTS, "patch").contains("not what was recorded"));
}

#[test]
fn new_lines_that_did_not_run_are_named() {
    let history = history();
    history.write("app/__init__.py", APP.replace("shut", "open"));
    history.write("app/more.py", "# More.\n\n\ndef more():\n    return 1\n");
    history.commit("fix: more");
    history.evidence("passing/coverage.json", "coverage");
    let run = judged(&history, NEW_CODE);
    assert_eq!(run.status(NEW_CODE, "patch"), "fail");
    assert_eq!(
        run.findings(NEW_CODE, "patch"),
        [
            "app/more.py: no report speaks of `app/more.py`, so its 2 new lines count as not run",
            "new code: 2 of 4 new executable lines since `v1.2.3` were run by the tests (50.0 %), and 90 % are asked for",
        ]
    );
}

#[test]
fn what_only_moved_needs_no_test() {
    let history = history();
    history.tag("v1.2.4");
    history.git(&["mv", "app", "doors"]);
    history.declare("1.2.5").commit("refactor: move");
    history.evidence("passing/coverage.json", "coverage");
    assert_eq!(
        judged(&history, NEW_CODE).status(NEW_CODE, "patch"),
        "not-applicable"
    );
}

#[test]
fn where_no_source_changed_no_coverage_is_asked_for() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    assert_eq!(
        judged(&history, NEW_CODE).status(NEW_CODE, "patch"),
        "not-applicable"
    );
}

#[test]
fn a_share_of_all_lines_that_fell_fails() {
    let history = history();
    history.evidence("coverage/coverage-py.json", "coverage");
    history.write("demo.py", "x = 1\n").commit("fix: demo");
    history.evidence("coverage/coverage-py.json", "coverage");
    assert_eq!(judged(&history, TOTAL).status(TOTAL, "patch"), "unknown");
    history.git(&["tag", "-d", "v1.2.3"]);
    history.git(&["tag", "-a", "-m", "x", "v1.2.3", "HEAD~1"]);
    history.evidence_in(
        ".relcheck/previous",
        "v1.2.3",
        "passing/coverage.json",
        "coverage",
    );
    let run = judged(&history, TOTAL);
    assert_eq!(run.status(TOTAL, "patch"), "warn");
    let findings = run.findings(TOTAL, "patch").join("\n");
    assert!(findings.contains("ran 100.00 % at `v1.2.3`"), "{findings}");
}

#[test]
fn what_bandit_found_and_did_not_read_is_named() {
    let history = history();
    history.write("app/run.py", "x = 1\n").commit("fix: run");
    history.evidence("scan/bandit/demo.json", "scan");
    let run = judged(&history, BANDIT);
    assert_eq!(run.status(BANDIT, "patch"), "fail");
    let findings = run.findings(BANDIT, "patch").join("\n");
    assert!(findings.contains("says bandit: "), "{findings}");
    let history = self::history();
    history.write("app/more.py", "x = 1\n").commit("fix: more");
    history.evidence("passing/bandit.json", "scan");
    let run = judged(&history, BANDIT);
    assert_eq!(
        run.findings(BANDIT, "patch"),
        ["bandit: it did not read 1 tracked file: `app/more.py`"]
    );
}

#[test]
fn what_bandit_found_in_files_that_git_does_not_track_does_not_count() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/passing/bandit.json");
    let clean: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    for (file, tracked, status) in [
        (".venv/lib/x.py", true, "pass"),
        ("app/__init__.py", true, "fail"),
        (".venv/lib/x.py", false, "fail"),
        // What is not there may be a tracked file, named from another folder.
        ("__init__.py", true, "fail"),
    ] {
        let mut report = clean.clone();
        for place in ["_totals", file] {
            report["metrics"][place] = clean["metrics"]["_totals"].clone();
            report["metrics"][place]["SEVERITY.HIGH"] = 1.into();
        }
        if !tracked {
            let metrics = report["metrics"].as_object_mut().unwrap();
            metrics.remove("app/__init__.py");
        }
        report["results"] = serde_json::json!([{
            "filename": file, "line_number": 1, "test_id": "B602", "issue_text": "a shell",
            "issue_severity": "HIGH", "issue_confidence": "HIGH",
        }]);
        let history = history();
        history.write(".venv/lib/x.py", "");
        history.evidence_of("bandit.json", report.to_string().as_bytes(), "scan");
        let run = judged(&history, BANDIT);
        assert_eq!(run.status(BANDIT, "patch"), status, "{file} {tracked}");
    }
}

#[test]
fn packages_that_were_not_looked_up_and_vulnerable_ones_do_not_pass() {
    let history = history();
    history.evidence("scan/pip-audit/skipped.json", "scan");
    assert_eq!(judged(&history, SAFETY).status(SAFETY, "patch"), "unknown");
    let skipped = |version: &str| {
        let reason =
            format!("Dependency not found on PyPI and could not be audited: demo ({version})");
        serde_json::json!({"fixes": [], "dependencies": [
            {"name": "demo", "skip_reason": reason},
            {"name": "requests", "version": "2.34.2", "vulns": []},
        ]})
        .to_string()
    };
    for (version, status) in [("1.2.4", "pass"), ("1.2.3", "unknown")] {
        let history = self::history();
        let report = skipped(version);
        history.evidence_of("audit.json", report.as_bytes(), "scan");
        let run = judged(&history, SAFETY);
        assert_eq!(run.status(SAFETY, "patch"), status, "{version}");
    }
    history.evidence("scan/pip-audit/vulnerable.json", "scan");
    assert_eq!(judged(&history, SAFETY).status(SAFETY, "patch"), "fail");
}

#[cfg(unix)]
#[test]
fn a_scanner_whose_report_is_not_read_is_as_bad_as_one_that_is_missing() {
    let history = history();
    let nothing = judged(&history, OTHER);
    assert_eq!(nothing.status(OTHER, "patch"), "not-applicable");
    let record = |script: &str| {
        let run = history
            .relcheck()
            .args(&["record", "--", "sh", "-c", script]);
        run.run()
    };
    record(
        "eslint -f json . 2>/dev/null; echo '[{\"filePath\": \"a.js\", \"messages\": []}]'; exit 1",
    );
    let run = judged(&history, OTHER);
    assert_eq!(run.status(OTHER, "patch"), "unknown");
    let reason = run.reason(OTHER, "patch");
    assert!(reason.starts_with("`eslint` was recorded (`"), "{reason}");
    assert!(reason.contains("ended with the exit status 1"), "{reason}");
    // What SARIF of it says counts beside that.
    history.evidence("scan/sarif/eslint.sarif", "scan");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "fail");
}

#[cfg(unix)]
#[test]
fn tests_that_end_with_a_scanner_are_no_report_of_it() {
    let history = history();
    let script = "eslint . 2>/dev/null; printf '<testsuite name=\"a\" tests=\"1\"><testcase name=\"b\"/></testsuite>'";
    let record = |status: &str| {
        let script = format!("{script}; exit {status}");
        let run = history
            .relcheck()
            .args(&["record", "--", "sh", "-c", &script]);
        run.run();
    };
    record("0");
    assert_eq!(
        judged(&history, OTHER).status(OTHER, "patch"),
        "not-applicable"
    );
    record("1");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "unknown");
}

#[test]
fn secrets_fail_until_the_baseline_in_git_says_that_they_are_none() {
    let history = history();
    history.evidence("scan/detect-secrets/unaudited.json", "scan");
    let run = judged(&history, SECRETS);
    assert_eq!(run.status(SECRETS, "patch"), "fail");
}

/// What detect-secrets writes of these secrets: the file, the digest, and what was decided.
fn secrets(found: &[(&str, &str, Option<bool>)]) -> String {
    let results = found.iter().map(|(file, digest, is_secret)| {
        let decided = is_secret.map_or(String::new(), |it| format!(", \"is_secret\": {it}"));
        format!(
            r#""{file}": [{{"type": "Secret Keyword", "filename": "{file}",
            "hashed_secret": "{digest}", "line_number": 1{decided}}}]"#
        )
    });
    let results: Vec<String> = results.collect();
    format!(
        r#"{{"version": "1.5.0", "plugins_used": {}, "filters_used": [],
        "results": {{{}}}, "generated_at": "2026-01-30T00:00:00Z"}}"#,
        clean()["plugins_used"],
        results.join(", ")
    )
}

/// What detect-secrets writes where it finds nothing.
fn clean() -> serde_json::Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/passing/detect-secrets.json"
    );
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn a_scan_that_its_own_command_narrows_does_not_pass() {
    let report = clean().to_string();
    for (command, status) in [
        ("detect-secrets scan", "pass"),
        ("detect-secrets scan --all-files .", "pass"),
        ("detect-secrets scan tests", "fail"),
        ("detect-secrets -C tests scan", "fail"),
        ("detect-secrets scan --only-allowlisted", "unknown"),
        (
            "detect-secrets scan --disable-plugin NpmDetector",
            "unknown",
        ),
        ("detect-secrets scan --hex-limit 4", "warn"),
    ] {
        let history = history();
        history.answer(command, "secrets", report.as_bytes(), "scan");
        let run = judged(&history, SECRETS);
        assert_eq!(run.status(SECRETS, "patch"), status, "{command}");
    }
    for (name, pattern, status) in [
        ("file", "^app/", "fail"),
        ("file", "package-lock", "pass"),
        ("file", "(?=a)", "unknown"),
        ("line", ".*", "unknown"),
        ("secret", "^fake", "warn"),
    ] {
        let mut report = clean();
        let filters = report["filters_used"].as_array_mut().unwrap();
        let path = format!("detect_secrets.filters.regex.should_exclude_{name}");
        filters.push(serde_json::json!({"path": path, "pattern": [pattern]}));
        let history = history();
        history.evidence_of("secrets.json", report.to_string().as_bytes(), "scan");
        let run = judged(&history, SECRETS);
        assert_eq!(run.status(SECRETS, "patch"), status, "{name} {pattern}");
    }
}

#[test]
fn bandit_has_to_make_every_check_that_counts() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/passing/bandit.json");
    let report = std::fs::read(path).unwrap();
    for (command, settings, status) in [
        ("bandit -r .", None, "pass"),
        ("bandit -r . -s B101,B404", None, "pass"),
        ("bandit -r . -sB602", None, "unknown"),
        ("python -m bandit -r . -t B101", None, "unknown"),
        ("bandit -r . -c none.yaml", None, "unknown"),
        (
            "bandit -r . -c b.yaml",
            Some(("b.yaml", "skips: [B101]\n")),
            "pass",
        ),
        (
            "bandit -r . -c b.yaml",
            Some(("b.yaml", "skips: [B602]\n")),
            "warn",
        ),
        (
            "bandit -r .",
            Some((".bandit", "[bandit]\ntests: B101\n")),
            "warn",
        ),
    ] {
        let history = history();
        if let Some((file, text)) = settings {
            history.write(file, text).commit("chore: settings");
        }
        history.answer(command, "bandit", &report, "scan");
        let run = judged(&history, BANDIT);
        assert_eq!(
            run.status(BANDIT, "patch"),
            status,
            "{command} {settings:?}"
        );
    }
}

#[test]
fn what_the_tracked_baseline_says_of_a_secret_counts() {
    const DIGEST: &str = "fc8c5eb194806e31a213f073131e73b0012a0fb5";
    const OF_DIGEST: &str = "3194cb8a8b1c3f040ace77594ae9bbbb794f2dc6";
    const BASELINE: &str = ".secrets.baseline";
    let file = "app/__init__.py";
    for (audited, found, status) in [
        (Some(false), (file, DIGEST), "pass"),
        (None, (file, DIGEST), "fail"),
        (Some(true), (file, DIGEST), "fail"),
        (Some(false), ("pyproject.toml", DIGEST), "fail"),
        (Some(false), (file, OF_DIGEST), "fail"),
        (Some(false), (BASELINE, OF_DIGEST), "pass"),
        (Some(true), (BASELINE, OF_DIGEST), "pass"),
        (Some(false), (BASELINE, DIGEST), "fail"),
    ] {
        let history = history();
        history.write(BASELINE, secrets(&[(file, DIGEST, audited)]));
        history.commit("chore: say which secrets are none");
        let report = secrets(&[(found.0, found.1, None)]);
        history.evidence_of("secrets.json", report.as_bytes(), "scan");
        let run = judged(&history, SECRETS);
        let is = run.status(SECRETS, "patch");
        assert_eq!(is, status, "{audited:?} {found:?}");
    }
}

#[test]
fn what_a_report_itself_calls_no_secret_counts_where_the_baseline_in_git_does_so() {
    let digest = "fc8c5eb194806e31a213f073131e73b0012a0fb5";
    let report = secrets(&[("pyproject.toml", digest, Some(false))]);
    for (tracked, status) in [(false, "fail"), (true, "pass")] {
        let history = history();
        if tracked {
            history.write(".secrets.baseline", &report);
            history.commit("chore: say which secrets are none");
        }
        // What was recorded may be the very baseline.
        history.evidence_of("secrets.json", report.as_bytes(), "scan");
        let run = judged(&history, SECRETS);
        assert_eq!(run.status(SECRETS, "patch"), status, "{tracked}");
    }
}

#[test]
fn every_other_scanner_that_was_recorded_counts() {
    let history = history();
    assert_eq!(
        judged(&history, OTHER).status(OTHER, "patch"),
        "not-applicable"
    );
    // It has read this file.
    history.write("app/typed.py", "x = 1\n");
    history.commit("fix: type");
    history.evidence("scan/semgrep/clean.json", "scan");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "pass");
    history.evidence("scan/sarif/eslint-failed.sarif", "scan");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "unknown");
    history.evidence("scan/trivy/demo.json", "scan");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "fail");
}
