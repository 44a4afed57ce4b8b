//! Functions: their parameters, what they are called on, their deprecation.

use ruff_python_ast::{ParameterWithDefault, Parameters, StmtFunctionDef};

use super::model::{Attribute, Decorator, Function, Kind, Parameter, ParameterKind, Receiver};
use super::source::{Source, last_part};
use super::warnings;

/// What a `def` defines.
pub(super) enum Defined {
    /// A function, or a property.
    Member(Kind),
    /// One overload of a function, as normalised text.
    Overload(String),
    /// The setter of a property that is there already.
    Setter,
    /// Something else that belongs to a property, or to a single-dispatch function.
    Part,
}

pub(super) fn define(source: &Source<'_>, node: &StmtFunctionDef, in_class: bool) -> Defined {
    let decorators: Vec<Decorator> = node
        .decorator_list
        .iter()
        .map(|decorator| source.decorator(decorator))
        .collect();
    let name = node.name.as_str();
    if let Some(part) = part_of_another(&decorators, name) {
        return part;
    }
    let is_named = |wanted: &[&str]| {
        decorators.iter().any(|decorator| {
            let name = decorator.name.as_deref().map(last_part);
            name.is_some_and(|name| wanted.contains(&name))
        })
    };
    if is_named(&["overload"]) {
        return Defined::Overload(shape(source, node, in_class));
    }
    let names: Vec<&str> = node
        .parameters
        .iter()
        .map(|parameter| parameter.name().as_str())
        .collect();
    let marks = warnings::marks(source, &node.decorator_list, &node.body, Some(&names));
    if in_class && is_named(PROPERTIES) {
        return Defined::Member(Kind::Attribute(Attribute {
            value: None,
            property: true,
            read_only: !is_named(CACHED_PROPERTIES),
            deprecated: marks.whole,
        }));
    }
    let receiver = receiver(name, in_class, &is_named);
    Defined::Member(Kind::Function(Function {
        parameters: parameters(source, &node.parameters, receiver),
        receiver,
        is_async: node.is_async,
        returns: node.returns.is_some(),
        overloads: Vec::new(),
        deprecated: marks.whole,
        warnings: marks.uses,
    }))
}

/// Decorators that make a property of a method.
const PROPERTIES: &[&str] = &[
    "property",
    "cached_property",
    "abstractproperty",
    "locked_cached_property",
    "reify",
];

/// Those of them that can be assigned to.
const CACHED_PROPERTIES: &[&str] = &["cached_property", "locked_cached_property", "reify"];

/// `@x.setter` above `def x`.
fn part_of_another(decorators: &[Decorator], name: &str) -> Option<Defined> {
    decorators.iter().find_map(|decorator| {
        let (head, part) = decorator.name.as_deref()?.rsplit_once('.')?;
        match part {
            "setter" if head == name => Some(Defined::Setter),
            "getter" | "deleter" if head == name => Some(Defined::Part),
            // `@f.register` gives a function to `f`, under the name `_` as a rule.
            "register" if name == "_" => Some(Defined::Part),
            _ => None,
        }
    })
}

fn receiver(name: &str, in_class: bool, is_named: &impl Fn(&[&str]) -> bool) -> Receiver {
    if !in_class {
        Receiver::None
    } else if is_named(&["staticmethod"]) {
        Receiver::Static
    } else if is_named(&["classmethod"])
        || matches!(name, "__new__" | "__init_subclass__" | "__class_getitem__")
    {
        Receiver::Class
    } else {
        Receiver::Instance
    }
}

/// How an overload is called. Annotations are left out: they are written in many ways, and what they
/// mean is not compared.
fn shape(source: &Source<'_>, node: &StmtFunctionDef, in_class: bool) -> String {
    let receiver = if in_class {
        Receiver::Instance
    } else {
        Receiver::None
    };
    let mut keyword_only = false;
    let mut parts = Vec::new();
    for parameter in parameters(source, &node.parameters, receiver) {
        let default = if parameter.default.is_some() {
            "=..."
        } else {
            ""
        };
        let name = &parameter.name;
        if parameter.kind == ParameterKind::KeywordOnly && !keyword_only {
            parts.push("*".to_owned());
        }
        keyword_only |= matches!(
            parameter.kind,
            ParameterKind::KeywordOnly | ParameterKind::VarPositional
        );
        parts.push(match parameter.kind {
            // The names of these are nobody's business.
            ParameterKind::PositionalOnly => format!("_{default}"),
            ParameterKind::VarPositional => format!("*{name}"),
            ParameterKind::VarKeyword => format!("**{name}"),
            _ => format!("{name}{default}"),
        });
    }
    format!("({})", parts.join(", "))
}

fn parameters(source: &Source<'_>, node: &Parameters, receiver: Receiver) -> Vec<Parameter> {
    let one = |parameter: &ParameterWithDefault, kind| Parameter {
        name: parameter.parameter.name.to_string(),
        kind,
        default: parameter
            .default
            .as_deref()
            .map(|value| source.value(value)),
    };
    let variadic = |parameter: &ruff_python_ast::Parameter, kind| Parameter {
        name: parameter.name.to_string(),
        kind,
        default: None,
    };
    let mut found: Vec<Parameter> = node
        .posonlyargs
        .iter()
        .map(|parameter| one(parameter, ParameterKind::PositionalOnly))
        .collect();
    let named_before = |parameters: &[Parameter]| match receiver {
        Receiver::Instance | Receiver::Class => parameters.iter().skip(1).any(is_plain),
        Receiver::None | Receiver::Static => parameters.iter().any(is_plain),
    };
    for parameter in &node.args {
        // PEP 484: `__x` is positional-only, as long as only such came before it.
        let name = parameter.parameter.name.as_str();
        let kind = if name.starts_with("__") && !name.ends_with("__") && !named_before(&found) {
            ParameterKind::PositionalOnly
        } else {
            ParameterKind::PositionalOrKeyword
        };
        found.push(one(parameter, kind));
    }
    found.extend(
        node.vararg
            .as_deref()
            .map(|parameter| variadic(parameter, ParameterKind::VarPositional)),
    );
    found.extend(
        node.kwonlyargs
            .iter()
            .map(|parameter| one(parameter, ParameterKind::KeywordOnly)),
    );
    found.extend(
        node.kwarg
            .as_deref()
            .map(|parameter| variadic(parameter, ParameterKind::VarKeyword)),
    );
    found
}

fn is_plain(parameter: &Parameter) -> bool {
    parameter.kind == ParameterKind::PositionalOrKeyword
}
