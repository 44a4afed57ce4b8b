//! RDoc: <https://ruby.github.io/rdoc/doc/markup_reference/rdoc_rdoc.html>. A heading begins with as many
//! `=` as it is deep.

use super::{Event, EventKind, after_list_marker, indent_of};

/// The events of a text, in its order.
pub(super) fn events(text: &str) -> Vec<Event<'_>> {
    let lines = text.lines().enumerate();
    let events = lines.map(|(index, line)| Event {
        line: index as u64 + 1,
        kind: kind_of(line),
    });
    events.collect()
}

fn kind_of(line: &str) -> EventKind<'_> {
    let (indent, text) = (indent_of(line), line.trim());
    if text.is_empty() {
        return EventKind::Blank;
    }
    if let Some((level, text)) = heading(text).filter(|_| indent == 0) {
        return EventKind::Heading { level, text };
    }
    match after_list_marker(text) {
        Some(text) => EventKind::Bullet { indent, text },
        None => EventKind::Text { indent, text },
    }
}

fn heading(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches('=');
    let level = text.len() - rest.len();
    let text = rest.trim();
    (level > 0 && !text.is_empty()).then_some((level, text))
}

#[cfg(test)]
mod tests {
    use crate::formats::changelog::{Markup, read};

    #[test]
    fn each_version_is_a_section() {
        let text = "=== 13.3.1 / 2025-10-16\n\n* Fixed: a bug\n* Another\n\n=== 13.3.0 (2025-06-04)\n\n==== Enhancements\n\n* More\n\n=== Not a version\n\n* x\n";
        let releases = read(text, Markup::Rdoc);
        let found: Vec<_> = releases
            .iter()
            .map(|it| (it.heading.as_str(), it.line))
            .collect();
        assert_eq!(
            found,
            [("13.3.1 / 2025-10-16", 1), ("13.3.0 (2025-06-04)", 6)]
        );
    }
}
