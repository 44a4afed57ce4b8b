//! What differs between HEAD and the files on disk, submodules included.

use super::{Collector, Context};
use crate::facts::{Missing, WorktreeFacts};

/// What differs between HEAD and the files on disk, submodules included.
pub(super) struct WorktreeCollector;

impl Collector for WorktreeCollector {
    type Facts = WorktreeFacts;

    const NAME: &'static str = "worktree";
    const PURPOSE: &'static str =
        "What differs between HEAD and the files on disk, submodules included.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let changes = context.repo().changes()?;
        context
            .repo()
            .refuse_left_out(context.checkout().project())?;
        Ok(WorktreeFacts {
            clean: changes.is_empty(),
            changes,
        })
    }
}
