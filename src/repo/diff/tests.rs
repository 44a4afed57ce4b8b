use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::MAX_DIFFS;
use super::blobs::MAX_BLOB;
use crate::facts::{ChangedFile, FileStatus, LineRange};
use crate::repo::scratch::Scratch;

/// The files that the newest commit changed.
fn newest(scratch: &Scratch) -> Vec<ChangedFile> {
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    let commits = repo.commits_since(None, Some(&head)).unwrap();
    let diffs = repo.diffs_of(&commits).unwrap();
    assert_eq!(diffs[0].id, head);
    diffs.into_iter().next().unwrap().files
}

/// One line a file: status, path, whether opaque, added ranges, removed lines.
fn shown(files: &[ChangedFile]) -> Vec<String> {
    let line = |file: &ChangedFile| {
        let mut line = format!("{:?} ", file.status);
        if let Some(old) = &file.old_path {
            write!(line, "{old} => ").unwrap();
        }
        write!(line, "{}", file.path).unwrap();
        if file.opaque {
            line += " opaque";
        }
        for LineRange { first, last } in &file.added {
            write!(line, " +{first}-{last}").unwrap();
        }
        write!(line, " -{}", file.removed).unwrap();
        line
    };
    files.iter().map(line).collect()
}

/// `count` lines that are all different, with the ones in `edits` replaced.
fn numbered(count: usize, edits: &[usize]) -> String {
    (1..=count)
        .map(|line| {
            if edits.contains(&line) {
                format!("edited {line}\n")
            } else {
                format!("the line {line}\n")
            }
        })
        .collect()
}

#[test]
fn tells_what_happened_to_each_file() {
    let scratch = Scratch::new();
    scratch.write("keep", numbered(20, &[]));
    scratch.write("gone", "a\nb\n");
    scratch.write("moved/from", numbered(30, &[]));
    scratch.write("same", numbered(9, &[3]));
    scratch.commit("one");
    assert_eq!(
        shown(&newest(&scratch)),
        [
            "Added gone +1-2 -0",
            "Added keep +1-20 -0",
            "Added moved/from +1-30 -0",
            "Added same +1-9 -0",
        ]
    );
    scratch.write("keep", numbered(20, &[4, 5, 19]));
    scratch.git(&["rm", "-q", "gone"]);
    scratch.git(&["mv", "moved/from", "to"]);
    scratch.write("to", numbered(30, &[7]));
    scratch.git(&["mv", "same", "elsewhere"]);
    scratch.write("empty", "");
    scratch.write("no-end", "one\ntwo");
    scratch.commit("two");
    assert_eq!(
        shown(&newest(&scratch)),
        [
            "Renamed same => elsewhere -0",
            "Added empty -0",
            "Deleted gone -2",
            "Modified keep +4-5 +19-19 -3",
            "Added no-end +1-2 -0",
            "Renamed moved/from => to +7-7 -1",
        ]
    );
    scratch.write("no-end", "one\ntwo\n");
    scratch.commit("three");
    assert_eq!(shown(&newest(&scratch)), ["Modified no-end +2-2 -1"]);
}

#[test]
fn does_not_look_into_what_is_no_text() {
    let scratch = Scratch::new();
    scratch.write("binary", b"a\0b\n");
    scratch.write("late", [&[b'a'; 8_000][..], b"\0\n"].concat());
    scratch.write("large", vec![b'\n'; usize::try_from(MAX_BLOB).unwrap() + 1]);
    scratch.write("limit", vec![b'\n'; usize::try_from(MAX_BLOB).unwrap()]);
    scratch.commit("one");
    assert_eq!(
        shown(&newest(&scratch)),
        [
            "Added binary opaque -0",
            "Added large opaque -0",
            "Added late +1-1 -0",
            "Added limit +1-5242880 -0",
        ]
    );
    scratch.write("binary", "a text\n");
    scratch.commit("two");
    assert_eq!(shown(&newest(&scratch)), ["Modified binary opaque -0"]);
}

#[test]
fn attributes_hide_nothing() {
    let scratch = Scratch::new();
    scratch.write(".gitattributes", "* -diff\n");
    scratch.write("a", "1\n");
    scratch.commit("one");
    assert_eq!(
        shown(&newest(&scratch)),
        ["Added .gitattributes +1-1 -0", "Added a +1-1 -0"]
    );
}

#[test]
fn links_submodules_and_modes() {
    let scratch = Scratch::new();
    let blob = scratch.git_with_input(&["hash-object", "-w", "--stdin"], b"1\n2\n");
    let base = scratch.commit("base");
    let add = |mode: &str, id: &str, path: &str| {
        scratch.git(&["update-index", "--add", "--cacheinfo", mode, id, path]);
    };
    let commit = |message: &str| scratch.git(&["commit", "-q", "-m", message]);
    add("100644", &blob, "script");
    add("100644", &blob, "becomes");
    add("120000", &blob, "link");
    add("160000", &base, "module");
    commit("one");
    assert_eq!(
        shown(&newest(&scratch)),
        [
            "Added becomes +1-2 -0",
            "Added link opaque -0",
            "Added module opaque -0",
            "Added script +1-2 -0",
        ]
    );
    add("100755", &blob, "script");
    add("120000", &blob, "becomes");
    scratch.git(&["rm", "-q", "--cached", "link"]);
    add("100644", &blob, "link/below");
    commit("two");
    assert_eq!(
        shown(&newest(&scratch)),
        [
            "Modified becomes opaque -0",
            "Deleted link opaque -0",
            "Added link/below +1-2 -0",
            "Modified script -0",
        ]
    );
}

