//! `relcheck sign-off`, with the programs that git signs with. Where one is not installed, its test
//! says so and tests nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::harness::{ADA, GRACE, History, Relcheck, Run};
use super::{candidate, check, messages, status};

pub(super) fn is_installed(program: &str, probe: &str) -> bool {
    let mut command = Command::new(program);
    let found = command
        .arg(probe)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let found = found.stdin(Stdio::null()).status().is_ok();
    if !found {
        eprintln!("skipped: `{program}` is not installed, so signing with it was not tested");
    }
    found
}

/// A new SSH key; the path of its private part.
fn ssh_key(history: &History, name: &str) -> PathBuf {
    let path = history.beside(name);
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"])
        .arg(&path)
        .status();
    assert!(made.unwrap().success());
    path
}

pub(super) fn public(key: &Path) -> String {
    let text = fs::read_to_string(key.with_extension("pub")).unwrap();
    text.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// A candidate of a project that Ada and Grace maintain, with keys of `ssh-keygen`.
pub(super) fn with_ssh_keys() -> (History, PathBuf, PathBuf) {
    let history = History::empty();
    let (ada, grace) = (ssh_key(&history, "ada"), ssh_key(&history, "grace"));
    history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
    history.people(&[ADA, GRACE]);
    let keys = format!(
        "{} {}\n{} namespaces=\"relcheck\" {}\n",
        ADA.email,
        public(&ada),
        GRACE.email,
        public(&grace)
    );
    history.write("keys/allowed_signers", keys);
    history.commit("chore: first release");
    history.tag("v1.2.3");
    history.write("docs/threats.md", "# Threats\n");
    history.commit("fix: something");
    (history, ada, grace)
}

/// The program as a person runs it who has told git who they are.
pub(super) fn as_person(history: &History, who: super::Signer) -> Relcheck {
    history.git(&["config", "user.name", who.name]);
    history.git(&["config", "user.email", who.email]);
    history.relcheck()
}

pub(super) fn ok(run: Run) -> Run {
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    run
}

#[test]
fn with_the_key_that_git_signs_with_nothing_else_is_needed() {
    if !is_installed("ssh-keygen", "-?") {
        return;
    }
    let (history, ada, _) = with_ssh_keys();
    history.git(&["config", "gpg.format", "ssh"]);
    let key = ada.with_extension("pub");
    history.git(&["config", "user.signingkey", key.to_str().unwrap()]);
    let run = ok(as_person(&history, ADA)
        .args(&["sign-off", "approval"])
        .run());
    assert!(
        run.stdout.starts_with("signed: approval of demo at "),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("git push origin refs/notes/relcheck"));
    assert_eq!(status(&history), "pass");
}

#[test]
fn ssh_keygen_verifies_what_was_signed() {
    if !is_installed("ssh-keygen", "-?") {
        return;
    }
    let (history, ada, _) = with_ssh_keys();
    let arguments = ["sign-off", "approval", "--key", ada.to_str().unwrap()];
    ok(as_person(&history, ADA).args(&arguments).run());
    let folder = history.beside("exported");
    ok(history
        .relcheck()
        .args(&["sign-off", "export", folder.to_str().unwrap()])
        .run());
    let message = fs::read(folder.join("1.signed")).unwrap();
    assert!(verify(&history, &folder, &message));
    let mut changed = message;
    changed[40] ^= 1;
    assert!(!verify(&history, &folder, &changed));
}

/// Whether `ssh-keygen` takes the first signature that was exported for Ada's over this message.
pub(super) fn verify(history: &History, folder: &Path, message: &[u8]) -> bool {
    let path = history.beside("message");
    fs::write(&path, message).unwrap();
    let status = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-n", "relcheck", "-I", ADA.email, "-f"])
        .arg(history.path().join("keys/allowed_signers"))
        .arg("-s")
        .arg(folder.join("1.sig"))
        .stdin(fs::File::open(&path).unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.unwrap().success()
}

#[test]
fn several_people_sign_one_commit_and_notes_of_two_clones_merge_without_loss() {
    if !is_installed("ssh-keygen", "-?") {
        return;
    }
    let (history, ada, grace) = with_ssh_keys();
    let clone = history.beside("clone");
    let (from, to) = (history.path().to_str().unwrap(), clone.to_str().unwrap());
    history.git(&["clone", "--quiet", from, to]);
    let arguments = ["sign-off", "approval", "--key", ada.to_str().unwrap()];
    ok(as_person(&history, ADA).args(&arguments).run());
    history.git_in(&clone, &["config", "user.name", GRACE.name]);
    history.git_in(&clone, &["config", "user.email", GRACE.email]);
    let arguments = ["sign-off", "approval", "--key", grace.to_str().unwrap()];
    ok(Relcheck::in_folder(&clone).args(&arguments).run());
    let theirs = "refs/notes/relcheck:refs/notes/theirs";
    history.git(&["fetch", "--quiet", to, theirs]);
    let merge = [
        "notes",
        "--ref=relcheck",
        "merge",
        "-s",
        "cat_sort_uniq",
        "refs/notes/theirs",
    ];
    history.git(&merge);
    let listed = ok(history.relcheck().args(&["sign-off", "list"]).run()).stdout;
    assert!(listed.contains("approval by Ada"), "{listed}");
    assert!(listed.contains("approval by Grace"), "{listed}");
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "minor"), "pass", "{}", run.stdout);
    let all = ok(history
        .relcheck()
        .args(&["sign-off", "verify", "--all"])
        .run());
    assert_eq!(all.stdout, "2 verified, 0 refused\n");
}

