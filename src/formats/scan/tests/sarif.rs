//! SARIF, section by section.

use super::*;
use crate::formats::scan::sarif;

/// A log of one run with these results, and these members of the run.
fn log(results: &str, members: &str) -> String {
    format!(
        r#"{{"version": "2.1.0", "runs": [{{{members} "tool": {{"driver": {{"name": "demo", "rules": [
            {{"id": "error", "defaultConfiguration": {{"level": "error"}}}},
            {{"id": "note", "defaultConfiguration": {{"level": "note"}}}},
            {{"id": "scored", "properties": {{"security-severity": "9.1", "precision": "medium"}}}},
            {{"id": "worded", "messageStrings": {{"one": {{"text": "of the rule"}}}}}}]}},
          "extensions": [{{"name": "more", "guid": "g", "rules": [
            {{"id": "added", "defaultConfiguration": {{"level": "error"}}}}]}}]}},
         "results": {results}}}]}}"#
    )
}

fn one(result: &str) -> Scan {
    let text = log(&format!("[{result}]"), "");
    sarif::read(text.as_bytes()).unwrap_or_else(|flaw| panic!("{result}: {flaw}"))
}

fn refused(results: &str, members: &str) -> crate::formats::report::Flaw {
    sarif::read(log(results, members).as_bytes()).unwrap_err()
}

