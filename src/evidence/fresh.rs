//! Whether what a command wrote is there, and is of now.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::bind::weakness;
use super::record::MAX_RECORD;
use super::run::{place, text};
use super::store::record_name;
use super::written::is_what_was_asked;
use super::{Asked, FOLDER, MAX_BYTES, Output, Record, broke_off};

/// What there is of a command's evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", content = "reason", rename_all = "lowercase")]
pub enum Freshness {
    /// It was recorded for HEAD, and all of it is there.
    Fresh,
    /// There is no record of this command in this folder.
    Missing,
    /// There is one, and it does not count: why, as a clause.
    Stale(String),
}

impl Freshness {
    /// Why it is not fresh, as a clause; `None` if it is.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Freshness::Fresh => None,
            Freshness::Missing => Some("it was not recorded yet"),
            Freshness::Stale(reason) => Some(reason),
        }
    }
}

/// What there is of a command's evidence. It is fresh only if [`super::bind()`] would bind each of its
/// outputs to HEAD; that of another machine, in a folder below, is as good.
#[must_use]
pub fn freshness(root: &Path, asked: Asked, head: Option<&str>) -> Freshness {
    let folder = asked.project.join(FOLDER);
    let own = freshness_in(&folder, root, asked, head);
    if own == Freshness::Fresh {
        return own;
    }
    let others = folders(&folder).into_iter();
    let others = others.map(|folder| freshness_in(&folder, root, asked, head));
    // One that is there says more than one that is not.
    others.fold(own, |best, other| match (&best, &other) {
        (Freshness::Fresh, _) | (_, Freshness::Missing) => best,
        (_, Freshness::Fresh) | (Freshness::Missing, _) => other,
        (Freshness::Stale(_), Freshness::Stale(_)) => best,
    })
}

/// The folders in it, sorted; links are none.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|it| it.file_type().is_ok_and(|it| it.is_dir()));
    let mut folders: Vec<PathBuf> = folders.map(|it| it.path()).collect();
    folders.sort();
    folders
}

/// The same by the records of one folder.
fn freshness_in(folder: &Path, root: &Path, asked: Asked, head: Option<&str>) -> Freshness {
    let command = text(asked.command);
    let dir = place(root, asked.dir);
    let path = folder.join(record_name(&command, &dir));
    let file = match opened(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Freshness::Missing,
        Err(error) => return Freshness::Stale(format!("its record cannot be read: {error}")),
    };
    let mut content = Vec::new();
    if let Err(error) = file.take(MAX_RECORD).read_to_end(&mut content) {
        return Freshness::Stale(format!("its record cannot be read: {error}"));
    }
    let record = match Record::read(&content) {
        Ok(record) => record,
        Err(reason) => return Freshness::Stale(format!("its record {reason}")),
    };
    if record.command != command || record.dir != dir {
        return Freshness::Stale("its record is of another command".to_owned());
    }
    match flaw(&record, folder, asked, head) {
        Some(reason) => Freshness::Stale(reason),
        None => Freshness::Fresh,
    }
}

fn flaw(record: &Record, folder: &Path, asked: Asked, head: Option<&str>) -> Option<String> {
    if let Some(reason) = weakness(record, head) {
        return Some(reason);
    }
    if let Some(reason) = broke_off(record) {
        return Some(reason);
    }
    if record.kind.as_deref() != asked.kind {
        let named = |kind: Option<&str>| {
            kind.map_or_else(|| "no kind".to_owned(), |kind| format!("`{kind}`"))
        };
        return Some(format!(
            "it was recorded as {}, and is configured as {}",
            named(record.kind.as_deref()),
            named(asked.kind)
        ));
    }
    let is_kept = |file: &&std::path::PathBuf| {
        let mut sources = record.outputs.iter().filter_map(|it| it.source.as_deref());
        sources.any(|source| is_what_was_asked(file, source))
    };
    if let Some(file) = asked.files.iter().find(|file| !is_kept(file)) {
        return Some(format!("`{}` was not kept", file.display()));
    }
    record
        .outputs
        .iter()
        .find_map(|output| changed(folder, output))
}

/// Why an output is not what was recorded, as a clause.
fn changed(folder: &Path, output: &Output) -> Option<String> {
    let name = &output.name;
    if output.truncated {
        return Some(format!(
            "`{name}` has more than {} MiB, and was cut",
            MAX_BYTES >> 20
        ));
    }
    let digest = opened(&folder.join(name)).and_then(digest);
    match digest {
        Ok(digest) if digest == output.sha256 => None,
        Ok(_) => Some(format!("`{name}` is not what was recorded")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Some(format!("`{name}` is gone, which was recorded"))
        }
        Err(error) => Some(format!("`{name}` cannot be read: {error}")),
    }
}

/// Opens a file that is one: a pipe would have its reader wait, and a link lead anywhere.
fn opened(path: &Path) -> std::io::Result<File> {
    if !path.symlink_metadata()?.is_file() {
        return Err(std::io::Error::other("it is no regular file"));
    }
    File::open(path)
}

/// The SHA-256 of a file, as far as one is kept.
fn digest(file: File) -> std::io::Result<String> {
    let mut file = file.take(MAX_BYTES.saturating_add(1));
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(format!("{:x}", digest.finalize())),
            read => digest.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}
