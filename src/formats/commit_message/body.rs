//! What the body of a message says, line by line.

use super::header::{self, Header};
use super::list::{self, Item};
use super::{MAX_TEXT, Message, breaking, cut, gitmoji};

/// One line of the body, and where it stands.
pub(super) struct Line<'a> {
    /// Its place in the message; the subject's is 0.
    pub(super) number: usize,
    pub(super) text: &'a str,
    /// Whether it belongs to the trailers.
    pub(super) trailer: bool,
    /// Whether it stands in a comment of HTML or a `<details>` element, where a heading is that of a
    /// template or of something quoted.
    pub(super) aside: bool,
}

/// What says that something breaks, while its text is being read.
struct Note {
    line: usize,
    owner: Option<usize>,
    text: String,
    open: bool,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A footer or a box: it stands for itself.
    Plain,
    /// A heading, which says nothing without something below it.
    Heading,
    /// A question of a template, which takes a yes.
    Question,
}

/// Goes through the body line by line.
pub(super) struct BodyReader {
    changes: Vec<Header>,
    notes: Vec<Note>,
    bytes: usize,
    /// Whether the subject says that it breaks something, and is no header.
    marked: bool,
    /// Whether the subject says by an emoji what it does: then those of a list do, too.
    by_emoji: bool,
    pub(super) title_expected: bool,
    after_blank: bool,
    after_change: bool,
    after_date: bool,
}

impl BodyReader {
    pub(super) fn new(subject: &str, header: Option<Header>) -> Self {
        let mut reader = BodyReader {
            marked: header.is_none() && breaking::has_bracketed_mark(subject),
            by_emoji: gitmoji::read(subject).is_some(),
            after_change: header.is_some(),
            changes: header.into_iter().collect(),
            notes: Vec::new(),
            bytes: 0,
            title_expected: false,
            after_blank: false,
            after_date: false,
        };
        if let Some(text) = breaking::footer(subject) {
            reader.note(0, text, Kind::Plain);
        }
        reader
    }

    pub(super) fn read(&mut self, line: &Line) {
        self.bytes += line.text.len() + 1;
        if line.text.is_empty() {
            self.end_note_if_it_has_text();
            self.after_blank = true;
            self.after_change = false;
            return;
        }
        let is_change = self.read_text(line);
        // A header among trailers is read as one of them, but what follows is not less of a header.
        self.after_change = is_change || header::starts_with_known_lowercase(line.text);
        self.title_expected = false;
        self.after_blank = false;
        self.after_date = line.text.starts_with("Date:");
    }

    /// Reads a line that is not blank; whether it is a change.
    fn read_text(&mut self, line: &Line) -> bool {
        let item = list::item(line.text);
        let text = match item {
            Item::Unticked => return false,
            Item::None => line.text,
            Item::Text(text) | Item::Ticked(text) => text,
        };
        let starts = || {
            let text = self.after_blank.then(|| breaking::unpunctuated(text));
            text.flatten()
        };
        let footer = breaking::footer(text).or_else(starts);
        if let Some(text) = footer.filter(|text| !is_empty_heading(line, text)) {
            self.note(line.number, text, Kind::Plain);
            return false;
        }
        if !line.aside {
            if let Item::Ticked(text) = item
                && let Some(text) = breaking::ticked(text)
            {
                self.note(line.number, text, Kind::Plain);
                self.end_note();
                return false;
            }
            if breaking::is_heading(line.text) {
                self.note(line.number, "", Kind::Heading);
                return false;
            }
            if breaking::is_question(line.text) {
                self.note(line.number, "", Kind::Question);
                return false;
            }
        }
        let Some(change) = self.change(line, item) else {
            self.continue_note(line);
            return false;
        };
        self.give_to_heading(line.text);
        self.end_note();
        // Past the limit, only what is breaking is kept.
        if change.breaking || self.bytes <= MAX_TEXT {
            self.changes.push(change);
        }
        true
    }

