//! What differs between the people of two revisions, in words.

use std::collections::{BTreeMap, BTreeSet};

use super::{Person, Roster};

/// Something that was changed about somebody.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// Their name on the lists.
    pub who: String,
    /// What was changed, as a sentence without its subject: `is a maintainer now`.
    pub what: String,
}

impl Roster {
    /// What another, later roster says otherwise of people; sorted by name.
    ///
    /// People are told apart by their names: who is renamed has left, and somebody else has come.
    #[must_use]
    pub fn differences(&self, later: &Roster) -> Vec<Difference> {
        let (before, after) = (self.by_name(), later.by_name());
        let names: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
        let mut found = Vec::new();
        for name in names {
            let nobody = Person::nobody();
            let before = before.get(name).copied().unwrap_or(&nobody);
            let after = after.get(name).copied().unwrap_or(&nobody);
            found.extend(of(before, after).into_iter().map(|what| Difference {
                who: name.to_owned(),
                what,
            }));
        }
        found.sort();
        found
    }

    fn by_name(&self) -> BTreeMap<&str, &Person> {
        let people = self.people().map(|(_, person)| person);
        people
            .map(|person| (person.name.as_str(), person))
            .collect()
    }
}

impl Person {
    fn nobody() -> Self {
        Person {
            name: String::new(),
            emails: Vec::new(),
            logins: BTreeMap::new(),
            openpgp: Vec::new(),
            is_maintainer: false,
            teams: BTreeSet::new(),
        }
    }
}

fn of(before: &Person, after: &Person) -> Vec<String> {
    let mut found = Vec::new();
    match (before.is_maintainer, after.is_maintainer) {
        (false, true) => found.push("is a maintainer now".to_owned()),
        (true, false) => found.push("is no longer a maintainer".to_owned()),
        _ => {}
    }
    let teams = |person: &Person| person.teams.clone();
    each(&mut found, &teams(before), &teams(after), "the team");
    let emails = |person: &Person| person.emails.iter().cloned().collect();
    each(&mut found, &emails(before), &emails(after), "the address");
    let logins = |person: &Person| -> BTreeSet<String> {
        let named = person.logins.iter();
        named
            .map(|(forge, login)| format!("{login} at {forge}"))
            .collect()
    };
    each(&mut found, &logins(before), &logins(after), "the login");
    let keys = |person: &Person| person.openpgp.iter().cloned().collect();
    each(&mut found, &keys(before), &keys(after), "the OpenPGP key");
    found
}

fn each(found: &mut Vec<String>, before: &BTreeSet<String>, after: &BTreeSet<String>, what: &str) {
    let gained = after.difference(before);
    found.extend(gained.map(|one| format!("has {what} `{one}` now")));
    let lost = before.difference(after);
    found.extend(lost.map(|one| format!("has {what} `{one}` no longer")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PeopleConfig;
    use crate::repo::Mailmap;

    fn roster(text: &str) -> Roster {
        let config = PeopleConfig::read("relcheck.toml", text).unwrap();
        Roster::new(&config, None, Mailmap::default())
    }

    #[test]
    fn what_differs_is_said_of_each_person() {
        let before = roster(
            "[[maintainers]]\nname = \"Ada\"\nemails = [\"ada@example.org\"]\n\
             [[maintainers]]\nname = \"Grace\"\nemails = [\"grace@example.org\"]\n\
             [teams]\nsecurity = [\"Ada\"]\n",
        );
        let after = roster(
            "[[maintainers]]\nname = \"Ada\"\nemails = [\"ada@example.net\"]\nlogins = { github = \"ada\" }\n\
             [[maintainers]]\nname = \"Eve\"\nopenpgp = [\"0123456789ABCDEF0123456789ABCDEF01234567\"]\n\
             [[people]]\nname = \"Grace\"\nemails = [\"grace@example.org\"]\n\
             [teams]\nsecurity = [\"Grace\"]\n",
        );
        let found: Vec<String> = before
            .differences(&after)
            .into_iter()
            .map(|it| format!("{} {}", it.who, it.what))
            .collect();
        insta::assert_snapshot!(found.join("\n"), @r"
        Ada has the address `ada@example.net` now
        Ada has the address `ada@example.org` no longer
        Ada has the login `ada at github` now
        Ada has the team `security` no longer
        Eve has the OpenPGP key `0123456789ABCDEF0123456789ABCDEF01234567` now
        Eve is a maintainer now
        Grace has the team `security` now
        Grace is no longer a maintainer
        ");
        assert_eq!(before.differences(&before), []);
    }
}
