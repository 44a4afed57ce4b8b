//! What scanners of dependencies reported, and which packages they looked up.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use semver::VersionReq;

use super::super::Context;
use super::super::own_package::OwnPackage;
use super::super::reports::{Kind, Report, Told};
use super::bills::Bills;
use super::claim::Claim;
use super::found;
use super::looked_up::{Coverage, Part, coverage};
use super::packages::{Packages, Used};
use crate::evidence::VULNERABILITIES;
use crate::facts::{AskedDatabase, InventoryGap, Missing, VulnerabilityReport};
use crate::formats::audit::{self, Audit, AuditFormat, Found, Unresolved};
use crate::formats::sbom::{self, Sbom, SbomFormat};
use crate::formats::scan::ScanFormat;
use crate::release::{Ecosystem, Package};

/// What a report is.
pub(super) enum Said {
    /// A report of a scanner.
    Audit(Audit),
    /// A bill of materials, which may have found vulnerabilities.
    Bill(Box<Sbom>),
}

const KIND: Kind<Said> = Kind {
    name: VULNERABILITIES,
    recognise: |head| {
        let bill = || bill_format(head).map(SbomFormat::name);
        audit::recognise(head).map(AuditFormat::name).or_else(bill)
    },
    read: |head, content| match (audit::recognise(head), bill_format(head)) {
        (Some(format), _) => format.read(content).map(Said::Audit),
        (None, Some(format)) => Ok(Said::Bill(Box::new(format.read(content)?))),
        (None, None) => audit::read_scan(content).map(Said::Audit),
    },
    read_of: |_, _, _| None,
    parts: None,
    unread: |_| None,
    told: |said| match said {
        Said::Audit(audit) => Told {
            tool: Some(audit.tool.clone()),
            tool_version: audit.tool_version.clone(),
            generated_at: audit.generated_at,
            found: !audit.found.is_empty() || !audit.unresolved.is_empty(),
        },
        Said::Bill(sbom) => Told {
            tool: sbom.tools.first().map(|it| it.name.clone()),
            tool_version: sbom.tools.first().and_then(|it| it.version.clone()),
            generated_at: sbom.timestamp,
            found: !sbom.vulnerabilities.is_empty(),
        },
    },
};

/// Only bills in CycloneDX tell of vulnerabilities.
fn bill_format(head: &str) -> Option<SbomFormat> {
    let formats = [SbomFormat::CycloneDxJson, SbomFormat::CycloneDxXml];
    sbom::recognise(head).filter(|it| formats.contains(it))
}

/// What all reports say.
#[derive(Default)]
pub(super) struct Reported {
    pub facts: Vec<VulnerabilityReport>,
    /// By the place of the package in the list.
    pub claims: Vec<(usize, Claim)>,
    /// Of packages that are not in the list.
    pub others: Vec<(Package, Claim)>,
    /// By ecosystem: the reports that looked up all of its packages,
    pub whole: BTreeMap<Ecosystem, Vec<String>>,
    /// and those that did not, or do not say so.
    pub partial: BTreeMap<Ecosystem, Vec<InventoryGap>>,
    /// Those that looked up some lock files and not all, until all reports are taken.
    parts: BTreeMap<Ecosystem, Vec<(String, Part)>>,
}

/// Reads all reports.
pub(super) fn read(context: &Context) -> Result<Vec<Report<Said>>, Missing> {
    let mut reports = KIND.reports(context)?;
    let own = OwnPackage::of(context);
    let audits = reports
        .iter_mut()
        .filter_map(|report| match &mut report.value {
            Some(Said::Audit(audit)) if audit.tool == ScanFormat::PipAudit.name() => Some(audit),
            _ => None,
        });
    for audit in audits {
        audit.unscanned.retain(|it| {
            let skipped = it.split_once(": ");
            !skipped.is_some_and(|(package, reason)| own.is(package, reason))
        });
    }
    Ok(reports)
}

/// The bills among the reports that count: what is whole and was recorded for HEAD.
pub(super) fn bills(reports: &[Report<Said>]) -> impl Iterator<Item = &Sbom> {
    reports.iter().filter_map(|it| bill(it))
}

fn bill(report: &Report<Said>) -> Option<&Sbom> {
    match &report.value {
        Some(Said::Bill(sbom)) if report.counts() => Some(sbom),
        _ => None,
    }
}

