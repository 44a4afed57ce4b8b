//! Words and operators of a shell text, with their lines.

use super::MAX_WORD;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A word without its quotes, and whether any part of it was quoted.
    Word {
        text: String,
        line: u64,
        quoted: bool,
    },
    /// A control operator.
    Operator(Operator),
}

/// What stands between commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `;`, `;;` or the end of a line.
    End,
    /// `&`
    Background,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `|` or `|&`
    Pipe,
    /// `(`
    Open,
    /// `)`
    Close,
}

struct Reader<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    line: u64,
    tokens: Vec<Token>,
    /// The delimiters of the here-documents that start on the next line, and whether tabs before
    /// them do not count.
    documents: Vec<(String, bool)>,
}

/// All tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader {
        rest: text.chars().peekable(),
        line: 1,
        tokens: Vec::new(),
        documents: Vec::new(),
    };
    while reader.step() {}
    reader.tokens
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.rest.next();
        if next == Some('\n') {
            self.line += 1;
        }
        next
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    fn take_if(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        if is_there {
            self.next();
        }
        is_there
    }

    fn push(&mut self, operator: Operator) {
        self.tokens.push(Token::Operator(operator));
    }

    /// Reads one token; `false` at the end.
    fn step(&mut self) -> bool {
        let Some(next) = self.peek() else {
            return false;
        };
        match next {
            '\n' => {
                self.next();
                self.push(Operator::End);
                self.skip_documents();
            }
            ' ' | '\t' | '\r' => drop(self.next()),
            '#' => {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.next();
                }
            }
            ';' => {
                self.next();
                while self.take_if(';') || self.take_if('&') {}
                self.push(Operator::End);
            }
            '&' => {
                self.next();
                if self.take_if('&') {
                    self.push(Operator::And);
                } else if self.take_if('>') {
                    self.redirection();
                } else {
                    self.push(Operator::Background);
                }
            }
            '|' => {
                self.next();
                if self.take_if('|') {
                    self.push(Operator::Or);
                } else {
                    self.take_if('&');
                    self.push(Operator::Pipe);
                }
            }
            '(' => {
                self.next();
                self.push(Operator::Open);
            }
            ')' => {
                self.next();
                self.push(Operator::Close);
            }
            '<' | '>' => {
                self.next();
                self.redirect(next);
            }
            _ => self.word(),
        }
        true
    }

    /// What follows `<` or `>`.
    fn redirect(&mut self, first: char) {
        if first == '<' && self.take_if('<') {
            if self.take_if('<') {
                return self.redirection();
            }
            let tabs = self.take_if('-');
            self.skip_blanks();
            let (delimiter, _) = self.word_text();
            if !delimiter.is_empty() {
                self.documents.push((delimiter, tabs));
            }
            return;
        }
        self.redirection();
    }

    /// The rest of a redirection's operator, and its target.
    fn redirection(&mut self) {
        while matches!(self.peek(), Some('>' | '|' | '&')) {
            self.next();
        }
        if self.peek() == Some('(') {
            self.next();
            return self.nested(')');
        }
        self.skip_blanks();
        self.word_text();
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(' ' | '\t')) {
            self.next();
        }
    }

    fn word(&mut self) {
        let line = self.line;
        let (text, quoted) = self.word_text();
        let number = !quoted && text.bytes().all(|byte| byte.is_ascii_digit());
        // `2>file` is no word.
        if number && matches!(self.peek(), Some('<' | '>')) {
            return;
        }
        if !text.is_empty() || quoted {
            self.tokens.push(Token::Word { text, line, quoted });
        }
    }

    /// The text of the word that starts here, and whether any part of it is quoted.
    fn word_text(&mut self) -> (String, bool) {
        let mut text = Text::default();
        let mut quoted = false;
        while let Some(next) = self.peek() {
            match next {
                ' ' | '\t' | '\r' | '\n' | ';' | '&' | '|' | '(' | ')' | '<' | '>' => break,
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some('\r') => drop(self.take_if('\n')),
                        Some(escaped) => text.push(escaped),
                    }
                }
                '\'' => {
                    quoted = true;
                    self.next();
                    while let Some(inner) = self.next() {
                        if inner == '\'' {
                            break;
                        }
                        text.push(inner);
                    }
                }
                '"' => {
                    quoted = true;
                    self.next();
                    self.double_quoted(&mut text);
                }
                '$' | '`' => self.expansion(&mut text),
                other => {
                    self.next();
                    text.push(other);
                }
            }
        }
        (text.0, quoted)
    }

    fn double_quoted(&mut self, text: &mut Text) {
        while let Some(next) = self.peek() {
            match next {
                '"' => {
                    self.next();
                    return;
                }
                '\\' => {
                    self.next();
                    match self.next() {
                        Some('\n') | None => {}
                        Some(escaped @ ('"' | '\\' | '$' | '`')) => text.push(escaped),
                        Some(other) => {
                            text.push('\\');
                            text.push(other);
                        }
                    }
                }
                '$' | '`' => self.expansion(text),
                other => {
                    self.next();
                    text.push(other);
                }
            }
        }
    }

    /// `$name`, `${name}`, `${{ expression }}`, `$(…)` and `` `…` ``: kept as they are, the last two
    /// without what is inside.
    fn expansion(&mut self, text: &mut Text) {
        let Some(first) = self.next() else {
            return;
        };
        text.push(first);
        if first == '`' {
            while self.next().is_some_and(|c| c != '`') {}
            return text.push('`');
        }
        match self.peek() {
            Some('(') => {
                self.next();
                self.nested(')');
                text.push_str("(…)");
            }
            Some('{') => {
                let mut depth = 0_usize;
                while let Some(inner) = self.next() {
                    text.push(inner);
                    match inner {
                        '{' => depth += 1,
                        '}' => depth -= 1,
                        _ => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            _ => {}
        }
    }

    /// Skips to the bracket that closes an open one, quotes and brackets inside respected.
    fn nested(&mut self, close: char) {
        let mut depth = 1_usize;
        while let Some(next) = self.next() {
            match next {
                '(' => depth += 1,
                c if c == close => depth -= 1,
                '\\' => drop(self.next()),
                quote @ ('\'' | '"') => {
                    while let Some(inner) = self.next() {
                        if inner == quote {
                            break;
                        }
                        if inner == '\\' && quote == '"' {
                            self.next();
                        }
                    }
                }
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// The here-documents that start on this line are no commands.
    fn skip_documents(&mut self) {
        for (delimiter, tabs) in std::mem::take(&mut self.documents) {
            loop {
                let mut line = String::new();
                let mut ended = true;
                while let Some(next) = self.next() {
                    if next == '\n' {
                        ended = false;
                        break;
                    }
                    line.push(next);
                }
                let line = line.trim_end_matches('\r');
                let line = if tabs {
                    line.trim_start_matches('\t')
                } else {
                    line
                };
                if ended || line == delimiter {
                    break;
                }
            }
        }
    }
}

/// A text that stops growing at [`MAX_WORD`].
#[derive(Default)]
struct Text(String);

impl Text {
    fn push(&mut self, letter: char) {
        if self.0.len() < MAX_WORD {
            self.0.push(letter);
        }
    }

    fn push_str(&mut self, text: &str) {
        text.chars().for_each(|letter| self.push(letter));
    }
}
