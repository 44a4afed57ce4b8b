//! The JSON that github-action-benchmark calls `customSmallerIsBetter` and `customBiggerIsBetter`:
//! `[{"name": …, "unit": …, "value": …, "range": …}, …]`.
//!
//! The two have the same form, so nothing in a report tells which one it is. [`read`] knows the
//! direction of times and rates only, and leaves [`Direction::Unknown`] else; whoever knows the
//! direction uses [`read_as`]. `range` is free text; where it is a number, with `±` or without, it
//! is taken for half of an interval around the value, and `%` for a share of the value.

use serde::Deserialize;

use super::BenchmarkFormat;
use super::model::{Benchmark, Benchmarks, Direction, Unit, whole};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is such a list.
#[must_use]
pub fn is_custom(head: &str) -> bool {
    Outline::of(head).has_all(&["[].name", "[].unit", "[].value"])
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    unit: Text<'a>,
    value: f64,
    #[serde(default, borrow)]
    range: Option<Range<'a>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Range<'a> {
    Number(f64),
    Text(#[serde(borrow)] Text<'a>),
}

/// Reads such a list, with the direction that each unit has.
///
/// # Errors
/// It is not whole, is not such a list, is empty, or has a name twice.
pub fn read(bytes: &[u8]) -> Result<Benchmarks, Flaw> {
    let entries: Vec<Entry<'_>> = report::json(report::text(bytes)?)?;
    let mut benchmarks = Benchmarks::new(BenchmarkFormat::Custom);
    for entry in &entries {
        benchmarks.take(result(entry)?)?;
    }
    benchmarks.finished()
}

/// Reads such a list of which the direction is known.
///
/// # Errors
/// As [`read`].
pub fn read_as(bytes: &[u8], better: Direction) -> Result<Benchmarks, Flaw> {
    let mut benchmarks = read(bytes)?;
    for result in &mut benchmarks.results {
        result.better = better;
    }
    Ok(benchmarks)
}

fn result(entry: &Entry<'_>) -> Result<Benchmark, Flaw> {
    let unit = Unit::of(entry.unit.trim());
    let mut result = Benchmark::of(&entry.name, &unit)?;
    let value = whole(entry.value, unit.factor)?;
    result.samples = 1;
    result.mean = Some(value);
    if let Some(half) = entry
        .range
        .as_ref()
        .and_then(|range| half(range, entry.value))
    {
        result.low = Some(whole((entry.value - half).max(0.0), unit.factor)?);
        result.high = Some(whole(entry.value + half, unit.factor)?);
    }
    Ok(result)
}

/// Half of the interval; `None` where the text is no number.
fn half(range: &Range<'_>, value: f64) -> Option<f64> {
    let text = match range {
        Range::Number(half) => return (half.is_finite() && *half >= 0.0).then_some(*half),
        Range::Text(text) => text.trim().trim_start_matches(['±', '+', '-', '/']).trim(),
    };
    let half = match text.strip_suffix('%') {
        Some(share) => share.trim().parse::<f64>().ok()? * value / 100.0,
        None => text.parse().ok()?,
    };
    (half.is_finite() && half >= 0.0).then_some(half)
}
