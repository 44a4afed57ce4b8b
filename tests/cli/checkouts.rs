//! Checkouts as they come: shallow, without tags, detached, in a worktree, empty, in a monorepo.

use std::path::Path;

use super::harness::{History, Relcheck, Run};

const BUMP: &str = "version.bump_matches_type";
const SCOPE: &str = "version.scope_fits_type";
const RELEASE: &str = "branch.release_branch";

/// A history whose last release is three commits old, cloned with these arguments.
fn clone(arguments: &[&str]) -> (History, std::path::PathBuf) {
    let history = History::released("1.2.3");
    history.commit("feat: one");
    history.commit("fix: two");
    history
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let path = history.beside("clone");
    let url = format!("file://{}", history.path().display());
    let words = [
        &["clone", "--quiet"],
        arguments,
        &[&url, path.to_str().unwrap()],
    ]
    .concat();
    history.git(&words);
    (history, path)
}

fn check(path: &Path, rules: &[&str]) -> Run {
    let arguments: Vec<&str> = rules.iter().flat_map(|rule| ["--rule", rule]).collect();
    Relcheck::in_folder(path).check(&arguments)
}

#[test]
fn a_full_clone_is_judged_like_the_original() {
    let (_history, path) = clone(&[]);
    let run = check(&path, &[BUMP, SCOPE]);
    assert_eq!(run.status(BUMP, "minor"), "pass");
    assert_eq!(run.status(SCOPE, "minor"), "pass");
    assert_eq!(run.code, 0);
}