#[test]
fn the_level_is_the_results_else_the_rules_else_a_warning() {
    for (result, severity) in [
        (
            r#"{"ruleId": "error", "message": {"text": "m"}}"#,
            ScanSeverity::High,
        ),
        (
            r#"{"ruleId": "error/1/2", "message": {"text": "m"}}"#,
            ScanSeverity::High,
        ),
        (
            r#"{"ruleIndex": 1, "message": {"text": "m"}}"#,
            ScanSeverity::Low,
        ),
        (
            r#"{"ruleId": "error", "level": "note", "message": {"text": "m"}}"#,
            ScanSeverity::Low,
        ),
        (
            r#"{"ruleId": "error", "level": "none", "message": {"text": "m"}}"#,
            ScanSeverity::Info,
        ),
        (
            r#"{"ruleId": "error", "level": "fatal", "message": {"text": "m"}}"#,
            ScanSeverity::Unknown,
        ),
        (
            r#"{"ruleId": "other", "message": {"text": "m"}}"#,
            ScanSeverity::Medium,
        ),
        (r#"{"message": {"text": "m"}}"#, ScanSeverity::Medium),
        (
            r#"{"ruleId": "added", "message": {"text": "m"}}"#,
            ScanSeverity::High,
        ),
        (
            r#"{"rule": {"index": 0, "toolComponent": {"index": 0}}, "message": {"text": "m"}}"#,
            ScanSeverity::High,
        ),
        (
            r#"{"rule": {"index": 0, "toolComponent": {"guid": "g"}}, "message": {"text": "m"}}"#,
            ScanSeverity::High,
        ),
        (
            r#"{"ruleId": "scored", "level": "note", "message": {"text": "m"}}"#,
            ScanSeverity::Critical,
        ),
    ] {
        let scan = one(result);
        assert_eq!(scan.findings[0].severity, severity, "{result}");
    }
    let scored = one(r#"{"ruleId": "scored", "message": {"text": "m"}}"#);
    let scored = &scored.findings[0];
    assert_eq!(
        (
            scored.score,
            scored.confidence,
            scored.severity_text.as_deref()
        ),
        (Some(91), ScanConfidence::Medium, Some("warning"))
    );
    let added = one(r#"{"rule": {"index": 0, "toolComponent": {"index": 0}}, "message": {}}"#);
    assert_eq!(added.findings[0].rule, "added");
}

#[test]
fn an_invocation_may_make_a_rule_worse_and_not_better() {
    let of = |descriptor: &str, level: &str, result: &str| {
        let members = format!(
            r#""invocations": [{{"executionSuccessful": true, "ruleConfigurationOverrides": [
                {{"descriptor": {descriptor}, "configuration": {{"level": "{level}"}}}},
                {{"descriptor": {descriptor}, "configuration": {{"enabled": true}}}}]}}],"#
        );
        let results = format!(r#"[{{{result} "message": {{"text": "m"}}}}]"#);
        let scan = sarif::read(log(&results, &members).as_bytes()).unwrap();
        scan.findings[0].severity
    };
    let note = r#""ruleId": "note","#;
    for descriptor in [r#"{"index": 1}"#, r#"{"id": "note"}"#] {
        assert_eq!(of(descriptor, "error", note), ScanSeverity::High);
    }
    let own = r#""ruleId": "note", "level": "note","#;
    assert_eq!(of(r#"{"index": 1}"#, "error", own), ScanSeverity::Low);
    let error = r#""ruleIndex": 0,"#;
    assert_eq!(of(r#"{"index": 0}"#, "note", error), ScanSeverity::High);
    let added = r#"{"index": 0, "toolComponent": {"index": 0}}"#;
    assert_eq!(of(added, "error", error), ScanSeverity::High);
    assert_eq!(of(added, "error", note), ScanSeverity::Low);
    let beyond = r#""invocations": [{"executionSuccessful": true, "ruleConfigurationOverrides": [
        {"descriptor": {"index": 9}, "configuration": {"level": "error"}}]}],"#;
    assert_eq!(refused("[]", beyond).kind, FlawKind::Unreadable);
}

#[test]
fn the_name_of_a_rule_counts_more_than_its_number() {
    for (result, severity) in [
        (
            r#"{"ruleId": "error", "ruleIndex": 1, "message": {"text": "m"}}"#,
            ScanSeverity::High,
        ),
        (
            r#"{"ruleId": "scored/1", "ruleIndex": 1, "message": {"text": "m"}}"#,
            ScanSeverity::Critical,
        ),
        (
            r#"{"ruleId": "note/1", "ruleIndex": 1, "message": {"text": "m"}}"#,
            ScanSeverity::Low,
        ),
        (
            r#"{"ruleId": "notes", "ruleIndex": 1, "message": {"text": "m"}}"#,
            ScanSeverity::Low,
        ),
    ] {
        assert_eq!(one(result).findings[0].severity, severity, "{result}");
    }
}

#[test]
fn a_score_that_is_none_is_unknown_and_one_beyond_the_scale_is_refused() {
    let with = |score: &str| {
        let result = r#"[{"ruleId": "scored", "message": {"text": "m"}}]"#;
        sarif::read(log(result, "").replace("\"9.1\"", score).as_bytes())
    };
    assert_eq!(
        with("\"high\"").unwrap().findings[0].severity,
        ScanSeverity::Unknown
    );
    assert_eq!(with("7").unwrap().findings[0].score, Some(70));
    for score in ["\"NaN\"", "\"-1\"", "\"inf\"", "11"] {
        assert!(with(score).is_err(), "{score}");
    }
}

#[test]
fn a_score_of_0_is_none_and_makes_nothing_harmless() {
    for (level, severity) in [
        ("error", ScanSeverity::High),
        ("warning", ScanSeverity::Medium),
        ("note", ScanSeverity::Unknown),
        ("none", ScanSeverity::Info),
    ] {
        for score in ["\"0.0\"", "0"] {
            let result = format!(
                r#"[{{"ruleId": "scored", "level": "{level}", "message": {{"text": "m"}}}}]"#
            );
            let text = log(&result, "").replace("\"9.1\"", score);
            let scan = sarif::read(text.as_bytes()).unwrap();
            let finding = &scan.findings[0];
            assert_eq!(
                (finding.severity, finding.score),
                (severity, None),
                "{level}"
            );
        }
    }
}

#[test]
fn only_failures_are_findings_and_what_is_open_was_not_decided() {
    for kind in ["pass", "informational", "notApplicable"] {
        let scan = one(&format!(
            r#"{{"kind": "{kind}", "message": {{"text": "m"}}}}"#
        ));
        assert!(
            scan.findings.is_empty() && scan.unscanned.is_empty(),
            "{kind}"
        );
    }
    for kind in ["open", "review"] {
        let scan = one(&format!(
            r#"{{"ruleId": "r", "kind": "{kind}", "message": {{"text": "m"}}}}"#
        ));
        assert_eq!(scan.unscanned[0].reason, format!("r is `{kind}`: m"));
    }
    for kind in ["fail", "odd"] {
        let scan = one(&format!(
            r#"{{"kind": "{kind}", "message": {{"text": "m"}}}}"#
        ));
        assert_eq!(scan.findings.len(), 1, "{kind}");
    }
}

#[test]
fn only_accepted_suppressions_hide_a_result() {
    for (suppressions, hidden) in [
        (r#"[{"kind": "inSource"}]"#, true),
        (
            r#"[{"kind": "external", "status": "accepted", "justification": "w"}]"#,
            true,
        ),
        (r#"[{"kind": "external", "status": "underReview"}]"#, false),
        (r#"[{"kind": "external", "status": "rejected"}]"#, false),
        (r#"[{"kind": "external", "status": "odd"}]"#, false),
        (
            r#"[{"kind": "inSource"}, {"kind": "external", "status": "rejected"}]"#,
            false,
        ),
        ("[]", false),
        ("null", false),
    ] {
        let scan = one(&format!(
            r#"{{"message": {{"text": "m"}}, "suppressions": {suppressions}}}"#
        ));
        assert_eq!(
            (scan.suppressed.len(), scan.findings.len()),
            if hidden { (1, 0) } else { (0, 1) },
            "{suppressions}"
        );
    }
    let eslint = scan("sarif/eslint.sarif");
    assert_eq!(eslint.suppressed[0].why, "inSource: old code");
}

#[test]
fn what_is_gone_since_the_baseline_is_no_finding_and_what_stayed_is() {
    for (state, count) in [
        ("absent", 0),
        ("unchanged", 1),
        ("updated", 1),
        ("new", 1),
        ("odd", 1),
    ] {
        let scan = one(&format!(
            r#"{{"message": {{"text": "m"}}, "baselineState": "{state}"}}"#
        ));
        assert_eq!(scan.findings.len(), count, "{state}");
    }
}

#[test]
fn a_run_that_failed_is_a_crash() {
    for members in [
        r#""invocations": [{"executionSuccessful": false, "exitCode": 3}],"#,
        r#""invocations": [{"executionSuccessful": true}, {"executionSuccessful": false}],"#,
        r#""invocations": [{"executionSuccessful": true, "exitSignalName": "SIGSEGV"}],"#,
        r#""invocations": [{"executionSuccessful": true, "toolExecutionNotifications": [
            {"level": "error", "message": {"text": "out of memory"}}]}],"#,
    ] {
        assert_eq!(refused("[]", members).kind, FlawKind::Crashed, "{members}");
    }
    assert_eq!(refused("null", "").kind, FlawKind::Crashed);
    let failed = REFUSED
        .iter()
        .find(|one| one.name == "sarif/eslint-failed.sarif");
    assert_eq!(
        sarif::read(failed.unwrap().bytes).unwrap_err().reason,
        "the run of ESLint says that it failed: Parsing error: Unexpected token ="
    );
}

#[test]
fn notifications_say_what_was_not_scanned() {
    let members = r#""invocations": [{"executionSuccessful": true, "endTimeUtc": "2026-11-26T08:25:22Z",
        "toolExecutionNotifications": [
            {"level": "error", "message": {"text": "cannot parse"}, "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": "a.py"}}}]},
            {"message": {"text": "slow"}}, {"level": "note", "message": {"text": "started"}}],
        "toolConfigurationNotifications": [
            {"level": "error", "message": {"text": "no such rule"}},
            {"level": "warning", "message": {"text": "old option"}}]}],"#;
    let scan = sarif::read(log("[]", members).as_bytes()).unwrap();
    let missed: Vec<_> = scan
        .unscanned
        .iter()
        .map(|missed| (missed.path.as_deref(), missed.reason.as_str()))
        .collect();
    assert_eq!(
        missed,
        [
            (None, "configuration: no such rule"),
            (None, "slow"),
            (Some("a.py"), "cannot parse")
        ]
    );
    assert_eq!(scan.generated_at, kept::moment("2026-11-26T08:25:22Z"));
    let bandit = super::scan("sarif/bandit.sarif");
    assert_eq!(bandit.unscanned[0].path.as_deref(), Some("app/broken.py"));
    assert_eq!(bandit.findings[0].confidence, ScanConfidence::High);
}

