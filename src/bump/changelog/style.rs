//! How a changelog writes the headings of its releases, and a new one in the same style.

use jiff::civil::Date;

use super::day;
use super::lines::{Block, Lines};
use crate::bump::declared::find_all;
use crate::bump::spelling::{self, Scheme};
use crate::facts::{ChangelogFile, Section};
use crate::formats::dates;
use crate::release::Version;

/// How many of the newest sections are compared with each other.
const MAX_COMPARED: usize = 30;

/// How many lines below a heading may hold its date.
const STATUS_LINES: usize = 3;

/// A new heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Styled {
    /// The heading itself.
    pub block: Block,
    /// The line below it that holds the date, where the file has one there.
    pub status: Option<String>,
}

/// What a new section is called.
pub(super) struct New<'n> {
    pub version: &'n Version,
    pub date: Date,
    /// How versions are spelled where the file shows nothing else.
    pub scheme: Scheme,
}

/// A released section that others look like.
struct Model<'s> {
    section: &'s Section,
    /// The version's text without its `v`.
    version: &'s str,
    date: Date,
    /// The text of the version of the section below, without its `v`.
    below: Option<&'s str>,
}

/// A new heading in the style of the file: that of the newest release that is written like another
/// one. `None` if there is none.
pub(super) fn of_file(file: &ChangelogFile, lines: &Lines<'_>, new: &New<'_>) -> Option<Styled> {
    let model = model(file, lines)?;
    let block = Block::at(lines, model.section.line);
    let title = restyled(&block.title, &model, new)?;
    let status = match in_heading(&block.title, &model) {
        true => None,
        false => Some(status_of(lines, &block, &model, new)?),
    };
    Some(Styled {
        block: block.retitled(title),
        status,
    })
}

fn model<'s>(file: &'s ChangelogFile, lines: &Lines<'_>) -> Option<Model<'s>> {
    let models: Vec<Model<'s>> = file
        .sections
        .iter()
        .enumerate()
        .filter_map(|(index, section)| {
            let below = file.sections.get(index + 1..).unwrap_or_default();
            read(section, below)
        })
        .filter(|model| !in_title(lines, model).is_empty() && !holds_others(model))
        .take(MAX_COMPARED)
        .collect();
    let forms: Vec<String> = models.iter().map(|model| form(lines, model)).collect();
    let shared = |index: usize| {
        let same = forms.iter().filter(|form| Some(*form) == forms.get(index));
        same.count() > 1 || forms.len() == 1
    };
    models
        .into_iter()
        .enumerate()
        .find_map(|(index, model)| shared(index).then_some(model))
}

/// Whether the heading holds further versions, which other packages of the project have: whether those
/// are released as well is not known.
fn holds_others(model: &Model<'_>) -> bool {
    let heading = model.section.heading.as_str();
    let day = dates::find(heading).map_or(0..0, |found| found.range);
    let parts = [heading.get(..day.start), heading.get(day.end..)];
    parts.into_iter().flatten().any(|part| {
        let rest = part.replace(model.version, "");
        rest.as_bytes().windows(3).any(|letters| {
            matches!(letters, [left, b'.', right] if left.is_ascii_digit() && right.is_ascii_digit())
        })
    })
}

fn read<'s>(section: &'s Section, below: &'s [Section]) -> Option<Model<'s>> {
    if section.unreleased || section.yanked {
        return None;
    }
    let bare = |section: &'s Section| {
        let text = section.version.as_ref()?.text.as_str();
        Some(text.trim_start_matches(['v', 'V']))
    };
    Some(Model {
        section,
        version: bare(section)?,
        date: section.date.as_ref()?.parse().ok()?,
        below: below.iter().find_map(bare),
    })
}

fn in_title(lines: &Lines<'_>, model: &Model<'_>) -> Vec<usize> {
    find_all(lines.content(model.section.line), model.version).collect()
}

/// Whether the heading itself holds the date.
fn in_heading(title: &str, model: &Model<'_>) -> bool {
    dates::find(title).is_some_and(|found| found.date == Some(model.date.to_string()))
}

/// The heading without what differs between any two of one style.
fn form(lines: &Lines<'_>, model: &Model<'_>) -> String {
    let title = lines.content(model.section.line);
    let title = match dates::find(title) {
        Some(found) => format!(
            "{}\u{0}{}",
            title.get(..found.range.start).unwrap_or_default(),
            title.get(found.range.end..).unwrap_or_default()
        ),
        None => title.to_owned(),
    };
    let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
    let title: String = title
        .replace(model.version, "\u{1}")
        .chars()
        .map(digits)
        .collect();
    match model.below {
        Some(below) => title.replace(below, "\u{2}"),
        None => title,
    }
}

/// The title with the new version and day; a link from the release before to this one moves on by
/// one.
fn restyled(title: &str, model: &Model<'_>, new: &New<'_>) -> Option<String> {
    let version = spelling::like(model.version, new.version, new.scheme)?;
    let mut parts: Vec<(usize, usize, String)> = Vec::new();
    let dated = dates::find(title).filter(|found| found.date == Some(model.date.to_string()));
    if let Some(found) = &dated {
        let sample = title.get(found.range.clone())?;
        let day = day::like(sample, model.date, new.date);
        parts.push((found.range.start, found.range.end, day));
    }
    let outside = |at: usize| {
        dated
            .as_ref()
            .is_none_or(|found| !found.range.contains(&at))
    };
    for at in find_all(title, model.version).filter(|at| outside(*at)) {
        parts.push((at, at + model.version.len(), version.clone()));
    }
    if let Some(below) = model.below.filter(|below| *below != model.version) {
        for at in find_all(title, below).filter(|at| outside(*at)) {
            parts.push((at, at + below.len(), model.version.to_owned()));
        }
    }
    replaced(title, parts)
}

/// The text with some parts of it replaced; `None` if two of them overlap.
pub(super) fn replaced(text: &str, mut parts: Vec<(usize, usize, String)>) -> Option<String> {
    parts.sort();
    let mut result = String::new();
    let mut at = 0;
    for (start, end, new) in parts {
        result.push_str(text.get(at..start)?);
        result.push_str(&new);
        at = end;
    }
    result.push_str(text.get(at..)?);
    Some(result)
}

/// The line below the heading that holds the date, with the new day.
fn status_of(lines: &Lines<'_>, block: &Block, model: &Model<'_>, new: &New<'_>) -> Option<String> {
    let below = lines.content_below(block.lines.1, STATUS_LINES);
    below.into_iter().find_map(|(_, content)| {
        let found = dates::find(content)?;
        (found.date? == model.date.to_string()).then_some(())?;
        let sample = content.get(found.range.clone())?;
        let day = day::like(sample, model.date, new.date);
        replaced(content, vec![(found.range.start, found.range.end, day)])
    })
}

/// A day in the way that the file writes the days of its releases.
pub(super) fn day_like(file: &ChangelogFile, lines: &Lines<'_>, date: Date) -> String {
    let sample = file.sections.iter().find_map(|section| {
        let old: Date = section.date.as_ref()?.parse().ok()?;
        let block = Block::at(lines, section.line);
        let below = lines.content_below(block.lines.1, STATUS_LINES);
        let texts =
            std::iter::once(block.title.as_str()).chain(below.into_iter().map(|(_, text)| text));
        texts.into_iter().find_map(|text| {
            let found = dates::find(text).filter(|found| found.date == Some(old.to_string()))?;
            Some((text.get(found.range)?.to_owned(), old))
        })
    });
    match sample {
        Some((sample, old)) => day::like(&sample, old, date),
        None => date.to_string(),
    }
}
