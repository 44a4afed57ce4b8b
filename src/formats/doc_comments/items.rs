//! The definitions that doc comments stand before, in, or after.

use super::super::place::Malformed;
use super::braces::Matched;
use super::tokens::{Kind, tokens};
use super::{Definition, Language, Lines};

/// Words that start what is no definition: the comment above belongs to the file, or to nothing.
const NO_DEFINITIONS: &[&str] = &[
    "break", "case", "catch", "continue", "do", "else", "for", "if", "import", "package", "return",
    "switch", "throw", "try", "use", "using", "while",
];

/// Words after which the name of a definition stands.
const KEYWORDS: &[&str] = &[
    "class",
    "const",
    "def",
    "enum",
    "extension",
    "fn",
    "fun",
    "func",
    "function",
    "interface",
    "let",
    "mod",
    "module",
    "namespace",
    "object",
    "protocol",
    "record",
    "struct",
    "trait",
    "type",
    "typealias",
    "typedef",
    "union",
    "val",
    "var",
];

/// Words between those and the name.
const MODIFIERS: &[&str] = &["async", "final", "mut", "ref", "static", "unsafe"];

/// Words of a header in which a comma does not end the definition.
const LISTING: &[&str] = &[
    "class",
    "enum",
    "extension",
    "fn",
    "fun",
    "func",
    "function",
    "impl",
    "interface",
    "protocol",
    "record",
    "struct",
    "trait",
    "throws",
    "where",
    "union",
    "type",
    "object",
];

/// # Errors
/// [`Malformed`] if the brackets do not match.
pub(super) fn read(language: Language, text: &str) -> Result<Vec<Definition>, Malformed> {
    let matched = Matched::of(tokens(language, text))?;
    let last_line = text.lines().count().max(1) as u64;
    let reader = Reader {
        language,
        matched: &matched,
    };
    let mut found: Vec<Definition> = Vec::new();
    let mut at = 0;
    while at < matched.tokens.len() {
        match matched.kind(at) {
            Some(Kind::Outer(_)) => {
                let (definition, next) = reader.outer(at);
                found.extend(definition);
                at = next;
            }
            Some(Kind::Inner(lines)) => {
                found.extend(reader.inner(at, lines, last_line));
                at += 1;
            }
            Some(Kind::Trailing(lines)) => {
                found.push(reader.trailing(at, lines));
                at += 1;
            }
            _ => at += 1,
        }
    }
    found.sort_by_key(|definition| (definition.lines, definition.line));
    Ok(found)
}

pub(super) struct Reader<'m, 't> {
    pub language: Language,
    pub matched: &'m Matched<'t>,
}

