//! Facts and policies to a report. Pure: the same input gives the same report.

mod break_glass;
mod issue_labels;
mod outcome;
mod summary;
mod unused;
mod weakening;

use std::collections::{BTreeMap, BTreeSet};
use std::iter;
use std::sync::Arc;

use jiff::civil::Date;

use crate::collect::evidence;
use crate::facts::{Candidate, Document, Evidence, Fact, Input, Release, VersionFact};
use crate::nearest::suggestion;
use crate::policy::{PolicySet, Request, Rule};
use crate::release::{ReleaseType, Stage};
use crate::report::{Question, Report, SCHEMA};
use crate::verdict::{Level, Outcome, Verdict, decide};
use crate::waivers::{Moment, Waiver};

pub use issue_labels::issue_labels;

/// How the project and the command line want the facts to be judged.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The rules that are judged; all of them if empty.
    pub rules: Vec<String>,
    /// Other levels than the rules' own, by rule id.
    pub levels: BTreeMap<String, Level>,
    /// Rules that are not judged, with the reason.
    pub skips: BTreeMap<String, String>,
    /// The project's waivers.
    pub waivers: Vec<Waiver>,
    /// Whether the exit code is 0 whatever is decided.
    pub no_fail: bool,
    /// What else makes the decision weaker.
    pub weakenings: Vec<String>,
}

/// Why nothing can be judged. Each one ends with exit code 2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JudgeError {
    /// A rule was named that does not exist.
    #[error("there is no rule `{name}`{suggestion}; `relcheck rules` lists them all")]
    UnknownRule {
        /// The name.
        name: String,
        /// `; did you mean …?` with the nearest rule, or nothing.
        suggestion: String,
    },
    /// The stage has duties for which no rule is there.
    #[error(
        "the stage {stage} cannot be decided: no rule `{rule}` is there yet; ask for another one with --stage"
    )]
    Undecidable {
        /// The stage.
        stage: Stage,
        /// The first rule that is missing.
        rule: String,
    },
    /// The time of the decision is none.
    #[error("the facts' clock is not a time: {0}")]
    Clock(i64),
}

/// Judges the facts.
///
/// # Errors
/// [`JudgeError`] where the question makes no sense. A rule that cannot be evaluated is no error:
/// it is an outcome, and it blocks.
pub fn judge(
    document: &Document,
    policies: &PolicySet,
    settings: &Settings,
) -> Result<Report, JudgeError> {
    let stage = document.subject.stage;
    let session = Session {
        document,
        policies,
        settings,
        rules: selected(policies, settings)?,
        today: document
            .clock
            .day()
            .ok_or(JudgeError::Clock(document.clock.seconds))?,
    };
    // Where only some rules are asked for, the stage is not decided: no GO is printed then.
    let decides = settings.rules.is_empty();
    if let Some(rule) = missing_requirement(policies, stage).filter(|_| decides) {
        return Err(JudgeError::Undecidable { stage, rule });
    }
    let (outcomes, used) = session.outcomes();
    Ok(session.report(outcomes, &used))
}

/// The error for a rule that does not exist, with the nearest one that does.
#[must_use]
pub fn unknown_rule(policies: &PolicySet, name: &str) -> JudgeError {
    let known = policies.rules().iter().map(|rule| rule.id.as_str());
    JudgeError::UnknownRule {
        name: name.to_owned(),
        suggestion: suggestion(name, known),
    }
}

/// A rule without which the stage cannot be decided, and which is not there.
#[must_use]
pub fn missing_requirement(policies: &PolicySet, stage: Stage) -> Option<String> {
    let is_there = |id: &str| policies.rules().iter().any(|rule| rule.id == id);
    policies
        .stage_requirements(stage)
        .iter()
        .find(|id| !is_there(id))
        .cloned()
}

fn selected<'a>(policies: &'a PolicySet, settings: &Settings) -> Result<Vec<&'a Rule>, JudgeError> {
    let known = || policies.rules().iter().map(|rule| rule.id.as_str());
    let named = settings
        .rules
        .iter()
        .chain(settings.levels.keys())
        .chain(settings.skips.keys());
    for name in named {
        if !known().any(|id| id == name) {
            return Err(unknown_rule(policies, name));
        }
    }
    let wanted = |rule: &&Rule| settings.rules.is_empty() || settings.rules.contains(&rule.id);
    Ok(policies.rules().iter().filter(wanted).collect())
}

