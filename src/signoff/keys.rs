//! The keys that count, and whose they are.

use std::collections::BTreeSet;

use super::{SKEW, Verified};
use crate::people::{Person, PersonId, Roster};
use crate::trust::Refusal;
use crate::trust::allowed_signers::{AllowedSigners, Match, Revoked};
use crate::trust::openpgp::{self, Keyring};
use crate::trust::ssh;

/// How an SSH signature begins, as it is kept.
const SSH: &[u8] = b"SSHSIG";

/// A message and the signature over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What was signed.
    pub message: Vec<u8>,
    /// An SSHSIG, or an OpenPGP signature packet; neither is armoured.
    pub signature: Vec<u8>,
}

/// The times that a key is held against, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// When the signature was made, as its signer says.
    pub given: i64,
    /// Until when the key has to be valid: no earlier than `given`.
    pub until: i64,
    /// When it is judged.
    pub now: i64,
}

/// An SSH key as a file of allowed signers lists it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ListedKey {
    /// Whose it is: names and patterns, with commas between them.
    pub principals: String,
    /// `SHA256:…`
    pub fingerprint: String,
    /// What else the line says. Only good for being compared.
    pub options: String,
}

/// Keys of people, out of files.
#[derive(Debug, Default)]
pub struct Keys {
    allowed: Vec<AllowedSigners>,
    revoked: Vec<Revoked>,
    keyrings: Vec<Keyring>,
    /// Keys as they are today: what was revoked since counts no longer.
    later: Vec<Keyring>,
    files: BTreeSet<String>,
}

impl Keys {
    /// Adds a file in the form that ssh-keygen(1) calls ALLOWED SIGNERS.
    ///
    /// # Errors
    /// It cannot be read, with the line.
    pub fn add_allowed_signers(&mut self, bytes: &[u8], path: &str) -> Result<(), Refusal> {
        let text = std::str::from_utf8(bytes).map_err(|error| Refusal::Malformed {
            what: "file of allowed signers",
            reason: format!("it is not UTF-8: {error}"),
        })?;
        self.allowed.push(AllowedSigners::parse(text, path)?);
        self.files.insert(path.to_owned());
        Ok(())
    }

    /// Adds a list of keys that count no longer.
    ///
    /// # Errors
    /// It cannot be read, with the line.
    pub fn add_revoked(&mut self, bytes: &[u8], path: &str) -> Result<(), Refusal> {
        self.revoked.push(Revoked::parse(bytes, path)?);
        Ok(())
    }

