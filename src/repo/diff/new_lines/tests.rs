use std::fmt::Write as _;

use super::NewLines;
use crate::repo::scratch::Scratch;

/// A repository with these files in its first commit and those in its second.
fn between(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<NewLines> {
    let scratch = Scratch::new();
    scratch.write("base.txt", "base\n");
    for (path, text) in before {
        scratch.write(path, *text);
    }
    scratch.commit("one");
    let old = scratch.git(&["rev-parse", "HEAD"]);
    for (path, _) in before {
        if !after.iter().any(|(kept, _)| kept == path) {
            scratch.git(&["rm", "--quiet", path]);
        }
    }
    for (path, text) in after {
        scratch.write(path, *text);
    }
    scratch.commit("two");
    let new = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    repo.new_lines(Some(&old), &new, |path| path != "base.txt")
        .unwrap()
}

fn shown(files: &[NewLines]) -> Vec<String> {
    let line = |file: &NewLines| {
        let mut line = file.path.clone();
        if let Some(old) = &file.old_path {
            write!(line, " <= {old}").unwrap();
        }
        for range in &file.lines {
            write!(line, " +{}-{}", range.first, range.last).unwrap();
        }
        write!(line, " moved {} respaced {}", file.moved, file.respaced).unwrap();
        line
    };
    files.iter().map(line).collect()
}

const SHUT: &str = "def shut(door):\n    door.handle.turn(left=True)\n    return door.close_it()\n";
const OPEN: &str =
    "def open_it(door):\n    door.handle.turn(left=False)\n    return door.open_it()\n";

#[test]
fn lines_that_were_added_or_changed_are_new() {
    let found = between(
        &[("a.py", "one = 1\ntwo = 2\nthree = 3\n")],
        &[
            ("a.py", "one = 1\ntwo = 22\nthree = 3\nfour = 4\n"),
            ("b.py", "x = 1\n"),
        ],
    );
    assert_eq!(
        shown(&found),
        [
            "a.py +2-2 +4-4 moved 0 respaced 0",
            "b.py +1-1 moved 0 respaced 0"
        ]
    );
}

#[test]
fn lines_with_other_white_space_only_are_not() {
    let found = between(
        &[(
            "a.py",
            "def f():\n  first_value = compute_it(1)\n  y = 2\n  return compute_it(first_value)\n",
        )],
        &[(
            "a.py",
            "def f():\n    first_value = compute_it(1)\n    y = 3\n    return compute_it( first_value )\n",
        )],
    );
    assert_eq!(shown(&found), ["a.py +3-3 moved 0 respaced 2"]);
}

#[test]
fn white_space_does_not_hide_another_order() {
    let found = between(&[("a.py", "a=1\nb=2\n")], &[("a.py", "b = 2\na = 1\n")]);
    assert_eq!(shown(&found), ["a.py +1-2 moved 0 respaced 0"]);
}

#[test]
fn white_space_in_a_text_is_part_of_it() {
    let found = between(
        &[("a.py", "x = \"a b\"\ny=first_value\n")],
        &[("a.py", "x = \"ab\"\ny=first_value\n")],
    );
    assert_eq!(shown(&found), ["a.py +1-1 moved 0 respaced 0"]);
    let indented = between(
        &[("a.py", "x = \"a b\"\n")],
        &[("a.py", "    x  =  \"a b\"\n")],
    );
    assert_eq!(shown(&indented), ["a.py moved 0 respaced 1"]);
}

#[test]
fn short_lines_that_are_alike_by_chance_are_new() {
    let before = "def g(u):\n    if u:\n        args = 1\n        try:\n            return call(args)\n        except OSError:\n            return 127\n    return 0\n";
    let after = "def g(u):\n    if u:\n        if u > 1:\n            try:\n                start(u)\n            except OSError:\n                return 127\n            return 5\n    return 0\n";
    let found = between(&[("a.py", before)], &[("a.py", after)]);
    // `except OSError:` and `return 127` together say enough.
    assert_eq!(shown(&found), ["a.py +3-5 +8-8 moved 0 respaced 2"]);
}

#[test]
fn a_line_that_is_alike_somewhere_else_has_not_moved() {
    let found = between(
        &[
            (
                "a.py",
                "def g(c):\n    result = invoke(client, arguments)\n    return 1\n",
            ),
            ("b.py", "def k():\n    return 1\n"),
        ],
        &[
            ("a.py", "def g(c):\n    return 1\n"),
            (
                "b.py",
                "def k():\n    return 1\n\n\ndef new():\n    y = 1\n    result = invoke(client, arguments)\n    return result + y\n",
            ),
        ],
    );
    assert_eq!(shown(&found), ["b.py +5-8 moved 0 respaced 2"]);
}

#[test]
fn what_was_removed_often_can_have_moved_as_often() {
    let block = "    result = invoke(client, arguments)\n    check_the_result(result)\n";
    let before: String = (0..70)
        .map(|at| format!("{block}    x{at} = 1\n"))
        .collect();
    let after: String = (0..70).map(|at| format!("def q{at}():\n{block}")).collect();
    let found = between(
        &[("a.py", &before)],
        &[("a.py", "x = 1\n"), ("b.py", &after)],
    );
    let moved = found.iter().find(|file| file.path == "b.py").unwrap();
    assert_eq!(moved.moved, 140);
}

#[test]
fn a_block_that_moved_is_not_new_within_a_file_or_between_files() {
    let within = between(
        &[("a.py", &format!("{SHUT}\n\n{OPEN}"))],
        &[("a.py", &format!("{OPEN}\n\n{SHUT}"))],
    );
    assert!(
        within
            .iter()
            .all(|file| file.lines.is_empty() && file.moved > 0),
        "{within:?}"
    );
    let across = between(
        &[
            ("a.py", &format!("import os\n{SHUT}{OPEN}")),
            ("b.py", "import re\n"),
        ],
        &[
            ("a.py", &format!("import os\n{OPEN}")),
            ("b.py", &format!("import re\n{SHUT}x = 1\n")),
        ],
    );
    assert_eq!(shown(&across), ["b.py +5-5 moved 3 respaced 0"]);
}

#[test]
fn a_block_that_was_copied_or_that_says_little_is_new() {
    let copied = between(
        &[("a.py", SHUT)],
        &[
            ("a.py", SHUT),
            ("b.py", &format!("import re\nimport os\n{SHUT}\n\n\n{OPEN}")),
        ],
    );
    assert_eq!(shown(&copied), ["b.py +1-11 moved 0 respaced 3"]);
    let twice = between(
        &[("a.py", &format!("import os\n{SHUT}{OPEN}"))],
        &[
            ("a.py", &format!("import os\n{OPEN}")),
            ("b.py", &format!("{SHUT}\n\n\n\n{SHUT}")),
        ],
    );
    assert_eq!(shown(&twice), ["b.py +8-10 moved 3 respaced 4"]);
    let little = between(
        &[("a.py", "x = 1\nkeep = 1\n"), ("b.py", "y = 2\n")],
        &[("a.py", "keep = 1\n"), ("b.py", "y = 2\nx = 1\n")],
    );
    assert_eq!(shown(&little), ["b.py +2-2 moved 0 respaced 0"]);
}

#[test]
fn a_file_that_was_renamed_is_followed() {
    let found = between(
        &[("old.py", &format!("{SHUT}{OPEN}"))],
        &[("new.py", &format!("{SHUT}{OPEN}x = 1\n"))],
    );
    assert_eq!(shown(&found), ["new.py <= old.py +7-7 moved 0 respaced 0"]);
}

#[test]
fn what_is_no_text_is_listed_without_lines() {
    let found = between(&[("a.py", "x = 1\n")], &[("a.py", "x\0")]);
    assert_eq!(shown(&found), ["a.py moved 0 respaced 0"]);
    assert_eq!(found[0].text, None);
}

#[test]
fn a_link_has_no_lines_and_what_it_took_the_place_of_has_moved() {
    let scratch = Scratch::new();
    let add = |mode: &str, id: &str, path: &str| {
        scratch.git(&["update-index", "--add", "--cacheinfo", mode, id, path]);
    };
    let blob =
        |text: &str| scratch.git_with_input(&["hash-object", "-w", "--stdin"], text.as_bytes());
    let (shut, link) = (blob(SHUT), blob("src/shut.py"));
    let base = scratch.commit("base");
    add("100644", &shut, "shut.py");
    add("120000", &link, "open.py");
    scratch.git(&["commit", "-q", "-m", "one"]);
    let old = scratch.git(&["rev-parse", "HEAD"]);
    add("120000", &link, "shut.py");
    add("100644", &shut, "src/shut.py");
    add("100644", &blob(OPEN), "open.py");
    add("160000", &base, "vendor/chart.js");
    scratch.git(&["commit", "-q", "-m", "two"]);
    let new = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    let found = repo.new_lines(Some(&old), &new, |_| true).unwrap();
    assert_eq!(
        shown(&found),
        [
            "open.py +1-3 moved 0 respaced 0",
            "shut.py moved 0 respaced 0",
            "src/shut.py moved 3 respaced 0",
            "vendor/chart.js moved 0 respaced 0",
        ]
    );
    let files: Vec<bool> = found.iter().map(|file| file.is_file).collect();
    assert_eq!(files, [true, false, true, false]);
    let has_new = |path: &'static str| repo.has_new(Some(&old), &new, |it| it == path).unwrap();
    assert!(has_new("open.py"));
    assert!(!has_new("shut.py"));
    assert!(!has_new("vendor/chart.js"));
}

#[test]
fn without_an_earlier_commit_all_lines_are_new() {
    let scratch = Scratch::new();
    scratch.write("a.py", "x = 1\ny = 2\n");
    scratch.commit("one");
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let found = scratch.open().new_lines(None, &head, |_| true).unwrap();
    assert_eq!(shown(&found), ["a.py +1-2 moved 0 respaced 0"]);
    assert!(
        scratch
            .open()
            .new_lines(Some("nonsense"), &head, |_| true)
            .is_err()
    );
}
