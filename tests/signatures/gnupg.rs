//! `gpg --detach-sign` and `gpg --verify`.

use std::path::Path;
use std::process::{Command, Stdio};

use relcheck::trust::dsse::{AnySignature, Envelope, EnvelopeSignature, IN_TOTO};
use relcheck::trust::openpgp::{Keyring, Signature};
use tempfile::TempDir;

use super::{MESSAGE, PAYLOAD, is_there, places, run, turned, write};

/// After the clock of whatever machine the test runs on.
const NOW: i64 = 4_000_000_000;

/// A home of GnuPG whose agent ends with it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(
            tempfile::Builder::new()
                .prefix("gpg")
                .tempdir()
                .expect("a folder"),
        )
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn gpg(&self) -> Command {
        let mut command = Command::new("gpg");
        command
            .env("GNUPGHOME", self.path())
            .args([
                "--batch",
                "--quiet",
                "--no-tty",
                "--pinentry-mode",
                "loopback",
            ])
            .args(["--passphrase", ""]);
        command
    }

    /// A key; its certificate as `gpg --export` writes it.
    fn generate(&self, algorithm: &str) -> Vec<u8> {
        let user = format!("{algorithm} <test@example.org>");
        let mut command = self.gpg();
        let (made, _) = run(
            command.args(["--quick-gen-key", &user, algorithm, "sign", "never"]),
            b"",
        );
        assert!(made, "gpg makes a key of {algorithm}");
        run(self.gpg().args(["--export", &user]), b"").1
    }

    fn sign(&self, algorithm: &str, options: &[&str], message: &[u8]) -> Vec<u8> {
        let user = format!("={algorithm} <test@example.org>");
        let mut command = self.gpg();
        let command = command.args(["-u", &user, "--detach-sign"]).args(options);
        let (signed, signature) = run(command, message);
        assert!(signed, "gpg signs with {algorithm}");
        signature
    }

    fn verifies(&self, signature: &[u8], message: &[u8]) -> bool {
        let signature = write(self.path(), "signature", signature);
        run(self.gpg().args(["--verify", &signature, "-"]), message).0
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = Command::new("gpgconf")
            .env("GNUPGHOME", self.path())
            .args(["--kill", "gpg-agent"])
            .stderr(Stdio::null())
            .status();
    }
}

fn by_relcheck(ring: &Keyring, signature: &[u8], message: &[u8]) -> Result<(), String> {
    let signature = Signature::parse(signature).map_err(|refusal| refusal.to_string())?;
    let verified = ring.verify(&signature, message, NOW);
    verified.map(drop).map_err(|refusal| refusal.to_string())
}

#[test]
fn gpg_accepts_what_relcheck_accepts() {
    if !is_there("gpg", "--version") {
        return;
    }
    let home = Home::new();
    for algorithm in ["ed25519", "rsa2048", "nistp256", "nistp521"] {
        let ring = Keyring::parse(&home.generate(algorithm)).expect("a keyring");
        for options in [
            &[][..],
            &["--textmode"],
            &["--armor"],
            &["--digest-algo", "SHA384"],
        ] {
            // On P-521 gpg takes no shorter hash than the curve wants.
            if algorithm == "nistp521" && options.contains(&"SHA384") {
                continue;
            }
            let signature = home.sign(algorithm, options, MESSAGE);
            let ours = by_relcheck(&ring, &signature, MESSAGE);
            assert_eq!(ours, Ok(()), "{algorithm} {options:?}");
            assert!(
                home.verifies(&signature, MESSAGE),
                "{algorithm} {options:?}"
            );
            let other = turned(MESSAGE, 3);
            assert!(
                by_relcheck(&ring, &signature, &other).is_err(),
                "{algorithm} {options:?}"
            );
            assert!(
                !home.verifies(&signature, &other),
                "{algorithm} {options:?}"
            );
        }
        let signature = home.sign(algorithm, &[], MESSAGE);
        for place in places(signature.len(), 40) {
            let changed = turned(&signature, place);
            let ours = by_relcheck(&ring, &changed, MESSAGE);
            let theirs = home.verifies(&changed, MESSAGE);
            assert!(ours.is_err() || theirs, "{algorithm}, byte {place}");
        }
    }
}

#[test]
fn relcheck_refuses_weak_and_rare_keys_that_gpg_takes() {
    if !is_there("gpg", "--version") {
        return;
    }
    let home = Home::new();
    let cases = [
        ("rsa1024", "the RSA key has 1024 bits"),
        ("dsa2048", "the algorithm DSA"),
        ("brainpoolP256r1", "the curve brainpoolP256r1"),
    ];
    for (algorithm, reason) in cases {
        let ring = Keyring::parse(&home.generate(algorithm)).expect("a keyring");
        let signature = home.sign(algorithm, &[], MESSAGE);
        assert!(home.verifies(&signature, MESSAGE), "{algorithm}");
        let refusal = by_relcheck(&ring, &signature, MESSAGE).expect_err(algorithm);
        assert!(refusal.contains(reason), "{algorithm}: {refusal}");
    }
}

#[test]
fn gpg_confirms_what_an_envelope_holds() {
    if !is_there("gpg", "--version") {
        return;
    }
    let home = Home::new();
    let ring = Keyring::parse(&home.generate("ed25519")).expect("a keyring");
    let mut envelope = Envelope {
        payload_type: IN_TOTO.to_owned(),
        payload: PAYLOAD.to_vec(),
        signatures: Vec::new(),
    };
    let sig = home.sign("ed25519", &[], &envelope.pae());
    envelope
        .signatures
        .push(EnvelopeSignature { keyid: None, sig });
    let line = envelope.to_line().expect("a line");
    let read = Envelope::parse(line.as_bytes()).expect("an envelope");
    let Ok(AnySignature::OpenPgp(signature)) = read.signatures[0].read() else {
        panic!("an OpenPGP signature");
    };
    assert!(ring.verify(&signature, &read.pae(), NOW).is_ok());
    assert!(home.verifies(signature.as_bytes(), &read.pae()));
}
