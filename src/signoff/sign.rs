//! Signing, by the programs that git signs with: `ssh-keygen` or `gpg`.
//!
//! They know agents, hardware keys and passphrases. Which one and which key is what git's own
//! configuration says (git-config(1): `gpg.format`, `user.signingKey`, `gpg.program`,
//! `gpg.ssh.program`, `gpg.ssh.defaultKeyCommand`), unless a key is named.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, anyhow, bail};

use super::NAMESPACE;
use crate::trust::ssh;

/// A key, with the program that signs with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// An SSH key.
    Ssh {
        /// `ssh-keygen`
        program: String,
        /// Where it is.
        key: SshKey,
    },
    /// An OpenPGP key.
    OpenPgp {
        /// `gpg`
        program: String,
        /// Its fingerprint, or what else `gpg` finds it by.
        key: String,
    },
}

/// Where an SSH key is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SshKey {
    /// In a file: the private key, or the public one where an agent has the private key.
    File(PathBuf),
    /// In an agent, by its public key: `ssh-ed25519 AAAA…`.
    Agent(String),
}

/// What git's configuration says of signing. Each is `None` where it is not set.
#[derive(Debug, Clone, Default)]
pub struct GitSigning {
    /// `gpg.format`
    pub format: Option<String>,
    /// `user.signingKey`
    pub key: Option<String>,
    /// `gpg.program`, or `gpg.openpgp.program`
    pub gpg: Option<String>,
    /// `gpg.ssh.program`
    pub ssh: Option<String>,
    /// `user.email`
    pub email: Option<String>,
    /// What `gpg.ssh.defaultKeyCommand` printed.
    pub default_ssh_key: Option<String>,
}

impl Key {
    /// The key that was named, else the one that git signs with.
    ///
    /// # Errors
    /// There is none, or it is of a kind that is not known.
    pub fn choose(named: Option<&str>, git: &GitSigning) -> anyhow::Result<Self> {
        let ssh = |key| Key::Ssh {
            program: git.ssh.clone().unwrap_or_else(|| "ssh-keygen".to_owned()),
            key,
        };
        let openpgp = |key: &str| Key::OpenPgp {
            program: git.gpg.clone().unwrap_or_else(|| "gpg".to_owned()),
            key: key.to_owned(),
        };
        if let Some(named) = named {
            return Ok(match literal(named) {
                Some(public) => ssh(SshKey::Agent(public)),
                None if expanded(named).is_file() => ssh(SshKey::File(expanded(named))),
                None if is_openpgp(named) => openpgp(named),
                None => bail!(
                    "`{named}` is no key: name the file of an SSH key, or the fingerprint of an OpenPGP key"
                ),
            });
        }
        match git.format.as_deref().unwrap_or("openpgp") {
            "ssh" => {
                let key = git.key.as_ref().or(git.default_ssh_key.as_ref());
                let key = key.ok_or_else(no_key)?;
                Ok(ssh(match literal(key) {
                    Some(public) => SshKey::Agent(public),
                    None => SshKey::File(expanded(key)),
                }))
            }
            "openpgp" => {
                let key = git.key.as_ref().or(git.email.as_ref());
                Ok(openpgp(key.ok_or_else(no_key)?))
            }
            other => bail!(
                "git signs with `gpg.format = {other}`, which relcheck does not verify: name an SSH or OpenPGP key with --key"
            ),
        }
    }

    /// Signs a message: an SSHSIG, or an OpenPGP signature packet; neither is armoured.
    ///
    /// # Errors
    /// The program is not there, or says that it did not work.
    pub fn sign(&self, message: &[u8]) -> anyhow::Result<Vec<u8>> {
        match self {
            Key::Ssh { program, key } => sign_by_ssh(program, key, message),
            Key::OpenPgp { program, key } => {
                let mut command = Command::new(program);
                command.args(["--detach-sign", "--no-armor", "--local-user", key]);
                run(command, message)
            }
        }
    }
}

