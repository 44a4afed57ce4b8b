//! Which commits are ancestors of another, without reading more of the history than it takes to be
//! certain.
//!
//! That a commit is an ancestor shows once the walk comes across it. That it is none would show only
//! at the end of the history, for a commit's time may be wrong, were it not for this: nothing is an
//! ancestor of its own ancestor. So the other side is walked too, and as soon as whatever is left to
//! visit of the one history is known to be part of the other's, the commit asked for cannot turn up
//! any more. Histories that went apart come together a few commits on.

use std::collections::{BinaryHeap, HashMap};

use super::ancestry::Marks;
use super::graph::{Graph, Node, Rank};
use crate::facts::Missing;

/// For how many of those asked for it is noted what they reach: one bit for each in each commit. Of the
/// others, it is certain at the end of the history only.
const MAX_NOTED: usize = 256;

/// After how many steps of the other side in a row the one makes one: where it has a short history, and
/// the other a long one that came later, the end of the short one is the sooner answer.
const PATIENCE: usize = 8;

/// Which of `asked` are `tip` or an ancestor of it, as far as the clone reaches. All have been loaded.
///
/// # Errors
/// [`Missing`] if an ancestor of `tip` cannot be read that has to be.
pub(super) fn reach(graph: &mut Graph, tip: Node, asked: &[Node]) -> Result<Vec<bool>, Missing> {
    let mut search = Search::new(graph, asked);
    search.start(graph, tip);
    let mut waited = 0;
    while !search.is_settled() {
        if search.is_behind() && waited < PATIENCE {
            search.step_of_others(graph);
            waited += 1;
        } else {
            search.step(graph)?;
            waited = 0;
        }
    }
    Ok(search.found)
}

/// Two walks: of what `tip` reaches, and of what the commits asked for reach.
struct Search<'a> {
    asked: &'a [Node],
    places: HashMap<Node, Vec<usize>>,
    /// Which of them `tip` reaches.
    found: Vec<bool>,
    /// Those that may still turn up, the lowest in the order of walks first.
    open: Vec<usize>,
    of_tip: Front,
    of_others: Front,
    sights: Sights,
}

/// The commits that one walk has still to go on from.
#[derive(Default)]
struct Front {
    queue: BinaryHeap<(Rank, Node)>,
    /// What the walk has come to.
    reached: Marks,
}

impl Front {
    fn push(&mut self, graph: &Graph, node: Node) {
        self.queue.push((graph.rank(node), node));
    }
}

/// For each commit, which of those asked for have it as an ancestor, as far as is known.
struct Sights {
    words: usize,
    bits: Vec<u64>,
}

impl Sights {
    fn of(&self, node: Node) -> &[u64] {
        let start = node.index() * self.words;
        self.bits.get(start..start + self.words).unwrap_or_default()
    }

    fn is_seen(&self, node: Node, place: usize) -> bool {
        let word = self.of(node).get(place / 64);
        word.is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// The same commit's bits, to change them.
    fn at(&mut self, node: Node) -> &mut [u64] {
        let start = node.index() * self.words;
        let end = start + self.words;
        if self.bits.len() < end {
            self.bits.resize(end, 0);
        }
        self.bits.get_mut(start..end).unwrap_or_default()
    }

    /// Adds to a parent what is known of its child; whether that was news.
    fn hand_on(&mut self, child: Node, parent: Node) -> bool {
        let from = self.of(child).to_vec();
        let mut news = false;
        for (own, other) in self.at(parent).iter_mut().zip(from) {
            news |= other & !*own != 0;
            *own |= other;
        }
        news
    }
}

impl<'a> Search<'a> {
    fn new(graph: &Graph, asked: &'a [Node]) -> Self {
        let mut open: Vec<usize> = (0..asked.len()).collect();
        open.sort_by_key(|place| asked.get(*place).map(|node| graph.rank(*node)));
        let mut places: HashMap<Node, Vec<usize>> = HashMap::new();
        for (place, node) in asked.iter().enumerate() {
            places.entry(*node).or_default().push(place);
        }
        let mut search = Search {
            asked,
            places,
            found: vec![false; asked.len()],
            open,
            of_tip: Front::default(),
            of_others: Front::default(),
            sights: Sights {
                words: asked.len().min(MAX_NOTED).div_ceil(64),
                bits: Vec::new(),
            },
        };
        for (place, node) in asked.iter().enumerate().take(MAX_NOTED) {
            if let Some(word) = search.sights.at(*node).get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
            if search.of_others.reached.insert(*node) {
                search.of_others.push(graph, *node);
            }
        }
        search
    }

    fn start(&mut self, graph: &Graph, tip: Node) {
        self.close(graph, graph.rank(tip));
        self.of_tip.reached.insert(tip);
        self.come_to(graph, tip);
    }

    /// Whether nothing that is left to visit can have one of those asked for as an ancestor: it is an
    /// ancestor of theirs.
    fn is_settled(&mut self) -> bool {
        while let Some((_, node)) = self.of_tip.queue.peek() {
            if self
                .open
                .iter()
                .any(|place| !self.sights.is_seen(*node, *place))
            {
                return false;
            }
            // It may be looked at again once one of its descendants says more; that would be no news.
            self.of_tip.queue.pop();
        }
        true
    }

    /// Whether the other side has not come as far back as the one.
    fn is_behind(&self) -> bool {
        let next = |front: &Front| front.queue.peek().map(|(rank, _)| *rank);
        next(&self.of_others) >= next(&self.of_tip)
    }

    /// Goes on from one commit that `tip` reaches.
    fn step(&mut self, graph: &mut Graph) -> Result<(), Missing> {
        let Some((rank, node)) = self.of_tip.queue.pop() else {
            return Ok(());
        };
        for parent in graph.parents(node).to_vec() {
            graph.load(parent)?;
            self.sights.hand_on(node, parent);
            if self.of_tip.reached.insert(parent) {
                self.come_to(graph, parent);
            }
        }
        self.close(graph, rank);
        Ok(())
    }

    /// Goes on from one commit that those asked for reach. What cannot be read of it proves nothing.
    fn step_of_others(&mut self, graph: &mut Graph) {
        let Some((_, node)) = self.of_others.queue.pop() else {
            return;
        };
        for parent in graph.parents(node).to_vec() {
            if graph.load(parent).is_err() {
                continue;
            }
            let is_new = self.of_others.reached.insert(parent);
            if self.sights.hand_on(node, parent) || is_new {
                self.of_others.push(graph, parent);
            }
        }
    }

    /// A commit that `tip` reaches.
    fn come_to(&mut self, graph: &Graph, node: Node) {
        self.of_tip.push(graph, node);
        for place in self.places.get(&node).into_iter().flatten() {
            if let Some(found) = self.found.get_mut(*place) {
                *found = true;
            }
            self.open.retain(|it| it != place);
        }
    }

    /// Closes those asked for that stand above all that is left to visit: see [`Graph::is_above`].
    fn close(&mut self, graph: &Graph, front: Rank) {
        let is_above = |place: &usize| {
            let node = self.asked.get(*place);
            node.is_some_and(|node| graph.is_above(*node, front))
        };
        while self.open.last().is_some_and(is_above) {
            self.open.pop();
        }
    }
}

#[cfg(test)]
mod tests;
