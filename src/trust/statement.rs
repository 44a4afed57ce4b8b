//! in-toto statements: something is said (the predicate) about something (the subjects).
//!
//! <https://in-toto.io/Statement/v1>, and v0.1 to read. Fields that are not known are ignored, as
//! the specification demands; keys that are given twice, which readers take differently, are not.

mod distinct;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use super::Refusal;
use super::object::Object;

/// The type of statements that are written.
pub const V1: &str = "https://in-toto.io/Statement/v1";

/// The older type, which is read too.
pub const V0_1: &str = "https://in-toto.io/Statement/v0.1";

/// The longest statement that is read, in bytes.
pub const MAX_STATEMENT: usize = 1024 * 1024;

/// The most subjects of a statement.
pub const MAX_SUBJECTS: usize = 10_000;

/// The longest digest of an algorithm that is not known, in characters.
const MAX_DIGEST: usize = 256;

/// What a statement is called in refusals.
const WHAT: &str = "in-toto statement";

/// A statement. `V1` and `V0_1` differ in nothing that is read here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Statement {
    /// [`V1`] or [`V0_1`].
    #[serde(rename = "_type")]
    pub kind: String,
    /// What it is about, at least one.
    #[serde(deserialize_with = "subjects")]
    pub subject: Vec<Subject>,
    /// What is said, as a URI.
    #[serde(rename = "predicateType")]
    pub predicate_type: String,
    /// The details, as written; their form depends on `predicate_type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Box<RawValue>>,
}

/// What a statement is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its digests by algorithm, at least one. All are of the same thing.
    pub digest: BTreeMap<String, String>,
}

impl Statement {
    /// A statement of version 1.
    ///
    /// # Errors
    /// As [`Statement::parse`] would refuse it, or where the predicate cannot be written as JSON.
    pub fn new(
        subject: Vec<Subject>,
        predicate_type: &str,
        predicate: &impl Serialize,
    ) -> Result<Self, Refusal> {
        let predicate = serde_json::value::to_raw_value(predicate)
            .map_err(|error| Refusal::malformed(WHAT, error))?;
        let statement = Self {
            kind: V1.to_owned(),
            subject,
            predicate_type: predicate_type.to_owned(),
            predicate: Some(predicate),
        };
        statement.must_be_sound()?;
        Ok(statement)
    }

    /// Reads a statement.
    ///
    /// # Errors
    /// What is not a statement of a known type, has no subject, a subject without a digest, a digest
    /// that cannot be one of its algorithm, no predicate type, or any key twice in one object.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        Refusal::bytes(WHAT, bytes.len(), MAX_STATEMENT)?;
        distinct::keys(bytes).map_err(|error| Refusal::malformed(WHAT, error))?;
        let Object(statement): Object<Self> =
            serde_json::from_slice(bytes).map_err(|error| Refusal::malformed(WHAT, error))?;
        statement.must_be_sound()?;
        Ok(statement)
    }

    /// The statement as JSON in one line, the same bytes for the same statement.
    ///
    /// # Errors
    /// None that is known.
    pub fn to_json(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(|error| Refusal::malformed(WHAT, error))
    }

    fn must_be_sound(&self) -> Result<(), Refusal> {
        if self.kind != V1 && self.kind != V0_1 {
            return Err(Refusal::Version {
                what: WHAT,
                found: format!("`{}`", self.kind),
                accepted: "https://in-toto.io/Statement/v1 and v0.1",
            });
        }
        if self.predicate_type.is_empty() {
            return Err(Refusal::malformed(WHAT, "its `predicateType` is empty"));
        }
        if self.subject.is_empty() {
            return Err(Refusal::malformed(WHAT, "its `subject` is empty"));
        }
        Refusal::count(WHAT, self.subject.len(), MAX_SUBJECTS, "subjects")?;
        let mut subjects = self.subject.iter().enumerate();
        subjects.try_for_each(|(index, subject)| {
            let sound = subject.must_be_sound();
            sound.map_err(|reason| Refusal::malformed(WHAT, format!("subject {index}: {reason}")))
        })
    }
}

impl Subject {
    fn must_be_sound(&self) -> Result<(), String> {
        if self.digest.is_empty() {
            return Err("it has no digest".to_owned());
        }
        let mut digests = self.digest.iter();
        digests.try_for_each(|(algorithm, digest)| must_be_digest(algorithm, digest))
    }
}

fn subjects<'de, D: Deserializer<'de>>(json: D) -> Result<Vec<Subject>, D::Error> {
    let subjects = Vec::<Object<Subject>>::deserialize(json)?;
    Ok(subjects
        .into_iter()
        .map(|Object(subject)| subject)
        .collect())
}

fn must_be_digest(algorithm: &str, digest: &str) -> Result<(), String> {
    let Some(lengths) = lengths(algorithm) else {
        return match digest.chars().count() {
            1..=MAX_DIGEST => Ok(()),
            _ => Err(format!("its `{algorithm}` is empty or too long")),
        };
    };
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if lengths.contains(&digest.len()) && digest.bytes().all(hex) {
        return Ok(());
    }
    let lengths: Vec<String> = lengths.iter().map(usize::to_string).collect();
    let lengths = lengths.join(" or ");
    Err(format!(
        "its `{algorithm}` is not {lengths} lower-case hexadecimal digits"
    ))
}

/// How many hexadecimal digits a digest has: in-toto's `digest_set.md`. Git has two hashes.
fn lengths(algorithm: &str) -> Option<&'static [usize]> {
    match algorithm {
        "md5" => Some(&[32]),
        "sha1" | "ripemd160" => Some(&[40]),
        "sha224" | "sha512_224" | "sha3_224" => Some(&[56]),
        "sha256" | "sha512_256" | "sha3_256" | "blake2s" | "sm3" | "gost" => Some(&[64]),
        "sha384" | "sha3_384" => Some(&[96]),
        "sha512" | "sha3_512" | "blake2b" => Some(&[128]),
        "gitCommit" | "gitTree" | "gitBlob" | "gitTag" => Some(&[40, 64]),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
