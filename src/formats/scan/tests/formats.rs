//! What is particular to each tool's own format.

use super::*;

fn reason(format: ScanFormat, text: &str) -> String {
    format.read(text.as_bytes()).unwrap_err().reason
}

fn named(scan: &Scan) -> Vec<&str> {
    let packages = scan.packages.iter().flatten();
    packages.map(|it| it.named.as_str()).collect()
}

#[test]
fn bandit_names_what_it_could_not_parse_and_what_was_hushed_up() {
    let scan = scan("bandit/demo.json");
    assert_eq!(scan.tool_version.as_deref(), Some("1.9.4"));
    // 2026-11-26T08:25:14Z
    assert_eq!(scan.generated_at, Some(1_795_681_514));
    assert_eq!(
        scan.unscanned,
        [Unscanned {
            path: Some("app/broken.py".to_owned()),
            package: None,
            reason: "syntax error while parsing AST from file".to_owned()
        }]
    );
    assert_eq!(
        scan.scanned.as_deref().unwrap(),
        [
            "app/__init__.py",
            "app/run.py",
            "app/settings.py",
            "app/typed.py"
        ]
    );
    let inline: Vec<_> = scan
        .inline
        .iter()
        .map(|inline| (inline.path.as_str(), inline.kind, inline.count))
        .collect();
    assert_eq!(
        inline,
        [
            ("app/run.py", "nosec", 1),
            ("app/run.py", "skipped_tests", 1)
        ]
    );
    assert_eq!(scan.suppressions(), 2);
    let shell = scan.findings.iter().find(|one| one.rule == "B602").unwrap();
    assert_eq!(
        (shell.path.as_deref(), shell.line),
        (Some("app/run.py"), Some(7))
    );
    assert_eq!(
        (shell.severity, shell.confidence),
        (ScanSeverity::High, ScanConfidence::High)
    );
    assert!(scan.unlisted.is_empty());
}

#[test]
fn bandit_tells_what_its_filter_left_out() {
    let scan = scan("bandit/filtered.json");
    assert_eq!(
        scan.unlisted,
        [
            Unlisted {
                severity: ScanSeverity::Medium,
                count: 2
            },
            Unlisted {
                severity: ScanSeverity::Low,
                count: 7
            }
        ]
    );
}

#[test]
fn bandits_totals_are_held_against_files_and_results() {
    let text =
        std::str::from_utf8(include_bytes!("../../../../fixtures/scan/bandit/demo.json")).unwrap();
    let changed = text.replacen("\"SEVERITY.HIGH\": 2", "\"SEVERITY.HIGH\": 3", 1);
    assert_eq!(
        reason(ScanFormat::Bandit, &changed),
        "its totals say 3 issues of severity HIGH, and its files have 2"
    );
    let changed = text.replace("\"SEVERITY.HIGH\": 2", "\"SEVERITY.HIGH\": 1");
    assert_eq!(
        reason(ScanFormat::Bandit, &changed),
        "its totals say 1 issues of severity HIGH, and its results have 2"
    );
    let negative = text.replacen("\"nosec\": 0", "\"nosec\": -1", 1);
    assert!(reason(ScanFormat::Bandit, &negative).contains("-1 is not a count"));
    let without = text.replacen("_totals", "_total", 1);
    assert!(ScanFormat::Bandit.read(without.as_bytes()).is_err());
}

#[test]
fn bandits_log_is_skipped_and_a_missing_folder_is_not_scanned() {
    assert_eq!(
        scan("bandit/with-log.json").scanned.as_deref().unwrap(),
        ["app/typed.py"]
    );
    let missing = scan("bandit/missing.json");
    assert_eq!(missing.unscanned[0].reason, "No such file or directory");
    assert_eq!(missing.scanned.as_deref(), Some(&[][..]));
    assert_eq!(scan("bandit/1.6.2.json").suppressions(), 2);
}

#[test]
fn a_severity_of_safety_that_is_null_is_unknown() {
    let scan = scan("safety/2.json");
    let of = |rule: &str| scan.findings.iter().find(|one| one.rule == rule).unwrap();
    let scored = of("37771");
    assert_eq!(
        (scored.severity, scored.score),
        (ScanSeverity::Critical, Some(98))
    );
    assert_eq!(scored.package.as_deref(), Some("django==2.2"));
    assert_eq!(scored.aliases, ["CVE-2019-19844"]);
    let unscored = of("40001");
    assert_eq!(
        (unscored.severity, unscored.score),
        (ScanSeverity::Unknown, None)
    );
    assert_eq!(scan.generated_at, None, "its time has no zone");
    assert_eq!(named(&scan), ["django==2.2", "requests==2.34.2"]);
    assert_eq!(scan.scanned.as_deref().unwrap(), ["../req2.txt"]);
    assert_eq!(scan.suppressed[0].finding.rule, "40637");
}

