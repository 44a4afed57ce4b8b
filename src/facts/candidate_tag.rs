//! Where the version tags on HEAD are: on which branches, and on which remotes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::BranchKind;

/// What the branches and remotes know of HEAD and its tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CandidateTag {
    /// The main, release and hotfix branches that have HEAD's commit, sorted by name and remote.
    pub branches: Vec<HoldingBranch>,
    /// Whether a branch that is not listed is known not to have it: `false` where the clone is too
    /// shallow to tell.
    pub complete: bool,
    /// What was fetched of the remotes' own tags (below `refs/remotes/<remote>/tags/`) for the
    /// version tags on HEAD, sorted by name and remote.
    pub remote_tags: Vec<RemoteTag>,
}

/// A branch that has HEAD's commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldingBranch {
    /// The name without remote.
    pub name: String,
    /// The remote that it was fetched from; `null` for a local branch.
    pub remote: Option<String>,
    /// What the name says it is for.
    pub kind: BranchKind,
    /// The X.Y of a release branch (`1.2`) or the X.Y.Z of a hotfix branch (`1.2.3`).
    pub line: Option<String>,
}

/// A tag as a remote had it when it was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoteTag {
    /// The name of the tag.
    pub name: String,
    /// The remote.
    pub remote: String,
    /// Whether it is the very tag that is here: the same object.
    pub same: bool,
}
