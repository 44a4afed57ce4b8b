//! Comparisons: what can never be equal, and what has no order.

use regorus::unstable::{BoolOp, Expr, Ref};

use super::chain::{At, source_text};
use super::checker::Checker;
use super::describe::{describe, listed, texts};
use super::env::Env;
use super::kind::Type;
use crate::nearest::suggestion;

impl Checker<'_> {
    pub(super) fn compare(
        &mut self,
        op: &BoolOp,
        lhs: &Ref<Expr>,
        rhs: &Ref<Expr>,
        env: &mut Env,
    ) -> Type {
        let left = self.compared(lhs, rhs, env);
        let right = self.compared(rhs, lhs, env);
        match op {
            BoolOp::Eq => self.equal(lhs, &left, rhs, &right),
            BoolOp::Ne => {
                // A guard that is not needed does no harm.
                if left != Type::Null && right != Type::Null {
                    self.equal(lhs, &left, rhs, &right);
                }
            }
            BoolOp::Lt | BoolOp::Le | BoolOp::Ge | BoolOp::Gt => {
                self.order(lhs, &left, rhs, &right);
            }
        }
        Type::Boolean
    }

    /// One side of a comparison. What is compared with null is null or not whatever the conditions
    /// around it say: this may be the one that says so.
    fn compared(&mut self, side: &Ref<Expr>, other: &Ref<Expr>, env: &mut Env) -> Type {
        let path = match other.as_ref() {
            Expr::Null { .. } => self.path(side, env),
            _ => None,
        };
        let hidden = path.and_then(|path| env.guards.remove_entry(&path));
        let of = self.expression(side, env);
        env.guards.extend(hidden);
        of
    }

    /// Reports two sides that are never equal.
    pub(super) fn equal(&mut self, lhs: &Ref<Expr>, left: &Type, rhs: &Ref<Expr>, right: &Type) {
        if left.is_never() || right.is_never() {
            return;
        }
        let can_hold = left.overlaps(right);
        if self.is_applying {
            // In another call it may hold; whether something is null is for each call to tell.
            let is_known = !left.is_free() && !right.is_free();
            let is_null = *left == Type::Null || *right == Type::Null;
            if is_known {
                let message = || {
                    format!(
                        "`{}` and `{}` are never equal in any call",
                        source_text(lhs),
                        source_text(rhs)
                    )
                };
                self.choose(At::start(lhs), can_hold || is_null, message);
            }
            self.is_dead |= !can_hold;
            return;
        }
        if can_hold {
            return;
        }
        let known = match known_texts(right, left) {
            known if known.is_empty() => known_texts(left, right),
            known => known,
        };
        let message = if left.kinds() & right.kinds() == 0 {
            format!(
                "`{}` is {} and `{}` is {}: they are never equal",
                source_text(lhs),
                describe(left),
                source_text(rhs),
                describe(right)
            )
        } else {
            format!(
                "`{}` and `{}` are never equal{known}",
                source_text(lhs),
                source_text(rhs)
            )
        };
        self.report_expr(lhs, message);
    }

    fn order(&mut self, lhs: &Ref<Expr>, left: &Type, rhs: &Ref<Expr>, right: &Type) {
        for (side, of) in [(lhs, left), (rhs, right)] {
            if of.may_be_null() {
                let message = format!(
                    "`{}` may be null, which is below everything: rule that out first, as in `{} != null`",
                    source_text(side),
                    source_text(side)
                );
                self.report_expr(side, message);
                return;
            }
        }
        let differ = left.kinds() & right.kinds() == 0;
        if differ && !left.is_never() && !right.is_never() {
            let message = format!(
                "`{}` is {} and `{}` is {}: their order says nothing",
                source_text(lhs),
                describe(left),
                source_text(rhs),
                describe(right)
            );
            self.report_expr(lhs, message);
        }
    }
}

/// `; did you mean …?` or `(it is one of: …)` for a text that is none of the known ones.
pub(super) fn known_texts(wrong: &Type, of: &Type) -> String {
    let (Some(wrong), Some(known)) = (texts(wrong), texts(of)) else {
        return String::new();
    };
    let near = match wrong.as_slice() {
        [only] => suggestion(only, known.iter().copied()),
        _ => String::new(),
    };
    format!("{near} (there are: {})", listed(&known))
}
