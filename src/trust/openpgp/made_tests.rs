//! Certificates that no tool at hand writes: version 6, and subkeys that do not vouch.

use p521::elliptic_curve::rand_core::{self, CryptoRng, RngCore};
use pgp::composed::Deserializable;
use pgp::composed::{
    ArmorOptions, DetachedSignature, EncryptionCaps, KeyType, SecretKeyParamsBuilder,
    SignedPublicKey, SignedSecretKey, SubkeyParamsBuilder,
};
use pgp::crypto::ecc_curve::ECCCurve;
use pgp::crypto::hash::HashAlgorithm;
use pgp::crypto::public_key::PublicKeyAlgorithm;
use pgp::packet::{
    Notation, PacketTrait, SignatureConfig, SignatureType, Subpacket, SubpacketData,
};
use pgp::ser::Serialize;
use pgp::types::{Duration, KeyVersion, Password, Timestamp};

use super::*;
use crate::trust::made::text;

/// Far after the clock of whatever machine the test runs on, which rPGP takes the times from.
const NOW: i64 = 4_000_000_000;

/// Numbers that are the same in every run. Nothing is protected by them.
struct Counter(u64);

impl RngCore for Counter {
    fn next_u32(&mut self) -> u32 {
        self.next_u64() as u32
    }

