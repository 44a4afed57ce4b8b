//! The language inside of a Jenkinsfile: which stages and branches of a script run for a tag.
//! <https://www.jenkins.io/doc/book/pipeline/syntax/>

pub mod condition;
pub mod when;

use super::groovy::{Part, Token};

/// What stands in the brackets that open at a place, and the place behind the closing one.
#[must_use]
pub fn bracketed(parts: &[Part], open: usize) -> (&[Part], usize) {
    let mut depth = 0_usize;
    for (place, part) in parts.iter().enumerate().skip(open) {
        if part.is_sign("(") || part.is_sign("[") {
            depth += 1;
        } else if part.is_sign(")") || part.is_sign("]") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let inside = parts.get(open + 1..place).unwrap_or_default();
                return (inside, place + 1);
            }
        }
    }
    (parts.get(open + 1..).unwrap_or_default(), parts.len())
}

/// Arguments, cut at the commas that are in no brackets.
#[must_use]
pub fn arguments(parts: &[Part]) -> Vec<&[Part]> {
    let mut found = cut_at(parts, ",");
    found.retain(|argument| !argument.is_empty());
    found
}

/// What stands between the signs that are in no brackets.
#[must_use]
pub fn cut_at<'p>(parts: &'p [Part], sign: &str) -> Vec<&'p [Part]> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (place, part) in parts.iter().enumerate() {
        if part.is_sign("(") || part.is_sign("[") {
            depth += 1;
        } else if part.is_sign(")") || part.is_sign("]") {
            depth = depth.saturating_sub(1);
        } else if part.is_sign(sign) && depth == 0 {
            found.push(parts.get(start..place).unwrap_or_default());
            start = place + 1;
        }
    }
    found.push(parts.get(start..).unwrap_or_default());
    found
}

/// The value of a named argument: `script: 'x'`.
#[must_use]
pub fn named<'p>(arguments: &[&'p [Part]], name: &str) -> Option<&'p [Part]> {
    arguments.iter().find_map(|argument| match argument {
        [first, colon, rest @ ..] if first.word() == Some(name) && colon.is_sign(":") => Some(rest),
        _ => None,
    })
}

/// The text that a part is, if it is one and nothing is put into it.
#[must_use]
pub fn constant(part: &Part) -> Option<&str> {
    match part {
        Part::Token {
            token: Token::Text(text),
            ..
        } if text.expressions.is_empty() => Some(&text.content),
        _ => None,
    }
}

/// Parts as they may be written, for messages.
#[must_use]
pub fn shown(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Token { token, spaced, .. } => {
                if *spaced && !text.is_empty() {
                    text.push(' ');
                }
                match token {
                    Token::Word(word) => text.push_str(word),
                    Token::Text(inside) => {
                        text.push('\'');
                        text.push_str(&inside.content);
                        text.push('\'');
                    }
                    Token::Sign(sign) => text.push_str(sign),
                    Token::Newline => {}
                }
            }
            Part::Block { .. } => text.push_str(" {…}"),
        }
    }
    text
}
