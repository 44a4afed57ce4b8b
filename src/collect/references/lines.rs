//! The lines of a document: what is a heading, code, a comment, a table.

use super::numbers;
use crate::formats::changelog::Markup;

/// How many headings may stand one under another.
const MAX_DEPTH: usize = 16;

/// A line with what it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The text, without its end.
    pub text: &'a str,
    /// The byte at which it starts in the document.
    pub start: usize,
    /// Whether it is part of a block of code.
    pub code: bool,
    /// Whether it is part of a comment of the document.
    pub comment: bool,
    /// Whether it is a row of a table.
    pub table: bool,
    /// Whether it is a heading itself.
    pub is_heading: bool,
    /// The nearest heading above it.
    pub heading: Option<&'a str>,
    /// Whether one of the headings that it stands under names a version. A heading below the title
    /// counts for itself too.
    pub under_version: bool,
}

/// What a version in the title of a document says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Title {
    /// That all of the document speaks of that version.
    #[default]
    Counts,
    /// What the document is called, and nothing of the text below.
    Names,
}

/// Reads the lines of a document in Markdown, reStructuredText, AsciiDoc, or plain text.
pub(super) fn read(text: &str, markup: Markup, title: Title) -> Vec<Line<'_>> {
    let raw = split(text);
    let mut reader = Reader {
        fences: markup != Markup::RestructuredText,
        is_named: title == Title::Names,
        ..Reader::default()
    };
    let mut lines = Vec::with_capacity(raw.len());
    for (index, (start, line)) in raw.iter().enumerate() {
        let next = raw.get(index + 1).map_or("", |(_, next)| next);
        lines.push(reader.line(*start, line, next));
    }
    lines
}

/// The lines with the byte at which each starts.
fn split(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let at = start;
            start += line.len();
            (at, line.trim_end_matches(['\n', '\r']))
        })
        .collect()
}

#[derive(Debug, Default)]
struct Reader<'a> {
    /// Whether code may stand between fences.
    fences: bool,
    /// Whether the next heading is a title that says nothing of the text below.
    is_named: bool,
    /// The fence that closes the block of code, if one is open.
    fence: Option<&'a str>,
    /// The indentation of the directive or `::` whose block of code is open.
    literal: Option<usize>,
    /// Whether a `<!--` is open.
    comment: bool,
    /// The headings that are open: level, text, whether it names a version.
    headings: Vec<(usize, &'a str, bool)>,
    /// The signs that underline headings, in the order of their first use.
    underlines: Vec<char>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, start: usize, text: &'a str, next: &str) -> Line<'a> {
        let code = self.code(text);
        let comment = !code && self.comment(text);
        let heading = if code || comment {
            None
        } else {
            self.heading(text, next)
        };
        if let Some((level, _)) = heading {
            self.headings.retain(|(open, _, _)| *open < level);
        }
        let line = Line {
            text,
            start,
            code,
            comment,
            table: !code && text.trim_start().starts_with('|'),
            is_heading: heading.is_some(),
            heading: self.headings.last().map(|(_, title, _)| *title),
            under_version: self.headings.iter().any(|(_, _, names)| *names)
                || heading.is_some_and(|(level, title)| level > 1 && names_version(title)),
        };
        if let Some((level, title)) = heading
            && self.headings.len() < MAX_DEPTH
        {
            let is_title = std::mem::take(&mut self.is_named) && level == 1;
            let counts = !is_title && names_version(title);
            self.headings.push((level, title, counts));
        }
        line
    }

    /// Whether the line is code: within a fence, or in the block that a `::` opens.
    fn code(&mut self, text: &'a str) -> bool {
        let trimmed = text.trim_start();
        if let Some(fence) = self.fence {
            let closes = trimmed.starts_with(fence)
                && trimmed
                    .trim_end()
                    .trim_start_matches(first(fence))
                    .is_empty();
            if closes {
                self.fence = None;
            }
            return true;
        }
        let indent = text.len() - trimmed.len();
        if let Some(outer) = self.literal {
            if trimmed.is_empty() || indent > outer {
                return true;
            }
            self.literal = None;
        }
        if let Some(fence) = fence(trimmed).filter(|_| self.fences) {
            self.fence = Some(fence);
            return true;
        }
        if opens_literal(trimmed) {
            self.literal = Some(indent);
        }
        false
    }

    /// Whether the line is within `<!-- … -->`, or a comment of reStructuredText.
    fn comment(&mut self, text: &str) -> bool {
        let was_open = self.comment;
        let opened = text.rfind("<!--");
        let closed = text.rfind("-->");
        self.comment = match (opened, closed) {
            (Some(open), Some(close)) => open > close,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => was_open,
        };
        let trimmed = text.trim_start();
        let is_rst = trimmed
            .strip_prefix(".. ")
            .is_some_and(|rest| !rest.contains("::") && !rest.starts_with(['_', '[', '|']));
        was_open || trimmed.starts_with("<!--") || is_rst
    }

    fn heading(&mut self, text: &'a str, next: &str) -> Option<(usize, &'a str)> {
        marked_heading(text).or_else(|| {
            let sign = underline(text, next)?;
            let known = self.underlines.iter().position(|known| *known == sign);
            let level = known.unwrap_or_else(|| {
                self.underlines.push(sign);
                self.underlines.len() - 1
            });
            Some((level + 1, text.trim()))
        })
    }
}

