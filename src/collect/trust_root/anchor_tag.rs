//! Whether a maintainer has signed the tag of the previous release, which says whose lists count.

use super::super::people::Trust;
use crate::collect::Context;
use crate::facts::{AnchorTag, Missing, PreviousRelease};
use crate::repo::SignedTag;
use crate::signoff::{GIT_NAMESPACE, SKEW, Signed, Times};
use crate::trust::ssh;

/// How an OpenPGP signature begins.
const OPENPGP: &[u8] = b"-----BEGIN PGP";

/// How an SSH signature begins.
const SSH: &[u8] = b"-----BEGIN SSH SIGNATURE-----";

/// Who has signed the tag of the previous release.
///
/// # Errors
/// [`Missing`] if the tag or the lists cannot be read.
pub(super) fn read(context: &Context, previous: &PreviousRelease) -> Result<AnchorTag, Missing> {
    let trust = context.trust()?;
    let signer = match context.repo().signed_tag(&previous.tag)? {
        None => Err("it is no annotated tag".to_owned()),
        Some(tag) => match differs(&tag, previous) {
            Some(reason) => Err(reason),
            None => signer(context, &tag, trust),
        },
    };
    Ok(AnchorTag {
        tag: previous.tag.clone(),
        signer: signer.as_ref().ok().cloned(),
        reason: signer.err(),
    })
}

/// A signed tag of another release that was given this one's name says nothing about this one.
fn differs(tag: &SignedTag, previous: &PreviousRelease) -> Option<String> {
    if tag.name != previous.tag {
        return Some(format!("its object is the tag `{}`", tag.name));
    }
    (tag.target != previous.commit).then(|| "its object names another commit".to_owned())
}

fn signer(context: &Context, tag: &SignedTag, trust: &Trust) -> Result<String, String> {
    let Some(signature) = &tag.signature else {
        return Err("it is not signed".to_owned());
    };
    let time = tag.time.ok_or("it does not say when it was made")?;
    let now = context.options().now;
    if time > now.saturating_add(SKEW) {
        return Err("it says that it was made in the future".to_owned());
    }
    // A key that has expired since could be used with an earlier time.
    let commit = context.repo().read_commit(&tag.target);
    let commit = commit.map_err(|missing| missing.reason)?;
    if time.saturating_add(SKEW) < commit.committer.time {
        return Err("it says that it was made before its commit".to_owned());
    }
    let signed = Signed {
        message: tag.message.clone(),
        signature: bare(signature)?,
    };
    let (keys, roster) = (&trust.keys, &trust.roster);
    let times = Times {
        given: time,
        until: time,
        now,
    };
    let owner = keys.owner(&signed, GIT_NAMESPACE, roster, times)?;
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
fn bare(armored: &[u8]) -> Result<Vec<u8>, String> {
    if armored.starts_with(SSH) {
        let signature = ssh::Signature::parse(armored).map_err(|error| error.to_string())?;
        return Ok(signature.as_bytes().to_vec());
    }
    match armored.starts_with(OPENPGP) {
        true => Ok(armored.to_vec()),
        false => Err("its signature is of a kind that relcheck does not verify".to_owned()),
    }
}
