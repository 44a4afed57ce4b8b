//! Runs the tests beside the rules, each by itself, and counts the lines that they reach.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use regorus::unstable::{Expr, Rule as SyntaxRule, RuleHead};
use regorus::{Engine, Value};

use super::coverage::{FileCoverage, coverage, note};
use super::engine::{self, Failure};
use super::error::{LoadError, LoadErrors};
use super::evaluate::Limits;
use super::graph;
use super::module::{self, ParsedModule};
use super::reference::{self, RuleReferences, head_name};
use super::set::PolicySet;
use super::source::{PolicyFile, Sources};

const PREFIX: &str = "test_";
const SKIPPED_PREFIX: &str = "todo_test_";

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

/// One test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The name of the rule, `test_…`.
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
    /// It has no value: one of its conditions does not hold.
    Undefined,
    /// It could not be evaluated.
    Error(String),
    /// Its name starts with `todo_`.
    Skipped,
}

/// Loads policies as [`PolicySet::load`] does, all text checked, and runs their tests; with a
/// filter only those whose `package.name` holds it.
///
/// # Errors
/// Everything that is wrong with the policies or the text of the tests, and that there is no test
/// to run.
pub fn test(
    mut sources: Sources,
    known_facts: &[&str],
    filter: Option<&str>,
) -> Result<TestReport, LoadErrors> {
    sources.check_builtin = true;
    let set = PolicySet::load(sources.clone(), known_facts)?;
    let suite = Suite::read(&sources, &set)?;
    let limits = Limits::default();
    let run = || suite.run(filter, &limits);
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

/// The modules under test and the tests.
struct Suite<'a> {
    set: &'a PolicySet,
    data: serde_json::Value,
    modules: Vec<ParsedModule>,
    tests: Vec<(ParsedModule, Vec<Found>)>,
}

/// A test as it stands in its file.
struct Found {
    name: String,
    line: u64,
}

/// What is known while tests run.
#[derive(Default)]
struct Progress {
    cases: Vec<Case>,
    reached: BTreeMap<String, BTreeSet<u64>>,
    packages: BTreeSet<String>,
}

impl<'a> Suite<'a> {
    fn read(sources: &Sources, set: &'a PolicySet) -> Result<Self, LoadErrors> {
        let mut errors = Vec::new();
        let mut modules = Vec::new();
        let mut tests: Vec<(ParsedModule, Vec<Found>)> = Vec::new();
        let files = sources.builtin.iter().map(|file| (file, true));
        let files = files.chain(sources.user.iter().map(|file| (file, false)));
        for (file, builtin) in files {
            match module::parse(file, builtin) {
                Err(error) => errors.push(error),
                Ok(module) if !file.is_test() => modules.push(module),
                Ok(module) => {
                    let twice = tests
                        .iter()
                        .find(|(other, _)| other.package == module.package);
                    if let Some((other, _)) = twice {
                        let message = format!(
                            "the package `{}` is declared already, in {}",
                            module.package, other.file.path
                        );
                        errors.push(LoadError::new(&file.path, module.line, 1, message));
                    }
                    let found = find(&module, &mut errors);
                    tests.push((module, found));
                }
            }
        }
        modules.retain(|module| !is_replaced(module, set));
        let suite = Suite {
            set,
            data: set.data_document(),
            modules,
            tests,
        };
        errors.extend(suite.cycles());
        LoadErrors::check(errors)?;
        Ok(suite)
    }

    /// A test that replaces functions can make rules run in circles, too.
    fn cycles(&self) -> Vec<LoadError> {
        let all: Vec<&ParsedModule> = self
            .modules
            .iter()
            .chain(self.tests.iter().map(|(module, _)| module))
            .collect();
        let references: Vec<Vec<RuleReferences>> = all
            .iter()
            .map(|module| reference::of_module(&module.syntax))
            .collect();
        let paired: Vec<(&ParsedModule, &[RuleReferences])> = all
            .into_iter()
            .zip(references.iter().map(Vec::as_slice))
            .collect();
        graph::check(&paired)
    }

    fn run(&self, filter: Option<&str>, limits: &Limits) -> Result<TestReport, LoadErrors> {
        let base = self
            .base()
            .map_err(|error| LoadErrors::one(error.to_string()))?;
        let mut progress = Progress::default();
        for (module, found) in &self.tests {
            let wanted: Vec<&Found> = found
                .iter()
                .filter(|found| {
                    let name = format!("{}.{}", module.package, found.name);
                    filter.is_none_or(|filter| name.contains(filter))
                })
                .collect();
            if !wanted.is_empty() {
                progress.packages.insert(module.package.clone());
                self.run_file(module, &wanted, &base, limits, &mut progress);
            }
        }
        if progress.cases.is_empty() {
            return Err(LoadErrors::one(match filter {
                Some(filter) => format!("no test has `{filter}` in its name"),
                None => "there are no tests".to_owned(),
            }));
        }
        Ok(self.report(progress, filter.is_some()))
    }

