//! The format of a calendar version, in the notation of <https://calver.org>: `YY.MINOR.MICRO`.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One part of a calendar version.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub enum Term {
    /// The year in full: 2006, 2106.
    #[serde(rename = "YYYY")]
    FullYear,
    /// The year since 2000: 6, 106.
    #[serde(rename = "YY")]
    ShortYear,
    /// The same with two digits at least: 06.
    #[serde(rename = "0Y")]
    PaddedYear,
    /// The month: 1, 12.
    #[serde(rename = "MM")]
    Month,
    /// The same with two digits: 01.
    #[serde(rename = "0M")]
    PaddedMonth,
    /// The week, counted from the first of January: 1, 53.
    #[serde(rename = "WW")]
    Week,
    /// The same with two digits: 01.
    #[serde(rename = "0W")]
    PaddedWeek,
    /// The day of the month: 1, 31.
    #[serde(rename = "DD")]
    Day,
    /// The same with two digits: 01.
    #[serde(rename = "0D")]
    PaddedDay,
    /// A number that what breaks raises.
    #[serde(rename = "MAJOR")]
    Major,
    /// A number that what is new raises.
    #[serde(rename = "MINOR")]
    Minor,
    /// A number that every further release raises.
    #[serde(rename = "MICRO")]
    Micro,
}

/// What a part is about; the order is the one in which parts may follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Year,
    Month,
    Week,
    Day,
    Major,
    Minor,
    Micro,
}

impl Term {
    const ALL: [(Term, &'static str, Unit); 12] = [
        (Term::FullYear, "YYYY", Unit::Year),
        (Term::ShortYear, "YY", Unit::Year),
        (Term::PaddedYear, "0Y", Unit::Year),
        (Term::Month, "MM", Unit::Month),
        (Term::PaddedMonth, "0M", Unit::Month),
        (Term::Week, "WW", Unit::Week),
        (Term::PaddedWeek, "0W", Unit::Week),
        (Term::Day, "DD", Unit::Day),
        (Term::PaddedDay, "0D", Unit::Day),
        (Term::Major, "MAJOR", Unit::Major),
        (Term::Minor, "MINOR", Unit::Minor),
        (Term::Micro, "MICRO", Unit::Micro),
    ];

    /// Its name in the notation of calver.org.
    #[must_use]
    pub fn name(self) -> &'static str {
        let known = Term::ALL.iter().find(|(term, ..)| *term == self);
        known.map_or("", |(_, name, _)| name)
    }

    pub(super) fn unit(self) -> Unit {
        let known = Term::ALL.iter().find(|(term, ..)| *term == self);
        known.map_or(Unit::Micro, |(.., unit)| *unit)
    }

    /// Whether the calendar says what it is, and no count does.
    pub(super) fn is_dated(self) -> bool {
        self.unit() < Unit::Major
    }

    pub(super) fn is_padded(self) -> bool {
        self.name().starts_with('0')
    }
}

/// The format of a calendar version: a year, what else of the date, then what counts, two or three
/// parts in all.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CalendarFormat {
    terms: Vec<Term>,
}

/// What is wrong with a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFormatError {
    /// A part is none of the notation.
    #[error(
        "`{0}` is no part of a calendar version: those are YYYY, YY, 0Y, MM, 0M, WW, 0W, DD, 0D, MAJOR, MINOR and MICRO (https://calver.org), with dots between"
    )]
    Unknown(String),
    /// It has other than two or three parts.
    #[error("`{0}` has {1} parts: a calendar version has two or three")]
    Parts(String, usize),
    /// It does not begin with a year.
    #[error("`{0}` does not begin with a year (YYYY, YY or 0Y): such versions would not ascend")]
    NoYear(String),
    /// Its parts do not ascend.
    #[error("`{format}` has {after} after {before}: {why}")]
    Order {
        /// The format.
        format: String,
        /// The part before.
        before: &'static str,
        /// The part that cannot follow it.
        after: &'static str,
        /// Why.
        why: &'static str,
    },
}

