//! What a scan is worth by what it looked at, and when.

use serde_json::{Value, json};

use super::harness::History;
use super::quality::{history, judged};

const BANDIT: &str = "quality.scan_bandit";
const SAFETY: &str = "quality.scan_safety";
const OTHER: &str = "quality.scan_other";

const APP: &str = "def shut(door):\n    return door\n";

#[test]
fn what_a_scanner_found_is_not_forgotten_with_the_next_commit() {
    let history = history();
    history.evidence("scan/sarif/eslint.sarif", "scan");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "fail");
    history.git(&["commit", "--allow-empty", "-m", "chore: nothing"]);
    let run = judged(&history, OTHER);
    assert_eq!(run.status(OTHER, "patch"), "unknown");
    let reason = run.reason(OTHER, "patch");
    assert!(reason.contains("and HEAD is at "), "{reason}");
    // What nobody recorded binds nobody.
    let loose = super::quality::history();
    loose.write(
        "old.sarif",
        include_bytes!("../../fixtures/scan/sarif/eslint.sarif"),
    );
    let run = judged(&loose, OTHER);
    assert_eq!(run.status(OTHER, "patch"), "not-applicable");
}

/// bandit's report of these files, with a finding in those that are named with `!`.
fn bandit(files: &[&str]) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/passing/bandit.json");
    let clean: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut report = clean.clone();
    let totals = &clean["metrics"]["_totals"];
    let bad: Vec<&str> = files.iter().filter_map(|it| it.strip_prefix('!')).collect();
    report["metrics"] = json!({ "_totals": totals });
    report["metrics"]["_totals"]["SEVERITY.HIGH"] = bad.len().into();
    for file in files {
        let name = file.trim_start_matches('!');
        report["metrics"][name] = totals.clone();
        report["metrics"][name]["SEVERITY.HIGH"] = u64::from(bad.contains(&name)).into();
    }
    let results = bad.iter().map(|file| {
        json!({
            "filename": file, "line_number": 1, "test_id": "B602", "issue_text": "a shell",
            "issue_severity": "HIGH", "issue_confidence": "HIGH",
        })
    });
    report["results"] = results.collect::<Vec<_>>().into();
    report.to_string().into_bytes()
}

