use proptest::prelude::*;

use super::*;

const LATEST: [u64; 3] = [5, 1, 3];

/// The template of GitHub, as it is offered for a new file.
const TEMPLATE: &str = "\
# Security Policy

## Supported Versions

Use this section to tell people about which versions of your project are
currently being supported with security updates.

| Version | Supported          |
| ------- | ------------------ |
| 5.1.x   | :white_check_mark: |
| 5.0.x   | :x:                |
| 4.0.x   | :white_check_mark: |
| < 4.0   | :x:                |

## Reporting a Vulnerability

Use this section to tell people how to report a vulnerability.
";

fn table(version: &str, supported: &str) -> Policy {
    read(&format!(
        "| Version | Supported |\n|---|---|\n| {version} | {supported} |\n"
    ))
}

fn names(version: &str, numbers: [u64; 3]) -> bool {
    let policy = table(version, "yes");
    let row = policy.rows.first();
    let row = row.unwrap_or_else(|| panic!("{version}: {:?}", policy.unread));
    row.versions.name(numbers, LATEST)
}

fn support(cell: &str) -> Option<Support> {
    table("1.x", cell).rows.first().map(|row| row.support)
}

#[test]
fn the_template_is_understood() {
    let policy = read(TEMPLATE);
    assert_eq!(policy.unread, []);
    let rows: Vec<_> = policy
        .rows
        .iter()
        .map(|row| (row.line, row.text.as_str(), row.support))
        .collect();
    assert_eq!(
        rows,
        [
            (10, "5.1.x", Support::Full),
            (11, "5.0.x", Support::None),
            (12, "4.0.x", Support::Full),
            (13, "< 4.0", Support::None),
        ]
    );
}

#[test]
fn versions_are_named_in_many_ways() {
    for (text, inside, outside) in [
        ("5.1.x", [5, 1, 9], [5, 2, 0]),
        ("v5", [5, 9, 0], [6, 0, 0]),
        ("4.  x", [4, 2, 0], [5, 0, 0]),
        ("1.x.x", [1, 0, 0], [2, 0, 0]),
        ("5.*", [5, 3, 0], [4, 9, 9]),
        ("`2.0.<latest>`", [2, 0, 7], [2, 1, 0]),
        ("5.1.3", [5, 1, 3], [5, 1, 2]),
        ("< 4.0", [3, 9, 9], [4, 0, 0]),
        ("< 1.3.x", [1, 2, 9], [1, 3, 0]),
        ("<= 3", [3, 9, 0], [4, 0, 0]),
        ("≥ 2.1", [2, 1, 0], [2, 0, 9]),
        ("=> 2", [7, 0, 0], [1, 9, 9]),
        ("> 4.0 (REMAKE)", [4, 1, 0], [4, 0, 0]),
        ("2.4+", [3, 0, 0], [2, 3, 9]),
        (">= 2.0, < 3.0", [2, 9, 9], [3, 0, 0]),
        (">=2.0 <3.0", [2, 0, 0], [1, 9, 9]),
        ("1.0 - 1.5", [1, 5, 9], [1, 6, 0]),
        ("1.0.x – 1.5.x", [1, 0, 0], [0, 9, 9]),
        ("4.0 and newer", [4, 0, 0], [3, 9, 9]),
        ("3.9 and below", [3, 9, 4], [4, 0, 0]),
        ("older than 4.2", [4, 1, 9], [4, 2, 0]),
        ("before version 2", [1, 9, 9], [2, 0, 0]),
        ("3.x, 4.x", [4, 1, 0], [5, 0, 0]),
        ("3.x and 4.x", [3, 1, 0], [2, 0, 0]),
        ("3.x<br>4.x", [4, 1, 0], [2, 0, 0]),
        ("[4.2](https://example.org/4.2)", [4, 2, 1], [4, 3, 0]),
        ("latest", LATEST, [5, 0, 0]),
        ("Latest release", LATEST, [4, 0, 0]),
        ("latest[^1]", LATEST, [4, 0, 0]),
        ("latest major", [5, 0, 0], [4, 9, 0]),
    ] {
        assert!(names(text, inside), "{text} names {inside:?}");
        assert!(!names(text, outside), "{text} does not name {outside:?}");
    }
    assert!(names("all versions", [0, 0, 1]));
}

#[test]
fn the_others_and_branches_name_no_number() {
    for text in [
        "other",
        "Older versions",
        "Everything else",
        "< latest",
        "all others",
    ] {
        let policy = table(text, "no");
        assert!(
            policy.rows.first().is_some_and(|row| row.versions.others),
            "{text}"
        );
    }
    for text in ["master", "`main`", "nightly", "unreleased"] {
        assert!(!names(text, LATEST), "{text}");
    }
    assert!(names("Latest (`main`)", LATEST));
}

