//! Which branch a release comes from, and whether the tree is clean.

use super::harness::History;

const RELEASE: &str = "branch.release_branch";
const HOTFIX: &str = "branch.hotfix_branch";
const CLEAN: &str = "branch.clean_tree";

#[test]
fn a_release_comes_from_its_release_branch() {
    let history = History::released("1.2.3");
    history
        .branch("release/v1.3.x", "main")
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let run = history.relcheck().check(&["--rule", RELEASE]);
    assert_eq!(run.status(RELEASE, "minor"), "pass");
    assert_eq!(
        run.status(RELEASE, "patch"),
        "fail",
        "1.2.4 has another branch"
    );
    assert_eq!(run.status(RELEASE, "hotfix"), "not-applicable");
}

#[test]
fn main_is_no_release_branch_unless_the_project_releases_from_its_trunk() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let run = history.relcheck().check(&["--rule", RELEASE]);
    assert_eq!(run.status(RELEASE, "minor"), "fail");
    let fix = run.outcome(RELEASE, "minor")["findings"][0]["fix"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(fix, "git switch -c release/v1.3.x");

    history.write(
        "relcheck.toml",
        "[rules.branch.release_branch]\nparams.strategy = \"trunk\"\n",
    );
    let run = history.relcheck().check(&["--rule", RELEASE]);
    assert_eq!(run.status(RELEASE, "minor"), "pass");
    let weakenings = run.json()["weakenings"].to_string();
    assert!(
        weakenings.contains("branch.release_branch.strategy"),
        "{weakenings}"
    );
}

#[test]
fn the_command_that_is_suggested_works() {
    let history = History::released("1.2.3");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let run = history.relcheck().check(&["--rule", RELEASE]);
    let fix = run.outcome(RELEASE, "minor")["findings"][0]["fix"]
        .as_str()
        .unwrap()
        .to_owned();
    let words: Vec<&str> = fix.split_whitespace().skip(1).collect();
    history.git(&words);
    assert_eq!(history.relcheck().check(&["--rule", RELEASE]).code, 0);
}

#[test]
fn a_hotfix_starts_from_the_release_that_it_repairs() {
    let history = History::released("1.2.3");
    history.commit("feat: going on");
    history
        .branch("hotfix/v1.2.4", "v1.2.3")
        .declare("1.2.4")
        .commit("fix: the hole");
    let run = history.relcheck().check(&["--rule", HOTFIX]);
    assert_eq!(
        run.status(HOTFIX, "hotfix"),
        "pass",
        "{:?}",
        run.findings(HOTFIX, "hotfix")
    );
    assert_eq!(run.code, 0, "the candidate is a hotfix");
}

#[test]
fn a_hotfix_from_the_wrong_tag_fails() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    history.tag("v1.2.4");
    history
        .branch("hotfix/v1.2.5", "v1.2.3")
        .declare("1.2.5")
        .commit("fix: the hole");
    let run = history.relcheck().check(&["--rule", HOTFIX]);
    assert_eq!(run.code, 1);
    assert_eq!(run.status(HOTFIX, "hotfix"), "fail");
    let findings = run.findings(HOTFIX, "hotfix").join("\n");
    assert!(findings.contains("v1.2.4"), "{findings}");
}

#[test]
fn a_hotfix_from_main_fails() {
    let history = History::released("1.2.3");
    history.commit("feat: not released yet");
    history
        .branch("hotfix/v1.2.4", "main")
        .declare("1.2.4")
        .commit("fix: the hole");
    let run = history.relcheck().check(&["--rule", HOTFIX]);
    assert_eq!(run.status(HOTFIX, "hotfix"), "fail");
    let findings = run.findings(HOTFIX, "hotfix").join("\n");
    assert!(findings.contains("main"), "{findings}");
}

#[test]
fn a_clean_tree_passes_and_every_kind_of_change_fails() {
    let history = History::released("1.2.3");
    let status = || {
        history
            .relcheck()
            .check(&["--rule", CLEAN])
            .status(CLEAN, "patch")
    };
    history.write("notes.txt", "a").commit("docs: notes");
    assert_eq!(status(), "pass");

    history.write("notes.txt", "b");
    assert_eq!(status(), "fail", "modified");
    history.git(&["add", "notes.txt"]);
    assert_eq!(status(), "fail", "staged");
    history.git(&["checkout", "HEAD", "--", "notes.txt"]);
    assert_eq!(status(), "pass");

    history.write("new.txt", "c");
    assert_eq!(status(), "fail", "untracked");
    history
        .write(".gitignore", "new.txt\n")
        .commit("chore: ignore it");
    assert_eq!(status(), "pass", "ignored");
}

#[test]
fn evidence_and_built_artifacts_do_not_make_a_tree_dirty() {
    let history = History::released("1.2.3");
    history
        .write(".relcheck/evidence/a.json", "{}")
        .write("dist/demo-1.2.4.tar.gz", "x");
    let run = history.relcheck().check(&["--rule", CLEAN]);
    assert_eq!(
        run.status(CLEAN, "patch"),
        "pass",
        "{:?}",
        run.findings(CLEAN, "patch")
    );
}

#[test]
fn a_submodule_at_another_commit_makes_the_tree_dirty() {
    let library = History::released("0.1.0");
    let history = History::released("1.2.3");
    history.git(&[
        "submodule",
        "--quiet",
        "add",
        library.path().to_str().unwrap(),
        "library",
    ]);
    history.commit("build: add the library");
    let status = || {
        history
            .relcheck()
            .check(&["--rule", CLEAN])
            .status(CLEAN, "patch")
    };
    assert_eq!(status(), "pass");
    let inside = history.path().join("library");
    history.git_in(
        &inside,
        &[
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "fix: more",
        ],
    );
    assert_eq!(status(), "fail");
}
