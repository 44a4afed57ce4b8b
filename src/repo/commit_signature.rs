//! The signature of a commit, and what it was made over.
//!
//! git's `gitformat-signature(5)`: the header `gpgsig`, or `gpgsig-sha256` where objects are named by SHA-256,
//! holds the signature, whose further lines begin with a space. It is over the commit without such
//! headers, whichever of them it has.

use super::Repo;
use super::commits::object_id;
use crate::facts::Missing;

/// The largest commit whose signature is looked at, in bytes.
const MAX_COMMIT: usize = 1 << 20;

/// The signature of a commit. Nothing is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitSignature {
    /// What was signed.
    pub payload: Vec<u8>,
    /// The signature as it stands there, armoured.
    pub signature: Vec<u8>,
}

impl Repo {
    /// The signature of a commit, named by its full object id; `None` if it has none of the kind that
    /// counts for this repository, or is larger than 1 MiB.
    ///
    /// # Errors
    /// [`Missing`] if the commit is not here.
    pub fn commit_signature(&self, commit: &str) -> Result<Option<CommitSignature>, Missing> {
        let id = object_id(commit)?;
        let repo = self.local();
        let object = repo.find_object(id).map_err(|_| {
            Missing::because(format!("commit {id} cannot be read"))
                .fix("git fetch --refetch --tags")
        })?;
        if object.data.len() > MAX_COMMIT {
            return Ok(None);
        }
        let header: &[u8] = match id.as_bytes().len() {
            20 => b"gpgsig",
            _ => b"gpgsig-sha256",
        };
        Ok(split(&object.data, header))
    }
}

/// Takes a commit apart as git's `parse_buffer_signed_by_header` does.
fn split(object: &[u8], header: &[u8]) -> Option<CommitSignature> {
    let mut payload = Vec::with_capacity(object.len());
    let mut signature = Vec::new();
    let mut rest = object;
    // Whether the line before belongs to the signature that counts, or to another.
    let mut within = Within::Payload;
    while !rest.is_empty() {
        if rest.starts_with(b"\n") {
            payload.extend_from_slice(rest);
            break;
        }
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        if !line.starts_with(b" ") {
            within = Within::of(line, header);
        }
        match within {
            Within::Payload => payload.extend_from_slice(line),
            Within::Other => {}
            Within::Signature => {
                let text = line.strip_prefix(header).unwrap_or(line);
                signature.extend_from_slice(text.strip_prefix(b" ").unwrap_or(text));
            }
        }
    }
    (!signature.is_empty()).then_some(CommitSignature { payload, signature })
}

#[derive(Clone, Copy)]
enum Within {
    Payload,
    Signature,
    Other,
}

impl Within {
    fn of(line: &[u8], header: &[u8]) -> Self {
        let value = line.strip_prefix(header);
        match value.is_some_and(|value| value.starts_with(b" ")) {
            true => Within::Signature,
            false if line.starts_with(b"gpgsig") => Within::Other,
            false => Within::Payload,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMIT: &[u8] = b"tree 1\nparent 2\ngpgsig -----BEGIN\n \n abc\n -----END\n\
        gpgsig-sha256 -----BEGIN\n def\nx-more y\n z\n\nSubject\n\ngpgsig no header\n";

    #[test]
    fn a_signature_is_over_the_commit_without_any() {
        let found = split(COMMIT, b"gpgsig").unwrap();
        assert_eq!(found.signature, b"-----BEGIN\n\nabc\n-----END\n");
        let payload = b"tree 1\nparent 2\nx-more y\n z\n\nSubject\n\ngpgsig no header\n";
        assert_eq!(found.payload, payload);
        let found = split(COMMIT, b"gpgsig-sha256").unwrap();
        assert_eq!(found.signature, b"-----BEGIN\ndef\n");
        assert_eq!(found.payload, payload);
    }

    #[test]
    fn a_commit_without_one_has_none() {
        assert_eq!(split(b"tree 1\n\ngpgsig x\n", b"gpgsig"), None);
        assert_eq!(split(b"tree 1\ngpgsig-sha256 x\n\nm", b"gpgsig"), None);
        assert_eq!(split(b"", b"gpgsig"), None);
    }
}
