//! `dependencies.sbom` and `relcheck sbom`, over lock files and documents of real tools.

use std::fs;
use std::path::Path;

use super::harness::{History, Relcheck, Run};

const RULE: &str = "dependencies.sbom";
const BILL: &str = "sbom/cyclonedx-py/1.6.json";

const REQUIREMENTS: &str = "packaging==24.2\npython-dateutil==2.9.0.post0\nsix==1.16.0\n";

fn fixture(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    fs::read_to_string(path.join(file)).unwrap()
}

/// The project that the fixtures are of, on its way to 1.2.0.
fn history() -> History {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.0\"\n",
    );
    history.write("requirements.txt", REQUIREMENTS);
    history.write(".gitignore", ".relcheck/\n");
    history.commit("feat: add a door");
    history
}

fn judged(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", RULE, "--type", "minor"])
}

fn status(history: &History) -> String {
    judged(history).status(RULE, "minor")
}

fn findings(history: &History) -> Vec<String> {
    judged(history).findings(RULE, "minor")
}

/// A document that is recorded, with something in it replaced.
fn changed(from: &str, to: &str) -> Vec<String> {
    let text = fixture(BILL);
    let altered = text.replace(from, to);
    assert_ne!(text, altered, "{from}");
    let history = history();
    history.evidence_of("bom.json", altered.as_bytes(), "sbom");
    findings(&history)
}

#[test]
fn documents_of_every_tool_pass_in_every_version() {
    for file in [
        "sbom/cyclonedx-py/1.2.json",
        "sbom/cyclonedx-py/1.3.xml",
        "sbom/cyclonedx-py/1.4.json",
        "sbom/cyclonedx-py/1.5.xml",
        "sbom/cyclonedx-py/1.6.json",
        "sbom/cyclonedx-py/1.7.json",
        "sbom/cyclonedx-py/1.7.xml",
        "sbom/syft/spdx-2.2.json",
        "sbom/syft/spdx-2.3.spdx",
        "sbom/spdx-tools/spdx-3.0.json",
    ] {
        let history = history();
        history.evidence(file, "sbom");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "minor"), "pass", "{file}: {}", run.stdout);
    }
}

#[test]
fn none_is_unknown_with_what_to_do() {
    let history = history();
    let run = judged(&history);
    assert_eq!(run.code, 3);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert_eq!(
        run.reason(RULE, "minor"),
        "there is no software bill of materials (SBOM)"
    );
    assert!(run.stdout.contains("relcheck record -- relcheck sbom"));
}

#[test]
fn one_that_lies_there_or_is_in_git_proves_nothing() {
    let loose = history();
    loose.write("dist/bom.json", fixture(BILL));
    assert_eq!(status(&loose), "unknown");
    let tracked = history();
    tracked
        .write("bom.json", fixture(BILL))
        .commit("docs: add the SBOM");
    let run = judged(&tracked);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert!(
        run.reason(RULE, "minor").contains("bom.json"),
        "{}",
        run.stdout
    );
}

#[test]
fn packages_that_are_missing_or_differ_fail() {
    let history = history();
    history.write(
        "requirements.txt",
        format!("{REQUIREMENTS}click==8.1.7\nidna==3.7\n"),
    );
    history.commit("feat: add more");
    history.evidence(BILL, "sbom");
    assert_eq!(
        findings(&history),
        [
            "sbom: 2 packages are missing in the SBOM: `click` 8.1.7 (`requirements.txt:4`), `idna` 3.7 (`requirements.txt:5`)"
        ]
    );
    assert_eq!(
        changed("1.16.0", "1.17.0"),
        [
            "sbom: 1 package is in another version in the SBOM: `six` 1.16.0 (`requirements.txt:3`) is 1.17.0 there"
        ]
    );
}

#[test]
fn one_of_another_version_or_project_does_not_do() {
    assert_eq!(
        changed("\"version\": \"1.2.0\"", "\"version\": \"1.1.0\""),
        [".relcheck/evidence/bom.json.file-1: it is of 1.1.0, and 1.2.0 is to be released"]
    );
    let history = history();
    let other = fixture(BILL).replace("demo-app", "other-app");
    history.evidence_of("bom.json", other.as_bytes(), "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert_eq!(
        run.reason(RULE, "minor"),
        "no SBOM is of `demo-app`: `.relcheck/evidence/bom.json.file-1` is of `other-app`"
    );
}

#[test]
fn one_that_is_of_nothing_fails() {
    for (file, says) in [
        (
            "sbom/cyclonedx-py/requirements-1.6.json",
            "does not say what it is the SBOM of",
        ),
        (
            "sbom/sbom4python/spdx-2.3.spdx",
            "describes 3 things, so that it is not of one",
        ),
    ] {
        let history = history();
        history.evidence(file, "sbom");
        let found = findings(&history);
        assert!(found.len() == 1 && found[0].ends_with(says), "{found:?}");
    }
}

#[test]
fn one_that_is_not_valid_fails() {
    assert_eq!(
        changed(
            "\"type\": \"library\",\n      \"version\": \"24.2\"",
            "\"type\": \"thing\",\n      \"version\": \"24.2\""
        ),
        [
            ".relcheck/evidence/bom.json.file-1: it is not valid CycloneDX 1.6: its component `packaging`: the type `thing` is none that there is"
        ]
    );
}

