//! When a key counts, and for what.
//!
//! What an owner says last counts: of the self-signatures over one part, the newest that is not
//! after `now`. So a shortened life voids what was signed after its new end, and a key that GnuPG
//! renewed, which replaces the self-signature, keeps what it signed before.

use super::self_signatures::{Revocation, SelfSignature, SelfSignatures, SubkeySignatures};
use crate::trust::{Refusal, Window};

/// The two times that count, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// When the signature says it was made.
    pub signed: i64,
    /// The time of the decision.
    pub now: i64,
}

/// A key with what is needed to name and judge it.
pub(super) struct Key {
    pub fingerprint: String,
    /// When it says it was made, in seconds since 1970.
    pub made: i64,
}

/// What the owner says now of the primary key.
struct Owner<'a> {
    /// The newest self-signature over each part that is good enough, the direct one first.
    said: Vec<&'a SelfSignature>,
    /// The earliest end that any of them gives the key.
    ends: Option<i64>,
}

/// Refuses a primary key that does not count at the time of the signature.
///
/// `direct_only`: as RFC 9580 has it for version 6, user IDs say nothing of the key.
pub(super) fn primary(
    signatures: &SelfSignatures,
    key: &Key,
    direct_only: bool,
    times: Times,
) -> Result<(), Refusal> {
    not_revoked(&signatures.revocations, key, times)?;
    let owner = owner(signatures, key, direct_only, times.now)?;
    alive(key, owner.ends, times)
}

/// Refuses a primary key that is not for signing documents.
pub(super) fn primary_may_sign(
    signatures: &SelfSignatures,
    key: &Key,
    direct_only: bool,
    times: Times,
) -> Result<(), Refusal> {
    let owner = owner(signatures, key, direct_only, times.now)?;
    let said = owner.said.iter().filter(|one| one.may_sign.is_some());
    let newest = said.max_by_key(|one| one.made);
    for_signing(newest.and_then(|one| one.may_sign), key)
}

/// Refuses a subkey that does not count at the time of the signature, or is not for signing.
pub(super) fn subkey(
    signatures: &SubkeySignatures,
    key: &Key,
    times: Times,
) -> Result<(), Refusal> {
    not_revoked(&signatures.revocations, key, times)?;
    let not_bound = |reason: String| Refusal::NotBound {
        key: key.fingerprint.clone(),
        reason,
    };
    let Some(binding) = newest(&signatures.bindings, times.now) else {
        return Err(not_bound("it has no valid binding signature".to_owned()));
    };
    let acceptable = binding.acceptable.clone();
    acceptable.map_err(|refusal| not_bound(refusal.to_string()))?;
    for_signing(binding.may_sign, key)?;
    binding.back.clone().map_err(not_bound)?;
    alive(
        key,
        binding.key_lives.map(|seconds| key.made + seconds),
        times,
    )
}

/// The user IDs that the owner vouches for now.
pub(super) fn user_ids(signatures: &SelfSignatures, now: i64) -> Vec<String> {
    let vouched =
        |list: &Vec<SelfSignature>| newest(list, now).is_some_and(|one| one.acceptable.is_ok());
    let users = signatures.users.iter();
    let users = users.filter(|(_, list)| vouched(list));
    users.map(|(name, _)| name.clone()).collect()
}

/// Refuses a signature that is from the future, or that itself has ended.
pub(super) fn signature(key: &Key, ends: Option<i64>, times: Times) -> Result<(), Refusal> {
    let what = "signature";
    let name = format!("of {}", key.fingerprint);
    let window = Window {
        from: Some(times.signed),
        until: ends,
    };
    let at = times.now;
    if at < times.signed {
        return Err(Refusal::NotYetValid {
            what,
            name,
            at,
            window,
        });
    }
    if ends.is_some_and(|ends| at >= ends) {
        return Err(Refusal::NoLongerValid {
            what,
            name,
            at,
            window,
        });
    }
    Ok(())
}

/// What the owner says of the primary key, at `now`.
fn owner<'a>(
    signatures: &'a SelfSignatures,
    key: &Key,
    direct_only: bool,
    now: i64,
) -> Result<Owner<'a>, Refusal> {
    let users = signatures.users.iter().map(|(_, list)| list);
    let parts = std::iter::once(&signatures.direct).chain(users.filter(|_| !direct_only));
    let all: Vec<&SelfSignature> = parts.filter_map(|list| newest(list, now)).collect();
    // A weak one cannot make the key count, but it may end it.
    let ends = all.iter().filter_map(|one| one.key_lives).min();
    let said: Vec<&SelfSignature> = all
        .iter()
        .copied()
        .filter(|one| one.acceptable.is_ok())
        .collect();
    if said.is_empty() {
        let weak = all.iter().find_map(|one| one.acceptable.as_ref().err());
        let reason = match weak {
            Some(refusal) => refusal.to_string(),
            None => "it has no valid self-signature".to_owned(),
        };
        return Err(Refusal::NotBound {
            key: key.fingerprint.clone(),
            reason,
        });
    }
    Ok(Owner {
        said,
        ends: ends.map(|seconds| key.made + seconds),
    })
}

/// The newest that is not after `now` and has not ended by then.
fn newest(list: &[SelfSignature], now: i64) -> Option<&SelfSignature> {
    let valid = list.iter().filter(|one| one.made <= now);
    let valid = valid.filter(|one| one.ends.is_none_or(|ends| now < ends));
    valid.max_by_key(|one| one.made)
}

/// A hard revocation voids all signatures, a soft one those made since.
fn not_revoked(revocations: &[Revocation], key: &Key, times: Times) -> Result<(), Refusal> {
    let mut revocations = revocations.iter();
    match revocations.find(|one| one.hard || one.made <= times.signed) {
        None => Ok(()),
        Some(revocation) => Err(Refusal::Revoked {
            key: key.fingerprint.clone(),
            reason: revocation.reason.clone(),
        }),
    }
}

fn for_signing(may_sign: Option<bool>, key: &Key) -> Result<(), Refusal> {
    let reason = match may_sign {
        Some(true) => return Ok(()),
        Some(false) => "its owner made it for other uses",
        None => "its owner does not say what it is for",
    };
    Err(Refusal::NotForSigning {
        key: key.fingerprint.clone(),
        reason: reason.to_owned(),
    })
}

/// The key has to be there, and not ended, when the signature was made.
fn alive(key: &Key, ends: Option<i64>, times: Times) -> Result<(), Refusal> {
    if times.signed < key.made {
        return Err(Refusal::BeforeKey {
            key: key.fingerprint.clone(),
            created: key.made,
            at: times.signed,
        });
    }
    if ends.is_some_and(|ends| times.signed >= ends) {
        return Err(Refusal::NoLongerValid {
            what: "key",
            name: key.fingerprint.clone(),
            at: times.signed,
            window: Window {
                from: Some(key.made),
                until: ends,
            },
        });
    }
    Ok(())
}
