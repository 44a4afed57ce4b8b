//! OpenPGP signatures. They are recognised and not verified yet: each is refused.

use super::Refusal;

/// What a signature is called in refusals.
const WHAT: &str = "OpenPGP signature";

/// A detached signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature;

/// What a signature proves, and what its signer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The fingerprint of the primary key, in upper-case hexadecimal.
    pub primary_fingerprint: String,
    /// When the signature was made, in seconds since 1970, as its signer says.
    pub claimed_at: i64,
    /// The user IDs that the certificate's owner vouches for.
    pub user_ids: Vec<String>,
}

/// OpenPGP keys.
#[derive(Debug)]
pub struct Keyring;

fn unread() -> Refusal {
    Refusal::Malformed {
        what: WHAT,
        reason: "OpenPGP is not verified yet: use SSH keys".to_owned(),
    }
}

impl Signature {
    /// # Errors
    /// Always.
    pub fn parse(_: &[u8]) -> Result<Self, Refusal> {
        Err(unread())
    }
}

impl Keyring {
    /// # Errors
    /// Always.
    pub fn parse(_: &[u8]) -> Result<Self, Refusal> {
        Err(unread())
    }

    /// # Errors
    /// Always.
    pub fn verify(&self, _: &Signature, _: &[u8], _: i64) -> Result<Verified, Refusal> {
        Err(unread())
    }
}
