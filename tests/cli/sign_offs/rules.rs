//! The rules that a sign-off of another kind than an approval satisfies.

use sha2::{Digest as _, Sha256};

use super::super::harness::{ADA, GRACE, History};
use super::super::vulnerable;
use super::candidate;
use relcheck::signoff::{Document, FINDINGS};

/// Adds this person's sign-off of a kind, over documents.
fn sign(history: &History, what: &str, documents: &[(&str, &str)]) {
    let mut claim = history.approval(ADA);
    what.clone_into(&mut claim.what);
    claim.documents = documents
        .iter()
        .map(|(path, sha256)| Document {
            path: (*path).to_owned(),
            sha256: (*sha256).to_owned(),
        })
        .collect();
    history.note(&history.signed(&claim, ADA));
}

#[test]
fn a_maintainer_signs_off_that_a_candidate_was_tried_by_hand() {
    let history = candidate(&[ADA, GRACE]);
    history.declare("1.3.0-rc.1").commit("feat: more");
    history.tag("v1.3.0-rc.1");
    let rules = ["candidate.manual_testing", "candidate.community_testing"];
    let check = || {
        history
            .relcheck()
            .check(&["--rule", rules[0], "--rule", rules[1]])
    };
    assert_eq!(check().status(rules[0], "minor"), "unknown");
    history.approve(ADA);
    let run = check();
    assert_eq!(run.json()["stage"], "candidate");
    assert_eq!(run.status(rules[0], "minor"), "fail", "{}", run.stdout);
    assert_eq!(run.status(rules[1], "minor"), "warn", "{}", run.stdout);
    sign(&history, "manual-testing", &[]);
    sign(&history, "community-testing", &[]);
    let run = check();
    assert_eq!(run.status(rules[0], "minor"), "pass", "{}", run.stdout);
    assert_eq!(run.status(rules[1], "minor"), "pass", "{}", run.stdout);
}

#[test]
fn the_installation_instructions_were_followed() {
    let rule = "docs.install_verified";
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    let status = |history: &History| {
        history
            .relcheck()
            .check(&["--rule", rule])
            .status(rule, "minor")
    };
    assert_eq!(status(&history), "fail");
    sign(&history, "install", &[]);
    assert_eq!(status(&history), "pass");
}

#[test]
fn the_report_of_a_penetration_test_is_signed_off_as_long_as_it_stays_as_it_is() {
    let rule = "security.pentest";
    let history = candidate(&[ADA, GRACE]);
    let report = "# Penetration test\n\nNothing was found.\n";
    history
        .write("docs/pentest.md", report)
        .commit("docs: report");
    let digest = format!("{:x}", Sha256::digest(report));
    let status = |history: &History| {
        history
            .relcheck()
            .check(&["--rule", rule])
            .status(rule, "major")
    };
    sign(
        &history,
        "penetration-test",
        &[("docs/pentest.md", &digest)],
    );
    assert_eq!(status(&history), "pass");
    history
        .write("src/demo.py", "more = True\n")
        .commit("feat: more");
    assert_eq!(status(&history), "pass", "the report is as it was");
    history
        .write("docs/pentest.md", "# Less\n")
        .commit("docs: less");
    let run = history.relcheck().check(&["--rule", rule]);
    assert_eq!(run.status(rule, "major"), "fail");
    assert!(
        run.stdout
            .contains("`docs/pentest.md`, which has changed since"),
        "{}",
        run.stdout
    );
    sign(&history, "penetration-test", &[]);
    assert_eq!(status(&history), "fail", "it is over no document");
}

#[test]
fn who_has_looked_at_what_was_found_vouches_for_that_alone() {
    let rule = "dependencies.scan_reviewed";
    let history = candidate(&[ADA, GRACE]);
    let digest = "a".repeat(64);
    let requirement = format!("left==1.1.0 --hash=sha256:{digest}\n");
    history
        .write("requirements.txt", requirement)
        .commit("fix: left");
    let advisory = ("left/PYSEC-2026-1.yaml", vulnerable::CRITICAL);
    let database = vulnerable::pypa(&history, &[advisory]);
    let asked = || vulnerable::asked(&history, vulnerable::NOW, &database);
    let found = asked().fact("vulnerabilities");
    let digest = found["value"]["digest"].as_str().unwrap().to_owned();
    let status = || asked().check(&["--rule", rule]).status(rule, "patch");
    assert_eq!(status(), "unknown", "there are no notes");
    sign(&history, "scan-review", &[]);
    assert_eq!(status(), "fail", "it is over nothing");
    sign(&history, "scan-review", &[(FINDINGS, &digest)]);
    assert_eq!(status(), "pass");
    // The same findings with another score are others.
    let lesser = vulnerable::lesser();
    vulnerable::pypa(&history, &[("left/PYSEC-2026-1.yaml", &lesser)]);
    let run = asked().check(&["--rule", rule]);
    assert_eq!(run.status(rule, "patch"), "fail", "{}", run.stdout);
    assert!(
        run.stdout
            .contains("the known vulnerabilities, which are others now"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_threat_model_is_changed_or_confirmed_where_something_bears_on_it() {
    let rule = "security.threat_model";
    let history = candidate(&[ADA, GRACE]);
    let status = |history: &History| {
        let run = history.relcheck().check(&["--rule", rule]);
        run.status(rule, "patch")
    };
    assert_eq!(status(&history), "not-applicable");
    history
        .write("src/auth/login.py", "x = 1\n")
        .commit("fix: login");
    assert_eq!(status(&history), "unknown", "there are no notes");
    history.approve(ADA);
    assert_eq!(status(&history), "fail");
    history.sign_off("threat-model", ADA);
    assert_eq!(status(&history), "pass");
    history
        .write("src/auth/login.py", "x = 2\n")
        .commit("fix: login again");
    assert_eq!(status(&history), "fail", "that was for other files");
    history
        .write("docs/threat-model.md", "# Threats\n")
        .commit("docs: threats");
    assert_ne!(status(&history), "fail");
}