#[test]
fn elements_that_are_asked_for_are_needed() {
    assert_eq!(
        changed("\"purl\": \"pkg:pypi/six@1.16.0\",", ""),
        [
            ".relcheck/evidence/bom.json.file-1: it lacks an identifier (package URL, CPE) of 1 component: `six`"
        ]
    );
    let history = history();
    history.evidence(BILL, "sbom");
    history.write(
        "relcheck.toml",
        "[rules.dependencies.sbom.params]\nelements = [\"supplier\"]\n",
    );
    let found = findings(&history);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("lacks the supplier of 3 components"),
        "{found:?}"
    );
}

#[test]
fn what_cannot_be_read_is_unknown() {
    let whole = fixture(BILL);
    let deep = format!(
        "{{\"bomFormat\": \"CycloneDX\", \"components\": {}",
        "[".repeat(100_000)
    );
    for (text, says) in [
        (whole[..whole.len() - 300].to_owned(), "it is cut off"),
        (
            whole.replace("\"specVersion\": \"1.6\"", "\"specVersion\": \"1.9\""),
            "it is of CycloneDX 1.9",
        ),
        (deep, "nested more than 127 levels deep"),
    ] {
        let history = history();
        history.evidence_of("bom.json", text.as_bytes(), "sbom");
        let run = judged(&history);
        assert_eq!(run.status(RULE, "minor"), "unknown");
        assert!(run.reason(RULE, "minor").contains(says), "{}", run.stdout);
    }
}

#[test]
fn what_is_not_locked_is_unknown_unless_that_is_accepted() {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.0\"\ndependencies = [\"six\"]\n",
    );
    history.write(".gitignore", ".relcheck/\n");
    history.commit("feat: add a door");
    history.evidence(BILL, "sbom");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown", "{}", run.stdout);
    assert!(run.reason(RULE, "minor").contains("pyproject.toml"));
    history.write(
        "relcheck.toml",
        "[rules.dependencies.sbom.params]\nunlocked = \"warn\"\n",
    );
    assert_eq!(status(&history), "warn");
}

/// What `relcheck sbom` prints.
fn written(history: &History, arguments: &[&str]) -> Run {
    let mut all = vec!["sbom"];
    all.extend(arguments);
    history.relcheck().args(&all).run()
}

#[test]
fn a_bill_is_written_recorded_and_passes() {
    let history = history();
    let program = env!("CARGO_BIN_EXE_relcheck");
    let record = history
        .relcheck()
        .args(&["record", "--", program, "sbom"])
        .run();
    assert_eq!(record.code, 0, "{}", record.stderr);
    let run = Relcheck::in_folder(history.path())
        .env("RELCHECK_NOW", jiff::Timestamp::now().to_string())
        .check(&["--rule", RULE, "--type", "minor"]);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn a_bill_that_is_written_to_a_file_passes_too() {
    let history = history();
    let program = env!("CARGO_BIN_EXE_relcheck");
    let record = history
        .relcheck()
        .args(&[
            "record",
            "--file",
            ".relcheck/bom.xml",
            "--",
            program,
            "sbom",
        ])
        .args(&[
            "-o",
            "cyclonedx-xml=.relcheck/bom.xml",
            "--spec-version",
            "1.5",
        ])
        .run();
    assert_eq!(record.code, 0, "{}", record.stderr);
    let run = Relcheck::in_folder(history.path())
        .env("RELCHECK_NOW", jiff::Timestamp::now().to_string())
        .check(&["--rule", RULE, "--type", "minor"]);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
}

#[test]
fn the_same_commit_and_time_give_the_same_bytes() {
    let history = history();
    let one = written(&history, &[]);
    assert_eq!(one.code, 0, "{}", one.stderr);
    assert_eq!(one.stdout, written(&history, &[]).stdout);
    let bill = one.json();
    assert_eq!(bill["specVersion"], "1.6");
    assert_eq!(bill["metadata"]["timestamp"], "2026-02-01T00:00:00Z");
    assert_eq!(
        bill["metadata"]["component"]["purl"],
        "pkg:pypi/demo-app@1.2.0"
    );
    assert_eq!(bill["components"].as_array().unwrap().len(), 3);
    let old = written(&history, &["--spec-version", "1.3", "--release", "2.0.0"]).json();
    assert_eq!(old["specVersion"], "1.3");
    assert_eq!(old["metadata"]["component"]["version"], "2.0.0");
}

#[test]
fn what_is_missing_in_a_bill_is_said() {
    let history = History::released("1.1.0");
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\nversion = \"1.2.0\"\ndependencies = [\"six\"]\n",
    );
    let run = written(&history, &[]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr
            .contains("no lock file says which versions `pyproject.toml` asks for")
    );
    history.write(
        "pyproject.toml",
        "[project]\nname = \"demo-app\"\ndynamic = [\"version\"]\n",
    );
    let none = written(&history, &[]);
    assert_eq!(none.code, 2);
    assert!(
        none.stderr.contains("relcheck sbom --release X.Y.Z"),
        "{}",
        none.stderr
    );
    let wrong = written(&history, &["-o", "json"]);
    assert_eq!(wrong.code, 2);
}
