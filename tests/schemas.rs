//! The published JSON Schemas are those of the code.
//!
//! `RELCHECK_UPDATE=1 cargo test --test schemas` writes them anew.

use std::fs;
use std::path::Path;

use serde_json::Value;

fn assert_current(name: &str, schema: &schemars::Schema) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("RELCHECK_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let published = fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert!(
        published == text,
        "docs/{name} is out of date: run RELCHECK_UPDATE=1 cargo test --test schemas"
    );
}

#[test]
fn the_report_schema_is_current() {
    assert_current(
        "report.schema.json",
        &schemars::schema_for!(relcheck::report::Report),
    );
}

#[test]
fn the_suggestion_schema_is_current() {
    assert_current(
        "suggestion.schema.json",
        &schemars::schema_for!(relcheck::suggest::Suggestion),
    );
}

#[test]
fn the_policy_input_schema_is_current() {
    assert_current("input.schema.json", &relcheck::collect::input_schema());
}

#[test]
fn the_schema_of_test_runs_is_current() {
    assert_current(
        "policy-test.schema.json",
        &schemars::schema_for!(relcheck::render::test_run::json::Document),
    );
}

#[test]
fn all_are_valid_schemas() {
    for name in [
        "report.schema.json",
        "suggestion.schema.json",
        "input.schema.json",
        "policy-test.schema.json",
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("docs")
            .join(name);
        let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        jsonschema::meta::validate(&schema).unwrap();
    }
}
