//! Runs the tests beside the rules, each by itself, and counts the lines that they reach.
//!
//! A test can pass without having tested anything: its input is one that no collector yields, its
//! rule is judged without any input at all, a reference is misspelt, a table of cases is empty, or
//! one of its cases vanishes. Each of these is a failure here; see [`guard`] and [`table`].

mod discover;
mod guard;
mod judged;
mod names;
mod rewrite;
mod run;
mod suite;
mod table;

use std::thread;

use super::coverage::FileCoverage;
use super::error::LoadErrors;
use super::limits::Limits;
use super::set::PolicySet;
use super::source::Sources;
pub(super) use discover::is_test_name;
use suite::Suite;

/// Checks the part of `input` at a path, all of it where the path is empty: an error is a sentence
/// that names what is wrong.
pub type InputCheck = fn(part: &[&str], value: &serde_json::Value) -> Result<(), String>;

/// What tests are run with.
#[derive(Clone, Copy)]
pub struct Testing<'a> {
    /// The names that `needs` may hold.
    pub known_facts: &'a [&'a str],
    /// Whether a document is one that policies may see.
    pub check_input: InputCheck,
    /// Only tests whose `package.name` holds this text.
    pub filter: Option<&'a str>,
    /// Only the tests of the project's own policies, and their coverage.
    pub own_only: bool,
}

/// What a run of the tests found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestReport {
    /// The tests, sorted by file and line.
    pub cases: Vec<Case>,
    /// The files of rules and libraries, sorted by path: with a filter only those whose tests ran.
    pub coverage: Vec<FileCoverage>,
    /// The ids of rules that have no test at all, sorted.
    pub untested: Vec<String>,
}

impl TestReport {
    /// Whether every test that ran passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.cases
            .iter()
            .all(|case| matches!(case.outcome, CaseOutcome::Passed | CaseOutcome::Skipped))
    }
}

/// One test, or one case of a parametrised one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The name of the rule, `test_…`, and of the case: `test_concat[empty + filled]`.
    pub name: String,
    /// The package that holds it.
    pub package: String,
    /// The file that holds it.
    pub file: String,
    /// The line of its head, starting at 1.
    pub line: u64,
    /// How it ended.
    pub outcome: CaseOutcome,
    /// What it printed.
    pub prints: Vec<String>,
}

/// How a test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseOutcome {
    /// It is `true`.
    Passed,
    /// It has another value, shown here.
    Failed(String),
    /// It has no value: one of its conditions does not hold. It got as far as the condition on this
    /// line; `None` if it has only one.
    Undefined(Option<u64>),
    /// It could not be evaluated, or tests what cannot happen.
    Error(String),
    /// Its name starts with `todo_`.
    Skipped,
}

/// Loads policies as [`PolicySet::load`] does, all text checked, and runs their tests.
///
/// # Errors
/// Everything that is wrong with the policies or the text of the tests, and that there is no test
/// to run.
pub fn test(mut sources: Sources, testing: &Testing) -> Result<TestReport, LoadErrors> {
    sources.check_builtin = true;
    let set = PolicySet::load(sources.clone(), testing.known_facts)?;
    let suite = Suite::read(&sources, &set, testing)?;
    let limits = Limits::default();
    let run = || suite.run(testing.filter, &limits);
    // Tests overflow a small stack as rules do.
    let outcome = thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(limits.stack)
            .spawn_scoped(scope, run)
            .map(|thread| thread.join())
    });
    match outcome {
        Ok(Ok(report)) => report,
        Ok(Err(_)) => Err(LoadErrors::one(
            "the tests crashed; this is a bug in relcheck",
        )),
        Err(error) => Err(LoadErrors::one(format!("no thread for the tests: {error}"))),
    }
}
