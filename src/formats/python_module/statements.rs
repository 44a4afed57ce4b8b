//! The statements of a module that a tracer sees when they run, as far as that is beyond doubt.
//!
//! For who holds a measurement against the file that it should be of: coverage.py names each of these
//! lines, as run, as missing or as left out. What a tool may well pass over is not among them:
//! documentation, constants, `pass`, annotations without a value, what follows a `return`, and what
//! projects commonly leave out by its text (`exclude_lines` of coverage.py): `pragma: no cover`,
//! `TYPE_CHECKING`, `__main__`, `__repr__`, overloads, protocols, what raises `NotImplementedError` or
//! `AssertionError`, and functions of which nothing but such lines is left.

use ruff_python_ast::{Expr, PySourceType, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextSize};

use super::{MAX_BYTES, nesting};
use crate::formats::place::LineIndex;

/// What the lines hold that projects commonly leave out of their measurements.
const LEFT_OUT: [&str; 10] = [
    "pragma:",
    "__repr__",
    "Protocol",
    "AssertionError",
    "assert_never",
    "TYPE_CHECKING",
    "__main__",
    "overload",
    "NotImplementedError",
    "abstractmethod",
];

/// The first and the last line of each statement, or of its head if it has a body; sorted. `None` if
/// the text is no Python that is understood here.
#[must_use]
pub fn statements(text: &str) -> Option<Vec<(u64, u64)>> {
    if text.len() as u64 > MAX_BYTES || nesting::check(text).is_err() {
        return None;
    }
    let parsed = ruff_python_parser::parse_unchecked_source(text, PySourceType::Python);
    if !parsed.errors().is_empty() {
        return None;
    }
    let mut found = Statements {
        index: LineIndex::new(text),
        text: text.split('\n').collect(),
        lines: Vec::new(),
    };
    found.block(&parsed.syntax().body);
    found.lines.sort_unstable();
    Some(found.lines)
}

struct Statements<'t> {
    index: LineIndex,
    /// The text by lines.
    text: Vec<&'t str>,
    lines: Vec<(u64, u64)>,
}

impl Statements<'_> {
    fn block(&mut self, block: &[Stmt]) {
        for statement in block {
            if !self.statement(statement) {
                return;
            }
        }
    }

    /// Whether what follows in the same block can be reached.
    fn statement(&mut self, statement: &Stmt) -> bool {
        let start = statement.start();
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.with_body(start, &class.body),
            Stmt::If(condition) if !is_constant(&condition.test) => {
                self.with_body(start, &condition.body);
                for clause in &condition.elif_else_clauses {
                    self.below(clause.start(), &clause.body);
                }
            }
            Stmt::For(each) => {
                self.with_body(start, &each.body);
                self.block(&each.orelse);
            }
            Stmt::With(with) => self.with_body(start, &with.body),
            Stmt::Try(attempt) => self.block(&attempt.body),
            Stmt::Return(_) | Stmt::Raise(_) => {
                self.take(start, statement.end());
                return false;
            }
            Stmt::Break(_) | Stmt::Continue(_) => return false,
            Stmt::Assign(_) | Stmt::AugAssign(_) | Stmt::Delete(_) => {
                self.take(start, statement.end());
            }
            Stmt::Import(_) | Stmt::ImportFrom(_) => self.take(start, statement.end()),
            Stmt::Expr(expression) if expression.value.is_call_expr() => {
                self.take(start, statement.end());
            }
            _ => {}
        }
        true
    }

    /// A function, unless it is none but for its signature.
    fn function(&mut self, function: &StmtFunctionDef) {
        let is_stub = function.body.iter().all(|statement| match statement {
            Stmt::Expr(expression) => is_constant(&expression.value),
            Stmt::Pass(_) => true,
            _ => false,
        });
        if !is_stub {
            self.with_body(function.start(), &function.body);
        }
    }

    /// A statement that begins there, with its body.
    fn with_body(&mut self, start: TextSize, body: &[Stmt]) {
        let Some(first) = body.first() else { return };
        let (head, inner) = (self.line(start), self.line(first.start()));
        // Between the head and the body there may be comments; on one line there is no telling.
        let last = inner.saturating_sub(1).max(head);
        if self.is_left_out(head, last) {
            return;
        }
        self.lines.push((head, last));
        if inner > head {
            self.block(body);
        }
    }

    /// What stands below a line that is no statement of its own.
    fn below(&mut self, start: TextSize, body: &[Stmt]) {
        let Some(first) = body.first() else { return };
        let (head, inner) = (self.line(start), self.line(first.start()));
        if inner > head && !self.is_left_out(head, inner - 1) {
            self.block(body);
        }
    }

    fn take(&mut self, start: TextSize, end: TextSize) {
        let (first, last) = (self.line(start), self.line(end));
        if !self.is_left_out(first, last) {
            self.lines.push((first, last));
        }
    }

    fn is_left_out(&self, first: u64, last: u64) -> bool {
        let count = usize::try_from(last - first).map_or(0, |more| more + 1);
        let before = usize::try_from(first - 1).unwrap_or(usize::MAX);
        let mut lines = self.text.iter().skip(before).take(count);
        lines.any(|line| LEFT_OUT.iter().any(|mark| line.contains(mark)))
    }

    fn line(&self, place: TextSize) -> u64 {
        self.index.line(place.to_usize())
    }
}

/// Whether the compiler needs no run to know it, and may leave the statement out.
fn is_constant(expression: &Expr) -> bool {
    expression.is_literal_expr() || expression.is_f_string_expr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_a_tracer_sees_are_told_by_their_lines() {
        let text = "\"\"\"Doc.\"\"\"\nimport os\n\n\n@wrap\ndef wipe(\n    path,\n):\n    \"\"\"Doc.\"\"\"\n    x: int\n    os.rmdir(\n        path\n    )\n    if path:\n        return 1\n        path = 2\n    else:\n        pass\n";
        let found = statements(text).unwrap();
        assert_eq!(found, [(2, 2), (5, 8), (11, 13), (14, 14), (15, 15)]);
    }

    #[test]
    fn what_is_commonly_left_out_is_not_among_them() {
        for text in [
            "def f():  # pragma: no cover\n    return 1\n",
            "if TYPE_CHECKING:\n    import os\n",
            "if __name__ == '__main__':\n    main()\n",
            "@overload\ndef f(x: int) -> int: ...\n",
            "def f():\n    ...\n",
            "def f():\n    \"\"\"Doc.\"\"\"\n    pass\n",
            "while True:\n    pass\n",
            "if 0:\n    x = 1\n",
            "'text'\nx: int\n",
            "",
        ] {
            assert_eq!(statements(text), Some(Vec::new()), "{text}");
        }
        let raised = statements("def f():\n    raise NotImplementedError\n");
        assert_eq!(raised, Some(vec![(1, 1)]));
        assert_eq!(statements("def f(:\n"), None);
    }
}
