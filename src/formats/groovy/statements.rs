//! From tokens to statements. Without recursion, so that no text can exhaust the stack.

use super::tokens::Placed;
use super::{MAX_DEPTH, Program, Token};

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The line on which it starts, starting at 1.
    pub line: u64,
    /// Its tokens, with each block (`{…}`) as one part.
    pub parts: Vec<Part>,
}

/// A part of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A token that is no newline.
    Token {
        /// The token.
        token: Token,
        /// The line on which it starts.
        line: u64,
        /// Whether there is a blank before it.
        spaced: bool,
    },
    /// A block.
    Block {
        /// The statements in it.
        statements: Vec<Statement>,
        /// The line of its `{`.
        line: u64,
    },
}

impl Part {
    /// The line on which it starts.
    #[must_use]
    pub fn line(&self) -> u64 {
        match self {
            Part::Token { line, .. } | Part::Block { line, .. } => *line,
        }
    }

    /// The word that it is, if it is one.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Part::Token {
                token: Token::Word(word),
                ..
            } => Some(word),
            _ => None,
        }
    }

    /// Whether it is this operator or bracket.
    #[must_use]
    pub fn is_sign(&self, wanted: &str) -> bool {
        matches!(self, Part::Token { token: Token::Sign(sign), .. } if *sign == wanted)
    }

    /// The statements in it, if it is a block.
    #[must_use]
    pub fn block(&self) -> Option<&[Statement]> {
        match self {
            Part::Block { statements, .. } => Some(statements),
            Part::Token { .. } => None,
        }
    }
}

#[derive(Default)]
struct Frame {
    line: u64,
    statements: Vec<Statement>,
    parts: Vec<Part>,
    brackets: usize,
}

impl Frame {
    fn end(&mut self) {
        if let Some(first) = self.parts.first() {
            let line = first.line();
            let parts = std::mem::take(&mut self.parts);
            self.statements.push(Statement { line, parts });
        }
        self.brackets = 0;
    }
}

/// Signs behind which a statement goes on in the next line.
const OPEN_ENDS: &[&str] = &[
    ",", "=", "&&", "||", "+", "-", "?", ":", "?:", ".", "->", "==", "!=", "<<", "+=", "=~", "==~",
];

/// Words that go on with the statement of the line before.
const CONTINUED: &[&str] = &["else", "catch", "finally"];

pub(super) fn program(tokens: Vec<Placed>) -> Program {
    let mut outer: Vec<Frame> = Vec::new();
    let mut frame = Frame::default();
    let mut unread = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(Placed {
        token,
        line,
        spaced,
    }) = tokens.next()
    {
        match token {
            Token::Newline => {
                while tokens
                    .next_if(|next| next.token == Token::Newline)
                    .is_some()
                {}
                let goes_on = match tokens.peek().map(|next| &next.token) {
                    Some(Token::Word(word)) => {
                        CONTINUED.contains(&word.as_str()) && ends_with_block(&frame.parts)
                    }
                    Some(Token::Sign(sign)) => [".", "?."].contains(sign),
                    _ => false,
                };
                let open = frame.parts.last().is_some_and(is_open_end);
                if frame.brackets == 0 && !goes_on && !open {
                    frame.end();
                }
            }
            Token::Sign("{") => {
                if outer.len() >= MAX_DEPTH {
                    unread = Some(line);
                    break;
                }
                outer.push(std::mem::take(&mut frame));
                frame.line = line;
            }
            Token::Sign("}") => {
                let Some(parent) = outer.pop() else {
                    continue;
                };
                frame = closed(frame, parent);
            }
            Token::Sign(";") if frame.brackets == 0 => frame.end(),
            _ => {
                match &token {
                    Token::Sign("(" | "[") => frame.brackets += 1,
                    Token::Sign(")" | "]") => frame.brackets = frame.brackets.saturating_sub(1),
                    _ => {}
                }
                frame.parts.push(Part::Token {
                    token,
                    line,
                    spaced,
                });
            }
        }
    }
    while let Some(parent) = outer.pop() {
        unread = unread.or(Some(frame.line));
        frame = closed(frame, parent);
    }
    frame.end();
    Program {
        statements: frame.statements,
        unread,
    }
}

fn closed(mut frame: Frame, mut parent: Frame) -> Frame {
    frame.end();
    parent.parts.push(Part::Block {
        statements: frame.statements,
        line: frame.line,
    });
    parent
}

fn is_open_end(part: &Part) -> bool {
    matches!(part, Part::Token { token: Token::Sign(sign), .. } if OPEN_ENDS.contains(sign))
}

fn ends_with_block(parts: &[Part]) -> bool {
    matches!(parts.last(), Some(Part::Block { .. }))
}
