//! Policies of the project's own, and what is refused about them.

use super::harness::{History, Run};

const RULE: &str = "# METADATA
# title: Every release has a note
# description: There is a file NOTE.
# custom:
#   stages: [pre-release]
#   types: [patch, minor, major, hotfix]
#   level: deny
#   needs: [versions]
#   fix: Write NOTE.
#   source: Our process / Notes
package policy.team.note

deny contains {\"subject\": \"NOTE\", \"message\": \"nobody wrote it\"} if {
	input.facts.versions.name == \"demo\"
}
";

const TEST: &str = "package policy.team.note_test

import data.policy.team.note
import data.relcheck.lib.facts_test as facts

named(name) := object.union(facts.judged(\"patch\", \"1.2.4\"), {\"facts\": {\"versions\": {\"name\": name}}})

test_a_note_is_asked_for if {
	count(note.deny) == 1 with input as named(\"demo\")
}

test_other_projects_need_none if {
	count(note.deny) == 0 with input as named(\"other\")
}
";

fn with_policy(text: &str) -> History {
    let history = History::released("1.2.3");
    history.write("rules/note.rego", text);
    history.write("relcheck.toml", "[policy]\npaths = [\"rules\"]\n");
    history.declare("1.2.4").commit("fix: something");
    history
}

fn refused(run: &Run, expected: &str) {
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains(expected), "{}", run.stderr);
}

#[test]
fn a_rule_of_the_project_is_judged_like_the_built_in_ones() {
    let run = with_policy(RULE).relcheck().check(&["--rule", "team.note"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert_eq!(
        run.findings("team.note", "patch"),
        ["NOTE: nobody wrote it"]
    );
}

#[test]
fn the_report_names_the_commit_whatever_the_rules_read() {
    let history = with_policy(RULE);
    let run = history.relcheck().check(&["--rule", "team.note"]);
    let head = history.git(&["rev-parse", "HEAD"]);
    assert_eq!(run.json()["repository"]["head"], head.as_str());
    assert_eq!(run.json()["repository"]["branch"], "main");
}

#[test]
fn a_folder_can_be_named_on_the_command_line() {
    let history = with_policy(RULE);
    history.write("relcheck.toml", "");
    let run = history
        .relcheck()
        .check(&["--policy", "rules", "--rule", "team.note"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

/// The rule of this project is in `error` for every type because of its own file; the others are
/// judged.
fn refused_alone(history: &History, expected: &str) {
    let run = history.relcheck().check(&[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for kind in ["patch", "minor", "major", "hotfix"] {
        let outcome = run.outcome("team.note", kind);
        assert_eq!(outcome["status"], "error", "{outcome}");
        assert_eq!(outcome["level"], "deny", "{outcome}");
        let reason = outcome["reason"].as_str().unwrap_or_default();
        assert!(reason.contains(expected), "{reason}");
    }
    assert_eq!(run.status("docs.changelog", "patch"), "fail");
    let run = history.relcheck().args(&["policy", "check"]).run();
    refused(&run, expected);
}

#[test]
fn a_misspelt_deny_is_refused_with_its_place() {
    let history = with_policy(&RULE.replace("deny contains", "denny contains"));
    refused_alone(&history, "rules/note.rego:13:1");
}

#[test]
fn a_rule_without_deny_is_refused() {
    let (metadata, _) = RULE.split_once("deny contains").unwrap();
    let history = with_policy(&format!("{metadata}helper := 1\n"));
    refused_alone(&history, "deny");
}

#[test]
fn unknown_metadata_and_facts_that_are_not_needed_are_refused() {
    let history = with_policy(&RULE.replace("#   level: deny", "#   levle: deny"));
    refused_alone(&history, "did you mean `level`?");
    let history = with_policy(&RULE.replace("needs: [versions]", "needs: []"));
    refused_alone(&history, "versions");
}

#[test]
fn a_refused_rule_is_left_out_listed_and_explained_like_any_other() {
    let history = with_policy(&RULE.replace("deny contains", "denny contains"));
    history.write(
        "rules/other.rego",
        RULE.replace("team.note", "team.other")
            .replace("== \"demo\"", "== \"nobody\""),
    );
    let run = history.relcheck().check(&["--rule", "team.other"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.json()["outcomes"].as_array().unwrap().len(), 4);
    let run = history.relcheck().check(&["--rule", "team.note"]);
    assert_eq!(run.code, 2, "{}", run.stderr);

    let run = history.relcheck().args(&["rules"]).run();
    let line = run.stdout.lines().find(|line| line.contains("team.note"));
    assert!(line.unwrap().contains("is refused"), "{}", run.stdout);
    let run = history.relcheck().args(&["explain", "team.note"]).run();
    assert!(
        run.stdout.contains("rules/note.rego:13:1"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_source_of_a_projects_own_rule_is_not_relchecks_process() {
    let history = with_policy(RULE);
    let run = history.relcheck().args(&["explain", "team.note"]).run();
    let source = "\nSource  Our process / Notes\n";
    assert!(run.stdout.contains(source), "{}", run.stdout);
}

#[test]
fn a_refused_rule_that_replaces_a_built_in_one_is_not_stood_in_for() {
    let own = RULE
        .replace("package policy.team.note", "package policy.docs.changelog")
        .replace("deny contains", "denny contains");
    let history = with_policy(&own);
    history.write(
        "relcheck.toml",
        "[policy]\npaths = [\"rules\"]\nreplace = [\"docs.changelog\"]\n",
    );
    let run = history.relcheck().check(&["--rule", "docs.changelog"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(run.status("docs.changelog", "patch"), "error");
}

#[test]
fn a_built_in_rule_is_replaced_only_if_the_configuration_says_so() {
    let own = RULE
        .replace("package policy.team.note", "package policy.docs.changelog")
        .replace("== \"demo\"", "== \"nobody\"");
    let history = with_policy(&own);
    refused(&history.relcheck().args(&["check"]).run(), "docs.changelog");

    history.write(
        "relcheck.toml",
        "[policy]\npaths = [\"rules\"]\nreplace = [\"docs.changelog\"]\n",
    );
    let run = history.relcheck().check(&["--rule", "docs.changelog"]);
    assert_eq!(
        run.status("docs.changelog", "patch"),
        "pass",
        "{}",
        run.stderr
    );
    assert!(
        run.json()["weakenings"]
            .to_string()
            .contains("`docs.changelog` is replaced")
    );
}

#[test]
fn a_package_of_relcheck_is_refused() {
    let history = with_policy(&RULE.replace("package policy.", "package relcheck.policy."));
    refused(
        &history.relcheck().args(&["policy", "check"]).run(),
        "relcheck",
    );
    // It has no id that it could be named by but its place.
    let run = history.relcheck().check(&[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(run.status("rules.note", "patch"), "error");
}

#[test]
fn a_folder_that_is_missing_or_empty_is_refused() {
    let history = with_policy(RULE);
    refused(
        &history
            .relcheck()
            .args(&["check", "--policy", "nowhere"])
            .run(),
        "nowhere",
    );
    std::fs::create_dir(history.path().join("empty")).unwrap();
    refused(
        &history
            .relcheck()
            .args(&["check", "--policy", "empty"])
            .run(),
        "empty",
    );
}

#[test]
fn an_error_in_one_rule_leaves_the_others_alone_and_is_no_go() {
    let broken = RULE.replace(
        "input.facts.versions.name == \"demo\"",
        "to_number(input.facts.versions.name) == 1",
    );
    let run = with_policy(&broken).relcheck().check(&[]);
    assert_eq!(run.status("team.note", "patch"), "error");
    assert_eq!(run.status("docs.changelog", "patch"), "fail");
    assert_eq!(run.code, 2);
}

#[test]
fn policy_check_reports_without_judging() {
    let history = with_policy(RULE);
    let run = history.relcheck().args(&["policy", "check"]).run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    history.write(
        "rules/note.rego",
        RULE.replace("deny contains", "denny contains"),
    );
    refused(
        &history.relcheck().args(&["policy", "check"]).run(),
        "rules/note.rego:13:1",
    );
}

#[test]
fn policy_test_runs_the_tests_and_names_what_fails() {
    let history = with_policy(RULE);
    history.write("rules/note_test.rego", TEST);
    let run = history
        .relcheck()
        .args(&["policy", "test", "--min-coverage", "100"])
        .run();
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        run.stdout,
        "2 passed, 0 failed, 0 skipped; 2 of 2 lines covered\n"
    );

    history.write(
        "rules/note_test.rego",
        TEST.replace("== 1 with", "== 2 with"),
    );
    let run = history.relcheck().args(&["policy", "test"]).run();
    assert_eq!(run.code, 1);
    assert!(
        run.stdout
            .contains("FAIL policy.team.note_test.test_a_note_is_asked_for"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("note_test.rego:8"), "{}", run.stdout);

    let run = history
        .relcheck()
        .args(&["policy", "test", "--run", "other_projects"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stdout);
    let run = history
        .relcheck()
        .args(&["policy", "test", "--run", "nothing like it"])
        .run();
    assert_eq!(run.code, 2);
}

#[test]
fn lines_that_no_test_reaches_are_named() {
    let history = with_policy(RULE);
    history.write(
        "rules/note_test.rego",
        TEST.split("test_a_note").next().unwrap().to_owned() + "test_nothing if true\n",
    );
    let run = history
        .relcheck()
        .args(&["policy", "test", "--min-coverage", "100"])
        .run();
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("note.rego is not covered at"),
        "{}",
        run.stdout
    );
}

#[test]
fn the_built_in_rules_pass_their_tests_and_every_line_is_reached() {
    let folder = tempfile::tempdir().unwrap();
    let run = super::harness::Relcheck::in_folder(folder.path())
        .args(&["policy", "test", "--min-coverage", "100"])
        .run();
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}
