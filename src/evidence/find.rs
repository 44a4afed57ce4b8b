//! Where evidence is looked for, and what there is.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::record::{MAX_RECORD, SUFFIX};
use super::{FOLDER, MAX_BYTES, PREVIOUS, Record};
use crate::facts::Missing;
use crate::repo::Checkout;

/// The most files that are looked at in one place.
pub const MAX_ITEMS: usize = 2_000;

/// The most folder entries that are listed in one place, so that a build folder costs little.
const MAX_ENTRIES: usize = 20_000;

/// How much of a file is read to recognise what it is.
const HEAD_BYTES: u64 = 16 << 10;

/// The places below the project's folder where tools put their reports, and how deep each is
/// searched. The empty one is the folder itself. Of relcheck's own, one folder below is looked at, too:
/// what several machines recorded has the same names.
const PLACES: [(&str, usize); 15] = [
    (FOLDER, 2),
    (PREVIOUS, 2),
    ("", 1),
    ("artifacts", 3),
    ("build", 3),
    ("coverage", 2),
    ("dist", 2),
    ("htmlcov", 1),
    ("out", 2),
    ("report", 3),
    ("reports", 3),
    ("sbom", 2),
    ("target/nextest", 3),
    ("target/semver-checks", 1),
    ("test-results", 3),
];

/// Folders that hold other people's files.
const FOREIGN: [&str; 8] = [
    ".git",
    ".hg",
    ".nox",
    ".tox",
    ".venv",
    "__pycache__",
    "node_modules",
    "site-packages",
];

/// All files that may be evidence.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// Sorted by path; those of one record follow each other.
    pub items: Vec<Item>,
}

/// One file that may be evidence.
#[derive(Debug, Clone)]
pub struct Item {
    /// The path from the project's folder.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Whether git tracks it.
    pub tracked: bool,
    /// Where it came from.
    pub source: Source,
    /// How the file starts, as far as that is text.
    pub head: String,
    /// Why there is nothing to read although it was recorded, as a clause; `None` if there is.
    pub lost: Option<&'static str>,
}

/// Where a file came from.
#[derive(Debug, Clone)]
pub enum Source {
    /// `relcheck record` kept it.
    Recorded {
        /// The record beside it.
        record: Arc<Record>,
        /// Which of the record's outputs it is.
        output: usize,
    },
    /// There is a record of its name which cannot be relied on: why, as a clause.
    Refused(String),
    /// It just lies there.
    Loose,
}

impl Item {
    /// Whether another file is of the same recorded run.
    #[must_use]
    pub fn is_of_the_run_of(&self, other: &Item) -> bool {
        match (&self.source, &other.source) {
            (Source::Recorded { record: one, .. }, Source::Recorded { record: other, .. }) => {
                Arc::ptr_eq(one, other)
            }
            _ => false,
        }
    }

    /// The content, at most [`MAX_BYTES`] of it.
    ///
    /// # Errors
    /// A clause that says why it cannot be read.
    pub fn read(&self, checkout: &Checkout) -> Result<Vec<u8>, String> {
        if let Some(reason) = self.lost {
            return Err(reason.to_owned());
        }
        match checkout.read(&self.path, MAX_BYTES) {
            Ok(Some(content)) => Ok(content),
            Ok(None) => Err("it went away while it was read".to_owned()),
            Err(missing) => Err(missing.reason),
        }
    }
}

impl Shelf {
    /// Looks into every place. Symbolic links are not followed, and a file of more than
    /// [`MAX_BYTES`] is listed without its content.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read, or if there are more than [`MAX_ITEMS`] files in
    /// relcheck's own folder. In any other place those after them are not looked at.
    pub fn find(checkout: &Checkout, root: &Path) -> Result<Self, Missing> {
        let folder = root.join(checkout.project());
        let mut items = Vec::new();
        for (place, depth) in PLACES {
            let found = files(&folder, place, depth);
            let is_own = is_own(place);
            if is_own && found.len() >= MAX_ITEMS {
                return Err(Missing::because(format!(
                    "`{place}` holds more than {MAX_ITEMS} files"
                ))
                .fix(format!("rm -r {place}")));
            }
            if is_own {
                items.extend(recorded(checkout, &folder, found));
            } else {
                let loose = found.into_iter().map(|path| (path, Source::Loose));
                items.extend(loose.filter_map(|(path, source)| item(&folder, path, source)));
            }
        }
        let tracked = checkout.tracked()?;
        for item in &mut items {
            item.tracked = tracked.binary_search(&item.path).is_ok();
        }
        items.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Shelf { items })
    }
}

/// The files outside of relcheck's own folders that may be reports, by their paths from the project's
/// folder.
pub(super) fn loose(folder: &Path) -> impl Iterator<Item = String> {
    let places = PLACES.iter().filter(|(place, _)| !is_own(place));
    places.flat_map(|(place, depth)| files(folder, place, *depth))
}

/// Whether a place is one that relcheck writes to.
fn is_own(place: &str) -> bool {
    place == FOLDER || place == PREVIOUS
}

