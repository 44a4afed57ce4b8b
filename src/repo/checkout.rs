//! The files of the working tree: which ones git tracks, and reading them without being led astray.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gix::bstr::ByteSlice;

use super::Repo;
use crate::facts::Missing;

/// The files of one project: those below its folder in the working tree of a repository.
///
/// Paths are relative to the project's folder and have `/` between their parts, on every system.
pub struct Checkout {
    repo: Arc<Repo>,
    project: String,
    tracked: OnceLock<Result<Vec<String>, Missing>>,
    outside: OnceLock<Result<Vec<String>, Missing>>,
    /// Contents that count in place of those on disk, by the path from the repository's root.
    planned: BTreeMap<String, Vec<u8>>,
}

/// The part of a path from the repository's root that lies below a project's folder, which is empty
/// for the root; `None` if it is not in there.
#[must_use]
pub fn below<'p>(path: &'p str, project: &str) -> Option<&'p str> {
    match project {
        "" => Some(path),
        folder => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

impl Checkout {
    /// The files below `project` (empty for the whole repository).
    #[must_use]
    pub fn new(repo: Arc<Repo>, project: String) -> Self {
        Checkout {
            repo,
            project,
            tracked: OnceLock::new(),
            outside: OnceLock::new(),
            planned: BTreeMap::new(),
        }
    }

    /// The same files as they would be with these contents, by the path from the root of the
    /// repository. What is new among them counts as tracked.
    #[must_use]
    pub fn with_contents(mut self, contents: BTreeMap<String, Vec<u8>>) -> Self {
        self.planned = contents;
        self
    }

    /// The files of the whole repository, whatever the project is.
    #[must_use]
    pub fn whole(&self) -> Self {
        Checkout::new(Arc::clone(&self.repo), String::new()).with_contents(self.planned.clone())
    }

    /// The project's folder inside the repository; empty for the root.
    #[must_use]
    pub fn project(&self) -> &str {
        &self.project
    }

    /// The files that git tracks, as its index lists them, sorted; submodules are left out. A file
    /// may be listed and yet be missing on disk.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read.
    pub fn tracked(&self) -> Result<&[String], Missing> {
        let listed = self.tracked.get_or_init(|| {
            let mut paths = list(&self.repo, &self.project)?;
            let below = self.planned.keys().filter_map(|path| self.own(path));
            paths.extend(below.map(str::to_owned));
            paths.sort_unstable();
            paths.dedup();
            Ok(paths)
        });
        listed.as_deref().map_err(Clone::clone)
    }

    /// The tracked files of the repository that are not the project's, from the repository's root,
    /// sorted.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read.
    pub fn tracked_outside(&self) -> Result<&[String], Missing> {
        let listed = self.outside.get_or_init(|| {
            if self.project.is_empty() {
                return Ok(Vec::new());
            }
            let mut paths = list(&self.repo, "")?;
            paths.retain(|path| below(path, &self.project).is_none());
            Ok(paths)
        });
        listed.as_deref().map_err(Clone::clone)
    }

    /// Whether git tracks a file.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read.
    pub fn tracks(&self, path: &str) -> Result<bool, Missing> {
        let place = self
            .tracked()?
            .binary_search_by(|known| known.as_str().cmp(path));
        Ok(place.is_ok())
    }

    /// The path, from the root of the repository, of the file that a path leads to through symbolic
    /// links; `None` if there is no such file inside of the checkout, or its path is no text.
    #[must_use]
    pub fn real_path(&self, path: &str) -> Option<String> {
        let real = self.resolve(path).ok()??;
        let inside = real.strip_prefix(self.repo.root()).ok()?;
        let parts = inside.iter().map(|part| part.to_str());
        Some(parts.collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// The text of a file that git tracks. Such a file is never merely absent: where it is not on
    /// disk, what it says is not known.
    ///
    /// # Errors
    /// As [`Checkout::read_text`]; also if the file is not on disk.
    pub fn tracked_text(&self, path: &str, limit: u64) -> Result<String, Missing> {
        self.read_text(path, limit)?.ok_or_else(|| {
            Missing::because(format!("`{path}` is tracked by git, but not on disk"))
                .fix(format!("git restore '{path}'"))
        })
    }

    /// The content of a file, or `None` if there is no such file.
    ///
    /// # Errors
    /// [`Missing`] if it is no regular file, lies outside of the checkout (by `..` or through a
    /// symbolic link), is larger than `limit` bytes, or cannot be read.
    pub fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing> {
        let refused = |reason: String| Missing::because(format!("`{path}` {reason}"));
        let Some(real) = self.resolve(path)? else {
            return Ok(self.planned_at(&self.repo.root().join(&self.project).join(path)));
        };
        if let Some(content) = self.planned_at(&real) {
            return Ok(Some(content));
        }
        let metadata =
            fs::metadata(&real).map_err(|error| refused(format!("cannot be read: {error}")))?;
        if !metadata.is_file() {
            return Err(refused(
                "is not a regular file, so it was not read".to_owned(),
            ));
        }
        let too_large = |size: u64| {
            refused(format!(
                "is too large to read: {size} bytes, at most {limit} are read"
            ))
        };
        if metadata.len() > limit {
            return Err(too_large(metadata.len()));
        }
        let mut content = Vec::new();
        content.reserve_exact(
            usize::try_from(metadata.len())
                .unwrap_or(0)
                .saturating_add(1),
        );
        let file =
            File::open(&real).map_err(|error| refused(format!("cannot be read: {error}")))?;
        file.take(limit.saturating_add(1))
            .read_to_end(&mut content)
            .map_err(|error| refused(format!("cannot be read: {error}")))?;
        // It may have grown meanwhile.
        if content.len() as u64 > limit {
            return Err(too_large(content.len() as u64));
        }
        Ok(Some(content))
    }

    /// The content of a text file without its byte order mark, or `None` if there is no such file.
    ///
    /// # Errors
    /// As [`Checkout::read`]; also if the content is not UTF-8.
    pub fn read_text(&self, path: &str, limit: u64) -> Result<Option<String>, Missing> {
        let Some(content) = self.read(path, limit)? else {
            return Ok(None);
        };
        let text = String::from_utf8(content).map_err(|error| {
            let valid = error
                .as_bytes()
                .get(..error.utf8_error().valid_up_to())
                .unwrap_or_default();
            let line = 1 + valid.iter().filter(|&&byte| byte == b'\n').count();
            Missing::because(format!("`{path}` line {line} is not valid UTF-8"))
        })?;
        Ok(Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }))
    }

    /// The part of a path from the repository's root that lies below the project's folder.
    fn own<'p>(&self, path: &'p str) -> Option<&'p str> {
        below(path, &self.project)
    }

    /// The content that counts in place of that of a file.
    fn planned_at(&self, path: &Path) -> Option<Vec<u8>> {
        if self.planned.is_empty() {
            return None;
        }
        let inside = path.strip_prefix(self.repo.root()).ok()?;
        let parts: Vec<_> = inside.iter().map(|part| part.to_string_lossy()).collect();
        self.planned.get(&parts.join("/")).cloned()
    }

    /// The file's real path, if it exists and lies inside of the checkout.
    fn resolve(&self, path: &str) -> Result<Option<PathBuf>, Missing> {
        let relative = Path::new(path);
        let plain = relative
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return Err(Missing::because(format!(
                "`{path}` is not a path inside of the project"
            )));
        }
        let root = self.repo.root();
        match root.join(&self.project).join(relative).canonicalize() {
            Ok(real) if real.starts_with(root) => Ok(Some(real)),
            Ok(_) => Err(Missing::because(format!(
                "`{path}` is a symbolic link out of the checkout, so it was not read"
            ))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Missing::because(format!(
                "`{path}` cannot be read: {error}"
            ))),
        }
    }
}

