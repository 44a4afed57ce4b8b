//! What the conditions of a body rule out.
//!
//! Rego's conditions hold together, in whatever order they stand: what one of them rules out is
//! ruled out for all. A condition may also be a rule or a function whose own conditions do that.

mod body;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regorus::unstable::{Expr, Query, Ref, Rule, RuleHead};

use super::chain::{Chain, name_of, source_text};
use super::definitions::{Definitions, Key, Meaning};
use super::env::{Guards, literal_kinds, paths};
use super::kind::{BOOLEAN, Kinds, NULL, NUMBER, TEXT};
use body::Body;

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
        Body::new(self, module, names).holding(query)
    }

    /// The other names that variables have for paths, with those that a query assigns.
    pub(super) fn assigned(&self, module: usize, query: &Query, names: &Names) -> Names {
        Body::new(self, module, names).assigned(query)
    }

    /// What it rules out that a query does not hold; nothing unless it has a single condition.
    pub(super) fn of_failure(&self, module: usize, query: &Query, names: &Names) -> Guards {
        Body::new(self, module, names).failing(query)
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

    /// The canonical path of an expression; that of a call holds those of its arguments.
    pub(super) fn path(&self, module: usize, expr: &Ref<Expr>, names: &Names) -> Option<String> {
        let chain = Chain::of(expr);
        let root = match chain.root.as_ref() {
            Expr::Call { fcn, params, .. } => {
                let arguments = params.iter().map(|param| match literal_kinds(param) {
                    Some(NULL | BOOLEAN | NUMBER | TEXT) => Some(source_text(param)),
                    _ => self.path(module, param, names),
                });
                let arguments: Option<Vec<String>> = arguments.collect();
                format!("{}({})", Chain::of(fcn).dotted()?, arguments?.join(","))
            }
            _ => self.path_of_name(module, chain.root_name()?, names)?,
        };
        paths(root, &chain).pop().flatten()
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
        let [written] = definition.rules.as_slice() else {
            return None;
        };
        let Rule::Spec {
            head: RuleHead::Compr { refr, assign, .. },
            bodies,
            ..
        } = written.rule.as_ref()
        else {
            return None;
        };
        name_of(refr)?;
        if bodies.iter().any(|body| !body.query.stmts.is_empty()) {
            return None;
        }
        let chain = Chain::of(&assign.as_ref()?.value);
        let Meaning::Path(root) = self.definitions.meaning(written.module, chain.root_name()?)
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
        for written in &definition.rules {
            let Rule::Spec { head, bodies, .. } = written.rule.as_ref() else {
                continue;
            };
            let arguments = match head {
                RuleHead::Func { args, .. } => args.as_slice(),
                RuleHead::Compr { .. } | RuleHead::Set { .. } => &[],
            };
            always |= bodies.is_empty();
            let names = Names::new();
            for body in bodies {
                let guards = self.of_query(written.module, &body.query, &names);
                let guards: BTreeMap<Subject, Kinds> = guards
                    .into_iter()
                    .filter_map(|(path, kinds)| Some((subject(&path, arguments)?, kinds)))
                    .collect();
                holds = Some(match holds {
                    None => guards,
                    Some(known) => both(&known, &guards),
                });
                if is_plain(head) && body.assign.is_none() {
                    let guards = self.of_failure(written.module, &body.query, &names);
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
