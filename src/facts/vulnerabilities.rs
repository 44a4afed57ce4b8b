//! Which packages that the project depends on are known to be vulnerable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DependencyScope, Evidence, ReportStatus};
use crate::release::Ecosystem;

/// What advisory databases and reports of scanners say of the project's packages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vulnerabilities {
    /// How many packages were looked up: each name and version once.
    pub packages: u64,
    /// The databases that were named, in that order; also those that cannot be read.
    pub databases: Vec<AdvisoryDatabase>,
    /// The lists of exploited vulnerabilities that were named, those of KEV first; also those that
    /// cannot be read.
    pub exploit_lists: Vec<ExploitList>,
    /// The reports of scanners, sorted by path; also those that prove nothing.
    pub reports: Vec<VulnerabilityReport>,
    /// The ecosystems that the packages come from, sorted, with who knows of their advisories.
    pub ecosystems: Vec<EcosystemCover>,
    /// Why the packages may not be all, sorted by path.
    pub gaps: Vec<InventoryGap>,
    /// Files of other package managers, of which nothing is read, sorted: `Gemfile`, `Gemfile.lock`.
    pub unread: Vec<String>,
    /// Packages whose version no source fixes, sorted: nothing can be said of them.
    pub unversioned: Vec<UnversionedPackage>,
    /// Advisories of which it cannot be told whether they affect the version that is used, sorted.
    pub unclear: Vec<UnclearAdvisory>,
    /// The documents with statements on vulnerabilities that cannot be read, or are dated in the
    /// future and would excuse something, sorted by path.
    pub unread_statements: Vec<InventoryGap>,
    /// What is known to be vulnerable, sorted by package and identifier. What several say of one
    /// vulnerability of one package is one entry.
    #[schemars(extend("x-large" = true))]
    pub found: Vec<Vulnerability>,
    /// The SHA-256 over what was found, in lower-case hexadecimal: each identifier with its package,
    /// version and score, whoever says so. What a person has reviewed is this set. `null` where nothing
    /// was found.
    pub digest: Option<String>,
}

/// How a database is laid out.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DatabaseLayout {
    /// RustSec's: `crates/NAME/RUSTSEC-….md`.
    Rustsec,
    /// The Python Packaging Authority's: `vulns/NAME/PYSEC-….yaml`.
    Pypa,
    /// OSV records, in no order: osv.dev, GitHub.
    Osv,
}

/// A database of advisories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisoryDatabase {
    /// The folder or file, as it was named.
    pub path: String,
    /// How it is laid out; `null` where it cannot be read.
    pub layout: Option<DatabaseLayout>,
    /// The ecosystems whose advisories it has, sorted.
    pub ecosystems: Vec<Ecosystem>,
    /// The commit that was read; `null` where it is not kept in git.
    pub commit: Option<String>,
    /// The SHA-256 of all that was read of it, in order; `null` where it is kept in git, or cannot be
    /// read.
    pub sha256: Option<String>,
    /// Until when it is known to be complete: the time of its commit, or of the newest of the
    /// advisories that were read. `null` where it says nothing of it.
    #[schemars(extend("x-unit" = "seconds"))]
    pub as_of: Option<i64>,
    /// How many advisories of the project's packages were read, withdrawn ones among them.
    pub read: u64,
    /// How many of them were withdrawn, and do not count.
    pub withdrawn: u64,
    /// What is wrong with it, as clauses; empty if nothing is.
    pub problems: Vec<String>,
}

/// What a list says of the vulnerabilities in it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ExploitListKind {
    /// That they are exploited: CISA's catalogue, KEV.
    Kev,
    /// How probable it is that they will be: FIRST's scores, EPSS.
    Epss,
}

/// A list of exploited vulnerabilities. What it has makes a finding worse; what it has not makes none
/// better.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExploitList {
    /// What it says.
    pub kind: ExploitListKind,
    /// The file, as it was named.
    pub path: String,
    /// The version of the catalogue, or of the model; `null` where it says none, or cannot be read.
    pub version: Option<String>,
    /// When it was released or computed; `null` where it does not say so, or cannot be read.
    #[schemars(extend("x-unit" = "seconds"))]
    pub as_of: Option<i64>,
    /// How many vulnerabilities it lists.
    pub entries: u64,
    /// The SHA-256 of the file; `null` where it cannot be read.
    pub sha256: Option<String>,
    /// Why it cannot be taken for whole, as clauses; empty if it can.
    pub problems: Vec<String>,
}

/// A scanner's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VulnerabilityReport {
    /// The file, and how it is bound.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why not, as a clause; `null` if it did.
    pub reason: Option<String>,
    /// The database of advisories that the tool asked; `null` where the report tells nothing of one.
    pub database: Option<AskedDatabase>,
    /// How many vulnerabilities it reports, each of each package once.
    pub found: u64,
    /// What the tool says it did not look at, sorted.
    pub unscanned: Vec<String>,
    /// What it found and relcheck cannot tell of a package, as clauses, sorted; the first few, and how
    /// many more there are.
    pub unresolved: Vec<String>,
}

