//! How a class is called: its `__init__`, written or made by a decorator.

use std::rc::Rc;

use super::ancestors::{Lineage, NAMED_TUPLE, as_class, resolve};
use super::lookup::{Object, Target, View};
use crate::formats::python_module::{
    Argument, Class, Decorator, Field, Function, Kind, Parameter, ParameterKind, Receiver, Value,
};

/// The `__init__` of a class.
pub(super) enum Initialiser<'p> {
    /// The one that a class of the project defines.
    Written(Object<'p>),
    /// One that is made from the fields of the class.
    Made(Rc<Function>, Object<'p>),
    /// That of a class of another project, or of one that is not known.
    Unknown,
    /// That of `object`.
    None,
}

/// What makes the `__init__` of a class from its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Maker {
    Dataclass,
    Attrs,
    NamedTuple,
}

pub(super) fn of<'p>(
    view: &View<'p>,
    lineage: &Lineage<'p>,
    class: &Object<'p>,
) -> Initialiser<'p> {
    let ancestors = lineage.of(view, class);
    for (index, owner) in ancestors.classes.iter().enumerate() {
        let Some(definition) = as_class(owner) else {
            continue;
        };
        if let Some(member) = definition.members.get("__init__") {
            return Initialiser::Written(owner.child("__init__", member));
        }
        if let Some(maker) = maker(view, owner, definition) {
            if !makes_init(definition) {
                continue;
            }
            let line = ancestors.classes.get(index..).unwrap_or_default();
            let function = Rc::new(made(view, line, maker));
            return Initialiser::Made(function, owner.clone());
        }
    }
    if ancestors.outside.is_empty() && ancestors.lost.is_none() {
        Initialiser::None
    } else {
        Initialiser::Unknown
    }
}

fn maker<'p>(view: &View<'p>, class: &Object<'p>, definition: &Class) -> Option<Maker> {
    let decorated = definition.decorators.iter().find_map(|decorator| {
        let Target::Outside(path) = view.dotted(class.entry, decorator.name.as_deref()?) else {
            return None;
        };
        match path.as_str() {
            "dataclasses.dataclass" | "pydantic.dataclasses.dataclass" => Some(Maker::Dataclass),
            "attr.s" | "attr.attrs" | "attr.attributes" | "attr.dataclass" | "attr.define"
            | "attr.frozen" | "attr.mutable" | "attrs.define" | "attrs.frozen"
            | "attrs.mutable" => Some(Maker::Attrs),
            _ => None,
        }
    });
    decorated.or_else(|| {
        let named = definition.bases.iter().any(|base| {
            let name = base.name.as_deref();
            name.is_some_and(|name| {
                matches!(
                    resolve(view, class, name),
                    Target::Outside(path) if path == NAMED_TUPLE
                )
            })
        });
        named.then_some(Maker::NamedTuple)
    })
}

fn is(arguments: &[Argument], name: &str, value: &str) -> bool {
    argument(arguments, name).is_some_and(|given| given.text == value)
}

fn argument<'a>(arguments: &'a [Argument], name: &str) -> Option<&'a Value> {
    let found = arguments
        .iter()
        .find(|argument| argument.name.as_deref() == Some(name))?;
    Some(&found.value)
}

fn arguments(decorators: &[Decorator]) -> impl Iterator<Item = &[Argument]> {
    decorators
        .iter()
        .map(|decorator| decorator.arguments.as_slice())
}

fn makes_init(class: &Class) -> bool {
    !arguments(&class.decorators).any(|arguments| is(arguments, "init", "False"))
}

