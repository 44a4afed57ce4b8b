//! What came of the tests.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, ReportStatus};

/// The reports of test runners.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tests {
    /// Every report that was found, whatever it is worth, sorted by path. Empty if there is none.
    pub reports: Vec<TestReport>,
    /// The complete reports that were recorded for the previous release, sorted by path. Empty if
    /// none was found.
    pub previous: Vec<TestReport>,
    /// The runs of tests that were recorded for HEAD, did not end well and left no report of them, sorted
    /// by path. Empty if there is none.
    pub failed: Vec<FailedRun>,
    /// The runs for HEAD that leave open whether tests failed, sorted by path. Empty if there is none.
    pub unseen: Vec<UnseenRun>,
}

/// A recorded run of tests that failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedRun {
    /// The first of its outputs, from the root of the project, with `/` between its parts.
    pub path: String,
    /// The command, program first.
    pub command: Vec<String>,
    /// Its exit status; `null` if a signal ended it.
    pub exit_status: Option<i64>,
    /// How it ended, as a clause: `ended with the exit status 1`.
    pub reason: String,
}

/// A recorded run that leaves open whether tests failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnseenRun {
    /// The output that is meant, or the first one, from the root of the project, with `/` between its
    /// parts.
    pub path: String,
    /// The command, program first.
    pub command: Vec<String>,
    /// What is not known, as a clause: a shell drops the exit status, or failures stand in a format that
    /// is not read.
    pub reason: String,
}

/// What has a runner run some of its tests only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectedTests {
    /// The option or the variable, as it is written: `-k test_a`.
    pub by: String,
    /// The command without any such option.
    pub without: String,
    /// Whether the configuration in git has the same command: then the project has decided so.
    pub configured: bool,
}

/// One report of a test runner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// How many tests there are, those that were not run included.
    pub total: u64,
    /// How many ran and held.
    pub passed: u64,
    /// How many ran and did not hold.
    pub failed: u64,
    /// How many could not be run to their end.
    pub errored: u64,
    /// How many were not run, or failed as expected.
    pub skipped: u64,
    /// How many passed only when they were tried again.
    pub flaky: u64,
    /// The tests that failed or errored, in the order of the report; at most 1,000 of them.
    #[schemars(extend("x-large" = true))]
    pub failures: Vec<TestFailure>,
    /// How many of those that ran did so by an earlier report of the same list, too: the tests of two
    /// reports are the same by their suite or class, and name.
    pub repeated: u64,
    /// The suites that a scanner wrote, whose cases are no tests: `bandit`, `eslint`. Sorted.
    pub scanners: Vec<String>,
    /// How many of their cases failed or errored: what the scanners found.
    pub scanner_findings: u64,
    /// What its command told the runner to leave out; `null` where it shows nothing of the kind.
    pub selected: Option<SelectedTests>,
}

/// A test that failed or errored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TestFailure {
    /// The test, with its class or module where the report names one: `tests.test_a::test_open`.
    pub name: String,
    /// Whether it could not be run to its end, rather than run and not hold.
    pub errored: bool,
    /// The first line of what went wrong; `null` if the report does not say.
    pub reason: Option<String>,
    /// The tracked file, from the project's folder; as the report writes it if it is none; `null`
    /// if the report does not say.
    pub path: Option<String>,
    /// The line, starting at 1; `null` if the report does not say.
    pub line: Option<u64>,
}
