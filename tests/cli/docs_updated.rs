//! Whether what is new or breaks came with documentation, through the binary.

use super::harness::{History, Run};

const RULE: &str = "quality.docs_updated";

fn history() -> History {
    let history = History::released("1.2.3");
    history.write("docs/usage.md", "# Usage\n");
    history.write("app.py", "def run():\n    \"\"\"Run.\"\"\"\n    return 1\n");
    history.commit("docs: begin");
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

const SHUT: &str = "def shut():\n    return 2\n";

const SHUT_TOLD: &str = "def shut():\n    \"\"\"Shut the door.\"\"\"\n    return 2\n";

#[test]
fn a_feature_that_comes_with_a_document_passes() {
    let history = history();
    history
        .write("shut.py", SHUT)
        .write("docs/usage.md", "# Usage\n\nShut the door.\n");
    history.commit("feat: shut the door");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
    assert_eq!(run.code, 0);
}

#[test]
fn a_feature_that_comes_with_a_docstring_passes() {
    let history = history();
    history
        .write("shut.py", SHUT_TOLD)
        .commit("feat: shut the door");
    assert_eq!(status(&history), "pass");
    history.write("src/main.rs", "#[derive(Parser)]\nstruct Args {\n    /// Shut it.\n    #[arg(long)]\n    shut: bool,\n}\n");
    history.commit("feat: an option to shut it");
    assert_eq!(status(&history), "pass");
}

#[test]
fn a_feature_without_documentation_fails() {
    let history = history();
    let commit = history.write("shut.py", SHUT).commit("feat: shut the door");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "fail");
    assert_eq!(run.code, 1);
    assert_eq!(
        run.findings(RULE, "minor"),
        [format!(
            "{}: no documentation came with `feat: shut the door`: `shut` at `shut.py:1` has none",
            &commit[..10]
        )]
    );
    // Words about something else change nothing.
    history.write(
        "app.py",
        format!("def run():\n    \"\"\"Run away.\"\"\"\n    return 1\n\n\n{SHUT}"),
    );
    history.git(&["rm", "-q", "shut.py"]);
    history.git(&[
        "commit",
        "--quiet",
        "--all",
        "--amend",
        "-m",
        "feat: shut the door",
    ]);
    assert_eq!(status(&history), "fail");
}

#[test]
fn what_breaks_needs_documentation_too() {
    let history = history();
    history.write("app.py", "def run():\n    \"\"\"Run.\"\"\"\n    return 2\n");
    history.commit("refactor!: run twice");
    assert_eq!(status(&history), "fail");
    history.git(&[
        "commit",
        "--quiet",
        "--amend",
        "-m",
        "fix: run\n\nBREAKING CHANGE: twice\n",
    ]);
    assert_eq!(status(&history), "fail");
    history.write("MIGRATION.md", "# To 1.3\n\nIt runs twice.\n");
    history.git(&["add", "."]);
    history.git(&["commit", "--quiet", "--amend", "-m", "refactor!: run twice"]);
    assert_eq!(status(&history), "pass");
}

#[test]
fn the_changelog_and_tests_are_no_documentation() {
    let history = history();
    history
        .write("shut.py", SHUT)
        .changelog("1.3.0", "2026-01-30");
    history.write("newsfragments/7.feature.md", "Shut the door.\n");
    history.write(
        "tests/test_shut.py",
        "def test_shut():\n    \"\"\"Shuts.\"\"\"\n",
    );
    history.commit("feat: shut the door");
    assert_eq!(status(&history), "fail");
}

#[test]
fn a_pull_request_counts_as_a_whole() {
    let history = history();
    history.branch("topic", "main");
    history.write("shut.py", SHUT).commit("feat: shut the door");
    history
        .write("docs/usage.md", "# Usage\n\nShut.\n")
        .commit("docs: tell");
    history.switch("main");
    history.git(&[
        "merge",
        "-q",
        "--no-ff",
        "-m",
        "Merge pull request #7 from a/topic",
        "topic",
    ]);
    assert_eq!(status(&history), "pass");
    history
        .write("open.py", "def open():\n    pass\n")
        .commit("feat: open it (#8)");
    assert_eq!(status(&history), "fail");
    history
        .write("docs/usage.md", "# Usage\n\nShut, open.\n")
        .commit("docs: tell (#8)");
    assert_eq!(status(&history), "pass");
}

