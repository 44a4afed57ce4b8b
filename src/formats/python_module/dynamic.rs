//! Code that makes names of a module at run time.

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::model::Dynamic;
use super::source::{Source, dotted};
use super::warnings;

/// A module-level `def __getattr__` (PEP 562).
pub(super) fn of_getattr(source: &Source<'_>, node: &StmtFunctionDef) -> Dynamic {
    let mut names = Names::default();
    names.visit_body(&node.body);
    names.found.sort();
    names.found.dedup();
    Dynamic {
        line: source.line_of(node),
        how: "__getattr__",
        text: source.normalised(node.range()),
        names: names.found,
        warns: warnings::warns(source, &node.body),
    }
}

/// A statement that writes to `globals()`, or to this module in `sys.modules`.
pub(super) fn of_statement(source: &Source<'_>, statement: &Stmt) -> Option<Dynamic> {
    let how = match statement {
        Stmt::Assign(assign) => assign.targets.iter().find_map(assigned)?,
        Stmt::Expr(expression) => called(&expression.value)?,
        _ => return None,
    };
    Some(Dynamic {
        line: source.line_of(statement),
        how,
        text: source.normalised(statement.range()),
        names: Vec::new(),
        warns: false,
    })
}

fn assigned(target: &Expr) -> Option<&'static str> {
    match target {
        Expr::Subscript(subscript) => match &*subscript.value {
            Expr::Call(call) => namespace(&dotted(&call.func)?),
            other if dotted(other)?.ends_with("sys.modules") => {
                (dotted(&subscript.slice).as_deref() == Some("__name__")).then_some("sys.modules")
            }
            _ => None,
        },
        Expr::Tuple(tuple) => {
            let mut names = tuple.elts.iter().filter_map(dotted);
            names
                .any(|name| name == "__getattr__")
                .then_some("__getattr__")
        }
        other => (dotted(other)? == "__getattr__").then_some("__getattr__"),
    }
}

/// `globals().update(…)`, `setattr(sys.modules[__name__], …)`.
fn called(expression: &Expr) -> Option<&'static str> {
    let Expr::Call(call) = expression else {
        return None;
    };
    match &*call.func {
        Expr::Attribute(attribute) => match &*attribute.value {
            Expr::Call(inner) => namespace(&dotted(&inner.func)?),
            _ => None,
        },
        other if dotted(other)? == "setattr" => match call.arguments.args.first()? {
            Expr::Subscript(subscript) => dotted(&subscript.value)?
                .ends_with("sys.modules")
                .then_some("setattr()"),
            _ => None,
        },
        _ => None,
    }
}

fn namespace(function: &str) -> Option<&'static str> {
    match function {
        "globals" => Some("globals()"),
        "vars" | "locals" => Some("vars()"),
        _ => None,
    }
}

/// The names that comparisons mention: `name == "x"`, `name in {"x", "y"}`.
#[derive(Default)]
struct Names {
    found: Vec<String>,
    in_comparison: bool,
}

impl<'a> Visitor<'a> for Names {
    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::StringLiteral(text) if self.in_comparison => {
                self.found.push(text.value.to_str().to_owned());
            }
            Expr::Compare(_) => {
                let before = std::mem::replace(&mut self.in_comparison, true);
                walk_expr(self, expression);
                self.in_comparison = before;
            }
            _ => walk_expr(self, expression),
        }
    }
}
