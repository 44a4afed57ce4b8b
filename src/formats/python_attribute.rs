//! Attributes of a Python module that are assigned a literal: `__version__ = "1.2.3"`.

use std::collections::BTreeMap;

use super::python_source::{Statement, Token, statements};

/// What a module-level name is assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The line, starting at 1.
    pub line: u64,
    /// The value.
    pub value: AttributeValue,
}

/// A value, as far as it is known without running code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttributeValue {
    /// A text, or a tuple of numbers and texts with dots between them.
    Literal(String),
    /// The version of an installed package: `importlib.metadata.version("name")`.
    Metadata(String),
    /// The git tag, through the tool named.
    Tag(String),
    /// Another name of this module, or a dotted one.
    Name(String),
    /// A name of another module: the module, with leading dots if it is relative, and the name.
    Import(String, String),
    /// Something that only running it would tell.
    Computed,
}

/// The module-level assignments and imports of a module, by name.
#[derive(Debug, Clone, Default)]
pub struct Module {
    attributes: BTreeMap<String, Vec<Attribute>>,
}

/// The most names in one import or chained assignment that are noted.
const MAX_TARGETS: usize = 64;

/// Reads a module. What stands in functions and classes does not count.
#[must_use]
pub fn read(text: &str) -> Module {
    let mut module = Module::default();
    for statement in statements(text)
        .iter()
        .filter(|statement| !statement.nested)
    {
        module.read_import(statement);
        module.read_assignment(statement);
    }
    module
}

impl Module {
    /// What a name is assigned in the end. A name that is taken from package metadata, or imported,
    /// anywhere is so: other assignments are its fallbacks. One that is assigned different things is
    /// computed.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Attribute> {
        let all = self.attributes.get(name)?;
        let elsewhere = all.iter().find(|attribute| {
            matches!(
                attribute.value,
                AttributeValue::Metadata(_) | AttributeValue::Tag(_) | AttributeValue::Import(..)
            )
        });
        let first = all.first()?;
        let agreed = all.iter().all(|attribute| attribute.value == first.value);
        Some(elsewhere.cloned().unwrap_or_else(|| Attribute {
            line: first.line,
            value: if agreed {
                first.value.clone()
            } else {
                AttributeValue::Computed
            },
        }))
    }

    fn add(&mut self, name: &str, line: u64, value: AttributeValue) {
        let known = self.attributes.entry(name.to_owned()).or_default();
        if known.len() < MAX_TARGETS {
            known.push(Attribute { line, value });
        }
    }

    /// `from .module import a, b as c`.
    fn read_import(&mut self, statement: &Statement<'_>) {
        let [(_, Token::Name("from")), rest @ ..] = statement.tokens.as_slice() else {
            return;
        };
        let Some(at) = rest
            .iter()
            .position(|(_, token)| *token == Token::Name("import"))
        else {
            return;
        };
        let (module, names) = rest.split_at(at);
        let module: String = module
            .iter()
            .filter_map(|(_, token)| written(*token))
            .collect();
        for imported in names
            .get(1..)
            .unwrap_or_default()
            .split(|(_, token)| *token == Token::Operator(","))
        {
            let words: Vec<(u64, &str)> = imported
                .iter()
                .filter_map(|(line, token)| match token {
                    Token::Name(name) => Some((*line, *name)),
                    _ => None,
                })
                .collect();
            if let (Some((line, name)), Some((_, bound))) = (words.first(), words.last()) {
                let value = AttributeValue::Import(module.clone(), (*name).to_owned());
                self.add(bound, *line, value);
            }
        }
    }

    /// `name = value`, `name: type = value`, `a = b = value`, `name += value`.
    fn read_assignment(&mut self, statement: &Statement<'_>) {
        let tokens = statement.tokens.as_slice();
        let [
            (line, Token::Name(name)),
            (_, Token::Operator(operator)),
            ..,
        ] = tokens
        else {
            return;
        };
        match *operator {
            "=" | ":" => {}
            "+=" => return self.add(name, *line, AttributeValue::Computed),
            _ => return,
        }
        let Some(equals) = tokens
            .iter()
            .position(|(_, token)| *token == Token::Operator("="))
        else {
            return;
        };
        let mut targets = vec![(*line, *name)];
        let mut value = tokens.get(equals + 1..).unwrap_or_default();
        while let [
            (line, Token::Name(next)),
            (_, Token::Operator("=")),
            rest @ ..,
        ] = value
        {
            if targets.len() >= MAX_TARGETS {
                return;
            }
            targets.push((*line, next));
            value = rest;
        }
        let value = self.resolve(value_of(value), value);
        for (line, name) in targets {
            self.add(name, line, value.clone());
        }
    }

    /// A computed value that uses a literal version of this module is named after it.
    fn resolve(&self, value: AttributeValue, tokens: &[(u64, Token<'_>)]) -> AttributeValue {
        if value != AttributeValue::Computed {
            return value;
        }
        let used = tokens.iter().find_map(|(_, token)| match token {
            Token::Name(name) if self.is_literal_version(name) => Some((*name).to_owned()),
            _ => None,
        });
        used.map_or(value, AttributeValue::Name)
    }

    fn is_literal_version(&self, name: &str) -> bool {
        name.to_ascii_lowercase().contains("version")
            && matches!(
                self.get(name),
                Some(Attribute {
                    value: AttributeValue::Literal(_),
                    ..
                })
            )
    }
}

fn written<'t>(token: Token<'t>) -> Option<&'t str> {
    match token {
        Token::Name(text) | Token::Number(text) | Token::Text(text) | Token::Operator(text) => {
            Some(text)
        }
        Token::Formatted => None,
    }
}

