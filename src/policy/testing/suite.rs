//! The policies under test and their tests, read once.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Engine;

use super::super::conftest;
use super::super::coverage::{FileCoverage, coverage};
use super::super::engine;
use super::super::error::{LoadError, LoadErrors};
use super::super::graph;
use super::super::identifier::Role;
use super::super::limits::Limits;
use super::super::module::{self, ParsedModule};
use super::super::reference::{self, RuleReferences};
use super::super::rule::{Origin, Rule};
use super::super::set::PolicySet;
use super::super::source::{PolicyFile, Sources};
use super::discover::{self, Found};
use super::guard::{self, Guard, Site};
use super::judged;
use super::names;
use super::rewrite::Rewritten;
use super::run::Runner;
use super::{Case, TestReport, Testing};

/// The policies and the tests.
pub(super) struct Suite<'a> {
    set: &'a PolicySet,
    own_only: bool,
    data: String,
    modules: Vec<ParsedModule>,
    tests: Vec<TestFile>,
    guard: Guard,
}

/// A file of tests.
pub(super) struct TestFile {
    pub(super) module: ParsedModule,
    references: Vec<RuleReferences>,
    pub(super) found: Vec<Found>,
    /// Its text with relcheck's checks.
    pub(super) rewritten: Rewritten,
}

impl TestFile {
    /// The file as the engine gets it.
    pub(super) fn checked(&self) -> PolicyFile {
        with_text(&self.module.file, self.rewritten.text.clone())
    }
}

/// What is known while tests run.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) cases: Vec<Case>,
    pub(super) reached: BTreeMap<String, BTreeSet<u64>>,
    pub(super) packages: BTreeSet<String>,
}

impl<'a> Suite<'a> {
    pub(super) fn read(
        sources: &Sources,
        set: &'a PolicySet,
        testing: &Testing,
    ) -> Result<Self, LoadErrors> {
        let mut errors = Vec::new();
        let mut modules = Vec::new();
        let mut tests = Vec::new();
        let mut sites = Vec::new();
        let files = sources.builtin.iter().map(|file| (file, true));
        let files = files.chain(sources.user.iter().map(|file| (file, false)));
        for (file, builtin) in files {
            match module::parse(file, builtin) {
                Err(error) => errors.push(error),
                Ok(module) if !file.is_test() => modules.push(module),
                Ok(module) => {
                    errors.extend(declared_twice(&module, &tests));
                    tests.push(test_file(module, &mut sites, &mut errors));
                }
            }
        }
        modules.retain(|module| !is_replaced(module, set));
        // What a project's own tests do not use is not run with them: it may be about rules that
        // the project replaces. Documents to start from are there for all.
        tests.retain(|test: &TestFile| {
            !testing.own_only || !test.module.builtin || test.found.is_empty()
        });
        let suite = Suite {
            guard: Guard::new(set, testing.check_input, sites),
            own_only: testing.own_only,
            data: set.data_document(),
            set,
            modules,
            tests,
        };
        errors.extend(suite.references());
        LoadErrors::check(errors)?;
        Ok(suite)
    }

    /// A test that replaces functions can make rules run in circles, too; and what is misspelt in a
    /// test has no value, which a test may well ask for.
    fn references(&self) -> Vec<LoadError> {
        let of_modules: Vec<Vec<RuleReferences>> = self
            .modules
            .iter()
            .map(|module| reference::of_module(&module.syntax))
            .collect();
        let modules = self
            .modules
            .iter()
            .zip(of_modules.iter().map(Vec::as_slice));
        let tests = self
            .tests
            .iter()
            .map(|test| (&test.module, test.references.as_slice()));
        let all: Vec<(&ParsedModule, &[RuleReferences])> = modules.chain(tests.clone()).collect();
        let mut errors = graph::check(&all);
        for (module, references) in tests {
            errors.extend(names::check(module, references, &all));
        }
        let modules = all.iter().map(|(module, _)| *module).collect();
        errors.extend(conftest::clashes(modules));
        errors
    }

