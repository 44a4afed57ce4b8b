use proptest::prelude::*;

use super::*;
use crate::trust::made::{TestKey, fixture, text};
use crate::trust::ssh::Signature;

const NAMESPACE: &str = "relcheck";
/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;

fn key(name: &str) -> String {
    text(&format!("ssh/{name}.pub")).trim().to_owned()
}

fn signer(name: &str) -> Signer {
    let signature = Signature::parse(&fixture(&format!("ssh/{name}.sig"))).expect("a signature");
    signature.claimed_signer().clone()
}

fn signers(text: &str) -> AllowedSigners {
    AllowedSigners::parse(text, "allowed_signers").expect("a file of allowed signers")
}

fn refused_line(text: &str) -> String {
    AllowedSigners::parse(text, "allowed_signers")
        .expect_err("a refusal")
        .to_string()
}

fn who(text: &str, name: &str, at: i64) -> Result<Vec<usize>, Refusal> {
    let (signers, signer) = (signers(text), signer(name));
    let matches = signers.who(&signer, NAMESPACE, at)?;
    Ok(matches.iter().map(|found| found.entry.line()).collect())
}

fn why_not(text: &str, name: &str, at: i64) -> String {
    who(text, name, at).expect_err("a refusal").to_string()
}

#[test]
fn a_line_has_principals_options_a_key_and_a_comment() {
    let text = format!(
        "# who may sign\n\n  alice@example.org,*@a.example.org NAMESPACES=\"relcheck,git*\",valid-after=\"20250101\",Valid-Before=\"202601010000Z\" {}\n\"bob b@example.org,c\" cert-authority {}\n",
        key("ed25519"),
        key("ca"),
    );
    let signers = signers(&text);
    let [alice, bob] = signers.entries() else {
        panic!("two entries");
    };
    assert_eq!(alice.line(), 3);
    assert_eq!(alice.principals(), ["alice@example.org", "*@a.example.org"]);
    assert_eq!(
        alice.namespaces(),
        Some(["relcheck".to_owned(), "git*".to_owned()].as_slice())
    );
    assert!(alice.allows_namespace("git-tag") && !alice.allows_namespace("file"));
    assert_eq!(alice.window().from, Some(1_735_689_600));
    assert_eq!(alice.window().until, Some(NEW_YEAR));
    assert_eq!(alice.comment(), Some("ed25519@example.org"));
    assert!(!alice.is_authority());
    assert_eq!(bob.principals(), ["bob b@example.org", "c"]);
    assert!(bob.is_authority() && bob.allows_namespace("anything"));
}

#[test]
fn a_listed_key_is_somebody() {
    let text = format!(
        "alice@example.org {}\nroot,*@example.org {0}",
        key("ed25519")
    );
    let (signers, signer) = (signers(&text), signer("ed25519"));
    let matches = signers.who(&signer, NAMESPACE, 0).expect("a match");
    assert_eq!(matches.len(), 2);
    assert!(matches[0].is_of("alice@example.org") && !matches[0].is_of("bob@example.org"));
    assert!(matches[1].is_of("bob@example.org"));
}

#[test]
fn a_key_that_nobody_listed_is_unknown() {
    let text = format!("alice@example.org {}", key("other"));
    insta::assert_snapshot!(why_not(&text, "ed25519", 0), @"the key SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM is not known: allowed_signers does not list it");
    assert_eq!(who(&text, "other", 0), Ok(vec![1]));
    // What an authority may certify, it may not sign.
    let text = format!("alice@example.org cert-authority {}", key("ed25519"));
    assert!(matches!(
        who(&text, "ed25519", 0),
        Err(Refusal::UnknownKey { .. })
    ));
}

#[test]
fn a_key_may_be_for_some_namespaces_only() {
    let text = format!("alice@example.org namespaces=\"git\" {}", key("ed25519"));
    insta::assert_snapshot!(why_not(&text, "ed25519", 0), @"the key SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM is known, but not for the namespace `relcheck` (allowed_signers:1)");
    let text = text.replace("git", "git,rel*");
    assert_eq!(who(&text, "ed25519", 0), Ok(vec![1]));
}

