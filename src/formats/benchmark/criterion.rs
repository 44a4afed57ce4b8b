//! Criterion's numbers: the lines of `cargo criterion --message-format json`, and the files that
//! Criterion itself keeps for each benchmark (`target/criterion/**/new/`).
//!
//! Those files are three: `benchmark.json` has the name, `estimates.json` the estimates with their
//! 95 % confidence intervals, `sample.json` the samples. None is complete by itself, so they are
//! read together by [`read_folder`]. Their times are nanoseconds, unless the benchmark measures
//! something of its own, which the files do not say.
//!
//! A sample is many iterations: its value is its time divided by their number. The interval
//! ([`Benchmark::low`], [`Benchmark::high`]) is that of the median.
//!
//! In the lines, each group ends with a line that names its benchmarks: so lines that are cut off
//! are noticed, unless they end with a group.

use std::collections::HashSet;

use serde::Deserialize;

use super::BenchmarkFormat;
use super::model::{Benchmark, Benchmarks, NANOSECOND, Unit, whole};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is the lines of `cargo criterion`.
#[must_use]
pub fn is_criterion(head: &str) -> bool {
    let reason = Outline::of(head).string("reason");
    matches!(reason, Some("benchmark-complete" | "group-complete"))
}

/// Whether a text that starts like this is Criterion's `benchmark.json`.
#[must_use]
pub fn is_benchmark(head: &str) -> bool {
    Outline::of(head).has_all(&["group_id", "full_id", "directory_name"])
}

/// Whether a text that starts like this is Criterion's `estimates.json`.
#[must_use]
pub fn is_estimates(head: &str) -> bool {
    Outline::of(head).has_all(&[
        "mean.confidence_interval",
        "mean.point_estimate",
        "median.confidence_interval",
    ])
}

/// Whether a text that starts like this is Criterion's `sample.json`.
#[must_use]
pub fn is_sample(head: &str) -> bool {
    Outline::of(head).has_all(&["sampling_mode", "iters"])
}

/// Whether a text that starts like this is one of Criterion's own files that [`read_folder`] reads.
#[must_use]
pub fn is_part(head: &str) -> bool {
    is_benchmark(head) || is_estimates(head) || is_sample(head)
}

#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Line {
    BenchmarkComplete(Complete),
    GroupComplete(Group),
}

#[derive(Deserialize)]
struct Complete {
    id: String,
    iteration_count: Vec<f64>,
    measured_values: Vec<f64>,
    unit: String,
    mean: Interval,
    median: Interval,
}

#[derive(Deserialize)]
struct Group {
    benchmarks: Vec<String>,
}

#[derive(Deserialize)]
struct Interval {
    estimate: f64,
    lower_bound: f64,
    upper_bound: f64,
}

/// Reads the lines of `cargo criterion`. Lines for other tools (`cargo`'s own messages) are refused.
///
/// # Errors
/// A line is not of such a form or cut off, a group is not finished, or a benchmark is there twice.
pub fn read(bytes: &[u8]) -> Result<Benchmarks, Flaw> {
    let text = report::text(bytes)?;
    let mut benchmarks = Benchmarks::new(BenchmarkFormat::Criterion);
    let mut open: HashSet<String> = HashSet::new();
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = report::json(line).map_err(|flaw| Flaw {
            reason: format!("line {}: {}", at + 1, flaw.reason),
            ..flaw
        })?;
        match line {
            Line::BenchmarkComplete(complete) => {
                benchmarks.take(result(&complete)?)?;
                open.insert(complete.id);
            }
            Line::GroupComplete(group) => close(&group, &mut open)?,
        }
    }
    if let Some(name) = open.iter().min() {
        return Err(Flaw::unreadable(format!(
            "it is cut off: the group of `{name}` is not finished"
        )));
    }
    benchmarks.finished()
}

fn close(group: &Group, open: &mut HashSet<String>) -> Result<(), Flaw> {
    for name in &group.benchmarks {
        if !open.remove(name) {
            return Err(Flaw::unreadable(format!(
                "a group has the benchmark `{name}`, which was not measured"
            )));
        }
    }
    Ok(())
}

