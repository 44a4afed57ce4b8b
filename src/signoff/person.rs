//! Whether a sign-off is by whom it says, and when it may have been given.

use super::{Claim, Keys, NAMESPACE, SKEW, Signed};
use crate::people::{PersonId, Roster};

/// The times that a sign-off is held against, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// When the commit was made that it is about, or one with the same files: a sign-off is given
    /// later. `None` where none of them is known.
    pub commit: Option<i64>,
    /// When it is judged.
    pub now: i64,
}

/// Who gave a sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The person on the lists.
    pub person: PersonId,
    /// The fingerprint of the key.
    pub key: String,
}

/// Why a sign-off does not count, as a sentence without its full stop.
pub type Refused = String;

/// Verifies the signature, and that the key is that of the person who says so.
///
/// # Errors
/// The reason why it does not count.
pub fn verify(
    claim: &Claim,
    signed: &Signed,
    keys: &Keys,
    roster: &Roster,
    moment: Moment,
) -> Result<Verified, Refused> {
    if claim.time > moment.now.saturating_add(SKEW) {
        return Err("it says that it was given in the future".to_owned());
    }
    // The signer says when; a key that has expired since could be used with an earlier time.
    if moment
        .commit
        .is_some_and(|commit| claim.time.saturating_add(SKEW) < commit)
    {
        return Err("it says that it was given before the commit was made".to_owned());
    }
    let email = &claim.signer.email;
    let Some(person) = roster.by_address(email) else {
        return Err(format!(
            "nobody on the lists that count has the address `{email}`"
        ));
    };
    let owner = keys.owner(signed, NAMESPACE, roster, claim.time, moment.now)?;
    if owner.person != person {
        let name = |id| roster.person(id).map_or("?", |person| person.name.as_str());
        return Err(format!(
            "it says that it is by `{}`, and the key {} is `{}`'s",
            name(person),
            owner.key,
            name(owner.person)
        ));
    }
    Ok(owner)
}
