//! Whether anyone who runs a text as `sh -c text` sees by its exit status that one of its commands
//! failed. POSIX.1-2017, Shell Command Language, §2.8.2 and §2.9.

use super::lists::{Piece, State, own_words};
use super::tokens::Operator;

/// What keeps a command's failure out of the exit status of the whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    /// `command; other`
    Behind,
    /// `command || other`
    Or,
    /// `command | other` without `pipefail`
    Pipe,
    /// `command &`
    Background,
    /// `! command`
    Negated,
}

impl Lost {
    /// Why, as a clause, with what to write instead.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Lost::Behind => {
                "what follows runs whether it fails or not: write `&&` in the place of `;`, or `set -e` before it"
            }
            Lost::Or => "what follows `||` stands in for its failure: leave it out",
            Lost::Pipe => {
                "its exit status is lost in a pipe: have `bash -o pipefail -c` run it, or leave the pipe out"
            }
            Lost::Background => "it runs in the background, where its failure is not seen",
            Lost::Negated => "`!` turns its failure into a success",
        }
    }
}

/// What becomes of the failure of one piece. Where the text itself looks at the status (`if`, `$?`), it
/// is believed.
pub(super) fn lost(pieces: &[Piece], index: usize, state: &State, negated: bool) -> Option<Lost> {
    if is_condition(pieces, index) {
        return None;
    }
    if negated {
        return Some(Lost::Negated);
    }
    let piece = pieces.get(index)?;
    if piece.end == Operator::Pipe && !state.pipefail {
        return Some(Lost::Pipe);
    }
    let (mut end, mut last) = (index, true);
    loop {
        match pieces.get(end)?.end {
            Operator::And => last = false,
            Operator::Pipe => {}
            Operator::Background => return Some(Lost::Background),
            Operator::Or => return (!is_dealt_with(pieces, end + 1)).then_some(Lost::Or),
            _ => break,
        }
        if end + 1 >= pieces.len() {
            break;
        }
        end += 1;
    }
    // `set -e` passes over a command before `&&`.
    let ends = state.errors && last;
    (!ends && is_followed(pieces, end + 1)).then_some(Lost::Behind)
}

fn first(piece: &Piece) -> &str {
    piece.words.first().map_or("", |word| word.text.as_str())
}

/// Whether the list that a piece is part of is what `if` or a loop asks.
fn is_condition(pieces: &[Piece], index: usize) -> bool {
    let joins = |piece: &&Piece| matches!(piece.end, Operator::And | Operator::Or | Operator::Pipe);
    let before = pieces.get(..index).unwrap_or_default();
    let joined = before.iter().rev().take_while(joins);
    let own = pieces.get(index).into_iter();
    own.chain(joined)
        .any(|piece| matches!(first(piece), "if" | "elif" | "while" | "until"))
}

/// Whether what stands behind `||` keeps the failure: it exits, notes it, or tries again.
fn is_dealt_with(pieces: &[Piece], start: usize) -> bool {
    let is_block = pieces.get(start).is_some_and(|it| first(it) == "{");
    let rest = pieces.iter().skip(start);
    let mut open = true;
    let list = rest.take_while(|piece| {
        let here = open;
        open = match is_block {
            true => first(piece) != "}",
            false => !matches!(piece.end, Operator::End | Operator::Background),
        };
        here
    });
    let mut list = list;
    list.any(|piece| match own_words(&piece.words) {
        // An assignment alone: `failed=1`.
        None => first(piece).contains('='),
        Some((words, _)) => {
            let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            match texts.as_slice() {
                ["exit" | "return", "0", ..] => false,
                ["exit" | "return" | "false" | "kill", ..] => true,
                _ => {
                    let words: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
                    let named = super::named(&words);
                    let names = named.iter().flat_map(|it| &it.names);
                    let own = pieces
                        .get(start.wrapping_sub(1))
                        .and_then(|it| own_words(&it.words));
                    let own = own.and_then(|(words, _)| words.first().map(|it| it.text.clone()));
                    // The same program again.
                    names.into_iter().any(|name| Some(name) == own.as_ref())
                }
            }
        }
    })
}

/// Whether more is run behind a list, of which the status would be that of the whole.
fn is_followed(pieces: &[Piece], start: usize) -> bool {
    let mut skipping = false;
    for piece in pieces.iter().skip(start) {
        match first(piece) {
            "fi" => skipping = false,
            _ if skipping => {}
            "else" | "elif" => skipping = true,
            // Of a loop only the last round would count.
            "done" => return true,
            "esac" | "}" => {}
            _ if piece.words.iter().any(|word| word.text.contains("$?")) => return false,
            _ => return true,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::{Shell, read};
    use super::*;

    /// What becomes of the first command.
    fn fate(text: &str) -> Option<Lost> {
        let shell = Shell {
            errors_off: true,
            ..Shell::default()
        };
        let commands = read(text, shell).commands;
        let command = commands.iter().find(|it| it.words[0] == "pytest");
        command.unwrap().lost
    }

    #[test]
    fn a_failure_is_lost_where_the_status_is_that_of_something_else() {
        for (text, lost) in [
            ("pytest a; pytest b", Lost::Behind),
            ("pytest a\nls", Lost::Behind),
            ("pytest a && ls; ls", Lost::Behind),
            ("set -e; pytest a && ls; ls", Lost::Behind),
            ("set -e; set +e; pytest a; ls", Lost::Behind),
            ("(cd x && pytest a); ls", Lost::Behind),
            ("for d in a b; do pytest $d; done", Lost::Behind),
            ("pytest a | tail -1", Lost::Pipe),
            ("set -e; pytest a | tail -1", Lost::Pipe),
            ("pytest a || true", Lost::Or),
            ("pytest a || echo no; ls", Lost::Or),
            ("pytest a || { echo no; }", Lost::Or),
            ("pytest a && ls || true", Lost::Or),
            ("pytest a & ls", Lost::Background),
            ("! pytest a", Lost::Negated),
        ] {
            assert_eq!(fate(text), Some(lost), "{text}");
        }
    }

    #[test]
    fn a_failure_that_is_seen_or_dealt_with_is_not() {
        for text in [
            "pytest a",
            "pytest a;",
            "ls; pytest a",
            "pytest a && ls",
            "pytest a && ls && ls",
            "set -e; pytest a; ls",
            "set -euo pipefail\npytest a | tail\nls",
            "set -o pipefail; pytest a | tail",
            "pytest a || exit 1; ls",
            "pytest a || exit; ls",
            "pytest a || { echo no; exit 1; }; ls",
            "pytest a || failed=1; ls; exit $failed",
            "pytest a || pytest --lf",
            "pytest a; status=$?; tail -c +4 a > b; exit $status",
            "if pytest a; then ls; else exit 1; fi",
            "if ! pytest a; then exit 1; fi; ls",
            "if x; then pytest a; else ls; fi",
            "(cd x && pytest a)",
            "(pytest a) && ls",
        ] {
            assert_eq!(fate(text), None, "{text}");
        }
    }
}
