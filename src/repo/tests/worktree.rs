//! What differs from HEAD on disk.

use std::path::Path;

use crate::facts::WorktreeStatus::{self, Added, Deleted, Modified, Renamed, Submodule, Untracked};
use crate::repo::Status;
use crate::repo::testing::Sandbox;

fn changes(root: &Path) -> Vec<(String, WorktreeStatus, bool)> {
    let facts = Status::spawn(root).finish().unwrap();
    assert_eq!(facts.clean, facts.changes.is_empty());
    facts
        .changes
        .into_iter()
        .map(|change| (change.path, change.status, change.staged))
        .collect()
}

fn one(path: &str, status: WorktreeStatus, staged: bool) -> (String, WorktreeStatus, bool) {
    (path.to_owned(), status, staged)
}

#[test]
fn each_difference_is_listed_and_our_own_folder_is_not() {
    let git = Sandbox::new();
    for path in ["changed", "gone", "moved", ".relcheck/rules.rego"] {
        git.write(path, &format!("{path}\n").repeat(20));
    }
    git.write(".gitignore", "ignored\n");
    git.git(&["add", "."]);
    git.commit("one");
    assert_eq!(changes(git.path()), []);
    git.write("changed", "x");
    git.write("folder/new file", "x");
    git.write("staged", "x");
    git.write("ignored", "x");
    git.write(".relcheck/evidence/report.json", "x");
    git.git(&["add", "staged"]);
    git.git(&["mv", "moved", "there"]);
    std::fs::remove_file(git.path().join("gone")).unwrap();
    assert_eq!(
        changes(git.path()),
        [
            one("changed", Modified, false),
            one("folder/", Untracked, false),
            one("gone", Deleted, false),
            one("staged", Added, true),
            one("there", Renamed, true),
        ]
    );
    git.write(".relcheck/rules.rego", "weaker");
    assert!(changes(git.path()).contains(&one(".relcheck/rules.rego", Modified, false)));
}

#[test]
fn a_repository_without_a_commit_is_clean_until_something_is_added() {
    let git = Sandbox::new();
    assert_eq!(changes(git.path()), []);
    git.write("file", "x");
    assert_eq!(changes(git.path()), [one("file", Untracked, false)]);
}

#[test]
fn a_dirty_submodule_is_seen_whatever_the_configuration_ignores() {
    let library = Sandbox::new();
    library.write("file", "x");
    library.git(&["add", "."]);
    library.commit("one");
    let git = Sandbox::new();
    let from = library.path().display().to_string();
    git.git(&["submodule", "--quiet", "add", &from, "sub"]);
    git.git(&["config", "-f", ".gitmodules", "submodule.sub.ignore", "all"]);
    git.git(&["add", "."]);
    git.commit("one");
    assert_eq!(changes(git.path()), []);
    git.write("sub/file", "changed");
    assert_eq!(changes(git.path()), [one("sub", Submodule, false)]);
}

#[test]
fn what_git_was_told_to_overlook_is_refused() {
    let git = Sandbox::new();
    git.write("file", "x");
    git.git(&["add", "."]);
    git.commit("one");
    git.git(&["update-index", "--assume-unchanged", "file"]);
    git.write("file", "changed");
    let repo = crate::repo::Repo::open(git.path()).unwrap();
    let missing = repo.refuse_overlooked().unwrap_err();
    assert_eq!(
        missing.reason,
        "git was told to overlook changes of `file` (assume-unchanged)"
    );
    assert_eq!(
        missing.fix.as_deref(),
        Some("git update-index --no-assume-unchanged 'file'")
    );
    git.git(&["update-index", "--no-assume-unchanged", "file"]);
    git.git(&["update-index", "--skip-worktree", "file"]);
    assert!(repo_of(&git).refuse_overlooked().is_err());
    // In a sparse checkout that is how git leaves files out.
    git.git(&["config", "core.sparseCheckout", "true"]);
    assert_eq!(repo_of(&git).refuse_overlooked(), Ok(()));
}

fn repo_of(git: &Sandbox) -> crate::repo::Repo {
    crate::repo::Repo::open(git.path()).unwrap()
}

#[test]
fn a_monitor_named_by_the_repository_is_not_run() {
    let git = Sandbox::new();
    git.commit("one");
    let ran = git.beside("ran");
    let monitor = format!("touch '{}'", ran.display());
    git.git(&["config", "core.fsmonitor", &monitor]);
    assert_eq!(changes(git.path()), []);
    assert!(!ran.exists());
}

#[test]
fn a_folder_that_is_no_repository_gives_gits_own_words() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Status::spawn(folder.path()).finish().unwrap_err();
    assert!(
        missing
            .reason
            .starts_with("`git status` failed: fatal: not a git repository"),
        "{}",
        missing.reason
    );
}
