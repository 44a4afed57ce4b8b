//! The form in which texts of a document are kept.

use crate::formats::json_text::Text;
use crate::formats::report::Flaw;

/// The most bytes of a text that is kept. A longer one is refused, since two that are cut off might
/// be taken for each other.
pub const MAX_TEXT: usize = 8192;

/// The most bytes of a text that is shown in a message.
const SHOWN: usize = 80;

/// A text that is not too long.
fn text<'t, T: From<&'t str>>(text: &'t str) -> Result<T, Flaw> {
    if text.len() > MAX_TEXT {
        return Err(Flaw::unreadable(format!(
            "it has a name of more than {MAX_TEXT} bytes: `{}`",
            shown(text)
        )));
    }
    Ok(text.into())
}

/// The same of a text that may not be there. An empty one is as if it were not.
pub(super) fn maybe<'t, T: From<&'t str>>(given: Option<&'t Text<'_>>) -> Result<Option<T>, Flaw> {
    given
        .map(|it| it.trim())
        .filter(|it| !it.is_empty())
        .map(text)
        .transpose()
}

/// A text as it is shown in a message: on one line, and not too long.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        if shown.len() >= SHOWN {
            shown.push('…');
            break;
        }
        shown.push(if letter.is_control() { ' ' } else { letter });
    }
    shown
}

/// A text in words, cut to what is shown of a message.
pub(super) fn words(text: &str) -> String {
    let mut words: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > 300 {
        words = words.chars().take(299).collect();
        words.push('…');
    }
    words
}

/// A moment with its zone, in seconds since 1970; `None` where it has no zone, or is none.
pub(super) fn moment(text: &str) -> Option<i64> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    Some(moment.as_second())
}

/// Refuses what would be the first beyond a limit.
pub(super) fn limit(count: usize, most: usize, what: &str) -> Result<(), Flaw> {
    if count < most {
        return Ok(());
    }
    Err(Flaw::unreadable(format!("it has more than {most} {what}")))
}
