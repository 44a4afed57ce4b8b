//! What a scan is worth by what it looked at, and when.

use super::harness::{History, Run};

const OTHER: &str = "quality.scan_other";

const APP: &str = "def shut(door):\n    return door\n";

/// A candidate with a Python package that is new.
fn history() -> History {
    let history = History::released("1.2.3");
    history.write("app/__init__.py", APP).declare("1.2.4");
    history.commit("fix: shut the door");
    history
}

fn judged(history: &History, rule: &str) -> Run {
    history
        .relcheck()
        .check(&["--rule", rule, "--type", "patch"])
}

#[test]
fn what_a_scanner_found_is_not_forgotten_with_the_next_commit() {
    let history = history();
    history.evidence("scan/sarif/eslint.sarif", "scan");
    assert_eq!(judged(&history, OTHER).status(OTHER, "patch"), "fail");
    history.git(&["commit", "--allow-empty", "-m", "chore: nothing"]);
    let run = judged(&history, OTHER);
    assert_eq!(run.status(OTHER, "patch"), "unknown");
    let reason = run.reason(OTHER, "patch");
    assert!(reason.contains("and HEAD is at "), "{reason}");
    // What nobody recorded binds nobody.
    let loose = self::history();
    loose.write(
        "old.sarif",
        include_bytes!("../../fixtures/scan/sarif/eslint.sarif"),
    );
    let run = judged(&loose, OTHER);
    assert_eq!(run.status(OTHER, "patch"), "not-applicable");
}