#[test]
fn a_key_is_valid_from_its_first_to_its_last_second() {
    let text = format!(
        "alice@example.org valid-after=\"20260101\",valid-before=\"20260101000010Z\" {}",
        key("ed25519")
    );
    insta::assert_snapshot!(why_not(&text, "ed25519", NEW_YEAR - 1), @"the key SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM (allowed_signers:1) is not yet valid at 2025-12-31T23:59:59Z: valid from 2026-01-01T00:00:00Z until 2026-01-01T00:00:10Z");
    assert_eq!(who(&text, "ed25519", NEW_YEAR), Ok(vec![1]));
    assert_eq!(who(&text, "ed25519", NEW_YEAR + 10), Ok(vec![1]));
    insta::assert_snapshot!(why_not(&text, "ed25519", NEW_YEAR + 11), @"the key SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM (allowed_signers:1) is no longer valid at 2026-01-01T00:00:11Z: valid from 2026-01-01T00:00:00Z until 2026-01-01T00:00:10Z");
}

#[test]
fn of_several_lines_the_one_that_comes_nearest_gives_the_reason() {
    let key = key("ed25519");
    let text = format!("a namespaces=\"git\" {key}\nb valid-before=\"20200101\" {key}\n");
    assert!(matches!(
        who(&text, "ed25519", NEW_YEAR),
        Err(Refusal::NoLongerValid { .. })
    ));
    let text = format!("{text}c {key}\n");
    assert_eq!(who(&text, "ed25519", NEW_YEAR), Ok(vec![3]));
}

#[test]
fn a_certificate_counts_for_the_principals_of_its_authority() {
    let text = format!("*@example.org,!bob@* cert-authority {}", key("ca"));
    let (signers, signer) = (signers(&text), signer("cert-alice"));
    let matches = signers.who(&signer, NAMESPACE, 0).expect("a match");
    assert_eq!(matches[0].certified, Some(vec!["alice@example.org"]));
    assert!(matches[0].is_of("alice@example.org"));
    assert!(
        !matches[0].is_of("bob@example.org"),
        "the line does not trust it for bob"
    );
    assert!(
        !matches[0].is_of("carol@example.org"),
        "the certificate is not for carol"
    );
}

#[test]
fn a_certificate_of_another_authority_is_refused() {
    let text = format!("* cert-authority {}", key("rsa-ca"));
    insta::assert_snapshot!(why_not(&text, "cert-alice", 0), @"the certificate `alice` is by the authority SHA256:MK1CoVAX7JA9kAHMvRw4XuOpKo1ZLD4lFxL2GisdAdM, which allowed_signers does not list");
    assert_eq!(who(&text, "cert-rsa", 0), Ok(vec![1]));
    // Neither the certified key nor the authority's own stands in for `cert-authority`.
    let text = format!("* {}\n* {}", key("ed25519"), key("ca"));
    assert!(matches!(
        who(&text, "cert-alice", 0),
        Err(Refusal::UnknownAuthority { .. })
    ));
}

#[test]
fn a_certificate_without_a_fitting_principal_is_refused() {
    let text = format!("carol@example.org cert-authority {}", key("ca"));
    insta::assert_snapshot!(why_not(&text, "cert-alice", 0), @"the certificate `alice` names `alice@example.org`, `bob@example.org`, and its authority is not trusted for that (allowed_signers:1)");
    let text = format!("* cert-authority {}", key("ca"));
    insta::assert_snapshot!(why_not(&text, "cert-nobody", 0), @"the certificate `nobody` names nobody, and its authority is not trusted for that (allowed_signers:1)");
}

#[test]
fn a_certificate_has_a_time_of_its_own() {
    let text = format!("* cert-authority {}", key("ca"));
    insta::assert_snapshot!(why_not(&text, "cert-dated", 1_735_689_599), @"the certificate `dated` is not yet valid at 2024-12-31T23:59:59Z: valid from 2025-01-01T00:00:00Z until 2026-01-01T00:00:00Z");
    assert_eq!(who(&text, "cert-dated", 1_735_689_600), Ok(vec![1]));
    assert_eq!(who(&text, "cert-dated", NEW_YEAR - 1), Ok(vec![1]));
    insta::assert_snapshot!(why_not(&text, "cert-dated", NEW_YEAR), @"the certificate `dated` is no longer valid at 2026-01-01T00:00:00Z: valid from 2025-01-01T00:00:00Z until 2026-01-01T00:00:00Z");
}

