//! How the public interface of the project's TypeScript packages changed since the previous
//! release.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ApiChange, ApiGap, Evidence};

/// How the public interface of the project's TypeScript packages changed since the previous
/// release, by the reports of API Extractor that are in git at both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypescriptApi {
    /// The tag of the previous release that HEAD's commit is compared with; `null` for a first
    /// release: then nothing was compared, and `changes` and `gaps` are empty.
    pub since: Option<String>,
    /// The reports at HEAD, sorted by path. Empty if the project has none in git.
    pub reports: Vec<TypescriptReport>,
    /// The configurations of API Extractor at HEAD that have no report in git, sorted by path.
    pub unreported: Vec<TypescriptUnreported>,
    /// Recorded runs of `api-extractor run`, which hold the reports against the sources; sorted by
    /// path.
    pub checks: Vec<TypescriptCheck>,
    /// What changed for users, by how far it is promised to them: one entry for each release tag
    /// that any change has, sorted by tag.
    pub changes: Vec<TypescriptChanges>,
    /// What could not be compared, sorted by symbol: a change there may be missing in `changes`.
    #[schemars(extend("x-large" = true))]
    pub gaps: Vec<ApiGap>,
}

/// A report of API Extractor at HEAD.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypescriptReport {
    /// The file. Its `binding` is `recorded` where a recorded run of `api-extractor run` has found
    /// that it is that of HEAD's sources; otherwise it is `tracked`, so that it may be of an earlier
    /// commit, and a change may be missing in it.
    pub evidence: Evidence,
    /// The package that its heading names; `null` if it names none.
    pub package: Option<String>,
    /// The path of the same report at the previous release; `null` if there is none.
    pub previous: Option<String>,
}

/// A configuration of API Extractor without a report in git.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypescriptUnreported {
    /// The path of the configuration from the root of the project: `api-extractor.json`.
    pub path: String,
    /// The line that counts in it, starting at 1.
    pub line: u64,
    /// Why there is no report, as far as it is known, as a clause.
    pub reason: String,
}

/// One recorded run of `api-extractor run`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypescriptCheck {
    /// The file, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether it came to its end and found the reports to be those of the sources.
    pub passed: bool,
    /// Why not, as a clause; `null` where it did.
    pub reason: Option<String>,
    /// The configuration that it says it used, as it names it; `null` if it names none.
    pub configuration: Option<String>,
}

/// Changes of what is promised to users in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypescriptChanges {
    /// The release tag of what changed, `public` where it has none: that of the previous release,
    /// or of HEAD for what is new.
    pub release_tag: TypescriptReleaseTag,
    /// The changes, sorted by symbol, then by kind; which kinds there are is listed in
    /// `docs/api-comparison.md`.
    #[schemars(extend("x-large" = true))]
    pub changes: Vec<ApiChange>,
}

/// How far API Extractor's users promise a declaration to theirs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum TypescriptReleaseTag {
    /// `@alpha`: not to be used yet.
    Alpha,
    /// `@beta`: may change.
    Beta,
    /// `@internal`: for the project's own packages.
    Internal,
    /// `@public`: promised.
    Public,
}
