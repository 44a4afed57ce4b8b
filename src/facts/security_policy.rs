//! Which versions the security policy promises fixes to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the security policy (`SECURITY.md`) promises to which versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecurityPolicy {
    /// The path of the file, from the root of the project: the first of those that GitHub shows, in
    /// its order (`.github/`, the root, `docs/`); `null` if there is none.
    pub path: Option<String>,
    /// What it promises to versions, in the order of the file. Empty if it says nothing of versions,
    /// or nothing that was understood.
    pub promises: Vec<Promise>,
    /// What it says of versions that was not understood, in the order of the file.
    pub unread: Vec<UnreadPromise>,
    /// What it promises to the latest final release of each X.Y, the highest first.
    #[schemars(extend("x-large" = true))]
    pub lines: Vec<LinePromise>,
}

/// A row of a table of supported versions, or a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    /// The line in the file, starting at 1.
    pub line: u64,
    /// The versions as they are written: `5.1.x`, `< 4.0`; for a sentence, the whole of it.
    pub text: String,
    /// What they get.
    pub support: PromisedSupport,
}

/// Something that may be a promise, and was not understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnreadPromise {
    /// The line in the file, starting at 1.
    pub line: u64,
    /// What is written there, cut after 80 characters.
    pub text: String,
    /// Why it was not understood, as a clause.
    pub reason: String,
}

/// What is promised to one X.Y.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LinePromise {
    /// The X.
    pub major: u64,
    /// The Y.
    pub minor: u64,
    /// Whether it is the highest line of its major version that has a final release.
    pub highest: bool,
    /// What its latest final release gets; `null` where the file says nothing of it, or two things.
    pub support: Option<PromisedSupport>,
    /// The line in the file that says so; `null` where none does.
    pub line: Option<u64>,
    /// The versions as they are written there; `null` where nothing is.
    pub text: Option<String>,
}

/// What the versions of a row get.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum PromisedSupport {
    /// They are supported, and nothing limits that.
    Full,
    /// They get security fixes, or critical ones, and no others.
    Security,
    /// They get nothing.
    None,
}
