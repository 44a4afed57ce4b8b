//! Bills of materials (SBOMs), and how they agree with what the project depends on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DependencyScope, Evidence, ReportStatus};
use crate::release::Ecosystem;

/// The bills of materials of the project, held against its lock files and installed packages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sboms {
    /// Every document that was found, whatever it is worth, sorted by path. Empty if there is none.
    pub reports: Vec<SbomReport>,
    /// How the documents of this project agree with what it depends on, all of them together: those
    /// that are `complete`, `recorded` and [`SbomReport::is_of_project`]. `null` where there is none.
    pub comparison: Option<SbomComparison>,
    /// Files that declare dependencies of which nothing tells the versions, sorted: what of them has
    /// to be in a bill is not known.
    pub unlocked: Vec<String>,
    /// Files of other package managers, of which nothing is read, sorted: `Gemfile`, `Gemfile.lock`.
    pub unread: Vec<String>,
    /// Lock files and sets of installed packages that do not name every package, or cannot be read,
    /// sorted by path.
    pub partial: Vec<SbomPartialSource>,
    /// The lock files and sets of installed packages that were compared with, sorted.
    pub sources: Vec<String>,
}

/// A lock file or a set of installed packages that does not say everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomPartialSource {
    /// The file or folder, from the project's folder.
    pub path: String,
    /// Why not, as a clause; `null` where that is not said.
    pub problem: Option<String>,
    /// How many packages it names all the same.
    pub packages: u64,
}

/// One bill of materials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether it could be read, and the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// The format: `CycloneDX`, `CycloneDX XML`, `SPDX`, `SPDX tag-value`, `SPDX 3`; `null` where it is
    /// not known.
    pub format: Option<String>,
    /// The version of the specification: `1.6`; `null` where it could not be read.
    pub spec_version: Option<String>,
    /// When it says it was made, in seconds since 1970 (UTC); `null` where it does not, or without a
    /// zone.
    #[schemars(extend("x-unit" = "seconds"))]
    pub timestamp: Option<i64>,
    /// What it is the bill of; `null` where it does not say, or names several.
    pub subject: Option<SbomSubject>,
    /// How many things it says it describes.
    pub described: u64,
    /// Whether its subject has the project's name.
    pub is_of_project: bool,
    /// How many components it has, without its subject.
    pub components: u64,
    /// What its specification asks for and it has not, as clauses: the first ones.
    pub problems: Vec<String>,
    /// How many such problems there are in all.
    pub problem_count: u64,
    /// The minimum elements of the NTIA that it lacks, for itself or for a component.
    pub gaps: Vec<SbomGap>,
}

/// What a bill of materials is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomSubject {
    /// The name, with its group where there is one: `@example/demo`.
    pub name: String,
    /// The version as it is written; `null` where there is none.
    pub version: Option<String>,
    /// The version as relcheck writes versions, so that `1.0rc1` and `1.0.0-rc.1` are one; `null` where
    /// there is none, or it is no version.
    pub normal: Option<String>,
    /// The package URL; `null` where there is none.
    pub purl: Option<String>,
}

/// A minimum element that a document lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomGap {
    /// Which one: `author`, `timestamp`, `supplier`, `component-name`, `component-version`,
    /// `unique-identifier`, `relationship`.
    pub element: String,
    /// How many components lack it; 0 where the document itself does.
    pub count: u64,
    /// The first of them by name.
    pub first: Vec<String>,
}

/// How the bills agree with what the project depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomComparison {
    /// How many packages the lock files and installed packages name, each version once.
    pub expected: u64,
    /// How many of them are in a bill.
    pub matched: u64,
    /// The packages that are in no bill, in groups by what they are needed for.
    pub missing: Vec<SbomMissing>,
    /// The packages of which the bills have other versions only, in groups likewise.
    pub other_versions: Vec<SbomOtherVersions>,
    /// How many packages are in a bill, and in no lock file or set of installed packages.
    pub extra_count: u64,
    /// The first of them, sorted: `pkg:pypi/six@1.16.0`.
    pub extra: Vec<String>,
    /// How many components of the bills are no package of a registry that relcheck knows: files,
    /// packages of an operating system.
    pub others: u64,
}

/// Packages that are in no bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomMissing {
    /// What they are needed for: of a package with several uses the first of `runtime`, `unknown`,
    /// `build`, `optional`, `development`.
    pub scope: DependencyScope,
    /// Whether they are installed under conditions only: another system, an older interpreter.
    pub conditional: bool,
    /// How many there are.
    pub count: u64,
    /// The first of them, sorted.
    pub first: Vec<SbomPackage>,
}

/// Packages of which the bills have other versions only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomOtherVersions {
    /// What they are needed for.
    pub scope: DependencyScope,
    /// Whether they are installed under conditions only.
    pub conditional: bool,
    /// How many there are.
    pub count: u64,
    /// The first of them, sorted.
    pub first: Vec<SbomOtherVersion>,
}

/// A package that the project depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomPackage {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// Its name as the registry compares names.
    pub name: String,
    /// Its version; `null` where no source fixes one: then any would do.
    pub version: Option<String>,
    /// The file or folder that names it first, from the project's folder.
    pub path: String,
    /// The line, starting at 1; `null` where it has none.
    pub line: Option<u32>,
}

/// A package, and the versions of it that the bills have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SbomOtherVersion {
    /// The package as the project depends on it.
    pub wanted: SbomPackage,
    /// The versions that the bills have, sorted as text; `(none)` for a component without one.
    pub found: Vec<String>,
}
