//! What single commits did to single files: the text, and which of its lines are theirs.

use gix::bstr::ByteSlice;
use gix::diff::blob::{Algorithm, InternedInput, diff_with_slider_heuristics};
use std::sync::Arc;

use super::super::{RawCommit, Repo};
use super::{Differ, OBJECT_CACHE, PathChange, text};
use crate::facts::{LineRange, Missing};

/// Looks at what single commits changed. Not shared between threads.
pub struct Editing {
    repo: gix::Repository,
}

/// A path that a commit changed.
pub struct EditedPath {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// Whether the commit has it.
    pub exists: bool,
    change: PathChange,
}

/// A text, and what a commit did to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The text after the commit; empty if the file is gone.
    pub text: String,
    /// The lines that the commit added, in the numbering of `text`; sorted.
    pub added: Vec<LineRange>,
    /// Where it took lines away without putting others there: after the line of that number, 0 for
    /// the beginning. Sorted.
    pub cuts: Vec<u64>,
    /// The lines that it removed, without white space at both ends.
    pub removed: Vec<String>,
}

impl Repo {
    /// For looking at what single commits changed.
    #[must_use]
    pub fn editing(&self) -> Editing {
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        Editing { repo }
    }
}

impl Editing {
    /// The paths that a commit changed against its first parent, renames found, sorted; of a merge
    /// those that differ from each of its parents.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn paths(&self, commit: &RawCommit) -> Result<Vec<EditedPath>, Missing> {
        let mut changes = Differ::new(&self.repo, Arc::default()).changes(commit)?;
        changes.sort_unstable_by(|left, right| left.path.cmp(&right.path));
        let paths = changes.into_iter().map(|change| EditedPath {
            path: text(change.path.as_bstr()),
            exists: change.after.is_some(),
            change,
        });
        Ok(paths.collect())
    }

    /// The same against the first parent also for a merge: what it brought.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn brought(&self, commit: &RawCommit) -> Result<Vec<EditedPath>, Missing> {
        let alone = RawCommit {
            parents: commit.parents.iter().copied().take(1).collect(),
            ..commit.clone()
        };
        self.paths(&alone)
    }

    /// What a commit did to a path; `None` if it is binary, a link, a submodule, or too large to be
    /// compared by lines, before or after.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn edit(&self, path: &EditedPath) -> Result<Option<Edit>, Missing> {
        let differ = Differ::new(&self.repo, Arc::default());
        let side = |entry| match entry {
            Some(entry) => differ.blobs.text(entry),
            None => Ok(Some(Vec::new())),
        };
        let (before, after) = (side(path.change.before)?, side(path.change.after)?);
        let (Some(before), Some(after)) = (before, after) else {
            return Ok(None);
        };
        Ok(Some(compare(
            &before.to_str_lossy(),
            after.to_str_lossy().into_owned(),
        )))
    }
}

fn compare(before: &str, after: String) -> Edit {
    let input = InternedInput::new(before.as_bytes(), after.as_bytes());
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    let old: Vec<&str> = before.lines().collect();
    let (mut added, mut cuts, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for hunk in diff.hunks() {
        let start = u64::from(hunk.after.start);
        if hunk.after.is_empty() {
            cuts.push(start);
        } else {
            added.push(LineRange {
                first: start + 1,
                last: u64::from(hunk.after.end),
            });
        }
        let gone = old.get(hunk.before.start as usize..hunk.before.end as usize);
        let gone = gone.unwrap_or_default().iter();
        removed.extend(gone.map(|line| line.trim().to_owned()));
    }
    Edit {
        text: after,
        added,
        cuts,
        removed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    #[test]
    fn lines_are_added_replaced_and_cut() {
        let edit = compare("a\nb\nc\nd\n", "x\na\nB\nc\n".to_owned());
        let range = |first, last| LineRange { first, last };
        assert_eq!(edit.added, [range(1, 1), range(3, 3)]);
        assert_eq!(edit.cuts, [4]);
        assert_eq!(edit.removed, ["b", "d"]);
    }

    #[test]
    fn a_merge_edits_what_it_changed_itself() {
        let sandbox = Sandbox::new();
        let write = |path: &str, content: &[u8]| {
            std::fs::write(sandbox.path().join(path), content).unwrap();
            sandbox.git(&["add", "."]);
        };
        let commit = || {
            sandbox.git(&["commit", "--quiet", "-m", "x"]);
        };
        write("a.txt", b"one\n");
        commit();
        sandbox.git(&["switch", "-q", "-c", "side"]);
        write("b.txt", b"two\n");
        write("c.bin", b"\0");
        commit();
        sandbox.git(&["switch", "-q", "main"]);
        write("a.txt", b"three\n");
        commit();
        sandbox.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
        write("d.txt", b"four\n");
        commit();
        let repo = Repo::open(sandbox.path()).unwrap();
        let editing = repo.editing();
        let edits = |name: &str| -> Vec<(String, Option<Edit>)> {
            let id = sandbox.git(&["rev-parse", name]);
            let commit = repo.read_commit(id.trim()).unwrap();
            let paths = editing.paths(&commit).unwrap();
            let found = paths.iter();
            found
                .map(|path| (path.path.clone(), editing.edit(path).unwrap()))
                .collect()
        };
        let merged = edits("main");
        assert_eq!(merged.len(), 1, "{merged:?}");
        assert_eq!(merged[0].0, "d.txt");
        assert_eq!(merged[0].1.as_ref().unwrap().text, "four\n");
        let side = edits("side");
        assert_eq!(side[1], ("c.bin".to_owned(), None));
        assert_eq!(edits("main~1")[0].1.as_ref().unwrap().removed, ["one"]);
    }
}
