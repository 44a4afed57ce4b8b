//! `2024-01-31`, `2024/01/31`, `2024.01.31`, with a time after them or not.
//!
//! Nearly every changelog writes its dates like this, and to compile a regular expression for them
//! would take longer than to judge a rule.

use std::ops::Range;

/// A date that was found, possible or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// Year, month, day.
    pub(super) parts: (i16, i8, i8),
}

/// The first one in a text that does not hang on a word, a number or a dot.
pub(super) fn find(text: &[u8]) -> Option<Found> {
    let is_free = |start: &usize| {
        let before = start.checked_sub(1).and_then(|place| text.get(place));
        before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.')
    };
    let starts = (0..text.len()).filter(is_free);
    let mut found = starts.filter_map(|start| {
        let (length, parts) = date(text.get(start..)?)?;
        let range = start..start + length;
        Some(Found { range, parts })
    });
    found.next()
}

/// The length and the parts of the date that a text starts with.
fn date(text: &[u8]) -> Option<(usize, (i16, i8, i8))> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = number(year)?;
    let (mark, rest) = rest.split_first()?;
    if !b"-/.".contains(mark) {
        return None;
    }
    let (month, rest) = short_number(rest)?;
    let (second, rest) = rest.split_first()?;
    if second != mark {
        return None;
    }
    let (day, rest) = short_number(rest)?;
    let rest = if ends(rest) { rest } else { after_time(rest)? };
    let parts = (year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Some((text.len() - rest.len(), parts))
}

/// Whether nothing follows that would belong to it.
fn ends(rest: &[u8]) -> bool {
    rest.first()
        .is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// What follows the longest time of day: `T10:00:00Z`.
fn after_time(rest: &[u8]) -> Option<&[u8]> {
    let [b'T' | b't', rest @ ..] = rest else {
        return None;
    };
    let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
    let longest = rest.iter().take_while(is_part).count();
    let after = rest.get(longest..)?;
    if longest == 0 {
        return None;
    }
    if let [b'Z' | b'z', after @ ..] = after
        && ends(after)
    {
        return Some(after);
    }
    let mut lengths = (1..=longest).rev();
    lengths.find_map(|length| rest.get(length..).filter(|after| ends(after)))
}

/// One or two digits.
fn short_number(text: &[u8]) -> Option<(i16, &[u8])> {
    let digits = text.iter().take(2).take_while(|byte| byte.is_ascii_digit());
    let (digits, rest) = text.split_at_checked(digits.count())?;
    Some((number(digits)?, rest))
}

fn number(digits: &[u8]) -> Option<i16> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::bytes::Regex;

    use super::*;

    /// The same as a regular expression.
    fn by_regex(text: &[u8]) -> Option<Found> {
        let year_first = r"(?P<y>[0-9]{4})(?:-(?P<m>[0-9]{1,2})-|/(?P<m2>[0-9]{1,2})/|\.(?P<m3>[0-9]{1,2})\.)(?P<d>[0-9]{1,2})(?:T[0-9:.]+Z?)?";
        let regex = format!(r"(?i-u)(?:^|[^0-9A-Za-z.])(?P<date>{year_first})(?:$|[^0-9A-Za-z])");
        let regex = Regex::new(&regex).unwrap();
        let found = regex.captures(text)?;
        let part = |name: &str| {
            let text = std::str::from_utf8(found.name(name)?.as_bytes()).unwrap();
            text.parse::<i16>().ok()
        };
        let month = part("m").or(part("m2")).or(part("m3"))?;
        let small = |number: i16| i8::try_from(number).unwrap();
        Some(Found {
            range: found.name("date")?.range(),
            parts: (part("y")?, small(month), small(part("d")?)),
        })
    }

    proptest! {
        #[test]
        fn it_finds_what_the_regular_expression_finds(text in "[0-9tTzZ:./x -]{0,24}") {
            prop_assert_eq!(find(text.as_bytes()), by_regex(text.as_bytes()));
        }

        #[test]
        fn it_does_so_around_dates(
            before in "(.|\n){0,3}",
            date in "[12]0[0-9]{2}(-[0-9]{1,2}-|/[0-9]{1,2}/|\\.[0-9]{1,2}\\.)[0-9]{1,2}",
            time in "([Tt][0-9:.]{0,6}[Zz]?)?",
            after in "(.|\n){0,3}",
        ) {
            let text = format!("{before}{date}{time}{after}");
            prop_assert_eq!(find(text.as_bytes()), by_regex(text.as_bytes()));
        }
    }
}