/// One run of [`judge`].
struct Session<'a> {
    document: &'a Document,
    policies: &'a PolicySet,
    settings: &'a Settings,
    rules: Vec<&'a Rule>,
    today: Date,
}

/// What findings of one case may be excused by.
struct Excuses<'a> {
    /// What waivers are held against.
    moment: Moment<'a>,
    /// What an emergency release goes out with.
    covers: Vec<break_glass::Cover>,
}

/// One release type, or the one subject of the stage `process`.
type Case<'a> = Option<&'a Candidate>;

impl Session<'_> {
    fn stage(&self) -> Stage {
        self.document.subject.stage
    }

    /// The stages whose rules are judged: the stage itself, and the one that gave way to it.
    fn stages(&self) -> impl Iterator<Item = Stage> + use<> {
        let subject = &self.document.subject;
        let other = subject.gave_way.then_some(subject.derived_stage);
        iter::once(subject.stage).chain(other)
    }

    fn cases(&self) -> Vec<Case<'_>> {
        if !self.stage().has_types() {
            return vec![None];
        }
        self.document.subject.candidates.iter().map(Some).collect()
    }

    /// The outcomes of all cases, and how many findings each waiver covered.
    fn outcomes(&self) -> (Vec<Outcome>, Vec<u64>) {
        let cases = self.cases();
        let input = self.common_input();
        let requests: Vec<Request> = cases
            .iter()
            .map(|case| self.request(*case, &input))
            .collect();
        let judged = self.policies.evaluate(&requests);
        let mut used = vec![0; self.settings.waivers.len()];
        let mut outcomes = Vec::new();
        for (case, judgements) in cases.iter().zip(judged) {
            let version = case.map(|candidate| comparable(&candidate.version));
            let moment = Moment {
                today: self.today,
                version: version.as_ref(),
            };
            let excuses = Excuses {
                moment,
                covers: break_glass::covers(self, *case),
            };
            let mut of_case = self.outcomes_of(*case, judgements, &excuses, &mut used);
            fold(&mut of_case, &self.rules);
            outcomes.append(&mut of_case);
        }
        (outcomes, used)
    }

    fn request<'r>(&'r self, case: Case<'_>, input: &Arc<str>) -> Request<'r> {
        let rules = self
            .rules
            .iter()
            .filter(|rule| self.before_evaluation(rule, case).is_none())
            .map(|rule| rule.id.as_str())
            .collect();
        let release = serde_json::to_string(&self.release(case));
        Request {
            input: Arc::clone(input),
            release: Some(release.unwrap_or_default()),
            rules,
        }
    }

    /// What all cases have in common: the input without its `release`.
    ///
    /// Should it ever not serialise, it is empty: that is no JSON, so every rule ends in `error`.
    /// `null` would be read, and rules that find nothing in it would pass.
    fn common_input(&self) -> Arc<str> {
        let needed = self.applicable_needs();
        let facts = self
            .document
            .facts
            .iter()
            .filter_map(|(name, fact)| match fact {
                Fact::Value(raw) if needed.contains(name.as_str()) => {
                    Some((name.as_str(), raw.as_ref()))
                }
                _ => None,
            });
        let input = Input {
            project: &self.document.project,
            clock: &self.document.clock,
            facts: facts.collect(),
        };
        serde_json::to_string(&input).unwrap_or_default().into()
    }

    fn release(&self, case: Case<'_>) -> Release {
        Release {
            release_type: case.map(|candidate| candidate.release_type),
            stage: self.stage(),
            scheme: self.document.subject.scheme,
            calendar: self.document.subject.calendar.clone(),
            version: case.map(|candidate| candidate.version.clone()),
            previous: self.document.subject.previous.clone(),
        }
    }

    fn report(&self, mut outcomes: Vec<Outcome>, used: &[u64]) -> Report {
        let subject = &self.document.subject;
        let waivers: Vec<_> = self
            .settings
            .waivers
            .iter()
            .zip(used)
            .map(|(waiver, used)| {
                let mut shown = waiver.to_use(*used, self.today);
                if self.policies.rule(&waiver.rule).is_none() {
                    shown.void = Some(unknown_rule(self.policies, &waiver.rule).to_string());
                }
                shown
            })
            .collect();
        // Where only some rules were judged, a waiver of another one covers nothing.
        if self.settings.rules.is_empty() {
            unused::warn(&mut outcomes, &waivers);
        }
        Report {
            schema: SCHEMA.to_owned(),
            tool: crate::tool(),
            clock: self.document.clock.clone(),
            project: self.document.project.clone(),
            repository: summary::repository(&self.document.facts),
            stage: self.stage(),
            question: Question {
                release_type: self.stage().has_types().then_some(subject.release_type),
                reason: subject.type_reason.clone(),
                rules: self.settings.rules.clone(),
                no_fail: self.settings.no_fail,
            },
            verdicts: self.verdicts(&outcomes),
            weakenings: weakening::all(self, &outcomes, &waivers),
            outcomes,
            waivers,
            evidence: self.evidence(),
            policies: summary::policies(self.policies),
            facts: summary::facts(&self.document.facts, &self.applicable_needs()),
        }
    }

    fn verdicts(&self, outcomes: &[Outcome]) -> Vec<Verdict> {
        let partial = !self.settings.rules.is_empty();
        self.cases()
            .into_iter()
            .map(|case| {
                let kind = case.map(|candidate| candidate.release_type);
                let of_case: Vec<Outcome> = outcomes
                    .iter()
                    .filter(|outcome| outcome.release_type == kind)
                    .cloned()
                    .collect();
                let name = kind.map_or("process", ReleaseType::name);
                decide(
                    name,
                    case.map(|candidate| candidate.version.clone()),
                    &of_case,
                    partial,
                )
            })
            .collect()
    }

    /// The reports of other tools that the judged facts were read from.
    fn evidence(&self) -> Vec<Evidence> {
        let needed = self.applicable_needs();
        evidence(&self.document.facts, |name| needed.contains(name))
    }

    /// The facts that some rule needs at this stage, for some type.
    fn applicable_needs(&self) -> BTreeSet<&str> {
        self.stages()
            .flat_map(|stage| needed_facts(self.policies, self.settings, stage))
            .collect()
    }
}

