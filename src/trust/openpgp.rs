//! OpenPGP signatures (RFC 9580; v4 as of RFC 4880), as `gpg --detach-sign` makes them.
//!
//! The cryptography is rPGP's, which checks nothing else. The policy is here: which hashes and
//! algorithms count, whose a key is, what it is for, and when it counts. `docs/signatures.md` says
//! why, and where GnuPG and Sequoia decide otherwise.

mod armor;
mod certificate;
mod keyring;
mod packets;
mod policy;
mod self_signatures;
mod validity;

use pgp::packet::{SignatureType, SignatureVersion};
use pgp::types::KeyDetails;

pub use keyring::Keyring;

use super::Refusal;
use packets::Piece;

/// The largest keyring that is read, in bytes.
pub const MAX_KEYRING: usize = 4 * 1024 * 1024;

/// The longest signature that is read, in bytes.
pub const MAX_SIGNATURE: usize = 64 * 1024;

/// What a signature is called in refusals.
const WHAT: &str = "OpenPGP signature";

/// A detached signature that was read, and not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    packet: pgp::packet::Signature,
    bytes: Vec<u8>,
}

impl Signature {
    /// Reads a detached signature, armoured or binary: exactly one signature packet.
    ///
    /// A file with several is refused, as "is it signed?" would have several answers;
    /// [`Signature::parse_all`] reads them, each to be verified by itself.
    ///
    /// # Errors
    /// What is not one signature packet, of version 4 or 6, over a binary or text document, with a
    /// hash and an algorithm that are accepted, and without critical parts that are not known.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut all = Self::parse_all(bytes)?;
        match (all.pop(), all.len()) {
            (Some(only), 0) => Ok(only),
            (_, others) => {
                let reason = format!("one signature is needed, and there are {}", others + 1);
                Err(Refusal::malformed(WHAT, reason))
            }
        }
    }

    /// Reads all signatures of a file, at least one.
    ///
    /// # Errors
    /// As [`Signature::parse`], for any of them.
    pub fn parse_all(bytes: &[u8]) -> Result<Vec<Self>, Refusal> {
        Refusal::bytes(WHAT, bytes.len(), MAX_SIGNATURE)?;
        let pieces = packets::of_signature(bytes)?;
        if pieces.is_empty() {
            return Err(Refusal::malformed(WHAT, "it is empty"));
        }
        pieces.into_iter().map(Self::from_piece).collect()
    }

    fn from_piece(piece: Piece) -> Result<Self, Refusal> {
        let packet = piece.signature(WHAT)?;
        if !matches!(
            packet.version(),
            SignatureVersion::V4 | SignatureVersion::V6
        ) {
            return Err(Refusal::Version {
                what: WHAT,
                found: u8::from(packet.version()).to_string(),
                accepted: "versions 4 and 6",
            });
        }
        match packet.typ() {
            Some(SignatureType::Binary | SignatureType::Text) => {}
            other => {
                let found = other.map_or("unknown".to_owned(), |kind| format!("{kind:?}"));
                return Err(Refusal::SignatureType { found });
            }
        }
        policy::acceptable(&packet, WHAT)?;
        Ok(Self {
            packet,
            bytes: piece.bytes,
        })
    }

    /// The signature packet, which `gpg --verify` takes too.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// What a signature proves, and what its signer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The fingerprint of the certificate (its primary key), in upper-case hexadecimal as `gpg`
    /// prints it.
    pub primary_fingerprint: String,
    /// The fingerprint of the key that signed: the primary one or a subkey.
    pub key_fingerprint: String,
    /// When the signature was made, in seconds since 1970, **as its signer says**. Whoever has the
    /// key can write any time here: bind the time by other means where it matters.
    pub claimed_at: i64,
    /// When the signature ends to count, in seconds since 1970; `None` is never.
    pub expires: Option<i64>,
    /// The user IDs that the certificate's owner vouches for and did not revoke, in the order of the
    /// certificate. A user ID is what the owner wrote: nobody has checked the address in it.
    pub user_ids: Vec<String>,
}

/// A key's fingerprint, in upper-case hexadecimal.
fn fingerprint(key: &(impl KeyDetails + ?Sized)) -> String {
    hexadecimal(key.fingerprint().as_bytes())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[cfg(test)]
mod made_tests;
#[cfg(test)]
mod tests;
