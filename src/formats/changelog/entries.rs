//! The entries of a section, by the sub-heading that they stand under.

use super::{Entry, Event, EventKind, Group, inline};

/// Texts that hold the place of an entry and say nothing.
const PLACEHOLDERS: &[&str] = &[
    "",
    "tbd",
    "tba",
    "todo",
    "wip",
    "n/a",
    "na",
    "none",
    "none yet",
    "nothing",
    "nothing yet",
    "nothing here yet",
    "nothing to see here yet",
    "no changes yet",
    "no entries yet",
    "to be determined",
    "to be announced",
    "to be written",
    "to be done",
    "coming soon",
    "work in progress",
    "unreleased",
    "in development",
    "in progress",
];

/// The longest text that can be a placeholder.
const MAX_PLACEHOLDER: usize = 60;

/// Whether an entry says nothing: it is blank, or only holds the place of one to come.
fn is_placeholder(text: &str) -> bool {
    if text.len() > MAX_PLACEHOLDER {
        return false;
    }
    let bare = inline::plain(text).to_lowercase();
    let bare = bare.trim_matches(|c: char| {
        c.is_whitespace() || (c.is_ascii_punctuation() && c != '/') || c == '…'
    });
    PLACEHOLDERS.contains(&bare)
}

/// The groups of a section whose heading stands at `line`. A sub-heading without entries is a
/// group without entries.
pub(super) fn groups(line: u64, body: &[Event<'_>]) -> Vec<Group> {
    let mut builder = Builder::new(line);
    for event in body {
        builder.read(event);
    }
    builder.finish()
}

struct Builder {
    groups: Vec<Group>,
    current: Group,
    open: Option<OpenEntry>,
}

/// The entry whose lines are being read.
struct OpenEntry {
    /// The line on which it starts.
    line: u64,
    text: String,
    /// The indentation of its marker; `None` for a paragraph.
    bullet: Option<usize>,
    lines: usize,
    /// Whether a blank line followed.
    broken: bool,
}

impl Builder {
    fn new(line: u64) -> Self {
        Builder {
            groups: Vec::new(),
            current: Group {
                name: None,
                line,
                entries: Vec::new(),
            },
            open: None,
        }
    }

    fn read(&mut self, event: &Event<'_>) {
        match event.kind {
            EventKind::Heading { text, .. } => self.start_group(event.line, text),
            EventKind::Bullet { indent, text } => self.read_bullet(event.line, indent, text),
            EventKind::Text { indent, text } => self.read_text(event.line, indent, text),
            EventKind::Blank => {
                if let Some(open) = &mut self.open {
                    open.broken = true;
                }
            }
        }
    }

    fn read_bullet(&mut self, line: u64, indent: usize, text: &str) {
        match &mut self.open {
            Some(OpenEntry {
                bullet: Some(parent),
                ..
            }) if indent > *parent => self.append(text),
            Some(open) if open.bullet.is_none() && is_label(open) => {
                let (line, label) = (open.line, std::mem::take(&mut open.text));
                self.open = None;
                self.start_group(line, &label);
                self.start_entry(line, Some(indent), text);
            }
            _ => self.start_entry(line, Some(indent), text),
        }
    }

    fn read_text(&mut self, line: u64, indent: usize, text: &str) {
        match &self.open {
            Some(open) if !open.broken || open.bullet.is_some_and(|parent| indent > parent) => {
                self.append(text);
            }
            _ => self.start_entry(line, None, text),
        }
    }

    fn append(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            if !open.text.is_empty() {
                open.text.push(' ');
            }
            open.text.push_str(text);
            open.lines += 1;
            open.broken = false;
        }
    }

    fn start_entry(&mut self, line: u64, bullet: Option<usize>, text: &str) {
        self.close_entry();
        self.open = Some(OpenEntry {
            line,
            text: text.to_owned(),
            bullet,
            lines: 1,
            broken: false,
        });
    }

    fn close_entry(&mut self) {
        if let Some(open) = self.open.take()
            && !is_placeholder(&open.text)
        {
            self.current.entries.push(Entry {
                line: open.line,
                text: open.text,
            });
        }
    }

    fn start_group(&mut self, line: u64, heading: &str) {
        self.close_entry();
        let plain = inline::plain(heading).to_lowercase();
        let name = plain.trim().trim_end_matches(':').trim_end().to_owned();
        let next = Group {
            name: Some(name),
            line,
            entries: Vec::new(),
        };
        self.groups.push(std::mem::replace(&mut self.current, next));
    }

    fn finish(mut self) -> Vec<Group> {
        self.close_entry();
        self.groups.push(self.current);
        self.groups
            .retain(|group| group.name.is_some() || !group.entries.is_empty());
        self.groups
    }
}

/// The most words of a line such as `Bug fixes:` that names the list below it.
const MAX_LABEL_WORDS: usize = 6;

fn is_label(open: &OpenEntry) -> bool {
    open.lines == 1
        && open.text.ends_with(':')
        && open
            .text
            .split_whitespace()
            .take(MAX_LABEL_WORDS + 1)
            .count()
            <= MAX_LABEL_WORDS
}
