//! The source of a module: its text, its lines, and expressions as normalised text.

use ruff_python_ast::token::{Token, TokenKind, Tokens};
use ruff_python_ast::{Expr, ExprCall};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::model::{Argument, Call, Name, Value};
use super::{Unreadable, model};
use crate::formats::place::LineIndex;

/// The longest normalised text of an expression, in characters. Longer ones are cut, and end in the
/// hash of what was cut off.
const MAX_TEXT: usize = 200;

/// A parsed source.
pub(super) struct Source<'s> {
    text: &'s str,
    tokens: &'s Tokens,
    lines: LineIndex,
}

/// The text of a source file: UTF-8, or what its first two lines say (PEP 263).
pub(super) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    let head = bytes.split(|byte| *byte == b'\n').take(2);
    let declared = head
        .map(|line| String::from_utf8_lossy(line).to_ascii_lowercase())
        .find(|line| line.trim_start().starts_with('#') && line.contains("coding"));
    let is_latin = declared.is_some_and(|line| {
        ["latin-1", "latin1", "iso-8859-1"]
            .iter()
            .any(|name| line.contains(name) && !line.contains("iso-8859-15"))
    });
    if is_latin {
        return Ok(bytes.iter().map(|byte| char::from(*byte)).collect());
    }
    Err(Unreadable::because(
        "is in an encoding that is not understood here",
        None,
    ))
}

impl<'s> Source<'s> {
    pub(super) fn new(text: &'s str, tokens: &'s Tokens) -> Self {
        Source {
            text,
            tokens,
            lines: LineIndex::new(text),
        }
    }

    /// The line of a place.
    pub(super) fn line(&self, offset: TextSize) -> u64 {
        self.lines.line(offset.to_usize())
    }

    /// The line that something starts on.
    pub(super) fn line_of(&self, node: &impl Ranged) -> u64 {
        self.line(node.start())
    }

    /// The text of a range without comments and line breaks, with one kind of quotes.
    pub(super) fn normalised(&self, range: TextRange) -> String {
        let start = self
            .tokens
            .partition_point(|token| token.start() < range.start());
        let inside = self.tokens.iter().skip(start);
        let mut text = String::new();
        for token in inside.take_while(|token| token.end() <= range.end()) {
            self.append(&mut text, token);
        }
        cut(text)
    }

    fn append(&self, text: &mut String, token: &Token) {
        let written = self.text.get(token.range().to_std_range());
        let (Some(written), false) = (written, is_layout(token.kind())) else {
            return;
        };
        match token.kind() {
            TokenKind::Rsqb | TokenKind::Rbrace => {
                // `[1, 2,]` is `[1, 2]`.
                if text.ends_with(',') {
                    text.pop();
                }
            }
            _ => {
                let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\'');
                let touches = text.ends_with(joins) && written.starts_with(joins);
                if text.ends_with(',') || touches {
                    text.push(' ');
                }
            }
        }
        match token.kind() {
            TokenKind::String => text.push_str(&with_double_quotes(written)),
            _ => text.push_str(written),
        }
    }

    /// An expression.
    pub(super) fn value(&self, expression: &Expr) -> Value {
        Value {
            text: self.normalised(expression.range()),
            name: dotted(expression),
            literal: is_literal(expression),
        }
    }

    /// A call of something that has a name.
    pub(super) fn call(&self, expression: &Expr) -> Option<Call> {
        let Expr::Call(call) = expression else {
            return None;
        };
        Some(Call {
            name: dotted(&call.func)?,
            arguments: self.arguments(call),
        })
    }

    pub(super) fn arguments(&self, call: &ExprCall) -> Vec<Argument> {
        let positional = call.arguments.args.iter().map(|value| Argument {
            name: None,
            value: self.value(value),
        });
        let named = call.arguments.keywords.iter().map(|keyword| Argument {
            name: keyword.arg.as_ref().map(|name| name.id.to_string()),
            value: self.value(&keyword.value),
        });
        positional.chain(named).collect()
    }

    /// A decorator, with what it is called with.
    pub(super) fn decorator(&self, decorator: &ruff_python_ast::Decorator) -> model::Decorator {
        match &decorator.expression {
            Expr::Call(call) => model::Decorator {
                name: dotted(&call.func),
                arguments: self.arguments(call),
            },
            other => model::Decorator {
                name: dotted(other),
                arguments: Vec::new(),
            },
        }
    }
}

fn is_layout(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Comment
            | TokenKind::Newline
            | TokenKind::NonLogicalNewline
            | TokenKind::Indent
            | TokenKind::Dedent
    )
}

/// `'x'` is `"x"`.
fn with_double_quotes(written: &str) -> String {
    let inner = written
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    match inner {
        Some(inner) if !inner.contains(['\'', '"', '\\', '\n']) => format!("\"{inner}\""),
        _ => written.to_owned(),
    }
}

fn cut(text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(MAX_TEXT) else {
        return text;
    };
    // FNV-1a: two long texts that differ only in what is cut off must still differ.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let head = text.get(..end).unwrap_or_default();
    format!("{head}… ({hash:016x})")
}

/// The dotted name that an expression is; `None` if it is none.
pub(super) fn dotted(expression: &Expr) -> Option<Name> {
    let mut parts = Vec::new();
    let mut current = expression;
    loop {
        match current {
            Expr::Attribute(attribute) => {
                parts.push(attribute.attr.as_str());
                current = &attribute.value;
            }
            Expr::Name(name) => {
                parts.push(name.id.as_str());
                break;
            }
            _ => return None,
        }
    }
    parts.reverse();
    Some(parts.join("."))
}

/// The last part of a dotted name.
pub(super) fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => true,
        Expr::UnaryOp(unary) => is_literal(&unary.operand),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_literal),
        Expr::List(list) => list.elts.iter().all(is_literal),
        Expr::Set(set) => set.elts.iter().all(is_literal),
        Expr::Dict(dict) => dict
            .items
            .iter()
            .all(|item| item.key.as_ref().is_some_and(is_literal) && is_literal(&item.value)),
        _ => false,
    }
}
