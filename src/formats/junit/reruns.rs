//! Tests that gotestsum ran again.
//!
//! With `--rerun-fails`, each try of a test is a case of its package: those that failed come first, and
//! one that passed at last is among those that passed. `go test -count=2` makes the same of a test that
//! fails once in two runs, which is no second try. So a report has second tries only if it shows that
//! each test was run once: of the tests that never failed, at least one is there, and none is there
//! twice. Where it does not, all that failed has failed.
//!
//! A run that ended badly all the same is told by its exit status.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{TestCase, TestOutcome};

/// What names a test: its package by its place in the report, its class and its name.
type Name<'a> = (usize, &'a str, &'a str);

/// Puts one case in the place of all tries of a test that passed when it was tried again. `packages`
/// are the cases of each suite of gotestsum, in the order of the report.
pub fn fold(cases: &mut Vec<TestCase>, packages: &[Range<usize>]) {
    let mut fates = fates(cases, packages).into_iter().peekable();
    let mut index = 0;
    cases.retain_mut(|case| {
        let fate = fates.next_if(|(at, _)| *at == index);
        index += 1;
        match fate {
            Some((_, Some(reruns))) => {
                case.reruns = reruns;
                true
            }
            Some((_, None)) => false,
            None => true,
        }
    });
}

/// The cases of the tests that passed at last, by their places: the one that counts with how many
/// tries there were beside it, the others with `None`.
fn fates(cases: &[TestCase], packages: &[Range<usize>]) -> Vec<(usize, Option<u32>)> {
    let mut tests = Tests::default();
    for (index, name, case) in named(cases, packages) {
        tests.take(index, name, case.outcome);
    }
    if !tests.each_was_run_once() {
        return Vec::new();
    }
    let folded = named(cases, packages).filter_map(|(index, name, _)| {
        let tries = tests.that_passed_at_last(&name)?;
        let counts = tries.last_passed == Some(index);
        Some((index, counts.then(|| tries.all().saturating_sub(1))))
    });
    folded.collect()
}

/// The cases that are tests, which have a class, with what names each.
fn named<'a>(
    cases: &'a [TestCase],
    packages: &'a [Range<usize>],
) -> impl Iterator<Item = (usize, Name<'a>, &'a TestCase)> {
    let of_package = |(package, range): (usize, &'a Range<usize>)| {
        let of = cases.get(range.clone()).unwrap_or_default();
        let of = range.clone().zip(of);
        of.filter_map(move |(index, case)| {
            let class = case.class.as_deref()?;
            Some((index, (package, class, case.name.as_str()), case))
        })
    };
    packages.iter().enumerate().flat_map(of_package)
}

#[derive(Default)]
struct Tests<'a> {
    tries: HashMap<Name<'a>, Tries>,
    /// Those with subtests.
    parents: HashSet<Name<'a>>,
}

/// What came of the tries of a test.
#[derive(Default)]
struct Tries {
    passed: u32,
    failed: u32,
    others: u32,
    last_passed: Option<usize>,
}

impl Tries {
    fn all(&self) -> u32 {
        self.passed + self.failed + self.others
    }
}

impl<'a> Tests<'a> {
    fn take(&mut self, index: usize, name: Name<'a>, outcome: TestOutcome) {
        let tries = self.tries.entry(name).or_default();
        match outcome {
            TestOutcome::Passed => {
                tries.passed += 1;
                tries.last_passed = Some(index);
            }
            TestOutcome::Failed => tries.failed += 1,
            TestOutcome::Errored | TestOutcome::Skipped => tries.others += 1,
        }
        if let Some((parent, _)) = name.2.rsplit_once('/') {
            self.parents.insert((name.0, name.1, parent));
        }
    }

    fn each_was_run_once(&self) -> bool {
        let mut never_failed = self
            .tries
            .iter()
            .filter(|((_, _, name), tries)| !name.contains('/') && tries.failed == 0)
            .peekable();
        never_failed.peek().is_some() && never_failed.all(|(_, tries)| tries.all() == 1)
    }

    /// The tries of a test of which the last one passed.
    ///
    /// A test is tried until it passes. One with subtests is run for each of them that is tried, and may
    /// have failed after it passed, unless its only failure is the one that began all.
    fn that_passed_at_last(&self, name: &Name<'a>) -> Option<&Tries> {
        let tries = self.tries.get(name)?;
        let once = tries.failed == 1 || (tries.passed == 1 && !self.parents.contains(name));
        let passed = tries.failed > 0 && tries.passed > 0 && tries.others == 0;
        (passed && once).then_some(tries)
    }
}
