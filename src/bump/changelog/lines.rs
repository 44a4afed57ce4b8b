//! The lines of a changelog, and its headings with the lines around them that belong to them.

use std::ops::Range;

/// A text by its lines, which are counted from 1.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1));
        Lines {
            text,
            starts: starts.filter(|start| *start < text.len()).collect(),
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.starts.len() as u64
    }

    /// Where a line starts; the end of the text for one behind the last.
    pub(super) fn start(&self, line: u64) -> usize {
        let index = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
        self.starts.get(index).copied().unwrap_or(self.text.len())
    }

    /// The bytes of a line without its line break; nothing for a line that there is not.
    pub(super) fn range(&self, line: u64) -> Range<usize> {
        let start = self.start(line);
        let whole = self
            .text
            .get(start..self.start(line + 1))
            .unwrap_or_default();
        start..start + whole.trim_end_matches(['\n', '\r']).len()
    }

    pub(super) fn content(&self, line: u64) -> &'t str {
        self.text.get(self.range(line)).unwrap_or_default()
    }

    /// The line break that the text uses.
    pub(super) fn line_break(&self) -> &'static str {
        match self.text.split_once('\n') {
            Some((first, _)) if first.ends_with('\r') => "\r\n",
            _ => "\n",
        }
    }

    /// How many blank lines stand directly above a line.
    pub(super) fn blanks_above(&self, line: u64) -> usize {
        let above = (1..line).rev();
        above
            .take_while(|line| self.content(*line).trim().is_empty())
            .count()
    }

    /// The lines with content behind a line, at most so many, each with its number.
    pub(super) fn content_below(&self, line: u64, most: usize) -> Vec<(u64, &'t str)> {
        (line + 1..=self.count())
            .map(|line| (line, self.content(line)))
            .filter(|(_, content)| !content.trim().is_empty())
            .take(most)
            .collect()
    }
}

/// A heading: its title, and the lines of punctuation above and below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub over: Option<String>,
    pub title: String,
    pub under: Option<String>,
    /// Its first and last line.
    pub lines: (u64, u64),
}

impl Block {
    /// The heading whose title stands on this line.
    pub(super) fn at(lines: &Lines<'_>, line: u64) -> Self {
        let title = lines.content(line);
        let adorned =
            |line: u64| Some(lines.content(line)).filter(|text| adornment(text).is_some());
        let under = adorned(line + 1).filter(|_| !title.starts_with('#'));
        let over = under.and_then(|under| {
            let over = adorned(line.checked_sub(1).filter(|line| *line > 0)?)?;
            (adornment(over) == adornment(under)).then_some(over)
        });
        Block {
            lines: (
                line - u64::from(over.is_some()),
                line + u64::from(under.is_some()),
            ),
            over: over.map(str::to_owned),
            title: title.to_owned(),
            under: under.map(str::to_owned),
        }
    }

    /// The same heading with another title: its lines of punctuation grow as they have to.
    pub(super) fn retitled(&self, title: String) -> Self {
        let fit = |line: &String| fitted(line, &self.title, &title);
        Block {
            over: self.over.as_ref().map(fit),
            under: self.under.as_ref().map(fit),
            title,
            lines: self.lines,
        }
    }

    /// Its lines, with a line break behind each but the last.
    pub(super) fn text(&self, line_break: &str) -> String {
        let lines = [self.over.as_ref(), Some(&self.title), self.under.as_ref()];
        let lines: Vec<&str> = lines.into_iter().flatten().map(String::as_str).collect();
        lines.join(line_break)
    }

    /// The bytes of all its lines, without the last line break.
    pub(super) fn range(&self, lines: &Lines<'_>) -> Range<usize> {
        lines.start(self.lines.0)..lines.range(self.lines.1).end
    }
}

/// The character of a line that is the same punctuation throughout.
fn adornment(line: &str) -> Option<char> {
    let text = line.trim_end();
    let mark = text.chars().next().filter(char::is_ascii_punctuation)?;
    (text.len() >= 2 && text.chars().all(|c| c == mark)).then_some(mark)
}

/// A line of punctuation for another title: as long as that if it was as long as the old one, else
/// as it was, unless it is too short then.
fn fitted(line: &str, old: &str, new: &str) -> String {
    let mark = line.chars().next().unwrap_or('=');
    let (length, old, new) = (
        line.trim_end().chars().count(),
        old.trim_end().chars().count(),
        new.trim_end().chars().count(),
    );
    let wanted = if length == old { new } else { length.max(new) };
    mark.to_string().repeat(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one_and_end_before_their_break() {
        let lines = Lines::new("a\r\n\r\nb");
        assert_eq!(lines.count(), 3);
        assert_eq!((lines.range(1), lines.content(3)), (0..1, "b"));
        assert_eq!((lines.start(4), lines.content(9)), (6, ""));
        assert_eq!(lines.line_break(), "\r\n");
        assert_eq!(lines.blanks_above(3), 1);
        assert_eq!(Lines::new("").count(), 0);
    }

    #[test]
    fn a_heading_has_its_adornment() {
        let lines = Lines::new("=====\n1.2.3\n=====\n\n## [1.2.2]\n---\n");
        let block = Block::at(&lines, 2);
        assert_eq!(block.lines, (1, 3));
        let longer = block.retitled("1.10.0 (now)".to_owned());
        assert_eq!(
            longer.text("\n"),
            "============\n1.10.0 (now)\n============"
        );
        assert_eq!(Block::at(&lines, 5).under, None);
    }

    #[test]
    fn a_long_underline_stays_until_it_is_too_short() {
        assert_eq!(fitted("-----", "1.2", "1.2.3"), "-----");
        assert_eq!(fitted("-----", "1.2", "1.2.3 x"), "-------");
        assert_eq!(fitted("---", "1.2", "1.10"), "----");
    }
}
