//! The parts of trivy's report that are read, as they are written.

use serde::Deserialize;

use crate::formats::json_text::Text;
use crate::formats::report;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Report<'a> {
    pub schema_version: u64,
    #[serde(default, borrow)]
    pub trivy: Option<Trivy<'a>>,
    #[serde(default, borrow)]
    pub created_at: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub metadata: Option<Metadata<'a>>,
    /// Left out where nothing was found to look at.
    #[serde(default, borrow)]
    pub results: Option<Vec<Target<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Trivy<'a> {
    #[serde(default, borrow)]
    pub version: Option<Text<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Metadata<'a> {
    #[serde(default, borrow, rename = "OS")]
    pub os: Option<System<'a>>,
}

/// A distribution.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct System<'a> {
    #[serde(borrow)]
    pub family: Text<'a>,
    #[serde(borrow)]
    pub name: Text<'a>,
    /// Whether it is past its end of support.
    #[serde(default, rename = "EOSL")]
    pub eosl: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Target<'a> {
    #[serde(borrow)]
    pub target: Text<'a>,
    #[serde(default, borrow)]
    pub class: Option<Text<'a>>,
    /// The distribution, or the kind of file: `debian`, `npm`.
    #[serde(default, borrow, rename = "Type")]
    pub kind: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub packages: Option<Vec<Package<'a>>>,
    #[serde(default, borrow)]
    pub vulnerabilities: Option<Vec<Vulnerability<'a>>>,
    #[serde(default, rename = "MisconfSummary")]
    pub summary: Option<Summary>,
    #[serde(default, borrow)]
    pub misconfigurations: Option<Vec<Misconfiguration<'a>>>,
    #[serde(default, borrow)]
    pub secrets: Option<Vec<Secret<'a>>>,
    #[serde(default, borrow)]
    pub licenses: Option<Vec<Licence<'a>>>,
    #[serde(default, borrow, rename = "ExperimentalModifiedFindings")]
    pub modified: Option<Vec<Modified<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Package<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(default, borrow)]
    pub version: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub identifier: Option<Identifier<'a>>,
}

/// What a package is called elsewhere; not in reports of old versions.
#[derive(Deserialize)]
pub(super) struct Identifier<'a> {
    #[serde(default, borrow, rename = "PURL")]
    pub purl: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Vulnerability<'a> {
    #[serde(borrow, rename = "VulnerabilityID")]
    pub vulnerability_id: Text<'a>,
    #[serde(borrow)]
    pub pkg_name: Text<'a>,
    #[serde(borrow)]
    pub installed_version: Text<'a>,
    #[serde(default, borrow)]
    pub pkg_identifier: Option<Identifier<'a>>,
    #[serde(default, borrow)]
    pub pkg_path: Option<Text<'a>>,
    /// Several with commas between.
    #[serde(default, borrow)]
    pub fixed_version: Option<Text<'a>>,
    #[serde(borrow)]
    pub severity: Text<'a>,
    #[serde(default, borrow)]
    pub title: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub description: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub fingerprint: Option<Text<'a>>,
    /// By who gave them.
    #[serde(
        default,
        borrow,
        rename = "CVSS",
        deserialize_with = "report::unique_keys"
    )]
    pub cvss: Vec<(Text<'a>, Scores<'a>)>,
}

#[derive(Deserialize)]
pub(super) struct Scores<'a> {
    #[serde(default, rename = "V40Score")]
    pub v40: Option<f64>,
    #[serde(default, rename = "V3Score")]
    pub v3: Option<f64>,
    #[serde(default, rename = "V2Score")]
    pub v2: Option<f64>,
    #[serde(default, borrow, rename = "V40Vector")]
    pub v40_vector: Option<Text<'a>>,
    #[serde(default, borrow, rename = "V3Vector")]
    pub v3_vector: Option<Text<'a>>,
    #[serde(default, borrow, rename = "V2Vector")]
    pub v2_vector: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Summary {
    pub failures: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Misconfiguration<'a> {
    #[serde(borrow, rename = "ID")]
    pub id: Text<'a>,
    #[serde(borrow)]
    pub title: Text<'a>,
    #[serde(default, borrow)]
    pub message: Option<Text<'a>>,
    #[serde(borrow)]
    pub severity: Text<'a>,
    #[serde(default, borrow)]
    pub status: Option<Text<'a>>,
    #[serde(default, rename = "CauseMetadata")]
    pub cause: Option<Cause>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Cause {
    #[serde(default)]
    pub start_line: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Secret<'a> {
    #[serde(borrow, rename = "RuleID")]
    pub rule_id: Text<'a>,
    #[serde(borrow)]
    pub title: Text<'a>,
    #[serde(borrow)]
    pub severity: Text<'a>,
    #[serde(default)]
    pub start_line: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Licence<'a> {
    #[serde(borrow)]
    pub name: Text<'a>,
    #[serde(borrow)]
    pub category: Text<'a>,
    #[serde(borrow)]
    pub severity: Text<'a>,
    #[serde(default, borrow)]
    pub pkg_name: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub file_path: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Modified<'a> {
    #[serde(borrow)]
    pub status: Text<'a>,
    #[serde(default, borrow)]
    pub statement: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub source: Option<Text<'a>>,
    #[serde(borrow)]
    pub finding: AnyFinding<'a>,
}

/// A finding of any of the kinds above.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct AnyFinding<'a> {
    #[serde(default, borrow, rename = "VulnerabilityID")]
    pub vulnerability_id: Option<Text<'a>>,
    #[serde(default, borrow, rename = "RuleID")]
    pub rule_id: Option<Text<'a>>,
    #[serde(default, borrow, rename = "ID")]
    pub id: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub name: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub pkg_name: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub installed_version: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub pkg_identifier: Option<Identifier<'a>>,
    #[serde(default, borrow)]
    pub fixed_version: Option<Text<'a>>,
    #[serde(
        default,
        borrow,
        rename = "CVSS",
        deserialize_with = "report::unique_keys"
    )]
    pub cvss: Vec<(Text<'a>, Scores<'a>)>,
    #[serde(default, borrow)]
    pub title: Option<Text<'a>>,
    #[serde(default, borrow)]
    pub severity: Option<Text<'a>>,
    #[serde(default)]
    pub start_line: Option<u32>,
}
