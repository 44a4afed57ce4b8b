//! Which commits belong together: those that one pull request brought.

use std::collections::HashMap;

use super::super::changes::reverts::Resolved;
use crate::formats::commit_message::{Message, Reverted};
use crate::repo::RawCommit;

/// How many merges within merges are looked through.
const MAX_NESTING: usize = 50;

/// A change, by places in the range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::collect) struct Group {
    /// The merge of the pull request, or the commit.
    pub head: usize,
    /// Every commit of it.
    pub commits: Vec<usize>,
    /// The number of the pull request that brought it, where that brought others as well.
    pub within: Option<u64>,
}

/// The changes of a range that is ordered newest first, in its order. Reverted commits and their
/// reverts are in none, and neither are merges that brought several requests, that name none, or that
/// brought only what was released before.
pub(in crate::collect) fn groups(
    commits: &[RawCommit],
    messages: &[Message],
    reverts: &[Resolved],
) -> Vec<Group> {
    let owners = Owners::of(commits);
    let number = |at: usize| messages.get(at).and_then(|message| message.pull_request);
    let is_merge = |at: usize| commits.get(at).is_some_and(RawCommit::is_merge);
    let is_request = |at: &usize| is_merge(*at) && number(*at).is_some();
    let mut nesting = vec![false; commits.len()];
    for at in (0..commits.len()).filter(is_request) {
        for owner in owners.above(at) {
            if let Some(nests) = nesting.get_mut(owner) {
                *nests = true;
            }
        }
    }
    let mut heads: HashMap<usize, usize> = HashMap::new();
    let mut found: Vec<Group> = Vec::new();
    for (at, resolved) in reverts.iter().enumerate() {
        let request = owners.above(at).chain([at]).find(is_request);
        let topic = request.filter(|request| nesting.get(*request) == Some(&false));
        let is_own = number(at).is_some() && !is_merge(at);
        let is_revert = !resolved.reverts.is_empty()
            && messages.get(at).is_some_and(|message| {
                message.changes.iter().all(|change| change.kind == "revert")
                    && are_unreleased(&message.reverts, &resolved.reverts)
            });
        if resolved.reverted_by.is_some() || is_revert {
            continue;
        }
        let head = match topic.filter(|_| !is_own) {
            Some(request) => request,
            None if is_merge(at) => continue,
            None => at,
        };
        let place = *heads.entry(head).or_insert_with(|| {
            found.push(Group {
                head,
                commits: Vec::new(),
                within: request.filter(|request| *request != head).and_then(number),
            });
            found.len() - 1
        });
        if let Some(group) = found.get_mut(place) {
            group.commits.push(at);
        }
    }
    // A request whose merge was reverted is gone with it.
    found.retain(|group| group.commits.contains(&group.head));
    let brings = |head: usize| owners.0.contains(&Some(head));
    found.retain(|group| !is_merge(group.head) || brings(group.head));
    found
}

/// Whether every commit that is named as reverted is one of those of the range: users see it if what
/// was released before is taken back.
fn are_unreleased(named: &[Reverted], of_range: &[String]) -> bool {
    named.iter().all(|named| match named {
        Reverted::Commit(prefix) => of_range.iter().any(|id| id.starts_with(prefix.as_str())),
        Reverted::PullRequest(_) => true,
    })
}

/// The merge that brought each commit; none for those on HEAD's own line.
struct Owners(Vec<Option<usize>>);

impl Owners {
    /// Follows HEAD's first parents, then those of what each merge brought, the oldest merge first:
    /// a commit belongs to the first that brought it. Each commit is visited once.
    fn of(commits: &[RawCommit]) -> Self {
        let ids: Vec<String> = commits.iter().map(RawCommit::id).collect();
        let places: HashMap<&str, usize> =
            (0..).zip(&ids).map(|(at, id)| (id.as_str(), at)).collect();
        let mut owners = vec![None; commits.len()];
        let mut visited = vec![false; commits.len()];
        let mut merges: Vec<usize> = Vec::new();
        let mut follow = |start: Option<usize>, owner: Option<usize>, merges: &mut Vec<usize>| {
            let mut next = start;
            while let Some(at) = next {
                match visited.get_mut(at) {
                    Some(visited) if !*visited => *visited = true,
                    _ => break,
                }
                if let Some(place) = owners.get_mut(at) {
                    *place = owner;
                }
                let commit = commits.get(at);
                if commit.is_some_and(RawCommit::is_merge) {
                    merges.push(at);
                }
                let parent = commit.and_then(|commit| commit.parents().next());
                next = parent.and_then(|id| places.get(id.as_str()).copied());
            }
        };
        follow((!commits.is_empty()).then_some(0), None, &mut merges);
        while let Some(merge) = merges.pop() {
            let parents: Vec<String> = commits
                .get(merge)
                .map(|commit| commit.parents().skip(1).collect())
                .unwrap_or_default();
            for id in parents {
                follow(places.get(id.as_str()).copied(), Some(merge), &mut merges);
            }
        }
        Owners(owners)
    }

    /// The merges above a commit, the nearest first.
    fn above(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let owner = |at: &usize| self.0.get(*at).copied().flatten();
        std::iter::successors(owner(&at), owner).take(MAX_NESTING)
    }
}
