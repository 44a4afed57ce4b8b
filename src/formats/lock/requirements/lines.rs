//! The lines of a `requirements.txt` as pip puts them together.

use std::borrow::Cow;

use crate::formats::lock::model::{MAX_TEXT, flaw};
use crate::formats::report::Flaw;

/// The longest that several lines may be put together, in bytes: a requirement with a hundred
/// digests takes ten thousand.
const MAX_LINE: usize = 64 * MAX_TEXT;

/// One logical line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// What it says, without comments.
    pub text: Cow<'t, str>,
    /// The number of its first line.
    pub number: u64,
    /// The comment behind it, and those in the lines below it that hold nothing else.
    pub comments: Vec<&'t str>,
}

/// The logical lines of a file. Like pip: a backslash at the end of a line takes in the next one;
/// `#` opens a comment at the start of a line and behind white space.
///
/// # Errors
/// The last line ends in a backslash, so that what it takes in is not there; or lines that are put
/// together are too long.
pub(super) fn logical(text: &str) -> Result<Vec<Line<'_>>, Flaw> {
    let mut found: Vec<Line<'_>> = Vec::new();
    let mut open = false;
    let mut last = 0;
    for (number, line) in (1_u64..).zip(text.lines()) {
        last = number;
        let (content, comment) = split(line);
        let continues = comment.is_none() && content.ends_with('\\');
        let content = if continues {
            content.strip_suffix('\\').unwrap_or(content)
        } else {
            content
        };
        match found.last_mut().filter(|_| open) {
            Some(before) => {
                before.text.to_mut().push_str(content);
                if before.text.len() > MAX_LINE {
                    return Err(flaw(
                        before.number,
                        format!("a requirement of more than {MAX_LINE} bytes"),
                    ));
                }
                before.comments.extend(comment);
            }
            None if content.trim().is_empty() => {
                if let (Some(before), Some(comment)) = (found.last_mut(), comment) {
                    before.comments.push(comment);
                }
            }
            None => found.push(Line {
                text: Cow::Borrowed(content),
                number,
                comments: comment.into_iter().collect(),
            }),
        }
        open = continues;
    }
    if open {
        return Err(flaw(last, "it ends in a backslash, so it is cut off"));
    }
    Ok(found)
}

/// A line without its comment, and the comment without its sign.
fn split(line: &str) -> (&str, Option<&str>) {
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        if letter == '#' && before.is_whitespace() {
            let comment = line.get(at + 1..).unwrap_or_default().trim();
            return (line.get(..at).unwrap_or_default().trim_end(), Some(comment));
        }
        before = letter;
    }
    (line, None)
}
