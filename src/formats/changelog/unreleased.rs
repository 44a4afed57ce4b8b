//! The words that say of a section that it is not released yet.

use std::ops::Range;

use super::heading::{DECORATION, FILLERS, LEAD_INS, Look, package_in};

/// Headings that collect what is not released yet, whole.
const UNRELEASED: &[&str] = &[
    "unreleased",
    "unreleased changes",
    "not released",
    "not yet released",
    "not released yet",
    "in development",
    "under development",
    "development",
    "development version",
    "dev",
    "devel",
    "next",
    "next release",
    "next version",
    "upcoming",
    "upcoming release",
    "upcoming version",
    "upcoming changes",
    "in progress",
    "work in progress",
    "wip",
    "tbd",
    "tba",
    "to be determined",
    "to be released",
    "pending",
    "future",
    "head",
    "main",
    "master",
    "trunk",
    "vnext",
];

/// What stands in place of a date that is not known yet.
const DATE_PLACEHOLDERS: &[&str] = &["-xx", "yyyy-mm-dd", "????", "-??"];

/// Whether words in lower case, or a part of them, say that something is not released.
pub(super) fn says_unreleased(words: &str) -> bool {
    let has_placeholder = DATE_PLACEHOLDERS
        .iter()
        .any(|placeholder| words.contains(placeholder));
    has_placeholder
        || is_unreleased(words)
        || parts(words).iter().any(|(_, part)| is_unreleased(part))
}

fn is_unreleased(part: &str) -> bool {
    let part = part.trim_matches(DECORATION);
    UNRELEASED.contains(&part) || UNRELEASED.contains(&part.trim_start_matches("released "))
}

/// Whether a heading without a version is that of what is not released: `Unreleased`, `main
/// (unreleased)`, `TBD`, `2024-xx-xx`.
///
/// Most of the words are common ones: `docs: main, and more` is an entry. The less a line looks like
/// a heading, the less else it may say.
pub(super) fn is_title(text: &str, look: Look) -> bool {
    let words = text.to_lowercase();
    let (outside, remarks) = apart(&words);
    let is_remarked = remarks.iter().any(|remark| says_unreleased(remark));
    if look == Look::Item {
        return (is_remarked || says_unreleased(&outside)) && says_nothing_else(&outside);
    }
    words.split_whitespace().any(is_date_placeholder)
        || (is_remarked && (look == Look::Marked || package_in(&outside).is_some()))
        || is_unreleased(&outside)
        || is_said_in_parts(&outside, look)
}

/// Whether the parts of a text outside of parentheses say it: plain words anywhere, and common ones,
/// such as `main`, at an end of a heading or in each part of another line.
fn is_said_in_parts(text: &str, look: Look) -> bool {
    let parts: Vec<&str> = parts(text)
        .into_iter()
        .map(|(_, part)| part.trim_matches(DECORATION))
        .filter(|part| !part.is_empty())
        .collect();
    let is_plain = |part: &&str| is_unreleased(part) && part.contains("released");
    let mut ends = [parts.first(), parts.last()].into_iter().flatten();
    parts.iter().any(is_plain)
        || match look {
            Look::Marked => ends.any(|part| is_unreleased(part)),
            Look::Line | Look::Item => {
                !parts.is_empty() && parts.iter().all(|part| is_unreleased(part))
            }
        }
}

/// Whether nothing is left beside the words that any heading may have.
fn says_nothing_else(text: &str) -> bool {
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !is_date_placeholder(word))
        .collect();
    parts(&words.join(" "))
        .iter()
        .all(|(_, part)| is_unreleased(part) || part.split_whitespace().all(is_any_headings))
}

fn is_any_headings(word: &str) -> bool {
    let word = word.trim_matches(DECORATION);
    FILLERS.contains(&word) || LEAD_INS.contains(&word) || !word.chars().any(char::is_alphanumeric)
}

/// `2024-xx-xx`, `????-??-??`, `yyyy-mm-dd`; an option such as `-xx` is none.
fn is_date_placeholder(word: &str) -> bool {
    let word = word.trim_matches(['(', ')', '[', ']', '*', ',', ':']);
    let starts = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '?' | 'y'));
    starts
        && word.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, '?' | 'x' | 'y' | 'm' | 'd' | '-' | '.' | '/')
        })
        && DATE_PLACEHOLDERS
            .iter()
            .any(|placeholder| word.contains(placeholder))
}

