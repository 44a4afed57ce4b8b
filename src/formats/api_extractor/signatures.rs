//! Types, type parameters and parameters.

use super::MAX_DEPTH;
use super::members;
use super::model::{Flaw, Parameter, Type, TypeParameter};
use super::parser::Parser;
use super::tokens::{Token, spelled};

/// `<T extends X = Y>`, if it is there.
pub(super) fn type_parameters(parser: &mut Parser<'_, '_>) -> Result<Vec<TypeParameter>, Flaw> {
    let mut found = Vec::new();
    if !parser.takes("<") {
        return Ok(found);
    }
    while !parser.is(">") {
        while matches!(parser.text(0), "const" | "in" | "out") && parser.text(1) != "," {
            parser.next();
        }
        let name = parser.name()?.text.to_owned();
        let constraint = match parser.takes("extends") {
            true => Some(spelled(parser.take_until(&["=", ",", ">"])?)),
            false => None,
        };
        let default = match parser.takes("=") {
            true => Some(spelled(parser.take_until(&[",", ">"])?)),
            false => None,
        };
        found.push(TypeParameter {
            name,
            constraint,
            default,
        });
        if !parser.takes(",") {
            break;
        }
    }
    parser.expect(">")?;
    Ok(found)
}

/// `(a: A, b?: B, ...rest: C[])`
pub(super) fn parameters(parser: &mut Parser<'_, '_>) -> Result<Vec<Parameter>, Flaw> {
    let mut found = Vec::new();
    parser.expect("(")?;
    while !parser.is(")") {
        parser.modifiers();
        let is_rest = parser.takes("...");
        let name = spelled(parser.take_until(&["?", ":", "=", ",", ")"])?);
        if name.is_empty() {
            return Err(parser.unexpected("a parameter"));
        }
        let is_optional = parser.takes("?");
        let value = match parser.takes(":") {
            true => Some(plain_type(parser.take_until(&["=", ",", ")"])?)),
            false => None,
        };
        let has_default = parser.takes("=");
        if has_default {
            parser.take_until(&[",", ")"])?;
        }
        found.push(Parameter {
            name,
            is_optional: is_optional || has_default,
            is_rest,
            value,
        });
        if !parser.takes(",") {
            break;
        }
    }
    parser.expect(")")?;
    Ok(found)
}

/// A type up to one of these tokens. An object type is read with its members.
pub(super) fn type_until(
    parser: &mut Parser<'_, '_>,
    stops: &[&str],
    depth: usize,
) -> Result<Type, Flaw> {
    let start = parser.place();
    let tokens = parser.take_until(stops)?;
    if tokens.is_empty() {
        return Err(parser.unexpected("a type"));
    }
    let mut found = plain_type(tokens);
    let end = parser.place();
    if is_object(tokens) && depth < MAX_DEPTH {
        parser.go_to(start + 1);
        found.members = members::read(parser, members::Of::ObjectType, depth + 1)?;
    }
    parser.go_to(end);
    Ok(found)
}

/// Whether it is one object type, and no mapped one.
fn is_object(tokens: &[Token<'_>]) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut depth = 0_usize;
    let closes = tokens.iter().position(|token| {
        depth += usize::from(token.text == "{");
        depth -= usize::from(token.text == "}" && depth > 0);
        depth == 0
    });
    let is_whole = text(0) == "{" && closes.is_some_and(|at| at + 1 == tokens.len());
    let is_mapped =
        (1..4).any(|at| text(at) == "[" && text(at + 2) == "in") || matches!(text(1), "-" | "+");
    is_whole && !is_mapped
}

fn plain_type(tokens: &[Token<'_>]) -> Type {
    let mut union: Vec<String> = parts(tokens).into_iter().map(spelled).collect();
    union.sort();
    union.dedup();
    Type {
        text: spelled(tokens),
        union,
        members: Vec::new(),
    }
}

/// The parts of a union; the whole where a conditional or function type may reach over a `|`.
fn parts<'p, 't>(tokens: &'p [Token<'t>]) -> Vec<&'p [Token<'t>]> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.text {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" | ">" => depth = depth.saturating_sub(1),
            "=>" | "?" | "is" | "infer" if depth == 0 => return vec![tokens],
            "|" if depth == 0 => {
                found.push(tokens.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(tokens.get(start..).unwrap_or_default());
    found.retain(|part| !part.is_empty());
    found
}
