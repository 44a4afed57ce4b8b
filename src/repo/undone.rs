//! Whether a commit takes back what others changed.

use std::collections::{BTreeMap, HashMap, HashSet};

use gix::ObjectId;
use gix::bstr::BString;

use super::diff::{Blobs, Entry, PathChange, Trees};
use super::{RawCommit, Repo};
use crate::facts::Missing;

/// The size of the cache of decoded objects: 32 MiB.
const OBJECT_CACHE: usize = 32 << 20;

/// How much is compared, over all commits, in changed paths. Beyond it, nothing counts as undone.
const MAX_WORK: usize = 1_000_000;

/// What it takes to find out what a commit changed, or to read a file, in paths.
const READ: usize = 50;

/// One path before and after a commit.
type Step = (Option<Entry>, Option<Entry>);

/// The contents of a path before and after a commit.
type Texts = (Vec<u8>, Vec<u8>);

/// Compares commits with those that they are said to take back.
pub struct Undoing {
    repo: gix::Repository,
    /// The tree of each commit of the range.
    known: HashMap<ObjectId, ObjectId>,
    left: usize,
}

impl Repo {
    /// Prepares to compare commits of this range.
    #[must_use]
    pub fn undoing(&self, range: &[RawCommit]) -> Undoing {
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        Undoing {
            repo,
            known: range
                .iter()
                .map(|commit| (commit.id, commit.tree))
                .collect(),
            left: MAX_WORK,
        }
    }
}

impl Undoing {
    /// Whether the commit takes back what all of these changed against their first parents; they are
    /// ordered newest first.
    ///
    /// It does if each path is then what it was before them. Where others changed a path since, lines
    /// decide: of those that the commits added and that are still there, and of those that they removed
    /// and that are still missing, wherever they stand, the commit has to undo nine in ten, so that it may
    /// have had its conflicts. Only lines with a letter or a digit count, and binary files have to be what
    /// they were. Commits that change nothing are taken back by any.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken.
    pub fn undoes(&mut self, revert: &RawCommit, commits: &[&RawCommit]) -> Result<bool, Missing> {
        let mut paths: BTreeMap<BString, Vec<Step>> = BTreeMap::new();
        for commit in commits {
            for change in self.changes(commit)? {
                let step = (change.before, change.after);
                paths.entry(change.path).or_default().push(step);
            }
        }
        let own = self.own_steps(revert, &paths)?;
        if self.left == 0 {
            return Ok(false);
        }
        let is_back = |(steps, own): (&Vec<Step>, &Step)| is_same(own.1, earliest(steps));
        if paths.values().zip(&own).all(is_back) {
            return Ok(true);
        }
        let mut lines = Lines::default();
        for (steps, own) in paths.values().zip(own) {
            if !self.add_lines(&mut lines, steps, own)? {
                return Ok(false);
            }
        }
        Ok(lines.are_undone())
    }

    /// What the revert makes of each of these paths.
    fn own_steps(
        &mut self,
        revert: &RawCommit,
        paths: &BTreeMap<BString, Vec<Step>>,
    ) -> Result<Vec<Step>, Missing> {
        let changes = self.changes(revert)?;
        let made: HashMap<&BString, Step> = changes
            .iter()
            .map(|change| (&change.path, (change.before, change.after)))
            .collect();
        paths
            .keys()
            .map(|path| match made.get(path) {
                Some(step) => Ok(*step),
                None => {
                    let entry = self.entry(revert.tree, path)?;
                    Ok((entry, entry))
                }
            })
            .collect()
    }

    /// The paths that differ from the first parent; none once too much was compared.
    fn changes(&mut self, commit: &RawCommit) -> Result<Vec<PathChange>, Missing> {
        self.left = self.left.saturating_sub(READ);
        if self.left == 0 {
            return Ok(Vec::new());
        }
        let mut trees = Trees::new(&self.repo);
        let before = match commit.parents.first() {
            None => None,
            Some(parent) => Some(match self.known.get(parent) {
                Some(tree) => *tree,
                None => trees.of_commit(*parent)?,
            }),
        };
        let changes = trees.compare(before, commit.tree)?;
        self.left = self.left.saturating_sub(changes.len());
        Ok(changes)
    }