    fn next_u64(&mut self) -> u64 {
        // SplitMix64: RSA and curves want bits that look like chance.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.next_u64() as u8);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Counter {}

fn key(version: KeyVersion, kind: KeyType, may_sign: bool) -> SignedSecretKey {
    let subkey = SubkeyParamsBuilder::default()
        .version(version)
        .key_type(kind.clone())
        .can_sign(true)
        .can_encrypt(EncryptionCaps::None)
        .build()
        .expect("a subkey");
    SecretKeyParamsBuilder::default()
        .version(version)
        .key_type(kind)
        .can_certify(true)
        .can_sign(may_sign)
        .primary_user_id("Eve <eve@example.org>".into())
        .subkey(subkey)
        .build()
        .expect("what a key should be")
        .generate(Counter(1))
        .expect("a key")
}

fn sign(key: &impl pgp::types::SigningKey, message: &[u8]) -> Signature {
    let none = Password::empty();
    let signature =
        DetachedSignature::sign_binary_data(Counter(2), key, &none, HashAlgorithm::Sha512, message);
    let bytes = signature.expect("a signature").to_bytes().expect("bytes");
    Signature::parse(&bytes).expect("a signature")
}

fn ring(key: &SignedSecretKey) -> Keyring {
    let public = SignedPublicKey::from(key.clone());
    let armored = public
        .to_armored_bytes(ArmorOptions::default())
        .expect("armour");
    Keyring::parse(&armored).expect("a keyring")
}

#[test]
fn keys_of_version_6_verify() {
    for kind in [KeyType::Ed25519, KeyType::Ed448] {
        let key = key(KeyVersion::V6, kind, true);
        let ring = ring(&key);
        let signature = sign(&key.primary_key, b"x");
        let verified = ring.verify(&signature, b"x", NOW).expect("verified");
        assert_eq!(verified.primary_fingerprint.len(), 64);
        assert_eq!(verified.user_ids, ["Eve <eve@example.org>"]);
        assert_eq!(
            ring.verify(&signature, b"y", NOW),
            Err(Refusal::Mismatch { what: WHAT })
        );
        let subkey = key.secret_subkeys.first().expect("a subkey");
        let verified = ring.verify(&sign(&subkey.key, b"x"), b"x", NOW);
        let verified = verified.expect("verified");
        assert_ne!(verified.primary_fingerprint, verified.key_fingerprint);
    }
}

#[test]
fn a_key_that_is_not_for_signing_signs_nothing() {
    let key = key(KeyVersion::V4, KeyType::Ed25519Legacy, false);
    let refusal = ring(&key).verify(&sign(&key.primary_key, b"x"), b"x", NOW);
    assert!(
        matches!(refusal, Err(Refusal::NotForSigning { .. })),
        "{refusal:?}"
    );
}

/// Without a back signature anybody could bind somebody else's key as a subkey.
#[test]
fn a_subkey_that_does_not_vouch_for_its_primary_key_signs_nothing() {
    let (mut public, _) =
        SignedPublicKey::from_armor_single(text("openpgp/subs.asc").as_bytes()).expect("a key");
    let bytes = |public: &SignedPublicKey| public.to_bytes().expect("bytes");
    let signature = Signature::parse(&crate::trust::made::fixture("openpgp/subs-3.sig"));
    let signature = signature.expect("a signature");
    let message = crate::trust::made::fixture("ssh/message");
    let whole = Keyring::parse(&bytes(&public)).expect("a keyring");
    assert!(whole.verify(&signature, &message, NOW).is_ok());
    for subkey in &mut public.public_subkeys {
        for binding in &mut subkey.signatures {
            drop_embedded(binding);
        }
    }
    let stripped = Keyring::parse(&bytes(&public)).expect("a keyring");
    let refusal = stripped
        .verify(&signature, &message, NOW)
        .expect_err("no back signature");
    let Refusal::NotBound { reason, .. } = refusal else {
        panic!("{refusal}");
    };
    insta::assert_snapshot!(reason, @"the subkey does not vouch for its primary key (no back signature)");
}

/// GnuPG writes the back signature where it is not signed, so it can be taken out.
fn drop_embedded(binding: &mut pgp::packet::Signature) {
    let config = binding.config().expect("a known version");
    let place = config
        .unhashed_subpackets()
        .position(|part| matches!(part.data, SubpacketData::EmbeddedSignature(_)));
    if let Some(place) = place {
        binding
            .unhashed_subpacket_remove(place)
            .expect("it is there");
    }
    assert!(
        binding
            .packet_header()
            .packet_length()
            .maybe_len()
            .is_some()
    );
}

/// A certificate whose subkey is bound once more, with a changed binding, and a signature by it.
fn rebound(change: impl Fn(&mut SignatureConfig)) -> Result<Verified, Refusal> {
    let secret = key(KeyVersion::V4, KeyType::ECDSA(ECCCurve::P256), true);
    let mut public = SignedPublicKey::from(secret.clone());
    let subkey = public.public_subkeys.first_mut().expect("a subkey");
    let binding = subkey.signatures.first().expect("a binding");
    let mut config = binding.config().expect("a known version").clone();
    change(&mut config);
    let none = Password::empty();
    let binding =
        config.sign_subkey_binding(&secret.primary_key, &public.primary_key, &none, &subkey.key);
    subkey.signatures = vec![binding.expect("a binding")];
    let signer = &secret.secret_subkeys.first().expect("a subkey").key;
    let ring = Keyring::parse(&public.to_bytes().expect("bytes")).expect("a keyring");
    ring.verify(&sign(signer, b"x"), b"x", NOW)
}

fn not_rebound(change: impl Fn(&mut SignatureConfig)) -> String {
    match rebound(change).expect_err("a refusal") {
        Refusal::NotBound { reason, .. } | Refusal::NotForSigning { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

fn keep(config: &mut SignatureConfig, keep: impl Fn(&SubpacketData) -> bool) {
    config.hashed_subpackets.retain(|part| keep(&part.data));
}

#[test]
fn bindings_have_to_be_good_enough() {
    assert!(rebound(|_| {}).is_ok());
    let critical = Notation {
        readable: true,
        name: "critical@example.org".into(),
        value: "yes".into(),
    };
    let critical = Subpacket::critical(SubpacketData::Notation(critical)).expect("a subpacket");
    insta::assert_snapshot!(not_rebound(|config| config.hashed_subpackets.push(critical.clone())), @"the self-signature has the notation `critical@example.org`, which is critical and not known");
    let time = SubpacketData::SignatureCreationTime(Timestamp::from_secs(1));
    let time = Subpacket::regular(time).expect("a subpacket");
    insta::assert_snapshot!(not_rebound(|config| config.hashed_subpackets.push(time.clone())), @"the self-signature cannot be read: it says twice when it was made");
    let short = SubpacketData::SignatureExpirationTime(Duration::from_secs(1));
    let short = Subpacket::regular(short).expect("a subpacket");
    insta::assert_snapshot!(not_rebound(|config| config.hashed_subpackets.push(short.clone())), @"it has no valid binding signature");
    insta::assert_snapshot!(not_rebound(|config| {
        keep(config, |data| !matches!(data, SubpacketData::KeyFlags(_)));
    }), @"its owner does not say what it is for");
    insta::assert_snapshot!(not_rebound(|config| {
        keep(config, |data| !matches!(data, SubpacketData::EmbeddedSignature(_)));
    }), @"the subkey does not vouch for its primary key (no back signature)");
    let revoked = rebound(|config| config.typ = SignatureType::SubkeyRevocation);
    assert!(
        matches!(revoked, Err(Refusal::Revoked { .. })),
        "{revoked:?}"
    );
}

/// Each costs time, so a keyring cannot hold any number of them.
#[test]
fn own_signatures_are_counted() {
    let secret = key(KeyVersion::V4, KeyType::Ed25519Legacy, true);
    let mut public = SignedPublicKey::from(secret);
    let signatures = &mut public.details.users.first_mut().expect("a user").signatures;
    let one = signatures.first().expect("a signature").clone();
    signatures.resize(1001, one);
    let refusal = Keyring::parse(&public.to_bytes().expect("bytes")).expect_err("too many");
    insta::assert_snapshot!(refusal, @"the OpenPGP keyring is too large: 1001 signatures of one key, at most 1000 are read");
}

/// rPGP signs and verifies no SHA-1 with a curve, so such a revocation cannot be told from a forged
/// one: it counts.
#[test]
fn a_revocation_that_cannot_be_verified_counts() {
    for (typ, of_subkey) in [
        (SignatureType::KeyRevocation, false),
        (SignatureType::SubkeyRevocation, true),
    ] {
        let secret = key(KeyVersion::V4, KeyType::Ed25519Legacy, true);
        let mut public = SignedPublicKey::from(secret.clone());
        let user = public.details.users.first().expect("a user");
        let config = user
            .signatures
            .first()
            .and_then(pgp::packet::Signature::config);
        let mut config = config.expect("a known version").clone();
        config.typ = typ;
        let forged = |hash| {
            let mut config = config.clone();
            config.hash_alg = hash;
            let bytes = pgp::types::SignatureBytes::Mpis(vec![
                pgp::types::Mpi::from_slice(&[1; 32]),
                pgp::types::Mpi::from_slice(&[2; 32]),
            ]);
            pgp::packet::Signature::from_config(config, [0, 0], bytes).expect("a signature")
        };
        let signature = match of_subkey {
            false => sign(&secret.primary_key, b"x"),
            true => sign(&secret.secret_subkeys.first().expect("a subkey").key, b"x"),
        };
        for (hash, counts) in [(HashAlgorithm::Sha1, true), (HashAlgorithm::Sha256, false)] {
            public.details.revocation_signatures = vec![forged(hash)];
            let ring = Keyring::parse(&public.to_bytes().expect("bytes")).expect("a keyring");
            let found = ring.verify(&signature, b"x", NOW);
            let revoked = matches!(found, Err(Refusal::Revoked { .. }));
            assert_eq!(revoked, counts, "{typ:?} {hash:?}: {found:?}");
        }
    }
}

/// The revoker's key need not be in the keyring, so such a revocation is not verified.
#[test]
fn a_revocation_by_a_designated_revoker_counts() {
    let secret = key(KeyVersion::V4, KeyType::Ed25519Legacy, true);
    let revoker = [7; 20];
    let config = |typ, data: SubpacketData| {
        let certified = secret.details.users.first().expect("a user");
        let config = certified
            .signatures
            .first()
            .and_then(pgp::packet::Signature::config);
        let mut config = config.expect("a known version").clone();
        config.typ = typ;
        config.unhashed_subpackets.clear();
        keep(&mut config, |data| {
            !matches!(data, SubpacketData::IssuerFingerprint(_))
        });
        config
            .hashed_subpackets
            .push(Subpacket::regular(data).expect("a subpacket"));
        let bytes = pgp::types::SignatureBytes::Mpis(vec![
            pgp::types::Mpi::from_slice(&[1; 32]),
            pgp::types::Mpi::from_slice(&[2; 32]),
        ]);
        pgp::packet::Signature::from_config(config, [0, 0], bytes).expect("a signature")
    };
    let class = pgp::types::RevocationKeyClass::Default;
    let named = pgp::types::RevocationKey::new(class, PublicKeyAlgorithm::RSA, &revoker);
    let names = config(SignatureType::Key, SubpacketData::RevocationKey(named));
    let issuer = pgp::types::Fingerprint::V4(revoker);
    let revokes = config(
        SignatureType::KeyRevocation,
        SubpacketData::IssuerFingerprint(issuer),
    );
    let signature = sign(&secret.primary_key, b"x");
    for (direct, counts) in [(vec![names], true), (vec![], false)] {
        let mut public = SignedPublicKey::from(secret.clone());
        public.details.direct_signatures = direct;
        public.details.revocation_signatures = vec![revokes.clone()];
        let ring = Keyring::parse(&public.to_bytes().expect("bytes")).expect("a keyring");
        let found = ring.verify(&signature, b"x", NOW);
        assert_eq!(
            matches!(found, Err(Refusal::Revoked { .. })),
            counts,
            "{found:?}"
        );
    }
}
