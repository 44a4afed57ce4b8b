//! Under which licences the packages are that the project depends on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DependencyScope, Evidence, ReportStatus};
use crate::release::Ecosystem;

/// The licences of the packages that the project depends on.
///
/// The same package in the same version is there once, in its widest scope, whatever the number of lock
/// files that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licenses {
    /// The packages of which a licence is known, or guessed: those that stand alike together, sorted by
    /// expression and scope.
    pub groups: Vec<LicenseGroup>,
    /// The packages of which none is, sorted by name and version.
    #[schemars(extend("x-large" = true))]
    pub unknown: Vec<UnknownLicense>,
    /// The packages of which one source says what another denies, sorted by name and version. They are
    /// in `groups` too.
    #[schemars(extend("x-large" = true))]
    pub contradictions: Vec<LicenseContradiction>,
    /// The packages with a licence that the previous release had in no version, sorted by name and
    /// version. Empty where there is no release yet, or that is not known.
    #[schemars(extend("x-large" = true))]
    pub new: Vec<NewLicense>,
    /// What the project's own manifests say of its licence, sorted by path.
    pub own: Vec<ProjectLicense>,
    /// Every report of a tool that lists licences, whatever it is worth, sorted by path.
    pub reports: Vec<LicenseReport>,
    /// Every bill of materials (SBOM), whatever it is worth, sorted by path.
    pub documents: Vec<LicenseDocument>,
    /// The lock files and folders of installed packages in which licences were looked up, sorted by
    /// path.
    pub places: Vec<LicensePlace>,
    /// What is known of the packages themselves.
    pub inventory: LicenseInventory,
}

/// Packages that stand alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseGroup {
    /// The SPDX expressions of which each has to be allowed, in canonical form, sorted: one where it is
    /// known which applies, all that may where it is not, and all that are said where sources contradict
    /// each other.
    pub expressions: Vec<String>,
    /// Whether it is only a guess which of them applies: `BSD License`, a text.
    pub guessed: bool,
    /// Whether sources contradict each other.
    pub contradictory: bool,
    /// What the sources wrote, sorted; the first few.
    pub texts: Vec<String>,
    /// Deprecated SPDX identifiers among that, each with what it means now: `GPL-2.0+ (now
    /// GPL-2.0-or-later)`; sorted, the first few.
    pub deprecated: Vec<String>,
    /// What the packages are needed for.
    pub scope: DependencyScope,
    /// The reports, bills, lock files and folders that say so, sorted; the first few.
    pub sources: Vec<String>,
    /// The packages, sorted by name and version.
    #[schemars(extend("x-large" = true))]
    pub packages: Vec<LicensedPackage>,
}

/// A package with a licence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicensedPackage {
    /// Its name, as the registry compares names.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Whether the previous release had it in no version; `null` where that is not known.
    pub is_new: Option<bool>,
    /// The lock file or folder that names it, from the project's folder.
    pub path: String,
    /// The line, starting at 1; `null` where it has none.
    pub line: Option<u32>,
}

/// A package without a licence that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnknownLicense {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// Its name, as the registry compares names.
    pub name: String,
    /// Its version; `null` where the lock file does not fix one.
    pub version: Option<String>,
    /// What it is needed for.
    pub scope: DependencyScope,
    /// Whether the previous release had it in no version; `null` where that is not known.
    pub is_new: Option<bool>,
    /// The lock file or folder that names it, from the project's folder.
    pub path: String,
    /// The line, starting at 1; `null` where it has none.
    pub line: Option<u32>,
    /// Why, as a clause: no source knows it, or what they say is nothing.
    pub reason: String,
}

/// A package of which sources say different things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseContradiction {
    /// Its name, as the registry compares names.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is needed for.
    pub scope: DependencyScope,
    /// What each says, sorted: `` `MIT` in `.venv/…` ``.
    pub said: Vec<String>,
}

/// A package that is new since the previous release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLicense {
    /// Its name, as the registry compares names.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What it is needed for.
    pub scope: DependencyScope,
    /// Its licence, as in a group; with ` or ` between them where it is not known which applies.
    pub license: String,
}

/// What a manifest says of the project's own licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectLicense {
    /// The manifest, from the project's folder.
    pub path: String,
    /// The line, starting at 1; `null` where it is not known.
    pub line: Option<u64>,
    /// As it is written.
    pub text: String,
    /// The SPDX expressions that it means, or may mean, as in a group; empty where it means none.
    pub expressions: Vec<String>,
}

/// A report of a tool that lists licences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseReport {
    /// The file, the tool, and which commit it speaks of. Only what was recorded on HEAD is used.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// How many packages it names; `null` where it is not understood.
    pub packages: Option<u64>,
}

/// A bill of materials (SBOM) in which licences were looked up, or would have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseDocument {
    /// The file, the tool, and which commit it speaks of. Only what was recorded on HEAD is used.
    pub evidence: Evidence,
    /// Whether it could be read, and the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// What it is the bill of; `null` where it does not say, or names several.
    pub subject: Option<String>,
    /// Whether its subject has the project's name. One of something else says nothing.
    pub is_of_project: bool,
    /// How many of the project's packages it says something of, in the same version.
    pub packages: u64,
}

/// A lock file or folder in which licences were looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicensePlace {
    /// The path, from the project's folder.
    pub path: String,
    /// How many of the project's packages it has, in the same version.
    pub packages: u64,
    /// What of it cannot be read, as a clause; `null` if all can.
    pub problem: Option<String>,
}

/// What is known of the packages themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LicenseInventory {
    /// How many packages the project depends on, each version once.
    pub packages: u64,
    /// The lock files and folders that do not name all, sorted by path.
    pub incomplete: Vec<IncompleteSource>,
    /// The files that declare dependencies of which no lock file tells the versions, sorted.
    pub unlocked: Vec<String>,
    /// Files of other package managers, of which nothing is read, sorted: `Gemfile`, `Gemfile.lock`.
    pub unread: Vec<String>,
}

/// A lock file or folder that does not name all packages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IncompleteSource {
    /// The path, from the project's folder.
    pub path: String,
    /// Why, as a clause that can follow the path.
    pub reason: String,
}
