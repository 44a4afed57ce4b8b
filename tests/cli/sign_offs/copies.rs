//! Sign-offs that were fetched into a place of their own, as `relcheck init` has it.

use super::super::harness::{ADA, EVE, GRACE, History, Relcheck};
use super::{RULE, candidate, check, status};

const COPY: &str = "refs/notes/remotes/origin/relcheck";

/// What the rule says, each with where it stands.
fn messages(history: &History) -> String {
    check(history).findings(RULE, "patch").join("\n")
}

/// Makes the notes that are there the remote's, and leaves none.
fn only_a_copy(history: &History) {
    history.git(&["update-ref", COPY, "refs/notes/relcheck"]);
    history.git(&["update-ref", "-d", "refs/notes/relcheck"]);
}

#[test]
fn they_count_as_this_clones_own_do() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    only_a_copy(&history);
    assert_eq!(status(&history), "pass");
    let verify = history.relcheck().args(&["sign-off", "verify"]).run();
    assert!(
        verify.stdout.contains("counts   approval by Ada"),
        "{}",
        verify.stdout
    );
    let folder = history.beside("exported");
    let export = ["sign-off", "export", folder.to_str().unwrap()];
    assert_eq!(history.relcheck().args(&export).run().code, 0);
    assert!(folder.join("1.sig").exists());
}

#[test]
fn what_both_have_is_one_sign_off() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA).approve(EVE);
    history.git(&["update-ref", COPY, "refs/notes/relcheck"]);
    let both = check(&history);
    assert_eq!(both.status(RULE, "patch"), "warn");
    let once = messages(&history);
    history.git(&["update-ref", "-d", COPY]);
    assert_eq!(messages(&history), once);
}

#[test]
fn one_that_is_false_is_named_with_its_place() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(EVE);
    only_a_copy(&history);
    history.approve(ADA);
    let found = messages(&history);
    assert!(found.contains(&format!("in `{COPY}`, line 1")), "{found}");
    assert_ne!(status(&history), "fail");
}

#[test]
fn what_one_place_lost_and_another_has_is_not_gone() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    history.git(&["update-ref", COPY, "refs/notes/relcheck"]);
    history.git(&["notes", "--ref=relcheck", "remove", "HEAD"]);
    assert_eq!(status(&history), "pass");
    history.git(&["update-ref", "-d", COPY]);
    let lost = check(&history);
    assert_eq!(lost.status(RULE, "patch"), "fail", "{}", lost.stdout);
}

#[test]
fn those_of_too_many_remotes_are_unknown() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    let tip = history.git(&["rev-parse", "refs/notes/relcheck"]);
    for number in 0..101 {
        let place = format!("refs/notes/remotes/{number}/relcheck");
        history.git(&["update-ref", &place, &tip]);
    }
    assert_eq!(status(&history), "unknown");
    history.git(&["update-ref", "-d", "refs/notes/remotes/0/relcheck"]);
    assert_eq!(status(&history), "pass");
}

#[test]
fn notes_of_a_remote_that_cannot_be_read_are_unknown() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    let blob = history.git(&["rev-parse", "HEAD:pyproject.toml"]);
    history.git(&["update-ref", COPY, &blob]);
    assert_eq!(status(&history), "unknown");
}

#[test]
fn two_clones_approve_and_each_knows_of_both_after_a_fetch() {
    let history = candidate(&[ADA, GRACE]);
    let clone = history.beside("clone");
    let url = format!("file://{}", history.path().display());
    history.git(&["clone", "--quiet", &url, clone.to_str().unwrap()]);
    let run = Relcheck::in_folder(&clone)
        .args(&["init", "--clone-only"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let minor = |folder: &std::path::Path| {
        let arguments = ["--rule", RULE, "--type", "minor", "--release", "1.3.0"];
        Relcheck::in_folder(folder)
            .check(&arguments)
            .status(RULE, "minor")
    };
    history.approve(ADA);
    let line = history.signed(&history.approval(GRACE), GRACE);
    history.git_in(
        &clone,
        &["notes", "--ref=relcheck", "append", "-m", &line, "HEAD"],
    );
    assert_eq!(minor(&clone), "fail");
    history.git_in(&clone, &["fetch", "--quiet"]);
    assert_eq!(minor(&clone), "pass");
    // Before a push the two are merged.
    let merge = [
        "notes",
        "--ref=relcheck",
        "merge",
        "--quiet",
        "-s",
        "cat_sort_uniq",
        COPY,
    ];
    history.git_in(&clone, &merge);
    history.git_in(
        &clone,
        &["push", "--quiet", "origin", "refs/notes/relcheck"],
    );
    assert_eq!(minor(history.path()), "pass");
    assert_eq!(minor(&clone), "pass");
}
