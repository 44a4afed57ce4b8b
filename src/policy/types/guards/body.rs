//! What the conditions of one body rule out, condition by condition.

use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, Query, Ref};

use super::super::chain::{Chain, Step, name_of};
use super::super::definitions::{Key, Meaning};
use super::super::env::{Guards, literal_kinds, paths};
use super::super::kind::{ANY, BOOLEAN, Kinds, LIST, NULL, NUMBER, OBJECT, SET, TEXT};
use super::{Guarding, Names, Subject, Summary};
use crate::policy::walk;

/// One body: its module, and the other names that it has for paths.
pub(super) struct Body<'g, 'a> {
    guarding: &'g Guarding<'a>,
    module: usize,
    names: Names,
    found: Guards,
}

/// The kinds that a type predicate accepts.
fn predicate(name: &str) -> Option<Kinds> {
    Some(match name {
        "is_null" => NULL,
        "is_boolean" => BOOLEAN,
        "is_number" => NUMBER,
        "is_string" => TEXT,
        "is_array" => LIST,
        "is_set" => SET,
        "is_object" => OBJECT,
        _ => return None,
    })
}

impl<'g, 'a> Body<'g, 'a> {
    pub(super) fn new(guarding: &'g Guarding<'a>, module: usize, names: &Names) -> Self {
        Body {
            guarding,
            module,
            names: names.clone(),
            found: Guards::new(),
        }
    }

    /// What it rules out that all conditions of a query hold.
    pub(super) fn holding(mut self, query: &Query) -> Guards {
        self.names.extend(self.assigned(query));
        for statement in &query.stmts {
            self.literal(&statement.literal);
        }
        self.found
    }

    /// What it rules out that a query does not hold; nothing unless it has a single condition.
    pub(super) fn failing(mut self, query: &Query) -> Guards {
        if let [statement] = query.stmts.as_slice() {
            match &statement.literal {
                Literal::Expr { expr, .. } => self.fails(expr),
                Literal::NotExpr { expr, .. } => self.holds(expr),
                _ => {}
            }
        }
        self.found
    }

    /// The variables that this query makes other names of paths.
    pub(super) fn assigned(&self, query: &Query) -> Names {
        let mut names = self.names.clone();
        // Bodies have no order, so a name may rest on one that is assigned further down.
        for _ in 0..2 {
            for statement in &query.stmts {
                let Literal::Expr { expr, .. } = &statement.literal else {
                    continue;
                };
                let Expr::AssignExpr {
                    op: AssignOp::ColEq,
                    lhs,
                    rhs,
                    ..
                } = expr.as_ref()
                else {
                    continue;
                };
                let chain = Chain::of(rhs);
                let (Some(name), Some(root)) = (name_of(lhs), chain.root_name()) else {
                    continue;
                };
                let root = self.guarding.path_of_name(self.module, root, &names);
                if let Some(path) = root.and_then(|root| paths(root, &chain).pop().flatten()) {
                    names.insert(name.to_owned(), path);
                }
            }
        }
        names
    }

    fn note(&mut self, path: Option<String>, kinds: Kinds) {
        if let Some(path) = path {
            *self.found.entry(path).or_insert(ANY) &= kinds;
        }
    }

