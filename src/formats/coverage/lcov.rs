//! The tracefile of lcov (`man geninfo`, section FILES), as geninfo, coverage.py, Istanbul, gcovr
//! and llvm-cov write it.
//!
//! A tracefile is a row of records, each of which ends with a line of its own: one that is cut off
//! inside of a record is refused, one that is cut off between two cannot be told from a short one.

use super::files::Files;
use super::{Coverage, CoverageFormat, hold};
use crate::formats::report::{self, Flaw};

/// What records hold beside lines and branches, and is not read.
const OTHERS: [&str; 14] = [
    "TN", "VER", "FN", "FNDA", "FNF", "FNH", "FNL", "FNA", "BRF", "BRH", "MCDC", "MCF", "MRF",
    "MCH",
];

/// The name of a test under which gcovr writes all records.
const GCOVR: &str = "GCOVR_report";

/// Whether a text that may be cut off begins as this format does.
#[must_use]
pub fn is_lcov(head: &str) -> bool {
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    let mut lines = head.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.find(|line| !line.starts_with('#') && !line.starts_with("TN:"));
    first.is_some_and(|line| line.starts_with("SF:") && line.len() > 3)
}

/// Reads a report.
///
/// # Errors
/// See [`super::read`].
pub fn read(bytes: &[u8]) -> Result<Coverage, Flaw> {
    let text = report::text(bytes)?;
    let mut files = Files::default();
    let mut open: Option<Record> = None;
    let mut test = Test::Unnamed;
    let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
    let mut start = 0;
    for (index, end) in ends.enumerate() {
        let line = text.get(start..end).unwrap_or_default().trim_ascii();
        start = end + 1;
        let at = |reason: &str| {
            Flaw::unreadable(format!(
                "it is not what such a report holds, at line {}: {reason}",
                index + 1
            ))
        };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if line == "end_of_record" {
            let record = open
                .take()
                .ok_or_else(|| at("a record ends that did not begin"))?;
            record.close(&mut files)?;
            continue;
        }
        let (key, value) = split(line, b':').ok_or_else(|| at("it is no record"))?;
        if key == "SF" {
            if open.is_some() {
                return Err(at("a record begins before the one before it ends"));
            }
            open = Some(Record::new(files.open(value)?, test));
            continue;
        }
        match (key, &mut open) {
            ("TN", _) if value == GCOVR => test = Test::Gcovr,
            ("TN", _) => test = Test::Named,
            (_, None) => return Err(at("it belongs to no file")),
            (_, Some(record)) => record
                .take(&mut files, key, value)
                .map_err(|flaw| at(&flaw))?,
        }
    }
    if open.is_some() {
        return Err(Flaw::unreadable("it is cut off inside of a record"));
    }
    let files = files.finish();
    if files.is_empty() {
        return Err(Flaw::unreadable("it holds no record of a file"));
    }
    Ok(Coverage {
        format: CoverageFormat::Lcov,
        tool_version: None,
        generated_at: None,
        roots: Vec::new(),
        files,
    })
}

/// A record that is open.
struct Record {
    place: usize,
    /// Its lines: the number, and whether it ran.
    lines: Vec<(u32, bool)>,
    branches: Vec<(u32, bool)>,
    found: Option<u64>,
    hit: Option<u64>,
    /// Whether llvm-cov wrote it.
    is_llvm: bool,
    test: Test,
}

/// Whose test a record belongs to (`TN`).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Test {
    Unnamed,
    Gcovr,
    Named,
}

impl Record {
    fn new(place: usize, test: Test) -> Self {
        Record {
            place,
            lines: Vec::new(),
            branches: Vec::new(),
            found: None,
            hit: None,
            is_llvm: false,
            test,
        }
    }