#[test]
fn what_would_not_count_is_not_written() {
    if !is_installed("ssh-keygen", "-?") {
        return;
    }
    let (history, ada, grace) = with_ssh_keys();
    let sign = |who, arguments: &[&str]| {
        let run = as_person(&history, who)
            .args(&["sign-off"])
            .args(arguments)
            .run();
        assert_eq!(run.code, 2, "{}", run.stdout);
        let lines = run.stderr.lines();
        lines
            .filter(|line| line.starts_with("error"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let (ada, grace) = (ada.to_str().unwrap(), grace.to_str().unwrap());
    let another = sign(ADA, &["approval", "--key", grace]);
    assert!(another.contains("it says that it is by `Ada`"), "{another}");
    insta::assert_snapshot!(sign(ADA, &["aproval", "--key", ada]), @"error: no rule reads a sign-off `aproval`; did you mean `approval`? (there are: approval, break-glass, community-testing, install, manual-testing, penetration-test, scan-review, security-review, threat-model, trust-root)");
    history.write("docs/threats.md", "# Changed\n");
    let changed = ["approval", "--key", ada, "--evidence", "docs/threats.md"];
    insta::assert_snapshot!(sign(ADA, &changed), @"error: the document `docs/threats.md` is changed on disk: commit that first, so that others can check it");
    let none = sign(ADA, &["approval", "--key", "no-such-key"]);
    insta::assert_snapshot!(none, @"error: `no-such-key` is no key: name the file of an SSH key, or the fingerprint of an OpenPGP key");
    let notes = history.git(&["for-each-ref", "refs/notes"]);
    assert_eq!(notes, "");
}

#[test]
fn what_was_said_can_be_withdrawn_and_said_again() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    assert_eq!(status(&history), "pass");
    let mut claim = history.approval(ADA);
    claim.decision = relcheck::signoff::Decision::Withdrawn;
    claim.time += 60;
    history.note(&history.signed(&claim, ADA));
    assert_eq!(status(&history), "fail");
    claim.decision = relcheck::signoff::Decision::Given;
    claim.time += 60;
    history.note(&history.signed(&claim, ADA));
    assert_eq!(status(&history), "pass");
}

#[test]
fn what_was_said_of_an_earlier_commit_does_not_fail_the_verification() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    history.write("more.txt", "more\n").commit("fix: more");
    history.approve(ADA);
    let verify = history.relcheck().args(&["sign-off", "verify"]).run();
    assert_eq!(verify.code, 0, "{}", verify.stdout);
    assert!(
        verify.stdout.contains("older    approval"),
        "{}",
        verify.stdout
    );
    history.note("a line that is no sign-off");
    let verify = history.relcheck().args(&["sign-off", "verify"]).run();
    assert_eq!(verify.code, 1, "{}", verify.stdout);
}

#[test]
fn a_document_that_has_changed_voids_what_was_signed_over_it() {
    let history = candidate(&[ADA, GRACE]);
    history.write("docs/threats.md", "# Threats\n");
    history.commit("docs: threats");
    let digest = {
        use sha2::{Digest as _, Sha256};
        format!("{:x}", Sha256::digest(b"# Threats\n"))
    };
    let mut claim = history.approval(ADA);
    claim.documents = vec![relcheck::signoff::Document {
        path: "docs/threats.md".to_owned(),
        sha256: digest,
    }];
    history.note(&history.signed(&claim, ADA));
    assert_eq!(status(&history), "pass");
    let verify = |history: &History| history.relcheck().args(&["sign-off", "verify"]).run();
    assert_eq!(verify(&history).code, 0);
    history.write("docs/threats.md", "# Fewer threats\n");
    history.commit("docs: fewer threats");
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "fail");
    insta::assert_snapshot!(messages(&run).join("\n"), @r"
    no approval of 1
    a sign-off by Ada <ada@example.org> does not count: it was given over `docs/threats.md`, which has changed since
    ");
    assert_eq!(verify(&history).code, 1);
}

#[test]
fn without_notes_the_command_that_fetches_them_is_named() {
    let history = candidate(&[ADA, GRACE]);
    let run = check(&history);
    assert_eq!(run.status(super::RULE, "patch"), "unknown");
    assert!(
        run.stdout
            .contains("git fetch origin refs/notes/relcheck:refs/notes/relcheck")
    );
    assert!(run.stdout.contains("relcheck sign-off approval"));
    let verify = history.relcheck().args(&["sign-off", "verify"]).run();
    assert_eq!(verify.code, 3, "{}", verify.stdout);
    let kinds = history.relcheck().args(&["sign-off"]).run();
    assert_eq!(kinds.code, 2);
    assert!(kinds.stderr.contains("approval"), "{}", kinds.stderr);
}

#[test]
fn lists_that_cannot_be_read_make_everything_unknown() {
    for (path, text) in [
        (
            "keys/allowed_signers",
            "ada@example.org some=option ssh-ed25519 AAAA\n",
        ),
        (".mailmap", "Ada\n"),
        ("keys/keyring.asc", "no key\n"),
    ] {
        let history = History::empty();
        history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
        history.people(&[ADA, GRACE]).write(path, text);
        history.commit("chore: first release");
        history.tag("v1.2.3");
        history.commit("fix: something");
        history.approve(ADA);
        let run = check(&history);
        assert_eq!(
            run.status(super::RULE, "patch"),
            "unknown",
            "{path}: {}",
            run.stdout
        );
        let name = path.rsplit('/').next().unwrap();
        let reason = run.reason(super::RULE, "patch");
        assert!(
            reason.contains(name) || reason.contains("keys of"),
            "{reason}"
        );
    }
}

#[test]
fn a_shallow_clone_does_not_know_whose_list_counts() {
    let history = candidate(&[ADA, GRACE]);
    history.approve(ADA);
    let clone = history.beside("shallow");
    let from = format!("file://{}", history.path().display());
    history.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        &from,
        clone.to_str().unwrap(),
    ]);
    let fetch = [
        "fetch",
        "--quiet",
        "origin",
        "refs/notes/relcheck:refs/notes/relcheck",
    ];
    history.git_in(&clone, &fetch);
    let run = Relcheck::in_folder(&clone).check(&["--rule", super::RULE]);
    assert_eq!(
        run.status(super::RULE, "patch"),
        "unknown",
        "{}",
        run.stdout
    );
}

#[test]
fn a_withdrawal_that_names_no_version_takes_back_all() {
    let history = candidate(&[ADA, GRACE]);
    let mut claim = history.approval(ADA);
    claim.version = Some("1.2.4".to_owned());
    history.note(&history.signed(&claim, ADA));
    assert_eq!(status(&history), "pass");
    claim.decision = relcheck::signoff::Decision::Withdrawn;
    claim.time += 60;
    claim.version = Some("1.3.0".to_owned());
    history.note(&history.signed(&claim, ADA));
    assert_eq!(status(&history), "pass", "that was another version");
    claim.version = None;
    history.note(&history.signed(&claim, ADA));
    assert_eq!(status(&history), "fail");
}