    /// Adds OpenPGP keys.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn add_keyring(&mut self, bytes: &[u8], path: &str) -> Result<(), Refusal> {
        self.keyrings.push(Keyring::parse(bytes)?);
        self.files.insert(path.to_owned());
        Ok(())
    }

    /// Adds OpenPGP keys as they are today: a signature has to hold by them, too, where they have the
    /// key. They add nobody.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn add_later_keyring(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.later.push(Keyring::parse(bytes)?);
        Ok(())
    }

    /// The files that hold keys, sorted.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        self.files.iter().cloned().collect()
    }

    /// The SSH keys with what is said of them, sorted.
    #[must_use]
    pub fn listed(&self) -> BTreeSet<ListedKey> {
        let entries = self.allowed.iter().flat_map(AllowedSigners::entries);
        entries
            .map(|entry| ListedKey {
                principals: entry.principals().join(","),
                fingerprint: entry.key().fingerprint(),
                options: format!(
                    "{} {:?} {:?}",
                    entry.is_authority(),
                    entry.namespaces(),
                    entry.window()
                ),
            })
            .collect()
    }

    /// Who has made a signature, if the key was theirs then. An SSH signature has to be of this
    /// namespace: [`NAMESPACE`](super::NAMESPACE) for sign-offs, `git` for tags and commits.
    ///
    /// # Errors
    /// Why it does not count: the signature does not match, or the key is nobody's, or that of
    /// several people.
    pub fn owner(
        &self,
        signed: &Signed,
        namespace: &str,
        roster: &Roster,
        times: Times,
    ) -> Result<Verified, String> {
        match signed.signature.starts_with(SSH) {
            true => self.owner_by_ssh(signed, namespace, roster, times),
            false => self.owner_by_openpgp(signed, roster, times),
        }
    }

    fn owner_by_ssh(
        &self,
        signed: &Signed,
        namespace: &str,
        roster: &Roster,
        times: Times,
    ) -> Result<Verified, String> {
        let told = |refusal: Refusal| refusal.to_string();
        let signature = ssh::Signature::parse(&signed.signature).map_err(told)?;
        let signer = signature.verify(&signed.message, namespace).map_err(told)?;
        for revoked in &self.revoked {
            revoked.check(signer).map_err(told)?;
        }
        let key = signer.key().fingerprint();
        let mut refusal = format!(
            "there is no file of allowed signers (`keys/allowed_signers`, or what `[trust]` names) that could list the key {key}: docs/sign-offs.md tells how to write one"
        );
        for allowed in &self.allowed {
            let given = allowed.who(signer, namespace, times.given);
            let until = allowed.who(signer, namespace, times.until);
            match given.and(until) {
                Ok(matches) => return one(&owners(&matches, roster), key),
                Err(error) => refusal = error.to_string(),
            }
        }
        Err(refusal)
    }

    fn owner_by_openpgp(
        &self,
        signed: &Signed,
        roster: &Roster,
        times: Times,
    ) -> Result<Verified, String> {
        // The library says whether a key was valid when it signed, and at no other time.
        if times.until > times.given {
            return Err(
                "its commit is not in this clone, so when it was given is the signer's word alone"
                    .to_owned(),
            );
        }
        let signature =
            openpgp::Signature::parse(&signed.signature).map_err(|error| error.to_string())?;
        let mut refusal = "there is no keyring that could hold the key".to_owned();
        // GnuPG asks for a passphrase after the statement was made, and puts its own time into the signature.
        let now = times.now.saturating_add(SKEW);
        for keyring in &self.keyrings {
            match keyring.verify(&signature, &signed.message, now) {
                Ok(verified) if verified.claimed_at.abs_diff(times.given) > SKEW.unsigned_abs() => {
                    return Err("its signature and its statement are of different times".to_owned());
                }
                Ok(verified) => {
                    let key = verified.primary_fingerprint.clone();
                    for later in self
                        .later
                        .iter()
                        .filter(|it| it.fingerprints().contains(&key))
                    {
                        let again = later.verify(&signature, &signed.message, now);
                        again.map_err(|error| error.to_string())?;
                    }
                    let owners = match roster.by_fingerprint(&key) {
                        Some(person) => BTreeSet::from([person]),
                        None => named(&verified.user_ids, roster),
                    };
                    return one(&owners, key);
                }
                Err(error) => refusal = error.to_string(),
            }
        }
        Err(refusal)
    }
}

/// The people whom lines of allowed signers give a key to.
fn owners(matches: &[Match], roster: &Roster) -> BTreeSet<PersonId> {
    let is_of = |person: &Person| {
        let mut emails = person.emails.iter();
        emails.any(|email| matches.iter().any(|it| it.is_of(email)))
    };
    let people = roster.people().filter(|(_, person)| is_of(person));
    people.map(|(id, _)| id).collect()
}

/// The people whose addresses the user ids of a key name.
fn named(user_ids: &[String], roster: &Roster) -> BTreeSet<PersonId> {
    let addresses = user_ids.iter().filter_map(|id| {
        let (_, rest) = id.rsplit_once('<')?;
        rest.strip_suffix('>')
    });
    addresses.filter_map(|it| roster.by_address(it)).collect()
}

/// A key is one person's: one that several could use would let one of them speak for all.
fn one(owners: &BTreeSet<PersonId>, key: String) -> Result<Verified, String> {
    let mut all = owners.iter();
    match (all.next(), all.next()) {
        (Some(person), None) => Ok(Verified {
            person: *person,
            key,
        }),
        (None, _) => Err(format!(
            "the key {key} is listed for nobody who is on the lists of people"
        )),
        (Some(_), Some(_)) => Err(format!("the key {key} is listed for several people")),
    }
}
