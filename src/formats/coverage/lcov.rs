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
    let mut has_test_name = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
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
        let (key, value) = line.split_once(':').ok_or_else(|| at("it is no record"))?;
        if key == "SF" {
            if open.is_some() {
                return Err(at("a record begins before the one before it ends"));
            }
            open = Some(Record::new(files.open(value)?, has_test_name));
            continue;
        }
        has_test_name |= key == "TN";
        match (key, &mut open) {
            ("TN", _) => {}
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
    /// The numbers of its lines: of those that ran, and of those that did not.
    lines: [Vec<u32>; 2],
    branches: Vec<(u32, bool)>,
    found: Option<u64>,
    hit: Option<u64>,
    /// Whether llvm-cov wrote it. Its `LF` and `LH` are sums over functions, in which a line of two
    /// functions (a closure and what holds it) is there twice: they are not held.
    is_llvm: bool,
    has_test_name: bool,
}

impl Record {
    fn new(place: usize, has_test_name: bool) -> Self {
        Record {
            place,
            lines: [Vec::new(), Vec::new()],
            branches: Vec::new(),
            found: None,
            hit: None,
            is_llvm: false,
            has_test_name,
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
                let is_first = self.lines.iter().all(Vec::is_empty);
                self.is_llvm |= is_first && !self.has_test_name;
                Ok(())
            }
            _ if OTHERS.contains(&key) => Ok(()),
            _ => Err("it is no record".to_owned()),
        }
    }

    /// `DA:<line>,<hits>[,<checksum>]`
    fn line(&mut self, files: &mut Files, value: &str) -> Result<(), String> {
        let mut parts = value.split(',');
        let line = line_number(parts.next().unwrap_or_default())?;
        let hits = number(parts.next().ok_or("there are no hits")?)?;
        let [covered, missed] = &mut self.lines;
        if hits > 0 {
            covered.push(line)
        } else {
            missed.push(line)
        }
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
    fn hold(&mut self) -> Result<(), Flaw> {
        if self.is_llvm {
            return Ok(());
        }
        let [covered, missed] = &mut self.lines;
        let each = (covered.len() + missed.len(), covered.len());
        let mut all: Vec<u32> = covered.iter().chain(missed.iter()).copied().collect();
        for lines in [&mut all, covered] {
            lines.sort_unstable();
            lines.dedup();
        }
        if let Some(found) = self.found {
            hold(
                "lines in a file (`LF`)",
                found,
                &[all.len() as u64, each.0 as u64],
            )?;
        }
        if let Some(hit) = self.hit {
            let counted = [covered.len() as u64, each.1 as u64];
            hold("covered lines in a file (`LH`)", hit, &counted)?;
        }
        Ok(())
    }
}

fn number(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let told = || {
        format!(
            "`{}` is no number",
            text.chars().take(40).collect::<String>()
        )
    };
    text.parse().map_err(|_| told())
}

fn line_number(text: &str) -> Result<u32, String> {
    u32::try_from(number(text)?).map_err(|_| "the number of the line is too high".to_owned())
}
