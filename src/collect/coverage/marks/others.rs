//! The marks of gcovr, lcov, grcov, PHPUnit, SimpleCov, ExCoveralls, scoverage, Dart, .NET and Rust.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

const START: &str = r"(?:GCOVR?|LCOV|GRCOV)_EXCL_START|@codeCoverageIgnoreStart|coveralls-ignore-start|coverage:ignore-start|\$COVERAGE-OFF\$";
const STOP: &str = r"(?:GCOVR?|LCOV|GRCOV)_EXCL_(?:STOP|END)|@codeCoverageIgnoreEnd|coveralls-ignore-stop|coverage:ignore-end|\$COVERAGE-ON\$";
const LINE: &str = r"(?:GCOVR?|LCOV|GRCOV)_EXCL_LINE|coverage:ignore-line";
const FILE: &str = "coverage:ignore-file";
/// What stands both before and behind.
const TOGGLE: &str = r"#\s*:nocov:";
/// What takes out the function, the class or the module that follows.
const ITEM: &str = r"@codeCoverageIgnore\b|\bcoverage\(off\)|\bno_coverage\b|\btarpaulin_include\b|\[(?:\w+\.)*ExcludeFromCodeCoverage";

/// How lines begin that stand between such a mark and what it is for.
const BETWEEN: [&str; 7] = ["*", "/", "#", "@", "[", "<", ")"];

/// Of each line, whether a mark takes it out; none that is measured all the same.
pub(super) fn left_out(text: &str, measures: impl Fn(u64) -> bool) -> Vec<bool> {
    if !is_marked(text) {
        return Vec::new();
    }
    let Some(marks) = &*MARKS else {
        return Vec::new();
    };
    let lines: Vec<&str> = text.lines().collect();
    let mut marked = vec![false; lines.len()];
    let mut is_off = false;
    for (place, line) in lines.iter().enumerate() {
        let is_toggle = marks.toggle.is_match(line);
        if marks.stop.is_match(line) || (is_off && is_toggle) {
            is_off = false;
        } else if marks.start.is_match(line) || is_toggle {
            is_off = true;
        }
        let is_alone = BETWEEN.iter().any(|it| line.trim().starts_with(it));
        let range = match () {
            () if line.contains(FILE) => 0..lines.len(),
            () if marks.item.is_match(line) && is_alone => item(&lines, place),
            () if is_off || marks.line.is_match(line) || marks.item.is_match(line) => {
                place..place + 1
            }
            () => continue,
        };
        let last = range.end.min(lines.len());
        for line in marked.get_mut(range.start..last).into_iter().flatten() {
            *line = true;
        }
    }
    let numbered = marked.into_iter().zip(1..);
    numbered
        .map(|(is_marked, number)| is_marked && !measures(number))
        .collect()
}

/// Each mark has one of these words.
fn is_marked(text: &str) -> bool {
    let words = [
        "_EXCL_",
        "overage",
        "OVERAGE",
        ":nocov:",
        "coveralls-ignore",
        "tarpaulin",
    ];
    words.iter().any(|word| text.contains(word))
}

static MARKS: LazyLock<Option<Marks>> = LazyLock::new(Marks::new);

struct Marks {
    start: Regex,
    stop: Regex,
    line: Regex,
    toggle: Regex,
    item: Regex,
}

impl Marks {
    fn new() -> Option<Self> {
        Some(Marks {
            start: Regex::new(START).ok()?,
            stop: Regex::new(STOP).ok()?,
            line: Regex::new(LINE).ok()?,
            toggle: Regex::new(TOGGLE).ok()?,
            item: Regex::new(ITEM).ok()?,
        })
    }
}

/// The lines, from 0, of the item behind a mark.
fn item(lines: &[&str], mark: usize) -> Range<usize> {
    let is_between = |line: &str| {
        let line = line.trim();
        line.is_empty() || BETWEEN.iter().any(|it| line.starts_with(it))
    };
    let mut behind = lines.iter().enumerate().skip(mark + 1);
    let first = match lines.get(mark) {
        Some(line) if line.contains('{') => Some(mark),
        _ => behind.find(|(_, line)| !is_between(line)).map(|it| it.0),
    };
    first.map_or(mark..mark, |first| first..end_of_block(lines, first) + 1)
}

/// The line on which the block ends that begins on a line or soon behind it, or the statement.
pub(in super::super) fn end_of_block(lines: &[&str], first: usize) -> usize {
    let mut depth = 0_i64;
    let mut has_block = false;
    for (place, line) in lines.iter().enumerate().skip(first) {
        for letter in line.chars() {
            match letter {
                '{' => {
                    depth += 1;
                    has_block = true;
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        let ends = has_block || line.trim_end().ends_with(';');
        if depth <= 0 && ends {
            return place;
        }
    }
    lines.len()
}
