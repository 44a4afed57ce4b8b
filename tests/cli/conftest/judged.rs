//! What such folders yield, and how what is refused is told.

use super::super::harness::Run;
use super::checkout;
use super::folders::{EXCEPTIONS, Folder, NAMESPACES, OLDER, RESULTS};

fn check(folder: &Folder) -> Run {
    checkout(folder.files)
        .relcheck()
        .check(&["-p", "policy", "--type", "all"])
}

/// Why a folder of one policy is refused, which keeps nothing else from being judged.
fn refused(policy: &str) -> String {
    let history = checkout(&[("main.rego", policy)]);
    let run = history
        .relcheck()
        .check(&["-p", "policy", "--type", "patch"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(run.status("conftest.main", "patch"), "error");
    assert_eq!(run.status("version.bump_matches_type", "patch"), "pass");
    let checked = history.relcheck().args(&["policy", "check", "policy"]);
    let checked = checked.run();
    assert_eq!(checked.code, 2, "{}", checked.stdout);
    let reason = run.reason("conftest.main", "patch");
    assert_eq!(checked.stderr, format!("error: {reason}\n"));
    reason
}

#[test]
fn a_folder_is_judged_as_it_is() {
    let run = check(&RESULTS);
    assert_eq!(
        run.status("conftest.main", "patch"),
        "fail",
        "{}",
        run.stderr
    );
    assert_eq!(
        run.findings("conftest.main", "patch"),
        [
            "deny: wip: try another way is a stopgap",
            "violation_branch: released from main",
            "warn_count: 2 commits",
        ]
    );
    assert_eq!(
        run.findings("conftest.main", "minor"),
        [
            "deny: wip: try another way is a stopgap",
            "violation_branch: released from main",
            "warn: a minor release, 1.3.0",
            "warn_count: 2 commits",
        ]
    );
    let files = run.json()["policies"]["files"].clone();
    assert!(files.get("policy/lib/subjects.rego").is_some(), "{files}");
    assert!(files.get("policy/main_test.rego").is_none(), "{files}");
}

/// OPA keeps the others, too. The engine alone would lose all of them where the last has no message.
#[test]
fn a_message_that_cannot_be_put_together_takes_no_other_with_it() {
    for last in ["revert", "wip"] {
        let policy = format!(
            "package main\n\nword := {{\"wip\": \"unfinished\", \"fix\": \"a repair\"}}\n\nkinds := [\"fix\", \"revert\", \"{last}\"]\n\ndeny contains sprintf(\"%s: %s\", [kind, word[kind]]) if some kind in kinds\n"
        );
        let history = checkout(&[("main.rego", &policy)]);
        let run = history
            .relcheck()
            .check(&["-p", "policy", "--type", "patch"]);
        let found = run.findings("conftest.main", "patch");
        assert!(
            found.contains(&"deny: fix: a repair".to_owned()),
            "{found:?} {}",
            run.stderr
        );
        assert_eq!(found.len(), if last == "wip" { 2 } else { 1 });
    }
}

#[test]
fn the_older_syntax_is_read() {
    let run = check(&OLDER);
    assert_eq!(
        run.findings("conftest.main", "patch"),
        [
            "deny: wip: try another way is a stopgap",
            "violation_constant: always",
            "warn: 2 commits",
        ],
        "{}",
        run.stderr
    );
    assert_eq!(run.findings("conftest.newer", "patch").len(), 1);
    assert_eq!(run.stderr, "");
}

#[test]
fn an_exception_is_seen_by_everybody() {
    let run = check(&EXCEPTIONS);
    let exempted = "(exempted: `data.main.exception` names `\"stopgap\"`)";
    assert_eq!(
        run.findings("conftest.main", "patch"),
        [
            "deny: plain".to_owned(),
            "deny_branch: not exempted".to_owned(),
            format!("deny_stopgap: wip: try another way is a stopgap {exempted}"),
            format!("violation_stopgap: the same by another word {exempted}"),
            format!("warn_stopgap: and a warning {exempted}"),
        ],
        "{}",
        run.stderr
    );
    let weakenings = run.json()["weakenings"].clone();
    for rule in ["deny_stopgap", "violation_stopgap", "warn_stopgap"] {
        let weakening = format!("a Conftest `exception` exempts `{rule}` of `conftest.main`");
        let mut all = weakenings.as_array().unwrap().iter();
        assert!(all.any(|other| *other == weakening), "{weakenings}");
    }
    let history = checkout(EXCEPTIONS.files);
    let text = history.relcheck().args(&["check", "-p", "policy"]).run();
    assert!(
        text.stdout.contains(&format!(
            "! deny_stopgap: wip: try another way is a stopgap {exempted}"
        )),
        "{}",
        text.stdout
    );
}

#[test]
fn each_package_is_a_rule_that_can_be_switched_off() {
    let history = checkout(NAMESPACES.files);
    let reason = "branches are judged by branch.release_branch";
    history.write(
        "relcheck.toml",
        format!(
            "[policy]\npaths = [\"policy\"]\n\n[rules.conftest.release_branch]\nskip = \"{reason}\"\n"
        ),
    );
    let run = history.relcheck().check(&["--type", "patch"]);
    assert_eq!(
        run.status("conftest.release_branch", "patch"),
        "not-applicable",
        "{}",
        run.stderr
    );
    assert_eq!(run.status("conftest.release_summary", "patch"), "warn");
    assert_eq!(run.status("conftest.quiet", "patch"), "pass");
    assert!(run.json()["weakenings"].to_string().contains(reason));

    let explained = history
        .relcheck()
        .args(&["explain", "conftest.quiet"])
        .run();
    assert_eq!(explained.code, 0, "{}", explained.stderr);
    assert!(
        explained
            .stdout
            .contains("policy/quiet.rego:1 (the project's own"),
        "{}",
        explained.stdout
    );
    let source = "\nSource  Conftest: policy/quiet.rego\n";
    assert!(explained.stdout.contains(source), "{}", explained.stdout);
}

#[test]
fn a_waiver_names_a_rule_of_the_package() {
    let history = checkout(RESULTS.files);
    let waiver = |subject: &str, ticket: &str| {
        format!(
            "[[waiver]]\nrule = \"conftest.main\"\nsubject = \"{subject}\"\nreason = \"agreed\"\nowner = \"ann\"\napprover = \"bob\"\nticket = \"{ticket}\"\nexpires = \"2026-03-01\"\nversions = \"1.2.x\"\n\n"
        )
    };
    history.write("waivers.toml", waiver("violation_*", "REL-1"));
    history.git(&["add", "waivers.toml"]);
    let check = || {
        history
            .relcheck()
            .check(&["-p", "policy", "--type", "patch"])
    };
    assert_eq!(check().status("conftest.main", "patch"), "fail");
    history.write(
        "waivers.toml",
        waiver("violation_*", "REL-1") + &waiver("deny", "REL-2"),
    );
    let run = check();
    assert_eq!(
        run.status("conftest.main", "patch"),
        "waived",
        "{}",
        run.stderr
    );
}

#[test]
fn a_policy_for_kubernetes_is_refused_with_the_reason() {
    let said = refused(
        "package main

deny contains msg if {
	input.kind == \"Deployment\"
	not input.spec.template.spec.securityContext.runAsNonRoot

	msg := \"Containers must not run as root\"
}
",
    );
    insta::assert_snapshot!(said, @r#"
    policy/main.rego:4:2: there is no `input.kind`: `input` is relcheck's own here, with `clock`, `facts`, `project`, `release`, and no file as Conftest parses it
    policy/main.rego:5:6: there is no `input.spec`: `input` is relcheck's own here, with `clock`, `facts`, `project`, `release`, and no file as Conftest parses it
    "#);
}

#[test]
fn a_misspelt_rule_is_refused() {
    let said = refused("package main\n\ndenny contains \"m\" if input.project.name\n");
    insta::assert_snapshot!(said, @"policy/main.rego:3:1: `denny` is nothing that Conftest asks for, so it could never fail; did you mean `deny`?");
}

#[test]
fn what_needs_more_than_the_facts_is_refused() {
    let said = refused(
        "package main

deny contains \"a\" if parse_config_file(\"main.tf\").resource
deny contains \"b\" if http.send({\"url\": \"https://example.org\"}).status_code == 200
deny contains \"c\" if time.now_ns() > 0
deny contains \"d\" if data.allowed[_] == input.project.name
deny contains \"e\" if rego.metadata.rule().title
",
    );
    insta::assert_snapshot!(said, @r#"
    policy/main.rego:3:22: `parse_config_file` is a function of Conftest's, which relcheck does not have: what it knows is in `input.facts`
    policy/main.rego:4:22: `http.send` is not allowed: a decision depends on its input alone (the time is `input.clock.seconds`)
    policy/main.rego:5:22: `time.now_ns` is not allowed: a decision depends on its input alone (the time is `input.clock.seconds`)
    policy/main.rego:6:22: `data.allowed[…]` is not there: of `data`, a Conftest policy sees the packages of its own folder and relcheck's libraries (`data.relcheck.lib.<name>`), and no files as with `--data`: write them as rules of a package
    policy/main.rego:7:22: there is no function `rego.metadata.rule`: relcheck has none of `rego.…`
    "#);
}

#[test]
fn a_refused_package_keeps_no_other_from_being_judged() {
    let mut files = NAMESPACES.files.to_vec();
    files.push((
        "odd.rego",
        "package odd\n\nimport data.texts\n\ndeny contains texts.odd if input.kind\n",
    ));
    files.push(("texts.rego", "package texts\n\nodd := {{\n"));
    files.push((
        "old.rego",
        "package old\n\ndeny[msg] { msg := input.project.name }\n",
    ));
    let history = checkout(&files);
    let run = history
        .relcheck()
        .check(&["-p", "policy", "--type", "patch"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for (rule, status) in [
        ("conftest.odd", "error"),
        ("conftest.texts", "error"),
        ("conftest.old", "fail"),
        ("conftest.quiet", "pass"),
        ("conftest.release_branch", "fail"),
        ("conftest.release_summary", "warn"),
    ] {
        assert_eq!(run.status(rule, "patch"), status, "{rule} {}", run.stdout);
    }
    insta::assert_snapshot!(run.reason("conftest.odd", "patch"), @r"
    policy/odd.rego:5:28: there is no `input.kind`: `input` is relcheck's own here, with `clock`, `facts`, `project`, `release`, and no file as Conftest parses it
    policy/texts.rego:4:1: expecting expression
    ");
    let files = run.json()["policies"]["files"].clone();
    for file in ["odd.rego", "texts.rego", "quiet.rego"] {
        assert!(files.get(format!("policy/{file}")).is_some(), "{files}");
    }
}

#[test]
fn a_result_without_a_message_is_an_error_and_blocks() {
    let history = checkout(&[(
        "main.rego",
        "package main\n\ndeny contains {\"message\": input.project.name}\n",
    )]);
    let run = history
        .relcheck()
        .check(&["-p", "policy", "--type", "patch"]);
    assert_eq!(
        run.status("conftest.main", "patch"),
        "error",
        "{}",
        run.stderr
    );
    assert_eq!(run.code, 2);
    insta::assert_snapshot!(run.reason("conftest.main", "patch"), @r#"the package `main`: `data.main.deny` (policy/main.rego:3) yields `{"message":"demo"}`, which has no text `msg`"#);
}

#[test]
fn a_fact_that_is_not_known_is_no_pass() {
    let history = checkout(&[(
        "main.rego",
        "package main\n\ndeny contains \"m\" if count(input.facts.changes.commits) > 100\n",
    )]);
    let facts = history.relcheck().args(&["collect"]).run().json();
    let mut unknown = facts.clone();
    unknown["facts"]["changes"] =
        serde_json::json!({"unknown": {"reason": "no tags", "fix": null}});
    history.write("facts.json", facts.to_string());
    history.write("unknown.json", unknown.to_string());
    let judge = |file: &str| {
        let arguments = ["eval", file, "-p", "policy", "-o", "json"];
        let run = history.relcheck().args(&arguments).run();
        run.status("conftest.main", "patch")
    };
    assert_eq!(judge("facts.json"), "pass");
    assert_eq!(judge("unknown.json"), "unknown");
}