/// The longest part that an error repeats.
const MAX_SHOWN: usize = 40;

impl CalendarFormat {
    /// The format of these parts.
    ///
    /// # Errors
    /// [`CalendarFormatError`] where they make none.
    pub fn new(terms: Vec<Term>) -> Result<Self, CalendarFormatError> {
        let format = CalendarFormat { terms };
        let written = || format.to_string();
        let first = format.terms.first().map(|term| term.unit());
        if first != Some(Unit::Year) {
            return Err(CalendarFormatError::NoYear(written()));
        }
        for pair in format.terms.windows(2) {
            if let [before, after] = pair
                && let Some(why) = misplaced(before.unit(), after.unit())
            {
                return Err(CalendarFormatError::Order {
                    format: written(),
                    before: before.name(),
                    after: after.name(),
                    why,
                });
            }
        }
        match format.terms.len() {
            2 | 3 => Ok(format),
            parts => Err(CalendarFormatError::Parts(written(), parts)),
        }
    }

    /// Its parts, in order.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

/// Why a part cannot follow another; `None` if it can.
fn misplaced(before: Unit, after: Unit) -> Option<&'static str> {
    match (before, after) {
        _ if after <= before => Some("each part counts what the one before it leaves open"),
        (Unit::Year | Unit::Week, Unit::Day) => Some("a day is one of a month"),
        (Unit::Month, Unit::Week) => Some("a week is one of a year"),
        _ => None,
    }
}

impl FromStr for CalendarFormat {
    type Err = CalendarFormatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let terms = text.split('.').take(Term::ALL.len()).map(|part| {
            let known = Term::ALL.iter().find(|(_, name, _)| *name == part);
            known
                .map(|(term, ..)| *term)
                .ok_or_else(|| CalendarFormatError::Unknown(part.chars().take(MAX_SHOWN).collect()))
        });
        CalendarFormat::new(terms.collect::<Result<_, _>>()?)
    }
}

impl fmt::Display for CalendarFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.terms.iter().map(|term| term.name()).collect();
        f.pad(&names.join("."))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_formats_of_well_known_projects_read_back() {
        for text in [
            "YYYY.MM.MICRO",
            "YY.MINOR.MICRO",
            "YY.0M",
            "YYYY.0M.0D",
            "YY.MINOR",
            "YYYY.MINOR.MICRO",
            "0Y.0W.MICRO",
            "YYYY.MAJOR.MICRO",
        ] {
            let format: CalendarFormat = text.parse().unwrap();
            assert_eq!(format.to_string(), text);
        }
    }

    #[test]
    fn other_formats_are_refused_by_name() {
        let said = |text: &str| text.parse::<CalendarFormat>().unwrap_err().to_string();
        for (text, expected) in [
            ("YYYY.MONTH", "`MONTH` is no part of a calendar version"),
            ("YYYY-MM", "`YYYY-MM` is no part of a calendar version"),
            ("yy.mm", "`yy` is no part of a calendar version"),
            ("", "`` is no part of a calendar version"),
            ("YYYY", "`YYYY` has 1 parts"),
            ("YYYY.MM.DD.MICRO", "`YYYY.MM.DD.MICRO` has 4 parts"),
            ("MAJOR.YYYY", "`MAJOR.YYYY` does not begin with a year"),
            ("YYYY.DD", "has DD after YYYY: a day is one of a month"),
            ("YYYY.MM.WW", "has WW after MM: a week is one of a year"),
            ("YYYY.MICRO.MINOR", "has MINOR after MICRO: each part"),
            ("YYYY.MINOR.MM", "has MM after MINOR: each part"),
            ("YYYY.YY", "has YY after YYYY: each part"),
        ] {
            let found = said(text);
            assert!(found.contains(expected), "{text}: {found}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_format_that_reads_back_or_refused(text in "[A-Z0.]{0,30}|\\PC{0,30}") {
            if let Ok(format) = text.parse::<CalendarFormat>() {
                prop_assert_eq!(format.to_string(), text);
            }
        }
    }
}
