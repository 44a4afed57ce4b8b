//! The version in Python source: a text that is assigned or passed on, or a tuple of numbers.

use std::ops::Range;

use super::declared::Replacement;
use crate::facts::Declaration;
use crate::formats::python_attribute::{self, AttributeValue};
use crate::formats::python_source::{Statement, Token, statements};
use crate::release::Version;

/// Where the text stands that a name is assigned, or that an argument of the name is given, in the
/// statement that the line belongs to; without its quotes.
pub(super) fn literal(text: &str, line: u64, key: &str, old: &str) -> Option<Range<usize>> {
    let statements = statements(text);
    let found: Vec<(Range<usize>, bool)> = statements
        .iter()
        .filter(|statement| touches(statement, line))
        .flat_map(|statement| literals(statement, text, line, key, old))
        .collect();
    let keyed: Vec<&Range<usize>> = found
        .iter()
        .filter(|(_, keyed)| *keyed)
        .map(|(range, _)| range)
        .collect();
    match (keyed.as_slice(), found.as_slice()) {
        ([only], _) => Some((*only).clone()),
        ([], [(only, _)]) => Some(only.clone()),
        _ => None,
    }
}

fn touches(statement: &Statement<'_>, line: u64) -> bool {
    statement.tokens.iter().any(|(at, _)| *at == line)
}

/// The literals of a statement that are the text, each with whether it is the key's.
fn literals(
    statement: &Statement<'_>,
    text: &str,
    line: u64,
    key: &str,
    old: &str,
) -> Vec<(Range<usize>, bool)> {
    let tokens = statement.tokens.as_slice();
    let assigned = matches!(tokens.first(), Some((_, Token::Name(name))) if *name == key);
    let mut found = Vec::new();
    for (index, (at, token)) in tokens.iter().enumerate() {
        let Token::Text(content) = token else {
            continue;
        };
        let before = tokens.get(..index).unwrap_or_default();
        let argument = matches!(before, [.., (_, Token::Name(name)), (_, Token::Operator("="))] if *name == key);
        if *content == old
            && (*at == line || argument || assigned)
            && let Some(range) = range_of(text, content)
        {
            found.push((range, argument || assigned));
        }
    }
    found
}

/// The place of a part of the text.
fn range_of(text: &str, part: &str) -> Option<Range<usize>> {
    let start = (part.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let range = start..start.checked_add(part.len())?;
    (text.get(range.clone()) == Some(part)).then_some(range)
}

/// What has to be replaced in a tuple of numbers, such as `VERSION = (1, 2, 3)`; `None` if the
/// declaration is none.
pub(super) fn tuple(
    declaration: &Declaration,
    text: &str,
    new: &Version,
) -> Option<Result<Vec<Replacement>, String>> {
    if !matches!(declaration.kind.as_str(), "setup.py" | "python-attribute") {
        return None;
    }
    let statements = statements(text);
    let value = statements
        .iter()
        .filter(|statement| touches(statement, declaration.line))
        .find_map(|statement| tuple_in(statement, &declaration.text))?;
    Some(renumbered(value, text, new))
}

/// The value of an assignment, if it is a tuple or list that means the version.
fn tuple_in<'s, 't>(statement: &'s Statement<'t>, old: &str) -> Option<&'s [(u64, Token<'t>)]> {
    let tokens = statement.tokens.as_slice();
    let last = tokens
        .iter()
        .rposition(|(_, token)| *token == Token::Operator("="))?;
    let value = tokens.get(last + 1..)?;
    let is_tuple = value
        .iter()
        .any(|(_, token)| *token == Token::Operator(","));
    let means = python_attribute::value_of(value) == AttributeValue::Literal(old.to_owned());
    (is_tuple && means).then_some(value)
}

