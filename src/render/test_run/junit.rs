//! For CI systems: JUnit XML as Jenkins, GitLab and GitHub's reporters read it. One suite a package;
//! no times, so that two runs give the same bytes.

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::{TestRun, message};
use crate::policy::{Case, CaseOutcome};

/// Renders a run. Where coverage was asked for, it is a test of its own: a CI system that reads this
/// file alone must not show a run as green that exits with 1.
///
/// # Errors
/// It cannot be written as XML, which is a bug.
pub fn render(run: &TestRun) -> Result<String, SerializeError> {
    let mut report = Report::new("relcheck policy test");
    let mut rest = run.report.cases.as_slice();
    while let Some(first) = rest.first() {
        // The cases are sorted by file, and a file is a package.
        let length = rest
            .iter()
            .take_while(|case| case.package == first.package)
            .count();
        let (cases, others) = rest.split_at(length);
        let mut suite = TestSuite::new(first.package.as_str());
        suite.add_test_cases(cases.iter().map(test_case));
        suite
            .extra
            .insert("file".into(), first.file.as_str().into());
        report.add_test_suite(suite);
        rest = others;
    }
    if let Some(percent) = run.min_coverage {
        report.add_test_suite(coverage(run, percent));
    }
    report.to_string()
}

fn test_case(case: &Case) -> TestCase {
    let status = match &case.outcome {
        CaseOutcome::Passed => TestCaseStatus::success(),
        CaseOutcome::Skipped => TestCaseStatus::skipped(),
        CaseOutcome::Failed(_) | CaseOutcome::Undefined(_) => {
            failure(NonSuccessKind::Failure, "failure", case)
        }
        CaseOutcome::Error(_) => failure(NonSuccessKind::Error, "error", case),
    };
    let mut test = TestCase::new(case.name.as_str(), status);
    test.set_classname(case.package.as_str());
    test.extra.insert("file".into(), case.file.as_str().into());
    test.extra
        .insert("line".into(), case.line.to_string().into());
    if !case.prints.is_empty() {
        test.set_system_out(case.prints.join("\n"));
    }
    test
}

fn failure(kind: NonSuccessKind, name: &str, case: &Case) -> TestCaseStatus {
    let message = message(case).unwrap_or_default();
    let mut status = TestCaseStatus::non_success(kind);
    status
        .set_type(name)
        .set_description(format!("{}:{}: {message}", case.file, case.line))
        .set_message(message);
    status
}

fn coverage(run: &TestRun, percent: u8) -> TestSuite {
    let (covered, total) = run.lines();
    let mut status = TestCaseStatus::success();
    if !run.is_covered() {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let missed = run.report.coverage.iter();
        let missed = missed.filter(|file| !file.missed.is_empty()).map(|file| {
            let lines = super::shown_ranges(&file.missed);
            format!("{} is not covered at {lines}", file.path)
        });
        status
            .set_type("coverage")
            .set_message(format!(
                "{covered} of {total} lines covered, less than the {percent} % asked for"
            ))
            .set_description(missed.collect::<Vec<_>>().join("\n"));
    }
    let name = format!("at least {percent} % of the lines are covered");
    let mut test = TestCase::new(name, status);
    test.set_classname("coverage");
    let mut suite = TestSuite::new("coverage");
    suite.add_test_case(test);
    suite
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn every_outcome_has_its_element() {
        insta::assert_snapshot!(render(&sample()).unwrap(), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="relcheck policy test" tests="6" skipped="1" failures="3" errors="1">
            <testsuite name="policy.team.note_test" tests="5" skipped="1" errors="1" failures="2" file="rules/note_test.rego">
                <testcase name="test_a" classname="policy.team.note_test" file="rules/note_test.rego" line="5">
                    <system-out>note_test.rego:6: seen</system-out>
                </testcase>
                <testcase name="test_b[x &lt; y &amp; &quot;z&quot;]" classname="policy.team.note_test" file="rules/note_test.rego" line="9">
                    <failure message="one of its conditions does not hold; it got as far as the one on line 11" type="failure">rules/note_test.rego:9: one of its conditions does not hold; it got as far as the one on line 11</failure>
                </testcase>
                <testcase name="test_c" classname="policy.team.note_test" file="rules/note_test.rego" line="14">
                    <failure message="it is false, not true" type="failure">rules/note_test.rego:14: it is false, not true</failure>
                    <system-out>1</system-out>
                </testcase>
                <testcase name="test_d" classname="policy.team.note_test" file="rules/note_test.rego" line="20">
                    <error message="bad input" type="error">rules/note_test.rego:20: bad input</error>
                </testcase>
                <testcase name="todo_test_e" classname="policy.team.note_test" file="rules/note_test.rego" line="30">
                    <skipped/>
                </testcase>
            </testsuite>
            <testsuite name="coverage" tests="1" skipped="0" errors="0" failures="1">
                <testcase name="at least 100 % of the lines are covered" classname="coverage">
                    <failure message="6 of 10 lines covered, less than the 100 % asked for" type="coverage">rules/note.rego is not covered at 12-14, 20</failure>
                </testcase>
            </testsuite>
        </testsuites>
        "#);
    }
}
