//! Outcomes of rules to verdicts on release types, and verdicts to the exit code.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::VersionFact;
use crate::release::ReleaseType;

/// What a rule says about one release type.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The rule holds.
    Pass,
    /// The rule does not hold.
    Fail,
    /// Something to look at that does not block.
    Warn,
    /// The rule does not hold, and a waiver covers each of its findings.
    Waived,
    /// What the rule needs to know is missing, stale or unreadable.
    Unknown,
    /// The rule does not hold yet and is not due yet.
    Pending,
    /// The rule says nothing about this stage, this type or this project.
    NotApplicable,
    /// The rule could not be evaluated.
    Error,
}

impl Status {
    /// All statuses, in the order in which reports count them.
    pub const ALL: [Status; 8] = [
        Status::Error,
        Status::Fail,
        Status::Unknown,
        Status::Waived,
        Status::Warn,
        Status::Pending,
        Status::Pass,
        Status::NotApplicable,
    ];

    /// The name used in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Fail => "fail",
            Status::Warn => "warn",
            Status::Waived => "waived",
            Status::Unknown => "unknown",
            Status::Pending => "pending",
            Status::NotApplicable => "not-applicable",
            Status::Error => "error",
        }
    }
}

/// How much a rule weighs.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It blocks the release.
    Deny,
    /// It is shown and recorded.
    Warn,
}

impl Level {
    /// The name used in metadata, configuration and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Level::Deny => "deny",
            Level::Warn => "warn",
        }
    }
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What it is about: a file, a commit, a branch. Waivers match on it.
    pub subject: String,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
    /// What to do about this very finding; `null` where the rule's own advice is all there is.
    pub fix: Option<String>,
    /// Whether it blocks; a rule of level `warn` has no finding that does.
    pub level: Level,
    /// Where to look; `null` where there is no one place.
    pub evidence: Option<Evidence>,
    /// What this lets through that the process would not, as every report then says; `null` where
    /// it lets nothing through, or where it blocks.
    pub weakening: Option<String>,
    /// The ticket of the waiver that covers it, or that of the follow-up of a release that goes out under a
    /// break-glass sign-off; `null` where nothing does.
    pub waived_by: Option<String>,
}

/// The place that a finding points at.
#[derive(
    Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Evidence {
    /// The path of a file.
    pub file: Option<String>,
    /// The line in that file, starting at 1.
    pub line: Option<u64>,
    /// The full id of a commit.
    pub commit: Option<String>,
}

/// What one rule says about one release type, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The id of the rule.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// The release type; `null` at the stage `process`.
    #[serde(rename = "type")]
    pub release_type: Option<ReleaseType>,
    /// How much the rule weighs in this run.
    pub level: Level,
    /// What it says.
    pub status: Status,
    /// Why it is unknown, not applicable, pending or in error; `null` where the findings tell.
    pub reason: Option<String>,
    /// What to do about it; `null` where there is nothing to do.
    pub fix: Option<String>,
    /// What the rule has looked at, sorted; empty where it does not say.
    pub looked_at: Vec<String>,
    /// What the rule stands for in the release process, as `Section / Subsection / first words`.
    pub source: Vec<String>,
    /// What was found, sorted.
    pub findings: Vec<Finding>,
    /// The rule that this one is folded under, because it cannot hold while that one fails.
    pub folded_under: Option<String>,
}

impl Outcome {
    /// Whether this outcome alone makes the release type a NO-GO.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.level == Level::Deny
            && matches!(self.status, Status::Fail | Status::Unknown | Status::Error)
    }
}

/// GO or NO-GO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Every rule that blocks holds.
    Go,
    /// At least one rule that blocks fails, is unknown or is in error.
    NoGo,
}

/// The decision for one release type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The type, or `process`.
    #[serde(rename = "type")]
    pub subject: String,
    /// The version that the release would have; `null` for `process`.
    pub version: Option<VersionFact>,
    /// The decision; `null` where only some rules were judged and none of them blocks: that is no
    /// GO.
    pub decision: Option<Decision>,
    /// Why there is a NO-GO that no rule accounts for: `null`, or that no rule applies.
    pub reason: Option<String>,
    /// How many rules have each status, and how many block.
    pub counts: Counts,
}

/// How many rules have each status.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Counts {
    /// Rules that hold.
    pub pass: u64,
    /// Rules that do not hold.
    pub fail: u64,
    /// Rules with something to look at.
    pub warn: u64,
    /// Rules whose findings are all waived.
    pub waived: u64,
    /// Rules whose facts are missing.
    pub unknown: u64,
    /// Rules that are not due yet.
    pub pending: u64,
    /// Rules that do not apply.
    pub not_applicable: u64,
    /// Rules that could not be evaluated.
    pub error: u64,
    /// Rules that make this a NO-GO.
    pub blocking: u64,
}

impl Counts {
    /// Counts outcomes by status.
    pub fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut counts = Counts::default();
        for outcome in outcomes {
            *counts.slot(outcome.status) += 1;
            counts.blocking += u64::from(outcome.blocks());
        }
        counts
    }

    /// How many rules have this status.
    #[must_use]
    pub fn get(&self, status: Status) -> u64 {
        let mut copy = self.clone();
        *copy.slot(status)
    }

    /// How many rules had something to say at all.
    #[must_use]
    pub fn applicable(&self) -> u64 {
        Status::ALL
            .into_iter()
            .filter(|status| *status != Status::NotApplicable)
            .map(|status| self.get(status))
            .sum()
    }

    fn slot(&mut self, status: Status) -> &mut u64 {
        match status {
            Status::Pass => &mut self.pass,
            Status::Fail => &mut self.fail,
            Status::Warn => &mut self.warn,
            Status::Waived => &mut self.waived,
            Status::Unknown => &mut self.unknown,
            Status::Pending => &mut self.pending,
            Status::NotApplicable => &mut self.not_applicable,
            Status::Error => &mut self.error,
        }
    }
}

/// The verdict on one release type, or on `process`, from what its rules say.
///
/// With `partial`, only some of the rules were judged: then there is no GO. Where no rule applies
/// there is none either: nothing was checked.
#[must_use]
pub fn decide(
    subject: &str,
    version: Option<VersionFact>,
    outcomes: &[Outcome],
    partial: bool,
) -> Verdict {
    let counts = Counts::of(outcomes);
    let nothing_applies = counts.applicable() == 0;
    let decision = match (counts.blocking, nothing_applies) {
        (0, false) if partial => None,
        (0, false) => Some(Decision::Go),
        _ => Some(Decision::NoGo),
    };
    Verdict {
        subject: subject.to_owned(),
        version,
        decision,
        reason: nothing_applies.then(|| "no rule applies, so nothing was checked".to_owned()),
        counts,
    }
}

#[cfg(test)]
mod tests;
