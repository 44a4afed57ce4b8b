//! Which versions the documentation names: README's must be the candidate's, the others not older.

use super::harness::{History, Run};

const DOCS: &str = "version.docs_references";
const README: &str = "docs.readme_version";

/// A candidate for 1.2.4 after 1.2.3 with one more document.
fn checked(rule: &str, path: &str, text: impl AsRef<[u8]>) -> Run {
    let history = History::released("1.2.3");
    history.write(path, text).declare("1.2.4");
    history.commit("fix: something");
    history.relcheck().check(&["--rule", rule])
}

fn status(rule: &str, path: &str, text: &str) -> String {
    checked(rule, path, text).status(rule, "patch")
}

#[test]
fn a_reference_to_an_older_release_fails_with_its_place() {
    let run = checked(
        DOCS,
        "docs/guide.md",
        "# Guide\n\n    pip install demo==1.2.3\n",
    );
    assert_eq!(run.status(DOCS, "patch"), "fail");
    let findings = run.findings(DOCS, "patch").join("\n");
    assert!(
        findings.contains("`docs/guide.md:3` names an older release: `demo==1.2.3`"),
        "{findings}"
    );
    assert_eq!(run.code, 1);
}

#[test]
fn each_form_of_an_older_release_fails() {
    for text in [
        "Install v1.2.3.",
        "`docker pull ghcr.io/ada/demo:1.2.3`",
        "`pip install demo==1.0.0`",
        "demo = \"1.1\"",
        "npm install demo@0.9.0",
        "The latest version is v1.2.3",
        "tar xf demo-1.2.3.tar.gz",
    ] {
        assert_eq!(status(DOCS, "docs/guide.md", text), "fail", "{text}");
    }
}

#[test]
fn what_cargo_requires_names_all_that_it_takes() {
    let checked = |text: &str, kind: &str| {
        let history = History::empty();
        let declare = |version: &str| {
            let manifest = format!("[package]\nname = \"demo\"\nversion = \"{version}\"\n");
            history.write("Cargo.toml", manifest);
        };
        declare("1.2.3");
        history.write("README.md", format!("# Demo\n\n```toml\n{text}\n```\n"));
        history.commit("chore: first release");
        history.tag("v1.2.3");
        declare("1.2.4");
        history.commit("fix: something");
        let run = history.relcheck().check(&["--rule", README]);
        run.status(README, kind)
    };
    for text in [
        "[dependencies]\ndemo = \"1.2.3\"",
        "[dependencies.demo]\nversion = \"1.1\"",
        "demo = { version = \"1\", features = [\"x\"] }",
    ] {
        assert_eq!(checked(text, "patch"), "pass", "{text}");
        assert_eq!(checked(text, "major"), "fail", "{text}");
    }
    assert_eq!(checked("demo = \"1.2.5\"", "patch"), "fail");
    assert_eq!(checked("cargo install demo@1.2.3", "patch"), "fail");
}

#[test]
fn what_is_historical_or_anothers_passes() {
    for text in [
        "Install v1.2.4.",
        "Since v1.2.3 it is faster.",
        "Before version v1.2.3, it was slow.",
        "It was so until v1.2.3.",
        "It was added in v1.2.3.",
        "It is gone as\nof v1.2.3.",
        "demo==1.2.3 or later",
        "pip install 'demo>=1.0'",
        ".. versionadded:: v1.2.3",
        "## v1.2.3\n\nInstall v1.2.3.",
        "<!-- demo==1.2.3 -->",
        "```sh\n# demo==1.2.3\n```",
        "pip install pytest==1.2.3",
        "- uses: actions/checkout@v1.2.3",
        "FROM python:1.2.3",
        "Use v1.2.2, which we never released.",
        "See https://github.com/ada/demo/compare/v1.2.2...v1.2.3",
    ] {
        assert_eq!(status(DOCS, "docs/guide.md", text), "pass", "{text}");
    }
}

#[test]
fn documents_of_other_times_may_name_older_releases() {
    for path in [
        "docs/changelog.md",
        "docs/migration/v2.md",
        "docs/history.rst",
        "docs/blog/one.md",
        "docs/adr/0001-pin.md",
        "newsfragments/1.md",
        "SECURITY.md",
        "README.md",
        "tests/fixtures/guide.md",
        "src/demo.py",
    ] {
        assert_ne!(
            status(DOCS, path, "pip install demo==1.2.3"),
            "fail",
            "{path}"
        );
    }
}

#[test]
fn configured_documents_may_name_older_releases() {
    let history = History::released("1.2.3");
    history
        .write("docs/old/guide.md", "demo==1.2.3")
        .write(
            "relcheck.toml",
            "[rules.version.docs_references.params]\nignored = [\"docs/old/**\"]\n",
        )
        .declare("1.2.4");
    history.commit("fix: something");
    let run = history.relcheck().check(&["--rule", DOCS]);
    assert_eq!(run.status(DOCS, "patch"), "pass");
}

