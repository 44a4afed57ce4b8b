//! What package managers say of newer versions of what the project depends on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, ReportStatus};
use crate::release::Ecosystem;

/// What is known of newer versions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Updates {
    /// The ecosystems of which the project asks for packages, sorted. Empty if it asks for none.
    pub ecosystems: Vec<AskedEcosystem>,
    /// Files in which other package managers declare dependencies, of which nothing is read, sorted.
    pub others: Vec<String>,
    /// Every report that was found, whatever it is worth, sorted by path. Empty if there is none.
    pub reports: Vec<UpdateReport>,
}

/// An ecosystem of which the project asks for packages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedEcosystem {
    /// Which one.
    pub ecosystem: Ecosystem,
    /// How many packages the project itself is known to ask for.
    pub direct: u64,
    /// Why that may not be all, as a sentence without full stop; `null` if it is.
    pub problem: Option<String>,
}

/// One report of newer versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// Where the packages come from; `null` if it cannot be read.
    pub ecosystem: Option<Ecosystem>,
    /// What is behind a newer version, sorted by name, then by version.
    #[schemars(extend("x-large" = true))]
    pub behind: Vec<BehindPackage>,
}

/// A package that is behind a newer version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BehindPackage {
    /// Its name as the registry compares names.
    pub name: String,
    /// The version in use; `null` where that is not known.
    pub version: Option<String>,
    /// The version that it is behind: the newest that the tool says would do; where the tool does not
    /// say which would do, the newest of all. `null` where the tool says that none that would do is
    /// newer.
    pub next: Option<String>,
    /// How far that is.
    pub step: UpdateStep,
    /// The newest version of all.
    pub latest: Option<String>,
    /// Whether the project itself asks for it; `null` where that is not known.
    pub is_direct: Option<bool>,
    /// The lock file that fixes the version, from the project's folder; `null` if none does.
    pub path: Option<String>,
    /// The line in it, starting at 1.
    pub line: Option<u32>,
}

/// How far one version is from another, by the numbers of both.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum UpdateStep {
    /// It is not newer.
    None,
    /// Of 1.2.3: 1.2.4, and what comes behind the third number.
    Patch,
    /// Of 1.2.3: 1.3.0.
    Minor,
    /// Of 0.2.3: 0.3.0, and of 0.0.3: 0.0.4. Before 1.0.0 that is a step to what is incompatible.
    ZeroMinor,
    /// Of 1.2.3: 2.0.0; also a later epoch.
    Major,
    /// One of them is not known, or is no version.
    Unknown,
}
