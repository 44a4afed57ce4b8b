use super::*;
use crate::release::ReleaseType::{Hotfix, Major, Minor, Patch};

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The step in the format of the previous release.
fn next(previous: Option<&Version>, kind: ReleaseType, today: Date) -> Option<Version> {
    super::next(&Calendar::like(previous), previous, kind, today)
}

fn is_step(previous: Option<&Version>, kind: ReleaseType, version: &Version, today: Date) -> bool {
    let calendar = Calendar::like(previous.or(Some(version)));
    super::is_step(&calendar, previous, kind, version, today)
}

fn calendar(format: &str, first: u64) -> Calendar {
    Calendar::new(&format.parse().unwrap(), first)
}

/// The step of each type from one release to the next, on a day.
fn steps(format: &str, previous: &str, today: &str) -> [String; 3] {
    [Patch, Minor, Major].map(|kind| {
        let calendar = calendar(format, 1);
        let previous = version(previous);
        let step = super::next(&calendar, Some(&previous), kind, day(today));
        let Some(step) = step else {
            return "-".to_owned();
        };
        let is = super::is_step(&calendar, Some(&previous), kind, &step, day(today));
        assert!(is, "{format}: {previous} to {step}");
        step.text().to_owned()
    })
}

#[test]
fn each_format_steps_by_its_own_counts() {
    for (format, previous, today, expected) in [
        (
            "YY.MINOR.MICRO",
            "25.4.0",
            "2025-11-02",
            ["25.4.1", "25.5.0", "25.5.0"],
        ),
        (
            "YY.MINOR.MICRO",
            "25.4.0",
            "2026-03-19",
            ["25.4.1", "26.1.0", "26.1.0"],
        ),
        ("YY.MINOR", "26.1", "2026-03-19", ["26.1.1", "26.2", "26.2"]),
        (
            "YYYY.MAJOR.MINOR",
            "2026.3.2",
            "2026-03-19",
            ["2026.3.3", "2026.3.3", "2026.4.0"],
        ),
        (
            "YYYY.MAJOR.MICRO",
            "2026.3.2",
            "2026-03-19",
            ["2026.3.3", "2026.4.0", "2026.4.0"],
        ),
        (
            "YY.0M",
            "26.01",
            "2026-03-19",
            ["26.01.1", "26.03", "26.03"],
        ),
        (
            "0Y.0W.MICRO",
            "26.02.0",
            "2026-03-19",
            ["26.02.1", "26.12.1", "26.12.1"],
        ),
        (
            "YYYY.0M.0D",
            "2026.01.02",
            "2026-03-09",
            ["2026.03.09", "2026.03.09", "2026.03.09"],
        ),
        ("YYYY.0M.0D", "2026.03.09", "2026-03-09", ["-", "-", "-"]),
        (
            "YYYY.MICRO",
            "2026.3",
            "2026-03-09",
            ["2026.4", "2026.4", "2026.4"],
        ),
    ] {
        assert_eq!(
            steps(format, previous, today),
            expected,
            "{format} {previous}"
        );
    }
}

#[test]
fn a_count_is_raised_by_one_that_is_enough_for_the_type() {
    let is = |format: &str, previous: &str, kind, text: &str| {
        let (previous, next) = (version(previous), version(text));
        super::is_step(
            &calendar(format, 1),
            Some(&previous),
            kind,
            &next,
            day("2026-03-19"),
        )
    };
    let minor = "YY.MINOR.MICRO";
    assert!(is(minor, "26.1.0", Patch, "26.2.0"), "more than is needed");
    assert!(is(minor, "25.4.0", Patch, "26.1.0") && is(minor, "25.4.0", Major, "26.0.0"));
    assert!(!is(minor, "26.1.0", Minor, "26.1.1"), "too little");
    assert!(!is(minor, "25.4.0", Minor, "25.5.0"), "of another year");
    assert!(!is(minor, "25.4.0", Patch, "25.5.0"), "of another year");
    assert!(!is(minor, "26.1.3", Minor, "26.2.3"), "does not reset");
    assert!(!is(minor, "26.1.0", Minor, "26.3.0"), "skips");
    assert!(!is(minor, "26.1.0", Minor, "26.1.0") && !is(minor, "26.1.0", Minor, "25.9.0"));
    assert!(!is(minor, "25.4.0", Minor, "26.2.0") && !is(minor, "25.4.0", Minor, "26.1.1"));
    assert!(
        !is("YYYY.MICRO", "2026.3", Patch, "2026.3.1"),
        "no such number"
    );
    assert!(
        is("YYYY.0M.0D", "2026.01.02", Patch, "2026.04.01"),
        "prepared ahead"
    );
    assert!(
        !is("YYYY.0M.0D", "2026.01.02", Patch, "2026.03.18"),
        "of yesterday"
    );
    assert!(
        is("YY.WW.MICRO", "26.2.0", Minor, "26.11.0"),
        "as others count weeks"
    );
    assert!(
        !is("YY.WW.MICRO", "26.2.0", Minor, "26.15.0"),
        "too far ahead"
    );
}

