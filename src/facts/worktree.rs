//! What differs between HEAD and the files on disk.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The state of the working tree and the index, submodules included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorktreeFacts {
    /// Whether nothing at all differs from HEAD.
    pub clean: bool,
    /// What differs, sorted by path. Ignored files and untracked ones below a `.relcheck/` folder
    /// are not listed.
    #[schemars(extend("x-large" = true))]
    pub changes: Vec<WorktreeChange>,
}

/// One path that differs from HEAD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorktreeChange {
    /// The path from the root of the working tree, with `/` between its parts. A folder of
    /// untracked files ends in `/`.
    pub path: String,
    /// In what way it differs.
    pub status: WorktreeStatus,
    /// Whether all of the difference is in the index already.
    pub staged: bool,
}

/// In what way a path differs from HEAD.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WorktreeStatus {
    /// Other content or another mode.
    Modified,
    /// Not in HEAD.
    Added,
    /// In HEAD, but gone.
    Deleted,
    /// Moved from another path.
    Renamed,
    /// Not known to git, and not ignored.
    Untracked,
    /// Left over from a merge.
    Conflicted,
    /// A submodule with another commit, or with changes of its own.
    Submodule,
    /// The folder of a submodule that is not checked out, and files lie in it.
    Occupied,
}
