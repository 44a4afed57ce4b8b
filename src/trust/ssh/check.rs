//! The cryptography of SSH signatures: RFC 4253 and 5656, RFC 8332, RFC 8709, `PROTOCOL.u2f`.
//!
//! Ring verifies all that it can, which is everything but the curve P-521.

use p521::ecdsa::signature::Verifier;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
    VerificationAlgorithm,
};
use sha2::{Digest, Sha256};
use ssh_key::public::{EcdsaPublicKey, KeyData, RsaPublicKey};

use super::key::PublicKey;
use super::wire::Reader;
use crate::trust::Refusal;

/// RSA keys with fewer bits are refused: NIST SP 800-131A allows none of them any more.
pub(super) const MIN_RSA_BITS: usize = 2048;

/// Ring verifies none with more.
pub(super) const MAX_RSA_BITS: usize = 8192;

/// The flag of a security key that says that somebody touched it.
const USER_PRESENT: u8 = 0x01;

/// The flag of a security key that says that it verified who touched it.
const USER_VERIFIED: u8 = 0x04;

/// The signature inside of a signature: algorithm and bytes, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    Ed25519(Vec<u8>),
    /// Both numbers, each as long as the curve's.
    Ecdsa(Vec<u8>),
    RsaSha256(Vec<u8>),
    RsaSha512(Vec<u8>),
    /// What a security key adds to one of the first two.
    SecurityKey {
        proof: Box<Proof>,
        flags: u8,
        counter: u32,
    },
}

impl Proof {
    /// Reads a signature blob, which has to be one that this kind of key makes.
    pub(super) fn read(blob: &[u8], key: &PublicKey, what: &'static str) -> Result<Self, Refusal> {
        let mut reader = Reader::new(blob, what);
        let algorithm = reader.string("algorithm")?;
        let bytes = reader.string("signature")?;
        let proof = match (key.data(), algorithm) {
            (KeyData::Ed25519(_), b"ssh-ed25519") => Self::Ed25519(bytes.to_vec()),
            (KeyData::Rsa(_), b"rsa-sha2-256") => Self::RsaSha256(bytes.to_vec()),
            (KeyData::Rsa(_), b"rsa-sha2-512") => Self::RsaSha512(bytes.to_vec()),
            (KeyData::Ecdsa(curve), name) if name == key.algorithm().as_bytes() => {
                Self::Ecdsa(two_numbers(bytes, field_size(curve), what)?)
            }
            (KeyData::SkEd25519(_), b"sk-ssh-ed25519@openssh.com") => {
                Self::Ed25519(bytes.to_vec()).touched(&mut reader)?
            }
            (KeyData::SkEcdsaSha2NistP256(_), b"sk-ecdsa-sha2-nistp256@openssh.com") => {
                Self::Ecdsa(two_numbers(bytes, 32, what)?).touched(&mut reader)?
            }
            (_, other) => {
                let algorithm = other.escape_ascii().to_string();
                let algorithm = format!("{algorithm} with a key of {}", key.algorithm());
                return Err(Refusal::Algorithm { what, algorithm });
            }
        };
        reader.end()?;
        Ok(proof)
    }

    /// With flags and counter, which follow a security key's signature.
    fn touched(self, reader: &mut Reader<'_>) -> Result<Self, Refusal> {
        Ok(Self::SecurityKey {
            proof: Box::new(self),
            flags: reader.byte()?,
            counter: reader.number()?,
        })
    }

    /// Whether a security key says that it verified its user.
    pub(super) fn user_was_verified(&self) -> bool {
        matches!(self, Self::SecurityKey { flags, .. } if flags & USER_VERIFIED != 0)
    }

    /// Verifies that the key signed these bytes.
    pub(super) fn verify(
        &self,
        key: &PublicKey,
        signed: &[u8],
        what: &'static str,
    ) -> Result<(), Refusal> {
        if !self.holds(key, signed) {
            return Err(Refusal::Mismatch { what });
        }
        match self {
            Self::SecurityKey { flags, .. } if flags & USER_PRESENT == 0 => {
                Err(Refusal::NoUserPresence)
            }
            _ => Ok(()),
        }
    }

