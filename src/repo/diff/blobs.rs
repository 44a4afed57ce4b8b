//! The content of files, as far as it can be compared by lines.

use gix::ObjectId;

use super::Entry;
use crate::facts::Missing;

/// The largest file that is compared by lines: 5 MiB.
pub(super) const MAX_BLOB: u64 = 5 << 20;

/// How far git looks for a NUL byte to tell a binary file from a text.
const BINARY_PROBE: usize = 8_000;

/// Reads files.
pub(in crate::repo) struct Blobs<'repo> {
    repo: &'repo gix::Repository,
}

impl<'repo> Blobs<'repo> {
    pub(in crate::repo) fn new(repo: &'repo gix::Repository) -> Self {
        Blobs { repo }
    }

    /// The content of a text file; `None` if it is anything else, or larger than [`MAX_BLOB`].
    pub(super) fn text(&self, entry: Entry) -> Result<Option<Vec<u8>>, Missing> {
        if !entry.mode.is_blob() {
            return Ok(None);
        }
        self.content(entry)
    }

    /// The content of a file or of a symbolic link, if it is a text of at most [`MAX_BLOB`].
    pub(in crate::repo) fn content(&self, entry: Entry) -> Result<Option<Vec<u8>>, Missing> {
        if self.size(entry.id)? > MAX_BLOB {
            return Ok(None);
        }
        let content = self.read(entry.id)?;
        Ok((!is_binary(&content)).then_some(content))
    }

    /// The size of a file in bytes.
    pub(super) fn size(&self, id: ObjectId) -> Result<u64, Missing> {
        let header = self
            .repo
            .find_header(id)
            .map_err(|error| unreadable(id, &error))?;
        Ok(header.size())
    }

    /// The content of a file. The caller has checked its size.
    pub(super) fn read(&self, id: ObjectId) -> Result<Vec<u8>, Missing> {
        let blob = self
            .repo
            .find_blob(id)
            .map_err(|error| unreadable(id, &error))?;
        Ok(blob.detach().data)
    }
}

/// Whether git would take the content for binary.
pub(super) fn is_binary(content: &[u8]) -> bool {
    let start = content.get(..BINARY_PROBE).unwrap_or(content);
    memchr::memchr(0, start).is_some()
}

fn unreadable(id: ObjectId, error: &dyn std::fmt::Display) -> Missing {
    Missing::because(format!("blob {id} cannot be read: {error}"))
        .fix("git fetch --refetch --no-filter")
}
