//! What scanners report: findings, what was left out, and what they could not read.
//!
//! One file each format, below this folder, and one visible list of them: [`FORMATS`]. A report is
//! recognised by its content. Two formats have outputs that nothing tells from another's: ruff and
//! gitleaks write `[]` where they find nothing, and mypy writes nothing but a line break. Those are
//! recognised by no function here: only who ran the tool knows which one it was. Their `read`
//! functions take `[]` for a clean scan, and what is empty is a [`Flaw`] for all of them.
//!
//! Nothing here is read as "nothing found" that is not a whole report. What a tool did not read is
//! in [`Scan::unscanned`], what was hushed up inside of the sources in [`Scan::inline`], what the
//! report was told to leave out in [`Scan::unlisted`] and [`Scan::excluded`].

mod kept;
mod model;
mod packages;

pub mod bandit;
pub mod bandit_settings;
pub mod called;
pub mod detect_secrets;
pub mod gitleaks;
pub mod mypy;
pub mod pip_audit;
pub mod ruff;
pub mod safety;
pub mod sarif;
pub mod semgrep;
pub mod trivy;

#[cfg(test)]
mod tests;

use std::fmt;

use super::readers;
use super::report::Flaw;

pub use kept::{MAX_MESSAGE, MAX_NAME};
pub use model::{
    Inline, MAX_FINDINGS, MAX_PATHS, Scan, ScanConfidence, ScanFinding, ScanSeverity, SecretState,
    Suppressed, Unlisted, Unscanned,
};
pub use packages::{Registry, ScanPackage, ScanRating, ScanVulnerable};

/// A format of scanners' reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanFormat {
    /// `bandit -f json`.
    Bandit,
    /// `detect-secrets scan`: a baseline.
    DetectSecrets,
    /// `gitleaks … -f json`.
    Gitleaks,
    /// `mypy --output json`.
    Mypy,
    /// `pip-audit -f json`.
    PipAudit,
    /// `ruff check --output-format json`.
    Ruff,
    /// `safety check --json`, `safety scan --output json`.
    Safety,
    /// SARIF 2.1.0 of any tool.
    Sarif,
    /// `semgrep scan --json`.
    Semgrep,
    /// `trivy … -f json`.
    Trivy,
}

type Reader = readers::Reader<ScanFormat, fn(&[u8]) -> Result<Scan, Flaw>>;

/// All formats there are, and how each is recognised and read.
const READERS: [Reader; 10] = [
    Reader {
        format: ScanFormat::Bandit,
        name: "bandit",
        is_one: bandit::is_bandit,
        read: bandit::read,
    },
    Reader {
        format: ScanFormat::DetectSecrets,
        name: "detect-secrets",
        is_one: detect_secrets::is_detect_secrets,
        read: detect_secrets::read,
    },
    Reader {
        format: ScanFormat::Gitleaks,
        name: "gitleaks",
        is_one: gitleaks::is_gitleaks,
        read: gitleaks::read,
    },
    Reader {
        format: ScanFormat::Mypy,
        name: "mypy",
        is_one: mypy::is_mypy,
        read: mypy::read,
    },
    Reader {
        format: ScanFormat::PipAudit,
        name: "pip-audit",
        is_one: pip_audit::is_pip_audit,
        read: pip_audit::read,
    },
    Reader {
        format: ScanFormat::Ruff,
        name: "ruff",
        is_one: ruff::is_ruff,
        read: ruff::read,
    },
    Reader {
        format: ScanFormat::Safety,
        name: "safety",
        is_one: safety::is_safety,
        read: safety::read,
    },
    Reader {
        format: ScanFormat::Sarif,
        name: "SARIF",
        is_one: sarif::is_sarif,
        read: sarif::read,
    },
    Reader {
        format: ScanFormat::Semgrep,
        name: "semgrep",
        is_one: semgrep::is_semgrep,
        read: semgrep::read,
    },
    Reader {
        format: ScanFormat::Trivy,
        name: "trivy",
        is_one: trivy::is_trivy,
        read: trivy::read,
    },
];

/// All formats, by name.
pub const FORMATS: [ScanFormat; READERS.len()] = readers::formats(&READERS);

impl ScanFormat {
    fn reader(self) -> &'static Reader {
        readers::reader(&READERS, self)
    }

    /// The tool's name, or the format's where it is no tool's own: `bandit`, `SARIF`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.reader().name
    }

    /// Whether a text that starts like this is of this format. The first 16 KiB are enough, and
    /// they may be cut off anywhere.
    #[must_use]
    pub fn recognises(self, head: &str) -> bool {
        (self.reader().is_one)(head)
    }

    /// Reads a whole report of this format.
    ///
    /// # Errors
    /// A [`Flaw`] where it is not whole, not what the format says, contradicts itself, or says that
    /// the tool did not come to its end.
    pub fn read(self, bytes: &[u8]) -> Result<Scan, Flaw> {
        (self.reader().read)(bytes)
    }
}

impl fmt::Display for ScanFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The format of a text that starts like this; `None` where it is none of these, or where nothing
/// tells (see above). The first 16 KiB are enough.
#[must_use]
pub fn recognise(head: &str) -> Option<ScanFormat> {
    readers::recognise(&READERS, head)
}
