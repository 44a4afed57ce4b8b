//! Security policies (`SECURITY.md`): which versions they promise fixes to.
//!
//! GitHub's template has a table of two columns, `Version` and `Supported`; most files keep to it,
//! many add columns or write sentences instead. A table counts before sentences. What is not
//! understood is handed back as such: a promise that nobody can read is none, but may be one.

mod cells;
mod prose;
mod ranges;
mod table;
#[cfg(test)]
mod tests;

pub use ranges::{Span, Versions};

/// The most rows, sentences and remarks that are kept of one file.
pub const MAX_ROWS: usize = 500;

/// The most characters that are quoted of a place that was not understood.
const MAX_QUOTED: usize = 80;

/// What versions get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// Fixes of every kind.
    Full,
    /// Security fixes, or critical ones, only.
    Security,
    /// Nothing.
    None,
}

/// What some versions are promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line in the text, starting at 1.
    pub line: u64,
    /// The versions as they are written.
    pub text: String,
    /// The versions that are meant.
    pub versions: Versions,
    /// What they get.
    pub support: Support,
}

/// What was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line in the text, starting at 1.
    pub line: u64,
    /// The beginning of what is written there.
    pub text: String,
    /// Why it was not understood, as a clause.
    pub reason: &'static str,
}

/// What a security policy says of versions, in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// What was understood.
    pub rows: Vec<Row>,
    /// What was not.
    pub unread: Vec<Remark>,
}

/// Reads a security policy in Markdown, reStructuredText or plain text. Takes time linear in its
/// length. Both lists are empty for a text that says nothing of versions.
#[must_use]
pub fn read(text: &str) -> Policy {
    let mut policy = table::read(text);
    if policy.rows.is_empty() && policy.unread.is_empty() {
        policy = prose::read(text);
    }
    policy.unread.truncate(MAX_ROWS);
    if let Some(row) = policy.rows.get(MAX_ROWS) {
        let remark = Remark::new(row.line, &row.text, "there are too many rows to read");
        policy.unread.push(remark);
        policy.rows.truncate(MAX_ROWS);
    }
    policy
}

impl Remark {
    fn new(line: u64, text: &str, reason: &'static str) -> Self {
        let mut quoted: String = text.trim().chars().take(MAX_QUOTED).collect();
        if text.trim().chars().count() > MAX_QUOTED {
            quoted.push('…');
        }
        Remark {
            line,
            text: quoted,
            reason,
        }
    }
}

/// The lines of a text that are shown, numbered from 1: no code blocks, no comments of HTML.
fn shown(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut fence: Option<&str> = None;
    let mut comment = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let bare = line.trim();
        if let Some(mark) = fence {
            if bare.starts_with(mark) {
                fence = None;
            }
            return false;
        }
        if comment {
            comment = !bare.contains("-->");
            return false;
        }
        fence = ["```", "~~~"]
            .into_iter()
            .find(|mark| bare.starts_with(mark));
        comment = bare.starts_with("<!--") && !bare.contains("-->");
        fence.is_none() && !bare.starts_with("<!--")
    })
}