/// The value of an expression.
#[must_use]
pub fn value_of(tokens: &[(u64, Token<'_>)]) -> AttributeValue {
    use Token::{Operator, Text};
    match tokens {
        [(_, Text(text))] => AttributeValue::Literal((*text).to_owned()),
        [(_, Operator("(")), (_, Text(text)), (_, Operator(")"))] => {
            AttributeValue::Literal((*text).to_owned())
        }
        [
            (_, Operator("(" | "[")),
            inner @ ..,
            (_, Operator(")" | "]")),
        ] => tuple(inner).map_or(AttributeValue::Computed, AttributeValue::Literal),
        _ if is_dotted(tokens) => AttributeValue::Name(
            tokens
                .iter()
                .filter_map(|(_, token)| written(*token))
                .collect(),
        ),
        _ => called(tokens).unwrap_or(AttributeValue::Computed),
    }
    .or_tuple(tokens)
}

impl AttributeValue {
    /// `VERSION = 1, 2, 3` is a tuple too.
    fn or_tuple(self, tokens: &[(u64, Token<'_>)]) -> Self {
        match (&self, tokens.first()) {
            (AttributeValue::Computed, Some((_, Token::Number(_)))) => {
                tuple(tokens).map_or(self, AttributeValue::Literal)
            }
            _ => self,
        }
    }
}

fn is_dotted(tokens: &[(u64, Token<'_>)]) -> bool {
    tokens.len() % 2 == 1
        && tokens
            .iter()
            .enumerate()
            .all(|(index, (_, token))| match token {
                Token::Name(_) => index % 2 == 0,
                Token::Operator(".") => index % 2 == 1,
                _ => false,
            })
}

/// `(1, 2, 3)` is `1.2.3`; `(1, 2, 3, "final", 0)` is too, and `(1, 2, 0, "rc", 1)` is `1.2.0rc1`.
fn tuple(inner: &[(u64, Token<'_>)]) -> Option<String> {
    let mut parts = Vec::new();
    for part in inner.split(|(_, token)| *token == Token::Operator(",")) {
        match part {
            [(_, Token::Number(text) | Token::Text(text))] => parts.push(*text),
            [] => {}
            _ => return None,
        }
    }
    match parts.as_slice() {
        [] | [_] => None,
        [numbers @ .., "final" | "", "0"] => Some(numbers.join(".")),
        [
            numbers @ ..,
            kind @ ("alpha" | "beta" | "rc" | "a" | "b"),
            serial,
        ] if *serial != "0" => Some(format!("{}{kind}{serial}", numbers.join("."))),
        all => Some(all.join(".")),
    }
}

/// Calls that ask for the version of an installed package, or for the tag.
fn called(tokens: &[(u64, Token<'_>)]) -> Option<AttributeValue> {
    let calls = tokens.windows(3).filter_map(|window| match window {
        [
            (_, Token::Name(name)),
            (_, Token::Operator("(")),
            (_, argument),
        ] => Some((*name, *argument)),
        _ => None,
    });
    let scm = tokens
        .iter()
        .any(|(_, token)| matches!(token, Token::Name("setuptools_scm" | "versioneer")));
    for (name, argument) in calls {
        match (name, argument) {
            ("get_versions", _) => return Some(AttributeValue::Tag("versioneer".to_owned())),
            ("get_version", _) if scm => {
                let tool = tokens.iter().find_map(|(_, token)| match token {
                    Token::Name(name @ ("setuptools_scm" | "versioneer")) => {
                        Some(name.replace('_', "-"))
                    }
                    _ => None,
                });
                return tool.map(AttributeValue::Tag);
            }
            (
                "version" | "_version" | "get_distribution" | "distribution" | "metadata",
                Token::Text(package),
            ) => return Some(AttributeValue::Metadata(package.to_owned())),
            (
                "version" | "_version" | "get_distribution" | "distribution" | "metadata",
                Token::Name(package),
            ) => return Some(AttributeValue::Metadata(package.to_owned())),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
