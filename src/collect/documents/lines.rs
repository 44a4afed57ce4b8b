//! A document line by line: what is a heading, what is code, and what is neither. Comments, front
//! matter and what only draws lines are left out.

/// The markup that a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    Markdown,
    Asciidoc,
    /// reStructuredText, and plain text, whose headings are underlined as well.
    Underlined,
}

impl Markup {
    /// The markup that the extension of a file promises.
    pub(super) fn of_path(path: &str) -> Self {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mdx" => Markup::Markdown,
            "adoc" | "asciidoc" => Markup::Asciidoc,
            _ => Markup::Underlined,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Where it stands in the file, from 1.
    pub number: u64,
    pub kind: Kind,
    /// Without the marks of a heading.
    pub text: &'t str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading, the highest of level 1.
    Heading(usize),
    Text,
    Code,
}

/// The lines of a text, without blank ones.
pub(super) fn read(text: &str, markup: Markup) -> Vec<Line<'_>> {
    let mut reader = Reader {
        markup,
        lines: Vec::new(),
        inside: Inside::Text,
        adornments: Vec::new(),
    };
    for (index, line) in text.lines().enumerate() {
        reader.read(index as u64 + 1, line);
    }
    reader.lines
}

/// What a line stands in, and how that ends.
#[derive(Clone, Copy)]
enum Inside {
    Text,
    /// Ends with as many of the same character.
    Fence(char, usize),
    /// Ends with `-->`.
    HtmlComment,
    /// Ends with a line that is not indented.
    IndentedComment,
    /// Ends with `---`.
    FrontMatter,
}

struct Reader<'t> {
    markup: Markup,
    lines: Vec<Line<'t>>,
    inside: Inside,
    /// What underlines headings, in the order in which the text uses it: that gives the levels.
    adornments: Vec<char>,
}

impl<'t> Reader<'t> {
    fn read(&mut self, number: u64, line: &'t str) {
        match self.inside {
            Inside::Fence(mark, length) => {
                if is_run(line.trim(), mark, length) {
                    self.inside = Inside::Text;
                } else {
                    self.push(number, Kind::Code, line.trim());
                }
            }
            Inside::HtmlComment => {
                if let Some((_, rest)) = line.split_once("-->") {
                    self.inside = Inside::Text;
                    self.read_visible(number, rest);
                }
            }
            Inside::FrontMatter => {
                if line.trim_end() == "---" {
                    self.inside = Inside::Text;
                }
            }
            Inside::IndentedComment if line.trim().is_empty() || line.starts_with([' ', '\t']) => {}
            Inside::IndentedComment | Inside::Text => {
                self.inside = Inside::Text;
                self.read_visible(number, line);
            }
        }
    }

    /// Cuts the comments of HTML out of a line.
    fn read_visible(&mut self, number: u64, line: &'t str) {
        let mut rest = line;
        while self.markup == Markup::Markdown {
            let Some((before, after)) = rest.split_once("<!--") else {
                break;
            };
            self.read_content(number, before);
            let Some((_, after)) = after.split_once("-->") else {
                self.inside = Inside::HtmlComment;
                return;
            };
            rest = after;
        }
        self.read_content(number, rest);
    }

    fn read_content(&mut self, number: u64, line: &'t str) {
        let text = line.trim();
        if text.is_empty() {
        } else if number == 1 && text == "---" {
            self.inside = Inside::FrontMatter;
        } else if let Some((mark, length)) = self.fence(text) {
            self.inside = Inside::Fence(mark, length);
        } else if self.is_comment(line) {
            if self.markup == Markup::Underlined {
                self.inside = Inside::IndentedComment;
            }
        } else if let Some((level, title)) = self.marked_heading(line) {
            self.push(number, Kind::Heading(level), title);
        } else if let Some(mark) = self.adornment(text) {
            self.underline(number, mark);
        } else {
            self.push(number, Kind::Text, text);
        }
    }

    fn push(&mut self, number: u64, kind: Kind, text: &'t str) {
        if !text.is_empty() {
            self.lines.push(Line { number, kind, text });
        }
    }

    /// What opens a block of code.
    fn fence(&self, text: &str) -> Option<(char, usize)> {
        let marks: &[char] = match self.markup {
            Markup::Asciidoc => &['`', '-'],
            Markup::Markdown | Markup::Underlined => &['`', '~'],
        };
        let mark = text.chars().next().filter(|mark| marks.contains(mark))?;
        let length = text.chars().take_while(|other| *other == mark).count();
        let rest = text.get(length..).unwrap_or_default();
        let opens = match (self.markup, mark) {
            (Markup::Asciidoc, '-') => length >= 4 && rest.is_empty(),
            // A title of reStructuredText may be underlined with either.
            (Markup::Underlined, _) => length == 3 && !rest.is_empty() && !rest.contains(mark),
            _ => length >= 3 && !rest.contains(mark),
        };
        opens.then_some((mark, length))
    }

    fn is_comment(&self, line: &str) -> bool {
        match self.markup {
            Markup::Markdown => false,
            Markup::Asciidoc => line.starts_with("//"),
            Markup::Underlined => line == ".." || (line.starts_with(".. ") && !line.contains("::")),
        }
    }

    /// `## Title`, `== Title`.
    fn marked_heading(&self, line: &'t str) -> Option<(usize, &'t str)> {
        let mark = match self.markup {
            Markup::Markdown => '#',
            Markup::Asciidoc => '=',
            Markup::Underlined => return None,
        };
        let text = line.trim_start();
        if line.len() - text.len() > 3 {
            return None;
        }
        let title = text.trim_start_matches(mark);
        let level = text.len() - title.len();
        let is_one = (1..=6).contains(&level) && title.starts_with([' ', '\t']);
        is_one.then(|| (level, title.trim().trim_end_matches(mark).trim_end()))
    }

    /// The one character that a line repeats, if titles are underlined with it.
    fn adornment(&self, text: &str) -> Option<char> {
        let mark = text.chars().next()?;
        let marks = match self.markup {
            Markup::Markdown => "=-",
            Markup::Asciidoc => return None,
            Markup::Underlined => "=-~^\"'`#*+:._",
        };
        (marks.contains(mark) && is_run(text, mark, 3)).then_some(mark)
    }

    /// Makes a heading of the text right above; a line that is drawn anywhere else says nothing.
    fn underline(&mut self, number: u64, mark: char) {
        let Some(title) = self.lines.last_mut() else {
            return;
        };
        if title.number + 1 != number || title.kind != Kind::Text {
            return;
        }
        let level = match self.markup {
            Markup::Markdown if mark == '=' => 1,
            Markup::Markdown => 2,
            _ => match self.adornments.iter().position(|known| *known == mark) {
                Some(at) => at + 1,
                None => {
                    self.adornments.push(mark);
                    self.adornments.len()
                }
            },
        };
        title.kind = Kind::Heading(level);
    }
}

/// Whether a text is that character and nothing else, at least so many times.
fn is_run(text: &str, mark: char, length: usize) -> bool {
    text.chars().all(|other| other == mark) && text.chars().count() >= length
}
