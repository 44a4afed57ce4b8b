//! The words and marks of TypeScript declarations.

use super::model::Flaw;

/// The most tokens that are read of one report. A report of 30,000 lines has about 200,000.
pub(super) const MAX_TOKENS: usize = 2_000_000;

/// One word or mark, without the comments before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub kind: TokenKind,
    pub text: &'t str,
    /// The line in the whole file, starting at 1.
    pub line: u64,
    /// The last comment before it, since the token before; empty if there is none.
    pub comment: &'t str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A name, a keyword, or a number.
    Word,
    /// A string or a template literal, with its quotes.
    Text,
    /// One character of punctuation; also `=>` and `...`.
    Mark,
}

/// Splits a text into tokens. `line` is the line that it starts at.
pub(super) fn tokens(text: &str, line: u64) -> Result<Vec<Token<'_>>, Flaw> {
    let mut lexer = Lexer {
        text,
        at: 0,
        line,
        comment: "",
    };
    let mut found = Vec::new();
    while let Some(token) = lexer.next_token()? {
        if found.len() >= MAX_TOKENS {
            let reason = format!("it has more than {MAX_TOKENS} words and marks");
            return Err(Flaw::new(token.line, reason));
        }
        found.push(token);
    }
    Ok(found)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    comment: &'t str,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes so many bytes, which end at the boundary of a character.
    fn take(&mut self, bytes: usize) -> &'t str {
        let taken = self.rest().get(..bytes).unwrap_or_else(|| self.rest());
        self.at += taken.len();
        self.line += taken.bytes().filter(|byte| *byte == b'\n').count() as u64;
        taken
    }

    fn next_token(&mut self) -> Result<Option<Token<'t>>, Flaw> {
        self.skip_space_and_comments()?;
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(None);
        };
        let line = self.line;
        let (kind, length) = match first {
            '"' | '\'' => (TokenKind::Text, self.string(first)?),
            '`' => (TokenKind::Text, self.template()?),
            _ if is_word(first) => {
                let end = rest.find(|it| !is_word(it)).unwrap_or(rest.len());
                (TokenKind::Word, end + fraction(rest, end))
            }
            _ if rest.starts_with("...") => (TokenKind::Mark, 3),
            _ if rest.starts_with("=>") => (TokenKind::Mark, 2),
            _ => (TokenKind::Mark, first.len_utf8()),
        };
        let text = self.take(length);
        let comment = std::mem::take(&mut self.comment);
        Ok(Some(Token {
            kind,
            text,
            line,
            comment,
        }))
    }

    fn skip_space_and_comments(&mut self) -> Result<(), Flaw> {
        loop {
            let rest = self.rest();
            let space = rest.len() - rest.trim_start().len();
            self.take(space);
            let rest = self.rest();
            if rest.starts_with("//") {
                let end = rest.find('\n').unwrap_or(rest.len());
                self.comment = self.take(end);
            } else if rest.starts_with("/*") {
                let end = rest.find("*/").ok_or_else(|| self.unclosed("comment"))?;
                self.comment = self.take(end + 2);
            } else {
                return Ok(());
            }
        }
    }

    fn unclosed(&self, what: &str) -> Flaw {
        Flaw::new(self.line, format!("a {what} does not end"))
    }

    /// The length of a string, quotes included. It ends on its line.
    fn string(&self, quote: char) -> Result<usize, Flaw> {
        let mut escaped = false;
        for (at, it) in self.rest().char_indices().skip(1) {
            match it {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if it == quote => return Ok(at + 1),
                _ => {}
            }
        }
        Err(self.unclosed("string"))
    }

    /// The length of a template literal, with what is inside of its `${…}`, at any depth.
    fn template(&self) -> Result<usize, Flaw> {
        // For each open template, how many braces are open inside of its `${`; `None` in its text.
        let mut open: Vec<Option<usize>> = vec![None];
        let mut characters = self.rest().char_indices().skip(1).peekable();
        while let Some((at, it)) = characters.next() {
            let Some(innermost) = open.last_mut() else {
                break;
            };
            match (it, &mut *innermost) {
                ('\\', None) => drop(characters.next()),
                ('`', None) => {
                    open.pop();
                    if open.is_empty() {
                        return Ok(at + 1);
                    }
                }
                ('$', None) if characters.peek().is_some_and(|(_, it)| *it == '{') => {
                    characters.next();
                    *innermost = Some(0);
                }
                ('`', Some(_)) => open.push(None),
                ('{', Some(braces)) => *braces += 1,
                ('}', Some(0)) => *innermost = None,
                ('}', Some(braces)) => *braces -= 1,
                _ => {}
            }
        }
        Err(self.unclosed("template literal"))
    }
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_' || it == '$' || it == '#'
}

