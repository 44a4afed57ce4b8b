//! What differs from HEAD on disk.

use std::path::Path;

use crate::facts::WorktreeStatus::{
    self, Added, Deleted, Modified, Occupied, Renamed, Submodule, Untracked,
};
use crate::repo::Repo;
use crate::repo::status::Status;
use crate::repo::testing::Sandbox;

fn changes(root: &Path) -> Vec<(String, WorktreeStatus, bool)> {
    let changes = Repo::open(root).unwrap().changes().unwrap();
    changes
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
    let git = with_submodule();
    git.git(&["config", "-f", ".gitmodules", "submodule.sub.ignore", "all"]);
    git.git(&["add", "."]);
    git.commit("one");
    assert_eq!(changes(git.path()), []);
    git.write("sub/file", "changed");
    assert_eq!(changes(git.path()), [one("sub", Submodule, false)]);
}

/// A repository with the submodule `sub`, in which there is one `file`.
fn with_submodule() -> Sandbox {
    let library = Sandbox::new();
    library.write("file", "x");
    library.git(&["add", "."]);
    library.commit("one");
    let git = Sandbox::new();
    let from = library.path().display().to_string();
    git.git(&["submodule", "--quiet", "add", &from, "sub"]);
    git.commit("one");
    git
}

#[test]
fn files_where_a_submodule_would_be_are_seen() {
    let git = with_submodule();
    git.git(&["submodule", "--quiet", "deinit", "--force", "sub"]);
    git.write("sub/empty/.keep", "");
    std::fs::remove_file(git.path().join("sub/empty/.keep")).unwrap();
    assert_eq!(changes(git.path()), []);
    git.write("sub/deep/file", "another");
    assert_eq!(changes(git.path()), [one("sub", Occupied, false)]);
    std::fs::remove_dir_all(git.path().join("sub")).unwrap();
    assert_eq!(changes(git.path()), [one("sub", Submodule, false)]);
}

#[test]
fn a_submodule_without_a_commit_or_with_its_files_elsewhere_is_refused() {
    let git = with_submodule();
    let reason = || {
        Repo::open(git.path())
            .unwrap()
            .changes()
            .unwrap_err()
            .reason
    };
    let elsewhere = git.clone("elsewhere", &[]);
    let set = ["config", "core.worktree", elsewhere.to_str().unwrap()];
    git.git_in(&git.path().join("sub"), &set);
    assert_eq!(
        reason(),
        "the submodule `sub` cannot be read: its files are kept in another folder"
    );
    git.git(&["submodule", "--quiet", "deinit", "--force", "sub"]);
    git.git(&["init", "--quiet", "sub"]);
    assert_eq!(
        reason(),
        "the submodule `sub` cannot be read: it has no commit"
    );
}

#[test]
fn what_git_was_told_to_overlook_is_refused() {
    let git = Sandbox::new();
    git.write("file", "x");
    git.git(&["add", "."]);
    git.commit("one");
    git.git(&["update-index", "--assume-unchanged", "file"]);
    git.write("file", "changed");
    let missing = repo_of(&git).changes().unwrap_err();
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
    assert!(repo_of(&git).changes().is_err());
    // In a sparse checkout that is how git leaves files out, and then they are not there.
    git.git(&["config", "core.sparseCheckout", "true"]);
    assert!(repo_of(&git).changes().is_err());
    std::fs::remove_file(git.path().join("file")).unwrap();
    assert_eq!(repo_of(&git).changes(), Ok(Vec::new()));
}

#[test]
fn what_git_was_told_to_overlook_in_a_submodule_is_refused() {
    for mark in ["assume-unchanged", "skip-worktree"] {
        let git = with_submodule();
        let inside = git.path().join("sub");
        git.git_in(&inside, &["update-index", &format!("--{mark}"), "file"]);
        git.write("sub/file", "changed");
        let missing = repo_of(&git).changes().unwrap_err();
        assert_eq!(
            missing.reason,
            format!("git was told to overlook changes of `sub/file` ({mark})")
        );
        assert_eq!(
            missing.fix,
            Some(format!("git -C 'sub' update-index --no-{mark} 'file'"))
        );
    }
}

