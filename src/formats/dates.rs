//! Calendar dates as people write them in headings.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

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

/// How the parts of a match make a date: year, month, day.
type Parts = fn(&Captures<'_>) -> Option<(i16, i8, i8)>;

/// The spellings, most specific first. A spelling whose parts cannot be told apart yields `None`.
static SPELLINGS: LazyLock<Vec<(Regex, Parts)>> = LazyLock::new(|| {
    let day = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?";
    let month = format!("(?P<m>{MONTHS})");
    let year = "(?P<y>[0-9]{4})";
    let spelling = |pattern: String, parts: Parts| {
        // The patterns are constants of this file: one that does not compile is left out, and the
        // tests below fail.
        let bounded = format!(r"(?i)(?:^|[^0-9A-Za-z.])(?P<date>{pattern})(?:$|[^0-9A-Za-z])");
        Regex::new(&bounded).ok().map(|regex| (regex, parts))
    };
    [
        spelling(
            r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2})-|/(?P<m2>[0-9]{1,2})/|\.(?P<m3>[0-9]{1,2})\.)(?P<d>[0-9]{1,2})(?:T[0-9:.]+Z?)?".to_owned(),
            |found| {
                let month = ["m", "m2", "m3"].iter().find_map(|name| found.name(name))?;
                Some((number(found, "y")?, month.as_str().parse().ok()?, number(found, "d")?))
            },
        ),
        spelling(format!(r"{day}(?: +of)?[ .\-]+{month}[.,]?[ \-]+{year}"), named_month),
        spelling(format!(r"{month}\.? +{day},? +{year}"), named_month),
        spelling(format!(r"{year}[ \-]{month}[ \-]{day}"), named_month),
        spelling(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})".to_owned(), |found| {
            Some((number(found, "y")?, number(found, "m")?, number(found, "d")?))
        }),
        spelling(r"(?P<a>[0-9]{1,2})[/\-](?P<b>[0-9]{1,2})[/\-](?P<y>[0-9]{4})".to_owned(), day_or_month_first),
        spelling(format!(r"{month}[.,]? +{year}"), |_| None),
    ]
    .into_iter()
    .flatten()
    .collect()
});

fn number<T: std::str::FromStr>(found: &Captures<'_>, name: &str) -> Option<T> {
    found.name(name)?.as_str().parse().ok()
}

fn named_month(found: &Captures<'_>) -> Option<(i16, i8, i8)> {
    let name = found.name("m")?.as_str().to_ascii_lowercase();
    let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let index = months.iter().position(|month| name.starts_with(month))?;
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
    // Every spelling has a year: without four digits in a row no expression needs to run.
    let year = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
    if !text.as_bytes().windows(4).any(year) {
        return None;
    }
    SPELLINGS
        .iter()
        .filter_map(|(regex, parts)| {
            let found = regex.captures(text)?;
            let range = found.name("date")?.range();
            let date = parts(&found).and_then(|(y, m, d)| Date::new(y, m, d).ok());
            Some(FoundDate {
                range,
                date: date.map(|date| date.to_string()),
            })
        })
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
        assert_eq!(SPELLINGS.len(), 7);
        for text in [
            "2024-01-31",
            "(2024-01-31)",
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
