//! Chains: from a variable, a rule or `input`, step by step, to a type.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Ref};

use super::chain::{At, Chain, Step, literal_text, name_of, source_text};
use super::checker::Checker;
use super::definitions::Meaning;
use super::describe::{describe, listed};
use super::env::{Env, below};
use super::kind::{COLLECTION, NULL, OBJECT, Object, Type};
use super::query::step_place;
use crate::nearest::suggestion;

/// What there is under a name.
pub(super) enum Found {
    Type(Type),
    /// Nothing; these names there are.
    Missing(Vec<String>),
    /// Nobody can tell.
    Untyped,
}

/// How far a chain has been followed.
struct Walk {
    /// Where it starts.
    start: At,
    of: Type,
    path: Option<String>,
    /// The text up to here.
    text: String,
}

impl Checker<'_> {
    /// The type of a chain with at least one step, or of a name.
    pub(super) fn chain(&mut self, expr: &Ref<Expr>, env: &mut Env) -> Type {
        let chain = Chain::of(expr);
        let (mut walk, done) = self.root(&chain, env);
        for step in chain.steps.iter().skip(done) {
            walk = self.step(walk, step, env);
        }
        walk.of
    }

    /// What a chain starts with, and how many of its steps that takes.
    fn root(&mut self, chain: &Chain, env: &mut Env) -> (Walk, usize) {
        let start = At::start(chain.root);
        let Some(name) = chain.root_name() else {
            let of = self.expression(chain.root, env);
            let text = source_text(chain.root);
            let path = self.path(chain.root, env);
            return (
                Walk {
                    start,
                    of,
                    path,
                    text,
                },
                0,
            );
        };
        let text = name.to_owned();
        if let Some(variable) = env.variables.get(name) {
            let path = variable.path.clone().or_else(|| Some(format!("${name}")));
            let of = variable.of.clone().unwrap_or(Type::Open);
            let of = env.narrowed(path.as_deref(), of);
            return (
                Walk {
                    start,
                    of,
                    path,
                    text,
                },
                0,
            );
        }
        let Meaning::Path(mut path) = self.definitions.meaning(self.module, name) else {
            let of = Type::Open;
            return (
                Walk {
                    start,
                    of,
                    path: None,
                    text,
                },
                0,
            );
        };
        let before = path.len();
        for step in &chain.steps {
            let Step::Field { name, .. } = step else {
                break;
            };
            path.push(name.clone());
        }
        let (of, length) = self.global(start, &path);
        // An import names a path that may be longer than what a rule or parameter takes.
        let mut walk = Walk {
            start,
            of,
            path: path.get(..length).map(|path| path.join(".")),
            text: path.get(..length).unwrap_or_default().join("."),
        };
        let names = self.names(env);
        if let Some(canonical) = path
            .first()
            .filter(|_| length == before)
            .and_then(|_| self.guarding.path_of_name(self.module, name, &names))
        {
            walk.path = Some(canonical);
        }
        walk.of = env.narrowed(walk.path.as_deref(), walk.of);
        for name in path.get(length..before).unwrap_or_default() {
            let name = name.clone();
            walk = self.step(walk, &Step::Field { name, at: start }, env);
        }
        if length <= before {
            walk.text = text;
        }
        (walk, length.saturating_sub(before))
    }

    /// What a path from `input` or `data` starts with, and how many of its parts that takes.
    fn global(&mut self, at: At, path: &[String]) -> (Type, usize) {
        if path.first().is_some_and(|first| first == "input") {
            return (self.input.clone(), 1);
        }
        if let Some((key, length)) = self.definitions.find(path) {
            let is_function = self
                .definitions
                .get(&key)
                .is_some_and(|definition| definition.arity.is_some());
            if is_function {
                let message = format!("`{}` is a function: call it, as in `{}(…)`", key.1, key.1);
                self.report(at, message);
                return (Type::Open, path.len());
            }
            return (self.rule(&key), length);
        }
        if let ["data", "relcheck", "params", area, rule, name] = path
            .iter()
            .take(6)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            let parameters = self.parameters.get(&format!("{area}.{rule}"));
            let of = parameters.and_then(|parameters| parameters.get(*name));
            return (of.cloned().unwrap_or(Type::Open), 6);
        }
        if let ["data", "relcheck", "params", area, rule] = path
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            let parameters = self.parameters.get(&format!("{area}.{rule}"));
            return (
                parameters.map_or(Type::Open, |all| Type::object(all.clone())),
                5,
            );
        }
        // What else there is below `data` is refused by name.
        (Type::Open, path.len())
    }

    fn step(&mut self, walk: Walk, step: &Step, env: &mut Env) -> Walk {
        let path = walk.path.as_deref().and_then(|path| below(path, step));
        let (of, text) = match step {
            Step::Field { name, .. } => {
                let of = self.field_step(&walk, name, step);
                (of, format!("{}.{name}", walk.text))
            }
            Step::Index(index) => {
                let of = self.index_step(&walk, index, env);
                (of, format!("{}[{}]", walk.text, source_text(index)))
            }
        };
        Walk {
            start: walk.start,
            of: env.narrowed(path.as_deref(), of),
            path,
            text,
        }
    }

    fn field_step(&mut self, walk: &Walk, name: &str, step: &Step) -> Type {
        let (at, message) = match self.field(&walk.of, name) {
            Found::Type(of) => return of,
            // A fact that does not exist is said by name, elsewhere.
            Found::Missing(_) if walk.path.as_deref() == Some("input.facts") => {
                return Type::Open;
            }
            Found::Untyped => {
                let message = format!(
                    "nobody can tell what `{}` is, so a slip here would go unseen: use `object.get({}, \"{name}\", null)`",
                    walk.text, walk.text
                );
                (walk.start, message)
            }
            Found::Missing(_) if walk.of.kinds() & OBJECT == 0 => {
                let message = format!(
                    "`{}` is {}, which has no field `{name}`",
                    walk.text,
                    describe(&walk.of)
                );
                (step_place(step), message)
            }
            Found::Missing(known) => {
                let names: Vec<&str> = known.iter().map(String::as_str).collect();
                let near = match suggestion(name, names.iter().copied()) {
                    near if near.is_empty() => format!(" (it has: {})", listed(&names)),
                    near => near,
                };
                let message = format!("`{}` has no field `{name}`{near}", walk.text);
                (step_place(step), message)
            }
        };
        self.report(at, message);
        Type::Open
    }

    /// What there is below a name in a value of this type.
    pub(super) fn field(&self, of: &Type, name: &str) -> Found {
        let mut types = Vec::new();
        let mut known = BTreeSet::new();
        let members = of.clone().members();
        // What is null or has no value at all has no fields either, and that is no slip.
        if members.iter().all(|member| *member == Type::Null) {
            return Found::Type(Type::never());
        }
        for member in members {
            match member {
                Type::Open => return Found::Type(Type::Open),
                Type::Unknown => return Found::Untyped,
                Type::Object(object) => match object_field(&object, name) {
                    Some(of) => types.push(of),
                    None => known.extend(object.fields.keys().cloned()),
                },
                Type::Set(item) if item.overlaps(&Type::literal(name)) => {
                    types.push(Type::literal(name));
                }
                _ => {}
            }
        }
        if types.is_empty() {
            return Found::Missing(known.into_iter().collect());
        }
        Found::Type(Type::union(types))
    }

    /// Whether a name is a variable that has no value yet.
    pub(super) fn is_open(&self, name: &str, env: &Env) -> bool {
        match env.variables.get(name) {
            Some(variable) => variable.of.is_none(),
            None => matches!(
                self.definitions.meaning(self.module, name),
                Meaning::Nothing
            ),
        }
    }

    fn index_step(&mut self, walk: &Walk, index: &Ref<Expr>, env: &mut Env) -> Type {
        let whole = ["input", "input.facts"].map(Some);
        if whole.contains(&walk.path.as_deref()) && literal_text(index).is_none() {
            // That this cannot be checked is said by name, elsewhere.
            self.expression(index, &mut env.clone());
            return Type::Open;
        }
        let of = walk.of.only(!NULL);
        let opens = name_of(index).is_some_and(|name| name == "_" || self.is_open(name, env));
        if opens || matches!(index.as_ref(), Expr::Array { .. } | Expr::Object { .. }) {
            self.pattern(index, &of.keys(), None, env);
            return of.items();
        }
        let key = self.expression(index, env);
        if of.is_free() || of.is_never() {
            return Type::Open;
        }
        if of.kinds() & COLLECTION == 0 {
            let message = format!("`{}` is {}, which holds nothing", walk.text, describe(&of));
            self.report_expr(index, message);
            return Type::Open;
        }
        if !of.keys().overlaps(&key) {
            let message = format!(
                "`{}` is {} and never a key of `{}`{}",
                source_text(index),
                describe(&key),
                walk.text,
                super::compare::known_texts(&key, &of.keys())
            );
            self.report_expr(index, message);
            return Type::Open;
        }
        let found = at_key(&of, &key, index);
        if found.is_never() && matches!(of, Type::Tuple(_)) {
            let message = format!("`{}` has no item at `{}`", walk.text, source_text(index));
            self.report_expr(index, message);
        }
        found
    }
}

fn object_field(object: &Object, name: &str) -> Option<Type> {
    if let Some(of) = object.fields.get(name) {
        return Some(of.clone());
    }
    let (key, value) = object.rest.as_ref()?;
    key.overlaps(&Type::literal(name)).then(|| value.clone())
}

/// What a collection holds at a key of this type.
fn at_key(of: &Type, key: &Type, index: &Ref<Expr>) -> Type {
    Type::union(
        of.clone()
            .members()
            .into_iter()
            .map(|member| match &member {
                Type::Tuple(items) => match index.as_ref() {
                    Expr::Number { span, .. } => {
                        let place: Option<usize> = span.text().parse().ok();
                        let item = place.and_then(|place| items.get(place));
                        item.cloned().unwrap_or_else(Type::never)
                    }
                    _ => member.items(),
                },
                Type::Object(object) => {
                    let fields = object
                        .fields
                        .iter()
                        .filter(|(name, _)| key.overlaps(&Type::literal(name)))
                        .map(|(_, value)| value.clone());
                    let rest = object.rest.iter().map(|(_, value)| value.clone());
                    Type::union(fields.chain(rest))
                }
                _ => member.items(),
            }),
    )
}
