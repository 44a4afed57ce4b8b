//! The tokens of languages with braces, as far as brackets, words and doc comments go.

use super::lengths::{closing, comment_length, is_go_directive, raw_c, raw_rust, verbatim};
use super::{Language, Lines};

/// A token, and the line that it starts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub line: u64,
    pub kind: Kind<'t>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// A name, keyword or number.
    Word(&'t str),
    /// One character of punctuation.
    Mark(char),
    /// A text.
    Text,
    /// Documentation of what follows.
    Outer(Lines),
    /// Documentation of what it stands in.
    Inner(Lines),
    /// Documentation of what stands before it on its line.
    Trailing(Lines),
    /// A comment that only tools read: `//go:noinline`.
    Directive(Lines),
}

/// The tokens of a text. Text that is no source yields tokens all the same.
pub(super) fn tokens(language: Language, text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader {
        language,
        text,
        at: 0,
        line: 1,
        tokens: Vec::new(),
        templates: Vec::new(),
        depth: 0,
        starts_line: true,
    };
    while reader.step() {}
    reader.tokens
}

struct Reader<'t> {
    language: Language,
    text: &'t str,
    at: usize,
    line: u64,
    tokens: Vec<Token<'t>>,
    /// The depths of braces at which a `${` of a template was opened.
    templates: Vec<usize>,
    depth: usize,
    /// Whether nothing but white space stands before on this line.
    starts_line: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: Kind<'t>) {
        let line = self.line;
        self.tokens.push(Token { line, kind });
    }

    /// Goes forward, and counts the lines.
    fn skip(&mut self, bytes: usize) {
        let end = (self.at + bytes).min(self.text.len());
        let passed = self.text.as_bytes().get(self.at..end).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = end;
    }

    /// Reads one token or one piece of white space; `false` at the end.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return false;
        };
        if first == '\n' {
            self.starts_line = true;
            self.skip(1);
            return true;
        }
        if first.is_whitespace() {
            self.skip(first.len_utf8());
            return true;
        }
        let starts_line = std::mem::replace(&mut self.starts_line, false);
        if rest.starts_with("//") {
            self.line_comment(starts_line);
        } else if rest.starts_with("/*") {
            self.block_comment();
            self.starts_line = starts_line;
        } else if first == '#' && starts_line && self.language == Language::C {
            self.directive();
        } else if first == '#' && self.language == Language::Php && !rest.starts_with("#[") {
            self.skip(memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()));
        } else if first.is_alphanumeric() || first == '_' || first == '$' {
            self.word();
        } else if matches!(first, '"' | '\'' | '`') {
            self.quoted(first);
        } else if first == '/' && self.language == Language::JavaScript && self.may_be_pattern() {
            self.pattern();
        } else {
            self.mark(first);
        }
        true
    }

    fn mark(&mut self, mark: char) {
        if mark == '#' && self.language == Language::Rust {
            self.doc_attribute();
        }
        self.push(Kind::Mark(mark));
        self.skip(mark.len_utf8());
        match mark {
            '{' => self.depth += 1,
            '}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.templates.last() == Some(&self.depth) {
                    self.templates.pop();
                    self.template();
                }
            }
            _ => {}
        }
    }

    /// `#[doc = "…"]` and `#![doc = "…"]`, which `///` and `//!` stand for.
    fn doc_attribute(&mut self) {
        let rest = self.rest();
        let inner = rest.strip_prefix("#![");
        let Some(content) = inner.or_else(|| rest.strip_prefix("#[")) else {
            return;
        };
        let Some(after) = content.trim_start().strip_prefix("doc") else {
            return;
        };
        if after.trim_start().starts_with('=') {
            let lines = Lines {
                first: self.line,
                last: self.line,
            };
            self.push(match inner {
                Some(_) => Kind::Inner(lines),
                None => Kind::Outer(lines),
            });
        }
    }

    fn line_comment(&mut self, starts_line: bool) {
        let rest = self.rest();
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let comment = rest.get(..length).unwrap_or_default();
        let lines = Lines {
            first: self.line,
            last: self.line,
        };
        let has_slashes = matches!(
            self.language,
            Language::Rust | Language::C | Language::CSharp | Language::Swift | Language::Dart
        );
        let is_doc = has_slashes && comment.starts_with("///") && !comment.starts_with("////");
        let is_inner = comment.starts_with("//!");
        let kind = match self.language {
            Language::Go if !starts_line => None,
            Language::Go if is_go_directive(comment) => Some(Kind::Directive(lines)),
            Language::Go => Some(Kind::Outer(lines)),
            Language::Rust if is_inner => Some(Kind::Inner(lines)),
            Language::C if comment.starts_with("///<") || comment.starts_with("//!<") => {
                Some(Kind::Trailing(lines))
            }
            Language::C if is_inner => Some(Kind::Outer(lines)),
            _ => is_doc.then_some(Kind::Outer(lines)),
        };
        if let Some(kind) = kind {
            self.push(kind);
        }
        self.skip(length);
    }

    fn block_comment(&mut self) {
        let rest = self.rest();
        let nests = matches!(
            self.language,
            Language::Rust | Language::Kotlin | Language::Scala | Language::Swift
        );
        let length = comment_length(rest, nests);
        let comment = rest.get(..length).unwrap_or_default();
        let first = self.line;
        let at = self.tokens.len();
        self.skip(length);
        let lines = Lines {
            first,
            last: self.line,
        };
        let is_doc = comment.starts_with("/**") && !comment.starts_with("/***") && length > 4;
        let is_bang = comment.starts_with("/*!");
        let kind = match self.language {
            Language::Go => Some(Kind::Outer(lines)),
            Language::Rust if is_bang => Some(Kind::Inner(lines)),
            Language::C if comment.starts_with("/**<") || comment.starts_with("/*!<") => {
                Some(Kind::Trailing(lines))
            }
            Language::C if is_bang => Some(Kind::Outer(lines)),
            _ => is_doc.then_some(Kind::Outer(lines)),
        };
        if let Some(kind) = kind {
            self.tokens.insert(at, Token { line: first, kind });
        }
    }

    /// A line of the preprocessor. Of what it chooses from, the first is read: both would not match.
    fn directive(&mut self) {
        let rest = self.rest();
        let word = rest.trim_start_matches('#').trim_start();
        if word.starts_with("else") || word.starts_with("elif") {
            let mut open = 0_usize;
            let mut bytes = 0;
            for line in rest.split_inclusive('\n') {
                let line_word = line.trim_start().strip_prefix('#').map(str::trim_start);
                match line_word {
                    Some(word) if word.starts_with("if") => open += 1,
                    Some(word) if word.starts_with("endif") && open == 0 => break,
                    Some(word) if word.starts_with("endif") => open -= 1,
                    _ => {}
                }
                bytes += line.len();
            }
            self.skip(bytes);
            self.starts_line = true;
            return;
        }
        let mut bytes = 0;
        for line in rest.split_inclusive('\n') {
            bytes += line.len();
            if !line.trim_end().ends_with('\\') {
                break;
            }
        }
        self.skip(bytes);
        self.starts_line = true;
    }

    fn word(&mut self) {
        let rest = self.rest();
        let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let after = rest.get(length..).unwrap_or_default();
        let raw = match self.language {
            Language::Rust if matches!(word, "r" | "br" | "cr") => raw_rust(after),
            Language::C if word.ends_with('R') && after.starts_with('"') => raw_c(after),
            _ => None,
        };
        if let Some(raw) = raw {
            self.push(Kind::Text);
            self.skip(length + raw);
            return;
        }
        // `1'000` of C++ is one number.
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        if self.language == Language::C && is_number && after.starts_with('\'') {
            let is_digit = |c: char| c.is_ascii_alphanumeric() || c == '\'';
            self.push(Kind::Word(word));
            self.skip(rest.find(|c| !is_digit(c)).unwrap_or(rest.len()));
            return;
        }
        self.push(Kind::Word(word));
        self.skip(length);
    }

    fn quoted(&mut self, quote: char) {
        let rest = self.rest();
        if quote == '`' && self.language == Language::JavaScript {
            self.skip(1);
            self.push(Kind::Text);
            self.template();
            return;
        }
        let length = match (quote, self.language) {
            ('`', Language::Go) => rest.get(1..).and_then(|it| it.find('`')).map(|at| at + 2),
            ('`', _) => closing(rest, "`", false, false),
            ('\'', Language::Rust | Language::Scala) => return self.lifetime_or_character(),
            ('"', Language::Rust) => closing(rest, "\"", true, true),
            ('"', Language::CSharp) if self.is_verbatim() => verbatim(rest),
            (_, Language::Java | Language::Kotlin | Language::Scala | Language::CSharp)
            | (_, Language::Swift | Language::Dart)
                if rest.starts_with("\"\"\"") || rest.starts_with("'''") =>
            {
                closing(rest, rest.get(..3).unwrap_or_default(), true, true)
            }
            (_, Language::Php) => closing(rest, rest.get(..1).unwrap_or_default(), true, true),
            _ => closing(rest, rest.get(..1).unwrap_or_default(), true, false),
        };
        self.push(Kind::Text);
        // One that is not closed ends with its line.
        let line = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        self.skip(length.unwrap_or(line));
    }

    fn is_verbatim(&self) -> bool {
        let marks = self.tokens.iter().rev().take(2);
        marks
            .take_while(|token| matches!(token.kind, Kind::Mark('@') | Kind::Word("$")))
            .any(|token| token.kind == Kind::Mark('@'))
    }

    fn lifetime_or_character(&mut self) {
        let rest = self.rest();
        let mut characters = rest.char_indices().skip(1);
        let first = characters.next().map(|(_, c)| c);
        let second = characters.next();
        let length = match (first, second) {
            (Some('\\'), _) => closing(rest, "'", true, false).unwrap_or(1),
            (Some(_), Some((at, '\''))) => at + 1,
            _ => 1,
        };
        self.push(Kind::Text);
        self.skip(length);
    }

    /// The part of a template up to its end or the next `${`.
    fn template(&mut self) {
        let rest = self.rest();
        let mut escaped = false;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'`' => return self.skip(at + 1),
                b'$' if rest.as_bytes().get(at + 1) == Some(&b'{') => {
                    self.skip(at + 1);
                    self.templates.push(self.depth);
                    return self.mark('{');
                }
                _ => {}
            }
        }
        self.skip(rest.len());
    }

    /// Whether a slash starts a regular expression rather than dividing.
    fn may_be_pattern(&self) -> bool {
        match self.tokens.last().map(|token| token.kind) {
            Some(Kind::Word(word)) => matches!(
                word,
                "return"
                    | "typeof"
                    | "case"
                    | "in"
                    | "of"
                    | "delete"
                    | "void"
                    | "throw"
                    | "await"
                    | "yield"
                    | "else"
                    | "do"
                    | "instanceof"
                    | "new"
                    | "default"
            ),
            Some(Kind::Mark(mark)) => !matches!(mark, ')' | ']' | '}' | '<'),
            Some(Kind::Text) => false,
            Some(_) | None => true,
        }
    }

    fn pattern(&mut self) {
        let (mut escaped, mut class) = (false, false);
        for (at, c) in self.rest().char_indices().skip(1) {
            match c {
                '\n' => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => class = true,
                ']' => class = false,
                '/' if !class => {
                    self.push(Kind::Text);
                    self.skip(at + 1);
                    return;
                }
                _ => {}
            }
        }
        self.mark('/');
    }
}
