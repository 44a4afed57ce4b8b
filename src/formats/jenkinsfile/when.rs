//! Whether a stage runs in the build of a tag, by its `when`.
//! <https://www.jenkins.io/doc/book/pipeline/syntax/#when>

use globset::GlobBuilder;
use regex::{Regex, RegexBuilder};

use super::condition::holds;
use super::{arguments, bracketed, constant, named, shown};
use crate::formats::groovy::{Part, Statement};
use crate::formats::three_valued::{all, any};

/// The largest a compiled pattern may become, in bytes.
const MAX_PATTERN: usize = 64 * 1024;

/// What a `when` says of the build of a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// Whether it holds; `None` where that is not known.
    pub holds: Option<bool>,
    /// Its conditions that are about tags, as they are written.
    pub tags: Vec<String>,
}

/// Reads the conditions in a `when`, all of which must hold.
#[must_use]
pub fn read(conditions: &[Statement], tag: &str) -> When {
    let mut tags = Vec::new();
    let answers = answers(conditions, tag, &mut tags);
    When {
        holds: all(&answers),
        tags,
    }
}

fn answers(conditions: &[Statement], tag: &str, tags: &mut Vec<String>) -> Vec<Option<bool>> {
    conditions
        .iter()
        .filter_map(|condition| answer(&condition.parts, tag, tags))
        .collect()
}

/// What one condition says; the outer `None` if it is an option and no condition.
#[allow(clippy::option_option)]
fn answer(parts: &[Part], tag: &str, tags: &mut Vec<String>) -> Option<Option<bool>> {
    let name = parts.first().and_then(Part::word).unwrap_or_default();
    let block = parts.iter().find_map(Part::block).unwrap_or_default();
    let given = match parts.get(1) {
        Some(open) if open.is_sign("(") => bracketed(parts, 1).0,
        _ => parts.get(1..).unwrap_or_default(),
    };
    Some(match name {
        "beforeAgent" | "beforeInput" | "beforeOptions" => return None,
        "buildingTag" => {
            tags.push("buildingTag()".to_owned());
            Some(true)
        }
        "tag" => {
            tags.push(shown(parts));
            compared(given, tag)
        }
        "branch" => compared(given, tag),
        "changeRequest" => Some(false),
        "not" => all(&answers(block, tag, &mut Vec::new())).map(|truth| !truth),
        "allOf" => all(&answers(block, tag, tags)),
        "anyOf" => any(&answers(block, tag, tags)),
        "expression" => expression(block, tag, tags),
        _ => None,
    })
}

fn expression(block: &[Statement], tag: &str, tags: &mut Vec<String>) -> Option<bool> {
    let [statement] = block else {
        return None;
    };
    let parts = match statement.parts.split_first() {
        Some((first, rest)) if first.word() == Some("return") => rest,
        _ => statement.parts.as_slice(),
    };
    if parts.iter().any(|part| part.word() == Some("TAG_NAME")) {
        tags.push(shown(parts));
    }
    holds(parts, tag)
}

/// `'v*'`, or `pattern: 'v.*', comparator: 'REGEXP'`.
fn compared(given: &[Part], tag: &str) -> Option<bool> {
    let arguments = arguments(given);
    let plain = match given {
        [] => return Some(true),
        [part] => constant(part),
        _ => None,
    };
    let text = |name: &str| match named(&arguments, name)? {
        [part] => constant(part),
        _ => None,
    };
    let written = plain.or_else(|| text("pattern"))?;
    match text("comparator") {
        Some("REGEXP") => Some(pattern(written, true)?.is_match(tag)),
        Some("EQUALS") => Some(written == tag),
        Some("GLOB") | None => {
            let glob = GlobBuilder::new(written).literal_separator(true).build();
            Some(glob.ok()?.compile_matcher().is_match(tag))
        }
        Some(_) => None,
    }
}

/// A regular expression that must match all of a text, or a part of it; `None` if it is none.
pub(super) fn pattern(text: &str, whole: bool) -> Option<Regex> {
    let text = if whole {
        format!("^(?:{text})$")
    } else {
        text.to_owned()
    };
    RegexBuilder::new(&text)
        .size_limit(MAX_PATTERN)
        .build()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::groovy;

    fn of(text: &str) -> (Option<bool>, usize) {
        let when = read(&groovy::read(text).statements, "v1.2.3");
        (when.holds, when.tags.len())
    }

    #[test]
    fn a_tag_is_told_from_other_builds() {
        for (text, expected) in [
            ("buildingTag()", (Some(true), 1)),
            ("tag 'v*'", (Some(true), 1)),
            ("tag '2.*'", (Some(false), 1)),
            (
                "tag pattern: 'v\\\\d.*', comparator: 'REGEXP'",
                (Some(true), 1),
            ),
            (
                "tag(pattern: 'v1.2.3', comparator: 'EQUALS')",
                (Some(true), 1),
            ),
            ("branch 'main'", (Some(false), 0)),
            ("branch 'v*'", (Some(true), 0)),
            ("branch name", (None, 0)),
            ("changeRequest()", (Some(false), 0)),
            ("not { changeRequest() }", (Some(true), 0)),
            ("not { buildingTag() }", (Some(false), 0)),
            ("anyOf { branch 'main'; buildingTag() }", (Some(true), 1)),
            ("anyOf { branch 'main'; changeset 'x' }", (None, 0)),
            (
                "allOf { buildingTag(); environment name: 'A', value: 'b' }",
                (None, 1),
            ),
            ("beforeAgent true\nbranch 'main'", (Some(false), 0)),
            (
                "expression { return env.TAG_NAME != null }",
                (Some(true), 1),
            ),
            ("expression { env.BRANCH_NAME == 'main' }", (Some(false), 0)),
            ("expression { x = 1; x }", (None, 0)),
            ("expression { params.X }", (None, 0)),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
