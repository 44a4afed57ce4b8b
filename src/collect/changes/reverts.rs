//! Which commits of the range are taken back by others of it.

use std::collections::HashMap;

use crate::collect::Context;
use crate::facts::Missing;
use crate::formats::commit_message::{self, Message, Reverted};
use crate::repo::{RawCommit, Repo, Undoing};

/// How many commits are visited, over the whole range, to find what reverted merges had brought.
/// Beyond it, commits are taken to stand.
const MAX_VISITED: usize = 10_000_000;

/// What one commit has to do with reverts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::collect) struct Resolved {
    /// The commits of the range that it reverts, by full object id.
    pub(in crate::collect) reverts: Vec<String>,
    /// The commit that reverts it, by full object id.
    pub(in crate::collect) reverted_by: Option<String>,
    /// The commit that says that it reverts it and does not undo it, or not all of it.
    pub(in crate::collect) reverted_in_part_by: Option<String>,
}

/// The reverts among the commits since the previous release. Other collectors get them through
/// [`Context::reverts`].
pub(in crate::collect) fn read(context: &Context) -> Result<Vec<Resolved>, Missing> {
    let commits = context.commits()?;
    let messages: Vec<Message> = commits
        .iter()
        .map(|commit| commit_message::parse(&commit.message))
        .collect();
    resolve(context.repo(), commits, &messages)
}

/// Resolves what the messages say against the range, which is ordered newest first.
///
/// A commit can revert older ones only: those after it in the order. It has to undo what they changed,
/// as [`Undoing::undoes`] has it. It counts if it stands itself,
/// so that the revert of a revert brings the first commit back. An abbreviated id that fits several
/// commits of the range stands for none. A reverted merge takes back the commits that it brought.
///
/// # Errors
/// [`Missing`] if what a revert changed, or what it reverts, cannot be read.
pub(in crate::collect) fn resolve(
    repo: &Repo,
    raw: &[RawCommit],
    messages: &[Message],
) -> Result<Vec<Resolved>, Missing> {
    if messages.iter().all(|message| message.reverts.is_empty()) {
        return Ok(vec![Resolved::default(); raw.len()]);
    }
    let range = Range::new(raw, messages);
    let mut undoing = repo.undoing(raw);
    let mut whole: Vec<Option<usize>> = vec![None; raw.len()];
    let mut in_part = whole.clone();
    let mut reverts = Vec::with_capacity(raw.len());
    let mut budget = MAX_VISITED;
    for (index, message) in messages.iter().enumerate() {
        let claimed = range.targets(index, &message.reverts);
        let undone = undone(&mut undoing, raw, index, &claimed)?;
        if whole.get(index) == Some(&None) {
            for &target in &claimed {
                let found = match undone.contains(&target) {
                    true => &mut whole,
                    false => &mut in_part,
                };
                let brought = range.brought_by(target, &mut budget);
                for reverted in brought.into_iter().chain([target]) {
                    if let Some(by) = found.get_mut(reverted) {
                        by.get_or_insert(index);
                    }
                }
            }
        }
        reverts.push(range.ids_of(undone));
    }
    let id = |by: Option<usize>| by.and_then(|by| range.id(by));
    let resolved = reverts.into_iter().zip(whole).zip(in_part);
    Ok(resolved
        .map(|((reverts, whole), in_part)| Resolved {
            reverts,
            reverted_by: id(whole),
            reverted_in_part_by: id(in_part),
        })
        .collect())
}

