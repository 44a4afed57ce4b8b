//! Lock files: which packages a project is built and run with, each in one version.
//!
//! One file a format, and [`FORMATS`] lists them all. A reader never guesses: a file that is cut
//! off, says a thing twice, or names a package that it does not hold, is a [`Flaw`].

pub mod asked;
mod cargo_lock;
pub mod details;
pub mod dist_info;
pub mod go_mod;
mod model;
pub mod own_version;
mod package_lock;
mod pdm;
mod pipfile;
mod pnpm;
mod poetry;
mod pylock;
pub mod requirements;
#[cfg(test)]
mod tests;
mod toml;
mod uv;
mod yarn;

pub use model::{
    Include, Lock, Locked, MAX_BYTES, MAX_PACKAGES, MAX_TEXT, Origin, OwnPackage, Renamed, Scope,
};

use crate::formats::report::{self, Flaw};
use crate::release::Ecosystem;
use details::{Details, Edges, tables};

/// A kind of lock file.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it is called in facts.
    pub name: &'static str,
    /// Where its packages come from.
    pub ecosystem: Ecosystem,
    /// Whether a file is one, by the name of the folder that it lies in, empty for the project's,
    /// and its own.
    pub is_named: fn(&str, &str) -> bool,
    /// Reads one.
    pub read: fn(&str) -> Result<Lock, Flaw>,
    /// Reads what else it tells, of one that [`Format::read`] reads.
    pub details: fn(&str) -> Result<Details, Flaw>,
}

/// Every kind of lock file that is read. A new one is a file beside this one, and an entry here.
pub const FORMATS: &[Format] = &[
    Format {
        name: "Cargo.lock",
        ecosystem: Ecosystem::Cargo,
        is_named: |_, name| name == "Cargo.lock",
        read: cargo_lock::read,
        details: tables::cargo,
    },
    Format {
        name: "requirements",
        ecosystem: Ecosystem::Pypi,
        is_named: requirements::is_named,
        read: requirements::read,
        details: requirements::details,
    },
    Format {
        name: "poetry.lock",
        ecosystem: Ecosystem::Pypi,
        is_named: |_, name| name == "poetry.lock",
        read: poetry::read,
        details: tables::poetry,
    },
    Format {
        name: "uv.lock",
        ecosystem: Ecosystem::Pypi,
        is_named: |_, name| name == "uv.lock",
        read: uv::read,
        details: tables::uv,
    },
    Format {
        name: "package-lock.json",
        ecosystem: Ecosystem::Npm,
        is_named: |_, name| matches!(name, "package-lock.json" | "npm-shrinkwrap.json"),
        read: package_lock::read,
        details: package_lock::details,
    },
    Format {
        name: "pdm.lock",
        ecosystem: Ecosystem::Pypi,
        is_named: |_, name| name == "pdm.lock",
        read: pdm::read,
        details: tables::pdm,
    },
    Format {
        name: "pylock.toml",
        ecosystem: Ecosystem::Pypi,
        is_named: |_, name| pylock::is_named(name),
        read: pylock::read,
        details: tables::pylock,
    },
    Format {
        name: "Pipfile.lock",
        ecosystem: Ecosystem::Pypi,
        is_named: |_, name| name == "Pipfile.lock",
        read: pipfile::read,
        details: pipfile::details,
    },
    Format {
        name: "yarn.lock",
        ecosystem: Ecosystem::Npm,
        is_named: |_, name| name == "yarn.lock",
        read: yarn::read,
        details: yarn::details,
    },
    Format {
        name: "pnpm-lock.yaml",
        ecosystem: Ecosystem::Npm,
        is_named: |_, name| name == "pnpm-lock.yaml",
        read: pnpm::read,
        details: pnpm::details,
    },
    Format {
        name: go_mod::NAME,
        ecosystem: Ecosystem::Go,
        is_named: |_, name| name == "go.mod",
        read: go_mod::read,
        details: |_| Ok(Details::of(Edges::None)),
    },
];

impl Format {
    /// The kind of lock file that a file is by its path; `None` if it is none.
    #[must_use]
    pub fn of(path: &str) -> Option<&'static Format> {
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        let folder = folders.rsplit('/').next().unwrap_or(folders);
        FORMATS
            .iter()
            .find(|format| (format.is_named)(folder, name))
    }

    /// Reads the content of a file.
    ///
    /// # Errors
    /// A [`Flaw`] if it is no text in UTF-8, is empty although its format is not, or is not what its
    /// format says.
    pub fn read_bytes(&self, bytes: &[u8]) -> Result<Lock, Flaw> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.trim_ascii().is_empty() && self.name == requirements::NAME {
            return Ok(Lock {
                is_closed: true,
                ..Lock::default()
            });
        }
        (self.read)(report::text(bytes)?)
    }

    /// Reads what else the content of a file tells.
    ///
    /// # Errors
    /// A [`Flaw`] as [`Format::read_bytes`] says it.
    pub fn details_of(&self, bytes: &[u8]) -> Result<Details, Flaw> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        (self.details)(report::text(bytes)?)
    }
}
