//! Python source as a syntax tree, for text that nobody vouches for.
//!
//! The parser itself survives any nesting, but walking and dropping a tree takes stack for each of
//! its levels. How deep a tree can get is therefore bounded before it is built.

use ruff_python_ast::{Expr, ModModule, token::TokenKind};
use ruff_python_parser::{Mode, Parsed, lexer};
use ruff_text_size::{Ranged, TextSize};

use super::place::{LineIndex, Malformed};

/// The deepest nesting that is read: operators, calls and brackets on one path through an
/// expression, and indented blocks. Real code stays below a hundred.
const MAX_DEPTH: usize = 400;

/// The largest text, in bytes, that is parsed whatever its tokens are: it cannot nest any deeper.
const MAX_ALWAYS_PARSED: usize = MAX_DEPTH;

/// The syntax tree of a module, and where its lines are.
pub struct PythonSyntax {
    parsed: Parsed<ModModule>,
    lines: LineIndex,
}

impl PythonSyntax {
    /// Parses a module.
    ///
    /// # Errors
    /// [`Malformed`] if it is no Python, or nested too deeply. Where a large text has no sound
    /// tokens, the line is the first.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let lines = LineIndex::new(text);
        if u32::try_from(text.len()).is_err() {
            return Err(Malformed::new(1, "it is too large"));
        }
        let deep = is_too_deep(text);
        if deep && text.len() > MAX_ALWAYS_PARSED {
            let message = format!("it is nested more than {MAX_DEPTH} levels deep, or no Python");
            return Err(Malformed::new(1, &message));
        }
        match ruff_python_parser::parse_module(text) {
            Ok(parsed) => Ok(PythonSyntax { parsed, lines }),
            Err(error) => Err(Malformed::new(
                lines.line(error.location.start().to_usize()),
                &error.error.to_string(),
            )),
        }
    }

    /// The module.
    #[must_use]
    pub fn module(&self) -> &ModModule {
        self.parsed.syntax()
    }

    /// The line on which something starts.
    #[must_use]
    pub fn line(&self, node: &impl Ranged) -> u64 {
        self.line_at(node.start())
    }

    /// The line on which something ends.
    #[must_use]
    pub fn last_line(&self, node: &impl Ranged) -> u64 {
        self.line_at(node.end())
    }

    fn line_at(&self, offset: TextSize) -> u64 {
        self.lines.line(offset.to_usize())
    }
}

