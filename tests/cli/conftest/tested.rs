//! The tests of such folders: they run as they are, but on nothing that cannot happen.

use super::super::harness::Run;
use super::checkout;
use super::folders::RESULTS;

fn tested(files: &[(&str, &str)]) -> Run {
    let history = checkout(files);
    let arguments = ["policy", "test", "policy", "-v"];
    history.relcheck().args(&arguments).run()
}

#[test]
fn tests_run_as_they_are() {
    let run = tested(RESULTS.files);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout
            .contains("pass main.test_stopgap (policy/main_test.rego:5)"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("2 passed, 0 failed"), "{}", run.stdout);
}

const MAIN: &str = "package main

deny[msg] {
	input.facts.repository.branch.name == \"main\"
	msg := \"on main\"
}

warn := [commit.subject | commit := input.facts.changes.commits[_]]
";

#[test]
fn whole_inputs_are_there_for_them_in_both_syntaxes() {
    let older = "package main

import data.relcheck.lib.facts_test as facts

none(found) { count(found) == 0 }

test_release_branch { none(deny) with input as facts.judged(\"patch\", \"1.2.4\") }

test_main {
	on_main := {\"facts\": {\"repository\": {\"branch\": {\"name\": \"main\"}}}}
	deny[\"on main\"] with input as object.union(facts.judged(\"patch\", \"1.2.4\"), on_main)
}
";
    let newer = "package main_test

import data.main
import data.relcheck.lib.facts_test as facts

test_commits if main.warn == [\"fix: close the file\"] with input as facts.judged(\"patch\", \"1.2.4\")

test_subject[subject] if {
	some subject in [\"one\", \"two\"]
	changed := {\"facts\": {\"changes\": {\"commits\": [facts.commit(facts.head, subject, [])]}}}
	main.warn == [subject] with input as object.union(facts.judged(\"patch\", \"1.2.4\"), changed)
}
";
    let run = tested(&[
        ("main.rego", MAIN),
        ("main_test.rego", older),
        ("newer_test.rego", newer),
    ]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    insta::assert_snapshot!(run.stdout, @r"
    pass main.test_release_branch (policy/main_test.rego:7)
    pass main.test_main (policy/main_test.rego:9)
    pass main_test.test_commits (policy/newer_test.rego:6)
    pass main_test.test_subject[one] (policy/newer_test.rego:8)
    pass main_test.test_subject[two] (policy/newer_test.rego:8)

     FILE              LINES  COVERED  MISSED
     policy/main.rego      4        4

    5 passed, 0 failed, 0 skipped; 4 of 4 lines covered
    ");
}

#[test]
fn what_cannot_happen_is_no_test() {
    let tests = "package main

none(found) { count(found) == 0 }

test_of_a_file { none(deny) with input as {\"kind\": \"Deployment\"} }

test_of_a_part { none(deny) with input as {\"facts\": {\"repository\": {\"branch\": {\"name\": \"x\"}}}} }

test_of_other_facts { none(deny) with input.facts.changes as {\"since\": null, \"commits\": []} }

test_of_a_list_on_nothing { none(warn) }

test_of_a_set_on_nothing { none(deny) }
";
    let run = tested(&[("main.rego", MAIN), ("main_test.rego", tests)]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    insta::assert_snapshot!(run.stdout, @r"
    ERROR main.test_of_a_file (policy/main_test.rego:5)
        policy/main_test.rego:5:29: `input` has no `kind`
    ERROR main.test_of_a_part (policy/main_test.rego:7)
        policy/main_test.rego:7:29: `input.clock` is missing: it is always there
    ERROR main.test_of_other_facts (policy/main_test.rego:9)
        `input.clock` is missing: it is always there
    ERROR main.test_of_a_list_on_nothing (policy/main_test.rego:11)
        `conftest.main` is judged without an input: write `with input as …`
    ERROR main.test_of_a_set_on_nothing (policy/main_test.rego:13)
        `conftest.main` is judged without an input: write `with input as …`

     FILE              LINES  COVERED  MISSED
     policy/main.rego      4        2  3, 5

    0 passed, 5 failed, 0 skipped; 2 of 4 lines covered
    ");
}

#[test]
fn what_is_misspelt_in_a_test_is_refused() {
    let tests = "package main_test

import data.main

test_nothing { count(main.denny) == 0 with input as {} }
";
    let run = tested(&[("main.rego", MAIN), ("main_test.rego", tests)]);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    insta::assert_snapshot!(run.stderr, @"error: policy/main_test.rego:5:22: `main` defines no `denny`; did you mean `deny`?");
}
