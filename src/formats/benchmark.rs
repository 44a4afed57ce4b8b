//! What benchmarks report: how long each took, or how much it did, with its spread.
//!
//! One file each format, below this folder, and one visible list of them: [`FORMATS`]. A report is
//! recognised by its content. Times of every format are in picoseconds, everything else in
//! millionths of its unit, and each number is rounded once from the decimal that the report has.

mod model;
mod statistics;

pub mod criterion;
pub mod custom;
pub mod go;
pub mod hyperfine;
pub mod pytest_benchmark;

#[cfg(test)]
mod tests;

use std::fmt;

use super::readers;
use super::report::Flaw;

pub use model::{Benchmark, Benchmarks, Direction, MAX_BENCHMARKS, MAX_NAME, MAX_VALUES};

/// A format of benchmarks' reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BenchmarkFormat {
    /// `cargo criterion --message-format json`; for Criterion's own files see
    /// [`criterion::read_folder`].
    Criterion,
    /// `customSmallerIsBetter` and `customBiggerIsBetter` of github-action-benchmark.
    Custom,
    /// `go test -bench`.
    Go,
    /// `hyperfine --export-json`.
    Hyperfine,
    /// `pytest --benchmark-json`.
    PytestBenchmark,
}

type Reader = readers::Reader<BenchmarkFormat, fn(&[u8]) -> Result<Benchmarks, Flaw>>;

/// All formats there are, and how each is recognised and read.
const READERS: [Reader; 5] = [
    Reader {
        format: BenchmarkFormat::Criterion,
        name: "cargo-criterion",
        is_one: criterion::is_criterion,
        read: criterion::read,
    },
    Reader {
        format: BenchmarkFormat::Custom,
        name: "github-action-benchmark",
        is_one: custom::is_custom,
        read: custom::read,
    },
    Reader {
        format: BenchmarkFormat::Go,
        name: "go test -bench",
        is_one: go::is_go,
        read: go::read,
    },
    Reader {
        format: BenchmarkFormat::Hyperfine,
        name: "hyperfine",
        is_one: hyperfine::is_hyperfine,
        read: hyperfine::read,
    },
    Reader {
        format: BenchmarkFormat::PytestBenchmark,
        name: "pytest-benchmark",
        is_one: pytest_benchmark::is_pytest_benchmark,
        read: pytest_benchmark::read,
    },
];

/// All formats, by name.
pub const FORMATS: [BenchmarkFormat; READERS.len()] = readers::formats(&READERS);

impl BenchmarkFormat {
    fn reader(self) -> &'static Reader {
        readers::reader(&READERS, self)
    }

    /// The tool's name: `hyperfine`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.reader().name
    }

    /// Whether a text that starts like this is of this format. The first 16 KiB are enough, and
    /// they may be cut off anywhere.
    #[must_use]
    pub fn recognises(self, head: &str) -> bool {
        (self.reader().is_one)(head)
    }

    /// Reads a whole report of this format.
    ///
    /// # Errors
    /// A [`Flaw`] where it is not whole, not what the format says, contradicts itself, has a number
    /// that is none, or says that the run failed.
    pub fn read(self, bytes: &[u8]) -> Result<Benchmarks, Flaw> {
        (self.reader().read)(bytes)
    }
}

impl fmt::Display for BenchmarkFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The format of a text that starts like this; `None` where it is none of these. The first 16 KiB
/// are enough.
#[must_use]
pub fn recognise(head: &str) -> Option<BenchmarkFormat> {
    readers::recognise(&READERS, head)
}