impl<'t> Reader<'_, 't> {
    /// The definition below a comment, and where reading goes on.
    fn outer(&self, at: usize) -> (Option<Definition>, usize) {
        let mut docs: Vec<Lines> = Vec::new();
        let mut start = at;
        let mut first_line = None;
        let mut is_test = false;
        loop {
            match self.matched.kind(start) {
                Some(Kind::Outer(lines)) => {
                    docs.push(lines);
                    start += 1;
                }
                _ => match self.after_attribute(start) {
                    Some(end) => {
                        first_line = first_line.or(Some(self.matched.line(start)));
                        is_test |= self.is_test(start, end);
                        start = end;
                    }
                    None => break,
                },
            }
        }
        let next = start.max(at + 1);
        let has_item = match self.matched.kind(start) {
            Some(Kind::Word(word)) => !NO_DEFINITIONS.contains(&word),
            Some(Kind::Mark(mark)) => !matches!(mark, ')' | ']' | '}' | ',' | ';'),
            Some(Kind::Text) => true,
            _ => false,
        };
        if !has_item || is_test || self.is_in_test(at) {
            return (None, next);
        }
        let end = self.end(start);
        let line = self.matched.line(start);
        let (name, line) = self
            .name(start, end)
            .map_or((None, line), |(name, line)| (Some(name), line));
        let definition = Definition {
            public: self.is_public(start, end),
            name,
            line,
            lines: Lines {
                first: first_line.unwrap_or_else(|| self.matched.line(start)),
                last: self.matched.line(end.saturating_sub(1)).max(line),
            },
            docs,
        };
        (Some(definition), next)
    }

    fn inner(&self, at: usize, docs: Lines, last_line: u64) -> Option<Definition> {
        if self.is_in_test(at) {
            return None;
        }
        let lines = match self.matched.within(at) {
            Some(open) => Lines {
                first: self.matched.line(open),
                last: self.matched.line(self.matched.close(open)?),
            },
            None => Lines {
                first: 1,
                last: last_line,
            },
        };
        Some(Definition {
            name: None,
            line: lines.first,
            lines,
            docs: vec![docs],
            public: true,
        })
    }

    fn trailing(&self, at: usize, docs: Lines) -> Definition {
        Definition {
            name: None,
            line: docs.first,
            lines: Lines {
                first: docs.first,
                last: docs.first,
            },
            docs: vec![docs],
            public: self
                .matched
                .within(at)
                .is_none_or(|open| self.matched.is(open, '{')),
        }
    }

    /// The place after the last token of what starts there.
    fn end(&self, start: usize) -> usize {
        let matched = self.matched;
        let mut at = start;
        let mut angles = 0_usize;
        let mut lists = false;
        let mut assigned = false;
        while let Some(kind) = matched.kind(at) {
            if at > start && self.ends_before(at) {
                return at;
            }
            match kind {
                Kind::Word(word) => lists |= LISTING.contains(&word),
                Kind::Mark('(' | '[') => at = matched.close(at).unwrap_or(at),
                Kind::Mark('{') => {
                    at = matched.close(at).unwrap_or(at);
                    // A type of what is returned may have braces, too.
                    let goes_on = matched.is(at + 1, '{')
                        || matched.is(at + 1, '|')
                        || matched.is(at + 1, '&');
                    if !goes_on {
                        let closes = matched.is(at + 1, ';') || matched.is(at + 1, ',');
                        return at + 1 + usize::from(closes);
                    }
                }
                Kind::Mark(')' | ']' | '}') => return at,
                Kind::Mark(';') => return at + 1,
                Kind::Mark('=') => assigned = true,
                Kind::Mark('<') if !assigned => angles += 1,
                Kind::Mark('>')
                    if !matched.is(at.saturating_sub(1), '-')
                        && !matched.is(at.saturating_sub(1), '=') =>
                {
                    angles = angles.saturating_sub(1);
                }
                Kind::Mark(',') if angles == 0 && !lists && self.may_end_at_comma(at) => {
                    return at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        at
    }

    /// A comma ends fields, variants and members, which stand in a bracket.
    fn may_end_at_comma(&self, at: usize) -> bool {
        self.matched.within(at).is_some()
    }

    /// Whether the end of the line before a token ended the definition: where languages need no
    /// semicolon, and neither line says that it goes on.
    fn ends_before(&self, at: usize) -> bool {
        let needs_none = matches!(
            self.language,
            Language::JavaScript
                | Language::Kotlin
                | Language::Scala
                | Language::Swift
                | Language::Go
        );
        let (Some(before), Some(after)) = (self.matched.kind(at - 1), self.matched.kind(at)) else {
            return false;
        };
        if matches!(after, Kind::Outer(_) | Kind::Inner(_)) {
            return needs_none;
        }
        if !needs_none || self.matched.line(at) == self.matched.line(at - 1) {
            return false;
        }
        let goes_on = match before {
            Kind::Word(word) => {
                KEYWORDS.contains(&word)
                    || matches!(
                        word,
                        "extends"
                            | "implements"
                            | "async"
                            | "public"
                            | "private"
                            | "protected"
                            | "override"
                            | "export"
                            | "default"
                            | "abstract"
                            | "open"
                            | "internal"
                            | "suspend"
                            | "inline"
                            | "data"
                            | "sealed"
                            | "final"
                    )
            }
            Kind::Mark(mark) => !matches!(mark, ')' | ']' | '}' | '?' | '!' | '>'),
            _ => false,
        };
        let is_continued = match after {
            Kind::Word(word) => matches!(
                word,
                "extends" | "implements" | "where" | "throws" | "as" | "satisfies"
            ),
            Kind::Mark(mark) => matches!(
                mark,
                '{' | '='
                    | '.'
                    | ':'
                    | '?'
                    | '|'
                    | '&'
                    | ')'
                    | ']'
                    | '}'
                    | ';'
                    | ','
                    | '>'
                    | '+'
                    | '-'
            ),
            _ => false,
        };
        !goes_on && !is_continued
    }

    /// What it is called, and on which line that stands.
    fn name(&self, start: usize, end: usize) -> Option<(String, u64)> {
        let mut last = None;
        let mut at = start;
        while at < end {
            match self.matched.kind(at)? {
                Kind::Word("impl") => return None,
                Kind::Word(word) if self.is_keyword(word) => {
                    last = self.matched.word(at + 1).map(|_| at + 1).or(last);
                    let is_named = self
                        .matched
                        .word(at + 1)
                        .is_some_and(|next| !self.is_keyword(next) && !MODIFIERS.contains(&next));
                    if is_named {
                        break;
                    }
                }
                // `pub(crate)`
                Kind::Word("pub") if self.matched.is(at + 1, '(') => {
                    at = self.matched.close(at + 1)?;
                }
                Kind::Word(_) => last = Some(at),
                Kind::Mark('<') => at = self.after_angles(at).map_or(at, |after| after - 1),
                Kind::Mark('(' | '{' | '=' | ';' | ',' | ':') if last.is_some() => break,
                _ => {}
            }
            at += 1;
        }
        let name = self.matched.word(last?)?;
        Some((name.to_owned(), self.matched.line(last?)))
    }

    fn is_keyword(&self, word: &str) -> bool {
        KEYWORDS.contains(&word) || (word == "static" && self.language == Language::Rust)
    }

    fn is_public(&self, start: usize, end: usize) -> bool {
        let mut words: Vec<&str> = Vec::new();
        for at in start..end.min(start + MAX_MODIFIERS) {
            match self.matched.kind(at) {
                Some(Kind::Word(word)) => words.push(word),
                Some(Kind::Mark('#')) if at == start => return false,
                Some(Kind::Mark('{' | '=' | ';')) => break,
                _ => {}
            }
        }
        match self.language {
            Language::Rust => {
                let is_function = words.iter().take(4).any(|word| *word == "fn");
                let is_pub = words.first() == Some(&"pub") && !self.matched.is(start + 1, '(');
                !is_function || is_pub || self.is_of_a_trait(start)
            }
            _ => !words
                .iter()
                .take(4)
                .any(|word| matches!(*word, "private" | "fileprivate")),
        }
    }

    /// Whether a function is one that a trait asks for: it has no `pub` of its own.
    fn is_of_a_trait(&self, at: usize) -> bool {
        let Some(open) = self.matched.within(at) else {
            return false;
        };
        let words = self.matched.words_before(open);
        words.contains(&"trait") || (words.contains(&"impl") && words.contains(&"for"))
    }
}

/// How many tokens at the start of a definition are looked at for what says who may use it.
const MAX_MODIFIERS: usize = 16;
