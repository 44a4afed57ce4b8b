//! The identity of a change, whichever commit makes it: that of `git patch-id --stable`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use gix::ObjectId;
use gix::bstr::BString;
use gix::diff::blob::{Algorithm, Diff, InternedInput, diff_with_slider_heuristics};
use gix::hash::Hasher;

use super::diff::{Blobs, Entry, MAX_DIFFS, PathChange, Trees};
use super::{RawCommit, Repo};
use crate::facts::Missing;

/// How many lines stand around each change.
const CONTEXT: u32 = 3;

/// The size of the cache of decoded objects: 32 MiB.
const OBJECT_CACHE: usize = 32 << 20;

/// What became of a change elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elsewhere {
    /// A commit of the others makes the same change.
    Applied(String),
    /// None does.
    Missing,
    /// It changes nothing, or is a merge that changes nothing itself.
    Empty,
}

impl Repo {
    /// For each of `own` what became of its change among `others`, in order.
    ///
    /// Two commits make the same change where `git patch-id --stable` says so: the same paths, and the
    /// same lines added and removed amid the same three lines of context, wherever in the file and
    /// whatever the white space. A merge that changes something itself is never found elsewhere.
    /// Attributes are not looked at, and files of more than 5 MiB are taken for binary ones.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken, or if there are more than [`MAX_DIFFS`] commits
    /// on a side.
    pub fn find_changes(
        &self,
        own: &[RawCommit],
        others: &[RawCommit],
    ) -> Result<Vec<Elsewhere>, Missing> {
        for side in [own, others] {
            if side.len() > MAX_DIFFS {
                return Err(Missing::because(format!(
                    "the release and the main branch differ by more than {MAX_DIFFS} commits, which is the most that are compared"
                )));
            }
        }
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        let mut changes = Changes::new(&repo, own.iter().chain(others));
        let mut ids = Vec::with_capacity(own.len());
        let mut paths = HashSet::new();
        for commit in own {
            let listed = match commit.is_merge() {
                true => Vec::new(),
                false => changes.of(commit)?,
            };
            ids.push(changes.id(&listed)?);
            paths.insert(names(&listed));
        }
        let known = changes.ids_of(others, &paths)?;
        own.iter()
            .zip(ids)
            .map(|(commit, id)| match id {
                None if commit.is_merge() => self.of_merge(commit),
                None => Ok(Elsewhere::Empty),
                Some(id) => Ok(known.get(&id).map_or(Elsewhere::Missing, |commit| {
                    Elsewhere::Applied(commit.to_string())
                })),
            })
            .collect()
    }

    /// The change of one commit against its first parent; `None` if it changes nothing.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    #[cfg(test)]
    pub(super) fn patch_id(&self, commit: &RawCommit) -> Result<Option<ObjectId>, Missing> {
        let repo = self.local();
        let mut changes = Changes::new(&repo, std::iter::once(commit));
        let listed = changes.of(commit)?;
        changes.id(&listed)
    }

    fn of_merge(&self, commit: &RawCommit) -> Result<Elsewhere, Missing> {
        let diffs = self.diffs_of(std::slice::from_ref(commit))?;
        let changes_itself = diffs.iter().any(|diff| !diff.files.is_empty());
        Ok(if changes_itself {
            Elsewhere::Missing
        } else {
            Elsewhere::Empty
        })
    }
}

fn names(changes: &[PathChange]) -> Vec<BString> {
    changes.iter().map(|change| change.path.clone()).collect()
}

/// Reads what commits change, renames taken apart.
struct Changes<'repo> {
    repo: &'repo gix::Repository,
    trees: Trees<'repo>,
    blobs: Blobs<'repo>,
    /// The tree of each commit that is looked at.
    known: HashMap<ObjectId, ObjectId>,
}

