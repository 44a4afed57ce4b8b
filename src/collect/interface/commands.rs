//! Compares the options and sub-commands that source code declares.
//!
//! Only files that differ are read. A word that is gone from one file and new in another has
//! moved; one that is in a file that did not change cannot have moved there.

use std::collections::{BTreeMap, BTreeSet};

use super::super::foreign::is_foreign;
use super::compare::change;
use crate::facts::{ApiGap, ApiRevision, Interface, InterfaceKind, InterfaceSource};
use crate::formats::command_line::{CommandLine, Word, WordKind, python, rust};
use crate::repo::{Revision, RevisionFile};

/// The largest source file that is read, in bytes. Those that declare options take kilobytes.
const MAX_SOURCE: u64 = 1024 * 1024;

/// The most files that are read at each revision.
const MAX_FILES: usize = 4_000;

/// Compares the command lines of the source files that differ.
pub(super) fn compare(found: &mut Interface, previous: &Revision, head: &Revision) {
    let (old, new) = (differing(previous, head), differing(head, previous));
    if old.len() > MAX_FILES || new.len() > MAX_FILES {
        found.gaps.push(ApiGap {
            symbol: "options".to_owned(),
            reason: format!(
                "more than {MAX_FILES} source files differ: none were read for options"
            ),
            path: None,
            line: None,
        });
        return;
    }
    let mut unread = BTreeSet::new();
    let mut old = Side::read(previous, &old, &mut unread, found);
    let mut new = Side::read(head, &new, &mut unread, found);
    for side in [&mut old, &mut new] {
        side.words.retain(|(path, _)| !unread.contains(path));
    }
    Comparison { old, new }.note(found);
}

/// The source files that the other revision does not have with the same content.
fn differing<'r>(revision: &'r Revision, other: &Revision) -> Vec<&'r RevisionFile> {
    let files = revision.files().iter();
    files
        .filter(|file| is_source(&file.path))
        .filter(|file| {
            let twin = other.file(&file.path);
            twin.is_none_or(|twin| !twin.has_content_of(file))
        })
        .collect()
}

/// Files that are source code, but no user's: tests, and the project's own chores.
const FOREIGN_FILES: &[&str] = &[
    "build.rs",
    "conftest.py",
    "fabfile.py",
    "noxfile.py",
    "setup.py",
    "tasks.py",
    "tests.py",
    "tests.rs",
];

fn is_source(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name
        .strip_suffix(".py")
        .or_else(|| name.strip_suffix(".rs"));
    let is_test = |stem: &str| stem.starts_with("test_") || stem.ends_with("_test");
    stem.is_some_and(|stem| !is_test(stem)) && !FOREIGN_FILES.contains(&name) && !is_foreign(path)
}

/// What the differing files of one revision declare.
struct Side {
    words: Vec<(String, Word)>,
}

impl Side {
    fn read(
        revision: &Revision,
        files: &[&RevisionFile],
        unread: &mut BTreeSet<String>,
        found: &mut Interface,
    ) -> Side {
        let mut side = Side { words: Vec::new() };
        for file in files {
            match read(revision, file) {
                Ok(None) => {}
                Ok(Some(line)) => side.add(&file.path, line, found),
                Err(gap) => {
                    unread.insert(file.path.clone());
                    found.gaps.push(gap);
                }
            }
        }
        side
    }

    fn add(&mut self, path: &str, line: CommandLine, found: &mut Interface) {
        if let Some(first) = line.computed.first() {
            // What both revisions compute is said once, at HEAD's line.
            let same = |gap: &ApiGap| gap.symbol == "options" && gap.path.as_deref() == Some(path);
            found.gaps.retain(|gap| !same(gap));
            found.gaps.push(ApiGap {
                symbol: "options".to_owned(),
                reason: "the program computes the names of some".to_owned(),
                path: Some(path.to_owned()),
                line: Some(*first),
            });
        }
        if !line.words.is_empty() {
            found.sources.push(InterfaceSource {
                path: path.to_owned(),
                kind: "options".to_owned(),
            });
        }
        let words = line.words.into_iter().map(|word| (path.to_owned(), word));
        self.words.extend(words);
    }
}

