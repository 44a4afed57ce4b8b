//! Whether the changelog has a section for the release.

use super::harness::History;

const RULE: &str = "docs.changelog";

fn status_with(changelog: &str) -> (String, String) {
    let history = History::released("1.2.3");
    history
        .write("CHANGELOG.md", changelog)
        .declare("1.2.4")
        .commit("fix: something");
    let run = history.relcheck().check(&["--rule", RULE]);
    (
        run.status(RULE, "patch"),
        run.findings(RULE, "patch").join("\n"),
    )
}

#[test]
fn a_dated_section_with_an_entry_passes() {
    for text in [
        "## [1.2.4] - 2026-01-30\n\n- A fix.\n",
        "# v1.2.4 (30 January 2026)\n\nA fix.\n",
        "1.2.4 / 2026-01-30\n==================\n\n  * a fix\n",
    ] {
        assert_eq!(status_with(text).0, "pass", "{text}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for (text, expected) in [
        (
            "## [1.2.3] - 2026-01-01\n\n- Old.\n",
            "has no section for 1.2.4",
        ),
        ("## [Unreleased]\n\n- A fix.\n", "is an unreleased section"),
        (
            "## 1.2.3 - 2026-01-01\n\n- Old.\n\n## Unreleased\n\n- Forgotten.\n\n## 1.2.2 - 2025-01-01\n\n- Older.\n",
            "has no section for 1.2.4",
        ),
        ("## [1.2.4]\n\n- A fix.\n", "has no date"),
        ("## [1.2.4] - 2026-01-30\n\n### Fixed\n", "is empty"),
    ] {
        let (status, findings) = status_with(text);
        assert_eq!(status, "fail", "{text}");
        assert!(findings.contains(expected), "{findings}");
    }
}

#[test]
fn no_changelog_at_all_fails() {
    let history = History::empty();
    history.declare("0.1.0").commit("feat: everything");
    let run = history.relcheck().check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "minor"), "fail");
    assert_eq!(run.code, 1);
}

#[test]
fn restructured_text_is_read_too() {
    let history = History::empty();
    history.write(
        "CHANGES.rst",
        "Changelog\n=========\n\n0.1.0 (2026-01-30)\n------------------\n\n* Everything.\n",
    );
    history.declare("0.1.0").commit("feat: everything");
    assert_eq!(
        history
            .relcheck()
            .check(&["--rule", RULE])
            .status(RULE, "minor"),
        "pass"
    );
}

#[test]
fn plain_text_is_read_as_its_projects_write_it() {
    let history = History::released("1.2.3");
    history
        .write(
            "ChangeLog",
            "2026.01.30, Version 1.2.4 (Stable), 1cfa32ff59c076ffb6ed735bbc8c18361558661f\n\n\
             Changes since version 1.2.3:\n\n* unix: open /dev/null in chroot env\n\n* docs: main, and more\n",
        )
        .declare("1.2.4")
        .commit("fix: something");
    let run = history.relcheck().check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "patch"), "pass");
}

#[test]
fn a_changelog_that_is_not_text_is_unknown() {
    let history = History::released("1.2.3");
    history
        .write("CHANGELOG.md", b"## 1.2.4\n\xff\xfe\n")
        .declare("1.2.4")
        .commit("fix: something");
    let run = history.relcheck().check(&["--rule", RULE]);
    assert_eq!(run.status(RULE, "patch"), "unknown");
    assert!(
        run.reason(RULE, "patch").contains("`CHANGELOG.md` line 2"),
        "{}",
        run.reason(RULE, "patch")
    );
    assert_eq!(run.code, 3);
}

#[test]
fn the_section_of_another_package_does_not_count() {
    for text in [
        "## core 1.2.4 - 2026-01-30\n\n- X\n\n## demo 1.2.3 - 2026-01-01\n\n- Old.\n",
        "## core@1.2.4 - 2026-01-30\n\n- X\n\n## [1.2.3] - 2026-01-01\n\n- Old.\n",
    ] {
        let (status, findings) = status_with(text);
        assert_eq!(status, "fail", "{text}");
        assert!(
            findings.contains("is that of another package"),
            "{findings}"
        );
    }
    for text in [
        "## demo 1.2.4 - 2026-01-30\n\n- X\n\n## core 1.2.4 - 2026-01-30\n\n- Y\n",
        "## Release 1.2.4 - 2026-01-30\n\n- X\n\n## [1.2.3] - 2026-01-01\n\n- Old.\n",
        "## The Demo 1.2.4 - 2026-01-30\n\n- X\n\n## Version 1.2.3 - 2026-01-01\n\n- Old.\n",
    ] {
        let (status, findings) = status_with(text);
        assert_eq!((status.as_str(), findings.as_str()), ("pass", ""), "{text}");
    }
}

#[test]
fn a_section_with_no_more_than_a_link_is_empty() {
    let (status, findings) = status_with(
        "## [1.2.4] - 2026-01-30\n\n**Full Changelog**: https://example.org/compare/v1.2.3...v1.2.4\n",
    );
    assert_eq!(status, "fail");
    assert!(findings.contains("is empty"), "{findings}");
}

#[test]
fn the_heading_to_paste_stands_where_the_others_do() {
    for (text, heading) in [
        ("# v1.2.4\n\n## Features\n\n- X\n", "`# v1.2.4 - 2026-"),
        ("# Unreleased\n\n## Features\n\n- X\n", "`# [1.2.4] - 2026-"),
        (
            "# Unreleased\n\n- X\n\n# v1.2.3 (2026-01-01)\n\n- Old.\n",
            "`# v1.2.4 (2026-",
        ),
    ] {
        let history = History::released("1.2.3");
        history
            .write("CHANGELOG.md", text)
            .declare("1.2.4")
            .commit("fix: something");
        let run = history.relcheck().check(&["--rule", RULE, "-v"]);
        assert!(run.stdout.contains(heading), "{text}{}", run.stdout);
    }
}
