//! pytest-benchmark's JSON (`pytest --benchmark-json`, `--benchmark-save`), of the versions 3 to 5.
//!
//! Its numbers are seconds for one call. The samples (`data`) are there with `--benchmark-json`, and
//! with `--benchmark-save-data`, else only statistics.

use serde::Deserialize;

use super::BenchmarkFormat;
use super::model::{Benchmark, Benchmarks, SECOND, some_whole, whole};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is of pytest-benchmark.
#[must_use]
pub fn is_pytest_benchmark(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("machine_info") && outline.has_any(&["commit_info", "benchmarks", "datetime"])
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    machine_info: Machine<'a>,
    #[serde(default, borrow)]
    commit_info: Option<Commit<'a>>,
    #[serde(borrow)]
    benchmarks: Vec<Measured<'a>>,
    #[serde(borrow)]
    datetime: Text<'a>,
    #[serde(borrow)]
    version: Text<'a>,
}

#[derive(Deserialize)]
struct Machine<'a> {
    #[serde(default, borrow)]
    machine: Option<Text<'a>>,
    #[serde(default, borrow)]
    system: Option<Text<'a>>,
    #[serde(default, borrow)]
    cpu: Option<Cpu<'a>>,
}

#[derive(Deserialize)]
struct Cpu<'a> {
    /// Before py-cpuinfo 6 it is `brand`.
    #[serde(default, borrow, alias = "brand")]
    brand_raw: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Commit<'a> {
    #[serde(default, borrow)]
    id: Option<Text<'a>>,
    #[serde(default)]
    dirty: Option<bool>,
}

#[derive(Deserialize)]
struct Measured<'a> {
    #[serde(borrow)]
    fullname: Text<'a>,
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    rounds: u64,
    min: f64,
    max: f64,
    mean: f64,
    median: f64,
    #[serde(default)]
    stddev: Option<f64>,
    #[serde(default)]
    q1: Option<f64>,
    #[serde(default)]
    q3: Option<f64>,
    #[serde(default)]
    data: Option<Vec<f64>>,
}

/// Reads a report of pytest-benchmark.
///
/// # Errors
/// It is not whole, is not such a report, has no benchmark or one of them twice, or its statistics
/// contradict its samples.
pub fn read(bytes: &[u8]) -> Result<Benchmarks, Flaw> {
    let report: Report<'_> = report::json(report::text(bytes)?)?;
    let mut benchmarks = Benchmarks::new(BenchmarkFormat::PytestBenchmark);
    benchmarks.tool_version = Some(report.version.to_string());
    benchmarks.generated_at = zoned(&report.datetime);
    benchmarks.machine = machine(&report.machine_info);
    if let Some(commit) = &report.commit_info {
        let id = commit.id.as_deref().filter(|id| is_commit(id));
        benchmarks.commit = id.map(str::to_owned);
        benchmarks.dirty = commit.dirty.filter(|_| id.is_some());
    }
    for measured in &report.benchmarks {
        benchmarks.take(result(measured)?)?;
    }
    benchmarks.finished()
}

/// Outside of a checkout the id is `unversioned` or `unknown`.
fn is_commit(id: &str) -> bool {
    id.len() >= 7 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Versions before 3.2 write a moment without a zone.
fn zoned(text: &str) -> Option<i64> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    Some(moment.as_second())
}

fn machine(machine: &Machine<'_>) -> Option<String> {
    let cpu = machine
        .cpu
        .as_ref()
        .and_then(|cpu| cpu.brand_raw.as_deref());
    let system = [machine.system.as_deref(), machine.machine.as_deref()];
    let system: Vec<&str> = system.into_iter().flatten().collect();
    let system = system.join(" ");
    let parts: Vec<&str> = [cpu.unwrap_or_default(), &system]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let told: String = parts.join(", ").chars().take(200).collect();
    (!told.is_empty()).then_some(told)
}

fn result(measured: &Measured<'_>) -> Result<Benchmark, Flaw> {
    let stats = &measured.stats;
    let mut result = Benchmark::time(&measured.fullname)?;
    result.samples = stats.rounds;
    result.min = Some(whole(stats.min, SECOND)?);
    result.max = Some(whole(stats.max, SECOND)?);
    result.mean = Some(whole(stats.mean, SECOND)?);
    result.median = Some(whole(stats.median, SECOND)?);
    result.stddev = some_whole(stats.stddev, SECOND)?;
    result.q1 = some_whole(stats.q1, SECOND)?;
    result.q3 = some_whole(stats.q3, SECOND)?;
    if let Some(data) = &stats.data {
        if data.len() as u64 != stats.rounds {
            return Err(Flaw::unreadable(format!(
                "`{}` has {} rounds as stated and {} samples",
                result.name,
                stats.rounds,
                data.len()
            )));
        }
        let values: Result<Vec<i64>, Flaw> = data.iter().map(|&time| whole(time, SECOND)).collect();
        let values = values?;
        result.hold(&values)?;
        result.sample(values);
    }
    if result.samples == 0 {
        return Err(Flaw::unreadable(format!("`{}` has no round", result.name)));
    }
    Ok(result)
}
