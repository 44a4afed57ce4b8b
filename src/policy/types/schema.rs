//! From the JSON Schema of the facts, and from parameters, to types.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use super::kind::{Object, Type};
use crate::policy::parameters::ParameterValue;

/// How deep definitions may refer to each other; deeper ones are open.
const MAX_DEPTH: usize = 32;

/// The type that a JSON Schema (2020-12, as schemars writes it) describes.
///
/// A schema that says nothing is [`Type::Open`]. What it does not require is there all the same:
/// relcheck writes an absent value as `null`.
pub(super) fn of_schema(schema: &Value) -> Type {
    let definitions = schema.get("$defs").and_then(Value::as_object);
    Reading { definitions }.schema(schema, 0)
}

/// The mark of a collection that may be large, in the schema of the facts: it grows with the
/// repository, not with what people write.
const LARGE: &str = "x-large";

/// The paths of all collections that are marked as large, from `input`; those in the items of
/// another collection left out.
pub(super) fn large_collections(schema: &Value) -> BTreeSet<String> {
    let definitions = schema.get("$defs").and_then(Value::as_object);
    let mut found = BTreeSet::new();
    Reading { definitions }.large(schema, "input", 0, &mut found);
    found
}

/// The mark of a number's unit, in the schema of the facts.
const UNIT: &str = "x-unit";

/// The names of the fields that are marked as times in seconds.
pub(super) fn fields_in_seconds(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    in_seconds(schema, &mut found);
    found
}

fn in_seconds(schema: &Value, found: &mut BTreeSet<String>) {
    let Some(schema) = schema.as_object() else {
        return;
    };
    for key in ["$defs", "properties"] {
        let parts = schema.get(key).and_then(Value::as_object);
        for (name, part) in parts.into_iter().flatten() {
            if part.get(UNIT).and_then(Value::as_str) == Some("seconds") {
                found.insert(name.clone());
            }
            in_seconds(part, found);
        }
    }
}

/// The type of a parameter: what a project's own configuration may set it to.
pub(super) fn of_parameter(value: &ParameterValue, one_of: &[ParameterValue]) -> Type {
    let texts = || -> Option<Rc<BTreeSet<String>>> {
        let texts: BTreeSet<String> = one_of.iter().map(ToString::to_string).collect();
        (!texts.is_empty()).then(|| Rc::new(texts))
    };
    match value {
        ParameterValue::Boolean(_) => Type::Boolean,
        ParameterValue::Integer(_) => Type::Number,
        ParameterValue::Text(_) => Type::Text(texts()),
        ParameterValue::List(_) => Type::list(Type::Text(texts())),
    }
}

struct Reading<'a> {
    definitions: Option<&'a Map<String, Value>>,
}

