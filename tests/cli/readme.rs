//! The worked examples of the README are what the program prints.
//!
//! `RELCHECK_UPDATE=1 cargo test --test cli readme` writes it anew.

use std::fs;
use std::sync::{Mutex, PoisonError};

use super::harness::{History, RELEASE_WORKFLOW};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// Two tests must not write the README at once.
static WRITING: Mutex<()> = Mutex::new(());

fn readme() -> String {
    fs::read_to_string(README).unwrap().replace("\r\n", "\n")
}

/// The block of code that follows a marker in the README.
fn code(marker: &str) -> String {
    let readme = readme();
    let (_, after) = readme
        .split_once(&format!("<!-- {marker} -->\n\n```rego\n"))
        .expect("the marker");
    after.split("```\n").next().unwrap().to_owned()
}

/// The block of text that follows a marker in the README.
fn assert_shown(marker: &str, output: &str) {
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let readme = readme();
    let marker = format!("<!-- {marker} -->\n");
    let (before, after) = readme.split_once(&marker).expect("the marker");
    let block = format!("\n```text\n{}\n```\n", output.trim_end());
    let (shown, rest) = match after
        .strip_prefix("\n```text\n")
        .and_then(|text| text.split_once("\n```\n"))
    {
        Some((shown, rest)) => (format!("\n```text\n{shown}\n```\n"), rest),
        None => (String::new(), after),
    };
    if std::env::var_os("RELCHECK_UPDATE").is_some() {
        fs::write(README, format!("{before}{marker}{block}{rest}")).unwrap();
        return;
    }
    assert!(
        shown == block,
        "the README is out of date: RELCHECK_UPDATE=1 cargo test --test cli readme\n{block}"
    );
}

#[test]
fn the_worked_example_is_current() {
    let history = History::released("1.2.3");
    let changelog = |heading: &str| {
        format!(
            "# Changelog\n\n{heading}\n\n### Added\n\n- Export as CSV.\n\n### Fixed\n\n- A crash on \
             empty files.\n\n## [1.2.3] - 2026-01-01\n\n- The first release.\n"
        )
    };
    history
        .write(".github/workflows/release.yml", RELEASE_WORKFLOW)
        .commit("fix: do not crash on empty files");
    history.write("CHANGELOG.md", changelog("## [Unreleased]"));
    history
        .write(
            "export.py",
            "def to_csv(rows):\n    \"\"\"The rows as CSV.\"\"\"\n",
        )
        .commit("feat: export as CSV");
    history
        .declare("1.2.4")
        .commit("chore: bump version to 1.2.4");

    let log = history.git(&["log", "--oneline", "--decorate", "--abbrev=7"]);
    assert_shown("example log", &log);
    let run = history.relcheck().args(&["check"]).run();
    assert_eq!(run.code, 1);
    assert_shown("example check", &run.stdout);

    history.branch("release/v1.3.x", "main").declare("1.3.0");
    history.write("CHANGELOG.md", changelog("## [1.3.0] - 2026-02-01"));
    history.commit("chore: bump version to 1.3.0");
    let run = history.relcheck().args(&["check"]).run();
    assert_eq!(run.code, 3);
    assert_shown("example evidence", &run.stdout);
}

#[test]
fn the_new_policy_is_current() {
    let history = History::released("1.2.3");
    history.branch("release/v1.2.x", "main");
    history.declare("1.2.4").changelog("1.2.4", "2026-01-30");
    history.commit("fix: something");
    history.commit("wip: try another way");
    let run = |arguments: &[&str]| history.relcheck().args(arguments).run();

    let id = "team.no_stopgaps";
    let title = "No commit is a stopgap";
    let new = run(&["policy", "new", id, "--title", title, "--needs", "changes"]);
    assert_eq!(new.code, 0, "{}", new.stderr);
    assert_shown("example new", &new.stdout);
    assert_eq!(run(&["policy", "test", "policies"]).code, 1);

    let folder = "policies/team/no_stopgaps";
    history.write(&format!("{folder}/no_stopgaps.rego"), code("example rule"));
    history.write(
        &format!("{folder}/no_stopgaps_test.rego"),
        code("example test"),
    );
    let tests = run(&["policy", "test", "policies", "-v"]);
    assert_eq!(tests.code, 0, "{}{}", tests.stdout, tests.stderr);
    assert_shown("example tests", &tests.stdout);
    let check = run(&["check", "-p", "policies", "--rule", id]);
    assert_eq!(check.code, 1, "{}", check.stderr);
    assert_shown("example own", &check.stdout);

    let right = code("example rule");
    let (head, _) = right.split_once("deny contains").unwrap();
    let (head, _) = head.split_once("changes :=").unwrap();
    let wrong = format!("{head}{}", code("example wrong"));
    history.write(&format!("{folder}/no_stopgaps.rego"), wrong);
    let refused = run(&["policy", "check", "policies"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert_shown("example refused", &refused.stderr);
}
