//! How sure a suggestion is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::Repository;
use crate::release::ReleaseType;
use crate::report::Report;
use crate::verdict::{Finding, Level};

/// How sure a suggestion is, and why it is not surer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sure {
    /// How sure it is.
    pub level: Sureness,
    /// What may ask for a larger type, sorted; empty where it is as sure as can be.
    pub because: Vec<String>,
}

/// How sure a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sureness {
    /// The rules that decide the type have no doubt.
    High,
    /// They have: a larger type may be needed.
    Medium,
    /// The clone lacks a part of the history, or two sources or more say too little to go by.
    Low,
}

/// What the rules warn of, for the type that is suggested: each is a doubt whether a larger one is
/// needed. A doubt that points at no place is about a whole source.
pub(super) fn sure(report: &Report, kind: ReleaseType, repository: &Repository) -> Sure {
    let outcomes = report.outcomes_of(Some(kind));
    let doubts: Vec<&Finding> = outcomes
        .flat_map(|outcome| &outcome.findings)
        .filter(|finding| finding.level == Level::Warn && finding.weakening.is_none())
        .collect();
    let mut because: Vec<String> = doubts
        .iter()
        .map(|finding| finding.message.clone())
        .collect();
    let whole = doubts.iter().filter(|finding| finding.evidence.is_none());
    let whole = whole.count();
    if repository.shallow {
        because.push("the clone is shallow: what is below its depth was not looked at".to_owned());
    }
    because.sort();
    because.dedup();
    let level = match because.len() {
        _ if repository.shallow || whole > 1 => Sureness::Low,
        0 => Sureness::High,
        _ => Sureness::Medium,
    };
    Sure { level, because }
}