#[test]
fn each_type_steps_in_the_spelling_of_the_previous_release() {
    let step = |previous: &str, kind, today| {
        let step = next(Some(&version(previous)), kind, day(today)).unwrap();
        step.text().to_owned()
    };
    assert_eq!(step("2026.01.0", Patch, "2026-03-04"), "2026.01.1");
    assert_eq!(step("2026.01.0", Hotfix, "2026-03-04"), "2026.01.1");
    assert_eq!(step("2026.01.0", Minor, "2026-03-04"), "2026.03.0");
    assert_eq!(step("2026.1.0", Major, "2026-03-04"), "2026.3.0");
    assert_eq!(step("2026.3.0", Minor, "2026-03-04"), "2026.3.1");
    assert_eq!(step("25.12", Minor, "2026-03-04"), "26.3");
    assert_eq!(step("26.3", Patch, "2026-03-04"), "26.3.1");
    assert_eq!(step("v25.09.2", Minor, "2026-03-04"), "26.03.0");
    assert_eq!(step("2026.4.0", Minor, "2026-03-04"), "2026.4.1");
    let first = next(None, Minor, day("2026-03-04")).unwrap();
    assert_eq!(first.text(), "2026.3.0");
}

#[test]
fn what_goes_back_or_ahead_or_skips_is_no_step() {
    let is = |previous: &str, kind, text: &str| {
        is_step(
            Some(&version(previous)),
            kind,
            &version(text),
            day("2026-03-31"),
        )
    };
    assert!(is("2026.1.0", Minor, "2026.3.0") && is("2026.1.0", Patch, "2026.3.0"));
    assert!(is("2026.1.0", Minor, "2026.4.0") && is("26.1", Major, "26.3"));
    assert!(is("2026.1.0", Patch, "2026.1.1") && is("2026.3.0", Minor, "2026.3.1"));
    assert!(is("2025.12.3", Major, "2026.3.1") && is("25.12", Minor, "2026.3.0"));
    assert!(!is("2026.1.0", Minor, "2026.1.1"), "the line of January");
    assert!(!is("2026.1.0", Minor, "2026.2.0"), "neither now nor next");
    assert!(!is("2026.1.0", Minor, "2026.5.0"), "too far ahead");
    assert!(!is("2026.1.0", Minor, "2026.3.2"), "skips");
    assert!(!is("2026.3.0", Patch, "2026.3.2") && !is("2026.3.1", Patch, "2026.3.1"));
    assert!(!is("2026.4.0", Patch, "2026.3.1"), "goes back");
    assert!(!is("26.4", Minor, "2026.3.0"), "goes back");
}

#[test]
fn a_december_is_followed_by_a_january() {
    let step = is_step(
        Some(&version("2026.12.0")),
        Minor,
        &version("2027.1.0"),
        day("2026-12-30"),
    );
    assert!(step);
    assert!(is_step(None, Minor, &version("27.1"), day("2026-12-30")));
    assert!(!is_step(None, Minor, &version("27.2"), day("2026-12-30")));
}

#[test]
fn calendars_are_told_from_counts() {
    assert!(has_full_year(&version("2026.1.0")) && has_full_year(&version("2026.12")));
    assert!(!has_full_year(&version("2026.13.0")) && !has_full_year(&version("4.2.0")));
}
