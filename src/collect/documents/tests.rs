use std::fs;
use std::path::Path;
use std::process::Command;

use proptest::prelude::*;

use super::*;
use crate::collect::Options;

/// Collects from a new repository with these files, all of them tracked.
fn collected(files: &[(&str, &[u8])]) -> Result<Documents, Missing> {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    let context = Context::open(Options {
        dir: folder.path().to_owned(),
        ..Options::default()
    });
    DocumentsCollector::collect(&context.unwrap())
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success());
}

fn guides(files: &[(&str, &str)]) -> Vec<MigrationGuide> {
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    let documents = collected(&files).unwrap();
    assert_eq!(documents.unread, []);
    documents.guides
}

/// Where each guide starts, the versions it names, and what it says.
fn told(files: &[(&str, &str)]) -> Vec<String> {
    let guides = guides(files);
    let told = guides.iter().map(|guide| {
        let versions: Vec<&str> = guide.versions.iter().map(|v| v.text.as_str()).collect();
        format!(
            "{}:{} [{}]{}",
            guide.path,
            guide.line,
            versions.join(" "),
            guide.text
        )
    });
    told.collect()
}

fn mentions(path: &str, text: &str) -> Mentions {
    Mentions::of(&lines::read(text, Markup::of_path(path)))
}

fn names(path: &str, text: &str) -> Vec<String> {
    mentions(path, text).names.into_iter().collect()
}

fn in_heading(text: &str) -> Vec<String> {
    let found = versions::in_heading(text, Some("demo"));
    found.into_iter().map(|version| version.text).collect()
}

