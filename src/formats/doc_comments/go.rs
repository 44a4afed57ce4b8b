//! Go's doc comments: directly above a declaration at the top of a file, or above a field or method
//! of a type, of what is exported (<https://go.dev/doc/comment>).

use super::super::place::Malformed;
use super::braces::Matched;
use super::tokens::{Kind, tokens};
use super::{Definition, Language, Lines};

/// # Errors
/// [`Malformed`] if the brackets do not match.
pub(super) fn read(text: &str) -> Result<Vec<Definition>, Malformed> {
    let matched = Matched::of(tokens(Language::Go, text))?;
    let last_line = text.lines().count().max(1) as u64;
    let mut found = Vec::new();
    let mut at = 0;
    while at < matched.tokens.len() {
        let Some(Kind::Outer(first)) = matched.kind(at) else {
            at += 1;
            continue;
        };
        let (mut docs, mut last) = (first, first.last);
        at += 1;
        loop {
            match matched.kind(at) {
                Some(Kind::Outer(next)) if next.first <= last + 1 => docs.last = next.last,
                Some(Kind::Outer(next)) => docs = next,
                Some(Kind::Directive(_)) => {}
                _ => break,
            }
            last = matched.line(at).max(docs.last);
            at += 1;
        }
        if matched.line(at) == last + 1 {
            found.extend(definition(&matched, at, docs, last_line));
        }
    }
    found.sort_by_key(|definition: &Definition| (definition.lines, definition.line));
    Ok(found)
}

/// What starts there, if it is a declaration that readers see.
fn definition(matched: &Matched, at: usize, docs: Lines, last_line: u64) -> Option<Definition> {
    let word = matched.word(at)?;
    let (name, lines) = match matched.within(at) {
        None if word == "package" => (
            None,
            Lines {
                first: 1,
                last: last_line,
            },
        ),
        None => (Some(top_name(matched, at)?), lines(matched, at)),
        Some(open) if is_list(matched, open) => (Some(word), lines(matched, at)),
        Some(_) => return None,
    };
    let line = matched.line(at);
    let public = name.is_none_or(|name| name.starts_with(char::is_uppercase));
    Some(Definition {
        name: name.map(str::to_owned),
        line: if name.is_none() { 1 } else { line },
        lines,
        docs: vec![docs],
        public,
    })
}

/// The name of a declaration at the top of a file; that of a group is its first one.
fn top_name<'t>(matched: &Matched<'t>, at: usize) -> Option<&'t str> {
    let mut next = at + 1;
    match matched.word(at)? {
        "func" if matched.is(next, '(') => next = matched.close(next)? + 1,
        "const" | "var" | "type" if matched.is(next, '(') => {
            next += 1;
            while let Some(Kind::Outer(_)) = matched.kind(next) {
                next += 1;
            }
        }
        "func" | "const" | "var" | "type" => {}
        _ => return None,
    }
    matched.word(next)
}

/// Whether a bracket holds specifications, fields or methods.
fn is_list(matched: &Matched, open: usize) -> bool {
    let before = open.checked_sub(1).and_then(|at| matched.word(at));
    match before {
        Some("struct" | "interface") => matched.is(open, '{'),
        Some("const" | "var" | "type") => matched.is(open, '('),
        _ => false,
    }
}

/// The lines up to where Go puts a semicolon: at the end of a line outside of brackets.
fn lines(matched: &Matched, start: usize) -> Lines {
    let mut at = start;
    loop {
        if let Some(end) = matched.close(at) {
            at = end;
        }
        let line = matched.line(at);
        let goes_on =
            matches!(matched.kind(at), Some(Kind::Mark(mark)) if !matches!(mark, ')' | ']' | '}'));
        let next = matched.kind(at + 1);
        let closes = matches!(next, Some(Kind::Mark(')' | ']' | '}' | ';')));
        let is_over = matched.line(at + 1) > line && !goes_on;
        if next.is_none() || closes || is_over {
            return Lines {
                first: matched.line(start),
                last: line,
            };
        }
        at += 1;
    }
}
