//! `collect` and `eval`: facts can be saved, and saved facts give the same report.

use super::harness::History;

#[test]
fn saved_facts_give_the_same_report_to_the_byte() {
    let history = History::ready();
    let path = history.beside("facts.json");
    let output = format!("json={}", path.display());
    assert_eq!(
        history
            .relcheck()
            .args(&["collect", "-o", &output])
            .run()
            .code,
        0
    );
    let judged = history
        .relcheck()
        .args(&["eval", path.to_str().unwrap(), "-o", "json"])
        .run();
    let checked = history.relcheck().check(&[]);
    assert_eq!(judged.stdout, checked.stdout);
    assert_eq!(judged.code, checked.code);
}

#[test]
fn saved_facts_need_no_checkout() {
    let history = History::ready();
    let facts = history.relcheck().args(&["collect"]).run().stdout;
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("facts.json"), facts).unwrap();
    let run = super::harness::Relcheck::in_folder(elsewhere.path())
        .args(&["eval", "facts.json"])
        .run();
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn tampered_facts_are_refused() {
    let history = History::ready();
    let facts = history.relcheck().args(&["collect"]).run().stdout;
    for (from, to) in [
        ("\"clean\":true", "\"clean\":\"yes\""),
        ("\"clean\":true", "\"claen\":true"),
        ("\"worktree\": {", "\"wroktree\": {"),
    ] {
        assert!(facts.contains(from), "{from}");
        history.write("facts.json", facts.replacen(from, to, 1));
        let run = history.relcheck().args(&["eval", "facts.json"]).run();
        assert_eq!(run.code, 2, "{to}: {}", run.stdout);
    }
}

/// What is being decided is worked out anew from the saved facts: it cannot be edited by itself.
#[test]
fn a_tampered_question_is_refused() {
    let history = History::ready();
    history.tag("v1.2.4");
    let facts = history.relcheck().args(&["collect"]).run().json();
    let mut twice = facts["subject"]["candidates"].clone();
    let first = twice[0].clone();
    twice.as_array_mut().unwrap().push(first.clone());
    for (place, value) in [
        ("/subject/candidates", serde_json::json!([])),
        ("/subject/candidates", serde_json::json!([first])),
        ("/subject/candidates", twice),
        ("/subject/candidates/1/type", "patch".into()),
        ("/subject/candidates/0/version/core", "none".into()),
        (
            "/subject/candidates/1/version",
            facts["subject"]["candidates"][0]["version"].clone(),
        ),
        ("/subject/previous", serde_json::Value::Null),
        ("/subject/previous/version/normal", "1.2.2".into()),
        ("/subject/previous/commit", "0".repeat(40).into()),
        ("/subject/derived_stage", "pre-release".into()),
        ("/subject/gave_way", true.into()),
        ("/subject/type", "minor".into()),
        ("/subject/type_reason", "because".into()),
        ("/subject/weakenings", serde_json::json!(["none"])),
        ("/clock/now", "soon".into()),
        ("/clock/seconds", 0.into()),
    ] {
        let mut changed = facts.clone();
        *changed.pointer_mut(place).unwrap() = value;
        history.write("facts.json", changed.to_string());
        let run = history.relcheck().args(&["eval", "facts.json"]);
        let run = run.env("RELCHECK_STAGE", "pre-release").run();
        assert_eq!(run.code, 2, "{place}: {}", run.stdout);
        assert!(run.stderr.contains("is not valid"), "{}", run.stderr);
    }
}

#[test]
fn a_question_that_was_asked_can_be_saved() {
    for arguments in [
        &["--release", "1.2.4"][..],
        &["--release", "v2.0.0-rc.1"],
        &["--release", "1.3"],
        &["--stage", "pre-release"],
    ] {
        let history = History::ready();
        let path = history.beside("facts.json");
        let output = format!("json={}", path.display());
        let saved = history.relcheck().args(&["collect", "-o", &output]);
        assert_eq!(saved.args(arguments).run().code, 0);
        let judged = history
            .relcheck()
            .args(&["eval", path.to_str().unwrap(), "-o", "json"])
            .run();
        let checked = history.relcheck().check(arguments);
        assert_eq!(judged.stdout, checked.stdout, "{}", judged.stderr);
    }
}

#[test]
fn a_fact_that_was_not_saved_is_unknown() {
    let history = History::ready();
    let facts = history
        .relcheck()
        .args(&["collect", "--fact", "changelog"])
        .run()
        .stdout;
    history.write("facts.json", facts);
    let run = history
        .relcheck()
        .args(&["eval", "facts.json", "-o", "json"])
        .run();
    assert_eq!(run.status("branch.clean_tree", "patch"), "unknown");
    assert_eq!(run.status("docs.changelog", "patch"), "pass");
    assert_eq!(run.code, 3);
    let weakenings = run.json()["weakenings"].to_string();
    assert!(weakenings.contains("were not saved"), "{weakenings}");
}

#[test]
fn every_collected_document_is_valid_under_the_policy_input_schema() {
    let history = History::ready();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/input.schema.json");
    let schema: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let document = history.relcheck().args(&["collect"]).run().json();
    let facts: serde_json::Map<String, serde_json::Value> = document["facts"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, fact)| (name.clone(), fact["value"].clone()))
        .collect();
    let input = serde_json::json!({
        "release": {
            "type": "patch",
            "stage": "pre-release",
            "version": document["subject"]["candidates"][0]["version"],
            "previous": document["subject"]["previous"],
            "scheme": document["subject"]["scheme"],
        },
        "project": document["project"],
        "clock": document["clock"],
        "facts": facts,
    });
    jsonschema::validate(&schema, &input).unwrap();
}

#[test]
fn each_commit_names_its_files_and_lines() {
    let history = History::released("1.2.3");
    history
        .write("notes.txt", "one\ntwo\nthree\n")
        .commit("docs: notes");
    history
        .write("notes.txt", "one\nTWO\nthree\nfour\n")
        .commit("docs: more notes");
    let diffs = history.relcheck().fact("diffs");
    let newest = &diffs["value"]["commits"][0]["files"][0];
    assert_eq!(newest["path"], "notes.txt");
    assert_eq!(newest["status"], "modified");
    assert_eq!(newest["removed"], 1);
    assert_eq!(
        newest["added"],
        serde_json::json!([{"first": 2, "last": 2}, {"first": 4, "last": 4}])
    );
}

/// The facts `repository` and `versions` are what a decision is planned from; what those do not know
/// makes the rules that read them unknown: see `checkouts` and `versions`.
#[test]
fn every_rule_is_unknown_where_another_of_its_facts_is_missing() {
    let history = History::ready();
    let mut document = history.relcheck().args(&["collect"]).run().json();
    for (name, fact) in document["facts"].as_object_mut().unwrap() {
        if name != "repository" && name != "versions" {
            *fact = serde_json::json!({"unknown": {"reason": "nobody looked", "fix": "look"}});
        }
    }
    history.write("facts.json", document.to_string());
    let run = history
        .relcheck()
        .args(&["eval", "facts.json", "-o", "json", "--type", "patch"])
        .run();
    assert_eq!(run.code, 3, "{}", run.stderr);
    for rule in [
        "branch.clean_tree",
        "docs.changelog",
        "version.no_breaking_changes",
        "version.scope_fits_type",
    ] {
        let outcome = run.outcome(rule, "patch");
        assert_eq!(outcome["status"], "unknown", "{outcome}");
        assert_eq!(outcome["reason"], "nobody looked", "{outcome}");
        assert_eq!(outcome["fix"], "look", "{outcome}");
    }
}
