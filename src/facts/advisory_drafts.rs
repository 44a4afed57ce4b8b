//! The advisories that a project has drafted about itself, and the vulnerabilities that its commits name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, ReportStatus};

/// The advisories that a project has drafted about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisoryDrafts {
    /// Each draft, of tracked files and of recorded answers of a forge, sorted by path and id.
    #[schemars(extend("x-large" = true))]
    pub drafts: Vec<AdvisoryDraft>,
    /// The files that are drafts by their content and cannot be read whole, sorted by path.
    pub unread: Vec<UnreadDraft>,
    /// How many tracked JSON and YAML files were not looked into, since there are too many.
    pub passed_over: u64,
    /// The vulnerabilities that commits since the previous release name anywhere in their message, in the
    /// order of the history.
    #[schemars(extend("x-large" = true))]
    pub named: Vec<NamedVulnerability>,
    /// Every report of a forge, whatever it is worth, sorted by path.
    pub reports: Vec<AdvisoryReport>,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisoryDraft {
    /// The file, from the project's folder.
    pub path: String,
    /// Its form: `OSV`, `CSAF`, `GHSA`.
    pub form: String,
    /// What it calls the vulnerability: its own id, CVE ids, aliases; sorted.
    pub ids: Vec<String>,
    /// One line that says what is wrong; `null` if there is none.
    pub summary: Option<String>,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// What it is about.
    pub products: Vec<AdvisedProduct>,
}

/// A package or product with its versions. All of them are versions that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisedProduct {
    /// The name as it is written.
    pub name: String,
    /// The name as PyPI compares names: in lower case, with `-` for each run of `-`, `_` and `.`.
    pub normal_name: String,
    /// The ecosystem or package type as it is written; `null` where it has none.
    pub ecosystem: Option<String>,
    /// Ranges of affected versions.
    pub ranges: Vec<AdvisedRange>,
    /// Affected versions one by one.
    pub versions: Vec<String>,
    /// Versions that are fixed, sorted as text.
    pub fixed: Vec<String>,
}

/// Affected versions from one to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisedRange {
    /// Where it begins; `null` for before all versions.
    pub from: Option<AdvisedBound>,
    /// Where it ends; `null` for after all.
    pub to: Option<AdvisedBound>,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisedBound {
    /// The version.
    pub version: String,
    /// Whether the range holds it.
    pub included: bool,
}

/// A file that is a draft and cannot be read whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnreadDraft {
    /// The file, from the project's folder.
    pub path: String,
    /// Why, as a clause.
    pub reason: String,
}

/// A vulnerability that a commit names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedVulnerability {
    /// The commit's full object id.
    pub commit: String,
    /// What it is called, in the spelling of its database: `CVE-2026-1234`, `GHSA-xxxx-xxxx-xxxx`.
    pub id: String,
}

/// A report of a forge's advisories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisoryReport {
    /// The file, the tool, and which commit it speaks of. Only what was recorded on HEAD is used.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
}
