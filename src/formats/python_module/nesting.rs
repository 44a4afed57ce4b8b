//! Refuses source that nests too deeply, before it is parsed: parsing, reading and dropping a syntax
//! tree all recurse.
//!
//! Python itself refuses more than 200 open brackets and 100 levels of indentation
//! (`MAXLEVEL` and `MAXINDENT` in CPython's `Parser/lexer/state.h`). Chains of operators nest without
//! either, `not not x`, `a.b.c`, `a + b + c`: they are counted up to what ends them.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{Mode, lexer};

use super::Unreadable;

/// The most brackets that may be open.
pub(super) const MAX_BRACKETS: usize = 200;

/// The most levels of indentation.
pub(super) const MAX_INDENTS: usize = 100;

/// The most operators and keywords of one expression, with those of the expressions around it.
pub(super) const MAX_CHAIN: usize = 1000;

/// The operators of one bracket since the last comma.
#[derive(Default)]
struct Level {
    chain: usize,
    /// The `lambda`s whose colon is still to come: their commas end nothing.
    lambdas: usize,
}

pub(super) fn check(text: &str) -> Result<(), Unreadable> {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut levels = vec![Level::default()];
    let mut indents = 0_usize;
    // What is counted in all levels together.
    let mut total = 0_usize;
    loop {
        let kind = lexer.next_token();
        match kind {
            TokenKind::EndOfFile => return Ok(()),
            TokenKind::Indent => indents += 1,
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => levels.push(Level::default()),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                close(&mut levels, &mut total);
            }
            TokenKind::Newline | TokenKind::Semi => {
                levels.truncate(1);
                levels
                    .iter_mut()
                    .for_each(|level| *level = Level::default());
                total = 0;
            }
            _ => count(&mut levels, &mut total, kind),
        }
        let what = if indents > MAX_INDENTS {
            format!("more than {MAX_INDENTS} levels of indentation")
        } else if levels.len() > MAX_BRACKETS + 1 {
            format!("more than {MAX_BRACKETS} open brackets")
        } else if total > MAX_CHAIN {
            format!("an expression of more than {MAX_CHAIN} operators")
        } else {
            continue;
        };
        return Err(Unreadable::because(
            format!("is nested too deeply to read: it has {what}"),
            None,
        ));
    }
}

/// A bracket ends; what it held is one operand of what stands around it.
fn close(levels: &mut Vec<Level>, total: &mut usize) {
    if levels.len() > 1
        && let Some(closed) = levels.pop()
    {
        *total = total.saturating_sub(closed.chain);
    }
    if let Some(level) = levels.last_mut() {
        level.chain += 1;
        *total += 1;
    }
}

fn count(levels: &mut [Level], total: &mut usize, kind: TokenKind) {
    let Some(level) = levels.last_mut() else {
        return;
    };
    match kind {
        TokenKind::Comma if level.lambdas == 0 => {
            *total = total.saturating_sub(level.chain);
            level.chain = 0;
            return;
        }
        TokenKind::Name
        | TokenKind::Int
        | TokenKind::Float
        | TokenKind::Complex
        | TokenKind::String
        | TokenKind::FStringMiddle
        | TokenKind::TStringMiddle
        | TokenKind::Comment
        | TokenKind::NonLogicalNewline => return,
        TokenKind::Lambda => level.lambdas += 1,
        TokenKind::Colon => level.lambdas = level.lambdas.saturating_sub(1),
        _ => {}
    }
    level.chain += 1;
    *total += 1;
}
