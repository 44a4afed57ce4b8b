//! What a heading says: a version, a date, that it is not released yet, or something else.

use std::ops::Range;

use super::unreleased::{self, says_unreleased};
use super::{inline, version_text};
use crate::formats::dates;
use crate::release::Version;

/// The longest heading that is looked at; a longer line is prose.
const MAX_HEADING: usize = 400;

/// What a heading says about a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meaning {
    /// The version as it is written; `None` for an unreleased section without one.
    pub version_text: Option<String>,
    /// The version, if it can be ordered.
    pub version: Option<Version>,
    /// The words before the version, in lower case: a package's name. Empty for none, and for
    /// words such as "version" that any heading may have.
    pub prefix: String,
    /// Whether it is a release's heading for sure: it has a date, or nothing beside the version.
    pub exact: bool,
    pub unreleased: bool,
    pub yanked: bool,
    pub date: Option<String>,
    /// Whether it names a date, be it one that cannot be read.
    pub dated: bool,
}

/// Words beside a version and its date that say nothing of their own.
pub(super) const FILLERS: &[&str] = &[
    "released",
    "release",
    "on",
    "date",
    "published",
    "stable",
    "beta",
    "alpha",
    "final",
    "lts",
    "the",
    "latest",
    "current",
    "utc",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Words before a version that belong to any release's heading.
pub(super) const LEAD_INS: &[&str] = &[
    "version",
    "ver",
    "v",
    "release",
    "changes",
    "change",
    "in",
    "what's",
    "what’s",
    "whats",
    "new",
    "noteworthy",
    "notable",
    "for",
    "notes",
    "release:",
    "version:",
    "the",
    "of",
    "patch",
    "minor",
    "major",
    "hotfix",
    "with",
];

/// Words before a version that make the heading speak of something else.
const DIVERSIONS: &[&str] = &[
    "from",
    "since",
    "before",
    "after",
    "until",
    "to",
    "than",
    "support",
    "drop",
    "dropped",
    "require",
    "requires",
    "required",
    "fix",
    "fixed",
    "add",
    "added",
    "remove",
    "removed",
    "deprecated",
    "upgrade",
    "upgrading",
    "update",
    "updating",
    "migrate",
    "migrating",
    "migration",
    "bump",
    "bumped",
    "via",
];

/// The most words that a package's name has in front of a version.
const MAX_NAME_WORDS: usize = 3;

/// Words before a version that say of what kind the release is, and name no package.
const ADJECTIVES: &[&str] = &[
    "a",
    "alpha",
    "beta",
    "bug",
    "bug-fix",
    "bugfix",
    "candidate",
    "critical",
    "emergency",
    "feature",
    "final",
    "first",
    "initial",
    "latest",
    "lts",
    "maintenance",
    "milestone",
    "next",
    "official",
    "pre-release",
    "preview",
    "public",
    "rc",
    "rev",
    "security",
    "series",
    "stable",
    "tag",
    "tagged",
    "update",
];

const WITHDRAWN: &[&str] = &["yanked", "withdrawn", "retracted"];

/// What makes a line a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Its markup.
    Marked,
    /// Nothing: it is a line of plain text.
    Line,
    /// Nothing, and it starts as an item of a list does.
    Item,
}

impl Meaning {
    /// The words before the version that may be a package's name; `None` if there are none.
    pub(super) fn package(&self) -> Option<String> {
        let words = self.prefix.split(' ');
        let name: Vec<&str> = words.filter(|word| !ADJECTIVES.contains(word)).collect();
        let name = name.join(" ");
        name.contains(char::is_alphabetic).then_some(name)
    }
}

/// Reads a heading. `None` if it speaks neither of a version nor of what is unreleased.
pub(super) fn read(raw: &str, look: Look) -> Option<Meaning> {
    if raw.len() > MAX_HEADING {
        return None;
    }
    let text = inline::plain(raw);
    let Some((prefix, token, rest)) = split_at_version(&text) else {
        return read_unversioned(&text, look);
    };
    let leading = dates::find(prefix);
    let prefix = package_in(prefix.get(leading.as_ref().map_or(0, |date| date.range.end)..)?)?;
    let remainder = Remainder::read(rest);
    let dated = leading.is_some() || remainder.dated;
    Some(Meaning {
        version: token.parse().ok(),
        version_text: Some(token.to_owned()),
        prefix,
        exact: remainder.exact || dated,
        unreleased: remainder.unreleased,
        yanked: remainder.yanked,
        date: leading.map_or(remainder.date, |leading| leading.date),
        dated,
    })
}

