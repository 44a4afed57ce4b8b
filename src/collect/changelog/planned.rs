//! Entries that stand below a later version's heading, and stood there at the previous release.

use std::collections::HashSet;

use super::{MAX_CHANGELOG, parse};
use crate::collect::Context;
use crate::facts::{Changelog, PreviousRelease, Section};

/// Marks them. Where the changelog of the previous release cannot be read, none is marked: then they
/// count as new.
pub(super) fn mark(context: &Context, changelog: &mut Changelog) {
    let previous = context.repository().ok().and_then(|repository| {
        let history = &repository.history;
        history.previous.as_ref().filter(|_| history.complete)
    });
    let Some(previous) = previous else { return };
    let is_open = |section: &Section| is_later(section, previous);
    if !changelog
        .files
        .iter()
        .any(|file| file.sections.iter().any(is_open))
    {
        return;
    }
    let project = context.checkout().project();
    let Ok(revision) = context.repo().revision(&previous.commit, project) else {
        return;
    };
    for file in &mut changelog.files {
        let Ok(Some(text)) = revision.read_text(&file.path, MAX_CHANGELOG) else {
            continue;
        };
        let before = parse(&file.path, &text);
        let known: HashSet<(&str, &str)> = before
            .sections
            .iter()
            .filter(|section| is_later(section, previous))
            .flat_map(|section| texts(section).map(|text| (normal(section), text)))
            .collect();
        for section in file
            .sections
            .iter_mut()
            .filter(|section| is_later(section, previous))
        {
            let version = normal(section).to_owned();
            let entries = section
                .groups
                .iter_mut()
                .flat_map(|group| &mut group.entries);
            for entry in entries {
                entry.planned = known.contains(&(version.as_str(), entry.text.as_str()));
            }
        }
    }
}

/// Whether it names a version above the previous release and no day on which that came out.
fn is_later(section: &Section, previous: &PreviousRelease) -> bool {
    let version = section.version.as_ref().and_then(|fact| fact.to_version());
    let before = previous.version.to_version();
    let (Some(version), Some(before)) = (version, before) else {
        return false;
    };
    section.date.is_none() && version.release() > before.release()
}

fn normal(section: &Section) -> &str {
    section
        .version
        .as_ref()
        .map_or("", |version| &version.normal)
}

fn texts(section: &Section) -> impl Iterator<Item = &str> {
    let entries = section.groups.iter().flat_map(|group| &group.entries);
    entries.map(|entry| entry.text.as_str())
}
