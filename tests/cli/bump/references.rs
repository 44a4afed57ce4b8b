//! References to the version in README and other documents.

use super::*;

const PYPROJECT: &str = "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n\n[project.urls]\nRepository = \"https://github.com/ada/demo\"\n";
const CARGO: &str = "[package]\nname = \"demo\"\nversion = \"1.2.3\"\nrepository = \"https://github.com/ada/demo\"\n";

/// A project of Python with these documents.
fn documented(files: &[(&str, &str)]) -> History {
    let mut all = vec![("CHANGELOG.md", CHANGELOG), ("pyproject.toml", PYPROJECT)];
    all.extend(files);
    project(&all)
}

/// Asserts what lines of a document become, and that each other one stays.
fn lines(pairs: &[(&str, &str)], path: &str, version: &str, release_type: &str) {
    let joined = |which: fn(&(&str, &str)) -> String| {
        pairs.iter().map(which).collect::<Vec<_>>().join("\n") + "\n"
    };
    let before = joined(|(before, _)| (*before).to_owned());
    let history = documented(&[(path, &before)]);
    holds(&history, &[version], release_type);
    assert_eq!(
        read(&history, path),
        joined(|(before, after)| (if after.is_empty() { before } else { after }).to_string())
    );
}

/// What stands for a line that stays.
const SAME: &str = "";

#[test]
fn a_markdown_readme() {
    lines(
        &[
            ("# Demo", SAME),
            ("", SAME),
            (
                "[![version](https://img.shields.io/badge/version-1.2.3-blue)](https://github.com/ada/demo/releases/tag/v1.2.3)",
                "[![version](https://img.shields.io/badge/version-1.2.4-blue)](https://github.com/ada/demo/releases/tag/v1.2.4)",
            ),
            ("", SAME),
            (
                "Latest: [v1.2.3](https://github.com/ada/demo/releases/tag/v1.2.3)",
                "Latest: [v1.2.4](https://github.com/ada/demo/releases/tag/v1.2.4)",
            ),
            ("", SAME),
            (
                "Use `demo==1.2.3` with other==1.2.3.",
                "Use `demo==1.2.4` with other==1.2.3.",
            ),
            ("", SAME),
            ("```sh", SAME),
            (
                "pip install 'demo[all]==1.2.3'",
                "pip install 'demo[all]==1.2.4'",
            ),
            (
                "docker pull ghcr.io/ada/demo:1.2.3-alpine",
                "docker pull ghcr.io/ada/demo:1.2.4-alpine",
            ),
            ("docker pull ghcr.io/ada/demo:1.2", SAME),
            ("FROM demo:1.2.3", "FROM demo:1.2.4"),
            (
                "curl -LO https://github.com/ada/demo/releases/download/v1.2.3/demo-1.2.3.tar.gz",
                "curl -LO https://github.com/ada/demo/releases/download/v1.2.4/demo-1.2.4.tar.gz",
            ),
            ("```", SAME),
            ("", SAME),
            ("```yaml", SAME),
            ("- uses: ada/demo@v1.2.3", "- uses: ada/demo@v1.2.4"),
            ("- uses: ada/demo@v1", SAME),
            ("- uses: bob/other@v1.2.3", SAME),
            ("- repo: https://github.com/ada/demo", SAME),
            ("  rev: v1.2.3", "  rev: v1.2.4"),
            ("```", SAME),
            ("", SAME),
            (
                "[![1.2.3](https://img.shields.io/badge/version-1.2.3-blue)](https://pypi.org/project/demo/1.2.3/)",
                "[![1.2.4](https://img.shields.io/badge/version-1.2.4-blue)](https://pypi.org/project/demo/1.2.4/)",
            ),
            (
                "A part of [demo 1.2.3](https://pypi.org/project/demo/1.2.3/).",
                "A part of [demo 1.2.4](https://pypi.org/project/demo/1.2.4/).",
            ),
            ("", SAME),
            (
                "$ curl -LO https://github.com/ada/demo/archive/1.2.3.zip",
                "$ curl -LO https://github.com/ada/demo/archive/1.2.4.zip",
            ),
            ("$ unzip 1.2.3.zip", "$ unzip 1.2.4.zip"),
            (
                "$ curl -LO https://github.com/ada/demo/releases/download/v1.2.3/demo-linux-1.2.3.zip",
                "$ curl -LO https://github.com/ada/demo/releases/download/v1.2.4/demo-linux-1.2.4.zip",
            ),
            (
                "$ unzip demo-linux-1.2.3.zip other-1.2.3.zip",
                "$ unzip demo-linux-1.2.4.zip other-1.2.3.zip",
            ),
            ("", SAME),
            ("The option `--fast` is there since v1.2.3.", SAME),
            (
                "It was deprecated in demo 1.2.3, and needs `demo>=1.2`.",
                SAME,
            ),
            (
                "See https://github.com/ada/demo/compare/v1.2.2...v1.2.3.",
                SAME,
            ),
            ("", SAME),
            ("## New in v1.2.3", SAME),
            ("", SAME),
            ("pip install demo==1.2.3", SAME),
        ],
        "README.md",
        "1.2.4",
        "patch",
    );
}