#[test]
fn safetys_message_is_skipped_before_and_behind_the_report_and_nothing_else_is() {
    // What safety 3.2.5 and later print around the report of `check`.
    const MESSAGE: &str = "\n\n\u{1b}[33m\u{1b}[1m+===========================================================================================================================================================================================+\u{1b}[0m\n\n\n\u{1b}[31m\u{1b}[1mDEPRECATED: \u{1b}[0m\u{1b}[33m\u{1b}[1mthis command (`check`) has been DEPRECATED, and will be unsupported beyond 01 June 2024.\u{1b}[0m\n\n\n\u{1b}[32mWe highly encourage switching to the new \u{1b}[0m\u{1b}[32m\u{1b}[1m`scan`\u{1b}[0m\u{1b}[32m command which is easier to use, more powerful, and can be set up to mimic the deprecated command if required.\u{1b}[0m\n\n\n\u{1b}[33m\u{1b}[1m+===========================================================================================================================================================================================+\u{1b}[0m\n\n\n";
    let report = include_str!("../../../../fixtures/scan/safety/3.json");
    let around = format!("{MESSAGE}{report}\n{MESSAGE}");
    assert!(safety::is_safety(&around));
    assert_eq!(
        safety::read(around.as_bytes()).unwrap(),
        safety::read(report.as_bytes()).unwrap()
    );
    let plain = crate::formats::terminal::plain(MESSAGE);
    let around = format!("{plain}{report}\n{plain}");
    assert!(safety::read(around.as_bytes()).is_ok());
    for other in ["Unhandled exception happened: x\n", "{}\n", "+==\nx\n"] {
        let behind = format!("{report}\n{other}");
        assert!(safety::read(behind.as_bytes()).is_err(), "{other}");
    }
}

#[test]
fn safetys_totals_are_held_against_its_lists() {
    let report = include_str!("../../../../fixtures/scan/safety/2.json");
    let changed = report.replace(
        "\"vulnerabilities_found\": 2",
        "\"vulnerabilities_found\": 5",
    );
    assert_eq!(
        reason(ScanFormat::Safety, &changed),
        "it says that it has 5 vulnerabilities, and has 2"
    );
    let changed = report.replace(
        "\"vulnerabilities_ignored\": 1",
        "\"vulnerabilities_ignored\": 0",
    );
    assert!(reason(ScanFormat::Safety, &changed).contains("0 ignored vulnerabilities, and has 1"));
    let changed = report.replace("\"base_score\": 9.8", "\"base_score\": -1");
    assert!(reason(ScanFormat::Safety, &changed).contains("the score -1"));
}

#[test]
fn the_scan_of_safety_3_names_files_and_what_was_ignored() {
    let scan = scan("safety/3-scan.json");
    assert_eq!(scan.tool_version.as_deref(), Some("3.8.1"));
    assert_eq!(
        scan.findings[0].path.as_deref(),
        Some("/work/demo/requirements.txt")
    );
    assert_eq!(scan.suppressed[0].why, "manual: not reachable");
    assert_eq!(named(&scan), ["django==2.2", "requests==2.34.2"]);
}

#[test]
fn a_package_that_pip_audit_skipped_was_not_scanned() {
    let skipped = scan("pip-audit/skipped.json");
    let packages: Vec<_> = skipped
        .unscanned
        .iter()
        .map(|missed| missed.package.as_deref().unwrap())
        .collect();
    assert_eq!(packages, ["django", "insecure-package", "requests"]);
    assert_eq!(skipped.packages.as_deref(), Some(&[][..]));
    let vulnerable = scan("pip-audit/vulnerable.json");
    let found = vulnerable.findings.first().unwrap();
    assert_eq!(found.rule, "CVE-2019-19844");
    assert_eq!(found.package.as_deref(), Some("django==2.2"));
    assert_eq!(found.aliases, ["GHSA-aaaa-bbbb-cccc"]);
    let neither = r#"{"dependencies": [{"name": "a", "version": "1"}], "fixes": []}"#;
    assert!(reason(ScanFormat::PipAudit, neither).contains("neither `version` and `vulns` nor"));
    let old = r#"[{"name": "a", "version": "1", "vulns": []}]"#;
    assert!(pip_audit::is_pip_audit(old) && pip_audit::read(old.as_bytes()).is_ok());
}

