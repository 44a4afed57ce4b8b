use crate::repo::RawCommit;
use crate::repo::scratch::Scratch;

/// Whether HEAD undoes these commits.
fn undoes(scratch: &Scratch, ids: &[&String]) -> bool {
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    let raw = repo.commits_since(None, Some(&head)).unwrap();
    let find = |id: &str| raw.iter().find(|commit| commit.id() == id).unwrap();
    let commits: Vec<&RawCommit> = ids.iter().map(|id| find(id)).collect();
    repo.undoing(&raw).undoes(find(&head), &commits).unwrap()
}

/// A repository with ten lines in `a.txt`.
fn ten_lines() -> Scratch {
    let scratch = Scratch::new();
    scratch.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    scratch.commit("base");
    scratch
}

#[test]
fn what_git_reverts_is_undone_though_the_file_went_on() {
    let scratch = ten_lines();
    scratch.write("a.txt", "1\n2\nx\ny\n5\n6\n7\n8\n9\n10\n");
    let first = scratch.commit("feat!: x");
    scratch.write("a.txt", "1\n2\nx\ny\n5\n6\n7\n8\n9\nten\n");
    scratch.commit("fix: ten");
    scratch.git(&["revert", "--no-edit", &first]);
    assert!(undoes(&scratch, &[&first]));
}

#[test]
fn a_revert_may_have_had_its_conflicts() {
    let scratch = ten_lines();
    scratch.write("a.txt", "1\n2\nx\n3\n4\n5\n6\n7\n8\n9\n10\n");
    let first = scratch.commit("feat!: x");
    scratch.write("a.txt", "1\ntwo\nx\nthree\n4\n5\n6\n7\n8\n9\n10\n");
    scratch.commit("fix: words");
    scratch.write("a.txt", "1\ntwo\nthree\n4\n5\n6\n7\n8\n9\n10\n");
    scratch.commit("revert x");
    assert!(undoes(&scratch, &[&first]));
}

#[test]
fn one_line_in_ten_may_stay() {
    let scratch = ten_lines();
    let lines =
        |from: usize| -> String { (from..40).map(|line| format!("new {line}\n")).collect() };
    scratch.write("b.txt", lines(0));
    scratch.write("CHANGELOG.md", "- New.\n");
    let first = scratch.commit("feat!: x");
    scratch.write("CHANGELOG.md", "- New.\n- Newer.\n");
    scratch.commit("fix: y");
    std::fs::remove_file(scratch.path().join("b.txt")).unwrap();
    scratch.commit("revert, but for what the changelog says");
    assert!(undoes(&scratch, &[&first]));
    scratch.write("b.txt", lines(30));
    scratch.git(&["add", "-A"]);
    scratch.git(&["commit", "-q", "--amend", "-m", "leave ten lines in forty"]);
    assert!(!undoes(&scratch, &[&first]));
}

#[test]
fn what_is_undone_already_needs_no_more() {
    let scratch = ten_lines();
    scratch.write("a.txt", "1\n");
    let first = scratch.commit("feat!: x");
    scratch.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    scratch.commit("fix: y");
    scratch.commit("say that it is reverted");
    assert!(undoes(&scratch, &[&first]));
}

#[test]
fn what_leaves_a_line_or_a_file_undoes_nothing() {
    let scratch = ten_lines();
    scratch.write("a.txt", "1\nx\ny\n4\n5\n6\n7\n8\n9\n10\n");
    let lines = scratch.commit("feat!: x");
    scratch.write("a.txt", "1\n2\ny\n4\n5\n6\n7\n8\n9\n10\n");
    scratch.commit("half a revert");
    assert!(!undoes(&scratch, &[&lines]));
    scratch.write("b.txt", "b\n");
    scratch.write("c.txt", "c\n");
    let files = scratch.commit("feat!: files");
    std::fs::remove_file(scratch.path().join("b.txt")).unwrap();
    scratch.commit("half a revert");
    assert!(!undoes(&scratch, &[&files]));
    scratch.commit("nothing");
    assert!(!undoes(&scratch, &[&files]));
    scratch.write("elsewhere.txt", "x\n");
    scratch.commit("something else");
    assert!(!undoes(&scratch, &[&files]));
}

#[test]
fn several_are_undone_at_once() {
    let scratch = ten_lines();
    scratch.write("a.txt", "1\nx\n3\n4\n5\n6\n7\n8\n9\n10\n");
    let first = scratch.commit("feat!: x");
    scratch.write("a.txt", "1\nx\ny\n4\n5\n6\n7\n8\n9\nten\n");
    let second = scratch.commit("feat!: y");
    scratch.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\neleven\n");
    scratch.commit("revert both, and more");
    assert!(undoes(&scratch, &[&second, &first]));
}

#[test]
fn binary_files_are_undone_by_their_old_content_only() {
    let scratch = Scratch::new();
    scratch.write("a.bin", b"\0one");
    scratch.commit("base");
    scratch.write("a.bin", b"\0two");
    let first = scratch.commit("feat!: x");
    scratch.write("a.bin", b"\0three");
    scratch.commit("almost");
    assert!(!undoes(&scratch, &[&first]));
    scratch.write("a.bin", b"\0one");
    scratch.commit("revert");
    assert!(undoes(&scratch, &[&first]));
}

#[test]
fn what_changes_nothing_is_undone_by_anything() {
    let scratch = ten_lines();
    let empty = scratch.commit("feat!: nothing");
    scratch.commit("revert nothing");
    assert!(undoes(&scratch, &[&empty]));
}

#[test]
fn files_that_are_gone_since_need_no_undoing() {
    let scratch = ten_lines();
    scratch.write("b/new.txt", "b\n");
    scratch.write("a.txt", "1\n");
    let first = scratch.commit("feat!: x");
    scratch.git(&["rm", "-q", "-r", "b"]);
    scratch.commit("fix: b is gone");
    scratch.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    scratch.commit("revert the rest");
    assert!(undoes(&scratch, &[&first]));
}
