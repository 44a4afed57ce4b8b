//! Changelogs in Markdown, reStructuredText and plain text: which versions they speak of, and what
//! they say about each.
//!
//! A reader for each format turns the text into a flat list of `Event`s; what the headings and
//! entries mean is then the same for all of them.

mod entries;
mod heading;
mod include;
mod inline;
mod markdown;
mod plain_text;
mod rdoc;
mod restructuredtext;
mod sections;
#[cfg(test)]
mod tests;
mod unreleased;
mod version_text;

pub use include::included;
pub use unreleased::unreleased_words;

use crate::release::Version;

/// The markup that a changelog is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown (CommonMark, with the tables and footnotes of its dialects).
    Markdown,
    /// reStructuredText.
    RestructuredText,
    /// RDoc, Ruby's own.
    Rdoc,
    /// No markup that the name tells.
    Text,
}

impl Markup {
    /// The markup that a file's name promises: by its extension, and plain text without one.
    #[must_use]
    pub fn of_path(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mdx" => Markup::Markdown,
            "rst" | "rest" => Markup::RestructuredText,
            "rdoc" => Markup::Rdoc,
            _ => Markup::Text,
        }
    }

    /// The name that facts use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Markup::Markdown => "markdown",
            Markup::RestructuredText => "restructuredtext",
            Markup::Rdoc => "rdoc",
            Markup::Text => "text",
        }
    }
}

/// The section of one version, or of what is unreleased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The heading's text, without its markup.
    pub heading: String,
    /// The line of the heading, starting at 1.
    pub line: u64,
    /// How many `#` its heading begins with, in Markdown; `None` if it is written otherwise.
    pub level: Option<usize>,
    /// The words before the version, in lower case, if they may be a package's name.
    pub package: Option<String>,
    /// The version that it names; `None` if it names none, or one that cannot be ordered.
    pub version: Option<Version>,
    /// Whether it says that it is not released yet.
    pub unreleased: bool,
    /// Whether it is marked as withdrawn.
    pub yanked: bool,
    /// The date that it names, as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The entries, by the sub-heading that they stand under.
    pub groups: Vec<Group>,
}

impl Release {
    /// Whether it has no entry at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|group| group.entries.is_empty())
    }
}

/// The entries under one sub-heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The sub-heading in lower case; `None` for entries before any.
    pub name: Option<String>,
    /// The line of the sub-heading, or of the section's heading.
    pub line: u64,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line on which it starts.
    pub line: u64,
    /// Its text with its markup, its lines joined by a space.
    pub text: String,
}

/// One line of a changelog, as far as its markup tells what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Event<'t> {
    /// The line, starting at 1.
    line: u64,
    kind: EventKind<'t>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum EventKind<'t> {
    /// A heading; a smaller level stands above a larger one.
    Heading { level: usize, text: &'t str },
    /// The first line of a list item, without its marker.
    Bullet { indent: usize, text: &'t str },
    /// Any other line with content.
    Text { indent: usize, text: &'t str },
    /// A line that ends a paragraph.
    Blank,
}

/// The level of a line in bold that stands for a heading: below all real ones.
const BOLD_LEVEL: usize = 100;

/// Reads a changelog: its sections that speak of a version or of what is unreleased, in the order
/// of the text. Takes time linear in its length.
#[must_use]
pub fn read(text: &str, markup: Markup) -> Vec<Release> {
    match markup {
        Markup::Markdown => with_levels(sections::of(&markdown::events(text)), text),
        Markup::RestructuredText => sections::of(&restructuredtext::events(text)),
        Markup::Rdoc => sections::of(&rdoc::events(text)),
        Markup::Text => read_unmarked(text),
    }
}

fn with_levels(mut releases: Vec<Release>, text: &str) -> Vec<Release> {
    let mut lines = (1..).zip(text.lines());
    for release in &mut releases {
        let line = lines.find(|(number, _)| *number == release.line);
        let marks = line.map_or(0, |(_, line)| {
            let line = line.trim_start_matches(['\u{feff}', ' ']);
            line.bytes().take_while(|byte| *byte == b'#').count()
        });
        release.level = (marks > 0).then_some(marks);
    }
    releases
}

/// A text whose name promises no markup may be written in any. Read as what it is not, Markdown and
/// reStructuredText yield few sections or none; plain text yields as many, but no groups, and takes
/// a list of versions for headings. So it is only taken where it finds more than twice as many.
fn read_unmarked(text: &str) -> Vec<Release> {
    let markdown = read(text, Markup::Markdown);
    let rst = read(text, Markup::RestructuredText);
    let marked = if rst.len() > markdown.len() {
        rst
    } else {
        markdown
    };
    let plain = sections::of(&plain_text::events(text));
    if plain.len() > marked.len().saturating_mul(2) {
        plain
    } else {
        marked
    }
}

/// The number of columns that a line is indented by; a tab counts as four.
fn indent_of(line: &str) -> usize {
    line.chars()
        .take_while(|c| c.is_whitespace())
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// What follows the marker of a list item: `-`, `*`, `+`, `•`, `1.`, `2)`, `#.`; `None` if the
/// line, which has no indentation, starts no item. The text may be empty.
fn after_list_marker(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix(['-', '*', '+', '•'])
        .or_else(|| after_number(line))?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| rest.trim())
}

/// The longest number that starts a list item; a longer one is a year or a hash.
const MAX_LIST_DIGITS: usize = 3;

fn after_number(line: &str) -> Option<&str> {
    let rest = match line.strip_prefix('#') {
        Some(rest) => rest,
        None => {
            let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = line.len() - rest.len();
            if digits == 0 || digits > MAX_LIST_DIGITS {
                return None;
            }
            rest
        }
    };
    rest.strip_prefix(['.', ')'])
}
