//! Where hotfix branches start.

use crate::repo::testing::{Sandbox, state};

fn line() -> Sandbox {
    let git = Sandbox::new();
    git.release("v1.2.0");
    git.branch("release/v1.2.x", "main");
    git.release("v1.2.1");
    git.switch("main");
    git.release("v1.3.0");
    git.commit("four");
    git
}

#[test]
fn a_hotfix_from_the_release_that_it_repairs() {
    let git = line();
    git.branch("hotfix/v1.2.2", "v1.2.1");
    git.commit("fix");
    let state = git.state();
    let base = state.hotfix.unwrap();
    assert_eq!(base.version.normal, "1.2.2");
    assert_eq!(base.repairs.unwrap().tag, "v1.2.1");
    assert_eq!(base.contains_repaired, Some(true));
    assert_eq!(base.shared_commits, 0);
    assert_eq!(base.shared_with, Vec::<String>::new());
    assert_eq!(state.history.previous.unwrap().tag, "v1.2.1");
    assert_eq!(state.history.higher_elsewhere, ["v1.3.0"]);
}

#[test]
fn a_hotfix_branch_without_a_commit_yet_still_follows_its_release() {
    let git = line();
    git.branch("hotfix/v1.2.2", "v1.2.1");
    assert_eq!(git.state().history.previous.unwrap().tag, "v1.2.1");
    git.release("v1.2.2");
    assert_eq!(git.state().history.previous.unwrap().tag, "v1.2.1");
}

#[test]
fn a_hotfix_from_the_wrong_tag() {
    let git = line();
    git.branch("hotfix/v1.2.2", "v1.2.0");
    git.commit("fix");
    let state = git.state();
    let base = state.hotfix.unwrap();
    assert_eq!(base.repairs.unwrap().tag, "v1.2.1");
    assert_eq!(base.contains_repaired, Some(false));
    assert_eq!(base.shared_commits, 0);
    assert_eq!(state.history.previous.unwrap().tag, "v1.2.0");
    assert_eq!(state.history.higher_elsewhere, ["v1.2.1", "v1.3.0"]);
}

#[test]
fn a_hotfix_from_main_carries_mains_commits() {
    let git = line();
    git.branch("hotfix/v1.3.1", "main");
    git.commit("fix");
    let base = git.state().hotfix.unwrap();
    assert_eq!(base.repairs.unwrap().tag, "v1.3.0");
    assert_eq!(base.contains_repaired, Some(true));
    assert_eq!(base.shared_commits, 1);
    assert_eq!(base.shared_with, ["main"]);
}

#[test]
fn a_hotfix_that_main_was_merged_into_carries_mains_commits() {
    let git = line();
    git.branch("hotfix/v1.3.1", "v1.3.0");
    git.commit("fix");
    git.merge("main");
    let base = git.state().hotfix.unwrap();
    assert_eq!(base.shared_commits, 1);
    assert_eq!(base.shared_with, ["main"]);
}

#[test]
fn a_hotfix_that_was_merged_back_carries_nothing_of_main() {
    let git = line();
    git.branch("hotfix/v1.3.1", "v1.3.0");
    git.commit("fix");
    git.switch("main");
    git.merge("hotfix/v1.3.1");
    git.switch("hotfix/v1.3.1");
    assert_eq!(git.state().hotfix.unwrap().shared_commits, 0);
}

#[test]
fn a_hotfix_that_contains_a_higher_release_still_repairs_its_own_line() {
    let git = line();
    git.branch("hotfix/v1.2.2", "main");
    git.merge("release/v1.2.x");
    let state = git.state();
    assert_eq!(state.history.previous.unwrap().tag, "v1.2.1");
    // v1.3.0 is on this history, so it is not elsewhere.
    assert_eq!(state.history.higher_elsewhere, Vec::<String>::new());
    let base = state.hotfix.unwrap();
    assert_eq!(base.shared_with, ["main"]);
    assert_eq!(base.shared_commits, 2);
}

#[test]
fn a_hotfix_to_a_line_without_a_release_repairs_none() {
    let git = line();
    git.branch("hotfix/v2.0.1", "main");
    let state = git.state();
    let base = state.hotfix.unwrap();
    assert_eq!(base.repairs, None);
    assert_eq!(base.contains_repaired, None);
    assert_eq!(state.history.previous.unwrap().tag, "v1.3.0");
}

#[test]
fn a_shallow_clone_cannot_tell_whether_the_release_is_there() {
    let git = line();
    git.branch("hotfix/v1.2.2", "v1.2.1");
    git.commit("fix");
    git.commit("more");
    let clone = git.clone("shallow", &["--depth=1", "--branch=hotfix/v1.2.2"]);
    git.git_in(
        &clone,
        &["fetch", "--quiet", "--depth=1", "origin", "tag", "v1.2.1"],
    );
    let state = state(&clone);
    assert!(state.shallow);
    let base = state.hotfix.unwrap();
    assert_eq!(base.repairs.unwrap().tag, "v1.2.1");
    assert_eq!(base.contains_repaired, None);
    assert!(!state.history.complete);
}
