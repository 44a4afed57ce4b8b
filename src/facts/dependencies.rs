//! What the project's lock files, and its installed packages, say that it depends on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::release::Ecosystem;

/// The packages that the project depends on, and those that its previous release depended on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dependencies {
    /// Every lock file and set of installed packages that was found, sorted by path; also those
    /// that say nothing, with what is wrong.
    pub sources: Vec<DependencySource>,
    /// Tracked lock files in folders of tests, examples and others' code, sorted: what they name is
    /// not what the project depends on. The first thousand.
    #[schemars(extend("x-large" = true))]
    pub passed_over: Vec<String>,
    /// Files that declare dependencies of which no source tells the versions, sorted by path.
    pub unlocked: Vec<UnlockedManifest>,
    /// Files in which other package managers declare dependencies, of which nothing is read, sorted:
    /// `pom.xml`, `Gemfile`. The first hundred.
    pub others: Vec<String>,
    /// Every package of every source, sorted by ecosystem, name, version and path. The same package
    /// of two sources is there twice.
    #[schemars(extend("x-large" = true))]
    pub packages: Vec<Dependency>,
    /// The previous release's packages that none of today's sources has in any version, sorted.
    #[schemars(extend("x-large" = true))]
    pub removed: Vec<RemovedDependency>,
    /// The commit of the previous release that packages were compared with; `null` if there is no
    /// release yet, or that is not known.
    pub previous_commit: Option<String>,
    /// Why it is not known, of all packages or of some, what is new, as a clause; `null` if it is
    /// known, or there is no release yet.
    pub previous_problem: Option<String>,
}

/// A lock file, or a set of installed packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DependencySource {
    /// The file or folder, from the project's folder.
    pub path: String,
    /// What wrote it: `Cargo.lock`, `requirements`, `poetry.lock`, `dist-info`.
    pub format: String,
    /// Where its packages come from.
    pub ecosystem: Ecosystem,
    /// How many packages of others it names, the same in the same version once.
    pub packages: u64,
    /// Whether it names every package, those that others need too, each in one version.
    pub is_complete: bool,
    /// Why not, or why it cannot be read, as a clause that can follow its path; `null` if it is
    /// complete.
    pub problem: Option<String>,
}

/// A file that declares dependencies of which nothing tells the versions, or that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlockedManifest {
    /// The file, from the project's folder.
    pub path: String,
    /// Where its packages come from.
    pub ecosystem: Ecosystem,
    /// How many packages it declares, those for development among them, as far as that is known.
    pub declared: u64,
    /// The names of those, as the registry compares names, sorted.
    #[schemars(extend("x-large" = true))]
    pub names: Vec<String>,
    /// Why it is not known what it declares, as a clause that can follow its path; `null` if it is.
    pub problem: Option<String>,
}

/// One package that the project depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dependency {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// Its name as the registry compares names.
    pub name: String,
    /// Its version; `null` where the source does not fix one.
    pub version: Option<String>,
    /// Its package URL, with the version where there is one.
    pub purl: String,
    /// What the source asks for: `>=2.0,<3`; `null` where it fixes a version and says no more.
    pub requirement: Option<String>,
    /// Whether the project itself asks for it; `null` where that is not known.
    pub is_direct: Option<bool>,
    /// What it is needed for.
    pub scope: DependencyScope,
    /// Where its content comes from.
    pub origin: DependencyOrigin,
    /// Whether the source has a digest of its content.
    pub has_digest: bool,
    /// Under which conditions it is installed: `python_version < "3.11"`; `null` for always.
    pub condition: Option<String>,
    /// The file or folder that names it, from the project's folder.
    pub path: String,
    /// The line, starting at 1; `null` where it has none.
    pub line: Option<u32>,
    /// Whether no source of the previous release names it, in any version; `null` where one of them
    /// cannot be read, or there is no release yet.
    pub is_new: Option<bool>,
    /// The versions in which the previous release had it, sorted as text; empty where it is new or
    /// that is not known.
    pub previous_versions: Vec<String>,
}

/// What a package is needed for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DependencyScope {
    /// To run what is released.
    Runtime,
    /// Where a user asks for an extra, a feature or a platform.
    Optional,
    /// To build what is released.
    Build,
    /// To develop or test it only.
    Development,
    /// The source does not say: as if it were to run.
    Unknown,
}

impl DependencyScope {
    /// How far from what is released it is. Of a package with several scopes the nearest counts.
    #[must_use]
    pub fn distance(self) -> u8 {
        match self {
            DependencyScope::Runtime => 0,
            DependencyScope::Unknown => 1,
            DependencyScope::Build => 2,
            DependencyScope::Optional => 3,
            DependencyScope::Development => 4,
        }
    }
}

/// Where the content of a package comes from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DependencyOrigin {
    /// The usual registry of its ecosystem, or the source does not say otherwise.
    Registry,
    /// Another registry.
    OtherRegistry,
    /// A commit of a repository.
    Git,
    /// An address.
    Url,
    /// A folder or file.
    Path,
}

/// A package that the previous release had, and that is gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemovedDependency {
    /// Where it came from.
    pub ecosystem: Ecosystem,
    /// Its name as the registry compares names.
    pub name: String,
    /// The versions in which it was there, sorted as text.
    pub versions: Vec<String>,
}