#[test]
fn a_shallow_clone_is_unknown_and_names_the_command_that_deepens_it() {
    let (_history, path) = clone(&["--depth", "1"]);
    let run = check(&path, &[BUMP, SCOPE]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    for rule in [BUMP, SCOPE] {
        assert_eq!(run.status(rule, "minor"), "unknown", "{rule}");
        let outcome = run.outcome(rule, "minor").to_string();
        assert!(
            outcome.contains("git fetch --unshallow --tags"),
            "{outcome}"
        );
    }
}

#[test]
fn the_command_that_deepens_it_helps() {
    let (history, path) = clone(&["--depth", "1"]);
    history.git_in(&path, &["fetch", "--quiet", "--unshallow", "--tags"]);
    assert_eq!(check(&path, &[BUMP, SCOPE]).code, 0);
}

#[test]
fn a_clone_without_tags_does_not_pose_as_a_first_release() {
    let (history, path) = clone(&["--no-tags"]);
    let run = check(&path, &[BUMP, SCOPE]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(
        run.outcome(BUMP, "minor")
            .to_string()
            .contains("git fetch --tags")
    );
    history.git_in(&path, &["fetch", "--quiet", "--tags"]);
    assert_eq!(check(&path, &[BUMP, SCOPE]).code, 0);
}

#[test]
fn tags_that_were_lost_are_missed_by_what_the_files_say() {
    let (history, path) = clone(&[]);
    history.git_in(&path, &["tag", "--delete", "v1.2.3"]);
    // A first release breaks nothing; this one must not pass for one.
    let rules = [BUMP, SCOPE, "version.no_breaking_changes"];
    let run = check(&path, &rules);
    for rule in rules {
        assert_eq!(run.status(rule, "minor"), "unknown", "{}", run.stdout);
        let reason = run.reason(rule, "minor");
        assert!(reason.contains("1.2.3"), "{reason}");
    }
}

/// A clone whose HEAD is detached at a release branch, as CI systems leave it.
fn detached() -> (History, std::path::PathBuf) {
    let history = History::released("1.2.3");
    history
        .branch("release/v1.3.x", "main")
        .declare("1.3.0")
        .commit("chore: bump version to 1.3.0");
    let path = history.beside("clone");
    history.git(&[
        "clone",
        "--quiet",
        history.path().to_str().unwrap(),
        path.to_str().unwrap(),
    ]);
    history.git_in(&path, &["checkout", "--quiet", "--detach", "HEAD"]);
    (history, path)
}

#[test]
fn a_detached_head_without_ci_variables_has_no_branch() {
    let (_history, path) = detached();
    let run = check(&path, &[RELEASE]);
    assert_eq!(run.status(RELEASE, "minor"), "unknown");
    assert_eq!(run.code, 3);
}

#[test]
fn a_hotfix_without_a_branch_is_unknown() {
    let (_history, path) = detached();
    let run = check(&path, &["branch.hotfix_branch"]);
    assert_eq!(run.status("branch.hotfix_branch", "hotfix"), "unknown");
}

#[test]
fn a_detached_head_takes_its_branch_from_the_ci_system_if_the_refs_agree() {
    let (_history, path) = detached();
    let systems: [&[(&str, &str)]; 5] = [
        &[
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_REF", "refs/heads/release/v1.3.x"),
            ("GITHUB_REF_NAME", "release/v1.3.x"),
            ("GITHUB_REF_TYPE", "branch"),
        ],
        &[
            ("GITLAB_CI", "true"),
            ("CI_COMMIT_BRANCH", "release/v1.3.x"),
        ],
        &[
            ("JENKINS_URL", "https://ci.example.org/"),
            ("BRANCH_NAME", "release/v1.3.x"),
        ],
        &[("CIRCLECI", "true"), ("CIRCLE_BRANCH", "release/v1.3.x")],
        &[
            ("TF_BUILD", "True"),
            ("BUILD_SOURCEBRANCH", "refs/heads/release/v1.3.x"),
        ],
    ];
    for variables in systems {
        let command = variables
            .iter()
            .fold(Relcheck::in_folder(&path), |command, (name, value)| {
                command.env(name, value)
            });
        let run = command.check(&["--rule", RELEASE]);
        assert_eq!(
            run.status(RELEASE, "minor"),
            "pass",
            "{variables:?}: {}",
            run.stdout
        );
    }
}

#[test]
fn a_branch_that_the_refs_contradict_is_not_believed() {
    let (history, path) = detached();
    history.switch("main").commit("fix: elsewhere");
    history.git_in(&path, &["fetch", "--quiet", "origin"]);
    history.git_in(&path, &["checkout", "--quiet", "--detach", "origin/main"]);
    let run = Relcheck::in_folder(&path)
        .env("GITLAB_CI", "true")
        .env("CI_COMMIT_BRANCH", "release/v1.3.x")
        .check(&["--rule", RELEASE]);
    assert_eq!(run.status(RELEASE, "minor"), "unknown", "{}", run.stdout);
}

#[test]
fn a_branch_that_no_ref_confirms_weakens_the_decision() {
    let (history, path) = detached();
    history.git_in(
        &path,
        &["update-ref", "-d", "refs/remotes/origin/release/v1.3.x"],
    );
    history.git_in(&path, &["update-ref", "-d", "refs/heads/release/v1.3.x"]);
    let run = Relcheck::in_folder(&path)
        .env("CIRCLECI", "true")
        .env("CIRCLE_BRANCH", "release/v1.3.x")
        .check(&["--rule", RELEASE]);
    assert_eq!(run.status(RELEASE, "minor"), "warn", "{}", run.stdout);
    assert!(
        run.json()["weakenings"]
            .to_string()
            .contains("no ref confirms it")
    );
}

#[test]
fn a_linked_worktree_is_a_checkout() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    let path = history.beside("worktree");
    history.git(&[
        "worktree",
        "add",
        "--quiet",
        "-b",
        "release/v1.2.x",
        path.to_str().unwrap(),
    ]);
    let run = check(&path, &[BUMP, RELEASE, "branch.clean_tree"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}

#[test]
fn a_repository_without_a_commit_is_judged_by_what_is_there() {
    let history = History::empty();
    history.declare("0.1.0");
    let run = history.relcheck().check(&[]);
    assert_eq!(run.status("branch.clean_tree", "minor"), "fail");
    assert_eq!(run.json()["repository"]["head"], serde_json::Value::Null);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

#[test]
fn a_folder_below_the_root_is_the_same_checkout() {
    let history = History::released("1.2.3");
    history
        .write("src/deep/file.py", "x = 1\n")
        .declare("1.2.4")
        .commit("fix: something");
    let run = check(&history.path().join("src/deep"), &[BUMP]);
    assert_eq!(run.status(BUMP, "patch"), "pass");
}

#[test]
fn a_package_of_a_monorepo_has_tags_versions_and_a_changelog_of_its_own() {
    let history = History::empty();
    for (name, version) in [("core", "1.2.3"), ("web", "7.0.0")] {
        history.write(
            &format!("packages/{name}/package.json"),
            format!("{{\"name\": \"{name}\", \"version\": \"{version}\"}}\n"),
        );
    }
    history.commit("feat: everything");
    history.tag("core@1.2.3").tag("web@7.0.0");
    history.write(
        "packages/core/package.json",
        "{\"name\": \"core\", \"version\": \"1.2.4\"}\n",
    );
    history.write(
        "packages/core/CHANGELOG.md",
        "# core\n\n## 1.2.4 (2026-01-30)\n\n- A fix.\n",
    );
    history.commit("fix(core): something");
    let project = ["--project", "packages/core"];
    let run = history
        .relcheck()
        .check(&[&project[..], &["--rule", BUMP, "--rule", "docs.changelog"]].concat());
    assert_eq!(run.status(BUMP, "patch"), "pass", "{}", run.stdout);
    assert_eq!(
        run.status("docs.changelog", "patch"),
        "pass",
        "{}",
        run.stdout
    );
    assert_eq!(run.json()["project"]["path"], "packages/core");
}

#[test]
fn a_monorepo_without_a_named_package_is_not_guessed_at() {
    let history = History::empty();
    history.commit("feat: everything");
    history.tag("core@1.2.3").tag("web@7.0.0");
    let run = history
        .relcheck()
        .check(&["--release", "1.3.0", "--rule", BUMP]);
    assert_eq!(run.status(BUMP, "minor"), "unknown", "{}", run.stdout);
}

/// The variables that git gives to its hooks name a repository; relcheck judges the folder that it
/// was started in.
#[test]
fn variables_of_git_lead_to_no_other_checkout() {
    let clean = History::released("1.2.3");
    let dirty = History::released("1.2.3");
    dirty.write("notes.txt", "not committed");
    let git_dir = clean.path().join(".git");
    for (name, value) in [
        ("GIT_WORK_TREE", clean.path()),
        ("GIT_DIR", &git_dir),
        ("GIT_INDEX_FILE", &git_dir.join("index")),
        ("GIT_OBJECT_DIRECTORY", &git_dir.join("nowhere")),
    ] {
        let run = dirty
            .relcheck()
            .env("GIT_DIR", &git_dir)
            .env(name, value)
            .check(&["--rule", "branch.clean_tree"]);
        assert_eq!(run.code, 1, "{name}: {}{}", run.stdout, run.stderr);
    }
    let run = dirty
        .relcheck()
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "core.worktree")
        .env("GIT_CONFIG_VALUE_0", clean.path())
        .check(&["--rule", "branch.clean_tree"]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
}
