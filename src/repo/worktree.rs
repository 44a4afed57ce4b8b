//! What differs between HEAD and the files on disk, submodules included.

use super::Repo;
use super::overlooked::refuse_overlooked;
use super::status::Status;
use super::submodules::{Module, Modules};
use crate::facts::{Missing, WorktreeChange};

impl Repo {
    /// What differs from HEAD, sorted by path: what git says, and what lies in the folders of
    /// submodules that are not checked out, where git looks at nothing.
    ///
    /// # Errors
    /// If git does not say what changed, or not in the form that is asked for; if it was told not to
    /// look at a file of the checkout or of a submodule; if a submodule cannot be read.
    pub fn changes(&self) -> Result<Vec<WorktreeChange>, Missing> {
        let status = Status::spawn(self.root());
        let top = Module::top(self.local(), self.root());
        let mut found = Modules::default();
        found.look(top)?;
        for module in &found.checked_out {
            refuse_overlooked(module)?;
        }
        let mut changes = status.finish()?;
        changes.extend(found.occupied);
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changes)
    }
}
