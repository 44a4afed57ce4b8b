//! What is asked of the `git` program: its configuration, and to add to a note.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context as _, bail};

use crate::signoff::sign::GitSigning;

/// The `git` program in one repository.
pub(super) struct Git {
    root: PathBuf,
}

impl Git {
    pub(super) fn new(root: &Path) -> Self {
        Git {
            root: root.to_owned(),
        }
    }

    /// The value of a key of git's configuration; `None` if it is not set, or empty.
    pub(super) fn config(&self, key: &str) -> anyhow::Result<Option<String>> {
        let output = self.run(&["config", "--get", key], None)?;
        match output.status.code() {
            Some(0) => {
                let text = String::from_utf8_lossy(&output.stdout);
                let value = text.trim_end_matches(['\r', '\n']);
                Ok((!value.is_empty()).then(|| value.to_owned()))
            }
            Some(1) => Ok(None),
            _ => bail!("`git config --get {key}` failed: {}", complaint(&output)),
        }
    }

    /// What git's configuration says of signing.
    pub(super) fn signing(&self) -> anyhow::Result<GitSigning> {
        let openpgp = self.config("gpg.openpgp.program")?;
        let mut signing = GitSigning {
            format: self.config("gpg.format")?,
            key: self.config("user.signingKey")?,
            gpg: openpgp.or(self.config("gpg.program")?),
            ssh: self.config("gpg.ssh.program")?,
            email: self.config("user.email")?,
            default_ssh_key: None,
        };
        if signing.format.as_deref() == Some("ssh") && signing.key.is_none() {
            signing.default_ssh_key = self.default_ssh_key()?;
        }
        Ok(signing)
    }

    /// The first key that `gpg.ssh.defaultKeyCommand` prints: git runs that command through a shell.
    fn default_ssh_key(&self) -> anyhow::Result<Option<String>> {
        let Some(command) = self.config("gpg.ssh.defaultKeyCommand")? else {
            return Ok(None);
        };
        let alias = format!("alias.relcheck-key=!{command}");
        let output = self.run(&["-c", &alias, "relcheck-key"], None)?;
        if !output.status.success() {
            bail!("`gpg.ssh.defaultKeyCommand` failed: {}", complaint(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let key = text
            .lines()
            .find(|line| line.starts_with("key::") || line.starts_with("ssh-"));
        Ok(key.map(str::to_owned))
    }

    /// Adds a line to the note on a commit.
    pub(super) fn append_note(
        &self,
        reference: &str,
        commit: &str,
        line: &str,
    ) -> anyhow::Result<()> {
        let named = format!("--ref={reference}");
        let arguments = ["notes", &named, "append", "-F", "-", commit];
        let output = self.run(&arguments, Some(line))?;
        if !output.status.success() {
            bail!("the sign-off was not written: {}", complaint(&output));
        }
        Ok(())
    }

    /// The names of the remotes.
    pub(super) fn remotes(&self) -> anyhow::Result<Vec<String>> {
        let output = self.run(&["remote"], None)?;
        if !output.status.success() {
            bail!("`git remote` failed: {}", complaint(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// All values of a key of git's configuration.
    pub(super) fn all(&self, key: &str) -> anyhow::Result<Vec<String>> {
        let output = self.run(&["config", "--get-all", key], None)?;
        match output.status.code() {
            Some(0) => {
                let text = String::from_utf8_lossy(&output.stdout);
                Ok(text.lines().map(str::to_owned).collect())
            }
            Some(1) => Ok(Vec::new()),
            _ => bail!(
                "`git config --get-all {key}` failed: {}",
                complaint(&output)
            ),
        }
    }

    /// Adds a value to a key of the clone's own configuration.
    pub(super) fn add(&self, key: &str, value: &str) -> anyhow::Result<()> {
        let output = self.run(&["config", "--local", "--add", key, value], None)?;
        if !output.status.success() {
            bail!("`git config --add {key}` failed: {}", complaint(&output));
        }
        Ok(())
    }

    fn run(&self, arguments: &[&str], input: Option<&str>) -> anyhow::Result<Output> {
        let mut command = Command::new("git");
        command
            .args(arguments)
            .current_dir(&self.root)
            .env("LC_ALL", "C")
            .stdin(if input.is_some() {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let child = command.spawn();
        let mut child = child.context("the program `git` cannot be started")?;
        if let (Some(text), Some(mut stdin)) = (input, child.stdin.take()) {
            stdin.write_all(text.as_bytes())?;
        }
        Ok(child.wait_with_output()?)
    }
}

fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    text.trim().chars().take(1_000).collect()
}
