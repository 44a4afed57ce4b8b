//! What rules out the smaller types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::release::ReleaseType;
use crate::report::Report;
use crate::verdict::{Evidence, Finding, Level};

/// Everything that asks for one type at least.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// The type that it asks for.
    #[serde(rename = "type")]
    pub release_type: ReleaseType,
    /// What asks for it, sorted.
    pub findings: Vec<Reason>,
}

/// One thing that asks for a larger type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// What it is about: a commit, a symbol, a document.
    pub subject: String,
    /// What it is, as a sentence without its full stop.
    pub message: String,
    /// Where to look; `null` where there is no one place.
    pub evidence: Option<Evidence>,
    /// The rule that found it.
    pub rule: String,
}

/// The findings that block a smaller type, by the type from which on they do not, the largest first.
/// `suggested` is the smallest type that nothing blocks.
pub(super) fn reasons(
    report: &Report,
    types: &[ReleaseType],
    suggested: Option<ReleaseType>,
) -> Vec<Reasons> {
    let Some(suggested) = suggested else {
        return Vec::new();
    };
    let mut groups = Vec::new();
    let mut told: Vec<Reason> = Vec::new();
    let smaller = types.iter().take_while(|kind| **kind != suggested);
    for (place, kind) in smaller.enumerate().collect::<Vec<_>>().into_iter().rev() {
        let mut findings: Vec<Reason> = blocking(report, *kind)
            .into_iter()
            .filter(|reason| !told.iter().any(|other| is_same(other, reason)))
            .collect();
        findings.sort();
        findings.dedup();
        told.extend(findings.iter().cloned());
        let asked_for = types.get(place + 1).copied().unwrap_or(suggested);
        if !findings.is_empty() {
            groups.push(Reasons {
                release_type: asked_for,
                findings,
            });
        }
    }
    groups
}

/// One commit may be named by two rules, and for two types.
fn is_same(one: &Reason, other: &Reason) -> bool {
    one.subject == other.subject && one.evidence == other.evidence && one.rule == other.rule
}

fn blocking(report: &Report, kind: ReleaseType) -> Vec<Reason> {
    let outcomes = report
        .outcomes_of(Some(kind))
        .filter(|outcome| outcome.blocks());
    outcomes
        .flat_map(|outcome| {
            let findings = outcome.findings.iter();
            findings
                .filter(|finding| finding.level == Level::Deny && finding.waived_by.is_none())
                .map(|finding| reason(&outcome.rule, finding))
        })
        .collect()
}

fn reason(rule: &str, finding: &Finding) -> Reason {
    Reason {
        subject: finding.subject.clone(),
        message: finding.message.clone(),
        evidence: finding.evidence.clone(),
        rule: rule.to_owned(),
    }
}
