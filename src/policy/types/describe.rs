//! Types in the words of an error message.

use super::kind::{BOOLEAN, Kinds, LIST, NULL, NUMBER, OBJECT, SET, TEXT, Type};

/// How many texts a message lists.
const MAX_LISTED: usize = 8;

const NAMES: [(Kinds, &str); 7] = [
    (NULL, "null"),
    (BOOLEAN, "true or false"),
    (NUMBER, "a number"),
    (TEXT, "a text"),
    (LIST, "a list"),
    (SET, "a set"),
    (OBJECT, "an object"),
];

/// `a text or null`.
pub(super) fn kinds(kinds: Kinds) -> String {
    let mut names: Vec<&str> = NAMES
        .iter()
        .filter(|(kind, _)| kinds & kind != 0)
        .map(|(_, name)| *name)
        .collect();
    // What else it may be is more telling than that it may be nothing.
    if kinds & NULL != 0 && names.len() > 1 {
        names.rotate_left(1);
    }
    match names.split_last() {
        None => "nothing".to_owned(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// The same for a type.
pub(super) fn describe(of: &Type) -> String {
    kinds(of.kinds())
}

/// The texts that a type may be, if they are known and it is nothing else.
pub(super) fn texts(of: &Type) -> Option<Vec<&str>> {
    match of {
        Type::Text(Some(texts)) => Some(texts.iter().map(String::as_str).collect()),
        Type::Union(members) => members
            .iter()
            .filter(|member| **member != Type::Null)
            .map(texts)
            .collect::<Option<Vec<_>>>()
            .map(|lists| lists.concat()),
        _ => None,
    }
}

/// `one of: a, b, c`, shortened.
pub(super) fn listed(names: &[&str]) -> String {
    let shown = names.get(..MAX_LISTED).unwrap_or(names).join(", ");
    match names.len().saturating_sub(MAX_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_as_words() {
        assert_eq!(kinds(TEXT | NULL), "a text or null");
        assert_eq!(kinds(NULL), "null");
        assert_eq!(kinds(TEXT | NUMBER | LIST), "a number, a text or a list");
        let either = Type::union([Type::literal("a"), Type::Null, Type::literal("b")]);
        assert_eq!(texts(&either), Some(vec!["a", "b"]));
        assert_eq!(texts(&Type::text()), None);
    }
}
