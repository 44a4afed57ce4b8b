//! The facts document: what `collect` writes, what `eval` reads, and what policies see of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::VersionFact;
use crate::release::{Calendar, ReleaseType, Scheme, Stage};

/// The identifier of the facts document's format.
pub const SCHEMA: &str = "relcheck.facts/1";

/// Everything that a decision is made from, apart from policies, configuration and waivers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// [`SCHEMA`].
    pub schema: String,
    /// The program that collected the facts.
    pub tool: Tool,
    /// The time at which they are judged.
    pub clock: Clock,
    /// The project that they speak of.
    pub project: Project,
    /// What is being decided.
    pub subject: Subject,
    /// Each collector's fact by the collector's name.
    pub facts: BTreeMap<String, Fact>,
}

/// A program by name and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
}

/// The time at which a decision is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// RFC 3339, in UTC, to the second.
    pub now: String,
    /// The same in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub seconds: i64,
    /// Whether `--now` set it.
    pub overridden: bool,
}

impl Clock {
    /// The day, in UTC; `None` if `seconds` is out of the calendar's range, which only saved facts
    /// that were tampered with can be.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        let time = Timestamp::from_second(self.seconds).ok()?;
        Some(time.to_zoned(TimeZone::UTC).date())
    }
}

/// The project that is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// The configured name, or that of the main manifest, or of the folder.
    pub name: String,
    /// The project's folder inside the repository, with `/` between its parts; empty for the root.
    pub path: String,
    /// Whether others build on its code, or run it.
    pub kind: ProjectKind,
    /// What says so, for a person to read.
    pub kind_reason: String,
}

/// What users of a project rely on.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ProjectKind {
    /// Others build on its code: what they import is its interface, besides what an application
    /// has.
    #[default]
    Library,
    /// Others run it: its command line, its configuration and its files are its interface.
    Application,
}

impl ProjectKind {
    /// The name used in the configuration and in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ProjectKind::Library => "library",
            ProjectKind::Application => "application",
        }
    }
}

/// What is being decided, and how that was found out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The stage that is judged.
    pub stage: Stage,
    /// The stage that HEAD's tags suggest.
    pub derived_stage: Stage,
    /// Whether that stage is not judged only because rules that it needs are not there: then those of
    /// its rules that are there are judged at `stage`, too.
    pub gave_way: bool,
    /// What the numbers of the project's versions say.
    pub scheme: Scheme,
    /// How dates are written into versions; `null` unless the scheme is `calver`.
    pub calendar: Option<Calendar>,
    /// The type that the candidate itself is.
    #[serde(rename = "type")]
    pub release_type: ReleaseType,
    /// What that was derived from, for a person to read.
    pub type_reason: String,
    /// The release before it; `null` for a first release, or where it is not known.
    pub previous: Option<PreviousRelease>,
    /// The candidate for each type.
    pub candidates: Vec<Candidate>,
    /// Things about the checkout that make the decision weaker, for the report.
    pub weakenings: Vec<String>,
}

/// The release that is judged for one type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The type.
    #[serde(rename = "type")]
    pub release_type: ReleaseType,
    /// The version that a release of this type would have.
    pub version: VersionFact,
}

/// One collector's result: a typed fact, or the reason why there is none.
///
/// In JSON `{"value": …}` or `{"unknown": {"reason", "fix"}}`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fact {
    /// The fact, as the JSON text of the collector's type.
    Value(Box<RawValue>),
    /// What every rule that needs the fact will say.
    Unknown(Missing),
}

/// Why a fact is not known, and what to do about it.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    thiserror::Error,
)]
#[serde(deny_unknown_fields)]
#[error("{reason}")]
pub struct Missing {
    /// The reason, as a sentence without its full stop.
    pub reason: String,
    /// A command to paste or a step to take; `null` if there is none.
    pub fix: Option<String>,
}

impl Missing {
    /// A reason without a known way out.
    #[must_use]
    pub fn because(reason: impl Into<String>) -> Self {
        Missing {
            reason: reason.into(),
            fix: None,
        }
    }

    /// The same with a command to paste or a step to take.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }
}

/// The document that policies see as `input`, without `release`, which differs from type to type.
///
/// `facts` holds those collectors' facts that are known; a rule whose `needs` names another one is
/// `unknown` before it is evaluated.
#[derive(Debug, Clone, Serialize)]
pub struct Input<'a> {
    /// The project.
    pub project: &'a Project,
    /// The time of the decision.
    pub clock: &'a Clock,
    /// The facts, by collector.
    pub facts: BTreeMap<&'a str, &'a RawValue>,
}

/// The release that a rule judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The type; `null` at the stage `process`.
    #[serde(rename = "type")]
    pub release_type: Option<ReleaseType>,
    /// The stage.
    pub stage: Stage,
    /// What the numbers of the project's versions say.
    pub scheme: Scheme,
    /// How dates are written into versions; `null` unless the scheme is `calver`.
    pub calendar: Option<Calendar>,
    /// The version that a release of this type would have; `null` at the stage `process`.
    pub version: Option<VersionFact>,
    /// The release before it; `null` for a first release, or where it is not known (see
    /// `facts.repository.history`).
    pub previous: Option<PreviousRelease>,
}

/// A release that was made before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviousRelease {
    /// Its tag.
    pub tag: String,
    /// Its version.
    pub version: VersionFact,
    /// The commit that the tag points at.
    pub commit: String,
    /// That commit's committer time, in seconds since 1970 (UTC).
    #[schemars(extend("x-unit" = "seconds"))]
    pub time: i64,
}