#[test]
fn a_secret_without_a_word_is_unaudited_and_one_ruled_out_is_suppressed() {
    let scan = scan("detect-secrets/audited.json");
    let states: Vec<_> = scan.findings.iter().filter_map(|one| one.secret).collect();
    let confirmed = states
        .iter()
        .filter(|&&state| state == SecretState::Confirmed);
    assert_eq!((states.len(), confirmed.count()), (3, 1));
    let ruled_out = &scan.suppressed[0].finding;
    assert_eq!(ruled_out.secret, Some(SecretState::FalsePositive));
    assert_eq!(scan.generated_at, None, "a baseline is not dated");
    assert_eq!(scan.excluded, ["should_exclude_file: tests/.*"]);
    assert_eq!(scan.tool_version.as_deref(), Some("1.5.0"));
    let old = super::scan("detect-secrets/0.13.1.json");
    assert_eq!(old.excluded, ["lines: nope"]);
    let slim = super::scan("detect-secrets/slim.json");
    assert!(slim.findings.iter().all(|one| one.line.is_none()));
}

#[test]
fn a_baseline_without_plugins_looked_for_nothing() {
    let none = r#"{"version": "1.5.0", "plugins_used": [], "filters_used": [], "results": {}}"#;
    assert!(reason(ScanFormat::DetectSecrets, none).contains("without any plugin"));
    let other = r#"{"version": "1.5.0", "plugins_used": [{"name": "A"}], "results": {"a": [
        {"type": "t", "filename": "b", "hashed_secret": "h"}]}}"#;
    assert_eq!(
        reason(ScanFormat::DetectSecrets, other),
        "it lists a secret of `b` under `a`"
    );
    let twice =
        r#"{"version": "1.5.0", "plugins_used": [{"name": "A"}], "results": {"a": [], "a": []}}"#;
    assert!(reason(ScanFormat::DetectSecrets, twice).contains("`a` is there twice"));
}

#[test]
fn gitleaks_names_the_commit_of_what_is_in_the_history() {
    let scan = scan("gitleaks/git.json");
    assert!(
        scan.findings
            .iter()
            .all(|one| one.message.starts_with("in commit "))
    );
    assert!(
        scan.findings
            .iter()
            .all(|one| one.secret == Some(SecretState::Unaudited) && one.fingerprint.is_some())
    );
    assert!(super::scan("gitleaks/clean.json").findings.is_empty());
}

#[test]
fn semgrep_names_what_it_parsed_in_part_and_what_it_was_told_to_leave_out() {
    let partial = scan("semgrep/partial.json");
    assert_eq!(partial.unscanned[0].path.as_deref(), Some("app/broken.py"));
    let scanned = partial.scanned.as_deref().unwrap();
    assert!(!scanned.iter().any(|path| path == "app/broken.py"));
    assert_eq!(partial.tool_version.as_deref(), Some("1.185.0"));
    let verbose = scan("semgrep/verbose.json");
    assert_eq!(verbose.excluded, ["app/typed.py: cli_exclude_flags_match"]);
    let shell = scan("semgrep/demo.json");
    let shell = shell.findings.iter().find(|one| one.rule == "shell-true");
    let shell = shell.unwrap();
    assert_eq!(
        (
            shell.severity,
            shell.confidence,
            shell.fingerprint.as_deref()
        ),
        (ScanSeverity::High, ScanConfidence::High, None)
    );
}

#[test]
fn semgrep_that_could_not_read_its_rules_crashed() {
    let bad = REFUSED
        .iter()
        .find(|one| one.name == "semgrep/bad-rules.json");
    let flaw = semgrep::read(bad.unwrap().bytes).unwrap_err();
    assert_eq!(flaw.kind, FlawKind::Crashed);
    assert_eq!(
        flaw.reason,
        "semgrep says that it met an error: One of these properties is missing: 'message'"
    );
    let ignored = r#"{"results": [{"check_id": "a", "path": "b\\c.py", "start": {"line": 1},
        "extra": {"message": "m", "severity": "ODD", "is_ignored": true}}], "errors": []}"#;
    let scan = semgrep::read(ignored.as_bytes()).unwrap();
    assert_eq!(scan.suppressed[0].why, "nosemgrep");
    let finding = &scan.suppressed[0].finding;
    assert_eq!(finding.path.as_deref(), Some("b/c.py"));
    assert_eq!(
        (finding.severity, finding.severity_text.as_deref()),
        (ScanSeverity::Unknown, Some("ODD"))
    );
}

