//! Public keys of SSH.

use std::fmt;
use std::hash::{Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest, Sha256};
use ssh_key::public::KeyData;

use super::check::{MAX_RSA_BITS, MIN_RSA_BITS};
use crate::trust::Refusal;

/// What a key is called in refusals.
const WHAT: &str = "SSH key";

/// The longest key that is read, in bytes.
const MAX_KEY: usize = 16 * 1024;

/// A public key. Two are equal where their bytes are: a comment is no part of it.
#[derive(Clone)]
pub struct PublicKey {
    blob: Vec<u8>,
    data: KeyData,
}

impl PublicKey {
    /// Reads the blob that is base64 in a public key file.
    ///
    /// Keys that are too weak to verify with are read too, so that a file that lists one can be.
    ///
    /// # Errors
    /// What is not a key of a kind that OpenSSH knows, or one in another form than OpenSSH writes.
    pub fn from_blob(blob: &[u8]) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, blob.len(), MAX_KEY)?;
        let key = ssh_key::PublicKey::from_bytes(blob);
        let key = key.map_err(|error| Refusal::malformed(WHAT, error))?;
        if key.to_bytes().ok().as_deref() != Some(blob) {
            let reason = "it is not in the form that OpenSSH writes";
            return Err(Refusal::malformed(WHAT, reason));
        }
        let data = key.key_data().clone();
        if let KeyData::Other(_) = data {
            return Err(Refusal::Algorithm {
                what: WHAT,
                algorithm: data.algorithm().to_string(),
            });
        }
        let blob = blob.to_vec();
        Ok(Self { blob, data })
    }

    /// Reads the two words of a public key file: the kind, and the blob in base64.
    ///
    /// # Errors
    /// As [`PublicKey::from_blob`], and where the kind is not the one in the blob.
    pub fn from_words(kind: &str, base64: &str) -> Result<Self, Refusal> {
        let blob = STANDARD
            .decode(base64)
            .map_err(|error| Refusal::malformed(WHAT, format!("it is not base64: {error}")))?;
        let key = Self::from_blob(&blob)?;
        if key.algorithm() != kind {
            let reason = format!("it says `{kind}` and is `{}`", key.algorithm());
            return Err(Refusal::malformed(WHAT, reason));
        }
        Ok(key)
    }

    /// The key's kind by OpenSSH's name, such as `ssh-ed25519`.
    #[must_use]
    pub fn algorithm(&self) -> String {
        self.data.algorithm().to_string()
    }

    /// The fingerprint as `ssh-keygen -l` prints it: `SHA256:` and base64 without padding.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = Sha256::digest(&self.blob);
        format!("SHA256:{}", STANDARD_NO_PAD.encode(digest))
    }

    /// The key as in a public key file, without a comment.
    #[must_use]
    pub fn to_openssh(&self) -> String {
        format!("{} {}", self.algorithm(), STANDARD.encode(&self.blob))
    }

    /// The bytes of the key.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.blob
    }

    pub(super) fn data(&self) -> &KeyData {
        &self.data
    }

    /// Refuses kinds and sizes of keys that no signature is accepted of.
    pub(super) fn must_be_acceptable(&self) -> Result<(), Refusal> {
        match &self.data {
            KeyData::Rsa(rsa) => rsa_size(rsa.n.as_positive_bytes().unwrap_or_default()),
            KeyData::Ed25519(_)
            | KeyData::Ecdsa(_)
            | KeyData::SkEd25519(_)
            | KeyData::SkEcdsaSha2NistP256(_) => Ok(()),
            _ => Err(Refusal::Algorithm {
                what: WHAT,
                algorithm: self.algorithm(),
            }),
        }
    }
}

/// Refuses an RSA key by the size of its modulus.
fn rsa_size(modulus: &[u8]) -> Result<(), Refusal> {
    let unused = modulus.first().map_or(0, |first| first.leading_zeros());
    let bits = modulus.len() * 8 - unused as usize;
    if (MIN_RSA_BITS..=MAX_RSA_BITS).contains(&bits) {
        return Ok(());
    }
    Err(Refusal::RsaSize {
        bits,
        least: MIN_RSA_BITS,
        most: MAX_RSA_BITS,
    })
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.blob == other.blob
    }
}

impl Eq for PublicKey {}

impl Hash for PublicKey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.blob.hash(state);
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({})", self.fingerprint())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.fingerprint())
    }
}
