//! Files whose changes git was told not to look for: `git status` would call them clean.

use std::fs;
use std::path::Path;

use gix::bstr::ByteSlice;
use gix::index::entry::Flags;

use super::Repo;
use super::submodules::Module;
use crate::facts::Missing;

impl Repo {
    /// Refuses a checkout from which a sparse checkout left out files of the project: what is not
    /// there differs from HEAD, and no test has seen it.
    ///
    /// # Errors
    /// [`Missing`] naming the first such file, or if the index cannot be read.
    pub fn refuse_left_out(&self, project: &str) -> Result<(), Missing> {
        let repo = self.local();
        let index = read_index(&repo)?;
        for entry in index.entries() {
            if !entry.flags.contains(Flags::SKIP_WORKTREE) {
                continue;
            }
            let path = entry.path(&index).to_str_lossy();
            if concerns(&path, project) {
                return Err(Missing::because(format!(
                    "the checkout is sparse: `{path}` of the project was left out"
                ))
                .fix("git sparse-checkout disable"));
            }
        }
        Ok(())
    }
}

/// Whether a path of the index is one of the project's. A folder that was left out as a whole ends
/// in `/`, and may hold the project.
fn concerns(path: &str, project: &str) -> bool {
    let below = path
        .strip_prefix(project)
        .is_some_and(|rest| project.is_empty() || rest.starts_with('/'));
    below || (path.ends_with('/') && format!("{project}/").starts_with(path))
}

/// Refuses an index in which files are marked as not to be looked at (git-update-index(1),
/// `--assume-unchanged` and `--skip-worktree`), save for those that a sparse checkout left out.
///
/// # Errors
/// [`Missing`] naming the first such file, or if the index cannot be read.
pub(super) fn refuse_overlooked(module: &Module) -> Result<(), Missing> {
    let index = read_index(&module.repo)?;
    let sparse = module.repo.config_snapshot().boolean("core.sparseCheckout") == Some(true);
    for entry in index.entries() {
        let path = entry.path(&index).to_str_lossy();
        let mark = if entry.flags.contains(Flags::ASSUME_VALID) {
            "assume-unchanged"
        } else if entry.flags.contains(Flags::SKIP_WORKTREE)
            && !(sparse && is_left_out(&module.root, &path))
        {
            "skip-worktree"
        } else {
            continue;
        };
        return Err(Missing::because(format!(
            "git was told to overlook changes of `{}` ({mark})",
            module.path_of(&path)
        ))
        .fix(format!(
            "git{} update-index --no-{mark} '{path}'",
            module.option()
        )));
    }
    Ok(())
}

/// Whether a path is not there, as a sparse checkout leaves it. Of a whole folder git itself looks
/// at what lies in it.
fn is_left_out(root: &Path, path: &str) -> bool {
    path.ends_with('/') || fs::symlink_metadata(root.join(path)).is_err()
}

pub(super) fn read_index(repo: &gix::Repository) -> Result<gix::worktree::Index, Missing> {
    repo.index_or_empty()
        .map_err(|error| Missing::because(format!("the git index cannot be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::concerns;

    #[test]
    fn a_folder_that_was_left_out_may_hold_the_project() {
        assert!(concerns("docs/a.md", ""));
        assert!(concerns("packages/core/a.py", "packages/core"));
        assert!(concerns("packages/", "packages/core"));
        assert!(concerns("packages/core/", "packages/core"));
        assert!(!concerns("packages/web/", "packages/core"));
        assert!(!concerns("packages/corex/a.py", "packages/core"));
        assert!(!concerns("packages", "packages/core"));
    }
}