#[test]
fn a_restructured_guide() {
    lines(
        &[
            ("Install", SAME),
            ("=======", SAME),
            ("", SAME),
            ("Install it::", SAME),
            ("", SAME),
            ("    pip install demo==1.2.3", "    pip install demo==1.3.0"),
            ("", SAME),
            (".. code-block:: toml", SAME),
            ("", SAME),
            ("    demo = \"~=1.2\"", SAME),
            ("    demo = \"1.2\"", "    demo = \"1.3\""),
            ("", SAME),
            (".. versionadded:: v1.2.3", SAME),
            (".. deprecated:: v1.2.3", SAME),
        ],
        "docs/install.rst",
        "1.3.0",
        "minor",
    );
}

#[test]
fn a_crate_whose_readme_shows_the_dependency() {
    let readme = "# Demo\n\n```toml\n[dependencies]\ndemo = \"1.2\"\nserde = \"1.2\"\n```\n\n```toml\ndemo = { version = \"1.2.3\", features = [\"x\"] } # as of 1.2.3\n```\n\n```sh\ncargo install demo@1.2.3\n```\n";
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        ("Cargo.toml", CARGO),
        ("README.md", readme),
    ]);
    holds(&history, &["1.3.0"], "minor");
    let expected = readme.replace("demo@1.2.3", "demo@1.3.0");
    assert_eq!(read(&history, "README.md"), expected);
}

#[test]
fn a_crate_that_its_readme_no_longer_requires() {
    let readme = "# Demo\n\n```toml\n[dependencies]\ndemo = \"1.2\"\nserde = \"1.2\"\n```\n\n```toml\ndemo = { version = \"1.2.3\", features = [\"x\"] } # as of 1.2.3\n```\n";
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        ("Cargo.toml", CARGO),
        ("README.md", readme),
    ]);
    holds(&history, &["2.0.0"], "major");
    let expected = readme
        .replace("demo = \"1.2\"", "demo = \"2.0\"")
        .replace("version = \"1.2.3\"", "version = \"2.0.0\"");
    assert_eq!(read(&history, "README.md"), expected);
}

#[test]
fn a_pre_release_in_each_ones_spelling() {
    let history = documented(&[(
        "README.md",
        "![](https://img.shields.io/badge/version-1.2.3-blue)\n\n`demo==1.2.3`, `demo:1.2`\n\n```yaml\n- uses: ada/demo@v1.2.3\n```\n",
    )]);
    holds(&history, &["1.3.0-rc.1"], "minor");
    assert_eq!(
        read(&history, "README.md"),
        "![](https://img.shields.io/badge/version-1.3.0rc1-blue)\n\n`demo==1.3.0rc1`, `demo:1.3`\n\n```yaml\n- uses: ada/demo@v1.3.0-rc.1\n```\n"
    );
    history.tag("v1.3.0-rc.1");
    history.commit("fix: another mistake");
    holds(&history, &["1.3.0"], "minor");
    assert_eq!(
        read(&history, "README.md"),
        "![](https://img.shields.io/badge/version-1.3.0-blue)\n\n`demo==1.3.0`, `demo:1.3`\n\n```yaml\n- uses: ada/demo@v1.3.0\n```\n"
    );
}

#[test]
fn a_badge_that_writes_two_hyphens_for_one() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        ("Cargo.toml", CARGO),
        (
            "README.md",
            "![](https://img.shields.io/badge/version-1.2.3-blue)\n",
        ),
    ]);
    holds(&history, &["1.3.0-rc.1"], "minor");
    let badge =
        |version: &str| format!("![](https://img.shields.io/badge/version-{version}-blue)\n");
    assert_eq!(read(&history, "README.md"), badge("1.3.0--rc.1"));
    history.tag("v1.3.0-rc.1");
    history.commit("fix: another mistake");
    holds(&history, &["1.3.0-rc.2"], "minor");
    assert_eq!(read(&history, "README.md"), badge("1.3.0--rc.2"));
    history.tag("v1.3.0-rc.2");
    history.commit("fix: a third mistake");
    holds(&history, &["1.3.0"], "minor");
    assert_eq!(read(&history, "README.md"), badge("1.3.0"));
}

