//! The statements of a report, and of the namespaces in it.

use super::MAX_DEPTH;
use super::heritage;
use super::members::{self, Of, begin};
use super::model::{Declaration, Export, Flaw, Import, Kind, Report};
use super::parser::Parser;
use super::signatures::{type_parameters, type_until};
use super::tokens::{Token, spelled};

/// Reads all statements. One that is not understood is a flaw, and reading goes on behind it.
pub(super) fn read(tokens: &[Token<'_>], report: &mut Report) {
    let mut parser = Parser::new(tokens);
    while !parser.is_done() {
        let start = parser.place();
        if let Err(flaw) = statement(&mut parser, report) {
            report.flaws.push(flaw);
            parser.go_to(parser.place().max(start));
            parser.skip_statement();
        }
    }
}

fn statement(parser: &mut Parser<'_, '_>, report: &mut Report) -> Result<(), Flaw> {
    if parser.takes(";") {
        return Ok(());
    }
    let line = parser.line();
    if parser.is("import") {
        return import(parser, &mut report.imports);
    }
    if parser.is("export") {
        match parser.text(1) {
            "{" | "*" | "default" | "=" => return export(parser, &mut report.exports, line),
            "type" if matches!(parser.text(2), "{" | "*") => {
                parser.next();
                return export(parser, &mut report.exports, line);
            }
            "as" => {
                // `export as namespace X` names the global that a script makes.
                parser.take_until(&[";"])?;
                return Ok(());
            }
            _ => {}
        }
    }
    declarations(parser, 0, &mut report.declarations)
}

/// `export { a as b }`, `export * from "m"`, `export default a`, `export = a`.
fn export(parser: &mut Parser<'_, '_>, found: &mut Vec<Export>, line: u64) -> Result<(), Flaw> {
    parser.next();
    let start = found.len();
    if parser.takes("{") {
        names(parser, found)?;
    } else if parser.takes("*") {
        let name = match parser.takes("as") {
            true => parser.name()?.text,
            false => "*",
        };
        found.push(exported(name, "*", line));
    } else {
        let name = parser.next().map_or("", |token| token.text);
        let local = parser.name()?.text;
        let name = if name == "=" { "export=" } else { name };
        found.push(exported(name, local, line));
    }
    if parser.takes("from") {
        let module = unquoted(parser.name()?.text);
        let new = found.get_mut(start..).unwrap_or_default();
        new.iter_mut()
            .for_each(|it| it.module = Some(module.clone()));
    }
    parser.takes(";");
    Ok(())
}

fn exported(name: &str, local: &str, line: u64) -> Export {
    Export {
        name: name.to_owned(),
        local: local.to_owned(),
        module: None,
        line,
    }
}

/// The list after `{`, with its `}`.
fn names(parser: &mut Parser<'_, '_>, found: &mut Vec<Export>) -> Result<(), Flaw> {
    while !parser.takes("}") {
        if parser.is("type") && !matches!(parser.text(1), "," | "}" | "as") {
            parser.next();
        }
        let line = parser.line();
        let local = parser.name()?.text;
        let name = match parser.takes("as") {
            true => parser.name()?.text,
            false => local,
        };
        found.push(exported(name, local, line));
        if !parser.takes(",") && !parser.is("}") {
            return Err(parser.unexpected("`}`"));
        }
    }
    Ok(())
}

fn unquoted(text: &str) -> String {
    text.trim_matches(['"', '\'']).to_owned()
}

/// `import a, { b as c } from "m"`, `import * as a from "m"`, `import a = require("m")`.
fn import(parser: &mut Parser<'_, '_>, found: &mut Vec<Import>) -> Result<(), Flaw> {
    let line = parser.line();
    parser.next();
    let is_name = matches!(parser.text(1), "from" | "," | "=") && parser.text(2) != "from";
    if parser.is("type") && !is_name {
        parser.next();
    }
    let mut locals: Vec<(String, String)> = Vec::new();
    loop {
        if parser.takes("{") {
            let mut list = Vec::new();
            names(parser, &mut list)?;
            locals.extend(list.into_iter().map(|it| (it.name, it.local)));
        } else if parser.takes("*") {
            parser.expect("as")?;
            locals.push((parser.name()?.text.to_owned(), "*".to_owned()));
        } else {
            locals.push((parser.name()?.text.to_owned(), "default".to_owned()));
        }
        if !parser.takes(",") {
            break;
        }
    }
    let module = if parser.takes("from") {
        unquoted(parser.name()?.text)
    } else if parser.takes("=") {
        let target = spelled(parser.take_until(&[";"])?);
        let required = target.strip_prefix("require(\"");
        required
            .and_then(|it| it.strip_suffix("\")"))
            .unwrap_or(&target)
            .to_owned()
    } else {
        // `import "m"` for what it does, not for its names.
        locals.clear();
        String::new()
    };
    parser.takes(";");
    found.extend(locals.into_iter().map(|(local, original)| Import {
        local,
        original,
        module: module.clone(),
        line,
    }));
    Ok(())
}

/// One statement that declares something: `const a: A, b: B` declares two things.
fn declarations(
    parser: &mut Parser<'_, '_>,
    depth: usize,
    found: &mut Vec<Declaration>,
) -> Result<(), Flaw> {
    let mut one = begin(parser, Kind::Variable);
    loop {
        match parser.text(0) {
            "export" => one.exported = true,
            "default" => return Err(parser.unexpected("a declaration")),
            "abstract" => one.modifiers.is_abstract = true,
            "declare" | "async" => {}
            _ => break,
        }
        parser.next();
    }
    if parser.is("const") && parser.text(1) == "enum" {
        parser.next();
    }
    let keyword = parser.next().map_or("", |token| token.text);
    match keyword {
        "class" => one.kind = Kind::Class,
        "interface" => one.kind = Kind::Interface,
        "function" => one.kind = Kind::Function,
        "type" => one.kind = Kind::TypeAlias,
        "enum" => one.kind = Kind::Enum,
        "namespace" | "module" => one.kind = Kind::Namespace,
        "global" => {
            one.kind = Kind::Namespace;
            "(global)".clone_into(&mut one.name);
        }
        "const" | "let" | "var" => return variables(parser, &one, depth, found),
        _ => {
            let line = one.line;
            let shown: String = keyword.chars().take(40).collect();
            return Err(Flaw::new(
                line,
                format!("`{shown}` starts no declaration that is known"),
            ));
        }
    }
    if one.name.is_empty() {
        one.name = name(parser, one.kind)?;
    }
    match one.kind {
        Kind::Class | Kind::Interface => {
            one.type_parameters = type_parameters(parser)?;
            (one.extends, one.implements) = heritage::read(parser)?;
            parser.expect("{")?;
            let of = if one.kind == Kind::Class {
                Of::Class
            } else {
                Of::Interface
            };
            one.members = members::read(parser, of, depth + 1)?;
        }
        Kind::Enum => {
            parser.expect("{")?;
            one.members = members::read(parser, Of::Enum, depth + 1)?;
        }
        Kind::Namespace => namespace(parser, &mut one, depth)?,
        Kind::TypeAlias => {
            one.type_parameters = type_parameters(parser)?;
            parser.expect("=")?;
            one.value = Some(type_until(parser, &[";"], depth)?);
            end(parser)?;
        }
        _ => {
            one = members::signature(parser, one, depth)?;
            end(parser)?;
        }
    }
    found.push(one);
    Ok(())
}

/// `a`, `a.b.c` or `"module"`.
fn name(parser: &mut Parser<'_, '_>, kind: Kind) -> Result<String, Flaw> {
    let mut name = spelled(&[parser.name()?]);
    while kind == Kind::Namespace && parser.takes(".") {
        name.push('.');
        name.push_str(parser.name()?.text);
    }
    Ok(name)
}

fn variables(
    parser: &mut Parser<'_, '_>,
    first: &Declaration,
    depth: usize,
    found: &mut Vec<Declaration>,
) -> Result<(), Flaw> {
    let mut list = Vec::new();
    loop {
        let mut one = first.clone();
        one.line = parser.line();
        one.name = name(parser, Kind::Variable)?;
        if parser.takes(":") {
            one.value = Some(type_until(parser, &["=", ",", ";"], depth)?);
        }
        if parser.takes("=") {
            let value = type_until(parser, &[",", ";"], usize::MAX)?;
            one.value.get_or_insert(value);
        }
        list.push(one);
        if !parser.takes(",") {
            break;
        }
    }
    end(parser)?;
    found.append(&mut list);
    Ok(())
}

/// The end of a declaration that has no braces.
fn end(parser: &mut Parser<'_, '_>) -> Result<(), Flaw> {
    match parser.is_done() || parser.is("}") {
        true => Ok(()),
        false => parser.expect(";"),
    }
}

/// The body of a namespace.
fn namespace(parser: &mut Parser<'_, '_>, one: &mut Declaration, depth: usize) -> Result<(), Flaw> {
    if depth >= MAX_DEPTH {
        let reason = format!("namespaces lie deeper than {MAX_DEPTH} in each other");
        return Err(Flaw::new(one.line, reason));
    }
    parser.expect("{")?;
    while !parser.takes("}") {
        if parser.takes(";") {
            continue;
        }
        if parser.is_done() {
            return Err(parser.unexpected("`}`"));
        }
        let line = parser.line();
        let is_list = parser.is("export") && matches!(parser.text(1), "{" | "*" | "default" | "=");
        let is_of_types = parser.is("export") && parser.text(1) == "type" && parser.text(2) == "{";
        if parser.is("{") {
            // API Extractor drops the `export` of `export {}` where it adds others of its own.
            parser.next();
            names(parser, &mut one.exports)?;
        } else if is_list || is_of_types {
            if is_of_types {
                parser.next();
            }
            export(parser, &mut one.exports, line)?;
        } else if parser.is("import") {
            // An alias inside of a namespace is not visible from outside.
            import(parser, &mut Vec::new())?;
        } else {
            declarations(parser, depth + 1, &mut one.members)?;
        }
    }
    // All that an ambient namespace declares is visible (TypeScript handbook, "Ambient Namespaces").
    one.members.iter_mut().for_each(|it| it.exported = true);
    Ok(())
}
