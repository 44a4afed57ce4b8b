//! `relcheck sign-off` with a key that only an SSH agent has. Where there is no `ssh-agent`, each test says
//! so and tests nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::super::harness::{ADA, History, Run};
use super::commands::{as_person, is_installed, ok, public, verify, with_ssh_keys};
use super::status;

/// An agent of its own, which ends with the test.
struct Agent {
    child: Child,
    socket: PathBuf,
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Agent {
    /// Starts one, without any key.
    fn start(history: &History) -> Self {
        let socket = history.beside("agent");
        let child = Command::new("ssh-agent")
            .arg("-D")
            .arg("-a")
            .arg(&socket)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let agent = Agent { child, socket };
        for _ in 0..500 {
            if agent.socket.exists() {
                return agent;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("ssh-agent made no socket");
    }

    /// Gives it a private key, which is then in no file any more.
    fn take(&self, key: &Path) {
        let added = Command::new("ssh-add")
            .arg(key)
            .env("SSH_AUTH_SOCK", &self.socket)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(added.unwrap().success());
        fs::remove_file(key).unwrap();
    }
}

/// A candidate whose approval Ada can sign by an agent alone, and the path of her public key.
fn with_agent() -> Option<(History, Agent, PathBuf)> {
    let is_there = is_installed("ssh-agent", "-?") && is_installed("ssh-add", "-L");
    if !is_there || !is_installed("ssh-keygen", "-?") {
        return None;
    }
    let (history, ada, _) = with_ssh_keys();
    let agent = Agent::start(&history);
    agent.take(&ada);
    history.git(&["config", "gpg.format", "ssh"]);
    Some((history, agent, ada.with_extension("pub")))
}

fn approve(history: &History, agent: &Agent, arguments: &[&str]) -> Run {
    as_person(history, ADA)
        .env("SSH_AUTH_SOCK", &agent.socket)
        .args(&["sign-off", "approval"])
        .args(arguments)
        .run()
}

/// Whether the sign-off counts, by relcheck and by `ssh-keygen`.
fn counts(history: &History) {
    assert_eq!(status(history), "pass");
    let folder = history.beside("exported");
    let export = ["sign-off", "export", folder.to_str().unwrap()];
    ok(history.relcheck().args(&export).run());
    let message = fs::read(folder.join("1.signed")).unwrap();
    assert!(verify(history, &folder, &message));
    let mut changed = message;
    changed[40] ^= 1;
    assert!(!verify(history, &folder, &changed));
}

#[test]
fn by_the_public_key_that_git_is_told() {
    let Some((history, agent, path)) = with_agent() else {
        return;
    };
    let key = format!("key::{}", public(&path));
    history.git(&["config", "user.signingKey", &key]);
    ok(approve(&history, &agent, &[]));
    counts(&history);
}

#[test]
fn by_the_public_key_without_a_prefix() {
    let Some((history, agent, path)) = with_agent() else {
        return;
    };
    history.git(&["config", "user.signingKey", &public(&path)]);
    ok(approve(&history, &agent, &[]));
    counts(&history);
}

#[test]
fn by_the_file_of_the_public_key() {
    let Some((history, agent, path)) = with_agent() else {
        return;
    };
    history.git(&["config", "user.signingKey", path.to_str().unwrap()]);
    ok(approve(&history, &agent, &[]));
    counts(&history);
}

#[test]
fn by_the_key_that_the_command_line_names() {
    let Some((history, agent, path)) = with_agent() else {
        return;
    };
    ok(approve(
        &history,
        &agent,
        &["--key", path.to_str().unwrap()],
    ));
    counts(&history);
}

#[test]
fn by_the_first_key_of_the_agent() {
    let Some((history, agent, _)) = with_agent() else {
        return;
    };
    history.git(&["config", "gpg.ssh.defaultKeyCommand", "ssh-add -L"]);
    ok(approve(&history, &agent, &[]));
    counts(&history);
}

#[test]
fn a_key_that_the_agent_does_not_have_signs_nothing() {
    let Some((history, agent, _)) = with_agent() else {
        return;
    };
    let grace = history.beside("grace.pub");
    let key = format!("key::{}", public(&grace));
    history.git(&["config", "user.signingKey", &key]);
    let run = approve(&history, &agent, &[]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("did not sign"), "{}", run.stderr);
    let notes = history.git(&["for-each-ref", "refs/notes"]);
    assert!(notes.is_empty(), "{notes}");
    // Nor does one of an agent that is not there.
    fs::remove_file(&agent.socket).unwrap();
    assert_eq!(approve(&history, &agent, &[]).code, 2);
}
