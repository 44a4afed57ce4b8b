use super::*;
use crate::policy::{CaseOutcome, TestReport};

const RULE: &str = "deny contains finding if {
\tsome file in input.facts.changes.files
\todd(file)
\tfinding := {
\t\t\"subject\": file.path,
\t\t\"message\": \"is odd\",
\t}
}

odd(file) if file.odd

odd(file) if file.path == \"odd\"

unused(x) := x + 1";

fn tests(body: &str) -> PolicyFile {
    let text = format!(
        "package relcheck.policy.files.odd_test\nimport data.relcheck.policy.files.odd\n{body}\n"
    );
    PolicyFile::new("policies/files/odd/odd_test.rego", text)
}

fn run(body: &str) -> TestReport {
    let files = vec![
        rule("files.odd", RULE),
        rule("files.even", PLAIN),
        tests(body),
    ];
    run_tests(files, None).unwrap()
}

fn outcomes(report: &TestReport) -> Vec<(&str, u64, &CaseOutcome)> {
    report
        .cases
        .iter()
        .map(|case| (case.name.as_str(), case.line, &case.outcome))
        .collect()
}

const ODD: &str = r#"{"facts": {"changes": {"files": [{"path": "a", "odd": true}]}}}"#;

#[test]
fn each_test_ends_in_its_own_way() {
    let report = run(&format!(
        "test_pass if count(odd.deny) == 1 with input as {ODD}
test_undefined if count(odd.deny) == 2 with input as {ODD}
test_false := false
test_error if to_number(\"x\") == 1
todo_test_later if false
test_print if {{ print(\"seen\", 1); count(odd.deny) == 0 with input as {{\"facts\": {{\"changes\": {{\"files\": []}}}}}} }}
helper := 1"
    ));
    let outcomes = outcomes(&report);
    assert_eq!(outcomes[0], ("test_pass", 3, &CaseOutcome::Passed));
    assert_eq!(
        outcomes[1],
        ("test_undefined", 4, &CaseOutcome::Undefined(None))
    );
    assert_eq!(
        outcomes[2],
        ("test_false", 5, &CaseOutcome::Failed("false".to_owned()))
    );
    let ("test_error", 6, CaseOutcome::Error(message)) = outcomes[3] else {
        panic!("{outcomes:?}")
    };
    assert!(
        message.starts_with("policies/files/odd/odd_test.rego:6:"),
        "{message}"
    );
    assert_eq!(outcomes[4], ("todo_test_later", 7, &CaseOutcome::Skipped));
    assert_eq!(outcomes[5], ("test_print", 8, &CaseOutcome::Passed));
    assert_eq!(outcomes.len(), 6);
    assert_eq!(report.cases[5].prints.len(), 1);
    assert!(
        report.cases[5].prints[0].contains("seen 1"),
        "{:?}",
        report.cases[5].prints
    );
    assert!(!report.passed());
    assert_eq!(report.untested, ["files.even"]);
}

#[test]
fn lines_that_no_test_reaches_are_named() {
    let report = run(&format!(
        "test_pass if count(odd.deny) == 1 with input as {ODD}"
    ));
    assert!(report.passed());
    let missed: Vec<(&str, &[u64])> = report
        .coverage
        .iter()
        .map(|file| (file.path.as_str(), file.missed.as_slice()))
        .collect();
    assert_eq!(
        missed,
        [
            ("policies/files/even/even.rego", [12, 13, 14, 15].as_slice()),
            ("policies/files/odd/odd.rego", [25].as_slice()),
        ]
    );
    let all = run(&format!(
        "test_pass if count(odd.deny) == 1 with input as {ODD}\ntest_unused if odd.unused(1) == 2"
    ));
    assert_eq!(all.coverage[1].missed, Vec::<u64>::new());
    assert!(all.coverage[1].covered >= 7, "{:?}", all.coverage[1]);
}

#[test]
fn a_test_can_replace_parameters_and_library_functions() {
    let body = "import data.relcheck.lib.size\ndeny contains {\"subject\": \"x\", \"message\": \"m\"} if size.big(input.release.size)";
    let files = vec![
        rule("files.odd", body),
        library("size", "big(x) if x > 9"),
        tests(
            "import data.relcheck.lib.size
test_function if count(odd.deny) == 1 with input as {\"facts\": {\"changes\": 1}, \"release\": {\"size\": 1}} with size.big as always
test_without if count(odd.deny) == 0 with input as {\"facts\": {\"changes\": 1}, \"release\": {\"size\": 1}}
always(_) := true
test_data if data.mine.x == 1 with data.mine.x as 1",
        ),
    ];
    let report = run_tests(files, None).unwrap();
    assert!(report.passed(), "{report:?}");
    assert_eq!(report.cases.len(), 3);
}

#[test]
fn a_filter_picks_tests() {
    let files = vec![
        rule("files.odd", RULE),
        tests("test_one if true\ntest_two if true"),
    ];
    let run = |filter| run_tests(files.clone(), Some(filter));
    assert_eq!(run("odd_test.test_two").unwrap().cases.len(), 1);
    assert_eq!(run("files.odd").unwrap().cases.len(), 2);
    assert_eq!(
        run("three").unwrap_err().to_string(),
        "no test has `three` in its name"
    );
}

#[test]
fn no_tests_are_an_error() {
    let error = run_tests(vec![rule("files.odd", RULE)], None);
    assert_eq!(error.unwrap_err().to_string(), "there are no tests");
}

#[test]
fn a_badly_written_test_is_an_error() {
    let refused = |body: &str| {
        let files = vec![rule("files.odd", RULE), tests(body)];
        run_tests(files, None).unwrap_err().to_string()
    };
    let file = "policies/files/odd/odd_test.rego";
    assert_eq!(
        refused("test_x if true\ntest_x if false"),
        format!("{file}:4:1: the test `test_x` is there already: one of the two could fail unseen")
    );
    assert_eq!(
        refused("test_x(y) if y"),
        format!("{file}:3:1: `test_x` is no test: write `test_x if {{…}}`")
    );
    assert!(refused("test_x if {").starts_with(&format!("{file}:")));
    assert_eq!(
        refused(
            "test_x if f(1) with data.relcheck.policy.files.odd.unused as g\nf(x) := odd.unused(x)\ng(x) := f(x)"
        ),
        "policies/files/odd/odd.rego:25:1: a rule must not need itself: `unused` needs `g` needs `f` needs `unused`"
    );
}

#[test]
fn a_test_that_the_engine_refuses_fails_alone() {
    let other = PolicyFile::new(
        "policies/files/even/even_test.rego",
        "package relcheck.policy.files.even_test\ntest_ok if true\n",
    );
    let files = vec![
        rule("files.odd", RULE),
        rule("files.even", PLAIN),
        tests("test_x if y > 1"),
        other,
    ];
    let report = run_tests(files, None).unwrap();
    assert_eq!(report.cases[0].outcome, CaseOutcome::Passed);
    assert!(
        matches!(report.cases[1].outcome, CaseOutcome::Error(_)),
        "{:?}",
        report.cases[1]
    );
    assert!(report.untested.is_empty());
}
