//! The object of `safety check --json` 2.x and `safety check --output json` 3.x.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::super::kept;
use super::super::model::{Scan, ScanFinding, ScanSeverity, Unscanned};
use super::super::packages::ScanPackage;
use super::super::{MAX_PATHS, ScanFormat};
use super::{about, hold};
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    report_meta: Meta<'a>,
    #[serde(borrow, deserialize_with = "report::unique_keys")]
    scanned_packages: Vec<(Text<'a>, Package<'a>)>,
    #[serde(borrow)]
    vulnerabilities: Vec<Vulnerability<'a>>,
    #[serde(default, borrow)]
    ignored_vulnerabilities: Vec<Vulnerability<'a>>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    safety_version: Text<'a>,
    #[serde(default, borrow)]
    scanned: Vec<Text<'a>>,
    #[serde(default, borrow)]
    scan_target: Option<Text<'a>>,
    #[serde(default)]
    packages_found: Option<u64>,
    #[serde(default)]
    vulnerabilities_found: Option<u64>,
    #[serde(default)]
    vulnerabilities_ignored: Option<u64>,
    /// `null`, a path, or the policy itself, by version.
    #[serde(default)]
    policy_file: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Package<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    /// `null` for a requirement that is not pinned.
    #[serde(default, borrow)]
    version: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Vulnerability<'a> {
    #[serde(borrow)]
    vulnerability_id: Text<'a>,
    #[serde(borrow)]
    package_name: Text<'a>,
    #[serde(default, borrow)]
    analyzed_version: Option<Text<'a>>,
    #[serde(default, borrow)]
    advisory: Option<Text<'a>>,
    #[serde(default, borrow, rename = "CVE")]
    cve: Option<Text<'a>>,
    #[serde(default, borrow)]
    severity: Option<Severity<'a>>,
    #[serde(default, borrow)]
    ignored_reason: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Severity<'a> {
    #[serde(default, borrow)]
    cvssv3: Option<Cvss<'a>>,
    #[serde(default, borrow)]
    cvssv2: Option<Cvss<'a>>,
}

#[derive(Deserialize)]
struct Cvss<'a> {
    #[serde(default)]
    base_score: Option<f64>,
    #[serde(default, borrow)]
    base_severity: Option<Text<'a>>,
}

pub(super) fn read(text: &str) -> Result<Scan, Flaw> {
    let report: Report<'_> = report::json(text)?;
    let meta = &report.report_meta;
    hold(
        meta.vulnerabilities_found,
        report.vulnerabilities.len(),
        "vulnerabilities",
    )?;
    hold(
        meta.vulnerabilities_ignored,
        report.ignored_vulnerabilities.len(),
        "ignored vulnerabilities",
    )?;
    let mut scan = Scan::new(ScanFormat::Safety);
    scan.tool_version = Some(kept::line(&meta.safety_version));
    if meta.policy_file.is_some() {
        scan.excluded.push("what its policy file says".to_owned());
    }
    read_scope(&report, &mut scan)?;
    for vulnerability in &report.vulnerabilities {
        scan.find(finding(vulnerability)?)?;
    }
    for vulnerability in &report.ignored_vulnerabilities {
        let why = vulnerability.ignored_reason.as_deref();
        let why = why.filter(|why| !why.is_empty()).unwrap_or("ignored");
        scan.suppress(finding(vulnerability)?, kept::line(why))?;
    }
    Ok(scan)
}

/// What was looked at: files where it was given files (else the folders of an environment), and
/// packages. `packages_found` counts requirements, of which several may be about one package, so it
/// cannot be less than those listed.
fn read_scope(report: &Report<'_>, scan: &mut Scan) -> Result<(), Flaw> {
    let meta = &report.report_meta;
    let listed = report.scanned_packages.len();
    if meta
        .packages_found
        .is_some_and(|found| found < listed as u64)
    {
        hold(meta.packages_found, listed, "packages")?;
    }
    if meta.scan_target.as_deref() == Some("files") {
        let mut scanned = Vec::new();
        for file in &meta.scanned {
            kept::limit(scanned.len(), MAX_PATHS, "files")?;
            scanned.extend(kept::path(file)?);
        }
        scan.scanned = Some(scanned);
    }
    let mut packages = Vec::new();
    for (_, package) in &report.scanned_packages {
        kept::limit(packages.len(), MAX_PATHS, "packages")?;
        match package.version.as_deref() {
            Some(version) => {
                let named = kept::package(&package.name, version)?;
                packages.push(ScanPackage::of_pypi(named));
            }
            None => scan.unscanned.push(Unscanned {
                path: None,
                package: Some(kept::name(&package.name)?.to_owned()),
                reason: "its version is not pinned".to_owned(),
            }),
        }
    }
    scan.packages = Some(packages);
    Ok(())
}

fn finding(vulnerability: &Vulnerability<'_>) -> Result<ScanFinding, Flaw> {
    let package = match vulnerability.analyzed_version.as_deref() {
        Some(version) => kept::package(&vulnerability.package_name, version)?,
        None => kept::name(&vulnerability.package_name)?.to_owned(),
    };
    // safety 3.x leaves the identifier empty for what only the CVE names.
    let cve = vulnerability.cve.as_deref().unwrap_or_default();
    let id = match &*vulnerability.vulnerability_id {
        "" => cve,
        id => id,
    };
    let mut finding = about(
        package,
        id,
        vulnerability.advisory.as_deref().unwrap_or_default(),
    );
    if !cve.is_empty() && cve != id {
        finding.aliases.push(kept::line(cve));
    }
    if let Some(severity) = &vulnerability.severity {
        rate(severity, &mut finding)?;
    }
    Ok(finding)
}

/// The severity is the word of CVSS 3 where there is one, else what the score amounts to.
fn rate(severity: &Severity<'_>, finding: &mut ScanFinding) -> Result<(), Flaw> {
    let scored = [&severity.cvssv3, &severity.cvssv2].into_iter().flatten();
    for cvss in scored {
        if let Some(score) = cvss.base_score {
            let tenths = kept::tenths(score)?;
            finding.score = Some(tenths);
            finding.severity = ScanSeverity::of_score(tenths);
            if let Some(word) = cvss.base_severity.as_deref() {
                finding.severity_text = Some(kept::line(word));
                finding.severity = finding.severity.min(worded(word));
            }
            return Ok(());
        }
    }
    Ok(())
}

/// A word that is not known does not soften a score.
fn worded(word: &str) -> ScanSeverity {
    ScanSeverity::of_word(word)
}
