//! Sign-offs with OpenPGP keys of GnuPG. Where it is not installed, the tests say so and test nothing.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use relcheck::signoff::{Claim, seal};

use super::super::harness::{ADA, GRACE, History, Relcheck, Run};
use super::messages;

const RULE: &str = super::RULE;

/// A folder of GnuPG's with a key of Ada's.
struct Gpg {
    home: PathBuf,
    /// Ended with the test: GnuPG leaves an agent behind.
    _folder: tempfile::TempDir,
}

impl Gpg {
    /// The path is short, since sockets lie in it.
    fn empty() -> Self {
        let folder = tempfile::Builder::new().prefix("g").tempdir().unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
        }
        Gpg {
            home: folder.path().to_owned(),
            _folder: folder,
        }
    }

    /// `None` where `gpg` is not installed.
    fn new() -> Option<Self> {
        let gpg = Gpg::empty();
        if gpg.command(&["--version"]).output().is_err() {
            eprintln!("skipped: `gpg` is not installed, so OpenPGP was not tested");
            return None;
        }
        let id = format!("Ada <{}>", ADA.email);
        let arguments = ["--quick-generate-key", &id, "ed25519", "sign", "never"];
        gpg.run(&arguments, b"");
        Some(gpg)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("gpg");
        command
            .env("GNUPGHOME", &self.home)
            .args([
                "--batch",
                "--quiet",
                "--passphrase",
                "",
                "--pinentry-mode",
                "loopback",
            ])
            .args(arguments);
        command
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        use std::io::Write as _;
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "gpg {arguments:?}: {complaint}");
        output.stdout
    }
}

impl Gpg {
    /// The public key with its revocation, made in another folder: this one still signs.
    fn revoked(&self) -> Vec<u8> {
        let other = Gpg::empty();
        other.run(&["--import"], &self.run(&["--export"], b""));
        let folder = fs::read_dir(self.home.join("openpgp-revocs.d")).unwrap();
        for entry in folder {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            // GnuPG puts a colon before the armour, so that nobody revokes a key by accident.
            other.run(
                &["--import"],
                text.replace(":-----BEGIN", "-----BEGIN").as_bytes(),
            );
        }
        other.run(&["--armor", "--export"], b"")
    }
}