/// `Unreleased`, `main (unreleased)`, `TBD`, and a date in place of a version.
fn read_unversioned(text: &str, look: Look) -> Option<Meaning> {
    unreleased::is_title(text, look).then_some(Meaning {
        version_text: None,
        version: None,
        prefix: String::new(),
        exact: true,
        unreleased: true,
        yanked: false,
        date: None,
        dated: false,
    })
}

/// The text before the first version, the version, and what follows.
fn split_at_version(text: &str) -> Option<(&str, &str, &str)> {
    let range = version_text::find(text)?;
    let version = text.get(range.clone())?;
    let date = dates::find(text).filter(|date| {
        date.date.is_some() && date.range.start <= range.start && range.end <= date.range.end
    });
    if let Some(later) = date.as_ref().and_then(|date| behind(text, date.range.end)) {
        let version = text.get(later.clone())?;
        return Some((text.get(..later.start)?, version, text.get(later.end..)?));
    }
    let day_first = date.is_some()
        && !version.starts_with(['v', 'V'])
        && version
            .rsplit('.')
            .next()
            .is_some_and(|year| year.len() == 4);
    if day_first {
        return None;
    }
    Some((text.get(..range.start)?, version, text.get(range.end..)?))
}

/// The version that stands behind a date which looks like one itself, in bytes: `2026.02.11, Version
/// 1.52.0`. `None` if there is none, if other words stand between the two, or if it is a second date.
fn behind(text: &str, date_end: usize) -> Option<Range<usize>> {
    let rest = text.get(date_end..)?;
    let found = version_text::find(rest)?;
    let between = package_in(rest.get(..found.start)?)?;
    let is_date = dates::find(rest).is_some_and(|date| date.range.contains(&found.start));
    (between.is_empty() && !is_date).then_some(date_end + found.start..date_end + found.end)
}

/// The package's name before a version, in lower case; `None` if the words say something else.
pub(super) fn package_in(before: &str) -> Option<String> {
    let lowered = before.to_lowercase();
    let words: Vec<&str> = lowered
        .split_whitespace()
        .map(|word| word.trim_matches(['(', '[', '-', '–', '—', '@', '/', '_', ',', '*']))
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| DIVERSIONS.contains(word)) {
        return None;
    }
    let name: Vec<&str> = words
        .into_iter()
        .filter(|word| !LEAD_INS.contains(word))
        .collect();
    (name.len() <= MAX_NAME_WORDS).then(|| name.join(" ").trim_end_matches(':').to_owned())
}

/// What is said beside the version.
#[derive(Debug, Default)]
pub(super) struct Remainder {
    pub date: Option<String>,
    pub dated: bool,
    pub unreleased: bool,
    pub yanked: bool,
    /// Whether nothing else is said; a remark in parentheses or quotes may be.
    pub exact: bool,
}

impl Remainder {
    pub(super) fn read(text: &str) -> Self {
        let found = dates::find(text);
        let mut words = text.to_lowercase();
        if let Some(found) = &found {
            let (before, after) = (text.get(..found.range.start), text.get(found.range.end..));
            words = format!(
                "{} {}",
                before.unwrap_or_default(),
                after.unwrap_or_default()
            )
            .to_lowercase();
        }
        let unreleased = says_unreleased(&words);
        let yanked = WITHDRAWN.iter().any(|word| words.contains(word));
        Remainder {
            exact: unreleased || is_filler(&words),
            dated: found.is_some(),
            date: found.and_then(|found| found.date),
            unreleased,
            yanked,
        }
    }
}

pub(super) const DECORATION: &[char] = &[
    ' ', '(', ')', '[', ']', '{', '}', '-', '–', '—', ':', ',', '.', ';', '/', '|', '=', '_', '*',
    '~', '#', '!', '<', '>', '•', '"', '\'',
];

/// Whether nothing is left when fillers and remarks in parentheses or quotes are taken off.
fn is_filler(words: &str) -> bool {
    let mut depth = 0_usize;
    let mut quoted = false;
    let mut outside = String::new();
    for c in words.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '"' | '“' | '”' | '«' | '»' => quoted = !quoted,
            _ if depth == 0 && !quoted => outside.push(c),
            _ => {}
        }
    }
    outside
        .split(|c: char| c.is_whitespace() || DECORATION.contains(&c))
        .filter(|word| !word.is_empty())
        .all(|word| {
            FILLERS.contains(&word)
                || WITHDRAWN.contains(&word)
                || !word.chars().any(char::is_alphanumeric)
        })
}
