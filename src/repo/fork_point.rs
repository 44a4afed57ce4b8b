//! Where branches left the main branch.

use std::collections::BinaryHeap;

use super::ancestry::{Marks, Walk, ancestors, first_parents};
use super::graph::{Graph, Node};
use crate::facts::{ForkPoint, Missing};

/// The main branch's history in an order in which no commit comes after its parents.
pub(super) struct MainHistory {
    place: Vec<Option<usize>>,
    line: Marks,
}

impl MainHistory {
    /// Reads all of main's history.
    ///
    /// # Errors
    /// [`Missing`] if a commit of it cannot be read.
    pub(super) fn read(graph: &mut Graph, tip: Node) -> Result<Self, Missing> {
        let members = ancestors(graph, tip)?;
        let mut line = Marks::default();
        for node in first_parents(graph, tip, |_| false)? {
            line.insert(node);
        }
        Ok(MainHistory {
            place: order(graph, tip, &members),
            line,
        })
    }

    fn place(&self, node: Node) -> Option<usize> {
        self.place.get(node.index()).copied().flatten()
    }

    /// The newest commit that main and the branch with this tip both have; `None` if there is
    /// none, or if the clone is too shallow to tell.
    ///
    /// # Errors
    /// [`Missing`] if a commit of the branch cannot be read.
    pub(super) fn fork_point(
        &self,
        graph: &mut Graph,
        tip: Node,
    ) -> Result<Option<ForkPoint>, Missing> {
        let mut nearest: Option<(usize, Node)> = None;
        let mut walk = Walk::from(graph, tip)?;
        while let Some(node) = walk.next(graph)? {
            if let Some(place) = self.place(node) {
                // The first in main's order is no ancestor of any other that both have.
                nearest = nearest.min(Some((place, node))).or(Some((place, node)));
                walk.skip_parents();
            } else if graph.is_shallow() && graph.parents(node).is_empty() {
                return Ok(None);
            }
        }
        Ok(nearest.map(|(_, node)| ForkPoint {
            commit: graph.id(node).to_string(),
            on_main_line: self.line.contains(node),
        }))
    }
}

/// The place of each member, children before parents, newest first where that leaves a choice.
fn order(graph: &Graph, tip: Node, members: &Marks) -> Vec<Option<usize>> {
    let mut children: Vec<usize> = Vec::new();
    let mut stack = vec![tip];
    let mut seen = Marks::default();
    seen.insert(tip);
    while let Some(node) = stack.pop() {
        for parent in graph.parents(node) {
            if children.len() <= parent.index() {
                children.resize(parent.index() + 1, 0);
            }
            if let Some(count) = children.get_mut(parent.index()) {
                *count += 1;
            }
            if members.contains(*parent) && seen.insert(*parent) {
                stack.push(*parent);
            }
        }
    }
    let mut place: Vec<Option<usize>> = Vec::new();
    let mut ready = BinaryHeap::from([(graph.rank(tip), tip)]);
    let mut next = 0;
    while let Some((_, node)) = ready.pop() {
        if place.len() <= node.index() {
            place.resize(node.index() + 1, None);
        }
        if let Some(place) = place.get_mut(node.index()) {
            *place = Some(next);
            next += 1;
        }
        for parent in graph.parents(node) {
            if let Some(count) = children.get_mut(parent.index()) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push((graph.rank(*parent), *parent));
                }
            }
        }
    }
    place
}
