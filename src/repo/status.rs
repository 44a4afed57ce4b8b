//! Running `git status`: nothing finds out faster what differs from HEAD.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::porcelain;
use crate::facts::{Missing, WorktreeChange, WorktreeStatus};

/// How long git may take.
const TIME_LIMIT: Duration = Duration::from_secs(60);

/// How much git may print, in bytes: half a million paths of usual length.
const OUTPUT_LIMIT: u64 = 64 << 20;

/// How much of git's complaints is read, in bytes.
const COMPLAINT_LIMIT: u64 = 16 << 10;

/// How often a git that has printed everything is asked whether it has ended.
const PATIENCE: Duration = Duration::from_millis(2);

/// What git's configuration must not say: the file-system monitor is a program that a repository
/// names itself; the others have changes overlooked (git-config(1)). As settings of the command line
/// they go for the submodules too.
const SETTINGS: [&str; 6] = [
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.checkStat=default",
    "core.trustctime=true",
    "core.useReplaceRefs=false",
    "sparse.expectFilesOutsideOfPatterns=false",
];

/// The folder in which relcheck keeps its own files.
const OWN_FOLDER: &str = ".relcheck/";

/// A running `git status`.
pub(super) struct Status {
    root: PathBuf,
    running: Result<Running, Missing>,
}

struct Running {
    child: Child,
    started: Instant,
    output: Receiver<io::Result<Vec<u8>>>,
    complaints: Receiver<io::Result<Vec<u8>>>,
}

impl Status {
    /// Starts git in the root of a working tree, and returns at once.
    ///
    /// The `GIT_*` variables of the environment are not passed on: a hook's would lead git to
    /// another repository. [`SETTINGS`] of the configuration are set aside.
    #[must_use]
    pub(super) fn spawn(root: &Path) -> Self {
        Status {
            root: root.to_owned(),
            running: spawn(root),
        }
    }

    /// Waits for git, and reads what it found.
    ///
    /// # Errors
    /// [`Missing`] if git is not installed, refuses, fails, takes more than a minute, or prints
    /// more than 64 MiB or what it should not.
    pub(super) fn finish(self) -> Result<Vec<WorktreeChange>, Missing> {
        let mut running = self.running?;
        let output = running.read_output()?;
        let status = running.wait()?;
        if !status {
            return Err(refusal(&running.read_complaints(), &self.root));
        }
        let mut changes = porcelain::parse(&output)?;
        changes.retain(|change| !is_own(change));
        Ok(changes)
    }
}

/// Whether this is relcheck's own doing. A file below its folder that git tracks is the project's.
fn is_own(change: &WorktreeChange) -> bool {
    let nested = || change.path.contains(&format!("/{OWN_FOLDER}"));
    change.status == WorktreeStatus::Untracked && (change.path.starts_with(OWN_FOLDER) || nested())
}

fn spawn(root: &Path) -> Result<Running, Missing> {
    let mut command = Command::new("git");
    command
        .args(["--no-optional-locks", "--no-replace-objects"])
        .args(SETTINGS.iter().flat_map(|setting| ["-c", setting]))
        .args(["status", "--porcelain=v2", "-z"])
        .args(["--untracked-files=normal", "--ignore-submodules=none"])
        .arg("--renames")
        .current_dir(root)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(&name);
        }
    }
    let mut child = command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => Missing::because(
            "the state of the working tree is not known: the program `git` was not found",
        )
        .fix("install git (https://git-scm.com/downloads) and put it on the PATH"),
        _ => Missing::because(format!("the program `git` cannot be started: {error}")),
    })?;
    let output = read_aside(child.stdout.take(), OUTPUT_LIMIT);
    let complaints = read_aside(child.stderr.take(), COMPLAINT_LIMIT);
    Ok(Running {
        child,
        started: Instant::now(),
        output,
        complaints,
    })
}