/// The names of the facts that the selected rules of a stage need. Collecting others is wasted.
#[must_use]
pub fn needed_facts<'a>(
    policies: &'a PolicySet,
    settings: &Settings,
    stage: Stage,
) -> BTreeSet<&'a str> {
    rules_of(policies, settings, stage)
        .flat_map(|rule| rule.needs.iter().map(String::as_str))
        .collect()
}

/// The rules of a stage that are judged.
fn rules_of<'a>(
    policies: &'a PolicySet,
    settings: &Settings,
    stage: Stage,
) -> impl Iterator<Item = &'a Rule> {
    let rules = policies.rules().iter();
    rules
        .filter(|rule| settings.rules.is_empty() || settings.rules.contains(&rule.id))
        .filter(move |rule| rule.stages.contains(&stage) && !settings.skips.contains_key(&rule.id))
}

/// Folds each outcome under the first failing rule that it depends on.
fn fold(outcomes: &mut [Outcome], rules: &[&Rule]) {
    let blocking: BTreeSet<String> = outcomes
        .iter()
        .filter(|outcome| outcome.blocks())
        .map(|outcome| outcome.rule.clone())
        .collect();
    for outcome in outcomes.iter_mut().filter(|outcome| outcome.blocks()) {
        let depends_on = rules
            .iter()
            .find(|rule| rule.id == outcome.rule)
            .map(|rule| &rule.depends_on);
        outcome.folded_under = depends_on
            .into_iter()
            .flatten()
            .find(|id| blocking.contains(*id))
            .cloned();
    }
}

/// The version as the ranges of waivers read it. SemVer has no epochs, so that no range holds a
/// version of a later one.
fn comparable(version: &VersionFact) -> semver::Version {
    let mut read = semver::Version::new(version.major, version.minor, version.patch);
    if version.epoch > 0 {
        read.pre = semver::Prerelease::new("epoch").unwrap_or_default();
    }
    read
}

#[cfg(test)]
mod tests;
