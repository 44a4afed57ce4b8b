//! What stands in the tag objects on HEAD, and who has signed them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version tags on HEAD, with what their objects say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadTags {
    /// The project's own version tags that lead to HEAD's commit, sorted by name.
    pub tags: Vec<HeadTag>,
    /// The files with keys of people by which signatures were judged, sorted: those of the previous
    /// release. Empty where there are none: then no signature can hold.
    pub keys: Vec<String>,
}

/// A version tag on HEAD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadTag {
    /// The name of the ref, without `refs/tags/`.
    pub name: String,
    /// Its tag object; `null` for a lightweight tag.
    pub object: Option<TagObject>,
}

/// A tag object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagObject {
    /// The name that the object itself says it has: another one than the ref's, where somebody gave the
    /// ref of one tag the object of another.
    pub name: String,
    /// The full object id of what it names: HEAD's commit, or another tag that leads there.
    pub target: String,
    /// The first line of its message that is not blank, without white space at its end, in at most 4,096
    /// bytes; empty where there is no message.
    pub subject: String,
    /// Its signature; `null` where there is none.
    pub signature: Option<TagSignature>,
}

/// The signature of a tag object, held against the keys of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagSignature {
    /// The maintainer whose it is, by the lists of the previous release; `null` if it is nobody's who
    /// counts.
    pub signer: Option<String>,
    /// Why it is no maintainer's, for a person to read; `null` if it is.
    pub reason: Option<String>,
    /// Whether relcheck verifies signatures of this kind (SSH and OpenPGP, at the end of the message).
    pub verifiable: bool,
}
