//! Several coverage reports as one: a line ran if one of them says so.

use std::collections::HashMap;

use crate::facts::CoverageTotal;
use crate::formats::coverage::CoveredFile;

/// The lines of all reports that count, by tracked file.
#[derive(Default)]
pub(super) struct Merged {
    files: HashMap<String, Lines>,
}

/// What is known of the lines of one file.
#[derive(Default)]
pub(super) struct Lines {
    /// The executable lines and whether each ran, sorted by number, each once.
    executable: Vec<(u32, bool)>,
    /// The lines that were left out on purpose, sorted, each once.
    excluded: Vec<u32>,
    /// How many that ran are none.
    surplus: u32,
}

impl Merged {
    /// Takes what a report says of a file.
    pub fn take(&mut self, path: &str, file: &CoveredFile) {
        let more = Lines {
            executable: file.lines.iter().map(|it| (it.line, it.hits > 0)).collect(),
            excluded: file.excluded.clone(),
            surplus: file.surplus,
        };
        match self.files.get_mut(path) {
            Some(lines) => lines.take(more),
            None => {
                self.files.insert(path.to_owned(), more);
            }
        }
    }

    /// What is known of a file; `None` if no report speaks of it.
    pub fn file(&self, path: &str) -> Option<&Lines> {
        self.files.get(path)
    }

    /// The sums.
    pub fn total(&self) -> CoverageTotal {
        let mut total = CoverageTotal::default();
        for lines in self.files.values() {
            let surplus = u64::from(lines.surplus);
            let ran = lines.executable.iter().filter(|(_, ran)| *ran).count() as u64;
            total.lines += (lines.executable.len() as u64).saturating_sub(surplus);
            total.covered += ran.saturating_sub(surplus);
        }
        total
    }
}

impl Lines {
    fn take(&mut self, mut more: Lines) {
        self.executable.append(&mut more.executable);
        // Of a line that is there twice, the one that ran comes first and stays.
        self.executable
            .sort_unstable_by_key(|&(line, ran)| (line, !ran));
        self.executable.dedup_by_key(|&mut (line, _)| line);
        self.excluded.append(&mut more.excluded);
        self.excluded.sort_unstable();
        self.excluded.dedup();
        self.surplus = self.surplus.max(more.surplus);
    }

    /// The executable lines from `first` to `last`, and whether each ran.
    pub fn between(&self, first: u64, last: u64) -> &[(u32, bool)] {
        let start = self
            .executable
            .partition_point(|&(line, _)| u64::from(line) < first);
        let end = self
            .executable
            .partition_point(|&(line, _)| u64::from(line) <= last);
        self.executable.get(start..end).unwrap_or_default()
    }

    /// Whether a report names one of the lines from `first` to `last`, whatever it says of it.
    pub fn names_any(&self, first: u64, last: u64) -> bool {
        !self.between(first, last).is_empty() || self.excluded(first, last) > 0
    }

    /// The last line that a report names; 0 if it names none.
    pub fn last(&self) -> u64 {
        let executable = self.executable.last().map_or(0, |&(line, _)| line);
        u64::from(executable.max(self.excluded.last().copied().unwrap_or(0)))
    }

    /// How many of the lines from `first` to `last` were left out on purpose.
    pub fn excluded(&self, first: u64, last: u64) -> u64 {
        let within = |line: &&u32| (first..=last).contains(&u64::from(**line));
        self.excluded.iter().filter(within).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::coverage::CoveredLine;

    fn file(lines: &[(u32, u64)], excluded: &[u32]) -> CoveredFile {
        let lines = lines.iter().map(|&(line, hits)| CoveredLine { line, hits });
        CoveredFile {
            lines: lines.collect(),
            excluded: excluded.to_vec(),
            ..CoveredFile::default()
        }
    }

    #[test]
    fn a_line_ran_if_one_report_says_so() {
        let mut merged = Merged::default();
        merged.take("a.py", &file(&[(1, 1), (2, 0), (3, 0)], &[9]));
        merged.take("a.py", &file(&[(2, 4), (3, 0), (5, 0)], &[9, 7]));
        merged.take("b.py", &file(&[(1, 0)], &[]));
        let lines = merged.file("a.py").unwrap();
        assert_eq!(
            lines.between(1, 9),
            [(1, true), (2, true), (3, false), (5, false)]
        );
        assert_eq!(lines.between(3, 4), [(3, false)]);
        assert_eq!(lines.excluded(7, 8), 1);
        let total = merged.total();
        assert_eq!((total.lines, total.covered), (5, 2));
        assert!(merged.file("c.py").is_none());
    }
}