    fn take(&mut self, files: &mut Files, key: &str, value: &str) -> Result<(), String> {
        match key {
            "DA" => self.line(files, value),
            "BRDA" => self.branch(value),
            "LF" => number(value).map(|found| self.found = Some(found)),
            "LH" => number(value).map(|hit| self.hit = Some(hit)),
            "FNF" => {
                // llvm-cov alone begins with the functions and names no test.
                self.is_llvm |= self.lines.is_empty() && self.test == Test::Unnamed;
                Ok(())
            }
            _ if OTHERS.contains(&key) => Ok(()),
            _ => Err("it is no record".to_owned()),
        }
    }

    /// `DA:<line>,<hits>[,<checksum>]`
    fn line(&mut self, files: &mut Files, value: &str) -> Result<(), String> {
        let (line, rest) = split(value, b',').ok_or("there are no hits")?;
        let hits = split(rest, b',').map_or(rest, |(hits, _checksum)| hits);
        let (line, hits) = (line_number(line)?, number(hits)?);
        self.lines.push((line, hits > 0));
        files
            .line(self.place, line, hits)
            .map_err(|flaw| flaw.reason)
    }

    /// `BRDA:<line>,[e]<block>,<branch>,<taken>`, where the branch may be any text.
    fn branch(&mut self, value: &str) -> Result<(), String> {
        let (line, rest) = value.split_once(',').ok_or("it has no line")?;
        let (_, taken) = rest.rsplit_once(',').ok_or("it has no branch")?;
        let is_taken = taken != "-" && number(taken)? > 0;
        self.branches.push((line_number(line)?, is_taken));
        Ok(())
    }

    fn close(mut self, files: &mut Files) -> Result<(), Flaw> {
        self.hold()?;
        self.branches.sort_unstable_by_key(|(line, _)| *line);
        if let Some(entry) = files.entry(self.place) {
            entry.close();
            for of_line in self.branches.chunk_by(|one, other| one.0 == other.0) {
                let taken = of_line.iter().filter(|(_, is_taken)| *is_taken).count();
                let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                if let Some((line, _)) = of_line.first() {
                    entry.branches(*line, count(of_line.len()), count(taken));
                }
            }
        }
        Ok(())
    }

    /// Holds the totals against the lines, each counted once or as often as it is there.
    ///
    /// Those of llvm-cov are sums over functions, in which a line of two functions (a closure and what
    /// holds it) is there twice, those of gcovr are of the lines before it merges them and without some of
    /// functions: of both only whether there are lines at all is held.
    fn hold(&mut self) -> Result<(), Flaw> {
        if self.lines.is_empty() && self.found.is_some_and(|found| found > 0) {
            return Err(Flaw::unreadable(
                "it is a summary that does not say which lines ran: have the tool write the lines, too \
                 (`cargo llvm-cov` without `--summary-only`)",
            ));
        }
        if self.is_llvm || self.test == Test::Gcovr {
            return Ok(());
        }
        let covered = |lines: &[(u32, bool)]| lines.iter().filter(|(_, ran)| *ran).count() as u64;
        let each = (self.lines.len() as u64, covered(&self.lines));
        if !self.lines.is_sorted_by(|one, other| one.0 < other.0) {
            // Of a line that is there twice, it is enough if it ran once.
            self.lines.sort_unstable_by_key(|(line, ran)| (*line, !ran));
            self.lines.dedup_by_key(|(line, _)| *line);
        }
        let once = (self.lines.len() as u64, covered(&self.lines));
        if let Some(found) = self.found {
            hold("lines in a file (`LF`)", found, &[once.0, each.0])?;
        }
        if let Some(hit) = self.hit {
            hold("covered lines in a file (`LH`)", hit, &[once.1, each.1])?;
        }
        Ok(())
    }
}

/// A text before and after a byte. The standard library's way is for long texts; these have a few
/// bytes, and there are millions of them.
fn split(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|other| other == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().or_else(|_| text.trim().parse()).map_err(|_| {
        let text: String = text.chars().take(40).collect();
        format!("`{text}` is no number")
    })
}

fn line_number(text: &str) -> Result<u32, String> {
    u32::try_from(number(text)?).map_err(|_| "the number of the line is too high".to_owned())
}
