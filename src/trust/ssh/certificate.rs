//! OpenSSH's certificates (`PROTOCOL.certkeys`): an authority says whose a key is.

mod fields;

use super::check::Proof;
use super::key::PublicKey;
use super::wire::Reader;
use crate::trust::{Refusal, Window};
use fields::Fields;

/// What a certificate is called in refusals.
const WHAT: &str = "SSH certificate";

/// The one critical option that can be honoured: the security key has to verify its user.
const VERIFY_REQUIRED: &str = "verify-required";

/// How the names of all kinds of certificates end.
const KIND_ENDS: &str = "-cert-v01@openssh.com";

/// The longest certificate that is read, in bytes.
const MAX_CERTIFICATE: usize = 32 * 1024;

/// A key with what an authority says of it. Nothing is proved before [`Certificate::must_hold`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    key: PublicKey,
    authority: PublicKey,
    fields: Fields,
    /// What the authority signed: everything before its signature.
    signed: Vec<u8>,
    proof: Proof,
}

impl Certificate {
    /// Whether the blob of a key is one of a certificate, by its kind.
    pub(super) fn is_one(blob: &[u8]) -> bool {
        let kind = Reader::new(blob, WHAT).string("kind");
        kind.is_ok_and(|kind| kind.ends_with(KIND_ENDS.as_bytes()))
    }

    /// Reads the blob of a certificate.
    ///
    /// # Errors
    /// What is not a certificate, and one whose authority uses an algorithm that is not accepted.
    pub fn from_blob(blob: &[u8]) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, blob.len(), MAX_CERTIFICATE)?;
        let mut reader = Reader::new(blob, WHAT);
        let key = PublicKey::from_blob(&fields::key(&mut reader)?)?;
        let fields = Fields::read(&mut reader)?;
        let authority = PublicKey::from_blob(reader.string("authority")?)?;
        authority.must_be_acceptable()?;
        let signed = blob
            .strip_suffix(reader.rest())
            .unwrap_or_default()
            .to_vec();
        let proof = Proof::read(reader.string("signature")?, &authority, WHAT)?;
        reader.end()?;
        Ok(Self {
            key,
            authority,
            fields,
            signed,
            proof,
        })
    }

    /// The key that is certified.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The authority's key.
    #[must_use]
    pub fn authority(&self) -> &PublicKey {
        &self.authority
    }

    /// The name that the authority gave the certificate (`ssh-keygen -I`).
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.fields.key_id
    }

    /// The serial number (`ssh-keygen -z`), 0 where the authority gives none.
    #[must_use]
    pub fn serial(&self) -> u64 {
        self.fields.serial
    }

    /// The principals that the certificate is for (`ssh-keygen -n`). Empty is nobody here, though
    /// older versions of `sshd` take it for everybody.
    #[must_use]
    pub fn principals(&self) -> &[String] {
        &self.fields.principals
    }

    /// When the certificate is valid; the end does not belong to it.
    #[must_use]
    pub fn window(&self) -> Window {
        self.fields.window
    }

    /// Whether the signature has to say that the security key verified its user.
    pub(super) fn requires_user_verification(&self) -> bool {
        let options = &self.fields.critical_options;
        options.iter().any(|name| name == VERIFY_REQUIRED)
    }

    /// Verifies what does not depend on who is trusted: that the authority signed it, that it is one
    /// of a person, valid at `at`, and without restrictions that cannot be honoured.
    ///
    /// # Errors
    /// The first of these that does not hold.
    pub fn must_hold(&self, at: i64) -> Result<(), Refusal> {
        self.proof.verify(&self.authority, &self.signed, WHAT)?;
        let certificate = self.key_id().to_owned();
        if !self.fields.is_of_a_user {
            return Err(Refusal::HostCertificate { certificate });
        }
        let mut options = self.fields.critical_options.iter();
        if let Some(option) = options.find(|name| *name != VERIFY_REQUIRED) {
            let option = option.clone();
            return Err(Refusal::CriticalOption {
                certificate,
                option,
            });
        }
        self.must_be_valid(at)
    }

    fn must_be_valid(&self, at: i64) -> Result<(), Refusal> {
        let window = self.window();
        let name = format!("`{}`", self.key_id());
        let what = "certificate";
        if window.from.is_some_and(|from| at < from) {
            return Err(Refusal::NotYetValid {
                what,
                name,
                at,
                window,
            });
        }
        if window.until.is_some_and(|until| at >= until) {
            return Err(Refusal::NoLongerValid {
                what,
                name,
                at,
                window,
            });
        }
        Ok(())
    }
}
