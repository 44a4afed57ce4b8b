//! `__all__`, as far as it is a list that can be read.

use ruff_python_ast::{Expr, Operator};

use super::model::Export;
use super::source::dotted;

/// How deeply lists may be joined.
const MAX_DEPTH: usize = 50;

/// The entries of an expression; `None` if it is not understood.
pub(super) fn entries(expression: &Expr) -> Option<Vec<Export>> {
    let mut found = Vec::new();
    gather(expression, &mut found, 0)?;
    Some(found)
}

fn gather(expression: &Expr, found: &mut Vec<Export>, depth: usize) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    let next = depth + 1;
    match expression {
        Expr::List(list) => list
            .elts
            .iter()
            .try_for_each(|item| entry(item, found, next)),
        Expr::Tuple(tuple) => tuple
            .elts
            .iter()
            .try_for_each(|item| entry(item, found, next)),
        Expr::Set(set) => set
            .elts
            .iter()
            .try_for_each(|item| entry(item, found, next)),
        Expr::BinOp(sum) if sum.op == Operator::Add => {
            gather(&sum.left, found, next)?;
            gather(&sum.right, found, next)
        }
        Expr::Call(call) => {
            let name = dotted(&call.func)?;
            match (&*call.arguments.args, name.as_str()) {
                ([], "list" | "tuple") => Some(()),
                ([only], "list" | "tuple" | "sorted" | "set") => gather(only, found, next),
                _ => None,
            }
        }
        Expr::Attribute(attribute) if attribute.attr.as_str() == "__all__" => {
            found.push(Export::AllOf(dotted(&attribute.value)?));
            Some(())
        }
        _ => None,
    }
}

fn entry(item: &Expr, found: &mut Vec<Export>, depth: usize) -> Option<()> {
    match item {
        Expr::StringLiteral(text) => {
            found.push(Export::Name(text.value.to_str().to_owned()));
            Some(())
        }
        Expr::Starred(starred) => gather(&starred.value, found, depth),
        // `Class.__name__` is that class's name, as a rule.
        Expr::Attribute(attribute) if attribute.attr.as_str() == "__name__" => {
            let name = dotted(&attribute.value)?;
            found.push(Export::Name(super::source::last_part(&name).to_owned()));
            Some(())
        }
        _ => None,
    }
}