    fn holds(&self, key: &PublicKey, signed: &[u8]) -> bool {
        match (self, key.data()) {
            (Self::Ed25519(bytes), KeyData::Ed25519(key)) => {
                simple(&ED25519, &key.0, signed, bytes)
            }
            (Self::Ecdsa(bytes), KeyData::Ecdsa(key)) => ecdsa(key, signed, bytes),
            (Self::RsaSha256(bytes), KeyData::Rsa(key)) => {
                rsa(&RSA_PKCS1_2048_8192_SHA256, key, signed, bytes)
            }
            (Self::RsaSha512(bytes), KeyData::Rsa(key)) => {
                rsa(&RSA_PKCS1_2048_8192_SHA512, key, signed, bytes)
            }
            (
                Self::SecurityKey {
                    proof,
                    flags,
                    counter,
                },
                KeyData::SkEd25519(key),
            ) => {
                let signed = security_key_signs(key.application(), *flags, *counter, signed);
                matches!(&**proof, Self::Ed25519(bytes)
                    if simple(&ED25519, &key.public_key().0, &signed, bytes))
            }
            (
                Self::SecurityKey {
                    proof,
                    flags,
                    counter,
                },
                KeyData::SkEcdsaSha2NistP256(key),
            ) => {
                let signed = security_key_signs(key.application(), *flags, *counter, signed);
                let point = key.ec_point().as_bytes();
                matches!(&**proof, Self::Ecdsa(bytes)
                    if simple(&ECDSA_P256_SHA256_FIXED, point, &signed, bytes))
            }
            _ => false,
        }
    }
}

/// What a security key signs: `PROTOCOL.u2f`, "SSH U2F signatures".
fn security_key_signs(application: &str, flags: u8, counter: u32, message: &[u8]) -> Vec<u8> {
    let mut bytes = Sha256::digest(application).to_vec();
    bytes.push(flags);
    bytes.extend_from_slice(&counter.to_be_bytes());
    bytes.extend_from_slice(&Sha256::digest(message));
    bytes
}

fn simple(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
    signed: &[u8],
    signature: &[u8],
) -> bool {
    UnparsedPublicKey::new(algorithm, key)
        .verify(signed, signature)
        .is_ok()
}

fn ecdsa(key: &EcdsaPublicKey, signed: &[u8], signature: &[u8]) -> bool {
    let point = key.as_sec1_bytes();
    match key {
        EcdsaPublicKey::NistP256(_) => simple(&ECDSA_P256_SHA256_FIXED, point, signed, signature),
        EcdsaPublicKey::NistP384(_) => simple(&ECDSA_P384_SHA384_FIXED, point, signed, signature),
        EcdsaPublicKey::NistP521(_) => {
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(point);
            let signature = p521::ecdsa::Signature::from_slice(signature);
            matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(signed, &signature).is_ok())
        }
    }
}

fn rsa(parameters: &RsaParameters, key: &RsaPublicKey, signed: &[u8], signature: &[u8]) -> bool {
    let (Some(n), Some(e)) = (key.n.as_positive_bytes(), key.e.as_positive_bytes()) else {
        return false;
    };
    // RFC 8332 wants as many bytes as the modulus has; OpenSSH takes fewer too, as some agents drop
    // leading zeros.
    let Some(missing) = n.len().checked_sub(signature.len()) else {
        return false;
    };
    let mut padded = vec![0; missing];
    padded.extend_from_slice(signature);
    RsaPublicKeyComponents { n, e }
        .verify(parameters, signed, &padded)
        .is_ok()
}

/// The bytes of one number of a signature on a curve.
fn field_size(key: &EcdsaPublicKey) -> usize {
    match key {
        EcdsaPublicKey::NistP256(_) => 32,
        EcdsaPublicKey::NistP384(_) => 48,
        EcdsaPublicKey::NistP521(_) => 66,
    }
}

/// The two numbers of an ECDSA signature (RFC 5656, section 3.1.2), each filled up to `size` bytes.
fn two_numbers(bytes: &[u8], size: usize, what: &'static str) -> Result<Vec<u8>, Refusal> {
    let mut reader = Reader::new(bytes, what);
    let mut both = Vec::with_capacity(2 * size);
    for field in ["number r", "number s"] {
        let number = reader.positive(field)?;
        let Some(missing) = size.checked_sub(number.len()) else {
            let reason = format!("its {field} is too large for the curve");
            return Err(Refusal::malformed(what, reason));
        };
        both.resize(both.len() + missing, 0);
        both.extend_from_slice(number);
    }
    reader.end()?;
    Ok(both)
}
