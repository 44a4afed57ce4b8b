//! In which order the conditions of a body bind its variables: Rego leaves that to the engine.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Ref};

use super::chain::{Chain, Step};
use crate::policy::walk;

/// Of more conditions than these, the order in the file is taken.
const MAX_ORDERED: usize = 400;

/// What one condition has to do with variables.
#[derive(Default)]
struct Uses<'a> {
    /// Those that it can bind.
    binds: BTreeSet<&'a str>,
    /// All that it mentions.
    names: BTreeSet<&'a str>,
}

/// The conditions of a query, each after those that bind what it mentions, where there is such an
/// order; `bound` tells the variables that have a value before.
pub(in crate::policy) fn ordered(query: &Query, bound: impl Fn(&str) -> bool) -> Vec<&LiteralStmt> {
    let mut waiting: Vec<(&LiteralStmt, Uses)> = query
        .stmts
        .iter()
        .map(|statement| (statement, uses(statement)))
        .collect();
    if waiting.len() > MAX_ORDERED {
        return query.stmts.iter().collect();
    }
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut order = Vec::new();
    while !waiting.is_empty() {
        let bindable: BTreeSet<&str> = waiting
            .iter()
            .flat_map(|(_, uses)| uses.binds.iter().copied())
            .collect();
        let is_ready = |uses: &Uses| {
            uses.names.iter().all(|name| {
                uses.binds.contains(name)
                    || known.contains(name)
                    || bound(name)
                    || !bindable.contains(name)
            })
        };
        // Of a circle, the first one: its mistake is somebody else's to report.
        let next = waiting
            .iter()
            .position(|(_, uses)| is_ready(uses))
            .unwrap_or(0);
        let (statement, uses) = waiting.remove(next);
        known.extend(uses.binds);
        order.push(statement);
    }
    order
}

/// The variables that a literal declares.
pub(in crate::policy) fn names(literal: &Literal) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    if let Literal::SomeIn { key, value, .. } = literal {
        key.iter()
            .chain([value])
            .for_each(|pattern| names_in(pattern, &mut names));
    }
    names
}

/// The variables that a query declares: they hide those of its surroundings.
pub(in crate::policy) fn declared(query: &Query) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => names.extend(vars.iter().map(|var| var.text())),
            Literal::SomeIn { key, value, .. } => {
                key.iter()
                    .chain([value])
                    .for_each(|pattern| names_in(pattern, &mut names));
            }
            Literal::Expr { expr, .. } => {
                if let Expr::AssignExpr {
                    op: AssignOp::ColEq,
                    lhs,
                    ..
                } = expr.as_ref()
                {
                    names_in(lhs, &mut names);
                }
            }
            Literal::NotExpr { .. } | Literal::Every { .. } => {}
        }
    }
    names.remove("_");
    names
}

/// The names in a pattern: `x`, `[x, y]`, `{"key": x}`.
fn names_in<'a>(pattern: &'a Ref<Expr>, names: &mut BTreeSet<&'a str>) {
    match pattern.as_ref() {
        Expr::Var { span, .. } => {
            names.insert(span.text());
        }
        Expr::Array { items, .. } => items.iter().for_each(|item| names_in(item, names)),
        Expr::Object { fields, .. } => {
            fields
                .iter()
                .for_each(|(_, _, value)| names_in(value, names));
        }
        _ => {}
    }
}

fn uses(statement: &LiteralStmt) -> Uses<'_> {
    let mut uses = Uses::default();
    match &statement.literal {
        Literal::SomeVars { .. } => {}
        Literal::SomeIn {
            key,
            value,
            collection,
            ..
        } => {
            for pattern in key.iter().chain([value]) {
                names_in(pattern, &mut uses.binds);
                uses.mention(pattern);
            }
            uses.mention(collection);
            uses.bind_indices(collection);
        }
        Literal::Expr { expr, .. } => {
            if let Expr::AssignExpr { op, lhs, rhs, .. } = expr.as_ref() {
                names_in(lhs, &mut uses.binds);
                if *op == AssignOp::Eq {
                    names_in(rhs, &mut uses.binds);
                }
            }
            uses.bind_indices(expr);
            uses.mention(expr);
        }
        Literal::NotExpr { expr, .. } => uses.mention(expr),
        Literal::Every { domain, query, .. } => {
            uses.mention(domain);
            uses.bind_indices(domain);
            uses.mention_query(query);
        }
    }
    for with in &statement.with_mods {
        uses.mention(&with.r#as);
    }
    uses
}

impl<'a> Uses<'a> {
    /// `xs[i]` binds `i`, and a function may bind what stands where its result would go.
    fn bind_indices(&mut self, expr: &'a Ref<Expr>) {
        each_part(expr, &mut |part| {
            if let Expr::RefBrack { index, .. } = part.as_ref() {
                names_in(index, &mut self.binds);
            }
            if let Expr::Call { params, .. } = part.as_ref()
                && let Some(last) = params.last()
                && params.len() > 1
                && matches!(last.as_ref(), Expr::Array { .. })
            {
                names_in(last, &mut self.binds);
            }
        });
    }

    fn mention(&mut self, expr: &'a Ref<Expr>) {
        each_part(expr, &mut |part| match part.as_ref() {
            Expr::Var { span, .. } => {
                self.names.insert(span.text());
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.mention_inside(query, &[term]);
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => self.mention_inside(query, &[key, value]),
            _ => {}
        });
    }

    /// A comprehension mentions what it does not declare itself.
    fn mention_inside(&mut self, query: &'a Query, terms: &[&'a Ref<Expr>]) {
        let mut inner = Uses::default();
        inner.mention_query(query);
        terms.iter().for_each(|term| inner.mention(term));
        let own = declared(query);
        self.names
            .extend(inner.names.into_iter().filter(|name| !own.contains(name)));
    }

    fn mention_query(&mut self, query: &'a Query) {
        let own = declared(query);
        for statement in &query.stmts {
            let inner = uses(statement);
            self.names
                .extend(inner.names.into_iter().filter(|name| !own.contains(name)));
        }
    }
}

/// Calls `see` with an expression and all that is below it, comprehensions as a whole.
pub(in crate::policy) fn each_part<'a>(expr: &'a Ref<Expr>, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    see(expr);
    match expr.as_ref() {
        Expr::RefDot { .. } | Expr::RefBrack { .. } => {
            let chain = Chain::of(expr);
            if chain.root_name().is_none() {
                each_part(chain.root, see);
            } else {
                see(chain.root);
            }
            for step in &chain.steps {
                if let Step::Index(index) = step {
                    each_part(index, see);
                }
            }
            inner_brackets(expr, see);
        }
        Expr::Call { params, .. } => params.iter().for_each(|param| each_part(param, see)),
        _ => walk::operands(expr, &mut |part| each_part(part, see)),
    }
}

/// The brackets further in than the last one: `a[i].b[j]` holds two.
fn inner_brackets<'a>(expr: &'a Ref<Expr>, see: &mut dyn FnMut(&'a Ref<Expr>)) {
    let mut inner = expr;
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = inner.as_ref() {
        if matches!(refr.as_ref(), Expr::RefBrack { .. }) {
            see(refr);
        }
        inner = refr;
    }
}
