//! Classes that a call makes, `P = namedtuple("P", "x y")`, or changes: `C = with_eq(C)`.

use ruff_python_ast::{Expr, ExprCall};

use super::model::{Attribute, Class, Field, Kind, Member, Value};
use super::source::{Source, dotted, last_part};

/// The class that an assigned call makes; `None` if it makes none that is known here.
pub(super) fn made(source: &Source<'_>, expression: &Expr) -> Option<Class> {
    let Expr::Call(call) = expression else {
        return None;
    };
    let base = dotted(&call.func)?;
    let names = match last_part(&base) {
        "namedtuple" => listed(call.arguments.args.get(1)?)?,
        "NamedTuple" => pairs(call.arguments.args.get(1)?)?,
        _ => return None,
    };
    let defaults = defaults(call, names.len())?;
    let line = source.line_of(call);
    let mut class = Class {
        bases: vec![Value {
            text: "typing.NamedTuple".to_owned(),
            name: Some("typing.NamedTuple".to_owned()),
            literal: false,
        }],
        ..Class::default()
    };
    for (index, name) in names.iter().enumerate() {
        let value = (index + defaults.len() >= names.len())
            .then(|| defaults.get(index + defaults.len() - names.len()))
            .flatten()
            .map(|value| source.value(value));
        class.members.insert(
            name.clone(),
            Member {
                line,
                conditional: false,
                typing_only: false,
                kind: Kind::Attribute(Attribute::default()),
            },
        );
        class.fields.push(Field {
            name: name.clone(),
            annotation: Some(String::new()),
            value,
            call: None,
        });
    }
    Some(class)
}

/// Whether a value is a class that is handed through calls, as a decorator would do it: `C = f(g(C))`.
pub(super) fn decorates(value: &Expr, class: &str) -> bool {
    let mut current = value;
    while let Expr::Call(call) = current {
        match call.arguments.args.first() {
            Some(Expr::Name(name)) => return name.id.as_str() == class,
            Some(first) => current = first,
            None => return false,
        }
    }
    false
}

/// `"x y"`, `"x, y"`, `["x", "y"]`
fn listed(fields: &Expr) -> Option<Vec<String>> {
    match fields {
        Expr::StringLiteral(text) => Some(
            text.value
                .to_str()
                .split(|c: char| c == ',' || c.is_whitespace())
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
        _ => items(fields)?.iter().map(text).collect(),
    }
}

/// `[("x", int), ("y", int)]`
fn pairs(fields: &Expr) -> Option<Vec<String>> {
    items(fields)?
        .iter()
        .map(|pair| text(items(pair)?.first()?))
        .collect()
}

fn items(expression: &Expr) -> Option<&[Expr]> {
    match expression {
        Expr::List(list) => Some(&list.elts),
        Expr::Tuple(tuple) => Some(&tuple.elts),
        _ => None,
    }
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::StringLiteral(text) => Some(text.value.to_str().to_owned()),
        _ => None,
    }
}

/// `defaults=(1, 2)`, those of the last fields.
fn defaults(call: &ExprCall, fields: usize) -> Option<&[Expr]> {
    let keyword = call.arguments.keywords.iter().find(|keyword| {
        let name = keyword.arg.as_ref().map(|name| name.as_str());
        name == Some("defaults")
    });
    match keyword {
        None => Some(&[]),
        Some(keyword) => items(&keyword.value).filter(|values| values.len() <= fields),
    }
}
