//! Which bracket closes which, and in which one each token stands.

use super::super::place::Malformed;
use super::tokens::{Kind, Token};

/// The tokens of a text whose brackets match.
pub(super) struct Matched<'t> {
    pub tokens: Vec<Token<'t>>,
    /// Of an opening bracket, the place of the closing one.
    close: Vec<Option<usize>>,
    /// The place of the bracket that each token stands in.
    within: Vec<Option<usize>>,
}

impl<'t> Matched<'t> {
    /// # Errors
    /// [`Malformed`] if a bracket is closed that is not open, or left open.
    pub fn of(tokens: Vec<Token<'t>>) -> Result<Self, Malformed> {
        let mut close = vec![None; tokens.len()];
        let mut within = vec![None; tokens.len()];
        let mut open: Vec<(usize, char)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let Kind::Mark(mark) = token.kind else {
                set(&mut within, at, open.last().map(|(at, _)| *at));
                continue;
            };
            if let Some(expected) = closing_of(mark) {
                set(&mut within, at, open.last().map(|(at, _)| *at));
                open.push((at, expected));
                continue;
            }
            if matches!(mark, ')' | ']' | '}') {
                match open.pop() {
                    Some((start, expected)) if expected == mark => set(&mut close, start, Some(at)),
                    _ => {
                        return Err(Malformed::new(
                            token.line,
                            "a bracket is closed that is not open",
                        ));
                    }
                }
            }
            set(&mut within, at, open.last().map(|(at, _)| *at));
        }
        match open.first().and_then(|(at, _)| tokens.get(*at)) {
            Some(token) => Err(Malformed::new(token.line, "a bracket is not closed")),
            None => Ok(Matched {
                tokens,
                close,
                within,
            }),
        }
    }

    pub fn kind(&self, at: usize) -> Option<Kind<'t>> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub fn line(&self, at: usize) -> u64 {
        self.tokens.get(at).map_or(0, |token| token.line)
    }

    pub fn is(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark))
    }

    pub fn word(&self, at: usize) -> Option<&'t str> {
        match self.kind(at)? {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The place of the bracket that closes the one there.
    pub fn close(&self, at: usize) -> Option<usize> {
        self.close.get(at).copied().flatten()
    }

    /// The place of the bracket that the token stands in.
    pub fn within(&self, at: usize) -> Option<usize> {
        self.within.get(at).copied().flatten()
    }

    /// The words before a bracket, back to the end of what stands before its item.
    pub fn words_before(&self, bracket: usize) -> Vec<&'t str> {
        let mut words = Vec::new();
        let parent = self.within(bracket);
        for at in (0..bracket).rev().take(MAX_STEPS) {
            if Some(at) == parent {
                break;
            }
            if self.within(at) != parent {
                continue;
            }
            match self.kind(at) {
                Some(Kind::Mark(';' | '}')) => break,
                Some(Kind::Word(word)) => words.push(word),
                _ => {}
            }
            if words.len() > MAX_HEADER {
                break;
            }
        }
        words.reverse();
        words
    }
}

/// How many words of a header are looked at.
const MAX_HEADER: usize = 64;

/// How many tokens before a bracket are looked at.
const MAX_STEPS: usize = 1_000;

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}

fn closing_of(mark: char) -> Option<char> {
    match mark {
        '(' => Some(')'),
        '[' => Some(']'),
        '{' => Some('}'),
        _ => None,
    }
}