#[test]
fn hosts_and_restricted_certificates_are_refused() {
    let text = format!("* cert-authority {}", key("ca"));
    insta::assert_snapshot!(why_not(&text, "cert-host", 0), @"the certificate `host` is one of a host, not of a person");
    insta::assert_snapshot!(why_not(&text, "cert-command", 0), @"the certificate `command` has the critical option `force-command`, which relcheck cannot honour");
}

#[test]
fn an_authority_may_be_for_some_namespaces_and_times_only() {
    let text = format!("* cert-authority,namespaces=\"git\" {}", key("ca"));
    assert!(matches!(
        who(&text, "cert-alice", 0),
        Err(Refusal::NotForNamespace { .. })
    ));
    let text = format!("* cert-authority,valid-before=\"20200101\" {}", key("ca"));
    assert!(matches!(
        who(&text, "cert-alice", NEW_YEAR),
        Err(Refusal::NoLongerValid { .. })
    ));
    assert_eq!(who(&text, "cert-alice", 0), Ok(vec![1]));
}

#[test]
fn a_line_that_is_not_understood_is_an_error() {
    let line = |options: &str| refused_line(&format!("# x\na {options} {}", key("ed25519")));
    insta::assert_snapshot!(line("no-touch-required"), @"allowed_signers:2: the option `no-touch-required` is not known");
    insta::assert_snapshot!(line("namespace=\"git\""), @"allowed_signers:2: the option `namespace` is not known; did you mean `namespaces`?");
    insta::assert_snapshot!(line("namespaces=\"git\",namespaces=\"git\""), @"allowed_signers:2: the option `namespaces` is given twice");
    insta::assert_snapshot!(line("cert-authority,CERT-AUTHORITY"), @"allowed_signers:2: the option `cert-authority` is given twice");
    insta::assert_snapshot!(line("cert-authority=\"x\""), @"allowed_signers:2: `cert-authority` takes no value");
    insta::assert_snapshot!(line("namespaces"), @"allowed_signers:2: the option `namespaces` has no value");
    insta::assert_snapshot!(line("namespaces=git"), @"allowed_signers:2: the value of `namespaces` has to stand in double quotes");
    insta::assert_snapshot!(line("namespaces=\"git"), @"allowed_signers:2: an option has no closing quote");
    insta::assert_snapshot!(line("namespaces=\"git\"cert-authority"), @"allowed_signers:2: there is no comma after the option `namespaces`");
    insta::assert_snapshot!(line("namespaces=\"git,,file\""), @"allowed_signers:2: a pattern in `namespaces` is empty");
    insta::assert_snapshot!(line("namespaces=\"git\","), @"allowed_signers:2: there is an option without a name; no space may follow the comma between two");
    insta::assert_snapshot!(line("namespaces=\"git\", cert-authority"), @"allowed_signers:2: there is an option without a name; no space may follow the comma between two");
    insta::assert_snapshot!(line("valid-after=\"2026-01-01\""), @"allowed_signers:2: `2026-01-01` is not a time: `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`");
    insta::assert_snapshot!(line("valid-after=\"20260230\""), @"allowed_signers:2: `20260230` is not a time: `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`");
    insta::assert_snapshot!(line("valid-after=\"2026010100\""), @"allowed_signers:2: `2026010100` is not a time: `YYYYMMDD`, `YYYYMMDDHHMM` or `YYYYMMDDHHMMSS`, with or without `Z`");
    insta::assert_snapshot!(line("valid-after=\"20260101\",valid-before=\"20260101\""), @"allowed_signers:2: `valid-before` is not after `valid-after`");
    insta::assert_snapshot!(refused_line(&format!("\u{feff}a {}", key("ed25519"))), @"allowed_signers:1: there is a byte order mark, which would be part of a name");
    insta::assert_snapshot!(refused_line("alice"), @"allowed_signers:1: there is no key after the principals");
    insta::assert_snapshot!(refused_line("alice "), @"allowed_signers:1: there is no key after the principals");
    insta::assert_snapshot!(refused_line("alice cert-authority"), @"allowed_signers:1: there is no key after the options");
    insta::assert_snapshot!(refused_line("alice ssh-ed25519"), @"allowed_signers:1: the SSH key cannot be read: length invalid");
    insta::assert_snapshot!(refused_line("alice ssh-ed25519 AAAA"), @"allowed_signers:1: the SSH key cannot be read: length invalid");
    insta::assert_snapshot!(refused_line("alice ssh-ed25519 ~"), @"allowed_signers:1: the SSH key cannot be read: it is not base64: Invalid symbol 126, offset 0.");
    insta::assert_snapshot!(refused_line("\"alice ssh-ed25519 AAAA"), @"allowed_signers:1: the principals have no closing quote");
    insta::assert_snapshot!(refused_line(&format!("\"alice\"{}", key("ed25519"))), @"allowed_signers:1: there is no space after the quoted principals");
    insta::assert_snapshot!(refused_line(&format!("a,,b {}", key("ed25519"))), @"allowed_signers:1: one of the principals is empty");
    insta::assert_snapshot!(refused_line(&key("ed25519")), @"allowed_signers:1: there are no principals before the key");
}

