//! Rust source as trees of tokens (The Rust Reference, § Tokens), as far as declarations need it.

use crate::formats::place::Malformed;

/// How deeply brackets nest at most. Real code stays below thirty.
pub(super) const MAX_DEPTH: usize = 100;

/// One token, or a pair of brackets with all between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tree {
    pub kind: Kind,
    /// The line on which it starts.
    pub line: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword, without `r#`.
    Word(String),
    Sign(char),
    /// A string or character, as it stands between its quotes; `None` if it has escapes.
    Text(Option<String>),
    /// A number, a byte string, a lifetime.
    Other,
    /// The opening bracket, and what stands between the brackets.
    Group(char, Vec<Tree>),
}

impl Tree {
    pub(super) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn is(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// What stands between brackets of this kind.
    pub(super) fn group(&self, opening: char) -> Option<&[Tree]> {
        match &self.kind {
            Kind::Group(bracket, trees) if *bracket == opening => Some(trees),
            _ => None,
        }
    }

    /// A string or character without escapes.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => text.as_deref(),
            _ => None,
        }
    }
}

/// Reads a source.
///
/// # Errors
/// [`Malformed`] if brackets do not match, if they nest too deeply, or if a text does not end.
pub(super) fn read(source: &str) -> Result<Vec<Tree>, Malformed> {
    let mut lexer = Lexer {
        rest: source,
        line: 1,
        open: Vec::new(),
        trees: Vec::new(),
    };
    while lexer.step()? {}
    match lexer.open.last() {
        Some((bracket, line, _)) => Err(Malformed::new(
            *line,
            &format!("the bracket `{bracket}` is not closed"),
        )),
        None => Ok(lexer.trees),
    }
}

struct Lexer<'t> {
    rest: &'t str,
    line: u64,
    /// The open brackets: which, where, and what stood before each.
    open: Vec<(char, u64, Vec<Tree>)>,
    trees: Vec<Tree>,
}

