//! Statements that are narrower than what is found, of something else, or made up.

use super::vulnerable::{CRITICAL, NOW, RULE, asked, depending_on, pypa};

/// An OpenVEX document on this product, which is not affected.
fn document(product: &str, status: &str) -> String {
    format!(
        r#"{{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/1", "author": "me", "timestamp": "2026-02-10T00:00:00Z", "version": 1,
        "statements": [{{"vulnerability": {{"name": "PYSEC-2026-1"}}, "products": [{product}], "status": "{status}", "justification": "vulnerable_code_not_present"}}]}}"#
    )
}

/// What is said of `demo`, which depends on `left`, with this document at this path.
fn judged(path: &str, text: &str) -> String {
    let history = depending_on("left==1.1.0\n");
    let database = pypa(&history, &[("left/PYSEC-2026-1.yaml", CRITICAL)]);
    history
        .write(
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.4\"\n",
        )
        .write(path, text)
        .commit("docs: state what does not affect us");
    let run = asked(&history, NOW, &database).check(&["--rule", RULE, "--type", "patch"]);
    run.status(RULE, "patch").to_owned()
}

#[test]
fn a_statement_of_a_form_of_a_package_or_of_another_one_excuses_nothing() {
    for (product, status) in [
        (r#"{"@id": "pkg:pypi/left@1.1.0"}"#, "pass"),
        (
            r#"{"@id": "pkg:pypi/left@1.1.0?file_name=left-1.1.0-win32.whl"}"#,
            "fail",
        ),
        (
            r#"{"@id": "pkg:pypi/left@1.1.0?repository_url=https://example.org"}"#,
            "fail",
        ),
        (r#"{"@id": "pkg:pypi/left@1.1.0#sub"}"#, "fail"),
        (
            r#"{"@id": "pkg:pypi/left@1.1.0", "subcomponents": [{"@id": "pkg:pypi/other@1.0.0"}]}"#,
            "fail",
        ),
        (
            r#"{"@id": "pkg:pypi/demo@1.2.4", "subcomponents": [{"@id": "pkg:pypi/left"}]}"#,
            "pass",
        ),
        (
            r#"{"@id": "pkg:pypi/demo@1.2.4", "subcomponents": [{"@id": "pkg:pypi/left#sub"}]}"#,
            "fail",
        ),
        (
            r#"{"@id": "pkg:npm/demo@1.2.4", "subcomponents": [{"@id": "pkg:pypi/left"}]}"#,
            "fail",
        ),
        (
            r#"{"@id": "demo", "subcomponents": [{"@id": "pkg:pypi/left"}]}"#,
            "pass",
        ),
    ] {
        let text = document(product, "not_affected");
        assert_eq!(judged("demo.openvex.json", &text), status, "{product}");
    }
}

#[test]
fn what_lies_among_tests_and_others_code_states_nothing() {
    let text = document(r#"{"@id": "pkg:pypi/left@1.1.0"}"#, "not_affected");
    for (path, status) in [
        ("vex/left.json", "pass"),
        ("docs/security/vex/left.json", "pass"),
        ("tests/vex/left.json", "fail"),
        ("tests/left.openvex.json", "fail"),
        ("fixtures/left.openvex.json", "fail"),
        ("node_modules/left/left.openvex.json", "fail"),
        ("vendor/left/vex/left.json", "fail"),
    ] {
        assert_eq!(judged(path, &text), status, "{path}");
    }
}