fn result(complete: &Complete) -> Result<Benchmark, Flaw> {
    let unit = Unit::of(&complete.unit);
    let mut result = Benchmark::of(&complete.id, &unit)?;
    let (mean, median) = (&complete.mean, &complete.median);
    result.mean = Some(whole(mean.estimate, unit.factor)?);
    estimate(median, unit.factor, &mut result)?;
    let samples = samples(
        &complete.iteration_count,
        &complete.measured_values,
        unit.factor,
        &result.name,
    )?;
    result.sample(samples);
    Ok(result)
}

fn estimate(median: &Interval, factor: f64, result: &mut Benchmark) -> Result<(), Flaw> {
    result.median = Some(whole(median.estimate, factor)?);
    result.low = Some(whole(median.lower_bound, factor)?);
    result.high = Some(whole(median.upper_bound, factor)?);
    Ok(())
}

fn samples(iterations: &[f64], values: &[f64], factor: f64, name: &str) -> Result<Vec<i64>, Flaw> {
    if iterations.len() != values.len() || values.is_empty() {
        return Err(Flaw::unreadable(format!(
            "`{name}` has {} samples and {} numbers of iterations",
            values.len(),
            iterations.len()
        )));
    }
    let pairs = iterations.iter().zip(values);
    pairs
        .map(|(&iterations, &value)| whole(value / iterations, factor))
        .collect()
}

#[derive(Deserialize)]
struct Identity<'a> {
    #[serde(borrow)]
    full_id: Text<'a>,
}

#[derive(Deserialize)]
struct Estimates {
    mean: Estimate,
    median: Estimate,
    std_dev: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    confidence_interval: Confidence,
    point_estimate: f64,
}

#[derive(Deserialize)]
struct Confidence {
    lower_bound: f64,
    upper_bound: f64,
}

#[derive(Deserialize)]
struct Sample {
    iters: Vec<f64>,
    times: Vec<f64>,
}

/// Reads the files `benchmark.json`, `estimates.json` and `sample.json` of one folder `new`.
///
/// # Errors
/// One of them is not whole or not what it should be, or the samples do not match.
pub fn read_folder(benchmark: &[u8], estimates: &[u8], sample: &[u8]) -> Result<Benchmark, Flaw> {
    let identity: Identity<'_> = named("benchmark.json", benchmark)?;
    let estimates: Estimates = named("estimates.json", estimates)?;
    let sample: Sample = named("sample.json", sample)?;
    let mut result = Benchmark::time(&identity.full_id)?;
    result.mean = Some(whole(estimates.mean.point_estimate, NANOSECOND)?);
    result.stddev = Some(whole(estimates.std_dev.point_estimate, NANOSECOND)?);
    let median = Interval {
        estimate: estimates.median.point_estimate,
        lower_bound: estimates.median.confidence_interval.lower_bound,
        upper_bound: estimates.median.confidence_interval.upper_bound,
    };
    estimate(&median, NANOSECOND, &mut result)?;
    let samples = samples(&sample.iters, &sample.times, NANOSECOND, &result.name)?;
    result.sample(samples);
    Ok(result)
}

/// The benchmarks of all folders of `target/criterion`, each read by [`read_folder`].
///
/// # Errors
/// There is none, there are too many, or two have one name.
pub fn of_folders(results: Vec<Benchmark>) -> Result<Benchmarks, Flaw> {
    let mut benchmarks = Benchmarks::new(BenchmarkFormat::Criterion);
    for result in results {
        benchmarks.take(result)?;
    }
    benchmarks.finished()
}

fn named<'a, T: Deserialize<'a>>(name: &str, bytes: &'a [u8]) -> Result<T, Flaw> {
    report::text(bytes)
        .and_then(report::json)
        .map_err(|flaw| Flaw {
            reason: format!("{name}: {}", flaw.reason),
            ..flaw
        })
}
