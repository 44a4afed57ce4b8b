//! Who may say yes to a release, by the lists of the release before it.

pub(super) mod anchor;
mod owners;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use anchor::{Trust, read};

use super::{Collector, Context};
use crate::facts::{ListedPerson, ListedTeam, Missing, People, TrustAnchor, Writer, WrittenCommit};
use crate::formats::commit_message;
use crate::people::{Identity, Roster, Source};
use crate::repo::{Mailmap, RawCommit};

/// Who may say yes to a release, by the lists of the release before it.
pub(super) struct PeopleCollector;

impl Collector for PeopleCollector {
    type Facts = People;

    const NAME: &'static str = "people";
    const PURPOSE: &'static str =
        "Who may say yes to a release, by the lists of the release before it.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let trust = context.trust()?;
        let roster = &trust.roster;
        let mut writers = Writers::new(context, roster)?;
        let (merges, commits): (Vec<_>, Vec<_>) =
            context.commits()?.iter().partition(|it| it.is_merge());
        let written = commits
            .iter()
            .map(|commit| writers.written(commit))
            .collect();
        let merges = merges
            .iter()
            .map(|commit| writers.written(commit))
            .collect();
        Ok(People {
            anchor: trust.anchor.clone(),
            source: match roster.source() {
                Source::Configuration => trust.configuration.clone(),
                Source::File(path) => Some(path.clone()),
                Source::None => None,
            },
            unused: trust.unused.clone(),
            maintainers: roster
                .maintainers()
                .map(|(_, person)| ListedPerson {
                    name: person.name.clone(),
                    teams: person.teams.iter().cloned().collect(),
                })
                .collect(),
            teams: teams(roster),
            keys: trust.keys.files(),
            writers: writers.known.into_values().collect(),
            written,
            merges,
        })
    }
}

/// The revision whose lists count.
///
/// # Errors
/// [`Missing`] if the previous release cannot be told, or if a list cannot be read.
pub fn trust_anchor(context: &Context) -> Result<TrustAnchor, Missing> {
    context.trust().map(|trust| trust.anchor.clone())
}

fn teams(roster: &Roster) -> Vec<ListedTeam> {
    let people = || roster.people().map(|(_, person)| person);
    let names: BTreeSet<&String> = people().flat_map(|person| &person.teams).collect();
    let of = |team: &String| {
        let members = people().filter(|person| person.teams.contains(team));
        members.map(|person| person.name.clone()).collect()
    };
    names
        .into_iter()
        .map(|name| ListedTeam {
            name: name.clone(),
            members: of(name),
        })
        .collect()
}

/// Who is who among those who wrote commits.
///
/// Whom the lists that count do not know may be known to the candidate's own `.mailmap`: that can
/// only make somebody an author who would else be a stranger.
pub(super) struct Writers<'a> {
    roster: &'a Roster,
    own: Mailmap,
    known: BTreeMap<(String, String), Writer>,
}

impl<'a> Writers<'a> {
    /// Nobody yet.
    ///
    /// # Errors
    /// [`Missing`] if the candidate's `.mailmap` cannot be read.
    pub(super) fn new(context: &Context, roster: &'a Roster) -> Result<Self, Missing> {
        Ok(Writers {
            roster,
            own: anchor::own_mailmap(context)?,
            known: BTreeMap::new(),
        })
    }

    /// The person behind a name and an address.
    fn person(&mut self, name: &str, email: &str) -> String {
        let key = (email.to_owned(), name.to_owned());
        if let Some(writer) = self.known.get(&key) {
            return writer.person.clone();
        }
        let identity = match self.roster.identity(name, email) {
            Identity::Stranger(_) => {
                let (name, email) = self.own.resolve(name, email);
                self.roster.identity(&name, &email)
            }
            listed @ Identity::Listed(_) => listed,
        };
        let (person, listed) = match identity {
            Identity::Listed(id) => {
                let name = self.roster.person(id).map(|person| person.name.clone());
                (name.unwrap_or_default(), true)
            }
            Identity::Stranger(address) => (address, false),
        };
        let writer = Writer {
            email: email.to_owned(),
            name: name.to_owned(),
            person: person.clone(),
            listed,
        };
        self.known.insert(key, writer);
        person
    }

    /// Who wrote what a commit changes itself. A merge brings what others wrote, and is listed apart.
    pub(super) fn written(&mut self, commit: &RawCommit) -> WrittenCommit {
        let author = self.person(&commit.author.name, &commit.author.email);
        let message = commit_message::parse(&commit.message);
        let trailers = message.trailers.iter();
        let named = trailers.filter(|it| it.key.eq_ignore_ascii_case("co-authored-by"));
        let mut by: BTreeSet<String> = named
            .filter_map(|trailer| mailbox(&trailer.value))
            .map(|(name, email)| self.person(&name, &email))
            .collect();
        by.insert(author.clone());
        WrittenCommit {
            commit: commit.id(),
            author,
            by: by.into_iter().collect(),
        }
    }
}

/// `Name <address>`
pub(super) fn mailbox(text: &str) -> Option<(String, String)> {
    let (name, rest) = text.split_once('<')?;
    let (email, _) = rest.split_once('>')?;
    Some((name.trim().to_owned(), email.trim().to_owned()))
}
