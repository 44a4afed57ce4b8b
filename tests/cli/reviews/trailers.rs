//! Trailers count where the person whom they name signed the commit.

use relcheck::trust::ssh;

use super::{RULE, check, messages, released};
use crate::harness::{ADA, EVE, GRACE, History, Signer};

/// Puts a commit in the place of HEAD: that with this message, signed by this person, and changed since.
fn sign(history: &History, by: Signer, namespace: &str, change: impl FnOnce(String) -> String) {
    let object = history.git(&["cat-file", "commit", "HEAD"]) + "\n";
    let signature = by.sign(object.as_bytes(), namespace);
    let armoured = ssh::Signature::parse(&signature).unwrap().to_armored();
    let header = armoured.trim_end().replace('\n', "\n ");
    let (headers, message) = object.split_once("\n\n").unwrap();
    let signed = format!(
        "{headers}\ngpgsig {header}\n\n{}",
        change(message.to_owned())
    );
    let path = history.beside("commit");
    std::fs::write(&path, signed).unwrap();
    let path = path.to_string_lossy().into_owned();
    let id = history.git(&["hash-object", "-t", "commit", "-w", &path]);
    history.git(&["reset", "--quiet", "--hard", &id]);
}

/// A candidate whose message ends with this line.
fn candidate(trailer: &str) -> History {
    let history = released();
    history.write("src/demo.py", "fixed = True\n");
    history.commit(&format!("fix: something\n\n{trailer}"));
    history
}

const BY_ADA: &str = "Reviewed-by: Ada <ada@example.org>";

fn claims(history: &History) -> Vec<String> {
    let fact = history.relcheck().fact("reviews")["value"].clone();
    let claims = fact["claims"].as_array().unwrap().iter();
    let reasons = claims.map(|claim| claim["reason"].as_str().unwrap().to_owned());
    reasons.collect()
}

#[test]
fn one_that_is_signed_counts_and_git_agrees() {
    for trailer in [BY_ADA, "Approved-By: Ada <ada@example.org>"] {
        let history = candidate(trailer);
        sign(&history, ADA, "git", |message| message);
        let signers = history.path().join("keys/allowed_signers");
        let signers = format!("gpg.ssh.allowedSignersFile={}", signers.display());
        history.git(&["-c", &signers, "verify-commit", "HEAD"]);
        let run = check(&history, RULE);
        assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
        assert_eq!(claims(&history), Vec::<String>::new());
    }
}

#[test]
fn one_that_is_not_signed_is_a_claim() {
    let history = candidate(BY_ADA);
    history.approve(GRACE);
    let run = check(&history, RULE);
    assert_eq!(run.status(RULE, "minor"), "fail");
    assert_eq!(claims(&history), ["the commit is not signed"]);
    assert!(
        run.stdout.contains("1 trailer that nobody signed"),
        "{}",
        run.stdout
    );
}

#[test]
fn one_that_somebody_else_signed_is_a_claim() {
    let history = candidate(BY_ADA);
    sign(&history, GRACE, "git", |message| message);
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "unknown");
    assert_eq!(claims(&history), ["the commit is signed by `Grace`"]);
    let history = candidate(BY_ADA);
    sign(&history, EVE, "git", |message| message);
    assert!(
        claims(&history)[0].contains("is not known"),
        "{:?}",
        claims(&history)
    );
}

#[test]
fn one_that_was_written_after_the_signature_is_a_claim() {
    let history = candidate("Refs: 1");
    sign(&history, ADA, "git", |message| {
        message.replace("Refs: 1", BY_ADA)
    });
    assert!(
        claims(&history)[0].contains("does not match"),
        "{:?}",
        claims(&history)
    );
    assert_eq!(check(&history, RULE).status(RULE, "patch"), "unknown");
}

#[test]
fn a_signature_of_another_namespace_is_none() {
    let history = candidate(BY_ADA);
    sign(&history, ADA, "relcheck", |message| message);
    assert!(
        claims(&history)[0].contains("`git` is needed"),
        "{:?}",
        claims(&history)
    );
}

#[test]
fn one_that_names_a_stranger_or_no_address_is_a_claim() {
    let history = candidate("Reviewed-by: Eve <eve@example.org>\nReviewed-by: Ada");
    sign(&history, ADA, "git", |message| message);
    assert_eq!(
        claims(&history),
        [
            "nobody on the lists that count has the address `eve@example.org`",
            "it names no address"
        ]
    );
    assert_eq!(messages(&check(&history, RULE), RULE), "");
}
