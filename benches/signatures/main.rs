//! CPU time of verifying sign-offs.
//!
//! `cargo bench --bench signatures` writes a file of each kind with thousands of envelopes or signatures, has a
//! process of its own verify them with everything that belongs to it (envelope, statement, signature, who
//! it is), and prints the medians. Runs of the kinds take turns, so that a noisy moment hits all of them.
//! That all of them verify is asserted; nothing here fails because of a time.

#[allow(dead_code)] // The sum of several commands is another benchmark's.
#[path = "../check/measure.rs"]
mod measure;

use std::fs;
use std::path::Path;

use measure::{Usage, median};
use relcheck::trust::allowed_signers::AllowedSigners;
use relcheck::trust::dsse::{AnySignature, Envelope, EnvelopeSignature, IN_TOTO};
use relcheck::trust::openpgp::{Keyring, Signature};
use relcheck::trust::ssh::{self, Hash};
use relcheck::trust::statement::{Statement, Subject};
use ring::signature::{Ed25519KeyPair, KeyPair};
use tempfile::TempDir;

/// How often each kind is verified.
const RUNS: usize = 5;

/// How many signatures there are.
const COUNT: usize = 10_000;

/// What one is to take at most, in microseconds.
const GOAL: f64 = 80.0;

/// When the keys have to be valid: 2026-01-01.
const AT: i64 = 1_767_225_600;

const MESSAGE: &[u8] = include_bytes!("../../fixtures/trust/ssh/message");

