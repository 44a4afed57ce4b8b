//! The paths that differ between two trees.

use std::collections::BTreeMap;
use std::collections::btree_map;
use std::ops::ControlFlow;

use gix::ObjectId;
use gix::bstr::{BStr, BString};
use gix::diff::tree::recorder::Change as Recorded;
use gix::diff::tree::{Recorder, State, Visit, visit};
use gix::objs::{FindExt as _, TreeRefIter};

use super::{Entry, MAX_CHANGED_FILES, PathChange, too_many};
use crate::facts::Missing;

/// Compares trees, with memory that is kept from one comparison to the next.
pub(in crate::repo) struct Trees<'repo> {
    repo: &'repo gix::Repository,
    state: State,
    before: Vec<u8>,
    after: Vec<u8>,
}

impl<'repo> Trees<'repo> {
    pub(in crate::repo) fn new(repo: &'repo gix::Repository) -> Self {
        Trees {
            repo,
            state: State::default(),
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    /// The tree of a commit.
    pub(in crate::repo) fn of_commit(&self, commit: ObjectId) -> Result<ObjectId, Missing> {
        let mut buffer = Vec::new();
        let mut tokens = self
            .repo
            .objects
            .find_commit_iter(&commit, &mut buffer)
            .map_err(|error| unreadable("commit", commit, &error))?;
        tokens
            .tree_id()
            .map_err(|error| unreadable("commit", commit, &error))
    }

    /// The paths that differ, folders left out; without `before`, all that there are.
    pub(in crate::repo) fn compare(
        &mut self,
        before: Option<ObjectId>,
        after: ObjectId,
    ) -> Result<Vec<PathChange>, Missing> {
        if before == Some(after) {
            return Ok(Vec::new());
        }
        let objects = &self.repo.objects;
        let kind = self.repo.object_hash();
        let left = match before {
            Some(id) => objects
                .find_tree_iter(&id, &mut self.before)
                .map_err(|error| unreadable("tree", id, &error))?,
            None => TreeRefIter::from_bytes(b"", kind),
        };
        let right = objects
            .find_tree_iter(&after, &mut self.after)
            .map_err(|error| unreadable("tree", after, &error))?;
        let mut visitor = Bounded {
            recorder: Recorder::default(),
            full: false,
        };
        let outcome = gix::diff::tree(left, right, &mut self.state, objects, &mut visitor);
        if visitor.full {
            return Err(too_many(&format!("{MAX_CHANGED_FILES} files")));
        }
        outcome.map_err(|error| {
            Missing::because(format!(
                "below tree {after}, an object cannot be read: {error}"
            ))
            .fix("git fetch --refetch --no-filter")
        })?;
        Ok(by_path(visitor.recorder.records))
    }
}

fn unreadable(what: &str, id: ObjectId, error: &dyn std::fmt::Display) -> Missing {
    Missing::because(format!("{what} {id} cannot be read: {error}"))
        .fix("git fetch --refetch --no-filter")
}

/// A recorder that stops at the limit: a few small trees can unfold to more paths than memory
/// holds.
struct Bounded {
    recorder: Recorder,
    full: bool,
}

impl Visit for Bounded {
    fn pop_front_tracked_path_and_set_current(&mut self) {
        self.recorder.pop_front_tracked_path_and_set_current();
    }

    fn push_back_tracked_path_component(&mut self, component: &BStr) {
        self.recorder.push_back_tracked_path_component(component);
    }

    fn push_path_component(&mut self, component: &BStr) {
        self.recorder.push_path_component(component);
    }

    fn pop_path_component(&mut self) {
        self.recorder.pop_path_component();
    }

    fn visit(&mut self, change: visit::Change) -> visit::Action {
        if self.recorder.records.len() >= MAX_CHANGED_FILES {
            self.full = true;
            return ControlFlow::Break(());
        }
        self.recorder.visit(change)
    }
}

/// One change a path: where a file made way for another kind of thing, the comparison tells of a
/// deletion and an addition.
fn by_path(records: Vec<Recorded>) -> Vec<PathChange> {
    let mut sides: BTreeMap<BString, (Option<Entry>, Option<Entry>)> = BTreeMap::new();
    let mut put = |path: BString, before: Option<Entry>, after: Option<Entry>| {
        let file = |entry: &Entry| !entry.mode.is_tree();
        let (before, after) = (before.filter(file), after.filter(file));
        if before.is_none() && after.is_none() {
            return;
        }
        match sides.entry(path) {
            btree_map::Entry::Vacant(place) => {
                place.insert((before, after));
            }
            btree_map::Entry::Occupied(mut place) => {
                let known = place.get_mut();
                *known = (known.0.or(before), known.1.or(after));
            }
        }
    };
    for record in records {
        match record {
            Recorded::Addition {
                entry_mode: mode,
                oid: id,
                path,
                ..
            } => put(path, None, Some(Entry { mode, id })),
            Recorded::Deletion {
                entry_mode: mode,
                oid: id,
                path,
                ..
            } => put(path, Some(Entry { mode, id }), None),
            Recorded::Modification {
                previous_entry_mode,
                previous_oid,
                entry_mode: mode,
                oid: id,
                path,
            } => {
                let before = Entry {
                    mode: previous_entry_mode,
                    id: previous_oid,
                };
                put(path, Some(before), Some(Entry { mode, id }));
            }
        }
    }
    sides
        .into_iter()
        .map(|(path, (before, after))| PathChange {
            path,
            before,
            after,
            old_path: None,
        })
        .collect()
}
