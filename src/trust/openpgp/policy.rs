//! Which signatures and keys are good enough, whoever made them.

use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::packet::{Signature, SubpacketData};
use pgp::ser::Serialize;
use pgp::types::{EcdsaPublicParams, KeyDetails, PublicParams, RsaPublicParams};

use super::fingerprint;
use crate::trust::Refusal;

/// RSA keys with fewer bits are refused: NIST SP 800-131A allows none of them any more.
const MIN_RSA_BITS: usize = 2048;

/// rPGP reads none with more.
const MAX_RSA_BITS: usize = 8192;

/// Refuses a signature whose hash or algorithm is too weak, or that has critical parts that are not
/// known. `what` is its name in the refusal.
pub(super) fn acceptable(signature: &Signature, what: &'static str) -> Result<(), Refusal> {
    let Some(config) = signature.config() else {
        return Err(Refusal::malformed(what, "it is of an unknown version"));
    };
    strong_hash(config.hash_alg, what)?;
    if !is_accepted(config.pub_alg) {
        return Err(Refusal::Algorithm {
            what,
            algorithm: format!("{:?}", config.pub_alg),
        });
    }
    known_critical(signature, what)?;
    let times = config
        .hashed_subpackets()
        .filter(|subpacket| matches!(subpacket.data, SubpacketData::SignatureCreationTime(_)));
    match times.count() {
        1 => Ok(()),
        0 => Err(Refusal::malformed(what, "it does not say when it was made")),
        _ => Err(Refusal::malformed(what, "it says twice when it was made")),
    }
}

/// SHA-256 and stronger: collisions of SHA-1 and MD5 can be made, and RIPEMD-160 is no longer.
fn strong_hash(hash: HashAlgorithm, what: &'static str) -> Result<(), Refusal> {
    match hash {
        HashAlgorithm::Sha256
        | HashAlgorithm::Sha384
        | HashAlgorithm::Sha512
        | HashAlgorithm::Sha3_256
        | HashAlgorithm::Sha3_512 => Ok(()),
        other => Err(Refusal::Hash {
            what,
            hash: other.to_string(),
        }),
    }
}

fn is_accepted(algorithm: PublicKeyAlgorithm) -> bool {
    matches!(
        algorithm,
        PublicKeyAlgorithm::RSA
            | PublicKeyAlgorithm::RSASign
            | PublicKeyAlgorithm::ECDSA
            | PublicKeyAlgorithm::EdDSALegacy
            | PublicKeyAlgorithm::Ed25519
            | PublicKeyAlgorithm::Ed448
    )
}

/// Refuses critical subpackets and notations that are not understood: RFC 9580, section 5.2.3.7.
fn known_critical(signature: &Signature, what: &'static str) -> Result<(), Refusal> {
    let Some(config) = signature.config() else {
        return Ok(());
    };
    let all = config
        .hashed_subpackets()
        .chain(config.unhashed_subpackets());
    let mut critical = all.filter(|subpacket| subpacket.is_critical);
    let unknown = critical.find_map(|subpacket| unknown_part(&subpacket.data));
    match unknown {
        None => Ok(()),
        Some(part) => Err(Refusal::UnknownCritical { what, part }),
    }
}

/// What a subpacket is, where relcheck does not act on it. No notation is known.
fn unknown_part(data: &SubpacketData) -> Option<String> {
    match data {
        SubpacketData::SignatureCreationTime(_)
        | SubpacketData::SignatureExpirationTime(_)
        | SubpacketData::KeyExpirationTime(_)
        | SubpacketData::IssuerKeyId(_)
        | SubpacketData::IssuerFingerprint(_)
        | SubpacketData::PreferredSymmetricAlgorithms(_)
        | SubpacketData::PreferredHashAlgorithms(_)
        | SubpacketData::PreferredCompressionAlgorithms(_)
        | SubpacketData::PreferredEncryptionModes(_)
        | SubpacketData::PreferredAeadAlgorithms(_)
        | SubpacketData::KeyServerPreferences(_)
        | SubpacketData::PreferredKeyServer(_)
        | SubpacketData::KeyFlags(_)
        | SubpacketData::Features(_)
        | SubpacketData::RevocationReason(..)
        | SubpacketData::RevocationKey(_)
        | SubpacketData::IsPrimary(_)
        | SubpacketData::Revocable(_)
        | SubpacketData::ExportableCertification(_)
        | SubpacketData::EmbeddedSignature(_)
        | SubpacketData::SignersUserID(_) => None,
        SubpacketData::Notation(notation) => {
            let name = String::from_utf8_lossy(&notation.name);
            Some(format!("the notation `{}`", name.escape_debug()))
        }
        SubpacketData::Experimental(number, _) | SubpacketData::Other(number, _) => {
            Some(format!("a subpacket of the type {number}"))
        }
        other => {
            let name = format!("{other:?}");
            let name = name.split(['(', ' ', '{']).next().unwrap_or_default();
            Some(format!("the subpacket {name}"))
        }
    }
}

/// Refuses a key that is too weak to rest a decision on.
pub(super) fn strong_key(key: &impl KeyDetails) -> Result<(), Refusal> {
    match key.public_params() {
        PublicParams::RSA(rsa) => {
            let bits = modulus_bits(rsa);
            if (MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits) {
                return Ok(());
            }
            Err(Refusal::RsaSize {
                bits,
                least: MIN_RSA_BITS,
                most: MAX_RSA_BITS,
            })
        }
        PublicParams::ECDSA(EcdsaPublicParams::Unsupported { curve, .. }) => Err(refused_key(
            key,
            format!("ECDSA with the curve {}", curve.name()),
        )),
        _ if is_accepted(key.algorithm()) => Ok(()),
        _ => Err(refused_key(key, format!("{:?}", key.algorithm()))),
    }
}

/// The bits of the modulus, which is written first, with its length in bits before it.
fn modulus_bits(rsa: &RsaPublicParams) -> usize {
    let written = rsa.to_bytes().unwrap_or_default();
    let length = written.first_chunk::<2>().copied().unwrap_or_default();
    usize::from(u16::from_be_bytes(length))
}

fn refused_key(key: &impl KeyDetails, algorithm: String) -> Refusal {
    let algorithm = format!("{algorithm} ({})", fingerprint(key));
    Refusal::Algorithm {
        what: "OpenPGP key",
        algorithm,
    }
}
