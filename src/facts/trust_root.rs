//! What was changed since the previous release about who and what decides.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::WrittenCommit;

/// What differs between the previous release's files and the candidate's, and which of them relcheck
/// reads as configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustRoot {
    /// The tag of the previous release; `null` for a first release: then nothing was changed.
    pub since: Option<String>,
    /// Whether a maintainer has signed that tag; `null` for a first release.
    pub anchor: Option<AnchorTag>,
    /// Every path that differs between the two trees, sorted. What was changed and changed back is not
    /// among them.
    #[schemars(extend("x-large" = true))]
    pub changed: Vec<TrustChange>,
    /// What the two lists of people, teams and keys say otherwise, sorted.
    pub people: Vec<PeopleChange>,
}

/// The signature of the tag whose lists count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnchorTag {
    /// The tag.
    pub tag: String,
    /// The maintainer who has signed it, by the lists of that release; `null` if none has.
    pub signer: Option<String>,
    /// Why no signature of a maintainer is on it, for a person to read; `null` if one is.
    pub reason: Option<String>,
}

/// A path that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrustChange {
    /// The path from the root of the repository.
    pub path: String,
    /// How it differs.
    pub change: TreeDifference,
    /// What relcheck itself reads it as; `null` for any other file.
    pub read_as: Option<ReadAs>,
    /// Of a file with the settings of several tools (`pyproject.toml`, `setup.cfg`, `tox.ini`,
    /// `package.json`) the parts that differ, sorted: `tool.bandit`; `*` where that cannot be told. Empty
    /// for other files.
    pub parts: Vec<String>,
    /// Who wrote the commits since the previous release that changed it, newest first. A merge is among
    /// them where it changed the path itself.
    pub commits: Vec<WrittenCommit>,
}

/// How a path differs between two trees.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TreeDifference {
    /// The later one has it, the earlier one has not.
    Added,
    /// Both have it, with different contents or modes.
    Changed,
    /// The earlier one has it, the later one has not.
    Removed,
}

/// What relcheck reads a file as.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReadAs {
    /// `relcheck.toml`, or what `--config` names.
    Configuration,
    /// `waivers.toml`
    Waivers,
    /// The keys of people; also a list of revoked keys that was shortened.
    Keys,
    /// A list of revoked keys that only grew: it takes rights away.
    Revocations,
    /// A MAINTAINERS file.
    Maintainers,
    /// A CODEOWNERS file.
    Codeowners,
    /// `.mailmap`
    Mailmap,
    /// A file in a folder of the project's own policies.
    Policies,
    /// A document about vulnerabilities (VEX).
    Vex,
    /// What measurements are compared with.
    Baseline,
    /// A workflow of a CI system that names relcheck.
    Gate,
}

/// A difference between two lists of people and keys.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeopleChange {
    /// Whom it is about: a name on the lists, or whom a key is listed for.
    pub who: String,
    /// What is said otherwise, after the name: `is a maintainer now`.
    pub what: String,
}
