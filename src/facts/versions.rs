//! The versions that the project's files declare.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Missing, VersionFact};

/// Every place that declares the project's version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// The project's name as its main manifest gives it; `null` if none does.
    pub name: Option<String>,
    /// The version that the project as a whole declares: that of its main manifest. `null` where
    /// nothing declares one, or where it is taken from the tag.
    pub declared: Option<VersionFact>,
    /// Every place with a literal version, sorted by path and line.
    pub declarations: Vec<Declaration>,
    /// What tracked lock files beside the manifests keep of the project's own version, sorted by path
    /// and line.
    pub locked: Vec<LockedVersion>,
    /// Packages of the same repository that had the previous release's version there, and still have it
    /// though others have moved on, sorted by path and line. Only those that may be published.
    pub left_behind: Vec<LeftBehind>,
    /// Why that cannot be told, of several packages; `null` if it can.
    pub left_behind_unknown: Option<Missing>,
    /// What Cargo's packages ask of each other by folder and version, and do not get, sorted by path and
    /// line.
    pub unmet: Vec<UnmetRequirement>,
    /// Places that take the version from somewhere else: a tag, an attribute, another file.
    pub dynamic: Vec<DynamicVersion>,
    /// Places that declare a version which could not be determined without running code.
    pub undetermined: Vec<UndeterminedVersion>,
}

/// One place with a literal version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    /// The path from the root of the project, with `/` between its parts.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// What kind of place it is: `pyproject.toml`, `setup.cfg`, `setup.py`, `Cargo.toml`,
    /// `package.json`, `lerna.json`, `version-file`, `python-attribute`, `docker-label`,
    /// `CITATION.cff`, `codemeta.json`, `.zenodo.json`, `configured`; where none of the first six is
    /// there, `pom.xml`, `composer.json`, `build.gradle`, `gradle.properties`, `gemspec`, `version.rb`,
    /// `mix.exs`, `pubspec.yaml`, `msbuild`, `meson.build`, `CMakeLists.txt`, `configure.ac`.
    pub kind: String,
    /// The key or name that holds it: `project.version`, `__version__`.
    pub key: String,
    /// What it declares the version of.
    pub role: DeclarationRole,
    /// The package that it belongs to, where the place names one.
    pub package: Option<String>,
    /// The text of the version.
    pub text: String,
    /// The version; `null` if the text is not one.
    pub version: Option<VersionFact>,
}

/// The version that a lock file keeps of the project itself. Tools write it after the manifest's, and
/// refuse to build with `--locked` where the two differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LockedVersion {
    /// The lock file: `Cargo.lock`, `npm-shrinkwrap.json`, `package-lock.json`, `uv.lock`.
    pub path: String,
    /// The line of the version, starting at 1.
    pub line: u64,
    /// The package that it belongs to, where the entry names one.
    pub package: Option<String>,
    /// The text of the version.
    pub text: String,
    /// The version; `null` if the text is not one.
    pub version: Option<VersionFact>,
}

/// A package with a version of its own that did not move along with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftBehind {
    /// Its manifest.
    pub path: String,
    /// The line of the version, starting at 1.
    pub line: u64,
    /// The key that holds it.
    pub key: String,
    /// The package; `null` where the manifest names none.
    pub package: Option<String>,
    /// The text of the version.
    pub text: String,
    /// The tag of the previous release.
    pub since: String,
    /// Whether every package that may be published, and was there already, had that release's version.
    pub together: bool,
    /// Whether anything in the package's folder is not as it was at the previous release.
    pub changed: bool,
}

/// A package of the workspace asks for another one in a version that this one does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmetRequirement {
    /// The manifest that asks.
    pub path: String,
    /// The line of the requirement, starting at 1.
    pub line: u64,
    /// The package that is asked for.
    pub package: String,
    /// The requirement, as the manifest spells it.
    pub requirement: String,
    /// The version that the package has.
    pub version: String,
}

/// What a declaration speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeclarationRole {
    /// The project that is being released: it must have the candidate's version.
    Project,
    /// A package of the same repository with a version of its own: it is shown, not judged.
    Member,
}

/// The provider of a place of which the configuration says where it takes the version from.
pub const CONFIGURED: &str = "configured";

/// A place that takes the version from somewhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DynamicVersion {
    /// The path of the file that says so.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// Who supplies the version: `setuptools-scm`, `hatch-vcs`, `attr`, `file`, `workspace`,
    /// `importlib.metadata`, `build-argument`, `semantic-release` …, or `configured`, where the
    /// configuration says so.
    pub provider: String,
    /// What it is taken from: an attribute, a file, the tag.
    pub target: String,
    /// Whether it comes from the git tag: then no file declares it, and none has to.
    pub from_tag: bool,
}

/// A place whose version could not be determined without running code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndeterminedVersion {
    /// The path of the file.
    pub path: String,
    /// The line, starting at 1.
    pub line: u64,
    /// Why it could not be determined.
    pub reason: String,
}
