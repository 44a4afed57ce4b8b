//! The model that every benchmark's report is read into.

use std::collections::HashSet;

use super::{BenchmarkFormat, statistics};
use crate::formats::report::Flaw;

/// The most benchmarks that are read of one report. One with more is refused.
pub const MAX_BENCHMARKS: usize = 100_000;
/// The most samples that are kept of one benchmark. Its statistics are of all of them.
pub const MAX_VALUES: usize = 10_000;
/// The most bytes of a benchmark's name, and of its unit. A longer one is refused.
pub const MAX_NAME: usize = 4096;

/// Picoseconds of a second.
pub(super) const SECOND: f64 = 1e12;
/// Picoseconds of a nanosecond.
pub(super) const NANOSECOND: f64 = 1e3;
/// Millionths of one.
pub(super) const ONE: f64 = 1e6;

/// One report of benchmarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmarks {
    /// The format that it is in.
    pub format: BenchmarkFormat,
    /// The tool's version, where the report names it.
    pub tool_version: Option<String>,
    /// When it was made, in seconds since 1970; `None` where the report does not say, or says it
    /// without a zone.
    pub generated_at: Option<i64>,
    /// The commit that was measured, where the report names one.
    pub commit: Option<String>,
    /// Whether there were changes that the commit does not have; `None` where the report does not
    /// say.
    pub dirty: Option<bool>,
    /// The machine in a few words, `AMD EPYC, Linux x86_64`; `None` where the report does not say.
    pub machine: Option<String>,
    /// What was measured, by name.
    pub results: Vec<Benchmark>,
}

/// What was measured of one benchmark, in one unit.
///
/// All numbers are whole: picoseconds for times, millionths of the unit for everything else. None is
/// negative. A statistic that the report does not state is computed from the samples where it has
/// them all, and else `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Benchmark {
    /// The full name. No two of one report have the same.
    pub name: String,
    /// `ps` for all times, else the unit as the report writes it.
    pub unit: String,
    /// Whether it is a time.
    pub is_time: bool,
    /// Which of two numbers is the better one.
    pub better: Direction,
    /// How often it was measured; at least 1.
    pub samples: u64,
    /// How many of these runs ended with a failure, where the tool goes on after one.
    pub failures: u64,
    /// The least sample.
    pub min: Option<i64>,
    /// The middle sample, or the middle between the two.
    pub median: Option<i64>,
    /// The mean.
    pub mean: Option<i64>,
    /// The greatest sample.
    pub max: Option<i64>,
    /// The first quartile.
    pub q1: Option<i64>,
    /// The third quartile.
    pub q3: Option<i64>,
    /// The standard deviation of the samples.
    pub stddev: Option<i64>,
    /// The samples in the order of the report, where it has them; at most [`MAX_VALUES`].
    pub values: Vec<i64>,
    /// The lower end of the interval that the tool itself states for its estimate.
    pub low: Option<i64>,
    /// The upper end of that interval.
    pub high: Option<i64>,
}

/// Which of two numbers is the better one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The smaller one, as of times.
    Smaller,
    /// The greater one, as of rates.
    Bigger,
    /// Neither the report nor the unit says.
    #[default]
    Unknown,
}

impl Benchmarks {
    /// A report that says nothing yet.
    pub(super) fn new(format: BenchmarkFormat) -> Self {
        Benchmarks {
            format,
            tool_version: None,
            generated_at: None,
            commit: None,
            dirty: None,
            machine: None,
            results: Vec::new(),
        }
    }

    /// The report with everything in order.
    ///
    /// # Errors
    /// There is no result at all, or two have one name: either could be the one meant.
    pub(super) fn finished(mut self) -> Result<Self, Flaw> {
        if self.results.is_empty() {
            return Err(Flaw::unreadable("it has no benchmark"));
        }
        let mut names = HashSet::new();
        for result in &self.results {
            if !names.insert(result.name.as_str()) {
                return Err(Flaw::unreadable(format!(
                    "the benchmark `{}` is there twice",
                    result.name
                )));
            }
        }
        self.results.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(self)
    }

    /// Takes a result.
    pub(super) fn take(&mut self, result: Benchmark) -> Result<(), Flaw> {
        if self.results.len() >= MAX_BENCHMARKS {
            return Err(Flaw::unreadable(format!(
                "it has more than {MAX_BENCHMARKS} benchmarks"
            )));
        }
        self.results.push(result);
        Ok(())
    }
}

impl Benchmark {
    /// A benchmark of a time with this name.
    pub(super) fn time(name: &str) -> Result<Self, Flaw> {
        Ok(Benchmark {
            name: self::name(name)?,
            unit: "ps".to_owned(),
            is_time: true,
            better: Direction::Smaller,
            ..Benchmark::default()
        })
    }

    /// A benchmark in this unit.
    pub(super) fn of(name: &str, unit: &Unit<'_>) -> Result<Self, Flaw> {
        Ok(Benchmark {
            name: self::name(name)?,
            unit: if unit.is_time {
                "ps".to_owned()
            } else {
                self::name(unit.text)?
            },
            is_time: unit.is_time,
            better: unit.better,
            ..Benchmark::default()
        })
    }

