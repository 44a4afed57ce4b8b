//! Whether the API documentation follows the public interface, through the binary.

use super::harness::{History, Run};

const DOCS: &str = "docs.api_docs";

const CODE: &str = "def connect(host):\n    return host\n";

/// A released Python package with one more file.
fn released_with(path: &str, text: &str) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.write("demo/__init__.py", CODE).write(path, text);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history
}

fn judged(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", DOCS, "--type", "minor"])
}

fn add_a_function(history: &History) {
    history.write(
        "demo/__init__.py",
        format!("{CODE}\n\ndef close():\n    pass\n"),
    );
    history.commit("feat: close");
}

#[test]
fn a_reference_by_hand_must_follow() {
    let history = released_with("docs/api.md", "# API\n\n`connect`\n");
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "pass", "{}", run.stdout);
    add_a_function(&history);
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "fail");
    assert_eq!(
        run.findings(DOCS, "minor"),
        [
            "docs/api.md: `docs/api.md` was not changed since 1 change of the public interface: `demo.close` is a new function"
        ]
    );
    history.write("docs/api.md", "# API\n\n`connect`, `close`\n");
    history.commit("docs: close");
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "pass", "{}", run.stdout);
    history.write(
        "demo/__init__.py",
        format!("{CODE}\n\ndef close():\n    return 1\n"),
    );
    history.commit("fix: close");
    let run = judged(&history);
    assert_eq!(
        run.status(DOCS, "minor"),
        "unknown",
        "either commit may have added it"
    );
}

#[test]
fn a_reference_that_a_tool_builds_needs_someone_to_run_it() {
    let history = released_with(
        "docs/api.rst",
        "API\n===\n\n.. autofunction:: demo.connect\n",
    );
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "unknown");
    let reason = run.reason(DOCS, "minor");
    assert!(
        reason.contains("sphinx reads the API documentation from the code (`docs/api.rst:4`)"),
        "{reason}"
    );
    history.write(
        ".github/workflows/docs.yml",
        "on: push\njobs:\n  docs:\n    runs-on: ubuntu-latest\n    steps:\n      - run: sphinx-build docs out\n",
    );
    history.commit("ci: docs");
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "pass", "{}", run.stdout);
    add_a_function(&history);
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "warn");
    assert_eq!(
        run.findings(DOCS, "minor"),
        ["demo.close: `demo.close` is new, and no document names it"]
    );
}

#[test]
fn other_languages_are_not_compared() {
    let history = History::empty();
    history.write(
        "package.json",
        "{\"name\": \"demo\", \"version\": \"1.2.3\"}\n",
    );
    history
        .write("docs/api/index.md", "x")
        .write("src/index.ts", "x");
    history.commit("chore: first release");
    history.tag("v1.2.3");
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "pass", "{}", run.stdout);
    history.write("src/index.ts", "y").commit("feat: y");
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "unknown");
    let reason = run.reason(DOCS, "minor");
    assert!(
        reason.contains("1 commit changed code after `docs/api/index.md`"),
        "{reason}"
    );
}

#[test]
fn no_api_documentation_is_not_asked_for() {
    let history = released_with("docs/guide.md", "x");
    let run = judged(&history);
    assert_eq!(run.status(DOCS, "minor"), "not-applicable");
}
