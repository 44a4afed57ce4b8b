//! A place in the tokens, and the steps from there.

use super::model::{Flaw, Modifiers, ReleaseTag};
use super::tokens::{Token, TokenKind};

/// A place in the tokens of a report.
pub(super) struct Parser<'p, 't> {
    tokens: &'p [Token<'t>],
    at: usize,
}

/// What the comment before a declaration says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Remark {
    pub release: Option<ReleaseTag>,
    pub deprecated: bool,
}

impl Remark {
    /// Reads a comment. A warning of API Extractor names tags, and gives none.
    pub fn of(comment: &str) -> Self {
        if comment.starts_with("// Warning:") {
            return Remark::default();
        }
        let mut remark = Remark::default();
        for word in comment.split(|it: char| !it.is_alphanumeric() && it != '@') {
            match word {
                "@public" => remark.release = Some(ReleaseTag::Public),
                "@beta" => remark.release = Some(ReleaseTag::Beta),
                "@alpha" => remark.release = Some(ReleaseTag::Alpha),
                "@internal" => remark.release = Some(ReleaseTag::Internal),
                "@deprecated" => remark.deprecated = true,
                _ => {}
            }
        }
        remark
    }
}

impl<'p, 't> Parser<'p, 't> {
    pub fn new(tokens: &'p [Token<'t>]) -> Self {
        Parser { tokens, at: 0 }
    }

    pub fn token(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at.checked_add(ahead)?).copied()
    }

    /// The text of a token ahead; empty past the end.
    pub fn text(&self, ahead: usize) -> &'t str {
        self.token(ahead).map_or("", |token| token.text)
    }

    /// Whether the next token is this mark or word. A string is neither.
    pub fn is(&self, text: &str) -> bool {
        self.text(0) == text
    }

    pub fn is_done(&self) -> bool {
        self.token(0).is_none()
    }

    pub fn place(&self) -> usize {
        self.at
    }

    pub fn go_to(&mut self, place: usize) {
        self.at = place;
    }

    /// The tokens from a place to here.
    pub fn since(&self, place: usize) -> &'p [Token<'t>] {
        self.tokens.get(place..self.at).unwrap_or_default()
    }

    /// The line of the next token, or of the last one.
    pub fn line(&self) -> u64 {
        let token = self.token(0).or_else(|| self.tokens.last().copied());
        token.map_or(1, |token| token.line)
    }

    pub fn next(&mut self) -> Option<Token<'t>> {
        let token = self.token(0)?;
        self.at += 1;
        Some(token)
    }

    /// Takes the next token if it is this.
    pub fn takes(&mut self, text: &str) -> bool {
        let is_it = self.is(text);
        self.at += usize::from(is_it);
        is_it
    }

    pub fn expect(&mut self, text: &str) -> Result<(), Flaw> {
        match self.takes(text) {
            true => Ok(()),
            false => Err(self.unexpected(&format!("`{text}`"))),
        }
    }

    /// A name, or a string where names may be strings.
    pub fn name(&mut self) -> Result<Token<'t>, Flaw> {
        match self.token(0) {
            Some(token) if token.kind != TokenKind::Mark => {
                self.at += 1;
                Ok(token)
            }
            _ => Err(self.unexpected("a name")),
        }
    }

    pub fn unexpected(&self, wanted: &str) -> Flaw {
        let found: String = match self.token(0) {
            Some(token) => format!("`{}`", token.text.chars().take(40).collect::<String>()),
            None => "the end".to_owned(),
        };
        Flaw::new(
            self.line(),
            format!("there is {found} where {wanted} is expected"),
        )
    }

    /// Takes tokens up to one of these, outside of all brackets that open on the way. That one is
    /// not taken. It ends at the end, too.
    pub fn take_until(&mut self, stops: &[&str]) -> Result<&'p [Token<'t>], Flaw> {
        let start = self.at;
        let mut open: Vec<&str> = Vec::new();
        while let Some(token) = self.token(0) {
            if open.is_empty() && token.kind != TokenKind::Text && stops.contains(&token.text) {
                return Ok(self.since(start));
            }
            match token.text {
                "(" => open.push(")"),
                "[" => open.push("]"),
                "{" => open.push("}"),
                "<" => open.push(">"),
                ")" | "]" | "}" | ">" => match open.pop() {
                    Some(closing) if closing == token.text => {}
                    Some(closing) => return Err(self.unexpected(&format!("`{closing}`"))),
                    None => return Err(self.unexpected("no closing bracket")),
                },
                _ => {}
            }
            self.at += 1;
        }
        match open.last() {
            Some(closing) => Err(self.unexpected(&format!("`{closing}`"))),
            None => Ok(self.since(start)),
        }
    }

    /// Goes past a statement that is not understood: to behind its `;`, or before the next that
    /// has a comment of its own.
    pub fn skip_statement(&mut self) {
        while let Some(token) = self.next() {
            let begins = self
                .token(0)
                .is_some_and(|it| it.comment.starts_with("// @"));
            if token.text == ";" || begins {
                return;
            }
        }
    }

    /// Takes the words before a member.
    pub fn modifiers(&mut self) -> Modifiers {
        let mut found = Modifiers::default();
        loop {
            let is_name = matches!(
                self.text(1),
                "(" | ":" | "?" | "," | "}" | "=" | "<" | "!" | ""
            );
            let ends = self.text(1) == ";";
            if is_name || ends {
                return found;
            }
            match self.text(0) {
                "static" => found.is_static = true,
                "readonly" => found.is_readonly = true,
                "abstract" => found.is_abstract = true,
                "protected" => found.is_protected = true,
                "private" => found.is_private = true,
                "public" | "override" | "declare" | "async" | "accessor" => {}
                _ => return found,
            }
            self.at += 1;
        }
    }
}