impl Reading<'_> {
    fn schema(&self, schema: &Value, depth: usize) -> Type {
        let Some(schema) = schema.as_object().filter(|_| depth < MAX_DEPTH) else {
            return Type::Open;
        };
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let name = name.strip_prefix("#/$defs/").unwrap_or(name);
            let definition = self.definitions.and_then(|all| all.get(name));
            return definition.map_or(Type::Open, |schema| self.schema(schema, depth + 1));
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(options) = schema.get(key).and_then(Value::as_array) {
                return Type::union(options.iter().map(|option| self.schema(option, depth + 1)));
            }
        }
        if let Some(constant) = schema.get("const") {
            return constant_type(constant);
        }
        if let Some(options) = schema.get("enum").and_then(Value::as_array) {
            return Type::union(options.iter().map(constant_type));
        }
        match schema.get("type") {
            Some(Value::String(name)) => self.named(name, schema, depth),
            Some(Value::Array(names)) => Type::union(
                names
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|name| self.named(name, schema, depth)),
            ),
            _ => Type::Open,
        }
    }

    fn large(&self, schema: &Value, path: &str, depth: usize, found: &mut BTreeSet<String>) {
        if depth >= MAX_DEPTH {
            return;
        }
        if schema.get(LARGE) == Some(&Value::Bool(true)) {
            found.insert(path.to_owned());
        }
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let name = name.strip_prefix("#/$defs/").unwrap_or(name);
            if let Some(definition) = self.definitions.and_then(|all| all.get(name)) {
                self.large(definition, path, depth + 1, found);
            }
        }
        let fields = schema.get("properties").and_then(Value::as_object);
        for (name, field) in fields.into_iter().flatten() {
            self.large(field, &format!("{path}.{name}"), depth + 1, found);
        }
    }

    fn named(&self, name: &str, schema: &Map<String, Value>, depth: usize) -> Type {
        match name {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "integer" | "number" => Type::Number,
            "string" => Type::text(),
            "array" => Type::list(self.below(schema.get("items"), depth)),
            "object" => self.object(schema, depth),
            _ => Type::Open,
        }
    }

    fn below(&self, schema: Option<&Value>, depth: usize) -> Type {
        schema.map_or(Type::Open, |schema| self.schema(schema, depth + 1))
    }

    fn object(&self, schema: &Map<String, Value>, depth: usize) -> Type {
        let fields = schema.get("properties").and_then(Value::as_object);
        let fields: BTreeMap<String, Type> = fields
            .into_iter()
            .flatten()
            .map(|(name, field)| (name.clone(), self.schema(field, depth + 1)))
            .collect();
        let rest = match schema.get("additionalProperties") {
            Some(Value::Bool(false)) => None,
            Some(other @ Value::Object(_)) => Some(self.schema(other, depth + 1)),
            _ => Some(Type::Unknown),
        };
        Type::Object(Rc::new(Object {
            fields,
            rest: rest.map(|value| (Type::text(), value)),
        }))
    }
}

fn constant_type(constant: &Value) -> Type {
    match constant {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Boolean,
        Value::Number(_) => Type::Number,
        Value::String(text) => Type::literal(text),
        Value::Array(_) | Value::Object(_) => Type::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::types::describe::describe;

    fn field(of: &Type, name: &str) -> Type {
        match of {
            Type::Object(object) => object.fields[name].clone(),
            other => panic!("{other:?} is no object"),
        }
    }

    /// Whatever collectors yield is typed to its leaves: a fact whose schema says nothing would be
    /// one whose slips nobody sees.
    #[test]
    fn the_facts_are_typed_to_their_leaves() {
        fn check(path: &str, of: &Type) {
            match of {
                Type::Open | Type::Unknown => panic!("{path} has no type"),
                Type::Object(object) => {
                    for (name, value) in &object.fields {
                        check(&format!("{path}.{name}"), value);
                    }
                    if let Some((_, value)) = &object.rest {
                        check(&format!("{path}[…]"), value);
                    }
                }
                Type::List(item) | Type::Set(item) => check(&format!("{path}[…]"), item),
                Type::Tuple(items) | Type::Union(items) => {
                    items.iter().for_each(|item| check(path, item));
                }
                Type::Null | Type::Boolean | Type::Number | Type::Text(_) => {}
            }
        }
        check(
            "input",
            &of_schema(&crate::collect::input_schema().to_value()),
        );
    }

    #[test]
    fn a_schema_becomes_a_type() {
        let input = of_schema(&crate::collect::input_schema().to_value());
        let release = field(&input, "release");
        assert_eq!(describe(&field(&release, "previous")), "an object or null");
        assert!(!field(&release, "stage").overlaps(&Type::literal("prerelease")));
        let worktree = field(&field(&input, "facts"), "worktree");
        let status = field(&field(&worktree, "changes").items(), "status");
        assert!(status.overlaps(&Type::literal("modified")));
        assert!(!status.overlaps(&Type::literal("modifed")));
    }

    #[test]
    fn a_parameter_has_the_type_of_its_value() {
        let text = |text: &str| ParameterValue::Text(text.to_owned());
        let strategy = of_parameter(&text("trunk"), &[text("trunk"), text("branches")]);
        assert!(strategy.overlaps(&Type::literal("branches")));
        assert!(!strategy.overlaps(&Type::literal("tronk")));
        assert_eq!(
            of_parameter(&ParameterValue::List(vec![]), &[]),
            Type::list(Type::text())
        );
    }
}
