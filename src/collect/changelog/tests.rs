use std::fs;
use std::path::Path;
use std::process::Command;

use super::*;
use crate::collect::Options;

/// Collects from a new repository with these files, all of them tracked.
fn collect(files: &[(&str, &[u8])], options: Options) -> Result<Changelog, Missing> {
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
        ..options
    });
    ChangelogCollector::collect(&context.unwrap())
}

fn git(folder: &Path, arguments: &[&str]) {
    let status = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .status();
    assert!(status.unwrap().success());
}

fn found(files: &[(&str, &str)]) -> Changelog {
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (*path, text.as_bytes()))
        .collect();
    collect(&files, Options::default()).unwrap()
}

fn paths(changelog: &Changelog) -> Vec<(&str, usize)> {
    let files = changelog.files.iter();
    files
        .map(|file| (file.path.as_str(), file.sections.len()))
        .collect()
}

#[test]
fn a_section_becomes_a_fact() {
    let changelog = found(&[(
        "CHANGELOG.md",
        "\u{feff}## 1.2.0 - 2024-01-31\n### Added\n- a\n",
    )]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&changelog.files[0].sections[0]).unwrap(), @r#"
    {
      "heading": "1.2.0 - 2024-01-31",
      "line": 1,
      "level": 2,
      "package": null,
      "version": {
        "text": "1.2.0",
        "normal": "1.2.0",
        "core": "1.2.0",
        "epoch": 0,
        "major": 1,
        "minor": 2,
        "patch": 0,
        "pre": null,
        "development": false
      },
      "unreleased": false,
      "stale": false,
      "yanked": false,
      "date": "2024-01-31",
      "empty": false,
      "groups": [
        {
          "name": "added",
          "line": 2,
          "entries": [
            {
              "line": 3,
              "text": "a",
              "planned": false
            }
          ]
        }
      ]
    }
    "#);
    assert!(found(&[("README.md", "## 1.0.0\n")]).files.is_empty());
}

#[test]
fn a_page_on_how_releases_are_made_is_no_changelog() {
    let page = "# Releases\n\nWe release every week.\n";
    assert!(found(&[("docs/releases.md", page)]).files.is_empty());
    let log = "# Releases\n\n## 1.2.0 - 2024-01-31\n\n- a\n";
    assert_eq!(
        paths(&found(&[("docs/releases.md", log)])),
        [("docs/releases.md", 1)]
    );
    assert_eq!(paths(&found(&[("CHANGES.md", page)])), [("CHANGES.md", 0)]);
}

#[test]
fn an_included_file_is_read_in_place_of_the_one_that_includes_it() {
    let include = "Changes\n=======\n\n.. include:: ../NOTES.rst\n";
    let changelog = found(&[
        ("docs/changelog.rst", include),
        ("NOTES.rst", "1.0.0\n-----\n\n- a\n"),
    ]);
    assert_eq!(paths(&changelog), [("NOTES.rst", 1)]);
    let both = found(&[
        ("docs/changelog.md", "```{include} ../CHANGES.md\n```\n"),
        ("CHANGES.md", "## 1.0.0\n- a\n"),
    ]);
    assert_eq!(paths(&both), [("CHANGES.md", 1)]);
    for dangling in ["../../outside.rst", "changelog.rst", "gone.rst"] {
        let text = format!(".. include:: {dangling}\n");
        assert_eq!(
            paths(&found(&[("docs/changelog.rst", &text)])),
            [("docs/changelog.rst", 0)],
            "{dangling}"
        );
    }
}

#[test]
fn a_stub_comes_after_the_changelog_itself() {
    let changelog = found(&[
        ("CHANGELOG.md", "See the docs.\n"),
        ("docs/changelog.md", "# 1.0.0\n- a\n"),
    ]);
    assert_eq!(
        paths(&changelog),
        [("docs/changelog.md", 1), ("CHANGELOG.md", 0)]
    );
}

#[test]
fn what_cannot_be_read_is_missing_and_says_why() {
    let refused = |content: &[u8]| {
        collect(&[("CHANGELOG.md", content)], Options::default())
            .unwrap_err()
            .reason
    };
    assert_eq!(
        refused(b"# A\n\n\xff\n"),
        "`CHANGELOG.md` line 3 is not valid UTF-8"
    );
    let large = vec![b'a'; 16 * 1024 * 1024 + 1];
    assert_eq!(
        refused(&large),
        "`CHANGELOG.md` is too large to read: 16777217 bytes, at most 16777216 are read"
    );
}

#[test]
fn the_configured_file_is_the_only_one_and_must_exist() {
    let configured = |path: &str| Options {
        changelog: Some(path.to_owned()),
        ..Options::default()
    };
    let files: &[(&str, &[u8])] = &[
        ("CHANGES.md", b"## 1.0.0\n"),
        ("log/new.txt", b"1.0.0 (2024-01-31)\n * a\n"),
    ];
    let read = collect(files, configured("log/new.txt")).unwrap();
    assert_eq!(paths(&read), [("log/new.txt", 1)]);
    assert_eq!(read.files[0].format, "text");
    let absent = collect(files, configured("log/old.txt")).unwrap_err();
    assert_eq!(
        absent.reason,
        "the configured changelog `log/old.txt` does not exist in this checkout"
    );
    let outside = collect(files, configured("../x.md")).unwrap_err();
    assert_eq!(
        outside.reason,
        "`../x.md` is not a path inside of the project"
    );
}
