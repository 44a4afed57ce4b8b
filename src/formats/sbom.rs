//! Software bills of materials: what a release is made of, as CycloneDX and SPDX documents say it.
//!
//! One file or folder each format, below this folder, and one visible list of them: [`FORMATS`]. A
//! document is recognised by its content. What cannot be read at all is a [`Flaw`]; what can be read
//! and is not what its specification asks for is read, with [`Sbom::problems`].
//!
//! | format | versions | specification |
//! |---|---|---|
//! | CycloneDX, JSON and XML | 1.2 to 1.7 | cyclonedx.org/specification |
//! | SPDX, JSON and tag-value | 2.2, 2.3 | spdx.github.io/spdx-spec/v2.3 |
//! | SPDX, JSON-LD | 3.0 | spdx.github.io/spdx-spec/v3.0.1 |

mod bom_link;
mod kept;
mod model;
mod ntia;
mod problems;

pub mod cyclonedx;
pub mod spdx;
pub mod spdx3;

#[cfg(test)]
mod tests;

use std::fmt;

use super::readers;
use super::report::Flaw;

pub use bom_link::BomLink;
pub use kept::MAX_TEXT;
pub use model::{
    MAX_COMPONENTS, MAX_LICENSE_TEXT, MAX_RELATIONS, MAX_VULNERABILITIES, Sbom, SbomAffected,
    SbomAffectedVersion, SbomComponent, SbomLicense, SbomLicenseKind, SbomOwnLicense, SbomRating,
    SbomTool, SbomVulnerability, VexAnalysis,
};
pub use ntia::{NtiaElement, NtiaGap, gaps};
pub use problems::{MAX_PROBLEMS, Problems};

/// A format of bills of materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SbomFormat {
    /// CycloneDX in JSON.
    CycloneDxJson,
    /// CycloneDX in XML.
    CycloneDxXml,
    /// SPDX 2 in JSON.
    SpdxJson,
    /// SPDX 2 in lines of a tag and a value.
    SpdxTagValue,
    /// SPDX 3 in JSON-LD.
    Spdx3,
}

type Reader = readers::Reader<SbomFormat, fn(&[u8]) -> Result<Sbom, Flaw>>;

/// All formats there are, and how each is recognised and read.
const READERS: [Reader; 5] = [
    Reader {
        format: SbomFormat::CycloneDxJson,
        name: "CycloneDX",
        is_one: cyclonedx::is_json,
        read: cyclonedx::read_json,
    },
    Reader {
        format: SbomFormat::CycloneDxXml,
        name: "CycloneDX XML",
        is_one: cyclonedx::is_xml,
        read: cyclonedx::read_xml,
    },
    Reader {
        format: SbomFormat::SpdxJson,
        name: "SPDX",
        is_one: spdx::is_json,
        read: spdx::read_json,
    },
    Reader {
        format: SbomFormat::SpdxTagValue,
        name: "SPDX tag-value",
        is_one: spdx::is_tag_value,
        read: spdx::read_tag_value,
    },
    Reader {
        format: SbomFormat::Spdx3,
        name: "SPDX 3",
        is_one: spdx3::is_spdx3,
        read: spdx3::read,
    },
];

/// All formats.
pub const FORMATS: [SbomFormat; READERS.len()] = readers::formats(&READERS);

impl SbomFormat {
    fn reader(self) -> &'static Reader {
        readers::reader(&READERS, self)
    }

    /// Its name: `CycloneDX`, `SPDX tag-value`.
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

    /// Reads a whole document of this format.
    ///
    /// # Errors
    /// A [`Flaw`] where it is not whole, is nothing of this format, is of a version that is not read,
    /// or is over a limit.
    pub fn read(self, bytes: &[u8]) -> Result<Sbom, Flaw> {
        (self.reader().read)(bytes)
    }
}

impl fmt::Display for SbomFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// The format of a text that starts like this; `None` where it is none of these. The first 16 KiB are
/// enough, and they may be cut off anywhere.
#[must_use]
pub fn recognise(head: &str) -> Option<SbomFormat> {
    readers::recognise(&READERS, head)
}
