//! Text from repositories, made harmless for a terminal.
//!
//! File names, commit messages and branch names may hold anything. Shown as they are, an escape
//! sequence could wipe a NO-GO from the screen, a line break could begin a line that looks like
//! relcheck's own, and a bidirectional mark could show a text in another order than it has.

use std::borrow::Cow;

/// The text with every character that does not simply stand for itself written as an escape:
/// `\n`, `\u{1b}`.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    escaped(text, is_unsafe)
}

/// The same, but line breaks stay: for messages of relcheck's own that have several lines.
#[must_use]
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && is_unsafe(c))
}

fn escaped(text: &str, is_unsafe: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            safe.extend(c.escape_default());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Control characters, separators of lines, and marks that change the direction of text (Unicode
/// Standard Annex 9).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_moves_the_cursor_is_escaped() {
        assert_eq!(plain("a\u{1b}[2Jb\r\nc\u{9b}"), r"a\u{1b}[2Jb\r\nc\u{9b}");
        assert_eq!(plain("\u{202e}og"), r"\u{202e}og");
        assert_eq!(plain_lines("a\n\u{7}b"), "a\n\\u{7}b");
    }

    #[test]
    fn ordinary_text_stays() {
        for text in ["", "docs/naïve file.md", "`x` → 日本語 🦀 \\n"] {
            assert_eq!(plain(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(text in any::<String>()) {
            prop_assert!(!plain(&text).chars().any(is_unsafe));
            prop_assert!(plain_lines(&text).chars().all(|c| c == '\n' || !is_unsafe(c)));
        }
    }
}
