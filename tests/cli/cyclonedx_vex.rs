//! What documents in CycloneDX state of vulnerabilities (VEX), in `dependencies.vulnerabilities`.

use super::cyclonedx_vulnerabilities::{CERTIFI, fixture, history, judged, recorded};
use super::harness::Run;
use super::vulnerable::RULE;

/// A document of the fixtures as if it had been made before the decision.
fn dated(path: &str) -> String {
    let text = String::from_utf8(fixture(path)).unwrap();
    assert!(text.contains("2026-11-26T"), "{path}");
    text.replace("2026-11-26T", "2026-01-26T")
}

/// The identifiers that stop the release.
fn denied(run: &Run) -> Vec<String> {
    let findings = run.findings(RULE, "patch").into_iter();
    let ids = findings.filter_map(|it| it.split_once(" in ").map(|(id, _)| id.to_owned()));
    ids.collect()
}

#[test]
fn a_statement_excuses_as_in_openvex() {
    for (path, name) in [
        ("vex/certifi.cdx.json", "demo.cdx.json"),
        ("vex/certifi.cdx.xml", "demo.cdx.xml"),
        ("vex/certifi.cdx.json", ".vex/demo.json"),
        ("vex/certifi.cdx.xml", "docs/vex/demo.xml"),
        ("vex/certifi.cdx.json", "demo.vex.json"),
    ] {
        let history = history(CERTIFI);
        history.evidence("sbom/grype/grype.cdx.json", "sbom");
        history.evidence("audit/grype/found.json", "vulnerabilities");
        let before = denied(&judged(&history));
        assert_eq!(
            before,
            [
                "GHSA-43fp-rhv2-5gv8",
                "GHSA-xqr8-7jwr-rhp7",
                "PYSEC-2020-102"
            ]
        );
        history
            .write(name, dated(path))
            .commit("docs: state what does not affect us");
        history.evidence("sbom/grype/grype.cdx.json", "sbom");
        history.evidence("audit/grype/found.json", "vulnerabilities");
        let run = judged(&history);
        // In triage excuses nothing; 2019.2.0 is before 2019.2.4.
        assert_eq!(denied(&run), ["GHSA-xqr8-7jwr-rhp7"], "{}", run.stdout);
        let looked_at = run.outcome(RULE, "patch")["looked_at"].to_string();
        assert!(
            looked_at.contains(&format!("not affected (code_not_reachable), says `{name}`")),
            "{looked_at}"
        );
        assert!(
            looked_at.contains("PYSEC-2020-102 in salt 2019.2.0: fixed"),
            "{looked_at}"
        );
        // grype's database has CISA's catalogue.
        assert!(
            looked_at.contains(&format!("fixed, says `{name}`, known to be exploited")),
            "{looked_at}"
        );
    }
}

#[test]
fn a_statement_may_be_about_a_component_of_another_document() {
    let history = history(CERTIFI);
    let state = |files: &[(&str, &str)]| {
        for (name, path) in files {
            history.write(name, dated(path));
        }
        history.commit("docs: state what does not affect us");
        history.evidence("audit/grype/found.json", "vulnerabilities");
        judged(&history)
    };
    let alone = state(&[("linked.vex.json", "vex/linked.vex.json")]);
    assert!(denied(&alone).contains(&"GHSA-43fp-rhv2-5gv8".to_owned()));
    let told = alone.findings(RULE, "patch").join("\n");
    assert!(
        told.contains("`linked.vex.json` states nothing: `CVE-2022-23491` affects `urn:cdx:")
            && told.contains("which is in no document that was read"),
        "{told}"
    );
    let both = state(&[("certifi.cdx.json", "vex/certifi.cdx.json")]);
    assert!(
        !denied(&both).contains(&"GHSA-43fp-rhv2-5gv8".to_owned()),
        "{}",
        both.stdout
    );
    assert!(!both.stdout.contains("states nothing"), "{}", both.stdout);
}

#[test]
fn what_is_not_certain_excuses_nothing() {
    let certifi = dated("vex/certifi.cdx.json");
    for (from, to, warning) in [
        ("\"justification\": \"code_not_reachable\",", "", None),
        ("not_affected", "exploitable", None),
        ("certifi@2019.9.11", "certifi@2020.1.1", None),
        (
            "\"state\": \"not_affected\"",
            "\"state\": \"harmless\"",
            Some("`harmless` is none that there is"),
        ),
        (
            "code_not_reachable",
            "because",
            Some("`because` is none that there is"),
        ),
        (
            "\"name\": \"salt\"",
            "\"name\": \"certifi\", \"bom-ref\": \"certifi\"",
            Some(""),
        ),
        (
            "\"bom-ref\": \"salt\"",
            "\"bom-ref\": \"certifi\"",
            Some("the `bom-ref` `certifi` is there twice"),
        ),
        (
            "\"ref\": \"certifi\"\n        }\n      ],\n      \"analysis\": {\n        \"detail\"",
            "\"ref\": \"nowhere\"\n        }\n      ],\n      \"analysis\": {\n        \"detail\"",
            Some("`nowhere`, which is none of its components"),
        ),
    ] {
        let changed = certifi.replacen(from, to, 1);
        assert_ne!(changed, certifi, "{from}");
        let mut changed = changed;
        if from.starts_with("\"justification") {
            changed =
                changed.replacen("\"detail\": \"No certificate of TrustCor is used\",", "", 1);
        }
        let history = history(CERTIFI);
        history
            .write("demo.cdx.json", changed)
            .commit("docs: state what does not affect us");
        history.evidence("audit/grype/found.json", "vulnerabilities");
        let run = judged(&history);
        assert!(
            denied(&run).contains(&"GHSA-43fp-rhv2-5gv8".to_owned()),
            "{to}: {}",
            run.stdout
        );
        let told = run.findings(RULE, "patch").join("\n");
        match warning {
            Some(warning) => assert!(
                told.contains("`demo.cdx.json` states nothing") && told.contains(warning),
                "{told}"
            ),
            None => assert!(!told.contains("states nothing"), "{told}"),
        }
    }
}

