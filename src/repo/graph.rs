//! Commits with their parents and times, each read once, from git's commit-graph where there is one.

use std::cmp::Reverse;

use gix::ObjectId;
use gix::objs::{CommitRefIter, Find, Kind};

use crate::facts::Missing;

/// The most commits that are held at once. The largest public histories have a few million; one
/// commit takes about 100 bytes.
const MAX_COMMITS: usize = 20_000_000;

/// The generation of a commit that the commit-graph does not hold: above all that it does.
const UNKNOWN_GENERATION: u32 = u32::MAX;

/// A commit's place in a [`Graph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Node(u32);

impl Node {
    /// The place as an index into a list.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The order in which walks visit: a commit never comes after its parents where the commit-graph
/// knows both, and newest first elsewhere. The id decides between equals.
pub(super) type Rank = (u32, i64, Reverse<ObjectId>);

/// The commits read so far.
pub(super) struct Graph<'r> {
    repo: &'r gix::Repository,
    cache: Option<gix::commitgraph::Graph>,
    boundary: gix::hashtable::HashSet,
    nodes: gix::hashtable::HashMap<ObjectId, Node>,
    commits: Vec<Entry>,
    edges: Vec<Node>,
    buffer: Vec<u8>,
}

struct Entry {
    id: ObjectId,
    time: i64,
    generation: u32,
    first_edge: usize,
    edge_count: usize,
    loaded: bool,
}

impl<'r> Graph<'r> {
    /// An empty graph of this repository.
    ///
    /// # Errors
    /// [`Missing`] if the list of commits at which a shallow clone ends cannot be read.
    pub(super) fn new(repo: &'r gix::Repository) -> Result<Self, Missing> {
        let boundary = repo.shallow_commits().map_err(|error| {
            Missing::because(format!("`.git/shallow` cannot be read: {error}"))
                .fix("git fetch --unshallow --tags")
        })?;
        let boundary: gix::hashtable::HashSet = boundary
            .map(|commits| commits.iter().copied().collect())
            .unwrap_or_default();
        // Git itself does not use the commit-graph in a shallow clone: it knows parents that are
        // not here. A damaged one is passed over, since the objects say the same.
        let cache = if boundary.is_empty() {
            repo.commit_graph_if_enabled().ok().flatten()
        } else {
            None
        };
        Ok(Graph {
            repo,
            cache,
            boundary,
            nodes: gix::hashtable::HashMap::default(),
            commits: Vec::new(),
            edges: Vec::new(),
            buffer: Vec::new(),
        })
    }

