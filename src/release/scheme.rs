//! How a project numbers its releases.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the numbers of a version say.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// SemVer 2.0.0. Below 1.0.0 anything may change (§4): what breaks raises Y.
    #[default]
    Semver,
    /// SemVer 2.0.0 without its exception for 0.y.z: what breaks takes a major release there, too.
    SemverStrict,
    /// The numbers of SemVer, and post-releases (PEP 440): `1.2.3.post1` is a patch after `1.2.3`.
    Pep440,
    /// SemVer as Cargo reads it: below 1.0.0, what breaks raises Y, and everything else fits Z.
    Cargo,
    /// CalVer: a date, and what counts the releases since: `2026.1.0`, `26.1`. It says when
    /// something was released, and nothing of what changed.
    Calver,
}

impl Scheme {
    /// The name used in the configuration and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Semver => "semver",
            Scheme::SemverStrict => "semver-strict",
            Scheme::Pep440 => "pep440",
            Scheme::Cargo => "cargo",
            Scheme::Calver => "calver",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
