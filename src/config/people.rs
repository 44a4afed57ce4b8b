//! `[[maintainers]]`, `[[people]]`, `[teams]` and `[trust]`: who may say yes, and by which keys.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{ConfigError, toml_error};
use crate::nearest::suggestion;

/// The most people that are listed.
const MAX_PEOPLE: usize = 1_000;

/// Where the SSH keys of people are looked for, unless the configuration says.
const ALLOWED_SIGNERS: &str = "keys/allowed_signers";

/// Where the OpenPGP keys of people are looked for, unless the configuration says.
const KEYRING: &str = "keys/keyring.asc";

/// Where revoked SSH keys are looked for, unless the configuration says.
const REVOKED: &str = "keys/revoked_keys";

/// One person, as `[[maintainers]]` and `[[people]]` list them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonConfig {
    /// The name by which reports speak of them. No two people share one.
    #[serde(deserialize_with = "name")]
    pub name: String,
    /// Their e-mail addresses: those that they commit with, and those of their keys.
    #[serde(default, deserialize_with = "emails")]
    pub emails: Vec<String>,
    /// Their name on each forge: `{ github = "ada", gitlab = "ada.l" }`.
    #[serde(default)]
    pub logins: BTreeMap<String, String>,
    /// The fingerprints of their OpenPGP keys, those of the primary keys: 40 or 64 hexadecimal
    /// digits, in upper case and without spaces once they are read.
    #[serde(default, deserialize_with = "fingerprints")]
    pub openpgp: Vec<String>,
}

/// `[trust]`: the files that hold keys, from the project's folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrustConfig {
    /// SSH keys, in the form that ssh-keygen(1) calls ALLOWED SIGNERS.
    pub allowed_signers: Option<String>,
    /// OpenPGP keys, armoured or not.
    pub keyring: Option<String>,
    /// SSH keys that count no longer: one public key or fingerprint a line.
    pub revoked_keys: Option<String>,
}

impl TrustConfig {
    /// The path of the SSH keys, and whether the configuration names it.
    #[must_use]
    pub fn allowed_signers(&self) -> (&str, bool) {
        named(self.allowed_signers.as_deref(), ALLOWED_SIGNERS)
    }

    /// The path of the OpenPGP keys, and whether the configuration names it.
    #[must_use]
    pub fn keyring(&self) -> (&str, bool) {
        named(self.keyring.as_deref(), KEYRING)
    }

    /// The path of the revoked keys, and whether the configuration names it.
    #[must_use]
    pub fn revoked_keys(&self) -> (&str, bool) {
        named(self.revoked_keys.as_deref(), REVOKED)
    }
}

fn named<'a>(configured: Option<&'a str>, usual: &'a str) -> (&'a str, bool) {
    (configured.unwrap_or(usual), configured.is_some())
}

/// The part of a configuration that says who may say yes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PeopleConfig {
    /// `[[maintainers]]`
    pub maintainers: Vec<Spanned<PersonConfig>>,
    /// `[[people]]`: members of teams who maintain nothing.
    pub people: Vec<Spanned<PersonConfig>>,
    /// `[teams]`: names of people, by the team's name.
    pub teams: BTreeMap<String, Vec<Spanned<String>>>,
    /// `[trust]`
    pub trust: TrustConfig,
}

impl PeopleConfig {
    /// Reads this part of a configuration file, and nothing else of it: a file of an earlier release
    /// may have keys that are no longer known.
    ///
    /// # Errors
    /// [`ConfigError`] with line and column, where this part is not in order.
    pub fn read(shown: &str, text: &str) -> Result<Self, ConfigError> {
        let people: PeopleConfig =
            toml::from_str(text).map_err(|error| toml_error(shown, text, &error))?;
        people.check(shown, text)?;
        Ok(people)
    }

    /// Everybody, maintainers first, each with whether they are one.
    pub fn everybody(&self) -> impl Iterator<Item = (&Spanned<PersonConfig>, bool)> {
        let maintainers = self.maintainers.iter().map(|person| (person, true));
        maintainers.chain(self.people.iter().map(|person| (person, false)))
    }

