//! The text of a policy file, with its digest where that was worked out when relcheck was built.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A text that never changes: one that is embedded is not copied, and its digest is known.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PolicyText {
    text: Cow<'static, str>,
    #[serde(skip)]
    sha256: Option<&'static str>,
}

impl PolicyText {
    /// A text of the program itself, with its SHA-256 in lower-case hexadecimal as `build.rs` has
    /// worked it out.
    pub(super) const fn embedded(text: &'static str, sha256: &'static str) -> Self {
        PolicyText {
            text: Cow::Borrowed(text),
            sha256: Some(sha256),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of the text, in lower-case hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> Cow<'static, str> {
        match self.sha256 {
            Some(known) => Cow::Borrowed(known),
            None => Cow::Owned(hex(&Sha256::digest(self.as_bytes()))),
        }
    }
}

impl Deref for PolicyText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for PolicyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<T: Into<String>> From<T> for PolicyText {
    fn from(text: T) -> Self {
        PolicyText {
            text: Cow::Owned(text.into()),
            sha256: None,
        }
    }
}

impl PartialEq for PolicyText {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for PolicyText {}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let digit = |value: u8| DIGITS[usize::from(value & 15)];
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Sources;

    #[test]
    fn what_is_embedded_has_the_digest_that_its_text_has() {
        let sources = Sources::embedded();
        let all = sources
            .builtin
            .iter()
            .chain([&sources.manifest, &sources.data]);
        let mut known = 0;
        for file in all {
            let again = PolicyText::from(file.text.as_str());
            assert_eq!(file.text.sha256(), again.sha256(), "{}", file.path);
            known += usize::from(file.text.sha256.is_some());
        }
        assert!(known > 100, "{known}");
    }

    #[test]
    fn a_text_is_written_as_a_text() {
        let text = PolicyText::embedded("package a", "00");
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(json, "\"package a\"");
        let read: PolicyText = serde_json::from_str(&json).unwrap();
        assert_eq!(read, text);
        assert_ne!(read.sha256(), "00", "no digest is taken on trust");
    }
}
