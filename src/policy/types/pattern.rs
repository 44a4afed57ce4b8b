//! Patterns on the left of `:=`, after `some`, and in the head of a function.

use regorus::unstable::{Expr, Ref};

use super::chain::{At, literal_text, source_text};
use super::checker::Checker;
use super::describe::describe;
use super::env::Env;
use super::kind::{LIST, OBJECT, Type};
use super::lookup::Found;
use crate::nearest::suggestion;

impl Checker<'_> {
    /// Binds the variables of a pattern to what a value of this type holds in their places. The
    /// value is at that path, if it is at any.
    pub(super) fn pattern(
        &mut self,
        pattern: &Ref<Expr>,
        of: &Type,
        path: Option<String>,
        env: &mut Env,
    ) {
        match pattern.as_ref() {
            Expr::Var { span, .. } if span.text() == "_" => {}
            Expr::Var { span, .. } if !env.is_bound(span.text()) => {
                env.bind(span.text(), of.clone(), path);
            }
            Expr::Array { items, .. } => self.list_pattern(pattern, items, of, env),
            Expr::Object { fields, .. } => {
                let fields: Vec<_> = fields.iter().map(|(_, key, value)| (key, value)).collect();
                self.object_pattern(pattern, &fields, of, env);
            }
            _ => {
                let wanted = self.expression(pattern, env);
                if !wanted.overlaps(of) {
                    let message = format!(
                        "`{}` is {}, and never equal to what is {}",
                        source_text(pattern),
                        describe(&wanted),
                        describe(of)
                    );
                    self.report_expr(pattern, message);
                }
            }
        }
    }

    fn list_pattern(&mut self, pattern: &Ref<Expr>, items: &[Ref<Expr>], of: &Type, env: &mut Env) {
        let lists: Vec<Type> = of.only(LIST).members();
        let fits = |list: &Type| match list {
            Type::Tuple(known) => known.len() == items.len(),
            _ => true,
        };
        if !of.is_free() && !of.is_never() && !lists.iter().any(fits) {
            let message = match lists.first() {
                Some(Type::Tuple(known)) => format!(
                    "a list of {} is never equal to one of {}",
                    items.len(),
                    known.len()
                ),
                _ => format!("what is {} is never equal to a list", describe(of)),
            };
            self.report_expr(pattern, message);
        }
        for (place, item) in items.iter().enumerate() {
            let of = Type::union(
                lists
                    .iter()
                    .filter(|list| fits(list))
                    .map(|list| match list {
                        Type::Tuple(known) => known.get(place).cloned().unwrap_or(Type::Open),
                        other => other.items(),
                    }),
            );
            let of = if of.is_never() { Type::Open } else { of };
            self.pattern(item, &of, None, env);
        }
    }

    /// A pattern names all keys of the object: with one more or less it is never equal.
    fn object_pattern(
        &mut self,
        pattern: &Ref<Expr>,
        fields: &[(&Ref<Expr>, &Ref<Expr>)],
        of: &Type,
        env: &mut Env,
    ) {
        let objects = of.only(OBJECT);
        if !of.is_free() && objects.is_never() && !of.is_never() {
            let message = format!("what is {} is never equal to an object", describe(of));
            self.report_expr(pattern, message);
        }
        let mut named = Vec::new();
        for (key, value) in fields {
            let Some(name) = literal_text(key) else {
                self.pattern(value, &objects.items(), None, env);
                continue;
            };
            let of = match self.field(&objects, &name) {
                Found::Type(of) => of,
                Found::Missing(known) if !objects.is_never() => {
                    let near = suggestion(&name, known.iter().map(String::as_str));
                    self.report(At::start(key), format!("there is no field `{name}`{near}"));
                    Type::Open
                }
                _ => Type::Open,
            };
            self.pattern(value, &of, None, env);
            named.push(name);
        }
        if let Type::Object(object) = &objects
            && object.rest.is_none()
            && let Some(left) = object.fields.keys().find(|key| !named.contains(key))
            && named.iter().all(|name| object.fields.contains_key(name))
        {
            let message = format!(
                "this is never equal to the object, which has a field `{left}`, too: read the fields one by one, as in `x.{left}`"
            );
            self.report_expr(pattern, message);
        }
    }
}
