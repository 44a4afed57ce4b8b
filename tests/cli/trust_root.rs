//! Nothing that a candidate changes about who and what decides counts before those agree who decided
//! until now.

mod anchor;
mod files;
mod people;

use super::harness::{ADA, GRACE, History, Run, Signer};

const RULE: &str = "approvals.trust_root";

/// Version 1.2.3 of a project that Ada and Grace maintain; Ada has signed its tag. Commits of tests are
/// Ann's, who is nobody on the list.
fn released() -> History {
    released_with(&[])
}

/// The same with further files.
fn released_with(files: &[(&str, &str)]) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    for (path, text) in files {
        history.write(path, text);
    }
    history.commit("chore: first release");
    history.signed_tag("v1.2.3", ADA);
    // So that there are notes that may hold approvals, and none of this kind.
    history.sign_off("manual-testing", GRACE);
    history
}

fn check(history: &History) -> Run {
    history.relcheck().check(&["--rule", RULE])
}

/// The status, and below it what the rule says of each path or person.
fn verdict(history: &History) -> String {
    shown(&check(history))
}

fn shown(run: &Run) -> String {
    let mut lines = vec![run.status(RULE, "patch")];
    lines.extend(run.findings(RULE, "patch"));
    lines.join("\n")
}

fn weakenings(run: &Run) -> Vec<String> {
    let report = run.json();
    let all = report["weakenings"].as_array().unwrap().iter();
    let texts = all.map(|text| text.as_str().unwrap().to_owned());
    texts
        .filter(|text| !text.starts_with("no rule checks") && !text.starts_with("only these"))
        .filter(|text| !text.starts_with("the clock"))
        .collect()
}

/// `trust-root`, by this person.
fn agree(history: &History, by: Signer) -> &History {
    history.sign_off("trust-root", by)
}

const LOOSER: &str = "[rules.branch.clean_tree]\nlevel = \"warn\"\n";

/// Adds a line to the configuration, which lists the same people.
fn loosen(history: &History) {
    let text = std::fs::read_to_string(history.path().join("relcheck.toml")).unwrap();
    history.write("relcheck.toml", format!("{text}{LOOSER}"));
}

#[test]
fn a_change_of_the_configuration_waits_for_a_maintainer() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 1
    ");
    agree(&history, GRACE);
    insta::assert_snapshot!(verdict(&history), @r"
    warn
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`, approved by `Grace`
    ");
}

#[test]
fn an_approval_of_the_release_covers_it() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    history.approve(ADA);
    assert!(verdict(&history).starts_with("warn\n"));
    // Of other files it does not.
    history.write("src/demo.py", "x = 1\n");
    history.commit("fix: something");
    assert!(verdict(&history).starts_with("fail\n"));
}

#[test]
fn what_does_not_decide_needs_nobody() {
    let history = released();
    history.write("src/demo.py", "x = 1\n").declare("1.2.4");
    history.write(".github/workflows/build.yml", "name: Build\n");
    history.commit("fix: something");
    assert_eq!(verdict(&history), "pass");
}

#[test]
fn what_was_changed_and_changed_back_is_no_change() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    history.people(&[ADA, GRACE]);
    history.commit("revert: loosen");
    assert_eq!(verdict(&history), "pass");
}

#[test]
fn who_wrote_it_alone_does_not_approve_it() {
    let history = released_with(&[(".mailmap", "Ada <ada@example.org> <ann@example.org>\n")]);
    loosen(&history);
    history.commit("chore: loosen");
    agree(&history, ADA);
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: approved by `Ada`, who wrote it alone
    ");
    agree(&history, GRACE);
    assert!(verdict(&history).starts_with("warn\n"));
}

#[test]
fn what_a_merge_slips_in_is_whose_merge_it_is() {
    let history = released_with(&[(".mailmap", "Ada <ada@example.org> <ann@example.org>\n")]);
    history.branch("side", "main");
    history.write("src/demo.py", "x = 1\n");
    history.commit("fix: something");
    history.switch("main");
    history.git(&["merge", "--quiet", "--no-ff", "--no-commit", "side"]);
    loosen(&history);
    history.commit("Merge branch 'side'");
    agree(&history, ADA);
    let found = verdict(&history);
    assert!(
        found.contains("approved by `Ada`, who wrote it alone"),
        "{found}"
    );
}

#[test]
fn every_stage_that_leads_to_a_release_asks() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    for stage in ["pre-release", "candidate", "publish"] {
        let run = history
            .relcheck()
            .check(&["--rule", RULE, "--stage", stage]);
        for kind in ["patch", "minor", "major", "hotfix"] {
            assert_eq!(run.status(RULE, kind), "fail", "{stage} {kind}");
        }
        assert_eq!(run.code, 1);
    }
}

#[test]
fn without_the_notes_it_is_unknown() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    history.git(&["update-ref", "-d", "refs/notes/relcheck"]);
    let run = check(&history);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert_eq!(run.code, 3);
}

#[test]
fn a_sign_off_that_does_not_count_is_named() {
    let history = released();
    loosen(&history);
    history.commit("chore: loosen");
    let mut claim = history.approval(ADA);
    claim.what = "trust-root".to_owned();
    history.note(&history.signed(&claim, GRACE));
    insta::assert_snapshot!(verdict(&history), @r"
    fail
    relcheck.toml: `relcheck.toml` (configuration) was changed since `v1.2.3`: no approval of 1
    the note on 452ba2207b, line 1: a sign-off of a change does not count: it says that it is by `Ada`, and the key SHA256:0ge3KlS2O6UDQa+cF4M+4Q8cgQQ+30q7RYLjQKjoEfo is `Grace`'s
    ");
}
