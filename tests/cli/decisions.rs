//! Exit codes, what is a GO and what is not, and that the same input gives the same bytes.

use super::harness::History;

#[test]
fn a_candidate_that_breaks_no_rule_is_a_go() {
    let run = History::ready().relcheck().check(&[]);
    let report = run.json();
    assert_eq!(run.code, 0, "{}", run.stdout);
    let patch = &report["verdicts"][0];
    assert_eq!(
        (patch["type"].as_str(), patch["decision"].as_str()),
        (Some("patch"), Some("go"))
    );
    assert_eq!(patch["version"]["normal"], "1.2.4");
    let minor = &report["verdicts"][1];
    assert_eq!(
        (minor["type"].as_str(), minor["decision"].as_str()),
        (Some("minor"), Some("no-go"))
    );
}

#[test]
fn the_exit_code_is_that_of_the_type_that_was_asked_for() {
    let history = History::ready();
    let code = |kind| history.relcheck().check(&["--type", kind]).code;
    assert_eq!(code("auto"), 0);
    assert_eq!(code("all"), 0);
    assert_eq!(code("patch"), 0);
    assert_eq!(code("minor"), 1);
    assert_eq!(code("major"), 1);
    assert_eq!(code("hotfix"), 1);
}

#[test]
fn no_fail_exits_with_0_and_says_so() {
    let run = History::ready()
        .relcheck()
        .check(&["--type", "minor", "--no-fail"]);
    assert_eq!(run.code, 0);
    assert!(run.json()["weakenings"].to_string().contains("--no-fail"));
}

#[test]
fn a_selection_of_rules_is_never_a_go() {
    let history = History::ready();
    let run = history.relcheck().check(&["--rule", "branch.clean_tree"]);
    assert_eq!(run.code, 0);
    assert_eq!(
        run.json()["verdicts"][0]["decision"],
        serde_json::Value::Null
    );
    let text = history
        .relcheck()
        .args(&["check", "--rule", "branch.clean_tree"])
        .run()
        .stdout;
    assert!(text.contains("that is no GO"), "{text}");
}

#[test]
fn a_rule_that_does_not_apply_decides_nothing() {
    let run = History::ready()
        .relcheck()
        .check(&["--rule", "branch.hotfix_branch"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        run.json()["verdicts"][0]["reason"],
        "no rule applies, so nothing was checked"
    );
}

#[test]
fn a_stage_without_its_rules_cannot_be_decided() {
    for stage in ["publish", "post-release"] {
        let run = History::ready()
            .relcheck()
            .args(&["check", "--stage", stage])
            .run();
        assert_eq!(run.code, 2, "{stage}: {}", run.stdout);
        assert!(run.stderr.contains("cannot be decided"), "{}", run.stderr);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_tagged_head_is_judged_by_the_checklist_and_the_report_says_so() {
    let history = History::ready();
    history.tag("v1.2.4");
    let run = history.relcheck().check(&[]);
    let report = run.json();
    assert_eq!(report["stage"], "pre-release");
    assert!(
        report["weakenings"]
            .to_string()
            .contains("HEAD's tags say publish, of which only some rules are there")
    );
    // Those rules are judged: nothing tells that this tag was pushed.
    assert_eq!(run.status("branch.tag_valid", "patch"), "unknown");
    assert_eq!(run.code, 3, "{}", run.stdout);
    let asked = history.relcheck().check(&["--stage", "pre-release"]);
    assert_eq!(asked.status("branch.tag_valid", "patch"), "not-applicable");
    assert_eq!(asked.code, 0, "{}", asked.stdout);
    assert_eq!(
        run.status("version.bump_matches_type", "patch"),
        "pass",
        "{}",
        run.stdout
    );
}

#[test]
fn a_final_tag_that_is_not_valid_is_no_go_without_a_stage_being_asked_for() {
    let history = History::ready();
    history.git(&["tag", "v1.2.4"]);
    let run = history.relcheck().check(&[]);
    assert_eq!(run.status("branch.tag_valid", "patch"), "fail");
    assert_eq!(run.code, 1, "{}", run.stdout);
}

#[test]
fn without_a_subcommand_it_checks() {
    let history = History::ready();
    let plain = history.relcheck().args(&["-o", "json"]).run();
    assert_eq!(plain.stdout, history.relcheck().check(&[]).stdout);
    let by_environment = history
        .relcheck()
        .args(&["-o", "json"])
        .env("RELCHECK_TYPE", "minor")
        .run();
    assert_eq!(by_environment.code, 1);
}

#[test]
fn every_flag_has_an_environment_variable() {
    let history = History::ready();
    let run = history
        .relcheck()
        .env("RELCHECK_OUTPUT", "json")
        .env("RELCHECK_RULE", "branch.clean_tree,docs.changelog")
        .env("RELCHECK_NO_FAIL", "1")
        .args(&["check"])
        .run();
    let report = run.json();
    assert_eq!(
        report["question"]["rules"],
        serde_json::json!(["branch.clean_tree", "docs.changelog"])
    );
    assert_eq!(report["question"]["no_fail"], true);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let history = History::ready();
    for format in ["text", "json"] {
        let run = || {
            history
                .relcheck()
                .args(&["check", "-v", "-o", format])
                .run()
                .stdout
        };
        let first = run();
        assert!(!first.is_empty());
        for _ in 0..3 {
            assert_eq!(run(), first);
        }
    }
}

#[test]
fn every_clone_gives_the_same_bytes() {
    let report = |format: &str| {
        let history = History::ready();
        history.write("rules/note.rego", "package policy.team.note\n");
        history.write("more/bell.rego", "package policy.team.bell\n");
        history.write("relcheck.toml", "[policy]\npaths = [\"rules\"]\n");
        history.commit("chore: rules");
        let more = history.path().join("more");
        let arguments = ["check", "-v", "-o", format, "-p", more.to_str().unwrap()];
        history.relcheck().args(&arguments).run().stdout
    };
    for format in ["text", "json"] {
        let first = report(format);
        assert!(first.contains("rules/note.rego"), "{first}");
        assert!(first.contains("more/bell.rego"), "{first}");
        assert_eq!(report(format), first);
    }
}

#[test]
fn the_clock_is_an_input() {
    let history = History::ready();
    let run = history
        .relcheck()
        .check(&["--now", "2026-05-05T12:00:00+02:00"]);
    let report = run.json();
    assert_eq!(report["clock"]["now"], "2026-05-05T10:00:00Z");
    assert!(
        report["weakenings"]
            .to_string()
            .contains("the clock is overridden")
    );
}

#[test]
fn a_report_is_written_whole_to_a_file() {
    let history = History::ready();
    let path = history.beside("report.json");
    let output = format!("json={}", path.display());
    let run = history
        .relcheck()
        .args(&["check", "-o", "text", "-o", &output])
        .run();
    assert!(run.stdout.contains("GO for patch 1.2.4"), "{}", run.stdout);
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(report["schema"], "relcheck.report/1");
}

#[test]
fn a_report_is_valid_under_its_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let report = History::ready().relcheck().check(&[]).json();
    jsonschema::validate(&schema, &report).unwrap();
}
