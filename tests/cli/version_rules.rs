//! The rules of the bump commit, the day of a release, and announced deprecations.

use super::harness::{History, Relcheck};

const BUMP: &str = "version.bump_commit";
const CADENCE: &str = "version.cadence";
const DEPRECATIONS: &str = "version.deprecations_announced";

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

#[test]
fn what_came_before_has_to_be_known() {
    let history = History::released("1.2.3");
    history
        .declare("1.2.4")
        .commit("chore: bump version to 1.2.4");
    history.commit("fix: x (fixes #12)");
    let clone = history.beside("shallow");
    let url = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "--quiet",
        "--depth",
        "1",
        &url,
        &clone.display().to_string(),
    ]);
    for rule in [BUMP, CADENCE] {
        let run = Relcheck::in_folder(&clone).check(&["--rule", rule, "--type", "patch"]);
        assert_eq!(
            run.status(rule, "patch"),
            "unknown",
            "{rule}: {}",
            run.stdout
        );
    }
    let run = Relcheck::in_folder(&clone).check(&["--rule", DEPRECATIONS, "--type", "minor"]);
    assert_eq!(
        run.status(DEPRECATIONS, "minor"),
        "unknown",
        "{}",
        run.stdout
    );
}

/// The status, and the first finding's step, for a version at a time.
fn on(version: &str, kind: &str, now: &str) -> (String, String) {
    let history = History::released("1.2.3");
    history.declare(version).commit("feat: x");
    let run = history
        .relcheck()
        .check(&["--rule", CADENCE, "--type", kind, "--now", now]);
    let outcome = run.outcome(CADENCE, kind);
    let fix = outcome["findings"][0]["fix"].as_str().unwrap_or_default();
    (run.status(CADENCE, kind), fix.to_owned())
}

#[test]
fn a_minor_release_comes_on_the_first_tuesday() {
    for now in [
        "2026-02-03T00:00:00Z",
        "2026-02-03T23:59:59Z",
        "2026-02-04T01:00:00+02:00",
    ] {
        assert_eq!(
            on("1.3.0", "minor", now),
            ("pass".to_owned(), String::new()),
            "{now}"
        );
    }
    for (now, next) in [
        ("2026-02-02T23:59:59Z", "2026-02-03"),
        ("2026-02-04T00:00:00Z", "2026-03-03"),
        ("2026-02-10T12:00:00Z", "2026-03-03"),
        ("2026-12-31T12:00:00Z", "2027-01-05"),
    ] {
        let step = format!("release it on {next}");
        assert_eq!(
            on("1.3.0", "minor", now),
            ("warn".to_owned(), step),
            "{now}"
        );
    }
}

#[test]
fn a_major_release_comes_at_the_end_of_a_quarter() {
    assert_eq!(on("2.0.0", "major", "2026-03-31T23:59:59Z").0, "pass");
    let step = "release it from 2026-06-01 on".to_owned();
    assert_eq!(
        on("2.0.0", "major", "2026-04-01T00:00:00Z"),
        ("warn".to_owned(), step)
    );
}

#[test]
fn a_patch_counts_from_issues_that_are_not_known() {
    let outcome = |message: &str| {
        let history = History::released("1.2.3");
        history.declare("1.2.4").commit(message);
        let run = history
            .relcheck()
            .check(&["--rule", CADENCE, "--type", "patch"]);
        (run.status(CADENCE, "patch"), run.reason(CADENCE, "patch"))
    };
    for message in ["fix: x (fixes #12)", "fix: x\n\nText.\n\nCloses: #12"] {
        let (status, reason) = outcome(message);
        assert_eq!(status, "unknown");
        assert!(
            reason.contains("no export of issues is read yet") && reason.contains("#12"),
            "{reason}"
        );
    }
    for message in ["fix: x", "docs: typo fix (#12)"] {
        assert_eq!(outcome(message).0, "not-applicable", "{message}");
    }
}

