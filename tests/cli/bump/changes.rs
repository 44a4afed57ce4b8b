//! What a bump changes, and what it says.

use super::*;

#[test]
fn it_says_what_changed_and_what_comes_next() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    insta::assert_snapshot!(bumped(&history, &["--type", "minor"]), @r#"
    CHANGELOG.md:3  + ## [Unreleased]
    CHANGELOG.md:3  ## [Unreleased] -> ## [1.3.0] - 2026-02-01
    pyproject.toml:3  1.2.3 -> 1.3.0

    next: git commit -am "chore: bump version to 1.3.0"
    "#);
}

#[test]
fn a_dry_run_shows_the_diff_and_nothing_else() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    let expected = "\
diff --git a/CHANGELOG.md b/CHANGELOG.md
--- a/CHANGELOG.md
+++ b/CHANGELOG.md
@@ -1,6 +1,8 @@
 # Changelog
\x20
 ## [Unreleased]
+
+## [1.2.4] - 2026-02-01
\x20
 ### Fixed
\x20
diff --git a/pyproject.toml b/pyproject.toml
--- a/pyproject.toml
+++ b/pyproject.toml
@@ -1,3 +1,3 @@
 [project]
 name = \"demo\"
-version = \"1.2.3\"
+version = \"1.2.4\"
";
    assert_eq!(bumped(&history, &["1.2.4", "--dry-run"]), expected);
}

#[test]
fn json_has_the_changes_with_their_places() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    let run = bump(&history, &["1.2.4", "-o", "json"]);
    let json = run.json();
    assert_eq!(json["version"], "1.2.4");
    assert_eq!(json["written"], true);
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(
        changes.last().unwrap(),
        &serde_json::json!({"path": "pyproject.toml", "line": 3, "purpose": "declaration", "old": "1.2.3", "new": "1.2.4"})
    );
}

#[test]
fn every_place_of_the_project_follows_whatever_it_said() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
        ("Dockerfile", "FROM scratch\nLABEL version=1.1.0\n"),
    ]);
    holds(&history, &["1.2.4"], "patch");
    assert!(read(&history, "Dockerfile").contains("version=1.2.4"));
}

#[test]
fn the_date_is_the_one_that_is_named() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    bumped(&history, &["1.2.4", "--date", "2026-01-31"]);
    assert!(read(&history, "CHANGELOG.md").contains("## [1.2.4] - 2026-01-31"));
}

#[test]
fn the_final_release_dates_the_section_of_its_candidate_anew() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
    ]);
    bumped(&history, &["1.3.0rc1", "--date", "2026-01-20"]);
    assert!(read(&history, "CHANGELOG.md").contains("## [1.3.0] - 2026-01-20"));
    history.commit("chore: bump version to 1.3.0rc1");
    bumped(&history, &["1.3.0"]);
    assert!(read(&history, "CHANGELOG.md").contains("## [1.3.0] - 2026-02-01"));
}

#[test]
fn a_changelog_that_is_made_of_fragments_is_left_to_its_tool() {
    let history = project(&[
        (
            "CHANGELOG.md",
            "# Changelog\n\n## 1.2.3 - 2026-01-01\n\n- First.\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n\n[tool.towncrier]\n",
        ),
    ]);
    let text = bumped(&history, &["1.2.4"]);
    assert!(text.contains("`towncrier build` writes it"), "{text}");
    assert!(!read(&history, "CHANGELOG.md").contains("1.2.4"));
}

#[cfg(unix)]
#[test]
fn the_modes_of_files_stay() {
    use std::os::unix::fs::PermissionsExt;
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "setup.py",
            "#!/usr/bin/env python\nfrom setuptools import setup\nsetup(name='demo', version='1.2.3')\n",
        ),
    ]);
    let path = history.path().join("setup.py");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    history.commit("chore: make it executable");
    bumped(&history, &["1.2.4"]);
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o755
    );
    let changed = history.git(&["diff", "--summary"]);
    assert_eq!(changed, "");
}

#[cfg(unix)]
#[test]
fn if_a_folder_cannot_be_written_nothing_is() {
    use std::os::unix::fs::PermissionsExt;
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
        (
            "relcheck.toml",
            "[[version.files]]\npath = \"zz/*\"\npattern = '(1\\.2\\.[0-9])'\n",
        ),
        ("zz/v.txt", "1.2.3\n"),
    ]);
    let folder = history.path().join("zz");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        fs::remove_file(folder.join("probe")).unwrap();
        eprintln!("not tested: this user may write anywhere");
        return;
    }
    let before = tree(history.path());
    let run = bump(&history, &["1.2.4"]);
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert_eq!(tree(history.path()), before);
}

#[test]
fn on_a_released_commit_the_next_step_is_planned_from_its_tag() {
    let files = [
        ("VERSION", "1.2.3\n"),
        (
            "pyproject.toml",
            "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n",
        ),
        ("CHANGELOG.md", CHANGELOG),
    ];
    let first = History::empty();
    for (path, text) in files {
        first.write(path, text);
    }
    first.commit("chore: bump version to 1.2.3");
    first.tag("v1.2.3");
    let told = bump(&first, &["--type", "patch", "--dry-run"]).stderr;
    assert!(
        told.contains("note: HEAD is released as `v1.2.3`: 1.2.4 is planned from there"),
        "{told}"
    );
    let history = project(&files);
    bumped(&history, &["--type", "patch"]);
    history.commit("chore: bump version to 1.2.4");
    history.tag("v1.2.4");
    let told = bump(&history, &["--type", "minor", "--dry-run"]).stderr;
    assert!(
        told.contains("HEAD is released as `v1.2.4`: 1.3.0 is planned from there"),
        "{told}"
    );
    bumped(&history, &["--type", "patch"]);
    let changelog = read(&history, "CHANGELOG.md");
    assert!(
        changelog.contains("## [1.2.5]") && changelog.contains("## [1.2.4]"),
        "{changelog}"
    );
    assert_eq!(changelog.matches("Something.").count(), 1, "{changelog}");
    let run = bump(&history, &["1.2.4", "--allow-dirty"]);
    assert!(
        run.stderr
            .contains("HEAD is released already, as `v1.2.4`\n  fix: relcheck bump 1.2.5"),
        "{}",
        run.stderr
    );
}
