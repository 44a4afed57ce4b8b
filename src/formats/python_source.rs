//! Python source as logical lines of tokens: enough to read assignments and calls, without running
//! anything.

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'t> {
    /// A name or keyword.
    Name(&'t str),
    /// A number.
    Number(&'t str),
    /// What stands between the quotes of a string literal, escapes as they are written.
    Text(&'t str),
    /// A string literal with a prefix that computes something (`f"…"`), or bytes.
    Formatted,
    /// An operator or bracket.
    Operator(&'t str),
}

/// A logical line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement<'t> {
    /// The line on which it starts, starting at 1.
    pub line: u64,
    /// Whether it stands in a function or class.
    pub nested: bool,
    /// Its tokens, each with its line.
    pub tokens: Vec<(u64, Token<'t>)>,
}

/// The logical lines of a source. Text that is no Python yields tokens all the same.
#[must_use]
pub fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut reader = Reader {
        rest: text,
        line: 1,
        depth: 0,
        indent: 0,
        at_line_start: true,
        current: Vec::new(),
        hidden_below: None,
        statements: Vec::new(),
    };
    while reader.step() {}
    reader.end_statement();
    reader.statements
}

struct Reader<'t> {
    rest: &'t str,
    line: u64,
    /// How many brackets are open.
    depth: usize,
    indent: usize,
    at_line_start: bool,
    current: Vec<(u64, Token<'t>)>,
    /// The indentation of the function or class whose body is being read.
    hidden_below: Option<usize>,
    statements: Vec<Statement<'t>>,
}

const TWO_CHARACTER_OPERATORS: &[&str] = &[
    "==", "!=", "<=", ">=", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "**", "->", "//", "<<",
    ">>",
];

impl<'t> Reader<'t> {
    /// Reads one token or one piece of white space; `false` at the end of the text.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        if self.at_line_start {
            self.read_indent();
            return true;
        }
        match c {
            '\n' => self.end_line(),
            '\\' => self.continue_line(),
            '#' => self.skip_to(self.rest.find('\n')),
            _ if c.is_whitespace() => self.skip_to(Some(c.len_utf8())),
            '"' | '\'' => self.read_string(""),
            _ if c.is_alphanumeric() || c == '_' => self.read_word(),
            _ => self.read_operator(c),
        }
        true
    }

    /// Takes the text up to the position, or all of it.
    fn take(&mut self, end: Option<usize>) -> &'t str {
        let end = end.unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn skip_to(&mut self, end: Option<usize>) {
        self.take(end);
    }

    fn read_indent(&mut self) {
        let end = self
            .rest
            .find(|c: char| !matches!(c, ' ' | '\t' | '\x0c' | '\r'));
        let indent = self.take(end).chars().count();
        if self.current.is_empty() {
            self.indent = indent;
        }
        self.at_line_start = false;
    }

    fn end_line(&mut self) {
        self.skip_to(Some(1));
        self.line += 1;
        if self.depth == 0 {
            self.end_statement();
            self.at_line_start = true;
        }
    }

    fn continue_line(&mut self) {
        self.skip_to(Some(1));
        let broken = self
            .rest
            .strip_prefix("\r\n")
            .or_else(|| self.rest.strip_prefix('\n'));
        if let Some(rest) = broken {
            self.rest = rest;
            self.line += 1;
        }
    }

    fn end_statement(&mut self) {
        if self.current.is_empty() {
            return;
        }
        if self.hidden_below.is_some_and(|below| self.indent <= below) {
            self.hidden_below = None;
        }
        let tokens = std::mem::take(&mut self.current);
        let nested = self.hidden_below.is_some();
        let opens_scope = matches!(
            tokens.first(),
            Some((_, Token::Name("def" | "class" | "async")))
        );
        if opens_scope && !nested {
            self.hidden_below = Some(self.indent);
        }
        let line = tokens.first().map_or(self.line, |(line, _)| *line);
        self.statements.push(Statement {
            line,
            nested,
            tokens,
        });
    }

    fn read_word(&mut self) {
        let number = self.rest.starts_with(|c: char| c.is_ascii_digit());
        let end = self
            .rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_' || (number && c == '.')));
        let word = self.take(end);
        if self.rest.starts_with(['"', '\'']) && is_string_prefix(word) {
            return self.read_string(word);
        }
        let token = if number {
            Token::Number(word)
        } else {
            Token::Name(word)
        };
        self.current.push((self.line, token));
    }

    fn read_operator(&mut self, c: char) {
        let two = TWO_CHARACTER_OPERATORS
            .iter()
            .any(|operator| self.rest.starts_with(operator));
        let operator = self.take(Some(if two { 2 } else { c.len_utf8() }));
        match operator {
            "(" | "[" | "{" => self.depth += 1,
            ")" | "]" | "}" => self.depth = self.depth.saturating_sub(1),
            ";" if self.depth == 0 => return self.end_statement(),
            _ => {}
        }
        self.current.push((self.line, Token::Operator(operator)));
    }

    fn read_string(&mut self, prefix: &str) {
        let quote = ["\"\"\"", "'''", "\"", "'"]
            .into_iter()
            .find(|quote| self.rest.starts_with(quote));
        let Some(quote) = quote else { return };
        let line = self.line;
        self.skip_to(Some(quote.len()));
        let end = string_end(self.rest, quote);
        let content = self.take(Some(end));
        self.line += content.matches('\n').count() as u64;
        if self.rest.starts_with(quote) {
            self.skip_to(Some(quote.len()));
        }
        let computed = prefix.contains(['f', 'F', 'b', 'B', 't', 'T']);
        let token = if computed {
            Token::Formatted
        } else {
            Token::Text(content)
        };
        self.current.push((line, token));
    }
}

fn is_string_prefix(word: &str) -> bool {
    word.len() <= 2
        && word
            .bytes()
            .all(|b| matches!(b.to_ascii_lowercase(), b'r' | b'b' | b'f' | b'u' | b't'))
}

/// Where a string literal ends: at its quote, or, if it has but one, at the end of the line.
fn string_end(text: &str, quote: &str) -> usize {
    let mut escaped = false;
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'\n' if quote.len() == 1 => return offset,
            b'"' | b'\''
                if text
                    .get(offset..)
                    .is_some_and(|rest| rest.starts_with(quote)) =>
            {
                return offset;
            }
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn statements_span_brackets_and_skip_comments_and_strings() {
        let text = "\"\"\"doc\nx = 1\n\"\"\"\na = (1,  # one\n     2)\nb = f'{a}'; c = r\"\\d\"\r\nd \\\n  = 'it''s'\n";
        let found = statements(text);
        let lines: Vec<u64> = found.iter().map(|statement| statement.line).collect();
        assert_eq!(lines, [1, 4, 6, 6, 7]);
        assert_eq!(found[2].tokens.last(), Some(&(6, Token::Formatted)));
        assert_eq!(found[3].tokens.last(), Some(&(6, Token::Text("\\d"))));
        assert_eq!(found[4].tokens.len(), 4);
    }

    #[test]
    fn functions_and_classes_hide_what_is_in_them() {
        let text = "if x:\n    a = 1\ndef f():\n    b = 1\n\n    if b:\n        c = 1\nd = 1\n";
        let nested: Vec<bool> = statements(text)
            .iter()
            .map(|statement| statement.nested)
            .collect();
        assert_eq!(nested, [false, false, false, true, true, true, false]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[\\PC\\n\\\\'\"()#=;]{0,200}") {
            let lines = text.lines().count().max(1) as u64;
            for statement in statements(&text) {
                prop_assert!(statement.line <= lines);
            }
        }
    }
}
