//! The four release types that every rule and every verdict speaks of.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of release is being asked about.
///
/// `Hotfix` raises the same number as `Patch`; it differs in the branch that it comes from and in
/// the rules that apply to it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ReleaseType {
    /// Bug fixes only: `x.y.Z`.
    Patch,
    /// New, backward-compatible features: `x.Y.0`.
    Minor,
    /// Breaking changes: `X.0.0`.
    Major,
    /// An emergency patch from a `hotfix/` branch: `x.y.Z`.
    Hotfix,
}

impl ReleaseType {
    /// All types, in the order in which reports show them.
    pub const ALL: [ReleaseType; 4] = [
        ReleaseType::Patch,
        ReleaseType::Minor,
        ReleaseType::Major,
        ReleaseType::Hotfix,
    ];

    /// The name used on the command line, in metadata and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReleaseType::Patch => "patch",
            ReleaseType::Minor => "minor",
            ReleaseType::Major => "major",
            ReleaseType::Hotfix => "hotfix",
        }
    }
}

impl fmt::Display for ReleaseType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
