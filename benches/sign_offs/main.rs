//! CPU time of all sign-offs of a long history.
//!
//! `cargo bench --bench sign_offs` writes a repository with 1,000 commits and ten sign-offs on each, by one
//! of ten maintainers, runs `relcheck sign-off verify --all` and `relcheck check --rule
//! approvals.maintainers` over it, several times in turn, and prints the medians beside the goals. Machines
//! are noisy: nothing here fails because of a time.

#[allow(dead_code)] // The sum of several commands is another benchmark's.
#[path = "../check/measure.rs"]
mod measure;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use measure::median;
use relcheck::signoff::{Claim, Decision, NAMESPACE, REFERENCE, SignerName, seal};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use sha2::{Digest as _, Sha512};
use tempfile::TempDir;

/// How often each command is run.
const RUNS: usize = 5;

const COMMITS: usize = 1_000;
const PEOPLE: usize = 10;

/// What `verify --all` is to take at most, in milliseconds.
const GOAL: f64 = 2_000.0;

/// The time of the first commit: 2026-01-01. Each further one is a minute later.
const START: i64 = 1_767_225_600;

const RELCHECK: &str = env!("CARGO_BIN_EXE_relcheck");

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench sign_offs`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    let folder = TempDir::new().expect("a folder");
    history(folder.path());
    let own = measure::program(RELCHECK);
    let (verify, check) = (
        [&*own, "sign-off", "verify", "--all"],
        [&*own, "check", "--rule", "approvals.maintainers"],
    );
    let (mut verified, mut checked) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        verified.push(measure::command(folder.path(), &verify));
        checked.push(measure::command(folder.path(), &check));
    }
    println!("{} sign-offs on {COMMITS} commits", COMMITS * PEOPLE);
    println!(
        "{:24} {:>8} {:>9} {:>6}",
        "medians", "CPU ms", "peak MiB", "goal"
    );
    for (name, usages, goal) in [
        ("verify --all", &verified, Some(GOAL)),
        ("check", &checked, None),
    ] {
        let cpu = median(usages.iter().map(|usage| usage.cpu_ms));
        let peak = median(usages.iter().map(|usage| usage.peak_mib));
        let goal = goal.map_or_else(|| "-".to_owned(), |goal| format!("{goal:.0}"));
        println!("{name:24} {cpu:8.0} {peak:9.0} {goal:>6}");
    }
    let output = Command::new(&own)
        .args(&verify[1..])
        .current_dir(folder.path())
        .output()
        .expect("relcheck runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        text.contains(&format!("{} verified, 0 refused", COMMITS * PEOPLE)),
        "{text}"
    );
}

fn git(folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("git reads");
    drop(stdin);
    let output = child.wait_with_output().expect("git ends");
    assert!(output.status.success(), "git {arguments:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A repository whose first commit, a release, lists the people and their keys.
fn history(folder: &Path) {
    git(folder, &["init", "--quiet", "--initial-branch=main"], "");
    let people: Vec<Person> = (0..PEOPLE).map(Person::new).collect();
    let listed: String = people.iter().map(Person::listed).collect();
    let keys: String = people.iter().map(Person::allowed).collect();
    let config = format!("[project]\nname = \"demo\"\n{listed}");
    let mut stream = String::new();
    for number in 0..COMMITS {
        let time = START + 60 * i64::try_from(number).expect("few commits");
        let message = format!("fix: change {number}\n");
        let _ = write!(
            stream,
            "commit refs/heads/main\ncommitter Ann <ann@example.org> {time} +0000\n{}",
            data(&message)
        );
        if number == 0 {
            let _ = write!(stream, "M 644 inline relcheck.toml\n{}", data(&config));
            let _ = write!(stream, "M 644 inline keys/allowed_signers\n{}", data(&keys));
        }
        let _ = write!(stream, "M 644 inline file\n{}", data(&message));
    }
    git(folder, &["fast-import", "--quiet"], &stream);
    git(folder, &["reset", "--quiet", "--hard"], "");
    git(folder, &["tag", "v1.0.0", "main~999"], "");
    let commits = git(folder, &["log", "--format=%H %T %ct"], "");
    let mut notes = format!(
        "commit {REFERENCE}\ncommitter Ann <ann@example.org> {START} +0000\n{}",
        data("notes")
    );
    for commit in commits.lines() {
        let words: Vec<&str> = commit.split(' ').collect();
        let [commit, tree, time] = words.as_slice() else {
            panic!("{commit}");
        };
        let lines: Vec<String> = people
            .iter()
            .map(|person| person.approval(commit, tree, time.parse().expect("a time")))
            .collect();
        let _ = write!(
            notes,
            "N inline {commit}\n{}",
            data(&(lines.join("\n") + "\n"))
        );
    }
    git(folder, &["fast-import", "--quiet"], &notes);
    assert!(fs::metadata(folder.join("relcheck.toml")).is_ok());
}

fn data(text: &str) -> String {
    format!("data {}\n{text}\n", text.len())
}

struct Person {
    name: String,
    email: String,
    pair: Ed25519KeyPair,
}

/// A string as SSH writes it (RFC 4251, section 5).
fn string(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a short string");
    [&length.to_be_bytes(), bytes].concat()
}

impl Person {
    fn new(number: usize) -> Self {
        let name = format!("Person {number}");
        let seed = Sha512::digest(name.as_bytes());
        Person {
            email: format!("person{number}@example.org"),
            pair: Ed25519KeyPair::from_seed_unchecked(&seed[..32]).expect("a key"),
            name,
        }
    }

    fn listed(&self) -> String {
        format!(
            "[[maintainers]]\nname = \"{}\"\nemails = [\"{}\"]\n",
            self.name, self.email
        )
    }

    fn key(&self) -> Vec<u8> {
        [
            string(b"ssh-ed25519"),
            string(self.pair.public_key().as_ref()),
        ]
        .concat()
    }

    fn allowed(&self) -> String {
        format!(
            "{} ssh-ed25519 {}\n",
            self.email,
            STANDARD.encode(self.key())
        )
    }

    fn approval(&self, commit: &str, tree: &str, time: i64) -> String {
        let claim = Claim {
            what: "approval".to_owned(),
            decision: Decision::Given,
            project: "demo".to_owned(),
            version: None,
            commit: commit.to_owned(),
            tree: tree.to_owned(),
            documents: Vec::new(),
            signer: SignerName {
                name: self.name.clone(),
                email: self.email.clone(),
            },
            time: time + 60,
            note: None,
            link: None,
        };
        seal(&claim, |message| Ok(self.sign(message)))
            .expect("a sign-off")
            .0
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let digest = Sha512::digest(message);
        let fields = [string(NAMESPACE.as_bytes()), string(b""), string(b"sha512")].concat();
        let signed = [b"SSHSIG".to_vec(), fields.clone(), string(&digest)].concat();
        let proof = self.pair.sign(&signed);
        let proof = [string(b"ssh-ed25519"), string(proof.as_ref())].concat();
        let version = 1_u32.to_be_bytes().to_vec();
        [
            b"SSHSIG".to_vec(),
            version,
            string(&self.key()),
            fields,
            string(&proof),
        ]
        .concat()
    }
}
