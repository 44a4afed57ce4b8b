//! The references in one document.

use super::forms::Place;
use super::lines::{self, Line, Title};
use super::names::Names;
use super::numbers::{self, Numbers};
use super::words;
use crate::facts::{Reference, VersionFact};
use crate::formats::changelog::Markup;
use crate::release::Version;

/// How many lines before one may say what it is about, if no blank line is between.
const ABOVE: usize = 4;

/// Longer lines are not text that anybody has written.
const MAX_LINE: usize = 20_000;

/// Every reference in a document, in its order. Of one with more than `limit`, the first ones and
/// one more.
pub(super) fn references(
    text: &str,
    markup: Markup,
    names: &Names,
    title: Title,
    limit: usize,
) -> Vec<Reference> {
    let lines = lines::read(text, markup, title);
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let has_digit = line.text.bytes().any(|byte| byte.is_ascii_digit());
        if !has_digit || line.text.len() > MAX_LINE {
            continue;
        }
        let before = lines.get(..index).unwrap_or_default();
        let above = above(before);
        let place = Place {
            code: line.code,
            line: line.text,
            above: &above,
            names,
        };
        for numbers in numbers::find(line.text) {
            if let Some(reference) = reference(line, index, before, &place, &numbers) {
                found.push(reference);
                if found.len() > limit {
                    return found;
                }
            }
        }
    }
    found
}

/// The lines right above, up to a blank one.
fn above<'a>(before: &[Line<'a>]) -> Vec<&'a str> {
    before
        .iter()
        .rev()
        .take(ABOVE)
        .take_while(|line| !line.text.trim().is_empty())
        .map(|line| line.text)
        .collect()
}

fn reference(
    line: &Line,
    index: usize,
    above: &[Line],
    place: &Place,
    numbers: &Numbers,
) -> Option<Reference> {
    let (form, target) = place.classify(numbers)?;
    let range = numbers.range.clone();
    let text = line.text.get(range.clone())?;
    let left = line.text.get(..range.start)?;
    let right = line.text.get(range.end..)?;
    let version: Option<Version> = parsed(text, numbers.parts);
    Some(Reference {
        line: index as u64 + 1,
        column: left.chars().count() as u64 + 1,
        start: (line.start + range.start) as u64,
        end: (line.start + range.end) as u64,
        text: text.to_owned(),
        version: version.as_ref().map(VersionFact::from),
        parts: numbers.parts,
        form,
        target,
        token: words::token(line.text, range.start, range.end),
        before: before(line, left, above),
        after: words::after(right),
        directive: lines::directive(line.text),
        heading: line.heading.map(str::to_owned),
        under_version: line.under_version,
        code: line.code || lines::is_inline_code(left),
        comment: line.comment || (line.code && lines::is_code_comment(left)),
        table: line.table,
    })
}

/// A version of one number (`v4`) is read as the first release of its series. Two hyphens are one, as
/// a badge's address writes it.
fn parsed(text: &str, parts: u64) -> Option<Version> {
    if parts == 1 {
        return format!("{text}.0").parse().ok();
    }
    text.replace("--", "-").parse().ok()
}

/// The words before it: of a paragraph, also those that end the line above.
fn before(line: &Line, left: &str, above: &[Line]) -> Vec<String> {
    let is_plain = !line.code && !line.table && !line.is_heading && !starts_item(left);
    let wraps = |above: &&Line| {
        let is_text = !above.code && !above.table && !above.is_heading && !above.comment;
        is_text && !above.text.trim().is_empty()
    };
    match above.last().filter(wraps) {
        Some(above) if is_plain => words::before(&format!("{} {left}", above.text)),
        _ => words::before(left),
    }
}

/// Whether a line starts an item of a list.
fn starts_item(left: &str) -> bool {
    let text = left.trim_start();
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    ["- ", "* ", "+ "].iter().any(|sign| text.starts_with(sign))
        || (digits.len() < text.len() && digits.starts_with(['.', ')']))
}