#[test]
fn support_is_shown_in_many_ways() {
    for (cell, expected) in [
        (":white_check_mark:", Some(Support::Full)),
        ("✅ Actively supported", Some(Support::Full)),
        ("Yes (current)", Some(Support::Full)),
        (":x:", Some(Support::None)),
        ("❌ Not supported", Some(Support::None)),
        ("not supported", Some(Support::None)),
        ("End of life", Some(Support::None)),
        ("no", Some(Support::None)),
        ("⛔️", Some(Support::None)),
        ("✅ Security patches only", Some(Support::Security)),
        ("Critical fixes only", Some(Support::Security)),
        ("✅ until 2027-01-01", None),
        ("2027-01-01", None),
        ("Best-effort", None),
        ("see below", None),
        ("", None),
    ] {
        assert_eq!(support(cell), expected, "{cell}");
    }
}

#[test]
fn what_is_not_understood_is_said() {
    let policy = table("Rich 13.x", ":white_check_mark:");
    assert_eq!(policy.rows, []);
    let remark = policy.unread.first().unwrap();
    assert_eq!(
        (remark.line, remark.text.as_str()),
        (3, "| Rich 13.x | :white_check_mark: |")
    );
    assert!(remark.reason.contains("which versions"));
    let policy = table("1.x", "ask us");
    assert!(policy.unread.first().unwrap().reason.contains("how far"));
}

#[test]
fn other_tables_say_nothing_of_versions() {
    for text in [
        "| Component | CVE |\n|---|---|\n| docker | CVE-1 |\n",
        "| Python version | Supported |\n|---|---|\n| 3.8 | yes |\n",
        "```\n| Version | Supported |\n|---|---|\n| 1.x | yes |\n```\n",
        "<!--\n| Version | Supported |\n|---|---|\n| 1.x | yes |\n-->\n",
        "",
    ] {
        assert_eq!(read(text), Policy::default(), "{text}");
    }
}

#[test]
fn the_columns_are_found_by_their_headings() {
    let policy = read(
        "Branch | Released | Security support | Notes\n--- | --- | --- | ---\n1.x | 2020 | no | old\n",
    );
    let row = policy.rows.first().unwrap();
    assert_eq!((row.text.as_str(), row.support), ("1.x", Support::None));
}

#[test]
fn sentences_on_the_latest_release_alone_are_understood() {
    for text in [
        "## Supported Versions\n\nOnly the latest non-prerelease version is supported.\n",
        "## Supported Versions\n\nWe have guarantees.\nTherefore we only support the latest version.\n",
        "## Supported Versions\n\nOnly the last stable version at any given point.\n",
        "# Security\n\nOnly the latest release receives security fixes. Older tags are not patched.\n",
        "Supported versions\n==================\n\nOnly the most recent release.\n",
    ] {
        let policy = read(text);
        assert_eq!(policy.unread, [], "{text}");
        assert_eq!(policy.rows.len(), 2, "{text}");
        assert!(policy.rows.first().unwrap().versions.name(LATEST, LATEST));
        assert!(policy.rows.last().unwrap().versions.others);
    }
    let major = read("## Supported versions\n\nOnly the latest major version.\n");
    assert!(major.rows.first().unwrap().versions.name([5, 0, 0], LATEST));
}

#[test]
fn other_sentences_in_the_section_are_not_understood() {
    for text in [
        "## Supported Versions\n\nRefer to the [Releases](https://example.org) page.\n",
        "## Supported Versions\n\nOnly the latest release and the previous one are supported.\n",
        "## Supported Versions\n\nWe only support the latest 2 versions.\n",
    ] {
        let policy = read(text);
        assert_eq!(policy.rows, [], "{text}");
        assert_eq!(
            policy.unread.first().map(|remark| remark.line),
            Some(3),
            "{text}"
        );
    }
}

#[test]
fn advice_is_no_promise() {
    let text =
        "# Policy\n\nWe recommend the latest version. Only report what the latest version has.\n";
    assert_eq!(read(text), Policy::default());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC|\n|\\|){0,400}") {
        let policy = read(&text);
        prop_assert!(policy.rows.len() <= MAX_ROWS);
    }

    #[test]
    fn any_row_is_a_promise_or_a_remark(version in "[^|\n\\\\`<>\\[\\]#]{1,40}", cell in "[^|\n\\\\]{1,40}") {
        prop_assume!(!version.trim().is_empty());
        prop_assume!(!version.starts_with("```") && !version.chars().all(|it| "|-: \t".contains(it)));
        let policy = table(&version, &cell);
        prop_assert_eq!(policy.rows.len() + policy.unread.len(), 1);
    }

    #[test]
    fn a_lower_bound_holds_all_above(major in 0_u64..99, minor in 0_u64..99, more in 0_u64..99) {
        let (from, below) = (format!(">= {major}.{minor}"), format!("< {major}.{minor}"));
        prop_assert!(names(&from, [major, minor + more, more]));
        prop_assert!(!names(&below, [major, minor + more, more]));
    }
}

#[test]
fn rows_beyond_the_limit_are_told() {
    let row = "| 1.x | yes |\n";
    let table = |rows: usize| format!("| Version | Supported |\n|---|---|\n{}", row.repeat(rows));
    assert_eq!(read(&table(MAX_ROWS)).unread, []);
    let policy = read(&table(MAX_ROWS + 1));
    assert_eq!(policy.rows.len(), MAX_ROWS);
    assert_eq!(policy.unread.len(), 1);
}
