//! Keys that count no longer, whatever a file of allowed signers says.

use std::collections::HashMap;

use super::{MAX_BYTES, MAX_LINES};
use crate::trust::Refusal;
use crate::trust::ssh::{PublicKey, Signer};

/// What the file is called in refusals.
const WHAT: &str = "file of revoked keys";

/// How OpenSSH's binary lists begin (`PROTOCOL.krl`).
const BINARY: &[u8] = b"SSHKRL\n\0";

/// The length of the base64 of a SHA-256 digest without padding.
const FINGERPRINT: usize = 43;

/// Revoked keys by their fingerprints, each with its line.
#[derive(Debug, Clone)]
pub struct Revoked {
    file: String,
    lines: HashMap<String, usize>,
}

impl Revoked {
    /// Reads a list with one public key or one fingerprint (`SHA256:…`) a line; empty lines and
    /// comments (`#`) aside. `file` is its name in refusals.
    ///
    /// # Errors
    /// [`Refusal::Line`] for the first line that is neither; [`Refusal::Malformed`] for a binary
    /// list, which relcheck does not read; [`Refusal::TooLarge`] beyond [`MAX_BYTES`] or
    /// [`MAX_LINES`].
    pub fn parse(bytes: &[u8], file: &str) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, bytes.len(), MAX_BYTES)?;
        if bytes.starts_with(BINARY) {
            let reason = "it is OpenSSH's binary form (KRL); a list with one public key or fingerprint (`SHA256:…`) a line is needed";
            return Err(Refusal::malformed(WHAT, reason));
        }
        let text = std::str::from_utf8(bytes)
            .map_err(|error| Refusal::malformed(WHAT, format!("it is not UTF-8: {error}")))?;
        Refusal::count(WHAT, text.lines().count(), MAX_LINES, "lines")?;
        let mut lines = HashMap::new();
        for (index, text) in text.lines().enumerate() {
            let line = index + 1;
            let fingerprint = read(text.trim()).map_err(|reason| Refusal::Line {
                file: file.to_owned(),
                line,
                reason,
            })?;
            if let Some(fingerprint) = fingerprint {
                lines.entry(fingerprint).or_insert(line);
            }
        }
        Ok(Self {
            file: file.to_owned(),
            lines,
        })
    }

    /// Refuses a signer whose key, or whose certificate's authority, is in the list.
    ///
    /// # Errors
    /// [`Refusal::Revoked`] with the line.
    pub fn check(&self, signer: &Signer) -> Result<(), Refusal> {
        self.check_key(signer.key())?;
        match signer {
            Signer::Key(_) => Ok(()),
            Signer::Certificate(certificate) => self.check_key(certificate.authority()),
        }
    }

    fn check_key(&self, key: &PublicKey) -> Result<(), Refusal> {
        let key = key.fingerprint();
        match self.lines.get(&key) {
            None => Ok(()),
            Some(line) => Err(Refusal::Revoked {
                key,
                reason: format!("{}:{line} lists it", self.file),
            }),
        }
    }
}

/// The fingerprint of the key in a line.
fn read(line: &str) -> Result<Option<String>, String> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    if let Some(digest) = first.strip_prefix("SHA256:") {
        let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        if digest.len() != FINGERPRINT || !digest.bytes().all(base64) {
            return Err(format!(
                "`{first}` is not a fingerprint as `ssh-keygen -l` prints it"
            ));
        }
        return Ok(Some(first.to_owned()));
    }
    let Some(base64) = words.next() else {
        return Err("it is neither a public key nor a fingerprint (`SHA256:…`)".to_owned());
    };
    match PublicKey::from_words(first, base64) {
        Ok(key) => Ok(Some(key.fingerprint())),
        Err(refusal) => Err(refusal.to_string()),
    }
}
