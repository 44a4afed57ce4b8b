//! What a bill of materials says, in whatever format.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::{Problems, SbomFormat};
use crate::release::Package;

/// The most components of one document.
pub const MAX_COMPONENTS: usize = 200_000;
/// The most relations between components of one document.
pub const MAX_RELATIONS: usize = 2_000_000;
/// The longest text of a licence of its own that is kept, in bytes.
pub const MAX_LICENSE_TEXT: usize = 256 << 10;
/// The most vulnerabilities of one document.
pub const MAX_VULNERABILITIES: usize = 200_000;

/// A bill of materials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sbom {
    /// The format that it is in.
    pub format: SbomFormat,
    /// The version of the specification: `1.6`, `2.3`, `3.0.1`.
    pub spec_version: String,
    /// What names this very document: `urn:uuid:…` of CycloneDX, the namespace of SPDX 2; `None` where
    /// there is none.
    pub serial: Option<String>,
    /// The how-manieth document under this name it is (CycloneDX, `version`), from 1; 1 where it does not
    /// say so.
    pub revision: u64,
    /// When it was made, in seconds since 1970; `None` where it does not say so with a zone.
    pub timestamp: Option<i64>,
    /// The people and organisations that made it, sorted.
    pub authors: Vec<String>,
    /// The tools that made it, in the order of the document.
    pub tools: Vec<SbomTool>,
    /// What it is the bill of; `None` where it does not say, or names several.
    pub subject: Option<SbomComponent>,
    /// How many things it says it describes: CycloneDX at most one, SPDX any number.
    pub described: usize,
    /// All components, nested ones too, in the order of the document; without the subject.
    pub components: Vec<SbomComponent>,
    /// How many times it says that one component needs or holds another. There may be cycles.
    pub relations: usize,
    /// Vulnerabilities of components, and what was found out about them (CycloneDX 1.4 and later).
    pub vulnerabilities: Vec<SbomVulnerability>,
    /// The licences that the document defines itself, by what it calls them: `LicenseRef-1` (SPDX 2).
    /// Those with a text of more than [`MAX_LICENSE_TEXT`] bytes are left out.
    pub own_licenses: BTreeMap<String, SbomOwnLicense>,
    /// What the specification asks for and the document has not: it is valid where there are none.
    pub problems: Problems,
}

impl Sbom {
    /// A document without anything in it.
    #[must_use]
    pub fn new(format: SbomFormat, spec_version: &str) -> Self {
        Sbom {
            format,
            spec_version: spec_version.to_owned(),
            serial: None,
            revision: 1,
            timestamp: None,
            authors: Vec::new(),
            tools: Vec::new(),
            subject: None,
            described: 0,
            components: Vec::new(),
            relations: 0,
            vulnerabilities: Vec::new(),
            own_licenses: BTreeMap::new(),
            problems: Problems::default(),
        }
    }

    /// Whether it is all that its specification asks for, as far as that is looked at.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.problems.is_empty()
    }
}

/// A tool that made a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SbomTool {
    /// Its name.
    pub name: String,
    /// Its version; `None` where it is not said.
    pub version: Option<String>,
}

/// A component. There are many, and most of their texts are short: those are kept in place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SbomComponent {
    /// What the document refers to it by; `None` where it cannot.
    pub reference: Option<CompactString>,
    /// What it is: `library`, `operating-system`; empty where that is not said.
    pub kind: CompactString,
    /// The group, vendor or scope that the name is in; `None` where there is none.
    pub group: Option<CompactString>,
    /// The name, without the group; empty where there is none.
    pub name: CompactString,
    /// The version; `None` where there is none.
    pub version: Option<CompactString>,
    /// The package URL as it is written; `None` where there is none.
    pub purl: Option<CompactString>,
    /// The package that the URL names; `None` where there is no URL, or of another ecosystem.
    pub package: Option<Package>,
    /// Whether it has a package URL, CPE, SWID tag or another such name.
    pub has_identifier: bool,
    /// Who supplies, makes or publishes it; `None` where nobody is named.
    pub supplier: Option<CompactString>,
    /// Its licences, as they are written.
    pub licenses: Vec<SbomLicense>,
    /// The licences that were found in its files (CycloneDX 1.3 and later, `evidence`).
    pub found_licenses: Vec<SbomLicense>,
    /// `required`, `optional`, `excluded` of CycloneDX; `None` where it is not said.
    pub scope: Option<CompactString>,
    /// Whether it is a part of another component.
    pub is_nested: bool,
    /// Whether the document says how it is related to others: that it is needed, held or described by
    /// one, or what it needs itself, be that nothing.
    pub is_related: bool,
}