    /// An engine with everything but the tests; test files without a test of their own hold what
    /// the others share.
    fn base(&self) -> Result<Engine, LoadError> {
        let mut engine = engine::new(&self.data)
            .map_err(|error| LoadError::of_file("", format!("{error:#}")))?;
        engine.set_enable_coverage(true);
        let shared = self.tests.iter().filter(|(_, found)| found.is_empty());
        for module in self.modules.iter().chain(shared.map(|(module, _)| module)) {
            engine::add(&mut engine, &module.file)?;
        }
        Ok(engine)
    }

    fn run_file(
        &self,
        module: &ParsedModule,
        wanted: &[&Found],
        base: &Engine,
        limits: &Limits,
        progress: &mut Progress,
    ) {
        let ready = prepared(base, &module.file);
        for found in wanted {
            let mut prints = Vec::new();
            let outcome = match &ready {
                _ if found.name.starts_with(SKIPPED_PREFIX) => CaseOutcome::Skipped,
                Err(message) => CaseOutcome::Error(message.clone()),
                Ok(engine) => {
                    let mut engine = engine.clone();
                    let path = format!("{}.{}", module.package, found.name);
                    let run = AssertUnwindSafe(|| outcome(&mut engine, &path, limits));
                    let outcome = catch_unwind(run).unwrap_or_else(|_| {
                        CaseOutcome::Error("the policy engine crashed on this test".to_owned())
                    });
                    prints = engine.take_prints().unwrap_or_default();
                    note(&engine, &mut progress.reached);
                    outcome
                }
            };
            progress.cases.push(Case {
                name: found.name.clone(),
                package: module.package.clone(),
                file: module.file.path.clone(),
                line: found.line,
                outcome,
                prints,
            });
        }
    }

    fn report(&self, mut progress: Progress, filtered: bool) -> TestReport {
        progress
            .cases
            .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let has_tests = |package: &str| {
            let name = format!("{package}_test");
            self.tests
                .iter()
                .any(|(module, found)| module.package == name && !found.is_empty())
        };
        let untested = self
            .set
            .rules()
            .iter()
            .filter(|rule| !has_tests(&rule.package));
        let ran = |module: &&ParsedModule| {
            !filtered
                || progress
                    .packages
                    .contains(&format!("{}_test", module.package))
        };
        let mut coverage: Vec<FileCoverage> = self
            .modules
            .iter()
            .filter(ran)
            .map(|module| coverage(module, progress.reached.get(&module.file.path)))
            .collect();
        coverage.sort_by(|a, b| a.path.cmp(&b.path));
        TestReport {
            untested: untested.map(|rule| rule.id.clone()).collect(),
            coverage,
            cases: progress.cases,
        }
    }
}

/// Whether a project's own rule stands in for this built-in one.
fn is_replaced(module: &ParsedModule, set: &PolicySet) -> bool {
    module.builtin
        && set
            .rules()
            .iter()
            .any(|rule| format!("relcheck.{}", rule.package) == module.package)
}

/// The tests of a module, and what is wrong with how they are written.
fn find(module: &ParsedModule, errors: &mut Vec<LoadError>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for rule in &module.syntax.policy {
        let (span, refr, is_plain) = match rule.as_ref() {
            SyntaxRule::Default { span, refr, .. } => (span, refr, false),
            SyntaxRule::Spec { span, head, .. } => match head {
                RuleHead::Compr { refr, .. } => {
                    (span, refr, matches!(refr.as_ref(), Expr::Var { .. }))
                }
                RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => (span, refr, false),
            },
        };
        let name = head_name(refr);
        if !name.starts_with(PREFIX) && !name.starts_with(SKIPPED_PREFIX) {
            continue;
        }
        let mut refuse = |message: String| errors.push(module.error(span.line, span.col, message));
        if !is_plain {
            refuse(format!("`{name}` is no test: write `{name} if {{…}}`"));
        } else if found.iter().any(|other| other.name == name) {
            refuse(format!(
                "the test `{name}` is there already: one of the two could fail unseen"
            ));
        } else {
            found.push(Found {
                name,
                line: span.line.into(),
            });
        }
    }
    found
}

fn prepared(base: &Engine, file: &PolicyFile) -> Result<Engine, String> {
    let prepare = || {
        let mut engine = base.clone();
        engine::add(&mut engine, file)?;
        engine::prepare(&mut engine)?;
        engine.clear_coverage_data();
        Ok(engine)
    };
    catch_unwind(AssertUnwindSafe(prepare))
        .unwrap_or_else(|_| Err(LoadError::of_file(&file.path, "the policy engine crashed")))
        .map_err(|error| error.to_string())
}

fn outcome(engine: &mut Engine, path: &str, limits: &Limits) -> CaseOutcome {
    match engine::evaluate(engine, path, limits.time) {
        Ok(Value::Bool(true)) => CaseOutcome::Passed,
        Ok(Value::Undefined) => CaseOutcome::Undefined,
        Ok(value) => CaseOutcome::Failed(value.to_string()),
        Err(Failure::Message(message)) => CaseOutcome::Error(message),
        Err(Failure::OutOfTime) => CaseOutcome::Error(format!(
            "it did not finish within {} s",
            limits.time.as_secs_f64()
        )),
    }
}