#[test]
fn documents_of_other_times_stay() {
    let text = "Use demo==1.2.3.\n";
    let history = documented(&[
        ("docs/migration.md", text),
        ("docs/blog/first.md", text),
        ("docs/changelog.md", text),
        ("docs/guide.md", text),
        (
            "docs/tutorial.md",
            "\u{feff}Use demo==1.2.3.\r\nAnd demo==1.1.0, too.\r\n",
        ),
    ]);
    holds(&history, &["1.2.4"], "patch");
    for path in [
        "docs/migration.md",
        "docs/blog/first.md",
        "docs/changelog.md",
    ] {
        assert_eq!(read(&history, path), text, "{path}");
    }
    assert_eq!(read(&history, "docs/guide.md"), "Use demo==1.2.4.\n");
    assert_eq!(
        read(&history, "docs/tutorial.md"),
        "\u{feff}Use demo==1.2.4.\r\nAnd demo==1.2.4, too.\r\n"
    );
}

#[test]
fn what_cannot_be_written_is_left_alone_and_listed() {
    let sum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let readme = format!(
        "`demo==1.2.3`\n\nDemo 1.2.3 is fast.\n\n```\ndemo==1.2.3 --hash=sha256:{sum}\n```\n"
    );
    let history = documented(&[("README.md", &readme)]);
    insta::assert_snapshot!(bumped(&history, &["1.2.4", "--no-changelog"]), @r#"
    README.md:1  1.2.3 -> 1.2.4
    pyproject.toml:3  1.2.3 -> 1.2.4
    left alone: README.md:3  1.2.3: it may be another version than the one to use
    left alone: README.md:6  demo==1.2.3: the checksum beside it is that release's: `0123456789ab…`

    next: git commit -am "chore: bump version to 1.2.4"
    "#);
    assert_eq!(
        read(&history, "README.md"),
        readme.replacen("demo==1.2.3", "demo==1.2.4", 1)
    );
    history.commit("chore: bump version to 1.2.4");
    insta::assert_snapshot!(bumped(&history, &["1.2.4", "--no-changelog"]), @"
    every place but those below has 1.2.4 already: nothing was changed
    left alone: README.md:3  1.2.3: it may be another version than the one to use
    left alone: README.md:6  demo==1.2.3: the checksum beside it is that release's: `0123456789ab…`
    ");
}

#[test]
fn what_belongs_together_stays_together() {
    let readme = "```sh\npipx install --suffix=@1.2.3 demo==1.2.3\ndemo@1.2.3 --version\n```\n\nUse demo==1.2.3.\n\nIt prints 1.2.3.\n";
    let history = documented(&[("README.md", readme)]);
    insta::assert_snapshot!(bumped(&history, &["1.2.4", "--no-changelog"]), @r#"
    README.md:6  1.2.3 -> 1.2.4
    pyproject.toml:3  1.2.3 -> 1.2.4
    left alone: README.md:2  1.2.3: it may belong to the same version, which is replaced elsewhere here
    left alone: README.md:2  demo==1.2.3: the suffix beside it, `@…`, has the same version
    left alone: README.md:3  demo@1.2.3: the suffix beside it, `@…`, has the same version
    left alone: README.md:8  1.2.3: it may belong to the same version, which is replaced elsewhere here

    next: git commit -am "chore: bump version to 1.2.4"
    "#);
    assert_eq!(
        read(&history, "README.md"),
        readme.replace("Use demo==1.2.3", "Use demo==1.2.4")
    );
}

#[cfg(unix)]
#[test]
fn a_document_that_two_paths_lead_to_changes_once() {
    let history = documented(&[("README.md", "Use demo==1.2.3.\n\nDemo 1.2.3 is fast.\n")]);
    fs::create_dir(history.path().join("docs")).unwrap();
    let link = history.path().join("docs/index.md");
    std::os::unix::fs::symlink("../README.md", &link).unwrap();
    history.commit("docs: show the README");
    let text = bumped(&history, &["1.2.4", "--no-changelog"]);
    assert_eq!(text.matches("1.2.3 -> 1.2.4").count(), 2, "{text}");
    assert_eq!(text.matches("left alone: README.md:3").count(), 1, "{text}");
    assert!(!text.contains("docs/index.md"), "{text}");
    assert!(link.is_symlink());
    assert_eq!(
        read(&history, "README.md"),
        "Use demo==1.2.4.\n\nDemo 1.2.3 is fast.\n"
    );
}

#[test]
fn json_lists_what_is_left_alone() {
    let history = documented(&[("README.md", "Demo 1.2.3 is fast.\n")]);
    let json = bump(&history, &["1.2.4", "-o", "json"]).json();
    assert_eq!(
        json["left"],
        serde_json::json!([{
            "path": "README.md",
            "line": 1,
            "text": "1.2.3",
            "reason": "it may be another version than the one to use",
        }])
    );
}

#[test]
fn what_the_project_waives_or_ignores_stays() {
    let history = documented(&[
        ("docs/guide.md", "Use demo==1.2.3.\n"),
        ("docs/old/guide.md", "Use demo==1.2.3.\n"),
        ("README.md", "Use demo==1.2.3.\n"),
        ("docs/pinned.md", "Use demo==1.2.3.\n"),
        (
            "waivers.toml",
            "[[waiver]]\nrule = \"version.docs_references\"\nsubject = \"docs/pinned.md\"\nreason = \"the course uses that one\"\nowner = \"ann\"\napprover = \"bob\"\nticket = \"REL-1\"\nexpires = \"2026-03-01\"\nversions = \">=1.2.0, <1.3.0\"\n",
        ),
        (
            "relcheck.toml",
            "[rules.version.docs_references]\nparams.ignored = [\"docs/old/**\"]\n\n[rules.docs.readme_version]\nskip = \"it names the last long-term release\"\n",
        ),
    ]);
    let text = bumped(&history, &["1.2.4"]);
    assert!(
        text.contains("the configuration switches it off: it names the last"),
        "{text}"
    );
    assert_eq!(read(&history, "docs/guide.md"), "Use demo==1.2.4.\n");
    assert_eq!(read(&history, "docs/old/guide.md"), "Use demo==1.2.3.\n");
    let waived = "left alone: docs/pinned.md:1  demo==1.2.3: a waiver covers it";
    assert!(text.contains(waived), "{text}");
    assert_eq!(read(&history, "docs/pinned.md"), "Use demo==1.2.3.\n");
    assert_eq!(read(&history, "README.md"), "Use demo==1.2.3.\n");
}

#[test]
fn a_document_that_cannot_be_read_is_told_of() {
    let history = documented(&[("README.md", "Use demo==1.2.3.\n")]);
    fs::create_dir_all(history.path().join("docs")).unwrap();
    fs::write(history.path().join("docs/a.md"), b"\xff\xfe demo==1.2.3\n").unwrap();
    history.commit("docs: add a page");
    let text = bumped(&history, &["1.2.4"]);
    assert!(
        text.contains("note: a document was not read: `docs/a.md`"),
        "{text}"
    );
    assert_eq!(read(&history, "README.md"), "Use demo==1.2.4.\n");
}

#[test]
fn references_can_be_left_alone() {
    let history = documented(&[("README.md", "Use demo==1.2.3.\n")]);
    bumped(&history, &["1.2.4", "--no-references"]);
    assert_eq!(read(&history, "README.md"), "Use demo==1.2.3.\n");
}

#[test]
fn the_version_that_development_goes_on_under_is_named_nowhere() {
    let history = documented(&[("README.md", "Use demo==1.2.3.\n")]);
    bumped(&history, &["1.3.0.dev0"]);
    assert!(read(&history, "pyproject.toml").contains("1.3.0.dev0"));
    assert_eq!(read(&history, "README.md"), "Use demo==1.2.3.\n");
}

#[test]
fn a_project_whose_tag_is_its_version() {
    let history = project(&[
        (
            "pyproject.toml",
            "[build-system]\nrequires = [\"setuptools-scm\"]\n\n[project]\nname = \"demo\"\ndynamic = [\"version\"]\n\n[tool.setuptools_scm]\n",
        ),
        ("README.md", "Use demo==1.2.3.\n"),
    ]);
    bumped(&history, &["1.2.4", "--no-changelog"]);
    assert_eq!(read(&history, "README.md"), "Use demo==1.2.4.\n");
    history.commit("docs: name 1.2.4");
    let second = bumped(&history, &["1.2.4", "--no-changelog"]);
    assert!(second.contains("nothing was changed"), "{second}");
}

#[test]
fn a_package_of_a_monorepo_has_documents_of_its_own() {
    let history = History::empty();
    for name in ["a", "b"] {
        history
            .write(
                &format!("packages/{name}/pyproject.toml"),
                format!("[project]\nname = \"{name}\"\nversion = \"1.2.3\"\n"),
            )
            .write(&format!("packages/{name}/CHANGELOG.md"), CHANGELOG)
            .write(
                &format!("packages/{name}/README.md"),
                "a==1.2.3, b==1.2.3\n",
            );
    }
    history.commit("chore: first release");
    history.tag("a-v1.2.3").tag("b-v1.2.3");
    history.commit("fix: a mistake");
    holds(&history, &["1.2.4", "--project", "packages/a"], "patch");
    assert_eq!(
        read(&history, "packages/a/README.md"),
        "a==1.2.4, b==1.2.3\n"
    );
    assert_eq!(
        read(&history, "packages/b/README.md"),
        "a==1.2.3, b==1.2.3\n"
    );
}
