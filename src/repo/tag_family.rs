//! Families of tags: which prefixes are spellings of one, and which of them name a package.

use std::collections::{BTreeMap, BTreeSet};

use super::tag_name::word;
use crate::release::Version;

/// Words that stand before a version without naming a package.
const GENERIC_WORDS: [&str; 7] = [
    "release", "rel", "releases", "version", "ver", "r", "stable",
];

/// Words of builds that are no releases, whatever their tags look like.
const BUILD_WORDS: [&str; 3] = ["nightly", "snapshot", "canary"];

/// Prefixes that differ in their spelling only, by the word that they consist of.
pub(super) struct Families(BTreeMap<String, Family>);

struct Family {
    prefixes: BTreeSet<String>,
    highest: Version,
}

impl Families {
    /// Each prefix comes with the highest version behind it.
    pub(super) fn of(prefixes: &BTreeMap<String, Version>) -> Self {
        let mut families: BTreeMap<String, Family> = BTreeMap::new();
        for (prefix, highest) in prefixes {
            let family = families.entry(family_word(prefix)).or_insert(Family {
                prefixes: BTreeSet::new(),
                highest: highest.clone(),
            });
            family.prefixes.insert(prefix.clone());
            if *highest > family.highest {
                family.highest = highest.clone();
            }
        }
        Families(families)
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &String> {
        self.0.keys()
    }

    /// The prefixes of the families of these words.
    pub(super) fn prefixes(&self, words: &[String]) -> BTreeSet<String> {
        let families = words.iter().filter_map(|word| self.0.get(word));
        families
            .flat_map(|family| &family.prefixes)
            .cloned()
            .collect()
    }

    /// The family of this word, and those without a package's name that may be its continuation or its
    /// beginning: many a project went from `name-1.2` to `v1.3`, or put a name before one version only.
    /// Numbers that are a major version further on or more are none of it: those of builds, or days.
    pub(super) fn joined(&self, word: &str) -> Vec<String> {
        let mut joined = vec![word.to_owned()];
        let Some(first) = self.0.get(word) else {
            return joined;
        };
        let others = self.0.iter().filter(|(other, family)| {
            let next = first.highest.major().saturating_add(1);
            is_nameless(other) && other.as_str() != word && family.highest.major() <= next
        });
        joined.extend(others.map(|(other, _)| other.clone()));
        joined
    }

    /// The first family without a package's name, those without any word before.
    pub(super) fn nameless(&self) -> Option<String> {
        let nameless = [""].into_iter().chain(GENERIC_WORDS);
        let mut known = nameless
            .into_iter()
            .filter(|word| self.0.contains_key(*word));
        known.next().map(str::to_owned)
    }

    /// Whether there are no tags of other packages.
    pub(super) fn are_all(&self, own: &[String]) -> bool {
        self.words()
            .all(|word| own.contains(word) || !is_package(word))
    }
}

/// The word of a family. That of `rel/pkg-1.2` is that of `pkg-1.2`.
fn family_word(prefix: &str) -> String {
    let word = word(prefix);
    match word.split_once('/') {
        Some((first, rest)) if GENERIC_WORDS.contains(&first) => rest.to_owned(),
        _ => word,
    }
}

/// Whether a tag's prefix names a package.
pub(super) fn is_of_package(prefix: &str) -> bool {
    is_package(&family_word(prefix))
}

/// Whether tags with this word are those of a package with a name.
pub(super) fn is_package(word: &str) -> bool {
    !is_nameless(word) && !BUILD_WORDS.contains(&word)
}

/// Whether tags with this word are releases that name no package.
fn is_nameless(word: &str) -> bool {
    word.is_empty() || GENERIC_WORDS.contains(&word)
}
