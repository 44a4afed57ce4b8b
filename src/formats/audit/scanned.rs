//! Reports of pip-audit, safety and trivy, which are read as scans: what they say of packages.

use super::{Audit, Found, Looked, LookedUp, Rating, Unresolved, require_room};
use crate::formats::report::Flaw;
use crate::formats::scan::{
    self, Registry, Scan, ScanFinding, ScanFormat, ScanPackage, ScanSeverity, ScanVulnerable,
};

/// The formats of scans that are about packages.
const FORMATS: [ScanFormat; 3] = [ScanFormat::PipAudit, ScanFormat::Safety, ScanFormat::Trivy];

/// Whether a text that starts like this is a report of one of these.
pub(super) fn is_scan(head: &str) -> bool {
    scan::recognise(head).is_some_and(|format| FORMATS.contains(&format))
}

/// Reads a report of pip-audit, safety or trivy.
///
/// # Errors
/// A [`Flaw`] if it is none, or proves nothing.
pub fn read_scan(bytes: &[u8]) -> Result<Audit, Flaw> {
    let text = crate::formats::report::text(bytes)?;
    let format = scan::recognise(text).filter(|format| FORMATS.contains(format));
    let format = format.ok_or_else(|| Flaw::unreadable("it is no report on packages"))?;
    of_scan(&format.read(bytes)?)
}

/// What a scan says of packages. What a tool was told to suppress counts: what does not affect the
/// project is stated in a document that says why, or waived. What it says of their licences is none
/// of this.
///
/// # Errors
/// A [`Flaw`] if there is more than is read.
pub fn of_scan(scan: &Scan) -> Result<Audit, Flaw> {
    let suppressed = scan.suppressed.iter().map(|it| &it.finding);
    let mut found = Vec::new();
    let mut unresolved = Unresolved::default();
    for finding in scan.findings.iter().chain(suppressed) {
        let Some(vulnerable) = &finding.vulnerable else {
            continue;
        };
        let package = finding.package.as_deref().unwrap_or_default();
        let (name, version) = parts(package);
        let ecosystem = match &vulnerable.registry {
            Registry::Known(ecosystem) => Some(*ecosystem),
            Registry::Unsaid => None,
            Registry::Other(registry) => {
                let version = version.unwrap_or_default();
                unresolved.push_foreign(&finding.rule, name, version, registry);
                continue;
            }
        };
        require_room(&found)?;
        found.push(Found {
            ecosystem,
            name: name.to_owned(),
            version: version.map(str::to_owned),
            ..of_finding(finding, vulnerable)
        });
    }
    let packages = scan.packages.as_ref();
    let packages = packages.map(|packages| packages.iter().filter_map(looked).collect());
    let unscanned = scan.unscanned.iter().map(|it| {
        let what = it.package.as_deref().or(it.path.as_deref());
        format!("{}: {}", what.unwrap_or("everything"), it.reason)
    });
    let unlisted = scan.unlisted.iter();
    let unlisted = unlisted.map(|it| format!("{} findings that it does not list", it.count));
    Ok(Audit {
        tool: scan.tool.clone(),
        tool_version: scan.tool_version.clone(),
        generated_at: scan.generated_at,
        found,
        looked_up: packages.map_or(LookedUp::Unsaid, LookedUp::Listed),
        unscanned: unscanned.chain(unlisted).collect(),
        unresolved: unresolved.few(),
        database: None,
    })
}

/// What of another registry was looked up says nothing of a package that is called the same.
fn looked(package: &ScanPackage) -> Option<Looked> {
    let ecosystem = match &package.registry {
        Registry::Known(ecosystem) => Some(*ecosystem),
        Registry::Unsaid => None,
        Registry::Other(_) => return None,
    };
    let (name, version) = parts(&package.named);
    Some(Looked {
        ecosystem,
        name: name.to_owned(),
        version: version.unwrap_or_default().to_owned(),
    })
}

/// What a finding says, whatever it is about.
fn of_finding(finding: &ScanFinding, vulnerable: &ScanVulnerable) -> Found {
    let ratings = vulnerable.ratings.iter().map(|it| Rating {
        vector: it.vector.clone(),
        score: it.score,
    });
    Found {
        id: finding.rule.clone(),
        aliases: finding.aliases.clone(),
        summary: Some(finding.message.clone()).filter(|it| !it.is_empty()),
        // Of ratings that is the score of one, without its vector.
        score: finding.score.filter(|_| vulnerable.ratings.is_empty()),
        ratings: ratings.collect(),
        severity: (finding.severity != ScanSeverity::Unknown)
            .then(|| finding.severity_text.clone())
            .flatten(),
        fixed: vulnerable.fixed.clone(),
        ..Found::default()
    }
}

/// `name==version`; the version is `None` where there is none.
fn parts(package: &str) -> (&str, Option<&str>) {
    match package.rsplit_once("==") {
        Some((name, version)) => (name, Some(version).filter(|it| !it.is_empty())),
        None => (package, None),
    }
}