/// A key that no signature is accepted of may be listed: old lists have some.
#[test]
fn weak_keys_may_be_listed() {
    let text = format!("a {}\nb {}\n", key("dsa"), key("rsa1024"));
    assert_eq!(signers(&text).entries().len(), 2);
}

#[test]
fn large_files_are_refused() {
    insta::assert_snapshot!(refused_line(&"#".repeat(MAX_BYTES + 1)), @"the file of allowed signers is too large: 4194305 bytes, at most 4194304 are read");
    insta::assert_snapshot!(refused_line(&"\n".repeat(MAX_LINES + 1)), @"the file of allowed signers is too large: 20001 lines, at most 20000 are read");
}

#[test]
fn revoked_keys_and_authorities_count_no_longer() {
    let list = format!(
        "# lost\n\n{}\n{}\n",
        key("ca"),
        "SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM"
    );
    let revoked = Revoked::parse(list.as_bytes(), "revoked").expect("a list");
    assert_eq!(revoked.check(&signer("other")), Ok(()));
    insta::assert_snapshot!(revoked.check(&signer("ed25519")).expect_err("revoked"), @"the key SHA256:B/QJUqz/qhBM4HfXCzDkMrKHaI70ApJSdaMu/iYRdiM was revoked: revoked:4 lists it");
    let list = key("ca");
    let revoked = Revoked::parse(list.as_bytes(), "revoked").expect("a list");
    assert!(revoked.check(&signer("cert-alice")).is_err());
    assert_eq!(revoked.check(&signer("cert-rsa")), Ok(()));
}

#[test]
fn a_list_of_revoked_keys_is_understood_whole() {
    let refused = |text: &[u8]| Revoked::parse(text, "revoked").expect_err("a refusal");
    insta::assert_snapshot!(refused(b"SSHKRL\n\0\0\0\0\x01"), @"the file of revoked keys cannot be read: it is OpenSSH's binary form (KRL); a list with one public key or fingerprint (`SHA256:…`) a line is needed");
    insta::assert_snapshot!(refused(b"serial: 7"), @"revoked:1: the SSH key cannot be read: it is not base64: Invalid input length: 1");
    insta::assert_snapshot!(refused(b"\nSHA256:short"), @"revoked:2: `SHA256:short` is not a fingerprint as `ssh-keygen -l` prints it");
    insta::assert_snapshot!(refused(b"MD5:00:11"), @"revoked:1: it is neither a public key nor a fingerprint (`SHA256:…`)");
    insta::assert_snapshot!(refused(b"\xff"), @"the file of revoked keys cannot be read: it is not UTF-8: invalid utf-8 sequence of 1 bytes from index 0");
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,80}", options in "[a-z=\",\\\\ -]{0,30}") {
        let _ = AllowedSigners::parse(&text, "x");
        let _ = Revoked::parse(text.as_bytes(), "x");
        let _ = AllowedSigners::parse(&format!("a {options} {}", key("ed25519")), "x");
        let _ = AllowedSigners::parse(&format!("{options} {}", key("ed25519")), "x");
    }

    #[test]
    fn no_time_panics(digits in "[0-9]{0,16}Z?") {
        let _ = AllowedSigners::parse(&format!("a valid-after=\"{digits}\" {}", key("ed25519")), "x");
    }
}

#[test]
fn test_keys_are_keys() {
    let key = TestKey::new(9);
    let signature = Signature::parse(&key.sign(b"x", NAMESPACE)).expect("a signature");
    assert_eq!(signature.claimed_signer().key().as_bytes(), key.blob());
}