/// A licence of a component.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SbomLicense {
    /// What the text is.
    pub kind: SbomLicenseKind,
    /// The text as it is written.
    pub text: CompactString,
    /// `declared` by the authors or `concluded` by whoever looked; `None` where it is not said.
    pub acknowledgement: Option<CompactString>,
}

/// A licence that a document defines itself (SPDX 2.3, §10).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SbomOwnLicense {
    /// Its name; `None` where there is none.
    pub name: Option<String>,
    /// Its text; `None` where there is none.
    pub text: Option<String>,
}

/// What a text about a licence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SbomLicenseKind {
    /// An identifier of the SPDX list.
    Id,
    /// A name, in whatever form.
    Name,
    /// An SPDX expression; of SPDX documents also `NOASSERTION` and `NONE`.
    Expression,
}

/// A vulnerability of components (CycloneDX 1.7, `vulnerability`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SbomVulnerability {
    /// Its name: `CVE-2024-0001`; `None` where there is none.
    pub id: Option<String>,
    /// Who gave it that name; `None` where it is not said.
    pub source: Option<String>,
    /// Other names for it, in the order of the document.
    pub references: Vec<String>,
    /// What is wrong, on one line; `None` where it is not said.
    pub description: Option<String>,
    /// How severe it is, as various sources say it.
    pub ratings: Vec<SbomRating>,
    /// Numbers of the weaknesses (CWE).
    pub cwes: Vec<u64>,
    /// When the record was rejected, in seconds since 1970; `None` where it was not, or where that is no
    /// moment with its zone.
    pub rejected: Option<i64>,
    /// What it affects, in the order of the document.
    pub affects: Vec<SbomAffected>,
    /// What was found out about it; `None` where nobody says so.
    pub analysis: Option<VexAnalysis>,
}

/// What a vulnerability affects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SbomAffected {
    /// The reference of a component of this document, or of another one (`urn:cdx:…`); empty where
    /// there is none.
    pub reference: String,
    /// Of which versions it is said; empty for the component as it is.
    pub versions: Vec<SbomAffectedVersion>,
}

/// A version, or a range of versions, and whether a vulnerability affects it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SbomAffectedVersion {
    /// A single version; `None` where it is a range.
    pub version: Option<String>,
    /// A range in the form of `vers`: `vers:npm/1.2.3|>=2.0.0|<5.0.0`; `None` where it is a version.
    pub range: Option<String>,
    /// `affected`, `unaffected`, `unknown`; `None`, which is `affected`, where it is not said.
    pub status: Option<String>,
}

/// How severe a vulnerability is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SbomRating {
    /// Who says so; `None` where it is not said.
    pub source: Option<String>,
    /// The score in tenths; `None` where there is none.
    pub score_tenths: Option<u16>,
    /// `critical`, `high`, `medium`, `low`, `info`, `none`, `unknown`; `None` where it is not said.
    pub severity: Option<String>,
    /// `CVSSv2`, `CVSSv3`, `CVSSv31`, `CVSSv4`, `OWASP`, `SSVC`, `other`; `None` where it is not said.
    pub method: Option<String>,
    /// The vector; `None` where there is none.
    pub vector: Option<String>,
}

/// What was found out about a vulnerability (VEX).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VexAnalysis {
    /// `resolved`, `resolved_with_pedigree`, `exploitable`, `in_triage`, `false_positive`,
    /// `not_affected`; `None` where it is not said.
    pub state: Option<String>,
    /// Why it does not matter: `code_not_reachable`; `None` where it is not said.
    pub justification: Option<String>,
    /// What is done about it: `update`, `will_not_fix`.
    pub responses: Vec<String>,
    /// More about it, in words, on one line; `None` where there are none.
    pub detail: Option<String>,
    /// When it was said last, or first where only that is known, in seconds since 1970; `None` where
    /// neither is.
    pub time: Option<i64>,
}
