//! Tests that would pass on what cannot happen.

use super::*;
use crate::policy::{Case, CaseOutcome};

/// It can never be anything but empty on what these tests get wrong.
const RULE: &str = "deny contains {\"subject\": \"x\", \"message\": \"m\"} if {
\tinput.facts.changes.odd == data.relcheck.params.files.odd.max
}

unknown contains \"no size\" if input.release.size == null

nothing := input.facts.changes.odd";

const DATA: &str = "params:
  files.odd:
    max: {about: The most., value: 3}
    mode: {about: How., value: strict, one_of: [strict, lax]}
  files.even:
    max: {about: The most., value: 3}
";

fn run(body: &str) -> Vec<Case> {
    let text = format!(
        "package relcheck.policy.files.odd_test\nimport data.relcheck.policy.files.odd\n{body}\n"
    );
    let even = "deny contains {\"subject\": \"x\", \"message\": \"m\"} if {
\tinput.facts.changes.odd > data.relcheck.params.files.even.max
}";
    let mut sources = sources(vec![
        rule("files.odd", RULE),
        rule("files.even", even),
        PolicyFile::new("policies/files/odd/odd_test.rego", text),
    ]);
    sources.data.text = DATA.into();
    run_tests_of(sources, None).unwrap().cases
}

fn refused(body: &str) -> String {
    let cases = run(body);
    let [Case { outcome, .. }] = cases.as_slice() else {
        panic!("{cases:?}")
    };
    match outcome {
        CaseOutcome::Error(message) => message.clone(),
        other => panic!("{other:?}"),
    }
}

fn passes(body: &str) {
    let cases = run(body);
    let passed = |case: &Case| case.outcome == CaseOutcome::Passed;
    assert!(!cases.is_empty() && cases.iter().all(passed), "{cases:?}");
}

const PLACE: &str = "policies/files/odd/odd_test.rego:";

#[test]
fn a_possible_input_is_accepted() {
    passes("test_x if odd.deny == set() with input as {\"facts\": {\"changes\": {\"odd\": 1}}}");
    passes("test_x if count(odd.deny) == 1 with input.facts.changes as {\"odd\": 3}");
    passes(
        "document := {\"facts\": {\"changes\": {\"odd\": 3}}}
test_x if {
\tcount(odd.deny) == 0 with input as document with data.relcheck.params.files.odd.max as 4
}",
    );
}

#[test]
fn an_impossible_input_is_refused_wherever_it_stands() {
    let bad = "{\"facts\": {\"changes\": {\"odd\": \"impossible\"}}}";
    for body in [
        format!("test_x if odd.deny == set() with input as {bad}"),
        format!("test_x if not odd.deny.x with input as {bad}"),
        format!("test_x if {{\n\tfound := odd.deny == set() with input as {bad}\n\tfound\n}}"),
        format!("test_x if count([1 | odd.deny == set() with input as {bad}]) == 1"),
        format!("test_x if {{ every _ in [1] {{\n\todd.deny == set() with input as {bad}\n}} }}"),
        format!("denied(x) := found if found := odd.deny with input as x\ntest_x if denied({bad}) == set()"),
        format!("test_x if odd.deny == set() with input as ({bad}) with data.mine as 1"),
        format!("test_x if odd.deny == set() with input as # why\n\t{bad}"),
        "test_x if odd.nothing == 1 with input.facts.changes as {\"odd\": \"impossible\"}".to_owned(),
        "import input.facts as facts\ntest_x if odd.nothing == 1 with facts.changes as \"impossible\"".to_owned(),
    ] {
        let before = body.split("with ").next().unwrap();
        let line = 3 + before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let message = refused(&body);
        assert!(message.ends_with("holds `impossible`"), "{body}: {message}");
        let place = format!("{PLACE}{line}:{column}: ");
        assert!(message.starts_with(&place), "{body}: {message}");
    }
}

#[test]
fn an_undefined_input_is_refused() {
    // The engine itself would go on without any input, since a later `with` has a value.
    let message = refused(
        "document := 1 if false\ntest_x if odd.deny == set() with input as document with data.mine as 1",
    );
    assert_eq!(
        message,
        format!("{PLACE}4:29: what `input` is replaced by has no value, or several")
    );
}

