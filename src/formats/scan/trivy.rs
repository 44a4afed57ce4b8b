//! trivy's JSON report (`trivy fs|image|repo|config … -f json`), schema 2.
//!
//! A report names the targets in which trivy found something, and some others: so it does not say
//! what was read. What `.trivyignore` hides is in `ExperimentalModifiedFindings`, if trivy was
//! asked for it (`--show-suppressed`); a VEX statement's findings are there, too. Severities that
//! `--severity` leaves out are nowhere. For a distribution past its end of support there are no
//! advisories any more: trivy says so (`EOSL`), and the scan is not complete.

mod vulnerable;
mod wire;

use super::kept;
use super::model::{Scan, ScanFinding, ScanSeverity, SecretState};
use super::packages::{ScanPackage, ScanVulnerable};
use super::{MAX_PATHS, ScanFormat};
use crate::formats::json_head::Outline;
use crate::formats::report::{self, Flaw};
use wire::{Modified, Report, Target, Vulnerability};

/// Whether a text that starts like this is a report of trivy.
#[must_use]
pub fn is_trivy(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has("SchemaVersion")
        && outline.has_any(&[
            "ArtifactName",
            "ArtifactType",
            "CreatedAt",
            "Results",
            "Trivy",
        ])
}

/// Reads a report of trivy.
///
/// # Errors
/// It is not whole, is not such a report, is of another schema, or its totals contradict what it
/// lists.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let report: Report<'_> = report::json(report::text(bytes)?)?;
    if report.schema_version != 2 {
        return Err(Flaw::unreadable(format!(
            "it is of schema {}, and relcheck reads 2",
            report.schema_version
        )));
    }
    let mut scan = Scan::new(ScanFormat::Trivy);
    scan.tool_version = report
        .trivy
        .and_then(|trivy| trivy.version)
        .map(|version| kept::line(&version));
    scan.generated_at = report.created_at.as_deref().and_then(kept::moment);
    let system = report.metadata.and_then(|metadata| metadata.os);
    if let Some(system) = system.filter(|system| system.eosl) {
        let reason = format!(
            "there are no advisories any more for {} {}",
            system.family, system.name
        );
        scan.miss(None, &reason)?;
    }
    scan.targets = Some(report.results.iter().flatten().count() as u64);
    for target in report.results.iter().flatten() {
        read_target(target, &mut scan)?;
    }
    Ok(scan.sorted())
}

fn read_target(target: &Target<'_>, scan: &mut Scan) -> Result<(), Flaw> {
    // The target of a distribution's packages is an image's name.
    let path = match target.class.as_deref() {
        Some("os-pkgs") => None,
        _ => kept::path(&target.target)?,
    };
    for package in target.packages.iter().flatten() {
        let packages = scan.packages.get_or_insert_default();
        kept::limit(packages.len(), MAX_PATHS, "packages")?;
        let version = package.version.as_deref().unwrap_or_default();
        packages.push(ScanPackage {
            named: kept::package(&package.name, version)?,
            registry: vulnerable::registry(package.identifier.as_ref(), target),
        });
    }
    for found in target.vulnerabilities.iter().flatten() {
        scan.find(vulnerability(found, target, path.as_deref())?)?;
    }
    read_misconfigurations(target, path.as_deref(), scan)?;
    for secret in target.secrets.iter().flatten() {
        scan.find(ScanFinding {
            path: path.clone(),
            line: kept::line_number(secret.start_line),
            rule: kept::line(&secret.rule_id),
            message: kept::line(&secret.title),
            secret: Some(SecretState::Unaudited),
            ..rated(&secret.severity)
        })?;
    }
    for licence in target.licenses.iter().flatten() {
        let own = licence.file_path.as_deref().unwrap_or_default();
        let named = licence.pkg_name.as_deref().filter(|name| !name.is_empty());
        scan.find(ScanFinding {
            path: kept::path(own)?.or_else(|| path.clone()),
            rule: kept::line(&licence.name),
            package: named.map(kept::name).transpose()?.map(str::to_owned),
            message: kept::line(&format!("licence of the kind {}", licence.category)),
            ..rated(&licence.severity)
        })?;
    }
    for modified in target.modified.iter().flatten() {
        read_modified(modified, target, path.as_deref(), scan)?;
    }
    Ok(())
}

