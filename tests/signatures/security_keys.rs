//! Signatures of security keys (`PROTOCOL.u2f`), made in software as a key would make them.

use relcheck::trust::Refusal;
use relcheck::trust::ssh::{Hash, MAGIC, PublicKey, Signature, to_be_signed};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use tempfile::TempDir;

use super::openssh::by_ssh_keygen;
use super::{MESSAGE, is_there, turned};

/// What touching a key sets.
const TOUCHED: u8 = 1;

const APPLICATION: &[u8] = b"ssh:";

fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a short string");
    [&length.to_be_bytes(), bytes].concat()
}

/// A positive number in its shortest form.
fn number(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let shortest = &bytes[zeros..];
    let sign: &[u8] = if shortest[0] & 0x80 == 0 { &[] } else { &[0] };
    string(&[sign, shortest].concat())
}

/// A key in software, by kind.
enum SoftKey {
    Ed25519(Ed25519KeyPair),
    P256(EcdsaKeyPair, SystemRandom),
}

impl SoftKey {
    fn all() -> [Self; 2] {
        let random = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(kind, &random).expect("a key");
        let p256 = EcdsaKeyPair::from_pkcs8(kind, pkcs8.as_ref(), &random).expect("a key");
        let ed25519 = Ed25519KeyPair::from_seed_unchecked(&[5; 32]).expect("a seed");
        [Self::Ed25519(ed25519), Self::P256(p256, random)]
    }

    fn kind(&self) -> &'static [u8] {
        match self {
            Self::Ed25519(_) => b"sk-ssh-ed25519@openssh.com",
            Self::P256(..) => b"sk-ecdsa-sha2-nistp256@openssh.com",
        }
    }

    fn blob(&self) -> Vec<u8> {
        let fields = match self {
            Self::Ed25519(key) => string(key.public_key().as_ref()),
            Self::P256(key, _) => [string(b"nistp256"), string(key.public_key().as_ref())].concat(),
        };
        [string(self.kind()), fields, string(APPLICATION)].concat()
    }

    fn sign_bytes(&self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.sign(bytes).as_ref().to_vec(),
            Self::P256(key, random) => {
                let both = key.sign(random, bytes).expect("a signature");
                let (r, s) = both.as_ref().split_at(32);
                [number(r), number(s)].concat()
            }
        }
    }

    fn sign(&self, message: &[u8], flags: u8) -> Signature {
        let digest = |bytes: &[u8]| {
            ring::digest::digest(&ring::digest::SHA256, bytes)
                .as_ref()
                .to_vec()
        };
        let counter = 7_u32.to_be_bytes();
        let signed = to_be_signed(message, "relcheck", Hash::Sha512);
        let parts = [
            digest(APPLICATION),
            vec![flags],
            counter.to_vec(),
            digest(&signed),
        ];
        let mut proof = [
            string(self.kind()),
            string(&self.sign_bytes(&parts.concat())),
        ]
        .concat();
        proof.push(flags);
        proof.extend_from_slice(&counter);
        let mut blob = [MAGIC.as_slice(), &1_u32.to_be_bytes()].concat();
        let key = self.blob();
        let fields: [&[u8]; 5] = [&key, b"relcheck", b"", b"sha512", &proof];
        blob.extend(fields.into_iter().flat_map(string));
        Signature::parse(&blob).expect("a signature")
    }
}

#[test]
fn touched_security_keys_verify_here_and_with_ssh_keygen() {
    for key in SoftKey::all() {
        let signature = key.sign(MESSAGE, TOUCHED);
        let signer = signature.verify(MESSAGE, "relcheck").expect("it verifies");
        let public = PublicKey::from_blob(&key.blob()).expect("a key");
        assert_eq!(signer.key(), &public);
        let other = turned(MESSAGE, 3);
        assert!(signature.verify(&other, "relcheck").is_err());
        let untouched = key.sign(MESSAGE, 0);
        assert_eq!(
            untouched.verify(MESSAGE, "relcheck"),
            Err(Refusal::NoUserPresence)
        );
        if is_there("ssh-keygen", "-?") {
            let folder = TempDir::new().expect("a folder");
            let signers = format!("alice {}\n", public.to_openssh());
            let armored = signature.to_armored();
            assert!(by_ssh_keygen(folder.path(), &signers, &armored, MESSAGE));
            assert!(!by_ssh_keygen(folder.path(), &signers, &armored, &other));
        }
    }
}
