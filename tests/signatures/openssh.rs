//! `ssh-keygen -Y sign` and `ssh-keygen -Y verify`.

use std::path::Path;
use std::process::Command;

use relcheck::trust::allowed_signers::AllowedSigners;
use relcheck::trust::dsse::{AnySignature, Envelope, EnvelopeSignature, IN_TOTO};
use relcheck::trust::ssh::Signature;
use tempfile::TempDir;

use super::{MESSAGE, PAYLOAD, is_there, places, run, turned, write};

/// The time of the decision: that of `ssh-keygen` is the clock's, which is after it.
const AT: i64 = 1_767_225_600;

const KINDS: [&[&str]; 5] = [
    &["-t", "ed25519"],
    &["-t", "rsa", "-b", "2048"],
    &["-t", "ecdsa", "-b", "256"],
    &["-t", "ecdsa", "-b", "384"],
    &["-t", "ecdsa", "-b", "521"],
];

/// A key of this kind, in the file `key`.
fn generate(folder: &Path, kind: &[&str], key: &str) -> String {
    let made = Command::new("ssh-keygen")
        .current_dir(folder)
        .args(["-q", "-N", "", "-C", "test", "-f", key])
        .args(kind)
        .status();
    assert!(made.expect("ssh-keygen").success());
    let public = std::fs::read_to_string(folder.join(format!("{key}.pub"))).expect("a key");
    public.trim().to_owned()
}

fn sign(folder: &Path, key: &str, message: &[u8]) -> Vec<u8> {
    let mut command = Command::new("ssh-keygen");
    let command = command.current_dir(folder);
    let (signed, armored) = run(
        command.args(["-Y", "sign", "-n", "relcheck", "-f", key]),
        message,
    );
    assert!(signed, "{key} signs");
    armored
}

pub fn by_ssh_keygen(folder: &Path, signers: &str, armored: &str, message: &[u8]) -> bool {
    let (signers, signature) = (
        write(folder, "signers", signers.as_bytes()),
        write(folder, "signature", armored.as_bytes()),
    );
    let mut command = Command::new("ssh-keygen");
    let arguments = [
        "-Y", "verify", "-n", "relcheck", "-I", "alice", "-f", &signers, "-s", &signature,
    ];
    run(command.args(arguments), message).0
}

fn by_relcheck(signers: &str, bytes: &[u8], message: &[u8]) -> Result<(), String> {
    let signature = Signature::parse(bytes).map_err(|refusal| refusal.to_string())?;
    let signer = signature.verify(message, "relcheck");
    let signer = signer.map_err(|refusal| refusal.to_string())?;
    let signers =
        AllowedSigners::parse(signers, "signers").map_err(|refusal| refusal.to_string())?;
    let matches = signers
        .who(signer, "relcheck", AT)
        .map_err(|refusal| refusal.to_string())?;
    let alice = matches.iter().any(|found| found.is_of("alice"));
    alice
        .then_some(())
        .ok_or_else(|| "somebody else".to_owned())
}

/// Armours a blob that relcheck does not read any more.
fn armored(blob: &[u8]) -> String {
    use base64::Engine;
    let base64 = base64::engine::general_purpose::STANDARD.encode(blob);
    format!("-----BEGIN SSH SIGNATURE-----\n{base64}\n-----END SSH SIGNATURE-----\n")
}

#[test]
fn both_agree_on_signatures_and_on_changed_ones() {
    if !is_there("ssh-keygen", "-?") {
        return;
    }
    for kind in KINDS {
        let folder = TempDir::new().expect("a folder");
        let folder = folder.path();
        let signers = format!("alice {}\n", generate(folder, kind, "key"));
        let whole = sign(folder, "key", MESSAGE);
        let text = String::from_utf8(whole).expect("armour");
        assert!(by_ssh_keygen(folder, &signers, &text, MESSAGE), "{kind:?}");
        assert_eq!(
            by_relcheck(&signers, text.as_bytes(), MESSAGE),
            Ok(()),
            "{kind:?}"
        );
        let other = turned(MESSAGE, 3);
        assert!(!by_ssh_keygen(folder, &signers, &text, &other), "{kind:?}");
        assert!(
            by_relcheck(&signers, text.as_bytes(), &other).is_err(),
            "{kind:?}"
        );
        let blob = Signature::parse(text.as_bytes())
            .expect("a signature")
            .as_bytes()
            .to_vec();
        for place in places(blob.len(), 90) {
            let changed = turned(&blob, place);
            let theirs = by_ssh_keygen(folder, &signers, &armored(&changed), MESSAGE);
            let ours = by_relcheck(&signers, &changed, MESSAGE);
            assert_eq!(ours.is_ok(), theirs, "{kind:?}, byte {place}: {ours:?}");
        }
    }
}