    /// Counts the lines of a path. `false` if it is none of lines and not what it was before.
    fn add_lines(&mut self, lines: &mut Lines, steps: &[Step], own: Step) -> Result<bool, Missing> {
        self.left = self.left.saturating_sub(READ * (steps.len() + 1));
        if self.left == 0 {
            return Ok(false);
        }
        let mut texts = Vec::with_capacity(steps.len());
        for step in steps {
            texts.push(self.texts(*step)?);
        }
        let texts: Option<Vec<_>> = texts.into_iter().collect();
        match (texts, self.texts(own)?) {
            (Some(steps), Some(own)) => {
                lines.add(&steps, &own);
                Ok(true)
            }
            _ => Ok(is_same(own.1, earliest(steps))),
        }
    }

    /// Both contents, empty for what is not there; `None` if one of them is no text.
    fn texts(&self, (before, after): Step) -> Result<Option<Texts>, Missing> {
        let blobs = Blobs::new(&self.repo);
        let text = |entry: Option<Entry>| match entry {
            None => Ok(Some(Vec::new())),
            Some(entry) if entry.mode.is_commit() => Ok(None),
            Some(entry) => blobs.content(entry),
        };
        Ok(text(before)?.zip(text(after)?))
    }

    fn entry(&self, tree: ObjectId, path: &BString) -> Result<Option<Entry>, Missing> {
        let unreadable = |error: &dyn std::fmt::Display| {
            Missing::because(format!("tree {tree} cannot be read: {error}"))
                .fix("git fetch --refetch --no-filter")
        };
        let tree = self
            .repo
            .find_tree(tree)
            .map_err(|error| unreadable(&error))?;
        let entry = tree
            .lookup_entry(path.split(|byte| *byte == b'/'))
            .map_err(|error| unreadable(&error))?;
        Ok(entry
            .filter(|entry| !entry.mode().is_tree())
            .map(|entry| Entry {
                mode: entry.mode(),
                id: entry.object_id(),
            }))
    }
}

fn is_same(left: Option<Entry>, right: Option<Entry>) -> bool {
    let identity = |entry: Entry| (entry.id, entry.mode.value());
    left.map(identity) == right.map(identity)
}

/// What a path was before the oldest of the commits.
fn earliest(steps: &[Step]) -> Option<Entry> {
    steps.last().and_then(|(before, _)| *before)
}

/// How many lines there were to undo, and how many of them are not undone.
#[derive(Default)]
struct Lines {
    open: i64,
    left: i64,
}

/// What became of one line.
#[derive(Default)]
struct Line {
    /// How often the commits added it, less how often they removed it.
    net: i64,
    /// How often it stood there before one of the commits, at least and at most.
    least: Option<i64>,
    most: i64,
}

impl Lines {
    fn are_undone(&self) -> bool {
        self.open > 0 && self.left * 10 <= self.open
    }

    /// Adds a path: its texts before and after each of the commits, and before and after the revert.
    fn add(&mut self, steps: &[Texts], own: &Texts) {
        let mut all: HashMap<&[u8], Line> = HashMap::new();
        for (before, after) in steps {
            let (before, after) = (counted(before), counted(after));
            let texts: HashSet<&&[u8]> = before.keys().chain(after.keys()).collect();
            for text in texts {
                let (was, is) = (count(&before, text), count(&after, text));
                let line = all.entry(text).or_default();
                line.net += is - was;
                line.least = Some(line.least.map_or(was, |least| least.min(was)));
                line.most = line.most.max(was);
            }
        }
        let (before, after) = (counted(&own.0), counted(&own.1));
        for (text, line) in all {
            self.add_line(&line, count(&before, text), count(&after, text));
        }
    }

    /// Adds a line that stands there so often before and after the revert.
    fn add_line(&mut self, line: &Line, before: i64, after: i64) {
        // How often it is too many, and how often the revert takes it away; or the other way around.
        let least = line.least.unwrap_or(0);
        let (too_many, still, undone) = match line.net > 0 {
            true => (before - least, after - least, before - after),
            false => (line.most - before, line.most - after, after - before),
        };
        let open = too_many.clamp(0, line.net.abs());
        self.open += open;
        self.left += open.min(still).min(open - undone).max(0);
    }
}

/// The lines that say something, and how often each stands there.
fn counted(text: &[u8]) -> HashMap<&[u8], i64> {
    let mut counts = HashMap::new();
    for line in text.split(|byte| *byte == b'\n') {
        if line
            .iter()
            .any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
        {
            *counts.entry(line.trim_ascii_end()).or_default() += 1;
        }
    }
    counts
}

fn count(counts: &HashMap<&[u8], i64>, line: &[u8]) -> i64 {
    counts.get(line).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests;
