//! Commit messages: Conventional Commits 1.0.0 with what people write instead of it, git's
//! trailers, and what the forges put into messages when they merge, squash and revert.
//!
//! Where a message can be read in two ways, it is read so that no feature and no breaking change is
//! overlooked.

mod breaking;
mod gitmoji;
mod header;
mod quoted;
mod references;
#[cfg(test)]
mod tests;
mod trailers;

pub use header::{Header, KINDS};
pub use references::Reverted;
pub use trailers::Trailer;

/// How much of a message is read for anything but breaking changes: 64 KiB. Trailers are those of
/// the last 64 KiB.
pub const MAX_TEXT: usize = 64 << 10;

/// What a commit message says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The first line that is not blank.
    pub subject: String,
    /// The changes that it describes: the subject's first, then those of the body.
    ///
    /// The subject counts if it is a header as [`Header`] has it, or begins with an emoji that stands for
    /// a type, as gitmoji has it. Of a subject that a forge or git
    /// wrote (`Merge …`, `Merged in …`, `Squashed commit …`), the body's first line, which is the
    /// title of the pull request, counts in its place; that the merged commits may say the same
    /// again is the lesser harm, since they may also say nothing. In the body count the
    /// items of a list (`* feat: x`, `- fix: y`), as squash commits have them, first lines of
    /// paragraphs that begin with a known type in lower case, as `git rebase` leaves them, and the
    /// indented subjects that `git merge --squash` writes. A header inside of a sentence does not,
    /// nor do release notes of another project that an update of dependencies quotes in a `<details>`
    /// element.
    pub changes: Vec<Header>,
    /// Whether any of it is breaking: a `!` in a header, or a footer.
    pub breaking: bool,
    /// The text of every `BREAKING CHANGE` footer, in order; a footer without text is empty.
    pub breaking_notes: Vec<String>,
    /// The trailers of the last paragraph.
    pub trailers: Vec<Trailer>,
    /// The pull or merge request that the message names as its own.
    pub pull_request: Option<u64>,
    /// What it says that it reverts.
    pub reverts: Vec<Reverted>,
}

/// A breaking-change footer while its text is being read.
struct Note {
    line: usize,
    owner: Option<usize>,
    text: String,
    open: bool,
}

/// Reads a message. Any text is one.
#[must_use]
pub fn parse(text: &str) -> Message {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim_end)
        .skip_while(|line| line.is_empty())
        .collect();
    let Some((subject, body)) = lines.split_first() else {
        return Message::default();
    };
    let block = trailers::find(&lines);
    let subject_header = header::parse(subject).or_else(|| gitmoji::read(subject));
    let has_header = subject_header.is_some();
    let quoted = quoted::lines(subject, subject_header.as_ref(), body);
    let mut reader = BodyReader::new(subject_header, breaking::footer(subject));
    reader.title_expected = is_written_by_a_tool(subject) && !has_header;
    for ((number, line), quoted) in (1..).zip(body).zip(quoted) {
        let line = if quoted { "" } else { line };
        reader.read(number, line, block.covers(number));
    }
    let kept = first_lines(&lines);
    let mut message = reader.finish(has_header.then_some(block.paragraph));
    message.subject = cut(subject).to_owned();
    message.pull_request = references::pull_request(subject, kept);
    message.reverts = references::reverts(kept, &message.changes, &block.trailers);
    message.trailers = block.trailers;
    message
}

/// Whether git or a forge wrote the subject, so that the title is in the body.
fn is_written_by_a_tool(subject: &str) -> bool {
    ["Merge ", "Merged ", "Squashed commit"]
        .iter()
        .any(|start| subject.starts_with(start))
}

/// The lines of the first [`MAX_TEXT`] bytes.
fn first_lines<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let mut bytes = 0_usize;
    let count = lines
        .iter()
        .take_while(|line| {
            bytes += line.len() + 1;
            bytes <= MAX_TEXT
        })
        .count();
    lines.get(..count).unwrap_or(lines)
}

/// At most [`MAX_TEXT`] bytes of a text.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_TEXT))
        .unwrap_or(text)
}

/// Goes through the body line by line.
struct BodyReader {
    changes: Vec<Header>,
    notes: Vec<Note>,
    bytes: usize,
    title_expected: bool,
    after_blank: bool,
    after_date: bool,
}

impl BodyReader {
    fn new(subject: Option<Header>, footer: Option<&str>) -> Self {
        let mut reader = BodyReader {
            changes: subject.into_iter().collect(),
            notes: Vec::new(),
            bytes: 0,
            title_expected: false,
            after_blank: false,
            after_date: false,
        };
        if let Some(text) = footer {
            reader.note(0, text);
        }
        reader
    }

    fn read(&mut self, number: usize, line: &str, trailer: bool) {
        self.bytes += line.len() + 1;
        if line.is_empty() {
            self.end_note_if_it_has_text();
            self.after_blank = true;
            return;
        }
        if let Some(text) = breaking::footer(line) {
            self.note(number, text);
        } else if let Some(change) = self.change(line, trailer) {
            self.end_note();
            // Past the limit, only what is breaking is kept.
            if change.breaking || self.bytes <= MAX_TEXT {
                self.changes.push(change);
            }
        } else {
            self.continue_note(line, trailer);
        }
        self.title_expected = false;
        self.after_blank = false;
        self.after_date = line.starts_with("Date:");
    }

    /// The change that a line of the body describes.
    fn change(&self, line: &str, trailer: bool) -> Option<Header> {
        if self.title_expected {
            return header::parse(line);
        }
        let text = line.trim_start();
        if let Some(item) = text.strip_prefix("* ").or_else(|| text.strip_prefix("- ")) {
            return header::parse(item);
        }
        if self.after_date && text.len() < line.len() {
            return header::parse(text);
        }
        let starts_paragraph = self.after_blank && text.len() == line.len() && !trailer;
        (starts_paragraph && header::starts_with_known_lowercase(line))
            .then(|| header::parse(line))
            .flatten()
    }

    fn note(&mut self, line: usize, text: &str) {
        self.end_note();
        self.notes.push(Note {
            line,
            owner: self.changes.len().checked_sub(1),
            text: cut(text).to_owned(),
            open: true,
        });
    }

    fn continue_note(&mut self, line: &str, trailer: bool) {
        let Some(note) = self.notes.last_mut().filter(|note| note.open) else {
            return;
        };
        let text = line.trim();
        if trailer && !line.starts_with(char::is_whitespace) || note.text.len() > MAX_TEXT {
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
    fn finish(mut self, last: Option<usize>) -> Message {
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
            breaking: !self.notes.is_empty() || self.changes.iter().any(|change| change.breaking),
            breaking_notes: self.notes.into_iter().map(|note| note.text).collect(),
            changes: self.changes,
            ..Message::default()
        }
    }
}