#[test]
fn no_documentation_is_not_applicable() {
    let history = History::empty();
    history.declare("0.1.0").commit("feat: everything");
    let run = history.relcheck().check(&["--rule", DOCS]);
    assert_eq!(run.status(DOCS, "minor"), "not-applicable");
}

#[test]
fn a_document_that_is_not_text_is_unknown() {
    let run = checked(DOCS, "docs/guide.md", b"ok\n\xff\xfe\n");
    assert_eq!(run.status(DOCS, "patch"), "unknown");
    assert!(run.reason(DOCS, "patch").contains("`docs/guide.md` line 2"));
    assert_eq!(run.code, 3);
}

#[test]
fn readme_names_the_candidate() {
    for (text, expected) in [
        ("pip install demo==1.2.4", "pass"),
        ("demo = \"1.2\"", "pass"),
        ("pip install demo==1.2.3", "fail"),
        ("pip install demo==2.0.0", "fail"),
        ("Install v1.2.3.", "fail"),
        (
            "![](https://img.shields.io/badge/version-1.2.3-blue)",
            "fail",
        ),
        ("New since v1.2.3. Get demo==1.2.4.", "pass"),
        ("node v1.2.3", "warn"),
        ("A demo.", "not-applicable"),
        ("pip install pytest==1.2.3", "not-applicable"),
    ] {
        assert_eq!(status(README, "README.md", text), expected, "{text}");
    }
}

#[test]
fn a_readme_that_is_not_text_is_unknown() {
    let run = checked(README, "README.md", b"\xff");
    assert_eq!(run.status(README, "patch"), "unknown");
    assert_eq!(run.code, 3);
}

#[test]
fn documents_that_are_not_on_disk_are_unknown() {
    for (rule, path) in [(README, "README.md"), (DOCS, "docs/use.md")] {
        let history = History::ready();
        history.write(path, "demo==1.2.3\n").commit("docs: say how");
        std::fs::remove_file(history.path().join(path)).unwrap();
        let run = history.relcheck().check(&["--rule", rule]);
        assert_eq!(run.status(rule, "patch"), "unknown", "{rule}");
        assert!(run.stdout.contains("not on disk"), "{}", run.stdout);
    }
}

#[test]
fn the_names_are_the_projects_own() {
    let history = History::ready();
    history.write("README.md", "demo==1.2.4 and v1.2.3\n");
    history.commit("docs: say how");
    history.git(&["remote", "add", "origin", "git@github.com:ada/demo.git"]);
    let found = history.relcheck().fact("references");
    let fact = &found["value"];
    assert_eq!(fact["names"], serde_json::json!(["demo"]));
    assert_eq!(
        fact["repositories"],
        serde_json::json!(["github.com/ada/demo"])
    );
    let references = &fact["files"][0]["references"];
    assert_eq!(references[0]["target"], "project");
    assert_eq!(references[1]["target"], "unnamed");
}

/// A workspace of Cargo that is released as 1.2.3, with this README, and a candidate for 2.0.0.
fn workspace(member: &str, readme: &str) -> History {
    let history = History::empty();
    let root = |version: &str| {
        format!(
            "[workspace]\nmembers = [\"core\", \"aside\"]\n\n[workspace.package]\nversion = \"{version}\"\n"
        )
    };
    let core = format!("[package]\nname = \"door-core\"\n{member}\n");
    let aside = "[package]\nname = \"aside\"\nversion = \"0.3.0\"\n";
    for (path, text) in [
        ("Cargo.toml", root("1.2.3").as_str()),
        ("core/Cargo.toml", &core),
        ("aside/Cargo.toml", aside),
        ("README.md", readme),
    ] {
        history.write(path, text);
    }
    history.commit("chore: bump version to 1.2.3");
    history.tag("v1.2.3");
    history.write("Cargo.toml", root("2.0.0"));
    history.commit("feat!: two");
    history
}

#[test]
fn the_crates_of_a_workspace_in_its_version_are_the_project() {
    let inherits = "version.workspace = true";
    let status = |member: &str, readme: &str, named: bool| {
        let history = workspace(member, readme);
        if named {
            history.write("relcheck.toml", "[project]\nname = \"checkout\"\n");
            history.commit("chore: configure");
        }
        history
            .relcheck()
            .check(&["--rule", README])
            .status(README, "major")
    };
    for named in [false, true] {
        let readme = "```toml\ndoor-core = \"1.2.3\"\n```\n";
        assert_eq!(status(inherits, readme, named), "fail", "{named}");
        assert_eq!(status("version = \"2.0.0\"", readme, named), "fail");
        let exact = "```toml\ndoor-core = \"=1.2.3\"\n```\n";
        assert_eq!(status(inherits, exact, named), "fail");
        let current = "```toml\ndoor-core = \"2\"\n```\n";
        assert_eq!(status(inherits, current, named), "pass");
        let other = "```toml\naside = \"0.3.0\"\n```\n";
        assert_eq!(status(inherits, other, named), "not-applicable");
    }
    let hidden = format!("{inherits}\npublish = false");
    let readme = "```toml\ndoor-core = \"1.2.3\"\n```\n";
    assert_eq!(status(&hidden, readme, true), "not-applicable");
}
