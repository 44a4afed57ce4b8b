//! What a suite says that it holds, against what is there.
//!
//! A report that says more than it shows was cut or put together badly, one that says less was
//! edited: neither is believed. The known differences of honest ones:
//!
//! - pytest counts results, not cases: a test that passes and then errors while cleaning up counts
//!   as two and has one case, one that fails and then errors counts as one and has two, and a
//!   subtest that passes counts and has none. Its failures and errors are the elements.
//! - jest-junit leaves `test.todo` out of its number of tests, though each has a case, which looks
//!   as if it had passed; and it leaves out a file that failed to run.
//! - gotestsum leaves a package that does not build out of the totals of its suite (its case is
//!   `TestMain` without a class), and counts it among the failures of the whole.
//! - Surefire writes the totals of the last try where it ran tests again: they are not held then.
//! - GoogleTest counts tests that failed, and shows each expectation that did not hold.
//! - Catch2 and doctest count assertions where others count tests: what they say there is not held.
//!   Catch2 leaves what a test shows that may fail out of its failures and errors. It counts a section
//!   without assertions among them under `-w NoAssertions`, and shows none: that is refused.
//! - Ginkgo 1, as Kubernetes' end-to-end tests have it, leaves the tests that it skipped out of its
//!   number of tests. It gives itself away by nothing, so that is taken of any that is not known.
//! - mocha-junit-reporter counts tests that are pending, and shows none of them unless it is told
//!   `includePending`: they have to be as many as the whole calls skipped. Neither it nor Mocha's own
//!   reporter counts a hook that failed, which has a case; the tests behind it are counted and have none.
//! - minitest-junit counts a test that was skipped among the failures, too.
//! - TAP::Formatter::JUnit has cases that are no tests and that it does not count: they are left out.
//! - Node.js counts what is directly below a suite, an inner suite as one; others count through all
//!   depths, or the cases of a suite alone. Each of these is taken.

use super::super::report::Flaw;
use super::dialect;

/// What a suite says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Declared {
    pub tests: Option<u64>,
    pub failures: Option<u64>,
    pub errors: Option<u64>,
    /// `None` also where it is no number.
    pub skipped: Option<u64>,
}

/// What was counted in a suite.
#[derive(Debug, Clone, Copy, Default)]
pub struct Counts {
    /// Cases, by their elements.
    pub cases: u64,
    /// `<failure>` elements.
    pub failures: u64,
    /// `<error>` elements.
    pub errors: u64,
    /// Cases with one of these elements or more.
    pub bad_cases: u64,
    /// Cases with a `<skipped>` and nothing worse.
    pub skipped_cases: u64,
    /// Cases with `status="run"` and no `result`: the form of GoogleTest before 1.10, Catch2 and
    /// doctest.
    pub run_cases: u64,
    /// How many of the cases the dialect may leave out of its total.
    pub uncounted_cases: u64,
    /// How many of the failures and errors the dialect may leave out.
    pub uncounted_failures: u64,
}

impl Counts {
    pub fn add(&mut self, other: Counts) {
        self.cases += other.cases;
        self.failures += other.failures;
        self.errors += other.errors;
        self.bad_cases += other.bad_cases;
        self.skipped_cases += other.skipped_cases;
        self.run_cases += other.run_cases;
        self.uncounted_cases += other.uncounted_cases;
        self.uncounted_failures += other.uncounted_failures;
    }

    fn bad(&self) -> u64 {
        self.failures + self.errors
    }

    /// The cases without those that were skipped.
    fn started(&self) -> u64 {
        self.cases.saturating_sub(self.skipped_cases)
    }

    /// Whether this is the number of the cases that are bad, however many elements each has.
    fn has_bad_cases(&self, number: u64) -> bool {
        self.uncounted_failures == 0 && self.bad_cases == number
    }
}

/// What was counted in a suite and in the ones inside of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Of the suite itself.
    pub own: Counts,
    /// Of the suites inside of it, through all depths.
    pub inner: Counts,
    /// How many suites are directly inside of it.
    pub suites: u64,
    /// How many of those hold a failure or an error.
    pub bad_suites: u64,
    /// Whether a test was run more than once.
    pub has_reruns: bool,
}

impl Tally {
    /// Everything through all depths.
    pub fn whole(&self) -> Counts {
        let mut whole = self.own;
        whole.add(self.inner);
        whole
    }

