//! What package managers say of newer versions: `pip list --outdated`, `uv pip list --outdated`,
//! `poetry show --outdated`, `npm outdated`, `cargo outdated` and `go list -u -m all`, all as JSON.
//!
//! They do not say the same. pip, uv and poetry name the newest version of all, whether it would do
//! or not; npm and cargo name the newest that would do beside that.

mod listed;
mod python;
#[cfg(test)]
mod tests;

use super::readers::{self, Reader};
use super::report::{self, Flaw};
use crate::release::Ecosystem;

/// The most packages of one report that are read.
pub const MAX_PACKAGES: usize = 100_000;

/// What a package manager says of newer versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outdated {
    /// Who wrote it.
    pub format: OutdatedFormat,
    /// What is behind, in the order of the report.
    pub behind: Vec<Behind>,
}

/// A package of which there is a newer version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// The name as it is written.
    pub name: String,
    /// The version that is in use; `None` where it is not installed.
    pub version: Option<String>,
    /// The newest version that would do; `None` where none is newer.
    pub compatible: Option<String>,
    /// The newest version; `None` where the report has none.
    pub latest: Option<String>,
    /// Whether the report says which version would do.
    pub knows_compatible: bool,
    /// Whether the project itself asks for it; `None` where the report does not say.
    pub direct: Option<bool>,
}

/// The formats of such reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutdatedFormat {
    /// `pip list --outdated --format json`, also of uv.
    Pip,
    /// `poetry show --outdated --format json`.
    Poetry,
    /// `npm outdated --json`.
    Npm,
    /// `cargo outdated --format json`.
    Cargo,
    /// `go list -u -m -json all`.
    Go,
}

/// How a report is read.
type Read = fn(&str) -> Result<Vec<Behind>, Flaw>;

const READERS: &[Reader<OutdatedFormat, Read>; 5] = &[
    Reader {
        format: OutdatedFormat::Poetry,
        name: "poetry",
        is_one: python::is_poetry,
        read: python::read,
    },
    Reader {
        format: OutdatedFormat::Pip,
        name: "pip",
        is_one: python::is_pip,
        read: python::read,
    },
    Reader {
        format: OutdatedFormat::Npm,
        name: "npm",
        is_one: listed::is_npm,
        read: listed::npm,
    },
    Reader {
        format: OutdatedFormat::Cargo,
        name: "cargo-outdated",
        is_one: listed::is_cargo,
        read: listed::cargo,
    },
    Reader {
        format: OutdatedFormat::Go,
        name: "go list",
        is_one: listed::is_go,
        read: listed::go,
    },
];

/// The format of a text that starts like this; `None` where it is none of these. An empty list is
/// nobody's in particular.
#[must_use]
pub fn recognise(head: &str) -> Option<OutdatedFormat> {
    readers::recognise(READERS, head)
}

impl OutdatedFormat {
    /// The name of the tool.
    #[must_use]
    pub fn name(self) -> &'static str {
        readers::reader(READERS, self).name
    }

    /// Where the packages come from.
    #[must_use]
    pub fn ecosystem(self) -> Ecosystem {
        match self {
            OutdatedFormat::Pip | OutdatedFormat::Poetry => Ecosystem::Pypi,
            OutdatedFormat::Npm => Ecosystem::Npm,
            OutdatedFormat::Cargo => Ecosystem::Cargo,
            OutdatedFormat::Go => Ecosystem::Go,
        }
    }

    /// Reads a report.
    ///
    /// # Errors
    /// A [`Flaw`] if it is not what the tool writes, or tells of an error of the tool.
    pub fn read(self, bytes: &[u8]) -> Result<Outdated, Flaw> {
        let behind = (readers::reader(READERS, self).read)(report::text(bytes)?)?;
        if behind.len() > MAX_PACKAGES {
            return Err(Flaw::unreadable(format!(
                "it names {} packages; at most {MAX_PACKAGES} are read",
                behind.len()
            )));
        }
        Ok(Outdated {
            format: self,
            behind,
        })
    }
}

/// A text of a report that is kept.
fn kept(text: &str, what: &str) -> Result<String, Flaw> {
    const MAX: usize = 2_048;
    if text.trim().is_empty() || text.len() > MAX {
        return Err(Flaw::unreadable(format!(
            "it has a {what} that is empty or too long"
        )));
    }
    Ok(text.to_owned())
}
