//! Entries that stand below a later version's heading, and stood there at the previous release.

use std::collections::HashSet;

use super::{MAX_CHANGELOG, parse};
use crate::collect::Context;
use crate::facts::{Changelog, Section, VersionFact};
use crate::release::Version;

/// Marks them. Where the changelog of the previous release cannot be read, none is marked: then they
/// count as new.
pub(super) fn mark(context: &Context, changelog: &mut Changelog) {
    let Some(known) = Known::of(context) else {
        return;
    };
    let sections = changelog.files.iter().flat_map(|file| &file.sections);
    if !sections.into_iter().any(|section| known.is_later(section)) {
        return;
    }
    let project = context.checkout().project();
    let Ok(revision) = context.repo().revision(&known.commit, project) else {
        return;
    };
    for file in &mut changelog.files {
        if let Ok(Some(text)) = revision.read_text(&file.path, MAX_CHANGELOG) {
            known.mark(&mut file.sections, &parse(&file.path, &text).sections);
        }
    }
}

/// What tells a later release from the one at hand.
struct Known {
    /// The commit of the previous release.
    commit: String,
    previous: Version,
    declared: Option<Version>,
}

impl Known {
    fn of(context: &Context) -> Option<Self> {
        let history = &context.repository().ok()?.history;
        let previous = history.previous.as_ref().filter(|_| history.complete)?;
        let declared = context.versions().ok()?.declared.as_ref();
        Some(Known {
            commit: previous.commit.clone(),
            previous: previous.version.to_version()?,
            declared: declared.and_then(VersionFact::to_version),
        })
    }

    /// Whether it names a version above the previous release, which is not the declared one. A day
    /// may stand there all the same, of when the planning began; without a declared version, it
    /// counts as that of the release.
    fn is_later(&self, section: &Section) -> bool {
        let Some(version) = section.version.as_ref().and_then(VersionFact::to_version) else {
            return false;
        };
        let is_at_hand = match &self.declared {
            Some(declared) => declared.leads_to_same(&version),
            None => section.date.is_some(),
        };
        !is_at_hand && version.release() > self.previous.release()
    }

    /// Marks the entries that stood below the same heading before.
    fn mark(&self, sections: &mut [Section], before: &[Section]) {
        let later = before.iter().filter(|section| self.is_later(section));
        let texts = later.flat_map(|section| {
            let entries = section.groups.iter().flat_map(|group| &group.entries);
            entries.map(|entry| (section.heading.as_str(), entry.text.as_str()))
        });
        let known: HashSet<(&str, &str)> = texts.collect();
        for section in sections.iter_mut().filter(|section| self.is_later(section)) {
            let heading = section.heading.as_str();
            let groups = section.groups.iter_mut();
            for entry in groups.flat_map(|group| &mut group.entries) {
                entry.planned = known.contains(&(heading, entry.text.as_str()));
            }
        }
    }
}
