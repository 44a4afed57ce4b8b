//! The stages of the release process, each with its own question.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A point in the release process at which a decision is asked for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The checklist before a release is cut.
    PreRelease,
    /// May this release candidate be promoted?
    Candidate,
    /// Is what we are about to publish what we approved?
    Publish,
    /// Follow-ups, with deadlines counted from the tag.
    PostRelease,
    /// The project's standing duties; it has no release types.
    Process,
}

impl Stage {
    /// All stages, in the order of the process.
    pub const ALL: [Stage; 5] = [
        Stage::PreRelease,
        Stage::Candidate,
        Stage::Publish,
        Stage::PostRelease,
        Stage::Process,
    ];

    /// The name used on the command line, in metadata and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Stage::PreRelease => "pre-release",
            Stage::Candidate => "candidate",
            Stage::Publish => "publish",
            Stage::PostRelease => "post-release",
            Stage::Process => "process",
        }
    }

    /// Whether the stage is judged for each release type. `process` is judged once.
    #[must_use]
    pub fn has_types(self) -> bool {
        self != Stage::Process
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