    fn path(&self, expr: &Ref<Expr>) -> Option<String> {
        self.guarding.path(self.module, expr, &self.names)
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => {
                self.note(self.path(collection), ANY & !NULL);
                self.is_there(collection);
            }
            Literal::Every { domain, .. } => {
                self.note(self.path(domain), ANY & !NULL);
                self.is_there(domain);
            }
            Literal::Expr { expr, .. } => self.holds(expr),
            Literal::NotExpr { expr, .. } => self.fails(expr),
        }
    }

    /// What it rules out that an expression holds.
    fn holds(&mut self, expr: &Ref<Expr>) {
        self.is_there(expr);
        match expr.as_ref() {
            Expr::BoolExpr {
                op: BoolOp::Eq,
                lhs,
                rhs,
                ..
            }
            | Expr::AssignExpr {
                op: AssignOp::Eq,
                lhs,
                rhs,
                ..
            } => self.equal(lhs, rhs),
            Expr::BoolExpr {
                op: BoolOp::Ne,
                lhs,
                rhs,
                ..
            } => self.differ(lhs, rhs),
            Expr::Membership {
                value, collection, ..
            } => {
                self.note(self.path(collection), ANY & !NULL);
                if let Expr::Array { items, .. } | Expr::Set { items, .. } = collection.as_ref()
                    && items
                        .iter()
                        .all(|item| literal_kinds(item).is_some_and(|kinds| kinds != NULL))
                {
                    self.note(self.path(value), ANY & !NULL);
                }
            }
            Expr::Call { fcn, params, .. } => {
                if let Some(kinds) = Chain::of(fcn).dotted().as_deref().and_then(predicate)
                    && let Some(argument) = params.first()
                {
                    self.note(self.path(argument), kinds);
                }
                self.apply(fcn, params, true, |summary| &summary.holds);
            }
            Expr::Var { .. } | Expr::RefDot { .. } => {
                self.apply(expr, &[], true, |summary| &summary.holds);
            }
            _ => {}
        }
    }

    /// What it rules out that an expression does not hold.
    fn fails(&mut self, expr: &Ref<Expr>) {
        match expr.as_ref() {
            Expr::BoolExpr {
                op: BoolOp::Eq,
                lhs,
                rhs,
                ..
            } => self.differ(lhs, rhs),
            Expr::BoolExpr {
                op: BoolOp::Ne,
                lhs,
                rhs,
                ..
            } => self.equal(lhs, rhs),
            Expr::Call { fcn, params, .. } => {
                if let Some(kinds) = Chain::of(fcn).dotted().as_deref().and_then(predicate)
                    && let Some(argument) = params.first()
                {
                    self.note(self.path(argument), ANY & !kinds);
                }
                self.apply(fcn, params, true, |summary| &summary.fails);
            }
            Expr::Var { .. } | Expr::RefDot { .. } => {
                self.apply(expr, &[], true, |summary| &summary.fails);
            }
            _ => {}
        }
    }

    /// What equals a value that is written out is not null. That it is of the same kind is not taken
    /// for granted: a slip there is to be seen.
    fn equal(&mut self, lhs: &Ref<Expr>, rhs: &Ref<Expr>) {
        for (side, other) in [(lhs, rhs), (rhs, lhs)] {
            if literal_kinds(other).is_some_and(|kinds| kinds != NULL) {
                self.note(self.path(side), ANY & !NULL);
            }
        }
    }

    /// Only of `null` is there no more than one.
    fn differ(&mut self, lhs: &Ref<Expr>, rhs: &Ref<Expr>) {
        if literal_kinds(rhs) == Some(NULL) {
            self.note(self.path(lhs), ANY & !NULL);
        }
        if literal_kinds(lhs) == Some(NULL) {
            self.note(self.path(rhs), ANY & !NULL);
        }
    }

    /// What a rule or function says by holding or not, about these arguments.
    fn apply(
        &mut self,
        fcn: &Ref<Expr>,
        params: &[Ref<Expr>],
        alone: bool,
        side: fn(&Summary) -> &Vec<(Subject, Kinds)>,
    ) {
        let Some(key) = self.definition(fcn) else {
            return;
        };
        let summary = self.guarding.summary(&key);
        if summary.or_false && !alone {
            return;
        }
        for (subject, kinds) in side(&summary) {
            let path = match subject {
                Subject::Path(path) => Some(path.clone()),
                Subject::Argument(place, rest) => params
                    .get(*place)
                    .and_then(|argument| self.path(argument))
                    .map(|path| path + rest),
            };
            self.note(path, *kinds);
        }
    }

    /// The rule or function that an expression names.
    fn definition(&self, expr: &Ref<Expr>) -> Option<Key> {
        let chain = Chain::of(expr);
        let name = chain.root_name()?;
        if self.names.contains_key(name) {
            return None;
        }
        let Meaning::Path(mut path) = self.guarding.definitions.meaning(self.module, name) else {
            return None;
        };
        for step in &chain.steps {
            let Step::Field { name, .. } = step else {
                return None;
            };
            path.push(name.clone());
        }
        let (key, length) = self.guarding.definitions.find(&path)?;
        (length == path.len()).then_some(key)
    }

    /// What has to be there for an expression to have a value: whatever is looked into. That rules
    /// out null; what else has nothing inside is a mistake, which is to be seen.
    fn is_there(&mut self, expr: &Ref<Expr>) {
        match expr.as_ref() {
            Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                let chain = Chain::of(expr);
                if let Some(name) = chain.root_name()
                    && let Some(root) = self.guarding.path_of_name(self.module, name, &self.names)
                {
                    let paths = paths(root, &chain);
                    let inner = paths.len().saturating_sub(1);
                    for path in paths.into_iter().take(inner) {
                        self.note(path, ANY & !NULL);
                    }
                }
                if chain.root_name().is_none() {
                    self.is_there(chain.root);
                }
                for step in &chain.steps {
                    if let Step::Index(index) = step {
                        self.is_there(index);
                    }
                }
            }
            Expr::Call { fcn, params, .. } => {
                params.iter().for_each(|param| self.is_there(param));
                self.apply(fcn, params, false, |summary| &summary.holds);
            }
            // What a comprehension looks into may be missing: it is empty then.
            _ => walk::operands(expr, &mut |part| self.is_there(part)),
        }
    }
}
