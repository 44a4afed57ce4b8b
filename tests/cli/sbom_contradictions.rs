//! Bills of materials that contradict themselves, are of another time, or of something else of the same
//! name.

use serde_json::{Value, json};

use super::harness::{History, Run};

const RULE: &str = "dependencies.sbom";

/// What is said of `demo` 1.2.0, which asks for `left` and has this bill.
fn judged(change: impl Fn(&mut Value)) -> Run {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.2.0\"\ndependencies = [\"left\"]\n",
    );
    history.write(
        "uv.lock",
        "version = 1\n\n[[package]]\nname = \"demo\"\nversion = \"1.2.0\"\nsource = { editable = \".\" }\ndependencies = [{ name = \"left\" }]\n\n[[package]]\nname = \"left\"\nversion = \"1.0.0\"\nsource = { registry = \"https://pypi.org/simple\" }\ndependencies = [{ name = \"deep\" }]\n\n[[package]]\nname = \"deep\"\nversion = \"3.0.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n",
    );
    history.commit("feat: add a door");
    let mut bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": {
            "timestamp": "2026-01-31T00:00:00Z",
            "tools": {"components": [{"type": "application", "name": "x", "version": "1"}]},
            "component": {"type": "library", "bom-ref": "root", "name": "demo", "version": "1.2.0", "purl": "pkg:pypi/demo@1.2.0"},
        },
        "components": [
            {"type": "library", "bom-ref": "left", "name": "left", "version": "1.0.0", "purl": "pkg:pypi/left@1.0.0"},
            {"type": "library", "bom-ref": "deep", "name": "deep", "version": "3.0.0", "purl": "pkg:pypi/deep@3.0.0"},
        ],
        "dependencies": [{"ref": "root", "dependsOn": ["left"]}, {"ref": "left", "dependsOn": ["deep"]}],
    });
    change(&mut bill);
    history.evidence_of("bom.json", bill.to_string().as_bytes(), "sbom");
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "minor"])
}

fn findings(change: impl Fn(&mut Value)) -> Vec<String> {
    judged(change).findings(RULE, "minor")
}

#[test]
fn one_that_agrees_with_itself_passes() {
    let run = judged(|_| {});
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn one_that_says_a_wrong_time_fails() {
    for time in ["2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z"] {
        let findings = findings(|bill| bill["metadata"]["timestamp"] = json!(time));
        let day = &time[..10];
        let told = format!(".relcheck/evidence/bom.json.file-1: it says that it was made on {day}");
        assert_eq!(findings, [told]);
    }
}

#[test]
fn one_of_something_else_of_the_same_name_is_not_of_this_project() {
    for purl in [
        "pkg:npm/demo@1.2.0",
        "pkg:pypi/other@1.2.0",
        "pkg:npm/%40evil/demo@1.2.0",
    ] {
        let run = judged(|bill| bill["metadata"]["component"]["purl"] = json!(purl));
        assert_eq!(
            run.status(RULE, "minor"),
            "unknown",
            "{purl}: {}",
            run.stdout
        );
    }
    let other =
        findings(|bill| bill["metadata"]["component"]["purl"] = json!("pkg:pypi/demo@1.1.0"));
    assert_eq!(
        other,
        [
            ".relcheck/evidence/bom.json.file-1: it is of 1.2.0 and 1.1.0, and 1.2.0 is to be released"
        ]
    );
}

#[test]
fn a_component_of_two_versions_is_of_neither() {
    let other = findings(|bill| bill["components"][0]["version"] = json!("9.9.9"));
    assert_eq!(
        other,
        [
            "sbom: 1 package is in another version in the SBOM: `left` 1.0.0 (`uv.lock:10`) is 9.9.9 and 1.0.0 there"
        ]
    );
}

#[test]
fn what_the_project_itself_asks_for_is_not_excluded() {
    let excluded = findings(|bill| bill["components"][0]["scope"] = json!("excluded"));
    assert_eq!(
        excluded,
        ["sbom: 1 package is missing in the SBOM: `left` 1.0.0 (`uv.lock:10`)"]
    );
    // Tools differ on what others need to be built.
    let deep = judged(|bill| bill["components"][1]["scope"] = json!("excluded"));
    assert_eq!(deep.status(RULE, "minor"), "pass", "{}", deep.stdout);
}
