//! The texts that a bump is planned over.

use crate::facts::Missing;
use crate::repo::{Checkout, inside};

/// The largest file that is changed, in bytes. The lock files of large projects take ten million.
pub(super) const MAX_FILE: u64 = 32 * 1024 * 1024;

/// The mark that some editors put at the start of a UTF-8 text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The files of a repository, by their path from its root.
pub trait Files {
    /// The files that git tracks, sorted.
    fn tracked(&self) -> &[String];

    /// The text of a file with everything that is in it; `None` if there is none.
    ///
    /// # Errors
    /// A sentence that says why it cannot be read.
    fn read(&self, path: &str) -> Result<Option<String>, String>;

    /// The path of the file that a path leads to through symbolic links; the path itself where it
    /// is no link, or leads out of the repository.
    fn real(&self, path: &str) -> String;
}

impl Files for Checkout {
    fn tracked(&self) -> &[String] {
        Checkout::tracked(self).unwrap_or_default()
    }

    fn read(&self, path: &str) -> Result<Option<String>, String> {
        let reason = |missing: Missing| missing.reason;
        let Some(bytes) = Checkout::read(self, path, MAX_FILE).map_err(reason)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| format!("`{path}` is not valid UTF-8"))?;
        Ok(Some(text))
    }

    fn real(&self, path: &str) -> String {
        self.real_path(path).unwrap_or_else(|| path.to_owned())
    }
}

/// The text without its byte order mark, and how many bytes that takes.
pub(super) fn body(text: &str) -> (usize, &str) {
    match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(body) => (BYTE_ORDER_MARK.len_utf8(), body),
        None => (0, text),
    }
}

/// A path below a folder; the folder is empty for the root.
pub(super) fn below(folder: &str, path: &str) -> String {
    if folder.is_empty() {
        path.to_owned()
    } else {
        format!("{folder}/{path}")
    }
}

/// The folder that a file lies in; empty for the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path from the root that a relative one means in a folder; `None` if it leads out.
pub(super) fn resolve(folder: &str, relative: &str) -> Option<String> {
    inside(folder, &relative.replace('\\', "/"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Files in memory.
    pub(in super::super) struct Tree {
        texts: BTreeMap<String, String>,
        paths: Vec<String>,
    }

    impl Tree {
        pub(in super::super) fn of(files: &[(&str, &str)]) -> Self {
            let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
            let texts: BTreeMap<String, String> = files.iter().map(own).collect();
            let paths = texts.keys().cloned().collect();
            Tree { texts, paths }
        }
    }

    impl Files for Tree {
        fn tracked(&self) -> &[String] {
            &self.paths
        }

        fn read(&self, path: &str) -> Result<Option<String>, String> {
            Ok(self.texts.get(path).cloned())
        }

        fn real(&self, path: &str) -> String {
            path.to_owned()
        }
    }

    #[test]
    fn paths_are_resolved_inside_of_the_repository_only() {
        assert_eq!(resolve("crates/a", "../b").as_deref(), Some("crates/b"));
        assert_eq!(resolve("", "./b//c").as_deref(), Some("b/c"));
        assert_eq!(resolve("a", "..").as_deref(), Some(""));
        assert_eq!(resolve("a", "../../b"), None);
        assert_eq!(resolve("a", "/b"), None);
    }
}
