//! CalVer (<https://calver.org>): a year, what else of the date, then what counts.
//!
//! The parts that the calendar says stand for a line of releases, the others count within it. A
//! patch or hotfix repairs the line of the previous release, so it raises the last count; a minor or
//! major release begins the line of the day, or, if that is the line already, raises the count that
//! is for it: MINOR, MAJOR, or the only one that there is. Every type may raise more than it has to,
//! begin the line of the day, or the next one where a release is prepared ahead. No calendar part
//! goes back.

mod format;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use format::Unit;
pub use format::{CalendarFormat, CalendarFormatError, Term};

use super::{ReleaseType, Version};

/// Years are written short below this: `26.1` is of 2026.
const FULL_YEARS: u64 = 1000;

/// How a project writes the date into its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// The parts of a version, two or three, in the notation of calver.org. Where there are two and
    /// none is `MICRO`, a version may have a third number that counts repairs.
    pub terms: Vec<Term>,
    /// What the first count of a line begins with: 0 or 1.
    pub first: u64,
}

impl Calendar {
    /// Versions of this format; `first` is what the first count of a line begins with.
    #[must_use]
    pub fn new(format: &CalendarFormat, first: u64) -> Self {
        Calendar {
            terms: format.terms().to_vec(),
            first: first.min(1),
        }
    }

    /// The format in which that version is written, as far as it can be told from one: year, month,
    /// and a count where it has three numbers.
    #[must_use]
    pub fn like(version: Option<&Version>) -> Self {
        let numbers = version.map_or_else(Vec::new, written);
        let is_short = version.is_some_and(|version| version.major() < FULL_YEARS);
        let is_padded = numbers.get(1).is_some_and(|part| part.starts_with('0'));
        let mut terms = vec![
            if is_short {
                Term::ShortYear
            } else {
                Term::FullYear
            },
            if is_padded {
                Term::PaddedMonth
            } else {
                Term::Month
            },
        ];
        if numbers.len() != 2 {
            terms.push(Term::Micro);
        }
        Calendar { terms, first: 0 }
    }

    /// The format; `None` if the parts make none.
    #[must_use]
    pub fn format(&self) -> Option<CalendarFormat> {
        CalendarFormat::new(self.terms.clone()).ok()
    }

    /// How many parts the calendar says.
    #[must_use]
    pub fn dated(&self) -> usize {
        self.terms.iter().take_while(|term| term.is_dated()).count()
    }

    /// The parts of a version, with the count of repairs that may be left out.
    fn all_terms(&self) -> Vec<Term> {
        let mut terms = self.terms.clone();
        if terms.len() == 2 && !terms.contains(&Term::Micro) {
            terms.push(Term::Micro);
        }
        terms.truncate(3);
        terms
    }

    /// The number that a release of that type raises: the last one that is for it or for more, else
    /// the first that there is. `None` where nothing counts.
    fn raised(&self, kind: ReleaseType) -> Option<usize> {
        let wanted = match kind {
            ReleaseType::Major => Unit::Major,
            ReleaseType::Minor => Unit::Minor,
            ReleaseType::Patch | ReleaseType::Hotfix => Unit::Micro,
        };
        let terms = self.all_terms();
        let counts = || {
            terms
                .iter()
                .enumerate()
                .filter(|(_, term)| !term.is_dated())
        };
        counts()
            .rfind(|(_, term)| term.unit() <= wanted)
            .or_else(|| counts().next())
            .map(|(at, _)| at)
    }

    /// What the calendar says of a day, and what the counts of a line begin with.
    fn of_day(&self, day: Date) -> [u64; 3] {
        let mut numbers = [0; 3];
        let dated = self.dated();
        for (place, term) in numbers.iter_mut().zip(&self.terms) {
            *place = number(*term, day).unwrap_or(0);
        }
        if let Some(count) = numbers
            .get_mut(dated)
            .filter(|_| dated < self.all_terms().len())
        {
            // A count of repairs that may be left out is.
            *count = if dated < self.terms.len() {
                self.first
            } else {
                0
            };
        }
        numbers
    }

    /// A line's place in time, in units of the last part that the calendar says.
    fn place(&self, [year, second, third]: [u64; 3]) -> u64 {
        let year = if year < FULL_YEARS { year + 2000 } else { year };
        let units: Vec<Unit> = self.terms.iter().map(|term| term.unit()).collect();
        let months = year.saturating_mul(12).saturating_add(second);
        match units.as_slice() {
            [_, Unit::Month, Unit::Day] => months.saturating_mul(32).saturating_add(third),
            [_, Unit::Month, ..] => months,
            [_, Unit::Week, ..] => year.saturating_mul(54).saturating_add(second),
            _ => year,
        }
    }

    /// Whether a line is that of the day, or the next one, which is prepared ahead; a day may be
    /// prepared a month ahead, and weeks are counted in more than one way.
    fn is_current(&self, numbers: [u64; 3], today: Date) -> bool {
        let now = self.place(self.of_day(today));
        let line = self.place(numbers);
        let unit = self.terms.iter().rfind(|term| term.is_dated());
        match unit.map(|term| term.unit()) {
            Some(Unit::Day) => (now..=now.saturating_add(32)).contains(&line),
            Some(Unit::Week) => (now.saturating_sub(1)..=now.saturating_add(2)).contains(&line),
            _ => (now..=now.saturating_add(1)).contains(&line),
        }
    }
}

