//! The JSON export of llvm-cov (`llvm-cov export -format=text`), which `cargo llvm-cov --json`
//! writes.
//!
//! It has segments, each of which begins where a count holds; they are made into lines as llvm-cov
//! itself does for its lcov form (`LineCoverageStats` in LLVM's `CoverageMapping.cpp`). Its own
//! totals of lines are sums over functions, in which a line of two functions is there twice: they
//! are held against each other, not against the lines.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, SeqAccess, Visitor};

use super::files::Files;
use super::{Coverage, CoverageFormat, CoveredLine, MAX_LINE, MAX_LINES, hold};
use crate::formats::report::{self, Flaw};

const KIND: &str = "llvm.coverage.json.export";

/// Whether a text that may be cut off begins as this format does: newer exports tell their kind only
/// at their end.
#[must_use]
pub fn is_llvm_json(head: &str) -> bool {
    let head = head.strip_prefix('\u{feff}').unwrap_or(head);
    // A beginning with all of its white space, and a path or two.
    let start: String = head
        .chars()
        .take(4096)
        .filter(|char| !char.is_ascii_whitespace())
        .collect();
    start.starts_with("{\"data\":[{\"files\":[")
        || start.starts_with("{\"data\":[{\"functions\":[")
        || (start.starts_with('{') && start.contains(&format!("\"type\":\"{KIND}\"")))
}

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow)]
    data: Vec<Data<'a>>,
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    cargo_llvm_cov: Option<Tool<'a>>,
}

#[derive(Deserialize)]
struct Tool<'a> {
    #[serde(borrow)]
    version: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow)]
    files: Vec<File<'a>>,
    totals: Summary,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    filename: Cow<'a, str>,
    /// `None` in a summary.
    #[serde(default, deserialize_with = "lines")]
    segments: Option<Vec<CoveredLine>>,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    lines: Count,
    #[serde(default)]
    branches: Option<Count>,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
    covered: u64,
}

/// Reads a report.
///
/// # Errors
/// See [`super::read`].
pub fn read(bytes: &[u8]) -> Result<Coverage, Flaw> {
    let export: Export<'_> = report::json(report::text(bytes)?)?;
    if export.kind != KIND {
        return Err(Flaw::unreadable(format!("its type is not `{KIND}`")));
    }
    let mut files = Files::default();
    for data in export.data {
        let sum = |of: fn(&Summary) -> u64| {
            data.files
                .iter()
                .map(|file| of(&file.summary))
                .fold(0, u64::saturating_add)
        };
        hold(
            "lines",
            data.totals.lines.count,
            &[sum(|summary| summary.lines.count)],
        )?;
        hold(
            "covered lines",
            data.totals.lines.covered,
            &[sum(|summary| summary.lines.covered)],
        )?;
        let has_branches = data
            .totals
            .branches
            .as_ref()
            .is_some_and(|all| all.count > 0);
        for file in data.files {
            let place = files.open(&file.filename)?;
            for line in shown(&file)? {
                files.line(place, line.line, line.hits)?;
            }
            if let (true, Some(branches), Some(entry)) =
                (has_branches, file.summary.branches, files.entry(place))
            {
                entry.whole_branches(branches.count, branches.covered);
            }
        }
    }
    let version = export.cargo_llvm_cov.map(|tool| {
        let version: String = tool.version.chars().take(100).collect();
        format!("cargo-llvm-cov {version}")
    });
    Ok(Coverage {
        format: CoverageFormat::LlvmJson,
        tool_version: version,
        generated_at: None,
        roots: Vec::new(),
        files: files.finish(),
    })
}

/// The lines that a file shows.
fn shown<'f>(file: &'f File<'_>) -> Result<&'f [CoveredLine], Flaw> {
    match &file.segments {
        Some(lines) if !lines.is_empty() || file.summary.lines.count == 0 => Ok(lines),
        _ => Err(Flaw::unreadable(
            "it is a summary that does not say which lines ran: have the tool write the lines, too \
             (without `--summary-only`)",
        )),
    }
}

/// Where a count begins to hold.
struct Segment {
    line: u32,
    count: u64,
    has_count: bool,
    is_entry: bool,
    is_gap: bool,
}

impl Segment {
    fn starts_region(&self) -> bool {
        !self.is_gap && self.has_count && self.is_entry
    }
}

impl<'de> Deserialize<'de> for Segment {
    /// `[line, column, count, hasCount, isRegionEntry, isGapRegion]`; before LLVM 11 without the
    /// last.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Parts;

        impl<'de> Visitor<'de> for Parts {
            type Value = Segment;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a segment")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Segment, A::Error> {
                let missing = || A::Error::custom("a segment is too short");
                let line = parts.next_element()?.ok_or_else(missing)?;
                let _column: u64 = parts.next_element()?.ok_or_else(missing)?;
                let count = parts.next_element()?.ok_or_else(missing)?;
                let has_count = parts.next_element()?.ok_or_else(missing)?;
                let is_entry = parts.next_element()?.ok_or_else(missing)?;
                let is_gap = parts.next_element()?.unwrap_or(false);
                Ok(Segment {
                    line,
                    count,
                    has_count,
                    is_entry,
                    is_gap,
                })
            }
        }

        deserializer.deserialize_seq(Parts)
    }
}

fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<CoveredLine>>, D::Error> {
    let segments = Vec::<Segment>::deserialize(deserializer)?;
    lines_of(&segments).map(Some).map_err(D::Error::custom)
}

/// The lines that segments tell of, as llvm-cov counts them: a line is executable where a region
/// with a count goes on from the line before or begins; it ran as often as the one that went on,
/// or, where regions begin on it, as the one of all these that ran most.
fn lines_of(segments: &[Segment]) -> Result<Vec<CoveredLine>, &'static str> {
    if !segments.is_sorted_by_key(|segment| segment.line) {
        return Err("the segments of a file are not in order");
    }
    let mut lines = Vec::new();
    let mut before: Option<&Segment> = None;
    for of_line in segments.chunk_by(|one, other| one.line == other.line) {
        let Some(first) = of_line.first() else {
            continue;
        };
        if first.line > MAX_LINE {
            return Err("the number of a line is too high");
        }
        if let Some(before) = before.filter(|before| before.has_count) {
            let hits = before.count;
            lines.extend((before.line + 1..first.line).map(|line| CoveredLine { line, hits }));
        }
        if lines.len() > MAX_LINES {
            return Err("a file has too many lines");
        }
        if let Some(hits) = hits_of(of_line, before) {
            lines.push(CoveredLine {
                line: first.line,
                hits,
            });
        }
        before = of_line.last();
    }
    Ok(lines)
}

/// The hits of a line by the segments on it and the last one before it; `None` if it is not
/// executable.
fn hits_of(of_line: &[Segment], before: Option<&Segment>) -> Option<u64> {
    let begins = of_line.iter().any(Segment::starts_region);
    let goes_on = before.is_some_and(|before| before.has_count);
    let is_skipped = of_line
        .first()
        .is_some_and(|first| !first.has_count && first.is_entry);
    let has_entry = of_line
        .iter()
        .any(|segment| segment.is_entry && segment.has_count);
    let is_mapped = (!is_skipped && (goes_on || begins)) || has_entry;
    if !is_mapped {
        return None;
    }
    let went_on = before.map_or(0, |before| before.count);
    let starting = of_line.iter().filter(|segment| segment.starts_region());
    Some(
        starting
            .map(|segment| segment.count)
            .fold(went_on, u64::max),
    )
}
