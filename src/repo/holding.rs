//! Which branches have a commit, and what remotes had as their tags.

use gix::ObjectId;

use super::ancestry::is_ancestor;
use super::commits::object_id;
use super::graph::Graph;
use super::{Repo, refs};
use crate::facts::{Branch, HoldingBranch, Missing, RemoteTag};

/// What is put before a remote's tag that is fetched into a place of its own, as by
/// `git fetch origin 'refs/tags/*:refs/remotes/origin/tags/*'`.
const REMOTE_TAGS: &str = "tags/";

/// Which branches have a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Those that have it, in the order in which they were given.
    pub branches: Vec<HoldingBranch>,
    /// Whether the others are known not to.
    pub complete: bool,
}

impl Repo {
    /// Which of these branches have a commit in their history.
    ///
    /// # Errors
    /// [`Missing`] if the refs or a commit on the way cannot be read.
    pub fn holding(&self, commit: &str, branches: &[Branch]) -> Result<Holding, Missing> {
        let repo = self.local();
        let mut graph = Graph::new(&repo)?;
        let wanted = graph.commit(object_id(commit)?)?;
        let mut holding = Vec::new();
        let mut complete = true;
        for branch in branches {
            let tip = graph.commit(object_id(&branch.commit)?)?;
            if is_ancestor(&mut graph, wanted, tip)? {
                holding.push(HoldingBranch {
                    name: branch.name.clone(),
                    remote: branch.remote.clone(),
                    kind: branch.kind,
                    line: branch.line.clone(),
                });
            } else {
                complete &= !graph.is_shallow();
            }
        }
        Ok(Holding {
            branches: holding,
            complete,
        })
    }

    /// What was fetched of the remotes' own tags of these names, sorted by name and remote.
    ///
    /// # Errors
    /// [`Missing`] if the refs cannot be read.
    pub fn remote_tags(&self, names: &[String]) -> Result<Vec<RemoteTag>, Missing> {
        let repo = self.local();
        let local = refs::tags(&repo)?;
        let target =
            |name: &str| -> Option<ObjectId> { local.iter().find(|tag| tag.name == name)?.target };
        let branches = refs::branches(&repo)?;
        let found = branches.all.iter().filter_map(|branch| {
            let name = branch.name.strip_prefix(REMOTE_TAGS)?;
            let remote = branch.remote.clone()?;
            names.iter().any(|known| known == name).then(|| RemoteTag {
                name: name.to_owned(),
                same: target(name) == Some(branch.tip),
                remote,
            })
        });
        Ok(found.collect())
    }
}