#[test]
fn a_scan_of_a_copy_is_none_of_the_sources() {
    for (command, files, findings) in [
        ("bandit -r .", &["./app/__init__.py"][..], &[][..]),
        (
            "bandit -r .",
            &["app/__init__.py", "!.venv/lib/app/__init__.py"],
            &[],
        ),
        ("make lint", &["/none/ci/app/__init__.py"], &[]),
        (
            "bandit -r build/lib",
            &["build/lib/app/__init__.py"],
            &["bandit: it did not read 1 tracked file: `app/__init__.py`"],
        ),
        (
            "bandit -r build/lib",
            &["!build/lib/app/__init__.py"],
            &[
                "bandit: it did not read 1 tracked file: `app/__init__.py`",
                "build/lib/app/__init__.py: `B602` at `build/lib/app/__init__.py:1` (high), says bandit: a shell",
            ],
        ),
        (
            "bandit -r /none/clone",
            &["/none/clone/app/__init__.py"],
            &["bandit: it did not read 1 tracked file: `app/__init__.py`"],
        ),
        (
            "make lint",
            &["/none/site-packages/app/__init__.py"],
            &["bandit: it did not read 1 tracked file: `app/__init__.py`"],
        ),
    ] {
        let history = history();
        for file in ["build/lib/app/__init__.py", ".venv/lib/app/__init__.py"] {
            history.write(file, APP);
        }
        history.answer(command, "bandit.json", &bandit(files), "scan");
        let run = judged(&history, BANDIT);
        assert_eq!(
            run.findings(BANDIT, "patch"),
            findings,
            "{command} {files:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_a_file_says_that_git_does_not_track_is_not_known() {
    use std::os::unix::fs::PermissionsExt;
    let history = history();
    history.write(".gitignore", ".relcheck/\nlocal/\n.bandit\n");
    history.commit("chore: ignore");
    let program = history.beside("bin/bandit");
    std::fs::create_dir_all(program.parent().unwrap()).unwrap();
    let report = history.beside("report.json");
    std::fs::write(&report, bandit(&["app/__init__.py"])).unwrap();
    let script = format!("#!/bin/sh\ncat '{}'\n", report.display());
    std::fs::write(&program, script).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    let program = program.to_string_lossy().into_owned();
    let facts = |history: &History| {
        let fact = history.relcheck().fact("scans");
        fact["value"]["reports"][0].clone()
    };
    let record = |words: &[&str]| {
        let words = [&["record", "--"], words].concat();
        assert_eq!(history.relcheck().args(&words).run().code, 0);
        facts(&history)["settings"].clone()
    };
    let whole = [program.as_str(), "-r", ".", "-f", "json"];
    assert_eq!(record(&whole), json!([]));
    history.write(".bandit", "[bandit]\nskips = B602\n");
    let told = json!([{
        "file": ".bandit", "reason": "git did not track it", "skips": [], "tests": [],
    }]);
    assert_eq!(record(&whole), told);
    // It may be removed before anyone looks.
    std::fs::remove_file(history.path().join(".bandit")).unwrap();
    assert_eq!(facts(&history)["settings"], told);
    assert_eq!(record(&whole), json!([]));
    let text = format!("{program} --version > /dev/null; {program} -r . -s B602 $OPTS -f json");
    let other = super::quality::history();
    let words = ["record", "--", "sh", "-c", &text];
    assert_eq!(other.relcheck().args(&words).run().code, 0);
    let report = facts(&other);
    assert_eq!(
        report["options"][1],
        json!({"name": "--skip", "value": "B602"})
    );
    assert_eq!(report["settings"][0]["file"], "$OPTS");
}

#[test]
fn an_audit_of_other_packages_shows_nothing() {
    let audit = |name: &str| {
        json!({"fixes": [], "dependencies": [{"name": name, "version": "2.0.0", "vulns": []}]})
            .to_string()
    };
    for (command, name, status) in [
        ("pip-audit -f json", "requests", "pass"),
        ("pip-audit -f json", "idna", "unknown"),
        ("uvx pip-audit -f json", "requests", "unknown"),
        (
            "pip-audit --ignore-vuln PYSEC-1 -f json",
            "requests",
            "unknown",
        ),
        (
            "pip-audit -f json -r ../other/requirements.txt",
            "requests",
            "unknown",
        ),
    ] {
        let history = history();
        history.write("requirements.txt", "requests==2.0.0\n");
        history.commit("chore: ask for requests");
        history.answer(command, "audit.json", audit(name).as_bytes(), "scan");
        let run = judged(&history, SAFETY);
        assert_eq!(run.status(SAFETY, "patch"), status, "{command} {name}");
    }
    let history = history();
    let sarif =
        r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"pip-audit"}},"results":[]}]}"#;
    history.evidence_of("audit.sarif", sarif.as_bytes(), "scan");
    let run = judged(&history, SAFETY);
    assert_eq!(run.status(SAFETY, "patch"), "unknown");
    assert!(run.reason(SAFETY, "patch").contains("names no package"));
}

#[test]
fn a_scan_of_no_file_of_this_repository_shows_nothing() {
    let semgrep = |scanned: &str| {
        format!(
            r#"{{"version":"1.100.0","results":[],"errors":[],"paths":{{"scanned":[{scanned}]}}}}"#
        )
    };
    let trivy = r#"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"filesystem"}"#.to_owned();
    for (command, report, status) in [
        (
            "semgrep scan --json",
            semgrep(r#""app/__init__.py""#),
            "pass",
        ),
        (
            "semgrep scan --json",
            semgrep(r#""/src/app/__init__.py""#),
            "pass",
        ),
        ("semgrep scan --json", semgrep(""), "unknown"),
        (
            "semgrep scan --json",
            semgrep(r#""../other/app/__init__.py""#),
            "unknown",
        ),
        ("trivy fs -f json .", trivy.clone(), "unknown"),
        (
            "trivy fs --scanners secret -f json .",
            trivy.clone(),
            "pass",
        ),
        (
            "trivy fs --scanners secret --severity MEDIUM,HIGH,CRITICAL -f json .",
            trivy.clone(),
            "pass",
        ),
        (
            "trivy fs --scanners secret --severity CRITICAL -f json .",
            trivy,
            "unknown",
        ),
        (
            "semgrep scan --severity ERROR --json",
            semgrep(r#""app/__init__.py""#),
            "unknown",
        ),
    ] {
        let history = history();
        history.write("requirements.txt", "requests==2.0.0\n");
        history.commit("chore: lock");
        history.answer(command, "report.json", report.as_bytes(), "scan");
        let run = judged(&history, OTHER);
        assert_eq!(run.status(OTHER, "patch"), status, "{command} {report}");
    }
}