#[test]
fn both_agree_on_certificates() {
    if !is_there("ssh-keygen", "-?") {
        return;
    }
    let cases: [(&[&str], &str, bool); 7] = [
        (&["-n", "alice"], "*", true),
        (&["-n", "alice,bob"], "a*", true),
        (&["-n", "bob"], "*", false),
        (&["-n", "alice"], "bob", false),
        (&["-n", "alice", "-h"], "*", false),
        (&["-n", "alice", "-V", "20200101:20210101"], "*", false),
        (&["-n", "alice", "-V", "20200101:20400101"], "*", true),
    ];
    for (options, principals, valid) in cases {
        let folder = TempDir::new().expect("a folder");
        let folder = folder.path();
        let signers = format!(
            "{principals} cert-authority {}\n",
            generate(folder, KINDS[0], "ca")
        );
        generate(folder, KINDS[2], "key");
        let certified = Command::new("ssh-keygen")
            .current_dir(folder)
            .args(["-q", "-s", "ca", "-I", "test"])
            .args(options)
            .arg("key.pub")
            .status();
        assert!(certified.expect("ssh-keygen").success());
        let text = String::from_utf8(sign(folder, "key-cert.pub", MESSAGE)).expect("armour");
        let ours = by_relcheck(&signers, text.as_bytes(), MESSAGE);
        let theirs = by_ssh_keygen(folder, &signers, &text, MESSAGE);
        assert_eq!(
            (ours.is_ok(), theirs),
            (valid, valid),
            "{options:?}: {ours:?}"
        );
    }
}

#[test]
fn both_agree_on_allowed_signers() {
    if !is_there("ssh-keygen", "-?") {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let key = generate(folder, KINDS[0], "key");
    let text = String::from_utf8(sign(folder, "key", MESSAGE)).expect("armour");
    let lines = [
        "alice",
        "  alice ",
        "bob",
        "*",
        "a?ice",
        "*,!alice",
        "!bob,alice",
        "\"bob c,alice\"",
        "alice namespaces=\"relcheck\"",
        "alice NAMESPACES=\"git,rel*\"",
        "alice namespaces=\"git\"",
        "alice namespaces=\"*,!relcheck\"",
        "alice namespaces=relcheck",
        "alice cert-authority",
        "alice namespaces=\"relcheck\",namespaces=\"relcheck\"",
        "alice no-touch-required",
        "alice valid-after=\"20200101\"",
        "alice valid-after=\"20990101Z\"",
        "alice valid-before=\"20200101Z\"",
        "alice valid-before=\"209901010000Z\"",
        "alice valid-before=\"20990101000000\"",
        "alice valid-before=\"2099010100\"",
        "alice valid-after=\"20200101\",valid-before=\"20990101\"",
        "alice valid-after=\"20990101\",valid-before=\"20200101\"",
        "alice valid-after=20200101",
        "alice valid-after",
        "alice valid-after=\"20201301\"",
    ];
    for line in lines {
        let signers = format!("# who\n\n{line} {key}\n");
        let theirs = by_ssh_keygen(folder, &signers, &text, MESSAGE);
        let ours = by_relcheck(&signers, text.as_bytes(), MESSAGE);
        assert_eq!(ours.is_ok(), theirs, "{line}: {ours:?}");
    }
}

#[test]
fn ssh_keygen_confirms_what_an_envelope_holds() {
    if !is_there("ssh-keygen", "-?") {
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let signers = format!("alice {}\n", generate(folder, KINDS[0], "key"));
    let mut envelope = Envelope {
        payload_type: IN_TOTO.to_owned(),
        payload: PAYLOAD.to_vec(),
        signatures: Vec::new(),
    };
    let signature = Signature::parse(&sign(folder, "key", &envelope.pae())).expect("a signature");
    envelope.signatures.push(EnvelopeSignature {
        keyid: None,
        sig: signature.as_bytes().to_vec(),
    });
    let line = envelope.to_line().expect("a line");
    let read = Envelope::parse(line.as_bytes()).expect("an envelope");
    let Ok(AnySignature::Ssh(signature)) = read.signatures[0].read() else {
        panic!("an SSH signature");
    };
    assert!(signature.verify(&read.pae(), "relcheck").is_ok());
    assert!(by_ssh_keygen(
        folder,
        &signers,
        &signature.to_armored(),
        &read.pae()
    ));
}