    /// Takes all samples there are, and computes what has not been stated yet.
    pub(super) fn sample(&mut self, mut values: Vec<i64>) {
        self.samples = values.len() as u64;
        let mut sorted = values.clone();
        sorted.sort_unstable();
        self.min = self.min.or(sorted.first().copied());
        self.max = self.max.or(sorted.last().copied());
        self.q1 = self.q1.or(statistics::quantile(&sorted, 1));
        self.median = self.median.or(statistics::quantile(&sorted, 2));
        self.q3 = self.q3.or(statistics::quantile(&sorted, 3));
        self.mean = self.mean.or(statistics::mean(&sorted));
        self.stddev = self.stddev.or(statistics::deviation(&sorted));
        values.truncate(MAX_VALUES);
        self.values = values;
    }

    /// Refuses a stated minimum or maximum that is not that of the samples.
    pub(super) fn hold(&self, values: &[i64]) -> Result<(), Flaw> {
        let (min, max) = (values.iter().min(), values.iter().max());
        for (what, stated, found) in [("minimum", self.min, min), ("maximum", self.max, max)] {
            if let (Some(stated), Some(&found)) = (stated, found)
                && stated.abs_diff(found) > 1
            {
                return Err(Flaw::unreadable(format!(
                    "the {what} of `{}` is {stated} as stated and {found} among its samples",
                    self.name
                )));
            }
        }
        Ok(())
    }
}

/// What a unit says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit<'a> {
    pub text: &'a str,
    pub is_time: bool,
    /// How many picoseconds or millionths one of it is.
    pub factor: f64,
    pub better: Direction,
}

impl<'a> Unit<'a> {
    /// A unit as tools write it: `ns/op`, `ms`, `MB/s`, `B/op`. What is not a time is of unknown
    /// direction, unless it is a rate.
    pub(super) fn of(text: &'a str) -> Self {
        let plain = text.strip_suffix("/op").or(text.strip_suffix("/iter"));
        let factor = match plain.unwrap_or(text) {
            "ps" => 1.0,
            "ns" | "nanoseconds" => NANOSECOND,
            "us" | "µs" | "μs" | "usec" | "microseconds" => 1e6,
            "ms" | "msec" | "milliseconds" => 1e9,
            "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
            "min" | "minutes" => 60.0 * SECOND,
            _ => {
                return Unit {
                    text,
                    is_time: false,
                    factor: ONE,
                    better: if is_rate(text) {
                        Direction::Bigger
                    } else {
                        Direction::Unknown
                    },
                };
            }
        };
        Unit {
            text,
            is_time: true,
            factor,
            better: Direction::Smaller,
        }
    }
}

fn is_rate(unit: &str) -> bool {
    ["/s", "/sec", "/second", "/min"]
        .iter()
        .any(|end| unit.ends_with(end))
        || unit == "ops"
}

/// A number of a report, times `factor`, as a whole one.
///
/// The multiplication and the rounding each lose less than one part in 2^53.
///
/// # Errors
/// It is negative, not a number, or too large for 64 bits.
pub(super) fn whole(number: f64, factor: f64) -> Result<i64, Flaw> {
    let scaled = (number * factor).round();
    // 2^63, the first that does not fit.
    const END: f64 = 9_223_372_036_854_775_808.0;
    if !(0.0..END).contains(&scaled) {
        return Err(Flaw::unreadable(format!(
            "it has the number {number}, which no benchmark can have"
        )));
    }
    // Between 0 and 2^63, as was just seen; -0.0 is 0.
    #[allow(clippy::cast_possible_truncation)]
    Ok(scaled as i64)
}

/// [`whole`] for a number that may be absent.
pub(super) fn some_whole(number: Option<f64>, factor: f64) -> Result<Option<i64>, Flaw> {
    number.map(|number| whole(number, factor)).transpose()
}

/// A name that is neither empty nor too long.
pub(super) fn name(text: &str) -> Result<String, Flaw> {
    match text.trim() {
        "" => Err(Flaw::unreadable("it has a benchmark without a name")),
        text if text.len() > MAX_NAME => Err(Flaw::unreadable(format!(
            "it has a name of more than {MAX_NAME} bytes"
        ))),
        text => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_times_rates_or_neither() {
        for (text, factor) in [
            ("ns/op", 1e3),
            ("µs", 1e6),
            ("seconds", 1e12),
            ("ns/iter", 1e3),
        ] {
            let unit = Unit::of(text);
            assert_eq!((unit.is_time, unit.factor), (true, factor), "{text}");
            assert_eq!(unit.better, Direction::Smaller);
        }
        assert_eq!(Unit::of("MB/s").better, Direction::Bigger);
        assert_eq!(Unit::of("Percent").better, Direction::Unknown);
        assert!(!Unit::of("B/op").is_time);
    }

    #[test]
    fn numbers_are_rounded_once_and_no_odd_one_is_taken() {
        assert_eq!(whole(0.000_000_000_000_4, SECOND).unwrap(), 0);
        assert_eq!(whole(1.366_000_409_082_82e-6, SECOND).unwrap(), 1_366_000);
        assert_eq!(whole(83.78, NANOSECOND).unwrap(), 83_780);
        assert_eq!(whole(-0.0, ONE).unwrap(), 0);
        for odd in [f64::NAN, f64::INFINITY, -1.0, 1e300] {
            assert!(whole(odd, ONE).is_err(), "{odd}");
        }
        assert!(whole(9_223_373.0, SECOND).is_err(), "107 days");
    }
}
