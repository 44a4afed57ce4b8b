//! An annotated tag with the signature at the end of its message, as `git tag --sign` makes it.

use gix::bstr::ByteSlice;
use gix::objs::{Kind, TagRef};

use super::Repo;
use super::graph::one_line;
use super::tag_object::{ARMORS, MAX_SIZE};
use crate::facts::Missing;

/// The longest first line of a message that is kept, in bytes.
const MAX_SUBJECT: usize = 4096;

/// A tag object, in the parts that its signature is verified by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedTag {
    /// The name that the object says it has: the ref may have another one.
    pub name: String,
    /// The full object id of what it names, a commit as a rule.
    pub target: String,
    /// When it was made, in seconds since 1970, as its maker says; `None` where it does not say.
    pub time: Option<i64>,
    /// What was signed: the object up to the signature.
    pub message: Vec<u8>,
    /// The signature in its armour; `None` where there is none.
    pub signature: Option<Vec<u8>>,
}

impl SignedTag {
    /// The first line of its message that is not blank, without white space at its end, cut to 4,096
    /// bytes; empty where there is none.
    #[must_use]
    pub fn subject(&self) -> String {
        let body = self.message.find(b"\n\n").map(|end| end + 2);
        let body = body.and_then(|start| self.message.get(start..));
        let lines = body.unwrap_or_default().lines();
        let mut lines = lines.map(ByteSlice::trim_end);
        let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
        let kept = line.get(..MAX_SUBJECT).unwrap_or(line);
        kept.to_str_lossy().into_owned()
    }
}

impl Repo {
    /// The tag object that a tag of this name is; `None` where it is no object of its own.
    ///
    /// # Errors
    /// [`Missing`] if there is no such tag, or if its object is not here, broken or too large.
    pub fn signed_tag(&self, name: &str) -> Result<Option<SignedTag>, Missing> {
        let repo = self.local();
        let unreadable = |error: &dyn std::fmt::Display| {
            Missing::because(format!(
                "the tag `{name}` cannot be read: {}",
                one_line(&error.to_string())
            ))
            .fix("git fetch --tags --force")
        };
        let found = repo
            .find_reference(&format!("refs/tags/{name}"))
            .map_err(|error| unreadable(&error))?;
        let Some(id) = found.try_id().map(gix::Id::detach) else {
            return Ok(None);
        };
        let header = repo.find_header(id).map_err(|error| unreadable(&error))?;
        if header.kind() != Kind::Tag {
            return Ok(None);
        }
        if header.size() > MAX_SIZE {
            return Err(unreadable(&format!("it has more than {MAX_SIZE} bytes")));
        }
        let object = repo.find_object(id).map_err(|error| unreadable(&error))?;
        let tag = TagRef::from_bytes(&object.data, repo.object_hash())
            .map_err(|error| unreadable(&error))?;
        let (message, signature) = split(&object.data);
        Ok(Some(SignedTag {
            name: tag.name.to_str_lossy().into_owned(),
            target: tag.target().to_string(),
            time: tag.tagger().ok().flatten().map(|it| it.seconds()),
            message: message.to_vec(),
            signature: signature.map(<[u8]>::to_vec),
        }))
    }
}

/// Parts a tag object as git does (`parse_signed_buffer` in `gpg-interface.c`): the signature is from the
/// last line that begins one to the end.
fn split(object: &[u8]) -> (&[u8], Option<&[u8]>) {
    let mut start = None;
    let mut at = 0;
    for line in object.lines_with_terminator() {
        if ARMORS.iter().any(|armor| line.starts_with(armor)) {
            start = Some(at);
        }
        at += line.len();
    }
    match start.and_then(|start| object.split_at_checked(start)) {
        Some((message, signature)) => (message, Some(signature)),
        None => (object, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::testing::Sandbox;

    #[test]
    fn the_signature_begins_at_the_last_line_that_begins_one() {
        let text = b"object 1\n\nsee\n-----BEGIN SSH SIGNATURE-----\nno\n-----BEGIN SSH SIGNATURE-----\nabc\n";
        let (message, signature) = split(text);
        assert!(message.ends_with(b"no\n"));
        assert_eq!(
            signature,
            Some(b"-----BEGIN SSH SIGNATURE-----\nabc\n".as_slice())
        );
        assert_eq!(
            split(b"object 1\n\nsee"),
            (b"object 1\n\nsee".as_slice(), None)
        );
    }

    fn with_message(message: &str) -> SignedTag {
        SignedTag {
            name: "v1".to_owned(),
            target: String::new(),
            time: None,
            message: format!("object 1\ntag v1\n\n{message}").into_bytes(),
            signature: None,
        }
    }

    #[test]
    fn the_subject_is_the_first_line_that_is_not_blank() {
        for (message, subject) in [
            ("Release v1\n\nNotes.\n", "Release v1"),
            ("\n \nRelease v1 \r\nmore\n", "Release v1"),
            ("Release v1", "Release v1"),
            (" Release v1\n", " Release v1"),
            ("", ""),
            ("\n\n", ""),
        ] {
            assert_eq!(with_message(message).subject(), subject, "{message:?}");
        }
        assert_eq!(with_message(&"a".repeat(5000)).subject().len(), 4096);
        let mut headless = with_message("");
        headless.message = b"object 1".to_vec();
        assert_eq!(headless.subject(), "");
    }

    #[test]
    fn a_tag_without_an_object_is_none() {
        let sandbox = Sandbox::new();
        sandbox.git(&["commit", "--quiet", "--allow-empty", "-m", "one"]);
        sandbox.git(&["tag", "light"]);
        sandbox.git(&["tag", "--annotate", "-m", "Release", "heavy"]);
        let head = sandbox.git(&["rev-parse", "HEAD"]).trim().to_owned();
        let repo = Repo::open(sandbox.path()).unwrap();
        assert_eq!(repo.signed_tag("light"), Ok(None));
        let heavy = repo.signed_tag("heavy").unwrap().unwrap();
        assert_eq!((heavy.name.as_str(), heavy.target), ("heavy", head));
        assert_eq!(heavy.signature, None);
        assert!(heavy.time.is_some());
        assert!(repo.signed_tag("none").is_err());
    }
}
