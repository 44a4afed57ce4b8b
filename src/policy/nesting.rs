//! Refuses text that the engine's parser would chew on for too long.
//!
//! The parser tries a literal as a comprehension first and reads its first item anew if it is
//! none. Each `[` or `{` therefore doubles the work on what stands before its first comma:
//! fourteen nested brackets take a second, forty take longer than anybody lives.

use regorus::Source;
use regorus::unstable::{Lexer, TokenKind};

use super::error::{LoadError, from_engine};
use super::syntax_depth::{MAX_CONDITIONS, MAX_SYNTAX_DEPTH, SyntaxDepth, Token};

/// How deep brackets, braces and parentheses may nest at all.
pub(super) const MAX_DEPTH: usize = 64;

/// How many literals may nest with each standing before the first comma of the one around it.
pub(super) const MAX_LEADING: usize = 10;

/// How many minus signs may follow each other.
const MAX_MINUS: usize = 8;

/// How many tokens the parser may read in one file, counting each as often as it is read.
const MAX_WORK: u64 = 3_000_000;

/// How many tokens a file may have. Some of what is asked of a file takes time as the square of it.
const MAX_TOKENS: u64 = 50_000;

/// The same for tests, which hold whole documents and are only asked for by those who run them.
const MAX_TEST_TOKENS: u64 = 400_000;

/// How many imports a file may have.
const MAX_IMPORTS: usize = 100;

/// How many tokens the text has.
///
/// # Errors
/// The first place where the text nests too deeply, or is no Rego at all.
pub(super) fn check(path: &str, source: &Source) -> Result<u64, LoadError> {
    let mut lexer = Lexer::new(source);
    let mut scan = Scan {
        most: match path.ends_with("_test.rego") {
            true => MAX_TEST_TOKENS,
            false => MAX_TOKENS,
        },
        ..Scan::default()
    };
    let mut imports = 0;
    let mut depth = SyntaxDepth::default();
    let mut end = 0;
    loop {
        let token = lexer
            .next_token()
            .map_err(|error| from_engine(path, &error))?;
        if token.0 == TokenKind::Eof {
            return Ok(scan.tokens);
        }
        // The text of a string is not looked at: a bracket in there opens nothing.
        let symbol = match token.0 {
            TokenKind::Symbol => token.1.text(),
            _ => "",
        };
        let kind = match token.0 {
            TokenKind::Symbol => Token::Symbol(symbol),
            TokenKind::Number | TokenKind::Ident => Token::Operand(token.1.text()),
            _ => Token::Operand(""),
        };
        let joined = token.1.start == end;
        let deep = depth.read(kind, joined);
        end = token.1.end;
        imports += usize::from(token.0 == TokenKind::Ident && token.1.text() == "import");
        scan.read(symbol, token.0 == TokenKind::Ident, joined)
            .and_then(|()| {
                let message = format!("there are more than {MAX_IMPORTS} imports up to here");
                (imports <= MAX_IMPORTS).then_some(()).ok_or(message)
            })
            .and_then(|()| shallow(deep))
            .and_then(|()| few(depth.conditions()))
            .map_err(|message| {
                LoadError::new(path, token.1.line.into(), token.1.col.into(), message)
            })?;
    }
}

fn shallow(depth: usize) -> Result<(), String> {
    if depth <= MAX_SYNTAX_DEPTH {
        return Ok(());
    }
    Err(format!(
        "more than {MAX_SYNTAX_DEPTH} operators or steps hang together up to here: give parts of it names of their own"
    ))
}

fn few(conditions: usize) -> Result<(), String> {
    if conditions <= MAX_CONDITIONS {
        return Ok(());
    }
    Err(format!(
        "about {MAX_CONDITIONS} conditions stand together up to here: give parts of them a rule of their own"
    ))
}

#[derive(Default)]
struct Scan {
    /// For each open bracket, whether what is read now is read twice because of it.
    open: Vec<bool>,
    leading: usize,
    minus: usize,
    /// Whether a `(` that comes next calls what stands before it.
    callable: bool,
    /// Whether the last one was a `(` that calls nothing.
    empty: bool,
    tokens: u64,
    /// How many of them there may be.
    most: u64,
    work: u64,
}

impl Scan {
    fn read(&mut self, symbol: &str, is_name: bool, joined: bool) -> Result<(), String> {
        if self.empty && symbol == ")" {
            return Err("an expression is expected between the parentheses".to_owned());
        }
        self.empty = symbol == "(" && !(self.callable && joined);
        self.callable = is_name || matches!(symbol, ")" | "]");
        self.minus = if symbol == "-" { self.minus + 1 } else { 0 };
        match symbol {
            // The engine reads `set(` as one token.
            "(" | "set(" => self.open(false),
            "[" | "{" => self.open(true),
            ")" | "]" | "}" => self.close(),
            "," | ";" => self.advance(),
            _ => {}
        }
        self.tokens += 1;
        self.work = self.work.saturating_add(1 << self.leading.min(32));
        if self.open.len() > MAX_DEPTH {
            return Err(format!("brackets nest deeper than {MAX_DEPTH} here"));
        }
        if self.leading > MAX_LEADING {
            return Err(format!(
                "literals nest deeper than {MAX_LEADING} here, which takes the parser exponential time: give the inner ones names of their own"
            ));
        }
        if self.minus > MAX_MINUS {
            return Err(format!(
                "more than {MAX_MINUS} minus signs follow each other here"
            ));
        }
        if self.tokens > self.most {
            return Err(format!(
                "the file has more than {} words and signs up to here: split it",
                self.most
            ));
        }
        if self.work > MAX_WORK {
            return Err(
                "the literals up to here take too long to parse: split the file".to_owned(),
            );
        }
        Ok(())
    }

    fn open(&mut self, doubles: bool) {
        self.open.push(doubles);
        self.leading += usize::from(doubles);
    }

    fn close(&mut self) {
        let doubled = self.open.pop().unwrap_or(false);
        self.leading = self.leading.saturating_sub(usize::from(doubled));
    }

    /// Past its first comma, an item is read once.
    fn advance(&mut self) {
        if let Some(doubles) = self.open.last_mut() {
            self.leading = self.leading.saturating_sub(usize::from(*doubles));
            *doubles = false;
        }
    }
}
