//! Certificates, and whose signature one is.

use std::collections::HashMap;
use std::sync::OnceLock;

use pgp::packet::PublicSubkey;
use pgp::types::{KeyDetails, KeyVersion};

use super::certificate::{self, Certificate};
use super::self_signatures::{SelfSignatures, SubkeySignatures, ends, key_made, made};
use super::validity::{self, Key, Times};
use super::{Signature, Verified, WHAT, fingerprint, packets, policy};
use crate::trust::Refusal;

/// What a keyring is called in refusals.
const KEYRING: &str = "OpenPGP keyring";

/// The certificates of a keyring.
#[derive(Debug, Clone)]
pub struct Keyring {
    certificates: Vec<Entry>,
    by_fingerprint: HashMap<Vec<u8>, Vec<Place>>,
    by_key_id: HashMap<Vec<u8>, Vec<Place>>,
}

#[derive(Debug, Clone)]
struct Entry {
    certificate: Certificate,
    /// Verified when the first signature asks for it: most keys of a ring sign nothing.
    own: OnceLock<SelfSignatures>,
}

impl Entry {
    fn own(&self) -> &SelfSignatures {
        self.own
            .get_or_init(|| SelfSignatures::of(&self.certificate))
    }
}

/// A key: its certificate, and which subkey it is.
#[derive(Debug, Clone, Copy)]
struct Place {
    certificate: usize,
    subkey: Option<usize>,
}

/// The parts that a place names.
struct Found<'a> {
    entry: &'a Entry,
    subkey: Option<(&'a PublicSubkey, usize)>,
}

impl Keyring {
    /// Reads public keys: binary, or armoured in one or several blocks with any text around them.
    /// The same certificate in two copies is one, with the signatures and revocations of both.
    ///
    /// # Errors
    /// What cannot be read, with the block, packet and byte where it is; private keys are refused
    /// too. [`Refusal::TooLarge`] beyond [`MAX_KEYRING`](super::MAX_KEYRING).
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let pieces = packets::of_keyring(bytes, KEYRING)?;
        let certificates = certificate::read(&pieces, KEYRING)?;
        if certificates.is_empty() {
            return Err(Refusal::malformed(KEYRING, "it holds no public key"));
        }
        let mut ring = Self {
            certificates: Vec::new(),
            by_fingerprint: HashMap::new(),
            by_key_id: HashMap::new(),
        };
        for certificate in certificates {
            ring.add(certificate);
        }
        Ok(ring)
    }

    fn add(&mut self, certificate: Certificate) {
        let index = self.certificates.len();
        let mut note = |key: &dyn KeyDetails, subkey| {
            let place = Place {
                certificate: index,
                subkey,
            };
            let fingerprint = key.fingerprint().as_bytes().to_vec();
            let id = key.legacy_key_id().as_ref().to_vec();
            self.by_fingerprint
                .entry(fingerprint)
                .or_default()
                .push(place);
            self.by_key_id.entry(id).or_default().push(place);
        };
        note(&certificate.primary, None);
        for (number, subkey) in certificate.subkeys.iter().enumerate() {
            note(&subkey.part, Some(number));
        }
        self.certificates.push(Entry {
            certificate,
            own: OnceLock::new(),
        });
    }

    /// The fingerprints of the certificates (their primary keys), sorted.
    #[must_use]
    pub fn fingerprints(&self) -> Vec<String> {
        let entries = self.certificates.iter();
        let mut all: Vec<String> = entries
            .map(|entry| fingerprint(&entry.certificate.primary))
            .collect();
        all.sort();
        all
    }

    /// Verifies a signature over a message at a time (seconds since 1970), and says whose it is.
    ///
    /// # Errors
    /// The reason why it does not count: [`Refusal::UnknownKey`], [`Refusal::Mismatch`], or what is
    /// wrong with the key: too weak, revoked, not bound to its owner, not for signing, not yet or no
    /// longer valid when the signature says it was made; or the signature itself is from the future
    /// or has ended.
    pub fn verify(
        &self,
        signature: &Signature,
        message: &[u8],
        now: i64,
    ) -> Result<Verified, Refusal> {
        let places = self.candidates(signature)?;
        let mut refused = Refusal::Mismatch { what: WHAT };
        for place in places {
            let Some(found) = self.find(*place) else {
                continue;
            };
            match found.verify(signature, message, now) {
                Ok(verified) => return Ok(verified),
                Err(Refusal::Mismatch { .. }) => {}
                Err(refusal) => refused = refusal,
            }
        }
        Err(refused)
    }

    /// The keys that a signature says it may be by.
    fn candidates(&self, signature: &Signature) -> Result<&[Place], Refusal> {
        let issuers = signature.packet.issuer_fingerprint();
        let ids = signature.packet.issuer_key_id();
        let named = issuers.first().map(|one| one.as_bytes());
        let named_by_id = ids.first().map(|id| id.as_ref());
        let (places, name) = match (named, named_by_id) {
            (Some(fingerprint), _) => (self.by_fingerprint.get(fingerprint), fingerprint),
            (None, Some(id)) => (self.by_key_id.get(id), id),
            (None, None) => {
                return Err(Refusal::malformed(
                    WHAT,
                    "it does not say which key made it",
                ));
            }
        };
        let unknown = || Refusal::UnknownKey {
            key: super::hexadecimal(name),
            place: "the keyring".to_owned(),
        };
        places.map(Vec::as_slice).ok_or_else(unknown)
    }

    fn find(&self, place: Place) -> Option<Found<'_>> {
        let entry = self.certificates.get(place.certificate)?;
        let subkey = match place.subkey {
            None => None,
            Some(number) => Some((&entry.certificate.subkeys.get(number)?.part, number)),
        };
        Some(Found { entry, subkey })
    }
}

impl Found<'_> {
    fn verify(&self, signature: &Signature, message: &[u8], now: i64) -> Result<Verified, Refusal> {
        let primary = &self.entry.certificate.primary;
        policy::strong_key(primary)?;
        let matches = match self.subkey {
            None => signature.packet.verify(primary, message),
            Some((subkey, _)) => {
                policy::strong_key(subkey)?;
                signature.packet.verify(subkey, message)
            }
        };
        if matches.is_err() {
            return Err(Refusal::Mismatch { what: WHAT });
        }
        let times = Times {
            signed: made(&signature.packet),
            now,
        };
        self.verified(ends(&signature.packet), times)
    }

    /// Judges the keys, whose signature matched.
    fn verified(&self, expires: Option<i64>, times: Times) -> Result<Verified, Refusal> {
        let own = self.entry.own();
        let primary_key = &self.entry.certificate.primary;
        let direct_only = primary_key.version() == KeyVersion::V6;
        let primary = named(primary_key);
        validity::primary(own, &primary, direct_only, times)?;
        let signer = match self.subkey {
            None => {
                validity::primary_may_sign(own, &primary, direct_only, times)?;
                named(primary_key)
            }
            Some((subkey, number)) => {
                let key = named(subkey);
                let none = SubkeySignatures::default();
                validity::subkey(own.subkeys.get(number).unwrap_or(&none), &key, times)?;
                key
            }
        };
        validity::signature(&signer, expires, times)?;
        Ok(Verified {
            primary_fingerprint: primary.fingerprint,
            key_fingerprint: signer.fingerprint,
            claimed_at: times.signed,
            expires,
            user_ids: validity::user_ids(own, times.now),
        })
    }
}

fn named(key: &impl KeyDetails) -> Key {
    Key {
        fingerprint: fingerprint(key),
        made: key_made(key),
    }
}
