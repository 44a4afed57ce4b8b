//! hyperfine's JSON (`hyperfine --export-json`), of the versions 1.8 to 1.19.
//!
//! Its numbers are seconds for one run of the command. hyperfine goes on after a command that fails
//! only where it is told to (`--ignore-failure`): such runs are counted in [`Benchmark::failures`].
//! The time of the shell is subtracted, so that a short command may have taken no time at all.

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
    outline.has("results[].command") && outline.has_any(&["results[].mean", "results[].times"])
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    results: Vec<Measured<'a>>,
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
    let report: Report<'_> = report::json(report::text(bytes)?)?;
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
