//! reStructuredText, line by line: headings of any adornment, list items and text, without
//! comments, targets and literal blocks.

use super::{BOLD_LEVEL, Event, EventKind, after_list_marker, indent_of};

/// The events of a reStructuredText, in its order.
pub(super) fn events(text: &str) -> Vec<Event<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        events: Vec::new(),
        styles: Vec::new(),
        skipped_below: None,
        blank_before: true,
    };
    let mut index = 0;
    while index < lines.len() {
        index += reader.read(index, &lines);
    }
    reader.events
}

/// An adornment: its character, and whether it stands above the title too. The order in which a
/// text uses them gives the levels of its headings.
type Style = (char, bool);

/// The most styles that are told apart: docutils allows few more characters.
const MAX_STYLES: usize = 64;

struct Reader<'t> {
    events: Vec<Event<'t>>,
    styles: Vec<Style>,
    /// Set while a block is skipped: lines that are indented by more than this belong to it.
    skipped_below: Option<usize>,
    blank_before: bool,
}

impl<'t> Reader<'t> {
    /// Reads the line at `index` and returns how many lines were used.
    fn read(&mut self, index: usize, lines: &[&'t str]) -> usize {
        let line = lines.get(index).copied().unwrap_or_default();
        let number = index as u64 + 1;
        let (indent, text) = (indent_of(line), line.trim());
        if text.is_empty() {
            self.push(number, EventKind::Blank);
            self.blank_before = true;
            return 1;
        }
        if self.is_skipped(indent) {
            return 1;
        }
        if let Some(used) = self.read_title(index, lines) {
            self.blank_before = true;
            return used;
        }
        self.read_content(number, indent, text);
        self.blank_before = false;
        1
    }

    fn is_skipped(&mut self, indent: usize) -> bool {
        if let Some(below) = self.skipped_below {
            if indent > below {
                return true;
            }
            self.skipped_below = None;
        }
        false
    }

    fn read_content(&mut self, number: u64, indent: usize, text: &'t str) {
        if text == ".." || text.starts_with(".. ") || text == "__" {
            return self.read_explicit(number, indent, text);
        }
        if adornment(text).is_some() {
            return self.push(number, EventKind::Blank);
        }
        if text.ends_with("::") {
            self.skipped_below = Some(indent);
            if text == "::" {
                return;
            }
        }
        let kind = match after_list_marker(text) {
            Some(item) if item.contains(":release:`") => heading(BOLD_LEVEL, item),
            Some(item) => EventKind::Bullet { indent, text: item },
            None if indent == 0 && self.blank_before && is_bold(text) => heading(BOLD_LEVEL, text),
            None => EventKind::Text { indent, text },
        };
        self.push(number, kind);
    }

    /// Explicit markup (docutils: "Explicit Markup Blocks"): only directives that hold prose are
    /// read on; comments, targets, code, pictures and includes are skipped with what they hold.
    fn read_explicit(&mut self, number: u64, indent: usize, text: &'t str) {
        self.push(number, EventKind::Blank);
        let rest = text.trim_start_matches("..").trim_start();
        let prose = rest
            .split_once("::")
            .filter(|(name, _)| PROSE.contains(&name.trim()));
        match prose {
            Some((_, argument)) if !argument.trim().is_empty() => {
                let text = argument.trim();
                self.push(number, EventKind::Text { indent, text });
            }
            Some(_) => {}
            None => self.skipped_below = Some(indent),
        }
    }

    /// A title with an underline, or with an overline too. Returns the lines that it takes.
    fn read_title(&mut self, index: usize, lines: &[&'t str]) -> Option<usize> {
        let at = |offset: usize| lines.get(index + offset).copied();
        let line = at(0)?;
        if !self.blank_before {
            return None;
        }
        if let Some(over) = adornment(line) {
            let (title, under) = (at(1)?, adornment(at(2)?)?);
            let fits = over == under && !title.trim().is_empty() && adornment(title).is_none();
            return fits.then(|| self.push_title(index + 1, title, (over.0, true), 3));
        }
        let (mark, length) = adornment(at(1)?)?;
        let long_enough = length >= 4 || length >= line.trim_end().chars().count();
        let plain = !line.starts_with([' ', '\t']) && !line.starts_with(".. ");
        (plain && long_enough).then(|| self.push_title(index, line, (mark, false), 2))
    }

    fn push_title(&mut self, index: usize, title: &'t str, style: Style, used: usize) -> usize {
        let known = self.styles.iter().position(|known| *known == style);
        let level = known.unwrap_or_else(|| {
            if self.styles.len() < MAX_STYLES {
                self.styles.push(style);
            }
            self.styles.len().saturating_sub(1)
        });
        self.push(index as u64 + 1, heading(level + 1, title.trim()));
        used
    }

    fn push(&mut self, line: u64, kind: EventKind<'t>) {
        self.events.push(Event { line, kind });
    }
}

/// The directives whose content is prose.
const PROSE: &[&str] = &[
    "note",
    "warning",
    "attention",
    "caution",
    "danger",
    "error",
    "hint",
    "important",
    "tip",
    "seealso",
    "versionadded",
    "versionchanged",
    "deprecated",
    "admonition",
    "rubric",
    "topic",
    "container",
];

fn heading(level: usize, text: &str) -> EventKind<'_> {
    EventKind::Heading { level, text }
}

/// The character and length of a line that is one punctuation character throughout.
fn adornment(line: &str) -> Option<(char, usize)> {
    let text = line.trim_end();
    let mark = text.chars().next().filter(char::is_ascii_punctuation)?;
    let same = text.len() >= 2
        && text.chars().all(|c| c == mark)
        && text != ".."
        && text != "::"
        && text != "__";
    same.then_some((mark, text.len()))
}

fn is_bold(text: &str) -> bool {
    let inner = text
        .strip_prefix("**")
        .and_then(|rest| rest.trim_end_matches(':').strip_suffix("**"));
    inner.is_some_and(|inner| !inner.is_empty() && !inner.contains("**"))
}
