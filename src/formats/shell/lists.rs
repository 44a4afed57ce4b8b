//! From tokens to simple commands, each with what becomes of its failure.

use super::status::lost;
use super::tokens::{Operator, Token};
use super::{Command, Ignored, MAX_COMMANDS, MAX_WORDS, Shell};

/// A word at its place.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub text: String,
    line: u64,
    quoted: bool,
}

/// Words up to an operator.
pub(super) struct Piece {
    pub words: Vec<Word>,
    pub end: Operator,
    within: Vec<usize>,
}

/// Words before a command that are none of its own.
const KEYWORDS: &[&str] = &[
    "if", "then", "elif", "else", "while", "until", "do", "{", "time", "coproc",
];

/// Words that start something which is no command.
const HEADS: &[&str] = &[
    "for", "case", "select", "function", "fi", "done", "esac", "}",
];

/// Commands that do not fail: behind `||`, they hide a failure.
const HARMLESS: &[&str] = &["true", ":", "echo", "printf", "continue", "break", "warn"];

/// The commands, and what is known of the shell behind the last one.
pub(super) fn commands(tokens: &[Token], shell: Shell) -> (Vec<Command>, Shell) {
    let mut state = State {
        errors: !shell.errors_off,
        pipefail: shell.pipefail,
    };
    let pieces = pieces(tokens);
    let mut commands = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let Some((words, negated)) = own_words(&piece.words) else {
            continue;
        };
        let Some(first) = words.first() else {
            continue;
        };
        state.note(&words);
        let ignored = if negated {
            Some(Ignored::Negated)
        } else {
            state.ignored(&pieces, index)
        };
        commands.push(Command {
            line: first.line,
            words: words
                .iter()
                .take(MAX_WORDS)
                .map(|word| word.text.clone())
                .collect(),
            ignored,
            lost: lost(&pieces, index, &state, negated),
            within: piece.within.clone(),
        });
        if commands.len() > MAX_COMMANDS {
            break;
        }
    }
    if shell.last_counts
        && let Some(last) = commands.last_mut()
        && last.ignored == Some(Ignored::ErrorsOff)
    {
        last.ignored = None;
    }
    let after = Shell {
        pipefail: state.pipefail,
        errors_off: !state.errors,
        ..shell
    };
    (commands, after)
}

/// What `set` has switched.
pub(super) struct State {
    pub errors: bool,
    pub pipefail: bool,
}

impl State {
    /// Notes a `set`.
    fn note(&mut self, words: &[Word]) {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let Some(("set", options)) = texts.split_first().map(|(first, rest)| (*first, rest)) else {
            return;
        };
        for (index, option) in options.iter().enumerate() {
            let long = || options.get(index + 1).copied().unwrap_or_default();
            let Some(letters) = option.strip_prefix(['-', '+']) else {
                continue;
            };
            let on = option.starts_with('-');
            if letters.contains('e') {
                self.errors = on;
            }
            if letters.ends_with('o') {
                match long() {
                    "errexit" => self.errors = on,
                    "pipefail" => self.pipefail = on,
                    _ => {}
                }
            }
        }
    }

    fn ignored(&self, pieces: &[Piece], index: usize) -> Option<Ignored> {
        let piece = pieces.get(index)?;
        if piece.end == Operator::Pipe && !self.pipefail {
            return Some(Ignored::Pipe);
        }
        // The list goes on over `&&` and `|` until it ends or something stands in for a failure.
        for (behind, piece) in pieces.iter().enumerate().skip(index) {
            match piece.end {
                Operator::And | Operator::Pipe => {}
                Operator::Background => return Some(Ignored::Background),
                Operator::Or => {
                    let next = pieces.get(behind + 1)?;
                    return is_harmless(&next.words).then_some(Ignored::OrTrue);
                }
                _ => break,
            }
        }
        (!self.errors).then_some(Ignored::ErrorsOff)
    }
}

fn is_harmless(words: &[Word]) -> bool {
    let Some((words, _)) = own_words(words) else {
        return false;
    };
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    match texts.as_slice() {
        ["exit", status, ..] => *status == "0",
        [first, ..] => HARMLESS.contains(first),
        [] => false,
    }
}

/// The tokens cut at the operators. A lone `)` ends a pattern of `case`, which is no command.
fn pieces(tokens: &[Token]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut words: Vec<Word> = Vec::new();
    let (mut open, mut opened): (Vec<usize>, usize) = (Vec::new(), 0);
    for token in tokens {
        let operator = match token {
            Token::Word { text, line, quoted } => {
                words.push(Word {
                    text: text.clone(),
                    line: *line,
                    quoted: *quoted,
                });
                continue;
            }
            Token::Operator(operator) => *operator,
        };
        let within = open.clone();
        match operator {
            // `name (` starts a function; its name is no command.
            Operator::Open => {
                opened += 1;
                open.push(opened);
                words.clear();
                continue;
            }
            Operator::Close if open.is_empty() => {
                words.clear();
                while pieces
                    .last()
                    .is_some_and(|piece| piece.end == Operator::Pipe)
                {
                    pieces.pop();
                }
                continue;
            }
            Operator::Close => drop(open.pop()),
            _ => {}
        }
        let emptied = std::mem::take(&mut words);
        match pieces.last_mut() {
            // What follows a closing bracket says what becomes of all inside: of the last one here.
            Some(last) if emptied.is_empty() && last.end == Operator::Close => last.end = operator,
            _ if emptied.is_empty() => {}
            _ => pieces.push(Piece {
                words: emptied,
                end: operator,
                within,
            }),
        }
    }
    if !words.is_empty() {
        pieces.push(Piece {
            words,
            end: Operator::End,
            within: open,
        });
    }
    pieces
}

/// The command's own words, without keywords and assignments before it; and whether it is negated.
/// `None` if there is no command.
pub(super) fn own_words(words: &[Word]) -> Option<(Vec<Word>, bool)> {
    let mut negated = false;
    let mut rest = words;
    while let Some((first, behind)) = rest.split_first() {
        if first.quoted && !first.text.contains('=') {
            break;
        }
        let text = first.text.as_str();
        if !first.quoted && text == "!" {
            negated = !negated;
        } else if !first.quoted && HEADS.contains(&text) {
            return None;
        } else if !(KEYWORDS.contains(&text) && !first.quoted || is_assignment(text)) {
            break;
        }
        rest = behind;
    }
    (!rest.is_empty()).then(|| (rest.to_vec(), negated))
}

fn is_assignment(text: &str) -> bool {
    let Some((name, _)) = text.split_once('=') else {
        return false;
    };
    let name = name.trim_end_matches('+');
    let mut letters = name.bytes();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && letters.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
