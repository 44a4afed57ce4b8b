//! The files of one commit, read from git's objects: no checkout is made.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use gix::ObjectId;
use gix::bstr::{BString, ByteSlice};

use super::Repo;
use super::commits::object_id;
use super::diff::Trees;
use crate::facts::Missing;

/// The size of the cache of decoded objects: 4 MiB. Files of one folder are packed side by side.
const OBJECT_CACHE: usize = 4 << 20;

/// The files of one commit, below the project's folder.
///
/// Paths are relative to the project's folder and have `/` between their parts; what is not UTF-8
/// in them is U+FFFD. Symbolic links and submodules are left out. Not shared between threads: each
/// takes its own.
pub struct Revision {
    repo: gix::Repository,
    commit: ObjectId,
    files: Files,
}

/// The files of a revision, sorted by path.
type Files = Arc<[RevisionFile]>;

/// The lists that were made, for those who ask again: several collectors read the same two commits.
#[derive(Default)]
pub(super) struct Lists(Mutex<HashMap<(ObjectId, String), Arc<List>>>);

/// One list, made by whoever asks first; the others wait for it.
type List = OnceLock<Result<Files, Missing>>;

impl Lists {
    fn get(&self, commit: ObjectId, project: &str) -> Arc<List> {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (commit, project.to_owned());
        Arc::clone(lists.entry(key).or_default())
    }
}

/// One file of a [`Revision`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionFile {
    /// The path from the project's folder.
    pub path: String,
    id: ObjectId,
}

impl RevisionFile {
    /// Whether another revision's file has the same content.
    #[must_use]
    pub fn has_content_of(&self, other: &RevisionFile) -> bool {
        self.id == other.id
    }
}

impl Repo {
    /// The files of a commit, named by its full object id, below `project` (empty for the root).
    ///
    /// # Errors
    /// [`Missing`] if the id is none, or if the commit or one of its trees is not here or broken;
    /// also if it has more files than [`super::MAX_CHANGED_FILES`].
    pub fn revision(&self, commit: &str, project: &str) -> Result<Revision, Missing> {
        let commit = object_id(commit)?;
        let mut repo = self.local();
        repo.object_cache_size(OBJECT_CACHE);
        let list = self.lists.get(commit, project);
        let files = list.get_or_init(|| list_of(&repo, commit, project));
        let files = Arc::clone(files.as_ref().map_err(Clone::clone)?);
        Ok(Revision {
            repo,
            commit,
            files,
        })
    }
}

fn list_of(repo: &gix::Repository, commit: ObjectId, project: &str) -> Result<Files, Missing> {
    let mut trees = Trees::new(repo);
    let root = trees.of_commit(commit)?;
    let Some(folder) = folder(repo, root, project)? else {
        return Ok(Files::default());
    };
    let found = trees.compare(None, folder)?.into_iter();
    let mut files: Vec<RevisionFile> = found
        .filter_map(|change| {
            let entry = change.after.filter(|entry| entry.mode.is_blob())?;
            Some(RevisionFile {
                path: shown(&change.path),
                id: entry.id,
            })
        })
        .collect();
    files.sort_unstable_by(|left, right| left.path.cmp(&right.path));
    Ok(files.into())
}

/// The tree of the project's folder; `None` if the commit has no such folder.
fn folder(
    repo: &gix::Repository,
    root: ObjectId,
    project: &str,
) -> Result<Option<ObjectId>, Missing> {
    if project.is_empty() {
        return Ok(Some(root));
    }
    let entry = repo
        .find_tree(root)
        .map_err(|error| Missing::because(format!("tree {root} cannot be read: {error}")))?
        .lookup_entry_by_path(project)
        .map_err(|error| {
            Missing::because(format!("tree {root} cannot be read: {error}"))
                .fix("git fetch --refetch --no-filter")
        })?;
    Ok(entry
        .filter(|entry| entry.mode().is_tree())
        .map(|entry| entry.object_id()))
}

fn shown(path: &BString) -> String {
    path.to_str_lossy().into_owned()
}

