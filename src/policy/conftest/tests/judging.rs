use super::{load, sources};
use crate::collect::COLLECTORS;
use crate::policy::{CaseOutcome, Judged, Origin, PolicyFile, Request, Sources, Testing, test};
use crate::release::{ReleaseType, Stage};
use crate::verdict::Level;

const INPUT: &str = r#"{
    "project": {"name": "demo", "path": ""},
    "facts": {"changes": {"commits": [{"subject": "fix: b"}, {"subject": "feat: a"}]}}
}"#;

fn judge(id: &str, files: &[(&str, &str)]) -> Result<Judged, String> {
    let set = load(files).unwrap();
    let request = Request {
        input: INPUT.to_owned().into(),
        release: None,
        rules: vec![id],
    };
    set.evaluate(&[request]).remove(0).remove(0).result
}

/// Level, subject and message of each finding of the package `main`.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let judged = judge("conftest.main", files).unwrap();
    let findings = judged.deny.into_iter().map(|finding| {
        let level = finding.level.name();
        format!("{level} {}: {}", finding.subject, finding.message)
    });
    findings.collect()
}

fn failure(policy: &str) -> String {
    judge("conftest.main", &[("own/main.rego", policy)]).unwrap_err()
}

#[test]
fn texts_and_objects_are_findings() {
    let policy = "package main
deny contains msg if {
	some commit in input.facts.changes.commits
	msg := sprintf(\"%s is there\", [commit.subject])
}
violation_object contains {\"msg\": \"an object\", \"details\": {\"n\": 1}} if input.project.name
deny_subject contains {\"msg\": \"m\", \"subject\": \"a.txt\"} if input.project.name
warn_only contains \"a warning\" if input.project.name
deny_never contains \"never\" if input.project.name == \"other\"
helper contains \"nobody asks\" if input.project.name
";
    assert_eq!(
        found(&[("own/main.rego", policy)]),
        [
            "deny a.txt: m",
            "deny deny: feat: a is there",
            "deny deny: fix: b is there",
            "deny violation_object: an object",
            "warn warn_only: a warning",
        ]
    );
}

#[test]
fn a_location_is_evidence() {
    let policy = "package main
deny contains {\"msg\": \"m\", \"_loc\": {\"file\": \"a.yaml\", \"line\": 7}} if input.project.name
deny contains {\"msg\": \"n\", \"_loc\": {\"file\": \"b.yaml\"}} if input.project.name
deny contains {\"msg\": \"o\", \"_loc\": 3} if input.project.name
";
    let judged = judge("conftest.main", &[("own/main.rego", policy)]).unwrap();
    let evidence: Vec<_> = judged
        .deny
        .iter()
        .map(|finding| {
            let evidence = finding.evidence.as_ref()?;
            Some((evidence.file.as_deref()?, evidence.line))
        })
        .collect();
    assert_eq!(
        evidence,
        [Some(("a.yaml", Some(7))), Some(("b.yaml", None)), None]
    );
}

#[test]
fn a_rule_may_be_a_list() {
    let policy = "package main
deny := [msg | some commit in input.facts.changes.commits; msg := commit.subject]
warn = {\"w\"} if input.project.name == \"other\"
default violation := []
violation := [\"v\"] if input.project.name == \"other\"
";
    assert_eq!(
        found(&[("own/main.rego", policy)]),
        ["deny deny: feat: a", "deny deny: fix: b"]
    );
}

#[test]
fn the_syntax_before_rego_1_is_read_as_it_was() {
    let old = "package main

import data.lib.text
import input.facts.changes

deny[msg] {
	commit := changes.commits[_]
	not text.is_feature(commit.subject)
	msg := sprintf(\"%s is no feature\", [commit.subject])
}

deny[\"constant\"] { input.project.name == \"demo\" }

warn_else[msg] { msg := text.kind(input.project.name) }
";
    let library = "package lib.text

import future.keywords.in

is_feature(subject) { startswith(subject, \"feat\") }

kind(name) = \"other\" { not name in [\"demo\"] } else = \"demo\" { true }
";
    assert_eq!(
        found(&[("own/lib/text.rego", library), ("own/main.rego", old)]),
        [
            "deny deny: constant",
            "deny deny: fix: b is no feature",
            "warn warn_else: demo",
        ]
    );
}

#[test]
fn a_package_may_have_several_files_with_imports_of_their_own() {
    let one = "package main
import rego.v1
import data.texts.one as texts
deny contains texts.word if input.project.name
";
    let two = "package main
import data.texts.two as others
deny contains others.word if input.project.name
deny_shared contains word if some word in words
deny_local contains texts if some texts in words
deny_argument contains f(\"an argument\") if input.project.name
f(texts) := texts
";
    let words = "package main\nwords contains \"w\" if input.project.name\n";
    let texts = |name: &str| format!("package texts.{name}\nword := \"{name}\"\n");
    assert_eq!(
        found(&[
            ("own/one.rego", one),
            ("own/two.rego", two),
            ("own/words.rego", words),
            ("own/texts/one.rego", &texts("one")),
            ("own/texts/two.rego", &texts("two")),
        ]),
        [
            "deny deny: one",
            "deny deny: two",
            "deny deny_argument: an argument",
            "deny deny_local: w",
            "deny deny_shared: w",
        ]
    );
}

#[test]
fn what_is_exempted_only_warns_and_says_so() {
    let policy = "package main
deny_a contains \"a\" if input.project.name
violation_a contains \"v\" if input.project.name
deny_b contains \"b\" if input.project.name
deny contains \"plain\" if input.project.name
exception contains rules if {
	input.project.name == \"demo\"
	rules := [\"a\"]
}
exception contains [\"c\"] if input.project.name
";
    assert_eq!(
        found(&[("own/main.rego", policy)]),
        [
            "deny deny: plain",
            "warn deny_a: a (exempted: `data.main.exception` names `\"a\"`)",
            "deny deny_b: b",
            "warn violation_a: v (exempted: `data.main.exception` names `\"a\"`)",
        ]
    );
    let plain = policy.replace("[\"a\"]", "{\"\"}");
    assert_eq!(
        found(&[("own/main.rego", &plain)]),
        [
            "warn deny: plain (exempted: `data.main.exception` names `\"\"`)",
            "deny deny_a: a",
            "deny deny_b: b",
            "deny violation_a: v",
        ]
    );
    let elsewhere = policy.replace("== \"demo\"", "== \"other\"");
    assert_eq!(
        found(&[("own/main.rego", &elsewhere)]),
        [
            "deny deny: plain",
            "deny deny_a: a",
            "deny deny_b: b",
            "deny violation_a: v",
        ]
    );
}

#[test]
fn what_conftest_passes_over_is_an_error() {
    let yields = |rule: &str| failure(&format!("package main\n{rule}\n"));
    for (rule, expected) in [
        (
            "deny contains 5 if input.project.name",
            "`data.main.deny` (own/main.rego:2) yields `5`, which is neither a text nor an object with `msg`: Conftest passes over it",
        ),
        (
            "deny_x contains {\"message\": \"m\"} if input.project.name",
            "`data.main.deny_x` (own/main.rego:2) yields `{\"message\":\"m\"}`, which has no text `msg`",
        ),
        (
            "warn contains {\"msg\": 5} if input.project.name",
            "`data.main.warn` (own/main.rego:2) yields `{\"msg\":5}`, which has no text `msg`",
        ),
        (
            "violation contains \"\" if input.project.name",
            "`data.main.violation` (own/main.rego:2) yields `\"\"`, whose message is empty: Conftest counts that as passed",
        ),
        (
            "deny := \"text\"",
            "`data.main.deny` (own/main.rego:2) yields `\"text\"`, which is no set of results: Conftest counts that as passed",
        ),
        (
            "deny := false",
            "`data.main.deny` (own/main.rego:2) yields `false`, which is no set of results: Conftest counts that as passed",
        ),
        (
            "deny contains \"m\" if input.project.name\nexception contains \"x\" if input.project.name",
            "`data.main.exception` (own/main.rego:3) yields `\"x\"`, which is no list of the names of rules: Conftest exempts nothing by it",
        ),
        (
            "deny contains \"m\" if to_number(input.project.name) == 1",
            "own/main.rego:2:",
        ),
    ] {
        let said = yields(rule);
        assert!(said.contains(expected), "{rule}\n{said}");
    }
}

#[test]
fn a_package_is_a_rule_that_points_at_its_file() {
    let policy = "# comment\npackage team.Rules

deny contains commit.subject if {
	some commit in input.facts.changes.commits
	data.shared.is_odd(commit)
}
";
    let shared = "package shared

is_odd(commit) if {
	commit.subject
	input.facts.repository.head
}
";
    let set = load(&[("own/rules.rego", policy), ("own/shared.rego", shared)]).unwrap();
    let [rule] = set.rules() else {
        panic!("{:?}", set.rules())
    };
    assert_eq!(rule.id, "conftest.team_rules");
    assert_eq!((rule.file.as_str(), rule.line), ("own/rules.rego", 2));
    assert_eq!(rule.needs, ["changes", "repository"]);
    assert_eq!(rule.stages, Stage::ALL);
    assert_eq!(rule.types, ReleaseType::ALL);
    assert_eq!((rule.level, rule.origin), (Level::Deny, Origin::User));
    // The report names the user's own files, and none that is nowhere.
    let files: Vec<_> = set.files().into_iter().map(|(path, _)| path).collect();
    assert_eq!(
        files,
        ["own/rules.rego", "own/shared.rego", "policies/data.yaml"]
    );
}

#[test]
fn a_path_that_is_no_plain_text_does_no_harm() {
    let policy = "package main\ndeny contains \"m\" if input.project.name\n";
    let set = load(&[("own/a: \"b\"\n# c.rego", policy)]).unwrap();
    assert_eq!(
        set.rule("conftest.main").unwrap().source,
        ["Conftest: own/a: \"b\"\n# c.rego"]
    );
}

#[test]
fn packages_are_rules_beside_those_of_relcheck() {
    let main = "package main\ndeny contains \"m\" if input.project.name\n";
    let other = "package a.b\ndeny contains \"o\" if count(data.main.deny) == 1\n";
    let files = [("own/main.rego", main), ("own/other.rego", other)];
    let set = load(&files).unwrap();
    let ids: Vec<_> = set.rules().iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["conftest.a_b", "conftest.main"]);
    let judged = judge("conftest.a_b", &files).unwrap();
    assert_eq!(judged.deny[0].message, "o");
}

#[test]
fn parameters_can_be_had_by_the_rules_own_id() {
    let policy = "package main
deny contains \"few\" if count(input.facts.changes.commits) < data.relcheck.params.conftest.main.commits
";
    let data = "params:\n  conftest.main:\n    commits: {about: How many there are., value: 3}\n";
    let sources = Sources {
        user_data: vec![PolicyFile::new("own/data.yaml", data)],
        ..sources(&[("own/main.rego", policy)])
    };
    let facts: Vec<&str> = COLLECTORS.iter().map(|entry| entry.name).collect();
    let set = crate::policy::PolicySet::load(sources, &facts).unwrap();
    assert!(set.params("conftest.main").contains_key("commits"));
}

#[test]
fn tests_run_whatever_their_package_and_syntax() {
    let policy = "package main
deny contains msg if {
	some commit in input.facts.changes.commits
	msg := commit.subject
}
";
    let inside = "package main
test_one { count(deny) == 0 with input.facts.changes as {\"since\": null, \"commits\": []} }
test_two { count(deny) == 1 with input.facts.changes as {\"since\": null, \"commits\": []} }
";
    let beside = "package main_test
import data.main
test_three if count(main.deny) == 0 with input.facts.changes as {\"since\": null, \"commits\": []}
";
    let sources = Sources {
        builtin: Vec::new(),
        manifest: PolicyFile::new("policies/manifest.txt", ""),
        data: PolicyFile::new("policies/data.yaml", ""),
        ..sources(&[
            ("own/main.rego", policy),
            ("own/main_test.rego", inside),
            ("own/other_test.rego", beside),
        ])
    };
    let report = test(
        sources,
        &Testing {
            known_facts: super::FACTS,
            check_input: |_, _| Ok(()),
            filter: None,
            own_only: false,
        },
    )
    .unwrap();
    let outcomes: Vec<String> = report
        .cases
        .iter()
        .map(|case| format!("{} {}", case.name, case.outcome == CaseOutcome::Passed))
        .collect();
    assert_eq!(
        outcomes,
        ["test_one true", "test_two false", "test_three true"]
    );
    assert!(report.untested.is_empty(), "{:?}", report.untested);
}
