//! What was checked out while a command ran.

use super::Tree;
use crate::facts::{WorktreeChange, WorktreeStatus};
use crate::repo::Repo;

/// The most paths that a record names of what differed.
const MAX_NAMED: usize = 10;

/// HEAD, and what differs from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The full id of the commit that HEAD is at; `None` if there is none.
    pub commit: Option<String>,
    changes: Vec<WorktreeChange>,
}

impl State {
    /// Of the checkout, now.
    ///
    /// # Errors
    /// If git cannot tell.
    pub fn of(repo: &Repo) -> anyhow::Result<Self> {
        let commit = repo.head_commit()?;
        let changes = repo.changes()?;
        Ok(State { commit, changes })
    }

    /// What a command starts from. Of several that run side by side, each starts from what was there
    /// before them all, and from what git tracks and differs now: the new files that lie there are
    /// what the others write. If one of them has moved HEAD, it starts from no commit.
    pub(super) fn at_start(repo: &Repo, batch: Option<&State>) -> anyhow::Result<Self> {
        let now = State::of(repo)?;
        Ok(match batch {
            Some(before) => before.followed_by(now),
            None => now,
        })
    }

    fn followed_by(&self, now: State) -> State {
        let mut changes = self.changes.clone();
        changes.extend(now.moved());
        State {
            commit: self.commit.clone().filter(|_| self.commit == now.commit),
            changes,
        }
    }

    /// What git tracks and differs. New files are what tools write.
    fn moved(&self) -> impl Iterator<Item = WorktreeChange> {
        let is_new = |change: &&WorktreeChange| change.status == WorktreeStatus::Untracked;
        self.changes
            .iter()
            .filter(move |change| !is_new(change))
            .cloned()
    }

    /// What differed before a command ran, and what git tracks and differed after it.
    pub(super) fn tree(self, after: &State) -> Tree {
        let moved: Vec<WorktreeChange> = after.moved().collect();
        let mut changes: Vec<String> = self
            .changes
            .into_iter()
            .chain(moved)
            .map(|change| change.path)
            .collect();
        changes.sort();
        changes.dedup();
        let count = changes.len() as u64;
        changes.truncate(MAX_NAMED);
        Tree {
            clean: count == 0,
            changes,
            count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(commit: &str, changes: &[(&str, WorktreeStatus)]) -> State {
        State {
            commit: Some(commit.to_owned()),
            changes: changes
                .iter()
                .map(|(path, status)| WorktreeChange {
                    path: (*path).to_owned(),
                    status: *status,
                    staged: false,
                })
                .collect(),
        }
    }

    #[test]
    fn what_others_write_meanwhile_counts_only_where_git_tracks_it() {
        use WorktreeStatus::{Modified, Untracked};
        let clean = state("a", &[]);
        let dirty = state("a", &[("b.rs", Modified), ("new.json", Untracked)]);
        let start = clean.followed_by(dirty);
        assert_eq!(start.commit.as_deref(), Some("a"));
        // What was changed back until the end had been there when it started.
        let tree = start.tree(&state("a", &[("new.json", Untracked)]));
        assert_eq!(tree.changes, ["b.rs"]);
        let new_before = state("a", &[("new.json", Untracked)]);
        let tree = new_before.followed_by(clean).tree(&state("a", &[]));
        assert_eq!(tree.changes, ["new.json"]);
    }

    #[test]
    fn a_command_that_starts_from_another_commit_than_the_others_starts_from_none() {
        let start = state("a", &[]).followed_by(state("b", &[]));
        assert_eq!(start.commit, None);
    }
}
