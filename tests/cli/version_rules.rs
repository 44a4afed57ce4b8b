//! The rule of the bump commit.

use super::harness::History;

const BUMP: &str = "version.bump_commit";

/// The status and the findings for the patch 1.2.4, after commits with these messages.
fn bumped(messages: &[&str]) -> (String, Vec<String>) {
    let history = History::released("1.2.3");
    history.declare("1.2.4");
    for message in messages {
        history.commit(message);
    }
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    (run.status(BUMP, "patch"), run.findings(BUMP, "patch"))
}

#[test]
fn one_commit_bumps_the_version() {
    let bump = "chore: bump version to 1.2.4";
    for messages in [
        &["fix: x", bump][..],
        &[bump, "fix: x"],
        &["chore: bump version to 1.2.4 (#12)"],
    ] {
        assert_eq!(bumped(messages), ("pass".to_owned(), vec![]));
    }
    let (status, findings) = bumped(&["fix: x"]);
    assert_eq!(status, "warn");
    assert_eq!(
        findings,
        [format!("commits: no commit since `v1.2.3` is `{bump}`")]
    );
    let (status, findings) = bumped(&["Bump version to v1.2.4"]);
    assert_eq!(status, "warn");
    assert!(
        findings[0].contains("other words") && findings[0].ends_with("`Bump version to v1.2.4`"),
        "{findings:?}"
    );
    let (status, findings) = bumped(&[bump, "fix: x", bump]);
    assert_eq!(status, "warn");
    assert!(
        findings[0].contains("2 commits bump the version to 1.2.4"),
        "{findings:?}"
    );
}

#[test]
fn a_merged_bump_is_one_bump() {
    let history = History::released("1.2.3");
    history.branch("bump", "main");
    history
        .declare("1.2.4")
        .commit("chore: bump version to 1.2.4");
    history.switch("main");
    history.git(&[
        "merge",
        "--quiet",
        "--no-ff",
        "--message",
        "chore: bump version to 1.2.4",
        "bump",
    ]);
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "patch"), "pass");
}

#[test]
fn a_version_from_the_tag_and_a_first_release_need_no_bump() {
    let history = History::empty();
    history.write(
        "pyproject.toml",
        "[build-system]\nrequires = [\"setuptools\", \"setuptools-scm\"]\n\n[project]\nname = \"demo\"\ndynamic = [\"version\"]\n\n[tool.setuptools_scm]\n",
    );
    history.commit("feat: everything");
    let run = history
        .relcheck()
        .check(&["--rule", BUMP, "--release", "0.1.0"]);
    assert_eq!(run.status(BUMP, "minor"), "not-applicable");
    history.tag("v0.1.0");
    history.commit("fix: x");
    let run = history.relcheck().check(&["--rule", BUMP]);
    assert_eq!(run.status(BUMP, "patch"), "not-applicable");
    assert!(
        run.reason(BUMP, "patch")
            .contains("no file declares the version"),
        "{}",
        run.reason(BUMP, "patch")
    );
}
