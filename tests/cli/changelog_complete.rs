//! Whether the changelog tells of every change, through the binary.

use super::harness::{History, Run};

const COMPLETE: &str = "docs.changelog_complete";

/// A project after v1.2.3, with these entries in the section of 1.2.4.
fn with_entries(entries: &[&str]) -> History {
    let history = History::released("1.2.3");
    history.branch("release/v1.2.x", "main");
    let entries: String = entries.iter().map(|entry| format!("- {entry}\n")).collect();
    let text = format!(
        "# Changelog\n\n## [1.2.4] - 2026-01-30\n\n### Fixed\n\n{entries}\n## [1.2.3] - 2026-01-01\n\n- Something.\n"
    );
    history.declare("1.2.4").write("CHANGELOG.md", text);
    history.commit("chore: bump version to 1.2.4");
    history
}

fn judged(history: &History) -> Run {
    history
        .relcheck()
        .check(&["--rule", COMPLETE, "--type", "patch"])
}

fn change(history: &History, message: &str) -> String {
    history.write("src/demo.py", format!("# {message}\n"));
    history.commit(message)
}

#[test]
fn a_release_whose_changes_have_entries_passes() {
    let history = with_entries(&["The file is closed (#7)", "Empty lists are read again"]);
    change(&history, "fix: close it (#7)");
    change(&history, "fix: read empty lists again");
    history.write("tests/test_demo.py", "x").commit("Test more");
    history
        .write(".github/workflows/ci.yml", "on: push\n")
        .commit("ci: test");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn a_fix_without_an_entry_fails() {
    let history = with_entries(&["The file is closed (#7)"]);
    change(&history, "fix: close it (#7)");
    let commit = change(&history, "fix: lock it (#8)");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "fail");
    assert_eq!(
        run.findings(COMPLETE, "patch"),
        [format!(
            "{}: no entry of the changelog speaks of `fix: lock it (#8)`",
            &commit[..10]
        )]
    );
}

#[test]
fn an_entry_in_other_words_leaves_it_unknown() {
    let history = with_entries(&["Closing works"]);
    change(&history, "fix: lock it (#8)");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "unknown");
    let reason = run.reason(COMPLETE, "patch");
    assert!(
        reason.contains("1 entry names no change, which may speak of anything"),
        "{reason}"
    );
}

#[test]
fn a_change_that_writes_its_own_entry_needs_no_number() {
    let history = with_entries(&["The file is closed (#7)"]);
    change(&history, "fix: close it (#7)");
    let text = std::fs::read_to_string(history.path().join("CHANGELOG.md")).unwrap();
    let text = text.replace("(#7)\n", "(#7)\n- Nobody else can lock it\n");
    history.write("CHANGELOG.md", text);
    change(&history, "fix: lock");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn a_commit_that_says_nothing_is_unknown() {
    let history = with_entries(&["The file is closed (#7)"]);
    change(&history, "fix: close it (#7)");
    let commit = change(&history, "Lock it");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "unknown");
    let reason = run.reason(COMPLETE, "patch");
    assert!(
        reason.contains(&format!("{} `Lock it`", &commit[..10])),
        "{reason}"
    );
    history.write(
        "relcheck.toml",
        format!(
            "[rules.docs.changelog_complete.params]\nwithout_entry = [\"{}\"]\n",
            &commit[..10]
        ),
    );
    history.commit("chore: say that users see nothing of it");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn reverted_changes_need_no_entry() {
    let history = with_entries(&["The file is closed (#7)"]);
    change(&history, "fix: close it (#7)");
    change(&history, "feat: lock it");
    history.git(&["revert", "--no-edit", "HEAD"]);
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn fragments_are_entries_of_the_next_section() {
    let history = History::released("1.2.3");
    change(&history, "fix: close it (#7)");
    let run = judged(&history);
    let findings = run.findings(COMPLETE, "patch").join("\n");
    assert!(
        findings.contains("no section of a changelog speaks of what comes after v1.2.3"),
        "{findings}"
    );
    history.write("newsfragments/7.bugfix.rst", "The file is closed.\n");
    history.commit("docs: tell of it");
    let run = judged(&history);
    assert_eq!(run.status(COMPLETE, "patch"), "pass", "{}", run.stdout);
}

#[test]
fn a_first_release_is_not_asked() {
    let history = History::empty();
    history.declare("0.1.0").commit("feat: all");
    let run = history
        .relcheck()
        .check(&["--rule", COMPLETE, "--type", "minor"]);
    assert_eq!(run.status(COMPLETE, "minor"), "not-applicable");
}
