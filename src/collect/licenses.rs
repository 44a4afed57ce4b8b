//! Under which licences the packages are that the project depends on.
//!
//! What reports, bills of materials, lock files and installed packages say is matched with the inventory by name and
//! version, and put together: rules look at each expression once, however many packages have it.

mod documents;
mod grouped;
mod installed;
mod matched;
mod own;
mod statements;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::reports::{self, Kind, Report};
use super::{Collector, Context};
use crate::evidence::LICENSES;
use crate::facts::{
    Dependencies, Evidence, IncompleteSource, LicenseInventory, LicensePlace, LicenseReport,
    Licenses, Missing,
};
use crate::formats::license::{self, LicenseFormat};
use crate::formats::report::Flaw;
use crate::release::Package;
use matched::Matched;

/// The licences of the packages that the project depends on.
pub(super) struct LicensesCollector;

impl Collector for LicensesCollector {
    type Facts = Licenses;

    const NAME: &'static str = "licenses";
    const PURPOSE: &'static str =
        "The licences of the packages that the project depends on, and its own.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter().map(|it| &it.evidence);
        let documents = facts.documents.iter().map(|it| &it.evidence);
        reports.chain(documents).cloned().collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let dependencies = context.dependencies()?;
        let (mut matched, reports, places) = without_documents(context, dependencies)?;
        // Last, so that they keep nothing else from being looked at.
        let documents = documents::read(context.documents()?, &mut matched);
        let mut facts = grouped::facts(matched);
        facts.own = own::read(context.checkout())?;
        facts.reports = reports.into_iter().map(report_fact).collect();
        facts.documents = documents;
        facts.places = places;
        inventory(dependencies, &mut facts.inventory);
        Ok(facts)
    }
}

/// What is said of the packages, who says it in a report, and where else it was looked up.
type Told = (
    Matched,
    Vec<Report<license::LicenseReport>>,
    Vec<LicensePlace>,
);

/// Reads what is told by all but bills of materials.
fn without_documents(context: &Context, dependencies: &Dependencies) -> Result<Told, Missing> {
    let reports = KIND.reports(context)?;
    let mut matched = Matched::of(dependencies);
    for report in &reports {
        let value = report.value.as_ref().filter(|_| report.counts());
        for package in value.iter().flat_map(|value| &value.packages) {
            let key = (package.ecosystem, package.name.as_str());
            matched.say(
                key,
                &package.version,
                &report.evidence.path,
                &package.stated,
            );
        }
    }
    let mut places = installed::read(context, dependencies, &mut matched)?;
    places.sort();
    Ok((matched, reports, places))
}

/// SPDX expressions of packages by their package URLs.
pub type SureLicenses = BTreeMap<String, String>;

/// The licences of the packages of which one is known for sure: no guess, and nothing contradicts it.
/// Bills of materials are left out, so that none says what an earlier one said.
///
/// # Errors
/// [`Missing`] as the collector `licenses` says it.
pub fn sure_licenses(context: &Context) -> Result<SureLicenses, Missing> {
    let (matched, ..) = without_documents(context, context.dependencies()?)?;
    let mut sure = SureLicenses::new();
    for ((ecosystem, _, version), package) in &matched.packages {
        let readings: Vec<_> = package.said.iter().map(|it| &it.reading).collect();
        let known = license::reconcile(&readings);
        if let ([expression], false, false) = (
            known.expressions.as_slice(),
            known.is_guess,
            known.is_contradiction,
        ) {
            let purl = Package::new(*ecosystem, &package.name, Some(version)).purl();
            sure.insert(purl, expression.clone());
        }
    }
    Ok(sure)
}

const KIND: Kind<license::LicenseReport> = Kind {
    name: LICENSES,
    recognise: |head| license::recognise(head).map(LicenseFormat::name),
    read: |head, bytes| match license::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is not a known list of licences")),
    },
    read_of: |_, _, _| None,
    parts: None,
    unread: |_| None,
    told: |_| reports::Told {
        tool: None,
        tool_version: None,
        generated_at: None,
        found: false,
    },
};

fn report_fact(report: Report<license::LicenseReport>) -> LicenseReport {
    let packages = report.value.as_ref().map(|it| it.packages.len() as u64);
    LicenseReport {
        evidence: report.evidence,
        status: report.status,
        reason: report.reason,
        packages,
    }
}

fn inventory(dependencies: &Dependencies, inventory: &mut LicenseInventory) {
    for source in dependencies.sources.iter().filter(|it| !it.is_complete) {
        let reason = source.problem.clone();
        inventory.incomplete.push(IncompleteSource {
            path: source.path.clone(),
            reason: reason.unwrap_or_else(|| "does not name every package".to_owned()),
        });
    }
    let unlocked = dependencies.unlocked.iter().map(|it| it.path.clone());
    inventory.unlocked = unlocked.collect();
    inventory.unread.clone_from(&dependencies.others);
}

/// A place in which so many of the packages were found.
fn place(path: &str, packages: u64, problem: Option<String>) -> LicensePlace {
    LicensePlace {
        path: path.to_owned(),
        packages,
        problem,
    }
}