/// Those that the commit undoes of those that it says it reverts: all of them together, or else each
/// that it undoes alone.
fn undone(
    undoing: &mut Undoing,
    raw: &[RawCommit],
    index: usize,
    claimed: &[usize],
) -> Result<Vec<usize>, Missing> {
    let Some(revert) = raw.get(index).filter(|_| !claimed.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut newest_first = claimed.to_vec();
    newest_first.sort_unstable();
    let commits: Vec<&RawCommit> = newest_first.iter().filter_map(|at| raw.get(*at)).collect();
    if undoing.undoes(revert, &commits)? {
        return Ok(claimed.to_vec());
    }
    let mut found = Vec::new();
    for at in claimed.iter().filter(|_| claimed.len() > 1) {
        if let Some(commit) = raw.get(*at)
            && undoing.undoes(revert, &[commit])?
        {
            found.push(*at);
        }
    }
    Ok(found)
}

/// The range with what it takes to find a commit in it.
struct Range {
    ids: Vec<String>,
    /// Each commit's parents by their places in the range, the first parent first; `None` for one
    /// that is not in the range.
    parents: Vec<Vec<Option<usize>>>,
    sorted: Vec<usize>,
    by_pull_request: HashMap<u64, Vec<usize>>,
}

impl Range {
    fn new(raw: &[RawCommit], messages: &[Message]) -> Self {
        let ids: Vec<String> = raw.iter().map(RawCommit::id).collect();
        let places: HashMap<&str, usize> =
            (0..).zip(&ids).map(|(at, id)| (id.as_str(), at)).collect();
        let parents = raw
            .iter()
            .map(|commit| {
                let parents = commit.parents();
                parents.map(|id| places.get(id.as_str()).copied()).collect()
            })
            .collect();
        let mut sorted: Vec<usize> = (0..ids.len()).collect();
        sorted.sort_unstable_by_key(|&at| ids.get(at));
        let mut by_pull_request: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, message) in messages.iter().enumerate() {
            if let Some(number) = message.pull_request {
                by_pull_request.entry(number).or_default().push(at);
            }
        }
        Range {
            ids,
            parents,
            sorted,
            by_pull_request,
        }
    }

    fn id(&self, at: usize) -> Option<String> {
        self.ids.get(at).cloned()
    }

    fn ids_of(&self, places: Vec<usize>) -> Vec<String> {
        places.into_iter().filter_map(|at| self.id(at)).collect()
    }

    /// The commits after `index` that are meant, each once.
    fn targets(&self, index: usize, reverted: &[Reverted]) -> Vec<usize> {
        let mut targets: Vec<usize> = Vec::new();
        for target in reverted {
            let found = match target {
                Reverted::Commit(prefix) => self.by_prefix(prefix).into_iter().collect(),
                Reverted::PullRequest(number) => self
                    .by_pull_request
                    .get(number)
                    .cloned()
                    .unwrap_or_default(),
            };
            for at in found {
                if at > index && !targets.contains(&at) {
                    targets.push(at);
                }
            }
        }
        targets
    }

    /// The one commit whose id begins so.
    fn by_prefix(&self, prefix: &str) -> Option<usize> {
        let id = |at: &usize| self.ids.get(*at).map_or("", String::as_str);
        let first = self.sorted.partition_point(|at| id(at) < prefix);
        let mut fitting = self
            .sorted
            .iter()
            .skip(first)
            .take_while(|at| id(at).starts_with(prefix));
        let found = fitting.next().copied();
        if fitting.next().is_some() {
            None
        } else {
            found
        }
    }

    /// What a merge brought: the commits that its other parents reach and its first does not.
    fn brought_by(&self, merge: usize, budget: &mut usize) -> Vec<usize> {
        let parents = self.parents.get(merge).map_or(&[][..], Vec::as_slice);
        let Some((first, others)) = parents
            .split_first()
            .filter(|(_, others)| !others.is_empty())
        else {
            return Vec::new();
        };
        let kept = self.reach(first.iter().copied(), &[], budget);
        self.reach(others.iter().flatten().copied(), &kept, budget)
    }

    /// What the starting points reach without passing through `except`, which is sorted; sorted.
    fn reach(
        &self,
        from: impl Iterator<Item = usize>,
        except: &[usize],
        budget: &mut usize,
    ) -> Vec<usize> {
        let mut pending: Vec<usize> = from.collect();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(at) = pending.pop() {
            if except.binary_search(&at).is_ok() || !seen.insert(at) {
                continue;
            }
            let Some(left) = budget.checked_sub(1) else {
                return Vec::new();
            };
            *budget = left;
            pending.extend(self.parents.get(at).into_iter().flatten().flatten());
        }
        seen.into_iter().collect()
    }
}
