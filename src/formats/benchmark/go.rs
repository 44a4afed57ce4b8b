//! Go's benchmarks as text (`go test -bench`), in the form that benchstat reads (the Go benchmark
//! data format, golang.org/design/14313-benchmark-format).
//!
//! `BenchmarkX-8  1000  1234 ns/op  8 B/op`: a name with the number of processors, the iterations,
//! and values with their units. Several lines of one name are samples. Each unit beyond `ns/op` is a
//! benchmark of its own, with the unit behind its name. Lines `key: value` are the configuration of
//! what follows; the package (`pkg:`) goes in front of the names. `Unit NAME better=higher` (or
//! `lower`) says which direction is the better one; else rates are better when bigger, and
//! everything else when smaller.
//!
//! `go test` ends each package with `PASS` or `FAIL`. So a text that names a package and does not
//! come to that line is cut off, and one with `FAIL` or a panic is of a run that failed. Lines that
//! somebody picked out of an output show neither.

use std::collections::HashMap;

use super::BenchmarkFormat;
use super::model::{Benchmark, Benchmarks, Direction, MAX_BENCHMARKS, Unit, name, whole};
use crate::formats::report::{self, Flaw};

/// The most samples of all benchmarks together.
const MAX_SAMPLES: usize = 4_000_000;

/// Whether a text that starts like this has benchmarks of Go.
#[must_use]
pub fn is_go(head: &str) -> bool {
    // The last line may be cut off.
    let whole = head
        .rfind('\n')
        .map_or("", |end| head.get(..end).unwrap_or(""));
    let mut lines = whole.lines();
    lines.any(|line| matches!(Line::of(line), Some(Line::Measured(_))))
        || whole
            .lines()
            .take(4)
            .filter(|line| {
                ["goos: ", "goarch: ", "pkg: "]
                    .iter()
                    .any(|key| line.starts_with(key))
            })
            .count()
            >= 2
}

/// A line that says something.
#[derive(Debug, PartialEq)]
enum Line<'a> {
    Configured(&'a str, &'a str),
    UnitIs(&'a str, Direction),
    Measured(Measured<'a>),
    Passed,
    Failed(&'a str),
}

#[derive(Debug, PartialEq)]
struct Measured<'a> {
    name: &'a str,
    values: Vec<(f64, &'a str)>,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let line = line.trim_end();
        if line == "PASS" || line.starts_with("ok  \t") {
            return Some(Line::Passed);
        }
        let failed = ["FAIL", "--- FAIL", "panic:", "fatal error:", "exit status "];
        if failed.iter().any(|start| line.starts_with(start)) {
            return Some(Line::Failed(line));
        }
        if line.starts_with("Benchmark") {
            return measured(line).map(Line::Measured);
        }
        if let Some(rest) = line.strip_prefix("Unit ") {
            return direction(rest);
        }
        // A key starts with a small letter and has no blank (§ Configuration Lines).
        let (key, value) = line.split_once(": ")?;
        let is_key = key.starts_with(|first: char| first.is_lowercase())
            && !key.contains(|any: char| any.is_whitespace() || any.is_uppercase());
        is_key.then(|| Line::Configured(key, value.trim()))
    }
}

fn direction(rest: &str) -> Option<Line<'_>> {
    let mut words = rest.split_ascii_whitespace();
    let unit = words.next()?;
    words.find_map(|word| match word {
        "better=higher" => Some(Line::UnitIs(unit, Direction::Bigger)),
        "better=lower" => Some(Line::UnitIs(unit, Direction::Smaller)),
        _ => None,
    })
}

/// `None` for a line that only says that a benchmark starts (`go test -v`).
fn measured(line: &str) -> Option<Measured<'_>> {
    let mut words = line.split_ascii_whitespace();
    let name = words.next()?;
    let _iterations: u64 = words.next()?.parse().ok()?;
    let mut values = Vec::new();
    while let Some(value) = words.next() {
        values.push((value.parse().ok()?, words.next()?));
    }
    (!values.is_empty()).then_some(Measured { name, values })
}

/// What is being read.
#[derive(Default)]
struct Reading {
    package: String,
    /// The package whose `PASS` has not come yet.
    open: bool,
    directions: HashMap<String, Direction>,
    at: HashMap<String, usize>,
    results: Vec<(Benchmark, Vec<i64>)>,
    samples: usize,
    machine: Machine,
}

#[derive(Default)]
struct Machine {
    system: Option<String>,
    architecture: Option<String>,
    cpu: Option<String>,
}

