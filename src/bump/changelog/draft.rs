//! What a section says that would be empty otherwise: the commits since the previous release.

use crate::facts::Changes;

/// The longest entry, in characters.
const MAX_ENTRY: usize = 200;

/// The most entries: who has made more changes than that has to choose from them.
const MAX_ENTRIES: usize = 100;

/// Entries under their headings, in the words of Keep a Changelog.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    groups: Vec<(&'static str, Vec<String>)>,
}

impl Draft {
    /// The changes of commits that users notice: what breaks, features, fixes. All subjects, where
    /// no commit says what it is.
    #[must_use]
    pub fn of(changes: &Changes) -> Self {
        let mut changed = Vec::new();
        let mut added = Vec::new();
        let mut fixed = Vec::new();
        let mut other = Vec::new();
        let standing = changes
            .commits
            .iter()
            .filter(|commit| commit.reverted_by.is_none());
        for commit in standing {
            if commit.changes.is_empty() && !commit.merge {
                other.push(entry(&commit.subject));
            }
            for change in &commit.changes {
                let text = entry(&change.description);
                match change.kind.as_str() {
                    _ if change.breaking => changed.push(text),
                    "feat" => added.push(text),
                    "fix" => fixed.push(text),
                    "perf" => changed.push(text),
                    _ => {}
                }
            }
        }
        let quiet = changed.is_empty() && added.is_empty() && fixed.is_empty();
        if quiet {
            changed = other;
        }
        let groups = [("Added", added), ("Changed", changed), ("Fixed", fixed)];
        let groups = groups
            .into_iter()
            .map(|(name, entries)| (name, unique(entries)));
        Draft {
            groups: groups.filter(|(_, entries)| !entries.is_empty()).collect(),
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The entries as a list with this marker; under headings, where one is given that starts them.
    pub(super) fn text(&self, marker: &str, heading: Option<&str>, line_break: &str) -> String {
        let mut text = String::new();
        for (index, (name, entries)) in self.groups.iter().enumerate() {
            if let Some(heading) = heading {
                if index > 0 {
                    text.push_str(line_break);
                }
                text.push_str(&format!("{heading} {name}{line_break}{line_break}"));
            }
            for entry in entries {
                text.push_str(&format!("{marker} {entry}{line_break}"));
            }
        }
        text
    }
}

/// The oldest first, as a reader expects it, and none twice.
fn unique(entries: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for entry in entries.into_iter().rev() {
        if !entry.is_empty() && !kept.contains(&entry) && kept.len() < MAX_ENTRIES {
            kept.push(entry);
        }
    }
    kept
}

/// A subject as an entry: one line that starts with a capital letter.
fn entry(subject: &str) -> String {
    let words = subject.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = words.chars().filter(|c| !c.is_control()).take(MAX_ENTRY);
    let mut letters = plain;
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
