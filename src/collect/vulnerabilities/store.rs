//! Where the files of an advisory database lie: in git, in a folder, or in a ZIP archive.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use zip::ZipArchive;

use crate::repo::{Archive, ArchiveEntry};

/// The largest file that is read of a database, in bytes. The largest advisory that is published has
/// about 2 MiB.
const MAX_FILE: u64 = 8 << 20;

/// The most files that a database may have.
const MAX_FILES: usize = 2_000_000;

/// How deep folders are looked through.
const MAX_DEPTH: usize = 16;

/// The files of a database.
pub(super) enum Store {
    /// The newest commit of a repository: what is changed on disk is not read.
    Git(Box<Archive>),
    Folder(PathBuf),
    Zip(Mutex<ZipArchive<BufReader<File>>>),
}

/// A file or folder of a store.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Its name; in an archive with the folders before it.
    pub name: String,
    pub is_folder: bool,
    at: At,
}

#[derive(Debug, Clone)]
enum At {
    Git(ArchiveEntry),
    Path(PathBuf),
    Zip(usize),
}

impl Store {
    /// Opens what lies at a path.
    pub fn open(path: &Path) -> Result<Self, String> {
        if path.is_dir() {
            return match Archive::open(path).map_err(|missing| missing.reason)? {
                Some(archive) => Ok(Store::Git(Box::new(archive))),
                None => Ok(Store::Folder(path.to_owned())),
            };
        }
        let file = File::open(path).map_err(|error| format!("it cannot be opened: {error}"))?;
        if !file.metadata().is_ok_and(|it| it.is_file()) {
            return Err("it is neither a folder nor a file".to_owned());
        }
        let archive = ZipArchive::new(BufReader::new(file))
            .map_err(|error| format!("it is neither a folder nor a ZIP archive: {error}"))?;
        Ok(Store::Zip(Mutex::new(archive)))
    }

    /// The commit that is read, and its time.
    pub fn commit(&self) -> Option<(String, i64)> {
        match self {
            Store::Git(archive) => Some((archive.commit(), archive.time())),
            _ => None,
        }
    }

    /// What lies at the root, in no order; of an archive, all of its files.
    pub fn root(&self) -> Result<Vec<Entry>, String> {
        match self {
            Store::Git(archive) => Ok(of_git(archive.root().map_err(|it| it.reason)?)),
            Store::Folder(path) => of_folder(path),
            Store::Zip(archive) => of_zip(archive),
        }
    }

    /// What lies in a folder, in no order.
    pub fn entries(&self, folder: &Entry) -> Result<Vec<Entry>, String> {
        match (self, &folder.at) {
            (Store::Git(archive), At::Git(entry)) => {
                Ok(of_git(archive.entries(entry).map_err(|it| it.reason)?))
            }
            (Store::Folder(_), At::Path(path)) => of_folder(path),
            _ => Ok(Vec::new()),
        }
    }

    /// The content of a file.
    pub fn read(&self, file: &Entry) -> Result<Vec<u8>, String> {
        match (self, &file.at) {
            (Store::Git(archive), At::Git(entry)) => {
                archive.read(entry, MAX_FILE).map_err(|it| it.reason)
            }
            (_, At::Path(path)) => {
                let opened = File::open(path).map_err(|error| error.to_string())?;
                bounded(opened)
            }
            (Store::Zip(archive), At::Zip(index)) => {
                let mut archive = archive.lock().map_err(|error| error.to_string())?;
                let opened = archive
                    .by_index(*index)
                    .map_err(|error| error.to_string())?;
                bounded(opened)
            }
            _ => Err("it is not in this store".to_owned()),
        }
    }

    /// All files with one of these endings, in the order of their paths. What lies in folders whose
    /// names start with a dot is the repository's, and none of the database's.
    pub fn files(&self, endings: &[&str]) -> Result<Vec<Entry>, String> {
        let mut files = Vec::new();
        let mut folders = vec![(0, String::new(), self.root()?)];
        while let Some((depth, prefix, entries)) = folders.pop() {
            for mut entry in entries {
                let path = format!("{prefix}{}", entry.name);
                if !entry.is_folder && endings.iter().any(|ending| path.ends_with(ending)) {
                    entry.name = path;
                    files.push(entry);
                } else if entry.is_folder && !entry.name.starts_with('.') {
                    if depth >= MAX_DEPTH {
                        return Err(format!("its folders are more than {MAX_DEPTH} deep"));
                    }
                    let inside = self.entries(&entry)?;
                    folders.push((depth + 1, format!("{path}/"), inside));
                }
            }
            if files.len() > MAX_FILES {
                return Err(format!("it has more than {MAX_FILES} files"));
            }
        }
        files.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(files)
    }
}

fn bounded(file: impl Read) -> Result<Vec<u8>, String> {
    let mut content = Vec::new();
    file.take(MAX_FILE + 1)
        .read_to_end(&mut content)
        .map_err(|error| error.to_string())?;
    match content.len() as u64 > MAX_FILE {
        true => Err(format!("it has more than {} MiB", MAX_FILE >> 20)),
        false => Ok(content),
    }
}

fn of_git(entries: Vec<ArchiveEntry>) -> Vec<Entry> {
    let entries = entries.into_iter().map(|entry| Entry {
        name: entry.name.clone(),
        is_folder: entry.is_folder,
        at: At::Git(entry),
    });
    entries.collect()
}

/// Symbolic links are not followed: the database is what was named, and no cycle is walked.
fn of_folder(path: &Path) -> Result<Vec<Entry>, String> {
    let unreadable =
        |error: std::io::Error| format!("`{}` cannot be listed: {error}", path.display());
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() || kind.is_file() {
            entries.push(Entry {
                name: entry.file_name().to_string_lossy().into_owned(),
                is_folder: kind.is_dir(),
                at: At::Path(entry.path()),
            });
        }
    }
    Ok(entries)
}

fn of_zip(archive: &Mutex<ZipArchive<BufReader<File>>>) -> Result<Vec<Entry>, String> {
    let archive = archive.lock().map_err(|error| error.to_string())?;
    if archive.len() > MAX_FILES {
        return Err(format!("it has more than {MAX_FILES} files"));
    }
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let name = archive.name_for_index(index);
        let name = name.ok_or("it has a file without a name")?;
        let name = name.map_err(|error| error.to_string())?.into_owned();
        if !name.ends_with('/') {
            files.push(Entry {
                name,
                is_folder: false,
                at: At::Zip(index),
            });
        }
    }
    Ok(files)
}