    /// # Errors
    /// [`ConfigError`] at the first thing by which one could be taken for another: a name, an address,
    /// a login or a key that two share. Also at a member of a team whom nothing lists.
    pub(super) fn check(&self, shown: &str, text: &str) -> Result<(), ConfigError> {
        let refuse = |span: Range<usize>, message: String| {
            Err(ConfigError::at(shown, text, Some(span), message))
        };
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        for (number, (person, _)) in self.everybody().enumerate() {
            let span = person.span();
            let person = person.get_ref();
            if number == MAX_PEOPLE {
                return refuse(span, format!("more than {MAX_PEOPLE} people are listed"));
            }
            if person.emails.is_empty() && person.logins.is_empty() && person.openpgp.is_empty() {
                let message = format!(
                    "nothing tells who `{}` is: give an address in `emails`, a name in `logins`, or a key in `openpgp`",
                    person.name
                );
                return refuse(span, message);
            }
            for mark in marks(person) {
                if let Some(other) = owners.insert(mark.key, &person.name) {
                    let message = match mark.what {
                        "name" => format!("two people are called `{other}`"),
                        what => format!(
                            "{what} `{}` is both `{other}`'s and `{}`'s",
                            mark.shown, person.name
                        ),
                    };
                    return refuse(span, message);
                }
            }
        }
        self.check_teams(shown, text)
    }

    fn check_teams(&self, shown: &str, text: &str) -> Result<(), ConfigError> {
        let names: Vec<&str> = self
            .everybody()
            .map(|(person, _)| person.get_ref().name.as_str())
            .collect();
        for (team, members) in &self.teams {
            for (index, member) in members.iter().enumerate() {
                let name = member.get_ref();
                let message = if !names.contains(&name.as_str()) {
                    let near = suggestion(name, names.iter().copied());
                    format!(
                        "`{name}` of the team `{team}` is nobody whom `[[maintainers]]` or `[[people]]` lists{near}"
                    )
                } else if members
                    .iter()
                    .take(index)
                    .any(|other| other.get_ref() == name)
                {
                    format!("`{name}` is in the team `{team}` twice")
                } else {
                    continue;
                };
                return Err(ConfigError::at(shown, text, Some(member.span()), message));
            }
        }
        Ok(())
    }
}

/// Something by which a person is told from others.
struct Mark {
    what: &'static str,
    shown: String,
    key: String,
}

fn marks(person: &PersonConfig) -> Vec<Mark> {
    let mark = |what: &'static str, shown: &str, key: String| Mark {
        what,
        shown: shown.to_owned(),
        key: format!("{what} {key}"),
    };
    let mut marks = vec![mark("name", &person.name, person.name.to_lowercase())];
    let emails = person.emails.iter();
    marks.extend(emails.map(|it| mark("the address", it, it.to_lowercase())));
    let logins = person.logins.iter();
    marks.extend(logins.map(|(forge, login)| {
        mark(
            "the login",
            &format!("{forge}:{login}"),
            format!("{forge}:{}", login.to_lowercase()),
        )
    }));
    let keys = person.openpgp.iter();
    marks.extend(keys.map(|it| mark("the key", it, it.clone())));
    marks
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    let is_plain = !name.trim().is_empty() && name.trim() == name;
    if is_plain && !name.chars().any(char::is_control) {
        return Ok(name);
    }
    Err(D::Error::custom(format!(
        "{name:?} is no name: it is empty, or has spaces around it or control characters in it"
    )))
}

fn emails<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let emails = Vec::<String>::deserialize(deserializer)?;
    for email in &emails {
        let parts = email.split_once('@');
        let is_address =
            parts.is_some_and(|(before, after)| !before.is_empty() && !after.is_empty());
        if !is_address || email.contains(|c: char| c.is_whitespace() || "<>,\"*?!".contains(c)) {
            return Err(D::Error::custom(format!(
                "`{email}` is no e-mail address, such as ada@example.org"
            )));
        }
    }
    Ok(emails)
}

fn fingerprints<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let written = Vec::<String>::deserialize(deserializer)?;
    written.into_iter().map(|text| fingerprint(&text)).collect()
}

