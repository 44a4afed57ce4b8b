//! What scanners of dependencies reported, and which packages they looked up.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use semver::VersionReq;

use super::super::Context;
use super::super::reports::{Kind, Report, Told};
use super::claim::Claim;
use super::packages::{Packages, Used};
use crate::evidence::VULNERABILITIES;
use crate::facts::{InventoryGap, Missing, VulnerabilityReport};
use crate::formats::audit::{self, Audit, Found, Looked, LookedUp};
use crate::release::{Ecosystem, Package};

const KIND: Kind<Audit> = Kind {
    name: VULNERABILITIES,
    recognise: |head| audit::recognise(head).map(audit::AuditFormat::name),
    read: |head, content| match audit::recognise(head) {
        Some(format) => format.read(content),
        None => audit::read_scan(content),
    },
    read_of: |_, _, _| None,
    parts: None,
    told: |audit| Told {
        tool: Some(audit.tool.clone()),
        tool_version: audit.tool_version.clone(),
        generated_at: audit.generated_at,
        found: !audit.found.is_empty(),
    },
};

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
}

/// Reads all reports. Only what is whole and was recorded for HEAD counts.
pub(super) fn read(context: &Context, packages: &Packages) -> Result<Reported, Missing> {
    let mut reported = Reported::default();
    for report in KIND.reports(context)? {
        if report.counts()
            && let Some(audit) = &report.value
        {
            reported.take(&report.evidence.path, audit, packages);
        }
        reported.facts.push(fact(report));
    }
    Ok(reported)
}

fn fact(report: Report<Audit>) -> VulnerabilityReport {
    let audit = report.value.as_ref();
    let mut unscanned = audit.map(|it| it.unscanned.clone()).unwrap_or_default();
    unscanned.sort();
    unscanned.dedup();
    VulnerabilityReport {
        found: audit.map_or(0, |it| it.found.len() as u64),
        evidence: report.evidence,
        status: report.status,
        reason: report.reason,
        unscanned,
    }
}

impl Reported {
    fn take(&mut self, path: &str, audit: &Audit, packages: &Packages) {
        for found in &audit.found {
            let claim = claim(found, path);
            let places = places(found, packages);
            if places.is_empty() {
                self.others
                    .extend(package(found).map(|it| (it, claim.clone())));
            }
            self.claims
                .extend(places.into_iter().map(|it| (it, claim.clone())));
        }
        for (ecosystem, count) in packages.ecosystems() {
            match coverage(&audit.looked_up, ecosystem, count, packages) {
                Coverage::Whole => {
                    self.whole
                        .entry(ecosystem)
                        .or_default()
                        .push(path.to_owned());
                }
                Coverage::Partial(reason) => {
                    let gap = InventoryGap {
                        path: path.to_owned(),
                        reason,
                    };
                    self.partial.entry(ecosystem).or_default().push(gap);
                }
                Coverage::None => {}
            }
        }
    }
}

fn claim(found: &Found, path: &str) -> Claim {
    Claim {
        id: found.id.clone(),
        aliases: found.aliases.clone(),
        summary: found.summary.clone(),
        vectors: found.vectors.clone(),
        score: found.score,
        severity: found.severity.clone(),
        informational: found.informational.clone(),
        fixed: found.fixed.clone(),
        only_public: false,
        said_by: path.to_owned(),
    }
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

enum Coverage {
    Whole,
    Partial(String),
    /// It is of another ecosystem.
    None,
}

/// Whether a report tells of all packages of an ecosystem.
fn coverage(
    looked_up: &LookedUp,
    ecosystem: Ecosystem,
    count: u64,
    packages: &Packages,
) -> Coverage {
    match looked_up {
        LookedUp::Counted(one, _) if *one != ecosystem => Coverage::None,
        LookedUp::Counted(_, looked) if *looked >= count => Coverage::Whole,
        LookedUp::Counted(_, looked) => Coverage::Partial(format!(
            "looked up {looked} packages, and the lock files have {count}"
        )),
        LookedUp::Unsaid => {
            Coverage::Partial("does not say which packages it looked up".to_owned())
        }
        LookedUp::Listed(list) => listed(list, ecosystem, packages),
    }
}

fn listed(list: &[Looked], ecosystem: Ecosystem, packages: &Packages) -> Coverage {
    let of_it = list
        .iter()
        .filter(|it| it.ecosystem.is_none_or(|it| it == ecosystem));
    let looked: HashSet<(Cow<str>, &str)> = of_it
        .map(|it| (ecosystem.key(&it.name), it.version.as_str()))
        .collect();
    let used = packages
        .used
        .iter()
        .filter(|it| it.package.ecosystem == ecosystem);
    let mut missed =
        used.filter(|it| !looked.contains(&(ecosystem.key(&it.package.name), it.version.as_str())));
    let Some(first) = missed.next() else {
        return Coverage::Whole;
    };
    let first = format!("`{} {}`", first.package.name, first.version);
    Coverage::Partial(match missed.count() {
        0 => format!("does not list {first}"),
        more => format!("does not list {first} and {more} more"),
    })
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