/// A kind of signatures: how a file of them is written and verified.
struct Kind {
    name: &'static str,
    write: fn(&Path),
    verify: fn(&Path),
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "sign-offs, SSH Ed25519",
        write: write_envelopes,
        verify: verify_envelopes,
    },
    Kind {
        name: "SSH RSA 2048",
        write: |path| repeat(path, include_bytes!("../../fixtures/trust/ssh/rsa.sig")),
        verify: verify_rsa,
    },
    Kind {
        name: "OpenPGP Ed25519",
        write: |path| repeat(path, include_bytes!("../../fixtures/trust/openpgp/ada.sig")),
        verify: |path| verify_openpgp(path, include_bytes!("../../fixtures/trust/openpgp/ada.asc")),
    },
    Kind {
        name: "OpenPGP RSA 2048",
        write: |path| repeat(path, include_bytes!("../../fixtures/trust/openpgp/bob.sig")),
        verify: |path| verify_openpgp(path, include_bytes!("../../fixtures/trust/openpgp/bob.asc")),
    },
];

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, name, path] = arguments.as_slice()
        && command == "verify"
    {
        let kind = KINDS.iter().find(|kind| kind.name == name);
        (kind.expect("a known kind").verify)(Path::new(path));
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench signatures`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    let folder = TempDir::new().expect("a folder");
    let files = KINDS.each_ref().map(|kind| {
        let path = folder.path().join(kind.name);
        (kind.write)(&path);
        path
    });
    let mut usages: [Vec<Usage>; 4] = Default::default();
    for _ in 0..RUNS {
        for ((kind, path), usages) in KINDS.iter().zip(&files).zip(&mut usages) {
            usages.push(measured(folder.path(), kind.name, path));
        }
    }
    println!(
        "{:24} {:>6} {:>9} {:>8} {:>6} {:>9}",
        "median of whole processes", "count", "CPU ms", "µs each", "goal", "peak MiB"
    );
    for (kind, usages) in KINDS.iter().zip(&usages) {
        let cpu = median(usages.iter().map(|usage| usage.cpu_ms));
        let peak = median(usages.iter().map(|usage| usage.peak_mib));
        let each = cpu * 1000.0 / COUNT as f64;
        let name = kind.name;
        println!("{name:24} {COUNT:6} {cpu:9.1} {each:8.1} {GOAL:6.0} {peak:9.1}");
    }
}

fn measured(folder: &Path, name: &str, path: &Path) -> Usage {
    let own = std::env::current_exe().expect("the benchmark knows its own path");
    let own = own.to_str().expect("a path in UTF-8");
    let words = [own, "verify", name, path.to_str().expect("a path in UTF-8")];
    // Not every failure of a process measured shows: a refusal here does.
    let usage = measure::command(folder, &words);
    assert!(usage.cpu_ms > 20.0, "{name}: too fast to be true");
    usage
}

/// One key signs all: it protects nothing.
fn key() -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a seed")
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_be_bytes(), bytes].concat()
}

fn key_blob(key: &Ed25519KeyPair) -> Vec<u8> {
    [string(b"ssh-ed25519"), string(key.public_key().as_ref())].concat()
}

fn sign(key: &Ed25519KeyPair, message: &[u8]) -> Vec<u8> {
    let signature = key.sign(&ssh::to_be_signed(message, "relcheck", Hash::Sha512));
    let proof = [string(b"ssh-ed25519"), string(signature.as_ref())].concat();
    let mut blob = [ssh::MAGIC.as_slice(), &1_u32.to_be_bytes()].concat();
    let key = key_blob(key);
    let fields: [&[u8]; 5] = [&key, b"relcheck", b"", b"sha512", &proof];
    blob.extend(fields.into_iter().flat_map(string));
    blob
}

/// One envelope a line, each over another commit.
fn write_envelopes(path: &Path) {
    let key = key();
    let lines: Vec<String> = (0..COUNT)
        .map(|number| {
            let subject = Subject {
                name: Some("demo".to_owned()),
                digest: [("gitCommit".to_owned(), format!("{number:040x}"))].into(),
            };
            let statement = Statement::new(vec![subject], "https://example.org/sign-off", &number);
            let mut envelope = Envelope {
                payload_type: IN_TOTO.to_owned(),
                payload: statement
                    .and_then(|it| it.to_json())
                    .expect("JSON")
                    .into_bytes(),
                signatures: Vec::new(),
            };
            let sig = sign(&key, &envelope.pae());
            envelope
                .signatures
                .push(EnvelopeSignature { keyid: None, sig });
            envelope.to_line().expect("a line")
        })
        .collect();
    fs::write(path, lines.join("\n")).expect("a file");
}

/// With fifty other keys in the list.
fn verify_envelopes(path: &Path) {
    let mut list = String::new();
    for number in 0..50 {
        let other = Ed25519KeyPair::from_seed_unchecked(&[number + 100; 32]).expect("a seed");
        list.push_str(&line(&other));
    }
    list.push_str(&line(&key()));
    let signers = AllowedSigners::parse(&list, "allowed_signers").expect("a list");
    let text = fs::read_to_string(path).expect("the file is there");
    let mut verified = 0;
    for line in text.lines() {
        let envelope = Envelope::parse(line.as_bytes()).expect("an envelope");
        Statement::parse(&envelope.payload).expect("a statement");
        let AnySignature::Ssh(signature) = envelope.signatures[0].read().expect("a signature")
        else {
            panic!("an SSH signature");
        };
        let signer = signature
            .verify(&envelope.pae(), "relcheck")
            .expect("it verifies");
        verified += signers.who(signer, "relcheck", AT).expect("somebody").len();
    }
    assert_eq!(verified, COUNT);
}

fn line(key: &Ed25519KeyPair) -> String {
    let key = ssh::PublicKey::from_blob(&key_blob(key)).expect("a key");
    format!(
        "*@example.org namespaces=\"relcheck\" {}\n",
        key.to_openssh()
    )
}

/// The same signature many times.
fn repeat(path: &Path, signature: &[u8]) {
    fs::write(path, signature.repeat(COUNT)).expect("a file");
}

/// The signatures of a file, each as long as the first.
fn each(path: &Path) -> Vec<Vec<u8>> {
    let bytes = fs::read(path).expect("the file is there");
    let pieces = bytes.chunks(bytes.len() / COUNT);
    pieces.map(<[u8]>::to_vec).collect()
}

fn verify_rsa(path: &Path) {
    for bytes in each(path) {
        let signature = ssh::Signature::parse(&bytes).expect("a signature");
        signature.verify(MESSAGE, "relcheck").expect("it verifies");
    }
}

fn verify_openpgp(path: &Path, keys: &[u8]) {
    let ring = Keyring::parse(keys).expect("a keyring");
    for bytes in each(path) {
        let signature = Signature::parse(&bytes).expect("a signature");
        ring.verify(&signature, MESSAGE, AT).expect("it verifies");
    }
}
