use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// `heading@line version date flags [group: entries]`, one line a section.
fn outline(text: &str, markup: Markup) -> String {
    let lines = read(text, markup).into_iter().map(|release| {
        let version = release
            .version
            .as_ref()
            .map_or("-".to_owned(), Version::to_string);
        let date = release.date.as_deref().unwrap_or("-");
        let flags = [
            (release.unreleased, " unreleased"),
            (release.yanked, " yanked"),
            (release.is_empty(), " empty"),
        ];
        let flags: String = flags
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, word)| *word)
            .collect();
        let groups: Vec<String> = release
            .groups
            .iter()
            .map(|group| {
                let texts = group.entries.iter().map(|entry| entry.text.as_str());
                format!(
                    "{}: {}",
                    group.name.as_deref().unwrap_or("-"),
                    texts.collect::<Vec<_>>().join(" | ")
                )
            })
            .collect();
        format!(
            "{}@{} {version} {date}{flags} [{}]",
            release.heading,
            release.line,
            groups.join("; ")
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn markdown(text: &str) -> String {
    outline(text, Markup::Markdown)
}

fn rst(text: &str) -> String {
    outline(text, Markup::RestructuredText)
}

fn plain(text: &str) -> String {
    outline(text, Markup::Text)
}

#[test]
fn a_heading_tells_how_many_signs_it_begins_with() {
    let levels = |text: &str, markup: Markup| -> Vec<Option<usize>> {
        read(text, markup).iter().map(|it| it.level).collect()
    };
    let text = "# 1.2.0\n\n- A.\n\n1.1.0\n=====\n\n- B.\n\n# 1.0.0\n\n- C.\n";
    assert_eq!(levels(text, Markup::Markdown), [Some(1), None, Some(1)]);
    assert_eq!(levels("### v1.2.0\n", Markup::Markdown), [Some(3)]);
    assert_eq!(levels("1.2.0\n=====\n", Markup::RestructuredText), [None]);
}

#[test]
fn each_entry_has_the_line_on_which_it_starts() {
    let text =
        "## 1.0.0\n\nIntro.\n\n### Added\n\n- one\n  goes on\n- two\n\n  - below two\n* three\n";
    let releases = read(text, Markup::Markdown);
    let entries = releases[0].groups.iter().flat_map(|group| &group.entries);
    let lines: Vec<(u64, &str)> = entries
        .map(|entry| (entry.line, entry.text.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            (3, "Intro."),
            (7, "one goes on"),
            (9, "two below two"),
            (12, "three")
        ]
    );
}

#[test]
fn keep_a_changelog() {
    let text = "# Changelog\n\nAll changes.\n\n## [Unreleased]\n\n### Added\n\n## [1.1.0] - 2024-02-30\n\
                ### Removed\n- the old `way`\n  of it\n  - nested\n\n  more of it\n- another\n\
                ### Fixed\n- None\n\n## [1.0.1] - 2024-01-31 [YANKED]\n- fix\n\n[unreleased]: https://x.org/a...b\n\
                [1.1.0]: https://x.org/b...c\n";
    insta::assert_snapshot!(markdown(text), @r"
    Unreleased@5 - - unreleased empty [added: ]
    1.1.0 - 2024-02-30@9 1.1.0 - [removed: the old `way` of it nested more of it | another; fixed: ]
    1.0.1 - 2024-01-31 YANKED@20 1.0.1 2024-01-31 yanked [-: fix]
    ");
}

#[test]
fn markdown_headings_of_every_shape() {
    for heading in [
        "# v1.2.3 (2024-01-31)",
        "## Version 1.2.3 — 31 January 2024",
        "## demo 1.2.3 on Jan 31st, 2024",
        "## @scope/demo@1.2.3 (2024-01-31)",
        "### [1.2.3](https://x.org/compare/v1.2.2...v1.2.3) (2024-01-31)",
        "## [1.2.3][] / 31.01.2024 ##",
        "##1.2.3 2024-01-31",
        "**1.2.3** - 2024-01-31",
        "<a name=\"1.2.3\"></a>\n1.2.3 / 2024-01-31\n=====",
        "v1.2.3 / 2024-01-31\n--",
        "## 1.2.3\n\n*2024-01-31*\n",
        "## 1.2.3\n_Released 31 January 2024_",
        "## 1.2.3\n**Release date: 2024/01/31**",
        "## 1.2.3 \"Codename\" (2024-01-31)",
        "## 2024-01-31, Version 1.2.3 (Current), @somebody",
    ] {
        for ending in ["\n", "\r\n"] {
            let text = format!("# Changes\n\n{heading}\n\n- entry\n").replace('\n', ending);
            let found = read(&text, Markup::Markdown);
            assert_eq!(found.len(), 1, "{heading}");
            assert_eq!(found[0].version, "1.2.3".parse().ok(), "{heading}");
            assert_eq!(found[0].date.as_deref(), Some("2024-01-31"), "{heading}");
            assert!(!found[0].unreleased && !found[0].is_empty(), "{heading}");
            assert_eq!(found[0].groups.len(), 1, "{heading}: {:?}", found[0].groups);
            assert_eq!(found[0].groups[0].entries[0].text, "entry", "{heading}");
        }
    }
}

#[test]
fn unreleased_sections_of_every_name() {
    for heading in [
        "Unreleased",
        "[Unreleased]",
        "Unreleased - ReleaseDate",
        "TBD",
        "Next",
        "Upcoming release",
        "HEAD",
        "main (unreleased)",
        "In development",
        "Not yet released",
        "master",
    ] {
        let text = format!("# Changelog\n\n## {heading}\n- a\n\n## 1.0.0\n- b\n");
        let found = read(&text, Markup::Markdown);
        assert_eq!(found.len(), 2, "{heading}");
        assert!(
            found[0].unreleased && found[0].version.is_none(),
            "{heading}"
        );
    }
    for heading in [
        "1.3.0 (unreleased)",
        "1.3.0 - TBD",
        "1.3.0 - in development",
        "1.3.0 (2024-xx-xx)",
        "1.3.0\n\nUnreleased",
    ] {
        let found = read(&format!("## {heading}\n\n- a\n"), Markup::Markdown);
        assert!(found[0].unreleased && found[0].date.is_none(), "{heading}");
        assert_eq!(found[0].version, "1.3.0".parse().ok(), "{heading}");
    }
}

#[test]
fn the_level_of_most_versions_decides() {
    // Patches one level below minors are sections; talk about a version deeper down is not.
    let mixed = "# [2.0.0](x) (2024-03-01)\n### Features\n* a\n## [1.9.1](x) (2024-02-01)\n### Bug Fixes\n* b\n\
                 #### 1.9.0-specific\n* c\n## [1.9.0](x) (2024-01-31)\n* d\n";
    insta::assert_snapshot!(markdown(mixed), @r"
    2.0.0 (2024-03-01)@1 2.0.0 2024-03-01 [features: a]
    1.9.1 (2024-02-01)@4 1.9.1 2024-02-01 [bug fixes: b; 1.9.0-specific: c]
    1.9.0 (2024-01-31)@9 1.9.0 2024-01-31 [-: d]
    ");
    let lines = "# 2.x\n## 2.1.0\n- a\n### Python 3.12\n- b\n### Upgrading from 2.0.0\n- c\n## 2.0.0\n- d\n# Older\n- e\n";
    insta::assert_snapshot!(markdown(lines), @r"
    2.1.0@2 2.1.0 - [-: a; python 3.12: b; upgrading from 2.0.0: c]
    2.0.0@8 2.0.0 - [-: d]
    ");
}

#[test]
fn code_and_comments_hold_no_headings_and_no_content() {
    let text = "---\ntitle: x\n---\n<!--\n## [9.9.9] - 2024-01-01\n- no\n-->\n## 1.1.0 <!-- hidden --> (2024-01-31)\n\
                ```\n## 8.8.8\n- no\n```\n~~~~md\n## 7.7.7\n~~~\n~~~~\n<!-- a --> <!-- b -->\n[x]: y\n## 1.0.0\n- a <!-- b -->\n";
    insta::assert_snapshot!(markdown(text), @r"
    1.1.0@8 1.1.0 2024-01-31 empty []
    1.0.0@19 1.0.0 - [-: a]
    ");
}

#[test]
fn a_heading_starts_its_line() {
    let text = "## 1.2.3<!-- as announced -->## 1.2.2\n\n- One.\n";
    assert_eq!(read(text, Markup::Markdown).len(), 1);
    let text = "<!-- as announced --> ## 1.2.3\n\n- One.\n";
    assert_eq!(read(text, Markup::Markdown).len(), 1);
}

#[test]
fn placeholders_are_no_entries() {
    for entry in [
        "TBD",
        "- TBD",
        "* _Nothing yet._",
        "- N/A",
        "-",
        "TODO!",
        "- …",
        "**TBD**",
        "---",
        "<br>",
    ] {
        let found = read(
            &format!("## 1.0.0 - 2024-01-31\n\n{entry}\n"),
            Markup::Markdown,
        );
        assert!(found[0].is_empty(), "{entry}: {:?}", found[0].groups);
    }
    for entry in [
        "- Fix TBD",
        "Nothing yet to fear: rewritten",
        "| a | b |\n|---|---|\n| c | d |",
        "1. one",
    ] {
        let found = read(
            &format!("## 1.0.0 - 2024-01-31\n\n{entry}\n"),
            Markup::Markdown,
        );
        assert!(!found[0].is_empty(), "{entry}");
    }
}

#[test]
fn lists_below_a_label_are_a_group() {
    let text = "1.0.0\n=====\nA word before.\n\nBug fixes:\n\n* one\n  two\n* three\n\n**Removed**\n\n- four\n";
    insta::assert_snapshot!(markdown(text), @"1.0.0@1 1.0.0 - [-: A word before.; bug fixes: one two | three; removed: four]");
}

#[test]
fn restructuredtext_headings_of_every_adornment() {
    let text = ".. _changes:\n\n=========\nChangelog\n=========\n\n.. towncrier release notes start\n\n\
                demo 1.2.3 (2024-01-31)\n=======================\n\nFeatures\n--------\n\n- one (`#1 <https://x.org>`_)\n\n  more\n- two\n\n\
                ..\n   1.9.9\n   -----\n   - no\n\n.. code-block:: text\n\n   9.9.9\n   -----\n\nBugfixes\n--------\n\nSee::\n\n   8.8.8\n   =====\n\n\
                What's New in demo 1.2.2?\n=========================\n\n:Date: January 30, 2024\n\n- three\n\n\
                1.2\n====\n\n.. note:: four\n";
    insta::assert_snapshot!(rst(text), @r"
    demo 1.2.3 (2024-01-31)@9 1.2.3 2024-01-31 [features: one (`#1 <https://x.org>`_) more | two; bugfixes: See::]
    What's New in demo 1.2.2?@38 1.2.2 2024-01-30 [-: three]
    1.2@45 1.2.0 - [-: four]
    ");
}

#[test]
fn restructuredtext_of_other_habits() {
    let flask = "Version 3.2.0\n-------------\n\nUnreleased\n\n-   a\n\nVersion 3.1.0\n-------------\n\nReleased on January 31st, 2024, codename X.\n\n-   b\n";
    insta::assert_snapshot!(rst(flask), @r"
    Version 3.2.0@1 3.2.0 - unreleased [-: a]
    Version 3.1.0@8 3.1.0 2024-01-31 [-: b]
    ");
    let overlined =
        "=====\n1.1.0\n=====\n\n* a\n\n1.0.1\n-----\n\n* b\n\n=====\n1.0.0\n=====\n\n* c\n";
    insta::assert_snapshot!(rst(overlined), @r"
    1.1.0@2 1.1.0 - [-: a]
    1.0.1@7 1.0.1 - [-: b]
    1.0.0@13 1.0.0 - [-: c]
    ");
    let releases = "* :release:`1.0.1 <2024-01-31>`\n* :bug:`2` x\n* :release:`1.0.0 <2023-01-31>`\n* :feature:`1` y\n";
    insta::assert_snapshot!(rst(releases), @r"
    1.0.1 <2024-01-31>@1 1.0.1 2024-01-31 [-: :bug:`2` x]
    1.0.0 <2023-01-31>@3 1.0.0 2023-01-31 [-: :feature:`1` y]
    ");
}

#[test]
fn plain_text_of_every_habit() {
    let gnu = "Demo NEWS\n\n* Noteworthy changes in release 1.1 (2024-01-31) [stable]\n\n** Bug fixes\n\n  cut no longer\n  crashes\n\n* Noteworthy changes in release 1.0 (2023-01-31) [stable]\n\n** New\n\n  all\n";
    insta::assert_snapshot!(plain(gnu), @r"
    Noteworthy changes in release 1.1 (2024-01-31) stable@3 1.1.0 2024-01-31 [bug fixes: cut no longer crashes]
    Noteworthy changes in release 1.0 (2023-01-31) stable@10 1.0.0 2023-01-31 [new: all]
    ");
    let lines =
        "Version 1.1.0 (31 January 2024):\n  * a\n  * b\n\n1.0.0 - 2023-01-31\n  - c needs 0.9.0\n";
    insta::assert_snapshot!(plain(lines), @r"
    Version 1.1.0 (31 January 2024):@1 1.1.0 2024-01-31 [-: a | b]
    1.0.0 - 2023-01-31@5 1.0.0 2023-01-31 [-: c needs 0.9.0]
    ");
    assert_eq!(
        read("## 1.0.0\n- a\n## 0.9.0\n- b\n", Markup::Text).len(),
        2
    );
    assert_eq!(
        read("Changes\n=======\n\n1.0.0\n-----\n- a\n", Markup::Text).len(),
        1
    );
}

#[test]
fn entries_of_a_plain_text_are_no_headings() {
    let libuv = "2026.02.11, Version 1.52.0 (Stable), 1cfa32ff59c076ffb6ed735bbc8c18361558661f\n\n\
                 Changes since version 1.51.0:\n\n* macos,bsd: handle missing /dev/null in chroot env (Andrey)\n\n\
                 * docs: main, and more\n\n* unix: open /dev/null\n\n\n\
                 2025.04.25, Version 1.51.0 (Stable), 5152db2cbfeb5582e9c27c5ea1dba2cd9e10759b\n\n\
                 Changes since version 1.50.0:\n\n* win: fix it\n";
    insta::assert_snapshot!(plain(libuv), @r"
    2026.02.11, Version 1.52.0 (Stable), 1cfa32ff59c076ffb6ed735bbc8c18361558661f@1 1.52.0 2026-02-11 [changes since version 1.51.0: macos,bsd: handle missing /dev/null in chroot env (Andrey) | docs: main, and more | unix: open /dev/null]
    2025.04.25, Version 1.51.0 (Stable), 5152db2cbfeb5582e9c27c5ea1dba2cd9e10759b@12 1.51.0 2025-04-25 [changes since version 1.50.0: win: fix it]
    ");
    let found = read(
        "Version 1.1.0 (2024-01-31)\n\n* main: open /dev/null\n\n* dev: next, and more\n\nVersion 1.0.0 (2023-01-31)\n\n* first\n",
        Markup::Text,
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|release| !release.unreleased));
}

#[test]
fn a_date_that_looks_like_a_version_is_the_day_of_the_one_behind_it() {
    for (heading, version, date) in [
        (
            "2024.01.31, Version 1.2.3 (Stable)",
            "1.2.3",
            Some("2024-01-31"),
        ),
        ("31.01.2024 - 1.2.3", "1.2.3", Some("2024-01-31")),
        ("2024.01.31", "2024.01.31", None),
        ("2024.01.31 (2024.02.01)", "2024.01.31", Some("2024-02-01")),
        ("2024.01.31 (needs demo 1.2)", "2024.01.31", None),
    ] {
        let found = read(&format!("## {heading}\n\n- entry\n"), Markup::Markdown);
        assert_eq!(found.len(), 1, "{heading}");
        assert_eq!(found[0].version, version.parse().ok(), "{heading}");
        assert_eq!(found[0].date.as_deref(), date, "{heading}");
    }
}

#[test]
fn a_version_that_cannot_be_ordered_still_ends_the_one_before() {
    let text = "## 1.2.3.4\n- a\n## 1.2.3\n## 0.9\n- b\n";
    insta::assert_snapshot!(markdown(text), @r"
    1.2.3.4@1 - - [-: a]
    1.2.3@3 1.2.3 - empty []
    0.9@4 0.9.0 - [-: b]
    ");
}

#[test]
fn a_stub_has_no_sections() {
    for text in [
        "",
        "# Changelog\n\nSee [the releases](https://x.org/releases).\n",
        "Needs 1.2.3 or later.\n",
    ] {
        for markup in [Markup::Markdown, Markup::RestructuredText, Markup::Text] {
            assert!(read(text, markup).is_empty(), "{text}");
        }
    }
}

/// Reads in every way, and returns how long that took.
fn time_to_read(text: &str) -> Duration {
    let start = Instant::now();
    for markup in [Markup::Markdown, Markup::RestructuredText, Markup::Text] {
        let _ = read(text, markup);
    }
    let _ = included(text);
    start.elapsed()
}

#[test]
fn hostile_input_takes_linear_time() {
    // Quadratic time would take these from seconds to hours, even where the machine is busy.
    const LIMIT: Duration = Duration::from_secs(60);
    for piece in [
        "[", "](", "<", "<!--", "`", "#", "# 1.0.0 ", "- ", "* **", "_", "(", "|", ":a", "2024-",
        "1.",
    ] {
        let taken = time_to_read(&piece.repeat(2_000_000 / piece.len()));
        assert!(taken < LIMIT, "{piece:?}: {taken:?}");
    }
    for piece in [
        "1.0.0\n",
        "## 1.0.0\n",
        "1.\n=\n",
        ".. a::\n",
        "\n",
        "a\n---\n",
        "## [[[[1.0.0\n",
    ] {
        let taken = time_to_read(&piece.repeat(200_000 / piece.len()));
        assert!(taken < LIMIT, "{piece:?}: {taken:?}");
    }
}

#[test]
fn one_line_has_one_heading() {
    for text in [
        "<!---->**1.2.3**<!---->**1.2.3**",
        "<!---->__1.2.3__<!---->__1.2.4__",
        "<!---->## 1.2.3<!---->## 1.2.4",
    ] {
        assert_eq!(read(text, Markup::Markdown).len(), 1, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(
        text in "(## |# |1\\.2\\.3|\\[|\\]|\\(|\\)|<!--|-->|```|===|---|\\.\\. |::|- |\\*\\*|`|2024-01-31|[ \\na-zé])*",
    ) {
        let lines = text.lines().count() as u64;
        for markup in [Markup::Markdown, Markup::RestructuredText, Markup::Text] {
            let mut last = 0;
            for release in read(&text, markup) {
                prop_assert!(release.line > last && release.line <= lines);
                last = release.line;
            }
        }
    }

    #[test]
    fn sections_read_back(versions in proptest::collection::vec((0_u64..50, 0_u64..50, 0_u64..50, 1_u32..=28), 1..8)) {
        let mut text = "# Changelog\n\n".to_owned();
        for (major, minor, patch, day) in &versions {
            text.push_str(&format!("## [{major}.{minor}.{patch}] - 2024-05-{day:02}\n\n### Added\n\n- it\n\n"));
        }
        let found: Vec<(Option<Version>, Option<String>)> = read(&text, Markup::Markdown)
            .into_iter()
            .map(|release| (release.version, release.date))
            .collect();
        let expected: Vec<(Option<Version>, Option<String>)> = versions
            .iter()
            .map(|(a, b, c, day)| (Some(Version::new(*a, *b, *c)), Some(format!("2024-05-{day:02}"))))
            .collect();
        prop_assert_eq!(found, expected);
    }
}