    pub(super) fn run(
        &self,
        filter: Option<&str>,
        limits: &Limits,
    ) -> Result<TestReport, LoadErrors> {
        let base = self
            .base()
            .map_err(|error| LoadErrors::one(error.to_string()))?;
        let mut progress = Progress::default();
        let runner = Runner {
            guard: &self.guard,
            files: &self.tests,
            base: &base,
            limits,
            filter,
        };
        for test in self.tests.iter().filter(|test| !test.found.is_empty()) {
            runner.file(test, &mut progress);
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
        let failed = |error: anyhow::Error| LoadError::of_file("", format!("{error:#}"));
        let mut engine = engine::new(&self.data).map_err(failed)?;
        self.guard.add(&mut engine).map_err(failed)?;
        engine.set_enable_coverage(true);
        for module in &self.modules {
            let text = format!("{}{}", module.file.text, judged::below_rules(module));
            engine::add(&mut engine, &with_text(&module.file, text))?;
        }
        for test in self.tests.iter().filter(|test| test.found.is_empty()) {
            engine::add(&mut engine, &test.checked())?;
        }
        Ok(engine)
    }

    fn report(&self, mut progress: Progress, filtered: bool) -> TestReport {
        progress
            .cases
            .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        let has_tests = |rule: &Rule| {
            let mut tests = self.tests.iter().filter(|test| !test.found.is_empty());
            let package = self.set.source_of(&rule.id).and_then(|(_, file)| {
                // It stands for a package of another name.
                conftest::package_of(file)
            });
            tests.any(|test| match package {
                Some(package) => conftest::is_test_of(&test.module.package, package),
                None => test.module.package == format!("{}_test", rule.package),
            })
        };
        let untested = self
            .set
            .rules()
            .iter()
            .filter(|rule| !has_tests(rule) && (!self.own_only || rule.origin == Origin::User));
        let is_asked_for = |module: &&ParsedModule| {
            let mut packages = progress.packages.iter();
            let ran = packages.any(|tests| match module.role {
                Role::Conftest => conftest::is_test_of(tests, &module.package),
                _ => *tests == format!("{}_test", module.package),
            });
            !(self.own_only && module.builtin) && (!filtered || ran)
        };
        let mut coverage: Vec<FileCoverage> = self
            .modules
            .iter()
            .filter(is_asked_for)
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

fn test_file(module: ParsedModule, sites: &mut Vec<Site>, errors: &mut Vec<LoadError>) -> TestFile {
    let references = reference::of_module(&module.syntax);
    let found = discover::find(&module, &references, errors);
    let mut insertions = guard::around_replacements(&module, &references, sites, errors);
    let tables = || found.iter().filter_map(|found| found.table.as_ref());
    insertions.extend(tables().flat_map(|table| table.insertions.iter().cloned()));
    let mut rewritten = Rewritten::new(&module.file.text, insertions);
    for table in tables() {
        rewritten.text.push_str(&format!("\n{}", table.rules));
    }
    TestFile {
        module,
        references,
        found,
        rewritten,
    }
}

/// The same file with another text.
fn with_text(file: &PolicyFile, text: String) -> PolicyFile {
    PolicyFile {
        text: text.into(),
        ..file.clone()
    }
}

fn declared_twice(module: &ParsedModule, tests: &[TestFile]) -> Option<LoadError> {
    // A package of Conftest's may have several files, tests among them.
    let other = tests
        .iter()
        .find(|other| other.module.package == module.package && module.role != Role::Conftest)?;
    let message = format!(
        "the package `{}` is declared already, in {}",
        module.package, other.module.file.path
    );
    Some(LoadError::new(&module.file.path, module.line, 1, message))
}

/// Whether a project's own rule stands in for this built-in one.
fn is_replaced(module: &ParsedModule, set: &PolicySet) -> bool {
    module.builtin
        && set
            .rules()
            .iter()
            .any(|rule| format!("relcheck.{}", rule.package) == module.package)
}
