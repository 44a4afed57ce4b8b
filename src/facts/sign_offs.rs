//! What people have put their signature to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sign-offs that speak of the candidate, or of its documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOffs {
    /// Whether `refs/notes/relcheck`, which holds sign-offs, is in this clone. A plain clone does not
    /// fetch it.
    pub notes: bool,
    /// The command that fetches it, which fails where nobody has ever signed.
    pub fix: String,
    /// Those that count: verified, by a person on the lists, of each person the latest of its kind.
    /// Sorted by what they say, then by person.
    pub given: Vec<SignOff>,
    /// Those that do not, each with the reason, sorted by place.
    pub refused: Vec<RefusedSignOff>,
    /// Lines that stood in the candidate's note and are gone, sorted: what was said can be withdrawn,
    /// and not be made unsaid.
    pub gone: Vec<RefusedSignOff>,
}

/// One sign-off that counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// What it vouches for: `approval`, `manual-testing`.
    pub what: String,
    /// The name of the person on the lists.
    pub person: String,
    /// Whether they are a maintainer.
    pub maintainer: bool,
    /// The teams that they are in, sorted.
    pub teams: Vec<String>,
    /// The commit that it was given for, by its full object id.
    pub commit: String,
    /// Whether that commit has the files of the candidate, all of them; where not, it was given over
    /// `documents` alone.
    pub candidate: bool,
    /// The version that it was given for; `null` if it names none.
    pub version: Option<String>,
    /// The documents that it was given over, sorted by path: all are in the candidate as they were.
    pub documents: Vec<SignedDocument>,
    /// When it was given, as the signer says, in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: i64,
    /// The fingerprint of the key.
    pub key: String,
    /// What the signer adds.
    pub note: Option<String>,
    /// Where there is more to read.
    pub link: Option<String>,
}

/// A document that a sign-off was given over.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignedDocument {
    /// The path from the root of the repository.
    pub path: String,
    /// The SHA-256, in lower-case hexadecimal.
    pub sha256: String,
}

/// A sign-off that does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedSignOff {
    /// Where it stands: `the note on 1234abcd, line 2`.
    pub place: String,
    /// What it says that it vouches for; `null` if that cannot be read.
    pub what: Option<String>,
    /// Who it says that it is by; `null` if that cannot be read.
    pub who: Option<String>,
    /// Why it does not count.
    pub reason: String,
    /// Whether that is because it was given on another commit, for other files than those of the
    /// candidate: it says nothing about this one.
    pub other_files: bool,
}
