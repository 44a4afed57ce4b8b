//! What the conditions of a body rule out.
//!
//! Rego's conditions hold together, in whatever order they stand: what one of them rules out is
//! ruled out for all. A condition may also be a rule or a function whose own conditions do that.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, Query, Ref, Rule, RuleHead};

use super::chain::{Chain, Step, name_of};
use super::definitions::{Definitions, Key, Meaning};
use super::env::{Guards, literal_kinds, paths};
use super::kind::{ANY, BOOLEAN, Kinds, LIST, NULL, NUMBER, OBJECT, SET, TEXT};

/// How many rules are looked through in a row.
const MAX_DEPTH: usize = 16;

/// Other names for paths: variables by their name.
pub(super) type Names = BTreeMap<String, String>;

/// What it says about its arguments and about the world that a rule or function holds, or that it
/// does not.
#[derive(Default, Clone)]
struct Summary {
    holds: Vec<(Subject, Kinds)>,
    fails: Vec<(Subject, Kinds)>,
    /// It has `false` as its default: only as a condition of its own does it say anything.
    or_false: bool,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// An argument by its place, and the path below it.
    Argument(usize, String),
    /// A path from `input` or `data`.
    Path(String),
}

/// Finds guards, and remembers what it found out about rules.
pub(super) struct Guarding<'a> {
    definitions: Rc<Definitions<'a>>,
    known: RefCell<BTreeMap<Key, Rc<Summary>>>,
    depth: RefCell<usize>,
}

/// One body: its module, and the other names that it has for paths.
struct Body<'g, 'a> {
    guarding: &'g Guarding<'a>,
    module: usize,
    names: Names,
    found: Guards,
}

impl<'a> Guarding<'a> {
    pub(super) fn new(definitions: Rc<Definitions<'a>>) -> Self {
        Guarding {
            definitions,
            known: RefCell::default(),
            depth: RefCell::default(),
        }
    }

    /// What the conditions of a query rule out, where variables have these other names.
    pub(super) fn of_query(&self, module: usize, query: &Query, names: &Names) -> Guards {
        let mut body = Body {
            guarding: self,
            module,
            names: names.clone(),
            found: Guards::new(),
        };
        body.names.extend(body.assigned(query));
        for statement in &query.stmts {
            body.literal(&statement.literal);
        }
        body.found
    }

    /// What it rules out that a query does not hold; nothing unless it has a single condition.
    pub(super) fn of_failure(&self, module: usize, query: &Query, names: &Names) -> Guards {
        let mut body = Body {
            guarding: self,
            module,
            names: names.clone(),
            found: Guards::new(),
        };
        if let [statement] = query.stmts.as_slice() {
            match &statement.literal {
                Literal::Expr { expr, .. } => body.fails(expr),
                Literal::NotExpr { expr, .. } => body.holds(expr),
                _ => {}
            }
        }
        body.found
    }

    /// The canonical path of a name, with variables by `$` and their name.
    pub(super) fn path_of_name(&self, module: usize, name: &str, names: &Names) -> Option<String> {
        if name == "_" {
            return None;
        }
        if let Some(path) = names.get(name) {
            return Some(path.clone());
        }
        match self.definitions.meaning(module, name) {
            Meaning::Path(path) => Some(self.canonical(&path.join("."), 0)),
            Meaning::Nothing => Some(format!("${name}")),
        }
    }

    /// A rule that is only another name for a path is that path.
    fn canonical(&self, path: &str, depth: usize) -> String {
        let parts: Vec<String> = path.split('.').map(str::to_owned).collect();
        let Some((key, length)) = self.definitions.find(&parts) else {
            return path.to_owned();
        };
        let Some(target) = self
            .target(&key)
            .filter(|_| depth < MAX_DEPTH && length == parts.len())
        else {
            return path.to_owned();
        };
        self.canonical(&target, depth + 1)
    }

    /// The path that a rule without conditions is another name of.
    fn target(&self, key: &Key) -> Option<String> {
        let definition = self.definitions.get(key)?;
        let [rule] = definition.rules.as_slice() else {
            return None;
        };
        let Rule::Spec {
            head: RuleHead::Compr { refr, assign, .. },
            bodies,
            ..
        } = rule.as_ref()
        else {
            return None;
        };
        name_of(refr)?;
        if bodies.iter().any(|body| !body.query.stmts.is_empty()) {
            return None;
        }
        let chain = Chain::of(&assign.as_ref()?.value);
        let Meaning::Path(root) = self
            .definitions
            .meaning(definition.module, chain.root_name()?)
        else {
            return None;
        };
        paths(root.join("."), &chain).pop().flatten()
    }