/// The length of what follows the point of a number.
fn fraction(text: &str, end: usize) -> usize {
    let is_number = text.starts_with(|it: char| it.is_ascii_digit());
    let after = text.get(end..).unwrap_or_default();
    let Some(digits) = after.strip_prefix('.').filter(|_| is_number) else {
        return 0;
    };
    let length = digits.find(|it| !is_word(it)).unwrap_or(digits.len());
    if length == 0 { 0 } else { length + 1 }
}

/// The tokens as one line, spelled the same way however they were laid out.
pub(super) fn spelled(tokens: &[Token<'_>]) -> String {
    let mut line = String::new();
    let mut open = Conditionals::default();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at));
        let after = tokens.get(at + 1);
        let apart = before.is_some_and(|before| are_apart(before, token, after));
        if open.take(token.text, apart) || apart {
            line.push(' ');
        }
        line.push_str(&quoted(token));
    }
    line
}

/// The question marks of conditional types whose colon is still to come, for each open bracket.
#[derive(Default)]
struct Conditionals {
    outer: usize,
    inner: Vec<usize>,
}

impl Conditionals {
    /// Takes the next token; whether it is the colon of a conditional type.
    fn take(&mut self, token: &str, apart: bool) -> bool {
        match token {
            "(" | "[" | "{" => self.inner.push(0),
            ")" | "]" | "}" => drop(self.inner.pop()),
            "?" if apart => *self.inner.last_mut().unwrap_or(&mut self.outer) += 1,
            ":" => {
                let open = self.inner.last_mut().unwrap_or(&mut self.outer);
                let is_of_one = *open > 0;
                *open = open.saturating_sub(1);
                return is_of_one;
            }
            _ => {}
        }
        false
    }
}

/// Strings in double quotes, so that `'a'` is `"a"`.
fn quoted(token: &Token<'_>) -> String {
    let single = token.text.strip_prefix('\'');
    let inner = single.and_then(|it| it.strip_suffix('\''));
    match inner {
        Some(inner) if !inner.contains(['"', '\\']) => format!("\"{inner}\""),
        _ => token.text.to_owned(),
    }
}

/// Whether a space stands between two tokens.
fn are_apart(before: &Token<'_>, token: &Token<'_>, after: Option<&Token<'_>>) -> bool {
    let spaced = |text: &str| matches!(text, "|" | "&" | "=>" | "=" | "{" | "}");
    let closes = |text: &str| matches!(text, "," | ";" | ":" | ")" | "]" | ">" | "." | "!");
    let is_value = |kind: TokenKind| kind != TokenKind::Mark;
    let next = after.map_or("", |it| it.text);
    match (before.text, token.text) {
        (_, text) if closes(text) => spaced(before.text) && text != "," && text != ";",
        ("," | ";" | ":", _) => true,
        (one, other) if spaced(one) || spaced(other) => !matches!(one, "(" | "[" | "<" | "..."),
        (_, "?") => !matches!(next, ":" | "," | ")" | "]" | ";" | "(" | "<"),
        ("?", _) => true,
        (_, "(" | "[") => is_keyword(before.text),
        _ => is_value(before.kind) && is_value(token.kind),
    }
}

/// Words that a bracket does not belong to.
fn is_keyword(text: &str) -> bool {
    matches!(
        text,
        "extends" | "infer" | "is" | "keyof" | "new" | "readonly" | "typeof" | "in" | "abstract"
    )
}
