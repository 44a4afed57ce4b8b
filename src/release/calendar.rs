//! CalVer (<https://calver.org>) in the forms `YYYY.MM.MICRO`, `YY.MM.MICRO` and `YY.MM`.
//!
//! The calendar part says when a line of releases was begun, the last number counts its releases.
//! A patch or hotfix repairs the line of the previous release, so it raises that number; a minor or
//! major release begins the line of the current month, or raises the number if that is the line
//! already. Every type may begin the line of the current month, or of the next one where a release
//! is prepared at the end of a month. No calendar part goes back.

use jiff::civil::Date;

use super::{ReleaseType, Version};

/// Years are written short below this: `26.1` is of 2026.
const FULL_YEARS: u64 = 1000;

/// The release of that type after `previous`, in its spelling; `None` if a number cannot be raised.
pub(super) fn next(previous: Option<&Version>, kind: ReleaseType, today: Date) -> Option<Version> {
    let now = of_day(previous, today);
    let Some(before) = previous else {
        return Some(spelled(None, [now[0], now[1], 0]));
    };
    let repairs = matches!(kind, ReleaseType::Patch | ReleaseType::Hotfix);
    let core = if !repairs && months(now) > months(before.core()) {
        [now[0], now[1], 0]
    } else {
        let [year, month, micro] = before.core();
        [year, month, micro.checked_add(1)?]
    };
    Some(spelled(previous, core))
}

/// Whether `version` may be a release of that type after `previous`.
pub(super) fn is_step(
    previous: Option<&Version>,
    kind: ReleaseType,
    version: &Version,
    today: Date,
) -> bool {
    let line = months(version.core());
    let now = months(of_day(Some(version), today));
    let is_current = line == now || line == now + 1;
    let begins = is_current && version.patch() <= 1;
    let Some(before) = previous else {
        return begins;
    };
    let repairs = matches!(kind, ReleaseType::Patch | ReleaseType::Hotfix);
    let same_line = version.major() == before.major() && version.minor() == before.minor();
    if same_line {
        return before.patch().checked_add(1) == Some(version.patch()) && (repairs || is_current);
    }
    begins && line > months(before.core())
}

/// Whether the first two numbers are a full year and a month.
#[must_use]
pub fn has_full_year(version: &Version) -> bool {
    (1990..3000).contains(&version.major()) && (1..=12).contains(&version.minor())
}

/// Year and month of a day, the year written as that version writes it.
fn of_day(like: Option<&Version>, day: Date) -> [u64; 3] {
    let year = u64::try_from(day.year()).unwrap_or(0);
    let month = u64::try_from(day.month()).unwrap_or(0);
    let short = like.is_some_and(|version| version.major() < FULL_YEARS);
    [if short { year % 100 } else { year }, month, 0]
}

/// A month's place in time.
fn months([year, month, _]: [u64; 3]) -> u64 {
    let full = if year < FULL_YEARS { year + 2000 } else { year };
    full.saturating_mul(12).saturating_add(month)
}

/// The version in the spelling of `like`: as many numbers, and a month of two digits if that has one.
fn spelled(like: Option<&Version>, [year, month, micro]: [u64; 3]) -> Version {
    let text = like.map_or("", |version| version.text().trim_start_matches(['v', 'V']));
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let padded = parts.get(1).is_some_and(|part| part.starts_with('0'));
    let month = if padded {
        format!("{month:02}")
    } else {
        month.to_string()
    };
    let text = if parts.len() == 2 && micro == 0 {
        format!("{year}.{month}")
    } else {
        format!("{year}.{month}.{micro}")
    };
    let fallback = || Version::new(year, month.parse().unwrap_or(0), micro);
    text.parse().unwrap_or_else(|_| fallback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::ReleaseType::{Hotfix, Major, Minor, Patch};

    fn version(text: &str) -> Version {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
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
}