#[test]
fn a_guide_becomes_a_fact() {
    let text = "# Migrating to v2.x\n\nCall `Client.close()` (#12), see /pull/7.\n";
    insta::assert_snapshot!(serde_json::to_string_pretty(&guides(&[("MIGRATION.md", text)])).unwrap(), @r#"
    [
      {
        "path": "MIGRATION.md",
        "line": 1,
        "unreleased": false,
        "versions": [
          {
            "major": 2,
            "minor": null,
            "patch": null,
            "text": "v2.x"
          }
        ],
        "names": [
          "Call",
          "Client.close",
          "close"
        ],
        "numbers": [
          7,
          12
        ],
        "text": " call client close 12 see pull 7 "
      }
    ]
    "#);
}

#[test]
fn guides_are_found_by_name_and_place() {
    let text = "Text.\n";
    let found = told(&[
        ("UPGRADING.rst", text),
        ("docs/migration-guides/v1-to-v2.adoc", text),
        ("docs/upgrade/3.0/cli.txt", text),
        ("docs/guide.md", text),
        ("src/migrations/readme.md", text),
        ("node_modules/x/MIGRATION.md", text),
        ("MIGRATION.py", text),
    ]);
    assert_eq!(
        found,
        [
            "UPGRADING.rst:1 [] text ",
            "docs/migration-guides/v1-to-v2.adoc:1 [v1 v2] text ",
            "docs/upgrade/3.0/cli.txt:1 [3.0] text ",
        ]
    );
}

#[test]
fn each_version_of_a_file_is_a_guide() {
    let markdown = "# Upgrading\n\n## 2.0\n\nNew.\n\n### Python 3.8\n\nGone.\n\n## 1.0\n\nOld.\n\n# Help\n\nAsk.\n";
    assert_eq!(
        told(&[("UPGRADING.md", markdown)]),
        [
            "UPGRADING.md:1 [] upgrading help ask ",
            "UPGRADING.md:3 [2.0] new python 3 8 gone ",
            "UPGRADING.md:11 [1.0] old ",
        ]
    );
    assert_eq!(
        told(&[(
            "UPGRADING.md",
            "# Upgrading\n\n## 2.0\n\nNew.\n\n## Help\n\nAsk.\n"
        )]),
        [
            "UPGRADING.md:1 [] upgrading help ask ",
            "UPGRADING.md:3 [2.0] new ",
        ]
    );
    assert_eq!(
        told(&[("UPGRADING.md", "# To 2.0\n\nNew.\n\n# Client\n\nGone.\n")]),
        ["UPGRADING.md:1 [2.0] new client gone "]
    );
    let underlined = "Upgrading\n=========\n\nTo 2.0\n------\n\nNew.\n\nTo 1.0\n------\n\n.. Not this\n   nor this\n\nOld.\n";
    assert_eq!(
        told(&[("UPGRADING.rst", underlined)]),
        ["UPGRADING.rst:4 [2.0] new ", "UPGRADING.rst:9 [1.0] old ",]
    );
    let asciidoc = "= Upgrading\n\n== To 2.0\n// Not this\nNew.\n\n----\n== To 1.0\n----\n";
    assert_eq!(
        told(&[("UPGRADING.adoc", asciidoc)]),
        ["UPGRADING.adoc:3 [2.0] new to 1 0 "]
    );
}

#[test]
fn code_and_comments_hold_no_heading() {
    let text = "---\ntitle: 9.0\n---\n# To 2.0\n<!-- # To 3.0\n`gone` -->\n```sh\n# To 4.0\n```\nEnd <!-- `x` -->.\n";
    assert_eq!(
        told(&[("MIGRATION.md", text)]),
        ["MIGRATION.md:4 [2.0] to 4 0 end "]
    );
}

#[test]
fn the_changelog_may_hold_the_guide() {
    let text = "## [Unreleased]\n\n### Upgrade notes\n\n- Soon.\n\n## [2.0.0] - 2026-01-30\n\n### Added\n\n- A.\n\n### Migration\n\n#### CLI\n\n- B.\n\n### Fixed\n\n- C.\n\n## [1.0.0] - 2025-01-30\n\n- Migration.\n";
    assert_eq!(
        told(&[("CHANGELOG.md", text)]),
        ["CHANGELOG.md:3 [] soon ", "CHANGELOG.md:13 [2.0.0] cli b ",]
    );
    assert!(guides(&[("CHANGELOG.md", text)])[0].unreleased);
}

#[test]
fn headings_name_versions_where_words_lead_up_to_them() {
    for (text, expected) in [
        ("2.0", vec!["2.0"]),
        ("[v2.0.0-rc.1]", vec!["v2.0.0-rc.1"]),
        ("From 1.x to 2.0", vec!["1.x", "2.0"]),
        ("v1 → v2", vec!["v1", "v2"]),
        ("1.x -> 2.x", vec!["1.x", "2.x"]),
        ("Demo 2", vec!["2"]),
        ("Version 2: what is new", vec!["2"]),
        ("2. Rename the client", vec![]),
        ("Drop Python 3.8", vec![]),
        ("Needs 2 steps", vec![]),
        ("Upgrading to 99999999999999999999", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(in_heading(text), expected, "{text}");
    }
}

#[test]
fn plain_words_are_names_only_in_code() {
    assert_eq!(
        names(
            "a.md",
            "You get what you get_all from demo.get, open() and --color.\n"
        ),
        ["--color", "You", "demo.get", "get", "get_all", "open"]
    );
    assert!(
        names("a.md", "You get it.\n")
            .iter()
            .all(|name| name != "get")
    );
    assert_eq!(names("a.md", "now `get`\n"), ["get"]);
    assert_eq!(names("a.rst", "now ``get`` it\n"), ["get"]);
    assert_eq!(names("a.md", "now `get\n"), Vec::<String>::new());
    assert_eq!(names("a.md", "```\nget(url)\n```\n"), ["get", "url"]);
    assert_eq!(
        names("a.md", "`demo::Client::close`\n"),
        ["Client::close", "close", "demo::Client::close"]
    );
}

#[test]
fn requests_are_told_by_their_marks() {
    let text = "#12 !13 GH-14 https://a/b/pull/15 /merge_requests/16 17 #x #99999999999999999999\n";
    let found: Vec<u64> = mentions("a.md", text).numbers.into_iter().collect();
    assert_eq!(found, [12, 13, 14, 15, 16]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let documents = collected(&[
        ("MIGRATION.md", b"# To 2.0\n\xff\n"),
        ("CHANGELOG.md", b"\xff\n"),
    ])
    .unwrap();
    assert_eq!(documents.guides, []);
    let reasons: Vec<&str> = documents.unread.iter().map(|d| d.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`MIGRATION.md` line 2 is not valid UTF-8",
            "`CHANGELOG.md` line 1 is not valid UTF-8",
        ]
    );
}

#[test]
fn guides_that_are_too_large_are_refused() {
    let large = "word ".repeat(MAX_BYTES / 5 + 1);
    let refused = collected(&[("MIGRATION.md", large.as_bytes())]).unwrap_err();
    assert_eq!(
        refused.reason,
        "the migration guides are too large: at most 1000 and 4 MiB of them are read"
    );
    let many = "# To 2.0\n".repeat(MAX_GUIDES + 1);
    assert!(collected(&[("MIGRATION.md", many.as_bytes())]).is_err());
    let long = format!("`{}`\n", "a.".repeat(100_000));
    assert_eq!(names("a.md", &long), Vec::<String>::new());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(?s)[#=\\-~`<>!. \na-cA-C0-2(){}é—]{0,200}", path in "a\\.(md|rst|adoc)") {
        let read = lines::read(&text, Markup::of_path(&path));
        let parts = parts::by_version(&read, Some("demo"));
        let kept: usize = parts.iter().map(|part| part.lines.len()).sum();
        prop_assert!(kept <= read.len());
        prop_assert!(read.windows(2).all(|pair| pair[0].number <= pair[1].number));
        for part in parts {
            let mentions = Mentions::of(&part.lines);
            prop_assert!(!mentions.text.contains("  "));
        }
    }
}
