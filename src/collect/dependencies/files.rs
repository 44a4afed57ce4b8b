//! The files that tell what a project depends on: those of the working tree, or of a commit.

use super::super::foreign::{is_foreign, is_vendored};
use crate::facts::Missing;
use crate::repo::{Checkout, Revision, inside};

/// A set of files.
pub(super) trait Files {
    /// The paths of the tracked files, from the project's folder, sorted.
    ///
    /// # Errors
    /// [`Missing`] if they cannot be listed.
    fn paths(&self) -> Result<Vec<&str>, Missing>;

    /// The content of one of them; `None` if there is no such file.
    ///
    /// # Errors
    /// [`Missing`] if it cannot be read, or is larger than `limit` bytes.
    fn content(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing>;

    /// The project's folder, from the root of the repository; empty for that itself.
    fn project(&self) -> &str;

    /// The paths of the tracked files of the repository that are not the project's, from the root of
    /// the repository, as far as they are known.
    ///
    /// # Errors
    /// [`Missing`] if they cannot be listed.
    fn outside(&self) -> Result<&[String], Missing>;

    /// The content of one of those; `None` if there is no such file.
    ///
    /// # Errors
    /// As [`Files::content`].
    fn content_outside(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing>;
}

impl Files for Checkout {
    fn paths(&self) -> Result<Vec<&str>, Missing> {
        Ok(self.tracked()?.iter().map(String::as_str).collect())
    }

    fn content(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing> {
        match self.read(path, limit)? {
            None if self.tracks(path)? => Err(Missing::because(format!(
                "`{path}` is tracked by git, but not on disk"
            ))),
            content => Ok(content),
        }
    }

    fn project(&self) -> &str {
        Checkout::project(self)
    }

    fn outside(&self) -> Result<&[String], Missing> {
        self.tracked_outside()
    }

    fn content_outside(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing> {
        self.whole().read(path, limit)
    }
}

impl Files for Revision {
    fn paths(&self) -> Result<Vec<&str>, Missing> {
        Ok(self.files().iter().map(|file| file.path.as_str()).collect())
    }

    fn content(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, Missing> {
        let file = self.file(path);
        file.map(|file| self.read(file, limit)).transpose()
    }

    fn project(&self) -> &str {
        ""
    }

    fn outside(&self) -> Result<&[String], Missing> {
        Ok(&[])
    }

    fn content_outside(&self, _: &str, _: u64) -> Result<Option<Vec<u8>>, Missing> {
        Ok(None)
    }
}

/// Further folders of what nobody installs: projects that are made up, and those of tools.
const MADE_UP: &[&str] = &[
    "build-tests",
    "e2e",
    "integration-tests",
    "integration_tests",
    "template",
    "templates",
    "tutorials",
];

/// Whether a file lies in a folder that holds what nobody installs: tests, examples, templates,
/// others' code, and folders whose names start with a dot.
pub(super) fn is_beside(path: &str) -> bool {
    is_foreign(path)
        || folder_of(path).split('/').any(|folder| {
            folder.starts_with('.') || folder.starts_with("template-") || MADE_UP.contains(&folder)
        })
}

/// Whether a file lies in a folder that holds others' code.
pub(super) fn is_others(path: &str) -> bool {
    is_vendored(path)
}

/// The folder of a path; empty for the project's own.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// A path that is written from a folder, from the project's; `None` if it leads out of that.
pub(super) fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let path = path.replace('\\', "/");
    inside(folder, path.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_of_the_project() {
        assert_eq!(joined("a/b", "../c.txt").as_deref(), Some("a/c.txt"));
        assert_eq!(joined("", "./c.txt").as_deref(), Some("c.txt"));
        assert_eq!(joined("a", "../../c.txt"), None);
        assert_eq!(joined("a", "/etc/passwd"), None);
    }

    #[test]
    fn what_nobody_installs_is_told_by_its_folder() {
        for path in [
            "tests/uv.lock",
            "a/template-x/package.json",
            ".riot/requirements/1.txt",
        ] {
            assert!(is_beside(path), "{path}");
        }
        for path in [
            "uv.lock",
            "packages/core/package.json",
            "tests.lock",
            "templated/uv.lock",
        ] {
            assert!(!is_beside(path), "{path}");
        }
    }
}
