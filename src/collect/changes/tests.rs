use super::reverts::resolve;
use super::{base, describe};
use crate::facts::{Commit, History};
use crate::formats::commit_message::{self, Message};
use crate::repo::scratch::Scratch;

/// The commits that HEAD has, newest first.
fn commits(scratch: &Scratch) -> Vec<Commit> {
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    let raw = repo.commits_since(None, Some(&head)).unwrap();
    let messages: Vec<Message> = raw
        .iter()
        .map(|commit| commit_message::parse(&commit.message))
        .collect();
    describe(&raw, &resolve(&repo, &raw, &messages).unwrap())
}

fn find<'a>(commits: &'a [Commit], id: &str) -> &'a Commit {
    commits.iter().find(|commit| commit.id == id).unwrap()
}

fn history(complete: bool) -> History {
    History {
        previous: None,
        complete,
        reason: Some("there are no tags".to_owned()),
        fix: Some("git fetch --tags".to_owned()),
        first_release: None,
        higher_elsewhere: Vec::new(),
    }
}

#[test]
fn without_a_known_history_nothing_is_known() {
    let missing = base(&history(false)).unwrap_err();
    assert_eq!(missing.reason, "there are no tags");
    assert_eq!(missing.fix.as_deref(), Some("git fetch --tags"));
    assert_eq!(base(&history(true)), Ok(None));
}

