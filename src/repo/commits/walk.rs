//! Painting: what HEAD reaches is wanted, and what the base reaches is hidden.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap, HashSet};

use gix::ObjectId;
use gix::commitgraph::Graph;
use gix::objs::{Find as _, Kind};

use super::super::graph::Graph as Histories;
use super::super::reach::reach;
use super::raw::RawCommit;
use super::{MAX_COMMITS, MAX_MESSAGE_BYTES, MAX_VISITED};
use crate::facts::Missing;

/// Of a commit whose generation number is not known.
const NO_GENERATION: u32 = u32::MAX;

/// What the walk found.
pub(super) struct Walked {
    /// The range, in no order.
    pub(super) commits: Vec<RawCommit>,
    /// A commit of the range whose parents a shallow clone lacks.
    pub(super) cut: Option<ObjectId>,
    /// Whether a shallow clone lacks parents of what was visited of the base's history.
    pub(super) base_cut: bool,
}

/// A walk in progress.
pub(super) struct Walk<'repo> {
    repo: &'repo gix::Repository,
    graph: Option<Graph>,
    shallow: HashSet<ObjectId>,
    nodes: HashMap<ObjectId, Node>,
    queue: BinaryHeap<Queued>,
    /// How many commits in the queue are wanted.
    wanted_in_queue: usize,
    /// How many commits are wanted at the moment, and the bytes of their messages.
    wanted: usize,
    message_bytes: usize,
    /// The smallest generation number of any commit that was ever wanted.
    lowest: u32,
    buffer: Vec<u8>,
}

struct Node {
    hidden: bool,
    expanded: bool,
    /// The committer's, in seconds since 1970.
    time: i64,
    parents: Vec<ObjectId>,
    /// The whole commit, while it is wanted.
    commit: Option<Box<RawCommit>>,
}

/// A commit that waits for its parents to be looked at: by generation number, then by time, so
/// that with honest clocks a commit's children come before it. No result depends on that.
#[derive(PartialEq, Eq)]
struct Queued {
    generation: u32,
    time: i64,
    id: ObjectId,
}

impl Ord for Queued {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.generation, self.time, &self.id).cmp(&(other.generation, other.time, &other.id))
    }
}

impl PartialOrd for Queued {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'repo> Walk<'repo> {
    pub(super) fn new(
        repo: &'repo gix::Repository,
        shallow: HashSet<ObjectId>,
    ) -> Result<Self, Missing> {
        // A commit-graph may speak of parents that a shallow clone lacks, so git ignores it there.
        // One that cannot be read costs time only.
        let graph = if shallow.is_empty() {
            repo.commit_graph_if_enabled().ok().flatten()
        } else {
            None
        };
        Ok(Walk {
            repo,
            graph,
            shallow,
            nodes: HashMap::new(),
            queue: BinaryHeap::new(),
            wanted_in_queue: 0,
            wanted: 0,
            message_bytes: 0,
            lowest: NO_GENERATION,
            buffer: Vec::new(),
        })
    }

    pub(super) fn run(mut self, head: ObjectId, base: Option<ObjectId>) -> Result<Walked, Missing> {
        if let Some(base) = base {
            self.hide(base)?;
        }
        self.want(head)?;
        while !self.is_settled() {
            if let Some(base) = base
                && self.wanted_in_queue == 0
                && self.shallow.is_empty()
            {
                self.prove(base)?;
                break;
            }
            let Some(next) = self.queue.pop() else { break };
            self.expand(next.id)?;
        }
        Ok(self.finish())
    }