impl Lexer<'_> {
    /// Reads one token, comment or piece of white space; `false` at the end.
    fn step(&mut self) -> Result<bool, Malformed> {
        let Some(first) = self.rest.chars().next() else {
            return Ok(false);
        };
        if first.is_whitespace() {
            self.take(first.len_utf8());
        } else if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.comment();
        } else if first.is_alphabetic() || first == '_' {
            self.word()?;
        } else if first.is_ascii_digit() {
            let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
            self.push(Kind::Other, end.unwrap_or(self.rest.len()));
        } else {
            match first {
                '"' => self.string(0)?,
                '\'' => self.character(),
                '(' | '[' | '{' => self.descend(first)?,
                ')' | ']' | '}' => self.ascend(first)?,
                _ => self.push(Kind::Sign(first), first.len_utf8()),
            }
        }
        Ok(true)
    }

    fn take(&mut self, length: usize) -> &str {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        self.line += taken.matches('\n').count() as u64;
        taken
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let line = self.line;
        self.take(length);
        self.trees.push(Tree { kind, line });
    }

    /// Block comments nest.
    fn comment(&mut self) {
        let mut depth = 0_usize;
        let mut end = 0;
        while let Some(rest) = self.rest.get(end..).filter(|rest| !rest.is_empty()) {
            if rest.starts_with("/*") {
                depth += 1;
                end += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                end += 2;
                if depth == 0 {
                    break;
                }
            } else {
                end += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        self.take(end);
    }

    /// A word, or a text with a prefix: `r"…"`, `b'…'`, `r#"…"#`, `r#word`.
    fn word(&mut self) -> Result<(), Malformed> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        let end = end.unwrap_or(self.rest.len());
        let (word, after) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        let hashes = after.len() - after.trim_start_matches('#').len();
        let quoted = after
            .get(hashes..)
            .is_some_and(|rest| rest.starts_with('"'));
        if matches!(word, "r" | "br" | "cr") && quoted {
            return self.raw_string(end + hashes + 1, hashes);
        }
        if matches!(word, "b" | "c") && after.starts_with('"') {
            return self.string(end);
        }
        if word == "b" && after.starts_with('\'') {
            self.take(end);
            self.character();
            return Ok(());
        }
        if word == "r" && hashes == 1 {
            self.take(end + 1);
            return Ok(());
        }
        let word = word.to_owned();
        self.push(Kind::Word(word), end);
        Ok(())
    }

    /// A string, whose quote stands after that many bytes.
    fn string(&mut self, prefix: usize) -> Result<(), Malformed> {
        let body = self.rest.get(prefix + 1..).unwrap_or_default();
        let mut escaped = false;
        let end = body.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            return Err(Malformed::new(self.line, "a text does not end"));
        };
        let text = body.get(..end).filter(|text| !text.contains('\\'));
        let text = text.filter(|_| prefix == 0).map(str::to_owned);
        self.push(Kind::Text(text), prefix + end + 2);
        Ok(())
    }

    fn raw_string(&mut self, start: usize, hashes: usize) -> Result<(), Malformed> {
        let close = format!("\"{}", "#".repeat(hashes));
        let body = self.rest.get(start..).unwrap_or_default();
        let Some(end) = body.find(&close) else {
            return Err(Malformed::new(self.line, "a text does not end"));
        };
        let text = body.get(..end).map(str::to_owned);
        self.push(Kind::Text(text), start + end + close.len());
        Ok(())
    }

    /// A character, or a lifetime.
    fn character(&mut self) {
        let body = self.rest.get(1..).unwrap_or_default();
        let mut letters = body.chars();
        let first = letters.next();
        if first == Some('\\') {
            let skip = 1 + letters.next().map_or(0, char::len_utf8);
            let end = body.get(skip..).and_then(|rest| rest.find('\''));
            return self.push(Kind::Text(None), end.map_or(2, |end| 1 + skip + end + 1));
        }
        match first {
            Some(first) if letters.next() == Some('\'') => {
                self.push(Kind::Text(Some(first.to_string())), 2 + first.len_utf8());
            }
            _ => self.push(Kind::Other, 1),
        }
    }

    fn descend(&mut self, bracket: char) -> Result<(), Malformed> {
        if self.open.len() >= MAX_DEPTH {
            let message = format!("it is nested more than {MAX_DEPTH} levels deep");
            return Err(Malformed::new(self.line, &message));
        }
        let before = std::mem::take(&mut self.trees);
        self.open.push((bracket, self.line, before));
        self.take(1);
        Ok(())
    }

    fn ascend(&mut self, closing: char) -> Result<(), Malformed> {
        let expected = match closing {
            ')' => '(',
            ']' => '[',
            _ => '{',
        };
        match self.open.pop() {
            Some((bracket, line, before)) if bracket == expected => {
                let inner = std::mem::replace(&mut self.trees, before);
                let kind = Kind::Group(bracket, inner);
                self.trees.push(Tree { kind, line });
                self.take(1);
                Ok(())
            }
            _ => {
                let message = format!("the bracket `{closing}` closes none");
                Err(Malformed::new(self.line, &message))
            }
        }
    }
}

/// Cuts at the commas outside of any angle bracket.
pub(super) fn split_at_commas(trees: &[Tree]) -> Vec<&[Tree]> {
    let mut parts = Vec::new();
    let (mut start, mut angles, mut arrow) = (0, 0_usize, false);
    for (index, tree) in trees.iter().enumerate() {
        if tree.is('<') {
            angles += 1;
        } else if tree.is('>') && !arrow {
            angles = angles.saturating_sub(1);
        } else if tree.is(',') && angles == 0 {
            parts.push(trees.get(start..index).unwrap_or_default());
            start = index + 1;
        }
        arrow = tree.is('-') || tree.is('=');
    }
    parts.push(trees.get(start..).unwrap_or_default());
    parts.retain(|part| !part.is_empty());
    parts
}
