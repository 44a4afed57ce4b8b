//! The previous release, and whether the answer can be relied on.

use std::fs;

use crate::facts::{History, Repository};
use crate::release::Version;
use crate::repo::testing::{Sandbox, state, state_with};

fn previous(state: &Repository) -> Option<&str> {
    assert!(state.history.complete, "{:?}", state.history);
    state.history.previous.as_ref().map(|it| it.tag.as_str())
}

fn refused(history: &History) -> (&str, &str) {
    assert!(!history.complete, "{history:?}");
    assert_eq!(history.previous, None);
    let reason = history.reason.as_deref().unwrap();
    (reason, history.fix.as_deref().unwrap())
}

#[test]
fn the_highest_version_wins_over_the_newest() {
    let git = Sandbox::new();
    git.release("v1.9.0");
    git.release("v1.10.0");
    git.branch("old", "v1.9.0");
    git.release("v1.9.1");
    git.switch("main");
    git.merge("old");
    git.commit("more");
    let state = git.state();
    assert_eq!(previous(&state), Some("v1.10.0"));
    assert_eq!(state.history.higher_elsewhere, Vec::<String>::new());
}

#[test]
fn a_pre_release_is_no_release() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.release("v1.1.0-rc.1");
    git.release("v1.1.0.dev1");
    git.commit("more");
    assert_eq!(previous(&git.state()), Some("v1.0.0"));
}

#[test]
fn a_tag_off_this_history_is_not_the_previous_one() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.branch("next", "main");
    git.release("v2.0.0");
    git.release("v2.1.0");
    git.switch("main");
    git.commit("more");
    let state = git.state();
    assert_eq!(previous(&state), Some("v1.0.0"));
    assert_eq!(state.history.higher_elsewhere, ["v2.0.0", "v2.1.0"]);
}

#[test]
fn a_commit_graph_changes_nothing() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.branch("next", "main");
    git.release("v2.0.0");
    git.switch("main");
    git.commit("more");
    git.branch("side", "v1.0.0");
    git.release("v1.1.0");
    git.switch("main");
    git.merge("side");
    let before = git.state();
    git.git(&["commit-graph", "write", "--reachable"]);
    assert_eq!(git.state(), before);
    assert_eq!(previous(&before), Some("v1.1.0"));
    // Commits that the graph does not have yet.
    git.commit("newer");
    assert_eq!(previous(&git.state()), Some("v1.1.0"));
    assert_eq!(git.state().history.higher_elsewhere, ["v2.0.0"]);
}

#[test]
fn a_lightweight_tag_counts() {
    let git = Sandbox::new();
    let commit = git.commit("one");
    git.git(&["tag", "v1.0.0"]);
    git.commit("two");
    let state = git.state();
    let found = state.history.previous.clone().unwrap();
    assert_eq!(found.commit, commit);
    assert_eq!(found.time, 1_700_000_060);
    assert_eq!(found.version.normal, "1.0.0");
    assert_eq!(previous(&state), Some("v1.0.0"));
}

#[test]
fn the_tag_of_the_candidate_is_not_its_own_predecessor() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.release("v1.1.0");
    git.git(&["tag", "1.1.0"]);
    assert_eq!(previous(&git.state()), Some("v1.0.0"));
    let judged = |text: &str| {
        let version: Version = text.parse().unwrap();
        let state = state_with(git.path(), &[], |it| it.release = Some(&version));
        previous(&state).map(str::to_owned)
    };
    assert_eq!(judged("1.1.0").as_deref(), Some("v1.0.0"));
    assert_eq!(judged("1.2.0").as_deref(), Some("v1.1.0"));
    git.commit("more");
    assert_eq!(judged("1.1.0").as_deref(), Some("v1.1.0"));
}

#[test]
fn of_two_tags_of_one_version_the_annotated_one_is_named() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.git(&["tag", "1.0.0"]);
    git.commit("more");
    assert_eq!(previous(&git.state()), Some("v1.0.0"));
    git.git(&["tag", "-d", "v1.0.0"]);
    git.git(&["tag", "v1.0.0", "HEAD~1"]);
    git.git(&["tag", "v1.1.0", "HEAD~1"]);
    git.git(&["tag", "1.1.0", "HEAD~1"]);
    // Both are lightweight: the prefix of the newest release decides, which is `v` by name.
    assert_eq!(git.state().tag_pattern.current, "v");
    assert_eq!(previous(&git.state()), Some("v1.1.0"));
}

#[test]
fn a_shallow_clone_without_a_release_is_no_first_release() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.commit("two");
    git.commit("three");
    let clone = git.clone("shallow", &["--depth=1"]);
    let state = state(&clone);
    assert!(state.shallow);
    let (reason, fix) = refused(&state.history);
    assert_eq!(
        reason,
        "the clone is shallow and has no release tag within its depth"
    );
    assert_eq!(fix, "git fetch --unshallow --tags");
}