/// `## A heading ##` of Markdown, `== A heading` of AsciiDoc.
fn marked_heading(text: &str) -> Option<(usize, &str)> {
    for sign in ['#', '='] {
        let rest = text.trim_start_matches(sign);
        let level = text.len() - rest.len();
        if (1..=6).contains(&level) && rest.starts_with([' ', '\t']) {
            return Some((level, rest.trim().trim_end_matches(sign).trim_end()));
        }
    }
    None
}

/// The sign of the line that underlines this one.
fn underline(text: &str, next: &str) -> Option<char> {
    let next = next.trim_end();
    let sign = first(next);
    let is_one = next.len() >= 3
        && "=-~^\"*+'`#:.".contains(sign)
        && next.chars().all(|letter| letter == sign);
    let is_title = text.chars().any(char::is_alphanumeric)
        && !text.starts_with([' ', '\t', '|', '-', '*', '>']);
    (is_one && is_title).then_some(sign)
}

fn first(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}

/// The fence that a line opens a block of code with, as long as it is there.
fn fence(trimmed: &str) -> Option<&str> {
    ["`", "~"].into_iter().find_map(|sign| {
        let rest = trimmed.trim_start_matches(sign);
        let length = trimmed.len() - rest.len();
        let is_one = length >= 3 && !(sign == "`" && rest.contains('`'));
        is_one.then(|| trimmed.get(..length)).flatten()
    })
}

/// Whether an indented block of code follows.
fn opens_literal(trimmed: &str) -> bool {
    match trimmed.strip_prefix(".. ") {
        Some(directive) => [
            "code-block::",
            "code::",
            "sourcecode::",
            "parsed-literal::",
            "literalinclude::",
        ]
        .iter()
        .any(|name| directive.starts_with(name)),
        None => trimmed.trim_end().ends_with("::"),
    }
}

fn names_version(title: &str) -> bool {
    numbers::find(title)
        .iter()
        .any(|found| found.parts >= 2 || found.marked)
}

/// The directive that a line of reStructuredText or MyST starts with: `.. versionadded:: 1.2`,
/// ```` ```{deprecated} 1.2 ````, `:versionadded: 1.2`.
pub(super) fn directive(text: &str) -> Option<String> {
    let trimmed = text.trim_start();
    let name = if let Some(rest) = trimmed.strip_prefix(".. ") {
        rest.split_once("::")?.0
    } else {
        let rest = trimmed.trim_start_matches(['`', ':', '~']);
        if rest.len() == trimmed.len() {
            return None;
        }
        rest.strip_prefix('{')?.split_once('}')?.0
    };
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_:".contains(letter);
    (!name.is_empty() && name.chars().all(is_name)).then(|| name.to_ascii_lowercase())
}

/// Whether a place in a line of code stands behind a sign that starts a comment.
pub(super) fn is_code_comment(before: &str) -> bool {
    let trimmed = before.trim_start();
    ["#", "//", "--", "/*", "* ", "REM "]
        .iter()
        .any(|sign| trimmed.starts_with(sign))
        || [" # ", " // ", "\t# "]
            .iter()
            .any(|sign| before.contains(sign))
}

/// Whether a place stands between backquotes: an odd number of them lies before it in its line.
pub(super) fn is_inline_code(before: &str) -> bool {
    let mut open = false;
    let mut was_quote = false;
    for letter in before.chars() {
        let is_quote = letter == '`';
        if is_quote && !was_quote {
            open = !open;
        }
        was_quote = is_quote;
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(lines: &'a [Line<'a>], text: &str) -> &'a Line<'a> {
        lines.iter().find(|line| line.text.contains(text)).unwrap()
    }

    fn read_markdown(text: &str) -> Vec<Line<'_>> {
        read(text, Markup::Markdown, Title::Counts)
    }

    #[test]
    fn headings_and_what_stands_under_them() {
        let lines =
            read_markdown("# Demo\n\nx\n\n## Version 1.2\n\n### Added\n\ny\n\n## Use\n\nz\n");
        assert_eq!(line(&lines, "x").heading, Some("Demo"));
        assert!(line(&lines, "y").under_version);
        assert_eq!(line(&lines, "z").heading, Some("Use"));
        assert!(!line(&lines, "z").under_version);
    }

    #[test]
    fn underlined_headings_nest_by_their_signs() {
        let text = "Demo\n====\n\nx\n\n1.2.3\n-----\n\nAdded\n~~~~~\n\ny\n\nUse\n---\n\nz\n";
        let lines = read(text, Markup::RestructuredText, Title::Counts);
        assert!(line(&lines, "y").under_version);
        assert!(!line(&lines, "z").under_version);
        assert!(line(&lines, "Use").is_heading);
    }

    #[test]
    fn code_and_comments_are_told_from_text() {
        let lines = read_markdown("a\n```sh\n# b\n```\nc::\n\n  d\n\ne\n<!-- f\ng -->\nh\n.. i\n");
        let code: Vec<&str> = lines.iter().filter(|l| l.code).map(|l| l.text).collect();
        assert_eq!(code, ["```sh", "# b", "```", "", "  d", ""]);
        let comments: Vec<&str> = lines.iter().filter(|l| l.comment).map(|l| l.text).collect();
        assert_eq!(comments, ["<!-- f", "g -->", ".. i"]);
    }

    #[test]
    fn directives_are_named() {
        assert_eq!(
            directive(".. versionadded:: 1.2").as_deref(),
            Some("versionadded")
        );
        assert_eq!(
            directive("```{deprecated} 1.2").as_deref(),
            Some("deprecated")
        );
        assert_eq!(directive("plain:: 1.2"), None);
    }
}