#[test]
fn a_detail_is_a_reason_too_and_the_latest_statement_decides() {
    let certifi = dated("vex/certifi.cdx.json");
    let unjustified = certifi.replacen("\"justification\": \"code_not_reachable\",", "", 1);
    let later = certifi.replacen("not_affected", "exploitable", 1).replacen(
        "\"firstIssued\": \"2026-01-26T00:00:00+00:00\"",
        "\"firstIssued\": \"2026-01-26T01:00:00+00:00\"",
        1,
    );
    let history = history(CERTIFI);
    let is_denied = |name: &str, content: &str| {
        history
            .write(name, content)
            .commit("docs: state what does not affect us");
        history.evidence("audit/grype/found.json", "vulnerabilities");
        denied(&judged(&history)).contains(&"GHSA-43fp-rhv2-5gv8".to_owned())
    };
    assert!(!is_denied("one.cdx.json", &unjustified));
    assert!(is_denied("two.cdx.json", &later));
}

#[test]
fn a_statement_about_the_project_is_one_about_its_version() {
    let history = history("idna==3.10\n");
    for (version, status) in [("1.2.4", "pass"), ("1.2.3", "fail")] {
        let vex = format!(
            r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {{"timestamp": "2026-01-31T00:00:00Z", "component": {{"type": "application", "name": "demo", "version": "{version}", "bom-ref": "demo"}}}},
            "vulnerabilities": [{{"id": "CVE-2026-1", "affects": [{{"ref": "demo"}}], "analysis": {{"state": "not_affected", "justification": "code_not_present"}}}}]}}"#
        );
        history
            .write("demo.cdx.json", vex)
            .commit("docs: state what does not affect us");
        let run = recorded(
            &history,
            r#"{"id": "CVE-2026-1", "affects": [{"ref": "idna"}]}"#,
        );
        assert_eq!(run.status(RULE, "patch"), status, "{}", run.stdout);
    }
}

#[test]
fn a_bill_that_states_nothing_is_no_document_that_cannot_be_read() {
    let history = history("idna==3.10\n");
    history
        .write(
            "bom.cdx.json",
            r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "odd": true}"#,
        )
        .commit("docs: say what it is made of");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    history
        .write("bom.cdx.json", r#"{"bomFormat": "CycloneDX", "#)
        .commit("docs: break it");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "warn", "{}", run.stdout);
}

/// As the use cases that CISA and CycloneDX have published do it: versions of a product, each with its own
/// statement.
#[test]
fn what_admits_more_goes_before_what_may_excuse() {
    let history = history("idna==3.10\n");
    let statement = |state: &str, versions: &str| {
        format!(
            r#"{{"id": "CVE-2026-1", "affects": [{{"ref": "demo", "versions": [{versions}]}}], "analysis": {{"state": "{state}", "justification": "code_not_present"}}}}"#
        )
    };
    let excused = r#"{"version": "1.2.4", "status": "unaffected"}"#;
    for (affected, status) in [
        (r#"{"version": "1.2.3", "status": "affected"}"#, "pass"),
        (
            r#"{"range": "vers:semver/>=1.0.0|<1.2.4", "status": "affected"}"#,
            "pass",
        ),
        (
            r#"{"range": "vers:generic/>=1.0|<1.2.4", "status": "affected"}"#,
            "fail",
        ),
        (r#"{"version": "1.2.4", "status": "affected"}"#, "fail"),
    ] {
        let vex = format!(
            r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {{"timestamp": "2026-01-31T00:00:00Z"}},
            "components": [{{"type": "application", "name": "demo", "bom-ref": "demo"}}],
            "vulnerabilities": [{}, {}]}}"#,
            statement("exploitable", affected),
            statement("not_affected", excused)
        );
        history
            .write("demo.cdx.json", vex)
            .commit("docs: state what does not affect us");
        let run = recorded(
            &history,
            r#"{"id": "CVE-2026-1", "affects": [{"ref": "idna"}]}"#,
        );
        assert_eq!(
            run.status(RULE, "patch"),
            status,
            "{affected}: {}",
            run.stdout
        );
    }
}
