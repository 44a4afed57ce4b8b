//! What scanners of dependencies report: which packages are vulnerable, and what they looked up.
//!
//! One file each format, below this folder, and one visible list of them: [`FORMATS`]. A report is
//! recognised by its content. What was not looked up is never taken for what is not vulnerable: see
//! [`LookedUp`].

mod cargo_audit;
mod grype;
mod npm_audit;
mod osv_scanner;
mod scanned;
#[cfg(test)]
mod tests;
mod unresolved;

use super::readers;
use super::report::Flaw;
use crate::release::Ecosystem;

pub use cargo_audit::above;
pub use scanned::{of_scan, read_scan};
pub use unresolved::{MAX_UNRESOLVED, Unresolved};

/// The most findings that are read of one report. One with more is refused.
pub const MAX_FOUND: usize = 250_000;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// The tool: `cargo-audit`.
    pub tool: String,
    /// Its version, where the report has it.
    pub tool_version: Option<String>,
    /// When it was made, in seconds since 1970; `None` where the report does not say.
    pub generated_at: Option<i64>,
    /// What was found, in the order of the report.
    pub found: Vec<Found>,
    /// What was looked up.
    pub looked_up: LookedUp,
    /// What the tool says that it did not look at, or was told to leave out.
    pub unscanned: Vec<String>,
    /// What was found and cannot be told of a package that relcheck knows, as clauses.
    pub unresolved: Vec<String>,
    /// The database that the tool asked; `None` where the report tells nothing of one.
    pub database: Option<AskedDatabase>,
}

/// The database of advisories that a tool asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedDatabase {
    /// When it was last changed, in seconds since 1970; `None` where the report does not say.
    pub as_of: Option<i64>,
}

/// What a tool looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookedUp {
    /// These packages.
    Listed(Vec<Looked>),
    /// So many packages of this ecosystem.
    Counted(Ecosystem, u64),
    /// It does not say.
    Unsaid,
}

/// A package that was looked up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Looked {
    /// Where it comes from; `None` where the report does not say it in terms that are known here.
    pub ecosystem: Option<Ecosystem>,
    /// Its name, as the report writes it.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A vulnerability of a package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Where the package comes from; `None` if that is not known here.
    pub ecosystem: Option<Ecosystem>,
    /// The package, as the report writes its name.
    pub name: String,
    /// Its version; `None` where the report names none.
    pub version: Option<String>,
    /// The versions that are affected, as npm writes ranges; `None` where there is a version.
    pub range: Option<String>,
    /// The vulnerability.
    pub id: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What is wrong.
    pub summary: Option<String>,
    /// CVSS vectors, as they are written.
    pub vectors: Vec<String>,
    /// The score in tenths, where it is given as a number.
    pub score: Option<u16>,
    /// Vectors that have a score of their own beside them.
    pub ratings: Vec<Rating>,
    /// What the report says of its being exploited.
    pub exploited: Vec<Exploited>,
    /// A word for how bad it is.
    pub severity: Option<String>,
    /// What it is if it is no vulnerability: `unmaintained`.
    pub informational: Option<String>,
    /// Versions without it.
    pub fixed: Vec<String>,
}

/// How severe a vulnerability is, as one source has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rating {
    /// The CVSS vector; `None` where there is only a score.
    pub vector: Option<String>,
    /// The score in tenths; `None` where there is only a vector.
    pub score: Option<u16>,
}

/// What a report has from a catalogue of exploited vulnerabilities.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exploited {
    /// The CVE identifier, in capitals.
    pub cve: String,
    /// The day on which it was added, `YYYY-MM-DD`; `None` where there is no such day.
    pub added: Option<String>,
    /// Whether it is known to be used in ransomware campaigns.
    pub in_ransomware: bool,
}

/// A format of such reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuditFormat {
    /// `cargo audit --json`.
    CargoAudit,
    /// `grype -o json`.
    Grype,
    /// `npm audit --json`, npm 7 or later.
    NpmAudit,
    /// `osv-scanner scan --format json`, version 1 or 2.
    OsvScanner,
    /// What is read as a scan, too: pip-audit, safety, trivy.
    Scan,
}

type Reader = readers::Reader<AuditFormat, fn(&[u8]) -> Result<Audit, Flaw>>;

/// All formats there are, and how each is recognised and read.
const READERS: [Reader; 5] = [
    Reader {
        format: AuditFormat::CargoAudit,
        name: "cargo-audit",
        is_one: cargo_audit::is_cargo_audit,
        read: cargo_audit::read,
    },
    Reader {
        format: AuditFormat::Grype,
        name: "grype",
        is_one: grype::is_grype,
        read: grype::read,
    },
    Reader {
        format: AuditFormat::NpmAudit,
        name: "npm audit",
        is_one: npm_audit::is_npm_audit,
        read: npm_audit::read,
    },
    Reader {
        format: AuditFormat::OsvScanner,
        name: "osv-scanner",
        is_one: osv_scanner::is_osv_scanner,
        read: osv_scanner::read,
    },
    Reader {
        format: AuditFormat::Scan,
        name: "scan",
        is_one: scanned::is_scan,
        read: read_scan,
    },
];

/// All formats, in the order in which they are tried.
pub const FORMATS: [AuditFormat; READERS.len()] = readers::formats(&READERS);

/// The format of a report that starts like this; `None` if it is none of these.
#[must_use]
pub fn recognise(head: &str) -> Option<AuditFormat> {
    readers::recognise(&READERS, head)
}

impl AuditFormat {
    /// Its name, as a tool's where it is one's own.
    #[must_use]
    pub fn name(self) -> &'static str {
        readers::reader(&READERS, self).name
    }

    /// Reads a report.
    ///
    /// # Errors
    /// A [`Flaw`] where it proves nothing.
    pub fn read(self, bytes: &[u8]) -> Result<Audit, Flaw> {
        (readers::reader(&READERS, self).read)(bytes)
    }
}

/// Refuses what would be the first finding beyond the limit.
fn require_room(found: &[Found]) -> Result<(), Flaw> {
    if found.len() < MAX_FOUND {
        return Ok(());
    }
    Err(Flaw::unreadable(format!(
        "it has more than {MAX_FOUND} findings"
    )))
}