/// A key id is not enough: anybody can make another key that has it.
fn fingerprint<E: Error>(text: &str) -> Result<String, E> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = digits.strip_prefix("0x").unwrap_or(&digits).to_uppercase();
    let is_whole = matches!(digits.len(), 40 | 64);
    if is_whole && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    Err(E::custom(format!(
        "`{text}` is no fingerprint of an OpenPGP key: give all 40 digits (or 64) that `gpg --fingerprint` shows"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    fn error(text: &str) -> String {
        parse("relcheck.toml", text).unwrap_err().to_string()
    }

    const ADA: &str = "[[maintainers]]\nname = \"Ada\"\nemails = [\"ada@example.org\"]\n";

    #[test]
    fn people_are_read_with_all_that_tells_who_they_are() {
        let text = format!(
            "{ADA}logins = {{ github = \"ada\" }}\nopenpgp = [\"0123 4567 89ab cdef 0123  4567 89ab cdef 0123 4567\"]\n\
             [[people]]\nname = \"Grace\"\nlogins = {{ gitlab = \"grace\" }}\n[teams]\nsecurity = [\"Ada\", \"Grace\"]\n\
             [trust]\nkeyring = \"keys.asc\"\n"
        );
        let config = parse("relcheck.toml", &text).unwrap().people();
        let ada = config.maintainers[0].get_ref();
        assert_eq!(ada.openpgp, ["0123456789ABCDEF0123456789ABCDEF01234567"]);
        assert_eq!(config.everybody().count(), 2);
        assert_eq!(config.teams["security"].len(), 2);
        assert_eq!(config.trust.keyring(), ("keys.asc", true));
        assert_eq!(
            config.trust.allowed_signers(),
            ("keys/allowed_signers", false)
        );
    }

    #[test]
    fn nobody_can_be_taken_for_another() {
        insta::assert_snapshot!(
            error(&format!("{ADA}[[people]]\nname = \"Eve\"\nemails = [\"ADA@example.org\"]\n")),
            @"relcheck.toml:4:1: the address `ADA@example.org` is both `Ada`'s and `Eve`'s"
        );
        insta::assert_snapshot!(
            error(&format!("{ADA}[[maintainers]]\nname = \"ada\"\nemails = [\"a@example.org\"]\n")),
            @"relcheck.toml:4:1: two people are called `Ada`"
        );
        insta::assert_snapshot!(
            error(&format!("{ADA}logins = {{ github = \"a\" }}\n[[people]]\nname = \"Eve\"\nlogins = {{ github = \"A\" }}\n")),
            @"relcheck.toml:5:1: the login `github:A` is both `Ada`'s and `Eve`'s"
        );
    }

    #[test]
    fn what_tells_nobody_from_anybody_is_refused() {
        insta::assert_snapshot!(
            error("[[maintainers]]\nname = \"Ada\"\n"),
            @"relcheck.toml:1:1: nothing tells who `Ada` is: give an address in `emails`, a name in `logins`, or a key in `openpgp`"
        );
        insta::assert_snapshot!(
            error("[[maintainers]]\nname = \"Ada\"\nemails = [\"*@example.org\"]\n"),
            @"relcheck.toml:3:10: `*@example.org` is no e-mail address, such as ada@example.org"
        );
        insta::assert_snapshot!(
            error("[[maintainers]]\nname = \"Ada\"\nopenpgp = [\"89ABCDEF\"]\n"),
            @"relcheck.toml:3:11: `89ABCDEF` is no fingerprint of an OpenPGP key: give all 40 digits (or 64) that `gpg --fingerprint` shows"
        );
        insta::assert_snapshot!(
            error(&format!("{ADA}email = \"a@example.org\"\n")),
            @"relcheck.toml:4:1: unknown key `email`; did you mean `emails`?"
        );
    }

    #[test]
    fn a_team_has_people_who_are_listed() {
        insta::assert_snapshot!(
            error(&format!("{ADA}[teams]\nsecurity = [\"Adda\"]\n")),
            @"relcheck.toml:5:13: `Adda` of the team `security` is nobody whom `[[maintainers]]` or `[[people]]` lists; did you mean `Ada`?"
        );
        insta::assert_snapshot!(
            error(&format!("{ADA}[teams]\nsecurity = [\"Ada\", \"Ada\"]\n")),
            @"relcheck.toml:5:20: `Ada` is in the team `security` twice"
        );
    }

    #[test]
    fn an_earlier_release_may_have_other_keys_elsewhere() {
        let text = format!("{ADA}[something]\nold = 1\n");
        assert!(parse("relcheck.toml", &text).is_err());
        let people = PeopleConfig::read("relcheck.toml", &text).unwrap();
        assert_eq!(people.maintainers.len(), 1);
        let text = format!("{ADA}old = 1\n");
        assert!(PeopleConfig::read("relcheck.toml", &text).is_err());
    }
}
