//! Which branch a release comes from, and whether the tree is clean.

use super::harness::{History, Relcheck};

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
fn a_hotfix_in_a_clone_without_main_is_unknown_until_main_is_fetched() {
    let history = History::released("1.2.3");
    history.commit("feat: not released yet");
    history
        .branch("hotfix/v1.2.4", "main")
        .declare("1.2.4")
        .commit("fix: the hole");
    let path = history.beside("single");
    let url = format!("file://{}", history.path().display());
    let single = [
        "clone",
        "--quiet",
        "--single-branch",
        "--branch=hotfix/v1.2.4",
    ];
    history.git(&[&single[..], &[&url, path.to_str().unwrap()]].concat());
    let check = || Relcheck::in_folder(&path).check(&["--rule", HOTFIX]);
    let run = check();
    assert_eq!(run.status(HOTFIX, "hotfix"), "unknown", "{}", run.stdout);
    let reason = run.reason(HOTFIX, "hotfix");
    assert!(
        reason.starts_with("this clone has no main branch"),
        "{reason}"
    );
    let refspec = "+refs/heads/*:refs/remotes/origin/*";
    assert!(run.stdout.contains(refspec), "{}", run.stdout);
    history.git_in(&path, &["fetch", "--quiet", "origin", refspec]);
    assert_eq!(check().status(HOTFIX, "hotfix"), "fail");
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

#[test]
fn files_where_a_submodule_would_be_make_the_tree_dirty() {
    let library = History::released("0.1.0");
    let history = History::released("1.2.3");
    let from = library.path().to_str().unwrap();
    history.git(&["submodule", "--quiet", "add", from, "library"]);
    history.commit("build: add the library");
    let path = history.beside("clone");
    let url = history.path().to_str().unwrap();
    history.git(&["clone", "--quiet", url, path.to_str().unwrap()]);
    let check = || Relcheck::in_folder(&path).check(&["--rule", CLEAN]);
    assert_eq!(check().status(CLEAN, "patch"), "pass");
    std::fs::write(path.join("library/another.py"), "x = 1\n").unwrap();
    let run = check();
    assert_eq!(run.status(CLEAN, "patch"), "fail");
    insta::assert_snapshot!(run.findings(CLEAN, "patch").join("\n"), @"library: `library` is the folder of a submodule that is not checked out, and files lie in it");
    let ran = Relcheck::in_folder(&path)
        .args(&["record", "--", "git", "--version"])
        .run();
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let folder = path.join(".relcheck/evidence");
    let mut files = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path());
    let record = files
        .find(|it| it.to_str().unwrap().ends_with(".record.json"))
        .unwrap();
    let record = std::fs::read_to_string(record).unwrap();
    let record: serde_json::Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["tree"]["changes"], serde_json::json!(["library"]));
}

#[test]
fn a_sparse_checkout_of_another_project_is_clean_and_one_of_this_project_is_unknown() {
    let history = History::released("1.2.3");
    history.write("core/pyproject.toml", "[project]\nname = \"core\"\n");
    history.write("web/pyproject.toml", "[project]\nname = \"web\"\n");
    history.commit("feat: two projects");
    history.git(&["sparse-checkout", "set", "core"]);
    let check = |project: &str| {
        let run = history
            .relcheck()
            .check(&["--rule", CLEAN, "--project", project]);
        (run.status(CLEAN, "patch"), run.reason(CLEAN, "patch"))
    };
    assert_eq!(check("core").0, "pass");
    let (status, reason) = check(".");
    assert_eq!(status, "unknown");
    assert_eq!(
        reason,
        "the checkout is sparse: `web/pyproject.toml` of the project was left out"
    );
    let ran = history
        .relcheck()
        .args(&["record", "--", "git", "--version"]);
    assert_eq!(ran.run().code, 2);
}
