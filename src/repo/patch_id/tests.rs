use proptest::prelude::*;

use super::*;
use crate::repo::scratch::Scratch;

/// The ids of all commits by relcheck and by git, newest first.
fn both(scratch: &Scratch) -> Vec<(String, String)> {
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    let commits = repo.commits_since(None, Some(&head)).unwrap();
    let ids = commits.iter().map(|commit| {
        let own = repo.patch_id(commit).unwrap();
        let own = own.map_or_else(String::new, |id| id.to_string());
        (own, by_git(scratch, &commit.id()))
    });
    ids.collect()
}

/// What git says; empty for a commit that changes nothing.
fn by_git(scratch: &Scratch, commit: &str) -> String {
    let diff = scratch.git(&[
        "-c",
        "core.quotePath=false",
        "diff-tree",
        "--root",
        "-p",
        "--no-renames",
        "--full-index",
        commit,
    ]);
    // Git takes the last line feed for granted.
    let said = scratch.git_with_input(&["patch-id", "--stable"], format!("{diff}\n").as_bytes());
    said.split(' ').next().unwrap_or_default().to_owned()
}

fn assert_same(scratch: &Scratch) {
    for (place, (own, git)) in both(scratch).into_iter().enumerate() {
        assert_eq!(own, git, "commit {place}, newest first");
    }
}

fn lines(numbers: impl Iterator<Item = u32>) -> String {
    numbers.map(|number| format!("line {number}\n")).collect()
}

#[test]
fn is_what_git_says_for_each_kind_of_change() {
    let scratch = Scratch::new();
    scratch.write("a b", lines(1..40));
    scratch.write("bytes", [0u8, 1, 2]);
    scratch.write("empty", "");
    scratch.write("z", "one\ntwo");
    scratch.commit("new files");
    scratch.write("a b", lines(1..5) + "x\n" + &lines(5..40));
    scratch.commit("one line");
    scratch.write("a b", lines(1..5) + &lines(7..12) + "y\n" + &lines(12..40));
    scratch.write("z", "one\ntwo\n");
    scratch.commit("several hunks, and the end of a file");
    scratch.write("bytes", [0u8, 3]);
    scratch.write("empty", "no more\n");
    scratch.commit("a binary file before a text");
    scratch.write("bytes", [0u8, 4]);
    scratch.commit("a binary file alone");
    scratch.git(&["rm", "-q", "bytes", "empty"]);
    scratch.commit("gone");
    scratch.git(&["mv", "z", "moved"]);
    scratch.commit("moved");
    scratch.commit("nothing");
    assert_same(&scratch);
    let ids: Vec<String> = both(&scratch).into_iter().map(|(own, _)| own).collect();
    assert_eq!(ids[0], "", "nothing is no change");
    assert!(ids[1..].iter().all(|id| id.len() == 40), "{ids:?}");
}

#[cfg(unix)]
#[test]
fn is_what_git_says_for_modes_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let scratch = Scratch::new();
    let mode = |name: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(scratch.path().join(name), permissions).unwrap();
    };
    scratch.write("run", "a\n");
    scratch.write("text", "b\n");
    scratch.commit("files");
    mode("run", 0o755);
    scratch.write("text", "c\n");
    scratch.commit("a mode before a text");
    mode("run", 0o644);
    scratch.write("run", "d\n");
    scratch.commit("a mode with lines");
    mode("text", 0o755);
    scratch.commit("a mode alone");
    std::fs::remove_file(scratch.path().join("run")).unwrap();
    symlink("text", scratch.path().join("run")).unwrap();
    scratch.commit("a link in a file's place");
    assert_same(&scratch);
}

/// Files of a few lines each, of which commits change some.
fn histories() -> impl Strategy<Value = Vec<Vec<(usize, Vec<u8>)>>> {
    let content = prop::collection::vec(0u8..6, 0..24);
    let file = (0usize..3, content);
    prop::collection::vec(prop::collection::vec(file, 1..3), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn is_what_git_says_for_any_lines(history in histories()) {
        let scratch = Scratch::new();
        for commit in history {
            for (file, words) in commit {
                let text: String = words.iter().map(|word| format!(" word {word}\n")).collect();
                scratch.write(["a", "b/c", "d"][file], text);
            }
            scratch.commit("change");
        }
        for (own, git) in both(&scratch) {
            prop_assert_eq!(own, git);
        }
    }
}

#[test]
fn finds_a_change_wherever_it_was_applied() {
    let scratch = Scratch::new();
    scratch.write("file", lines(1..40));
    let base = scratch.commit("base");
    scratch.git(&["switch", "-q", "-c", "release"]);
    scratch.write("file", lines(1..30) + "fixed\n" + &lines(30..40));
    let fix = scratch.commit("fix");
    scratch.write("other", "only here\n");
    scratch.commit("more");
    scratch.commit("nothing");
    let release = scratch.git(&["rev-parse", "HEAD"]);
    scratch.git(&["switch", "-q", "main"]);
    scratch.write("file", "first\n".to_owned() + &lines(1..40));
    scratch.commit("lines above");
    scratch.git(&["cherry-pick", &fix]);
    let picked = scratch.git(&["rev-parse", "HEAD"]);
    assert_ne!(picked, fix);

    let repo = scratch.open();
    let found: Vec<Elsewhere> = repo
        .unmerged(&release, &picked)
        .unwrap()
        .into_iter()
        .map(|(_, elsewhere)| elsewhere)
        .collect();
    assert_eq!(
        found,
        [
            Elsewhere::Empty,
            Elsewhere::Missing,
            Elsewhere::Applied(picked.clone()),
        ]
    );
    assert!(repo.is_contained(&base, &picked).unwrap());
    assert!(!repo.is_contained(&release, &picked).unwrap());
}

#[test]
fn a_merge_counts_for_what_it_changes_itself() {
    let scratch = Scratch::new();
    scratch.write("file", "a\n");
    let base = scratch.commit("base");
    scratch.git(&["switch", "-q", "-c", "fix"]);
    scratch.write("fixed", "b\n");
    scratch.commit("fix");
    scratch.git(&["switch", "-q", "-c", "release", &base]);
    scratch.git(&["merge", "-q", "--no-ff", "-m", "plain", "fix"]);
    let plain = scratch.git(&["rev-parse", "HEAD"]);
    scratch.git(&["reset", "-q", "--hard", &base]);
    scratch.git(&["merge", "-q", "--no-ff", "--no-commit", "fix"]);
    scratch.write("slipped in", "c\n");
    let odd = scratch.commit("odd");
    let repo = scratch.open();
    let of = |release: &str| {
        let found = repo.unmerged(release, &base).unwrap();
        found.into_iter().next().unwrap().1
    };
    assert_eq!(of(&plain), Elsewhere::Empty);
    assert_eq!(of(&odd), Elsewhere::Missing);
}
