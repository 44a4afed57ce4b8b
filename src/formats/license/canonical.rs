//! One form of all expressions that mean the same but for order and brackets.

use spdx::Expression;
use spdx::expression::{ExprNode, Operator};

/// A part of an expression.
enum Part {
    /// A licence, with its exception.
    One(String),
    /// Several under one operator, sorted, none twice.
    Several(Operator, Vec<String>),
}

/// The expression with its operands sorted, none twice, and no more brackets than it takes.
pub(super) fn canonical(expression: &Expression) -> String {
    let mut parts: Vec<Part> = Vec::new();
    for node in expression.iter() {
        match node {
            ExprNode::Req(term) => parts.push(Part::One(term.req.to_string())),
            ExprNode::Op(operator) => {
                let (one, other) = (parts.pop(), parts.pop());
                let both = one.into_iter().chain(other);
                parts.push(joined(*operator, both));
            }
        }
    }
    parts.pop().map(written).unwrap_or_default()
}

fn joined(operator: Operator, parts: impl Iterator<Item = Part>) -> Part {
    let mut operands = Vec::new();
    for part in parts {
        match part {
            Part::Several(own, more) if own == operator => operands.extend(more),
            // `AND` binds more tightly than `OR`.
            Part::Several(Operator::Or, more) => {
                operands.push(format!("({})", written(Part::Several(Operator::Or, more))));
            }
            other => operands.push(written(other)),
        }
    }
    operands.sort_unstable();
    operands.dedup();
    match operands.len() {
        1 => Part::One(operands.swap_remove(0)),
        _ => Part::Several(operator, operands),
    }
}

fn written(part: Part) -> String {
    match part {
        Part::One(text) => text,
        Part::Several(Operator::And, operands) => operands.join(" AND "),
        Part::Several(Operator::Or, operands) => operands.join(" OR "),
    }
}