/// The name that an expression ends in: `option` of `click.option`; empty if it ends in none.
#[must_use]
pub fn last_name(expression: &Expr) -> &str {
    match expression {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

/// The text of a string literal; `None` for anything else.
#[must_use]
pub fn text(expression: &Expr) -> Option<&str> {
    match expression {
        Expr::StringLiteral(literal) => Some(literal.value.to_str()),
        _ => None,
    }
}

/// Whether the tree would become deeper than is read, or the text has no sound tokens.
///
/// Each token that can open a level is counted on the path that it lies on: a comma or the end of
/// a statement ends what stands before it, a closing bracket what stands inside.
fn is_too_deep(text: &str) -> bool {
    let mut lexer = lexer::lex(text, Mode::Module);
    let mut path = Path::default();
    loop {
        let kind = lexer.next_token();
        match kind {
            TokenKind::EndOfFile => return false,
            TokenKind::Unknown => return true,
            TokenKind::Indent => path.blocks += 1,
            TokenKind::Dedent => path.blocks = path.blocks.saturating_sub(1),
            TokenKind::Newline | TokenKind::Semi => path.end_statement(),
            TokenKind::Comma => path.end_element(),
            TokenKind::Name
            | TokenKind::String
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle => {}
            _ if is_closing(kind) => {
                if !path.close(kind) {
                    return true;
                }
            }
            _ => path.descend(kind),
        }
        if path.depth() > MAX_DEPTH {
            return true;
        }
    }
}

fn is_closing(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd
    )
}

/// The way from the module to the token that is being read.
#[derive(Default)]
struct Path {
    /// The levels outside of any bracket since the last comma.
    outside: usize,
    /// The open brackets: what closes each, and the levels in it since the last comma.
    open: Vec<(TokenKind, usize)>,
    /// The sum of all levels.
    total: usize,
    blocks: usize,
}

impl Path {
    fn depth(&self) -> usize {
        self.total + self.blocks + self.open.len()
    }

    fn run(&mut self) -> &mut usize {
        match self.open.last_mut() {
            Some((_, run)) => run,
            None => &mut self.outside,
        }
    }

    fn end_statement(&mut self) {
        self.open.clear();
        self.outside = 0;
        self.total = 0;
    }

    fn end_element(&mut self) {
        let ended = std::mem::take(self.run());
        self.total -= ended;
    }

    /// `false` if that bracket is not the one to be closed.
    fn close(&mut self, kind: TokenKind) -> bool {
        match self.open.pop() {
            Some((expected, run)) if expected == kind => {
                self.total -= run;
                true
            }
            _ => false,
        }
    }

    fn descend(&mut self, kind: TokenKind) {
        *self.run() += 1;
        self.total += 1;
        let closing = match kind {
            TokenKind::Lpar => TokenKind::Rpar,
            TokenKind::Lsqb => TokenKind::Rsqb,
            TokenKind::Lbrace => TokenKind::Rbrace,
            TokenKind::FStringStart => TokenKind::FStringEnd,
            TokenKind::TStringStart => TokenKind::TStringEnd,
            _ => return,
        };
        self.open.push((closing, 0));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ruff_python_ast::visitor::{Visitor, walk_expr};

    use super::*;

    #[test]
    fn what_is_nested_too_deeply_is_refused() {
        let n = 200_000;
        for text in [
            "[".repeat(n),
            "(".repeat(n),
            format!("x = {}1", "-".repeat(n)),
            format!("x = {}1", "not ".repeat(n)),
            format!("x = 1{}", "+1".repeat(n)),
            format!("x{}", ".x".repeat(n)),
            format!("x{}", "()".repeat(n)),
            format!("x = {}1", "lambda:".repeat(n)),
            format!("x = {}1", "1 if 1 else ".repeat(n)),
            format!("x = f'{}", "{(".repeat(n)),
            format!("x = {}", "f'{".repeat(n)),
            format!("x = {}", "[1,".repeat(n)),
            (0..2_000).fold(String::new(), |text, depth| {
                text + &" ".repeat(depth) + "if x:\n"
            }),
        ] {
            let head: String = text.chars().take(20).collect();
            let error = PythonSyntax::parse(&text).err();
            assert!(error.is_some(), "{head}");
        }
        assert!(PythonSyntax::parse("x = 1\ndef f(:\n").is_err_and(|error| error.line == 2));
    }

    /// What is just accepted can also be walked and dropped, on a stack of 2 MiB.
    #[test]
    fn what_is_accepted_can_be_walked() {
        struct Counter(usize);
        impl<'a> Visitor<'a> for Counter {
            fn visit_expr(&mut self, expression: &'a Expr) {
                self.0 += 1;
                walk_expr(self, expression);
            }
        }
        for (open, close) in [
            ("[", "]"),
            ("(1,", ")"),
            ("f(", ")"),
            ("-", ""),
            ("not ", ""),
            ("1+", ""),
            ("lambda:", ""),
            ("1 if 1 else ", ""),
            ("{1:", "}"),
            ("a.", ""),
        ] {
            let accepted = (1..=MAX_DEPTH).rev().find_map(|n| {
                let text = format!("x = {}a{}\n", open.repeat(n), close.repeat(n));
                PythonSyntax::parse(&text).ok().map(|syntax| (n, syntax))
            });
            let (n, syntax) = accepted.unwrap();
            assert!(n >= MAX_DEPTH / 4, "{open}: {n}");
            let mut counter = Counter(0);
            for statement in &syntax.module().body {
                counter.visit_stmt(statement);
            }
            assert!(counter.0 > 1, "{open}");
        }
    }

    #[test]
    fn long_but_shallow_code_is_read() {
        let n = 20_000;
        for text in [
            format!("x = [{}]", "f(1, a.b),".repeat(n)),
            "x = f(1)\n".repeat(n),
            format!("x = ({})", "'text'\n".repeat(n)),
            format!("x = {{{}}}", "'a': [1, 2],\n".repeat(n)),
        ] {
            assert!(PythonSyntax::parse(&text).is_ok());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in "(def |class |if |f'|'|\"|\\(|\\)|\\[|\\]|\\{|\\}|:|,|=|\\n|    |[a-z0-9]|\\PC){0,60}") {
            let _ = PythonSyntax::parse(&text);
        }
    }
}
