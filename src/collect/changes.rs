//! The commits since the previous release, and what their messages say.

pub(super) mod reverts;
#[cfg(test)]
mod tests;

use super::{Collector, Context};
use crate::facts::{Change, Changes, Commit, History, Missing, Person, Trailer};
use crate::formats::commit_message::{self, Header, Message};
use crate::repo::{Identity, RawCommit};

/// The commits since the previous release, and what their messages say.
pub(super) struct ChangesCollector;

impl Collector for ChangesCollector {
    type Facts = Changes;

    const NAME: &'static str = "changes";
    const PURPOSE: &'static str =
        "The commits since the previous release, and what their messages say.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let history = &context.repository()?.history;
        let since = history.previous.as_ref().map(|release| release.tag.clone());
        Ok(Changes {
            since,
            commits: describe(context.commits()?, context.reverts()?),
        })
    }
}

/// Reads the commits. Other collectors get them through [`Context::commits`].
pub(super) fn read(context: &Context) -> Result<Vec<RawCommit>, Missing> {
    let repository = context.repository()?;
    let base = base(&repository.history)?;
    let head = repository.head.as_ref().map(|head| head.commit.as_str());
    context.repo().commits_since(base, head)
}

/// The commit of the previous release, or `None` before the first one.
///
/// # Errors
/// [`Missing`] with the history's own reason if the previous release cannot be known.
pub(super) fn base(history: &History) -> Result<Option<&str>, Missing> {
    if history.complete {
        let previous = history.previous.as_ref();
        return Ok(previous.map(|release| release.commit.as_str()));
    }
    let reason = history.reason.as_deref();
    Err(Missing {
        reason: reason
            .unwrap_or("the previous release cannot be told from this clone")
            .to_owned(),
        fix: history.fix.clone(),
    })
}

/// Reads each commit's message.
fn describe(raw: &[RawCommit], resolved: &[reverts::Resolved]) -> Vec<Commit> {
    raw.iter()
        .zip(resolved)
        .map(|(raw, resolved)| {
            let message = commit_message::parse(&raw.message);
            commit(raw, message, resolved.clone())
        })
        .collect()
}

fn commit(raw: &RawCommit, message: Message, resolved: reverts::Resolved) -> Commit {
    Commit {
        id: raw.id(),
        subject: message.subject,
        author: person(&raw.author),
        committer: person(&raw.committer),
        merge: raw.is_merge(),
        first_parent: raw.first_parent,
        signed: raw.signed,
        pull_request: message.pull_request,
        changes: message.changes.into_iter().map(change).collect(),
        breaking: message.breaking,
        breaking_notes: message.breaking_notes,
        trailers: message
            .trailers
            .into_iter()
            .map(|trailer| Trailer {
                key: trailer.key,
                value: trailer.value,
            })
            .collect(),
        reverts: resolved.reverts,
        reverted_by: resolved.reverted_by,
        reverted_in_part_by: resolved.reverted_in_part_by,
    }
}

fn person(identity: &Identity) -> Person {
    Person {
        name: identity.name.clone(),
        email: identity.email.clone(),
        time: identity.time,
    }
}

fn change(header: Header) -> Change {
    Change {
        kind: header.kind,
        scope: header.scope,
        breaking: header.breaking,
        description: header.description,
        breaking_note: header.breaking_note,
    }
}
