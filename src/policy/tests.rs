//! Tests of the room as a whole: what loads, what is refused and where, what rules yield.

mod bounded_evaluation;
mod evaluating;
mod impossible_tests;
mod loading;
mod overriding;
mod parametrised_tests;
mod parsing;
mod refusing;
mod refusing_alone;
mod refusing_sets;
mod running_tests;
mod sharing;

use super::{LoadErrors, PolicyFile, PolicySet, Sources, TestReport, Testing};

/// The facts that the policies of these tests may need.
const FACTS: &[&str] = &["changes", "repository"];

const METADATA: &str = "# METADATA
# title: Nothing is odd
# description: No file is odd.
# custom:
#   stages: [pre-release]
#   types: [patch, minor]
#   level: deny
#   needs: [changes]
#   fix: Make it even.
#   source: Version Management
";

/// The lines above the `package` line of a rule of [`rule`].
const ABOVE: u64 = 10;

/// A built-in rule of this id with this body, its `package` on line 11 and the body from line 12.
fn rule(id: &str, body: &str) -> PolicyFile {
    let (_, name) = id.split_once('.').unwrap();
    let path = format!("policies/{}/{name}.rego", id.replace('.', "/"));
    let text = format!(
        "{}package relcheck.policy.{id}\n{body}\n",
        metadata_for(body)
    );
    PolicyFile::new(path, text)
}

/// The metadata of a rule with this body: it needs the fact if it reads it.
fn metadata_for(body: &str) -> String {
    if body.contains("facts.changes") {
        METADATA.to_owned()
    } else {
        METADATA.replace("needs: [changes]", "needs: []")
    }
}

/// The same as a project's own rule.
fn user_rule(id: &str, body: &str) -> PolicyFile {
    let (_, name) = id.split_once('.').unwrap();
    let text = format!("{}package policy.{id}\n{body}\n", metadata_for(body));
    PolicyFile::new(format!("own/{name}.rego"), text)
}

fn library(name: &str, body: &str) -> PolicyFile {
    let text = format!("package relcheck.lib.{name}\n{body}\n");
    PolicyFile::new(format!("policies/lib/{name}.rego"), text)
}

/// Built-in files, with a manifest that lists their rules.
fn sources(files: Vec<PolicyFile>) -> Sources {
    let mut ids: Vec<String> = files
        .iter()
        .filter(|file| !file.is_test())
        .filter_map(|file| {
            let parts: Vec<&str> = file.path.split('/').collect();
            match parts.as_slice() {
                ["policies", area, rule, _] => Some(format!("{area}.{rule}")),
                _ => None,
            }
        })
        .collect();
    ids.sort();
    ids.dedup();
    let tests: Vec<PolicyFile> = ids
        .iter()
        .map(|id| {
            let name = id.rsplit('.').next().unwrap();
            let path = format!("policies/{}/{name}_test.rego", id.replace('.', "/"));
            let text = format!("package relcheck.policy.{id}_test\n");
            PolicyFile::new(path, text)
        })
        .filter(|test| files.iter().all(|file| file.path != test.path))
        .collect();
    Sources {
        builtin: files.into_iter().chain(tests).collect(),
        manifest: PolicyFile::new("policies/manifest.txt", ids.join("\n")),
        data: PolicyFile::new("policies/data.yaml", ""),
        check_builtin: true,
        ..Sources::default()
    }
}

fn load(files: Vec<PolicyFile>) -> Result<PolicySet, LoadErrors> {
    PolicySet::load(sources(files), FACTS)
}

/// Runs tests, whose inputs may be anything that the fact `changes` of these tests is not.
fn run_tests(files: Vec<PolicyFile>, filter: Option<&str>) -> Result<TestReport, LoadErrors> {
    run_tests_of(sources(files), filter)
}

fn run_tests_of(sources: Sources, filter: Option<&str>) -> Result<TestReport, LoadErrors> {
    let testing = Testing {
        known_facts: FACTS,
        check_input,
        filter,
        own_only: false,
    };
    super::test(sources, &testing)
}

/// Stands in for the check of the collectors' types: `impossible` is in no input.
fn check_input(part: &[&str], value: &serde_json::Value) -> Result<(), String> {
    if value.to_string().contains("impossible") {
        return Err(format!("`{}` holds `impossible`", part.join(".")));
    }
    Ok(())
}

/// The problems, one a line.
fn refusal(files: Vec<PolicyFile>) -> String {
    load(files).unwrap_err().to_string()
}

const PLAIN: &str = "deny contains finding if {
\tsome file in input.facts.changes.files
\tfile.odd
\tfinding := {\"subject\": file.path, \"message\": \"is odd\"}
}";
