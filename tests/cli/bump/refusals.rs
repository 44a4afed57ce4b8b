//! What a bump refuses, before anything is written.

use super::*;

const PYPROJECT: &str = "[project]\nname = \"demo\"\nversion = \"1.2.3\"\n";

fn python() -> History {
    project(&[("CHANGELOG.md", CHANGELOG), ("pyproject.toml", PYPROJECT)])
}

/// Holds that a bump is refused with this message, and that it writes nothing.
fn refused(history: &History, arguments: &[&str], expected: &str) {
    let before = tree(history.path());
    let run = bump(history, arguments);
    assert_eq!(run.code, 2, "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains(expected), "{expected}: {}", run.stderr);
    assert_eq!(tree(history.path()), before);
}

#[test]
fn a_version_is_asked_for() {
    refused(&python(), &[], "say which version");
    refused(&python(), &["soon"], "`soon` is not a version");
}

#[test]
fn a_version_that_was_released_or_is_below() {
    let history = python();
    refused(&history, &["1.2.3"], "1.2.3 is tagged already: `v1.2.3`");
    refused(
        &history,
        &["1.2.2"],
        "1.2.2 is below the previous release, 1.2.3",
    );
    refused(
        &history,
        &["1.2.2"],
        "fix: relcheck bump 1.2.4, or relcheck bump 1.3.0, or relcheck bump 2.0.0",
    );
}

#[test]
fn a_version_that_is_no_legal_step_unless_forced() {
    let history = python();
    refused(&history, &["1.5.0"], "1.5.0 is no legal step after 1.2.3");
    let text = bumped(&history, &["1.5.0", "--force"]);
    assert!(
        text.contains("`version.bump_matches_type` will fail"),
        "{text}"
    );
    assert!(read(&history, "pyproject.toml").contains("1.5.0"));
}

#[test]
fn a_place_that_cannot_be_determined() {
    let history = project(&[
        ("pyproject.toml", PYPROJECT),
        (
            "setup.py",
            "from setuptools import setup\nsetup(version=read_version())\n",
        ),
    ]);
    refused(
        &history,
        &["1.2.4"],
        "setup.py:2: `setup(version=…)` is computed",
    );
}

#[test]
fn a_place_that_has_no_room_for_the_version() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        ("pyproject.toml", PYPROJECT),
        ("demo/__init__.py", "VERSION = (1, 2, 3)\n"),
    ]);
    refused(
        &history,
        &["1.3.0rc1"],
        "`demo/__init__.py:1` declares `1.2.3`: the tuple has no place for 1.3.0-rc.1",
    );
}

#[test]
fn a_requirement_that_the_version_does_not_fit() {
    let history = project(&[
        ("CHANGELOG.md", CHANGELOG),
        (
            "Cargo.toml",
            "[package]\nname = \"demo\"\nversion = \"1.2.3\"\n[workspace]\nmembers = [\"b\"]\n",
        ),
        (
            "b/Cargo.toml",
            "[package]\nname = \"b\"\nversion = \"0.1.0\"\n[dependencies]\ndemo = { path = \"..\", version = \">=1, <2\" }\n",
        ),
    ]);
    refused(
        &history,
        &["2.0.0"],
        "`b/Cargo.toml:5` requires `>=1, <2` of `demo`, which 2.0.0 does not fit",
    );
    bumped(&history, &["1.3.0"]);
}

#[test]
fn files_with_uncommitted_changes() {
    let history = python();
    history.write("pyproject.toml", format!("{PYPROJECT}# edited\n"));
    refused(&history, &["1.2.4"], "uncommitted changes: pyproject.toml");
    history.git(&["checkout", "--quiet", "pyproject.toml"]);
    history.write("other.txt", "untracked");
    bumped(&history, &["1.2.4"]);
    // What was bumped and not committed is in order already.
    let again = bumped(&history, &["1.2.4"]);
    assert!(again.contains("nothing was changed"), "{again}");
    refused(
        &history,
        &["1.3.0"],
        "uncommitted changes: CHANGELOG.md, pyproject.toml",
    );
    bumped(&history, &["1.3.0", "--allow-dirty"]);
}

#[test]
fn a_version_that_the_tag_supplies() {
    let scm = "[build-system]\nrequires = [\"setuptools\", \"setuptools-scm\"]\nbuild-backend = \"setuptools.build_meta\"\n\n[project]\nname = \"demo\"\ndynamic = [\"version\"]\n\n[tool.setuptools_scm]\n";
    let history = project(&[("pyproject.toml", scm)]);
    refused(
        &history,
        &["1.2.4", "--no-changelog"],
        "the version comes from the git tag",
    );
    let history = project(&[("pyproject.toml", scm), ("CHANGELOG.md", CHANGELOG)]);
    let text = bumped(&history, &["1.2.4"]);
    assert!(
        text.contains("CHANGELOG.md:3  ## [Unreleased] -> ## [1.2.4] - 2026-02-01"),
        "{text}"
    );
    assert!(text.contains("git tag -a 'v1.2.4'"), "{text}");
    assert!(bumped(&history, &["1.2.4"]).contains("nothing was changed"));
}

#[test]
fn no_declared_version_at_all() {
    let history = project(&[("README.md", "demo\n")]);
    refused(&history, &["1.2.4"], "no file declares a version");
}

#[test]
fn a_previous_release_that_is_not_known() {
    let history = python();
    let clone = history.beside("shallow");
    let source = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        "--no-tags",
        &source,
        clone.to_str().unwrap(),
    ]);
    let shallow = super::super::harness::Relcheck::in_folder(&clone);
    let run = shallow.args(&["bump", "1.2.4"]).run();
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(
        run.stderr.contains("the previous release is not known"),
        "{}",
        run.stderr
    );
}
