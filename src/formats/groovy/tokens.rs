//! Words, texts and signs of Groovy, with their lines.

use super::MAX_TOKENS;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A name, a keyword or a number.
    Word(String),
    /// A text in quotes.
    Text(Text),
    /// An operator or a bracket.
    Sign(&'static str),
    /// The end of a line.
    Newline,
}

/// A text in quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What it says, escapes replaced; `${…}` stays as it is written.
    pub content: String,
    /// Whether each of its lines is a line of the file.
    pub literal: bool,
    /// What is put into it when it is used: `env.TAG_NAME` of `${env.TAG_NAME}`.
    pub expressions: Vec<String>,
}

/// A token with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub token: Token,
    pub line: u64,
    /// Whether there is a blank before it.
    pub spaced: bool,
}

const SIGNS: &[&str] = &[
    "==~", "<=>", "?.", "?:", "->", "&&", "||", "==", "!=", "=~", "<=", ">=", "+=", "-=", "<<",
    "++", "--", "*.", "::", "(", ")", "[", "]", "{", "}", ".", ",", ";", ":", "=", "!", "+", "-",
    "*", "%", "<", ">", "?", "&", "|", "^", "~", "@", "#", "\\", "`", "/",
];

/// The tokens of a text, and the line from which on it was not read.
pub(super) fn tokens(text: &str) -> (Vec<Placed>, Option<u64>) {
    let mut reader = Reader {
        rest: text,
        line: 1,
        found: Vec::new(),
        spaced: false,
        unread: None,
    };
    while reader.step() {
        if reader.found.len() >= MAX_TOKENS {
            reader.unread = Some(reader.line);
            break;
        }
    }
    (reader.found, reader.unread)
}

struct Reader<'t> {
    rest: &'t str,
    line: u64,
    found: Vec<Placed>,
    spaced: bool,
    unread: Option<u64>,
}

