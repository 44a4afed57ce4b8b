//! Reading `git status --porcelain=v2 -z` (git-status(1), "Porcelain Format Version 2").

use crate::facts::{Missing, WorktreeChange, WorktreeStatus};

/// The changes that git lists, sorted by path.
///
/// # Errors
/// [`Missing`] if a line is not of the documented form: then what it says is not known.
pub(super) fn parse(output: &[u8]) -> Result<Vec<WorktreeChange>, Missing> {
    let mut changes = Vec::new();
    let mut entries = output.split(|&byte| byte == 0);
    let mut last = None;
    while let Some(entry) = entries.next() {
        last = Some(entry);
        let (kind, rest) = match entry {
            [] => continue,
            [kind, b' ', rest @ ..] => (*kind, rest),
            _ => return Err(refused(entry)),
        };
        match kind {
            // Headers and ignored files, neither of which was asked for.
            b'#' | b'!' => {}
            b'?' => changes.push(untracked(rest)),
            b'1' => changes.push(tracked(rest, 7).ok_or_else(|| refused(entry))?),
            b'2' => {
                changes.push(tracked(rest, 8).ok_or_else(|| refused(entry))?);
                // The path that it was renamed from.
                let origin = entries.next().filter(|origin| !origin.is_empty());
                origin.ok_or_else(|| refused(entry))?;
            }
            b'u' => changes.push(conflicted(rest).ok_or_else(|| refused(entry))?),
            _ => return Err(refused(entry)),
        }
    }
    // Each entry ends in NUL: anything after the last one was cut off.
    if last.is_some_and(|rest| !rest.is_empty()) {
        return Err(Missing::because(
            "the output of `git status` ends too early",
        ));
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

fn refused(entry: &[u8]) -> Missing {
    let shown: String = text(entry).chars().take(80).collect();
    Missing::because(format!(
        "`git status` printed an entry that is not of its documented form: `{}`",
        shown.escape_debug()
    ))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn untracked(path: &[u8]) -> WorktreeChange {
    WorktreeChange {
        path: text(path),
        status: WorktreeStatus::Untracked,
        staged: false,
    }
}

/// The two letters of the state, the submodule field, and the path after `fields` fields.
fn split(rest: &[u8], fields: usize) -> Option<([u8; 2], bool, &[u8])> {
    let mut parts = rest.splitn(fields + 1, |&byte| byte == b' ');
    let state = <[u8; 2]>::try_from(parts.next()?).ok()?;
    let submodule = match parts.next()? {
        [b'N', ..] => false,
        [b'S', ..] => true,
        _ => return None,
    };
    let path = parts.nth(fields.checked_sub(2)?)?;
    (!path.is_empty()).then_some((state, submodule, path))
}

fn tracked(rest: &[u8], fields: usize) -> Option<WorktreeChange> {
    let (state, submodule, path) = split(rest, fields)?;
    let status = if submodule {
        WorktreeStatus::Submodule
    } else {
        status(state)?
    };
    let [_, in_worktree] = state;
    Some(WorktreeChange {
        path: text(path),
        status,
        staged: in_worktree == b'.',
    })
}

fn conflicted(rest: &[u8]) -> Option<WorktreeChange> {
    let (_, _, path) = split(rest, 9)?;
    Some(WorktreeChange {
        path: text(path),
        status: WorktreeStatus::Conflicted,
        staged: false,
    })
}

/// The state against HEAD, from the letters of the index and of the working tree.
fn status(state: [u8; 2]) -> Option<WorktreeStatus> {
    if !state.iter().all(|letter| b".MTADRC".contains(letter)) || state == *b".." {
        return None;
    }
    let [index, worktree] = state;
    Some(match (index, worktree) {
        (_, b'D') | (b'D', _) => WorktreeStatus::Deleted,
        (b'R', _) | (_, b'R') => WorktreeStatus::Renamed,
        (b'A' | b'C', _) | (_, b'A' | b'C') => WorktreeStatus::Added,
        _ => WorktreeStatus::Modified,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const IDS: &str = "100644 100644 100644 0123 4567";

    fn parsed(output: &str) -> Vec<(String, WorktreeStatus, bool)> {
        parse(output.as_bytes())
            .unwrap()
            .into_iter()
            .map(|change| (change.path, change.status, change.staged))
            .collect()
    }

    #[test]
    fn each_kind_of_entry_is_read() {
        let output = format!(
            "# branch.head main\0\
             1 .M N... {IDS} a file.txt\0\
             1 A. N... {IDS} added\0\
             1 MD N... {IDS} deleted\0\
             1 .M S..U {IDS} sub\0\
             2 R. N... {IDS} R100 new name\0old name\0\
             u UU N... 100644 100644 100644 100644 01 02 03 torn\0\
             ? dir/\0\
             ! ignored\0"
        );
        use WorktreeStatus::*;
        let expected = [
            ("a file.txt", Modified, false),
            ("added", Added, true),
            ("deleted", Deleted, false),
            ("dir/", Untracked, false),
            ("new name", Renamed, true),
            ("sub", Submodule, false),
            ("torn", Conflicted, false),
        ];
        assert_eq!(
            parsed(&output),
            expected.map(|(path, status, staged)| (path.to_owned(), status, staged))
        );
    }

    #[test]
    fn nothing_is_clean() {
        assert_eq!(parse(b""), Ok(Vec::new()));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for output in [
            "fatal: something\0",
            "1 .M N...\0",
            "1 .Z N... 1 1 1 0 0 path\0",
            "1 .. N... 1 1 1 0 0 path\0",
            "1 .M X... 1 1 1 0 0 path\0",
            "2 R. N... 1 1 1 0 0 R100 new\0",
            "3 x\0",
            "? cut off",
        ] {
            assert!(parse(output.as_bytes()).is_err(), "{output}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = parse(&bytes);
        }

        #[test]
        fn untracked_paths_read_back(paths in proptest::collection::btree_set("[ -~é]{1,20}", 0..8)) {
            let output: String = paths.iter().map(|path| format!("? {path}\0")).collect();
            let found: Vec<String> = parse(output.as_bytes()).unwrap().into_iter().map(|it| it.path).collect();
            prop_assert_eq!(found, paths.into_iter().collect::<Vec<_>>());
        }
    }
}
