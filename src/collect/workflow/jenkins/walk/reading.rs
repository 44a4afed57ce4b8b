//! What stands around a name: its arguments, its receiver, what a block says of its steps.

use crate::formats::groovy::{Part, Statement, Token};
use crate::formats::jenkinsfile::{arguments, bracketed, constant, named};

/// How far back the first name of a chain of methods is looked for.
const MAX_CHAIN: usize = 500;

/// A call with what is handed to it.
pub(super) struct Call<'p> {
    pub name: &'p str,
    /// The first name before the dots: `docker` of `docker.image('x').inside`.
    pub receiver: Option<&'p str>,
    pub is_method: bool,
    pub given: &'p [Part],
    pub body: Option<&'p [Statement]>,
    pub line: u64,
}

/// The name, the place of the bracket and the body of a function's definition.
pub(super) fn definition(parts: &[Part]) -> Option<(&str, usize, &[Statement])> {
    let body = parts.last().and_then(Part::block)?;
    let open = parts.iter().position(|part| part.is_sign("("))?;
    let (_, behind) = bracketed(parts, open);
    if behind + 1 != parts.len() || open < 2 {
        return None;
    }
    let before = parts.get(..open)?;
    let is_words = before.iter().all(|part| part.word().is_some());
    let first = before.first().and_then(Part::word)?;
    let is_other = ["return", "new", "else", "throw", "case"].contains(&first);
    let name = before.last().and_then(Part::word)?;
    (is_words && !is_other).then_some((name, open, body))
}

/// Whether a word is the first of an expression, so that what follows it may be its arguments.
pub(super) fn starts_expression(parts: &[Part], place: usize) -> bool {
    let Some(before) = place.checked_sub(1).and_then(|before| parts.get(before)) else {
        return true;
    };
    match before {
        Part::Block { .. } => true,
        Part::Token {
            token: Token::Sign(sign),
            ..
        } => ["=", "->", ":", "(", "&&", "||", "!", "."].contains(sign),
        Part::Token { .. } => before
            .word()
            .is_some_and(|word| ["return", "else", "in"].contains(&word)),
    }
}

/// The first name of the chain that ends before the dot at `place - 1`.
pub(super) fn receiver(parts: &[Part], place: usize) -> Option<&str> {
    let mut at = place.checked_sub(2)?;
    let mut depth = 0_usize;
    let mut first = None;
    for _ in 0..MAX_CHAIN {
        let part = parts.get(at)?;
        if part.is_sign(")") || part.is_sign("]") {
            depth += 1;
        } else if part.is_sign("(") || part.is_sign("[") {
            if depth == 0 {
                return first;
            }
            depth -= 1;
        } else if depth == 0 {
            match part.word() {
                // What a call hands back is not looked at; the call itself is.
                Some(_) if parts.get(at + 1).is_some_and(|next| next.is_sign("(")) => first = None,
                Some(word) => first = Some(word),
                None if part.is_sign(".") || part.is_sign("?.") || part.block().is_some() => {}
                None => return first,
            }
            let before = at.checked_sub(1).and_then(|before| parts.get(before));
            let goes_on = before.is_some_and(|it| it.is_sign(".") || it.is_sign("?."));
            if part.word().is_some() && !goes_on {
                return first;
            }
        }
        let Some(before) = at.checked_sub(1) else {
            return first;
        };
        at = before;
    }
    // It is too long to tell.
    Some("…")
}

/// The ids of credentials: `credentials('x')`, `credentialsId: 'x'`.
pub(super) fn credentials(parts: &[Part]) -> Vec<String> {
    let mut found = Vec::new();
    for (place, part) in parts.iter().enumerate() {
        if matches!(part.word(), Some("credentials" | "credentialsId"))
            && let Some(text) = parts.get(place + 2).and_then(constant)
        {
            found.push(text.to_owned());
        }
    }
    found
}

/// The text that a part is, with what is put into it as it is written.
pub(super) fn written(part: &Part) -> Option<&str> {
    match part {
        Part::Token {
            token: Token::Text(text),
            ..
        } => Some(&text.content),
        _ => None,
    }
}

/// Why a step that goes on after a failure lets the build pass.
pub(super) fn forgiven(call: &Call<'_>) -> Option<String> {
    match call.name {
        "warnError" => Some("its failure is a warning (`warnError`)".to_owned()),
        "catchError" => {
            let arguments = arguments(call.given);
            let result = named(&arguments, "buildResult")?.first().and_then(constant);
            (result != Some("FAILURE"))
                .then(|| "its failure does not fail the build (`catchError`)".to_owned())
        }
        _ => None,
    }
}

/// Whether a `catch` fails the build all the same.
pub(super) fn fails(block: &[Statement]) -> bool {
    block.iter().any(|statement| {
        let parts = statement.parts.as_slice();
        let ends = matches!(parts.first().and_then(Part::word), Some("throw" | "error"));
        let marks = parts.iter().any(|part| part.word() == Some("currentBuild"))
            && parts
                .iter()
                .filter_map(constant)
                .any(|text| text == "FAILURE");
        ends || marks
    })
}

pub(super) fn folder(outer: &str, given: &[Part]) -> String {
    let inner = match given {
        [part] => constant(part),
        _ => None,
    };
    let joined = inner.and_then(|inner| crate::collect::workflow::follow::join(outer, inner));
    joined.unwrap_or_else(|| outer.to_owned())
}
