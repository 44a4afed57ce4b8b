//! Loops inside of loops: over two collections of facts that have nothing to do with each other,
//! each item of one meets each item of the other. The engine has no index for that.

use std::collections::BTreeSet;

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead};

use super::chain::{At, Chain, Step, name_of};
use super::checker::Checker;
use super::definitions::Meaning;
use super::env::below;
use super::guards::Names;
use super::order;
use crate::policy::error::LoadError;

/// A loop over a collection of facts.
struct Loop {
    at: At,
    /// The path of the collection.
    over: String,
}

/// A comprehension, its query, and what it collects.
type Comprehension<'a> = (&'a Ref<Expr>, &'a Query, Vec<&'a Ref<Expr>>);

impl Checker<'_> {
    /// The loops of one module that run once for each item of another collection.
    pub(super) fn loops(&mut self, module: usize) -> Vec<LoadError> {
        let definitions = std::rc::Rc::clone(&self.definitions);
        let Some(parsed) = definitions.modules.get(module) else {
            return Vec::new();
        };
        let mut looking = Looking {
            checker: self,
            module,
            found: Vec::new(),
        };
        for rule in &parsed.syntax.policy {
            looking.rule(rule);
        }
        let found = looking.found;
        found
            .into_iter()
            .map(|(at, outer)| {
                let message = format!(
                    "a loop inside of the one over `{outer}`: with many items in both it takes long; collect what is looked up in an object or a set once, in a rule of its own, and look it up here by its key"
                );
                parsed.error(at.line, at.column, message)
            })
            .collect()
    }
}

struct Looking<'c, 'a> {
    checker: &'c Checker<'a>,
    module: usize,
    /// The place of an inner loop, and what the outer one is over.
    found: Vec<(At, String)>,
}

