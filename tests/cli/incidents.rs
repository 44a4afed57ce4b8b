//! What justifies a hotfix.

use super::harness::History;

const RULE: &str = "hotfix.justified";

const RECORD: &str = "id = \"2026-03\"\ntitle = \"Anyone can read files\"\ncause = \"security\"\nrelease = \"1.2.4\"\n\
    cvss = \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N\"\ndiscovered = 2026-01-30T10:00:00Z\n";

fn judged(record: &str) -> (String, String) {
    let history = History::released("1.2.3");
    history.branch("hotfix/v1.2.4", "main").declare("1.2.4");
    if !record.is_empty() {
        history.write("incidents/2026-03.toml", record);
    }
    history.commit("fix: close the hole");
    let run = history.relcheck().check(&["--rule", RULE]);
    let outcome = run.outcome(RULE, "hotfix");
    let said = match outcome["findings"].as_array() {
        Some(findings) if !findings.is_empty() => run.findings(RULE, "hotfix").join("\n"),
        _ => outcome["reason"].to_string(),
    };
    (run.status(RULE, "hotfix"), said)
}

#[test]
fn a_severe_vulnerability_justifies_a_hotfix() {
    assert_eq!(judged(RECORD).0, "pass");
    let (status, said) = judged(&RECORD.replace("C:H", "C:L"));
    assert_eq!(status, "fail");
    assert!(
        said.contains("scores 5.3, and 7.0 justifies a hotfix"),
        "{said}"
    );
    let (status, said) = judged(&RECORD.replace("cvss", "# cvss"));
    assert_eq!(status, "fail");
    assert!(said.contains("has no CVSS vector"), "{said}");
}

#[test]
fn other_causes_do_and_no_record_does_not() {
    let lost = RECORD
        .replace("\"security\"", "\"data-loss\"")
        .replace("cvss", "# cvss");
    assert_eq!(judged(&lost).0, "pass");
    assert_eq!(
        judged(&RECORD.replace("\"security\"", "\"other\"")).0,
        "fail"
    );
    assert_eq!(judged(&RECORD.replace("1.2.4", "1.2.5")).0, "fail");
    assert_eq!(judged("").0, "fail");
}

#[test]
fn a_record_that_cannot_be_read_makes_it_unknown() {
    for broken in ["id", "id = \"2026-03\"\n", &RECORD.replace("AV:N/", "")] {
        let (status, said) = judged(broken);
        assert_eq!(status, "unknown", "{broken}");
        assert!(said.contains("incidents/2026-03.toml"), "{said}");
    }
}
