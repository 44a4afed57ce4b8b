//! CSAF 2.0 documents of the profile VEX (OASIS, November 2022, §4.5): whether vulnerabilities affect
//! products.
//!
//! A document that contradicts itself states nothing: it names a product that is not in its tree, or has
//! one in several groups of one vulnerability's `product_status` (§6.1.1, §6.1.2, §6.1.6).

mod tree;
mod wire;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::json_head::Outline;
use super::report::{Flaw, json, text};
use crate::facts::VexStatus;
use crate::release::Package;
use wire::{Document, Vulnerability};

/// The most products, and the most that is stated of products, of a document, each.
pub const MAX_STATEMENTS: usize = 100_000;

/// The most names of one vulnerability.
pub const MAX_NAMES: usize = 64;

/// What one document states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsafVex {
    /// Who publishes it.
    pub author: String,
    /// When this revision of it was released, in seconds since 1970; `None` where that is no moment.
    pub time: Option<i64>,
    /// What it states, in its order.
    pub statements: Vec<CsafStatement>,
}

/// What is stated of one vulnerability and some products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsafStatement {
    /// The names of the vulnerability.
    pub vulnerabilities: Vec<String>,
    /// How it affects the products.
    pub status: VexStatus,
    /// Why it does not, by the label of a flag (§3.2.3.5).
    pub justification: Option<String>,
    /// The same in prose, of the threats of the category `impact` (§3.2.3.14).
    pub note: Option<String>,
    /// The products.
    pub products: Vec<CsafProduct>,
}

/// A product of the tree (§3.2.2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsafProduct {
    /// What it is called, with and without its vendor.
    pub names: Vec<String>,
    /// The package, by its package URL; `None` where it has none of a registry that is known here.
    pub package: Option<Package>,
    /// Its version; `None` for all, and where it is a range.
    pub version: Option<String>,
    /// A range of versions, as it is written; `None` where it is none.
    pub range: Option<String>,
    /// Whether it is only some form of what it is called, as that for one architecture.
    pub is_variant: bool,
    /// The product that it is a part of, or is installed with; `None` where it stands for itself.
    pub whole: Option<Box<CsafProduct>>,
}

/// Whether a text that starts like this is a CSAF document, whatever its profile.
#[must_use]
pub fn is_csaf(head: &str) -> bool {
    let outline = Outline::of(head);
    let category = outline.string("document.category");
    outline.has("document.csaf_version") || category.is_some_and(|it| it.starts_with("csaf_"))
}

/// Reads a document; `None` if it is one of another profile, which is no VEX.
///
/// # Errors
/// A [`Flaw`] if it is no CSAF 2.0, is a draft, has more than is read, has a status or label that the
/// specification does not have, or contradicts itself.
pub fn read(bytes: &[u8]) -> Result<Option<CsafVex>, Flaw> {
    let written: Document = json(text(bytes)?)?;
    let head = &written.document;
    if head.csaf_version != "2.0" {
        return Err(Flaw::unreadable(format!(
            "its `csaf_version` is `{}`, and relcheck reads 2.0",
            shown(&head.csaf_version)
        )));
    }
    if head.category != "csaf_vex" {
        return Ok(None);
    }
    if !matches!(head.tracking.status.as_str(), "final" | "interim") {
        return Err(Flaw::unreadable(format!(
            "its status is `{}`: release it as `final` or `interim`",
            shown(&head.tracking.status)
        )));
    }
    let products = tree::products(&written.product_tree)?;
    let groups = tree::groups(&written.product_tree)?;
    let mut reading = Reading {
        products,
        groups,
        statements: Vec::new(),
        count: 0,
    };
    for vulnerability in &written.vulnerabilities {
        reading.vulnerability(vulnerability)?;
    }
    Ok(Some(CsafVex {
        author: head.publisher.name.clone(),
        time: moment(&head.tracking.current_release_date),
        statements: reading.statements,
    }))
}

struct Reading<'a> {
    products: HashMap<&'a str, CsafProduct>,
    groups: HashMap<&'a str, &'a [String]>,
    statements: Vec<CsafStatement>,
    count: usize,
}

impl<'a> Reading<'a> {
    fn vulnerability(&mut self, one: &'a Vulnerability) -> Result<(), Flaw> {
        let ids = one.ids.iter().map(|it| &it.text);
        let names: Vec<String> = one.cve.iter().chain(ids).cloned().collect();
        if names.is_empty() {
            return Err(Flaw::unreadable("a vulnerability of it has no name"));
        }
        if names.len() > MAX_NAMES {
            return Err(Flaw::unreadable(format!(
                "a vulnerability of it has more than {MAX_NAMES} names"
            )));
        }
        let reasons = self.reasons(one)?;
        let mut status_of: HashMap<&str, VexStatus> = HashMap::new();
        for (group, ids) in &one.product_status {
            let Some(status) = status(group)? else {
                continue;
            };
            for id in ids {
                let before = status_of.insert(id, status);
                if before.is_some_and(|before| before != status) {
                    return Err(Flaw::unreadable(format!(
                        "it has several states of `{}` for `{}`",
                        shown(id),
                        names.first().map(|it| shown(it)).unwrap_or_default()
                    )));
                }
                if before.is_none() {
                    self.state(&names, id, status, reasons.get(id.as_str()))?;
                }
            }
        }
        Ok(())
    }

