//! The advisories that a project has drafted about itself: files in git, by their content, and what a
//! forge answered and `relcheck record` kept.

mod files;
mod named;
#[cfg(test)]
mod tests;

use std::str::FromStr;

use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::ADVISORY;
use crate::facts::{
    AdvisedBound, AdvisedProduct, AdvisedRange, AdvisoryDraft, AdvisoryDrafts, AdvisoryReport,
    Evidence, Missing, UnreadDraft,
};
use crate::formats::advisory_draft::{self as format, Bound, DraftForm};
use crate::formats::report::Flaw;
use crate::release::{Ecosystem, Version};

/// The advisories that a project has drafted about itself.
pub(super) struct AdvisoryDraftsCollector;

impl Collector for AdvisoryDraftsCollector {
    type Facts = AdvisoryDrafts;

    const NAME: &'static str = "advisory_drafts";
    const PURPOSE: &'static str =
        "The advisories that the project has drafted, and the vulnerabilities that commits name.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let mut facts = AdvisoryDrafts {
            named: named::read(context.commits()?),
            ..AdvisoryDrafts::default()
        };
        files::read(context.checkout(), &mut facts)?;
        for report in KIND.reports(context)? {
            let drafts = report.value.as_ref().filter(|_| report.counts());
            for draft in drafts.into_iter().flatten() {
                take(&report.evidence.path, draft, &mut facts);
            }
            facts.reports.push(report_fact(report));
        }
        facts
            .drafts
            .sort_by(|one, other| (&one.path, &one.ids).cmp(&(&other.path, &other.ids)));
        facts.unread.sort();
        facts.unread.dedup();
        Ok(facts)
    }
}

const KIND: Kind<Vec<format::AdvisoryDraft>> = Kind {
    name: ADVISORY,
    recognise: |head| format::recognise(head).map(DraftForm::name),
    read: |head, bytes| match format::recognise(head) {
        Some(form) => format::read(form, bytes),
        None => Err(Flaw::unreadable("it is no advisory")),
    },
    // Where there is no advisory, GitHub answers with an empty list.
    read_of: |tool, _, bytes| {
        let is_empty = tool.name == "gh api" && bytes.trim_ascii() == b"[]";
        is_empty.then(|| Ok(Vec::new()))
    },
    parts: None,
    unread: |_| None,
    told: |_| Told {
        tool: None,
        tool_version: None,
        generated_at: None,
        found: false,
    },
};

fn report_fact(report: Report<Vec<format::AdvisoryDraft>>) -> AdvisoryReport {
    AdvisoryReport {
        evidence: report.evidence,
        status: report.status,
        reason: report.reason,
    }
}

/// Takes a draft; one with a version that cannot be compared is not read whole.
fn take(path: &str, draft: &format::AdvisoryDraft, facts: &mut AdvisoryDrafts) {
    let products: Result<Vec<AdvisedProduct>, String> =
        draft.products.iter().map(product).collect();
    match products {
        Ok(products) => facts.drafts.push(AdvisoryDraft {
            path: path.to_owned(),
            form: draft.form.name().to_owned(),
            ids: draft.ids.clone(),
            summary: draft.summary.clone(),
            withdrawn: draft.is_withdrawn,
            products,
        }),
        Err(reason) => facts.unread.push(UnreadDraft {
            path: path.to_owned(),
            reason,
        }),
    }
}

fn product(product: &format::AdvisedProduct) -> Result<AdvisedProduct, String> {
    let all = |texts: &[String]| -> Result<Vec<String>, String> {
        texts.iter().map(|text| version(text)).collect()
    };
    let ranges: Result<Vec<AdvisedRange>, String> = product
        .ranges
        .iter()
        .map(|range| {
            Ok(AdvisedRange {
                from: range.from.as_ref().map(bound).transpose()?,
                to: range.to.as_ref().map(bound).transpose()?,
            })
        })
        .collect();
    Ok(AdvisedProduct {
        normal_name: Ecosystem::Pypi.normalised(&product.name),
        name: product.name.clone(),
        ecosystem: product.ecosystem.clone(),
        ranges: ranges?,
        versions: all(&product.versions)?,
        fixed: all(&product.fixed)?,
    })
}

fn bound(bound: &Bound) -> Result<AdvisedBound, String> {
    Ok(AdvisedBound {
        version: version(&bound.version)?,
        included: bound.is_included,
    })
}

/// A version that can be compared with those of releases. One number alone is one of three.
fn version(text: &str) -> Result<String, String> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = match is_number {
        true => format!("{text}.0.0"),
        false => text.to_owned(),
    };
    match Version::from_str(&text) {
        Ok(version) => Ok(version.to_string()),
        Err(error) => Err(error.to_string()),
    }
}