impl<'repo> Changes<'repo> {
    fn new<'c>(repo: &'repo gix::Repository, commits: impl Iterator<Item = &'c RawCommit>) -> Self {
        Changes {
            repo,
            trees: Trees::new(repo),
            blobs: Blobs::new(repo),
            known: commits.map(|commit| (commit.id, commit.tree)).collect(),
        }
    }

    /// The paths that differ from the first parent, sorted.
    fn of(&mut self, commit: &RawCommit) -> Result<Vec<PathChange>, Missing> {
        let before = match commit.parents.first() {
            None => None,
            Some(parent) => Some(match self.known.get(parent) {
                Some(tree) => *tree,
                None => self.trees.of_commit(*parent)?,
            }),
        };
        self.trees.compare(before, commit.tree)
    }

    /// The changes of these commits that touch one of these sets of paths, each with the newest
    /// commit that makes it. Lines are only looked at where the paths are the same.
    fn ids_of(
        &mut self,
        commits: &[RawCommit],
        paths: &HashSet<Vec<BString>>,
    ) -> Result<HashMap<ObjectId, ObjectId>, Missing> {
        let mut found = HashMap::new();
        for commit in commits.iter().filter(|commit| !commit.is_merge()) {
            let listed = self.of(commit)?;
            if paths.contains(&names(&listed))
                && let Some(id) = self.id(&listed)?
            {
                found.entry(id).or_insert(commit.id);
            }
        }
        Ok(found)
    }

    fn id(&mut self, changes: &[PathChange]) -> Result<Option<ObjectId>, Missing> {
        if changes.is_empty() {
            return Ok(None);
        }
        let mut id = PatchId::new(self.repo.object_hash());
        for change in changes {
            match (change.before, change.after) {
                // Another kind of thing is the old one gone and a new one made.
                (Some(before), Some(after)) if kind(before) != kind(after) => {
                    self.add(&mut id, change, Some(before), None)?;
                    self.add(&mut id, change, None, Some(after))?;
                }
                (before, after) => self.add(&mut id, change, before, after)?,
            }
        }
        id.finish().map(Some)
    }

    fn add(
        &self,
        id: &mut PatchId,
        change: &PathChange,
        before: Option<Entry>,
        after: Option<Entry>,
    ) -> Result<(), Missing> {
        let path = change.path.as_slice();
        id.file(path)?;
        for line in mode_lines(before, after) {
            id.line(&[line.as_bytes()]);
        }
        if before.map(|entry| entry.id) == after.map(|entry| entry.id) {
            return Ok(());
        }
        match (self.text(before)?, self.text(after)?) {
            (Some(old), Some(new)) => {
                if old != new {
                    let side = |entry: Option<Entry>, letter: &[u8]| match entry {
                        Some(_) => [letter, path].concat(),
                        None => b"/dev/null".to_vec(),
                    };
                    id.line(&[b"--- ", &side(before, b"a/")]);
                    id.line(&[b"+++ ", &side(after, b"b/")]);
                    hunks(id, &old, &new);
                    id.ended = true;
                }
                Ok(())
            }
            _ => {
                let null = ObjectId::null(self.repo.object_hash());
                for entry in [before, after] {
                    let object = entry.map_or(null, |entry| entry.id);
                    id.line(&[object.to_string().as_bytes()]);
                }
                id.after_binary = true;
                id.flush()
            }
        }
    }

    /// The content as a text, empty for what is not there; `None` if it is binary or too large.
    fn text(&self, entry: Option<Entry>) -> Result<Option<Vec<u8>>, Missing> {
        match entry {
            None => Ok(Some(Vec::new())),
            Some(entry) if entry.mode.is_commit() => Ok(Some(
                format!("Subproject commit {}\n", entry.id).into_bytes(),
            )),
            Some(entry) => self.blobs.content(entry),
        }
    }
}

/// What kind of thing an entry is: a file, a link, a submodule.
fn kind(entry: Entry) -> u16 {
    entry.mode.value() >> 9
}

/// What git says of modes, above the lines.
fn mode_lines(before: Option<Entry>, after: Option<Entry>) -> Vec<String> {
    let mode = |entry: Entry| format!("{:06o}", entry.mode.value());
    match (before, after) {
        (None, Some(after)) => vec![format!("new file mode {}", mode(after))],
        (Some(before), None) => vec![format!("deleted file mode {}", mode(before))],
        (Some(before), Some(after)) if before.mode != after.mode => vec![
            format!("old mode {}", mode(before)),
            format!("new mode {}", mode(after)),
        ],
        _ => Vec::new(),
    }
}

