//! Every expression of a rule, in the order of the file.

use regorus::unstable::{Expr, Literal, Query, Ref, Rule, RuleHead};

/// Calls `see` with each expression of a rule, its head included, outer ones first.
pub(super) fn rule<'a>(rule: &'a Ref<Rule>, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    match rule.as_ref() {
        Rule::Default { args, value, .. } => {
            args.iter().for_each(|arg| expr(arg, see));
            expr(value, see);
        }
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { refr, assign, .. } => {
                    expr(refr, see);
                    assign.iter().for_each(|assign| expr(&assign.value, see));
                }
                RuleHead::Set { refr, key, .. } => {
                    expr(refr, see);
                    key.iter().for_each(|key| expr(key, see));
                }
                RuleHead::Func {
                    refr, args, assign, ..
                } => {
                    expr(refr, see);
                    args.iter().for_each(|arg| expr(arg, see));
                    assign.iter().for_each(|assign| expr(&assign.value, see));
                }
            }
            for body in bodies {
                body.assign
                    .iter()
                    .for_each(|assign| expr(&assign.value, see));
                query(&body.query, see);
            }
        }
    }
}

/// Calls `see` with each expression of a query.
pub(super) fn query<'a>(of: &'a Query, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    for statement in &of.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                key.iter()
                    .chain([value, collection])
                    .for_each(|part| expr(part, see));
            }
            Literal::Expr { expr: part, .. } | Literal::NotExpr { expr: part, .. } => {
                expr(part, see);
            }
            Literal::Every { domain, query, .. } => {
                expr(domain, see);
                self::query(query, see);
            }
        }
        for with in &statement.with_mods {
            expr(&with.refr, see);
            expr(&with.r#as, see);
        }
    }
}

/// Calls `see` with an expression and each one inside of it, comprehensions included.
pub(super) fn expr<'a>(of: &'a Ref<Expr>, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    see(of);
    match of.as_ref() {
        Expr::RefDot { refr, .. } => expr(refr, see),
        Expr::RefBrack { refr, index, .. } => {
            expr(refr, see);
            expr(index, see);
        }
        Expr::Call { fcn, params, .. } => {
            expr(fcn, see);
            params.iter().for_each(|param| expr(param, see));
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            expr(term, see);
            self::query(query, see);
        }
        Expr::ObjectCompr {
            key, value, query, ..
        } => {
            expr(key, see);
            expr(value, see);
            self::query(query, see);
        }
        _ => operands(of, &mut |part| expr(part, see)),
    }
}

/// Calls `see` with the direct parts of an operator or of a literal. What has a meaning of its own
/// has none here: references, calls, comprehensions.
pub(super) fn operands<'a>(of: &'a Ref<Expr>, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    match of.as_ref() {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(see),
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                see(key);
                see(value);
            }
        }
        Expr::UnaryExpr { expr, .. } => see(expr),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => {
            see(lhs);
            see(rhs);
        }
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => key.iter().chain([value, collection]).for_each(see),
        Expr::RefDot { .. }
        | Expr::RefBrack { .. }
        | Expr::Call { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. }
        | Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
    }
}
