//! The current branch where HEAD is detached, with and without a CI system.

use crate::facts::{BranchKind, BranchSource, Repository};
use crate::repo::testing::{Sandbox, state_with};

const GITHUB: (&str, &str) = ("GITHUB_ACTIONS", "true");

fn on(git: &Sandbox, reference: &str) -> Repository {
    state_with(git.path(), &[GITHUB, ("GITHUB_REF", reference)], |_| {})
}

fn detached() -> Sandbox {
    let git = Sandbox::new();
    git.commit("one");
    git.branch("release/v1.2.x", "main");
    git.commit("two");
    git.git(&["checkout", "--quiet", "--detach"]);
    git
}

#[test]
fn detached_without_ci_has_no_branch() {
    let state = detached().state();
    assert!(state.branch.detached);
    assert_eq!(state.branch.name, None);
    assert_eq!(state.branch.source, BranchSource::None);
    assert_eq!(
        state.branch.note.as_deref(),
        Some("HEAD is detached, and no CI system's variables are set")
    );
    assert_eq!(state.ci, None);
}

#[test]
fn a_claim_that_a_ref_confirms_is_believed() {
    let git = detached();
    let state = on(&git, "refs/heads/release/v1.2.x");
    assert_eq!(state.branch.name.as_deref(), Some("release/v1.2.x"));
    assert_eq!(state.branch.source, BranchSource::Ci);
    assert_eq!(state.branch.kind, Some(BranchKind::Release));
    assert_eq!(state.branch.line.as_deref(), Some("1.2"));
    let claim = state.ci.unwrap().branch.unwrap();
    assert_eq!(claim.confirmed, Some(true));
    assert_eq!(claim.variable, "GITHUB_REF");
    assert_eq!(claim.detail, "HEAD is the tip of `release/v1.2.x`");
    // The branch went on since.
    git.switch("release/v1.2.x");
    git.commit("three");
    git.git(&["checkout", "--quiet", "--detach", "HEAD~1"]);
    let state = on(&git, "refs/heads/release/v1.2.x");
    assert_eq!(state.branch.source, BranchSource::Ci);
}

#[test]
fn a_claim_that_the_refs_deny_is_not_believed() {
    let git = detached();
    let state = on(&git, "refs/heads/main");
    assert_eq!(state.branch.name, None);
    assert_eq!(state.branch.source, BranchSource::None);
    assert_eq!(
        state.branch.note.as_deref(),
        Some(
            "HEAD is detached, and github says `main` (GITHUB_REF), \
             but HEAD is not in the history of `main`"
        )
    );
}

#[test]
fn a_claim_without_a_ref_is_only_claimed() {
    let state = on(&detached(), "refs/heads/release/v9.9.x");
    assert_eq!(state.branch.name.as_deref(), Some("release/v9.9.x"));
    assert_eq!(state.branch.source, BranchSource::Claimed);
    assert_eq!(state.ci.unwrap().branch.unwrap().confirmed, None);
}

#[test]
fn a_claim_about_another_commit_is_not_believed() {
    let git = detached();
    let variables = [
        GITHUB,
        ("GITHUB_REF", "refs/heads/release/v9.9.x"),
        ("GITHUB_SHA", "0000000000000000000000000000000000000000"),
    ];
    let state = state_with(git.path(), &variables, |_| {});
    assert_eq!(state.branch.name, None);
    let note = state.branch.note.unwrap();
    assert!(
        note.starts_with("HEAD is detached, and github says `0000"),
        "{note}"
    );
}

#[test]
fn a_remote_tracking_ref_confirms_too() {
    let git = detached();
    let head = git.head();
    git.git(&["update-ref", "refs/remotes/origin/release/v3.0.x", &head]);
    let state = on(&git, "refs/heads/release/v3.0.x");
    assert_eq!(state.branch.source, BranchSource::Ci);
}

#[test]
fn a_branch_that_is_checked_out_wins_over_a_claim() {
    let git = detached();
    git.switch("main");
    let state = on(&git, "refs/heads/release/v1.2.x");
    assert_eq!(state.branch.name.as_deref(), Some("main"));
    assert_eq!(state.branch.source, BranchSource::Head);
    let claim = state.ci.unwrap().branch.unwrap();
    assert_eq!(claim.value, "release/v1.2.x");
    assert_eq!(claim.confirmed, Some(true));
}

#[test]
fn a_merge_request_is_built_on_a_merge_with_its_base() {
    let git = Sandbox::new();
    git.commit("one");
    git.branch("feature", "main");
    git.commit("two");
    git.switch("main");
    git.commit("three");
    git.git(&["checkout", "--quiet", "--detach"]);
    let head = git.merge("feature");
    let variables = [
        GITHUB,
        ("GITHUB_REF", "refs/pull/7/merge"),
        ("GITHUB_HEAD_REF", "feature"),
        ("GITHUB_BASE_REF", "main"),
        ("GITHUB_SHA", head.as_str()),
    ];
    let state = state_with(git.path(), &variables, |_| {});
    assert_eq!(state.branch.name.as_deref(), Some("feature"));
    assert_eq!(state.branch.source, BranchSource::Ci);
    let ci = state.ci.unwrap();
    assert_eq!(
        ci.branch.unwrap().detail,
        "HEAD merges the tip of `feature`"
    );
    assert_eq!(ci.base.unwrap().confirmed, Some(true));
    assert_eq!(ci.commit.unwrap().confirmed, Some(true));
    // Without a base it is no merge request, and HEAD is not on the branch.
    let state = on(&git, "refs/heads/feature");
    assert_eq!(state.branch.name, None);
}

#[test]
fn tags_commits_and_bases_are_held_against_the_refs() {
    let git = detached();
    git.git(&["tag", "v1.0.0"]);
    git.git(&["tag", "v0.9.0", "HEAD~1"]);
    let tag = |name: &str| {
        let state = on(&git, &format!("refs/tags/{name}"));
        assert_eq!(state.branch.name, None);
        state.ci.unwrap().tag.unwrap().confirmed
    };
    assert_eq!(tag("v1.0.0"), Some(true));
    assert_eq!(tag("v0.9.0"), Some(false));
    assert_eq!(tag("v2.0.0"), None);
    git.git(&["checkout", "--quiet", "--orphan", "alone"]);
    git.commit("alone");
    let variables = [
        GITHUB,
        ("GITHUB_SHA", "0000000000000000000000000000000000000000"),
        ("GITHUB_BASE_REF", "main"),
    ];
    let ci = state_with(git.path(), &variables, |_| {}).ci.unwrap();
    assert_eq!(ci.commit.unwrap().confirmed, Some(false));
    assert_eq!(ci.base.unwrap().confirmed, Some(false));
    let variables = [GITHUB, ("GITHUB_BASE_REF", "gone")];
    let ci = state_with(git.path(), &variables, |_| {}).ci.unwrap();
    assert_eq!(ci.base.unwrap().confirmed, None);
}
