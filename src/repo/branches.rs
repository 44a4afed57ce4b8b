//! The main, release and hotfix branches, and where they left main.

use gix::ObjectId;

use super::ancestry::is_ancestor;
use super::branch_name::{BranchNames, MAIN_NAMES, Purpose};
use super::fork_point::MainHistory;
use super::graph::{Graph, Node};
use super::refs::{BranchRef, Branches};
use crate::facts::{Branch, BranchKind, Missing};

/// The most branches whose fork points are worked out: that of the current branch first, then
/// those of the highest lines.
const MAX_FORK_POINTS: usize = 200;

/// The name of the main branch, without remote: the configured one, else the remote's default one,
/// else the first usual name that some branch has.
///
/// A clone of a checkout takes the branch that was checked out there for the default one: where that
/// is a release or hotfix branch by its name, it is no main branch.
pub(super) fn main_name(
    branches: &Branches,
    configured: Option<&str>,
    names: &BranchNames,
) -> Option<String> {
    let configured =
        configured.map(|name| name.strip_prefix("refs/heads/").unwrap_or(name).to_owned());
    let default = || {
        let name = branches.origin_head.as_deref();
        name.filter(|name| names.purpose(name).is_none())
            .map(str::to_owned)
    };
    configured.or_else(default).or_else(|| {
        MAIN_NAMES
            .into_iter()
            .find(|name| branches.named(name).next().is_some())
            .map(str::to_owned)
    })
}

/// The tip of main: of the local and the remote-tracking branch the one that has the other, and
/// the local one where each has commits of its own.
///
/// # Errors
/// [`Missing`] if a commit on the way from one to the other cannot be read.
pub(super) fn main_tip(
    graph: &mut Graph,
    branches: &Branches,
    main: &str,
) -> Result<Option<Node>, Missing> {
    let tip = |remote: Option<&str>| {
        let mut found = branches.named(main).filter(|branch| match remote {
            Some(_) => branch.remote.as_deref() == remote,
            None => branch.remote.is_none(),
        });
        found.next().map(|branch| branch.tip)
    };
    let any_remote = || branches.named(main).find(|branch| branch.remote.is_some());
    let tracking = tip(Some("origin")).or_else(|| any_remote().map(|branch| branch.tip));
    match (tip(None), tracking) {
        (None, None) => Ok(None),
        (Some(only), None) | (None, Some(only)) => graph.commit(only).map(Some),
        (Some(local), Some(tracking)) => {
            let (local, tracking) = (graph.commit(local)?, graph.commit(tracking)?);
            let behind = is_ancestor(graph, local, tracking)?;
            Ok(Some(if behind { tracking } else { local }))
        }
    }
}

/// The branches that have a purpose, with their fork points, sorted by name and remote.
pub(super) fn read(
    graph: &mut Graph,
    branches: &Branches,
    names: &BranchNames,
    current: Option<&str>,
) -> Vec<Branch> {
    let found: Vec<(&BranchRef, Purpose)> = branches
        .all
        .iter()
        .filter_map(|branch| Some((branch, names.purpose(&branch.name)?)))
        .collect();
    let mut list: Vec<Branch> = found
        .iter()
        .map(|(branch, purpose)| Branch {
            name: branch.name.clone(),
            remote: branch.remote.clone(),
            kind: purpose.kind,
            line: purpose.line_text(),
            commit: branch.tip.to_string(),
            fork_point: None,
        })
        .collect();
    let mut wanted: Vec<usize> = (0..found.len())
        .filter(|place| {
            found
                .get(*place)
                .is_some_and(|it| it.1.kind != BranchKind::Main)
        })
        .collect();
    wanted.sort_by_key(|place| {
        found.get(*place).map(|(branch, purpose)| {
            let other = current != Some(branch.name.as_str());
            (other, std::cmp::Reverse(purpose.line.clone()))
        })
    });
    wanted.truncate(MAX_FORK_POINTS);
    // What cannot be read is no fork point: policies see `null`, never a guess.
    if let Some(main) = main_history(graph, branches, names, !wanted.is_empty()) {
        for place in wanted {
            let tip = found.get(place).map(|(branch, _)| branch.tip);
            if let (Some(tip), Some(branch)) = (tip, list.get_mut(place)) {
                branch.fork_point = fork_point(graph, &main, tip);
            }
        }
    }
    list
}

fn main_history(
    graph: &mut Graph,
    branches: &Branches,
    names: &BranchNames,
    needed: bool,
) -> Option<MainHistory> {
    let main = names.main.as_deref().filter(|_| needed)?;
    let tip = main_tip(graph, branches, main).ok()??;
    MainHistory::read(graph, tip).ok()
}

fn fork_point(
    graph: &mut Graph,
    main: &MainHistory,
    tip: ObjectId,
) -> Option<crate::facts::ForkPoint> {
    let tip = graph.commit(tip).ok()?;
    main.fork_point(graph, tip).ok()?
}
