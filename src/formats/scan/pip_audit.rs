//! pip-audit's JSON report (`pip-audit -f json`), of the versions 1.0 to 2.10.
//!
//! pip-audit has no severities. Vulnerabilities that it was told to ignore (`--ignore-vuln`) are
//! nowhere in it. A package with a `skip_reason` was not looked up, and pip-audit still ends with 0
//! and "no known vulnerabilities found": so those are [`Scan::unscanned`].

use serde::Deserialize;

use super::kept;
use super::model::{Scan, ScanFinding, Unscanned};
use super::packages::{ScanPackage, ScanVulnerable};
use super::{MAX_PATHS, ScanFormat};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is a report of pip-audit.
#[must_use]
pub fn is_pip_audit(head: &str) -> bool {
    let outline = Outline::of(head);
    let has = |keys: &[&str]| outline.has_all(keys);
    has(&["dependencies[].name", "dependencies[].vulns"])
        || has(&["dependencies[].name", "dependencies[].skip_reason"])
        || (has(&["dependencies", "fixes"]) && !outline.has_any(&["name", "version"]))
        || has(&["[].name", "[].version", "[].vulns"])
        || has(&["[].name", "[].skip_reason"])
}

/// Versions before 2.4 write the list alone.
#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    dependencies: Vec<Dependency<'a>>,
}

#[derive(Deserialize)]
struct Dependency<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(default, borrow)]
    version: Option<Text<'a>>,
    #[serde(default, borrow)]
    vulns: Option<Vec<Vulnerability<'a>>>,
    #[serde(default, borrow)]
    skip_reason: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Vulnerability<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    aliases: Vec<Text<'a>>,
    #[serde(default, borrow)]
    description: Option<Text<'a>>,
    #[serde(default, borrow)]
    fix_versions: Vec<Text<'a>>,
}

/// Reads a report of pip-audit.
///
/// # Errors
/// It is not whole, is not such a report, or has a package that was neither skipped nor looked up.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let text = report::text(bytes)?;
    let dependencies = if text.trim_ascii_start().starts_with('[') {
        report::json(text)?
    } else {
        report::json::<Report<'_>>(text)?.dependencies
    };
    let mut scan = Scan::new(ScanFormat::PipAudit);
    let mut packages = Vec::new();
    for dependency in &dependencies {
        kept::limit(packages.len(), MAX_PATHS, "packages")?;
        if let Some(package) = take(dependency, &mut scan)? {
            packages.push(ScanPackage::of_pypi(package));
        }
    }
    scan.packages = Some(packages);
    Ok(scan.sorted())
}

/// Takes what a package has; the package itself where it was looked up.
fn take(dependency: &Dependency<'_>, scan: &mut Scan) -> Result<Option<String>, Flaw> {
    let name = kept::name(&dependency.name)?;
    if let Some(reason) = dependency.skip_reason.as_deref() {
        kept::limit(scan.unscanned.len(), MAX_PATHS, "packages")?;
        scan.unscanned.push(Unscanned {
            path: None,
            package: Some(name.to_owned()),
            reason: kept::line(reason),
        });
        return Ok(None);
    }
    let (Some(version), Some(vulnerabilities)) =
        (dependency.version.as_deref(), dependency.vulns.as_ref())
    else {
        return Err(Flaw::unreadable(format!(
            "its package `{}` has neither `version` and `vulns` nor `skip_reason`",
            kept::line(name)
        )));
    };
    let package = kept::package(name, version)?;
    for vulnerability in vulnerabilities {
        let mut aliases: Vec<String> = vulnerability
            .aliases
            .iter()
            .map(|alias| kept::line(alias))
            .collect();
        aliases.sort_unstable();
        let fixed = vulnerability.fix_versions.iter();
        scan.find(ScanFinding {
            vulnerable: Some(Box::new(ScanVulnerable {
                fixed: fixed.map(|version| kept::line(version)).collect(),
                ..*ScanVulnerable::of_pypi()
            })),
            rule: kept::line(&vulnerability.id),
            package: Some(package.clone()),
            message: kept::line(vulnerability.description.as_deref().unwrap_or_default()),
            aliases,
            ..ScanFinding::default()
        })?;
    }
    Ok(Some(package))
}
