//! Conditions: the statements of a body, and what they bind.

use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, LiteralStmt, Query, Ref, WithModifier};

use super::chain::{At, Chain, Step, name_of, source_text};
use super::checker::Checker;
use super::describe::{describe, kinds};
use super::env::Env;
use super::kind::{COLLECTION, Type};
use super::order;

impl Checker<'_> {
    /// Looks at all conditions of a query and leaves its variables in `env`.
    pub(super) fn query(&mut self, query: &Query, env: &mut Env) {
        for name in order::declared(query) {
            env.declare(name);
        }
        let names = self.names(env);
        let guards = self.guarding.of_query(self.module, query, &names);
        env.guard(&guards);
        let bound = env.clone();
        for statement in order::ordered(query, |name| bound.is_bound(name)) {
            self.statement(statement, env);
        }
    }

    fn statement(&mut self, statement: &LiteralStmt, env: &mut Env) {
        for with in &statement.with_mods {
            self.with(with, env);
        }
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                let of = self.collection(collection, env);
                if let Some(key) = key {
                    self.pattern(key, &of.keys(), None, env);
                }
                self.pattern(value, &of.items(), None, env);
            }
            Literal::Expr { expr, .. } => {
                self.is_dead = false;
                self.condition(expr, env);
                let is_comparison = matches!(
                    expr.as_ref(),
                    Expr::BoolExpr { .. } | Expr::AssignExpr { .. }
                );
                env.is_dead |= self.is_dead && is_comparison;
                self.is_dead = false;
            }
            Literal::NotExpr { expr, .. } => {
                self.expression(expr, &mut env.clone());
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                let of = self.collection(domain, env);
                let mut inner = env.clone();
                for (name, of) in key
                    .iter()
                    .map(|key| (key, of.keys()))
                    .chain([(value, of.items())])
                {
                    inner.declare(name.text());
                    inner.bind(name.text(), of, None);
                }
                self.query(query, &mut inner);
            }
        }
    }

    /// `with target as value`, in a test: the target has to be there.
    fn with(&mut self, with: &WithModifier, env: &mut Env) {
        let is_function =
            Chain::of(&with.r#as).root_name().is_some() && self.names_function(&with.r#as);
        if !is_function {
            self.expression(&with.r#as, env);
        }
        let chain = Chain::of(&with.refr);
        if chain.root_name() == Some("input") {
            self.expression(&with.refr, env);
        }
    }

    fn condition(&mut self, expr: &Ref<Expr>, env: &mut Env) {
        match expr.as_ref() {
            Expr::AssignExpr {
                op: AssignOp::ColEq,
                lhs,
                rhs,
                ..
            } => self.assign(lhs, rhs, env),
            Expr::AssignExpr {
                op: AssignOp::Eq,
                lhs,
                rhs,
                ..
            } => self.unify(lhs, rhs, env),
            Expr::Call { fcn, params, .. } if name_of(fcn) == Some("print") => {
                for param in params {
                    self.expression(param, env);
                }
            }
            _ => {
                self.expression(expr, env);
            }
        }
    }

    fn assign(&mut self, pattern: &Ref<Expr>, value: &Ref<Expr>, env: &mut Env) {
        let of = self.expression(value, env);
        let path = self.path(value, env);
        self.pattern(pattern, &of, path, env);
    }

    /// `a = b` binds whichever side is still open.
    fn unify(&mut self, lhs: &Ref<Expr>, rhs: &Ref<Expr>, env: &mut Env) {
        if self.binds(lhs, env) {
            self.assign(lhs, rhs, env);
        } else if self.binds(rhs, env) {
            self.assign(rhs, lhs, env);
        } else {
            self.compare(&BoolOp::Eq, lhs, rhs, env);
        }
    }

    /// Whether a side of `=` holds a variable without a value at a place where it can get one.
    fn binds(&self, pattern: &Ref<Expr>, env: &Env) -> bool {
        match pattern.as_ref() {
            Expr::Var { .. } => {
                name_of(pattern).is_some_and(|name| name == "_" || self.is_open(name, env))
            }
            Expr::Array { items, .. } => items.iter().any(|item| self.binds(item, env)),
            Expr::Object { fields, .. } => {
                fields.iter().any(|(_, _, value)| self.binds(value, env))
            }
            _ => false,
        }
    }

    /// The type of what is iterated over.
    fn collection(&mut self, expr: &Ref<Expr>, env: &mut Env) -> Type {
        let of = self.expression(expr, env);
        if !of.is_free() && !of.is_never() && of.kinds() & COLLECTION == 0 {
            let message = format!(
                "`{}` is {}, and only {} can be iterated over",
                source_text(expr),
                describe(&of),
                kinds(COLLECTION)
            );
            self.report_expr(expr, message);
        }
        of.only(COLLECTION)
    }

    /// The canonical path of an expression, where it has one.
    pub(super) fn path(&self, expr: &Ref<Expr>, env: &Env) -> Option<String> {
        self.guarding.path(self.module, expr, &self.names(env))
    }
}

/// The place of a step, for messages.
pub(super) fn step_place(step: &Step) -> At {
    match step {
        Step::Field { at, .. } => *at,
        Step::Index(index) => At::start(index),
    }
}
