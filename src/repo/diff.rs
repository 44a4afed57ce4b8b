//! What commits changed: files, and the lines that they added.
//!
//! Attributes (`-diff`, `binary`, text conversion, external drivers) are not looked at: what a
//! repository says about itself does not hide lines, and runs nothing.

mod blobs;
mod edits;
mod lines;
mod new_lines;
mod renames;
#[cfg(test)]
mod tests;
mod trees;

use std::collections::{HashMap, HashSet};
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::objs::tree::EntryMode;

use super::{RawCommit, Repo};
use crate::facts::{ChangedFile, CommitDiff, FileStatus, Missing};

pub(super) use blobs::Blobs;
pub use edits::{Edit, EditedPath, Editing};
pub use new_lines::{MAX_COMPARED_LINES, NewLines};
use renames::Candidate;
pub(super) use trees::Trees;

/// The most commits whose changes are looked at.
pub const MAX_DIFFS: usize = 20_000;

/// The most changed files that are kept, over all commits.
pub const MAX_CHANGED_FILES: usize = 1_000_000;

/// The most ranges of added lines that are kept, over all commits: 64 MB.
pub const MAX_LINE_RANGES: usize = 4_000_000;

/// The size of a thread's cache of decoded objects: 32 MiB. A commit's trees and files are the next
/// one's.
const OBJECT_CACHE: usize = 32 << 20;

/// The most threads that compare commits: each has a cache.
const MAX_THREADS: usize = 4;

/// For how many commits another thread pays: what it unpacks anew takes less than it saves.
const COMMITS_PER_THREAD: usize = 200;

/// One path that differs between two trees.
pub(super) struct PathChange {
    pub(super) path: BString,
    pub(super) before: Option<Entry>,
    pub(super) after: Option<Entry>,
    old_path: Option<BString>,
}

/// What a tree holds at a path.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) mode: EntryMode,
    pub(super) id: ObjectId,
}

impl Repo {
    /// What each commit changed against its first parent, in the order of `commits`.
    ///
    /// Paths, renames and lines are those of `git diff-tree -r -M --unified=0`: a rename is found
    /// from 50 % of similarity, the lines are compared by Myers' algorithm, and where a change can
    /// be placed in several ways, indentation decides. A commit without parents is compared with
    /// nothing; of a merge only the paths are listed that differ from each parent, as by
    /// `git show -c`. Paths that are not UTF-8 have U+FFFD in place of what is not.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken, or if there is more than [`MAX_DIFFS`],
    /// [`MAX_CHANGED_FILES`] or [`MAX_LINE_RANGES`] allow.
    pub fn diffs_of(&self, commits: &[RawCommit]) -> Result<Vec<CommitDiff>, Missing> {
        if commits.len() > MAX_DIFFS {
            return Err(too_many(&format!("{MAX_DIFFS} commits")));
        }
        let range = Arc::new(Range::of(commits));
        let most = commits.len().div_ceil(threads_for(commits.len())).max(1);
        let diff = |part: &[RawCommit]| self.diffs_of_part(part, Arc::clone(&range));
        let parts: Vec<_> = thread::scope(|scope| {
            let mut parts = commits.chunks(most);
            let own = parts.next().unwrap_or_default();
            let others: Vec<_> = parts.map(|part| scope.spawn(|| diff(part))).collect();
            let own = diff(own);
            let others = others.into_iter().map(|other| other.join());
            // A crash is the collector's, as it would be without threads.
            let others = others.map(|joined| joined.unwrap_or_else(|panic| resume_unwind(panic)));
            std::iter::once(own).chain(others).collect()
        });
        let parts: Vec<Vec<CommitDiff>> = parts.into_iter().collect::<Result<_, _>>()?;
        Ok(parts.into_iter().flatten().collect())
    }

    fn diffs_of_part(
        &self,
        commits: &[RawCommit],
        range: Arc<Range>,
    ) -> Result<Vec<CommitDiff>, Missing> {
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        let mut differ = Differ::new(&repo, range);
        commits.iter().map(|commit| differ.diff(commit)).collect()
    }
}

fn threads_for(commits: usize) -> usize {
    let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let useful = commits.div_ceil(COMMITS_PER_THREAD).max(1);
    useful.min(processors).min(MAX_THREADS)
}

/// What all threads know of the commits, and how much they have found, all together.
#[derive(Default)]
struct Range {
    /// The tree of each commit.
    trees: HashMap<ObjectId, ObjectId>,
    files: AtomicUsize,
    lines: AtomicUsize,
}

impl Range {
    fn of(commits: &[RawCommit]) -> Self {
        let trees = commits.iter().map(|commit| (commit.id, commit.tree));
        Range {
            trees: trees.collect(),
            ..Range::default()
        }
    }

