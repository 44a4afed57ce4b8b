//! Commit messages: Conventional Commits 1.0.0 with what people write instead of it, git's
//! trailers, and what the forges put into messages when they merge, squash and revert.
//!
//! Where a message can be read in two ways, it is read so that no feature and no breaking change is
//! overlooked.

mod body;
mod breaking;
mod comments;
mod gitmoji;
mod header;
mod list;
mod quoted;
mod references;
#[cfg(test)]
mod tests;
mod trailers;

use body::BodyReader;
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
    /// items of a list (`* feat: x`, `1. fix: y`, `* 0a1b2c3 fix: z`), as squash commits have them, first
    /// lines of paragraphs that begin with a known type in lower case, as `git rebase` leaves them, with
    /// the headers directly below, any line that begins with a known type and a `!`, and the
    /// indented subjects that `git merge --squash` writes. A header inside of a sentence does not,
    /// nor do boxes that nobody ticked, nor
    /// release notes of another project that an update of dependencies quotes in a `<details>`
    /// element.
    pub changes: Vec<Header>,
    /// Whether any of it is breaking: a `!` in a header, a mark as `[BREAKING]` or 💥 in one, a footer,
    /// a heading `Breaking changes` with something below it, or a ticked box.
    pub breaking: bool,
    /// The text of every `BREAKING CHANGE` footer, heading and ticked box, in order; a footer without
    /// text is empty. One that says no more than "none" is left out.
    pub breaking_notes: Vec<String>,
    /// The trailers of the last paragraph.
    pub trailers: Vec<Trailer>,
    /// The pull or merge request that the message names as its own.
    pub pull_request: Option<u64>,
    /// What it says that it reverts.
    pub reverts: Vec<Reverted>,
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
    let subject_header = header::of_subject(subject).or_else(|| gitmoji::read(subject));
    let has_header = subject_header.is_some();
    let details = quoted::in_details(body);
    let is_update = quoted::is_update(subject, subject_header.as_ref(), body);
    let commented = comments::lines(body);
    let mut reader = BodyReader::new(subject, subject_header);
    reader.title_expected = is_written_by_a_tool(subject) && !has_header;
    for (number, line) in (1..).zip(body) {
        let is_in = |lines: &[bool]| lines.get(number - 1) == Some(&true);
        let in_details = is_in(&details);
        reader.read(&body::Line {
            number,
            text: if is_update && in_details { "" } else { line },
            trailer: block.covers(number),
            aside: in_details || is_in(&commented),
        });
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
