//! Conditions whose outcome is known: type checking, and the version of Python.

use ruff_python_ast::{CmpOp, Expr, UnaryOp};

use super::source::{dotted, last_part};

/// What is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// `TYPE_CHECKING`: it holds for type checkers only.
    TypeChecking,
    /// `not TYPE_CHECKING`
    NotTypeChecking,
    /// It holds on the newest Python.
    Holds,
    /// It does not hold on the newest Python.
    Fails,
    /// Only running it would tell.
    Unknown,
}

pub(super) fn condition(test: &Expr) -> Condition {
    if is_type_checking(test) {
        return Condition::TypeChecking;
    }
    match test {
        Expr::UnaryOp(not) if not.op == UnaryOp::Not => match condition(&not.operand) {
            Condition::TypeChecking => Condition::NotTypeChecking,
            Condition::NotTypeChecking => Condition::TypeChecking,
            Condition::Holds => Condition::Fails,
            Condition::Fails => Condition::Holds,
            Condition::Unknown => Condition::Unknown,
        },
        Expr::BooleanLiteral(literal) if literal.value => Condition::Holds,
        Expr::Compare(compare) if is_version(&compare.left) => match &*compare.ops {
            [CmpOp::Gt | CmpOp::GtE] => Condition::Holds,
            [CmpOp::Lt | CmpOp::LtE | CmpOp::Eq] => Condition::Fails,
            _ => Condition::Unknown,
        },
        _ => Condition::Unknown,
    }
}

fn is_type_checking(test: &Expr) -> bool {
    dotted(test).is_some_and(|name| last_part(&name) == "TYPE_CHECKING")
}

/// `sys.version_info`, a slice or the first number of it.
fn is_version(expression: &Expr) -> bool {
    match expression {
        Expr::Subscript(subscript) => is_version(&subscript.value),
        other => dotted(other).is_some_and(|name| name.contains("version_info")),
    }
}
