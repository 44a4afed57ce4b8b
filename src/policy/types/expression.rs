//! Expressions: their types, and what is wrong with them by themselves.

use regorus::unstable::{ArithOp, Expr, Query, Ref};

use super::chain::{literal_text, source_text};
use super::checker::Checker;
use super::describe::describe;
use super::env::Env;
use super::kind::{COLLECTION, NUMBER, SET, Type};

impl Checker<'_> {
    pub(super) fn expression(&mut self, expr: &Ref<Expr>, env: &mut Env) -> Type {
        if !self.has_work_left() {
            return Type::Open;
        }
        match expr.as_ref() {
            Expr::Null { .. } => Type::Null,
            Expr::Bool { .. } => Type::Boolean,
            Expr::Number { .. } => Type::Number,
            Expr::String { .. } | Expr::RawString { .. } => {
                literal_text(expr).map_or_else(Type::text, |text| Type::literal(&text))
            }
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => self.chain(expr, env),
            Expr::Array { items, .. } => {
                let items = items.iter().map(|item| self.expression(item, env));
                Type::Tuple(items.collect()).bounded()
            }
            Expr::Set { items, .. } => {
                let items: Vec<Type> = items
                    .iter()
                    .map(|item| self.expression(item, env))
                    .collect();
                Type::set(Type::union(items)).bounded()
            }
            Expr::Object { fields, .. } => {
                let fields: Vec<_> = fields.iter().map(|(_, key, value)| (key, value)).collect();
                self.object(&fields, env).bounded()
            }
            Expr::ArrayCompr { term, query, .. } => {
                let mut inner = self.inside(query, env);
                Type::list(self.expression(term, &mut inner)).bounded()
            }
            Expr::SetCompr { term, query, .. } => {
                let mut inner = self.inside(query, env);
                Type::set(self.expression(term, &mut inner)).bounded()
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => {
                let mut inner = self.inside(query, env);
                let key = self.expression(key, &mut inner);
                Type::map(key, self.expression(value, &mut inner)).bounded()
            }
            Expr::Call { fcn, params, .. } => {
                let of = self.call(expr, fcn, params, env);
                env.narrowed(self.path(expr, env).as_deref(), of)
            }
            Expr::UnaryExpr { expr: inner, .. } => {
                let of = self.expression(inner, env);
                self.number(inner, &of);
                Type::Number
            }
            Expr::BinExpr { lhs, rhs, .. } => {
                let left = self.expression(lhs, env);
                let right = self.expression(rhs, env);
                self.operand(lhs, &left, SET);
                self.operand(rhs, &right, SET);
                Type::set(Type::union([left.items(), right.items()]))
            }
            Expr::ArithExpr { op, lhs, rhs, .. } => self.arithmetic(op, lhs, rhs, env),
            Expr::BoolExpr { op, lhs, rhs, .. } => self.compare(op, lhs, rhs, env),
            Expr::AssignExpr { lhs, rhs, .. } => {
                let left = self.expression(lhs, env);
                let right = self.expression(rhs, env);
                self.equal(lhs, &left, rhs, &right);
                Type::Boolean
            }
            Expr::Membership {
                key,
                value,
                collection,
                ..
            } => {
                self.membership(key.as_ref(), value, collection, env);
                Type::Boolean
            }
        }
    }

    /// The inside of a comprehension.
    fn inside(&mut self, query: &Query, env: &Env) -> Env {
        let mut inner = env.clone();
        self.query(query, &mut inner);
        inner
    }

    fn object(&mut self, fields: &[(&Ref<Expr>, &Ref<Expr>)], env: &mut Env) -> Type {
        let mut known = super::kind::Object::default();
        for (key, value) in fields {
            let of = self.expression(value, env);
            match literal_text(key) {
                Some(name) => {
                    known.fields.insert(name, of);
                }
                None => {
                    let key = self.expression(key, env);
                    known.rest = Some(match known.rest.take() {
                        None => (key, of),
                        Some((keys, values)) => {
                            (Type::union([keys, key]), Type::union([values, of]))
                        }
                    });
                }
            }
        }
        Type::Object(known.into())
    }

    fn arithmetic(
        &mut self,
        op: &ArithOp,
        lhs: &Ref<Expr>,
        rhs: &Ref<Expr>,
        env: &mut Env,
    ) -> Type {
        let left = self.expression(lhs, env);
        let right = self.expression(rhs, env);
        let sets = *op == ArithOp::Sub && (left.kinds() | right.kinds()) & SET != 0;
        if sets && !left.is_free() && !right.is_free() {
            self.operand(lhs, &left, SET);
            self.operand(rhs, &right, SET);
            return left.only(SET);
        }
        if sets && (left.kinds() & SET == 0 || !left.is_free()) {
            self.number(lhs, &left);
        }
        if sets {
            return Type::Open;
        }
        self.number(lhs, &left);
        self.number(rhs, &right);
        Type::Number
    }

    fn number(&mut self, expr: &Ref<Expr>, of: &Type) {
        self.operand(expr, of, NUMBER);
    }

    /// Reports an operand that may be of any other kind.
    fn operand(&mut self, expr: &Ref<Expr>, of: &Type, wanted: super::kind::Kinds) {
        if of.is_free() || of.is_never() || of.kinds() & !wanted == 0 {
            return;
        }
        let text = source_text(expr);
        let message = if of.kinds() & wanted != 0 && of.may_be_null() {
            format!("`{text}` may be null: rule that out first, as in `{text} != null`")
        } else {
            format!(
                "`{text}` is {}, not {}",
                describe(of),
                super::describe::kinds(wanted)
            )
        };
        self.report_expr(expr, message);
    }

    fn membership(
        &mut self,
        key: Option<&Ref<Expr>>,
        value: &Ref<Expr>,
        collection: &Ref<Expr>,
        env: &mut Env,
    ) {
        let of = self.expression(collection, env);
        if !of.is_free() && !of.is_never() && of.kinds() & COLLECTION == 0 {
            let message = format!(
                "`{}` is {}, and nothing is ever in it",
                source_text(collection),
                describe(&of)
            );
            self.report_expr(value, message);
            return;
        }
        let items = of.only(COLLECTION).items();
        let wanted = self.expression(value, env);
        self.member(value, &wanted, collection, &items);
        self.chosen(value, &wanted, collection, env);
        if let Some(key) = key {
            let wanted = self.expression(key, env);
            self.member(key, &wanted, collection, &of.only(COLLECTION).keys());
        }
    }

    /// Each item of a collection that is written out is there to be found.
    fn chosen(&mut self, value: &Ref<Expr>, wanted: &Type, collection: &Ref<Expr>, env: &mut Env) {
        let (Expr::Array { items, .. } | Expr::Set { items, .. }) = collection.as_ref() else {
            return;
        };
        let types: Vec<Type> = items
            .iter()
            .map(|item| self.expression(item, env))
            .collect();
        if !types.iter().any(|of| of.overlaps(wanted)) || wanted.is_never() {
            return;
        }
        for (item, of) in items.iter().zip(&types) {
            if !of.is_never() && !of.overlaps(wanted) {
                let message = format!(
                    "`{}` is never equal to `{}`{}",
                    source_text(item),
                    source_text(value),
                    super::compare::known_texts(of, wanted)
                );
                self.report_expr(item, message);
            }
        }
    }

    fn member(&mut self, value: &Ref<Expr>, wanted: &Type, collection: &Ref<Expr>, items: &Type) {
        if items.is_never() || wanted.is_never() || wanted.overlaps(items) {
            return;
        }
        let message = format!(
            "`{}` is {} and never equal to anything in `{}`{}",
            source_text(value),
            describe(wanted),
            source_text(collection),
            super::compare::known_texts(wanted, items)
        );
        self.report_expr(value, message);
    }
}
