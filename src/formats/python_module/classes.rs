//! Classes: their bases, members and fields.

use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};

use super::body::{Body, Case};
use super::model::{Attribute, Class, Field, Kind, Value};
use super::source::{Source, dotted};
use super::warnings;

pub(super) fn define(source: &Source<'_>, node: &StmtClassDef) -> Class {
    let mut body = Body::of_class(source);
    body.read(&node.body, Case::Sure);
    let members = body.into_members();
    let arguments = node.arguments.as_deref();
    let keywords = arguments.map(|arguments| arguments.keywords.as_slice());
    Class {
        bases: arguments
            .map(|arguments| {
                arguments
                    .args
                    .iter()
                    .map(|base| of_base(source, base))
                    .collect()
            })
            .unwrap_or_default(),
        metaclass: keywords.unwrap_or_default().iter().any(|keyword| {
            let name = keyword.arg.as_ref().map(|name| name.as_str());
            name.is_none_or(|name| name == "metaclass")
        }),
        decorators: node
            .decorator_list
            .iter()
            .map(|decorator| source.decorator(decorator))
            .collect(),
        members,
        fields: fields(source, &node.body),
        deprecated: warnings::marks(source, &node.decorator_list, &node.body, None).whole,
    }
}

/// `Generic[T]` is `Generic`.
fn of_base(source: &Source<'_>, base: &Expr) -> Value {
    match base {
        Expr::Subscript(subscript) => source.value(&subscript.value),
        other => source.value(other),
    }
}

fn fields(source: &Source<'_>, body: &[Stmt]) -> Vec<Field> {
    let mut fields = Vec::new();
    for statement in body {
        match statement {
            Stmt::AnnAssign(assign) => {
                if let Expr::Name(name) = &*assign.target {
                    fields.push(Field {
                        name: name.id.to_string(),
                        annotation: Some(head(&assign.annotation)),
                        value: assign.value.as_deref().map(|value| source.value(value)),
                        call: assign.value.as_deref().and_then(|value| source.call(value)),
                    });
                }
            }
            Stmt::Assign(assign) => {
                if let [Expr::Name(name)] = assign.targets.as_slice() {
                    fields.push(Field {
                        name: name.id.to_string(),
                        annotation: None,
                        value: Some(source.value(&assign.value)),
                        call: source.call(&assign.value),
                    });
                }
            }
            _ => {}
        }
    }
    fields
}

/// The head of an annotation, also of one that is written as a string.
fn head(annotation: &Expr) -> String {
    match annotation {
        Expr::Subscript(subscript) => head(&subscript.value),
        Expr::StringLiteral(text) => {
            let text = text.value.to_str();
            text.split('[').next().unwrap_or(text).trim().to_owned()
        }
        other => dotted(other).unwrap_or_default(),
    }
}

/// The attributes that `__init__` sets on its first parameter, with their lines.
pub(super) fn instance_attributes(
    source: &Source<'_>,
    node: &StmtFunctionDef,
) -> Vec<(String, u64, Attribute)> {
    let first = node
        .parameters
        .posonlyargs
        .iter()
        .chain(&node.parameters.args);
    let Some(receiver) = first
        .map(|parameter| parameter.parameter.name.as_str())
        .next()
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    assigned(source, &node.body, receiver, &mut found);
    found
}

fn assigned(
    source: &Source<'_>,
    body: &[Stmt],
    receiver: &str,
    found: &mut Vec<(String, u64, Attribute)>,
) {
    for statement in body {
        match statement {
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    targets(source, target, receiver, found);
                }
            }
            Stmt::AnnAssign(assign) => targets(source, &assign.target, receiver, found),
            _ => {
                for block in blocks(statement) {
                    assigned(source, block, receiver, found);
                }
            }
        }
    }
}

fn targets(
    source: &Source<'_>,
    target: &Expr,
    receiver: &str,
    found: &mut Vec<(String, u64, Attribute)>,
) {
    match target {
        Expr::Attribute(attribute) if dotted(&attribute.value).as_deref() == Some(receiver) => {
            let name = attribute.attr.to_string();
            found.push((name, source.line_of(target), Attribute::default()));
        }
        Expr::Tuple(tuple) => {
            for item in &tuple.elts {
                targets(source, item, receiver, found);
            }
        }
        _ => {}
    }
}

/// The blocks of a compound statement, functions and classes left out.
fn blocks(statement: &Stmt) -> Vec<&[Stmt]> {
    match statement {
        Stmt::If(node) => {
            let rest = node.elif_else_clauses.iter().map(|clause| &*clause.body);
            std::iter::once(&*node.body).chain(rest).collect()
        }
        Stmt::For(node) => vec![&node.body, &node.orelse],
        Stmt::While(node) => vec![&node.body, &node.orelse],
        Stmt::With(node) => vec![&node.body],
        Stmt::Match(node) => node.cases.iter().map(|case| &*case.body).collect(),
        Stmt::Try(node) => {
            let handlers = node.handlers.iter().map(|handler| {
                let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                &*handler.body
            });
            std::iter::once(&*node.body)
                .chain(handlers)
                .chain([&*node.orelse, &*node.finalbody])
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a member is a function of this name that is an initialiser.
pub(super) fn is_initialiser(name: &str, kind: &Kind) -> bool {
    name == "__init__" && matches!(kind, Kind::Function(_))
}
