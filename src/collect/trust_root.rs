//! What was changed since the previous release about who and what decides.
//!
//! The two trees are compared, not the commits between them: what was changed and changed back is no
//! change, and what a merge slipped in is one.

mod anchor_tag;
mod parts;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use super::changes::base;
use super::people::anchor::{lists_of, parent};
use super::people::{Trust, Writers};
use super::{Collector, Context};
use crate::facts::{
    Missing, PeopleChange, ReadAs, TreeDifference, TrustChange, TrustRoot, WrittenCommit,
};
use crate::repo::{Revision, TreeChange};
use crate::signoff::ListedKey;
use places::Places;

/// What was changed since the previous release about who and what decides.
pub(super) struct TrustRootCollector;

impl Collector for TrustRootCollector {
    type Facts = TrustRoot;

    const NAME: &'static str = "trust_root";
    const PURPOSE: &'static str =
        "What was changed since the previous release about who and what decides.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let repository = context.repository()?;
        base(&repository.history)?;
        let head = repository.head.as_ref();
        let (Some(previous), Some(head)) = (&repository.history.previous, head) else {
            return Ok(TrustRoot {
                since: None,
                anchor: None,
                changed: Vec::new(),
                people: Vec::new(),
            });
        };
        let tag = Some(previous.tag.clone());
        let compared = Compared {
            before: lists_of(context, tag, &previous.commit)?,
            after: lists_of(context, None, &head.commit)?,
            earlier: context.repo().revision(&previous.commit, "")?,
            later: context.repo().revision(&head.commit, "")?,
        };
        let changes = context
            .repo()
            .tree_changes(&previous.commit, &head.commit)?;
        Ok(TrustRoot {
            since: Some(previous.tag.clone()),
            anchor: Some(anchor_tag::read(context, previous)?),
            changed: compared.described(context, changes)?,
            people: compared.people(),
        })
    }
}

/// The two releases.
struct Compared {
    before: Trust,
    after: Trust,
    earlier: Revision,
    later: Revision,
}

impl Compared {
    fn described(
        &self,
        context: &Context,
        changes: Vec<TreeChange>,
    ) -> Result<Vec<TrustChange>, Missing> {
        let mut commits = touching(context, &changes)?;
        let places = Places::of(context.options(), [&self.before, &self.after]);
        let mut described = Vec::with_capacity(changes.len());
        for change in changes {
            described.push(TrustChange {
                change: match (change.before, change.after) {
                    (false, _) => TreeDifference::Added,
                    (true, false) => TreeDifference::Removed,
                    (true, true) => TreeDifference::Changed,
                },
                read_as: self.read_as(&places, &change.path)?,
                parts: parts::differing(&change.path, &self.earlier, &self.later),
                commits: commits.remove(&change.path).unwrap_or_default(),
                path: change.path,
            });
        }
        Ok(described)
    }

    fn read_as(&self, places: &Places, path: &str) -> Result<Option<ReadAs>, Missing> {
        let known = places.read_as(path);
        if known == Some(ReadAs::Revocations) && self.has_lost_lines(path)? {
            return Ok(Some(ReadAs::Keys));
        }
        if known.is_some() || !places::is_of_ci(path) {
            return Ok(known);
        }
        let is_gate = [&self.earlier, &self.later]
            .iter()
            .any(|revision| places::names_relcheck(revision, path));
        Ok(is_gate.then_some(ReadAs::Gate))
    }

    /// Whether the later file has not every line of the earlier one.
    fn has_lost_lines(&self, path: &str) -> Result<bool, Missing> {
        let lines = |revision: &Revision| -> Result<BTreeSet<String>, Missing> {
            let text = revision.read_text(path, super::people::anchor::MAX_KEYS)?;
            let text = text.unwrap_or_default();
            Ok(text.lines().map(|line| line.trim().to_owned()).collect())
        };
        Ok(!lines(&self.earlier)?.is_subset(&lines(&self.later)?))
    }

    fn people(&self) -> Vec<PeopleChange> {
        let differences = self.before.roster.differences(&self.after.roster);
        let mut found: Vec<PeopleChange> = differences
            .into_iter()
            .map(|it| PeopleChange {
                who: it.who,
                what: it.what,
            })
            .collect();
        found.extend(keys(&self.before.keys.listed(), &self.after.keys.listed()));
        found.sort();
        found
    }
}

/// What two files of allowed signers say otherwise.
fn keys(before: &BTreeSet<ListedKey>, after: &BTreeSet<ListedKey>) -> Vec<PeopleChange> {
    let is_in = |key: &ListedKey, keys: &BTreeSet<ListedKey>| {
        keys.iter()
            .any(|it| it.principals == key.principals && it.fingerprint == key.fingerprint)
    };
    let said = |key: &ListedKey, what: &str| PeopleChange {
        who: key.principals.clone(),
        what: what.replace("KEY", &format!("the key {}", key.fingerprint)),
    };
    let gained = after
        .difference(before)
        .map(|key| match is_in(key, before) {
            true => said(key, "has KEY with other options now"),
            false => said(key, "has KEY now"),
        });
    let lost = before.difference(after).filter(|key| !is_in(key, after));
    gained
        .chain(lost.map(|key| said(key, "has KEY no longer")))
        .collect()
}

/// Who wrote the commits that changed each of these paths, newest first.
fn touching(
    context: &Context,
    changes: &[TreeChange],
) -> Result<BTreeMap<String, Vec<WrittenCommit>>, Missing> {
    let mut found: BTreeMap<String, Vec<WrittenCommit>> = changes
        .iter()
        .map(|change| (change.path.clone(), Vec::new()))
        .collect();
    let trust = context.trust()?;
    let mut writers = Writers::new(context, &trust.roster)?;
    let touching = context.repo().touching();
    for commit in context.commits()? {
        let mut written = None;
        for path in touching.own_paths(commit)? {
            if let Some(commits) = found.get_mut(&path) {
                let by = written.get_or_insert_with(|| writers.written(commit));
                commits.push(by.clone());
            }
        }
    }
    Ok(found)
}