    /// Hides what the base has all the same: a commit whose clock was wrong may have been come to by
    /// the other side only. Whoever has a commit of the range in its history has one of those in it
    /// whose parents are all outside of the range; so they are asked for first, and none is the rule.
    fn prove(&mut self, base: ObjectId) -> Result<(), Missing> {
        let mut graph = Histories::new(self.repo)?;
        for (id, node) in &self.nodes {
            graph.know(*id, &node.parents, node.time)?;
        }
        let base = graph.commit(base)?;
        let is_wanted = |id: &ObjectId| self.nodes.get(id).is_some_and(|node| !node.hidden);
        let is_end = |node: &Node| !node.parents.iter().any(is_wanted);
        let wanted = || self.nodes.iter().filter(|(_, node)| !node.hidden);
        let ends: Vec<ObjectId> = wanted().filter(|it| is_end(it.1)).map(|it| *it.0).collect();
        if ancestors_among(&mut graph, base, ends)?.is_empty() {
            return Ok(());
        }
        let wanted: Vec<ObjectId> = wanted().map(|it| *it.0).collect();
        for id in ancestors_among(&mut graph, base, wanted)? {
            self.hide(id)?;
        }
        Ok(())
    }

    /// Whether nothing in the queue can change the result any more: nothing wanted is left, and
    /// what is hidden is too old, by generation number, to reach anything wanted. Commits without
    /// a number come first, so that all of them are expanded. A commit-graph holds all ancestors of
    /// its commits, so one with a number never reaches one without.
    fn is_settled(&self) -> bool {
        self.wanted_in_queue == 0
            && self.queue.peek().is_none_or(|next| {
                next.generation != NO_GENERATION && next.generation <= self.lowest
            })
    }

    fn expand(&mut self, id: ObjectId) -> Result<(), Missing> {
        let Some(node) = self.nodes.get_mut(&id) else {
            return Ok(());
        };
        node.expanded = true;
        let (hidden, parents) = (node.hidden, node.parents.clone());
        if !hidden {
            self.wanted_in_queue -= 1;
        }
        for parent in parents {
            if hidden {
                self.hide(parent)?;
            } else {
                self.want(parent)?;
            }
        }
        Ok(())
    }

    /// Adds a wanted commit, unless it is known already.
    fn want(&mut self, id: ObjectId) -> Result<(), Missing> {
        if self.nodes.contains_key(&id) {
            return Ok(());
        }
        let commit = self.read(id, true)?;
        let generation = self.generation(&id);
        self.lowest = self.lowest.min(generation);
        self.wanted += 1;
        self.wanted_in_queue += 1;
        self.message_bytes += commit.message.len();
        self.check_range()?;
        self.add(generation, commit, false)
    }

    /// Hides a commit. Where it was wanted and its parents were looked at, so are they hidden.
    fn hide(&mut self, id: ObjectId) -> Result<(), Missing> {
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            match self.nodes.get_mut(&id) {
                Some(node) if node.hidden => {}
                Some(node) => {
                    node.hidden = true;
                    let bytes = node.commit.take().map_or(0, |commit| commit.message.len());
                    self.wanted -= 1;
                    self.message_bytes -= bytes;
                    if node.expanded {
                        pending.extend_from_slice(&node.parents);
                    } else {
                        self.wanted_in_queue -= 1;
                    }
                }
                None => self.add_hidden(id)?,
            }
        }
        Ok(())
    }

    fn add_hidden(&mut self, id: ObjectId) -> Result<(), Missing> {
        if let Some((queued, parents)) = self.look_up(&id) {
            return self.insert(queued, parents, None);
        }
        let commit = self.read(id, false)?;
        self.add(NO_GENERATION, commit, true)
    }

    fn add(&mut self, generation: u32, commit: RawCommit, hidden: bool) -> Result<(), Missing> {
        let queued = Queued {
            generation,
            time: commit.committer.time,
            id: commit.id,
        };
        let parents = if self.shallow.contains(&commit.id) {
            Vec::new()
        } else {
            commit.parents.clone()
        };
        self.insert(queued, parents, (!hidden).then(|| Box::new(commit)))
    }

