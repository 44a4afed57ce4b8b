//! For programs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{TestRun, message, ranges, total};
use crate::facts::{LineRange, Tool};
use crate::policy::{Case, CaseOutcome, FileCoverage};

/// The identifier of the format.
pub const SCHEMA: &str = "relcheck.policy-test/1";

/// A run of the tests of policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program that ran the tests.
    pub tool: Tool,
    /// Whether all tests passed and cover as much as was asked for.
    pub passed: bool,
    /// How many tests ended in which way.
    pub counts: Counts,
    /// The tests, sorted by file and line; each case of a parametrised test is one.
    pub tests: Vec<Test>,
    /// The lines that they reach.
    pub coverage: Coverage,
    /// The ids of rules that have no test at all, sorted.
    pub untested: Vec<String>,
}

/// How many tests ended in which way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Those that are true.
    pub passed: u64,
    /// Those that are not.
    pub failed: u64,
    /// Those that could not be evaluated, or test what cannot happen.
    pub errors: u64,
    /// Those that are still to be written.
    pub skipped: u64,
}

/// One test, or one case of a parametrised one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Test {
    /// The package that holds it.
    pub package: String,
    /// Its name, and that of the case: `test_concat[empty + filled]`.
    pub name: String,
    /// The file that holds it.
    pub file: String,
    /// The line on which it starts, from 1.
    pub line: u64,
    /// How it ended.
    pub outcome: TestOutcome,
    /// Why it did not pass; `null` if it did, or was skipped.
    pub message: Option<String>,
    /// What it printed, in order.
    pub prints: Vec<String>,
}

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TestOutcome {
    /// It is true.
    Passed,
    /// It is not.
    Failed,
    /// It could not be evaluated, or tests what cannot happen.
    Error,
    /// It is still to be written.
    Skipped,
}

/// The lines that the tests reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// How many lines they reach.
    pub covered: u64,
    /// How many lines hold something to evaluate.
    pub total: u64,
    /// The percentage that was asked for; `null` if none.
    pub minimum: Option<u8>,
    /// The files of rules and libraries, sorted by path; with a filter only those whose tests ran.
    pub files: Vec<CoveredFile>,
}

/// The lines of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoveredFile {
    /// The file.
    pub path: String,
    /// How many lines are reached.
    pub covered: u64,
    /// How many lines hold something to evaluate.
    pub total: u64,
    /// The lines that are not reached, sorted.
    pub missed: Vec<LineRange>,
}

/// Renders a run as one JSON document.
///
/// # Errors
/// It cannot be written as JSON, which is a bug.
pub fn render(run: &TestRun) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string_pretty(&document(run))? + "\n")
}

fn document(run: &TestRun) -> Document {
    let tests: Vec<Test> = run.report.cases.iter().map(test).collect();
    let mut counts = Counts::default();
    for test in &tests {
        *match test.outcome {
            TestOutcome::Passed => &mut counts.passed,
            TestOutcome::Failed => &mut counts.failed,
            TestOutcome::Error => &mut counts.errors,
            TestOutcome::Skipped => &mut counts.skipped,
        } += 1;
    }
    let (covered, total) = run.lines();
    Document {
        schema: SCHEMA.to_owned(),
        tool: crate::tool(),
        passed: run.passed(),
        counts,
        tests,
        coverage: Coverage {
            covered,
            total,
            minimum: run.min_coverage,
            files: run.report.coverage.iter().map(file).collect(),
        },
        untested: run.report.untested.clone(),
    }
}

fn test(case: &Case) -> Test {
    Test {
        package: case.package.clone(),
        name: case.name.clone(),
        file: case.file.clone(),
        line: case.line,
        outcome: match case.outcome {
            CaseOutcome::Passed => TestOutcome::Passed,
            CaseOutcome::Failed(_) | CaseOutcome::Undefined(_) => TestOutcome::Failed,
            CaseOutcome::Error(_) => TestOutcome::Error,
            CaseOutcome::Skipped => TestOutcome::Skipped,
        },
        message: message(case),
        prints: case.prints.clone(),
    }
}

fn file(file: &FileCoverage) -> CoveredFile {
    let missed = ranges(&file.missed).into_iter();
    CoveredFile {
        path: file.path.clone(),
        covered: file.covered,
        total: total(file),
        missed: missed
            .map(|(first, last)| LineRange { first, last })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn everything_is_in_it() {
        let document: Document = serde_json::from_str(&render(&sample()).unwrap()).unwrap();
        assert_eq!(document.schema, "relcheck.policy-test/1");
        assert!(!document.passed);
        let counts = Counts {
            passed: 1,
            failed: 2,
            errors: 1,
            skipped: 1,
        };
        assert_eq!(document.counts, counts);
        assert_eq!(document.tests[1].name, "test_b[x < y & \"z\"]");
        assert_eq!(document.tests[2].prints, ["1"]);
        assert_eq!(document.tests[3].outcome, TestOutcome::Error);
        assert_eq!(document.coverage.minimum, Some(100));
        let missed = &document.coverage.files[0].missed;
        assert_eq!(
            missed.as_slice(),
            [
                LineRange {
                    first: 12,
                    last: 14
                },
                LineRange {
                    first: 20,
                    last: 20
                }
            ]
        );
        assert_eq!(document.untested, ["team.other"]);
    }
}
