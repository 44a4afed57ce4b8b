//! What of a document is about which version.

use super::lines::{Kind, Line};
use super::versions;
use crate::facts::GuideVersion;

/// A document, or the part of it below a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part<'t> {
    /// Where it starts.
    pub line: u64,
    /// The versions that it is about, sorted.
    pub versions: Vec<GuideVersion>,
    /// What it says, without its heading.
    pub lines: Vec<Line<'t>>,
}

impl<'t> Part<'t> {
    /// A document that is about these versions as a whole. Its title says nothing more.
    pub(super) fn whole(lines: &[Line<'t>], versions: Vec<GuideVersion>) -> Self {
        let is_title = |line: &Line<'_>| matches!(line.kind, Kind::Heading(_));
        let skipped = usize::from(lines.first().is_some_and(is_title));
        Part {
            line: 1,
            versions,
            lines: lines.iter().skip(skipped).copied().collect(),
        }
    }
}

/// The parts of a guide below headings that name a version, and, if that is not all of it, the rest
/// as a part that names none. Below a heading with a version, deeper ones start no part of their
/// own, and one that is no deeper ends it. The first heading of a file is its title: what is no
/// higher belongs to it.
pub(super) fn by_version<'t>(lines: &[Line<'t>], project: Option<&str>) -> Vec<Part<'t>> {
    let mut rest = Part::whole(&[], Vec::new());
    let mut parts: Vec<Part<'t>> = Vec::new();
    let mut open: Option<usize> = None;
    let is_heading = |line: &&Line<'_>| matches!(line.kind, Kind::Heading(_));
    let title = lines.iter().find(is_heading);
    let is_titled = title.is_some_and(|line| !versions::in_heading(line.text, project).is_empty());
    for line in lines {
        if let Kind::Heading(level) = line.kind {
            let named = versions::in_heading(line.text, project);
            if !named.is_empty() && open.is_none_or(|above| level <= above) {
                open = Some(level);
                parts.push(Part {
                    line: line.number,
                    versions: named,
                    lines: Vec::new(),
                });
                continue;
            }
            let of_title = parts.len() == 1 && is_titled;
            if open.is_some_and(|above| level < above || (level == above && !of_title)) {
                open = None;
            }
        }
        match parts.last_mut() {
            Some(part) if open.is_some() => part.lines.push(*line),
            _ => rest.lines.push(*line),
        }
    }
    let says = |line: &Line<'_>| !matches!(line.kind, Kind::Heading(_));
    if parts.is_empty() || rest.lines.iter().any(says) {
        parts.push(rest);
    }
    parts
}

/// What stands below headings such as "Migration" or "Upgrade notes", between two lines of a
/// changelog, each up to the next heading that is no deeper.
pub(super) fn on_migration<'t>(
    lines: &[Line<'t>],
    start: u64,
    end: u64,
    versions: &[GuideVersion],
) -> Vec<Part<'t>> {
    let from = lines.partition_point(|line| line.number <= start);
    let to = lines.partition_point(|line| line.number < end);
    let mut parts: Vec<Part<'t>> = Vec::new();
    let mut open: Option<usize> = None;
    for line in lines.get(from..to).unwrap_or_default() {
        if let Kind::Heading(level) = line.kind
            && open.is_none_or(|above| level <= above)
        {
            open = is_on_migration(line.text).then_some(level);
            if open.is_some() {
                parts.push(Part {
                    line: line.number,
                    versions: versions.to_vec(),
                    lines: Vec::new(),
                });
            }
            continue;
        }
        if let Some(part) = parts.last_mut()
            && open.is_some()
        {
            part.lines.push(*line);
        }
    }
    parts
}

fn is_on_migration(heading: &str) -> bool {
    let words = heading.to_lowercase();
    let mut words = words.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| word.starts_with("migrat") || word.starts_with("upgrad"))
}
