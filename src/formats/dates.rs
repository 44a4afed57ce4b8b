//! Calendar dates as people write them in headings.

mod year_first;

use std::ops::Range;
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::bytes::{Captures, Regex};

/// A date that was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// The date as `YYYY-MM-DD`; `None` if it is impossible (30 February), ambiguous
    /// (01/02/2024), or has no day.
    pub date: Option<String>,
}

const MONTHS: &str = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|\
                      sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";

const MONTH_STARTS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

const DAY: &str = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?";
const YEAR: &str = "(?P<y>[0-9]{4})";

/// How the parts of a match make a date: year, month, day.
type Parts = fn(&Captures<'_>) -> Option<(i16, i8, i8)>;

/// What no text with a date of some spelling lacks.
enum Sign {
    /// A year with one of these before it.
    YearAfter(&'static [u8]),
    MonthName,
}

impl Sign {
    fn is_in(&self, text: &[u8]) -> bool {
        match self {
            Sign::YearAfter(marks) => text.windows(5).any(
                |part| matches!(part, [mark, year @ ..] if is_year(year) && marks.contains(mark)),
            ),
            Sign::MonthName => text.windows(3).any(|part| {
                MONTH_STARTS
                    .iter()
                    .any(|month| month.as_bytes().eq_ignore_ascii_case(part))
            }),
        }
    }
}

/// One way to write a date.
///
/// A changelog keeps to one or two of them, and compiling all of them would cost more than judging
/// a rule: each is compiled for the first text that shows its sign.
struct Spelling {
    sign: Sign,
    pattern: fn() -> String,
    /// `None` for a date whose parts cannot be told apart.
    parts: Parts,
    regex: OnceLock<Option<Regex>>,
}

impl Spelling {
    const fn new(sign: Sign, pattern: fn() -> String, parts: Parts) -> Self {
        Spelling {
            sign,
            pattern,
            parts,
            regex: OnceLock::new(),
        }
    }

    /// The patterns are constants of this file: one that does not compile finds nothing, and the
    /// tests below fail. Matching bytes, not characters, makes them a good deal smaller.
    fn regex(&self) -> Option<&Regex> {
        let compile = || {
            let pattern = (self.pattern)();
            let bounded =
                format!(r"(?i-u)(?:^|[^0-9A-Za-z.])(?P<date>{pattern})(?:$|[^0-9A-Za-z])");
            Regex::new(&bounded).ok()
        };
        self.regex.get_or_init(compile).as_ref()
    }

    fn find(&self, text: &[u8]) -> Option<FoundDate> {
        if !self.sign.is_in(text) {
            return None;
        }
        let found = self.regex()?.captures(text)?;
        let date = (self.parts)(&found).and_then(|(y, m, d)| Date::new(y, m, d).ok());
        Some(FoundDate {
            range: found.name("date")?.range(),
            date: date.map(|date| date.to_string()),
        })
    }
}

/// The spellings beside [`year_first`], most specific first.
static SPELLINGS: [Spelling; 6] = [
    Spelling::new(
        Sign::MonthName,
        || format!(r"{DAY}(?: +of)?[ .\-]+(?P<m>{MONTHS})[.,]?[ \-]+{YEAR}"),
        named_month,
    ),
    Spelling::new(
        Sign::MonthName,
        || format!(r"(?P<m>{MONTHS})\.? +{DAY},? +{YEAR}"),
        named_month,
    ),
    Spelling::new(
        Sign::MonthName,
        || format!(r"{YEAR}[ \-](?P<m>{MONTHS})[ \-]{DAY}"),
        named_month,
    ),
    Spelling::new(
        Sign::YearAfter(b"."),
        || format!(r"(?P<d>[0-9]{{1,2}})\.(?P<m>[0-9]{{1,2}})\.{YEAR}"),
        |found| {
            Some((
                number(found, "y")?,
                number(found, "m")?,
                number(found, "d")?,
            ))
        },
    ),
    Spelling::new(
        Sign::YearAfter(b"/-"),
        || format!(r"(?P<a>[0-9]{{1,2}})[/\-](?P<b>[0-9]{{1,2}})[/\-]{YEAR}"),
        day_or_month_first,
    ),
    Spelling::new(
        Sign::MonthName,
        || format!(r"(?P<m>{MONTHS})[.,]? +{YEAR}"),
        |_| None,
    ),
];

fn is_year(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit)
}

fn number<T: std::str::FromStr>(found: &Captures<'_>, name: &str) -> Option<T> {
    let text = std::str::from_utf8(found.name(name)?.as_bytes()).ok()?;
    text.parse().ok()
}

fn named_month(found: &Captures<'_>) -> Option<(i16, i8, i8)> {
    let start = found.name("m")?.as_bytes().get(..3)?;
    let index = MONTH_STARTS
        .iter()
        .position(|month| month.as_bytes().eq_ignore_ascii_case(start))?;
    let month = i8::try_from(index).ok()? + 1;
    Some((number(found, "y")?, month, number(found, "d")?))
}

/// `31/01/2024` can only be read one way, `01/02/2024` two ways.
fn day_or_month_first(found: &Captures<'_>) -> Option<(i16, i8, i8)> {
    let (a, b): (i8, i8) = (number(found, "a")?, number(found, "b")?);
    let year = number(found, "y")?;
    match (a > 12, b > 12) {
        (true, false) => Some((year, b, a)),
        (false, true) => Some((year, a, b)),
        (false, false) if a == b => Some((year, a, b)),
        _ => None,
    }
}

/// The first date in the text, in any of the spellings: `2024-01-31`, `2024/01/31`,
/// `31 January 2024`, `Jan 31st, 2024`, `31.01.2024`, `31/01/2024`.
#[must_use]
pub fn find(text: &str) -> Option<FoundDate> {
    // Every spelling has a year: without four digits in a row there is nothing to look for.
    if !text.as_bytes().windows(4).any(is_year) {
        return None;
    }
    let year_first = year_first::find(text.as_bytes());
    let year_first = year_first.map(|found| {
        let (year, month, day) = found.parts;
        let date = Date::new(year, month, day).ok();
        FoundDate {
            range: found.range,
            date: date.map(|date| date.to_string()),
        }
    });
    let spellings = SPELLINGS.iter();
    year_first
        .into_iter()
        .chain(spellings.filter_map(|spelling| spelling.find(text.as_bytes())))
        .min_by_key(|found| (found.range.start, usize::MAX - found.range.end))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<Option<String>> {
        find(text).map(|found| found.date)
    }

    #[test]
    fn every_spelling_of_one_day_is_read() {
        assert!(SPELLINGS.iter().all(|spelling| spelling.regex().is_some()));
        for text in [
            "2024-01-31",
            "(2024-01-31)",
            "–2024-01-31–",
            "2024/01/31",
            "2024.01.31",
            "2024-1-31",
            "2024-01-31T10:00:00Z",
            "31 January 2024",
            "31st of January 2024",
            "31-Jan-2024",
            "January 31, 2024",
            "on Jan. 31st, 2024!",
            "January 31 2024",
            "31.01.2024",
            "31/01/2024",
            "01/31/2024",
            "2024-Jan-31",
        ] {
            assert_eq!(read(text), Some(Some("2024-01-31".to_owned())), "{text}");
        }
    }

    #[test]
    fn impossible_ambiguous_and_vague_dates_are_seen_but_not_read() {
        for text in [
            "2024-02-30",
            "2023-02-29",
            "32 January 2024",
            "01/02/2024",
            "13/13/2024",
            "June 2024",
            "0000-00-00",
        ] {
            assert_eq!(read(text), Some(None), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_not_found() {
        for text in [
            "",
            "1.2.3",
            "1.2.2024rc1",
            "20240131",
            "maybe 7, 2024x",
            "v31.01.2024",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_panic(text in "\\PC{0,200}") {
            let _ = find(&text);
        }

        #[test]
        fn an_iso_date_reads_back(y in 1970i16..2100, m in 1i8..=12, d in 1i8..=28) {
            let text = format!("{y:04}-{m:02}-{d:02}");
            prop_assert_eq!(read(&format!("1.0.0 ({text})")), Some(Some(text)));
        }
    }
}
