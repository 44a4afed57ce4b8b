//! The entries for what comes after the previous release, and which of them belong to a change.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::super::Context;
use super::fragments;
use super::numbers;
use super::wording::Wording;
use crate::facts::{Announced, ChangelogFile, Missing, NotesSection, PreviousRelease, Section};
use crate::formats::fragment;
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
    pub announced: Vec<Announced>,
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
        entries.add_fragments(context, previous, &mut texts)?;
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
        previous: &PreviousRelease,
        texts: &mut Vec<(String, Option<u64>)>,
    ) -> Result<(), Missing> {
        let checkout = context.checkout();
        let released = context
            .repo()
            .revision(&previous.commit, checkout.project())?;
        self.folders = fragments::folders(checkout);
        let tracked = checkout.tracked()?.iter();
        let paths = tracked.filter(|path| fragments::is_one(path, &self.folders));
        for path in paths.take(MAX_FRAGMENTS) {
            let text = checkout.tracked_text(path, MAX_FRAGMENT)?;
            let is_due = !fragments::is_kept(path) || released.file(path).is_none();
            let words = is_due.then(|| fragment::announced(path, &text));
            let words = words.into_iter().flatten().map(|word| Announced {
                path: path.clone(),
                word,
            });
            self.announced.extend(words);
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

/// What the repository is called: by its address at a forge, else by most of what the entries point at.
fn own_name(context: &Context, texts: &[(String, Option<u64>)]) -> Option<String> {
    let remote = context.repo().remote_address("origin");
    if let Some(name) = remote.as_deref().and_then(name_at_forge) {
        return Some(name);
    }
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
    most.map(|(name, _)| name)
}

/// The last part of an address of another machine; a folder here may be called anything.
fn name_at_forge(address: &str) -> Option<String> {
    let address = address.to_lowercase();
    let is_remote = address.contains("://") && !address.starts_with("file:")
        || address
            .split_once(':')
            .is_some_and(|(host, _)| host.contains('@'));
    let path = address.trim_end_matches('/').trim_end_matches(".git");
    let name = path
        .rsplit(['/', ':'])
        .next()
        .filter(|name| !name.is_empty());
    name.filter(|_| is_remote).map(str::to_owned)
}

/// The name of `owner/name`.
fn name_of(repository: &str) -> &str {
    repository.rsplit('/').next().unwrap_or(repository)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forge_names_the_repository_and_a_folder_does_not() {
        for (address, expected) in [
            ("https://github.com/acme/Demo.git", Some("demo")),
            ("git@github.com:acme/demo", Some("demo")),
            ("ssh://git@example.org/demo/", Some("demo")),
            ("git@example.org:demo.git", Some("demo")),
            ("/srv/git/demo.git", None),
            ("file:///srv/git/demo.git", None),
            (r"C:\\git\\demo", None),
        ] {
            assert_eq!(name_at_forge(address).as_deref(), expected, "{address}");
        }
    }
}
