//! The entries for what comes after the previous release, and which of them belong to a change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::Context;
use super::fragments;
use super::numbers;
use super::wording::Wording;
use crate::facts::{ChangelogFile, Missing, NotesSection, PreviousRelease, Section};
use crate::release::Version;

/// The largest fragment that is read, in bytes.
const MAX_FRAGMENT: u64 = 64 * 1024;

/// The most fragments that are read.
const MAX_FRAGMENTS: usize = 5_000;

/// The most entries that are read.
const MAX_ENTRIES: usize = 50_000;

/// The fewest bytes of a line that can be told from others inside of an entry.
const MIN_INSIDE: usize = 12;

/// The fewest characters of an object id.
const MIN_ID: usize = 7;

/// The entries, with everything that may tie them to a change.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub sections: Vec<NotesSection>,
    pub fragments: Vec<String>,
    pub folders: Vec<String>,
    texts: Vec<String>,
    taken: Vec<bool>,
    by_number: HashMap<u64, Vec<usize>>,
    by_id: BTreeMap<String, usize>,
    wording: Wording,
}

impl Entries {
    pub(super) fn of(context: &Context, previous: &PreviousRelease) -> Result<Self, Missing> {
        let mut entries = Entries::default();
        let mut texts: Vec<(String, Option<u64>)> = Vec::new();
        for file in &context.settled_changelog()?.files {
            entries.add_sections(file, previous, &mut texts);
        }
        entries.add_fragments(context, &mut texts)?;
        texts.truncate(MAX_ENTRIES);
        let own = own_name(context, &texts);
        for (text, number) in texts {
            entries.add(text, number, own.as_deref());
        }
        Ok(entries)
    }

    fn add_sections(
        &mut self,
        file: &ChangelogFile,
        previous: &PreviousRelease,
        texts: &mut Vec<(String, Option<u64>)>,
    ) {
        for section in file.sections.iter().filter(|it| is_ahead(it, previous)) {
            self.sections.push(NotesSection {
                path: file.path.clone(),
                line: section.line,
                heading: section.heading.clone(),
            });
            let found = section.groups.iter().flat_map(|group| &group.entries);
            let meant = found.filter(|entry| !entry.planned);
            texts.extend(meant.map(|entry| (entry.text.clone(), None)));
        }
    }

    fn add_fragments(
        &mut self,
        context: &Context,
        texts: &mut Vec<(String, Option<u64>)>,
    ) -> Result<(), Missing> {
        let checkout = context.checkout();
        self.folders = fragments::folders(checkout);
        let tracked = checkout.tracked()?.iter();
        let paths = tracked.filter(|path| fragments::is_one(path, &self.folders));
        for path in paths.take(MAX_FRAGMENTS) {
            let text = checkout.tracked_text(path, MAX_FRAGMENT)?;
            texts.push((text, fragments::number(path)));
            self.fragments.push(path.clone());
        }
        Ok(())
    }

    fn add(&mut self, text: String, number: Option<u64>, own: Option<&str>) {
        let at = self.texts.len();
        let is_own = |repository: &Option<String>| match (repository, own) {
            (Some(named), Some(own)) => name_of(named) == own,
            _ => true,
        };
        let found = numbers::of_text(&text).into_iter();
        let numbers: BTreeSet<u64> = found
            .filter(|it| is_own(&it.repository))
            .map(|it| it.number)
            .chain(number)
            .collect();
        for number in numbers {
            self.by_number.entry(number).or_default().push(at);
        }
        for id in object_ids(&text) {
            self.by_id.insert(id, at);
        }
        self.wording.add(&text);
        self.texts.push(text);
        self.taken.push(false);
    }

    /// Takes the entries that belong to a change; whether there are any.
    pub(super) fn take(
        &mut self,
        numbers: &BTreeSet<u64>,
        ids: &[String],
        titles: &[String],
    ) -> bool {
        let mut found: Vec<usize> = Vec::new();
        for number in numbers {
            found.extend(self.by_number.get(number).into_iter().flatten());
        }
        for id in ids {
            // An entry has the whole id or its beginning: none that sorts before the shortest.
            let start = id.get(..MIN_ID.min(id.len())).unwrap_or_default();
            let near = self.by_id.range(start.to_owned()..=id.clone());
            found.extend(
                near.filter(|(short, _)| id.starts_with(short.as_str()))
                    .map(|(_, at)| at),
            );
        }
        for title in titles {
            found.extend(self.wording.like(title));
        }
        for at in &found {
            self.mark(*at);
        }
        !found.is_empty()
    }

    fn mark(&mut self, at: usize) {
        if let Some(taken) = self.taken.get_mut(at) {
            *taken = true;
        }
    }

    /// The entries that hold one of these lines.
    pub(super) fn with_lines(&self, lines: &HashSet<&str>) -> Vec<usize> {
        let holds = |text: &String| {
            lines.iter().any(|line| {
                text.starts_with(line) || (line.len() >= MIN_INSIDE && text.contains(line))
            })
        };
        let texts = (0..).zip(&self.texts);
        texts
            .filter(|(_, text)| holds(text))
            .map(|(at, _)| at)
            .collect()
    }

    /// Takes those entries that share a word with a title: whoever puts a section together writes
    /// entries that belong to others.
    pub(super) fn take_own(&mut self, written: &[usize], titles: &[String]) {
        for at in written {
            if titles.iter().any(|title| self.wording.share(*at, title)) {
                self.mark(*at);
            }
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.texts.len() as u64
    }

    pub(super) fn free(&self) -> u64 {
        self.taken.iter().filter(|taken| !**taken).count() as u64
    }
}

/// Whether a section speaks of what comes after a release.
fn is_ahead(section: &Section, previous: &PreviousRelease) -> bool {
    let version = |fact: &crate::facts::VersionFact| fact.to_version();
    let own: Option<Version> = section.version.as_ref().and_then(version);
    match (own, version(&previous.version)) {
        (Some(own), Some(previous)) => own > previous,
        _ => section.unreleased && !section.stale,
    }
}

/// The words of a text that look like abbreviated object ids.
fn object_ids(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| {
            (MIN_ID..=64).contains(&word.len())
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
                && word.bytes().any(|byte| byte.is_ascii_digit())
                && word.bytes().any(|byte| byte.is_ascii_lowercase())
        })
        .map(str::to_owned)
}

/// What the repository is called: by its address, else by most of what the entries point at.
fn own_name(context: &Context, texts: &[(String, Option<u64>)]) -> Option<String> {
    let remote = context.repo().remote_address("origin");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (text, _) in texts {
        for repository in numbers::of_text(text)
            .into_iter()
            .filter_map(|it| it.repository)
        {
            *counts.entry(name_of(&repository).to_owned()).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(name, _)| name).or_else(|| {
        let address = remote?.to_lowercase();
        let address = address.trim_end_matches('/').trim_end_matches(".git");
        address.rsplit('/').next().map(str::to_owned)
    })
}

/// The name of `owner/name`.
fn name_of(repository: &str) -> &str {
    repository.rsplit('/').next().unwrap_or(repository)
}
