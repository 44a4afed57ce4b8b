//! What is checked out.

use gix::ObjectId;
use gix::bstr::ByteSlice;

use super::graph::one_line;
use crate::facts::Missing;

/// HEAD as git has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeadState {
    /// The branch that HEAD is a symbolic ref to, without `refs/heads/`.
    pub branch: Option<String>,
    /// Whether HEAD names a commit, or something else than a branch.
    pub detached: bool,
    /// The commit; `None` in a repository without any commit.
    pub commit: Option<HeadCommit>,
}

/// The commit that is checked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeadCommit {
    /// Its id.
    pub id: ObjectId,
    /// The id of its tree.
    pub tree: ObjectId,
    /// The committer's time, in seconds since 1970.
    pub time: i64,
}

/// Reads HEAD.
///
/// # Errors
/// [`Missing`] if HEAD, or the commit that it names, cannot be read.
pub(super) fn read(repo: &gix::Repository) -> Result<HeadState, Missing> {
    let damaged = |what: &str, error: String| {
        Missing::because(format!("{what} cannot be read: {}", one_line(&error))).fix("git fsck")
    };
    let mut head = repo
        .head()
        .map_err(|error| damaged("HEAD", error.to_string()))?;
    let branch = head
        .referent_name()
        .and_then(|name| name.as_bstr().strip_prefix(b"refs/heads/".as_slice()))
        .map(|name| name.to_str_lossy().into_owned());
    let detached = branch.is_none();
    if head.is_unborn() {
        return Ok(HeadState {
            branch,
            detached,
            commit: None,
        });
    }
    let commit = head
        .peel_to_commit()
        .map_err(|error| damaged("the commit that HEAD names", error.to_string()))?;
    let tree = commit
        .tree_id()
        .map_err(|error| damaged("the commit that HEAD names", error.to_string()))?;
    let time = commit
        .committer()
        .map_err(|error| damaged("the committer line of HEAD", error.to_string()))?
        .seconds();
    Ok(HeadState {
        branch,
        detached,
        commit: Some(HeadCommit {
            id: commit.id,
            tree: tree.detach(),
            time,
        }),
    })
}

impl super::Repo {
    /// The full id of the commit that HEAD is at; `None` in a repository without any commit.
    ///
    /// # Errors
    /// [`Missing`] if HEAD, or the commit that it names, cannot be read.
    pub fn head_commit(&self) -> Result<Option<String>, Missing> {
        let head = read(&self.local())?;
        Ok(head.commit.map(|commit| commit.id.to_string()))
    }
}
