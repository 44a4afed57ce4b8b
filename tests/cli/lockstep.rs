//! Packages of one repository that are released together.

use super::harness::History;

const DECLARED: &str = "version.declared_everywhere";

/// A workspace without a root package, released as 1.2.3; its packages declare what they have.
fn workspace() -> History {
    let history = History::empty();
    history.write(
        "Cargo.toml",
        "[workspace]\nmembers = ['duo', 'core', 'tool']\n",
    );
    package(
        &history,
        "duo",
        "1.2.3",
        "core = { path = '../core', version = '1.2.3' }\n",
    );
    package(&history, "core", "1.2.3", "");
    package(&history, "tool", "0.0.0", "");
    let tool = "[package]\nname = 'tool'\nversion = '0.0.0'\npublish = false\n";
    history.write("tool/Cargo.toml", tool);
    history.commit("chore: bump version to 1.2.3");
    history.tag("v1.2.3");
    history
}

fn package(history: &History, name: &str, version: &str, dependencies: &str) {
    let text = format!(
        "[package]\nname = '{name}'\nversion = '{version}'\n\n[dependencies]\n{dependencies}"
    );
    history.write(&format!("{name}/Cargo.toml"), text);
}

/// The status of the rule for a patch, and what it found.
fn judged(history: &History, kind: &str) -> (String, String) {
    let run = history
        .relcheck()
        .check(&["--rule", DECLARED, "--type", kind]);
    (
        run.status(DECLARED, kind).to_owned(),
        run.findings(DECLARED, kind).join("\n"),
    )
}

#[test]
fn one_that_changed_and_was_forgotten_fails() {
    let history = workspace();
    history.write("core/src/lib.rs", "pub fn mended() {}\n");
    history.commit("fix: mend the core");
    package(
        &history,
        "duo",
        "1.2.4",
        "core = { path = '../core', version = '1.2.3' }\n",
    );
    history.commit("chore: bump version to 1.2.4");
    let (status, found) = judged(&history, "patch");
    assert_eq!(status, "fail", "{found}");
    assert!(
        found.contains("`core/Cargo.toml:3` leaves `core` at `1.2.3`"),
        "{found}"
    );
    assert!(!found.contains("tool"), "{found}");

    package(&history, "core", "1.2.4", "");
    history.commit("chore: bump the core, too");
    assert_eq!(
        judged(&history, "patch"),
        ("pass".to_owned(), String::new())
    );
}

#[test]
fn one_in_which_nothing_changed_is_a_warning() {
    let history = workspace();
    package(
        &history,
        "duo",
        "1.2.4",
        "core = { path = '../core', version = '1.2.3' }\n",
    );
    history.commit("chore: bump version to 1.2.4");
    let (status, found) = judged(&history, "patch");
    assert_eq!(status, "warn", "{found}");
    assert!(found.contains("nothing in it has changed"), "{found}");
}

#[test]
fn one_that_went_its_own_way_before_is_none_of_them() {
    let history = workspace();
    package(&history, "core", "0.7.1", "");
    history.commit("chore: another version for the core");
    history.tag("v1.2.4");
    package(&history, "duo", "1.2.5", "");
    history.commit("chore: bump version to 1.2.5");
    let (status, found) = judged(&history, "patch");
    assert!(!found.contains("core"), "{status}: {found}");
}

#[test]
fn a_requirement_that_the_other_package_does_not_meet_fails() {
    let history = workspace();
    package(
        &history,
        "duo",
        "2.0.0",
        "core = { path = '../core', version = '1.2.3' }\n",
    );
    package(&history, "core", "2.0.0", "");
    history.commit("chore!: bump version to 2.0.0");
    let (status, found) = judged(&history, "major");
    assert_eq!(status, "fail", "{found}");
    let expected = "`duo/Cargo.toml:6` asks for `core` `1.2.3`, and that is `2.0.0`";
    assert!(found.contains(expected), "{found}");

    package(
        &history,
        "duo",
        "2.0.0",
        "core = { path = '../core', version = '2' }\n",
    );
    history.commit("chore: ask for the new core");
    assert_eq!(
        judged(&history, "major"),
        ("pass".to_owned(), String::new())
    );
}

#[test]
fn where_the_previous_release_cannot_be_read_it_is_unknown() {
    let history = workspace();
    history.commit("fix: more");
    for name in ["duo", "core"] {
        package(&history, name, "1.2.4", "");
    }
    history.commit("chore: bump version to 1.2.4");
    let clone = history.beside("shallow");
    let from = format!("file://{}", history.path().display());
    let to = clone.display().to_string();
    history.git(&["clone", "-q", "--depth=1", "--no-tags", &from, &to]);
    let run = history.relcheck().check(&[
        "-C",
        &to,
        "--rule",
        DECLARED,
        "--release",
        "1.2.4",
        "--type",
        "patch",
    ]);
    assert_eq!(run.status(DECLARED, "patch"), "unknown", "{}", run.stdout);
}
