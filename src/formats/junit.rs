//! JUnit XML, the form in which most test runners write their results.
//!
//! There is no specification. What is read here is what the dialects have in common, as told by
//! pytest, cargo-nextest, jest-junit, gotestsum, go-junit-report, Maven Surefire, Node.js, GoogleTest,
//! Catch2, doctest and Ginkgo 1, and where they differ, the difference is named in `totals`, `reruns`
//! or `dialect`:
//!
//! - A test may have several results in one case (subtests of pytest) or several cases (a failure
//!   and then an error while cleaning up): the first is one case with the worst of its results, the
//!   second stays two.
//! - What goes wrong outside of any test (a module that cannot be collected, a package that does not
//!   build) is an errored case, also where the report only counts it.
//! - What a tool leaves out altogether cannot be seen: jest-junit writes nothing of a file that fails
//!   to run unless it is told `reportTestSuiteErrors`.
//! - Scanners write this form too. Their suites are no tests: they are named in
//!   [`TestReport::scans`], and none of their cases counts.

mod dialect;
mod frames;
mod reading;
mod reruns;
mod totals;
mod unread;
mod values;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::report::{self, Flaw};
use super::xml;
pub use unread::{tells_of_failures, unread};

/// The most test cases that are read of one report.
pub const MAX_CASES: usize = 1_000_000;

/// The most characters of a reason that are kept; the rest is cut off.
pub const MAX_REASON: usize = 300;

/// The most characters of a name, a class or a path that are kept; the rest is cut off.
pub const MAX_NAME: usize = 1000;

/// The results of one run of tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestReport {
    /// Whose dialect it is: `pytest`, `cargo-nextest`, `jest-junit`, `gotestsum`,
    /// `maven-surefire` …; `None` where the report does not tell.
    pub tool: Option<String>,
    /// When the newest suite began, in seconds since 1970, by the timestamps that have a zone;
    /// `None` if there are none. jest-junit, Surefire and pytest before 8.2 write none with a zone.
    pub generated_at: Option<i64>,
    /// The tests, in the order of the report; those of scanners are not among them.
    pub cases: Vec<TestCase>,
    /// The suites that a scanner wrote, in the order of the report.
    pub scans: Vec<Scan>,
}

/// One test, or what went wrong outside of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestCase {
    /// The innermost suite, by name; empty if it has none.
    pub suite: Arc<str>,
    /// The class, module or package; `None` if the report does not say.
    pub class: Option<Arc<str>>,
    /// The test. For what went wrong outside of a test: what the report calls it.
    pub name: String,
    /// The file as the report writes it, with `/`; `None` if it does not say.
    pub file: Option<String>,
    /// The line, starting at 1; `None` if the report does not say.
    pub line: Option<u32>,
    /// What came of it.
    pub outcome: TestOutcome,
    /// The first line of the message that says anything, cut at [`MAX_REASON`] characters; `None`
    /// if there is none. A test that passed has none.
    pub reason: Option<String>,
    /// How many tries there were beside the one that counts. More than 0 for a test that passed
    /// means that it is flaky.
    pub reruns: u32,
    /// How long it took, in nanoseconds; `None` if the report does not say.
    pub nanoseconds: Option<u64>,
}

/// What came of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TestOutcome {
    /// It ran to its end and held.
    Passed,
    /// It ran and did not hold. A test that was expected to fail and did not is here, if its mark is
    /// strict.
    Failed,
    /// It could not be run to its end: its fixtures, its module, its package.
    Errored,
    /// It was not run, or it failed as expected.
    Skipped,
}

/// A suite that is no test but the result of a scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The scanner: `bandit`, `eslint`, `trivy` …
    pub tool: String,
    /// The suite, by name; often a file.
    pub suite: String,
    /// How many cases it has: findings, as a rule.
    pub cases: usize,
    /// How many of them failed or errored.
    pub bad: usize,
}

/// Whether a text that may be cut off begins as JUnit XML does.
#[must_use]
pub fn is_junit(head: &str) -> bool {
    xml::root(head).is_some_and(|(name, _)| is_suite(name.as_bytes()))
}

fn is_suite(element: &[u8]) -> bool {
    matches!(element, b"testsuites" | b"testsuite")
}

/// Reads a report.
///
/// # Errors
/// It is no XML document in UTF-8, or cut off; it is none of suites; a case has no name; there are
/// more than [`MAX_CASES`]; a total is no number or not what was counted, beyond what is known of
/// the dialect.
pub fn read(bytes: &[u8]) -> Result<TestReport, Flaw> {
    reading::read(report::text(bytes)?)
}