    fn summary(&self, key: &Key) -> Rc<Summary> {
        if let Some(summary) = self.known.borrow().get(key) {
            return Rc::clone(summary);
        }
        // Should it need itself, it says nothing; nor does what lies too deep.
        let empty = Rc::new(Summary::default());
        if *self.depth.borrow() >= MAX_DEPTH {
            return empty;
        }
        self.known.borrow_mut().insert(key.clone(), empty);
        *self.depth.borrow_mut() += 1;
        let summary = Rc::new(self.summarise(key).unwrap_or_default());
        *self.depth.borrow_mut() -= 1;
        self.known
            .borrow_mut()
            .insert(key.clone(), Rc::clone(&summary));
        summary
    }

    fn summarise(&self, key: &Key) -> Option<Summary> {
        let definition = self.definitions.get(key)?;
        let mut holds: Option<BTreeMap<Subject, Kinds>> = None;
        let mut fails = Vec::new();
        let mut always = false;
        for rule in &definition.rules {
            let Rule::Spec { head, bodies, .. } = rule.as_ref() else {
                continue;
            };
            let arguments = match head {
                RuleHead::Func { args, .. } => args.as_slice(),
                RuleHead::Compr { .. } | RuleHead::Set { .. } => &[],
            };
            always |= bodies.is_empty();
            let names = Names::new();
            for body in bodies {
                let guards = self.of_query(definition.module, &body.query, &names);
                let guards: BTreeMap<Subject, Kinds> = guards
                    .into_iter()
                    .filter_map(|(path, kinds)| Some((subject(&path, arguments)?, kinds)))
                    .collect();
                holds = Some(match holds {
                    None => guards,
                    Some(known) => both(&known, &guards),
                });
                if is_plain(head) && body.assign.is_none() {
                    let guards = self.of_failure(definition.module, &body.query, &names);
                    fails.extend(
                        guards
                            .into_iter()
                            .filter_map(|(path, kinds)| Some((subject(&path, arguments)?, kinds))),
                    );
                }
            }
        }
        let default = definition.default();
        let or_false = default.is_some_and(is_false);
        if always || (default.is_some() && !or_false) {
            holds = None;
        }
        Some(Summary {
            holds: holds.into_iter().flatten().collect(),
            fails,
            or_false,
        })
    }
}

/// Whether a head gives no other value than `true`.
fn is_plain(head: &RuleHead) -> bool {
    match head {
        RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => assign.is_none(),
        RuleHead::Set { .. } => false,
    }
}

fn is_false(expr: &Ref<Expr>) -> bool {
    matches!(expr.as_ref(), Expr::Bool { span, .. } if span.text() == "false")
}

/// What holds in both cases.
fn both(a: &BTreeMap<Subject, Kinds>, b: &BTreeMap<Subject, Kinds>) -> BTreeMap<Subject, Kinds> {
    a.iter()
        .filter_map(|(subject, kinds)| Some((subject.clone(), kinds | b.get(subject)?)))
        .collect()
}

/// A path as seen from outside of a function.
fn subject(path: &str, arguments: &[Ref<Expr>]) -> Option<Subject> {
    let Some(variable) = path.strip_prefix('$') else {
        return Some(Subject::Path(path.to_owned()));
    };
    let end = variable.find(['.', '[']).unwrap_or(variable.len());
    let (name, rest) = variable.split_at_checked(end)?;
    // What hangs on a variable of the function's own body means nothing outside.
    if rest.contains('[') {
        return None;
    }
    let place = arguments
        .iter()
        .position(|argument| name_of(argument) == Some(name))?;
    Some(Subject::Argument(place, rest.to_owned()))
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

impl Body<'_, '_> {
    /// The variables that this query makes other names of paths.
    fn assigned(&self, query: &Query) -> Names {
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
        let chain = Chain::of(expr);
        let root = self
            .guarding
            .path_of_name(self.module, chain.root_name()?, &self.names)?;
        paths(root, &chain).pop().flatten()
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
                if let Expr::Array { items, .. } | Expr::Set { items, .. } = collection.as_ref() {
                    let kinds = items.iter().map(literal_kinds);
                    let kinds = kinds.reduce(|all, one| Some(all? | one?)).flatten();
                    self.note(self.path(value), kinds.unwrap_or(ANY));
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

    fn equal(&mut self, lhs: &Ref<Expr>, rhs: &Ref<Expr>) {
        if let Some(kinds) = literal_kinds(rhs) {
            self.note(self.path(lhs), kinds);
        }
        if let Some(kinds) = literal_kinds(lhs) {
            self.note(self.path(rhs), kinds);
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
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                items.iter().for_each(|item| self.is_there(item));
            }
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.is_there(key);
                    self.is_there(value);
                }
            }
            Expr::UnaryExpr { expr, .. } => self.is_there(expr),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => {
                self.is_there(lhs);
                self.is_there(rhs);
            }
            Expr::Membership {
                value, collection, ..
            } => {
                self.is_there(value);
                self.is_there(collection);
            }
            // What a comprehension looks into may be missing: it is empty then.
            _ => {}
        }
    }
}
