//! The JSON report of coverage.py (`coverage json`, formats 1 to 3).
//!
//! It says that a line ran, not how often: a covered line has 1 hit. Its timestamp has no zone.

use std::borrow::Cow;

use serde::Deserialize;

use super::files::Files;
use super::{Coverage, CoverageFormat, hold};
use crate::formats::report::{self, Flaw};

/// Whether a text that may be cut off begins as this format does.
#[must_use]
pub fn is_coverage_py(head: &str) -> bool {
    let head = head
        .strip_prefix('\u{feff}')
        .unwrap_or(head)
        .trim_ascii_start();
    let has = |key: &str| head.contains(key);
    head.starts_with('{')
        && (has("\"meta\"") && has("\"branch_coverage\"")
            || has("\"files\"") && has("\"executed_lines\""))
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    meta: Meta<'a>,
    #[serde(borrow, deserialize_with = "report::unique_keys")]
    files: Vec<(Path<'a>, File)>,
    totals: Summary,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    version: Cow<'a, str>,
    branch_coverage: bool,
}

/// A path, borrowed where it can be.
#[derive(Deserialize, PartialEq, Eq, Hash, Clone)]
#[serde(transparent)]
struct Path<'a>(#[serde(borrow)] Cow<'a, str>);

impl std::fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[derive(Deserialize)]
struct File {
    executed_lines: Vec<u32>,
    missing_lines: Vec<u32>,
    excluded_lines: Vec<u32>,
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    covered_lines: u64,
    num_statements: u64,
    missing_lines: u64,
    #[serde(default)]
    num_branches: Option<u64>,
    #[serde(default)]
    covered_branches: Option<u64>,
}

/// Reads a report.
///
/// # Errors
/// See [`super::read`].
pub fn read(bytes: &[u8]) -> Result<Coverage, Flaw> {
    let report: Report<'_> = report::json(report::text(bytes)?)?;
    let mut files = Files::default();
    let mut sums = [0u64; 4];
    for (path, mut file) in report.files {
        file.executed_lines
            .retain(|line| !has(&file.excluded_lines, *line));
        add(&mut files, &path.0, &file, report.meta.branch_coverage)?;
        let summary = &file.summary;
        let branches = [summary.num_branches, summary.covered_branches];
        let [total, covered] = branches.map(Option::unwrap_or_default);
        let of_file = [
            summary.num_statements,
            summary.covered_lines,
            total,
            covered,
        ];
        for (sum, number) in sums.iter_mut().zip(of_file) {
            *sum = sum.saturating_add(number);
        }
    }
    let totals = &report.totals;
    hold("statements", totals.num_statements, &[sums[0]])?;
    hold("covered lines", totals.covered_lines, &[sums[1]])?;
    if let Some(branches) = totals.num_branches {
        hold("branches", branches, &[sums[2]])?;
    }
    if let Some(branches) = totals.covered_branches {
        hold("covered branches", branches, &[sums[3]])?;
    }
    Ok(Coverage {
        format: CoverageFormat::CoveragePy,
        tool_version: Some(report.meta.version.chars().take(100).collect()),
        generated_at: None,
        roots: Vec::new(),
        files: files.finish(),
    })
}

/// Whether a line is in a list, which coverage.py sorts. In one that is not sorted it may not be
/// found: then the totals do not hold.
fn has(lines: &[u32], line: u32) -> bool {
    lines.binary_search(&line).is_ok()
}

fn add(files: &mut Files, path: &str, file: &File, has_branches: bool) -> Result<(), Flaw> {
    let place = files.open(path)?;
    let in_file = |what: &str| format!("{what} in {path}");
    let summary = &file.summary;
    let missed = file.missing_lines.len() as u64;
    hold(&in_file("missing lines"), summary.missing_lines, &[missed])?;
    let ran = file.executed_lines.len() as u64;
    if ran < summary.covered_lines {
        return hold(&in_file("covered lines"), summary.covered_lines, &[ran]);
    }
    let statements = summary.covered_lines.saturating_add(missed);
    hold(
        &in_file("statements"),
        summary.num_statements,
        &[statements],
    )?;
    for line in &file.executed_lines {
        if has(&file.missing_lines, *line) {
            let reason = format!("line {line} of {path} is both executed and missing");
            return Err(Flaw::unreadable(reason));
        }
        files.line(place, *line, 1)?;
    }
    for line in &file.missing_lines {
        files.line(place, *line, 0)?;
    }
    if let Some(entry) = files.entry(place) {
        entry.excluded(&file.excluded_lines);
        entry.surplus(u32::try_from(ran - summary.covered_lines).unwrap_or(u32::MAX));
        if let (true, Some(total), Some(covered)) =
            (has_branches, summary.num_branches, summary.covered_branches)
        {
            entry.whole_branches(total, covered);
        }
    }
    Ok(())
}
