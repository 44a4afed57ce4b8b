//! Words that an entry and a title share.

use std::collections::{BTreeSet, HashMap};

/// How many words of a title an entry must have, if it has all that say something.
const MIN_WORDS: usize = 3;

/// The shortest word that says something, in characters.
const MIN_LETTERS: usize = 3;

/// Endings of words that are taken off: `handle`, `handles` and `handling` have one beginning.
const ENDINGS: &[&str] = &["ing", "ed", "es", "s", "e"];

/// Words that say nothing of what changed.
const EMPTY: &[&str] = &[
    "the", "and", "for", "with", "when", "from", "into", "that", "this", "not", "now", "are",
    "was", "can", "its", "all", "add", "added", "adds", "fix", "fixed", "fixes", "use", "uses",
    "used", "make", "makes", "allow", "allows", "support", "remove", "removed", "update",
    "updated", "change", "changed", "new", "should", "will", "has", "have", "which", "where",
    "while", "than", "then", "via", "https", "http", "www", "com", "org", "github", "pull",
    "issues",
];

/// The words of a text that say something, by their beginnings.
pub(super) fn stems(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| {
            word.chars().count() >= MIN_LETTERS
                && !EMPTY.contains(word)
                && !word.chars().all(|letter| letter.is_ascii_digit())
        })
        .map(|word| stem(word).to_owned())
        .collect()
}

fn stem(word: &str) -> &str {
    let shorter = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    shorter
        .filter(|rest| rest.chars().count() >= MIN_LETTERS)
        .min_by_key(|rest| rest.len())
        .unwrap_or(word)
}

/// The entries by their words.
#[derive(Debug, Default)]
pub(super) struct Wording {
    stems: Vec<BTreeSet<String>>,
    by_stem: HashMap<String, Vec<usize>>,
}

impl Wording {
    pub(super) fn add(&mut self, text: &str) {
        let stems = stems(text);
        for stem in &stems {
            let entries = self.by_stem.entry(stem.clone()).or_default();
            entries.push(self.stems.len());
        }
        self.stems.push(stems);
    }

    /// Whether an entry and a title share a word that says something.
    pub(super) fn share(&self, entry: usize, title: &str) -> bool {
        let stems = stems(title);
        self.stems
            .get(entry)
            .is_some_and(|own| !own.is_disjoint(&stems))
    }

    /// The entries that have every word of a title, or whose every word the title has: at least
    /// three words.
    pub(super) fn like(&self, title: &str) -> Vec<usize> {
        let stems = stems(title);
        if stems.len() < MIN_WORDS {
            return Vec::new();
        }
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for stem in &stems {
            for entry in self.by_stem.get(stem).into_iter().flatten() {
                *shared.entry(*entry).or_default() += 1;
            }
        }
        let of_entry = |entry: usize| self.stems.get(entry).map_or(0, BTreeSet::len);
        let is_like = |(entry, count): &(usize, usize)| {
            *count >= MIN_WORDS && (*count == stems.len() || *count == of_entry(*entry))
        };
        let mut found: Vec<usize> = shared
            .into_iter()
            .filter(is_like)
            .map(|(entry, _)| entry)
            .collect();
        found.sort_unstable();
        found
    }
}
