//! The features and breaking changes since the previous release, and the documentation that came with
//! them.
//!
//! Only those commits are looked into, and the others of their pull requests. Which of them need
//! documentation is not for this collector to say.

mod look;
mod requests;
mod source;
#[cfg(test)]
mod tests;

use super::changes::reverts::Resolved;
use super::{Collector, Context};
use crate::facts::{Documented, Missing, NotableCommit};
use crate::formats::commit_message::{self, Header, Message};
use crate::repo::RawCommit;
use look::{Looked, Looking};
use requests::Request;

/// The types that are looked at, as facts call them.
const TYPES: &[&str] = &["add", "change", "deprecate", "feat", "perf", "remove"];

/// The most commits that are listed.
const MAX_NOTABLE: usize = 1_000;

/// The most commits that are looked into, those of the same pull requests included.
const MAX_COMMITS: usize = 5_000;

/// The most places and paths of one kind that are listed of a commit.
const MAX_LISTED: usize = 10;

/// The most places without documentation that are listed of a commit.
const MAX_UNDOCUMENTED: usize = 3;

/// The features and breaking changes, and the documentation that came with them.
pub(super) struct DocumentedCollector;

impl Collector for DocumentedCollector {
    type Facts = Documented;

    const NAME: &'static str = "documented";
    const PURPOSE: &'static str =
        "The features and breaking changes since the previous release, and their documentation.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let commits = context.commits()?;
        let Some(previous) = &context.repository()?.history.previous else {
            return Ok(Documented::default());
        };
        let messages: Vec<Message> = commits
            .iter()
            .map(|commit| commit_message::parse(&commit.message))
            .collect();
        let range = Range {
            commits,
            messages: &messages,
            reverts: context.reverts()?,
        };
        let found = requests::find(&range);
        let mut facts = Documented {
            since: Some(previous.tag.clone()),
            changes: found.changes,
            untyped: found.untyped,
            ..Documented::default()
        };
        let mut looking = Looking::new(context);
        let mut visited = 0;
        let mut notable: Vec<(usize, NotableCommit)> = Vec::new();
        for request in &found.requests {
            visited += request.commits.len() + request.joined.len();
            let is_full = notable.len() + request.notable.len() > MAX_NOTABLE
                || visited > MAX_COMMITS
                || looking.is_over();
            let found = match is_full {
                true => None,
                false => look_into(request, &range, &mut looking)?,
            };
            match found {
                Some(found) => notable.extend(found),
                None => facts.more += request.notable.len() as u64,
            }
        }
        notable.sort_by_key(|(at, _)| *at);
        facts.commits = notable.into_iter().map(|(_, commit)| commit).collect();
        Ok(facts)
    }
}

/// The commits since the previous release, and what their messages say.
struct Range<'r> {
    commits: &'r [RawCommit],
    messages: &'r [Message],
    reverts: &'r [Resolved],
}

impl<'r> Range<'r> {
    fn get(&self, at: usize) -> Option<(&'r RawCommit, &'r Message)> {
        Some((self.commits.get(at)?, self.messages.get(at)?))
    }

    fn is_merge(&self, at: usize) -> bool {
        self.commits.get(at).is_some_and(RawCommit::is_merge)
    }

    fn number(&self, at: usize) -> Option<u64> {
        self.messages.get(at)?.pull_request
    }

    /// Whether it breaks something, or is of one of [`TYPES`].
    fn is_notable(&self, at: usize) -> bool {
        self.messages.get(at).is_some_and(|message| {
            let mut changes = said(message).iter();
            message.breaking || changes.any(|change| TYPES.contains(&change.kind.as_str()))
        })
    }
}

