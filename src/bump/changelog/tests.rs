//! Whole changelogs, before and after.

use super::*;
use crate::bump::files::tests::Tree;
use crate::bump::plan::plan as plan_all;
use crate::facts::{Changes, Commit, Person, Section, Versions};
use crate::formats::changelog::{self as format, Markup};

fn facts(path: &str, text: &str) -> Changelog {
    let markup = Markup::of_path(path);
    Changelog {
        files: vec![ChangelogFile {
            path: path.to_owned(),
            format: markup.name().to_owned(),
            sections: format::read(text, markup)
                .into_iter()
                .map(Section::from)
                .collect(),
            others: Vec::new(),
        }],
    }
}

fn draft(subjects: &[&str]) -> Draft {
    let person = Person {
        name: String::new(),
        email: String::new(),
        time: 0,
    };
    let commit = |subject: &&str| Commit {
        id: String::new(),
        subject: (*subject).to_owned(),
        author: person.clone(),
        committer: person.clone(),
        merge: false,
        first_parent: true,
        signed: false,
        pull_request: None,
        changes: Vec::new(),
        breaking: false,
        breaking_notes: Vec::new(),
        trailers: Vec::new(),
        reverts: Vec::new(),
        reverted_by: None,
        reverted_in_part_by: None,
    };
    Draft::of(&Changes {
        since: None,
        commits: subjects.iter().map(commit).collect(),
    })
}

/// The text after a bump, which a second one does not change.
fn bumped(path: &str, text: &str, version: &str) -> String {
    let after = bumped_once(path, text, version);
    assert_eq!(
        bumped_once(path, &after, version),
        after,
        "a second bump changes it"
    );
    after
}

fn bumped_once(path: &str, text: &str, version: &str) -> String {
    let versions = Versions {
        name: None,
        declared: None,
        declarations: Vec::new(),
        locked: Vec::new(),
        left_behind: Vec::new(),
        left_behind_unknown: None,
        unmet: Vec::new(),
        dynamic: Vec::new(),
        undetermined: Vec::new(),
    };
    let version: Version = version.parse().unwrap();
    let fact = facts(path, text);
    let draft = draft(&["second thing", "first thing"]);
    let request = Request {
        version: &version,
        date: "2026-02-01".parse().unwrap(),
        project: "",
        versions: &versions,
        references: &[],
        changelog: Some(&fact),
        draft: &draft,
        tag_prefix: "v",
    };
    let plan = plan_all(&request, &Tree::of(&[(path, text)])).unwrap();
    let file = plan.files.into_iter().find(|file| file.path == path);
    file.map_or_else(|| text.to_owned(), |file| file.after)
}