#[test]
fn trivy_names_what_was_ignored_and_a_system_without_advisories() {
    let scan = scan("trivy/suppressed.json");
    let why: Vec<_> = scan.suppressed.iter().map(|one| one.why.as_str()).collect();
    assert_eq!(why, ["ignored, .trivyignore"; 3]);
    let old = r#"{"SchemaVersion": 2, "ArtifactName": "a", "CreatedAt": "2026-11-26T08:27:11.6Z",
        "Metadata": {"OS": {"Family": "alpine", "Name": "3.10.2", "EOSL": true}}, "Results": []}"#;
    let scan = trivy::read(old.as_bytes()).unwrap();
    assert_eq!(
        scan.unscanned[0].reason,
        "there are no advisories any more for alpine 3.10.2"
    );
    assert_eq!(scan.generated_at, Some(1_795_681_631));
    let other = r#"{"SchemaVersion": 3, "ArtifactName": "a"}"#;
    assert_eq!(
        reason(ScanFormat::Trivy, other),
        "it is of schema 3, and relcheck reads 2"
    );
    let report = include_str!("../../../../fixtures/scan/trivy/demo.json");
    let changed = report.replace("\"Failures\": 3", "\"Failures\": 4");
    assert_eq!(
        reason(ScanFormat::Trivy, &changed),
        "its summary of `Dockerfile` says 4 failures, and it lists 3"
    );
}

#[test]
fn a_vulnerability_of_trivy_has_the_highest_score_of_the_newest_scale() {
    let report = r#"{"SchemaVersion": 2, "Results": [{"Target": "requirements.txt", "Class": "lang-pkgs",
        "Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "a", "InstalledVersion": "1",
            "Severity": "ODD", "CVSS": {"nvd": {"V2Score": 10, "V3Score": 5.3}, "ghsa": {"V3Score": 7.5}}}],
        "ExperimentalModifiedFindings": [{"Type": "vulnerability", "Status": "under_investigation",
            "Finding": {"VulnerabilityID": "CVE-2", "PkgName": "a", "InstalledVersion": "1"}}]}]}"#;
    let scan = trivy::read(report.as_bytes()).unwrap();
    let (first, second) = (&scan.findings[0], &scan.findings[1]);
    assert_eq!(
        (first.score, first.severity),
        (Some(75), ScanSeverity::Unknown)
    );
    assert_eq!(first.path.as_deref(), Some("requirements.txt"));
    assert_eq!(
        second.rule, "CVE-2",
        "what is only investigated still counts"
    );
    let twice = report.replace("\"ghsa\"", "\"nvd\"");
    assert!(reason(ScanFormat::Trivy, &twice).contains("`nvd` is there twice"));
}

#[test]
fn a_file_that_ruff_or_mypy_could_not_read_was_not_scanned() {
    for name in ["ruff/broken.json", "ruff/missing.json", "mypy/broken.jsonl"] {
        let scan = scan(name);
        assert!(scan.findings.is_empty(), "{name}");
        assert!(scan.unscanned.iter().any(|missed| missed.path.is_some()));
    }
    let mypy = scan("mypy/broken.jsonl");
    assert!(mypy.unscanned.iter().any(|missed| missed.path.is_none()
        && missed.reason == "mypy checks nothing further after such an error"));
    let old = r#"[{"code": null, "filename": "a.py", "location": {"row": 1, "column": 1},
        "end_location": {"row": 1, "column": 2}, "message": "SyntaxError: Expected ')'"}]"#;
    assert!(ruff::is_ruff(old));
    assert_eq!(ruff::read(old.as_bytes()).unwrap().unscanned.len(), 1);
    let flaw = mypy::read(include_bytes!("../../../../fixtures/scan/mypy/missing.txt"));
    assert_eq!(flaw.unwrap_err().kind, FlawKind::Crashed);
}
