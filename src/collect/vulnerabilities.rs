//! Which packages that the project depends on are known to be vulnerable.

mod bills;
mod claim;
mod csaf;
mod cyclonedx_vex;
mod database;
mod exploits;
mod found;
mod looked_up;
mod merge;
mod packages;
mod reports;
mod statements;
mod store;
mod target;

use sha2::{Digest as _, Sha256};

use super::{Collector, Context};
use crate::facts::{EcosystemCover, Evidence, Missing, Vulnerabilities, Vulnerability};
use crate::policy::hex;
use bills::Bills;
use database::Said;
use packages::Packages;
use reports::Reported;
pub(super) use statements::is_named_so as is_named_as_vex;
use statements::{Documents, Project};

/// Advisories of the project's packages.
pub(super) struct VulnerabilitiesCollector;

impl Collector for VulnerabilitiesCollector {
    type Facts = Vulnerabilities;

    const NAME: &'static str = "vulnerabilities";
    const PURPOSE: &'static str = "Which packages that the project depends on are known to be vulnerable, by advisory databases and scanners.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        context.vulnerabilities().cloned()
    }
}

/// Reads the fact. Other collectors get it through [`Context::vulnerabilities`].
pub(super) fn read(context: &Context) -> Result<Vulnerabilities, Missing> {
    let mut packages = Packages::read(context)?;
    let now = context.options().now;
    let places = context.options().advisories.iter();
    let said: Vec<Said> = places
        .map(|it| database::read(&it.path, &it.named, &packages, now))
        .collect();
    let reports = reports::read(context)?;
    let documents = Documents::read(context)?;
    let recorded = reports::bills(&reports);
    let folder = context.checkout().project();
    let bills = Bills::of(recorded.chain(documents.bills()));
    let mut reported = reports::taken(&reports, &packages, &bills, (folder, now));
    let ecosystems = cover(&packages, &said, &mut reported);
    let count = packages.used.len() as u64;
    let mut databases = Vec::new();
    let mut claims = reported.claims;
    let mut unclear = Vec::new();
    for one in said {
        databases.push(one.fact);
        claims.extend(one.claims);
        unclear.extend(one.unclear);
    }
    for (package, claim) in reported.others {
        claims.push((packages.add(package), claim));
    }
    unclear.sort();
    unclear.dedup();
    let before = reports::bills(&reports).count();
    let mut statements = documents.stated(&bills, before);
    let project = Project::of(context);
    let mut found = merge::merged(&packages.used, claims);
    for one in &mut found {
        statements.add_to(one, &project, now);
    }
    let unread_statements = statements.into_unread();
    let exploit_lists = exploits::add_to(&mut found, context);
    Ok(Vulnerabilities {
        packages: count,
        databases,
        exploit_lists,
        reports: reported.facts,
        ecosystems,
        digest: digest(&found),
        found,
        gaps: packages.gaps,
        unread: packages.unread,
        unversioned: packages.unversioned,
        unclear,
        unread_statements,
    })
}

/// The digest of what was found: see [`Vulnerabilities::digest`].
fn digest(found: &[Vulnerability]) -> Option<String> {
    let line = |one: &Vulnerability| {
        let score = one
            .score
            .map_or_else(|| "-".to_owned(), |score| score.to_string());
        // Neither an identifier nor a package URL has a line feed in it, and the rest is no text.
        format!("{} {} {} {score}\n", one.id, one.purl, one.version)
    };
    let mut lines: Vec<String> = found.iter().map(line).collect();
    lines.sort();
    (!lines.is_empty()).then(|| hex(&Sha256::digest(lines.concat())))
}

fn cover(packages: &Packages, said: &[Said], reported: &mut Reported) -> Vec<EcosystemCover> {
    let ecosystems = packages.ecosystems().into_iter();
    let cover = ecosystems.map(|(ecosystem, packages)| {
        let has = said
            .iter()
            .filter(|it| it.fact.ecosystems.contains(&ecosystem));
        EcosystemCover {
            ecosystem,
            packages,
            databases: has.map(|it| it.fact.path.clone()).collect(),
            reports: reported.whole.remove(&ecosystem).unwrap_or_default(),
            partial: reported.partial.remove(&ecosystem).unwrap_or_default(),
        }
    });
    cover.collect()
}
