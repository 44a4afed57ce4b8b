//! Whether what a command wrote is there, and is of now.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::bind::weakness;
use super::record::MAX_RECORD;
use super::run::{place, text};
use super::store::record_path;
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

/// What there is of a command's evidence. It is fresh only if [`super::bind()`] would bind each of its
/// outputs to HEAD.
#[must_use]
pub fn freshness(root: &Path, asked: Asked, head: Option<&str>) -> Freshness {
    let command = text(asked.command);
    let dir = place(root, asked.dir);
    let path = record_path(asked.project, &command, &dir);
    let file = match File::open(path) {
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
    match flaw(&record, asked, head) {
        Some(reason) => Freshness::Stale(reason),
        None => Freshness::Fresh,
    }
}

fn flaw(record: &Record, asked: Asked, head: Option<&str>) -> Option<String> {
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
    let folder = asked.project.join(FOLDER);
    record
        .outputs
        .iter()
        .find_map(|output| changed(&folder, output))
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
    let digest = File::open(folder.join(name)).and_then(digest);
    match digest {
        Ok(digest) if digest == output.sha256 => None,
        Ok(_) => Some(format!("`{name}` is not what was recorded")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Some(format!("`{name}` is gone, which was recorded"))
        }
        Err(error) => Some(format!("`{name}` cannot be read: {error}")),
    }
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