#[test]
fn a_rule_is_not_judged_without_an_input_or_a_fact_that_it_needs() {
    assert_eq!(
        refused("test_x if odd.deny == set()"),
        "`files.odd` is judged without an input: write `with input as …`"
    );
    assert_eq!(
        refused("test_x if odd.unknown == set() with input as {\"facts\": {}}"),
        "`files.odd` needs the fact `changes`, and this input has none: the rule would be unknown before it is judged"
    );
    // A part that is right by itself leaves the whole without the rest.
    assert_eq!(
        refused("test_x if odd.deny == set() with input.release as {\"size\": 1}"),
        "`files.odd` needs the fact `changes`, and this input has none: the rule would be unknown before it is judged"
    );
}

#[test]
fn when_a_failure_is_due_is_judged_like_the_rest() {
    let body = "deny contains {\"subject\": \"x\", \"message\": \"m\"} if input.facts.changes.odd\ndefault due := 5";
    let test = "package relcheck.policy.files.due_test\nimport data.relcheck.policy.files.due\ntest_a if due.due == 5\ntest_b if due.due == 5 with input as {\"facts\": {\"changes\": 1}}\n";
    let test = PolicyFile::new("policies/files/due/due_test.rego", test);
    let report = run_tests(vec![rule("files.due", body), test], None).unwrap();
    assert_eq!(
        report.cases[0].outcome,
        CaseOutcome::Error(
            "`files.due` is judged without an input: write `with input as …`".to_owned()
        )
    );
    assert_eq!(report.cases[1].outcome, CaseOutcome::Passed);
}

#[test]
fn what_tests_share_is_checked_at_its_own_place() {
    let shared = "package relcheck.lib.given_test\nimport data.relcheck.policy.files.odd\ndenied(x) := found if found := odd.deny with input as x\nnumber(x) := found if found := to_number(input.facts.changes.odd) with input as x with data.mine as to_number(\"b\")\n";
    let test = "package relcheck.policy.files.odd_test\nimport data.relcheck.lib.given_test as given\ntest_a if given.denied({\"facts\": {\"changes\": \"impossible\"}}) == set()\ntest_b if given.number({\"facts\": {\"changes\": {\"odd\": \"1\"}}}) == 1\n";
    let files = vec![
        rule("files.odd", PLAIN),
        PolicyFile::new("policies/lib/given_test.rego", shared),
        PolicyFile::new("policies/files/odd/odd_test.rego", test),
    ];
    let report = run_tests(files, None).unwrap();
    let messages: Vec<String> = report
        .cases
        .iter()
        .map(|case| format!("{:?}", case.outcome))
        .collect();
    assert!(
        messages[0].contains("policies/lib/given_test.rego:3:41: "),
        "{messages:?}"
    );
    assert!(
        messages[1].contains("policies/lib/given_test.rego:4:"),
        "{messages:?}"
    );
    let column = messages[1]
        .split("rego:4:")
        .nth(1)
        .unwrap()
        .split(':')
        .next()
        .unwrap();
    let line = shared.lines().nth(3).unwrap();
    assert_eq!(
        column.parse(),
        Ok(line.find("b\")").unwrap() + 1),
        "{messages:?}"
    );
}

#[test]
fn a_set_is_no_list() {
    let message = refused(
        "test_x if odd.deny == set() with input as {\"facts\": {\"changes\": {\"odd\": {1, 2}}}}",
    );
    assert_eq!(
        message,
        format!(
            "{PLACE}3:29: `facts.changes.odd` is a set, and no fact or parameter holds one: write a list"
        )
    );
}

#[test]
fn parameters_are_those_that_a_configuration_could_set() {
    let with = |with: &str| {
        format!(
            "test_x if odd.deny == set() with input as {{\"facts\": {{\"changes\": {{\"odd\": 9}}}}}} with data.relcheck.params{with}"
        )
    };
    for (replacement, expected) in [
        (
            ".files.odd.max as \"3\"",
            "`data.relcheck.params.files.odd.max` is a whole number, not a text",
        ),
        (
            ".files.odd.mode as \"strickt\"",
            "`data.relcheck.params.files.odd.mode` cannot be `strickt`; did you mean `strict`? (one of: strict, lax)",
        ),
        (
            ".files.odd.mx as 3",
            "there is no parameter `data.relcheck.params.files.odd.mx`; did you mean `max`?",
        ),
        (
            ".files.odd as {\"max\": 3}",
            "`data.relcheck.params.files.odd.mode` is missing: it is always there",
        ),
        (
            " as {\"files\": {\"ood\": {\"max\": 3}}}",
            "`data.relcheck.params.files.ood`: no rule `files.ood` has parameters; did you mean `files.odd`?",
        ),
        (
            " as {\"files\": 3}",
            "`data.relcheck.params.files` is no object",
        ),
    ] {
        let message = refused(&with(replacement));
        assert_eq!(
            message.split_once(": ").unwrap().1,
            expected,
            "{replacement}"
        );
    }
    // Nothing is left of the rule's own parameters.
    assert_eq!(
        refused(&with(" as {\"files\": {\"even\": {\"max\": 3}}}")),
        "`data.relcheck.params.files.odd.max` is missing: it is always there"
    );
    passes(&with(
        " as {\"files\": {\"odd\": {\"max\": 3, \"mode\": \"lax\"}}}",
    ));
    passes(&with(" as data.relcheck.params"));
}

