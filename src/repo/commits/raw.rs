//! One commit as git stores it. Only what the walk needs must be well-formed.

use gix::ObjectId;
use gix::bstr::ByteSlice;

/// A commit, decoded without judging it: names, dates and text may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawCommit {
    pub(in crate::repo) id: ObjectId,
    pub(in crate::repo) tree: ObjectId,
    pub(in crate::repo) parents: Vec<ObjectId>,
    /// Who wrote the change.
    pub author: Identity,
    /// Who committed it.
    pub committer: Identity,
    /// Whether there is a signature. It is not verified.
    pub signed: bool,
    /// Whether it is reached from HEAD by first parents only.
    pub first_parent: bool,
    /// The message; what is not text in its encoding is replaced by U+FFFD.
    pub message: String,
}

/// A person and a time. Empty, or 0, where the commit has nothing readable.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Seconds since 1970 (UTC).
    pub time: i64,
}

impl RawCommit {
    /// The full object id, in hexadecimal.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.to_string()
    }

    /// The full object id of the tree, in hexadecimal.
    #[must_use]
    pub fn tree(&self) -> String {
        self.tree.to_string()
    }

    /// The full object ids of the parents, first parent first.
    pub fn parents(&self) -> impl Iterator<Item = String> + '_ {
        self.parents.iter().map(ToString::to_string)
    }

    /// Whether there is more than one parent.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// Decodes a commit object, with its message or without; `None` if its tree or a parent cannot
    /// be read.
    pub(super) fn decode(id: ObjectId, object: &[u8], with_message: bool) -> Option<Self> {
        let (header, message) = split_header(object);
        let message = if with_message { message } else { b"" };
        let mut commit = RawCommit {
            id,
            tree: ObjectId::null(id.kind()),
            parents: Vec::new(),
            author: Identity::default(),
            committer: Identity::default(),
            signed: false,
            first_parent: false,
            message: String::new(),
        };
        let mut encoding: &[u8] = b"";
        let mut has_tree = false;
        for line in header.lines() {
            let (key, value) = line.split_once_str(b" ").unwrap_or((line, b""));
            match key {
                b"tree" if !has_tree => {
                    commit.tree = ObjectId::from_hex(value).ok()?;
                    has_tree = true;
                }
                b"parent" => commit.parents.push(ObjectId::from_hex(value).ok()?),
                b"author" => commit.author = Identity::decode(value),
                b"committer" => commit.committer = Identity::decode(value),
                b"encoding" => encoding = value,
                b"gpgsig" | b"gpgsig-sha256" => commit.signed = true,
                _ => {}
            }
        }
        commit.message = decode_text(message, encoding);
        has_tree.then_some(commit)
    }
}

impl Identity {
    fn decode(line: &[u8]) -> Self {
        let Ok(signature) = gix::actor::SignatureRef::from_bytes(line) else {
            return Identity::default();
        };
        let signature = signature.trim();
        Identity {
            name: signature.name.to_str_lossy().into_owned(),
            email: signature.email.to_str_lossy().into_owned(),
            time: signature.seconds(),
        }
    }
}

/// The header lines, and what follows the first empty line.
fn split_header(object: &[u8]) -> (&[u8], &[u8]) {
    object.split_once_str(b"\n\n").unwrap_or((object, b""))
}

/// Decodes by the commit's `encoding` header: ISO 8859-1 byte by byte, anything else as UTF-8.
fn decode_text(text: &[u8], encoding: &[u8]) -> String {
    let latin = [&b"iso-8859-1"[..], b"iso8859-1", b"latin1", b"latin-1"];
    if latin.iter().any(|name| encoding.eq_ignore_ascii_case(name)) {
        return text.iter().map(|&byte| char::from(byte)).collect();
    }
    text.to_str_lossy().into_owned()
}
