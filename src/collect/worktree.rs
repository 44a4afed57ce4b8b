//! What differs between HEAD and the files on disk, submodules included.

use super::{Collector, Context};
use crate::facts::{Missing, WorktreeFacts};
use crate::repo::Status;

/// What differs between HEAD and the files on disk, submodules included.
pub(super) struct WorktreeCollector;

impl Collector for WorktreeCollector {
    type Facts = WorktreeFacts;

    const NAME: &'static str = "worktree";
    const PURPOSE: &'static str =
        "What differs between HEAD and the files on disk, submodules included.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let status = Status::spawn(context.repo().root());
        context.repo().refuse_overlooked()?;
        status.finish()
    }
}