#[test]
fn a_commit_is_told_in_full() {
    let scratch = Scratch::new();
    scratch.commit("feat(api)!: drop x (#3)\n\nBREAKING CHANGE: x is gone\nRefs: #1\n");
    let mut found = commits(&scratch).remove(0);
    found.id = "ID".to_owned();
    let json = serde_json::to_string_pretty(&found).unwrap();
    insta::assert_snapshot!(json, @r##"
    {
      "id": "ID",
      "subject": "feat(api)!: drop x (#3)",
      "author": {
        "name": "Ann",
        "email": "ann@example.org",
        "time": 1000000000
      },
      "committer": {
        "name": "Cy",
        "email": "cy@example.org",
        "time": 1000000100
      },
      "merge": false,
      "first_parent": true,
      "signed": false,
      "pull_request": 3,
      "changes": [
        {
          "type": "feat",
          "scope": "api",
          "breaking": true,
          "description": "drop x (#3)",
          "breaking_note": "x is gone"
        }
      ],
      "breaking": true,
      "breaking_notes": [
        "x is gone"
      ],
      "trailers": [
        {
          "key": "BREAKING CHANGE",
          "value": "x is gone"
        },
        {
          "key": "Refs",
          "value": "#1"
        }
      ],
      "reverts": [],
      "reverted_by": null,
      "reverted_in_part_by": null
    }
    "##);
}

#[test]
fn a_breaking_note_without_a_header_is_not_lost() {
    let scratch = Scratch::new();
    scratch.commit("Drop x\n\nBREAKING CHANGE: x is gone\n");
    let commit = commits(&scratch).remove(0);
    assert!(commit.breaking);
    assert!(commit.changes.is_empty());
    assert_eq!(commit.breaking_notes, ["x is gone"]);
}

#[test]
fn the_revert_of_a_revert_brings_the_commit_back() {
    let scratch = Scratch::new();
    let first = scratch.commit("feat: x");
    let second = scratch.commit(&format!("Revert\n\nThis reverts commit {first}.\n"));
    let reverted = commits(&scratch);
    assert_eq!(find(&reverted, &first).reverted_by.as_ref(), Some(&second));
    assert_eq!(
        find(&reverted, &second).reverts,
        std::slice::from_ref(&first)
    );
    let short = second.get(..9).unwrap();
    let third = scratch.commit(&format!("Reapply\n\nThis reverts commit {short}.\n"));
    let reapplied = commits(&scratch);
    assert_eq!(find(&reapplied, &first).reverted_by, None);
    assert_eq!(find(&reapplied, &second).reverted_by.as_ref(), Some(&third));
    assert_eq!(find(&reapplied, &third).reverted_by, None);
}

#[test]
fn what_is_not_in_the_range_is_not_reverted() {
    let scratch = Scratch::new();
    let first = scratch.commit("one\n\nThis reverts commit 1234567890.\n");
    assert_eq!(find(&commits(&scratch), &first).reverts, [""; 0]);
}

#[test]
fn a_pull_request_is_reverted_by_number() {
    let scratch = Scratch::new();
    let first = scratch.commit("feat: x (#12)");
    let second = scratch.commit("Revert \"feat: x\" (#13)\n\nReverts owner/repo#12\n");
    let commits = commits(&scratch);
    assert_eq!(find(&commits, &first).reverted_by.as_ref(), Some(&second));
    assert_eq!(find(&commits, &second).reverts, [first]);
}

#[test]
fn the_revert_of_a_merge_takes_back_what_it_brought() {
    let scratch = Scratch::new();
    let base = scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    let side = scratch.commit("feat: side");
    scratch.git(&["checkout", "-q", "main"]);
    let main = scratch.commit("fix: main");
    scratch.git(&["merge", "-q", "--no-ff", "-m", "Merge side", "side"]);
    let merge = scratch.git(&["rev-parse", "HEAD"]);
    let text =
        format!("Revert\n\nThis reverts commit {merge}, reversing\nchanges made to {main}.\n");
    let revert = scratch.commit(&text);
    let commits = commits(&scratch);
    assert_eq!(
        find(&commits, &revert).reverts,
        std::slice::from_ref(&merge)
    );
    assert_eq!(find(&commits, &merge).reverted_by.as_ref(), Some(&revert));
    assert_eq!(find(&commits, &side).reverted_by.as_ref(), Some(&revert));
    assert_eq!(find(&commits, &main).reverted_by, None);
    assert_eq!(find(&commits, &base).reverted_by, None);
}

#[test]
fn a_revert_counts_if_it_undoes_what_it_names() {
    let scratch = Scratch::new();
    scratch.write("a.txt", "one\n");
    scratch.commit("base");
    scratch.write("a.txt", "two\n");
    scratch.write("b.txt", "new\n");
    let first = scratch.commit("feat!: x");
    let empty = scratch.commit(&format!("fix: y\n\nThis reverts commit {first}.\n"));
    let found = commits(&scratch);
    assert_eq!(find(&found, &first).reverted_by, None);
    assert_eq!(
        find(&found, &first).reverted_in_part_by.as_ref(),
        Some(&empty)
    );
    assert_eq!(find(&found, &empty).reverts, [""; 0]);
    scratch.write("a.txt", "one\n");
    let half = scratch.commit(&format!("Revert x\n\nThis reverts commit {first}.\n"));
    let found = commits(&scratch);
    assert_eq!(find(&found, &first).reverted_by, None);
    assert_eq!(
        find(&found, &first).reverted_in_part_by.as_ref(),
        Some(&half)
    );
    std::fs::remove_file(scratch.path().join("b.txt")).unwrap();
    let whole = scratch.commit(&format!("Revert x\n\nThis reverts commit {first}.\n"));
    assert_eq!(
        find(&commits(&scratch), &first).reverted_by.as_ref(),
        Some(&whole)
    );
}

#[test]
fn the_empty_revert_of_a_merge_takes_nothing_back() {
    let scratch = Scratch::new();
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("a.txt", "one\n");
    let side = scratch.commit("feat!: side");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-ff", "-m", "Merge side", "side"]);
    let merge = scratch.git(&["rev-parse", "HEAD"]);
    let text = format!("Revert\n\nThis reverts commit {merge}.\n");
    let revert = scratch.commit(&text);
    let found = commits(&scratch);
    for id in [&merge, &side] {
        assert_eq!(find(&found, id).reverted_by, None);
        assert_eq!(find(&found, id).reverted_in_part_by.as_ref(), Some(&revert));
    }
    std::fs::remove_file(scratch.path().join("a.txt")).unwrap();
    let revert = scratch.commit(&text);
    assert_eq!(
        find(&commits(&scratch), &side).reverted_by.as_ref(),
        Some(&revert)
    );
}