#[test]
fn a_day_that_does_not_exist_is_refused() {
    let history = History::released("1.2.3");
    history.declare("1.3.0").commit("feat: x");
    for setting in [
        "minor_weekday = \"Tuesady\"",
        "minor_ordinal = \"sixth\"",
        "major_months = [\"Mars\"]",
    ] {
        history.write(
            "relcheck.toml",
            format!("[rules.version.cadence]\nparams = {{ {setting} }}\n"),
        );
        let run = history.relcheck().check(&["--rule", CADENCE]);
        assert_eq!(run.code, 2, "{setting}: {}", run.stdout);
    }
}

const MODULE: &str = "import warnings\n\n\ndef get(url): ...\n\n\ndef put(url): ...\n";
const DEPRECATED: &str = "import warnings\n\n\ndef get(url):\n    warnings.warn('use put', DeprecationWarning, stacklevel=2)\n\n\ndef put(url): ...\n";

fn deprecating(message: &str, module: &str, entries: &str) -> (String, Vec<String>, Vec<String>) {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.write("demo/__init__.py", MODULE);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.declare("1.3.0").write("demo/__init__.py", module);
    history.write(
        "CHANGELOG.md",
        format!("# Changelog\n\n## [Unreleased]\n\n{entries}\n"),
    );
    history.commit(message);
    let run = history.relcheck().check(&["--rule", DEPRECATIONS]);
    let looked_at = run.outcome(DEPRECATIONS, "minor")["looked_at"].clone();
    let looked_at = looked_at.as_array().unwrap().iter();
    (
        run.status(DEPRECATIONS, "minor"),
        run.findings(DEPRECATIONS, "minor"),
        looked_at
            .map(|it| it.as_str().unwrap().to_owned())
            .collect(),
    )
}

#[test]
fn what_the_code_deprecates_is_to_be_announced() {
    let (status, findings, looked_at) =
        deprecating("feat: x", DEPRECATED, "### Added\n\n- `get` is old.");
    assert_eq!(status, "warn");
    assert_eq!(
        findings,
        [
            "demo.get: `demo.get` is deprecated, and no entry below `Deprecated` in the changelog names it"
        ]
    );
    assert!(
        looked_at.contains(&"the Python API of demo".to_owned()),
        "{looked_at:?}"
    );
    for entries in [
        "### Deprecated\n\n- `get()`: use `put()`.",
        "### Deprecations and removals\n\n* demo.get",
    ] {
        let (status, findings, _) = deprecating("feat: x", DEPRECATED, entries);
        assert_eq!((status.as_str(), findings.len()), ("pass", 0), "{entries}");
    }
    assert_eq!(
        deprecating("feat: x", DEPRECATED, "### Deprecated\n\n- `widget`").0,
        "warn"
    );
    assert_eq!(deprecating("feat: x", MODULE, "### Added\n\n- x").0, "pass");
}

#[test]
fn what_a_commit_deprecates_is_to_be_announced() {
    for message in [
        "deprecate: the `get` way",
        "feat: x\n\nDeprecated: the `get` way",
    ] {
        assert_eq!(
            deprecating(message, MODULE, "### Added\n\n- x").0,
            "warn",
            "{message}"
        );
        assert_eq!(
            deprecating(message, MODULE, "### Deprecated\n\n- `put`").0,
            "warn",
            "{message}"
        );
        assert_eq!(
            deprecating(message, MODULE, "### Deprecated\n\n- `get`").0,
            "pass",
            "{message}"
        );
    }
}

#[test]
fn a_first_release_deprecates_nothing() {
    let history = History::empty();
    history.declare("0.1.0").changelog("0.1.0", "2026-01-01");
    history.write("demo/__init__.py", DEPRECATED);
    history.commit("deprecate: x");
    let run = history.relcheck().check(&["--rule", DEPRECATIONS]);
    assert_eq!(run.status(DEPRECATIONS, "minor"), "not-applicable");
}
