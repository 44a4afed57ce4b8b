//! How fast the code is, and how fast it was at the previous release.

mod earlier;
mod sources;

use std::collections::BTreeMap;

use super::changes::base;
use super::reports::{Kind, Part, Parts, Report, Told};
use super::{Collector, Context};
use crate::evidence::BENCHMARK;
use crate::facts::{
    BenchmarkReport, Benchmarks, ComparedBenchmark, Evidence, Missing, SpeedChange,
};
use crate::formats::benchmark::{
    self, Benchmark, BenchmarkFormat, Benchmarks as Read, Direction, criterion,
};
use crate::formats::report::Flaw;
use crate::release::speed::{self, Measurement};

/// The most benchmarks of which a report says that their runs failed.
const MAX_FAILED: usize = 1_000;

/// The reports of benchmarks.
pub(super) struct BenchmarksCollector;

impl Collector for BenchmarksCollector {
    type Facts = Benchmarks;

    const NAME: &'static str = "benchmarks";
    const PURPOSE: &'static str =
        "How fast the code is, and how fast it was at the previous release.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let found = KIND.reports(context)?;
        let history = &context.repository()?.history;
        let commit = base(history)?;
        let (recorded, reports): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|report| report.is_of(commit));
        let earlier = match &history.previous {
            Some(previous) => earlier::find(context, previous, recorded)?,
            None => Vec::new(),
        };
        let now = best(
            reports
                .iter()
                .filter(|report| report.counts())
                .filter_map(dated),
        );
        let before = best(earlier.iter().filter_map(earlier::Run::dated));
        let mut facts = compared(&before, &now);
        facts.reports = reports.iter().map(fact).collect();
        facts.earlier = earlier.into_iter().map(|run| run.fact).collect();
        let is_measured = facts.earlier.iter().any(|run| run.reason.is_none());
        if let Some(commit) = commit.filter(|_| !is_measured) {
            facts.sources = sources::read(context, commit).ok();
        }
        Ok(facts)
    }
}

const KIND: Kind<Read> = Kind {
    name: BENCHMARK,
    recognise: |head| benchmark::recognise(head).map(BenchmarkFormat::name),
    read: |head, bytes| match benchmark::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is not a known report of benchmarks")),
    },
    read_of: |_, _, _| None,
    parts: Some(Parts {
        is_one: criterion::is_part,
        read: of_criterion,
    }),
    unread: |_| None,
    told: |report| Told {
        tool: Some(report.format.name().to_owned()),
        tool_version: report.tool_version.clone(),
        generated_at: report.generated_at,
        found: false,
    },
};

/// Criterion's own files, three of each benchmark in a folder of its own.
fn of_criterion(parts: &[Part]) -> Result<Read, Flaw> {
    let mut folders: BTreeMap<&str, Vec<&Part>> = BTreeMap::new();
    for part in parts {
        let folder = part.path.rsplit_once(['/', '\\']).map_or("", |it| it.0);
        folders.entry(folder).or_default().push(part);
    }
    let results = folders.into_iter().map(|(folder, parts)| {
        let one = |is: fn(&str) -> bool, name: &str| {
            let found = parts.iter().find(|part| is(part.head));
            found.map(|part| part.content).ok_or_else(|| {
                Flaw::unreadable(format!("there is no `{name}` of Criterion in `{folder}`"))
            })
        };
        criterion::read_folder(
            one(criterion::is_benchmark, "benchmark.json")?,
            one(criterion::is_estimates, "estimates.json")?,
            one(criterion::is_sample, "sample.json")?,
        )
    });
    criterion::of_folders(results.collect::<Result<_, _>>()?)
}

/// A report, and when it was made.
type Dated<'a> = (Option<i64>, &'a Read);

/// Benchmarks by their names.
type ByName<'a> = BTreeMap<&'a str, &'a Benchmark>;

fn dated(report: &Report<Read>) -> Option<Dated<'_>> {
    Some((report.evidence.generated_at, report.value.as_ref()?))
}

