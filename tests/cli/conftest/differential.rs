//! The same folder over the same input says the same in Conftest as in relcheck.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::process::Command;

use serde_json::{Value, json};

use super::super::harness::{History, Run};
use super::checkout;
use super::folders::{ALL, Folder};

/// The package, `deny` or `warn`, and the message.
type Said = BTreeSet<(String, &'static str, String)>;

/// Conftest, or `None` and a message that says what is not tested without it.
fn conftest() -> Option<OsString> {
    let named = std::env::var_os("RELCHECK_CONFTEST");
    let program = named.clone().unwrap_or_else(|| "conftest".into());
    if Command::new(&program).arg("--version").output().is_ok() {
        return Some(program);
    }
    assert!(named.is_none(), "RELCHECK_CONFTEST names no program");
    println!(
        "not tested: Conftest policies against Conftest (there is no `conftest`; RELCHECK_CONFTEST may name it)"
    );
    None
}

/// What policies see as `input` for a release type, from the facts that `collect` writes.
fn input(document: &Value, release_type: &str) -> Value {
    let facts = document["facts"].as_object().unwrap().iter();
    let facts: serde_json::Map<String, Value> = facts
        .filter_map(|(name, fact)| Some((name.clone(), fact.get("value")?.clone())))
        .collect();
    let subject = &document["subject"];
    let candidates = subject["candidates"].as_array().unwrap();
    let candidate = candidates
        .iter()
        .find(|candidate| candidate["type"] == release_type)
        .unwrap();
    json!({
        "project": document["project"],
        "clock": document["clock"],
        "facts": facts,
        "release": {
            "type": release_type,
            "stage": subject["stage"],
            "version": candidate["version"],
            "previous": subject["previous"],
        },
    })
}

/// What Conftest says, and the packages and names that it exempts.
fn by_conftest(
    program: &OsString,
    history: &History,
    folder: &Folder,
) -> (Said, BTreeSet<(String, String)>) {
    let output = Command::new(program)
        .current_dir(history.path())
        .args([
            "test",
            "input.json",
            "--policy",
            "policy",
            "--all-namespaces",
        ])
        .args(["--output", "json", "--no-fail", "--rego-version"])
        .arg(folder.rego_version)
        .output()
        .unwrap();
    let results: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let mut said = Said::new();
    let mut exempted = BTreeSet::new();
    for result in results.as_array().unwrap() {
        let package = result["namespace"].as_str().unwrap();
        for (kind, level) in [("failures", "deny"), ("warnings", "warn")] {
            for found in result[kind].as_array().into_iter().flatten() {
                let message = found["msg"].as_str().unwrap().to_owned();
                said.insert((package.to_owned(), level, message));
            }
        }
        for found in result["exceptions"].as_array().into_iter().flatten() {
            let query = found["msg"].as_str().unwrap();
            let (_, name) = query.split_once(" == ").unwrap();
            exempted.insert((package.to_owned(), name.to_owned()));
        }
    }
    (said, exempted)
}

/// The same of relcheck.
fn by_relcheck(run: &Run, release_type: &str) -> (Said, BTreeSet<(String, String)>) {
    let report = run.json();
    let outcomes = report["outcomes"].as_array().unwrap().iter();
    let own = outcomes.filter(|outcome| {
        outcome["rule"].as_str().unwrap().starts_with("conftest.")
            && outcome["type"] == release_type
    });
    let mut said = Said::new();
    let mut exempted = BTreeSet::new();
    for outcome in own {
        let status = outcome["status"].as_str().unwrap();
        assert!(["pass", "warn", "fail"].contains(&status), "{outcome}");
        // The packages of these folders have no `_` in their names.
        let package = outcome["rule"].as_str().unwrap().replace("conftest.", "");
        let package = package.replace('_', ".");
        for finding in outcome["findings"].as_array().unwrap() {
            let message = finding["message"].as_str().unwrap();
            let level = if finding["level"] == "warn" {
                "warn"
            } else {
                "deny"
            };
            match message.split_once(" (exempted: ") {
                None => drop(said.insert((package.clone(), level, message.to_owned()))),
                Some((_, by)) => {
                    assert_eq!(level, "warn", "{finding}");
                    let name = by.split("names `").nth(1).unwrap();
                    exempted.insert((package.clone(), name.trim_end_matches("`)").to_owned()));
                }
            }
        }
    }
    (said, exempted)
}

#[test]
fn conftest_and_relcheck_say_the_same() {
    let Some(program) = conftest() else { return };
    for folder in ALL {
        let history = checkout(folder.files);
        let document = history.relcheck().args(&["collect"]).run().json();
        let run = history.relcheck().check(&["-p", "policy", "--type", "all"]);
        let mut seen = 0;
        for release_type in ["patch", "minor", "major"] {
            history.write("input.json", input(&document, release_type).to_string());
            let (expected, expected_exempted) = by_conftest(&program, &history, folder);
            let (said, exempted) = by_relcheck(&run, release_type);
            assert_eq!(said, expected, "{}, {release_type}", folder.name);
            // Conftest counts an exception from a rule that found nothing, too.
            assert!(
                exempted.is_subset(&expected_exempted),
                "{}, {release_type}: {exempted:?} {expected_exempted:?}",
                folder.name
            );
            seen += said.len() + exempted.len();
        }
        assert!(seen > 0, "{} says nothing", folder.name);
    }
}
