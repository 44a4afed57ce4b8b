//! What tools that compare the public interface with the previous release have reported.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ApiChange, Evidence, ReportStatus};

/// The reports of API diff tools: griffe, cargo-semver-checks, API Extractor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiReports {
    /// Every report that was found, whatever it is worth, sorted by path. Empty if there is none:
    /// then no such tool is known to have run.
    pub reports: Vec<ApiReport>,
    /// The published Rust libraries of the project that the previous release had, too, by name, sorted.
    /// Empty where no report of cargo-semver-checks is there.
    pub libraries: Vec<String>,
}

/// One report.
///
/// It shows that there is no change only where its `status` is `complete`, its `evidence.binding`
/// is `recorded`, and its `base.previous` is `true`. A change that it names is worth
/// looking at in any case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// What the interface was compared with.
    pub base: ApiBase,
    /// The Rust crates that it compared to the end, sorted; empty from tools that name none.
    pub crates: Vec<String>,
    /// The changes, sorted: from a report that is not `complete` those that it names before it
    /// breaks off.
    #[schemars(extend("x-large" = true))]
    pub changes: Vec<ApiChange>,
}

/// What the interface was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiBase {
    /// What the recorded command or the report calls it: a tag, a commit, a version; `null` where
    /// neither says.
    pub name: Option<String>,
    /// Whether that is the previous release; `null` where it cannot be told.
    pub previous: Option<bool>,
    /// Why it is not, or why it cannot be told, as a clause; `null` where it is.
    pub reason: Option<String>,
}