/// Every benchmark once: the fastest of its runs, since noise makes nothing faster; the latest where
/// nothing says which number is the better one.
fn best<'a>(reports: impl Iterator<Item = Dated<'a>>) -> ByName<'a> {
    let mut reports: Vec<Dated> = reports.collect();
    reports.sort_by_key(|(time, _)| *time);
    let mut best = ByName::new();
    for result in reports.into_iter().flat_map(|(_, read)| &read.results) {
        let known = best.entry(result.name.as_str()).or_insert(result);
        if !is_slower(result, known) {
            *known = result;
        }
    }
    best
}

fn is_slower(one: &Benchmark, other: &Benchmark) -> bool {
    let (Some(one_is), Some(other_is)) = (middle(one), middle(other)) else {
        return middle(one).is_none();
    };
    let is_one_kind = one.unit == other.unit && one.better == other.better;
    is_one_kind
        && match one.better {
            Direction::Smaller => one_is > other_is,
            Direction::Bigger => one_is < other_is,
            Direction::Unknown => false,
        }
}

fn compared(before: &ByName, now: &ByName) -> Benchmarks {
    let missing_in = |from: &ByName, other: &ByName| -> Vec<String> {
        let names = from.keys().filter(|name| !other.contains_key(*name));
        names.map(|name| (*name).to_owned()).collect()
    };
    let both = before.iter().filter_map(|(name, earlier)| {
        let later = now.get(name)?;
        Some(comparison(earlier, later))
    });
    Benchmarks {
        compared: both.collect(),
        vanished: if now.is_empty() {
            Vec::new()
        } else {
            missing_in(before, now)
        },
        new: if before.is_empty() {
            Vec::new()
        } else {
            missing_in(now, before)
        },
        ..Benchmarks::default()
    }
}

fn comparison(earlier: &Benchmark, later: &Benchmark) -> ComparedBenchmark {
    let reason = (earlier.unit != later.unit)
        .then(|| format!("its unit was `{}` and is `{}`", earlier.unit, later.unit))
        .or_else(|| {
            (earlier.better != later.better)
                .then(|| "which number is the better one was another way round".to_owned())
        });
    let change = |is_rate: bool, except: Direction| {
        let is_one = reason.is_none() && later.better != except;
        is_one.then(|| speed(&measurement(earlier), &measurement(later), is_rate))
    };
    ComparedBenchmark {
        name: later.name.clone(),
        unit: later.unit.clone(),
        before: middle(earlier),
        now: middle(later),
        samples: earlier.samples.min(later.samples),
        smaller: change(false, Direction::Bigger),
        bigger: change(true, Direction::Smaller),
        reason,
    }
}

fn speed(earlier: &Measurement, later: &Measurement, is_rate: bool) -> SpeedChange {
    let change = speed::change(earlier, later, is_rate);
    SpeedChange {
        middle: change.middle,
        least: change.least,
        most: change.most,
        best: change.best,
        noise: change.noise,
    }
}

fn measurement(of: &Benchmark) -> Measurement<'_> {
    Measurement {
        values: &of.values,
        samples: of.samples,
        min: of.min,
        median: of.median,
        mean: of.mean,
        max: of.max,
        q1: of.q1,
        q3: of.q3,
        low: of.low,
        high: of.high,
    }
}

fn middle(of: &Benchmark) -> Option<i64> {
    of.median.or(of.mean).or(of.min)
}

fn fact(report: &Report<Read>) -> BenchmarkReport {
    let results = report
        .value
        .as_ref()
        .map_or(&[][..], |read| read.results.as_slice());
    let failed = results.iter().filter(|result| result.failures > 0);
    BenchmarkReport {
        benchmarks: results.len() as u64,
        machine: report.value.as_ref().and_then(|read| read.machine.clone()),
        measured: report.value.as_ref().and_then(|read| read.commit.clone()),
        failed: failed.map(|it| it.name.clone()).take(MAX_FAILED).collect(),
        evidence: report.evidence.clone(),
        status: report.status,
        reason: report.reason.clone(),
    }
}

#[cfg(test)]
mod tests;