impl Looking<'_, '_> {
    fn rule(&mut self, rule: &Ref<Rule>) {
        let Rule::Spec { head, bodies, .. } = rule.as_ref() else {
            return;
        };
        let own: Vec<&Ref<Expr>> = match head {
            RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                assign.iter().map(|assign| &assign.value).collect()
            }
            RuleHead::Set { key, .. } => key.iter().collect(),
        };
        if bodies.is_empty() {
            own.iter()
                .for_each(|part| self.inside(part, &Names::new(), None));
        }
        for body in bodies {
            let value = body.assign.as_ref().map(|assign| &assign.value);
            let parts: Vec<&Ref<Expr>> = match value {
                Some(value) => vec![value],
                None if body.is_else => Vec::new(),
                None => own.clone(),
            };
            self.query(&body.query, &parts, &Names::new(), None);
        }
    }

    /// A query that runs once for each item of the collection `outer`, if it runs in a loop.
    fn query(&mut self, query: &Query, parts: &[&Ref<Expr>], names: &Names, outer: Option<&str>) {
        let mut names = names.clone();
        for name in order::declared(query) {
            names.insert(name.to_owned(), format!("${name}"));
        }
        names = self.checker.guarding.assigned(self.module, query, &names);
        let mut loops: Vec<Loop> = Vec::new();
        let mut bound = BTreeSet::new();
        for statement in &query.stmts {
            loops.extend(self.loops_of(statement, &names, &mut bound));
        }
        let first = loops.first().map(|first| first.over.clone());
        for inner in loops.into_iter().skip(usize::from(outer.is_none())) {
            if let Some(over) = outer.map(str::to_owned).or_else(|| first.clone()) {
                self.note(inner.at, over);
            }
        }
        let around = outer.map(str::to_owned).or(first);
        for statement in &query.stmts {
            self.statement(statement, &names, around.as_deref());
        }
        for part in parts {
            self.inside(part, &names, around.as_deref());
        }
    }

    fn note(&mut self, at: At, over: String) {
        if self.found.iter().all(|(other, _)| *other != at) {
            self.found.push((at, over));
        }
    }

    /// The loops that a statement starts.
    fn loops_of(
        &self,
        statement: &LiteralStmt,
        names: &Names,
        bound: &mut BTreeSet<String>,
    ) -> Vec<Loop> {
        match &statement.literal {
            Literal::SomeVars { .. } | Literal::NotExpr { .. } | Literal::Every { .. } => {
                Vec::new()
            }
            Literal::SomeIn {
                span, collection, ..
            } => {
                let mut loops = self.indexed(collection, names, bound);
                bound.extend(
                    order::names(&statement.literal)
                        .into_iter()
                        .map(str::to_owned),
                );
                if let Some(over) = self.facts(collection, names) {
                    let at = At::span(span);
                    loops.push(Loop { at, over });
                }
                loops
            }
            Literal::Expr { expr, .. } => self.indexed(expr, names, bound),
        }
    }

    /// The loops of `xs[i]` and `xs[_]`, the first one of each variable.
    fn indexed(&self, expr: &Ref<Expr>, names: &Names, bound: &mut BTreeSet<String>) -> Vec<Loop> {
        let mut loops = Vec::new();
        order::each_part(expr, &mut |part| {
            let Expr::RefBrack { refr, index, .. } = part.as_ref() else {
                return;
            };
            let Some(name) = name_of(index) else { return };
            let is_variable = name == "_" || self.is_variable(name, names);
            let is_new = name == "_" || bound.insert(name.to_owned());
            if let Some(over) = self.facts(refr, names).filter(|_| is_variable && is_new) {
                let at = At::start(part);
                loops.push(Loop { at, over });
            }
        });
        loops
    }

    fn is_variable(&self, name: &str, names: &Names) -> bool {
        match names.get(name) {
            Some(path) => *path == format!("${name}"),
            None => matches!(
                self.checker.definitions.meaning(self.module, name),
                Meaning::Nothing
            ),
        }
    }

    /// The path of a collection of facts; `None` for what hangs on an item of another one.
    fn facts(&self, expr: &Ref<Expr>, names: &Names) -> Option<String> {
        let chain = Chain::of(expr);
        let root = chain.root_name()?;
        let mut path = self
            .checker
            .guarding
            .path_of_name(self.module, root, names)?;
        for step in &chain.steps {
            let Step::Field { .. } = step else {
                return None;
            };
            path = below(&path, step)?;
        }
        self.checker.large.contains(&path).then_some(path)
    }

    /// What is nested in a statement, in a loop or not.
    fn statement(&mut self, statement: &LiteralStmt, names: &Names, around: Option<&str>) {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => self.inside(collection, names, around),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                if let Expr::AssignExpr {
                    op: AssignOp::ColEq,
                    rhs,
                    ..
                } = expr.as_ref()
                {
                    return self.inside(rhs, names, around);
                }
                self.inside(expr, names, around);
            }
            Literal::Every {
                span,
                domain,
                query,
                ..
            } => {
                let over = self.facts(domain, names);
                if let (Some(outer), Some(_)) = (around, &over) {
                    self.note(At::span(span), outer.to_owned());
                }
                self.query(query, &[], names, around.or(over.as_deref()));
            }
        }
    }

    /// The comprehensions of an expression. In a loop, one over facts is a loop inside of it.
    fn inside(&mut self, expr: &Ref<Expr>, names: &Names, around: Option<&str>) {
        let mut comprehensions: Vec<Comprehension> = Vec::new();
        order::each_part(expr, &mut |part| match part.as_ref() {
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                comprehensions.push((part, query, vec![term]));
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => comprehensions.push((part, query, vec![key, value])),
            _ => {}
        });
        for (part, query, terms) in comprehensions {
            let before = self.found.len();
            self.query(query, &terms, names, around);
            // Of a comprehension in a loop, the whole is the inner loop.
            if around.is_some() && self.found.len() > before {
                let over = around.unwrap_or_default().to_owned();
                self.found.truncate(before);
                self.note(At::start(part), over);
            }
        }
    }
}
