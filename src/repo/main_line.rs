//! The main branch's first-parent line, and where HEAD's own leaves it.

use std::collections::{HashMap, HashSet};

use gix::ObjectId;

use super::ancestry::{Marks, ancestors};
use super::branches::main_tip;
use super::commits::object_id;
use super::graph::{Graph, Node};
use super::{RawCommit, Repo, refs};
use crate::facts::Missing;

const UNSHALLOW: &str = "git fetch --unshallow --tags";

/// The main branch next to HEAD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainAndHead {
    /// The commit at main's tip.
    pub tip: String,
    /// Where HEAD's own line leaves main's; `None` where they never meet.
    pub fork: Option<Fork>,
    /// The places of the given commits that are on main's own line, newest first.
    pub arrivals: Vec<usize>,
}

/// Where HEAD's own line leaves main's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The newest commit on both lines.
    pub commit: String,
    /// How many commits HEAD's line has after it.
    pub own_commits: u64,
    /// How many commits main's line has after it.
    pub main_commits: u64,
    /// The newest commit of HEAD's line after the fork that a merge brought to main, and that merge.
    pub merged: Option<(String, String)>,
}

impl Repo {
    /// Holds HEAD's first-parent line against that of the branch `main`. Both are followed only as
    /// far as it takes. `commits` are those since the previous release.
    ///
    /// # Errors
    /// [`Missing`] if there is no such branch, if a commit on the way cannot be read, or if the clone
    /// is too shallow to tell.
    pub fn main_and_head(
        &self,
        main: &str,
        head: &str,
        commits: &[RawCommit],
    ) -> Result<MainAndHead, Missing> {
        let repo = self.local();
        let branches = refs::branches(&repo)?;
        let mut graph = Graph::new(&repo)?;
        let tip = main_tip(&mut graph, &branches, main)?.ok_or_else(|| {
            Missing::because(format!("there is no branch `{main}` in this clone")).fix(format!(
                "git fetch origin '+refs/heads/{main}:refs/remotes/origin/{main}'"
            ))
        })?;
        let head = graph.commit(object_id(head)?)?;
        let lines = Lines::meet(&mut graph, tip, head)?;
        let merged = match lines.fork {
            Some(fork) if !lines.own.is_empty() => newest_merged(&mut graph, &lines, fork)?,
            _ => None,
        };
        let fork = lines.fork.map(|fork| Fork {
            commit: graph.id(fork).to_string(),
            own_commits: lines.own.len() as u64,
            main_commits: lines.main.len() as u64,
            merged: merged
                .map(|(commit, by)| (graph.id(commit).to_string(), graph.id(by).to_string())),
        });
        Ok(MainAndHead {
            tip: graph.id(tip).to_string(),
            arrivals: arrivals(&mut graph, &lines, commits)?,
            fork,
        })
    }
}

/// Two first-parent lines up to the first commit that both have.
struct Lines {
    /// Main's commits after the fork, newest first.
    main: Vec<Node>,
    /// HEAD's commits after the fork, newest first.
    own: Vec<Node>,
    fork: Option<Node>,
}

impl Lines {
    /// Follows both lines in turns. From where they meet on they are one, so what is met first is
    /// the newest commit that both have.
    fn meet(graph: &mut Graph, main: Node, head: Node) -> Result<Lines, Missing> {
        let mut sides = [Side::from(main), Side::from(head)];
        let mut fork = None;
        while fork.is_none() && sides.iter().any(|side| side.next.is_some()) {
            for turn in 0..2 {
                let [left, right] = &mut sides;
                let (side, other) = if turn == 0 {
                    (left, right)
                } else {
                    (right, left)
                };
                let Some(node) = side.step(graph)? else {
                    continue;
                };
                if other.seen.contains(node) {
                    fork = Some(node);
                    break;
                }
            }
        }
        let [main, own] = sides;
        if fork.is_none() && (main.cut || own.cut) {
            return Err(Missing::because(
                "the clone is shallow: it ends before HEAD's own line meets main's",
            )
            .fix(UNSHALLOW));
        }
        Ok(Lines {
            main: main.before(fork),
            own: own.before(fork),
            fork,
        })
    }
}

/// One line on its way down.
struct Side {
    line: Vec<Node>,
    seen: Marks,
    next: Option<Node>,
    /// Whether a shallow clone ends the line.
    cut: bool,
}

impl Side {
    fn from(tip: Node) -> Self {
        Side {
            line: Vec::new(),
            seen: Marks::default(),
            next: Some(tip),
            cut: false,
        }
    }

    fn step(&mut self, graph: &mut Graph) -> Result<Option<Node>, Missing> {
        let Some(node) = self.next else {
            return Ok(None);
        };
        graph.load(node)?;
        self.line.push(node);
        self.seen.insert(node);
        self.next = graph.parents(node).first().copied();
        self.cut = self.next.is_none() && graph.is_boundary(node);
        Ok(Some(node))
    }

    fn before(self, fork: Option<Node>) -> Vec<Node> {
        let is_before = |node: &Node| Some(*node) != fork;
        self.line.into_iter().take_while(is_before).collect()
    }
}

/// The newest commit of HEAD's line after the fork that main has, and the commit of main's line that
/// brought it.
fn newest_merged(
    graph: &mut Graph,
    lines: &Lines,
    fork: Node,
) -> Result<Option<(Node, Node)>, Missing> {
    let has_merge = |node: &Node| graph.parents(*node).len() > 1;
    if !lines.main.iter().any(has_merge) {
        return Ok(None);
    }
    let place: HashMap<Node, usize> = lines
        .own
        .iter()
        .enumerate()
        .map(|(place, node)| (*node, place))
        .collect();
    let mut seen = ancestors(graph, fork)?;
    let mut newest: Option<(usize, Node)> = None;
    for by in lines.main.iter().rev() {
        seen.insert(*by);
        let mut waiting: Vec<Node> = graph.parents(*by).iter().skip(1).copied().collect();
        while let Some(node) = waiting.pop() {
            if !seen.insert(node) {
                continue;
            }
            if let Some(place) = place.get(&node) {
                newest = newest
                    .filter(|(best, _)| best < place)
                    .or(Some((*place, *by)));
            }
            graph.load(node)?;
            waiting.extend_from_slice(graph.parents(node));
        }
    }
    Ok(newest.and_then(|(place, by)| Some((*lines.own.get(place)?, by))))
}

/// The places of the commits that are on main's line.
///
/// Those after the fork are there where main was merged into HEAD's branch. Before the fork, the
/// line leaves the commits since the previous release once and for all.
fn arrivals(
    graph: &mut Graph,
    lines: &Lines,
    commits: &[RawCommit],
) -> Result<Vec<usize>, Missing> {
    let place: HashMap<ObjectId, usize> = commits
        .iter()
        .enumerate()
        .map(|(place, commit)| (commit.id, place))
        .collect();
    let mut found: HashSet<usize> = HashSet::new();
    for node in &lines.main {
        found.extend(place.get(&graph.id(*node)));
    }
    let mut next = lines.fork;
    while let Some(node) = next {
        let Some(place) = place.get(&graph.id(node)) else {
            break;
        };
        found.insert(*place);
        graph.load(node)?;
        next = graph.parents(node).first().copied();
    }
    let mut found: Vec<usize> = found.into_iter().collect();
    found.sort_unstable();
    Ok(found)
}

#[cfg(test)]
mod tests;
