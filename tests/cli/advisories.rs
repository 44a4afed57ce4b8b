//! `security.advisory`, over drafts in git and what a forge answered.

use super::harness::{History, Run};

const RULE: &str = "security.advisory";

/// A patch of 1.2.3 with this commit.
fn history(message: &str) -> History {
    let history = History::released("1.2.3");
    history.write(".gitignore", ".relcheck/\n");
    history.declare("1.2.4").commit(message);
    history
}

fn judged(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "patch"])
}

fn osv(name: &str, introduced: &str, fixed: &str) -> String {
    format!(
        r#"{{"schema_version": "1.7.0", "id": "DEMO-1", "modified": "2026-01-30T00:00:00Z", "aliases": ["CVE-2026-1234"], "affected": [{{"package": {{"ecosystem": "PyPI", "name": "{name}"}}, "ranges": [{{"type": "ECOSYSTEM", "events": [{{"introduced": "{introduced}"}}, {{"fixed": "{fixed}"}}]}}]}}]}}"#
    )
}

#[test]
fn a_release_without_a_security_fix_needs_none() {
    let run = judged(&history("fix: shut the door"));
    assert_eq!(
        run.status(RULE, "patch"),
        "not-applicable",
        "{}",
        run.stdout
    );
}

#[test]
fn a_security_fix_without_a_draft_fails() {
    for message in [
        "security: lock the door",
        "fix(security): lock the door",
        "fix: lock the door\n\nThis was reported as CVE-2026-1234.\n",
    ] {
        let run = judged(&history(message));
        assert_eq!(
            run.status(RULE, "patch"),
            "fail",
            "{message} {}",
            run.stdout
        );
        let findings = run.findings(RULE, "patch");
        assert!(
            findings[0].starts_with("advisory: no advisory is drafted for 1 security fix"),
            "{findings:?}"
        );
    }
}

#[test]
fn a_draft_in_git_passes_whatever_its_name() {
    for path in ["advisories/DEMO-1.json", "docs/about-the-door.json"] {
        let history = history("fix: lock the door\n\nCVE-2026-1234\n");
        history.write(path, osv("demo", "0", "1.2.4"));
        history.commit("docs: draft the advisory");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    }
}

#[test]
fn each_thing_that_a_draft_lacks_is_a_finding() {
    for (draft, expected) in [
        (osv("demo", "0", "1.2.3"), "no advisory is drafted"),
        (
            osv("demo", "1.2.4", "1.2.5"),
            "does not say that 1.2.3 is affected",
        ),
        (osv("demo", "0", "1.2.5"), "says that 1.2.4 is affected"),
        (
            osv("demo", "0", "1.2.5"),
            "names 1.2.5 as fixed, and not 1.2.4",
        ),
        (osv("other", "0", "1.2.4"), "names `other`"),
        (
            osv("demo", "0", "1.2.4").replace("CVE-2026-1234", "CVE-2026-7"),
            "no drafted advisory names `CVE-2026-1234`",
        ),
    ] {
        let history = history("fix: lock the door\n\nCVE-2026-1234\n");
        history.write("advisories/DEMO-1.json", draft);
        history.commit("docs: draft the advisory");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
        let findings = run.findings(RULE, "patch");
        assert!(
            findings.iter().any(|it| it.contains(expected)),
            "{expected} {findings:?}"
        );
    }
}

#[test]
fn a_draft_that_cannot_be_read_is_unknown_by_name() {
    let history = history("security: lock the door");
    let draft = osv("demo", "0", "1.2.4");
    history.write("advisories/DEMO-1.json", &draft[..draft.len() - 3]);
    history.commit("docs: draft the advisory");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "patch").contains("advisories/DEMO-1.json"));
}

#[test]
fn what_github_answered_counts_where_it_was_recorded() {
    let history = history("security: lock the door");
    let answer = br#"[{"ghsa_id": "GHSA-xvch-5gv4-984h", "cve_id": null, "summary": "The door stays open", "severity": "high", "state": "draft", "vulnerabilities": [{"package": {"ecosystem": "pip", "name": "demo"}, "vulnerable_version_range": "< 1.2.4", "patched_versions": "1.2.4"}]}]"#;
    history.write("answer.json", answer);
    history.write(".gitignore", ".relcheck/\nanswer.json\n");
    history.commit("chore: ignore more");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    history.evidence_of("advisories.json", answer, "advisory");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
}