#[test]
fn of_a_merge_only_its_own_work_is_listed() {
    let scratch = Scratch::new();
    scratch.write("both", numbered(5, &[]));
    scratch.write("left", "1\n");
    scratch.write("right", "1\n");
    scratch.commit("base");
    scratch.git(&["checkout", "-q", "-b", "side"]);
    scratch.write("both", numbered(5, &[1, 2]).replace("edited", "side"));
    scratch.write("right", "2\n");
    scratch.commit("side");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.write("both", numbered(5, &[1]));
    scratch.write("left", "2\n");
    scratch.commit("main");
    scratch.git(&["merge", "-q", "--no-commit", "-s", "ours", "side"]);
    scratch.write("both", "resolved\n".to_owned() + &numbered(5, &[1]));
    scratch.write("right", "2\n");
    scratch.commit("merge");
    assert_eq!(shown(&newest(&scratch)), ["Modified both +1-1 -0"]);
    scratch.git(&["checkout", "-q", "-b", "other", "side"]);
    scratch.write("new", "1\n");
    scratch.commit("other");
    scratch.git(&["checkout", "-q", "main"]);
    scratch.git(&["merge", "-q", "--no-edit", "other"]);
    assert_eq!(shown(&newest(&scratch)), [""; 0]);
}

#[test]
fn refuses_what_is_too_much_or_not_there() {
    let scratch = Scratch::new();
    scratch.write("a", "1\n");
    let head = scratch.commit("one");
    let repo = scratch.open();
    let commits = repo.commits_since(None, Some(&head)).unwrap();
    let many = vec![commits[0].clone(); MAX_DIFFS + 1];
    let missing = repo.diffs_of(&many).unwrap_err();
    assert!(
        missing.reason.starts_with("more than 20000 commits"),
        "{missing:?}"
    );
    let blob = scratch.git(&["rev-parse", "HEAD:a"]);
    let (folder, file) = blob.split_at(2);
    let object = scratch.path().join(".git/objects").join(folder).join(file);
    std::fs::remove_file(object).unwrap();
    let missing = repo.diffs_of(&commits).unwrap_err();
    assert!(missing.reason.contains(&blob), "{missing:?}");
    assert!(missing.fix.is_some());
}

#[test]
fn trees_that_unfold_without_end_are_refused() {
    let scratch = Scratch::new();
    let mut entry = format!(
        "100644 blob {}\t",
        scratch.git_with_input(&["hash-object", "-w", "--stdin"], b"x")
    );
    for _ in 0..8 {
        let listing: String = (0..10).map(|name| format!("{entry}{name}\n")).collect();
        let tree = scratch.git_with_input(&["mktree"], listing.as_bytes());
        entry = format!("040000 tree {tree}\t");
    }
    let tree = entry.split_whitespace().nth(2).unwrap();
    let head = scratch.git(&["commit-tree", "-m", "bomb", tree]);
    let repo = scratch.open();
    let commits = repo.commits_since(None, Some(&head)).unwrap();
    let missing = repo.diffs_of(&commits).unwrap_err();
    assert!(
        missing.reason.starts_with("more than 1000000 files"),
        "{missing:?}"
    );
}

/// A small generator, so that the history is the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// Changes some lines of a text: every line is new to the file, so that there is one way only to
/// tell what changed.
fn edit(lines: &mut Vec<String>, dice: &mut Dice, fresh: &mut usize) {
    for _ in 0..=dice.below(4) {
        *fresh += 1;
        let place = dice.below(lines.len() + 1);
        let line = format!("{}line {fresh}", " ".repeat(dice.below(3)));
        match dice.below(3) {
            0 if place < lines.len() => drop(lines.remove(place)),
            1 if place < lines.len() => lines[place] = line,
            _ => lines.insert(place, line),
        }
    }
}

