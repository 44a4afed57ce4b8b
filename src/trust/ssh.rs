//! SSH signatures (SSHSIG, OpenSSH's `PROTOCOL.sshsig`), as `ssh-keygen -Y sign` and git make them.
//!
//! A signature says nothing about time: the time at which a key has to be valid is the caller's.

mod armor;
mod certificate;
mod check;
mod key;
mod wire;

use sha2::{Digest, Sha256, Sha512};

pub use certificate::Certificate;
pub use key::PublicKey;

use super::Refusal;
use check::Proof;
use wire::{Reader, put_string};

/// The longest signature that is read, armoured or not, in bytes. One with a certificate and keys of
/// RSA with 8192 bits takes less than a tenth of that.
pub const MAX_SIGNATURE: usize = 64 * 1024;

/// The longest namespace, in bytes.
pub const MAX_NAMESPACE: usize = 256;

/// What a signature is called in refusals.
const WHAT: &str = "SSH signature";

/// The first bytes of a signature, and of what is signed.
pub const MAGIC: &[u8; 6] = b"SSHSIG";

/// The hash over the message. Others are not accepted, and `PROTOCOL.sshsig` knows no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256.
    Sha256,
    /// SHA-512, which `ssh-keygen` takes unless told otherwise.
    Sha512,
}

impl Hash {
    /// The hash's name as a signature has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }

    fn from_name(name: &[u8]) -> Result<Self, Refusal> {
        match name {
            b"sha256" => Ok(Self::Sha256),
            b"sha512" => Ok(Self::Sha512),
            other => Err(Refusal::Hash {
                what: WHAT,
                hash: other.escape_ascii().to_string(),
            }),
        }
    }

    fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}

/// Who made a signature: a key, or a key with the certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// A plain key.
    Key(PublicKey),
    /// A key that came with a certificate. Whether the certificate holds is not known before
    /// [`AllowedSigners::who`](super::allowed_signers::AllowedSigners::who) said so.
    Certificate(Box<Certificate>),
}

impl Signer {
    /// The key that signed.
    #[must_use]
    pub fn key(&self) -> &PublicKey {
        match self {
            Self::Key(key) => key,
            Self::Certificate(certificate) => certificate.key(),
        }
    }
}

/// A signature that was read, and not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    blob: Vec<u8>,
    signer: Signer,
    namespace: String,
    hash: Hash,
    proof: Proof,
}

impl Signature {
    /// Reads a signature, armoured (`-----BEGIN SSH SIGNATURE-----`) or the raw blob in it.
    ///
    /// # Errors
    /// What is not a signature of version 1 with one of the accepted algorithms: `ssh-rsa` (SHA-1),
    /// DSA and unknown ones are refused, so are other hashes than SHA-256 and SHA-512, RSA keys
    /// below 2048 bits, and anything that is left over after the signature.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, bytes.len(), MAX_SIGNATURE)?;
        if bytes.starts_with(MAGIC) {
            return Self::from_blob(bytes.to_vec());
        }
        Self::from_blob(armor::decode(bytes)?)
    }

    fn from_blob(blob: Vec<u8>) -> Result<Self, Refusal> {
        let mut reader = Reader::new(&blob, WHAT);
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(Refusal::malformed(WHAT, "it does not begin with `SSHSIG`"));
        }
        let version = reader.number()?;
        if version != 1 {
            return Err(Refusal::Version {
                what: WHAT,
                found: version.to_string(),
                accepted: "version 1",
            });
        }
        let signer = read_signer(reader.string("public key")?)?;
        let namespace = read_namespace(reader.string("namespace")?)?;
        // OpenSSH ignores what is reserved, and does not sign it: anybody could change it.
        if !reader.string("reserved field")?.is_empty() {
            return Err(Refusal::malformed(WHAT, "its reserved field is not empty"));
        }
        let hash = Hash::from_name(reader.string("hash algorithm")?)?;
        let proof = Proof::read(reader.string("signature")?, signer.key(), WHAT)?;
        reader.end()?;
        Ok(Self {
            signer,
            namespace,
            hash,
            proof,
            blob,
        })
    }

    /// Verifies that the signer's key signed this message in this namespace, and says who that is.
    ///
    /// That is cryptography only. Whose key it is, and whether it counted at the time, is a question
    /// for [`AllowedSigners::who`](super::allowed_signers::AllowedSigners::who).
    ///
    /// # Errors
    /// [`Refusal::OtherNamespace`] names both namespaces; [`Refusal::Mismatch`] where the signature
    /// is not one of this key over this message; [`Refusal::NoUserPresence`] where a security key
    /// was not touched.
    pub fn verify(&self, message: &[u8], namespace: &str) -> Result<&Signer, Refusal> {
        if self.namespace != namespace {
            return Err(Refusal::OtherNamespace {
                found: self.namespace.clone(),
                wanted: namespace.to_owned(),
            });
        }
        let signed = to_be_signed(message, namespace, self.hash);
        self.proof.verify(self.signer.key(), &signed, WHAT)?;
        if let Signer::Certificate(certificate) = &self.signer
            && certificate.requires_user_verification()
            && !self.proof.user_was_verified()
        {
            return Err(Refusal::NoUserVerification);
        }
        Ok(&self.signer)
    }

    /// The namespace that the signature says it was made in.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The hash over the message.
    #[must_use]
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// Who the signature says made it. Nothing is proved before [`Signature::verify`].
    #[must_use]
    pub fn claimed_signer(&self) -> &Signer {
        &self.signer
    }

    /// The raw blob, which begins with `SSHSIG`.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.blob
    }

    /// The armoured form, byte for byte as `ssh-keygen -Y sign` writes it.
    #[must_use]
    pub fn to_armored(&self) -> String {
        armor::encode(&self.blob)
    }
}

/// The bytes that a key signs for a message: `PROTOCOL.sshsig`, section 3.
///
/// For whoever asks an agent for a signature; `ssh-keygen -Y sign` does this by itself.
#[must_use]
pub fn to_be_signed(message: &[u8], namespace: &str, hash: Hash) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    put_string(&mut bytes, namespace.as_bytes());
    put_string(&mut bytes, b"");
    put_string(&mut bytes, hash.name().as_bytes());
    put_string(&mut bytes, &hash.digest(message));
    bytes
}

/// The key or certificate in a signature.
fn read_signer(blob: &[u8]) -> Result<Signer, Refusal> {
    let signer = if Certificate::is_one(blob) {
        Signer::Certificate(Box::new(Certificate::from_blob(blob)?))
    } else {
        Signer::Key(PublicKey::from_blob(blob)?)
    };
    signer.key().must_be_acceptable()?;
    Ok(signer)
}

fn read_namespace(bytes: &[u8]) -> Result<String, Refusal> {
    Refusal::bytes("namespace of the SSH signature", bytes.len(), MAX_NAMESPACE)?;
    match std::str::from_utf8(bytes) {
        Ok("") => Err(Refusal::malformed(WHAT, "its namespace is empty")),
        Ok(namespace) => Ok(namespace.to_owned()),
        Err(_) => Err(Refusal::malformed(WHAT, "its namespace is not UTF-8")),
    }
}

#[cfg(test)]
mod tests;
