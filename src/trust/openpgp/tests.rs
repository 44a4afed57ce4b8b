use proptest::prelude::*;

use super::*;
use crate::trust::made::{fixture, text};

/// 2025-02-01, when most signatures say they were made.
const FEBRUARY: i64 = 1_738_368_000;
/// 2025-03-01, when keys were revoked.
const MARCH: i64 = 1_740_787_200;
/// 2026-01-01, when most decisions are made.
const NOW: i64 = 1_767_225_600;

fn message() -> Vec<u8> {
    fixture("ssh/message")
}

fn ring(name: &str) -> Keyring {
    let ring = Keyring::parse(&fixture(&format!("openpgp/{name}")));
    ring.unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn signature(name: &str) -> Signature {
    let signature = Signature::parse(&fixture(&format!("openpgp/{name}.sig")));
    signature.unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn verify(keys: &str, name: &str, now: i64) -> Result<Verified, Refusal> {
    ring(keys).verify(&signature(name), &message(), now)
}

fn why_not(keys: &str, name: &str, now: i64) -> String {
    let refusal = verify(keys, name, now).expect_err("a refusal").to_string();
    // Fingerprints change whenever fixtures are made anew.
    let fingerprint = regex::Regex::new("[0-9A-F]{40}").expect("a pattern");
    fingerprint.replace_all(&refusal, "KEY").into_owned()
}

fn refused(bytes: &[u8]) -> String {
    Signature::parse(bytes).expect_err("a refusal").to_string()
}

#[test]
fn signatures_of_every_accepted_kind_of_key_verify() {
    for name in ["ada", "bob", "nist"] {
        let verified = verify(&format!("{name}.asc"), name, NOW);
        let verified = verified.unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!(verified.claimed_at, FEBRUARY);
        assert_eq!(verified.expires, None);
        assert_eq!(verified.user_ids, [format!("{name} <{name}@example.org>")]);
        assert_eq!(verified.primary_fingerprint, verified.key_fingerprint);
        assert_eq!(
            ring(&format!("{name}.asc")).fingerprints(),
            [verified.key_fingerprint]
        );
    }
    for name in ["ada-armored", "ada-text", "ada-sha384", "ada-note"] {
        assert!(verify("ada.asc", name, NOW).is_ok(), "{name}");
    }
}

#[test]
fn another_message_is_refused() {
    for name in ["ada", "bob", "nist", "ada-text"] {
        let keys = ring(&format!("{}.asc", name.split('-').next().expect("a name")));
        let refusal = keys.verify(&signature(name), b"another\n", NOW);
        assert_eq!(refusal, Err(Refusal::Mismatch { what: WHAT }), "{name}");
    }
}

/// RFC 9580, section 5.2.1.2: line ends of a text are all the same.
#[test]
fn only_a_text_may_have_other_line_ends() {
    let crlf = b"relcheck signs this\r\n";
    let keys = ring("ada.asc");
    assert!(keys.verify(&signature("ada-text"), crlf, NOW).is_ok());
    assert!(keys.verify(&signature("ada"), crlf, NOW).is_err());
}

#[test]
fn a_key_that_is_not_in_the_keyring_is_unknown() {
    insta::assert_snapshot!(why_not("bob.asc", "ada", NOW), @"the key KEY is not known: the keyring does not list it");
}

#[test]
fn weak_hashes_and_algorithms_are_refused() {
    insta::assert_snapshot!(refused(&fixture("openpgp/ada-sha1.sig")), @"the OpenPGP signature uses the hash SHA1, which is not accepted: SHA-256 or stronger is needed");
    insta::assert_snapshot!(refused(&fixture("openpgp/dsa.sig")), @"the OpenPGP signature uses the algorithm DSA, which is not accepted");
    insta::assert_snapshot!(why_not("weak.asc", "weak", NOW), @"the RSA key has 1024 bits: 2048 to 8192 bits are accepted");
    insta::assert_snapshot!(why_not("old.asc", "old", NOW), @"the key KEY is not bound to its owner: the self-signature uses the hash SHA1, which is not accepted: SHA-256 or stronger is needed");
}

#[test]
fn critical_parts_that_are_not_known_are_refused() {
    insta::assert_snapshot!(refused(&fixture("openpgp/ada-notation.sig")), @"the OpenPGP signature has the notation `critical@example.org`, which is critical and not known");
    assert!(verify("ada.asc", "ada-note", NOW).is_ok(), "not critical");
}

#[test]
fn a_signature_may_end_and_may_not_be_from_the_future() {
    let ten_days = 10 * 86_400;
    let verified = verify("ada.asc", "ada-expiring", FEBRUARY).expect("a signature");
    assert_eq!(verified.expires, Some(FEBRUARY + ten_days));
    assert!(verify("ada.asc", "ada-expiring", FEBRUARY + ten_days - 1).is_ok());
    insta::assert_snapshot!(why_not("ada.asc", "ada-expiring", FEBRUARY + ten_days), @"the signature of KEY is no longer valid at 2025-02-11T00:00:00Z: valid from 2025-02-01T00:00:00Z until 2025-02-11T00:00:00Z");
    insta::assert_snapshot!(why_not("ada.asc", "ada", FEBRUARY - 1), @"the signature of KEY is not yet valid at 2025-01-31T23:59:59Z: valid from 2025-02-01T00:00:00Z");
}

#[test]
fn a_key_signs_nothing_before_it_is_made_and_after_its_end() {
    insta::assert_snapshot!(why_not("ada.asc", "ada-early", NOW), @"the key KEY was made at 2025-01-01T00:00:00Z, after the time of the signature, 2024-06-01T00:00:00Z");
    assert!(
        verify("gone.asc", "gone", NOW).is_ok(),
        "made while the key was valid"
    );
    // The same key, whose owner said later that it ends before April.
    assert!(verify("ada.asc", "ada-april", NOW).is_ok());
    assert!(verify("ada-shortened.asc", "ada", NOW).is_ok());
    insta::assert_snapshot!(why_not("ada-shortened.asc", "ada-april", NOW), @"the key KEY is no longer valid at 2025-04-01T00:00:00Z: valid from 2025-01-01T00:00:00Z until 2025-03-15T00:00:00Z");
    // GnuPG replaces the self-signature: before it, the owner had said nothing.
    insta::assert_snapshot!(why_not("ada-shortened.asc", "ada", MARCH - 1), @"the key KEY is not bound to its owner: it has no valid self-signature");
}

#[test]
fn a_hard_revocation_voids_all_and_a_soft_one_what_comes_after_it() {
    insta::assert_snapshot!(why_not("ada-revoked-0.asc", "ada", NOW), @"the key KEY was revoked: no reason is given");
    insta::assert_snapshot!(why_not("ada-revoked-1.asc", "ada", NOW), @"the key KEY was revoked: compromised");
    assert!(verify("ada-revoked-2.asc", "ada", NOW).is_ok());
    insta::assert_snapshot!(why_not("ada-revoked-2.asc", "ada-april", NOW), @"the key KEY was revoked: superseded by another key");
    assert!(verify("ada-revoked-3.asc", "ada", NOW).is_ok());
    insta::assert_snapshot!(why_not("ada-revoked-3.asc", "ada-april", NOW), @"the key KEY was revoked: retired");
}

#[test]
fn a_revocation_in_another_copy_of_the_certificate_counts() {
    let both = [text("openpgp/ada.asc"), text("openpgp/ada-revoked-1.asc")].concat();
    for both in [both.clone(), format!("# maintainers\n{both}\n")] {
        let keys = Keyring::parse(both.as_bytes()).expect("a keyring");
        assert_eq!(keys.fingerprints().len(), 1);
        let refusal = keys.verify(&signature("ada"), &message(), NOW);
        assert!(
            matches!(refusal, Err(Refusal::Revoked { .. })),
            "{refusal:?}"
        );
    }
}

#[test]
fn subkeys_belong_to_their_primary_key() {
    let verified = verify("subs.asc", "subs-3", NOW).expect("a signature");
    assert_ne!(verified.primary_fingerprint, verified.key_fingerprint);
    assert_eq!(verified.user_ids, ["subs <subs@example.org>"]);
    assert!(
        verify("subs.asc", "subs-2", NOW).is_ok(),
        "made while the subkey was valid"
    );
    assert!(verify("subs.asc", "subs-3-late", NOW).is_ok());
    insta::assert_snapshot!(why_not("subs-expired.asc", "subs-3-late", NOW), @"the key KEY is no longer valid at 2025-06-01T00:00:00Z: valid from 2025-01-01T00:00:00Z until 2025-05-01T00:00:00Z");
    assert!(verify("subs-expired.asc", "subs-3", NOW).is_ok());
}

#[test]
fn subkeys_are_revoked_by_themselves() {
    insta::assert_snapshot!(why_not("subs-revoked-1.asc", "subs-3", NOW), @"the key KEY was revoked: compromised");
    assert!(
        verify("subs-revoked-1.asc", "subs-2", NOW).is_ok(),
        "another subkey"
    );
    assert!(verify("subs-revoked-3.asc", "subs-3", NOW).is_ok());
    insta::assert_snapshot!(why_not("subs-revoked-3.asc", "subs-3-late", NOW), @"the key KEY was revoked: retired");
}

#[test]
fn user_ids_are_those_that_were_not_revoked() {
    let verified = verify("ada-users.gpg", "ada", NOW).expect("a signature");
    assert_eq!(
        verified.user_ids,
        ["ada <ada@example.org>", "Ada L <ada@example.net>"]
    );
}

#[test]
fn a_file_has_one_signature_and_nothing_else() {
    insta::assert_snapshot!(refused(&fixture("openpgp/two.sig")), @"the OpenPGP signature cannot be read: one signature is needed, and there are 2");
    let all = Signature::parse_all(&fixture("openpgp/two.sig")).expect("two signatures");
    assert_eq!(all.len(), 2);
    for (signature, keys) in all.iter().zip(["ada.asc", "bob.asc"]) {
        let found = ring(keys).verify(signature, &message(), NOW);
        assert!(found.is_ok(), "{keys}: {found:?}");
        assert_eq!(
            Signature::parse(signature.as_bytes()).as_ref(),
            Ok(signature)
        );
    }
    insta::assert_snapshot!(refused(b""), @"the OpenPGP signature cannot be read: it is empty");
    insta::assert_snapshot!(refused(&fixture("openpgp/clear.asc")), @"the OpenPGP signature cannot be read: its armour holds a SIGNED MESSAGE, and a SIGNATURE is needed");
    insta::assert_snapshot!(refused(&fixture("openpgp/ada.asc")), @"the OpenPGP signature cannot be read: its armour holds a PUBLIC KEY BLOCK, and a SIGNATURE is needed");
    insta::assert_snapshot!(refused(&fixture("openpgp/ada-users.gpg")), @"the OpenPGP signature cannot be read: packet 1 (byte 0) is no signature, but PublicKey");
    let armored = text("openpgp/ada-armored.sig");
    insta::assert_snapshot!(refused(format!("{armored}x").as_bytes()), @"the OpenPGP signature cannot be read: there is text after its armour");
    insta::assert_snapshot!(refused(armored.replace("-----END", "").as_bytes()), @"the OpenPGP signature cannot be read: its armour has no end");
    insta::assert_snapshot!(refused(&vec![0; MAX_SIGNATURE + 1]), @"the OpenPGP signature is too large: 65537 bytes, at most 65536 are read");
}

#[test]
fn a_keyring_is_understood_whole() {
    let refused = |bytes: &[u8]| Keyring::parse(bytes).expect_err("a refusal").to_string();
    let keys = fixture("openpgp/ada-users.gpg");
    insta::assert_snapshot!(refused(b""), @"the OpenPGP keyring cannot be read: it holds no public key");
    insta::assert_snapshot!(refused(&fixture("openpgp/ada.sig")), @"the OpenPGP keyring cannot be read: packet 1 (byte 0): Signature before any public key");
    insta::assert_snapshot!(refused(&keys[..keys.len() - 1]), @"the OpenPGP keyring cannot be read: packet 8 (byte 540): it is cut off");
    insta::assert_snapshot!(refused(&[keys.as_slice(), &[0x20]].concat()), @"the OpenPGP keyring cannot be read: packet 9 (byte 686): it is no packet: unknown packet header version 100000");
    let text = text("openpgp/ada.asc");
    insta::assert_snapshot!(refused(text.replace("PUBLIC", "PRIVATE").as_bytes()), @"the OpenPGP keyring cannot be read: its armour holds a PRIVATE KEY BLOCK, and a PUBLIC KEY BLOCK is needed");
    insta::assert_snapshot!(refused(text.replacen("-----END", "", 1).as_bytes()), @"the OpenPGP keyring cannot be read: its armour has no end");
    let mut damaged = text.clone();
    let place = damaged.find("\n\n").expect("the end of the head") + 20;
    let other = if &damaged[place..=place] == "A" {
        "B"
    } else {
        "A"
    };
    damaged.replace_range(place..=place, other);
    insta::assert_snapshot!(refused(damaged.as_bytes()), @"the OpenPGP keyring cannot be read: its armour is damaged: its checksum is another");
    assert!(Keyring::parse(text.replace('\n', "\r\n").as_bytes()).is_ok());
    insta::assert_snapshot!(refused(text.replacen("\n\n", "\n", 1).as_bytes()), @"the OpenPGP keyring cannot be read: its armour has no empty line before its base64");
    insta::assert_snapshot!(refused(text.replace("END PGP PUBLIC", "END PGP").as_bytes()), @"the OpenPGP keyring cannot be read: its armour does not end as it begins");
    insta::assert_snapshot!(refused(&vec![0; MAX_KEYRING + 1]), @"the OpenPGP keyring is too large: 4194305 bytes, at most 4194304 are read");
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Signature::parse_all(&bytes);
        let _ = Keyring::parse(&bytes);
    }

    #[test]
    fn no_change_of_a_real_signature_verifies(
        name in prop_oneof!["ada", "nist", "bob"],
        place in any::<prop::sample::Index>(),
        bit in 0..8_u32,
    ) {
        let mut bytes = fixture(&format!("openpgp/{name}.sig"));
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        if let Ok(changed) = Signature::parse(&bytes) {
            let found = ring(&format!("{name}.asc")).verify(&changed, &message(), NOW);
            // What is not signed may change: the list of issuers, and the form of lengths.
            if found.is_ok() {
                prop_assert_eq!(made_of(&changed), made_of(&signature(&name)));
            }
        }
    }

    #[test]
    fn no_change_of_real_keys_panics(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = fixture("openpgp/ada-users.gpg");
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok(keys) = Keyring::parse(&bytes) {
            let _ = keys.verify(&signature("ada"), &message(), NOW);
        }
    }
}

/// What a signature says and is signed.
fn made_of(signature: &Signature) -> String {
    let config = signature.packet.config().expect("a known version");
    format!(
        "{:?} {:?} {:?}",
        config.typ, config.hash_alg, config.hashed_subpackets
    )
}
