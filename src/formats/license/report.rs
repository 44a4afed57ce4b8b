//! Reports of the tools that list the licences of packages: one file each, below this folder, and one
//! visible list of them: [`FORMATS`].

mod cargo_metadata;
mod license_checker;
mod pip_licenses;

use super::reading::Reading;
use crate::formats::readers;
use crate::formats::report::Flaw;
use crate::release::Ecosystem;

/// The most packages of one report.
pub const MAX_PACKAGES: usize = 200_000;

/// What a report says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseReport {
    pub format: LicenseFormat,
    /// Every package of it, those without a licence among them.
    pub packages: Vec<PackageLicense>,
}

/// What a report says of one package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageLicense {
    pub ecosystem: Ecosystem,
    /// As it is written.
    pub name: String,
    pub version: String,
    /// The licence as it is written, and what that means; more than one where the report says it in
    /// several ways.
    pub stated: Vec<(String, Reading)>,
}

/// A format of such reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LicenseFormat {
    /// `cargo metadata --format-version 1`.
    CargoMetadata,
    /// `license-checker --json`.
    LicenseChecker,
    /// `pip-licenses --format=json`, also with `--from=all`; `--format=json-license-finder`.
    PipLicenses,
}

type Reader = readers::Reader<LicenseFormat, fn(&[u8]) -> Result<LicenseReport, Flaw>>;

const READERS: [Reader; 3] = [
    Reader {
        format: LicenseFormat::CargoMetadata,
        name: "cargo metadata",
        is_one: cargo_metadata::is_cargo_metadata,
        read: cargo_metadata::read,
    },
    Reader {
        format: LicenseFormat::LicenseChecker,
        name: "license-checker",
        is_one: license_checker::is_license_checker,
        read: license_checker::read,
    },
    Reader {
        format: LicenseFormat::PipLicenses,
        name: "pip-licenses",
        is_one: pip_licenses::is_pip_licenses,
        read: pip_licenses::read,
    },
];

/// All formats, by name.
pub const FORMATS: [LicenseFormat; READERS.len()] = readers::formats(&READERS);

impl LicenseFormat {
    /// The tool's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        readers::reader(&READERS, self).name
    }

    /// Whether a text that starts like this is of this format. The first 16 KiB are enough, and they
    /// may be cut off anywhere.
    #[must_use]
    pub fn recognises(self, head: &str) -> bool {
        (readers::reader(&READERS, self).is_one)(head)
    }

    /// Reads a report.
    ///
    /// # Errors
    /// It is not whole, or is not such a report.
    pub fn read(self, bytes: &[u8]) -> Result<LicenseReport, Flaw> {
        let report = (readers::reader(&READERS, self).read)(bytes)?;
        if report.packages.is_empty() {
            return Err(Flaw::unreadable("it names no package"));
        }
        Ok(report)
    }
}

/// The format of a text that starts like this; `None` where it is none of these.
#[must_use]
pub fn recognise(head: &str) -> Option<LicenseFormat> {
    readers::recognise(&READERS, head)
}

/// A report that grows package by package.
struct Listing(LicenseReport);

impl Listing {
    fn new(format: LicenseFormat) -> Self {
        Listing(LicenseReport {
            format,
            packages: Vec::new(),
        })
    }

    fn add(
        &mut self,
        ecosystem: Ecosystem,
        (name, version): (&str, &str),
        stated: Vec<(String, Reading)>,
    ) -> Result<(), Flaw> {
        if self.0.packages.len() >= MAX_PACKAGES {
            return Err(Flaw::unreadable(format!(
                "it has more than {MAX_PACKAGES} packages"
            )));
        }
        if name.is_empty() || version.is_empty() {
            return Err(Flaw::unreadable(
                "it has a package without a name or a version",
            ));
        }
        self.0.packages.push(PackageLicense {
            ecosystem,
            name: name.to_owned(),
            version: version.to_owned(),
            stated,
        });
        Ok(())
    }
}
