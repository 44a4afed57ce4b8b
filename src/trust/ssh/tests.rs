use proptest::prelude::*;

use super::*;
use crate::trust::made::{TestKey, fixture, sshsig, string, text};

const NAMESPACE: &str = "relcheck";

fn message() -> Vec<u8> {
    fixture("ssh/message")
}

fn signature(name: &str) -> Signature {
    let parsed = Signature::parse(&fixture(&format!("ssh/{name}.sig")));
    parsed.unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn refused(bytes: &[u8]) -> Refusal {
    Signature::parse(bytes).expect_err("a refusal")
}

fn public(name: &str) -> PublicKey {
    let text = text(&format!("ssh/{name}.pub"));
    let mut words = text.split_whitespace();
    let (kind, base64) = (words.next().expect("a kind"), words.next().expect("a key"));
    PublicKey::from_words(kind, base64).expect("a key")
}

#[test]
fn signatures_of_every_accepted_kind_of_key_verify() {
    for name in ["ed25519", "rsa", "p256", "p384", "p521"] {
        let signature = signature(name);
        let signer = signature.verify(&message(), NAMESPACE);
        let signer = signer.unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert_eq!(signer, &Signer::Key(public(name)), "{name}");
    }
    for name in ["ed25519-sha256", "rsa-sha256"] {
        assert_eq!(signature(name).hash(), Hash::Sha256);
        assert!(
            signature(name).verify(&message(), NAMESPACE).is_ok(),
            "{name}"
        );
    }
}

#[test]
fn another_message_is_refused() {
    for name in ["ed25519", "rsa", "p256", "p384", "p521", "cert-alice"] {
        let other = b"relcheck signs that\n";
        assert_eq!(
            signature(name).verify(other, NAMESPACE),
            Err(Refusal::Mismatch { what: WHAT }),
            "{name}"
        );
    }
}

#[test]
fn another_namespace_is_refused_by_both_names() {
    let signature = signature("ed25519-git");
    assert!(signature.verify(&message(), "git").is_ok());
    let refusal = signature
        .verify(&message(), NAMESPACE)
        .expect_err("another namespace");
    insta::assert_snapshot!(refusal, @"the signature was made in the namespace `git`, and `relcheck` is needed");
}

/// The namespace is signed too: to write another one into the signature is no way around.
#[test]
fn a_namespace_that_was_changed_does_not_match() {
    let key = TestKey::new(1);
    let blob = key.sign(b"x", "git");
    let at = blob
        .windows(3)
        .position(|part| part == b"git")
        .expect("the namespace");
    let mut changed = blob.clone();
    changed[at..at + 3].copy_from_slice(b"rel");
    let changed = Signature::parse(&changed).expect("still a signature");
    assert_eq!(
        changed.verify(b"x", "rel"),
        Err(Refusal::Mismatch { what: WHAT })
    );
    assert!(
        Signature::parse(&blob)
            .expect("a signature")
            .verify(b"x", "git")
            .is_ok()
    );
}

#[test]
fn weak_and_unknown_algorithms_are_refused() {
    insta::assert_snapshot!(refused(&fixture("ssh/dsa.sig")), @"the SSH key uses the algorithm ssh-dss, which is not accepted");
    insta::assert_snapshot!(refused(&fixture("ssh/rsa1024.sig")), @"the RSA key has 1024 bits: 2048 to 8192 bits are accepted");
    let rsa = public("rsa");
    let sha1 = [string(b"ssh-rsa"), string(&[1; 256])].concat();
    insta::assert_snapshot!(refused(&sshsig(rsa.as_bytes(), "a", b"", "sha512", &sha1)), @"the SSH signature uses the algorithm ssh-rsa with a key of ssh-rsa, which is not accepted");
    let ed25519 = public("ed25519");
    let other = [string(b"rsa-sha2-512"), string(&[1; 64])].concat();
    insta::assert_snapshot!(refused(&sshsig(ed25519.as_bytes(), "a", b"", "sha512", &other)), @"the SSH signature uses the algorithm rsa-sha2-512 with a key of ssh-ed25519, which is not accepted");
    let unknown = [string(b"xmss@openssh.com"), string(b"key")].concat();
    insta::assert_snapshot!(refused(&sshsig(&unknown, "a", b"", "sha512", &other)), @"the SSH key uses the algorithm xmss@openssh.com, which is not accepted");
}

#[test]
fn other_hashes_are_refused() {
    let proof = [string(b"ssh-ed25519"), string(&[1; 64])].concat();
    let with = |hash| sshsig(public("ed25519").as_bytes(), "a", b"", hash, &proof);
    assert!(Signature::parse(&with("sha256")).is_ok());
    insta::assert_snapshot!(refused(&with("sha1")), @"the SSH signature uses the hash sha1, which is not accepted: SHA-256 or stronger is needed");
}

#[test]
fn other_versions_and_what_is_reserved_are_refused() {
    let proof = [string(b"ssh-ed25519"), string(&[1; 64])].concat();
    let key = public("ed25519");
    let mut blob = sshsig(key.as_bytes(), "a", b"", "sha256", &proof);
    blob[9] = 2;
    insta::assert_snapshot!(refused(&blob), @"the SSH signature is of version 2, and only version 1 can be read");
    let reserved = sshsig(key.as_bytes(), "a", b"x", "sha256", &proof);
    insta::assert_snapshot!(refused(&reserved), @"the SSH signature cannot be read: its reserved field is not empty");
    let nameless = sshsig(key.as_bytes(), "", b"", "sha256", &proof);
    insta::assert_snapshot!(refused(&nameless), @"the SSH signature cannot be read: its namespace is empty");
    let long = sshsig(key.as_bytes(), &"n".repeat(300), b"", "sha256", &proof);
    insta::assert_snapshot!(refused(&long), @"the namespace of the SSH signature is too large: 300 bytes, at most 256 are read");
}

#[test]
fn security_keys_have_to_be_touched() {
    let key = TestKey::new(2);
    let touched = Signature::parse(&key.sign_as_security_key(b"x", NAMESPACE, 1));
    let touched = touched.expect("a signature");
    assert!(touched.verify(b"x", NAMESPACE).is_ok());
    assert!(touched.verify(b"y", NAMESPACE).is_err());
    let untouched = Signature::parse(&key.sign_as_security_key(b"x", NAMESPACE, 0));
    assert_eq!(
        untouched.expect("a signature").verify(b"x", NAMESPACE),
        Err(Refusal::NoUserPresence)
    );
    // The flags are signed.
    let mut raised = key.sign_as_security_key(b"x", NAMESPACE, 0);
    let at = raised.len() - 5;
    raised[at] = 1;
    let raised = Signature::parse(&raised).expect("a signature");
    assert_eq!(
        raised.verify(b"x", NAMESPACE),
        Err(Refusal::Mismatch { what: WHAT })
    );
}

#[test]
fn a_certificate_that_wants_a_verified_user_gets_no_plain_key() {
    let refusal = signature("cert-verify").verify(&message(), NAMESPACE).err();
    assert_eq!(refusal, Some(Refusal::NoUserVerification));
    let signer = signature("cert-alice");
    let signer = signer.verify(&message(), NAMESPACE).expect("a signature");
    assert_eq!(signer.key(), &public("ed25519"));
}

#[test]
fn certificates_say_what_they_are() {
    let signature = signature("cert-alice");
    let Signer::Certificate(certificate) = signature.claimed_signer() else {
        panic!("a certificate");
    };
    assert_eq!(certificate.key_id(), "alice");
    assert_eq!(certificate.serial(), 7);
    assert_eq!(
        certificate.principals(),
        ["alice@example.org", "bob@example.org"]
    );
    assert_eq!(certificate.window(), Default::default());
    assert_eq!(certificate.authority(), &public("ca"));
    assert_eq!(certificate.must_hold(0), Ok(()));
}

#[test]
fn a_certificate_that_was_changed_does_not_hold() {
    let blob = fixture("ssh/cert-alice.sig");
    let blob = Signature::parse(&blob)
        .expect("a signature")
        .as_bytes()
        .to_vec();
    let at = blob
        .windows(5)
        .position(|part| part == b"alice")
        .expect("the key id");
    let mut changed = blob;
    changed[at] = b'b';
    let changed = Signature::parse(&changed).expect("a signature");
    let Signer::Certificate(certificate) = changed.claimed_signer() else {
        panic!("a certificate");
    };
    let refusal = certificate.must_hold(0).expect_err("a changed certificate");
    insta::assert_snapshot!(refusal, @"the SSH certificate does not match: the message or the signature was changed, or another key made it");
}

#[test]
fn fingerprints_are_those_of_ssh_keygen() {
    assert_eq!(
        public("ed25519").fingerprint(),
        "SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM"
    );
}

#[test]
fn a_key_says_its_own_kind() {
    let text = text("ssh/ed25519.pub");
    let base64 = text.split_whitespace().nth(1).expect("a key");
    let refusal = PublicKey::from_words("ssh-rsa", base64).expect_err("another kind");
    insta::assert_snapshot!(refusal, @"the SSH key cannot be read: it says `ssh-rsa` and is `ssh-ed25519`");
    assert!(text.starts_with(&public("ed25519").to_openssh()));
}

#[test]
fn armour_is_written_as_ssh_keygen_writes_it() {
    for name in ["ed25519", "rsa", "cert-rsa"] {
        let armored = text(&format!("ssh/{name}.sig"));
        assert_eq!(signature(name).to_armored(), armored, "{name}");
    }
}

#[test]
fn armour_may_be_surrounded_by_white_space_alone() {
    let text = text("ssh/ed25519.sig");
    assert!(Signature::parse(format!("\n{text}\n").as_bytes()).is_ok());
    assert!(Signature::parse(text.replace('\n', "\r\n").as_bytes()).is_ok());
    insta::assert_snapshot!(refused(format!("{text}x").as_bytes()), @"the SSH signature cannot be read: there is text after `-----END SSH SIGNATURE-----`");
    insta::assert_snapshot!(refused(b"hello"), @"the SSH signature cannot be read: it begins neither with `SSHSIG` nor with `-----BEGIN SSH SIGNATURE-----`");
    insta::assert_snapshot!(refused(text.replace("-----END", "").as_bytes()), @"the SSH signature cannot be read: the line `-----END SSH SIGNATURE-----` is missing");
    insta::assert_snapshot!(refused(text.replacen("U1NI", "~1NI", 1).as_bytes()), @"the SSH signature cannot be read: it is not base64 between its two lines: Invalid symbol 126, offset 0.");
    insta::assert_snapshot!(refused(&vec![b'a'; MAX_SIGNATURE + 1]), @"the SSH signature is too large: 65537 bytes, at most 65536 are read");
}

/// Every byte counts: whichever is cut off or added, the signature is refused.
#[test]
fn a_signature_is_read_to_its_end() {
    let blob = signature("ed25519").as_bytes().to_vec();
    for length in 0..blob.len() {
        assert!(Signature::parse(&blob[..length]).is_err(), "{length} bytes");
    }
    let longer = [blob.as_slice(), &[0]].concat();
    insta::assert_snapshot!(refused(&longer), @"the SSH signature cannot be read: 1 bytes are left over at its end");
}

/// Whichever bit is turned, nothing verifies that the message was not signed.
#[test]
fn no_bit_of_a_signature_can_be_turned() {
    let key = TestKey::new(3);
    let blob = key.sign(b"x", NAMESPACE);
    for place in 0..blob.len() * 8 {
        let mut turned = blob.clone();
        turned[place / 8] ^= 1 << (place % 8);
        let verified = Signature::parse(&turned)
            .and_then(|signature| signature.verify(b"x", NAMESPACE).cloned());
        assert!(verified.is_err(), "bit {place}");
    }
}

proptest! {
    #[test]
    fn nothing_that_is_read_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Signature::parse(&bytes);
        let _ = PublicKey::from_blob(&bytes);
        let _ = Certificate::from_blob(&bytes);
    }

    #[test]
    fn no_change_of_a_real_signature_panics(
        name in prop_oneof!["ed25519", "rsa", "p521", "cert-alice", "cert-rsa"],
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut blob = signature(&name).as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(blob.len());
            blob[place] = byte;
        }
        if let Ok(signature) = Signature::parse(&blob) {
            let _ = signature.verify(&message(), NAMESPACE);
            if let Signer::Certificate(certificate) = signature.claimed_signer() {
                let _ = certificate.must_hold(0);
            }
        }
    }
}
