//! What the documents promise is what the program does.

use std::fs;

use serde_json::Value;

use super::harness::{History, Relcheck};

fn document(name: &str) -> String {
    fs::read_to_string(format!("{}/{name}", env!("CARGO_MANIFEST_DIR")))
        .unwrap()
        .replace("\r\n", "\n")
}

fn rules() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let run = Relcheck::in_folder(folder.path())
        .args(&["rules", "-o", "json"])
        .run();
    run.json().as_array().unwrap().clone()
}

#[test]
fn the_readme_names_every_rule_and_every_collector() {
    let readme = document("README.md");
    for rule in rules() {
        let id = rule["id"].as_str().unwrap();
        assert!(readme.contains(&format!("`{id}`")), "{id}");
    }
    for entry in relcheck::collect::COLLECTORS {
        assert!(
            readme.contains(&format!("`{}`", entry.name)),
            "{}",
            entry.name
        );
    }
}

#[test]
fn explain_shows_text_thresholds_source_and_todays_values() {
    let history = History::released("1.2.3");
    history.declare("1.2.4").commit("fix: something");
    let run = history
        .relcheck()
        .args(&["explain", "branch.release_branch"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    for expected in [
        "The release is cut from its release branch",
        "strategy = release-branches",
        "Source  Release Branch Strategy / Branch Structure / release/vX.Y.x",
        "\"tag\":\"v1.2.3\"",
        "policies/branch/release_branch/release_branch.rego",
    ] {
        assert!(run.stdout.contains(expected), "{expected}: {}", run.stdout);
    }
}

#[test]
fn explain_works_outside_of_a_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let run = Relcheck::in_folder(folder.path())
        .args(&["explain", "docs.changelog"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("no facts to show"), "{}", run.stderr);
}

#[test]
fn rules_can_be_listed_by_stage() {
    let history = History::released("1.2.3");
    let all = history.relcheck().args(&["rules"]).run().stdout;
    assert!(
        all.contains("branch.clean_tree") && all.contains("docs.changelog"),
        "{all}"
    );
    let candidate = history
        .relcheck()
        .args(&["rules", "--stage", "candidate"])
        .run()
        .stdout;
    assert!(
        candidate.contains("branch.clean_tree") && !candidate.contains("docs.changelog"),
        "{candidate}"
    );
}

#[test]
fn help_and_version_exit_with_0() {
    let folder = tempfile::tempdir().unwrap();
    let help = Relcheck::in_folder(folder.path()).args(&["--help"]).run();
    assert_eq!(help.code, 0);
    assert!(help.stdout.contains("Exit codes:"), "{}", help.stdout);
    let version = Relcheck::in_folder(folder.path())
        .args(&["--version"])
        .run();
    assert_eq!(
        version.stdout,
        format!("relcheck {}\n", env!("CARGO_PKG_VERSION"))
    );
}