    /// The change that a line of the body describes.
    fn change(&self, line: &Line, item: Item) -> Option<Header> {
        if self.title_expected {
            return header::of_subject(line.text);
        }
        if let Item::Text(text) | Item::Ticked(text) = item {
            let by_emoji = || self.by_emoji.then(|| gitmoji::read(text));
            return header::parse(text).or_else(|| by_emoji().flatten());
        }
        let text = line.text.trim_start();
        if self.after_date && text.len() < line.text.len() {
            return header::parse(text);
        }
        if text.len() < line.text.len() {
            return None;
        }
        let starts = self.after_blank || self.after_change;
        if let Some(change) = header::with_bang(text, starts) {
            return Some(change);
        }
        // No trailer is called `feat`: a list of headers at the end looks like trailers.
        let is_trailer = line.trailer && !text.starts_with("feat:");
        (starts && !is_trailer && header::starts_with_known_lowercase(text))
            .then(|| header::parse(text))
            .flatten()
    }

    fn note(&mut self, line: usize, text: &str, kind: Kind) {
        self.end_note();
        self.notes.push(Note {
            line,
            owner: self.changes.len().checked_sub(1),
            text: cut(text).to_owned(),
            open: true,
            kind,
        });
    }

    /// A change in the list below a heading is what breaks, though it says so itself at best.
    fn give_to_heading(&mut self, line: &str) {
        if let Some(note) = self.notes.last_mut()
            && note.open
            && note.kind == Kind::Heading
            && note.text.is_empty()
        {
            cut(line.trim()).clone_into(&mut note.text);
        }
    }

    fn continue_note(&mut self, line: &Line) {
        let Some(note) = self.notes.last_mut().filter(|note| note.open) else {
            return;
        };
        // In a comment, only a footer that began outside of it goes on.
        if line.aside && note.kind != Kind::Plain {
            return;
        }
        let text = match list::item(line.text) {
            Item::Ticked(text) if note.kind != Kind::Plain => text,
            _ => line.text.trim(),
        };
        let is_trailer = line.trailer && !line.text.starts_with(char::is_whitespace);
        let is_next = note.kind != Kind::Plain && is_heading_or_rule(text);
        if is_trailer || is_next || note.text.len() > MAX_TEXT {
            note.open = false;
            return;
        }
        if !note.text.is_empty() {
            note.text.push(' ');
        }
        note.text.push_str(cut(text));
    }

    fn end_note(&mut self) {
        if let Some(note) = self.notes.last_mut() {
            note.open = false;
        }
    }

    /// A blank line ends a footer, but not one whose text is yet to come.
    fn end_note_if_it_has_text(&mut self) {
        if let Some(note) = self.notes.last_mut()
            && !note.text.is_empty()
        {
            note.open = false;
        }
    }

    /// Gives each footer to its change: one in the last paragraph, which starts at line `last`, to
    /// the subject's, where the subject has one; any other to the nearest change before it.
    pub(super) fn finish(mut self, last: Option<usize>) -> Message {
        self.notes.retain(|note| !says_nothing(note));
        for note in &self.notes {
            let owner = match last {
                Some(paragraph) if note.line >= paragraph => Some(0),
                _ => note.owner,
            };
            let Some(change) = owner.and_then(|index| self.changes.get_mut(index)) else {
                continue;
            };
            change.breaking = true;
            let text = change.breaking_note.get_or_insert_default();
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&note.text);
        }
        Message {
            breaking: self.marked
                || !self.notes.is_empty()
                || self.changes.iter().any(|change| change.breaking),
            breaking_notes: self.notes.into_iter().map(|note| note.text).collect(),
            changes: self.changes,
            ..Message::default()
        }
    }
}

/// Whether a footer is a heading, `## Breaking changes:`, with nothing behind the colon.
fn is_empty_heading(line: &Line, text: &str) -> bool {
    text.is_empty() && breaking::is_heading(line.text) && line.text.trim_start().starts_with('#')
}

fn says_nothing(note: &Note) -> bool {
    match note.kind {
        Kind::Plain => breaking::is_nothing(&note.text),
        Kind::Heading => {
            breaking::is_nothing(&note.text) || !note.text.contains(char::is_alphanumeric)
        }
        Kind::Question => !breaking::is_yes(&note.text),
    }
}

/// `## Next`, `---`
fn is_heading_or_rule(text: &str) -> bool {
    text.starts_with('#') || text.len() > 2 && text.chars().all(|c| "-*_=".contains(c))
}
