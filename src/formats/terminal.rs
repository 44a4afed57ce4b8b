//! Text that was meant for a terminal.

use std::borrow::Cow;

/// The text without its escape sequences (ECMA-48, section 5: CSI, and the commands that end with
/// BEL or ST) and carriage returns. Borrowed where there are none.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['\u{1b}', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\u{1b}', '\r']) {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        rest = after_escape(from);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// What follows the escape sequence or carriage return that the text starts with.
fn after_escape(text: &str) -> &str {
    let mut inner = text.chars();
    if inner.next() == Some('\r') {
        return inner.as_str();
    }
    match inner.next() {
        Some('[') => {
            let body = inner.as_str();
            let end = body.find(|it: char| ('@'..='~').contains(&it));
            end.map_or("", |end| body.get(end + 1..).unwrap_or_default())
        }
        Some(']') => {
            let body = inner.as_str();
            let bell = body.find('\u{7}').map(|at| at + 1);
            let string_end = body.find("\u{1b}\\").map(|at| at + 2);
            let end = bell.into_iter().chain(string_end).min();
            end.and_then(|end| body.get(end..)).unwrap_or_default()
        }
        _ => inner.as_str(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn colours_and_links_are_taken_out() {
        assert_eq!(
            plain("\u{1b}[1msrc/a.py\u{1b}[0m:7: x\r\n"),
            "src/a.py:7: x\n"
        );
        let link = "\u{1b}]8;;https://example.org\u{1b}\\text\u{1b}]8;;\u{7}!";
        assert_eq!(plain(link), "text!");
        assert!(matches!(plain("nothing"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_sequence_that_breaks_off_ends_the_text() {
        assert_eq!(plain("a\u{1b}[31"), "a");
        assert_eq!(plain("a\u{1b}]8;;x"), "a");
        assert_eq!(plain("a\u{1b}"), "a");
    }

    proptest! {
        #[test]
        fn nothing_is_left_of_any_sequence(text in "(\u{1b}|\\[|\\]|\u{7}|m|[0-9;]|\\\\|é|\r|\n){0,40}") {
            let kept = plain(&text);
            let left = kept.contains(['\u{1b}', '\r']);
            prop_assert!(!left);
        }
    }
}