#[test]
fn documentation_can_follow_where_it_says_what_it_is_of() {
    let history = history();
    let commit = history.write("shut.py", SHUT).commit("feat: shut the door");
    history
        .write("docs/usage.md", "# Usage\n\nShut.\n")
        .commit("docs: tell");
    assert_eq!(status(&history), "fail");
    history.git(&[
        "commit",
        "--quiet",
        "--amend",
        "-m",
        &format!("docs: tell\n\nDocuments: {}", &commit[..10]),
    ]);
    assert_eq!(status(&history), "pass");
}

#[test]
fn what_was_taken_back_needs_none() {
    let history = history();
    history.write("shut.py", SHUT).commit("feat: shut the door");
    history.git(&["revert", "--no-edit", "HEAD"]);
    assert_eq!(status(&history), "not-applicable");
}

#[test]
fn exemptions_are_named() {
    let history = history();
    history
        .write("shut.py", SHUT)
        .commit("feat: shut the door\n\nDocumentation: none");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "pass");
    assert!(
        run.stdout.contains("which says itself that it needs none"),
        "{}",
        run.stdout
    );
    let commit = history
        .write("open.py", "def open():\n    pass\n")
        .commit("feat: open it");
    assert_eq!(status(&history), "fail");
    history.write(
        "relcheck.toml",
        format!(
            "[rules.quality.docs_updated.params]\nwithout_documentation = [\"{}\"]\n",
            &commit[..10]
        ),
    );
    history.commit("chore: exempt it");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "pass", "{}", run.stdout);
    assert!(
        run.stdout.contains("which the project exempts"),
        "{}",
        run.stdout
    );
    assert!(
        run.json()["weakenings"]
            .to_string()
            .contains("without_documentation"),
        "{}",
        run.stdout
    );
}

#[test]
fn nothing_new_is_not_applicable() {
    let history = history();
    history.write("app.py", "x = 1\n").commit("fix: x");
    assert_eq!(status(&history), "not-applicable");
    history
        .write(".github/workflows/ci.yml", "on: push\n")
        .commit("feat: test it");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "pass");
    assert!(
        run.stdout
            .contains("changes only files of which users see nothing"),
        "{}",
        run.stdout
    );
    let first = History::empty();
    first.declare("0.1.0").commit("feat: all");
    assert_eq!(status(&first), "not-applicable");
}

#[test]
fn commits_that_name_no_type_are_unknown() {
    let history = History::released("1.2.3");
    history.write("app.py", "x = 1\n").commit("Something");
    let run = judged(&history);
    assert_eq!(run.status(RULE, "minor"), "unknown");
    assert_eq!(run.code, 3);
    assert!(
        run.reason(RULE, "minor")
            .contains("1 of 1 change since `v1.2.3` does not say of which type it is"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_shallow_clone_is_unknown_and_says_what_to_do() {
    let history = history();
    history.write("shut.py", SHUT).commit("feat: shut the door");
    let clone = history.beside("shallow");
    let source = format!("file://{}", history.path().display());
    let target = clone.to_string_lossy().into_owned();
    history.git(&["clone", "--quiet", "--depth=1", &source, &target]);
    let run = super::harness::Relcheck::in_folder(&clone).check(&[
        "--rule",
        RULE,
        "--type",
        "minor",
        "--release",
        "1.3.0",
    ]);
    assert_eq!(run.status(RULE, "minor"), "unknown", "{}", run.stdout);
    assert!(
        run.outcome(RULE, "minor")
            .to_string()
            .contains("git fetch --unshallow --tags"),
        "{}",
        run.stdout
    );
}
