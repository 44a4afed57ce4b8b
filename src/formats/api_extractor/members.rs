//! The members of classes, interfaces, object types and enums.

use super::model::{Declaration, Flaw, Kind, Modifiers};
use super::parser::{Parser, Remark};
use super::signatures::{parameters, type_parameters, type_until};
use super::tokens::{TokenKind, spelled};

/// What the members belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Class,
    Interface,
    ObjectType,
    Enum,
}

/// What ends a member of a class, an interface or an object type.
const ENDS: &[&str] = &[";", ",", "}"];

/// Reads members up to the closing brace, and takes that.
pub(super) fn read(
    parser: &mut Parser<'_, '_>,
    of: Of,
    depth: usize,
) -> Result<Vec<Declaration>, Flaw> {
    let mut found = Vec::new();
    loop {
        while parser.takes(";") || parser.takes(",") {}
        if parser.takes("}") {
            return Ok(found);
        }
        found.push(match of {
            Of::Enum => of_enum(parser)?,
            _ => member(parser, of, depth)?,
        });
        if !ENDS.contains(&parser.text(0)) {
            return Err(parser.unexpected("`;`"));
        }
    }
}

fn of_enum(parser: &mut Parser<'_, '_>) -> Result<Declaration, Flaw> {
    let mut found = begin(parser, Kind::EnumMember);
    let (name, _) = named(parser)?;
    found.name = name;
    if parser.takes("=") {
        found.value = Some(type_until(parser, &[",", "}"], usize::MAX)?);
    }
    Ok(found)
}

/// A declaration at this place, with what the comment before it says.
pub(super) fn begin(parser: &Parser<'_, '_>, kind: Kind) -> Declaration {
    let comment = parser.token(0).map_or("", |token| token.comment);
    let remark = Remark::of(comment);
    Declaration {
        kind,
        name: String::new(),
        line: parser.line(),
        release: remark.release,
        deprecated: remark.deprecated,
        exported: false,
        modifiers: Modifiers::default(),
        type_parameters: Vec::new(),
        parameters: Vec::new(),
        value: None,
        extends: Vec::new(),
        implements: Vec::new(),
        members: Vec::new(),
        exports: Vec::new(),
    }
}

fn member(parser: &mut Parser<'_, '_>, of: Of, depth: usize) -> Result<Declaration, Flaw> {
    let mut found = begin(parser, Kind::Property);
    found.modifiers = parser.modifiers();
    if matches!(parser.text(0), "(" | "<") {
        found.kind = Kind::Call;
        "(call)".clone_into(&mut found.name);
        return signature(parser, found, depth);
    }
    if of != Of::Class && parser.is("new") && matches!(parser.text(1), "(" | "<") {
        parser.next();
        found.kind = Kind::Construct;
        "(new)".clone_into(&mut found.name);
        return signature(parser, found, depth);
    }
    if of == Of::Class && parser.is("constructor") && parser.text(1) == "(" {
        parser.next();
        found.kind = Kind::Constructor;
        "(constructor)".clone_into(&mut found.name);
        return signature(parser, found, depth);
    }
    let accessor = match parser.text(0) {
        "get" => Some(Kind::Getter),
        "set" => Some(Kind::Setter),
        _ => None,
    };
    let is_word = |text: &str| !matches!(text, "(" | ":" | "?" | ";" | "," | "}" | "=" | "<" | "");
    if let Some(kind) = accessor.filter(|_| is_word(parser.text(1))) {
        parser.next();
        found.kind = kind;
        found.name = named(parser)?.0;
        return signature(parser, found, depth);
    }
    let (name, is_index) = named(parser)?;
    found.name = name;
    found.modifiers.is_optional = parser.takes("?") || {
        parser.takes("!");
        false
    };
    if is_index {
        found.kind = Kind::Index;
    } else if matches!(parser.text(0), "(" | "<") {
        found.kind = Kind::Method;
        return signature(parser, found, depth);
    }
    if parser.takes(":") {
        found.value = Some(type_until(parser, ENDS, depth)?);
    } else if parser.takes("=") {
        found.value = Some(type_until(parser, ENDS, usize::MAX)?);
    }
    Ok(found)
}

/// The name of a member, and whether it is an index signature.
fn named(parser: &mut Parser<'_, '_>) -> Result<(String, bool), Flaw> {
    if !parser.is("[") {
        let token = parser.name()?;
        // A string that could be a word is one.
        let inner = token.text.trim_matches(['"', '\'']);
        let is_plain = !inner.is_empty()
            && inner
                .chars()
                .all(|it| it.is_alphanumeric() || it == '_' || it == '$');
        let name = match token.kind {
            TokenKind::Text if is_plain => inner.to_owned(),
            _ => spelled(&[token]),
        };
        return Ok((name, false));
    }
    let is_index =
        parser.token(1).is_some_and(|it| it.kind == TokenKind::Word) && parser.text(2) == ":";
    let start = parser.place();
    parser.next();
    if is_index {
        parser.next();
        let key = spelled(parser.take_until(&["]"])?);
        parser.expect("]")?;
        let key = key.strip_prefix(':').unwrap_or(&key).trim_start();
        return Ok((format!("[key: {key}]"), true));
    }
    parser.take_until(&["]"])?;
    parser.expect("]")?;
    Ok((spelled(parser.since(start)), false))
}

/// `<T>(a: A): R`
pub(super) fn signature(
    parser: &mut Parser<'_, '_>,
    mut found: Declaration,
    depth: usize,
) -> Result<Declaration, Flaw> {
    found.type_parameters = type_parameters(parser)?;
    found.parameters = parameters(parser)?;
    if parser.takes(":") {
        found.value = Some(type_until(parser, ENDS, depth)?);
    }
    Ok(found)
}
