//! Plain text: a line that is a version and little more is a heading.

use super::heading::{self, Look};
use super::{Event, EventKind, after_list_marker, indent_of};

/// The level of a line that names a version.
const VERSION_LEVEL: usize = 1;
/// The level of a `** …` line of a GNU NEWS file, and of its deeper ones less one each.
const TOPIC_LEVEL: usize = 2;

/// The events of a plain text, in its order.
pub(super) fn events(text: &str) -> Vec<Event<'_>> {
    let mut events: Vec<Event<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let paragraph_starts = events
            .last()
            .is_none_or(|event| !matches!(event.kind, EventKind::Text { .. }));
        let kind = kind_of(line, paragraph_starts);
        events.push(Event {
            line: index as u64 + 1,
            kind,
        });
    }
    events
}

fn kind_of(line: &str, paragraph_starts: bool) -> EventKind<'_> {
    let (indent, text) = (indent_of(line), line.trim());
    if text.chars().all(|c| c.is_ascii_punctuation()) && text != "-" && text != "*" {
        return EventKind::Blank;
    }
    if indent == 0
        && paragraph_starts
        && let Some(text) = version_line(text)
    {
        let level = VERSION_LEVEL;
        return EventKind::Heading { level, text };
    }
    if let Some(text) = gnu_topic(text).filter(|_| indent == 0) {
        let level = TOPIC_LEVEL;
        return EventKind::Heading { level, text };
    }
    match after_list_marker(text) {
        Some(text) => EventKind::Bullet { indent, text },
        None => EventKind::Text { indent, text },
    }
}

/// `Version 1.2.3 (2024-01-31):`, `1.2.3 - 2024-01-31`, and GNU's `* Noteworthy changes in
/// release 1.2.3 (2024-01-31) [stable]`.
fn version_line(text: &str) -> Option<&str> {
    let (text, look) = match text.strip_prefix("* ") {
        Some(text) => (text, Look::Item),
        None => (text, Look::Line),
    };
    let bulleted = after_list_marker(text).is_some();
    let meaning = heading::read(text, look)?;
    (meaning.exact && !bulleted).then_some(text)
}

fn gnu_topic(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("**")?.trim_start_matches('*');
    (rest.starts_with(' ') && !rest.trim_end().ends_with("**")).then(|| rest.trim())
}