/// Adds the hunks of a file, as `git diff` shows them.
fn hunks(id: &mut PatchId, old: &[u8], new: &[u8]) {
    let input = InternedInput::new(old, new);
    let diff: Diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    let before = |range: Range<u32>| tokens(&input, &input.before, range);
    let after = |range: Range<u32>| tokens(&input, &input.after, range);
    // Up to where in the old file lines were added already.
    let mut shown = 0;
    let mut last_end: Option<u32> = None;
    let size = input.before.len() as u32;
    for hunk in diff.hunks() {
        let start = hunk.before.start;
        if let Some(end) = last_end {
            // Lines between two changes stand there once, however near the changes are.
            let until = end.saturating_add(CONTEXT).min(start);
            before(end..until).for_each(|line| id.line(&[b" ", line]));
            shown = until;
        }
        let from = start.saturating_sub(CONTEXT).max(shown);
        before(from..start).for_each(|line| id.line(&[b" ", line]));
        before(hunk.before.clone()).for_each(|line| id.line(&[b"-", line]));
        after(hunk.after.clone()).for_each(|line| id.line(&[b"+", line]));
        shown = hunk.before.end;
        last_end = Some(hunk.before.end);
    }
    if let Some(end) = last_end {
        let until = end.saturating_add(CONTEXT).min(size);
        before(end..until).for_each(|line| id.line(&[b" ", line]));
    }
}

fn tokens<'i>(
    input: &'i InternedInput<&'i [u8]>,
    side: &'i [gix::diff::blob::Token],
    range: Range<u32>,
) -> impl Iterator<Item = &'i [u8]> {
    let side = side.get(range.start as usize..range.end as usize);
    side.unwrap_or_default()
        .iter()
        .map(|token| input.interner[*token])
}

/// The sum of the digests of the files' changes, so that their order does not matter.
struct PatchId {
    kind: gix::hash::Kind,
    hasher: Hasher,
    sum: Vec<u8>,
    /// Whether the file at hand has had its lines: the next one starts anew.
    ended: bool,
    /// Whether the file before was a binary one: git then passes over the next one's first line.
    after_binary: bool,
}

impl PatchId {
    fn new(kind: gix::hash::Kind) -> Self {
        PatchId {
            kind,
            hasher: gix::hash::hasher(kind),
            sum: vec![0; kind.len_in_bytes()],
            ended: false,
            after_binary: false,
        }
    }

    /// Starts a file. What git shows without any line, as a change of the mode, is one with the file
    /// after it.
    fn file(&mut self, path: &[u8]) -> Result<(), Missing> {
        if std::mem::take(&mut self.ended) {
            self.flush()?;
        }
        if !std::mem::take(&mut self.after_binary) {
            self.line(&[b"diff --git a/", path, b" b/", path]);
        }
        Ok(())
    }

    /// Adds a line without its white space.
    fn line(&mut self, parts: &[&[u8]]) {
        let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x0b;
        for part in parts {
            for word in part.split(is_space).filter(|word| !word.is_empty()) {
                self.hasher.update(word);
            }
        }
    }

    /// Ends a file: adds its digest to the sum, with carries.
    fn flush(&mut self) -> Result<(), Missing> {
        let hasher = std::mem::replace(&mut self.hasher, gix::hash::hasher(self.kind));
        let digest = hasher
            .try_finalize()
            .map_err(|error| Missing::because(format!("a change cannot be hashed: {error}")))?;
        let mut carry = 0u16;
        for (sum, byte) in self.sum.iter_mut().zip(digest.as_bytes()) {
            carry += u16::from(*sum) + u16::from(*byte);
            *sum = (carry & 0xff) as u8;
            carry >>= 8;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<ObjectId, Missing> {
        self.flush()?;
        ObjectId::try_from(self.sum.as_slice())
            .map_err(|error| Missing::because(format!("a change cannot be hashed: {error}")))
    }
}

#[cfg(test)]
mod tests;
