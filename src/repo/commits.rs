//! The commits that HEAD has and a base commit does not, each one decoded once.

mod order;
mod raw;
#[cfg(test)]
mod tests;
mod walk;

use std::collections::HashSet;

use gix::ObjectId;

use super::Repo;
use crate::facts::Missing;

pub use raw::{Identity, RawCommit};

use walk::Walk;

/// The most commits that a range may have.
pub const MAX_COMMITS: usize = 200_000;

/// The most commits that are looked at in order to find the range, those of the base included.
pub const MAX_VISITED: usize = 5_000_000;

/// The most bytes of commit messages that a range may have: 256 MiB.
pub const MAX_MESSAGE_BYTES: usize = 256 << 20;

const UNSHALLOW: &str = "git fetch --unshallow --tags";

impl Repo {
    /// Every commit that is reachable from `head` and not from `base`; without a base, every one
    /// that is reachable from `head`; without a head, none. Both are full object ids.
    ///
    /// The newest come first: no parent stands before its child, and among those that could come
    /// next the one with the later committer time does, then the one with the smaller id.
    ///
    /// The answer is exact whatever the commits' clocks say. Of the base's own history only so much is
    /// read as it takes to be certain, in a shallow clone all of it. Replacement
    /// objects (`refs/replace`) are not followed: an id stands for the content that it names.
    ///
    /// # Errors
    /// [`Missing`] if an object is not here or broken, if a shallow clone leaves it open what
    /// belongs to the range, or if there is more than [`MAX_COMMITS`], [`MAX_VISITED`] or
    /// [`MAX_MESSAGE_BYTES`] allow.
    pub fn commits_since(
        &self,
        base: Option<&str>,
        head: Option<&str>,
    ) -> Result<Vec<RawCommit>, Missing> {
        let Some(head) = head else {
            return Ok(Vec::new());
        };
        let head = object_id(head)?;
        let base = base.map(object_id).transpose()?;
        let repo = self.local();
        let walked = Walk::new(&repo, shallow_commits(&repo)?)?.run(head, base)?;
        require_depth(&walked, base)?;
        Ok(order::newest_first(walked.commits, head))
    }

    /// One commit, named by its full object id.
    ///
    /// # Errors
    /// [`Missing`] if it is not here, no commit, or broken.
    pub fn read_commit(&self, commit: &str) -> Result<RawCommit, Missing> {
        let id = object_id(commit)?;
        let unreadable = || {
            Missing::because(format!("commit {id} cannot be read"))
                .fix("git fetch --refetch --tags")
        };
        let repo = self.local();
        let object = repo.find_object(id).map_err(|_| unreadable())?;
        RawCommit::decode(id, &object.data, true).ok_or_else(unreadable)
    }
}

/// Reads a full object id.
pub(super) fn object_id(hex: &str) -> Result<ObjectId, Missing> {
    ObjectId::from_hex(hex.as_bytes())
        .map_err(|_| Missing::because(format!("`{hex}` is not a full object id")))
}

fn shallow_commits(repo: &gix::Repository) -> Result<HashSet<ObjectId>, Missing> {
    let commits = repo.shallow_commits().map_err(|error| {
        Missing::because(format!("the git file `shallow` cannot be read: {error}"))
    })?;
    Ok(commits
        .map(|commits| commits.iter().copied().collect())
        .unwrap_or_default())
}

/// Refuses a range whose extent a shallow clone leaves open.
///
/// Where the history of the base is cut off, a commit of the range may in truth be part of what is
/// not here. That can be ruled out only if every line of the range ends at the base itself: a
/// commit that descends from the base cannot be an ancestor of it.
fn require_depth(walked: &walk::Walked, base: Option<ObjectId>) -> Result<(), Missing> {
    if let Some(cut) = walked.cut {
        return Err(Missing::because(format!(
            "the clone is shallow: its history ends at commit {cut}, before the previous release is reached"
        ))
        .fix(UNSHALLOW));
    }
    if !walked.base_cut {
        return Ok(());
    }
    let inside: HashSet<ObjectId> = walked.commits.iter().map(|commit| commit.id).collect();
    let astray = walked.commits.iter().find(|commit| {
        commit.parents.is_empty()
            || commit
                .parents
                .iter()
                .any(|parent| !inside.contains(parent) && Some(*parent) != base)
    });
    match astray {
        None => Ok(()),
        Some(commit) => Err(Missing::because(format!(
            "the clone is shallow: whether commit {} was part of the previous release cannot be told",
            commit.id
        ))
        .fix(UNSHALLOW)),
    }
}
