//! Who the people of a project are: one person under all their addresses, logins and keys.
//!
//! The domain alone: no files, no git. Whoever asks says which release's lists count.

mod changes;
mod listed;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{PeopleConfig, PersonConfig};
use crate::formats::maintainers::Maintainer;
use crate::repo::Mailmap;

pub use changes::Difference;
pub use listed::Source;

/// Somebody by their place in a [`Roster`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(usize);

/// Somebody whom the project lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The name by which reports speak of them.
    pub name: String,
    /// Their addresses, as they were written.
    pub emails: Vec<String>,
    /// Their name on each forge, by the forge: `github`, `gitlab`.
    pub logins: BTreeMap<String, String>,
    /// The fingerprints of their OpenPGP keys, in upper case.
    pub openpgp: Vec<String>,
    /// Whether they may approve a release.
    pub is_maintainer: bool,
    /// The teams that they are in, sorted.
    pub teams: BTreeSet<String>,
}

/// The people of a project, as one of its revisions lists them.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    people: Vec<Person>,
    by_email: BTreeMap<String, PersonId>,
    by_login: BTreeMap<(String, String), PersonId>,
    by_key: BTreeMap<String, PersonId>,
    mailmap: Mailmap,
    source: Source,
}

impl Roster {
    /// The people whom the configuration lists; where it lists no maintainer, those of a MAINTAINERS
    /// file, by their addresses.
    #[must_use]
    pub fn new(
        config: &PeopleConfig,
        file: Option<(String, Vec<Maintainer>)>,
        mailmap: Mailmap,
    ) -> Self {
        let mut roster = Roster {
            mailmap,
            source: Source::of(config, file.as_ref().map(|(path, _)| path.as_str())),
            ..Roster::default()
        };
        for (person, is_maintainer) in config.everybody() {
            roster.add(configured(person.get_ref(), is_maintainer, config));
        }
        if config.maintainers.is_empty() {
            for maintainer in file.into_iter().flat_map(|(_, listed)| listed) {
                roster.add_listed(maintainer);
            }
        }
        roster
    }

    fn add(&mut self, person: Person) -> PersonId {
        let id = PersonId(self.people.len());
        for email in &person.emails {
            self.by_email.entry(email.to_lowercase()).or_insert(id);
        }
        for (forge, login) in &person.logins {
            let key = (forge.clone(), login.to_lowercase());
            self.by_login.entry(key).or_insert(id);
        }
        for key in &person.openpgp {
            self.by_key.entry(key.clone()).or_insert(id);
        }
        self.people.push(person);
        id
    }

    /// One line of a MAINTAINERS file: of somebody who is listed already, it says that they maintain
    /// the project.
    fn add_listed(&mut self, maintainer: Maintainer) {
        let email = maintainer.email.as_deref().unwrap_or_default();
        let known = self.by_email(&maintainer.name, email);
        match known.and_then(|id| self.people.get_mut(id.0)) {
            Some(person) => person.is_maintainer = true,
            None => {
                self.add(Person {
                    name: maintainer.name,
                    emails: maintainer.email.into_iter().collect(),
                    logins: maintainer
                        .login
                        .map(|it| ("github".to_owned(), it))
                        .into_iter()
                        .collect(),
                    openpgp: Vec::new(),
                    is_maintainer: true,
                    teams: BTreeSet::new(),
                });
            }
        }
    }

    /// Everybody, in the order of the lists.
    pub fn people(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people
            .iter()
            .enumerate()
            .map(|(place, person)| (PersonId(place), person))
    }

    /// Those who may approve a release, in the order of the lists.
    pub fn maintainers(&self) -> impl Iterator<Item = (PersonId, &Person)> {
        self.people().filter(|(_, person)| person.is_maintainer)
    }

    /// The person of this place; `None` if it is another roster's.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(id.0)
    }

    /// Where the list of maintainers comes from.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Who commits under this name and address, by the lists, or by what `.mailmap` says of them.
    #[must_use]
    pub fn by_email(&self, name: &str, email: &str) -> Option<PersonId> {
        let listed = |email: &str| self.by_email.get(&email.to_lowercase()).copied();
        listed(email).or_else(|| listed(&self.mailmap.resolve(name, email).1))
    }

    /// Who has this address; only the lists say, for where no name is known.
    #[must_use]
    pub fn by_address(&self, email: &str) -> Option<PersonId> {
        self.by_email("", email)
    }

    /// Who has this login on a forge (`github`, `gitlab`).
    #[must_use]
    pub fn by_login(&self, forge: &str, login: &str) -> Option<PersonId> {
        let key = (forge.to_owned(), login.to_lowercase());
        self.by_login.get(&key).copied()
    }

    /// Who is called so, by name, address, or login on some forge (`@ada`), whatever the case; `None` if
    /// nobody is, or if several are.
    #[must_use]
    pub fn called(&self, written: &str) -> Option<PersonId> {
        let words: Vec<&str> = written.split_whitespace().collect();
        let text = words.join(" ").to_lowercase();
        let login = text.strip_prefix('@').unwrap_or(&text);
        let named = self
            .people()
            .filter(|(_, it)| it.name.to_lowercase() == text);
        let logins = self.by_login.iter().filter(|((_, it), _)| it == login);
        let found: BTreeSet<PersonId> = named
            .map(|(id, _)| id)
            .chain(logins.map(|(_, id)| *id))
            .chain(self.by_address(&text))
            .collect();
        let mut found = found.into_iter();
        found.next().filter(|_| found.next().is_none())
    }

    /// Whose OpenPGP key has this fingerprint, in upper case. Only the lists say.
    #[must_use]
    pub fn by_fingerprint(&self, fingerprint: &str) -> Option<PersonId> {
        self.by_key.get(fingerprint).copied()
    }

    /// The one name for whoever commits under this name and address: that of the lists, else the
    /// address that `.mailmap` gives them, in lower case.
    #[must_use]
    pub fn identity(&self, name: &str, email: &str) -> Identity {
        match self.by_email(name, email) {
            Some(id) => Identity::Listed(id),
            None => Identity::Stranger(self.mailmap.resolve(name, email).1.to_lowercase()),
        }
    }
}

/// Who somebody is, so that one person is counted once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identity {
    /// Somebody on the lists.
    Listed(PersonId),
    /// Anybody else, by their address in lower case.
    Stranger(String),
}

fn configured(person: &PersonConfig, is_maintainer: bool, config: &PeopleConfig) -> Person {
    let is_in = |members: &[toml::Spanned<String>]| {
        members
            .iter()
            .any(|member| *member.get_ref() == person.name)
    };
    let teams = config.teams.iter().filter(|(_, members)| is_in(members));
    let lower = |(forge, login): (&String, &String)| (forge.to_lowercase(), login.clone());
    Person {
        name: person.name.clone(),
        emails: person.emails.clone(),
        logins: person.logins.iter().map(lower).collect(),
        openpgp: person.openpgp.clone(),
        is_maintainer,
        teams: teams.map(|(team, _)| team.clone()).collect(),
    }
}

#[cfg(test)]
mod tests;