/// A history of edits, additions, deletions and renames.
fn history(scratch: &Scratch) {
    let (mut dice, mut fresh) = (Dice(7), 0);
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    files.insert(
        "huge".into(),
        (0..10_000).map(|n| format!("row {n}")).collect(),
    );
    for step in 0..60 {
        let mut texts: Vec<String> = files.keys().cloned().collect();
        for _ in 0..=dice.below(3) {
            if texts.is_empty() || dice.below(4) == 0 {
                let name = format!("d{}/f{step}-{fresh}.txt", dice.below(4));
                let size = dice.below(40);
                fresh += size + 1;
                let lines = (0..size).map(|n| format!("new {}", fresh - n)).collect();
                files.insert(name, lines);
                continue;
            }
            let name = texts.swap_remove(dice.below(texts.len()));
            let mut lines = files.remove(&name).unwrap();
            let name = match dice.below(6) {
                0 if name != "huge" => continue,
                1 => format!("moved/{step}/{}", name.replace('/', "-")),
                _ => name,
            };
            edit(&mut lines, &mut dice, &mut fresh);
            files.insert(name, lines);
        }
        scratch.git(&["rm", "-rq", "--ignore-unmatch", "."]);
        for (number, (name, lines)) in files.iter().enumerate() {
            let ending = if number % 3 == 0 { "\r\n" } else { "\n" };
            let mut text = lines.join(ending);
            if number % 2 == 0 && !text.is_empty() {
                text += ending;
            }
            scratch.write(name, text);
        }
        scratch.commit(&format!("step {step}"));
    }
}

/// What `git diff-tree` says of a commit, in the form of [`shown`].
fn as_git_says(scratch: &Scratch, commit: &str) -> Vec<String> {
    let args = [
        "-c",
        "core.quotePath=off",
        "diff-tree",
        "-r",
        "-M",
        "--root",
        "--no-commit-id",
    ];
    let run = |more: &[&str]| scratch.git(&[&args[..], more, &[commit]].concat());
    let raw = run(&["--name-status"]);
    let patch = run(&["-p", "--unified=0"]);
    let mut hunks: Vec<(Vec<LineRange>, u64)> = Vec::new();
    for line in patch.lines() {
        if line.starts_with("diff --git ") {
            hunks.push(Default::default());
        } else if let Some(header) = line.strip_prefix("@@ -") {
            let mut sides = header.split(' ').map(|side| {
                let (start, count) = side.split_once(',').unwrap_or((side, "1"));
                let start: u64 = start.trim_start_matches('+').parse().unwrap();
                (start, count.parse::<u64>().unwrap())
            });
            let ((_, removed), (first, added)) = (sides.next().unwrap(), sides.next().unwrap());
            let (ranges, total) = hunks.last_mut().unwrap();
            *total += removed;
            if added > 0 {
                ranges.push(LineRange {
                    first,
                    last: first + added - 1,
                });
            }
        }
    }
    let names = raw.lines().filter(|line| !line.is_empty());
    let files: Vec<ChangedFile> = names
        .zip(hunks)
        .map(|(line, (added, removed))| {
            let fields: Vec<&str> = line.split('\t').collect();
            let (status, path, old_path) = match fields[..] {
                ["A", path] => (FileStatus::Added, path, None),
                ["D", path] => (FileStatus::Deleted, path, None),
                ["M", path] => (FileStatus::Modified, path, None),
                [_, old, path] => (FileStatus::Renamed, path, Some(old.to_owned())),
                _ => panic!("{line}"),
            };
            let path = path.to_owned();
            ChangedFile {
                path,
                old_path,
                status,
                opaque: false,
                added,
                removed,
            }
        })
        .collect();
    shown(&files)
}

#[test]
fn agrees_with_git_on_a_history() {
    let scratch = Scratch::new();
    history(&scratch);
    let head = scratch.git(&["rev-parse", "HEAD"]);
    let repo = scratch.open();
    let commits = repo.commits_since(None, Some(&head)).unwrap();
    let (mut files, mut renames) = (0, 0);
    for diff in repo.diffs_of(&commits).unwrap() {
        assert_eq!(
            shown(&diff.files),
            as_git_says(&scratch, &diff.id),
            "{}",
            diff.id
        );
        files += diff.files.len();
        renames += diff
            .files
            .iter()
            .filter(|file| file.old_path.is_some())
            .count();
    }
    assert!(
        files > 100 && renames > 5,
        "{files} files, {renames} renames"
    );
}

#[test]
fn threads_say_what_one_says_commit_by_commit() {
    let scratch = Scratch::new();
    let mut history = String::new();
    for number in 0..450 {
        let (message, content) = (
            format!("{number}\n"),
            numbered(number % 7 + 1, &[number % 5]),
        );
        let path = number % 9;
        let time = 1_700_000_000 + number;
        write!(
            history,
            "commit refs/heads/many\ncommitter Ann <ann@example.org> {time} +0000\n\
             data {}\n{message}M 100644 inline {path}.txt\ndata {}\n{content}\n",
            message.len(),
            content.len(),
        )
        .unwrap();
    }
    scratch.git_with_input(&["fast-import", "--quiet"], history.as_bytes());
    let head = scratch.git(&["rev-parse", "many"]);
    let repo = scratch.open();
    let commits = repo.commits_since(None, Some(&head)).unwrap();
    assert_eq!(commits.len(), 450);
    let together = repo.diffs_of(&commits).unwrap();
    let alone = commits.chunks(1).map(|one| repo.diffs_of(one).unwrap());
    assert_eq!(together, alone.flatten().collect::<Vec<_>>());
}