/// The notable commits of one request, with the documentation of all of it; `None` if that is more than
/// may be looked at.
fn look_into(
    request: &Request,
    range: &Range<'_>,
    looking: &mut Looking,
) -> Result<Option<Vec<(usize, NotableCommit)>>, Missing> {
    let mut parts: Vec<(usize, Looked)> = Vec::new();
    let mut joined: Vec<Looked> = Vec::new();
    for &at in &request.commits {
        if let Some((commit, _)) = range.get(at) {
            let alone = request.commits.len() == 1;
            parts.push((at, looking.at(commit, alone)?));
        }
    }
    for &at in &request.joined {
        if let Some((commit, _)) = range.get(at) {
            joined.push(looking.at(commit, false)?);
        }
    }
    let is_ours = |looked: &Looked| looked.is_ours || looked.is_empty();
    if !parts.iter().any(|(_, looked)| is_ours(looked)) {
        return Ok(Some(Vec::new()));
    }
    let all = parts.iter().map(|(_, looked)| looked).chain(&joined);
    if !all.into_iter().any(Looked::is_documented) {
        for (_, looked) in &mut parts {
            looking.read_sources(looked, false)?;
        }
        for looked in &mut joined {
            looking.read_sources(looked, true)?;
        }
    }
    let mut together = Looked::default();
    for looked in parts.iter().map(|(_, looked)| looked).chain(&joined) {
        together.add(looked);
    }
    together.keep(MAX_LISTED);
    if looking.is_over() && together.documents.is_empty() && together.definitions.is_empty() {
        return Ok(None);
    }
    let own = |at: usize| parts.iter().find(|(part, _)| *part == at);
    let notable = request.notable.iter().filter_map(|&at| {
        let (_, looked) = own(at)?;
        let looked = if range.is_merge(at) {
            &together
        } else {
            looked
        };
        let is_of_project = is_ours(looked) || range.is_merge(at);
        let fact = fact(at, request, range, looked, &together)?;
        is_of_project.then_some((at, fact))
    });
    Ok(Some(notable.collect()))
}

fn fact(
    at: usize,
    request: &Request,
    range: &Range<'_>,
    own: &Looked,
    together: &Looked,
) -> Option<NotableCommit> {
    let (commit, message) = range.get(at)?;
    let sorted = |words: Vec<String>| -> Vec<String> {
        let mut words = words;
        words.sort();
        words.dedup();
        words
    };
    let changes = said(message).iter();
    let types = changes.clone().map(|change| change.kind.clone()).collect();
    let scopes = changes.filter_map(|change| Some(change.scope.as_ref()?.to_lowercase()));
    let heads = [at].into_iter().chain(request.head);
    let mut trailers = heads
        .filter_map(|at| range.messages.get(at))
        .flat_map(|message| &message.trailers)
        .filter(|it| ["docs", "documentation"].contains(&it.key.to_lowercase().as_str()));
    Some(NotableCommit {
        id: commit.id(),
        title: title(commit, message),
        pull_request: message.pull_request.or(request.number),
        types: sorted(types),
        scopes: sorted(scopes.collect()),
        breaking: message.breaking,
        trailer: trailers.next().map(|it| it.value.trim().to_lowercase()),
        kinds: own.kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        documents: together.documents.clone(),
        definitions: together.definitions.clone(),
        undocumented: first(own.undocumented.clone(), MAX_UNDOCUMENTED),
        unread: together.unread.clone(),
    })
}

/// What a message says that the commit is: its title, or else the list in its body, as squash commits
/// have it. What follows a title is how its author came there.
fn said(message: &Message) -> &[Header] {
    match message.changes.first() {
        Some(title) if message.subject.ends_with(&title.description) => std::slice::from_ref(title),
        _ => &message.changes,
    }
}

/// The first of them, sorted.
fn first<T: Ord>(mut items: Vec<T>, max: usize) -> Vec<T> {
    items.sort();
    items.dedup();
    items.truncate(max);
    items
}

/// The subject; for a merge, the title of its request, which is the body's first line.
fn title(commit: &RawCommit, message: &Message) -> String {
    let mut body = commit.message.lines().skip(1).map(str::trim);
    match body.find(|line| !line.is_empty()) {
        Some(title) if commit.is_merge() && message.subject.starts_with("Merge") => {
            title.to_owned()
        }
        _ => message.subject.clone(),
    }
}