#[test]
fn places_are_found_by_uri_and_by_number() {
    let members = r#""originalUriBaseIds": {"SRCROOT": {"uri": "file:///work/"},
            "LIB": {"uri": "file:///usr/lib/"}, "SUB": {"uri": "sub/", "uriBaseId": "LIB"},
            "LOOP": {"uri": "x/", "uriBaseId": "LOOP"}},
        "artifacts": [{"location": {"uri": "listed.c", "uriBaseId": "SRCROOT"}}],"#;
    for (location, path) in [
        (r#"{"uri": "a%20b.c"}"#, Some("a b.c")),
        (r#"{"uri": "a.c", "uriBaseId": "SRCROOT"}"#, Some("a.c")),
        (
            r#"{"uri": "a.c", "uriBaseId": "LIB"}"#,
            Some("/usr/lib/a.c"),
        ),
        (
            r#"{"uri": "a.c", "uriBaseId": "SUB"}"#,
            Some("/usr/lib/sub/a.c"),
        ),
        (r#"{"uri": "a.c", "uriBaseId": "UNKNOWN"}"#, Some("a.c")),
        (
            r#"{"uri": "file:///work/a.c", "uriBaseId": "LIB"}"#,
            Some("/work/a.c"),
        ),
        (r#"{"index": 0}"#, Some("listed.c")),
        (r#"{"index": -1}"#, None),
        ("{}", None),
    ] {
        let result = format!(
            r#"[{{"message": {{"text": "m"}}, "locations": [{{"physicalLocation": {{
                "artifactLocation": {location}, "region": {{"startLine": 3}}}}}}, {{}}]}}]"#
        );
        let scan = sarif::read(log(&result, members).as_bytes()).unwrap();
        let finding = &scan.findings[0];
        assert_eq!(
            (finding.path.as_deref(), finding.line),
            (path, Some(3)),
            "{location}"
        );
        assert_eq!(scan.scanned.as_deref().unwrap(), ["listed.c"]);
    }
    for location in [r#"{"index": 7}"#, r#"{"uri": "a", "uriBaseId": "LOOP"}"#] {
        let result = format!(
            r#"[{{"message": {{}}, "locations": [{{"physicalLocation": {{"artifactLocation": {location}}}}}]}}]"#
        );
        assert_eq!(
            refused(&result, members).kind,
            FlawKind::Unreadable,
            "{location}"
        );
    }
    assert_eq!(
        refused(r#"[{"ruleIndex": 9, "message": {}}]"#, "").reason,
        "a result points at rule 9, and there are 4, counted from 0"
    );
}

