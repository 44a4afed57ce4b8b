//! The order of a range: the newest first, and no parent before its child.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use gix::ObjectId;

use super::raw::RawCommit;

/// Sorts the commits, and marks those that `head` reaches by first parents only.
pub(super) fn newest_first(commits: Vec<RawCommit>, head: ObjectId) -> Vec<RawCommit> {
    let mut children = count_children(&commits);
    let mut waiting: HashMap<ObjectId, RawCommit> = commits
        .into_iter()
        .map(|commit| (commit.id, commit))
        .collect();
    let mut ready: BinaryHeap<(i64, Reverse<ObjectId>)> = waiting
        .values()
        .filter(|commit| !children.contains_key(&commit.id))
        .map(|commit| (commit.committer.time, Reverse(commit.id)))
        .collect();
    let mut sorted = Vec::with_capacity(waiting.len());
    let mut line = Some(head);
    while let Some((_, Reverse(id))) = ready.pop() {
        let Some(mut commit) = waiting.remove(&id) else {
            continue;
        };
        // Each commit of the line is the child of the next, so the line is met in its order.
        if line == Some(id) {
            commit.first_parent = true;
            line = commit.parents.first().copied();
        }
        for parent in &commit.parents {
            release(parent, &mut children, &waiting, &mut ready);
        }
        sorted.push(commit);
    }
    sorted
}

/// How many children each commit of the range has in it.
fn count_children(commits: &[RawCommit]) -> HashMap<ObjectId, usize> {
    let mut children = HashMap::new();
    for parent in commits.iter().flat_map(|commit| &commit.parents) {
        *children.entry(*parent).or_insert(0) += 1;
    }
    children
}

/// Takes note that one more child of `parent` is placed: after the last one it may follow.
fn release(
    parent: &ObjectId,
    children: &mut HashMap<ObjectId, usize>,
    waiting: &HashMap<ObjectId, RawCommit>,
    ready: &mut BinaryHeap<(i64, Reverse<ObjectId>)>,
) {
    let Some(left) = children.get_mut(parent) else {
        return;
    };
    *left = left.saturating_sub(1);
    if *left == 0
        && let Some(commit) = waiting.get(parent)
    {
        ready.push((commit.committer.time, Reverse(commit.id)));
    }
}
