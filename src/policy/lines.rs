//! The lines of a policy file that a test run can reach.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Literal, Module, Query, Ref, Rule, RuleHead};

/// The lines that hold something the engine evaluates, starting at 1.
///
/// Heads of rules, terms of comprehensions, the left side of an assignment and what `some` binds
/// are not evaluated by themselves, so a line that holds nothing else does not count. Nor does the
/// value of an `else`: the engine evaluates it, but never says so; its condition counts.
pub(super) fn executable(module: &Module) -> BTreeSet<u64> {
    let mut lines = Lines::default();
    for rule in &module.policy {
        lines.rule(rule);
    }
    lines.0
}

#[derive(Default)]
struct Lines(BTreeSet<u64>);

impl Lines {
    fn rule(&mut self, rule: &Ref<Rule>) {
        match rule.as_ref() {
            Rule::Default { value, .. } => self.expr(value),
            Rule::Spec { head, bodies, .. } => {
                match head {
                    RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                        assign.iter().for_each(|assign| self.expr(&assign.value));
                    }
                    RuleHead::Set { key, .. } => key.iter().for_each(|key| self.expr(key)),
                }
                for body in bodies {
                    self.query(&body.query);
                }
            }
        }
    }

    fn query(&mut self, query: &Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { collection, .. } => self.expr(collection),
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expr(expr),
                Literal::Every { domain, query, .. } => {
                    self.expr(domain);
                    self.query(query);
                }
            }
        }
    }

    fn expr(&mut self, expr: &Ref<Expr>) {
        if let Expr::AssignExpr { rhs, .. } = expr.as_ref() {
            return self.expr(rhs);
        }
        if let Expr::ArrayCompr { query, .. }
        | Expr::SetCompr { query, .. }
        | Expr::ObjectCompr { query, .. } = expr.as_ref()
        {
            return self.query(query);
        }
        self.0.insert(u64::from(expr.span().line));
        match expr.as_ref() {
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                items.iter().for_each(|item| self.expr(item));
            }
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, _, value)| self.expr(value)),
            Expr::Call { params, .. } => params.iter().for_each(|param| self.expr(param)),
            Expr::UnaryExpr { expr, .. } => self.expr(expr),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
            }
            Expr::Membership {
                value, collection, ..
            } => {
                self.expr(value);
                self.expr(collection);
            }
            _ => {}
        }
    }
}
