//! The platforms that the project supports, as its configuration lists them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The platforms, and what their reports were called before they were kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Platforms {
    /// The platforms in the order of the configuration; empty where it lists none, which does not say that
    /// there is only one.
    pub platforms: Vec<Platform>,
    /// The files that `relcheck record --file` kept, sorted by path. Empty where no platform names a
    /// report.
    #[schemars(extend("x-large" = true))]
    pub kept: Vec<KeptFile>,
}

/// A platform that the project supports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// What it is called.
    pub name: String,
    /// The checks of the CI system that run the whole suite on it, by name, or as globs with a star.
    pub checks: Vec<String>,
    /// The reports of test runners from it, as globs of paths.
    pub reports: Vec<String>,
}

/// A file that was kept as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeptFile {
    /// The path at which it is kept, from the project's folder: `.relcheck/evidence/….file-1`.
    pub path: String,
    /// The path that it was kept from, as the record says: `reports/linux.xml`.
    pub source: String,
}