impl Drop for Gpg {
    fn drop(&mut self) {
        let mut end = Command::new("gpgconf");
        end.env("GNUPGHOME", &self.home).args(["--kill", "all"]);
        let _ = end.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}

/// The time of the machine: GnuPG writes it into signatures.
fn now() -> String {
    jiff::Timestamp::from_second(jiff::Timestamp::now().as_second())
        .unwrap()
        .to_string()
}

/// A candidate of a project that Ada and Grace maintain, with Ada's OpenPGP key.
fn candidate(gpg: &Gpg) -> History {
    let history = History::empty();
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    fs::remove_file(history.path().join("keys/allowed_signers")).unwrap();
    history.write("keys/keyring.asc", gpg.run(&["--armor", "--export"], b""));
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.commit("fix: something");
    history
}

fn relcheck(history: &History, gpg: &Gpg) -> Relcheck {
    history
        .relcheck()
        .env("RELCHECK_NOW", now())
        .env("GNUPGHOME", &gpg.home)
}

fn check(history: &History, gpg: &Gpg) -> Run {
    relcheck(history, gpg).check(&["--rule", RULE])
}

fn approval(history: &History) -> Claim {
    let mut claim = history.approval(ADA);
    claim.time = jiff::Timestamp::now().as_second();
    claim
}

#[test]
fn gpg_verifies_what_was_signed_with_the_key_that_git_signs_with() {
    let Some(gpg) = Gpg::new() else { return };
    let history = candidate(&gpg);
    history.git(&["config", "user.name", ADA.name]);
    history.git(&["config", "user.email", ADA.email]);
    let run = relcheck(&history, &gpg)
        .args(&["sign-off", "approval"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = check(&history, &gpg);
    assert_eq!(run.status(RULE, "patch"), "pass", "{}", run.stdout);
    let folder = history.beside("exported");
    let export = ["sign-off", "export", folder.to_str().unwrap()];
    assert_eq!(relcheck(&history, &gpg).args(&export).run().code, 0);
    let (signature, message) = (folder.join("1.sig"), folder.join("1.signed"));
    let verify = || {
        let arguments = [
            "--verify",
            signature.to_str().unwrap(),
            message.to_str().unwrap(),
        ];
        gpg.command(&arguments).output().unwrap().status.success()
    };
    assert!(verify());
    let mut changed = fs::read(&message).unwrap();
    changed[40] ^= 1;
    fs::write(&message, changed).unwrap();
    assert!(!verify());
}

#[test]
fn a_passphrase_may_take_its_time() {
    let Some(gpg) = Gpg::new() else { return };
    let history = candidate(&gpg);
    history.git(&["config", "user.name", ADA.name]);
    history.git(&["config", "user.email", ADA.email]);
    let sign = |seconds: i64| {
        let begun = jiff::Timestamp::now().as_second() - seconds;
        let begun = jiff::Timestamp::from_second(begun).unwrap().to_string();
        let relcheck = relcheck(&history, &gpg).env("RELCHECK_NOW", begun);
        relcheck.args(&["sign-off", "approval"]).run()
    };
    let late = sign(2 * 3_600);
    assert_eq!(late.code, 2, "{}", late.stderr);
    assert!(late.stderr.contains("would not count"), "{}", late.stderr);
    let run = sign(300);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(check(&history, &gpg).status(RULE, "patch"), "pass");
}

/// The twin is signed with SHA-256, which is what GnuPG does by itself.
#[test]
fn a_sha_1_signature_does_not_count() {
    let Some(gpg) = Gpg::new() else { return };
    let of = |digest: &str| {
        let history = candidate(&gpg);
        let arguments = [
            "--detach-sign",
            "--digest-algo",
            digest,
            "--allow-weak-digest-algos",
        ];
        let sealed = seal(&approval(&history), |message| {
            Ok(gpg.run(&arguments, message))
        });
        history.note(&sealed.unwrap().0);
        check(&history, &gpg)
    };
    let twin = of("SHA256");
    assert_eq!(twin.status(RULE, "patch"), "pass", "{}", twin.stdout);
    let run = of("SHA1");
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: the OpenPGP signature uses the hash SHA1, which is not accepted: SHA-256 or stronger is needed
    ");
}

#[test]
fn a_key_that_was_revoked_since_the_previous_release_does_not_count() {
    let Some(gpg) = Gpg::new() else { return };
    let of = |keyring: Vec<u8>| {
        let history = candidate(&gpg);
        history.write("keys/keyring.asc", keyring);
        history.commit("chore: keys");
        let sealed = seal(&approval(&history), |message| {
            Ok(gpg.run(&["--detach-sign"], message))
        });
        history.note(&sealed.unwrap().0);
        check(&history, &gpg)
    };
    let twin = of(gpg.run(&["--armor", "--export"], b""));
    assert_eq!(twin.status(RULE, "patch"), "pass", "{}", twin.stdout);
    let run = of(gpg.revoked());
    assert_eq!(run.status(RULE, "patch"), "fail", "{}", run.stdout);
    let found = messages(&run).join("\n");
    assert!(found.contains("revoked"), "{found}");
}

#[test]
fn a_tag_that_a_maintainer_signed_anchors_the_lists() {
    let Some(gpg) = Gpg::new() else { return };
    let history = candidate(&gpg);
    history.git(&["tag", "-d", "v1.2.3"]);
    let anchor = || relcheck(&history, &gpg).fact("trust_root")["value"]["anchor"].clone();
    let home = gpg.home.to_str().unwrap();
    let tag = [
        "-c",
        "user.signingkey=ada@example.org",
        "tag",
        "--sign",
        "-m",
        "Release v1.2.3",
    ];
    history.git_with(
        ("GNUPGHOME", home),
        &[&tag[..], &["v1.2.3", "HEAD~1"]].concat(),
    );
    assert_eq!(anchor()["signer"], "Ada", "{}", anchor());
    history.git(&["tag", "-d", "v1.2.3"]);
    history.git(&["tag", "-a", "-m", "Release v1.2.3", "v1.2.3", "HEAD~1"]);
    assert_eq!(anchor()["signer"], serde_json::Value::Null, "{}", anchor());
}