/// Takes what the reports say. The bills are those of [`bills`], in the same order, and others after
/// them. A bill that has found nothing is no report of it.
pub(super) fn taken(
    reports: &[Report<Said>],
    packages: &Packages,
    bills: &Bills,
    (project, now): (&str, i64),
) -> Reported {
    let mut reported = Reported::default();
    let mut place = 0;
    for report in reports {
        let own = bill(report).map(|_| place);
        place += usize::from(own.is_some());
        let audit = match (&report.value, own) {
            (Some(Said::Bill(sbom)), _) if sbom.vulnerabilities.is_empty() => continue,
            (Some(Said::Bill(sbom)), Some(place)) => {
                Some(Cow::Owned(found::audit(sbom, place, bills, now)))
            }
            (Some(Said::Bill(_)) | None, _) => None,
            (Some(Said::Audit(audit)), _) => Some(Cow::Borrowed(audit)),
        };
        let mut fact = fact(report, audit.as_deref());
        if report.counts()
            && let Some(audit) = &audit
        {
            let places = report.places.iter().map(|it| from_project(project, it));
            let places = places.collect();
            let unresolved = reported.take((report, &places), audit, packages);
            fact.unresolved.extend(unresolved);
        }
        reported.facts.push(fact);
    }
    reported.join(packages);
    reported
}

/// A place in the checkout from the project's folder; one outside of that as it is.
fn from_project(project: &str, place: &str) -> String {
    let below = place.strip_prefix(project);
    let below = below.and_then(|it| match project {
        "" => Some(it),
        _ if it.is_empty() => Some(it),
        _ => it.strip_prefix('/'),
    });
    below.map_or_else(|| format!("/{place}"), str::to_owned)
}

fn fact(report: &Report<Said>, audit: Option<&Audit>) -> VulnerabilityReport {
    let mut unscanned = audit.map(|it| it.unscanned.clone()).unwrap_or_default();
    unscanned.sort();
    unscanned.dedup();
    let database = audit.and_then(|it| it.database);
    VulnerabilityReport {
        database: database.map(|it| AskedDatabase { as_of: it.as_of }),
        found: audit.map_or(0, |it| it.found.len() as u64),
        evidence: report.evidence.clone(),
        status: report.status,
        reason: report.reason.clone(),
        unscanned,
        unresolved: audit.map(|it| it.unresolved.clone()).unwrap_or_default(),
    }
}

impl Reported {
    /// Takes what a report says, and gives what is found in no package that it tells. With it come the
    /// places that its tool looked at, from the project's folder.
    fn take(
        &mut self,
        (report, looked_at): (&Report<Said>, &BTreeSet<String>),
        audit: &Audit,
        packages: &Packages,
    ) -> Vec<String> {
        let path = report.evidence.path.as_str();
        let mut unresolved = Unresolved::default();
        for found in &audit.found {
            let places = places(found, packages);
            let other = package(found).filter(|_| places.is_empty());
            if places.is_empty() && other.is_none() {
                let version = found.version.as_deref().unwrap_or_default();
                unresolved.push_foreign(&found.id, &found.name, version, "");
            }
            for claim in claims(found, path) {
                self.others
                    .extend(other.iter().map(|it| (it.clone(), claim.clone())));
                self.claims
                    .extend(places.iter().map(|it| (*it, claim.clone())));
            }
        }
        for ecosystem in packages.ecosystems().into_keys() {
            let covers = coverage(&audit.looked_up, looked_at, ecosystem, packages);
            self.cover(ecosystem, path, covers, report.narrowed.as_deref());
        }
        unresolved.few()
    }

    /// Takes how much of an ecosystem a report tells of, with what its command left out.
    fn cover(
        &mut self,
        ecosystem: Ecosystem,
        path: &str,
        covers: Coverage,
        narrowed: Option<&str>,
    ) {
        let path = path.to_owned();
        let reason = match (covers, narrowed) {
            (Coverage::None, _) => return,
            (Coverage::Whole, None) => {
                return self.whole.entry(ecosystem).or_default().push(path);
            }
            (Coverage::Part(part), None) => {
                return self.parts.entry(ecosystem).or_default().push((path, part));
            }
            (Coverage::Whole | Coverage::Part(_), Some(reason)) => reason.to_owned(),
            (Coverage::Partial(reason), _) => reason,
        };
        let gap = InventoryGap { path, reason };
        self.partial.entry(ecosystem).or_default().push(gap);
    }