fn renumbered(
    value: &[(u64, Token<'_>)],
    text: &str,
    new: &Version,
) -> Result<Vec<Replacement>, String> {
    let items: Vec<&str> = value
        .iter()
        .filter_map(|(_, token)| match token {
            Token::Number(item) | Token::Text(item) => Some(*item),
            _ => None,
        })
        .collect();
    let refused = || format!("the tuple has no place for {new}: write it by hand");
    let pre = new
        .pre()
        .map(|pre| pre.split_once('.').unwrap_or((pre, "0")));
    if new.epoch() > 0 {
        return Err(refused());
    }
    let [major, minor, patch] = new.core().map(|number| number.to_string());
    let wanted: Vec<String> = match (items.len(), pre) {
        (2, None) if new.patch() == 0 => vec![major, minor],
        (3, None) => vec![major, minor, patch],
        (5, None) => {
            let kind = match items.get(3) {
                Some(&"") => "",
                _ => "final",
            };
            vec![major, minor, patch, kind.to_owned(), "0".to_owned()]
        }
        (5, Some((kind, serial))) => vec![major, minor, patch, kind.to_owned(), serial.to_owned()],
        _ => return Err(refused()),
    };
    if new.post().is_some() {
        return Err(refused());
    }
    let pairs = items.into_iter().zip(wanted);
    let changed = pairs.filter(|(item, wanted)| *item != wanted.as_str());
    changed
        .map(|(item, wanted)| Ok((range_of(text, item).ok_or_else(refused)?, wanted)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::DeclarationRole;

    fn retold(text: &str, old: &str, new: &str) -> Option<Result<String, String>> {
        let declaration = Declaration {
            path: "a/__init__.py".to_owned(),
            line: 1,
            kind: "python-attribute".to_owned(),
            key: "VERSION".to_owned(),
            role: DeclarationRole::Project,
            package: None,
            text: old.to_owned(),
            version: None,
        };
        let edits = tuple(&declaration, text, &new.parse().unwrap())?;
        Some(edits.map(|edits| {
            let mut text = text.to_owned();
            for (range, new) in edits.into_iter().rev() {
                text.replace_range(range, &new);
            }
            text
        }))
    }

    #[test]
    fn the_text_of_the_name_is_found_among_others() {
        for (text, key, expected) in [
            ("__version__ = \"1.2.3\"  # 1.2.3", "__version__", 15),
            ("__version__: str = '1.2.3'", "__version__", 20),
            ("__version__ = (\n    \"1.2.3\"\n)", "__version__", 21),
            ("setup(name='1.2.3', version='1.2.3')", "version", 29),
            ("a = b = '1.2.3'", "b", 9),
        ] {
            let found = literal(text, 1, key, "1.2.3");
            assert_eq!(found, Some(expected..expected + 5), "{text}");
        }
        assert_eq!(literal("f('1.2.3', '1.2.3')", 1, "version", "1.2.3"), None);
        assert_eq!(literal("x = '1.2.4'", 1, "x", "1.2.3"), None);
    }

    #[test]
    fn a_tuple_is_renumbered_as_far_as_it_has_places() {
        let found = |text, old, new| retold(text, old, new).unwrap().ok();
        assert_eq!(
            found("VERSION = (1, 2, 3)", "1.2.3", "1.3.0").as_deref(),
            Some("VERSION = (1, 3, 0)")
        );
        assert_eq!(
            found("VERSION = 1, 2, 0, 'rc', 1", "1.2.0rc1", "1.2.0").as_deref(),
            Some("VERSION = 1, 2, 0, 'final', 0")
        );
        assert_eq!(
            found("VERSION = (1, 2, 0, 'final', 0)", "1.2.0", "1.3.0rc2").as_deref(),
            Some("VERSION = (1, 3, 0, 'rc', 2)")
        );
        assert_eq!(found("VERSION = (1, 2, 3)", "1.2.3", "1.3.0rc1"), None);
        assert!(retold("VERSION = '1.2.3'", "1.2.3", "1.3.0").is_none());
    }
}