    /// Takes in a suite that is directly inside of this one.
    pub fn take(&mut self, suite: &Tally) {
        let whole = suite.whole();
        self.inner.add(whole);
        self.suites += 1;
        self.bad_suites += u64::from(whole.bad() > 0);
        self.has_reruns |= suite.has_reruns;
    }

    /// How many errors the suite counts that no element shows.
    pub fn unseen_errors(&self, declared: Declared) -> u64 {
        let errors = declared.errors.unwrap_or_default();
        let bad = errors.saturating_add(declared.failures.unwrap_or_default());
        // Of a suite that counts its own only, nothing that the inner ones show is unseen.
        let unseen = errors.saturating_sub(self.whole().errors);
        unseen.min(bad.saturating_sub(self.whole().bad()))
    }
}

/// What to do about a total of assertions that nothing shows to be one.
const UNMARKED_DOCTEST: &str = "; if doctest wrote it, run it without `--no-version`: it counts \
                                assertions there, and its version alone tells that";

/// How many tests a suite counts beyond its cases: the least and the most.
fn beyond(tool: Option<&str>, declared: Declared, whole: Counts, is_within: bool) -> (u64, u64) {
    // What is pending is only said of the whole, whose total then holds for its parts, too.
    let is_part = is_within && declared.skipped.is_none();
    match tool {
        Some("pytest") => (0, u64::MAX),
        Some(dialect::MOCHA) if is_part || whole.uncounted_cases > 0 => (0, u64::MAX),
        Some(dialect::MOCHA) => {
            let skipped = declared.skipped.unwrap_or_default();
            let pending = skipped.saturating_sub(whole.skipped_cases);
            (pending, pending)
        }
        _ => (0, 0),
    }
}

/// Holds the totals of a suite against what was counted. `is_within` is whether it is in another one that has
/// a total.
///
/// # Errors
/// They differ by more than the dialect explains; both numbers are named.
pub fn hold(
    name: &str,
    tool: Option<&str>,
    declared: Declared,
    tally: &Tally,
    is_within: bool,
) -> Result<(), Flaw> {
    if tool == Some("maven-surefire") && tally.has_reruns {
        return Ok(());
    }
    let (whole, own) = (tally.whole(), tally.own);
    if let Some(tests) = declared.tests {
        let (least, most) = beyond(tool, declared, whole, is_within);
        let fits = |cases: u64, uncounted: u64| {
            let fewest = cases.saturating_sub(uncounted).saturating_add(least);
            (fewest..=cases.saturating_add(most)).contains(&tests)
        };
        // Mocha's totals are sums, so that no other way of counting may stand in for what is missing.
        let may_count_its_own = tool != Some(dialect::MOCHA);
        let holds = fits(whole.cases, whole.uncounted_cases)
            || (may_count_its_own && fits(own.cases, own.uncounted_cases))
            || (may_count_its_own && fits(own.cases + tally.suites, own.uncounted_cases))
            || (tool.is_none() && [whole.started(), own.started()].contains(&tests));
        if !holds {
            let mut flaw = contradiction(name, "tests", tests, whole.cases);
            if whole.cases > 0 && whole.run_cases == whole.cases {
                flaw.reason.push_str(UNMARKED_DOCTEST);
            }
            return Err(flaw);
        }
    }
    if declared.failures.is_some() || declared.errors.is_some() {
        let failures = declared.failures.unwrap_or_default();
        let bad = failures.saturating_add(declared.errors.unwrap_or_default());
        let fits =
            |count: u64, uncounted: u64| (count.saturating_sub(uncounted)..=count).contains(&bad);
        let holds = fits(whole.bad(), whole.uncounted_failures)
            || fits(own.bad(), own.uncounted_failures)
            || fits(own.bad() + tally.bad_suites, own.uncounted_failures)
            || whole.has_bad_cases(bad)
            || own.has_bad_cases(bad)
            || (tool == Some(dialect::MINITEST) && whole.bad_cases + whole.skipped_cases == bad);
        if !holds {
            return Err(contradiction(name, "failures and errors", bad, whole.bad()));
        }
    }
    Ok(())
}

fn contradiction(name: &str, what: &str, said: u64, counted: u64) -> Flaw {
    Flaw::unreadable(format!(
        "its suite `{name}` says that it has {said} {what}, and shows {counted}"
    ))
}