/// Reads a stream in a thread of its own, up to one byte more than the limit.
fn read_aside(
    stream: Option<impl Read + Send + 'static>,
    limit: u64,
) -> Receiver<io::Result<Vec<u8>>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut content = Vec::new();
        let result = match stream {
            Some(stream) => stream
                .take(limit.saturating_add(1))
                .read_to_end(&mut content),
            None => Ok(0),
        };
        // The receiver is gone if nobody waits any more.
        let _ = sender.send(result.map(|_| content));
    });
    receiver
}

impl Running {
    fn left(&self) -> Duration {
        TIME_LIMIT.saturating_sub(self.started.elapsed())
    }

    fn read_output(&mut self) -> Result<Vec<u8>, Missing> {
        match self.output.recv_timeout(self.left()) {
            Ok(Ok(output)) if output.len() as u64 > OUTPUT_LIMIT => Err(Missing::because(format!(
                "`git status` printed more than {} MiB",
                OUTPUT_LIMIT >> 20
            ))),
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(Missing::because(format!(
                "the output of `git status` cannot be read: {error}"
            ))),
            Err(RecvTimeoutError::Timeout) => Err(too_slow()),
            Err(RecvTimeoutError::Disconnected) => Err(Missing::because(
                "the output of `git status` cannot be read",
            )),
        }
    }

    /// Whether git ended with success.
    fn wait(&mut self) -> Result<bool, Missing> {
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ok(status.success()),
                Ok(None) if self.left().is_zero() => return Err(too_slow()),
                Ok(None) => thread::sleep(PATIENCE),
                Err(error) => {
                    return Err(Missing::because(format!(
                        "the end of `git status` cannot be waited for: {error}"
                    )));
                }
            }
        }
    }

    fn read_complaints(&mut self) -> String {
        let read = self.complaints.recv_timeout(self.left());
        let complaints = read.ok().and_then(Result::ok).unwrap_or_default();
        String::from_utf8_lossy(&complaints).into_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            // It may have ended on its own in the meantime.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

fn too_slow() -> Missing {
    Missing::because(format!(
        "`git status` took more than {} seconds",
        TIME_LIMIT.as_secs()
    ))
    .fix("git status")
}

/// Why git refused, in its own words, and the way out where there is a known one.
fn refusal(complaints: &str, root: &Path) -> Missing {
    let first = complaints.lines().map(str::trim).find(|it| !it.is_empty());
    let words = first.unwrap_or("it gave no reason");
    let missing = Missing::because(format!("`git status` failed: {words}"));
    if complaints.contains("safe.directory") {
        let root = root.display();
        return missing.fix(format!("git config --global --add safe.directory '{root}'"));
    }
    missing.fix("git status")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_of_another_user_names_the_way_out() {
        let complaints = "fatal: detected dubious ownership in repository at '/src'\n\
                          To add an exception for this directory, call:\n\n\
                          \tgit config --global --add safe.directory /src\n";
        let missing = refusal(complaints, Path::new("/src"));
        assert_eq!(
            missing.reason,
            "`git status` failed: fatal: detected dubious ownership in repository at '/src'"
        );
        assert_eq!(
            missing.fix.as_deref(),
            Some("git config --global --add safe.directory '/src'")
        );
    }

    #[test]
    fn only_untracked_files_of_our_own_are_left_out() {
        let change = |path: &str, status| WorktreeChange {
            path: path.to_owned(),
            status,
            staged: false,
        };
        assert!(is_own(&change(".relcheck/", WorktreeStatus::Untracked)));
        assert!(is_own(&change(
            "pkg/.relcheck/evidence/",
            WorktreeStatus::Untracked
        )));
        assert!(!is_own(&change(
            ".relcheck/rule.rego",
            WorktreeStatus::Modified
        )));
        assert!(!is_own(&change("x.relcheck/a", WorktreeStatus::Untracked)));
        assert!(!is_own(&change(".relcheckers", WorktreeStatus::Untracked)));
    }
}
