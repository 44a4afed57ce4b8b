//! Items of lists, as squash commits, logs and templates write them.

/// What a line says below the marks in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    /// A line that is no item.
    None,
    /// What follows a bullet, a number or an abbreviated object id.
    Text(&'a str),
    /// What follows a box that somebody ticked.
    Ticked(&'a str),
    /// A box that nobody ticked: it says nothing.
    Unticked,
}

/// How many digits a number in front of an item has at most.
const MAX_DIGITS: usize = 3;

/// Reads a line: `* x`, `- x`, `+ x`, `• x`, `1. x`, `1) x`, `0a1b2c3 x`, `* 0a1b2c3 x`, and any of
/// these with a box, `- [x] x`.
pub(super) fn item(line: &str) -> Item<'_> {
    let line = line.trim_start();
    let marked = bullet(line).or_else(|| number(line)).map(str::trim_start);
    let text = marked.unwrap_or(line);
    if let Some(text) = boxed(text, |mark| mark.trim().is_empty()) {
        let says_something = !text.starts_with(['(', ':', '[']);
        return if says_something {
            Item::Unticked
        } else {
            Item::None
        };
    }
    if let Some(text) = boxed(text, |mark| ["x", "X", "✓", "✔"].contains(&mark)) {
        return Item::Ticked(text.trim_start());
    }
    match object_id(text).or(marked) {
        Some(text) => Item::Text(text.trim()),
        None => Item::None,
    }
}

fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['*', '-', '+', '•', '‣', '◦', '·'])?;
    rest.starts_with([' ', '\t', '\u{a0}']).then_some(rest)
}

/// `1. x`, `1) x`
fn number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest.strip_prefix(['.', ')'])?;
    ((1..=MAX_DIGITS).contains(&digits) && rest.starts_with(' ')).then_some(rest)
}

/// What follows a box with such a mark in it.
fn boxed(text: &str, fits: impl Fn(&str) -> bool) -> Option<&str> {
    let (mark, rest) = text.strip_prefix('[')?.split_once(']')?;
    fits(mark).then_some(rest)
}

/// What follows an abbreviated object id, as `git log --oneline` puts it first.
fn object_id(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once(' ')?;
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    ((7..=64).contains(&word.len()) && word.chars().all(is_digit)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{Item, item};

    #[test]
    fn every_form_of_a_list_is_read() {
        for line in [
            "* x",
            "- x",
            "  + x",
            "• x",
            "1. x",
            "12) x",
            "0a1b2c3 x",
            "* 0a1b2c3 x",
            "- 0a1b2c3  x",
        ] {
            assert_eq!(item(line), Item::Text("x"), "{line}");
        }
        for line in ["- [x] x", "* [X] x", "1. [x] x", "[x] x"] {
            assert_eq!(item(line), Item::Ticked("x"), "{line}");
        }
        for line in ["- [ ] x", "* [] x", "[ ] x"] {
            assert_eq!(item(line), Item::Unticked, "{line}");
        }
        for line in [
            "x", "*x", "-", "1.0 x", "2026. x", "**x** y", "[a] x", "decade x", "[](x)",
        ] {
            assert_eq!(item(line), Item::None, "{line}");
        }
    }
}
