//! The files and lines that each commit since the previous release changed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What each commit changed, against its first parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diffs {
    /// One entry a commit, in the order of `changes.commits`.
    #[schemars(extend("x-large" = true))]
    pub commits: Vec<CommitDiff>,
    /// The same by path, sorted: every path that a file which they changed has, or had before it was moved.
    /// A long history touches few paths, each of them often.
    #[schemars(extend("x-large" = true))]
    pub paths: Vec<TouchedPath>,
}

/// A path that commits touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TouchedPath {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The full object ids of the commits that touched it, in the order of `changes.commits`.
    pub commits: Vec<String>,
    /// Whether one of them had its file say more there: it added lines, or wrote what cannot be compared by
    /// lines.
    pub written: bool,
}

/// What one commit changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitDiff {
    /// The full object id of the commit.
    pub id: String,
    /// The files that it changed, sorted by path. Of a merge, those that differ from each of its
    /// parents: empty if the merge changed nothing itself.
    pub files: Vec<ChangedFile>,
}

/// One file that a commit changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangedFile {
    /// The path from the root of the repository, with `/` between its parts.
    pub path: String,
    /// The path that it had before, if it was moved.
    pub old_path: Option<String>,
    /// What happened to it.
    pub status: FileStatus,
    /// Whether it is binary, a symbolic link, a submodule, or too large to be compared by lines,
    /// before or after: then `added` is empty and `removed` 0.
    pub opaque: bool,
    /// The lines that the commit added, in the numbering of the commit's own file; sorted, and
    /// with a line that stayed between each two.
    pub added: Vec<LineRange>,
    /// How many lines the commit removed.
    pub removed: u64,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FileStatus {
    /// It is new.
    Added,
    /// It has other content, another mode, or is another kind of file.
    Modified,
    /// It is gone.
    Deleted,
    /// It was moved, and perhaps changed.
    Renamed,
}

/// Consecutive lines, first and last included; the first line of a file is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineRange {
    /// The first line.
    pub first: u64,
    /// The last line.
    pub last: u64,
}
