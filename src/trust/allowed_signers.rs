//! Who may sign with SSH keys: the format of ssh-keygen(1), ALLOWED SIGNERS.
//!
//! `ssh-keygen` looks at one line after the other and takes the first that fits, so a line with a
//! slip simply never fits. Here a line that is not understood is an error: it may be the one that
//! takes a right away.

mod line;
mod revoked;

use std::collections::HashMap;

pub use line::Entry;
pub use revoked::Revoked;

use super::ssh::{Certificate, PublicKey, Signer};
use super::{Refusal, Window};
use line::read;

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The most lines that are read.
pub const MAX_LINES: usize = 20_000;

/// What the file is called in refusals.
const WHAT: &str = "file of allowed signers";

/// The entries of a file, each with its line.
#[derive(Debug, Clone)]
pub struct AllowedSigners {
    file: String,
    entries: Vec<Entry>,
    /// The places in `entries`, by the bytes of the key.
    by_key: HashMap<Vec<u8>, Vec<usize>>,
}

/// An entry that lets somebody sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match<'a> {
    /// The line of the file that says so.
    pub entry: &'a Entry,
    /// Those of the certificate's principals that the line trusts its authority for, as the
    /// certificate has them; `None` where a plain key signed.
    pub certified: Option<Vec<&'a str>>,
}

impl Match<'_> {
    /// Whether this is the signature of somebody by this name, such as an e-mail address.
    ///
    /// The name has to match the line's principals and, with a certificate, be one of its own.
    #[must_use]
    pub fn is_of(&self, principal: &str) -> bool {
        let certified = self.certified.as_ref();
        self.entry.is_for(principal) && certified.is_none_or(|names| names.contains(&principal))
    }
}

