//! A day, written like another one.

use jiff::civil::Date;

use crate::formats::dates;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day in the form of `sample`, which holds `old`: `2026-02-01`, `1 February 2026`,
/// `Feb 1st, 2026`. The international form (ISO 8601) where that form is not understood.
pub(super) fn like(sample: &str, old: Date, new: Date) -> String {
    let written = written_like(sample, old, new);
    let reads_back =
        |text: &String| dates::find(text).and_then(|found| found.date) == Some(new.to_string());
    written
        .filter(reads_back)
        .unwrap_or_else(|| new.to_string())
}

fn written_like(sample: &str, old: Date, new: Date) -> Option<String> {
    let runs = runs(sample);
    let named = runs.iter().any(|run| month_form(run, old).is_some());
    let mut text = String::new();
    let mut previous = Part::None;
    let mut ahead = numbers(&runs).filter(|run| run.len() <= 2);
    let month_first = match (ahead.next(), ahead.next()) {
        (Some(first), Some(second)) if !named => month_is_first(&runs, first, second, old)?,
        _ => false,
    };
    let mut seen = 0;
    for run in &runs {
        let is_number = run.starts_with(|c: char| c.is_ascii_digit());
        let (written, part) = if is_number && run.len() == 4 {
            (format!("{:04}", new.year()), Part::Year)
        } else if is_number {
            seen += 1;
            let is_month = !named && (seen == 1) == month_first;
            let number = if is_month { new.month() } else { new.day() };
            (
                padded(run, number, named),
                if is_month { Part::Month } else { Part::Day },
            )
        } else if let Some(form) = month_form(run, old) {
            (form.write(new), Part::Month)
        } else if previous == Part::Day && matches!(*run, "st" | "nd" | "rd" | "th") {
            (ordinal(new.day()).to_owned(), Part::None)
        } else if run.chars().any(char::is_alphabetic) && *run != "of" {
            return None;
        } else {
            ((*run).to_owned(), previous)
        };
        text.push_str(&written);
        previous = part;
    }
    Some(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Year,
    Month,
    Day,
}

/// The text in runs of digits, of letters, and of anything else.
fn runs(text: &str) -> Vec<&str> {
    let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut runs = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, c) in text.char_indices() {
        if last.is_some_and(|last| last != class(c)) {
            runs.extend(text.get(start..at));
            start = at;
        }
        last = Some(class(c));
    }
    runs.extend(text.get(start..).filter(|run| !run.is_empty()));
    runs
}

fn numbers<'r, 't>(runs: &'r [&'t str]) -> impl Iterator<Item = &'t str> + 'r {
    let is_number = |run: &&&str| run.starts_with(|c: char| c.is_ascii_digit());
    runs.iter().filter(is_number).copied()
}

/// Whether the first of two numbers is the month; `None` if that cannot be told.
fn month_is_first(runs: &[&str], first: &str, second: &str, old: Date) -> Option<bool> {
    let year_first = numbers(runs).next().is_some_and(|run| run.len() == 4);
    if year_first {
        return Some(true);
    }
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let (month, day) = (old.month(), old.day());
    match (
        first == month && second == day,
        first == day && second == month,
    ) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        (true, true) if runs.contains(&".") => Some(false),
        _ => None,
    }
}

fn padded(sample: &str, number: i8, named: bool) -> String {
    let wide = sample.len() == 2 && (sample.starts_with('0') || !named);
    if wide {
        format!("{number:02}")
    } else {
        number.to_string()
    }
}

fn ordinal(day: i8) -> &'static str {
    match day {
        11..=13 => "th",
        _ => match day % 10 {
            1 => "st",
            2 => "nd",
            3 => "rd",
            _ => "th",
        },
    }
}

/// How a month's name is written.
#[derive(Clone, Copy)]
struct MonthForm {
    short: bool,
    lower: bool,
}

fn month_form(run: &str, old: Date) -> Option<MonthForm> {
    let name = MONTHS.get(usize::try_from(old.month() - 1).ok()?)?;
    let whole = name.eq_ignore_ascii_case(run);
    let short = run.len() >= 3
        && name
            .get(..run.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(run));
    (whole || short).then(|| MonthForm {
        short: !whole,
        lower: run.chars().all(char::is_lowercase),
    })
}

impl MonthForm {
    fn write(self, date: Date) -> String {
        let index = usize::try_from(date.month() - 1).unwrap_or_default();
        let name = MONTHS.get(index).copied().unwrap_or_default();
        let name = if self.short {
            name.get(..3).unwrap_or(name)
        } else {
            name
        };
        if self.lower {
            name.to_lowercase()
        } else {
            name.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_written_like_another() {
        let old: Date = "2024-01-31".parse().unwrap();
        let new: Date = "2026-02-03".parse().unwrap();
        for (sample, expected) in [
            ("2024-01-31", "2026-02-03"),
            ("2024/01/31", "2026/02/03"),
            ("2024.01.31", "2026.02.03"),
            ("January 31st, 2024", "February 3rd, 2026"),
            ("January 31, 2024", "February 3, 2026"),
            ("31 January 2024", "3 February 2026"),
            ("31 Jan 2024", "3 Feb 2026"),
            ("Jan 31, 2024", "Feb 3, 2026"),
            ("31-Jan-2024", "3-Feb-2026"),
            ("31.01.2024", "03.02.2026"),
            ("31st of January 2024", "3rd of February 2026"),
            ("soon", "2026-02-03"),
        ] {
            assert_eq!(like(sample, old, new), expected, "{sample}");
        }
    }

    #[test]
    fn a_form_that_cannot_be_told_gives_way_to_the_international_one() {
        let old: Date = "2024-05-05".parse().unwrap();
        let new: Date = "2026-02-03".parse().unwrap();
        assert_eq!(like("05/05/2024", old, new), "2026-02-03");
        assert_eq!(like("05.05.2024", old, new), "03.02.2026");
        assert_eq!(like("May 5, 2024", old, new), "February 3, 2026");
    }

    proptest! {
        #[test]
        fn what_is_written_is_the_day(
            form in 0_usize..4,
            old in (1990_i16..2100, 1_i8..13, 1_i8..29),
            new in (1990_i16..2100, 1_i8..13, 1_i8..29),
        ) {
            let day = |(y, m, d)| Date::new(y, m, d).unwrap();
            let (old, new) = (day(old), day(new));
            let month = MONTHS[usize::try_from(old.month() - 1).unwrap()];
            let sample = match form {
                0 => old.to_string(),
                1 => format!("{} {month} {}", old.day(), old.year()),
                2 => format!("{month} {}, {}", old.day(), old.year()),
                _ => format!("{:02}.{:02}.{}", old.day(), old.month(), old.year()),
            };
            let written = like(&sample, old, new);
            prop_assert_eq!(dates::find(&written).unwrap().date, Some(new.to_string()));
        }
        #[test]
        fn any_sample_yields_a_day(sample in "\\PC{0,20}") {
            let (old, new) = ("2024-01-31".parse().unwrap(), "2026-02-03".parse().unwrap());
            let _ = like(&sample, old, new);
        }
    }
}
