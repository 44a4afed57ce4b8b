//! The worked example of the README is what the program prints.
//!
//! `RELCHECK_UPDATE=1 cargo test --test cli readme` writes it anew.

use std::fs;

use super::harness::History;

/// The block of text that follows a marker in the README.
fn assert_shown(marker: &str, output: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
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
        fs::write(path, format!("{before}{marker}{block}{rest}")).unwrap();
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
    history.commit("fix: do not crash on empty files");
    history.write("CHANGELOG.md", changelog("## [Unreleased]"));
    history
        .write("export.py", "def to_csv(rows):\n    ...\n")
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
    assert_eq!(run.code, 0);
    assert_shown("example go", &run.stdout);
}
