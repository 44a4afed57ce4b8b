//! hyperfine's JSON (`hyperfine --export-json`), of the versions 1.8 to 2.0.
//!
//! Its numbers are seconds for one run of the command. hyperfine goes on after a command that fails
//! only where it is told to (`--ignore-failure`): such runs are counted in [`Benchmark::failures`].
//! The time of the shell is subtracted, so that a short command may have taken no time at all.
//!
//! Version 2 writes `"schema_version": 2`, and each run by itself with all that was measured of it:
//! the time on the wall clock is the one that is read.

use std::collections::HashMap;

use serde::Deserialize;

use super::BenchmarkFormat;
use super::model::{Benchmark, Benchmarks, SECOND, some_whole, whole};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is of hyperfine.
#[must_use]
pub fn is_hyperfine(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("results[].command")
        && outline.has_any(&[
            "results[].mean",
            "results[].times",
            "results[].measurements",
        ])
}

#[derive(Deserialize)]
struct Version {
    #[serde(default)]
    schema_version: Option<u64>,
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    results: Vec<Measured<'a>>,
}

/// The second form.
#[derive(Deserialize)]
struct Second<'a> {
    schema_version: u64,
    #[serde(borrow)]
    results: Vec<SecondMeasured<'a>>,
}

#[derive(Deserialize)]
struct SecondMeasured<'a> {
    #[serde(borrow)]
    command: Text<'a>,
    #[serde(borrow)]
    measurements: Vec<Run<'a>>,
    summary: Summary,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    parameters: Vec<(Text<'a>, Parameter<'a>)>,
}

#[derive(Deserialize)]
struct Run<'a> {
    #[serde(borrow)]
    time_wall_clock: Quantity<'a>,
    /// `null` for a run that a signal ended.
    #[serde(default)]
    exit_code: Option<i64>,
}

#[derive(Deserialize)]
struct Quantity<'a> {
    value: f64,
    #[serde(borrow)]
    unit: Text<'a>,
}

#[derive(Deserialize)]
struct Summary {
    time_wall_clock: Statistics,
}

#[derive(Deserialize)]
struct Statistics {
    mean: f64,
    #[serde(default)]
    stddev: Option<f64>,
    median: f64,
    min: f64,
    max: f64,
}

#[derive(Deserialize)]
struct Parameter<'a> {
    #[serde(borrow)]
    value: Text<'a>,
}

impl<'a> Second<'a> {
    fn into_first(self) -> Result<Report<'a>, Flaw> {
        if self.schema_version != 2 {
            return Err(Flaw::unreadable(format!(
                "its schema version {} is not known",
                self.schema_version
            )));
        }
        let results: Result<_, Flaw> = self.results.into_iter().map(first).collect();
        Ok(Report { results: results? })
    }
}

fn first(measured: SecondMeasured<'_>) -> Result<Measured<'_>, Flaw> {
    let runs = &measured.measurements;
    if runs
        .iter()
        .any(|run| &*run.time_wall_clock.unit != "second")
    {
        return Err(Flaw::unreadable("its times are not in seconds"));
    }
    let summary = measured.summary.time_wall_clock;
    Ok(Measured {
        mean: summary.mean,
        stddev: summary.stddev,
        median: summary.median,
        min: summary.min,
        max: summary.max,
        times: runs.iter().map(|run| run.time_wall_clock.value).collect(),
        exit_codes: Some(runs.iter().map(|run| run.exit_code).collect()),
        command: measured.command,
        parameters: measured
            .parameters
            .into_iter()
            .map(|(name, parameter)| (name, parameter.value))
            .collect(),
    })
}

#[derive(Deserialize)]
struct Measured<'a> {
    #[serde(borrow)]
    command: Text<'a>,
    mean: f64,
    /// `null` for a single run.
    #[serde(default)]
    stddev: Option<f64>,
    median: f64,
    min: f64,
    max: f64,
    times: Vec<f64>,
    /// `null` for a run that a signal ended.
    #[serde(default)]
    exit_codes: Option<Vec<Option<i64>>>,
    #[serde(default, borrow, deserialize_with = "report::unique_keys")]
    parameters: Vec<(Text<'a>, Text<'a>)>,
}

/// Reads a report of hyperfine.
///
/// # Errors
/// It is not whole, is not such a report, has no command or one of them twice with the same
/// parameters, or its statistics contradict its times.
pub fn read(bytes: &[u8]) -> Result<Benchmarks, Flaw> {
    let text = report::text(bytes)?;
    let report = match report::json::<Version>(text)?.schema_version {
        None => report::json::<Report<'_>>(text)?,
        Some(_) => report::json::<Second<'_>>(text)?.into_first()?,
    };
    let mut named: HashMap<&str, usize> = HashMap::new();
    for measured in &report.results {
        *named.entry(&*measured.command).or_default() += 1;
    }
    let mut benchmarks = Benchmarks::new(BenchmarkFormat::Hyperfine);
    for measured in &report.results {
        let once = named.get(&*measured.command) == Some(&1);
        benchmarks.take(result(measured, once)?)?;
    }
    benchmarks.finished()
}

/// The command, with its parameters where others have the same: those that do not show in it.
fn name(measured: &Measured<'_>, once: bool) -> String {
    if once || measured.parameters.is_empty() {
        return measured.command.to_string();
    }
    let parameters: Vec<String> = measured
        .parameters
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{} ({})", measured.command, parameters.join(", "))
}

fn result(measured: &Measured<'_>, once: bool) -> Result<Benchmark, Flaw> {
    let mut result = Benchmark::time(&name(measured, once))?;
    if measured.times.is_empty() {
        return Err(Flaw::unreadable(format!("`{}` has no run", result.name)));
    }
    result.min = Some(whole(measured.min, SECOND)?);
    result.max = Some(whole(measured.max, SECOND)?);
    result.mean = Some(whole(measured.mean, SECOND)?);
    result.median = Some(whole(measured.median, SECOND)?);
    result.stddev = some_whole(measured.stddev, SECOND)?;
    if let Some(codes) = &measured.exit_codes {
        if codes.len() != measured.times.len() {
            return Err(Flaw::unreadable(format!(
                "`{}` has {} times and {} exit codes",
                result.name,
                measured.times.len(),
                codes.len()
            )));
        }
        result.failures = codes.iter().filter(|&&code| code != Some(0)).count() as u64;
    }
    let times = measured.times.iter();
    let values: Result<Vec<i64>, Flaw> = times.map(|&time| whole(time, SECOND)).collect();
    let values = values?;
    result.hold(&values)?;
    result.sample(values);
    Ok(result)
}