/// The command line of one file; `None` if it declares none.
fn read(revision: &Revision, file: &RevisionFile) -> Result<Option<CommandLine>, ApiGap> {
    let gap = |line: u64, reason: String| ApiGap {
        symbol: "options".to_owned(),
        reason,
        path: Some(file.path.clone()),
        line: Some(line),
    };
    let bytes = revision
        .read(file, MAX_SOURCE)
        .map_err(|missing| gap(1, missing.reason))?;
    let Ok(text) = String::from_utf8(bytes) else {
        return Err(gap(1, "it is not valid UTF-8".to_owned()));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let read = if file.path.ends_with(".rs") {
        rust::read(text)
    } else {
        python::read(text)
    };
    read.map_err(|error| {
        gap(
            error.line,
            format!("it cannot be parsed: {}", error.message),
        )
    })
}

struct Comparison {
    old: Side,
    new: Side,
}

impl Comparison {
    /// Pairs equal words: first those of one place, then those that moved, and notes the rest.
    fn note(self, found: &mut Interface) {
        let same_place = |path: &str, word: &Word| {
            let place = format!("{path}\n{}", word.scope);
            (word.kind, word.command.clone(), word.name.clone(), place)
        };
        let anywhere = |_: &str, word: &Word| {
            (
                word.kind,
                word.command.clone(),
                word.name.clone(),
                String::new(),
            )
        };
        let names: BTreeSet<(WordKind, String)> = self
            .new
            .words
            .iter()
            .filter(|(_, word)| !word.hidden)
            .map(|(_, word)| (word.kind, word.name.clone()))
            .collect();
        let (old, new) = pair(self.old.words, self.new.words, same_place, found);
        let (old, new) = pair(old, new, anywhere, found);
        for (path, word) in old.iter().filter(|(_, word)| !word.hidden) {
            let mut gone = one(word, path, false);
            if names.contains(&(word.kind, word.name.clone())) {
                gone.doubt = Some("one of that name is still there elsewhere".to_owned());
            }
            found.changes.push(gone);
        }
        for (path, word) in new.iter().filter(|(_, word)| !word.hidden) {
            found.changes.push(one(word, path, true));
        }
    }
}

type Words = Vec<(String, Word)>;

/// Takes out the words that both sides have by a key, and notes those that are now hidden or
/// shown.
fn pair<K: Ord>(
    old: Words,
    new: Words,
    key: impl Fn(&str, &Word) -> K,
    found: &mut Interface,
) -> (Words, Words) {
    let mut index: BTreeMap<K, Words> = BTreeMap::new();
    for (path, word) in new.into_iter().rev() {
        index
            .entry(key(&path, &word))
            .or_default()
            .push((path, word));
    }
    let mut rest = Vec::new();
    for (path, word) in old {
        let partner = index.get_mut(&key(&path, &word)).and_then(Vec::pop);
        match partner {
            Some((path, now)) if word.hidden && !now.hidden => {
                found.changes.push(one(&now, &path, true));
            }
            Some((path, now)) if !word.hidden && now.hidden => found.changes.push(change(
                InterfaceKind::OptionHidden,
                &symbol(&now),
                "is no longer shown in the help",
                (&path, now.line),
                ApiRevision::Head,
            )),
            Some(_) => {}
            None => rest.push((path, word)),
        }
    }
    (rest, index.into_values().flatten().collect())
}

fn one(word: &Word, path: &str, added: bool) -> crate::facts::ApiChange {
    let (kind, message, revision) = match (word.kind, added) {
        (WordKind::Option, true) => (InterfaceKind::OptionAdded, "was added", ApiRevision::Head),
        (WordKind::Option, false) => (
            InterfaceKind::OptionRemoved,
            "was removed",
            ApiRevision::Previous,
        ),
        (WordKind::Subcommand, true) => (
            InterfaceKind::SubcommandAdded,
            "was added",
            ApiRevision::Head,
        ),
        (WordKind::Subcommand, false) => (
            InterfaceKind::SubcommandRemoved,
            "was removed",
            ApiRevision::Previous,
        ),
    };
    change(kind, &symbol(word), message, (path, word.line), revision)
}

/// How users write it: `install --quiet`.
fn symbol(word: &Word) -> String {
    format!("{} {}", word.command, word.name)
        .trim_start()
        .to_owned()
}
