//! Branches, what they are for, and where they left main.

use crate::facts::{Branch, BranchKind, Repository};
use crate::repo::testing::{Sandbox, state, state_with};

fn branch<'a>(state: &'a Repository, name: &str) -> &'a Branch {
    let mut found = state.branches.iter().filter(|it| it.name == name);
    found.next().unwrap()
}

fn fork(state: &Repository, name: &str) -> Option<(String, bool)> {
    let fork = branch(state, name).fork_point.clone()?;
    Some((fork.commit, fork.on_main_line))
}

#[test]
fn a_release_branch_forks_where_it_was_cut() {
    let git = Sandbox::new();
    git.commit("one");
    let cut = git.commit("two");
    git.branch("release/v1.2.x", "main");
    git.commit("fix");
    git.switch("main");
    git.commit("three");
    git.branch("feature", "main");
    let state = git.state();
    assert_eq!(fork(&state, "release/v1.2.x"), Some((cut, true)));
    assert_eq!(branch(&state, "main").fork_point, None);
    assert_eq!(state.branches.len(), 2);
    let release = branch(&state, "release/v1.2.x");
    assert_eq!(release.kind, BranchKind::Release);
    assert_eq!(release.line.as_deref(), Some("1.2"));
    assert_eq!(state.branch.kind, None);
}

#[test]
fn a_branch_cut_from_a_merged_feature_is_not_on_mains_line() {
    let git = Sandbox::new();
    git.commit("one");
    git.branch("feature", "main");
    let side = git.commit("feature");
    git.switch("main");
    git.commit("two");
    git.merge("feature");
    git.branch("release/v1.2.x", "feature");
    git.commit("fix");
    assert_eq!(fork(&git.state(), "release/v1.2.x"), Some((side, false)));
}

#[test]
fn after_main_was_merged_in_the_newest_common_commit_counts() {
    let git = Sandbox::new();
    git.commit("one");
    git.branch("release/v1.2.x", "main");
    git.commit("fix");
    git.switch("main");
    let merged = git.commit("two");
    git.switch("release/v1.2.x");
    git.merge("main");
    git.switch("main");
    git.commit("three");
    assert_eq!(fork(&git.state(), "release/v1.2.x"), Some((merged, true)));
}

#[test]
fn unrelated_histories_have_no_fork_point() {
    let git = Sandbox::new();
    git.commit("one");
    git.git(&["checkout", "--quiet", "--orphan", "release/v1.2.x"]);
    git.commit("other");
    assert_eq!(fork(&git.state(), "release/v1.2.x"), None);
}

#[test]
fn a_shallow_clone_does_not_guess_fork_points() {
    let git = Sandbox::new();
    git.commit("one");
    git.branch("release/v1.2.x", "main");
    git.commit("fix");
    git.switch("main");
    git.commit("two");
    let clone = git.clone("shallow", &["--depth=1", "--no-single-branch"]);
    assert_eq!(fork(&state(&clone), "release/v1.2.x"), None);
}

#[test]
fn the_main_branch_that_is_ahead_counts() {
    let git = Sandbox::new();
    git.commit("one");
    let clone = git.clone("clone", &[]);
    let cut = git.commit("two");
    git.branch("release/v1.2.x", "main");
    git.commit("fix");
    git.git_in(&clone, &["fetch", "--quiet"]);
    // The local main is behind origin's.
    let state = state(&clone);
    assert_eq!(state.main.as_deref(), Some("main"));
    let remote = branch(&state, "release/v1.2.x");
    assert_eq!(remote.remote.as_deref(), Some("origin"));
    assert_eq!(remote.fork_point.as_ref().unwrap().commit, cut);
}

#[test]
fn the_main_branch_is_found() {
    let git = Sandbox::new();
    git.commit("one");
    git.git(&["branch", "-m", "trunk"]);
    assert_eq!(git.state().main.as_deref(), Some("trunk"));
    git.git(&["branch", "master"]);
    assert_eq!(git.state().main.as_deref(), Some("master"));
    // What the remote says goes first.
    git.switch("trunk");
    let clone = git.clone("clone", &[]);
    assert_eq!(state(&clone).main.as_deref(), Some("trunk"));
    let configured = state_with(&clone, &[], |it| it.main_branch = Some("dev"));
    assert_eq!(configured.main.as_deref(), Some("dev"));
    git.git(&["branch", "-m", "master", "other"]);
    git.git(&["branch", "-m", "trunk", "another"]);
    assert_eq!(git.state().main, None);
}

#[test]
fn many_branches_are_listed_and_the_current_one_always_has_its_fork_point() {
    let git = Sandbox::new();
    let cut = git.commit("one");
    for line in 0..250 {
        git.git(&[
            "update-ref",
            &format!("refs/heads/release/v{line}.0.x"),
            &cut,
        ]);
    }
    git.switch("release/v0.0.x");
    let state = git.state();
    assert_eq!(state.branches.len(), 251);
    let with = state.branches.iter().filter(|it| it.fork_point.is_some());
    assert_eq!(with.count(), 200);
    assert_eq!(fork(&state, "release/v0.0.x"), Some((cut, true)));
    assert_eq!(fork(&state, "release/v1.0.x"), None);
}
