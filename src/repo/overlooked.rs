//! Files whose changes git was told not to look for: `git status` would call them clean.

use gix::bstr::ByteSlice;
use gix::index::entry::Flags;

use super::Repo;
use crate::facts::Missing;

impl Repo {
    /// Refuses an index in which files are marked as not to be looked at (git-update-index(1),
    /// `--assume-unchanged` and `--skip-worktree`), save for those that a sparse checkout left out.
    ///
    /// # Errors
    /// [`Missing`] naming the first such file, or if the index cannot be read.
    pub fn refuse_overlooked(&self) -> Result<(), Missing> {
        let repo = self.local();
        let index = repo
            .index_or_empty()
            .map_err(|error| Missing::because(format!("the git index cannot be read: {error}")))?;
        let sparse = repo.config_snapshot().boolean("core.sparseCheckout") == Some(true);
        for entry in index.entries() {
            let mark = if entry.flags.contains(Flags::ASSUME_VALID) {
                "assume-unchanged"
            } else if entry.flags.contains(Flags::SKIP_WORKTREE) && !sparse {
                "skip-worktree"
            } else {
                continue;
            };
            let path = entry.path(&index).to_str_lossy();
            return Err(Missing::because(format!(
                "git was told to overlook changes of `{path}` ({mark})"
            ))
            .fix(format!("git update-index --no-{mark} '{path}'")));
        }
        Ok(())
    }
}
