//! A version as policies see it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::release::Version;

/// A version, taken apart so that policies compare integers and normal forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VersionFact {
    /// The version as it was written: `v1.2.0rc1`.
    pub text: String,
    /// The normal form; equal versions have equal normal forms: `1.2.0-rc.1`.
    pub normal: String,
    /// The final release that it leads up to: `1.2.0`.
    pub core: String,
    /// The epoch (PEP 440), in which numbers begin anew and which stands before normal form and core
    /// as `1!`; 0 where none is written.
    pub epoch: u64,
    /// The X of `X.Y.Z`.
    pub major: u64,
    /// The Y of `X.Y.Z`.
    pub minor: u64,
    /// The Z of `X.Y.Z`.
    pub patch: u64,
    /// The pre-release part (`rc.1`), or `null` for a final release.
    pub pre: Option<String>,
    /// Whether it marks work in progress (`.dev0`, `-SNAPSHOT`), which is never released as such.
    pub development: bool,
}

impl From<&Version> for VersionFact {
    fn from(version: &Version) -> Self {
        VersionFact {
            text: version.text().to_owned(),
            normal: version.to_string(),
            core: version.release().to_string(),
            epoch: version.epoch(),
            major: version.major(),
            minor: version.minor(),
            patch: version.patch(),
            pre: version.pre().map(str::to_owned),
            development: version.is_development(),
        }
    }
}

impl VersionFact {
    /// The version that this fact describes, for arithmetic; `None` if the fact was tampered with
    /// and its text is no version.
    #[must_use]
    pub fn to_version(&self) -> Option<Version> {
        self.text.parse().ok()
    }
}