#[test]
fn what_cannot_be_checked_is_refused_before_anything_runs() {
    let refusal = |body: &str| {
        let text = format!("package relcheck.policy.files.odd_test\n{body}\n");
        let test = PolicyFile::new("policies/files/odd/odd_test.rego", text);
        let files = vec![rule("files.odd", PLAIN), test];
        run_tests(files, None).unwrap_err().to_string()
    };
    for body in [
        "test_x if true with data as {}",
        "test_x if true with data.relcheck as {}",
    ] {
        assert_eq!(
            refusal(body),
            format!(
                "{PLACE}2:16: what this replaces cannot be checked: name `input`, a part of it, `data.relcheck.params`, or what is below"
            )
        );
    }
    assert_eq!(
        refusal("test_x if not data.relcheck.policy.files.odd.denny"),
        format!(
            "{PLACE}2:15: `relcheck.policy.files.odd` defines no `denny`; did you mean `deny`?"
        )
    );
    assert_eq!(
        refusal("import data.relcheck.policy.files.ood as rule\ntest_x if not rule.deny"),
        format!(
            "{PLACE}3:15: there is no package `relcheck.policy.files.ood.deny`; did you mean `relcheck.policy.files.odd`?"
        )
    );
}

#[test]
fn what_a_rule_works_out_from_its_input_cannot_be_replaced() {
    let refusal = |with: &str| {
        let text = format!(
            "package relcheck.policy.files.odd_test\nimport data.relcheck.policy.files.odd\nimport data.relcheck.lib.size\ntest_x if odd.deny == set() {with}\nalways(_) := true\n"
        );
        let test = PolicyFile::new("policies/files/odd/odd_test.rego", text);
        let lib = library(
            "size",
            "big(x) if x > 9\nlargest := input.facts.changes.size",
        );
        let files = vec![rule("files.odd", RULE), lib, test];
        let mut sources = sources(files);
        sources.data.text = DATA.split("  files.even").next().unwrap().into();
        run_tests_of(sources, None)
            .map(drop)
            .map_err(|errors| errors.to_string())
    };
    for (with, what) in [
        ("with odd.nothing as 1", "relcheck.policy.files.odd.nothing"),
        ("with odd.deny as set()", "relcheck.policy.files.odd.deny"),
        (
            "with data.relcheck.policy.files.odd as {}",
            "relcheck.policy.files.odd",
        ),
        ("with data.relcheck.policy as {}", "relcheck.policy"),
        ("with size.largest as 1", "relcheck.lib.size.largest"),
    ] {
        assert_eq!(
            refusal(with).unwrap_err(),
            format!(
                "{PLACE}4:29: `{what}` is worked out from the input: replace that, so that the rule sees what it could see"
            )
        );
    }
    assert_eq!(refusal("with size.big as always"), Ok(()));
    let misspelt = refusal("with size.bg as always").unwrap_err();
    assert!(
        misspelt.contains("defines no `bg`; did you mean `big`?"),
        "{misspelt}"
    );
}

#[test]
fn the_place_of_an_error_behind_a_checked_value_is_that_in_the_file() {
    let message = refused(
        "test_x if to_number(odd.nothing) == 1 with input as {\"facts\": {\"changes\": {\"odd\": \"a\"}}} with data.mine as to_number(\"b\")",
    );
    assert!(message.starts_with(&format!("{PLACE}3:")), "{message}");
    let column: usize = message.split(':').nth(2).unwrap().parse().unwrap();
    assert!(column >= 107, "{message}");
}