impl Repo {
    /// All tracked paths from the root of the working tree, sorted.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read.
    pub fn tracked_paths(&self) -> Result<Vec<String>, Missing> {
        list(self, "")
    }

    /// Whether git tracks the file at this path from the root of the working tree.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read.
    pub fn is_tracked(&self, path: &Path) -> Result<bool, Missing> {
        let index = self
            .local()
            .index_or_empty()
            .map_err(|error| Missing::because(format!("the git index cannot be read: {error}")))?;
        Ok(path.ancestors().any(|at| {
            let parts: Vec<_> = at.iter().map(|part| part.to_string_lossy()).collect();
            let entry = index.entry_by_path(parts.join("/").as_bytes().as_bstr());
            // Of a folder it can be a submodule only.
            entry.is_some()
        }))
    }
}

fn list(repo: &Repo, project: &str) -> Result<Vec<String>, Missing> {
    let index = repo
        .local()
        .index_or_empty()
        .map_err(|error| Missing::because(format!("the git index cannot be read: {error}")))?;
    let prefix = if project.is_empty() {
        String::new()
    } else {
        format!("{project}/")
    };
    let mut paths: Vec<String> = index
        .entries()
        .iter()
        .filter(|entry| !entry.mode.is_submodule())
        .filter_map(|entry| {
            entry
                .path(&index)
                .strip_prefix(prefix.as_bytes())
                .map(|path| path.to_str_lossy().into_owned())
        })
        .collect();
    paths.sort_unstable();
    paths.dedup();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_from_the_projects_folder() {
        assert_eq!(below("a/b.py", ""), Some("a/b.py"));
        assert_eq!(below("a/b.py", "a"), Some("b.py"));
        assert_eq!(below("ab/b.py", "a"), None);
    }
}
