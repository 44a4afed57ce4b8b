//! Whether the main branch has a commit, and what of it main lacks.

use super::ancestry::is_ancestor;
use super::branches::main_tip;
use super::commits::object_id;
use super::graph::Graph;
use super::patch_id::Elsewhere;
use super::{RawCommit, Repo, refs};
use crate::facts::Missing;

impl Repo {
    /// The commit at main's tip: of the local and the remote-tracking branch the one that has the
    /// other; `None` if there is no such branch.
    ///
    /// # Errors
    /// [`Missing`] if the refs or a commit on the way cannot be read.
    pub fn tip_of_main(&self, main: &str) -> Result<Option<String>, Missing> {
        let repo = self.local();
        let branches = refs::branches(&repo)?;
        let mut graph = Graph::new(&repo)?;
        let tip = main_tip(&mut graph, &branches, main)?;
        Ok(tip.map(|tip| graph.id(tip).to_string()))
    }

    /// Whether `commit` is `tip` or an ancestor of it.
    ///
    /// # Errors
    /// [`Missing`] if a commit on the way cannot be read, or if it is not found and the clone is
    /// shallow.
    pub fn is_contained(&self, commit: &str, tip: &str) -> Result<bool, Missing> {
        let repo = self.local();
        let mut graph = Graph::new(&repo)?;
        let commit = graph.commit(object_id(commit)?)?;
        let tip = graph.commit(object_id(tip)?)?;
        let contained = is_ancestor(&mut graph, commit, tip)?;
        if !contained && graph.is_shallow() {
            return Err(Missing::because(
                "the clone is shallow: it does not tell whether main has the release",
            )
            .fix("git fetch --unshallow --tags"));
        }
        Ok(contained)
    }

    /// The commits that `release` has and `main` does not, newest first, each with what became of its
    /// change among those that main has and the release does not.
    ///
    /// # Errors
    /// As [`Repo::commits_since`] and [`Repo::find_changes`].
    pub fn unmerged(
        &self,
        release: &str,
        main: &str,
    ) -> Result<Vec<(RawCommit, Elsewhere)>, Missing> {
        let own = self.commits_since(Some(main), Some(release))?;
        let others = self.commits_since(Some(release), Some(main))?;
        let found = self.find_changes(&own, &others)?;
        Ok(own.into_iter().zip(found).collect())
    }
}
