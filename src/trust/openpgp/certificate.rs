//! Certificates as they stand in a keyring: nothing here is verified.

use pgp::packet::{PublicKey, PublicSubkey, Signature, SignatureType, UserId};
use pgp::types::{Fingerprint, KeyDetails, Tag};

use super::packets::Piece;
use crate::trust::Refusal;

/// The most signatures that a certificate may have of its owner: each costs time to verify.
const MAX_OWN_SIGNATURES: usize = 1000;

/// A primary key with what stands under it.
#[derive(Debug, Clone)]
pub(super) struct Certificate {
    pub primary: PublicKey,
    /// Over the primary key alone.
    pub direct: Vec<Signature>,
    pub users: Vec<Component<UserId>>,
    pub subkeys: Vec<Component<PublicSubkey>>,
    /// Revocations of keys, wherever they stand: some tools put them in the wrong place, and one
    /// must not be missed.
    pub revocations: Vec<Signature>,
    /// How many signatures were kept.
    own: usize,
}

/// A user ID or a subkey with the signatures over it.
#[derive(Debug, Clone)]
pub(super) struct Component<T> {
    pub part: T,
    pub signatures: Vec<Signature>,
}

/// What the next signature is about.
enum Under {
    Key,
    User,
    Subkey,
    /// A photo or the like, which nobody reads here.
    Attribute,
}

impl Certificate {
    fn new(primary: PublicKey) -> Self {
        Self {
            primary,
            direct: Vec::new(),
            users: Vec::new(),
            subkeys: Vec::new(),
            revocations: Vec::new(),
            own: 0,
        }
    }

    /// Adds what another copy of the same certificate has.
    fn merge(&mut self, other: Self) {
        self.direct.extend(other.direct);
        self.revocations.extend(other.revocations);
        for user in other.users {
            let known = self.users.iter_mut();
            let same = |one: &&mut Component<UserId>| one.part.id() == user.part.id();
            match known.into_iter().find(same) {
                Some(known) => known.signatures.extend(user.signatures),
                None => self.users.push(user),
            }
        }
        for subkey in other.subkeys {
            let wanted = subkey.part.fingerprint();
            let mut known = self.subkeys.iter_mut();
            match known.find(|one| one.part.fingerprint() == wanted) {
                Some(known) => known.signatures.extend(subkey.signatures),
                None => self.subkeys.push(subkey),
            }
        }
    }

    /// Keeps a signature that may be the owner's, or revokes a key. What others certify is left out:
    /// it proves nothing here.
    fn add_signature(
        &mut self,
        signature: Signature,
        under: &Under,
        what: &'static str,
    ) -> Result<(), Refusal> {
        let revokes = matches!(
            signature.typ(),
            Some(SignatureType::KeyRevocation | SignatureType::SubkeyRevocation)
        );
        if !revokes && !self.may_have_made(&signature) {
            return Ok(());
        }
        self.own += 1;
        Refusal::count(what, self.own, MAX_OWN_SIGNATURES, "signatures of one key")?;
        let list = match under {
            _ if revokes => Some(&mut self.revocations),
            Under::Key => Some(&mut self.direct),
            Under::User => self.users.last_mut().map(|user| &mut user.signatures),
            Under::Subkey => self.subkeys.last_mut().map(|subkey| &mut subkey.signatures),
            Under::Attribute => None,
        };
        if let Some(list) = list {
            list.push(signature);
        }
        Ok(())
    }

    /// Whether a signature names the primary key, or no key at all.
    fn may_have_made(&self, signature: &Signature) -> bool {
        let fingerprints = signature.issuer_fingerprint();
        let ids = signature.issuer_key_id();
        if fingerprints.is_empty() && ids.is_empty() {
            return true;
        }
        let (fingerprint, id) = (self.primary.fingerprint(), self.primary.legacy_key_id());
        fingerprints.into_iter().any(|one| *one == fingerprint)
            || ids.into_iter().any(|one| *one == id)
    }
}

/// Groups packets into certificates; two copies of one become one, with all that either has.
pub(super) fn read(pieces: &[Piece], what: &'static str) -> Result<Vec<Certificate>, Refusal> {
    let mut certificates: Vec<Certificate> = Vec::new();
    let mut under = Under::Key;
    for piece in pieces {
        if piece.header.tag() == Tag::PublicKey {
            certificates.push(Certificate::new(piece.public_key(what)?));
            under = Under::Key;
            continue;
        }
        let Some(certificate) = certificates.last_mut() else {
            return Err(unexpected(piece, what, "before any public key"));
        };
        match piece.header.tag() {
            Tag::Signature => {
                certificate.add_signature(piece.signature(what)?, &under, what)?;
            }
            Tag::UserId => {
                let part = piece.user_id(what)?;
                certificate.users.push(component(part));
                under = Under::User;
            }
            Tag::PublicSubkey => {
                let part = piece.subkey(what)?;
                certificate.subkeys.push(component(part));
                under = Under::Subkey;
            }
            Tag::UserAttribute => under = Under::Attribute,
            // Trust is what a local program noted; the others say nothing by definition.
            Tag::Trust | Tag::Marker | Tag::Padding => {}
            _ => return Err(unexpected(piece, what, "in a public key")),
        }
    }
    Ok(merged(certificates))
}

fn component<T>(part: T) -> Component<T> {
    Component {
        part,
        signatures: Vec::new(),
    }
}

fn unexpected(piece: &Piece, what: &'static str, place: &str) -> Refusal {
    let tag = piece.header.tag();
    Refusal::malformed(what, format!("{}: {tag:?} {place}", piece.place))
}

fn merged(all: Vec<Certificate>) -> Vec<Certificate> {
    let mut merged: Vec<(Fingerprint, Certificate)> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for certificate in all {
        let fingerprint = certificate.primary.fingerprint();
        let next = merged.len();
        let place = *places
            .entry(fingerprint.as_bytes().to_vec())
            .or_insert(next);
        match merged.get_mut(place) {
            Some((_, known)) => known.merge(certificate),
            None => merged.push((fingerprint, certificate)),
        }
    }
    merged
        .into_iter()
        .map(|(_, certificate)| certificate)
        .collect()
}