impl AllowedSigners {
    /// Reads a file; `file` is its name in refusals.
    ///
    /// # Errors
    /// [`Refusal::Line`] names the first line that is not understood: an unknown or repeated option,
    /// a key that cannot be read, a pattern that is empty, a time that is none.
    /// [`Refusal::TooLarge`] beyond [`MAX_BYTES`] or [`MAX_LINES`].
    pub fn parse(text: &str, file: &str) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, text.len(), MAX_BYTES)?;
        Refusal::count(WHAT, text.lines().count(), MAX_LINES, "lines")?;
        let mut entries = Vec::new();
        for (index, text) in text.lines().enumerate() {
            let line = index + 1;
            let entry = read(text, line).map_err(|reason| Refusal::Line {
                file: file.to_owned(),
                line,
                reason,
            })?;
            entries.extend(entry);
        }
        let mut by_key: HashMap<Vec<u8>, Vec<usize>> = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let places = by_key.entry(entry.key().as_bytes().to_vec()).or_default();
            places.push(index);
        }
        Ok(Self {
            file: file.to_owned(),
            entries,
            by_key,
        })
    }

    /// All entries, in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Who a verified signature is of: every entry that lets the signer sign in this namespace at
    /// this time (seconds since 1970), in the order of the file.
    ///
    /// A plain key needs an entry of its own, a certificate an entry of its authority with
    /// `cert-authority`: as with `ssh-keygen`, the one does not stand in for the other.
    ///
    /// # Errors
    /// The reason why no entry does. Where several entries name the key, the reason is that of the
    /// one that came nearest.
    pub fn who<'a>(
        &'a self,
        signer: &'a Signer,
        namespace: &str,
        at: i64,
    ) -> Result<Vec<Match<'a>>, Refusal> {
        match signer {
            Signer::Key(key) => self.who_has(key, namespace, at),
            Signer::Certificate(certificate) => self.who_is_certified(certificate, namespace, at),
        }
    }

    fn who_has(
        &self,
        key: &PublicKey,
        namespace: &str,
        at: i64,
    ) -> Result<Vec<Match<'_>>, Refusal> {
        let judged = self.of(key, false).map(|entry| {
            self.permits(entry, namespace, at)?;
            Ok(Match {
                entry,
                certified: None,
            })
        });
        nearest(judged, || Refusal::UnknownKey {
            key: key.fingerprint(),
            place: self.file.clone(),
        })
    }

    fn who_is_certified<'a>(
        &'a self,
        certificate: &'a Certificate,
        namespace: &str,
        at: i64,
    ) -> Result<Vec<Match<'a>>, Refusal> {
        let authority = certificate.authority();
        if self.of(authority, true).next().is_none() {
            return Err(Refusal::UnknownAuthority {
                certificate: certificate.key_id().to_owned(),
                authority: authority.fingerprint(),
                place: self.file.clone(),
            });
        }
        certificate.must_hold(at)?;
        let judged = self.of(authority, true).map(|entry| {
            let certified = self.certified(entry, certificate)?;
            self.permits(entry, namespace, at)?;
            Ok(Match {
                entry,
                certified: Some(certified),
            })
        });
        nearest(judged, || Refusal::UnknownAuthority {
            certificate: certificate.key_id().to_owned(),
            authority: authority.fingerprint(),
            place: self.file.clone(),
        })
    }

    /// The entries of a key, either as an authority or as somebody's own.
    fn of(&self, key: &PublicKey, authority: bool) -> impl Iterator<Item = &Entry> + use<'_> {
        let places = self.by_key.get(key.as_bytes());
        let places = places.map(Vec::as_slice).unwrap_or_default();
        let entries = places.iter().filter_map(|place| self.entries.get(*place));
        entries.filter(move |entry| entry.is_authority() == authority)
    }

    /// The principals of a certificate that an entry trusts its authority for.
    fn certified<'a>(
        &self,
        entry: &Entry,
        certificate: &'a Certificate,
    ) -> Result<Vec<&'a str>, Refusal> {
        let principals = certificate.principals();
        let trusted = principals.iter().filter(|name| entry.is_for(name));
        let trusted: Vec<&str> = trusted.map(String::as_str).collect();
        if !trusted.is_empty() {
            return Ok(trusted);
        }
        let names = match principals {
            [] => "nobody".to_owned(),
            names => format!("`{}`", names.join("`, `")),
        };
        Err(Refusal::PrincipalNotInCertificate {
            certificate: certificate.key_id().to_owned(),
            principals: names,
            place: self.place(entry),
        })
    }

    /// Whether an entry lets its key sign in this namespace, now.
    fn permits(&self, entry: &Entry, namespace: &str, at: i64) -> Result<(), Refusal> {
        if !entry.allows_namespace(namespace) {
            return Err(Refusal::NotForNamespace {
                key: entry.key().fingerprint(),
                namespace: namespace.to_owned(),
                place: self.place(entry),
            });
        }
        let window: Window = entry.window();
        let what = "key";
        let name = format!("{} ({})", entry.key(), self.place(entry));
        if window.from.is_some_and(|from| at < from) {
            return Err(Refusal::NotYetValid {
                what,
                name,
                at,
                window,
            });
        }
        // As in `ssh-keygen`, the last second belongs to it.
        if window.until.is_some_and(|until| at > until) {
            return Err(Refusal::NoLongerValid {
                what,
                name,
                at,
                window,
            });
        }
        Ok(())
    }

    fn place(&self, entry: &Entry) -> String {
        format!("{}:{}", self.file, entry.line())
    }
}

/// All matches, or the refusal that came nearest to one.
fn nearest<'a>(
    judged: impl Iterator<Item = Result<Match<'a>, Refusal>>,
    nobody: impl FnOnce() -> Refusal,
) -> Result<Vec<Match<'a>>, Refusal> {
    let mut matches = Vec::new();
    let mut refused: Option<Refusal> = None;
    for one in judged {
        match one {
            Ok(found) => matches.push(found),
            Err(refusal) => {
                let nearer = refused
                    .as_ref()
                    .is_none_or(|best| rank(&refusal) > rank(best));
                refused = if nearer { Some(refusal) } else { refused };
            }
        }
    }
    if matches.is_empty() {
        return Err(refused.unwrap_or_else(nobody));
    }
    Ok(matches)
}

/// How near a refusal is to a match: the later it is found, the nearer.
fn rank(refusal: &Refusal) -> u8 {
    match refusal {
        Refusal::PrincipalNotInCertificate { .. } => 1,
        Refusal::NotForNamespace { .. } => 2,
        Refusal::NotYetValid { .. } | Refusal::NoLongerValid { .. } => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests;