#[test]
fn a_shallow_clone_that_has_all_since_the_release_is_enough() {
    let git = Sandbox::new();
    git.commit("one");
    git.release("v1.0.0");
    git.commit("three");
    let clone = git.clone("shallow", &["--depth=2"]);
    assert!(state(&clone).shallow);
    assert_eq!(previous(&state(&clone)), Some("v1.0.0"));
}

#[test]
fn a_shallow_clone_does_not_take_a_siblings_tag_for_its_own() {
    let git = Sandbox::new();
    git.release("v2.0.0");
    git.commit("two");
    git.release("tool-1.0.0");
    git.commit("four");
    let clone = git.clone("shallow", &["--depth=2"]);
    let shallow = state(&clone);
    assert_eq!(shallow.tags.len(), 1);
    let (_, fix) = refused(&shallow.history);
    assert_eq!(fix, "git fetch --unshallow --tags");
}

#[test]
fn a_shallow_clone_with_a_gap_beside_the_release_is_not_enough() {
    let git = Sandbox::new();
    git.commit("one");
    git.branch("side", "main");
    for step in 0..4 {
        git.commit(&format!("side {step}"));
    }
    git.switch("main");
    git.release("v1.0.0");
    git.merge("side");
    let clone = git.clone("shallow", &["--depth=3"]);
    let state = state(&clone);
    let (reason, _) = refused(&state.history);
    assert_eq!(
        reason,
        "the clone is shallow and ends before it reaches all of `v1.0.0`"
    );
}

#[test]
fn a_clone_without_tags_is_no_first_release() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    let clone = git.clone("tagless", &["--no-tags"]);
    let tagless = state(&clone);
    let (reason, fix) = refused(&tagless.history);
    assert!(
        reason.contains("remote.origin.tagOpt = --no-tags"),
        "{reason}"
    );
    assert_eq!(
        fix,
        "git config --unset remote.origin.tagOpt && git fetch --tags origin"
    );
    git.git_in(&clone, &["config", "--unset", "remote.origin.tagOpt"]);
    git.git_in(&clone, &["fetch", "--quiet", "--tags", "origin"]);
    git.git_in(
        &clone,
        &["commit", "--quiet", "--allow-empty", "-m", "more"],
    );
    assert_eq!(previous(&state(&clone)), Some("v1.0.0"));
}

#[test]
fn no_tag_at_all_is_a_first_release() {
    let git = Sandbox::new();
    git.commit("one");
    let state = git.state();
    assert_eq!(previous(&state), None);
    assert_eq!(state.tag_pattern.current, "v");
}

#[test]
fn several_packages_and_no_name_is_not_guessed() {
    let git = Sandbox::new();
    git.release("core-v1.0.0");
    git.release("cli-v2.0.0");
    git.commit("more");
    let state = git.state();
    let (reason, fix) = refused(&state.history);
    assert_eq!(
        reason,
        "nothing tells which version tags are this project's: there are `cli-vX.Y.Z`, `core-vX.Y.Z`"
    );
    assert_eq!(fix, "set `tag_prefix` below `[project]` in relcheck.toml");
    let named = state_with(git.path(), &[], |it| it.name = Some("core"));
    assert_eq!(previous(&named), Some("core-v1.0.0"));
    let folder = state_with(git.path(), &[], |it| it.project = "packages/cli");
    assert_eq!(previous(&folder), Some("cli-v2.0.0"));
}

#[test]
fn bare_tags_off_this_history_beside_a_packages_are_not_taken_for_a_first_release() {
    let git = Sandbox::new();
    git.release("tool-1.0.0");
    git.branch("old", "main");
    git.release("v0.1.0");
    git.switch("main");
    git.commit("more");
    let state = git.state();
    let (reason, _) = refused(&state.history);
    assert_eq!(
        reason,
        "no release tag `vX.Y.Z` is on this history, \
         and whether `tool-X.Y.Z` are this project's is not known"
    );
    let named = state_with(git.path(), &[], |it| it.name = Some("tool"));
    assert_eq!(previous(&named), Some("tool-1.0.0"));
}

/// A repository that was cloned from one with this name.
fn cloned_from(name: &str) -> Sandbox {
    let git = Sandbox::new();
    let url = format!("https://example.org/team/{name}.git");
    git.git(&["remote", "add", "origin", &url]);
    git
}

