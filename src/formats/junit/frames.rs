//! The elements of a report that are still open, with what was read of them so far.

use std::sync::Arc;

use super::totals::{Declared, Tally};
use super::values::{weight, worse};
use super::{TestCase, TestOutcome};

/// An element that is still open.
pub enum Frame {
    Suite(Box<Suite>),
    Case(Box<Case>),
    Result(Box<Told>),
    Other,
}

pub struct Suite {
    pub name: Arc<str>,
    pub file: Option<String>,
    pub scanner: Option<&'static str>,
    /// The test runner that gives itself away by this very suite, whoever wrote the others.
    pub writer: Option<&'static str>,
    pub declared: Declared,
    pub tally: Tally,
    /// The scanner that every case so far gives away; `None` after one that does not.
    pub by_cases: Option<&'static str>,
    /// How many cases the report had when this suite began.
    pub first: usize,
}

pub struct Case {
    pub case: TestCase,
    /// What the attributes say of it.
    pub status: Option<TestOutcome>,
    pub failures: u64,
    pub errors: u64,
    pub skipped: bool,
    /// Whether it is one of Catch2 that may fail.
    pub may_fail: bool,
    /// Whether its attributes say that it was run, and nothing of how that went.
    pub is_run: bool,
    /// The type of its first result.
    pub kind: Option<String>,
    /// How much the outcome of `case` weighs that `reason` belongs to.
    pub weight: u8,
}

/// A result that is read: `<failure>`, `<error>`, `<skipped>`.
pub struct Told {
    pub outcome: TestOutcome,
    pub message: Option<String>,
    pub kind: Option<String>,
    pub body: String,
}

impl Suite {
    /// A case for what went wrong outside of any test of this suite.
    pub fn outside(&self) -> TestCase {
        TestCase {
            suite: self.name.clone(),
            name: self.name.as_ref().to_owned(),
            file: self.file.clone(),
            outcome: TestOutcome::Errored,
            ..blank()
        }
    }
}

impl Case {
    pub fn new(case: TestCase, status: Option<TestOutcome>) -> Self {
        Case {
            case,
            status,
            failures: 0,
            errors: 0,
            skipped: false,
            may_fail: false,
            is_run: false,
            kind: None,
            weight: 0,
        }
    }

    /// Takes in one of its results; the worst is the one that counts.
    pub fn take(&mut self, outcome: TestOutcome, reason: Option<String>, kind: Option<String>) {
        match outcome {
            TestOutcome::Failed => self.failures += 1,
            TestOutcome::Errored => self.errors += 1,
            TestOutcome::Skipped | TestOutcome::Passed => self.skipped = true,
        }
        if weight(outcome) > self.weight {
            self.weight = weight(outcome);
            self.case.reason = reason;
        }
        self.kind = self.kind.take().or(kind);
    }

    /// Takes its failures for expected ones.
    pub fn forgive(&mut self) {
        self.failures = 0;
        self.errors = 0;
    }

    /// The case with its outcome, and the type of its first result.
    pub fn finish(self) -> (TestCase, Option<String>) {
        let mut case = self.case;
        let shown = match (self.failures > 0, self.errors > 0, self.skipped) {
            (true, _, _) => Some(TestOutcome::Failed),
            (_, true, _) => Some(TestOutcome::Errored),
            (_, _, true) => Some(TestOutcome::Skipped),
            _ => None,
        };
        case.outcome = worse(self.status, shown).unwrap_or(TestOutcome::Passed);
        (case, self.kind)
    }
}

/// A case of which nothing is known yet.
pub fn blank() -> TestCase {
    TestCase {
        suite: Arc::default(),
        class: None,
        name: String::new(),
        file: None,
        line: None,
        outcome: TestOutcome::Passed,
        reason: None,
        reruns: 0,
        nanoseconds: None,
    }
}
