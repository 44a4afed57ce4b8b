//! What the project's files say about where it is published and which tools it uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Channels, configuration files and dependencies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tooling {
    /// Where the project can be published, by the files that make it possible. Sorted.
    pub channels: Vec<Channel>,
    /// The tracked files in the project's folder and in its folders whose names start with a dot,
    /// sorted; the first thousand.
    #[schemars(extend("x-large" = true))]
    pub files: Vec<String>,
    /// The names of the packages that its manifests ask for, in lower case, sorted; those of lock
    /// files are left out.
    #[schemars(extend("x-large" = true))]
    pub dependencies: Vec<String>,
}

/// One place where the project can be published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// `pypi`, `crates.io`, `npm`, `docker` or `documentation`.
    pub name: String,
    /// The file that says so.
    pub path: String,
}
