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

/// What a link to all changes is called. Behind it they may be, here they are not.
const LINKS: &[&str] = &[
    "all changes",
    "all commits",
    "changelog",
    "changes",
    "commits",
    "compare",
    "compare changes",
    "compare source",
    "diff",
    "full changelog",
    "full changes",
    "full diff",
];

/// The longest text that can be a placeholder, its links taken off.
const MAX_PLACEHOLDER: usize = 60;

/// The longest text of which the links are taken off.
const MAX_LINKED: usize = 1_000;

/// Whether an entry says nothing: it is blank, holds the place of one to come, or is no more than an
/// image or a link to all changes.
fn is_placeholder(text: &str) -> bool {
    if text.len() > MAX_LINKED {
        return false;
    }
    let shown = without_images(text)
        .replace("&nbsp;", " ")
        .replace("&#160;", " ");
    let plain = inline::plain(&shown).to_lowercase();
    let words = plain.split_whitespace().filter(|word| !is_address(word));
    let bare = words.collect::<Vec<_>>().join(" ");
    if bare.len() > MAX_PLACEHOLDER {
        return false;
    }
    let bare = bare.trim_matches(|c: char| {
        c.is_whitespace() || (c.is_ascii_punctuation() && c != '/') || c == '…'
    });
    PLACEHOLDERS.contains(&bare) || LINKS.contains(&bare)
}

/// The text without `![alt](address)`.
fn without_images(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, image)) = rest.split_once("![") {
        let after = image
            .split_once("](")
            .and_then(|(_, target)| target.split_once(')'));
        let Some((_, after)) = after else {
            break;
        };
        shown.push_str(before);
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// Whether a word is an address, or a range as forges compare it: `v1.0.0...v1.1.0`.
fn is_address(word: &str) -> bool {
    let word = word.trim_start_matches(['<', '(']);
    let is_range = word.split_once("...").is_some_and(|(old, new)| {
        let is_version = |part: &str| part.contains(|c: char| c.is_ascii_digit());
        is_version(old) && is_version(new)
    });
    word.starts_with("https://") || word.starts_with("http://") || is_range
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
        let next = Group {
            name: Some(without_adornment(&plain).to_owned()),
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

/// A sub-heading without the emoji around it, and without a colon at its end: `🚀 features`.
fn without_adornment(heading: &str) -> &str {
    let heading = heading.trim().trim_end_matches(':').trim_end();
    let is_adornment = |c: char| !c.is_alphanumeric() && !c.is_ascii_punctuation();
    let bare = without_shortcode(heading.trim_matches(is_adornment)).trim();
    if bare.is_empty() { heading } else { bare }
}

/// `:sparkles: features`
fn without_shortcode(heading: &str) -> &str {
    let code = heading
        .strip_prefix(':')
        .and_then(|rest| rest.split_once(':'));
    let is_code =
        |code: &str| !code.is_empty() && code.chars().all(|c| c.is_alphanumeric() || c == '_');
    match code {
        Some((code, rest)) if is_code(code) => rest,
        _ => heading,
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

#[cfg(test)]
mod tests {
    use super::is_placeholder;

    #[test]
    fn a_link_or_an_image_alone_says_nothing() {
        for text in [
            "**Full Changelog**: https://github.com/o/r/compare/v1.0.0...v1.1.0",
            "[Full Changelog](https://github.com/o/r/compare/v1.0.0...v1.1.0)",
            "**Full Changelog**: [v1.0.0...v1.1.0](https://github.com/o/r/compare/v1.0.0...v1.1.0)",
            "[v1.0.0...v1.1.0](https://github.com/o/r/compare/v1.0.0...v1.1.0)",
            "https://example.org/releases",
            "<https://example.org/releases>",
            "![badge](https://example.org/badge.svg)",
            "[![badge](https://example.org/badge.svg)](https://example.org)",
            "&nbsp;",
            "\u{a0}",
            "Nothing yet.",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "[The crash is gone](https://github.com/o/r/pull/1)",
            "See https://example.org/blog",
            "![badge](https://example.org/badge.svg) is shown",
            "Compare versions",
            "Full changelog of the plugins is shown",
            "![not an image",
            "#12",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
    }
}
