//! Where a hotfix branch starts: at the release that it repairs, or from somewhere else.

use std::collections::BTreeSet;

use gix::ObjectId;

use super::ancestry::{Marks, Walk, ancestors, first_parents, is_ancestor};
use super::branch_name::BranchNames;
use super::graph::{Graph, Node};
use super::previous::{ranked, release, repaired};
use super::refs::Branches;
use super::tags::Tags;
use crate::facts::{BranchKind, HotfixBase, Missing, PreviousRelease, VersionFact};
use crate::release::Version;

/// Finds the release that a hotfix to `version` repairs, and what else is on the branch.
///
/// # Errors
/// [`Missing`] if a commit on the way cannot be read.
pub(super) fn read(
    graph: &mut Graph,
    tags: &Tags,
    branches: &Branches,
    names: &BranchNames,
    version: &Version,
    head: ObjectId,
) -> Result<HotfixBase, Missing> {
    let ranked = ranked(&tags.all, &tags.pattern.current);
    let repairs = match repaired(&ranked, version) {
        Some(tag) => release(graph, tag)?,
        None => None,
    };
    let mut base = HotfixBase {
        version: VersionFact::from(version),
        repairs,
        contains_repaired: None,
        shared_commits: 0,
        shared_with: Vec::new(),
    };
    let head = graph.commit(head)?;
    if let Some(released) = node_of(graph, base.repairs.as_ref())? {
        base.contains_repaired = contains(graph, released, head)?;
        if base.contains_repaired == Some(true) {
            (base.shared_commits, base.shared_with) =
                shared(graph, branches, names, released, head)?;
        }
    }
    Ok(base)
}

fn node_of(graph: &mut Graph, release: Option<&PreviousRelease>) -> Result<Option<Node>, Missing> {
    let id = release.and_then(|release| ObjectId::from_hex(release.commit.as_bytes()).ok());
    id.map(|id| graph.commit(id)).transpose()
}

/// Whether HEAD descends from the release; in a shallow clone a "no" is no answer.
fn contains(graph: &mut Graph, released: Node, head: Node) -> Result<Option<bool>, Missing> {
    let contains = is_ancestor(graph, released, head)?;
    Ok((contains || !graph.is_shallow()).then_some(contains))
}

/// The commits of HEAD after the release that are on the own line of main or of a release branch:
/// HEAD starts there, or a merge brought them.
fn shared(
    graph: &mut Graph,
    branches: &Branches,
    names: &BranchNames,
    released: Node,
    head: Node,
) -> Result<(u64, Vec<String>), Missing> {
    let before = ancestors(graph, released)?;
    let own = after(graph, head, &before)?;
    let mut with = BTreeSet::new();
    let mut commits = BTreeSet::new();
    for branch in &branches.all {
        let kind = names.purpose(&branch.name).map(|purpose| purpose.kind);
        if !matches!(kind, Some(BranchKind::Main | BranchKind::Release)) || own.is_empty() {
            continue;
        }
        let tip = graph.commit(branch.tip)?;
        let line = first_parents(graph, tip, |node| before.contains(node))?;
        let common: Vec<Node> = line.into_iter().filter(|node| own.contains(node)).collect();
        if !common.is_empty() {
            with.insert(branch.name.clone());
            commits.extend(common);
        }
    }
    Ok((commits.len() as u64, with.into_iter().collect()))
}

/// The commits that HEAD has and the release does not.
fn after(graph: &mut Graph, head: Node, before: &Marks) -> Result<BTreeSet<Node>, Missing> {
    let mut own = BTreeSet::new();
    let mut walk = Walk::from(graph, head)?;
    while let Some(node) = walk.next(graph)? {
        if before.contains(node) {
            walk.skip_parents();
        } else {
            own.insert(node);
        }
    }
    Ok(own)
}