/// What the calendar says for a part; `None` for one that counts.
fn number(term: Term, day: Date) -> Option<u64> {
    let year = u64::try_from(day.year()).unwrap_or(0);
    match term.unit() {
        Unit::Year if term == Term::FullYear => Some(year),
        Unit::Year => Some(year.saturating_sub(2000)),
        Unit::Month => u64::try_from(day.month()).ok(),
        Unit::Week => u64::try_from((day.day_of_year() - 1) / 7 + 1).ok(),
        Unit::Day => u64::try_from(day.day()).ok(),
        Unit::Major | Unit::Minor | Unit::Micro => None,
    }
}

/// The release of that type after `previous`; `None` if a number cannot be raised.
pub(super) fn next(
    calendar: &Calendar,
    previous: Option<&Version>,
    kind: ReleaseType,
    today: Date,
) -> Option<Version> {
    let now = calendar.of_day(today);
    let Some(before) = previous else {
        return Some(spelled(calendar, now));
    };
    let raised = calendar.raised(kind);
    let is_later = calendar.place(now) > calendar.place(before.core());
    let repairs = matches!(kind, ReleaseType::Patch | ReleaseType::Hotfix);
    if is_later && (!repairs || raised.is_none()) {
        return Some(spelled(calendar, now));
    }
    let at = raised?;
    let mut core = before.core();
    let count = core.get_mut(at)?;
    *count = count.checked_add(1)?;
    for below in core.iter_mut().skip(at + 1) {
        *below = 0;
    }
    Some(spelled(calendar, core))
}

/// Whether `version` may be a release of that type after `previous`.
pub(super) fn is_step(
    calendar: &Calendar,
    previous: Option<&Version>,
    kind: ReleaseType,
    version: &Version,
    today: Date,
) -> bool {
    let core = version.core();
    let dated = calendar.dated();
    let is_current = calendar.is_current(core, today);
    let counts = core.get(dated..).unwrap_or_default();
    let begins = is_current
        && counts.first().is_none_or(|count| *count <= 1)
        && counts.iter().skip(1).all(|count| *count == 0);
    let Some(before) = previous else {
        return begins;
    };
    let (line, line_before) = (calendar.place(core), calendar.place(before.core()));
    if line != line_before {
        return begins && line > line_before;
    }
    goes_on(calendar, before.core(), kind, core, is_current)
}

/// Whether it is the next one of its line, by a count that is for that type or for more.
fn goes_on(
    calendar: &Calendar,
    before: [u64; 3],
    kind: ReleaseType,
    core: [u64; 3],
    is_current: bool,
) -> bool {
    let differs = (calendar.dated()..3).find(|at| before.get(*at) != core.get(*at));
    let (Some(at), Some(raised)) = (differs, calendar.raised(kind)) else {
        return false;
    };
    let next = before.get(at).and_then(|count| count.checked_add(1));
    let resets = core.iter().skip(at + 1).all(|count| *count == 0);
    let repairs = calendar.raised(ReleaseType::Patch) == Some(at)
        && matches!(kind, ReleaseType::Patch | ReleaseType::Hotfix);
    at <= raised && next == core.get(at).copied() && resets && (repairs || is_current)
}

/// Whether the first two numbers are a full year and a month.
#[must_use]
pub fn has_full_year(version: &Version) -> bool {
    (1990..3000).contains(&version.major()) && (1..=12).contains(&version.minor())
}

/// The numbers of a version as they are written, three at most.
#[must_use]
pub fn written(version: &Version) -> Vec<&str> {
    let text = version.text().trim_start_matches(['v', 'V']);
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let numbers = text.get(..end).unwrap_or_default().split('.');
    numbers.filter(|part| !part.is_empty()).take(3).collect()
}

/// The version as the format writes it.
fn spelled(calendar: &Calendar, core: [u64; 3]) -> Version {
    let terms = calendar.all_terms();
    let is_short = calendar.terms.len() == 2 && core.last() == Some(&0);
    let parts = terms.iter().zip(core).take(if is_short { 2 } else { 3 });
    let parts: Vec<String> = parts
        .map(|(term, number)| match term.is_padded() {
            true => format!("{number:02}"),
            false => number.to_string(),
        })
        .collect();
    let [year, second, third] = core;
    let fallback = || Version::new(year, second, third);
    parts.join(".").parse().unwrap_or_else(|_| fallback())
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

    /// The step in the format of the previous release.
    fn next(previous: Option<&Version>, kind: ReleaseType, today: Date) -> Option<Version> {
        super::next(&Calendar::like(previous), previous, kind, today)
    }

    fn is_step(
        previous: Option<&Version>,
        kind: ReleaseType,
        version: &Version,
        today: Date,
    ) -> bool {
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
}
