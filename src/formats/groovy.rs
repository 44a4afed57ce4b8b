//! Groovy as statements with the blocks inside of them, as far as a Jenkinsfile needs it: nothing is
//! run, and what a name stands for is not known. <https://groovy-lang.org/syntax.html>

mod statements;
mod tokens;

pub use statements::{Part, Statement};
pub use tokens::{Text, Token};

/// The longest text that is read, in bytes.
pub const MAX_GROOVY: usize = 512 * 1024;

/// How deep blocks may be nested; what is deeper is not read.
pub const MAX_DEPTH: usize = 64;

/// The most tokens that are read.
pub const MAX_TOKENS: usize = 200_000;

/// What was read of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its statements.
    pub statements: Vec<Statement>,
    /// The line from which on it was not read; `None` if all of it was.
    pub unread: Option<u64>,
}

/// The statements of a text.
#[must_use]
pub fn read(text: &str) -> Program {
    let mut end = text.len().min(MAX_GROOVY);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (tokens, unread) = tokens::tokens(text.get(..end).unwrap_or_default());
    let cut = (end < text.len()).then_some(1);
    let mut program = statements::program(tokens);
    program.unread = program.unread.or(unread).or(cut);
    program
}

#[cfg(test)]
mod tests;