/// The database of advisories that a scanner asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedDatabase {
    /// When it was last changed; `null` where the report does not say.
    #[schemars(extend("x-unit" = "seconds"))]
    pub as_of: Option<i64>,
}

/// Who knows of the advisories of an ecosystem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EcosystemCover {
    /// The ecosystem.
    pub ecosystem: Ecosystem,
    /// How many of the project's packages come from it, with a version.
    pub packages: u64,
    /// The paths of the databases that have its advisories.
    pub databases: Vec<String>,
    /// The paths of the reports that looked up each of these packages.
    pub reports: Vec<String>,
    /// Reports of it that did not, or do not say what they looked up, each with why.
    pub partial: Vec<InventoryGap>,
}

/// A file that does not say all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InventoryGap {
    /// The file or folder.
    pub path: String,
    /// Why, as a clause.
    pub reason: String,
}

/// A package whose version is not fixed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnversionedPackage {
    /// Its name as the registry compares names.
    pub name: String,
    /// The file that names it.
    pub path: String,
    /// The line, starting at 1; `null` where it has none.
    pub line: Option<u32>,
}

/// An advisory that may affect a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnclearAdvisory {
    /// The package with its version, as a package URL.
    pub purl: String,
    /// The advisory.
    pub id: String,
    /// Why it cannot be told, as a clause.
    pub reason: String,
}

/// One vulnerability of one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vulnerability {
    /// The identifier that its ecosystem's database has for it, or the first there is.
    pub id: String,
    /// All other identifiers, sorted.
    pub aliases: Vec<String>,
    /// One line that says what is wrong; `null` where nobody says it.
    pub summary: Option<String>,
    /// Where the package comes from.
    pub ecosystem: Ecosystem,
    /// Its name as the registry compares names.
    pub name: String,
    /// The version in use.
    pub version: String,
    /// Its package URL.
    pub purl: String,
    /// Whether the project itself asks for the package; `null` where that is not known.
    pub is_direct: Option<bool>,
    /// What it is needed for; of several places, the nearest to what is released.
    pub scope: DependencyScope,
    /// The file that names it, from the project's folder; `null` if only a report does.
    pub path: Option<String>,
    /// The line, starting at 1; `null` where it has none.
    pub line: Option<u32>,
    /// The highest score that anyone gives, 0 to 100: computed where there is a vector. `null` where
    /// nobody gives one.
    #[schemars(extend("x-unit" = "tenths"))]
    pub score: Option<u16>,
    /// The vector that has this score; `null` where there is only the score.
    pub vector: Option<String>,
    /// A word for how bad it is; `null` where nobody has one.
    pub severity: Option<String>,
    /// Scores that contradict their vectors, and vectors that are none, each as a clause.
    pub contradictions: Vec<String>,
    /// What it is if it is no vulnerability: `unmaintained`, `notice`; `null` if it is one.
    pub informational: Option<String>,
    /// Later versions without it, in order; empty where there is none.
    pub fixed: Vec<String>,
    /// Whether only the version without its local part is known to be affected.
    pub only_public: bool,
    /// Who says so: databases and reports, sorted.
    pub said_by: Vec<String>,
    /// The entries of catalogues that it is known to be exploited, by any of its names, and what
    /// reports have from one, sorted; empty where none has it, which proves nothing.
    pub exploited: Vec<KnownExploit>,
    /// How probable it is that it will be exploited, by any of its names, the highest first; empty where
    /// no list has it, which proves nothing.
    pub predicted: Vec<ExploitPrediction>,
    /// What the project states of it, the latest first.
    pub statements: Vec<VexStatement>,
}

/// What a catalogue has of a vulnerability that is exploited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownExploit {
    /// Its CVE identifier.
    pub cve: String,
    /// The day on which it was added, `YYYY-MM-DD`; `null` where the catalogue has no such day.
    pub added: Option<String>,
    /// Whether it is known to be used in ransomware campaigns.
    pub in_ransomware: bool,
    /// The catalogue, as it was named, or the report.
    pub path: String,
}

/// How probable it is that a vulnerability is exploited within 30 days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExploitPrediction {
    /// The probability, 0 to 100,000, rounded up.
    #[schemars(extend("x-unit" = "hundred-thousandths"))]
    pub probability: u32,
    /// Its CVE identifier.
    pub cve: String,
    /// The list, as it was named.
    pub path: String,
}

/// How a vulnerability affects what is released, as somebody states it (VEX).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum VexStatus {
    /// It does.
    Affected,
    /// Nobody knows yet.
    UnderInvestigation,
    /// It does not, since it was mended.
    Fixed,
    /// It does not.
    NotAffected,
}

/// What a document states of a vulnerability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VexStatement {
    /// How it affects what is released.
    pub status: VexStatus,
    /// Why it does not, in the words of the format: `vulnerable_code_not_present`; `null` where none
    /// is given.
    pub justification: Option<String>,
    /// The same in prose, cut to one line; `null` where none is given.
    pub note: Option<String>,
    /// Who says so; `null` where the document does not tell.
    pub author: Option<String>,
    /// When it was said; `null` where the document does not tell.
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: Option<i64>,
    /// The document.
    pub path: String,
}
