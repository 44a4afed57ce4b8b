use super::*;
use crate::repo::testing::Sandbox;

/// Main next to HEAD, with the commits since `base`.
fn read(git: &Sandbox, base: Option<&str>) -> MainAndHead {
    let repo = Repo::open(git.path()).unwrap();
    let commits = repo.commits_since(base, Some(&git.head())).unwrap();
    repo.main_and_head("main", &git.head(), &commits).unwrap()
}

fn fork(git: &Sandbox) -> Fork {
    read(git, None).fork.unwrap()
}

#[test]
fn head_on_main_leaves_it_nowhere() {
    let git = Sandbox::new();
    git.commit("one");
    let two = git.commit("two");
    let fork = fork(&git);
    assert_eq!((fork.commit, fork.own_commits, fork.merged), (two, 0, None));
}

#[test]
fn a_branch_from_an_old_commit_leaves_main_there() {
    let git = Sandbox::new();
    let old = git.commit("old");
    git.commit("new");
    git.commit("newer");
    git.branch("release/v1.0.x", &old);
    git.commit("own");
    let fork = fork(&git);
    assert_eq!(
        (fork.commit, fork.own_commits, fork.main_commits),
        (old, 1, 2)
    );
    assert_eq!(fork.merged, None);
}

#[test]
fn a_branch_from_a_feature_leaves_main_before_its_merge() {
    let git = Sandbox::new();
    let start = git.commit("start");
    git.branch("feature", "main");
    let feature = git.commit("feature");
    git.switch("main");
    git.commit("meanwhile");
    let merge = git.merge("feature");
    git.commit("after");
    git.branch("release/v1.0.x", &feature);
    git.commit("own");
    let fork = fork(&git);
    assert_eq!(fork.commit, start);
    assert_eq!(fork.merged, Some((feature, merge)));
}

#[test]
fn a_branch_that_was_merged_back_names_the_last_merge() {
    let git = Sandbox::new();
    git.commit("start");
    git.branch("release/v1.0.x", "main");
    git.commit("first");
    git.switch("main");
    git.merge("release/v1.0.x");
    git.switch("release/v1.0.x");
    let second = git.commit("second");
    git.switch("main");
    let merge = git.merge("release/v1.0.x");
    git.switch("release/v1.0.x");
    git.commit("third");
    let fork = fork(&git);
    assert_eq!(fork.own_commits, 3);
    assert_eq!(fork.merged, Some((second, merge)));
}

#[test]
fn unrelated_histories_never_meet() {
    let git = Sandbox::new();
    git.commit("start");
    git.git(&["checkout", "--quiet", "--orphan", "other"]);
    git.commit("other");
    assert_eq!(read(&git, None).fork, None);
}

#[test]
fn what_came_to_main_is_what_the_release_has_of_its_line() {
    let git = Sandbox::new();
    let base = git.commit("base");
    git.branch("feature", "main");
    git.commit("feature");
    git.switch("main");
    let merge = git.merge("feature");
    let direct = git.commit("direct");
    git.branch("release/v1.0.x", "main");
    git.commit("own");
    git.switch("main");
    let later = git.commit("later");
    git.commit("never");
    git.switch("release/v1.0.x");
    git.git(&["merge", "--quiet", "--no-ff", "-m", "main", &later]);
    let repo = Repo::open(git.path()).unwrap();
    let commits = repo.commits_since(Some(&base), Some(&git.head())).unwrap();
    let found = repo.main_and_head("main", &git.head(), &commits).unwrap();
    let ids: Vec<String> = found
        .arrivals
        .iter()
        .map(|place| commits[*place].id())
        .collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
    for id in [later, direct, merge] {
        assert!(ids.contains(&id));
    }
}

#[test]
fn a_shallow_clone_that_ends_too_early_does_not_tell() {
    let git = Sandbox::new();
    git.commit("start");
    git.branch("release/v1.0.x", "main");
    git.commit("own");
    git.commit("more");
    git.switch("main");
    git.commit("meanwhile");
    let folder = git.clone("shallow", &["--depth", "1", "--no-single-branch"]);
    let repo = Repo::open(&folder).unwrap();
    let head = git.git(&["rev-parse", "release/v1.0.x"]);
    let missing = repo.main_and_head("main", &head, &[]).unwrap_err();
    assert_eq!(missing.fix.as_deref(), Some("git fetch --unshallow --tags"));
    let missing = repo.main_and_head("trunk", &head, &[]).unwrap_err();
    assert_eq!(missing.reason, "there is no branch `trunk` in this clone");
}
