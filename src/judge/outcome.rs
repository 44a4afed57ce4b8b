//! What one rule says about one case: from metadata alone where that is enough, else from what its
//! evaluation found.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Case, Excuses, Session};
use crate::facts::{Fact, Missing};
use crate::policy::{Judged, Judgement, Rule};
use crate::verdict::{Level, Outcome, Status};
use crate::waivers::apply;

/// A status with its reason and a step to take.
struct Known {
    status: Status,
    reason: Option<String>,
    fix: Option<String>,
}

impl Known {
    fn new(status: Status, reason: impl Into<String>) -> Self {
        Known {
            status,
            reason: Some(reason.into()),
            fix: None,
        }
    }
}

impl Session<'_> {
    /// The outcome of a rule that need not be evaluated; `None` if it must be.
    pub(super) fn before_evaluation(&self, rule: &Rule, case: Case<'_>) -> Option<Outcome> {
        let known = self
            .skipped(rule)
            .or_else(|| refused(rule))
            .or_else(|| self.elsewhere(rule, case))
            .or_else(|| self.missing_fact(rule))?;
        Some(self.outcome(rule, case, known))
    }

    /// The outcomes of all selected rules for one case, sorted by rule.
    pub(super) fn outcomes_of(
        &self,
        case: Case<'_>,
        judgements: Vec<Judgement>,
        excuses: &Excuses<'_>,
        used: &mut [u64],
    ) -> Vec<Outcome> {
        let mut judgements = judgements.into_iter();
        self.rules
            .iter()
            .map(|rule| match self.before_evaluation(rule, case) {
                Some(outcome) => outcome,
                None => match judgements.next() {
                    Some(judgement) if judgement.rule == rule.id => {
                        self.after_evaluation(rule, case, judgement, excuses, used)
                    }
                    _ => self.outcome(
                        rule,
                        case,
                        Known::new(Status::Error, "the rule was not evaluated"),
                    ),
                },
            })
            .collect()
    }

    fn skipped(&self, rule: &Rule) -> Option<Known> {
        let reason = self.settings.skips.get(&rule.id)?;
        Some(Known::new(
            Status::NotApplicable,
            format!("switched off by the configuration: {reason}"),
        ))
    }

    fn elsewhere(&self, rule: &Rule, case: Case<'_>) -> Option<Known> {
        if !self.stages().any(|stage| rule.stages.contains(&stage)) {
            let stages = join(rule.stages.iter().map(|stage| stage.name()));
            return Some(Known::new(
                Status::NotApplicable,
                format!("it applies at the stage {stages}"),
            ));
        }
        let kind = case?.release_type;
        if rule.types.contains(&kind) {
            return None;
        }
        let types = join(rule.types.iter().map(|kind| kind.name()));
        Some(Known::new(
            Status::NotApplicable,
            format!("it applies to {types} releases"),
        ))
    }

    fn missing_fact(&self, rule: &Rule) -> Option<Known> {
        rule.needs
            .iter()
            .find_map(|name| match self.document.facts.get(name) {
                Some(Fact::Value(_)) => None,
                Some(Fact::Unknown(missing)) => Some(Known {
                    status: Status::Unknown,
                    reason: Some(missing.reason.clone()),
                    fix: missing.fix.clone(),
                }),
                None => Some(Known::new(
                    Status::Unknown,
                    format!("the fact `{name}` was not collected"),
                )),
            })
    }

    fn after_evaluation(
        &self,
        rule: &Rule,
        case: Case<'_>,
        judgement: Judgement,
        excuses: &Excuses<'_>,
        used: &mut [u64],
    ) -> Outcome {
        let mut judged = match judgement.result {
            Ok(judged) => judged,
            Err(message) => return self.outcome(rule, case, Known::new(Status::Error, message)),
        };
        for (total, covered) in used.iter_mut().zip(apply(
            &self.settings.waivers,
            &rule.id,
            &mut judged.deny,
            excuses.moment,
        )) {
            *total += covered;
        }
        for cover in &excuses.covers {
            cover.apply(&rule.id, &mut judged.deny);
        }
        let level = self.level(rule);
        if level == Level::Warn {
            judged
                .deny
                .iter_mut()
                .for_each(|finding| finding.level = Level::Warn);
        }
        let known = self.status(&judged);
        let mut outcome = self.outcome(rule, case, known);
        if outcome.status != Status::NotApplicable {
            outcome.findings = judged.deny;
            outcome.looked_at = judged.looked_at;
        }
        outcome
    }

    /// Precedence: not applicable, fail, unknown, waived, warn, pass; a failure that is not due
    /// yet is pending.
    fn status(&self, judged: &Judged) -> Known {
        if !judged.not_applicable.is_empty() {
            return Known::new(Status::NotApplicable, judged.not_applicable.join("; "));
        }
        let deny = |finding: &&crate::verdict::Finding| finding.level == Level::Deny;
        let open = judged
            .deny
            .iter()
            .filter(deny)
            .any(|finding| finding.waived_by.is_none());
        let unknown = !judged.unknown.is_empty();
        match judged.due {
            Some(due) if (open || unknown) && self.document.clock.seconds < due => {
                let when = jiff::Timestamp::from_second(due)
                    .map_or_else(|_| due.to_string(), |time| time.to_string());
                return Known::new(Status::Pending, format!("due by {when}"));
            }
            _ => {}
        }
        if open {
            return Known {
                status: Status::Fail,
                reason: None,
                fix: None,
            };
        }
        if unknown {
            return all_unknown(&judged.unknown);
        }
        let status = match (
            judged.deny.iter().any(|finding| deny(&finding)),
            judged.deny.is_empty(),
        ) {
            (true, _) => Status::Waived,
            (false, false) => Status::Warn,
            (false, true) => Status::Pass,
        };
        Known {
            status,
            reason: None,
            fix: None,
        }
    }

    /// The level in force: the configured one, else the rule's own once it is effective.
    pub(super) fn level(&self, rule: &Rule) -> Level {
        let own = if is_effective(rule.effective_on, self.today) {
            rule.level
        } else {
            Level::Warn
        };
        self.settings.levels.get(&rule.id).copied().unwrap_or(own)
    }

    fn outcome(&self, rule: &Rule, case: Case<'_>, known: Known) -> Outcome {
        Outcome {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            release_type: case.map(|candidate| candidate.release_type),
            level: self.level(rule),
            status: known.status,
            reason: known.reason,
            fix: known
                .fix
                .or_else(|| needs_advice(known.status).then(|| rule.fix.clone())),
            looked_at: Vec::new(),
            source: rule.source.clone(),
            findings: Vec::new(),
            folded_under: None,
        }
    }
}

/// A rule whose file is not in order says nothing, and that must not read as a pass.
fn refused(rule: &Rule) -> Option<Known> {
    let reason = rule.refused.as_deref()?;
    Some(Known::new(Status::Error, reason))
}

fn needs_advice(status: Status) -> bool {
    !matches!(status, Status::Pass | Status::NotApplicable)
}

fn is_effective(from: Option<Date>, today: Date) -> bool {
    from.is_none_or(|day| day <= today)
}

fn join<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// All reasons together, with each step to take once.
fn all_unknown(reasons: &[Missing]) -> Known {
    let fixes: BTreeSet<&str> = reasons
        .iter()
        .filter_map(|missing| missing.fix.as_deref())
        .collect();
    let fixes: Vec<&str> = fixes.into_iter().collect();
    let reasons: Vec<&str> = reasons
        .iter()
        .map(|missing| missing.reason.as_str())
        .collect();
    Known {
        status: Status::Unknown,
        reason: Some(reasons.join("; ")),
        fix: (!fixes.is_empty()).then(|| fixes.join("; ")),
    }
}
