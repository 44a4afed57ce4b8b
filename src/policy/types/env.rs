//! What is known at one place of a policy: its variables, and what its conditions rule out.

use std::collections::BTreeMap;

use regorus::unstable::{Expr, Ref};

use super::chain::{Chain, Step};
use super::kind::{ANY, Kinds, Type};

/// A variable.
#[derive(Debug, Clone, Default)]
pub(super) struct Variable {
    /// `None` before anything binds it.
    pub(super) of: Option<Type>,
    /// The path that it is another name of.
    pub(super) path: Option<String>,
}

/// Paths and the kinds that their values can still be of. A path starts with `input`, `data` or,
/// for a variable, with `$` and its name.
pub(super) type Guards = BTreeMap<String, Kinds>;

/// Variables and guards.
#[derive(Debug, Clone, Default)]
pub(super) struct Env {
    pub(super) variables: BTreeMap<String, Variable>,
    pub(super) guards: Guards,
    /// Whether one of the conditions can never hold.
    pub(super) is_dead: bool,
}

impl Env {
    /// Makes a name a variable of this scope, which hides any other of that name.
    pub(super) fn declare(&mut self, name: &str) {
        let hidden = self
            .variables
            .insert(name.to_owned(), Variable::default())
            .is_some();
        if hidden {
            let own = format!("${name}");
            let index = format!("[{name}]");
            self.guards.retain(|path, _| {
                let below = path.strip_prefix(&own);
                below.is_none_or(continues_name) && !path.contains(&index)
            });
        }
    }

    pub(super) fn bind(&mut self, name: &str, of: Type, path: Option<String>) {
        let variable = Variable { of: Some(of), path };
        self.variables.insert(name.to_owned(), variable);
    }

    pub(super) fn is_bound(&self, name: &str) -> bool {
        self.variables
            .get(name)
            .is_some_and(|variable| variable.of.is_some())
    }

    /// Adds what conditions rule out.
    pub(super) fn guard(&mut self, guards: &Guards) {
        for (path, kinds) in guards {
            *self.guards.entry(path.clone()).or_insert(ANY) &= kinds;
        }
    }

    /// What is left of the type of the value at a path, its fields included.
    pub(super) fn narrowed(&self, path: Option<&str>, of: Type) -> Type {
        let Some(path) = path.filter(|_| !self.guards.is_empty()) else {
            return of;
        };
        let mut of = match self.guards.get(path) {
            Some(kinds) => of.only(*kinds),
            None => of,
        };
        let fields = format!("{path}.");
        for (guarded, kinds) in self.guards.range(fields.clone()..) {
            let Some(field) = guarded.strip_prefix(&fields) else {
                break;
            };
            if !field.contains('[') {
                of = refined(of, field, *kinds);
            }
        }
        of
    }
}

/// The same objects, of which a field further in can only be of these kinds.
fn refined(of: Type, field: &str, kinds: Kinds) -> Type {
    let (name, rest) = match field.split_once('.') {
        Some((name, rest)) => (name, Some(rest)),
        None => (field, None),
    };
    let narrow = |value: &Type| match rest {
        Some(rest) => refined(value.clone(), rest, kinds),
        None => value.only(kinds),
    };
    match of {
        Type::Union(members) => Type::union(
            members
                .iter()
                .map(|member| refined(member.clone(), field, kinds)),
        ),
        Type::Object(object) => {
            let mut object = object.as_ref().clone();
            if let Some(value) = object.fields.get_mut(name) {
                *value = narrow(value);
            }
            Type::Object(object.into())
        }
        other => other,
    }
}

fn continues_name(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The path below another one; `None` for what is only known at run time.
pub(super) fn below(path: &str, step: &Step) -> Option<String> {
    match step {
        Step::Field { name, .. } => Some(format!("{path}.{name}")),
        Step::Index(index) => match index.as_ref() {
            Expr::Var { span, .. } if span.text() != "_" => {
                Some(format!("{path}[{}]", span.text()))
            }
            Expr::Number { span, .. } => Some(format!("{path}[{}]", span.text())),
            _ => None,
        },
    }
}

/// The paths of all parts of a chain, from its root to its end, given the root's.
pub(super) fn paths(root: String, chain: &Chain) -> Vec<Option<String>> {
    let mut paths = vec![Some(root)];
    for step in &chain.steps {
        let next = match paths.last() {
            Some(Some(path)) => below(path, step),
            _ => None,
        };
        paths.push(next);
    }
    paths
}

/// The kind of a literal; `None` for what is none.
pub(super) fn literal_kinds(expr: &Ref<Expr>) -> Option<Kinds> {
    use super::kind::{BOOLEAN, LIST, NULL, NUMBER, OBJECT, SET, TEXT};
    Some(match expr.as_ref() {
        Expr::Null { .. } => NULL,
        Expr::Bool { .. } => BOOLEAN,
        Expr::Number { .. } => NUMBER,
        Expr::String { .. } | Expr::RawString { .. } => TEXT,
        Expr::Array { .. } | Expr::ArrayCompr { .. } => LIST,
        Expr::Set { .. } | Expr::SetCompr { .. } => SET,
        Expr::Object { .. } | Expr::ObjectCompr { .. } => OBJECT,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::kind::{NULL, TEXT};
    use super::*;

    #[test]
    fn a_hidden_variable_takes_its_guards_with_it() {
        let mut env = Env::default();
        env.bind("tag", Type::Open, None);
        env.bind("tagger", Type::Open, None);
        env.guard(&Guards::from([
            ("$tag.version".to_owned(), !NULL),
            ("$tagger".to_owned(), TEXT),
        ]));
        env.declare("tag");
        assert_eq!(env.guards.keys().collect::<Vec<_>>(), ["$tagger"]);
        let either = Type::union([Type::text(), Type::Null]);
        assert_eq!(env.narrowed(Some("$tagger"), either.clone()), Type::text());
        assert_eq!(env.narrowed(Some("$tag"), either.clone()), either);
    }
}
