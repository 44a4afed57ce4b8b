//! Markdown, line by line: headings, list items and text, without code, comments and definitions.

use super::heading::{self, Look};
use super::{BOLD_LEVEL, Event, EventKind, after_list_marker, indent_of};

/// The events of a Markdown text, in its order.
pub(super) fn events(text: &str) -> Vec<Event<'_>> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.read(index as u64 + 1, line);
    }
    reader.events
}

#[derive(Default)]
struct Reader<'t> {
    events: Vec<Event<'t>>,
    skipping: Skipping,
}

/// What is being skipped, and how it ends.
#[derive(Default)]
enum Skipping {
    #[default]
    Nothing,
    /// Code: ends with as many of the same character.
    Fence(char, usize),
    /// An HTML comment: ends with `-->`.
    Comment,
    /// YAML before the text: ends with `---`.
    FrontMatter,
}

impl<'t> Reader<'t> {
    fn read(&mut self, number: u64, line: &'t str) {
        match self.skipping {
            Skipping::Fence(marker, length) => {
                let (fence, rest) = split_run(line.trim(), marker);
                if fence >= length && rest.is_empty() {
                    self.skipping = Skipping::Nothing;
                }
            }
            Skipping::Comment => {
                if let Some((_, rest)) = line.split_once("-->") {
                    self.skipping = Skipping::Nothing;
                    self.read_visible(number, rest);
                }
            }
            Skipping::FrontMatter => {
                if matches!(line.trim_end(), "---" | "...") {
                    self.skipping = Skipping::Nothing;
                }
            }
            Skipping::Nothing => self.read_visible(number, line),
        }
    }

    /// A line outside of code: comments that end on it are cut out, one that stays open cuts the
    /// rest.
    fn read_visible(&mut self, number: u64, line: &'t str) {
        let mut rest = line;
        let mut is_start = true;
        while let Some((before, after)) = rest.split_once("<!--") {
            if before.matches('`').count() % 2 == 1 {
                break;
            }
            let Some((_, after)) = after.split_once("-->") else {
                self.skipping = Skipping::Comment;
                return self.read_unless_blank(number, before);
            };
            self.read_unless_blank(number, before);
            if after.trim().is_empty() {
                return;
            }
            is_start &= before.trim().is_empty();
            // A heading starts its line, one in bold, too.
            rest = if is_start {
                after
            } else {
                after.trim_start().trim_start_matches(['#', '*', '_'])
            };
        }
        self.read_content(number, rest);
    }

    fn read_unless_blank(&mut self, number: u64, line: &'t str) {
        if !line.trim().is_empty() {
            self.read_content(number, line);
        }
    }

    fn read_content(&mut self, number: u64, line: &'t str) {
        let indent = indent_of(line);
        let text = line.trim();
        if number == 1 && text == "---" {
            self.skipping = Skipping::FrontMatter;
        } else if let Some(skipping) = opening_fence(text) {
            self.skipping = skipping;
        } else if text.is_empty() || is_definition(indent, text) || is_only_tags(text) {
            self.push(number, EventKind::Blank);
        } else if let Some(level) = underline_level(text).filter(|_| indent < 4) {
            self.underline(number, level, text);
        } else if is_rule(text) {
            self.push(number, EventKind::Blank);
        } else if let Some((level, text)) = atx_heading(text).filter(|_| indent < 4) {
            self.push(number, EventKind::Heading { level, text });
        } else {
            self.read_block(number, indent, text);
        }
    }

    fn read_block(&mut self, number: u64, indent: usize, text: &'t str) {
        let text = text.trim_start_matches(['>', ' ']);
        if is_table_separator(text) {
            if let Some(header) = self.events.last_mut() {
                header.kind = EventKind::Blank;
            }
        } else if text.starts_with('|') {
            let text = text.trim_matches(['|', ' ']);
            self.push(number, EventKind::Bullet { indent, text });
        } else if let Some(text) = after_list_marker(text) {
            self.push(number, EventKind::Bullet { indent, text });
        } else if indent < 4 && is_bold_heading(text) {
            let level = BOLD_LEVEL;
            self.push(number, EventKind::Heading { level, text });
        } else {
            self.push(number, EventKind::Text { indent, text });
        }
    }