#[test]
fn a_project_of_which_files_were_left_out_is_refused() {
    let git = Sandbox::new();
    for path in ["top", "core/a", "web/a"] {
        git.write(path, "x");
    }
    git.git(&["add", "."]);
    git.commit("one");
    assert_eq!(repo_of(&git).refuse_left_out(""), Ok(()));
    git.git(&["sparse-checkout", "set", "core"]);
    for index in ["--no-sparse-index", "--sparse-index"] {
        git.git(&["sparse-checkout", "reapply", index]);
        let repo = repo_of(&git);
        assert_eq!(repo.changes(), Ok(Vec::new()));
        assert_eq!(repo.refuse_left_out("core"), Ok(()));
        let missing = repo.refuse_left_out("").unwrap_err();
        let reason = missing.reason;
        assert!(
            reason.starts_with("the checkout is sparse: `web/"),
            "{reason}"
        );
        assert!(repo.refuse_left_out("web").is_err());
    }
}

fn repo_of(git: &Sandbox) -> crate::repo::Repo {
    crate::repo::Repo::open(git.path()).unwrap()
}

#[test]
fn settings_that_hide_changes_are_set_aside() {
    let git = with_submodule();
    git.write("file", "one");
    git.git(&["add", "."]);
    git.commit("two");
    for folder in [git.path().to_owned(), git.path().join("sub")] {
        git.git_in(&folder, &["config", "core.checkStat", "minimal"]);
        git.git_in(&folder, &["config", "core.trustctime", "false"]);
    }
    // Written long enough ago to be no "racily clean" entry of the index.
    for path in ["file", "sub/file"] {
        age(&git.path().join(path));
    }
    git.git(&["status"]);
    assert_eq!(changes(git.path()), []);
    // The index knows times of change to the second.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    for (path, content) in [("file", "two"), ("sub/file", "y")] {
        git.write(path, content);
        age(&git.path().join(path));
    }
    assert_eq!(git.git(&["status", "--porcelain"]), "");
    assert_eq!(
        changes(git.path()),
        [one("file", Modified, false), one("sub", Submodule, false)]
    );
}

fn age(path: &Path) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    file.set_modified(long_ago).unwrap();
}

#[test]
fn replacements_of_commits_are_not_followed() {
    let git = with_submodule();
    git.write("file", "one");
    git.git(&["add", "."]);
    let head = git.commit("two");
    for folder in [git.path().to_owned(), git.path().join("sub")] {
        let head = git.git_in(&folder, &["rev-parse", "HEAD"]);
        std::fs::write(folder.join("file"), "another").unwrap();
        git.git_in(&folder, &["add", "file"]);
        let tree = git.git_in(&folder, &["write-tree"]);
        let other = git.git_in(&folder, &["commit-tree", &tree, "-m", "two"]);
        git.git_in(&folder, &["replace", &head, &other]);
    }
    assert_eq!(git.git(&["status", "--porcelain"]), "");
    assert_eq!(
        changes(git.path()),
        [one("file", Modified, true), one("sub", Submodule, false)]
    );
    let tree = git.git(&[
        "--no-replace-objects",
        "rev-parse",
        &format!("{head}^{{tree}}"),
    ]);
    assert_eq!(git.state().head.unwrap().tree, tree);
}

#[test]
fn a_checkout_whose_files_are_those_of_another_one_is_not_opened() {
    let git = Sandbox::new();
    git.commit("one");
    let other = git.clone("other", &[]);
    let set = ["config", "core.worktree", other.to_str().unwrap()];
    git.git(&set);
    let error = Repo::open(git.path()).err().unwrap().to_string();
    assert!(error.contains("`core.worktree`"), "{error}");
    // Said of its own folder, it says nothing.
    let set = ["config", "core.worktree", git.path().to_str().unwrap()];
    git.git(&set);
    assert!(Repo::open(git.path()).is_ok());
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