/// A text without its remarks in parentheses, and these.
fn apart(text: &str) -> (String, Vec<String>) {
    let mut outside = String::new();
    let mut remarks: Vec<String> = Vec::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => {
                if depth == 0 {
                    remarks.push(String::new());
                }
                depth += 1;
                outside.push(' ');
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(c),
            _ => {
                if let Some(remark) = remarks.last_mut() {
                    remark.push(c);
                }
            }
        }
    }
    (outside, remarks)
}

/// The parts of a text that its punctuation makes, with the place of each, in bytes. A slash between
/// letters makes none: it is that of a path.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let ends_part = match c {
            '(' | ')' | '[' | ']' | '-' | '–' | '—' | ':' | ',' => true,
            '/' => stands_free(text, at),
            _ => false,
        };
        if ends_part {
            parts.push((start, text.get(start..at).unwrap_or_default()));
            start = at + c.len_utf8();
        }
    }
    parts.push((start, text.get(start..).unwrap_or_default()));
    parts
}

/// Whether a slash has a blank, or nothing, on both sides of it.
fn stands_free(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + 1..).and_then(|after| after.chars().next());
    let is_free = |c: Option<char>| c.is_none_or(char::is_whitespace);
    is_free(before) && is_free(after)
}

/// Where a heading, or a line below one, says that something is not released yet, in bytes:
/// `unreleased`, `to be released`, `2026-xx-xx`. `None` if it does not.
///
/// It is asked of the text behind the version: `dev` is no version's suffix here.
#[must_use]
pub fn unreleased_words(text: &str) -> Option<Range<usize>> {
    let lowered = text.to_ascii_lowercase();
    let placeholder = DATE_PLACEHOLDERS
        .iter()
        .find_map(|placeholder| lowered.find(placeholder));
    if let Some(at) = placeholder {
        let apart = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '*' | ',');
        let start = lowered
            .get(..at)?
            .rfind(apart)
            .map_or(0, |before| before + 1);
        let end = lowered
            .get(at..)?
            .find(apart)
            .map_or(text.len(), |length| at + length);
        return Some(start..end);
    }
    parts(&lowered).into_iter().find_map(|(start, part)| {
        let words = part.trim_matches(DECORATION);
        let at = start + part.find(words)?;
        UNRELEASED.contains(&words).then_some(at..at + words.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_what_is_not_released_are_found_where_they_stand() {
        for (text, found) in [
            (" (unreleased)", Some("unreleased")),
            (" – Not yet released", Some("Not yet released")),
            (" - [Unreleased]", Some("Unreleased")),
            (" / unreleased", Some("unreleased")),
            (" - 2026-xx-xx", Some("2026-xx-xx")),
            ("*YYYY-MM-DD*", Some("YYYY-MM-DD")),
            ("Unreleased", Some("Unreleased")),
            (" - 2026-01-31", None),
            ("open /dev/null", None),
            ("nothing released", None),
            ("", None),
        ] {
            let range = unreleased_words(text);
            assert_eq!(range.map(|range| &text[range]), found, "{text}");
        }
    }

    #[test]
    fn the_less_a_line_looks_like_a_heading_the_less_else_it_may_say() {
        for (text, looks) in [
            ("Unreleased", "mli"),
            ("main / unreleased", "mli"),
            ("main (unreleased)", "mli"),
            ("Noteworthy changes in release ?.? (????-??-??) ?", "mli"),
            ("Unreleased - ReleaseDate", "ml"),
            ("demo (in development)", "ml"),
            ("2024-xx-xx", "mli"),
            ("Next: the new parser", "m"),
            ("docs: main", "m"),
            ("docs: main, and more", ""),
            ("unix: open /dev/null in chroot env (Andrey)", ""),
            (
                "docs: say what is not released yet by now (pending, I fear)",
                "m",
            ),
            ("unix: take the option -xx", ""),
            ("", ""),
        ] {
            let named = [("m", Look::Marked), ("l", Look::Line), ("i", Look::Item)];
            let found: String = named
                .into_iter()
                .filter_map(|(name, look)| is_title(text, look).then_some(name))
                .collect();
            assert_eq!(found, looks, "{text}");
        }
    }
}
