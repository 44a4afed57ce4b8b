//! What `policy test` found, in its output formats: each a pure function of [`TestRun`].

pub mod json;
pub mod junit;
pub mod text;

use crate::policy::{Case, CaseOutcome, FileCoverage, TestReport};

/// A run of tests, and what was asked of it.
#[derive(Debug, Clone)]
pub struct TestRun {
    /// What the tests did.
    pub report: TestReport,
    /// The percentage of lines that must be covered, if any.
    pub min_coverage: Option<u8>,
}

impl TestRun {
    /// Whether all tests passed, and cover as much as was asked for.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.report.passed() && self.is_covered()
    }

    fn is_covered(&self) -> bool {
        let (covered, total) = self.lines();
        // In whole lines, so that 99.6 % is not 100 %.
        self.min_coverage
            .is_none_or(|percent| covered * 100 >= total * u64::from(percent))
    }

    /// The lines that are covered, and all lines with something to evaluate.
    fn lines(&self) -> (u64, u64) {
        let files = &self.report.coverage;
        let covered = files.iter().map(|file| file.covered).sum::<u64>();
        (covered, files.iter().map(total).sum::<u64>())
    }

    fn count(&self, wanted: fn(&CaseOutcome) -> bool) -> usize {
        let outcomes = self.report.cases.iter().map(|case| &case.outcome);
        outcomes.filter(|outcome| wanted(outcome)).count()
    }
}

/// How many lines of a file there are to cover.
fn total(file: &FileCoverage) -> u64 {
    file.covered + file.missed.len() as u64
}

/// Sorted lines as ranges, first and last included.
fn ranges(lines: &[u64]) -> Vec<(u64, u64)> {
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *line => *last = *line,
            _ => ranges.push((*line, *line)),
        }
    }
    ranges
}

/// The same for a person to read: `12-14, 20`.
fn shown_ranges(lines: &[u64]) -> String {
    let shown = ranges(lines).into_iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}-{last}")
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Why a test did not pass; `None` if it did, or was not run.
fn message(case: &Case) -> Option<String> {
    match &case.outcome {
        CaseOutcome::Passed | CaseOutcome::Skipped => None,
        CaseOutcome::Failed(value) => Some(format!("it is {value}, not true")),
        CaseOutcome::Undefined(None) => Some("its condition does not hold".to_owned()),
        CaseOutcome::Undefined(Some(line)) => Some(format!(
            "one of its conditions does not hold; it got as far as the one on line {line}"
        )),
        CaseOutcome::Error(message) => Some(message.clone()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A run in which each outcome occurs, and a name that XML has to escape.
    pub(crate) fn sample() -> TestRun {
        let case = |name: &str, line, outcome, prints: &[&str]| Case {
            name: name.to_owned(),
            package: "policy.team.note_test".to_owned(),
            file: "rules/note_test.rego".to_owned(),
            line,
            outcome,
            prints: prints.iter().map(|print| (*print).to_owned()).collect(),
        };
        TestRun {
            report: TestReport {
                cases: vec![
                    case(
                        "test_a",
                        5,
                        CaseOutcome::Passed,
                        &["note_test.rego:6: seen"],
                    ),
                    case(
                        "test_b[x < y & \"z\"]",
                        9,
                        CaseOutcome::Undefined(Some(11)),
                        &[],
                    ),
                    case(
                        "test_c",
                        14,
                        CaseOutcome::Failed("false".to_owned()),
                        &["1"],
                    ),
                    case(
                        "test_d",
                        20,
                        CaseOutcome::Error("bad\u{1b}[31m input".to_owned()),
                        &[],
                    ),
                    case("todo_test_e", 30, CaseOutcome::Skipped, &[]),
                ],
                coverage: vec![
                    FileCoverage {
                        path: "rules/note.rego".to_owned(),
                        covered: 4,
                        missed: vec![12, 13, 14, 20],
                    },
                    FileCoverage {
                        path: "rules/whole.rego".to_owned(),
                        covered: 2,
                        missed: Vec::new(),
                    },
                ],
                untested: vec!["team.other".to_owned()],
            },
            min_coverage: Some(100),
        }
    }

    #[test]
    fn lines_become_ranges() {
        assert_eq!(shown_ranges(&[1, 2, 3, 5, 7, 8]), "1-3, 5, 7-8");
        assert_eq!(shown_ranges(&[]), "");
    }
}
