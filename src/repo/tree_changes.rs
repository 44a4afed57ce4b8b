//! The paths that differ between the trees of two commits, whatever happened in between.

use gix::bstr::ByteSlice;

use super::Repo;
use super::commits::object_id;
use super::diff::Trees;
use crate::facts::Missing;

/// A path that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeChange {
    /// The path from the root of the repository, with `/` between its parts; what is not UTF-8 in it is
    /// U+FFFD.
    pub path: String,
    /// Whether the earlier commit has it.
    pub before: bool,
    /// Whether the later one has it.
    pub after: bool,
}

impl Repo {
    /// The paths whose content or mode differs between two commits, named by their full object ids,
    /// sorted. Files, symbolic links and submodules all count.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken, or if more than
    /// [`MAX_CHANGED_FILES`](super::MAX_CHANGED_FILES) paths differ.
    pub fn tree_changes(&self, before: &str, after: &str) -> Result<Vec<TreeChange>, Missing> {
        let repo = self.local();
        let mut trees = Trees::new(&repo);
        let before = trees.of_commit(object_id(before)?)?;
        let after = trees.of_commit(object_id(after)?)?;
        let mut changes: Vec<TreeChange> = trees
            .compare(Some(before), after)?
            .into_iter()
            .map(|change| TreeChange {
                path: change.path.to_str_lossy().into_owned(),
                before: change.before.is_some(),
                after: change.after.is_some(),
            })
            .collect();
        changes.sort_unstable_by(|left, right| left.path.cmp(&right.path));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    #[test]
    fn what_was_changed_back_does_not_differ() {
        let sandbox = Sandbox::new();
        let commit = |files: &[(&str, Option<&str>)]| {
            for (path, text) in files {
                let path = sandbox.path().join(path);
                match text {
                    Some(text) => std::fs::write(path, text).unwrap(),
                    None => std::fs::remove_file(path).unwrap(),
                }
            }
            sandbox.git(&["add", "--all"]);
            sandbox.git(&["commit", "--quiet", "-m", "x"]);
            sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned()
        };
        let first = commit(&[("a", Some("1")), ("b", Some("1")), ("c", Some("1"))]);
        commit(&[("a", Some("2")), ("d", Some("1"))]);
        let last = commit(&[("a", Some("1")), ("b", Some("2")), ("c", None)]);
        let repo = Repo::open(sandbox.path()).unwrap();
        let change = |path: &str, before, after| TreeChange {
            path: path.to_owned(),
            before,
            after,
        };
        assert_eq!(
            repo.tree_changes(&first, &last).unwrap(),
            [
                change("b", true, true),
                change("c", true, false),
                change("d", false, true)
            ]
        );
        assert!(repo.tree_changes(&first, &"0".repeat(40)).is_err());
    }
}
