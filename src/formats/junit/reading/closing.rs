//! What becomes of a case and of a suite once all of it was read.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Reading;
use crate::formats::junit::frames::{Case, Frame, Suite};
use crate::formats::junit::totals::{Counts, Declared, hold};
use crate::formats::junit::{MAX_CASES, Scan, TestCase, TestOutcome, dialect};
use crate::formats::report::Flaw;

impl Reading {
    pub(super) fn close_case(&mut self, mut case: Case) -> Result<(), Flaw> {
        let tool = self.tool;
        let writer = self.innermost_suite().and_then(|suite| suite.writer);
        if case.may_fail && writer == Some(dialect::CATCH2) {
            case.forgive();
        }
        let mut counts = Counts {
            cases: 1,
            failures: case.failures,
            errors: case.errors,
            bad_cases: u64::from(case.failures + case.errors > 0),
            skipped_cases: u64::from(case.skipped && case.failures + case.errors == 0),
            run_cases: u64::from(case.is_run),
            ..Counts::default()
        };
        let has_reruns = case.case.reruns > 0;
        let (mut done, kind) = case.finish();
        if dialect::is_span(&done) {
            return Ok(());
        }
        let is_bare = done.outcome == TestOutcome::Passed;
        let left_out = match tool {
            Some("jest-junit") => done.class.as_deref() == Some("Test suite failed to run"),
            Some(dialect::GOTESTSUM) => done.class.is_none() && done.name == "TestMain",
            _ => false,
        };
        if tool == Some(dialect::MOCHA) && dialect::is_hook(&done) {
            counts.uncounted_cases = 1;
        }
        if left_out {
            counts.uncounted_cases = 1;
            counts.uncounted_failures = counts.failures + counts.errors;
        } else if tool == Some("jest-junit") && is_bare {
            counts.uncounted_cases = 1;
        }
        let scanner = dialect::scanner_of_case(&done, kind.as_deref());
        let key = (tool == Some("pytest")).then(|| key(&done));
        let twin = self.twin(&done, key);
        let mut replaced = None;
        if let Some((index, twin)) = twin {
            if twin.outcome == TestOutcome::Failed && done.outcome == TestOutcome::Errored {
                counts.uncounted_cases = 1;
            } else if tool == Some("pytest") && twin.outcome == TestOutcome::Passed {
                // pytest-rerunfailures leaves a case that looks as if it had passed for each try.
                done.reruns = twin.reruns.saturating_add(1);
                counts.uncounted_cases = 1;
                replaced = Some(index);
            }
        }
        if let Some(suite) = self.innermost_suite() {
            let is_first = suite.tally.own.cases == 0;
            suite.by_cases = scanner.filter(|_| is_first || suite.by_cases == scanner);
            suite.tally.own.add(counts);
            suite.tally.has_reruns |= has_reruns;
        }
        match replaced.and_then(|index| self.report.cases.get_mut(index)) {
            Some(place) => *place = done,
            None => self.add(done, key)?,
        }
        Ok(())
    }

    fn add(&mut self, case: TestCase, key: Option<u64>) -> Result<(), Flaw> {
        if self.report.cases.len() >= MAX_CASES {
            let reason = format!("it has more than {MAX_CASES} test cases");
            return Err(Flaw::unreadable(reason));
        }
        if let Some(key) = key {
            if self.named.is_empty() {
                self.named.reserve(self.report.cases.capacity());
            }
            // There are at most a million.
            let place = u32::try_from(self.report.cases.len()).unwrap_or(u32::MAX);
            self.named.insert(key, place);
        }
        self.report.cases.push(case);
        Ok(())
    }

    /// The case before this one with the same name: for pytest, whose cases have a key, anywhere,
    /// since its workers write in turn; elsewhere the one just before.
    fn twin(&self, case: &TestCase, key: Option<u64>) -> Option<(usize, &TestCase)> {
        let index = match key {
            Some(key) => *self.named.get(&key)? as usize,
            None => self.report.cases.len().checked_sub(1)?,
        };
        let twin = self.report.cases.get(index)?;
        let is_twin =
            twin.name == case.name && twin.class == case.class && twin.suite == case.suite;
        is_twin.then_some((index, twin))
    }

    pub(super) fn close_suite(&mut self, mut suite: Suite) -> Result<(), Flaw> {
        let by_cases = suite.by_cases.filter(|_| self.tool.is_none());
        if let Some(tool) = suite.scanner.or(by_cases) {
            self.take_scan(tool, suite);
            return Ok(());
        }
        let unseen = suite.tally.unseen_errors(suite.declared);
        if unseen > 0 {
            let mut case = suite.outside();
            let errors = if unseen == 1 { "error" } else { "errors" };
            case.reason = Some(format!("{unseen} more {errors} than its cases show"));
            suite.tally.own.cases += 1;
            suite.tally.own.uncounted_cases += 1;
            suite.tally.own.errors += unseen;
            suite.tally.own.bad_cases += unseen;
            self.add(case, None)?;
        }
        let has_total =
            |frame: &Frame| matches!(frame, Frame::Suite(it) if it.declared.tests.is_some());
        let is_within = self.frames.iter().any(has_total);
        hold(
            &suite.name,
            self.tool,
            suite.declared,
            &suite.tally,
            is_within,
        )?;
        if suite.writer == Some(dialect::GOTESTSUM) && suite.tally.suites == 0 {
            self.packages.push(suite.first..self.report.cases.len());
        }
        match self.innermost_suite() {
            Some(outer) => outer.tally.take(&suite.tally),
            None => self.report.tool = self.tool.map(str::to_owned),
        }
        Ok(())
    }

    /// Takes the cases of a scanner out of the tests. Its totals count as each scanner likes.
    fn take_scan(&mut self, tool: &str, suite: Suite) {
        let is_bad =
            |case: &TestCase| matches!(case.outcome, TestOutcome::Failed | TestOutcome::Errored);
        let own = self.report.cases.get(suite.first..).unwrap_or_default();
        let bad = own.iter().filter(|case| is_bad(case)).count();
        let cases = own.len();
        self.report.cases.truncate(suite.first);
        if cases > 0 || suite.tally.suites == 0 {
            self.report.scans.push(Scan {
                tool: tool.to_owned(),
                suite: suite.name.as_ref().to_owned(),
                cases,
                bad,
            });
        }
        if let Some(outer) = self.innermost_suite() {
            outer.tally.suites += 1;
            // What the outer one counts of it is not known.
            outer.declared = Declared::default();
        }
    }
}

fn key(case: &TestCase) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&case.suite, &case.class, &case.name).hash(&mut hasher);
    hasher.finish()
}