fn made<'p>(view: &View<'p>, line: &[Object<'p>], maker: Maker) -> Function {
    let mut parameters: Vec<Parameter> = Vec::new();
    for owner in line.iter().rev() {
        let Some(definition) = as_class(owner) else {
            continue;
        };
        if self::maker(view, owner, definition) != Some(maker) {
            continue;
        }
        for parameter in of_fields(definition, maker) {
            match parameters
                .iter_mut()
                .find(|known| known.name == parameter.name)
            {
                Some(known) => *known = parameter,
                None => parameters.push(parameter),
            }
        }
    }
    // Keyword-only ones come last; the order stays as it is otherwise.
    parameters.sort_by_key(|parameter| parameter.kind == ParameterKind::KeywordOnly);
    parameters.insert(
        0,
        Parameter {
            name: "self".to_owned(),
            kind: ParameterKind::PositionalOrKeyword,
            default: None,
        },
    );
    Function {
        parameters,
        receiver: Receiver::Instance,
        returns: true,
        ..Function::default()
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

fn of_fields(class: &Class, maker: Maker) -> Vec<Parameter> {
    let mut kw_only =
        arguments(&class.decorators).any(|arguments| is(arguments, "kw_only", "True"));
    let reads_annotations = reads_annotations(class, maker);
    let mut parameters: Vec<Parameter> = Vec::new();
    for field in &class.fields {
        let annotation = field.annotation.as_deref().map(last);
        match annotation {
            Some("KW_ONLY") => {
                kw_only = true;
                continue;
            }
            Some("ClassVar") => continue,
            Some(_) if reads_annotations || is_field(field, maker) => {}
            None if maker == Maker::Attrs && is_field(field, maker) => {}
            _ => continue,
        }
        // What is a property or a method in the end is no field.
        let is_attribute = class.members.get(&field.name).is_none_or(
            |member| matches!(&member.kind, Kind::Attribute(attribute) if !attribute.property),
        );
        if let Some(parameter) = of_field(field, maker, kw_only).filter(|_| is_attribute) {
            parameters.retain(|known| known.name != parameter.name);
            parameters.push(parameter);
        }
    }
    parameters
}

/// Whether annotated names are fields without further ado: not so for `attr.s`, unless told.
fn reads_annotations(class: &Class, maker: Maker) -> bool {
    let classic = class.decorators.iter().any(|decorator| {
        let name = decorator.name.as_deref().unwrap_or_default();
        matches!(name, "attr.s" | "attr.attrs" | "attrs" | "attr.attributes")
            && !is(&decorator.arguments, "auto_attribs", "True")
    });
    maker != Maker::Attrs || !classic
}

fn is_field(field: &Field, maker: Maker) -> bool {
    let call = field.call.as_ref().map(|call| last(&call.name));
    match maker {
        Maker::Attrs => matches!(call, Some("ib" | "attrib" | "field" | "attr")),
        Maker::Dataclass => matches!(call, Some("field" | "Field")),
        Maker::NamedTuple => false,
    }
}

fn of_field(field: &Field, maker: Maker, kw_only: bool) -> Option<Parameter> {
    let given = match &field.call {
        Some(call) if is_field(field, maker) => call.arguments.as_slice(),
        _ => &[],
    };
    if is(given, "init", "False") {
        return None;
    }
    let called = is_field(field, maker);
    let default = if called {
        let made = argument(given, "default_factory").or_else(|| argument(given, "factory"));
        match made {
            Some(factory) => Some(Value {
                text: format!("{}()", factory.text),
                name: None,
                literal: false,
            }),
            None => argument(given, "default")
                .or_else(|| {
                    let first = given.first().filter(|first| first.name.is_none());
                    first
                        .map(|first| &first.value)
                        .filter(|_| maker == Maker::Attrs)
                })
                .cloned(),
        }
    } else {
        field.value.clone()
    };
    let alias = argument(given, "alias").map(|alias| alias.text.trim_matches('"').to_owned());
    let name = match maker {
        // attrs: `_x` is passed as `x`.
        Maker::Attrs => alias.unwrap_or_else(|| field.name.trim_start_matches('_').to_owned()),
        _ => field.name.clone(),
    };
    Some(Parameter {
        name,
        kind: if kw_only || is(given, "kw_only", "True") {
            ParameterKind::KeywordOnly
        } else {
            ParameterKind::PositionalOrKeyword
        },
        default,
    })
}
