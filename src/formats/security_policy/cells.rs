//! What a cell of the table says: text without markup, and how far support goes.

use super::Support;

/// Signs of support, as they are typed and as forges spell them.
const YES: &[&str] = &[
    ":white_check_mark:",
    ":heavy_check_mark:",
    ":ballot_box_with_check:",
    ":green_circle:",
    ":+1:",
    "✅",
    "✔",
    "✓",
    "☑",
    "🟢",
    "👍",
];

/// Signs that there is none.
const NO: &[&str] = &[
    ":x:",
    ":heavy_multiplication_x:",
    ":negative_squared_cross_mark:",
    ":no_entry:",
    ":no_entry_sign:",
    ":red_circle:",
    ":-1:",
    "❌",
    "❎",
    "✖",
    "✗",
    "✘",
    "⛔",
    "🚫",
    "🔴",
    "👎",
];

/// Words that there is none, in lower case: they may hold a word of support.
const NO_WORDS: &[&str] = &[
    "no",
    "not",
    "never",
    "none",
    "n",
    "eol",
    "unsupported",
    "unmaintained",
    "deprecated",
    "false",
    "obsolete",
    "ended",
    "discontinued",
    "end-of-life",
];

/// Words of a support that is limited.
const LIMITED_WORDS: &[&str] = &["security", "critical", "maintenance", "lts"];

/// Words of support.
const YES_WORDS: &[&str] = &[
    "yes",
    "y",
    "supported",
    "active",
    "actively",
    "current",
    "full",
    "maintained",
    "true",
    "stable",
    "latest",
];

/// Words that leave it open.
const OPEN_WORDS: &[&str] = &[
    "until",
    "till",
    "partial",
    "partially",
    "limited",
    "best",
    "maybe",
];

/// How far the support goes that a cell speaks of; `None` where that is not certain: the cell has an
/// end of the support, or words that are not known.
pub(super) fn support(cell: &str) -> Option<Support> {
    let lower = cell.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .filter(|word| !word.is_empty())
        .collect();
    let says = |known: &[&str]| words.iter().any(|word| known.contains(word));
    let shows = |signs: &[&str]| signs.iter().any(|sign| lower.contains(sign));
    let is_dated = lower.contains(|letter: char| letter.is_ascii_digit());
    if is_dated || says(OPEN_WORDS) || (shows(YES) && shows(NO)) {
        return None;
    }
    let ends = lower.contains("end of life");
    if shows(NO) || ((says(NO_WORDS) || ends) && !shows(YES)) {
        return Some(Support::None);
    }
    if says(LIMITED_WORDS) && !says(&["full", "active", "actively"]) {
        return Some(Support::Security);
    }
    (shows(YES) || says(YES_WORDS)).then_some(Support::Full)
}

/// The text of a cell without its markup: code, bold, links, footnotes, breaks.
pub(super) fn plain(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find(['[', '<', '`', '*']) {
        let (before, tail) = rest.split_at(at);
        text.push_str(before);
        let (shown, after) = unmarked(tail);
        text.push_str(shown);
        rest = after;
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the mark at the start of a text shows, and what follows it.
fn unmarked(text: &str) -> (&str, &str) {
    let (mark, after) = text.split_at_checked(1).unwrap_or((text, ""));
    match mark {
        "[" => link(after).unwrap_or((mark, after)),
        "<" => tag(after).unwrap_or((mark, after)),
        _ => ("", after),
    }
}

/// The label of a link or footnote, whose mark says nothing.
fn link(after: &str) -> Option<(&str, &str)> {
    let (label, rest) = after.split_once(']')?;
    let target = rest.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let rest = target.map_or(rest, |(_, rest)| rest);
    Some((if label.starts_with('^') { "" } else { label }, rest))
}

/// A tag of HTML parts what is around it; `2.0.<latest>` stands for every version of that line.
fn tag(after: &str) -> Option<(&str, &str)> {
    let (name, rest) = after.split_once('>')?;
    let is_tag = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/');
    is_tag.then_some((if name == "latest" { "x" } else { ", " }, rest))
}