/// Misconfigurations that failed; what passed is listed on request, what has an exception is
/// suppressed.
fn read_misconfigurations(
    target: &Target<'_>,
    path: Option<&str>,
    scan: &mut Scan,
) -> Result<(), Flaw> {
    let mut failures = 0;
    for found in target.misconfigurations.iter().flatten() {
        let message = found.message.as_deref().filter(|text| !text.is_empty());
        let cause = found.cause.as_ref();
        let finding = ScanFinding {
            path: path.map(str::to_owned),
            line: kept::line_number(cause.and_then(|cause| cause.start_line)),
            rule: kept::line(&found.id),
            message: kept::line(message.unwrap_or(&found.title)),
            ..rated(&found.severity)
        };
        match found.status.as_deref() {
            Some("PASS") => {}
            Some("EXCEPTION") => scan.suppress(finding, "exception".to_owned())?,
            _ => {
                failures += 1;
                scan.find(finding)?;
            }
        }
    }
    let stated = target.summary.as_ref().map(|summary| summary.failures);
    match stated {
        Some(stated) if stated != failures => Err(Flaw::unreadable(format!(
            "its summary of `{}` says {stated} failures, and it lists {failures}",
            kept::line(&target.target)
        ))),
        _ => Ok(()),
    }
}

fn rated(word: &str) -> ScanFinding {
    ScanFinding {
        severity: ScanSeverity::of_word(word),
        severity_text: Some(kept::line(word)),
        ..ScanFinding::default()
    }
}

fn vulnerability(
    found: &Vulnerability<'_>,
    target: &Target<'_>,
    path: Option<&str>,
) -> Result<ScanFinding, Flaw> {
    let own = found.pkg_path.as_deref().unwrap_or_default();
    let texts = [&found.title, &found.description];
    let message = texts.into_iter().flatten().find(|text| !text.is_empty());
    Ok(ScanFinding {
        path: kept::path(own)?.or_else(|| path.map(str::to_owned)),
        rule: kept::line(&found.vulnerability_id),
        package: Some(kept::package(&found.pkg_name, &found.installed_version)?),
        message: message.map(|text| kept::line(text)).unwrap_or_default(),
        score: vulnerable::score(&found.cvss)?,
        fingerprint: found.fingerprint.as_deref().map(kept::line),
        vulnerable: Some(Box::new(ScanVulnerable {
            registry: vulnerable::registry(found.pkg_identifier.as_ref(), target),
            ratings: vulnerable::ratings(&found.cvss)?,
            fixed: vulnerable::fixed(found.fixed_version.as_deref()),
        })),
        ..rated(&found.severity)
    })
}

/// A finding that was taken out of the lists. One whose status does not speak for that still counts.
fn read_modified(
    modified: &Modified<'_>,
    target: &Target<'_>,
    path: Option<&str>,
    scan: &mut Scan,
) -> Result<(), Flaw> {
    let found = &modified.finding;
    let ids = [
        &found.vulnerability_id,
        &found.rule_id,
        &found.id,
        &found.name,
    ];
    let id = ids.into_iter().flatten().find(|id| !id.is_empty());
    let named = found.pkg_name.as_deref().filter(|name| !name.is_empty());
    let package = match (named, found.installed_version.as_deref()) {
        (Some(name), Some(version)) => Some(kept::package(name, version)?),
        (Some(name), None) => Some(kept::name(name)?.to_owned()),
        (None, _) => None,
    };
    let is_vulnerability = found
        .vulnerability_id
        .as_deref()
        .is_some_and(|id| !id.is_empty());
    let vulnerable = is_vulnerability.then(|| {
        Ok(Box::new(ScanVulnerable {
            registry: vulnerable::registry(found.pkg_identifier.as_ref(), target),
            ratings: vulnerable::ratings(&found.cvss)?,
            fixed: vulnerable::fixed(found.fixed_version.as_deref()),
        }))
    });
    let finding = ScanFinding {
        path: path.map(str::to_owned),
        line: kept::line_number(found.start_line),
        rule: id.map(|id| kept::line(id)).unwrap_or_default(),
        package,
        message: kept::line(found.title.as_deref().unwrap_or_default()),
        score: vulnerable::score(&found.cvss)?,
        vulnerable: vulnerable.transpose()?,
        ..found.severity.as_deref().map(rated).unwrap_or_default()
    };
    let status = &*modified.status;
    if !matches!(status, "ignored" | "not_affected" | "fixed") {
        return scan.find(finding);
    }
    let texts = [&modified.statement, &modified.source];
    let mut why = status.to_owned();
    for text in texts.into_iter().flatten().filter(|text| !text.is_empty()) {
        why.push_str(", ");
        why.push_str(text);
    }
    scan.suppress(finding, kept::line(&why))
}