impl Revision {
    /// The full object id of the commit, in hexadecimal.
    #[must_use]
    pub fn commit(&self) -> String {
        self.commit.to_string()
    }

    /// All files, sorted by path.
    #[must_use]
    pub fn files(&self) -> &[RevisionFile] {
        &self.files
    }

    /// The file at a path from the project's folder.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<&RevisionFile> {
        let index = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .ok()?;
        self.files.get(index)
    }

    /// The content of a file.
    ///
    /// # Errors
    /// [`Missing`] if it is not here (a partial clone), broken, or larger than `limit` bytes.
    pub fn read(&self, file: &RevisionFile, limit: u64) -> Result<Vec<u8>, Missing> {
        let unreadable = |error: &dyn std::fmt::Display| {
            Missing::because(format!(
                "`{}` of commit {} cannot be read: {error}",
                file.path, self.commit
            ))
            .fix("git fetch --refetch --no-filter")
        };
        let header = self
            .repo
            .find_header(file.id)
            .map_err(|error| unreadable(&error))?;
        if header.size() > limit {
            return Err(Missing::because(format!(
                "`{}` of commit {} is too large to read: {} bytes, at most {limit} are read",
                file.path,
                self.commit,
                header.size()
            )));
        }
        let mut blob = self
            .repo
            .find_blob(file.id)
            .map_err(|error| unreadable(&error))?;
        Ok(blob.take_data())
    }

    /// The content of the text file at a path, without its byte order mark; `None` if there is no
    /// such file.
    ///
    /// # Errors
    /// As [`Revision::read`]; also if the content is not UTF-8.
    pub fn read_text(&self, path: &str, limit: u64) -> Result<Option<String>, Missing> {
        let Some(file) = self.file(path) else {
            return Ok(None);
        };
        let text = String::from_utf8(self.read(file, limit)?).map_err(|_| {
            Missing::because(format!(
                "`{path}` of commit {} is not valid UTF-8",
                self.commit
            ))
        })?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    fn sandbox() -> Sandbox {
        let sandbox = Sandbox::new();
        let write = |path: &str, text: &str| {
            let path = sandbox.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("a.txt", "one\n");
        write("pkg/b.txt", "\u{feff}two\n");
        write("pkg/c/d.txt", "three\n");
        sandbox.git(&["add", "."]);
        sandbox.git(&["commit", "--quiet", "-m", "feat: all"]);
        write("pkg/b.txt", "later\n");
        sandbox
    }

    fn head(sandbox: &Sandbox) -> String {
        sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    fn paths(revision: &Revision) -> Vec<&str> {
        let files = revision.files().iter();
        files.map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn the_files_are_those_of_the_commit_not_of_the_working_tree() {
        let sandbox = sandbox();
        let repo = Repo::open(sandbox.path()).unwrap();
        let revision = repo.revision(&head(&sandbox), "").unwrap();
        assert_eq!(paths(&revision), ["a.txt", "pkg/b.txt", "pkg/c/d.txt"]);
        let text = revision.read_text("pkg/b.txt", 100).unwrap();
        assert_eq!(text.as_deref(), Some("two\n"));
        assert_eq!(revision.read_text("none", 100), Ok(None));
    }

    #[test]
    fn paths_start_at_the_projects_folder() {
        let sandbox = sandbox();
        let repo = Repo::open(sandbox.path()).unwrap();
        let revision = repo.revision(&head(&sandbox), "pkg").unwrap();
        assert_eq!(paths(&revision), ["b.txt", "c/d.txt"]);
        let none = repo.revision(&head(&sandbox), "a.txt").unwrap();
        assert_eq!(paths(&none), [""; 0]);
    }

    #[test]
    fn what_is_too_large_or_not_there_is_said() {
        let sandbox = sandbox();
        let repo = Repo::open(sandbox.path()).unwrap();
        let revision = repo.revision(&head(&sandbox), "").unwrap();
        let error = revision.read_text("a.txt", 3).unwrap_err();
        assert!(error.reason.contains("4 bytes, at most 3"), "{error}");
        assert!(repo.revision(&"0".repeat(40), "").is_err());
        assert!(repo.revision("HEAD", "").is_err());
    }
}