    /// Reports of some lock files each are one of all of them where they leave nothing out together.
    fn join(&mut self, packages: &Packages) {
        for (ecosystem, parts) in std::mem::take(&mut self.parts) {
            let told: HashSet<usize> = parts.iter().flat_map(|(_, it)| it.told.clone()).collect();
            let is_whole = packages
                .of(ecosystem)
                .all(|(place, _)| told.contains(&place));
            for (path, part) in parts {
                match is_whole {
                    true => self.cover(ecosystem, &path, Coverage::Whole, None),
                    false => self.cover(ecosystem, &path, Coverage::Partial(part.reason), None),
                }
            }
        }
    }
}

/// What a finding says; each rating that has a vector and a score is a claim of its own, since these may
/// contradict each other.
fn claims(found: &Found, path: &str) -> Vec<Claim> {
    let all = Claim {
        id: found.id.clone(),
        aliases: found.aliases.clone(),
        summary: found.summary.clone(),
        vectors: found.vectors.clone(),
        score: found.score,
        severity: found.severity.clone(),
        informational: found.informational.clone(),
        fixed: found.fixed.clone(),
        only_public: false,
        exploited: found.exploited.clone(),
        said_by: path.to_owned(),
    };
    let ratings = found.ratings.iter().map(|rating| Claim {
        vectors: rating.vector.iter().cloned().collect(),
        score: rating.score,
        ..all.clone()
    });
    let ratings: Vec<_> = ratings.collect();
    std::iter::once(all).chain(ratings).collect()
}

/// A package that the report names and the inventory does not.
fn package(found: &Found) -> Option<Package> {
    let ecosystem = found.ecosystem?;
    Some(Package::new(
        ecosystem,
        &found.name,
        found.version.as_deref(),
    ))
}

/// The packages of the list that a finding is about: of any version where the report does not say
/// which, and its range cannot be read.
fn places(found: &Found, packages: &Packages) -> Vec<usize> {
    let is_version = |used: &Used| match (&found.version, &found.range) {
        (Some(version), _) => *version == used.version,
        (None, Some(range)) => in_range(range, &used.version).unwrap_or(true),
        (None, None) => true,
    };
    let mut places = packages.named(found.ecosystem, &found.name);
    places.retain(|place| packages.used.get(*place).is_some_and(is_version));
    places
}

/// Whether a version lies in a range as npm writes it: `>=1.0.0 <1.2.6 || 2.0.0`. `None` if it cannot
/// be told.
fn in_range(range: &str, version: &str) -> Option<bool> {
    let version = semver::Version::parse(version).ok()?;
    let mut is_in = false;
    for part in range.split("||") {
        let commas = part.split_whitespace().collect::<Vec<_>>().join(", ");
        // A comparator and its version may stand apart: `< 1.2.6`.
        let commas = [">=", "<=", ">", "<", "="]
            .iter()
            .fold(commas, |text, sign| {
                text.replace(&format!("{sign}, "), sign)
            });
        let requirement = VersionReq::parse(&commas).ok()?;
        // A pre-release of an affected version is taken for affected.
        let bare = semver::Version::new(version.major, version.minor, version.patch);
        is_in |= requirement.matches(&version) || requirement.matches(&bare);
    }
    Some(is_in)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_npm_are_read() {
        for (range, version, expected) in [
            (">=1.0.0 <1.2.6", "1.2.0", Some(true)),
            (">=1.0.0 <1.2.6", "1.2.6", Some(false)),
            ("<0.2.1 || >=1.0.0 <1.2.3", "0.2.0", Some(true)),
            ("< 1.2.6", "1.2.5", Some(true)),
            ("<=3.0.0-beta.1", "3.0.0-alpha", Some(true)),
            ("1.0.0 - 2.0.0", "1.5.0", None),
            ("*", "9.9.9", Some(true)),
            ("<2.0.0", "not a version", None),
        ] {
            assert_eq!(in_range(range, version), expected, "{range} {version}");
        }
    }
}
