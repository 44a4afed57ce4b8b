//! From headings and entries to sections: which headings start one.

use std::collections::{BTreeMap, BTreeSet};

use super::entries;
use super::heading::{self, Look, Meaning, Remainder};
use super::{Event, EventKind, Release, inline};
use crate::formats::dates;

/// A heading that speaks of a version or of what is unreleased.
struct Candidate<'e> {
    index: usize,
    line: u64,
    level: usize,
    text: &'e str,
    meaning: Meaning,
}

/// The sections of a changelog, in its order.
pub(super) fn of(events: &[Event<'_>]) -> Vec<Release> {
    let candidates = candidates(events);
    let levels = Levels::of(&candidates);
    let starts: Vec<&Candidate<'_>> = candidates
        .iter()
        .filter(|candidate| levels.accept(candidate))
        .collect();
    let next_starts = starts
        .iter()
        .skip(1)
        .map(|next| next.index)
        .chain([events.len()]);
    starts
        .iter()
        .zip(next_starts)
        .map(|(start, next)| section(start, body(events, start, next)))
        .collect()
}

fn candidates<'e>(events: &[Event<'e>]) -> Vec<Candidate<'e>> {
    let headings = events
        .iter()
        .enumerate()
        .filter_map(|(index, event)| match event.kind {
            EventKind::Heading { level, text } => Some((index, event.line, level, text)),
            _ => None,
        });
    headings
        .filter_map(|(index, line, level, text)| {
            let meaning = heading::read(text, Look::Marked)?;
            Some(Candidate {
                index,
                line,
                level,
                text,
                meaning,
            })
        })
        .collect()
}

/// At which levels of headings a file speaks of versions.
struct Levels {
    /// The level at which most versions stand; `None` if the file names no version.
    main: Option<usize>,
    /// What stands before the versions at that level.
    prefixes: BTreeSet<String>,
    /// The shallowest level with a heading such as `Unreleased`, for a file without versions.
    unreleased: Option<usize>,
}

impl Levels {
    fn of(candidates: &[Candidate<'_>]) -> Self {
        let versioned = || {
            candidates
                .iter()
                .filter(|c| c.meaning.version_text.is_some())
        };
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for candidate in versioned().filter(|c| c.meaning.exact) {
            *counts.entry(candidate.level).or_default() += 1;
        }
        let loose = || versioned().map(|candidate| candidate.level).min();
        // Of two levels with as many versions, the shallower one.
        let main = counts
            .iter()
            .max_by_key(|(level, count)| (**count, usize::MAX - **level));
        let main = main.map(|(level, _)| *level).or_else(loose);
        Levels {
            main,
            prefixes: versioned()
                .filter(|candidate| Some(candidate.level) == main)
                .map(|candidate| candidate.meaning.prefix.clone())
                .collect(),
            unreleased: candidates.iter().map(|candidate| candidate.level).min(),
        }
    }

    fn accept(&self, candidate: &Candidate<'_>) -> bool {
        let meaning = &candidate.meaning;
        let Some(main) = self.main else {
            return Some(candidate.level) == self.unreleased;
        };
        if candidate.level == main {
            return true;
        }
        // Patch releases may stand one level below minor ones, and majors above them all; deeper
        // down, and with other words around it, a version is only being spoken of.
        let near = candidate.level <= main + 1;
        let same_package = meaning.prefix.is_empty() || self.prefixes.contains(&meaning.prefix);
        near && meaning.exact && same_package
    }
}

/// The events between a section's heading and its end: the next section, or a heading of the same
/// or a higher level that is none.
fn body<'e, 't>(events: &'e [Event<'t>], start: &Candidate<'_>, next: usize) -> &'e [Event<'t>] {
    let own = events.get(start.index + 1..next).unwrap_or_default();
    let end = own.iter().position(
        |event| matches!(event.kind, EventKind::Heading { level, .. } if level < start.level || (level == start.level && level < super::BOLD_LEVEL)),
    );
    end.and_then(|end| own.get(..end)).unwrap_or(own)
}

fn section(start: &Candidate<'_>, body: &[Event<'_>]) -> Release {
    let meaning = &start.meaning;
    let mut release = Release {
        heading: inline::plain(start.text),
        line: start.line,
        level: None,
        package: meaning.package(),
        version: meaning.version.clone(),
        unreleased: meaning.unreleased,
        yanked: meaning.yanked,
        date: meaning.date.clone(),
        groups: Vec::new(),
    };
    let body = take_status_lines(&mut release, meaning.dated, body);
    release.groups = entries::groups(start.line, body);
    release
}

/// The most lines below a heading that may hold its date.
const MAX_STATUS_LINES: usize = 3;

/// Reads the date, and words such as "unreleased", from lines of their own below the heading:
/// `Released 2024-01-31`, `*31 January 2024*`, `:Date: …`. Returns what follows them.
fn take_status_lines<'e, 't>(
    release: &mut Release,
    dated: bool,
    body: &'e [Event<'t>],
) -> &'e [Event<'t>] {
    let mut rest = body;
    let mut dated = dated;
    for _ in 0..MAX_STATUS_LINES {
        let blank = rest.iter().position(|event| event.kind != EventKind::Blank);
        let content = blank
            .and_then(|first| rest.get(first..))
            .unwrap_or_default();
        let (Some(text), after) = (content.first().and_then(status_text), content.get(1..)) else {
            break;
        };
        let plain = inline::plain(text);
        let status = Remainder::read(&plain);
        let speaks = status.dated || status.unreleased || status.yanked;
        let is_status = (speaks && status.exact) || starts_with_date(&plain);
        if !is_status {
            break;
        }
        if !dated {
            release.date = status.date;
            dated = status.dated;
        }
        release.unreleased |= status.unreleased && release.date.is_none();
        release.yanked |= status.yanked;
        rest = after.unwrap_or_default();
    }
    rest
}

/// The longest line that is read as a date.
const MAX_STATUS: usize = 120;

fn status_text<'t>(event: &Event<'t>) -> Option<&'t str> {
    match event.kind {
        EventKind::Text { text, .. } => Some(text),
        EventKind::Heading {
            level: super::BOLD_LEVEL,
            text,
        } => Some(text),
        _ => None,
    }
    .filter(|text| text.len() <= MAX_STATUS)
}

/// How far into a line a date may stand that the line is about.
const MAX_DATE_OFFSET: usize = 20;

/// `Released on January 31st, 2024, codename X.`
fn starts_with_date(text: &str) -> bool {
    let lowered = text.to_lowercase();
    let labelled = ["released", "release date", "date:", ":date:", ":released:"]
        .iter()
        .any(|label| lowered.starts_with(label));
    labelled && dates::find(text).is_some_and(|found| found.range.start <= MAX_DATE_OFFSET)
}
