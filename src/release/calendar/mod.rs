//! CalVer (<https://calver.org>): a year, what else of the date, then what counts.
//!
//! The parts that the calendar says stand for a line of releases, the others count within it. A
//! patch or hotfix repairs the line of the previous release, so it raises the last count; a minor or
//! major release begins the line of the day, or, if that is the line already, raises the count that
//! is for it: MINOR, MAJOR, or the only one that there is. Every type may raise more than it has to,
//! begin the line of the day, or the next one where a release is prepared ahead. No calendar part
//! goes back.

mod format;
#[cfg(test)]
mod tests;

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
