//! What the owner of a certificate said of it, cryptographically verified. No time is considered.

use pgp::packet::{PublicSubkey, RevocationCode, Signature, SignatureType, SubpacketData, UserId};
use pgp::types::{KeyDetails, Tag};

use super::certificate::{Certificate, Component};
use super::policy;
use crate::trust::Refusal;

/// A certificate's own signatures. Those that do not verify, and others' certifications, are left
/// out: anybody can add such.
#[derive(Debug, Clone)]
pub(super) struct SelfSignatures {
    /// Over the primary key.
    pub direct: Vec<SelfSignature>,
    /// By user ID, in the order of the certificate.
    pub users: Vec<(String, Vec<SelfSignature>)>,
    /// By subkey, in the order of the certificate.
    pub subkeys: Vec<SubkeySignatures>,
    /// Of the primary key.
    pub revocations: Vec<Revocation>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct SubkeySignatures {
    pub bindings: Vec<SelfSignature>,
    pub revocations: Vec<Revocation>,
}

/// A signature that verified, with what it says. Times are seconds since 1970.
#[derive(Debug, Clone)]
pub(super) struct SelfSignature {
    pub made: i64,
    /// When the signature itself ends.
    pub ends: Option<i64>,
    /// How long the key lives from when it was made, in seconds; `None` is for ever.
    pub key_lives: Option<i64>,
    /// Whether the key may sign; `None` where nothing is said of what it is for.
    pub may_sign: Option<bool>,
    /// Whether the hash and all else is good enough.
    pub acceptable: Result<(), Refusal>,
    /// Of a subkey's binding: whether the subkey vouches for its primary key.
    pub back: Result<(), String>,
}

/// When and how a key was revoked.
#[derive(Debug, Clone)]
pub(super) struct Revocation {
    pub made: i64,
    /// Whether all signatures are void, whenever they were made.
    pub hard: bool,
    pub reason: String,
}

impl SelfSignatures {
    /// Verifies what a certificate says of itself.
    pub(super) fn of(certificate: &Certificate) -> Self {
        let primary = &certificate.primary;
        let direct = certificate.direct.iter().filter(|signature| {
            signature.typ() == Some(SignatureType::Key) && signature.verify_key(primary).is_ok()
        });
        let direct: Vec<SelfSignature> = direct.map(read).collect();
        let users = certificate.users.iter();
        Self {
            users: users
                .filter_map(|user| user_id(certificate, user))
                .collect(),
            subkeys: subkeys(certificate),
            revocations: revocations_of_primary(certificate),
            direct,
        }
    }
}

/// A user ID with its certifications by the owner; `None` where the owner revoked it.
fn user_id(
    certificate: &Certificate,
    user: &Component<UserId>,
) -> Option<(String, Vec<SelfSignature>)> {
    let primary = &certificate.primary;
    let verified = user.signatures.iter().filter(|signature| {
        signature
            .verify_certification(primary, Tag::UserId, &user.part)
            .is_ok()
    });
    let (revoking, certifying): (Vec<&Signature>, Vec<&Signature>) =
        verified.partition(|signature| signature.typ() == Some(SignatureType::CertRevocation));
    let name = String::from_utf8_lossy(user.part.id()).into_owned();
    let signatures = certifying.into_iter().map(read).collect();
    revoking.is_empty().then_some((name, signatures))
}

fn subkeys(certificate: &Certificate) -> Vec<SubkeySignatures> {
    let primary = &certificate.primary;
    let of = |subkey: &Component<PublicSubkey>| {
        let key = &subkey.part;
        let binds = |signature: &&Signature| {
            signature.typ() == Some(SignatureType::SubkeyBinding)
                && signature.verify_subkey_binding(primary, key).is_ok()
        };
        let bindings = subkey.signatures.iter().filter(binds).map(|signature| {
            let back = back_signature(signature, certificate, subkey);
            SelfSignature {
                back,
                ..read(signature)
            }
        });
        let revocations = of_subkeys(certificate).filter(|one| revokes(certificate, one, key));
        let revocations = revocations.map(revocation);
        SubkeySignatures {
            bindings: bindings.collect(),
            revocations: revocations.chain(stray_revocations(certificate)).collect(),
        }
    };
    certificate.subkeys.iter().map(of).collect()
}

fn of_subkeys(certificate: &Certificate) -> impl Iterator<Item = &Signature> {
    let revocations = certificate.revocations.iter();
    revocations.filter(|one| one.typ() == Some(SignatureType::SubkeyRevocation))
}

fn revokes(certificate: &Certificate, signature: &Signature, key: &PublicSubkey) -> bool {
    let verified = signature.verify_subkey_binding(&certificate.primary, key);
    verified.is_ok()
}

/// Revocations that may be of any subkey, as they cannot be verified.
fn stray_revocations(certificate: &Certificate) -> impl Iterator<Item = Revocation> {
    let weak = of_subkeys(certificate).filter(|one| is_unverifiable(one));
    let stray = weak.filter(|one| {
        let mut subkeys = certificate.subkeys.iter();
        !subkeys.any(|subkey| revokes(certificate, one, &subkey.part))
    });
    stray.map(unverified)
}

/// Whether rPGP may be unable to verify a signature: with the keys of curves it takes no weak hash, and
/// nowhere a critical part that it does not know.
fn is_unverifiable(signature: &Signature) -> bool {
    policy::acceptable(signature, "revocation").is_err()
}

/// A revocation that counts without being verified: it may be a real one.
fn unverified(signature: &Signature) -> Revocation {
    Revocation {
        hard: true,
        reason: "by a signature that cannot be verified".to_owned(),
        ..revocation(signature)
    }
}

/// RFC 9580, section 10.1.5: a subkey that signs has to sign that it belongs to the primary key, or
/// else anybody could claim somebody else's key, and with it what that key signed.
fn back_signature(
    binding: &Signature,
    certificate: &Certificate,
    subkey: &Component<PublicSubkey>,
) -> Result<(), String> {
    let Some(back) = binding.embedded_signature() else {
        return Err("the subkey does not vouch for its primary key (no back signature)".to_owned());
    };
    policy::acceptable(back, "back signature").map_err(|refusal| refusal.to_string())?;
    back.verify_primary_key_binding(&subkey.part, &certificate.primary)
        .map_err(|_| "the subkey's back signature does not match".to_owned())
}

/// The revocations of the primary key.
///
/// One that may be impossible to verify, and one by a key that the owner named for that ("designated revoker"), count
/// unverified: who could add it to the keyring could take the whole certificate away too.
fn revocations_of_primary(certificate: &Certificate) -> Vec<Revocation> {
    let primary = &certificate.primary;
    let revocations = certificate.revocations.iter();
    let revocations = revocations.filter(|one| one.typ() == Some(SignatureType::KeyRevocation));
    let found = revocations.filter_map(|signature| {
        if signature.verify_key(primary).is_ok() {
            return Some(revocation(signature));
        }
        let counts = is_unverifiable(signature) || is_designated(certificate, signature);
        counts.then(|| unverified(signature))
    });
    found.collect()
}

fn is_designated(certificate: &Certificate, revocation: &Signature) -> bool {
    let issuers = revocation.issuer_fingerprint();
    let ids = revocation.issuer_key_id();
    let is_issuer = |fingerprint: &[u8]| {
        let by_fingerprint = issuers.iter().any(|one| one.as_bytes() == fingerprint);
        by_fingerprint || ids.iter().any(|id| fingerprint.ends_with(id.as_ref()))
    };
    let all = certificate.direct.iter();
    let all = all.chain(certificate.users.iter().flat_map(|user| &user.signatures));
    let mut named = all
        .filter_map(|signature| signature.config())
        .flat_map(|config| {
            config
                .hashed_subpackets()
                .filter_map(|subpacket| match &subpacket.data {
                    SubpacketData::RevocationKey(key) => Some(key.fingerprint.as_slice()),
                    _ => None,
                })
        });
    named.any(is_issuer)
}

fn revocation(signature: &Signature) -> Revocation {
    let (hard, reason) = match signature.revocation_reason_code() {
        Some(RevocationCode::KeySuperseded) => (false, "superseded by another key"),
        Some(RevocationCode::KeyRetired) => (false, "retired"),
        Some(RevocationCode::KeyCompromised) => (true, "compromised"),
        Some(RevocationCode::NoReason) | None => (true, "no reason is given"),
        Some(_) => (true, "for a reason that is not known"),
    };
    Revocation {
        made: made(signature),
        hard,
        reason: reason.to_owned(),
    }
}

fn read(signature: &Signature) -> SelfSignature {
    let made = made(signature);
    let lives = signature
        .key_expiration_time()
        .map(|time| i64::from(time.as_secs()));
    SelfSignature {
        made,
        ends: ends(signature),
        key_lives: lives.filter(|seconds| *seconds != 0),
        may_sign: may_sign(signature),
        acceptable: policy::acceptable(signature, "self-signature"),
        back: Ok(()),
    }
}

/// When a signature says it was made.
pub(super) fn made(signature: &Signature) -> i64 {
    signature
        .created()
        .map_or(0, |time| i64::from(time.as_secs()))
}

/// When a signature ends to count; 0 is never.
pub(super) fn ends(signature: &Signature) -> Option<i64> {
    let lives = signature.signature_expiration_time()?;
    (lives.as_secs() != 0).then(|| made(signature) + i64::from(lives.as_secs()))
}

fn may_sign(signature: &Signature) -> Option<bool> {
    let config = signature.config()?;
    config
        .hashed_subpackets()
        .find_map(|subpacket| match &subpacket.data {
            SubpacketData::KeyFlags(flags) => Some(flags.sign()),
            _ => None,
        })
}

/// When a key says it was made.
pub(super) fn key_made(key: &impl KeyDetails) -> i64 {
    i64::from(key.created_at().as_secs())
}
