//! Runs tests, each on a clone of the prepared engine.

use std::panic::{AssertUnwindSafe, catch_unwind};

use regorus::{Engine, Value};

use super::super::coverage::{note, reached_in};
use super::super::engine;
use super::super::error::LoadError;
use super::super::limits::Limits;
use super::discover::Found;
use super::guard::Guard;
use super::suite::{Progress, TestFile};
use super::table::{self, MAX_CASES, Table};
use super::{Case, CaseOutcome};

pub(super) struct Runner<'a> {
    pub(super) guard: &'a Guard,
    /// All files of tests, to find places in.
    pub(super) files: &'a [TestFile],
    /// It holds everything but the tests.
    pub(super) base: &'a Engine,
    pub(super) limits: &'a Limits,
    pub(super) filter: Option<&'a str>,
}

/// One test, with the engine that holds its file, or why there is none.
struct Test<'a> {
    file: &'a TestFile,
    found: &'a Found,
    engine: &'a Result<Engine, String>,
}

impl Test<'_> {
    fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.file.module.package)
    }

    fn case(&self, label: &str, outcome: CaseOutcome, prints: Vec<String>) -> Case {
        Case {
            name: format!("{}{label}", self.found.name),
            package: self.file.module.package.clone(),
            file: self.file.module.file.path.clone(),
            line: self.found.line,
            outcome,
            prints,
        }
    }
}

impl Runner<'_> {
    /// Runs the tests of a file that are asked for.
    pub(super) fn file(&self, file: &TestFile, progress: &mut Progress) {
        let engine = self.prepared(file);
        let before = progress.cases.len();
        for found in &file.found {
            let test = Test {
                file,
                found,
                engine: &engine,
            };
            self.test(&test, progress);
        }
        if progress.cases.len() > before {
            progress.packages.insert(file.module.package.clone());
        }
    }

    fn test(&self, test: &Test, progress: &mut Progress) {
        let whole = || self.wants(test, "");
        match (test.engine, &test.found.table) {
            (_, _) if test.found.is_skipped() => {
                if whole() {
                    let case = test.case("", CaseOutcome::Skipped, Vec::new());
                    progress.cases.push(case);
                }
            }
            (Err(message), _) => {
                if whole() {
                    let outcome = CaseOutcome::Error(message.clone());
                    progress.cases.push(test.case("", outcome, Vec::new()));
                }
            }
            (Ok(engine), None) => {
                if whole() {
                    let path = test.path(&test.found.name);
                    let (outcome, prints) = self.outcome(test, engine, &path, &[], progress);
                    progress.cases.push(test.case("", outcome, prints));
                }
            }
            (Ok(engine), Some(table)) => self.cases(test, engine, table, progress),
        }
    }

    fn cases(&self, test: &Test, engine: &Engine, table: &Table, progress: &mut Progress) {
        let cases = match self.names(test, engine, table) {
            Ok(cases) => cases,
            Err(outcome) => {
                if self.wants(test, "") {
                    progress.cases.push(test.case("", outcome, Vec::new()));
                }
                return;
            }
        };
        let path = test.path(&table.results);
        for names in cases {
            let label = table::label(&names);
            if !self.wants(test, &label) {
                continue;
            }
            let (outcome, prints) = if names.len() < table.depth {
                (CaseOutcome::Error("it has no case".to_owned()), Vec::new())
            } else {
                self.outcome(test, engine, &path, &names, progress)
            };
            progress.cases.push(test.case(&label, outcome, prints));
        }
    }

    /// The names of all cases.
    fn names(
        &self,
        test: &Test,
        engine: &Engine,
        table: &Table,
    ) -> Result<Vec<Vec<Value>>, CaseOutcome> {
        let mut engine = engine.clone();
        let path = test.path(&table.cases);
        let found = self
            .evaluate(&mut engine, &path)
            .map_err(|error| self.failure(error))?;
        if let Some(refusal) = self.guard.refusal() {
            return Err(CaseOutcome::Error(refusal.to_string()));
        }
        let cases = table::cases(&found, table.depth);
        if cases.is_empty() {
            return Err(CaseOutcome::Error("its table holds no case".to_owned()));
        }
        if cases.len() > MAX_CASES {
            return Err(CaseOutcome::Error(format!(
                "it has {} cases; a test has {MAX_CASES} at most",
                cases.len()
            )));
        }
        Ok(cases)
    }

    fn wants(&self, test: &Test, label: &str) -> bool {
        let name = format!("{}{label}", test.path(&test.found.name));
        self.filter.is_none_or(|filter| name.contains(filter))
    }

    /// How a test, or the case of it that has these names, ends, and what it prints.
    fn outcome(
        &self,
        test: &Test,
        engine: &Engine,
        path: &str,
        names: &[Value],
        progress: &mut Progress,
    ) -> (CaseOutcome, Vec<String>) {
        let mut engine = engine.clone();
        self.guard.choose(names);
        let run = AssertUnwindSafe(|| self.evaluate(&mut engine, path));
        let value = catch_unwind(run);
        self.guard.choose(&[]);
        let prints = engine.take_prints().unwrap_or_default();
        note(&engine, &mut progress.reached);
        let outcome = match (self.guard.refusal(), value) {
            (Some(refusal), _) => CaseOutcome::Error(refusal.to_string()),
            (None, Err(_)) => {
                CaseOutcome::Error("the policy engine crashed on this test".to_owned())
            }
            (None, Ok(Err(error))) => self.failure(error),
            (None, Ok(Ok(value))) => match table::result(&value, names) {
                Value::Bool(true) => CaseOutcome::Passed,
                Value::Undefined => {
                    let reached = reached_in(&engine, &test.file.module.file.path);
                    CaseOutcome::Undefined(test.found.got_to(&reached))
                }
                other => CaseOutcome::Failed(other.to_string()),
            },
        };
        (outcome, prints)
    }

    fn evaluate(&self, engine: &mut Engine, path: &str) -> Result<Value, Option<LoadError>> {
        engine::evaluate_placed(engine, path, self.limits.time)
    }

    fn failure(&self, error: Option<LoadError>) -> CaseOutcome {
        CaseOutcome::Error(match error {
            None => format!(
                "it did not finish within {} s",
                self.limits.time.as_secs_f64()
            ),
            Some(error) => self.placed(error).to_string(),
        })
    }

    fn prepared(&self, file: &TestFile) -> Result<Engine, String> {
        let prepare = || {
            let mut engine = self.base.clone();
            engine::add(&mut engine, &file.checked())?;
            engine::prepare(&mut engine)?;
            engine.clear_coverage_data();
            Ok(engine)
        };
        catch_unwind(AssertUnwindSafe(prepare))
            .unwrap_or_else(|_| {
                let path = &file.module.file.path;
                Err(LoadError::of_file(path, "the policy engine crashed"))
            })
            .map_err(|error| self.placed(error).to_string())
    }

    /// An error in the text that the engine got, at its place in the file.
    fn placed(&self, error: LoadError) -> LoadError {
        let mut files = self.files.iter();
        match files.find(|file| file.module.file.path == error.file) {
            Some(file) => file.rewritten.original_place(error),
            None => error,
        }
    }
}
