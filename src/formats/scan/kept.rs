//! The form in which texts and numbers of a report are kept: one line, no longer than a limit.

use crate::formats::report::Flaw;

/// The most characters that are kept of a message, a reason, or a rule. What is cut off is replaced
/// by `…`.
pub const MAX_MESSAGE: usize = 300;
/// The most bytes of a path or of the name of a package. A longer one is refused, since two that
/// are cut off might be taken for each other.
pub const MAX_NAME: usize = 4096;

/// Refuses what would be the first beyond a limit.
pub(super) fn limit(count: usize, most: usize, what: &str) -> Result<(), Flaw> {
    if count < most {
        return Ok(());
    }
    Err(Flaw::unreadable(format!("it has more than {most} {what}")))
}

/// A text as one line of at most [`MAX_MESSAGE`] characters.
pub(super) fn line(text: &str) -> String {
    if is_line(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len().min(MAX_MESSAGE));
    let mut count = 0;
    for (at, word) in text.split_ascii_whitespace().enumerate() {
        let space = (at > 0).then_some(' ');
        for character in space.into_iter().chain(word.chars()) {
            if count >= MAX_MESSAGE - 1 {
                line.push('…');
                return line;
            }
            line.push(if character.is_control() {
                char::REPLACEMENT_CHARACTER
            } else {
                character
            });
            count += 1;
        }
    }
    line
}

/// Whether a text is such a line already; what is not ASCII is looked at more closely.
fn is_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let printable = bytes.iter().all(|byte| (b' '..0x7f).contains(byte));
    printable
        && bytes.len() < MAX_MESSAGE
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && memchr::memmem::find(bytes, b"  ").is_none()
}

/// A path as it is kept: without `./` in front, which bandit writes in some places and not in
/// others. `None` for an empty one.
pub(super) fn path(text: &str) -> Result<Option<String>, Flaw> {
    if text.is_empty() {
        return Ok(None);
    }
    let path = name(text)?.replace('\\', "/");
    Ok(Some(match path.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => path,
    }))
}

/// A name that is not too long.
pub(super) fn name(text: &str) -> Result<&str, Flaw> {
    if text.len() > MAX_NAME {
        return Err(Flaw::unreadable(format!(
            "it has a name of more than {MAX_NAME} bytes"
        )));
    }
    Ok(text)
}

/// `name==version`.
pub(super) fn package(package: &str, version: &str) -> Result<String, Flaw> {
    Ok(format!("{}=={}", name(package)?, name(version)?))
}

/// A line's number; `None` for 0, which tools write where they know none.
pub(super) fn line_number(line: Option<u32>) -> Option<u32> {
    line.filter(|&line| line > 0)
}

/// A moment with its zone, in seconds since 1970; `None` where it has no zone, or is none.
pub(super) fn moment(text: &str) -> Option<i64> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    Some(moment.as_second())
}

/// A score between 0 and 10 in tenths, rounded to the nearest.
///
/// # Errors
/// It is not a number, or not within these bounds.
pub(super) fn tenths(score: f64) -> Result<u16, Flaw> {
    if !(0.0..=10.0).contains(&score) {
        return Err(Flaw::unreadable(format!(
            "it has the score {score}, which is not between 0 and 10"
        )));
    }
    // Between 0 and 100, as was just seen.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Ok((score * 10.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn messages_are_cut_to_one_line() {
        assert_eq!(line(" a\n\tb\u{7}c \r\n"), "a b\u{fffd}c");
        let long = line(&"äß ".repeat(500));
        assert_eq!(long.chars().count(), MAX_MESSAGE);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn paths_have_one_kind_of_slash_and_no_bounds_are_passed() {
        assert_eq!(path("a\\b/c").unwrap().as_deref(), Some("a/b/c"));
        assert_eq!(path("./a").unwrap().as_deref(), Some("a"));
        assert_eq!(path("").unwrap(), None);
        assert!(path(&"a".repeat(MAX_NAME + 1)).is_err());
        assert_eq!(line_number(Some(0)), None);
        assert_eq!(line_number(Some(3)), Some(3));
    }

    #[test]
    fn moments_need_a_zone() {
        assert_eq!(moment("1970-01-01T00:01:00Z"), Some(60));
        assert_eq!(moment("1970-01-01T01:01:00.5+01:00"), Some(60));
        assert_eq!(moment("2026-11-26 08:06:56"), None);
        assert_eq!(moment("now"), None);
    }

    proptest! {
        #[test]
        fn no_message_is_longer_than_the_limit(text in "\\PC{0,700}") {
            prop_assert!(line(&text).chars().count() <= MAX_MESSAGE);
        }

        #[test]
        fn a_line_stays_as_it_is(text in "[ -~\n]{0,60}") {
            let once = line(&text);
            prop_assert_eq!(&once, &text.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert_eq!(line(&once), once);
        }
    }
}
