//! Vulnerabilities that recorded documents in CycloneDX have found, in `dependencies.vulnerabilities`.

use std::fs;

use super::harness::{History, Run};
use super::vulnerable::{CRITICAL, RULE, asked, depending_on, pypa};

/// Within a day of what is recorded.
const NOW: &str = "2026-02-01T00:00:00Z";

pub(super) const CERTIFI: &str = "certifi==2019.9.11\nidna==3.10\n";

/// Requirements, and beside them a database that knows of none of them.
pub(super) fn history(requirements: &str) -> History {
    let history = depending_on(requirements);
    // Of versions that nobody uses here.
    let old = CRITICAL.replace("2026-02-10", "2026-01-31");
    let old = old.replace("left", "idna");
    pypa(&history, &[("idna/PYSEC-2026-1.yaml", &old)]);
    history
}

pub(super) fn judged(history: &History) -> Run {
    let relcheck = asked(history, NOW, &history.beside("pypa"));
    relcheck.check(&["--rule", RULE, "--type", "patch"])
}

pub(super) fn fixture(path: &str) -> Vec<u8> {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::read(fixtures.join(path)).unwrap()
}

/// A document that was recorded as a bill of materials.
pub(super) fn recorded(history: &History, vulnerabilities: &str) -> Run {
    let document = format!(
        r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {{"timestamp": "2026-01-31T00:00:00Z"}},
        "components": [{{"type": "library", "name": "idna", "version": "3.10", "bom-ref": "idna", "purl": "pkg:pypi/idna@3.10"}}],
        "vulnerabilities": [{vulnerabilities}]}}"#
    );
    history.evidence_of("bom.json", document.as_bytes(), "sbom");
    judged(history)
}

#[test]
fn what_a_recorded_document_has_found_is_found() {
    for (file, kind) in [
        ("sbom/grype/grype.cdx.json", "sbom"),
        ("sbom/grype/grype.cdx.json", "vulnerabilities"),
        ("sbom/grype/grype.cdx.xml", "sbom"),
    ] {
        let history = history(CERTIFI);
        assert_eq!(judged(&history).status(RULE, "patch"), "pass");
        history.evidence(file, kind);
        let run = judged(&history);
        assert_eq!(run.code, 1, "{}", run.stdout);
        let findings = run.findings(RULE, "patch").join("\n");
        assert!(
            findings.contains("`GHSA-xqr8-7jwr-rhp7` in `certifi 2019.9.11`: CVSS 9.8, Removal of e-Tugra root certificate"),
            "{findings}"
        );
        // Of no lock file here, and in the report.
        assert!(
            findings.contains("PYSEC-2020-102 in salt 2019.2.0"),
            "{findings}"
        );
    }
}

#[test]
fn a_recorded_document_proves_nothing() {
    let history = history(CERTIFI);
    history.evidence("sbom/grype/grype.cdx.json", "sbom");
    let relcheck = history.relcheck().env("RELCHECK_NOW", NOW);
    let facts = relcheck.fact("vulnerabilities")["value"].clone();
    assert_eq!(
        facts["ecosystems"][0]["reports"].as_array().unwrap().len(),
        0
    );
    assert_eq!(
        facts["ecosystems"][0]["partial"][0]["reason"],
        "does not say which packages it looked up"
    );
    let history = self::history("idna==3.10\n");
    let run = recorded(&history, "");
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let facts = history.relcheck().fact("vulnerabilities")["value"].clone();
    assert_eq!(facts["reports"].as_array().unwrap().len(), 0);
}

#[test]
fn the_vector_decides_and_a_contradiction_is_said() {
    let history = history("idna==3.10\n");
    let run = recorded(
        &history,
        r#"{"id": "CVE-2026-1", "affects": [{"ref": "idna"}],
            "ratings": [{"method": "CVSSv31", "score": 3.1, "vector": "AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]}"#,
    );
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    let findings = run.findings(RULE, "patch").join("\n");
    assert!(findings.contains("CVSS 9.8"), "{findings}");
    assert!(
        findings.contains("gives 3.1, and its vector has 9.8"),
        "{findings}"
    );
    let other = recorded(
        &history,
        r#"{"id": "CVE-2026-1", "affects": [{"ref": "idna"}], "ratings": [{"method": "OWASP", "score": 1}]}"#,
    );
    assert!(other.findings(RULE, "patch")[0].contains("no score, so it counts as the worst"));
}

#[test]
fn what_leads_to_no_package_is_unknown() {
    let history = history("idna==3.10\n");
    for (affects, reason) in [
        (
            r#"[{"ref": "left"}]"#,
            "affects `left`, which is none of its components",
        ),
        (
            r#"[{"ref": "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#left"}]"#,
            "which is in no document that was read",
        ),
        ("[]", "does not say what it affects"),
    ] {
        let run = recorded(
            &history,
            &format!(r#"{{"id": "CVE-2026-1", "affects": {affects}}}"#),
        );
        assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
        let told = run.reason(RULE, "patch");
        assert!(told.contains(reason), "{told}");
    }
}

#[test]
fn a_recorded_document_that_cannot_be_read_is_unknown() {
    let history = history("idna==3.10\n");
    let content = fixture("sbom/grype/grype.cdx.json");
    history.evidence_of("bom.json", &content[..content.len() - 40], "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert!(
        run.reason(RULE, "patch").contains("it is cut off"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_record_that_was_rejected_is_withdrawn() {
    let history = history("idna==3.10\n");
    for (rejected, status) in [
        ("2026-01-31T00:00:00Z", "pass"),
        (NOW, "pass"),
        ("2026-02-01T00:00:01Z", "fail"),
        ("2026-01-31", "fail"),
    ] {
        let run = recorded(
            &history,
            &format!(
                r#"{{"id": "CVE-2026-1", "rejected": "{rejected}", "affects": [{{"ref": "idna"}}]}}"#
            ),
        );
        assert_eq!(
            run.status(RULE, "patch"),
            status,
            "{rejected}: {}",
            run.stdout
        );
        let xml = format!(
            r#"<bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"><metadata><timestamp>2026-01-31T00:00:00Z</timestamp></metadata>
            <components><component type="library" bom-ref="idna"><name>idna</name><version>3.10</version><purl>pkg:pypi/idna@3.10</purl></component></components>
            <vulnerabilities><vulnerability><id>CVE-2026-1</id><rejected>{rejected}</rejected><affects><target><ref>idna</ref></target></affects></vulnerability></vulnerabilities></bom>"#
        );
        history.evidence_of("bom.json", xml.as_bytes(), "sbom");
        let run = judged(&history);
        assert_eq!(
            run.status(RULE, "patch"),
            status,
            "{rejected}: {}",
            run.stdout
        );
    }
}