    /// Counts one more file, with this many ranges of lines.
    fn count(&self, ranges: usize) -> Result<(), Missing> {
        if self.files.fetch_add(1, Ordering::Relaxed) >= MAX_CHANGED_FILES {
            return Err(too_many(&format!("{MAX_CHANGED_FILES} files")));
        }
        if self.lines.fetch_add(ranges, Ordering::Relaxed) + ranges > MAX_LINE_RANGES {
            return Err(too_many(&format!("{MAX_LINE_RANGES} ranges of lines")));
        }
        Ok(())
    }
}

fn too_many(what: &str) -> Missing {
    Missing::because(format!(
        "more than {what} changed since the previous release, which is the most that are compared"
    ))
    .fix("tag the release that this history continues, so that only later commits are compared")
}

struct Differ<'repo> {
    trees: Trees<'repo>,
    blobs: Blobs<'repo>,
    range: Arc<Range>,
}

impl<'repo> Differ<'repo> {
    fn new(repo: &'repo gix::Repository, range: Arc<Range>) -> Self {
        Differ {
            trees: Trees::new(repo),
            blobs: Blobs::new(repo),
            range,
        }
    }

    fn diff(&mut self, commit: &RawCommit) -> Result<CommitDiff, Missing> {
        let mut changes = self.changes(commit)?;
        changes.sort_unstable_by(|left, right| left.path.cmp(&right.path));
        let mut files = Vec::with_capacity(changes.len());
        for change in changes {
            let file = self.file(change)?;
            self.range.count(file.added.len())?;
            files.push(file);
        }
        Ok(CommitDiff {
            id: commit.id(),
            files,
        })
    }

    /// The paths that differ from the first parent, renames found; of a merge those only that
    /// differ from every other parent too.
    fn changes(&mut self, commit: &RawCommit) -> Result<Vec<PathChange>, Missing> {
        let Some((first, others)) = commit.parents.split_first() else {
            return self.trees.compare(None, commit.tree);
        };
        let mut common: Option<HashSet<BString>> = None;
        for parent in others {
            let tree = self.tree_of(*parent)?;
            let differing = self.trees.compare(Some(tree), commit.tree)?;
            let mut paths: HashSet<BString> =
                differing.into_iter().map(|change| change.path).collect();
            if let Some(common) = &common {
                paths.retain(|path| common.contains(path));
            }
            if paths.is_empty() {
                return Ok(Vec::new());
            }
            common = Some(paths);
        }
        let tree = self.tree_of(*first)?;
        let mut changes = self.trees.compare(Some(tree), commit.tree)?;
        let listed = |path: &BString| common.as_ref().is_none_or(|common| common.contains(path));
        let has_new = |change: &PathChange| change.before.is_none() && listed(&change.path);
        if changes.iter().any(has_new) {
            changes = self.pair_renames(changes)?;
        }
        changes.retain(|change| listed(&change.path));
        Ok(changes)
    }

    fn tree_of(&self, commit: ObjectId) -> Result<ObjectId, Missing> {
        match self.range.trees.get(&commit) {
            Some(tree) => Ok(*tree),
            None => self.trees.of_commit(commit),
        }
    }

    /// Turns a deletion and an addition that belong together into one change.
    fn pair_renames(&mut self, changes: Vec<PathChange>) -> Result<Vec<PathChange>, Missing> {
        let (mut deleted, mut added, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for change in changes {
            match (change.before, change.after) {
                (Some(entry), None) => deleted.push(Candidate::new(change.path, entry)),
                (None, Some(entry)) => added.push(Candidate::new(change.path, entry)),
                _ => rest.push(change),
            }
        }
        let pairs = renames::pair(&mut deleted, &mut added, &mut self.blobs)?;
        let mut moved = vec![false; deleted.len()];
        for (target, source) in added.into_iter().zip(pairs) {
            let source = source.and_then(|at| Some((moved.get_mut(at)?, deleted.get(at)?)));
            let from = source.map(|(moved, source)| {
                *moved = true;
                source
            });
            rest.push(PathChange {
                path: target.path,
                before: from.map(|source| source.entry),
                after: Some(target.entry),
                old_path: from.map(|source| source.path.clone()),
            });
        }
        let gone = deleted.into_iter().zip(moved).filter(|(_, moved)| !moved);
        rest.extend(gone.map(|(source, _)| PathChange {
            path: source.path,
            before: Some(source.entry),
            after: None,
            old_path: None,
        }));
        Ok(rest)
    }

    fn file(&mut self, change: PathChange) -> Result<ChangedFile, Missing> {
        let lines = lines::compare(change.before, change.after, &mut self.blobs)?;
        let status = match (change.before, change.after, &change.old_path) {
            (_, _, Some(_)) => FileStatus::Renamed,
            (None, _, _) => FileStatus::Added,
            (_, None, _) => FileStatus::Deleted,
            _ => FileStatus::Modified,
        };
        let (added, removed) = lines.clone().unwrap_or_default();
        Ok(ChangedFile {
            path: text(change.path.as_bstr()),
            old_path: change.old_path.as_ref().map(|path| text(path.as_bstr())),
            status,
            opaque: lines.is_none(),
            added,
            removed,
        })
    }
}

fn text(path: &BStr) -> String {
    path.to_str_lossy().into_owned()
}
