//! What looks like a version in a heading: digits, a dot, more; `1.2.3`, `v2.0rc1`, `2024.1`, also
//! `1.2.3.4`.
//!
//! To compile a regular expression for it would take as long as all else that is done with a short
//! changelog.

use std::ops::Range;

/// Where the first one stands, in bytes: after a blank or one of `([/@-_`, and with nothing after it
/// that would belong to it.
pub(super) fn find(text: &str) -> Option<Range<usize>> {
    let mut before = None;
    for (start, letter) in text.char_indices() {
        let is_free = before.is_none_or(|before: char| {
            before.is_whitespace() || matches!(before, '(' | '[' | '/' | '@' | '-' | '_')
        });
        before = Some(letter);
        if !is_free {
            continue;
        }
        if let Some(length) = text.get(start..).and_then(length) {
            return Some(start..start + length);
        }
    }
    None
}

/// The length of the version that a text starts with.
fn length(text: &str) -> Option<usize> {
    let unmarked = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let mut rest = after_digits(unmarked)?;
    rest = rest.strip_prefix('.').and_then(after_digits)?;
    // It may end before any of its signs, the last one rather than the first.
    let mut ends = Vec::new();
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric());
        ends.push(rest);
        let is_part = |rest: &&str| rest.starts_with(|letter: char| letter.is_ascii_alphanumeric());
        match rest.strip_prefix(['.', '-', '+']).filter(is_part) {
            Some(part) => rest = part,
            None => break,
        }
    }
    let end = ends.into_iter().rev().find(|rest| ends_before(rest))?;
    Some(text.len() - end.len())
}

fn after_digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

/// Whether a version may stand before this: a full stop ends a sentence, and nothing else.
fn ends_before(rest: &str) -> bool {
    let mut letters = rest.chars();
    match letters.next() {
        None => true,
        Some('.') => letters.next().is_none_or(char::is_whitespace),
        Some(letter) => !letter.is_ascii_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    /// The same as a regular expression.
    fn by_regex(text: &str) -> Option<Range<usize>> {
        let regex = Regex::new(
            r"(?:^|[\s(\[/@\-_])(?P<v>[vV]?[0-9]+(?:\.[0-9]+)+(?:[.\-+]?[0-9A-Za-z]+)*)(?:$|[^0-9A-Za-z.]|\.(?:$|\s))",
        );
        let found = regex.unwrap().captures(text)?;
        found.name("v").map(|version| version.range())
    }

    #[test]
    fn a_version_ends_where_it_ends() {
        for (text, version) in [
            ("Version 1.2.3.", Some("1.2.3")),
            ("pkg@v1.2.3-rc.1+b5 (2024-01-31)", Some("v1.2.3-rc.1+b5")),
            ("1.2-rc1..x", Some("1.2")),
            ("1.2..3", None),
            ("x1.2.3", None),
            ("12", None),
        ] {
            let found = find(text).map(|range| &text[range]);
            assert_eq!(found, version, "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_finds_what_the_regular_expression_finds(text in "[0-9vVrc.+_ (@/é\u{a0}-]{0,16}") {
            prop_assert_eq!(find(&text), by_regex(&text));
        }

        #[test]
        fn it_does_so_around_versions(
            before in ".{0,3}",
            version in "[vV]?[0-9]{1,2}(\\.[0-9]{1,2}){1,3}([.+-]?[0-9a-c]{1,3}){0,3}",
            after in "[.]{0,2}.{0,3}",
        ) {
            let text = format!("{before}{version}{after}");
            prop_assert_eq!(find(&text), by_regex(&text));
        }
    }
}
