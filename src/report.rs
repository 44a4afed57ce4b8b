//! The report: everything that was asked, found and decided, from which every output is rendered.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::facts::{Clock, Evidence, Missing, Project, Tool};
use crate::release::{ReleaseType, Stage};
use crate::verdict::{Decision, Outcome, Status, Verdict};

/// The identifier of the report's format.
pub const SCHEMA: &str = "relcheck.report/1";

/// A whole decision. Rendering it, and the exit code, need nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program that decided.
    pub tool: Tool,
    /// The time of the decision.
    pub clock: Clock,
    /// The project that was judged.
    pub project: Project,
    /// The state of the checkout.
    pub repository: RepositorySummary,
    /// The stage that was judged.
    pub stage: Stage,
    /// What was asked.
    pub question: Question,
    /// The decisions: one for each release type, or one at the stage `process`.
    pub verdicts: Vec<Verdict>,
    /// What every rule says, by release type and rule.
    pub outcomes: Vec<Outcome>,
    /// The waivers that were found, used or not, sorted by rule and ticket.
    pub waivers: Vec<WaiverUse>,
    /// Everything that makes this decision weaker than the process asks for, sorted.
    pub weakenings: Vec<String>,
    /// The reports of other tools that the judged facts were read from, whatever each is worth,
    /// sorted by path.
    pub evidence: Vec<Evidence>,
    /// The policies that judged.
    pub policies: PolicySummary,
    /// The facts that were judged.
    pub facts: FactsSummary,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The type that the exit code speaks of; `null` at the stage `process`.
    #[serde(rename = "type")]
    pub release_type: Option<ReleaseType>,
    /// Why it is that type, for a person to read.
    pub reason: String,
    /// The rules that `--rule` selected; empty if all were judged. With a selection there is no
    /// GO: the rules that were left out may say otherwise.
    pub rules: Vec<String>,
    /// Whether `--no-fail` was given: then the exit code is 0 whatever was decided.
    pub no_fail: bool,
}

/// The state of the checkout.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepositorySummary {
    /// The commit that was judged; `null` if there is none or the repository could not be read.
    pub head: Option<String>,
    /// The branch; `null` if it is not known.
    pub branch: Option<String>,
    /// Whether the files differ from that commit; `null` if no rule asked.
    pub dirty: Option<bool>,
}

/// A waiver, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverUse {
    /// The rule whose findings it covers.
    pub rule: String,
    /// The pattern of the subjects that it covers.
    pub subject: String,
    /// The ticket in which it was agreed.
    pub ticket: String,
    /// Why the finding is accepted.
    pub reason: String,
    /// Who asked for it.
    pub owner: String,
    /// Who agreed to it.
    pub approver: String,
    /// The last day on which it counts, as `YYYY-MM-DD`.
    pub expires: String,
    /// The versions for which it counts.
    pub versions: String,
    /// Whether its subject is nothing but wildcards.
    pub over_broad: bool,
    /// How many findings it covered.
    pub used: u64,
    /// Why it does not count; `null` if it does.
    pub void: Option<String>,
}

/// The policies that judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicySummary {
    /// The SHA-256 over all policy files, parameters included, in hexadecimal.
    pub digest: String,
    /// Each file with its own SHA-256.
    pub files: BTreeMap<String, String>,
}

/// The facts that were judged: those that an applicable rule needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactsSummary {
    /// The SHA-256 over all of them, in hexadecimal.
    pub digest: String,
    /// Each fact by its collector's name.
    pub collected: BTreeMap<String, FactSummary>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactSummary {
    /// The SHA-256 of its JSON, in hexadecimal; `null` if it is not known.
    pub digest: Option<String>,
    /// Why it is not known; `null` if it is.
    pub unknown: Option<Missing>,
}

/// The exit codes of every command that decides. The same in every output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// GO for what was asked; with `--rule`: these rules passed.
    Go = 0,
    /// NO-GO: a rule failed.
    NoGo = 1,
    /// No decision can be relied on: wrong usage, configuration or policies, an error of relcheck
    /// itself, a blocking rule that could not be evaluated, or no rule that applies.
    Error = 2,
    /// NO-GO only because evidence is missing, stale or unreadable; with `--rule`: one of these rules is
    /// unknown, whatever its level.
    Unknown = 3,
}

impl Report {
    /// The exit code, which depends on the report alone.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        let decided = self.decided();
        match decided {
            _ if self.question.no_fail && decided != ExitCode::Error => ExitCode::Go,
            other => other,
        }
    }

    /// The verdict that the exit code speaks of.
    #[must_use]
    pub fn own_verdict(&self) -> Option<&Verdict> {
        match self.question.release_type {
            Some(kind) => self
                .verdicts
                .iter()
                .find(|verdict| verdict.subject == kind.name()),
            None => self.verdicts.first(),
        }
    }

    /// The outcomes that the verdict on `release_type` was made from.
    pub fn outcomes_of(&self, release_type: Option<ReleaseType>) -> impl Iterator<Item = &Outcome> {
        self.outcomes
            .iter()
            .filter(move |outcome| outcome.release_type == release_type)
    }

    fn decided(&self) -> ExitCode {
        let blocking = |status| {
            self.outcomes_of(self.question.release_type)
                .any(|outcome| outcome.blocks() && outcome.status == status)
        };
        let Some(verdict) = self.own_verdict() else {
            return ExitCode::Error;
        };
        if verdict.counts.applicable() == 0 || blocking(Status::Error) {
            return ExitCode::Error;
        }
        match verdict.decision {
            Some(Decision::Go) => ExitCode::Go,
            None if verdict.counts.error > 0 => ExitCode::Error,
            None if verdict.counts.unknown > 0 => ExitCode::Unknown,
            None => ExitCode::Go,
            _ if blocking(Status::Fail) => ExitCode::NoGo,
            _ if blocking(Status::Unknown) => ExitCode::Unknown,
            _ => ExitCode::Error,
        }
    }
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
