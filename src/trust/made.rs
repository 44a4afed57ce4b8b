//! For tests: fixtures, and signatures that no tool makes.

use ring::signature::{Ed25519KeyPair, KeyPair};
use sha2::{Digest, Sha256};

use super::ssh::{Hash, MAGIC, to_be_signed};

/// A file of `fixtures/trust`.
pub fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/fixtures/trust/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A text file of `fixtures/trust`.
pub fn text(name: &str) -> String {
    String::from_utf8(fixture(name)).expect("text")
}

/// An SSH string.
pub fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a short string");
    [&length.to_be_bytes(), bytes].concat()
}

/// The fields of a signature of version 1, from its first to its last.
pub fn sshsig(key: &[u8], namespace: &str, reserved: &[u8], hash: &str, proof: &[u8]) -> Vec<u8> {
    let mut blob = [MAGIC.as_slice(), &1_u32.to_be_bytes()].concat();
    let fields = [key, namespace.as_bytes(), reserved, hash.as_bytes(), proof];
    blob.extend(fields.into_iter().flat_map(string));
    blob
}

/// A key that tests sign with. It is made of one number and protects nothing.
pub struct TestKey(Ed25519KeyPair);

impl TestKey {
    pub fn new(number: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[number; 32]).expect("a seed"))
    }

    /// The public key's blob.
    pub fn blob(&self) -> Vec<u8> {
        [string(b"ssh-ed25519"), string(self.0.public_key().as_ref())].concat()
    }

    /// The blob as the key of a security key.
    pub fn security_key_blob(&self) -> Vec<u8> {
        let kind = string(b"sk-ssh-ed25519@openssh.com");
        let key = string(self.0.public_key().as_ref());
        [kind, key, string(b"ssh:")].concat()
    }

    /// A raw SSHSIG blob, as `ssh-keygen -Y sign` makes it.
    pub fn sign(&self, message: &[u8], namespace: &str) -> Vec<u8> {
        let signed = to_be_signed(message, namespace, Hash::Sha512);
        let signature = self.0.sign(&signed);
        let proof = [string(b"ssh-ed25519"), string(signature.as_ref())].concat();
        sshsig(&self.blob(), namespace, b"", "sha512", &proof)
    }

    /// A raw SSHSIG blob as a security key makes it (`PROTOCOL.u2f`).
    pub fn sign_as_security_key(&self, message: &[u8], namespace: &str, flags: u8) -> Vec<u8> {
        let counter = 5_u32.to_be_bytes();
        let signed = to_be_signed(message, namespace, Hash::Sha512);
        let mut bytes = Sha256::digest(b"ssh:").to_vec();
        bytes.push(flags);
        bytes.extend_from_slice(&counter);
        bytes.extend_from_slice(&Sha256::digest(&signed));
        let signature = self.0.sign(&bytes);
        let mut proof = string(b"sk-ssh-ed25519@openssh.com");
        proof.extend(string(signature.as_ref()));
        proof.push(flags);
        proof.extend_from_slice(&counter);
        sshsig(&self.security_key_blob(), namespace, b"", "sha512", &proof)
    }
}
