//! The files of a report while it is read: each path once, its lines in order.

use std::collections::HashMap;

use super::{Branches, CoveredFile, CoveredLine, MAX_FILES, MAX_LINE, MAX_LINES, MAX_PATH};
use crate::formats::report::Flaw;

/// The files that were read so far.
#[derive(Default)]
pub struct Files {
    files: Vec<Entry>,
    places: HashMap<String, usize>,
    lines: usize,
}

/// One file that is read.
#[derive(Default)]
pub struct Entry {
    file: CoveredFile,
    branches: Vec<LineBranches>,
    /// Branches that the report gives for the file as a whole.
    whole: Option<Branches>,
}

/// The branches of one line.
#[derive(Clone, Copy)]
struct LineBranches {
    line: u32,
    total: u32,
    covered: u32,
}

impl Files {
    /// The place of a file, which [`Files::entry`] takes.
    ///
    /// # Errors
    /// The path is empty or too long, or there are too many files.
    pub fn open(&mut self, path: &str) -> Result<usize, Flaw> {
        if path.is_empty() {
            return Err(Flaw::unreadable("a file of it has no path"));
        }
        if path.len() > MAX_PATH {
            return Err(Flaw::unreadable("the path of a file is too long"));
        }
        let path = path.replace('\\', "/");
        if let Some(place) = self.places.get(&path) {
            return Ok(*place);
        }
        if self.files.len() >= MAX_FILES {
            let reason = format!("it has more than {MAX_FILES} files");
            return Err(Flaw::unreadable(reason));
        }
        let mut entry = Entry::default();
        entry.file.path.clone_from(&path);
        self.places.insert(path, self.files.len());
        self.files.push(entry);
        Ok(self.files.len() - 1)
    }

    /// The file at a place.
    pub fn entry(&mut self, place: usize) -> Option<&mut Entry> {
        self.files.get_mut(place)
    }

    /// Adds a line to the file at a place. A line 0, which some tools write for code that stands
    /// nowhere, is left out.
    ///
    /// # Errors
    /// The number of the line is too high, or there are too many lines.
    pub fn line(&mut self, place: usize, line: u32, hits: u64) -> Result<(), Flaw> {
        if line > MAX_LINE {
            return Err(Flaw::unreadable(format!("a line has the number {line}")));
        }
        if self.lines >= MAX_LINES {
            let reason = format!("it has more than {MAX_LINES} lines");
            return Err(Flaw::unreadable(reason));
        }
        self.lines += 1;
        if let Some(entry) = self.files.get_mut(place).filter(|_| line > 0) {
            entry.file.lines.push(CoveredLine { line, hits });
        }
        Ok(())
    }

    /// All files, sorted by path.
    #[must_use]
    pub fn finish(self) -> Vec<CoveredFile> {
        let has_branches = self
            .files
            .iter()
            .any(|entry| !entry.branches.is_empty() || entry.whole.is_some());
        let mut files: Vec<_> = self
            .files
            .into_iter()
            .map(|entry| entry.finish(has_branches))
            .collect();
        files.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        files
    }
}

impl Entry {
    /// Adds the branches of a line.
    pub fn branches(&mut self, line: u32, total: u32, covered: u32) {
        self.branches.push(LineBranches {
            line,
            total,
            covered,
        });
    }

    /// Adds branches that the report gives for the file as a whole.
    pub fn whole_branches(&mut self, total: u64, covered: u64) {
        let whole = self.whole.get_or_insert_default();
        whole.total = whole.total.saturating_add(total);
        whole.covered = whole.covered.saturating_add(covered);
    }

    /// Gives back the memory that a list has for lines that did not come.
    pub fn close(&mut self) {
        self.file.lines.shrink_to_fit();
    }

    /// Adds lines that were left out on purpose.
    pub fn excluded(&mut self, lines: &[u32]) {
        self.file.excluded.extend_from_slice(lines);
    }

    /// Adds covered lines that are none.
    pub fn surplus(&mut self, count: u32) {
        self.file.surplus = self.file.surplus.saturating_add(count);
    }

    fn finish(mut self, has_branches: bool) -> CoveredFile {
        in_order(&mut self.file.lines);
        self.file.lines.shrink_to_fit();
        self.file.excluded.sort_unstable();
        self.file.excluded.dedup();
        if has_branches {
            let mut sum = self.whole.unwrap_or_default();
            let branches = &mut self.branches;
            branches.sort_unstable_by_key(|branches| branches.line);
            branches.dedup_by(|next, kept| {
                let is_same = next.line == kept.line;
                if is_same {
                    kept.total = kept.total.max(next.total);
                    kept.covered = kept.covered.max(next.covered);
                }
                is_same
            });
            for line in branches {
                sum.total += u64::from(line.total);
                sum.covered += u64::from(line.covered);
            }
            self.file.branches = Some(sum);
        }
        self.file
    }
}

/// Sorts lines and adds the hits of equal ones.
pub fn in_order(lines: &mut Vec<CoveredLine>) {
    if !lines.is_sorted_by_key(|line| line.line) {
        lines.sort_unstable_by_key(|line| line.line);
    }
    lines.dedup_by(|next, kept| {
        let is_same = next.line == kept.line;
        if is_same {
            kept.hits = kept.hits.saturating_add(next.hits);
        }
        is_same
    });
}