    /// The repository that the commits are read from.
    pub(super) fn repository(&self) -> &'r gix::Repository {
        self.repo
    }

    /// How many commits have been read.
    #[cfg(test)]
    pub(super) fn read_count(&self) -> usize {
        self.commits.iter().filter(|entry| entry.loaded).count()
    }

    /// Whether the clone is shallow.
    pub(super) fn is_shallow(&self) -> bool {
        !self.boundary.is_empty()
    }

    /// Whether git's commit-graph tells the generations of commits.
    pub(super) fn has_numbers(&self) -> bool {
        self.cache.is_some()
    }

    /// The commit of this id, with its parents and time.
    ///
    /// # Errors
    /// [`Missing`] if it is no commit, or is missing or damaged.
    pub(super) fn commit(&mut self, id: ObjectId) -> Result<Node, Missing> {
        let node = self.place(id)?;
        self.load(node)?;
        Ok(node)
    }

    /// Takes over what was read of a commit elsewhere.
    ///
    /// # Errors
    /// [`Missing`] if there are more commits than are held.
    pub(super) fn know(
        &mut self,
        id: ObjectId,
        parents: &[ObjectId],
        time: i64,
    ) -> Result<(), Missing> {
        let node = self.place(id)?;
        let is_known = self.commits.get(node.index()).is_some_and(|it| it.loaded);
        if is_known || self.cache.is_some() {
            return Ok(());
        }
        let read = ReadCommit {
            parents: parents.to_vec(),
            time,
            generation: UNKNOWN_GENERATION,
        };
        self.hold(node, read)
    }

    /// Reads the commit's parents and time, if that has not been done.
    ///
    /// # Errors
    /// As [`Graph::commit`].
    pub(super) fn load(&mut self, node: Node) -> Result<(), Missing> {
        let Some(entry) = self.commits.get(node.index()) else {
            return Err(Missing::because("a commit was asked for that was not read"));
        };
        if entry.loaded {
            return Ok(());
        }
        let id = entry.id;
        let read = match self.look_up(id) {
            Some(read) => read,
            None => self.decode(id)?,
        };
        self.hold(node, read)
    }

    fn hold(&mut self, node: Node, read: ReadCommit) -> Result<(), Missing> {
        let first_edge = self.edges.len();
        for parent in read.parents {
            let parent = self.place(parent)?;
            self.edges.push(parent);
        }
        let edge_count = self.edges.len() - first_edge;
        if let Some(entry) = self.commits.get_mut(node.index()) {
            entry.time = read.time;
            entry.generation = read.generation;
            entry.first_edge = first_edge;
            entry.edge_count = edge_count;
            entry.loaded = true;
        }
        Ok(())
    }

    /// The id of a commit.
    pub(super) fn id(&self, node: Node) -> ObjectId {
        let null = || ObjectId::null(self.repo.object_hash());
        self.commits
            .get(node.index())
            .map_or_else(null, |entry| entry.id)
    }

    /// The committer's time of a loaded commit, in seconds since 1970.
    pub(super) fn time(&self, node: Node) -> i64 {
        self.commits.get(node.index()).map_or(0, |entry| entry.time)
    }

    /// The parents of a loaded commit that are not cut off, in order.
    pub(super) fn parents(&self, node: Node) -> &[Node] {
        self.commits
            .get(node.index())
            .and_then(|entry| {
                let end = entry.first_edge.checked_add(entry.edge_count)?;
                self.edges.get(entry.first_edge..end)
            })
            .unwrap_or_default()
    }

    /// Whether a shallow clone ends at this commit: it has parents that are not here.
    pub(super) fn is_boundary(&self, node: Node) -> bool {
        self.boundary.contains(&self.id(node))
    }

    /// Where a loaded commit stands in the order of walks.
    pub(super) fn rank(&self, node: Node) -> Rank {
        let (generation, time) = self
            .commits
            .get(node.index())
            .map_or((0, 0), |entry| (entry.generation, entry.time));
        (generation, time, Reverse(self.id(node)))
    }

    /// Whether nothing at or below `front`, in the order of walks, can have `node` as an ancestor.
    pub(super) fn is_above(&self, node: Node, front: Rank) -> bool {
        front.0 != UNKNOWN_GENERATION && front.0 > 0 && self.rank(node).0 > front.0
    }

    /// The place of the commit of this id, which need not be there, and is not read.
    ///
    /// # Errors
    /// [`Missing`] if there are more commits than are held.
    pub(super) fn place(&mut self, id: ObjectId) -> Result<Node, Missing> {
        if let Some(node) = self.nodes.get(&id) {
            return Ok(*node);
        }
        let place = u32::try_from(self.commits.len())
            .ok()
            .filter(|_| self.commits.len() < MAX_COMMITS)
            .ok_or_else(|| {
                Missing::because(format!(
                    "the history has more than {MAX_COMMITS} commits, which is too many to walk"
                ))
            })?;
        self.commits.push(Entry {
            id,
            time: 0,
            generation: UNKNOWN_GENERATION,
            first_edge: 0,
            edge_count: 0,
            loaded: false,
        });
        self.nodes.insert(id, Node(place));
        Ok(Node(place))
    }

    fn look_up(&self, id: ObjectId) -> Option<ReadCommit> {
        let cache = self.cache.as_ref()?;
        let commit = cache.commit_by_id(id)?;
        let parents = commit
            .iter_parents()
            .map(|position| position.map(|position| cache.id_at(position).to_owned()))
            .collect::<Result<_, _>>()
            .ok()?;
        Some(ReadCommit {
            parents,
            time: i64::try_from(commit.committer_timestamp()).unwrap_or(i64::MAX),
            generation: match commit.generation() {
                // Zero is what a git that computes no generations writes.
                0 => UNKNOWN_GENERATION,
                generation => generation,
            },
        })
    }

    fn decode(&mut self, id: ObjectId) -> Result<ReadCommit, Missing> {
        let hash = self.repo.object_hash();
        let damaged = |what: String| {
            Missing::because(format!("the commit `{id}` {what}"))
                .fix("git fsck --connectivity-only")
        };
        let object = self
            .repo
            .objects
            .try_find(&id, &mut self.buffer)
            .map_err(|error| damaged(format!("cannot be read: {}", one_line(&error.to_string()))))?
            .ok_or_else(|| {
                damaged("is not in the clone".to_owned()).fix("git fetch --refetch --tags")
            })?;
        if object.kind != Kind::Commit {
            return Err(damaged(format!("is a {}", object.kind)));
        }
        let commit = CommitRefIter::from_bytes(object.data, hash);
        let time = commit
            .committer()
            .map_err(|_| damaged("has no readable committer line".to_owned()))?
            .seconds();
        let parents = if self.boundary.contains(&id) {
            Vec::new()
        } else {
            commit.parent_ids().collect()
        };
        Ok(ReadCommit {
            parents,
            time,
            generation: UNKNOWN_GENERATION,
        })
    }
}

struct ReadCommit {
    parents: Vec<ObjectId>,
    time: i64,
    generation: u32,
}

/// The first line of a message of the git library, which may go on with causes.
pub(super) fn one_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}