    /// Takes what is stated of one product; to the statement before if that says the same.
    fn state(
        &mut self,
        names: &[String],
        id: &str,
        status: VexStatus,
        reason: Option<&Reason>,
    ) -> Result<(), Flaw> {
        self.count += 1;
        if self.count > MAX_STATEMENTS {
            return Err(Flaw::unreadable(format!(
                "it states more than {MAX_STATEMENTS} times how a product is affected"
            )));
        }
        let Some(product) = self.products.get(id).cloned() else {
            return Err(Flaw::unreadable(format!(
                "its `product_status` names `{}`, which is not in its product tree",
                shown(id)
            )));
        };
        let reason = reason.filter(|_| status == VexStatus::NotAffected);
        let justification = reason.and_then(|it| it.label).map(str::to_owned);
        let note = reason.and_then(|it| it.impact).map(str::to_owned);
        match self.statements.last_mut() {
            Some(last)
                if last.vulnerabilities == names
                    && last.status == status
                    && last.justification == justification
                    && last.note == note =>
            {
                last.products.push(product);
            }
            _ => self.statements.push(CsafStatement {
                vulnerabilities: names.to_vec(),
                status,
                justification,
                note,
                products: vec![product],
            }),
        }
        Ok(())
    }

    /// Why products are not affected, by their ids.
    fn reasons(&self, one: &'a Vulnerability) -> Result<HashMap<&'a str, Reason<'a>>, Flaw> {
        let mut reasons: HashMap<&str, Reason> = HashMap::new();
        for flag in &one.flags {
            let label = label(&flag.label)?;
            for id in self.members(&flag.product_ids, &flag.group_ids)? {
                let reason = reasons.entry(id).or_default();
                if reason.label.is_some_and(|before| before != label) {
                    return Err(Flaw::unreadable(format!(
                        "it has several labels for `{}`",
                        shown(id)
                    )));
                }
                reason.label = Some(label);
            }
        }
        let impacts = one.threats.iter().filter(|it| it.category == "impact");
        for threat in impacts.filter(|it| !it.details.trim().is_empty()) {
            for id in self.members(&threat.product_ids, &threat.group_ids)? {
                let reason = reasons.entry(id).or_default();
                reason.impact = reason.impact.or(Some(&threat.details));
            }
        }
        Ok(reasons)
    }

    /// The ids of products that are named, or are of groups that are.
    fn members(&self, ids: &'a [String], groups: &'a [String]) -> Result<Vec<&'a str>, Flaw> {
        let mut members: Vec<&str> = ids.iter().map(String::as_str).collect();
        for group in groups {
            let Some(of_it) = self.groups.get(group.as_str()) else {
                return Err(Flaw::unreadable(format!(
                    "it names the group `{}`, which is not in its product tree",
                    shown(group)
                )));
            };
            members.extend(of_it.iter().map(String::as_str));
            if members.len() > MAX_STATEMENTS {
                return Err(Flaw::unreadable(format!(
                    "its groups have more than {MAX_STATEMENTS} products"
                )));
            }
        }
        Ok(members)
    }
}

#[derive(Default)]
struct Reason<'a> {
    label: Option<&'a str>,
    impact: Option<&'a str>,
}

/// The status of a group of `product_status` (§3.2.3.9); `None` for that of what is recommended, which
/// may be in any other.
fn status(group: &str) -> Result<Option<VexStatus>, Flaw> {
    Ok(Some(match group {
        "first_affected" | "known_affected" | "last_affected" => VexStatus::Affected,
        "known_not_affected" => VexStatus::NotAffected,
        "first_fixed" | "fixed" => VexStatus::Fixed,
        "under_investigation" => VexStatus::UnderInvestigation,
        "recommended" => return Ok(None),
        other => {
            return Err(Flaw::unreadable(format!(
                "its `product_status` has `{}`, which CSAF 2.0 does not",
                shown(other)
            )));
        }
    }))
}

fn label(word: &str) -> Result<&str, Flaw> {
    const LABELS: [&str; 5] = [
        "component_not_present",
        "inline_mitigations_already_exist",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_not_present",
    ];
    match LABELS.contains(&word) {
        true => Ok(word),
        false => Err(Flaw::unreadable(format!(
            "`{}` is no label of a flag of CSAF",
            shown(word)
        ))),
    }
}

fn moment(text: &str) -> Option<i64> {
    let moment: jiff::Timestamp = text.trim().parse().ok()?;
    Some(moment.as_second())
}

/// The start of a text that may be of any length.
fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}