/// Reads benchmarks of Go.
///
/// # Errors
/// There is none, the text is cut off, the run failed, or a number is none.
pub fn read(bytes: &[u8]) -> Result<Benchmarks, Flaw> {
    let text = report::text(bytes)?;
    if !text.ends_with('\n') {
        return Err(Flaw::unreadable("its last line is cut off"));
    }
    let mut reading = Reading::default();
    for (at, line) in text.lines().enumerate() {
        let known = Line::of(line);
        if !matches!(known, Some(Line::Measured(_))) {
            refuse_broken(line, at)?;
        }
        let Some(known) = known else { continue };
        match known {
            Line::Measured(measured) => reading.take(&measured)?,
            Line::Configured(key, value) => reading.configure(key, value)?,
            Line::UnitIs(unit, better) => {
                reading.directions.insert(unit.to_owned(), better);
            }
            Line::Passed => reading.open = false,
            Line::Failed(line) => {
                return Err(Flaw::crashed(format!(
                    "line {} says that the run failed: {}",
                    at + 1,
                    line.chars().take(200).collect::<String>()
                )));
            }
        }
    }
    if reading.open {
        return Err(cut_off(&reading.package));
    }
    reading.finished()
}

/// A line with a number that is not followed as it should be, or with a result and no name.
///
/// Go writes the name when a benchmark begins and the result when it has ended. What the benchmark
/// prints stands between the two, and parts them.
fn refuse_broken(line: &str, at: usize) -> Result<(), Flaw> {
    if has_result(line) {
        return Err(Flaw::unreadable(format!(
            "line {} has a result without the name of its benchmark, since something was printed \
             while it ran: have the benchmarks print nothing",
            at + 1
        )));
    }
    let mut words = line.split_ascii_whitespace();
    let starts = words
        .next()
        .is_some_and(|name| name.starts_with("Benchmark"));
    if starts && words.next().is_some_and(|word| word.parse::<u64>().is_ok()) {
        return Err(Flaw::unreadable(format!(
            "line {} is a benchmark without pairs of value and unit",
            at + 1
        )));
    }
    Ok(())
}

/// Whether there are iterations and a time somewhere in a line: `1000  1234 ns/op`.
fn has_result(line: &str) -> bool {
    let Some((before, _)) = line.split_once(" ns/op") else {
        return false;
    };
    let mut words = before.split_ascii_whitespace().rev();
    let is_time = words.next().is_some_and(|word| word.parse::<f64>().is_ok());
    is_time && words.next().is_some_and(|word| word.parse::<u64>().is_ok())
}

fn cut_off(package: &str) -> Flaw {
    Flaw::unreadable(format!(
        "it is cut off: the package `{package}` does not end with PASS"
    ))
}

impl Reading {
    fn configure(&mut self, key: &str, value: &str) -> Result<(), Flaw> {
        match key {
            "pkg" => {
                if self.open {
                    return Err(cut_off(&self.package));
                }
                self.package = name(value)?;
                self.open = true;
            }
            "goos" => self.machine.system = Some(short(value)),
            "goarch" => self.machine.architecture = Some(short(value)),
            "cpu" => self.machine.cpu = Some(short(value)),
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, measured: &Measured<'_>) -> Result<(), Flaw> {
        for &(value, unit) in &measured.values {
            let unit = self.unit(unit);
            let value = whole(value, unit.factor)?;
            let mut name = match self.package.as_str() {
                "" => measured.name.to_owned(),
                package => format!("{package}.{}", measured.name),
            };
            if !unit.is_time {
                name = format!("{name} {}", unit.text);
            }
            self.samples += 1;
            if self.samples > MAX_SAMPLES || self.results.len() > MAX_BENCHMARKS {
                return Err(Flaw::unreadable(format!(
                    "it has more than {MAX_SAMPLES} samples or {MAX_BENCHMARKS} benchmarks"
                )));
            }
            match self.at.get(&name).and_then(|&at| self.results.get_mut(at)) {
                Some((_, values)) => values.push(value),
                None => {
                    let result = Benchmark::of(&name, &unit)?;
                    self.at.insert(name, self.results.len());
                    self.results.push((result, vec![value]));
                }
            }
        }
        Ok(())
    }

    fn unit<'u>(&self, text: &'u str) -> Unit<'u> {
        let unit = Unit::of(text);
        let better = match (self.directions.get(text), unit.better) {
            (Some(&told), _) => told,
            (None, Direction::Unknown) => Direction::Smaller,
            (None, known) => known,
        };
        Unit { better, ..unit }
    }

    fn finished(self) -> Result<Benchmarks, Flaw> {
        let mut benchmarks = Benchmarks::new(BenchmarkFormat::Go);
        let Machine {
            system,
            architecture,
            cpu,
        } = self.machine;
        let system: Vec<String> = [system, architecture].into_iter().flatten().collect();
        let parts = [cpu, (!system.is_empty()).then(|| system.join(" "))];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        benchmarks.machine = (!parts.is_empty()).then(|| parts.join(", "));
        for (mut result, values) in self.results {
            result.sample(values);
            benchmarks.take(result)?;
        }
        benchmarks.finished()
    }
}

fn short(text: &str) -> String {
    text.chars().take(100).collect()
}
