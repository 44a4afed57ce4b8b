//! Tests with a table of cases, of which none may vanish.

use super::*;
use crate::policy::CaseOutcome;

fn files(body: &str) -> Vec<PolicyFile> {
    let text = format!("package relcheck.policy.files.odd_test\n{body}\n");
    vec![
        rule("files.odd", PLAIN),
        PolicyFile::new("policies/files/odd/odd_test.rego", text),
    ]
}

fn cases(body: &str, filter: Option<&str>) -> Vec<(String, CaseOutcome)> {
    let report = run_tests(files(body), filter).unwrap();
    let cases = report.cases.into_iter();
    cases.map(|case| (case.name, case.outcome)).collect()
}

fn refusal(body: &str) -> String {
    let message = run_tests(files(body), None).unwrap_err().to_string();
    let place = "policies/files/odd/odd_test.rego:2:1: ";
    message.strip_prefix(place).unwrap_or(&message).to_owned()
}

const CONCAT: &str = "test_concat[note] if {
	some note, tc in {
		\"empty + empty\": {\"a\": [], \"b\": [], \"exp\": []},
		\"empty + filled\": {\"a\": [], \"b\": [1, 2], \"exp\": [1, 2]},
		\"filled + filled\": {\"a\": [1, 2], \"b\": [3, 4], \"exp\": [1, 2, 3]},
	}

	act := array.concat(tc.a, tc.b)
	act == tc.exp
}";

#[test]
fn each_case_is_reported_by_its_name_and_one_that_vanishes_failed() {
    assert_eq!(
        cases(CONCAT, None),
        [
            ("test_concat[empty + empty]".to_owned(), CaseOutcome::Passed),
            (
                "test_concat[empty + filled]".to_owned(),
                CaseOutcome::Passed
            ),
            (
                "test_concat[filled + filled]".to_owned(),
                CaseOutcome::Undefined(Some(10))
            ),
        ]
    );
}

#[test]
fn a_filter_picks_cases() {
    let picked = cases(CONCAT, Some("test_concat[empty + f"));
    assert_eq!(
        picked,
        [(
            "test_concat[empty + filled]".to_owned(),
            CaseOutcome::Passed
        )]
    );
    assert_eq!(cases(CONCAT, Some("files.odd")).len(), 3);
}

#[test]
fn cases_nest_as_in_opa() {
    let body = "test_both[note][number] if {
	some note, tc in {\"a\": {\"max\": 2}, \"b\": {\"max\": 1}}
	some number in [1, 2]
	number <= tc.max
}";
    assert_eq!(
        cases(body, None),
        [
            ("test_both[a][1]".to_owned(), CaseOutcome::Passed),
            ("test_both[a][2]".to_owned(), CaseOutcome::Passed),
            ("test_both[b][1]".to_owned(), CaseOutcome::Passed),
            (
                "test_both[b][2]".to_owned(),
                CaseOutcome::Undefined(Some(5))
            ),
        ]
    );
}

#[test]
fn an_error_or_a_value_is_that_of_one_case() {
    let body = "test_number[text] := to_number(text) == 1 if {
	some text in [\"1\", \"2\", \"x\"]
}";
    let cases = cases(body, None);
    assert_eq!(cases[0].1, CaseOutcome::Passed);
    assert_eq!(cases[1].1, CaseOutcome::Failed("false".to_owned()));
    let CaseOutcome::Error(message) = &cases[2].1 else {
        panic!("{cases:?}")
    };
    assert!(
        message.starts_with("policies/files/odd/odd_test.rego:2:"),
        "{message}"
    );
}

#[test]
fn a_table_without_cases_fails() {
    let empty = "test_x[name] if {\n\tsome name, case in {}\n\tcase\n}";
    let nothing =
        "table := {\"a\": 1} if false\ntest_x[name] if {\n\tsome name, case in table\n\tcase\n}";
    for body in [empty, nothing] {
        assert_eq!(
            cases(body, None),
            [(
                "test_x".to_owned(),
                CaseOutcome::Error("its table holds no case".to_owned())
            )]
        );
    }
    let inner = "test_x[name][n] if {\n\tsome name, case in {\"a\": [1], \"b\": []}\n\tsome n in case\n\tn == 1\n}";
    assert_eq!(
        cases(inner, None),
        [
            ("test_x[a][1]".to_owned(), CaseOutcome::Passed),
            (
                "test_x[b]".to_owned(),
                CaseOutcome::Error("it has no case".to_owned())
            ),
        ]
    );
}

#[test]
fn a_case_that_is_still_to_be_written_is_skipped() {
    let body = "todo_test_x[name] if {\n\tsome name, case in {\"a\": 1}\n\tcase == 2\n}";
    assert_eq!(
        cases(body, None),
        [("todo_test_x".to_owned(), CaseOutcome::Skipped)]
    );
}

#[test]
fn forms_in_which_a_case_could_vanish_are_refused() {
    let form = "`test_x[name]`: a case could vanish unseen, unless the body starts with `some name, … in …`";
    for body in [
        "test_x[name] if {\n\tsome tc in [{\"name\": \"a\"}, {\"name\": \"a\"}]\n\tname := tc.name\n\tfalse\n}",
        "test_x[name] if {\n\tinput.on\n\tsome name, tc in {\"a\": 1}\n\ttc\n}",
        "test_x[name] if {\n\tsome [name, tc] in [[\"a\", 1]]\n\ttc\n}",
        "test_x[name] if {\n\tname := \"a\"\n}",
    ] {
        assert_eq!(refusal(body), form, "{body}");
    }
    assert_eq!(
        refusal("test_x[a][b] if {\n\tsome a, tc in {\"a\": [1]}\n\ttc\n\tsome b in tc\n}"),
        "`test_x[a][b]`: a case could vanish unseen, unless the body starts with `some a, … in …` and `some b, … in …`"
    );
    assert_eq!(
        refusal("test_x[name] if {\n\tsome name, _ in {\"a\": 1}\n}"),
        "`test_x[…]` asks nothing of its cases"
    );
    assert_eq!(
        refusal("test_x[\"a\"] if {\n\tsome name, _ in {\"a\": 1}\n\tname\n}"),
        "`test_x[…]`: the brackets hold a variable, the name of the case: `test_x[name] if {…}`"
    );
    assert_eq!(
        refusal("test_x[name] := name if some name in [1]"),
        "`test_x[…]` needs a body in braces"
    );
    assert_eq!(
        refusal("test_x[name] if {\n\tsome name in [1]\n\tname\n} else := false"),
        "`test_x[…]` needs one body, without `else`"
    );
    assert_eq!(
        refusal(
            "test_x[name] if {\n\tsome name in [x | x := input.y with input as {\"y\": 1}]\n\tname\n}"
        ),
        "`test_x[…]`: a table of cases cannot depend on `with`"
    );
    assert_eq!(
        refusal("test_x contains name if {\n\tsome name in [1]\n}"),
        "`test_x` is no test: write `test_x if {…}`"
    );
    let twice = "test_x[name] if {\n\tsome name in [1]\n\tname == 1\n}";
    assert!(refusal(&format!("{twice}\n{twice}")).contains("`test_x` is there already"));
}

#[test]
fn how_far_a_test_got_is_told() {
    let body = "test_x if {
	one := 1
	one == {
		\"a\": 2,
	}
	one == 1
}";
    assert_eq!(
        cases(body, None),
        [("test_x".to_owned(), CaseOutcome::Undefined(Some(4)))]
    );
}