/// The regular files in a place, sorted by name.
fn files(folder: &Path, place: &str, depth: usize) -> Vec<String> {
    let is_foreign = |entry: &DirEntry| {
        entry.depth() > 0
            && entry.file_type().is_dir()
            && (FOREIGN.iter().any(|name| entry.file_name() == *name)
                || entry.path().join("pyvenv.cfg").exists())
    };
    let start = folder.join(place);
    let is_folder = start.symlink_metadata().is_ok_and(|it| it.is_dir());
    if !is_folder {
        return Vec::new();
    }
    WalkDir::new(&start)
        .max_depth(depth)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_foreign(entry))
        .take(MAX_ENTRIES)
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| shown(folder, entry.path()))
        .take(MAX_ITEMS)
        .collect()
}

fn shown(folder: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path
        .strip_prefix(folder)
        .ok()?
        .iter()
        .map(|part| part.to_str())
        .collect();
    Some(parts?.join("/"))
}

/// The files of one of relcheck's own folders, each with its record.
fn recorded(checkout: &Checkout, folder: &Path, found: Vec<String>) -> Vec<Item> {
    let (records, outputs): (Vec<String>, Vec<String>) = found
        .into_iter()
        .filter(|path| !name_of(path).starts_with(super::store::UNFINISHED))
        .partition(|path| path.ends_with(SUFFIX));
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    let mut refused: Vec<(String, String)> = Vec::new();
    for path in records {
        match read_record(checkout, &path) {
            Ok(record) => {
                let record = Arc::new(record);
                for (output, kept) in record.outputs.iter().enumerate() {
                    let record = Arc::clone(&record);
                    let source = Source::Recorded { record, output };
                    let beside = path.strip_suffix(name_of(&path)).unwrap_or_default();
                    let path = format!("{beside}{}", kept.name);
                    match sources.entry(path) {
                        Entry::Vacant(place) => {
                            place.insert(source);
                        }
                        // Which of them is right cannot be told.
                        Entry::Occupied(mut place) => {
                            let reason = "two records name it, so that neither counts";
                            place.insert(Source::Refused(reason.to_owned()));
                        }
                    }
                }
            }
            Err(reason) => {
                let stem = path.strip_suffix(SUFFIX).unwrap_or(&path).to_owned();
                refused.push((stem, format!("`{path}` {reason}")));
            }
        }
    }
    let source_of = |path: &str| {
        let known = sources.get(path).cloned();
        known.unwrap_or_else(|| {
            let of_name = |(stem, _): &&(String, String)| path.starts_with(&format!("{stem}."));
            let found = refused.iter().find(of_name);
            found.map_or(Source::Loose, |(_, reason)| Source::Refused(reason.clone()))
        })
    };
    let mut items: Vec<Item> = outputs
        .into_iter()
        .filter_map(|path| {
            let source = source_of(&path);
            item(folder, path, source)
        })
        .collect();
    let there: BTreeSet<String> = items.iter().map(|item| item.path.clone()).collect();
    let gone = sources.into_iter().filter(|(path, source)| {
        matches!(source, Source::Recorded { .. }) && !there.contains(path)
    });
    items.extend(gone.map(|(path, source)| lost(folder, path, source)));
    items
}

fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What a record names, and of which there is nothing to read: that is not as if it had never been.
fn lost(folder: &Path, path: String, source: Source) -> Item {
    let reason = match folder.join(&path).symlink_metadata() {
        Err(_) => "it was recorded, and is gone",
        Ok(metadata) if metadata.is_file() => "it was recorded, and cannot be opened",
        Ok(_) => "it was recorded, and is no regular file now",
    };
    Item {
        path,
        size: 0,
        tracked: false,
        source,
        head: String::new(),
        lost: Some(reason),
    }
}

fn read_record(checkout: &Checkout, path: &str) -> Result<Record, String> {
    match checkout.read(path, MAX_RECORD) {
        Ok(Some(content)) => Record::read(&content),
        Ok(None) => Err("went away".to_owned()),
        Err(missing) => Err(format!("is no record: {}", missing.reason)),
    }
}

fn item(folder: &Path, path: String, source: Source) -> Option<Item> {
    let (size, head) = start(&folder.join(&path))?;
    Some(Item {
        head,
        path,
        size,
        tracked: false,
        source,
        lost: None,
    })
}

/// The size of a file, and how it starts, as far as that is text; `None` if it cannot be read.
pub(super) fn start(path: &Path) -> Option<(u64, String)> {
    let file = File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    Some((size, text(&head)))
}

/// The bytes as far as they are text, without a byte-order mark, and nothing at all of what holds a zero
/// byte. UTF-16 is text as well: a report that a shell wrote anew is known as one, so that it is told
/// that it cannot be read.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, rest @ ..] => return utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf_16(rest, u16::from_be_bytes),
        _ => {}
    }
    if bytes.contains(&0) {
        return String::new();
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
    };
    text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks().0.iter().map(|pair| unit(*pair));
    let text = char::decode_utf16(units).map_while(Result::ok);
    text.take_while(|char| *char != '\0').collect()
}

#[cfg(test)]
mod tests;