#[test]
fn an_unreleased_section_becomes_the_release_and_a_new_one_stands_above() {
    let text = "# Changelog

## [Unreleased]

### Fixed

- Something.

## [1.2.3] - 2026-01-01

- First.

[unreleased]: https://example.org/compare/v1.2.3...HEAD
[1.2.3]: https://example.org/releases/tag/v1.2.3
";
    insta::assert_snapshot!(bumped("CHANGELOG.md", text, "1.2.4"), @"
    # Changelog

    ## [Unreleased]

    ## [1.2.4] - 2026-02-01

    ### Fixed

    - Something.

    ## [1.2.3] - 2026-01-01

    - First.

    [unreleased]: https://example.org/compare/v1.2.4...HEAD
    [1.2.4]: https://example.org/releases/tag/v1.2.4
    [1.2.3]: https://example.org/releases/tag/v1.2.3
    ");
}

#[test]
fn the_style_of_other_headings_is_kept() {
    let text = "# Changes

## Unreleased

- Something.

## Version 1.2.3 (January 2nd, 2026)

- Second.

## Version 1.2.2 (January 1st, 2026)

- First.
";
    let after = bumped("CHANGES.md", text, "1.3.0");
    assert!(
        after.contains("## Unreleased\n\n## Version 1.3.0 (February 1st, 2026)\n\n- Something."),
        "{after}"
    );
}

#[test]
fn inline_links_move_on() {
    let text = "# Changelog

## [1.2.3](https://example.org/compare/v1.2.2...v1.2.3) (2026-01-02)

* b

## [1.2.2](https://example.org/compare/v1.2.1...v1.2.2) (2026-01-01)

* a
";
    insta::assert_snapshot!(bumped("CHANGELOG.md", text, "1.3.0"), @"
    # Changelog

    ## [1.3.0](https://example.org/compare/v1.2.3...v1.3.0) (2026-02-01)

    * First thing
    * Second thing

    ## [1.2.3](https://example.org/compare/v1.2.2...v1.2.3) (2026-01-02)

    * b

    ## [1.2.2](https://example.org/compare/v1.2.1...v1.2.2) (2026-01-01)

    * a
    ");
}

#[test]
fn restructured_text_keeps_its_underlines_long_enough() {
    let text = "Changelog\n=========\n\n1.2.4 (unreleased)\n------------------\n\n- Something.\n\n1.2.3 (2026-01-01)\n------------------\n\n- First.\n";
    insta::assert_snapshot!(bumped("CHANGES.rst", text, "1.10.0"), @"
    Changelog
    =========

    1.10.0 (2026-02-01)
    -------------------

    - Something.

    1.2.3 (2026-01-01)
    ------------------

    - First.
    ");
}

#[test]
fn a_date_may_stand_below_the_heading() {
    let text = "Version 1.3.0\n-------------\n\nUnreleased\n\n-   Something.\n\nVersion 1.2.3\n-------------\n\nReleased 2026-01-02\n\n-   Second.\n\nVersion 1.2.2\n-------------\n\nReleased 2026-01-01\n\n-   First.\n";
    let after = bumped("CHANGES.rst", text, "1.3.0");
    assert!(
        after.starts_with("Version 1.3.0\n-------------\n\nReleased 2026-02-01\n\n-   Something."),
        "{after}"
    );
}

#[test]
fn a_new_section_is_put_above_the_others_with_its_label_and_line_breaks() {
    let text = "Changes\r\n=======\r\n\r\n.. _v1-2-3:\r\n\r\n1.2.3 / 2026-01-01\r\n==================\r\n\r\n* First.\r\n";
    assert_eq!(
        bumped("CHANGES.rst", text, "1.2.4"),
        "Changes\r\n=======\r\n\r\n1.2.4 / 2026-02-01\r\n==================\r\n\r\n* First thing\r\n* Second thing\r\n\r\n.. _v1-2-3:\r\n\r\n1.2.3 / 2026-01-01\r\n==================\r\n\r\n* First.\r\n"
    );
}

#[test]
fn an_empty_unreleased_section_says_what_the_commits_say() {
    let text = "\u{feff}# Changelog\n\n## [Unreleased]\n";
    insta::assert_snapshot!(bumped("CHANGELOG.md", text, "0.1.0").trim_start_matches('\u{feff}'), @"
    # Changelog

    ## [Unreleased]

    ## [0.1.0] - 2026-02-01

    ### Changed

    - First thing
    - Second thing
    ");
}

#[test]
fn a_file_without_sections_and_a_missing_line_break() {
    let after = bumped("CHANGELOG.md", "# Changelog\n\nAll of it.", "0.1.0");
    insta::assert_snapshot!(after, @"
    # Changelog

    All of it.

    ## [0.1.0] - 2026-02-01

    ### Changed

    - First thing
    - Second thing
    ");
}

#[test]
fn a_section_with_a_date_stays_and_one_without_gets_it() {
    let dated = "## [1.2.4] - 2026-01-30\n\n- A.\n\n## [1.2.3] - 2026-01-01\n\n- B.\n";
    assert_eq!(bumped("CHANGELOG.md", dated, "1.2.4"), dated);
    let undated = "## [1.2.4]\n\n- A.\n\n## [1.2.3] - 2026-01-01\n\n- B.\n";
    let after = bumped("CHANGELOG.md", undated, "1.2.4");
    assert!(
        after.starts_with("## [1.2.4] - 2026-02-01\n\n- A."),
        "{after}"
    );
    let placeholder = "## 1.2.4 - 2026-xx-xx\n\n- A.\n\n## 1.2.3 - 2026-01-01\n\n- B.\n";
    let after = bumped("CHANGELOG.md", placeholder, "1.2.4");
    assert!(
        after.starts_with("## 1.2.4 - 2026-02-01\n\n- A."),
        "{after}"
    );
}

#[test]
fn a_pre_release_has_its_own_section_where_others_had() {
    let plain = "## [Unreleased]\n\n- A.\n\n## [1.2.3] - 2026-01-01\n\n- B.\n";
    let after = bumped("CHANGELOG.md", plain, "1.3.0-rc.1");
    assert!(after.contains("## [1.3.0] - 2026-02-01"), "{after}");
    let marked = format!("{plain}\n## [1.2.3-rc.1] - 2025-12-30\n\n- C.\n");
    let after = bumped("CHANGELOG.md", &marked, "1.3.0rc1");
    assert!(after.contains("## [1.3.0-rc.1] - 2026-02-01"), "{after}");
}

#[test]
fn a_development_version_is_no_release() {
    let text = "## [Unreleased]\n\n- A.\n\n## [1.2.3] - 2026-01-01\n\n- B.\n";
    assert_eq!(bumped("CHANGELOG.md", text, "1.3.0.dev0"), text);
}

#[test]
fn remarks_in_headings_are_not_carried_on() {
    let text = "## Unreleased\n\n- A.\n\n## 1.2.3 \"Name\" - 2026-01-02\n\n- B.\n\n## 1.2.2 - 2026-01-01\n\n- C.\n\n## 1.2.1 - 2025-12-01\n\n- D.\n";
    let after = bumped("CHANGELOG.md", text, "1.3.0");
    assert!(after.contains("\n## 1.3.0 - 2026-02-01\n"), "{after}");
}

proptest::proptest! {
    #[test]
    fn a_second_bump_changes_nothing(
        unreleased in "(## \\[?Unreleased\\]?|## 1\\.2\\.6 \\(unreleased\\)|## 1\\.2\\.6|)",
        heading in "(\\[V\\] - D|V \\(D\\)|\\[V\\]\\(https://x/compare/v1\\.2\\.1\\.\\.\\.vV\\) - D|vV)",
        entries in proptest::collection::vec("(- entry|\\* entry|### Fixed\n\n- entry|)", 4),
        linked: bool,
        crlf: bool,
    ) {
        let mut text = format!("# Changelog\n\n{unreleased}\n\n{}\n", entries[0]);
        for (patch, entry) in (3..6).rev().zip(&entries[1..]) {
            let heading = heading.replace('V', &format!("1.2.{patch}")).replace('D', "2026-01-01");
            text.push_str(&format!("\n## {heading}\n\n{entry}\n"));
        }
        if linked {
            text.push_str("\n[Unreleased]: https://x/compare/v1.2.5...HEAD\n[1.2.5]: https://x/compare/v1.2.4...v1.2.5\n");
        }
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let after = bumped("CHANGELOG.md", &text, "1.2.6");
        proptest::prop_assert!(after.contains("1.2.6"), "{}", after);
        proptest::prop_assert_eq!(after.replace("\r\n", "").contains('\n'), !crlf);
    }

    #[test]
    fn any_changelog_is_planned_without_conflict(
        parts in proptest::collection::vec("(## \\[?Unreleased\\]?|## \\[?1\\.2\\.[0-5]\\]?( - 2026-01-0[1-9])?|1\\.2\\.6 \\(unreleased\\)|=====|-----|- entry|Unreleased|\\[1\\.2\\.[0-5]\\]: https://x/compare/v1\\.2\\.1\\.\\.\\.v1\\.2\\.2|\\[unreleased\\]: https://x/compare/v1\\.2\\.3\\.\\.\\.HEAD|)", 0..14),
        markdown: bool,
        crlf: bool,
    ) {
        let text = parts.join(if crlf { "\r\n" } else { "\n" });
        let path = if markdown { "CHANGELOG.md" } else { "CHANGES.rst" };
        bumped_once(path, &text, "1.2.6");
    }
}