#[test]
fn one_tag_with_the_projects_name_does_not_hide_those_without() {
    let git = cloned_from("app");
    for tag in ["1.3.6", "app-1.3.7", "1.13.0", "app-syntax-0.8.5", "1.13.1"] {
        git.release(tag);
    }
    let state = git.state();
    assert_eq!(previous(&state), Some("1.13.0"));
    assert_eq!(state.tag_pattern.prefixes, ["", "app-"]);
    assert_eq!(state.tag_pattern.foreign, ["app-syntax-"]);
    assert_eq!(state.head.unwrap().tags, ["1.13.1"]);
}

#[test]
fn a_project_that_went_from_bare_tags_to_others_and_back_keeps_its_history() {
    for (old, new) in [
        ("V1_0_2", "R_2_8_3"),
        ("APP_2_31_0", "2.62.0"),
        ("app-1.5.0", "rel/app-1.11.0"),
    ] {
        let git = cloned_from("app");
        git.release(old);
        git.release(new);
        git.commit("more");
        assert_eq!(previous(&git.state()), Some(new));
    }
}

#[test]
fn a_release_of_former_times_is_not_the_previous_one_of_a_repository_of_packages() {
    let git = Sandbox::new();
    git.release("v0.7.0");
    git.wait_days(360);
    git.release("sha2-v0.8.0");
    assert_eq!(previous(&git.state()), Some("v0.7.0"));
    git.wait_days(7);
    let head = git.release("sha2-v0.9.0");
    let state = git.state();
    let (reason, fix) = refused(&state.history);
    assert_eq!(
        reason,
        "`v0.7.0` is the last release tag that names no package, and more than a year after it packages \
         were released by themselves (`sha2-v0.9.0`): which tags are this project's is not known"
    );
    assert_eq!(
        fix,
        "set `tag_prefix` below `[project]` in relcheck.toml, or name the package's folder: \
         relcheck check --project PATH"
    );
    // The same without a tag object, and at a commit that is older than what tells.
    git.git(&["tag", "--delete", "sha2-v0.9.0"]);
    git.git(&["tag", "sha2-v0.9.0", &head]);
    refused(&git.state().history);
    git.switch("sha2-v0.8.0");
    assert_eq!(previous(&git.state()), Some("v0.7.0"));
    git.switch("main");
    let prefix = ["v".to_owned()];
    let configured = state_with(git.path(), &[], |it| it.tag_prefixes = &prefix);
    assert_eq!(previous(&configured), Some("v0.7.0"));
    let named = state_with(git.path(), &[], |it| it.name = Some("sha2"));
    assert_eq!(previous(&named), Some("sha2-v0.8.0"));
}

#[test]
fn a_package_whose_own_tags_are_elsewhere_is_no_first_release() {
    let git = Sandbox::new();
    git.release("app-parent-2.14.0");
    git.branch("old", "main");
    git.release("app-2.4.0");
    git.switch("main");
    git.commit("more");
    let app = |git: &Sandbox| state_with(git.path(), &[], |it| it.project = "app");
    let reason = app(&git).history.reason.unwrap();
    assert_eq!(
        reason,
        "no release tag `app-X.Y.Z` is on this history, \
         and whether `app-parent-X.Y.Z` are this project's is not known"
    );
    // Its very first one is.
    git.git(&["tag", "--delete", "app-2.4.0"]);
    git.release("app-0.1.0");
    assert_eq!(previous(&app(&git)), None);
}

#[test]
fn a_commit_that_is_missing_is_named() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    let gone = git.commit("one");
    git.commit("two");
    let (folder, file) = gone.split_at(2);
    let object = git.path().join(".git/objects").join(folder).join(file);
    fs::remove_file(&object).unwrap();
    let state = git.state();
    let (reason, fix) = refused(&state.history);
    assert_eq!(reason, format!("the commit `{gone}` is not in the clone"));
    assert_eq!(fix, "git fetch --refetch --tags");
    fs::write(&object, "garbage").unwrap();
    let state = git.state();
    let (reason, _) = refused(&state.history);
    assert!(
        reason.starts_with(&format!("the commit `{gone}` cannot be read")),
        "{reason}"
    );
}

#[test]
fn a_damaged_tag_object_of_a_higher_version_is_not_passed_over() {
    let git = Sandbox::new();
    git.release("v1.0.0");
    git.release("v1.1.0");
    git.commit("more");
    let id = git.git(&["rev-parse", "refs/tags/v1.1.0"]);
    let (folder, file) = id.split_at(2);
    fs::remove_file(git.path().join(".git/objects").join(folder).join(file)).unwrap();
    let state = git.state();
    let (reason, _) = refused(&state.history);
    assert_eq!(
        reason,
        format!("the tag `v1.1.0` names `{id}`, which is not in the clone")
    );
    // Below the release that was found, it does not matter.
    git.release("v1.2.0");
    git.commit("more");
    assert_eq!(previous(&git.state()), Some("v1.2.0"));
}
