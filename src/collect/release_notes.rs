//! What the changelog says of the changes since the previous release.
//!
//! Entries and changes are brought together by what is certain: the number of a pull request or
//! issue that both name, an object id, words that they share, and lines of the changelog that the
//! change itself wrote. An entry that belongs to no change is counted: it may speak of any of them in
//! words of its own.

mod entries;
pub(super) mod fragments;
pub(super) mod grouping;
pub(super) mod kinds;
mod numbers;
#[cfg(test)]
mod tests;
mod wording;
mod written;

use std::collections::BTreeSet;

use super::{Collector, Context};
use crate::facts::{Missing, ReleaseNotes, UnnamedChange};
use crate::formats::commit_message::{self, Message};
use crate::repo::RawCommit;
use entries::Entries;
use grouping::Group;
use written::Writing;

/// The most changes that are listed, and whose files are looked at.
const MAX_UNNAMED: usize = 1_000;

/// What the changelog says of the changes since the previous release.
pub(super) struct ReleaseNotesCollector;

impl Collector for ReleaseNotesCollector {
    type Facts = ReleaseNotes;

    const NAME: &'static str = "release_notes";
    const PURPOSE: &'static str =
        "What the changelog says of the changes since the previous release.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let commits = context.commits()?;
        let Some(previous) = &context.repository()?.history.previous else {
            return Ok(ReleaseNotes::default());
        };
        let mut entries = Entries::of(context, previous)?;
        let messages: Vec<Message> = commits
            .iter()
            .map(|commit| commit_message::parse(&commit.message))
            .collect();
        let groups = grouping::groups(commits, &messages, context.reverts()?);
        let mut unnamed: Vec<Change<'_>> = Vec::new();
        for group in &groups {
            let Some(change) = Change::of(group, commits, &messages) else {
                continue;
            };
            let is_named = entries.count() > 0
                && entries.take(&change.numbers(), &change.ids(), &change.titles());
            if !is_named {
                unnamed.push(change);
            }
        }
        let mut notes = ReleaseNotes {
            since: Some(previous.tag.clone()),
            changes: groups.len() as u64,
            more: unnamed.len().saturating_sub(MAX_UNNAMED) as u64,
            ..ReleaseNotes::default()
        };
        let writing = Writing::new(context, &entries);
        for change in unnamed.iter().take(MAX_UNNAMED) {
            let touched = writing.look_at(change.head, &change.titles(), &mut entries)?;
            if touched.is_ours && !touched.has_entry {
                notes.unnamed.push(change.unnamed(touched.kinds));
            }
        }
        notes.free_entries = entries.free();
        notes.entries = entries.count();
        notes.sections = entries.sections;
        notes.fragments = entries.fragments;
        notes.announced = entries.announced;
        Ok(notes)
    }
}

/// A commit, or a pull request with what it brought.
struct Change<'c> {
    head: &'c RawCommit,
    title: &'c Message,
    parts: Vec<(&'c RawCommit, &'c Message)>,
    /// The pull request that holds it, if that is another one.
    within: Option<u64>,
}

impl<'c> Change<'c> {
    /// `None` for a group that is not of these commits.
    fn of(group: &Group, commits: &'c [RawCommit], messages: &'c [Message]) -> Option<Self> {
        let part = |at: &usize| Some((commits.get(*at)?, messages.get(*at)?));
        let (head, title) = part(&group.head)?;
        Some(Change {
            head,
            title,
            parts: group.commits.iter().filter_map(part).collect(),
            within: group.within,
        })
    }

    /// The numbers of the requests and issues that it names as its own.
    fn numbers(&self) -> BTreeSet<u64> {
        let texts = self.parts.iter().map(|(commit, _)| commit.message.as_str());
        let mut found: BTreeSet<u64> = texts.flat_map(numbers::of_commit).collect();
        found.extend(
            self.parts
                .iter()
                .filter_map(|(_, message)| message.pull_request),
        );
        found.extend(self.within);
        found
    }

    fn ids(&self) -> Vec<String> {
        let own = self.parts.iter().map(|(commit, _)| commit.id());
        let picked = self.parts.iter().flat_map(|(commit, _)| {
            let lines = commit.message.lines();
            lines.filter_map(|line| {
                let (_, id) = line.split_once("cherry picked from commit ")?;
                Some(id.trim().trim_end_matches(')').to_owned())
            })
        });
        own.chain(picked).collect()
    }

    /// What it and its parts are called, without types and numbers.
    fn titles(&self) -> Vec<String> {
        let described = self.parts.iter().flat_map(|(_, message)| {
            let changes = message.changes.iter();
            changes.map(|change| change.description.clone())
        });
        let mut titles: Vec<String> = described.collect();
        titles.push(self.shown_title());
        titles.dedup();
        titles
    }

    /// The subject; for a merge, the title of its request, which is the body's first line.
    fn shown_title(&self) -> String {
        if self.head.is_merge() {
            let mut body = self.head.message.lines().skip(1).map(str::trim);
            if let Some(title) = body.find(|line| !line.is_empty()) {
                return title.to_owned();
            }
        }
        self.title.subject.clone()
    }

    fn unnamed(&self, kinds: BTreeSet<&'static str>) -> UnnamedChange {
        let of_title: Vec<_> = self.title.changes.iter().take(1).collect();
        let changes = if of_title.is_empty() {
            let messages = self.parts.iter();
            messages.flat_map(|(_, message)| &message.changes).collect()
        } else {
            of_title
        };
        let types: BTreeSet<String> = changes.iter().map(|it| it.kind.clone()).collect();
        let scopes: BTreeSet<String> = changes
            .iter()
            .filter_map(|it| Some(it.scope.as_ref()?.to_lowercase()))
            .collect();
        let trailers = self.parts.iter().flat_map(|(_, message)| &message.trailers);
        let mut trailers = trailers.filter(|it| it.key.eq_ignore_ascii_case("changelog"));
        UnnamedChange {
            commit: self.head.id(),
            title: self.shown_title(),
            pull_request: self.title.pull_request,
            types: types.into_iter().collect(),
            scopes: scopes.into_iter().collect(),
            breaking: self.parts.iter().any(|(_, message)| message.breaking),
            author: self.author(),
            trailer: trailers.next().map(|it| it.value.trim().to_lowercase()),
            kinds: kinds.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Who wrote it; of a merge, whoever wrote what it brought.
    fn author(&self) -> String {
        let part = self.parts.iter().find(|(commit, _)| !commit.is_merge());
        let commit = part.map_or(self.head, |(commit, _)| *commit);
        commit.author.name.clone()
    }
}