    /// A line of `=` or `-` makes a heading of a paragraph of one line; else it is a rule.
    fn underline(&mut self, number: u64, level: usize, text: &'t str) {
        let lone = !matches!(self.events.iter().rev().nth(1), Some(event) if matches!(event.kind, EventKind::Text { .. }));
        match self.events.last_mut() {
            Some(Event { kind, .. }) if lone => match *kind {
                EventKind::Text { text, .. }
                | EventKind::Heading {
                    level: BOLD_LEVEL,
                    text,
                } => {
                    *kind = EventKind::Heading { level, text };
                }
                _ => self.rule_or_item(number, text),
            },
            _ => self.rule_or_item(number, text),
        }
    }

    fn rule_or_item(&mut self, number: u64, text: &'t str) {
        let kind = match text {
            "-" => EventKind::Bullet {
                indent: 0,
                text: "",
            },
            _ => EventKind::Blank,
        };
        self.push(number, kind);
    }

    fn push(&mut self, line: u64, kind: EventKind<'t>) {
        self.events.push(Event { line, kind });
    }
}

/// How often the text repeats `marker` at its start, and the rest.
fn split_run(text: &str, marker: char) -> (usize, &str) {
    let rest = text.trim_start_matches(marker);
    ((text.len() - rest.len()) / marker.len_utf8(), rest)
}

fn opening_fence(text: &str) -> Option<Skipping> {
    let text = after_list_marker(text).unwrap_or(text);
    ['`', '~'].into_iter().find_map(|marker| {
        let (length, rest) = split_run(text, marker);
        (length >= 3 && !rest.contains('`')).then_some(Skipping::Fence(marker, length))
    })
}

fn atx_heading(text: &str) -> Option<(usize, &str)> {
    let (level, rest) = split_run(text, '#');
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    if !(1..=6).contains(&level) || !(spaced || glued_version(rest)) {
        return None;
    }
    let text = rest.trim();
    let closed = text.trim_end_matches('#');
    let closing = closed.is_empty() || closed.ends_with([' ', '\t']);
    Some((level, if closing { closed.trim_end() } else { text }))
}

/// `##1.2.3` is no heading to CommonMark, but was to many; `#123` is an issue.
fn glued_version(rest: &str) -> bool {
    rest.contains('.') && heading::read(rest, Look::Marked).is_some_and(|meaning| meaning.exact)
}

fn underline_level(text: &str) -> Option<usize> {
    let all = |c: char| text.chars().all(|other| other == c);
    if all('=') {
        Some(1)
    } else if all('-') {
        Some(2)
    } else {
        None
    }
}

fn is_rule(text: &str) -> bool {
    ['-', '*', '_'].into_iter().any(|marker| {
        text.chars().filter(|&c| c == marker).count() >= 3
            && text.chars().all(|c| c == marker || c == ' ')
    })
}

/// `[1.2.3]: https://…`: where a link leads.
fn is_definition(indent: usize, text: &str) -> bool {
    let label = text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"));
    indent < 4 && label.is_some_and(|(label, _)| !label.is_empty() && !label.contains(']'))
}

/// Whether the line is HTML tags without text: `<a name="1.2.3"></a>`, `<details>`.
fn is_only_tags(text: &str) -> bool {
    let mut rest = text;
    while let Some(tag) = rest.strip_prefix('<') {
        let autolink = tag.starts_with("http");
        match tag.split_once('>') {
            Some((_, after)) if !autolink => rest = after.trim_start(),
            _ => return false,
        }
    }
    rest.is_empty()
}

fn is_table_separator(text: &str) -> bool {
    text.starts_with(['|', ':', '-'])
        && text.contains('|')
        && text.contains('-')
        && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// A line in bold, whole, or one that starts with a version in bold.
fn is_bold_heading(text: &str) -> bool {
    let Some((bold, after)) = ["**", "__"].into_iter().find_map(|mark| {
        let (bold, after) = text.strip_prefix(mark)?.split_once(mark)?;
        (!bold.is_empty()).then_some((bold, after))
    }) else {
        return false;
    };
    let whole = matches!(after.trim(), "" | ":");
    whole
        || (heading::read(bold, Look::Marked).is_some_and(|meaning| meaning.exact)
            && heading::read(text, Look::Marked).is_some_and(|meaning| meaning.exact))
}