    fn insert(
        &mut self,
        queued: Queued,
        parents: Vec<ObjectId>,
        commit: Option<Box<RawCommit>>,
    ) -> Result<(), Missing> {
        if self.nodes.len() >= MAX_VISITED {
            return Err(Missing::because(format!(
                "the history has more than {MAX_VISITED} commits, which is the most that are read"
            ))
            .fix("git commit-graph write --reachable"));
        }
        let node = Node {
            hidden: commit.is_none(),
            expanded: false,
            time: queued.time,
            parents,
            commit,
        };
        self.nodes.insert(queued.id, node);
        self.queue.push(queued);
        Ok(())
    }

    fn generation(&self, id: &ObjectId) -> u32 {
        let commit = self.graph.as_ref().and_then(|graph| graph.commit_by_id(id));
        commit.map_or(NO_GENERATION, |commit| known(commit.generation()))
    }

    /// What the commit-graph says of a commit, if it says all.
    fn look_up(&self, id: &ObjectId) -> Option<(Queued, Vec<ObjectId>)> {
        let graph = self.graph.as_ref()?;
        let commit = graph.commit_by_id(id)?;
        let queued = Queued {
            generation: known(commit.generation()),
            time: i64::try_from(commit.committer_timestamp()).unwrap_or(i64::MAX),
            id: *id,
        };
        let parents = commit
            .iter_parents()
            .map(|parent| Some(graph.id_at(parent.ok()?).to_owned()))
            .collect::<Option<Vec<_>>>()?;
        Some((queued, parents))
    }

    /// Reads a commit; the message only if it is wanted.
    fn read(&mut self, id: ObjectId, message: bool) -> Result<RawCommit, Missing> {
        let object = self
            .repo
            .objects
            .try_find(&id, &mut self.buffer)
            .map_err(|error| Missing::because(format!("commit {id} cannot be read: {error}")))?;
        let Some(object) = object else {
            return Err(
                Missing::because(format!("commit {id} is not in this clone"))
                    .fix("git fetch --refetch --tags"),
            );
        };
        if object.kind != Kind::Commit {
            return Err(Missing::because(format!("object {id} is not a commit")));
        }
        RawCommit::decode(id, object.data, message)
            .ok_or_else(|| Missing::because(format!("commit {id} is malformed")).fix("git fsck"))
    }

    fn check_range(&self) -> Result<(), Missing> {
        let limit = if self.wanted > MAX_COMMITS {
            format!("{MAX_COMMITS} commits")
        } else if self.message_bytes > MAX_MESSAGE_BYTES {
            format!("{} MiB of commit messages", MAX_MESSAGE_BYTES >> 20)
        } else {
            return Ok(());
        };
        Err(Missing::because(format!(
            "there are more than {limit} since the previous release, which is the most that are read"
        )))
    }

    fn finish(self) -> Walked {
        let shallow = self.shallow;
        let (mut cut, mut base_cut, mut commits) = (None, false, Vec::new());
        for (id, node) in self.nodes {
            let at_boundary = !shallow.is_empty() && shallow.contains(&id);
            match node.commit {
                Some(commit) => {
                    // The smallest, so that the answer does not depend on the order of the map.
                    if at_boundary && cut.is_none_or(|known| id < known) {
                        cut = Some(id);
                    }
                    commits.push(*commit);
                }
                None => base_cut |= at_boundary,
            }
        }
        Walked {
            commits,
            cut,
            base_cut,
        }
    }
}

/// Those that `tip` has in its history, sorted.
fn ancestors_among(
    graph: &mut Histories,
    tip: super::super::graph::Node,
    mut ids: Vec<ObjectId>,
) -> Result<Vec<ObjectId>, Missing> {
    // So that nothing depends on the order of a map.
    ids.sort_unstable();
    let nodes = ids.iter().map(|id| graph.commit(*id));
    let nodes = nodes.collect::<Result<Vec<_>, _>>()?;
    let reached = reach(graph, tip, &nodes)?;
    let found = ids.into_iter().zip(reached).filter(|(_, reached)| *reached);
    Ok(found.map(|(id, _)| id).collect())
}

/// Git writes 0 where it did not compute the number.
fn known(generation: u32) -> u32 {
    if generation == 0 {
        NO_GENERATION
    } else {
        generation
    }
}
