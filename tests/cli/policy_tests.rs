//! `policy test`: what it refuses to take for a test, and its outputs for programs.

use serde_json::Value;

use super::harness::{History, Run};

const RULE: &str = "# METADATA
# title: No commit is a stopgap
# description: No commit says that it is one.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [changes]
#   fix: Squash it.
#   source: Our process / History
package policy.team.stopgap

deny contains {\"subject\": commit.id, \"message\": commit.subject} if {
	some commit in input.facts.changes.commits
	startswith(commit.subject, \"wip\")
}
";

const TEST: &str = "package policy.team.stopgap_test

import data.policy.team.stopgap
import data.relcheck.lib.facts_test as facts

document(subject) := object.union(facts.judged(\"patch\", \"1.2.4\"), {\"facts\": {\"changes\": {
	\"since\": \"v1.2.3\",
	\"commits\": [facts.commit(facts.head, subject, [])],
}}})

test_subject[subject] if {
	some subject, found in {\"wip\": 1, \"wip: more\": 1, \"fix: it\": 0}
	print(\"judged\", subject)
	count(stopgap.deny) == found with input as document(subject)
}
";

fn with_test(test: &str) -> History {
    let history = History::released("1.2.3");
    history.write("rules/team/stopgap/stopgap.rego", RULE);
    history.write("rules/team/stopgap/stopgap_test.rego", test);
    history
}

fn policy_test(history: &History, arguments: &[&str]) -> Run {
    history
        .relcheck()
        .args(&["policy", "test", "rules"])
        .args(arguments)
        .run()
}

#[test]
fn each_case_of_a_table_is_a_test() {
    let history = with_test(TEST);
    let run = policy_test(&history, &["-v", "--min-coverage", "100"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    insta::assert_snapshot!(run.stdout, @r#"
    pass policy.team.stopgap_test.test_subject[fix: it] (rules/team/stopgap/stopgap_test.rego:11)
        printed: rules/team/stopgap/stopgap_test.rego:13: judged fix: it
    pass policy.team.stopgap_test.test_subject[wip] (rules/team/stopgap/stopgap_test.rego:11)
        printed: rules/team/stopgap/stopgap_test.rego:13: judged wip
    pass policy.team.stopgap_test.test_subject[wip: more] (rules/team/stopgap/stopgap_test.rego:11)
        printed: rules/team/stopgap/stopgap_test.rego:13: judged wip: more

     FILE                             LINES  COVERED  MISSED
     rules/team/stopgap/stopgap.rego      3        3

    3 passed, 0 failed, 0 skipped; 3 of 3 lines covered
    "#);
    let run = policy_test(&history, &["-v", "--run", "[wip: more]"]);
    assert!(run.stdout.contains("1 passed, 0 failed"), "{}", run.stdout);
}

#[test]
fn a_case_that_does_not_hold_fails_with_what_it_printed() {
    let run = policy_test(
        &with_test(&TEST.replace("\"fix: it\": 0", "\"fix: it\": 1")),
        &[],
    );
    assert_eq!(run.code, 1, "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @r#"
    FAIL policy.team.stopgap_test.test_subject[fix: it] (rules/team/stopgap/stopgap_test.rego:11)
        one of its conditions does not hold; it got as far as the one on line 14
        printed: rules/team/stopgap/stopgap_test.rego:13: judged fix: it
    2 passed, 1 failed, 0 skipped; 3 of 3 lines covered
    "#);
}

#[test]
fn a_test_on_what_no_collector_yields_fails_with_its_place() {
    let impossible = TEST.replace("\"since\": \"v1.2.3\"", "\"sinse\": \"v1.2.3\"");
    let run = policy_test(&with_test(&impossible), &["--run", "[fix: it]"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    insta::assert_snapshot!(run.stdout, @r#"
    ERROR policy.team.stopgap_test.test_subject[fix: it] (rules/team/stopgap/stopgap_test.rego:11)
        rules/team/stopgap/stopgap_test.rego:14:31: `input.facts.changes.sinse`: unknown field `sinse`, expected `since` or `commits`
        printed: rules/team/stopgap/stopgap_test.rego:13: judged fix: it
    rules/team/stopgap/stopgap.rego is not covered at 13-15
    0 passed, 1 failed, 0 skipped; 0 of 3 lines covered
    "#);
}

#[test]
fn a_fact_that_the_rule_needs_must_be_there() {
    let without = TEST.replace(
        "with input as document(subject)",
        "with input as object.union(document(subject), {\"facts\": {}}) with input.facts as {}",
    );
    let run = policy_test(&with_test(&without), &["--run", "[fix: it]"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stdout
            .contains("`team.stopgap` needs the fact `changes`"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_json_is_of_its_schema() {
    let history = with_test(&TEST.replace("\"fix: it\": 0", "\"fix: it\": 1"));
    let run = policy_test(&history, &["-o", "json", "--min-coverage", "100"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/policy-test.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let problems: Vec<String> = validator
        .iter_errors(&document)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(document["schema"], "relcheck.policy-test/1");
    assert_eq!(document["passed"], false);
    assert_eq!(document["counts"]["failed"], 1);
    assert_eq!(document["tests"][0]["name"], "test_subject[fix: it]");
    assert_eq!(
        document["coverage"]["files"][0]["path"],
        "rules/team/stopgap/stopgap.rego"
    );
    assert!(!run.stdout.contains("facts_test"), "{}", run.stdout);
}

#[test]
fn junit_and_text_are_written_side_by_side() {
    let history = with_test(TEST);
    let run = policy_test(&history, &["-o", "text", "-o", "junit=tests.xml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "3 passed, 0 failed, 0 skipped; 3 of 3 lines covered\n"
    );
    let xml = std::fs::read_to_string(history.path().join("tests.xml")).unwrap();
    assert!(
        xml.contains(
            "<testcase name=\"test_subject[wip: more]\" classname=\"policy.team.stopgap_test\" \
             file=\"rules/team/stopgap/stopgap_test.rego\" line=\"11\">"
        ),
        "{xml}"
    );
    let again = policy_test(&history, &["-o", "junit"]);
    assert_eq!(again.stdout.trim_end(), xml.trim_end());
}

#[test]
fn formats_are_those_of_the_command() {
    let history = with_test(TEST);
    let run = history.relcheck().args(&["check", "-o", "junit"]).run();
    assert_eq!(run.code, 2);
    assert!(
        run.stderr
            .contains("there is no format `junit` here (known: text, json)"),
        "{}",
        run.stderr
    );
    let run = policy_test(&history, &["-o", "junti"]);
    assert!(
        run.stderr.contains("did you mean `junit`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_tests_of_the_built_in_rules_are_not_run_with_a_projects_own() {
    let run = policy_test(&with_test(TEST), &["--run", "clean_tree"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stderr.contains("no test has `clean_tree` in its name"),
        "{}",
        run.stderr
    );
}
