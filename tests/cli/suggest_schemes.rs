//! `relcheck suggest` where versions are not plain SemVer: calendars, epochs, Cargo's reading.

use serde_json::Value;

use super::harness::{History, Run};

fn suggest(history: &History) -> Run {
    history.relcheck().args(&["suggest", "-o", "json"]).run()
}

/// The suggestion's type, version, scheme and calendar.
fn answer(history: &History) -> [String; 4] {
    let run = suggest(history);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let json = run.json();
    let text = |key: &str| json[key].as_str().unwrap_or("-").to_owned();
    ["type", "version_text", "scheme", "calendar"].map(text)
}

fn weakenings(history: &History) -> String {
    suggest(history).json()["weakenings"].to_string()
}

/// A project whose releases were tagged on these days.
fn dated(releases: &[(&str, &str)]) -> History {
    let history = History::empty();
    history.write("README.md", "# demo\n");
    for (version, day) in releases {
        history.write("RELEASED", version);
        history.commit("fix: close the file");
        history.tag_on(day, version);
    }
    history
}

const ATTRS: &[(&str, &str)] = &[
    ("23.1.0", "2023-04-16"),
    ("23.2.0", "2023-12-31"),
    ("24.1.0", "2024-08-03"),
    ("24.2.0", "2024-08-06"),
    ("25.1.0", "2025-01-25"),
    ("25.1.1", "2026-01-02"),
    ("25.2.0", "2025-03-12"),
];

#[test]
fn a_year_and_counts_are_recognised_where_three_years_of_releases_show_them() {
    let history = dated(ATTRS);
    history.commit("feat: add x");
    // The clock says February 2026.
    assert_eq!(
        answer(&history),
        ["minor", "26.1.0", "calver", "YY.MINOR.MICRO"]
    );
    let said = weakenings(&history);
    assert!(
        said.contains("of the form YY.MINOR.MICRO is concluded from the dates of 6 releases"),
        "{said}"
    );
    history.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
    history.commit("fix: close it again");
    assert_eq!(answer(&history)[1], "25.2.1");
}

#[test]
fn a_year_and_a_month_are_recognised_too() {
    let history = dated(&[
        ("24.10", "2024-10-05"),
        ("25.02", "2025-02-07"),
        ("25.11", "2025-11-07"),
        ("26.01", "2026-01-20"),
    ]);
    history.commit("feat: add x");
    assert_eq!(answer(&history), ["minor", "26.02", "calver", "YY.0M"]);
}

#[test]
fn less_than_that_is_no_calendar() {
    for releases in [
        &ATTRS[2..],
        // One that does not name its year.
        &[
            ("23.1.0", "2023-04-16"),
            ("24.1.0", "2024-08-03"),
            ("25.1.0", "2025-01-25"),
            ("25.2.0", "2026-01-25"),
        ],
        &[
            ("1.0.0", "2023-04-16"),
            ("2.0.0", "2024-08-03"),
            ("3.0.0", "2025-01-25"),
        ],
    ] {
        let history = dated(releases);
        history.commit("feat: add x");
        let [_, _, scheme, calendar] = answer(&history);
        assert_eq!((scheme.as_str(), calendar.as_str()), ("semver", "-"));
    }
}

fn configured(history: &History, text: &str) {
    history.write("relcheck.toml", text);
    history.commit("chore: configure relcheck");
}

#[test]
fn a_calendar_is_configured_in_the_notation_of_calver_org() {
    let history = History::released("25.3.0");
    history.commit("feat: add x");
    configured(&history, "[version]\ncalendar = \"YY.MINOR.MICRO\"\n");
    let found = answer(&history);
    assert_eq!(found, ["minor", "26.1.0", "calver", "YY.MINOR.MICRO"]);
    assert!(!weakenings(&history).contains("calendar"));
    // A line may begin with 0 or 1.
    history.declare("26.1.0");
    history.commit("chore: bump version to 26.1.0");
    let declared = suggest(&history).json()["declared"].clone();
    assert_eq!(declared["legal"], Value::Bool(true), "{declared}");
    let run = history
        .relcheck()
        .check(&["--rule", "version.bump_matches_type", "--type", "minor"]);
    assert_eq!(run.status("version.bump_matches_type", "minor"), "pass");
}

#[test]
fn other_calendars_are_refused_with_their_place() {
    let history = History::released("25.3.0");
    for (text, expected) in [
        (
            "[version]\ncalendar = \"YYYY.MONTH\"\n",
            "relcheck.toml:2:12: `MONTH` is no part of a calendar version",
        ),
        (
            "[version]\ncalendar = \"YYYY.MM.DD.MICRO\"\n",
            "`YYYY.MM.DD.MICRO` has 4 parts: a calendar version has two or three",
        ),
        (
            "[version]\nscheme = \"semver\"\ncalendar = \"YY.MM\"\n",
            "relcheck.toml:3:1: `calendar` is for the scheme `calver`",
        ),
    ] {
        history.write("relcheck.toml", text);
        let run = suggest(&history);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[test]
fn an_epoch_is_part_of_the_version_and_stays() {
    let history = History::empty();
    for version in ["2026.1", "1!2.0"] {
        history.declare(version);
        history.commit(&format!("chore: bump version to {version}"));
        history.tag(&format!("v{version}"));
    }
    history.commit("feat: add x");
    let found = answer(&history);
    assert_eq!(found, ["minor", "1!2.1.0", "semver", "-"]);
    assert_eq!(suggest(&history).json()["previous"]["tag"], "v1!2.0");
    history.declare("1!2.1");
    history.commit("chore: bump version to 1!2.1");
    let declared = suggest(&history).json()["declared"].clone();
    assert_eq!(declared["legal"], Value::Bool(true), "{declared}");
    let run = history
        .relcheck()
        .check(&["--rule", "version.bump_matches_type", "--type", "minor"]);
    assert_eq!(run.status("version.bump_matches_type", "minor"), "pass");
}

fn package(history: &History, version: &str) {
    history.write(
        "Cargo.toml",
        format!("[package]\nname = \"demo\"\nversion = \"{version}\"\n"),
    );
    history.write("src/lib.rs", "");
}

#[test]
fn below_1_0_0_a_crate_may_add_in_a_patch_and_not_break() {
    let history = History::empty();
    package(&history, "0.16.0");
    history.commit("chore: first release");
    history.tag("v0.16.0");
    history.commit("feat: add x");
    let found = answer(&history);
    assert_eq!(found, ["patch", "0.16.1", "cargo", "-"]);
    let said = weakenings(&history);
    assert!(said.contains("as Cargo reads versions"), "{said}");
    configured(&history, "[version]\nscheme = \"semver\"\n");
    assert_eq!(answer(&history)[1], "0.17.0");
    configured(&history, "[version]\nscheme = \"cargo\"\n");
    history.commit("fix!: drop y");
    assert_eq!(answer(&history)[1], "0.17.0");
}
