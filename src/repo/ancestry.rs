//! Walks over the commit graph: who is whose ancestor.

use std::collections::BinaryHeap;

use super::graph::{Graph, Node, Rank};
use super::reach::reach;
use crate::facts::Missing;

/// A set of commits of one graph.
#[derive(Debug, Default, Clone)]
pub(super) struct Marks(Vec<bool>);

impl Marks {
    /// Adds a commit; `false` if it was in the set already.
    pub(super) fn insert(&mut self, node: Node) -> bool {
        if self.0.len() <= node.index() {
            self.0.resize(node.index() + 1, false);
        }
        match self.0.get_mut(node.index()) {
            Some(mark) => !std::mem::replace(mark, true),
            None => false,
        }
    }

    /// Whether a commit is in the set.
    pub(super) fn contains(&self, node: Node) -> bool {
        self.0.get(node.index()).copied().unwrap_or(false)
    }
}

/// A walk from some commits to all of their ancestors, each visited once, newest first.
#[derive(Default)]
pub(super) struct Walk {
    queue: BinaryHeap<(Rank, Node)>,
    seen: Marks,
    visited: Option<Node>,
}

impl Walk {
    /// A walk that starts at this commit.
    ///
    /// # Errors
    /// [`Missing`] if the commit cannot be read.
    pub(super) fn from(graph: &mut Graph, start: Node) -> Result<Self, Missing> {
        let mut walk = Walk::default();
        walk.add(graph, start)?;
        Ok(walk)
    }

    /// Adds a commit to visit.
    ///
    /// # Errors
    /// [`Missing`] if the commit cannot be read.
    pub(super) fn add(&mut self, graph: &mut Graph, node: Node) -> Result<(), Missing> {
        if self.seen.insert(node) {
            graph.load(node)?;
            self.queue.push((graph.rank(node), node));
        }
        Ok(())
    }

    /// The next commit. Its parents are read only when the walk goes on.
    ///
    /// # Errors
    /// [`Missing`] if a parent of the commit visited before cannot be read.
    pub(super) fn next(&mut self, graph: &mut Graph) -> Result<Option<Node>, Missing> {
        if let Some(node) = self.visited.take() {
            for parent in graph.parents(node).to_vec() {
                self.add(graph, parent)?;
            }
        }
        let next = self.queue.pop().map(|(_, node)| node);
        self.visited = next;
        Ok(next)
    }

    /// Does not go on from the commit visited last.
    pub(super) fn skip_parents(&mut self) {
        self.visited = None;
    }
}

/// All ancestors of a commit, itself included.
///
/// # Errors
/// [`Missing`] if one of them cannot be read.
pub(super) fn ancestors(graph: &mut Graph, start: Node) -> Result<Marks, Missing> {
    let mut walk = Walk::from(graph, start)?;
    while walk.next(graph)?.is_some() {}
    Ok(walk.seen)
}

/// Whether `old` is `new` or an ancestor of it, as far as the clone reaches.
///
/// # Errors
/// [`Missing`] if a commit on the way cannot be read.
pub(super) fn is_ancestor(graph: &mut Graph, old: Node, new: Node) -> Result<bool, Missing> {
    graph.load(old)?;
    graph.load(new)?;
    Ok(reach(graph, new, &[old])?.contains(&true))
}

/// Whether two commits have an ancestor in common; `None` where the clone is too shallow to tell.
///
/// # Errors
/// [`Missing`] if a commit on the way cannot be read.
pub(super) fn share_history(
    graph: &mut Graph,
    one: Node,
    other: Node,
) -> Result<Option<bool>, Missing> {
    let mut sides = [Walk::from(graph, one)?, Walk::from(graph, other)?];
    let mut cut = false;
    loop {
        let mut went_on = false;
        for turn in 0..sides.len() {
            let [left, right] = &mut sides;
            let (walk, opposite) = if turn == 0 {
                (left, right)
            } else {
                (right, left)
            };
            if let Some(node) = walk.next(graph)? {
                if opposite.seen.contains(node) {
                    return Ok(Some(true));
                }
                cut |= graph.is_boundary(node);
                went_on = true;
            }
        }
        if !went_on {
            return Ok(if cut { None } else { Some(false) });
        }
    }
}

/// A commit and its first parents, newest first, up to the first one for which `stop` holds.
///
/// # Errors
/// [`Missing`] if one of them cannot be read.
pub(super) fn first_parents(
    graph: &mut Graph,
    tip: Node,
    stop: impl Fn(Node) -> bool,
) -> Result<Vec<Node>, Missing> {
    let mut line = Vec::new();
    let mut next = Some(tip);
    while let Some(node) = next.filter(|node| !stop(*node)) {
        graph.load(node)?;
        line.push(node);
        next = graph.parents(node).first().copied();
    }
    Ok(line)
}
