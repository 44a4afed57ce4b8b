//! Whether a release candidate is tagged as it should be, and the stage at which that is asked.

use super::harness::{History, Run};

const TAGGED: &str = "candidate.tagged";

/// The first candidate of 1.3.0, tagged on its release branch.
fn candidate() -> History {
    let history = History::released("1.2.3");
    history
        .branch("release/v1.3.x", "main")
        .declare("1.3.0-rc.1");
    history.commit("feat: more");
    history.tag("v1.3.0-rc.1");
    history
}

/// As in a job of the CI system that the pushed tag has started.
fn in_ci(history: &History, tag: &str) -> Run {
    let head = history.git(&["rev-parse", "HEAD"]);
    history
        .relcheck()
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_REF", format!("refs/tags/{tag}"))
        .env("GITHUB_REF_NAME", tag)
        .env("GITHUB_REF_TYPE", "tag")
        .env("GITHUB_SHA", head)
        .check(&["--rule", TAGGED])
}

#[test]
fn a_tag_on_head_makes_it_a_candidate() {
    let history = candidate();
    let run = in_ci(&history, "v1.3.0-rc.1");
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert_eq!(run.json()["stage"], "candidate");
    assert_eq!(run.status(TAGGED, "minor"), "pass");
    let asked = history
        .relcheck()
        .check(&["--stage", "candidate", "--rule", TAGGED]);
    assert_eq!(asked.json()["stage"], "candidate");
    assert_eq!(
        asked.json()["verdicts"][1]["decision"],
        "no-go",
        "nobody knows of the remote"
    );
    let weakenings = asked.json()["weakenings"].to_string();
    assert!(
        weakenings.contains("the timeline of a hotfix"),
        "{weakenings}"
    );
    let whole = history
        .relcheck()
        .args(&["check", "--stage", "candidate"])
        .run();
    assert_eq!(whole.code, 3, "{}", whole.stdout);
    assert!(
        whole.stdout.contains("there is no report of tests"),
        "{}",
        whole.stdout
    );
}

#[test]
fn without_the_remotes_tags_it_is_not_known_to_be_pushed() {
    let history = candidate();
    let remote = history.beside("remote");
    history.git(&["init", "-q", "--bare", remote.to_str().unwrap()]);
    history.git(&["remote", "add", "origin", remote.to_str().unwrap()]);
    let check = || history.relcheck().check(&["--rule", TAGGED]);
    let before = check();
    assert_eq!(before.code, 3, "{}", before.stdout);
    assert_eq!(
        before.reason(TAGGED, "minor"),
        "nothing here tells whether a remote has the tag `v1.3.0-rc.1`"
    );
    let fetch = [
        "fetch",
        "-q",
        "origin",
        "+refs/tags/*:refs/remotes/origin/tags/*",
    ];
    history.git(&["push", "-q", "origin", "v1.3.0-rc.1"]);
    history.git(&fetch);
    assert_eq!(check().status(TAGGED, "minor"), "pass");

    history.git(&["tag", "-f", "-a", "-m", "again", "v1.3.0-rc.1"]);
    let moved = check();
    assert_eq!(moved.status(TAGGED, "minor"), "fail");
    let findings = moved.findings(TAGGED, "minor").join("\n");
    assert!(
        findings.contains("`origin` has another tag `v1.3.0-rc.1`"),
        "{findings}"
    );
}

#[test]
fn a_lightweight_tag_and_a_gap_fail() {
    let history = candidate();
    history.commit("fix: a bug");
    history.git(&["tag", "v1.3.0-rc.3"]);
    let run = in_ci(&history, "v1.3.0-rc.3");
    assert_eq!(run.code, 1);
    assert_eq!(
        run.findings(TAGGED, "minor"),
        [
            "v1.3.0-rc.3: the tag `v1.3.0-rc.3` is not annotated",
            "v1.3.0-rc.3: there is no `v1.3.0-rc.2` before `v1.3.0-rc.3`",
        ]
    );
}

#[test]
fn a_candidate_on_main_fails() {
    let history = History::released("1.2.3");
    history.declare("1.3.0-rc.1").commit("feat: more");
    history.tag("v1.3.0-rc.1");
    let run = in_ci(&history, "v1.3.0-rc.1");
    assert_eq!(
        run.findings(TAGGED, "minor"),
        ["v1.3.0-rc.1: `v1.3.0-rc.1` is on `main`, and the line 1.3 has no release branch"]
    );
    // The process makes the branch and its first candidate at one and the same commit of main.
    history.branch("release/v1.3.x", "main");
    assert_eq!(
        in_ci(&history, "v1.3.0-rc.1").status(TAGGED, "minor"),
        "pass"
    );
    history.switch("main").commit("feat: for the next one");
    history.tag("v1.3.0-rc.2");
    let run = in_ci(&history, "v1.3.0-rc.2");
    assert_eq!(
        run.findings(TAGGED, "minor"),
        ["v1.3.0-rc.2: `release/v1.3.x` does not have the commit of `v1.3.0-rc.2`"]
    );
}

#[test]
fn without_a_tag_there_is_no_candidate() {
    let run = History::ready().relcheck().check(&[
        "--stage",
        "candidate",
        "--rule",
        TAGGED,
        "--type",
        "minor",
    ]);
    assert_eq!(run.code, 1);
    assert_eq!(
        run.findings(TAGGED, "minor"),
        ["1.3.0: HEAD has no tag of a release candidate of 1.3.0"]
    );
}