fn no_key() -> anyhow::Error {
    anyhow!(
        "git knows no key to sign with: name one with --key, or set it up as for signed commits (git config gpg.format ssh; git config user.signingKey ~/.ssh/id_ed25519.pub)"
    )
}

/// The public key that is written out where git expects one: `key::ssh-ed25519 …`, or without the
/// prefix.
fn literal(text: &str) -> Option<String> {
    let rest = text.strip_prefix("key::");
    rest.or_else(|| text.starts_with("ssh-").then_some(text))
        .map(str::to_owned)
}

/// A path that may start with `~/`.
fn expanded(text: &str) -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    match (text.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(text),
    }
}

fn is_openpgp(text: &str) -> bool {
    let digits = text
        .strip_prefix("0x")
        .unwrap_or(text)
        .trim_end_matches('!');
    let is_id = digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id || (text.contains('@') && !text.contains('/'))
}

fn sign_by_ssh(program: &str, key: &SshKey, message: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut command = Command::new(program);
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]);
    // Kept until the program has read it.
    let _file = match key {
        SshKey::File(path) => {
            command.arg(path);
            None
        }
        SshKey::Agent(public) => {
            let mut file = tempfile::Builder::new().suffix(".pub").tempfile()?;
            writeln!(file, "{public}")?;
            command.arg(file.path()).arg("-U");
            Some(file)
        }
    };
    let armored = run(command, message)?;
    let signature = ssh::Signature::parse(&armored)
        .with_context(|| format!("what `{program}` wrote is no signature that counts"))?;
    Ok(signature.as_bytes().to_vec())
}

/// Runs a program that reads the message and writes the signature. It may ask at the terminal.
fn run(mut command: Command, message: &[u8]) -> anyhow::Result<Vec<u8>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn();
    let mut child = child.with_context(|| format!("the program `{program}` cannot be started"))?;
    let written = child
        .stdin
        .take()
        .map_or(Ok(()), |mut input| input.write_all(message));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("`{program}` did not sign: it ended with {}", output.status);
    }
    written.with_context(|| format!("`{program}` did not read what it was to sign"))?;
    Ok(output.stdout)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(format: &str, key: Option<&str>) -> GitSigning {
        GitSigning {
            format: Some(format.to_owned()),
            key: key.map(str::to_owned),
            email: Some("ada@example.org".to_owned()),
            ..GitSigning::default()
        }
    }

    #[test]
    fn the_key_is_the_one_that_git_signs_with() {
        let key = Key::choose(None, &git("ssh", Some("key::ssh-ed25519 AAAA"))).unwrap();
        let agent = SshKey::Agent("ssh-ed25519 AAAA".to_owned());
        assert!(matches!(key, Key::Ssh { key, .. } if key == agent));
        let key = Key::choose(None, &git("ssh", Some("/keys/id.pub"))).unwrap();
        let file = SshKey::File(PathBuf::from("/keys/id.pub"));
        assert!(matches!(key, Key::Ssh { key, .. } if key == file));
        let key = Key::choose(None, &git("openpgp", None)).unwrap();
        assert!(matches!(key, Key::OpenPgp { key, .. } if key == "ada@example.org"));
        assert!(Key::choose(None, &git("ssh", None)).is_err());
        let error = Key::choose(None, &git("x509", None)).unwrap_err();
        assert!(error.to_string().contains("--key"), "{error}");
    }

    #[test]
    fn a_key_that_is_named_goes_before() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_str().unwrap();
        let key = Key::choose(Some(path), &git("openpgp", None)).unwrap();
        assert!(matches!(key, Key::Ssh { .. }));
        let key = Key::choose(Some("0123456789ABCDEF"), &git("ssh", None)).unwrap();
        assert!(matches!(key, Key::OpenPgp { .. }));
        assert!(Key::choose(Some("no-such-file"), &git("ssh", None)).is_err());
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let key = Key::OpenPgp {
            program: "no-such-program".to_owned(),
            key: "x".to_owned(),
        };
        let error = key.sign(b"x").unwrap_err();
        assert!(error.to_string().contains("`no-such-program`"), "{error}");
    }
}