impl<'t> Reader<'t> {
    /// Takes a number of bytes, which end at the border of a letter.
    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        self.line += taken.bytes().filter(|&byte| byte == b'\n').count() as u64;
        taken
    }

    fn push(&mut self, token: Token, line: u64) {
        let spaced = std::mem::take(&mut self.spaced);
        self.found.push(Placed {
            token,
            line,
            spaced,
        });
    }

    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else {
            return false;
        };
        let line = self.line;
        if first == '\n' {
            self.take(1);
            self.push(Token::Newline, line);
            self.spaced = true;
        } else if first.is_whitespace() {
            self.take(first.len_utf8());
            self.spaced = true;
        } else if self.rest.starts_with("\\\n") || self.rest.starts_with("\\\r\n") {
            let end = self.rest.find('\n').unwrap_or_default();
            self.take(end + 1);
            self.spaced = true;
        } else if self.rest.starts_with("//") || line == 1 && self.rest.starts_with("#!") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.take(end);
        } else if self.rest.starts_with("/*") {
            self.comment();
        } else if let Some((open, close, escapes, replaced)) = self.quote() {
            self.text(open, close, escapes, replaced);
        } else if first.is_alphanumeric() || first == '_' || first == '$' {
            let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
            let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
            let word = self.take(end).to_owned();
            self.push(Token::Word(word), line);
        } else if let Some(sign) = SIGNS.iter().find(|sign| self.rest.starts_with(**sign)) {
            self.take(sign.len());
            self.push(Token::Sign(sign), line);
        } else {
            self.take(first.len_utf8());
        }
        true
    }

    fn comment(&mut self) {
        let inside = self.rest.get(2..).unwrap_or_default();
        match inside.find("*/") {
            Some(end) => drop(self.take(end + 4)),
            None => {
                self.unread = Some(self.line);
                self.take(self.rest.len());
            }
        }
        self.spaced = true;
    }

    /// The kind of text that starts here: how it opens and closes, whether `\` escapes, and whether
    /// `${…}` is replaced in it.
    fn quote(&self) -> Option<(&'static str, &'static str, bool, bool)> {
        for (open, replaced) in [("'''", false), ("\"\"\"", true), ("'", false), ("\"", true)] {
            if self.rest.starts_with(open) {
                return Some((open, open, true, replaced));
            }
        }
        if self.rest.starts_with("$/") {
            return Some(("$/", "/$", false, true));
        }
        (self.rest.starts_with('/') && self.is_slashy()).then_some(("/", "/", false, true))
    }

    /// Whether a slash starts a text, and does not divide.
    fn is_slashy(&self) -> bool {
        let line = self.rest.split('\n').next().unwrap_or_default();
        let closes = line.get(1..).is_some_and(|inside| inside.contains('/'));
        match self.found.last().map(|it| &it.token) {
            None | Some(Token::Newline) => closes,
            Some(Token::Sign(")" | "]" | "}")) | Some(Token::Text(_)) => false,
            Some(Token::Sign(_)) => true,
            Some(Token::Word(_)) => {
                let next = self.rest.chars().nth(1);
                self.spaced && closes && next.is_some_and(|c| !c.is_whitespace() && c != '=')
            }
        }
    }

    fn text(&mut self, open: &str, close: &str, escapes: bool, replaced: bool) {
        let line = self.line;
        self.take(open.len());
        let mut text = Text {
            content: String::new(),
            literal: true,
            expressions: Vec::new(),
        };
        loop {
            let Some(first) = self.rest.chars().next() else {
                self.unread = self.unread.or(Some(line));
                break;
            };
            if self.rest.starts_with(close) {
                self.take(close.len());
                break;
            }
            // A text in single signs ends with its line, closed or not.
            if first == '\n' && open.len() == 1 && open != "/" {
                self.unread = self.unread.or(Some(line));
                break;
            }
            match first {
                '\\' if escapes => self.escape(&mut text),
                '\\' if open == "/" && self.rest.starts_with("\\/") => {
                    self.take(2);
                    text.content.push('/');
                }
                '$' if open == "$/" && matches!(self.rest.chars().nth(1), Some('$' | '/')) => {
                    let pair = self.take(2);
                    text.content.push_str(pair.get(1..).unwrap_or_default());
                }
                '$' if replaced => self.expression(&mut text),
                _ => {
                    let letter = self.take(first.len_utf8());
                    text.content.push_str(letter);
                }
            }
        }
        self.push(Token::Text(text), line);
    }

    fn escape(&mut self, text: &mut Text) {
        self.take(1);
        let Some(letter) = self.rest.chars().next() else {
            return;
        };
        self.take(letter.len_utf8());
        match letter {
            'n' | 'r' => {
                text.literal = false;
                text.content.push('\n');
            }
            't' => text.content.push('\t'),
            'b' | 'f' => text.content.push(' '),
            // Groovy joins the lines, and so does a shell: the line stays countable.
            '\n' => text.content.push_str("\\\n"),
            other => text.content.push(other),
        }
    }

    /// `${…}` and `$name.name`: kept in the text, and noted.
    fn expression(&mut self, text: &mut Text) {
        let inside = self.rest.get(1..).unwrap_or_default();
        if !inside.starts_with('{') {
            let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            let end = inside.find(|c| !is_word(c)).unwrap_or(inside.len());
            let name = inside.get(..end).unwrap_or_default().trim_end_matches('.');
            let starts = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            let taken = self.take(if starts { 1 + name.len() } else { 1 });
            if starts {
                text.expressions.push(name.to_owned());
            }
            return text.content.push_str(taken);
        }
        let mut depth = 0_usize;
        let mut end = inside.len();
        for (place, letter) in inside.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                end = place + 1;
                break;
            }
        }
        let taken = self.take(1 + end);
        let written = taken
            .get(2..taken.len().saturating_sub(1))
            .unwrap_or_default();
        text.expressions.push(written.trim().to_owned());
        text.content.push_str(taken);
    }
}
