//! What a text says of a licence: an expression, a guess, or nothing.

use super::expression::expression;
use super::names;
use super::texts;

/// The most characters of a text that are kept, for people to read. What is cut off is replaced by
/// `…`.
pub const MAX_TEXT: usize = 120;

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// Exactly one expression, in canonical form: as it stands, or by a name that means one licence.
    Exact {
        expression: String,
        /// The deprecated identifiers in it, each with what it means now.
        deprecated: Vec<(String, String)>,
    },
    /// A name that several licences have, or a text that is like that of a licence.
    Guess {
        /// The expressions that it may mean, for each name in it.
        groups: Vec<Vec<String>>,
        /// Why it is a guess, as a clause.
        why: String,
    },
    /// Nothing that can be known: why, as a clause.
    Unknown(String),
}

impl Reading {
    /// A reading of one expression that is known to be valid.
    pub(super) fn exact(expression: impl Into<String>) -> Self {
        Reading::Exact {
            expression: expression.into(),
            deprecated: Vec::new(),
        }
    }

    pub(super) fn unknown(why: impl Into<String>) -> Self {
        Reading::Unknown(why.into())
    }

    /// Everything that it may mean, sorted.
    #[must_use]
    pub fn expressions(&self) -> Vec<String> {
        match self {
            Reading::Exact { expression, .. } => vec![expression.clone()],
            Reading::Guess { groups, .. } => {
                let mut all: Vec<String> = groups.iter().flatten().cloned().collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Reading::Unknown(_) => Vec::new(),
        }
    }
}

/// Texts that say that nothing is said, in lower case.
const SILENT: [&str; 11] = [
    "",
    "-",
    "custom",
    "license",
    "n/a",
    "noassertion",
    "none",
    "null",
    "other",
    "tbd",
    "unknown",
];

/// How many names one text may hold.
const MAX_NAMES: usize = 16;

/// Reads what somebody wrote where a licence is asked for.
///
/// In this order: a text that says nothing; an SPDX expression; Cargo's older form with `/` for `OR`; a
/// name; several of those, parted by `;`, `,`, `or` or `/`; the text of a licence.
#[must_use]
pub fn read(text: &str) -> Reading {
    let text = text.trim();
    let lower = text.to_lowercase();
    if SILENT.contains(&lower.as_str()) {
        return Reading::unknown(match text {
            "" => "it is empty".to_owned(),
            _ => format!("`{text}` names no licence"),
        });
    }
    if lower.starts_with("see ") || lower.starts_with("file:") {
        return Reading::unknown(format!("`{}` only says where to look", shown(text)));
    }
    if text.lines().count() > 3 || text.chars().count() > 300 {
        return texts::read(text);
    }
    // Not a mistake of the person who wrote it: npm's word for "nobody may use this".
    if text == "UNLICENSED" {
        return Reading::exact("LicenseRef-UNLICENSED");
    }
    single(text)
        .or_else(|| alternatives(text))
        .or_else(|| several(text))
        .unwrap_or_else(|| {
            Reading::unknown(format!(
                "`{}` is no licence that relcheck knows",
                shown(text)
            ))
        })
}

/// An expression, or one name.
fn single(text: &str) -> Option<Reading> {
    if let Ok(read) = expression(text) {
        return Some(Reading::Exact {
            expression: read.text,
            deprecated: read.deprecated,
        });
    }
    names::read(text)
}

/// Names and identifiers between `/` or `or`, each of which means one licence.
fn alternatives(text: &str) -> Option<Reading> {
    let mut parts = Vec::new();
    for part in text.split('/') {
        parts.extend(parted_by_or(part));
    }
    if !(2..=MAX_NAMES).contains(&parts.len()) {
        return None;
    }
    let mut expressions = Vec::new();
    let mut deprecated = Vec::new();
    for part in parts {
        match single(part.trim())? {
            Reading::Exact {
                expression,
                deprecated: old,
            } => {
                expressions.push(format!("({expression})"));
                deprecated.extend(old);
            }
            // Which alternatives there are is then a guess, of which each must do.
            _ => return groups(text.split('/').flat_map(parted_by_or)),
        }
    }
    let read = expression(&expressions.join(" OR ")).ok()?;
    Some(Reading::Exact {
        expression: read.text,
        deprecated,
    })
}

fn parted_by_or(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.to_ascii_lowercase().find(" or ") {
        let (part, more) = rest.split_at(at);
        parts.push(part);
        rest = more.get(4..).unwrap_or_default();
    }
    parts.push(rest);
    parts
}

/// Names between `;` or `,`: whether all of them apply or one may be chosen, nobody says.
fn several(text: &str) -> Option<Reading> {
    let separator = if text.contains(';') { ';' } else { ',' };
    let parts = text.split(separator).map(str::trim);
    groups(parts.filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("OSI Approved")))
}

fn groups<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Reading> {
    let mut groups = Vec::new();
    for part in parts {
        if groups.len() >= MAX_NAMES {
            return None;
        }
        let part = part.trim();
        match single(part).or_else(|| alternatives_of(part))? {
            Reading::Exact { expression, .. } => groups.push(vec![expression]),
            Reading::Guess { groups: more, .. } => groups.extend(more),
            Reading::Unknown(_) => return None,
        }
    }
    match groups.len() {
        0 => None,
        1 if groups.iter().all(|group| group.len() == 1) => {
            Some(Reading::exact(groups.concat().concat()))
        }
        1 => Some(Reading::Guess {
            groups,
            why: "several licences go by this name".to_owned(),
        }),
        _ => Some(Reading::Guess {
            groups,
            why: "it names several, and not how they go together".to_owned(),
        }),
    }
}

/// The alternatives of one of several, where each means one licence.
fn alternatives_of(part: &str) -> Option<Reading> {
    match alternatives(part) {
        Some(exact @ Reading::Exact { .. }) => Some(exact),
        _ => None,
    }
}

/// A text on one line, no longer than [`MAX_TEXT`] characters.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut line = String::new();
    for (count, letter) in text
        .split_whitespace()
        .flat_map(|word| [" ", word])
        .skip(1)
        .flat_map(str::chars)
        .enumerate()
    {
        if count >= MAX_TEXT - 1 {
            line.push('…');
            break;
        }
        line.push(if letter.is_control() {
            '\u{fffd}'
        } else {
            letter
        });
    }
    line
}
