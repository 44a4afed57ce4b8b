//! What is checked out, in checkouts of every sort.

use crate::facts::BranchSource;
use crate::repo::testing::{Sandbox, state, unconfigured};

#[test]
fn a_repository_without_a_commit_is_ordinary() {
    let git = Sandbox::new();
    let state = git.state();
    assert_eq!(state.head, None);
    assert_eq!(state.branch.name.as_deref(), Some("main"));
    assert_eq!(state.branch.source, BranchSource::Head);
    assert!(state.history.complete);
    assert_eq!(state.history.previous, None);
    assert_eq!(state.hotfix, None);
}

#[test]
fn head_is_described() {
    let git = Sandbox::new();
    git.commit("one");
    git.git(&["tag", "nightly"]);
    git.tag("v1.0.0");
    let head = git.state().head.unwrap();
    assert_eq!(head.commit, git.head());
    assert_eq!(head.tree, git.git(&["rev-parse", "HEAD^{tree}"]));
    assert_eq!(head.time, 1_700_000_060);
    assert_eq!(head.tags, ["v1.0.0"]);
}

#[test]
fn a_linked_worktree_sees_the_same_refs() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    let commit = git.commit("two");
    let linked = git.beside("linked");
    let path = linked.display().to_string();
    git.git(&["worktree", "add", "--quiet", "-b", "release/v1.0.x", &path]);
    let state = state(&linked);
    assert_eq!(state.head.unwrap().commit, commit);
    assert_eq!(state.branch.name.as_deref(), Some("release/v1.0.x"));
    assert_eq!(state.branch.line.as_deref(), Some("1.0"));
    assert_eq!(state.history.previous.unwrap().tag, "v1.0.0");
}

#[test]
fn a_sha256_repository_is_read() {
    let git = Sandbox::with(&["--object-format=sha256"]);
    let commit = git.release("v1.0.0");
    git.commit("two");
    let found = git.state().history.previous.unwrap();
    assert_eq!(found.commit, commit);
    assert_eq!(found.commit.len(), 64);
}

#[test]
fn a_missing_head_commit_is_an_error() {
    let git = Sandbox::new();
    let commit = git.commit("one");
    let (folder, file) = commit.split_at(2);
    let object = git.path().join(".git/objects").join(folder).join(file);
    std::fs::remove_file(object).unwrap();
    let repo = crate::repo::Repo::open(git.path()).unwrap();
    let missing = repo.state(&unconfigured()).unwrap_err();
    assert!(
        missing
            .reason
            .starts_with("the commit that HEAD names cannot be read"),
        "{}",
        missing.reason
    );
}