#[test]
fn a_result_without_a_place_or_words_of_its_own_is_a_finding_still() {
    let scan = one(r#"{"ruleId": "worded", "message": {"id": "one"}}"#);
    let finding = &scan.findings[0];
    assert_eq!(
        (finding.path.as_deref(), finding.message.as_str()),
        (None, "of the rule")
    );
    let scan = one(r#"{"ruleId": "x", "message": {"id": "two"}}"#);
    assert_eq!(scan.findings[0].message, "two");
    let scan = one(
        r#"{"message": {"text": "m"}, "partialFingerprints": {"b": "2", "a": "1"}, "fingerprints": {"c": ""}}"#,
    );
    assert_eq!(scan.findings[0].fingerprint.as_deref(), Some("1"));
}

#[test]
fn a_result_without_words_or_with_fingerprints_of_another_form_is_read() {
    assert_eq!(one(r#"{"ruleId": "error", "kind": "pass"}"#).findings, []);
    let scan = one(r#"{"ruleId": "error", "message": null}"#);
    assert_eq!(scan.findings[0].severity, ScanSeverity::High);
    let scan =
        one(r#"{"message": {"text": "m"}, "fingerprints": {"a": {"value": "1"}, "b": "2"}}"#);
    assert_eq!(scan.findings[0].fingerprint.as_deref(), Some("2"));
    assert!(sarif::read(log("[null]", "").as_bytes()).is_err());
}

#[test]
fn only_targets_are_the_scope_where_artifacts_have_roles() {
    let members = r#""artifacts": [{"location": {"uri": "a.c"}, "roles": ["analysisTarget"]},
        {"location": {"uri": "b.h"}, "roles": ["referencedOnCommandLine"]}],"#;
    let scan = sarif::read(log("[]", members).as_bytes()).unwrap();
    assert_eq!(scan.scanned.as_deref().unwrap(), ["a.c"]);
    assert_eq!(super::scan("sarif/trivy.sarif").scanned, None);
    assert_eq!(
        super::scan("sarif/eslint.sarif")
            .scanned
            .as_deref()
            .unwrap(),
        ["/work/demo/src/a.js", "/work/demo/src/fine.js"]
    );
}

#[test]
fn runs_of_several_tools_are_told_apart() {
    let run = |name: &str, artifacts: &str| {
        format!(
            r#"{{"tool": {{"driver": {{"name": "{name}", "version": "1"}}}}, {artifacts}
                "results": [{{"message": {{"text": "m"}}}}]}}"#
        )
    };
    let known = r#""artifacts": [{"location": {"uri": "a"}}],"#;
    let text = format!(
        r#"{{"version": "2.1.0", "runs": [{}, {}, {}]}}"#,
        run("b", known),
        run("a", known),
        run("b", "")
    );
    let scans = sarif::read_by_tool(text.as_bytes()).unwrap();
    let told: Vec<_> = scans
        .iter()
        .map(|scan| {
            (
                scan.tool.as_str(),
                scan.findings.len(),
                scan.scanned.is_some(),
            )
        })
        .collect();
    assert_eq!(told, [("a", 1, true), ("b", 2, false)]);
    let whole = sarif::read(text.as_bytes()).unwrap();
    assert_eq!((whole.tool.as_str(), whole.findings.len()), ("a + b", 3));
    assert_eq!(whole.scanned, None);
}

#[test]
fn a_log_without_a_run_or_of_another_version_is_refused() {
    for text in [
        r#"{"version": "2.1.0", "runs": []}"#,
        r#"{"version": "2.1.0", "runs": null}"#,
        r#"{"version": "2.1.0"}"#,
    ] {
        let flaw = sarif::read(text.as_bytes()).unwrap_err();
        assert_eq!(flaw.reason, "it holds no run, so no tool scanned anything");
    }
    let other = r#"{"version": "2.0.0", "runs": []}"#;
    assert_eq!(
        sarif::read(other.as_bytes()).unwrap_err().reason,
        "it is SARIF 2.0.0, and relcheck reads 2.1.0"
    );
    let elsewhere =
        r#""externalPropertyFileReferences": {"results": [{"location": {"uri": "r"}}]},"#;
    assert_eq!(
        refused("[]", elsewhere).reason,
        "the run of demo keeps its results in other files"
    );
}
