//! Whether a maintainer has signed a tag, by the lists that count.

use super::Context;
use super::people::Trust;
use crate::repo::SignedTag;
use crate::signoff::{GIT_NAMESPACE, SKEW, Signed, Times};
use crate::trust::ssh;

/// How an OpenPGP signature begins.
const OPENPGP: &[u8] = b"-----BEGIN PGP";

/// How an SSH signature begins.
const SSH: &[u8] = b"-----BEGIN SSH SIGNATURE-----";

/// Why a tag is not known to be a maintainer's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsigned {
    /// It has no signature.
    Bare,
    /// Its signature is of a kind that relcheck does not verify.
    Unverified(String),
    /// Its signature does not hold, or is nobody's who counts.
    Refused(String),
}

impl Unsigned {
    /// The reason, for a person to read.
    pub(super) fn reason(self) -> String {
        match self {
            Unsigned::Bare => "it is not signed".to_owned(),
            Unsigned::Unverified(reason) | Unsigned::Refused(reason) => reason,
        }
    }
}

/// The name of the maintainer who has signed a tag that leads to this commit.
///
/// # Errors
/// Why it is nobody's.
pub(super) fn signer(
    context: &Context,
    tag: &SignedTag,
    commit: &str,
    trust: &Trust,
) -> Result<String, Unsigned> {
    let Some(signature) = &tag.signature else {
        return Err(Unsigned::Bare);
    };
    let signed = Signed {
        message: tag.message.clone(),
        signature: bare(signature)?,
    };
    verified(context, tag, commit, &signed, trust).map_err(Unsigned::Refused)
}

fn verified(
    context: &Context,
    tag: &SignedTag,
    commit: &str,
    signed: &Signed,
    trust: &Trust,
) -> Result<String, String> {
    let time = tag.time.ok_or("it does not say when it was made")?;
    let now = context.options().now;
    if time > now.saturating_add(SKEW) {
        return Err("it says that it was made in the future".to_owned());
    }
    // A key that has expired since could be used with an earlier time.
    let commit = context.repo().read_commit(commit);
    let commit = commit.map_err(|missing| missing.reason)?;
    if time.saturating_add(SKEW) < commit.committer.time {
        return Err("it says that it was made before its commit".to_owned());
    }
    let (keys, roster) = (&trust.keys, &trust.roster);
    let times = Times {
        given: time,
        until: time,
        now,
    };
    let owner = keys.owner(signed, GIT_NAMESPACE, roster, times)?;
    let person = roster.person(owner.person);
    let person = person.ok_or("its key is nobody's")?;
    match person.is_maintainer {
        true => Ok(person.name.clone()),
        false => Err(format!(
            "`{}`, who signed it, is no maintainer",
            person.name
        )),
    }
}

/// The signature without its armour, where that is SSH's.
fn bare(armored: &[u8]) -> Result<Vec<u8>, Unsigned> {
    if armored.starts_with(SSH) {
        let signature = ssh::Signature::parse(armored);
        let signature = signature.map_err(|error| Unsigned::Refused(error.to_string()))?;
        return Ok(signature.as_bytes().to_vec());
    }
    match armored.starts_with(OPENPGP) {
        true => Ok(armored.to_vec()),
        false => Err(Unsigned::Unverified(
            "its signature is of a kind that relcheck does not verify".to_owned(),
        )),
    }
}
