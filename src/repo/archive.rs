//! The files of the newest commit of another repository, with or without a checkout: a database
//! that is kept in git.

use std::path::Path;

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::open::deaf;
use crate::facts::Missing;

/// The size of the cache of decoded objects: 4 MiB. Files of one folder are packed side by side.
const OBJECT_CACHE: usize = 4 << 20;

/// The newest commit of a repository that is read as a store of files.
pub struct Archive {
    repo: gix::Repository,
    commit: ObjectId,
    time: i64,
    root: ObjectId,
}

/// A file or folder of an [`Archive`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveEntry {
    /// Its name, without the folder's; what is not UTF-8 in it is U+FFFD.
    pub name: String,
    /// Whether it is a folder. What is neither a folder nor a file is not listed.
    pub is_folder: bool,
    id: ObjectId,
}

impl Archive {
    /// Opens the repository whose root or git directory this folder is; `None` if it is neither.
    ///
    /// # Errors
    /// [`Missing`] if there is one and its HEAD cannot be read, or has no commit.
    pub fn open(folder: &Path) -> Result<Option<Self>, Missing> {
        let is_root = folder.join(".git").exists();
        let is_bare = folder.join("HEAD").is_file() && folder.join("objects").is_dir();
        if !is_root && !is_bare {
            return Ok(None);
        }
        let broken = |error: &dyn std::fmt::Display| {
            Missing::because(format!(
                "the git repository `{}` cannot be read: {error}",
                folder.display()
            ))
        };
        let options = deaf(gix::sec::Trust::Reduced);
        let mut repo = gix::open_opts(folder, options).map_err(|error| broken(&error))?;
        repo.objects.ignore_replacements = true;
        repo.object_cache_size(OBJECT_CACHE);
        let (commit, time, root) = {
            let commit = repo.head_commit().map_err(|error| broken(&error))?;
            let time = commit.time().map_err(|error| broken(&error))?;
            let root = commit.tree_id().map_err(|error| broken(&error))?.detach();
            (commit.id, time.seconds, root)
        };
        Ok(Some(Archive {
            repo,
            commit,
            time,
            root,
        }))
    }

    /// The full object id of the commit, in hexadecimal.
    #[must_use]
    pub fn commit(&self) -> String {
        self.commit.to_string()
    }

    /// When it was committed, in seconds since 1970.
    #[must_use]
    pub fn time(&self) -> i64 {
        self.time
    }

    /// What lies at the root, in git's order.
    ///
    /// # Errors
    /// [`Missing`] if it is not here (a partial clone) or broken.
    pub fn root(&self) -> Result<Vec<ArchiveEntry>, Missing> {
        self.list(self.root)
    }

    /// What lies in a folder, in git's order.
    ///
    /// # Errors
    /// [`Missing`] if it is not here (a partial clone) or broken.
    pub fn entries(&self, folder: &ArchiveEntry) -> Result<Vec<ArchiveEntry>, Missing> {
        self.list(folder.id)
    }

    fn list(&self, tree: ObjectId) -> Result<Vec<ArchiveEntry>, Missing> {
        let tree = self
            .repo
            .find_tree(tree)
            .map_err(|error| self.lost(&error))?;
        let mut entries = Vec::new();
        for entry in tree.iter() {
            let entry = entry.map_err(|error| self.lost(&error))?;
            let mode = entry.mode();
            if mode.is_tree() || (mode.is_blob() && !mode.is_link()) {
                entries.push(ArchiveEntry {
                    name: entry.filename().to_str_lossy().into_owned(),
                    is_folder: mode.is_tree(),
                    id: entry.object_id(),
                });
            }
        }
        Ok(entries)
    }

    /// The content of a file.
    ///
    /// # Errors
    /// [`Missing`] if it is not here (a partial clone), broken, or larger than `limit` bytes.
    pub fn read(&self, file: &ArchiveEntry, limit: u64) -> Result<Vec<u8>, Missing> {
        let header = self.repo.find_header(file.id);
        let size = header.map_err(|error| self.lost(&error))?.size();
        if size > limit {
            return Err(Missing::because(format!(
                "`{}` has {size} bytes, and at most {limit} are read",
                file.name
            )));
        }
        let mut blob = self
            .repo
            .find_blob(file.id)
            .map_err(|error| self.lost(&error))?;
        Ok(blob.take_data())
    }

    fn lost(&self, error: &dyn std::fmt::Display) -> Missing {
        Missing::because(format!(
            "commit {} of `{}` cannot be read whole: {error}",
            self.commit,
            self.repo.path().display()
        ))
        .fix("git fetch --refetch --no-filter")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    fn sandbox() -> Sandbox {
        let sandbox = Sandbox::new();
        std::fs::create_dir_all(sandbox.path().join("crates/a")).unwrap();
        std::fs::write(sandbox.path().join("crates/a/one.md"), "committed").unwrap();
        sandbox.git(&["add", "."]);
        sandbox.git(&["commit", "--quiet", "-m", "add"]);
        sandbox
    }

    fn names(entries: &[ArchiveEntry]) -> Vec<&str> {
        entries.iter().map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn what_is_committed_is_read_and_not_what_is_on_disk() {
        let sandbox = sandbox();
        std::fs::write(sandbox.path().join("crates/a/one.md"), "changed").unwrap();
        std::fs::write(sandbox.path().join("crates/a/two.md"), "new").unwrap();
        let archive = Archive::open(sandbox.path()).unwrap().unwrap();
        let root = archive.root().unwrap();
        assert_eq!(names(&root), ["crates"]);
        let packages = archive.entries(&root[0]).unwrap();
        let files = archive.entries(&packages[0]).unwrap();
        assert_eq!(names(&files), ["one.md"]);
        assert_eq!(archive.read(&files[0], 100).unwrap(), b"committed");
        assert!(archive.read(&files[0], 3).is_err());
        assert_eq!(archive.commit(), sandbox.git(&["rev-parse", "HEAD"]).trim());
        let time = sandbox.git(&["log", "-1", "--format=%ct"]);
        assert_eq!(archive.time().to_string(), time.trim());
    }

    #[test]
    fn a_git_directory_is_a_repository_too() {
        let sandbox = sandbox();
        assert!(
            Archive::open(&sandbox.path().join(".git"))
                .unwrap()
                .is_some()
        );
    }

    #[test]
    fn another_folder_is_none_and_a_broken_repository_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Archive::open(folder.path()).unwrap().is_none());
        std::fs::write(folder.path().join(".git"), "gitdir: nowhere").unwrap();
        assert!(Archive::open(folder.path()).is_err());
        let empty = Sandbox::new();
        assert!(Archive::open(empty.path()).is_err());
    }
}
