//! Everything that makes a decision weaker than the process asks for. All of it is in the report.

use serde::Deserialize;

use super::Session;
use super::summary::part;
use crate::policy::is_exempted;
use crate::report::WaiverUse;
use crate::verdict::{Level, Outcome, Status};

/// All weakenings of this run, sorted, each once.
pub(super) fn all(
    session: &Session<'_>,
    outcomes: &[Outcome],
    waivers: &[WaiverUse],
) -> Vec<String> {
    let mut found = session.document.subject.weakenings.clone();
    found.extend_from_slice(&session.settings.weakenings);
    found.extend_from_slice(session.policies.weakenings());
    found.extend(of_the_policies(session));
    found.extend(of_the_question(session));
    found.extend(of_the_configuration(session));
    found.extend(of_what_was_not_asked(session, outcomes));
    found.extend(outcomes.iter().flat_map(of_exceptions));
    found.extend(outcomes.iter().flat_map(of_findings));
    found.extend(waivers.iter().filter_map(of_a_waiver));
    found.sort();
    found.dedup();
    found
}

/// A GO says nothing about what no rule looks at.
fn of_the_policies(session: &Session<'_>) -> Option<String> {
    let uncovered = session.policies.uncovered();
    (!uncovered.is_empty()).then(|| {
        format!(
            "no rule checks these parts of the process yet: {}",
            uncovered.join(", ")
        )
    })
}

fn of_the_question(session: &Session<'_>) -> Vec<String> {
    let document = session.document;
    let mut found = Vec::new();
    if document.clock.overridden {
        found.push(format!("the clock is overridden: {}", document.clock.now));
    }
    if document.subject.stage != document.subject.derived_stage {
        found.push(format!(
            "judged at the stage {}, while HEAD's tags say {}{}",
            document.subject.stage,
            document.subject.derived_stage,
            match document.subject.gave_way {
                true => ", of which only some rules are there: those were judged, too",
                false => "",
            }
        ));
    }
    if !session.settings.rules.is_empty() {
        found.push(format!(
            "only these rules were judged: {}",
            session.settings.rules.join(", ")
        ));
    }
    if session.settings.no_fail {
        found.push("the exit code is 0 whatever was decided (--no-fail)".to_owned());
    }
    found
}

fn of_the_configuration(session: &Session<'_>) -> Vec<String> {
    let skips = session
        .settings
        .skips
        .iter()
        .map(|(rule, reason)| format!("`{rule}` is switched off: {reason}"));
    let lowered = session
        .policies
        .rules()
        .iter()
        .filter(|rule| {
            rule.level == Level::Deny && session.settings.levels.get(&rule.id) == Some(&Level::Warn)
        })
        .map(|rule| format!("`{}` only warns (its own level is deny)", rule.id));
    skips.chain(lowered).collect()
}

/// What is unknown because nothing was to be asked over the network.
fn of_what_was_not_asked(session: &Session<'_>, outcomes: &[Outcome]) -> Vec<String> {
    let facts = [
        ("checks", "the CI system"),
        ("issues", "the tracker"),
        ("reviews", "the forge"),
    ];
    let was_offline = |(name, _): &(&str, &str)| {
        let asked: Option<Asked> = part(&session.document.facts, name);
        asked.is_some_and(|asked| asked.access.offline)
    };
    let not_asked = facts.into_iter().filter(was_offline);
    not_asked
        .flat_map(|(fact, whom)| {
            let is_left_unknown = move |outcome: &&Outcome| {
                let rule = session.policies.rule(&outcome.rule);
                let needs = rule.is_some_and(|rule| rule.needs.iter().any(|it| it == fact));
                needs && outcome.status == Status::Unknown
            };
            outcomes.iter().filter(is_left_unknown).map(move |outcome| {
                format!(
                    "`{}` is unknown, and {whom} was not asked (--offline)",
                    outcome.rule
                )
            })
        })
        .collect()
}

/// Of a fact that a forge may be asked for, whether that was forbidden.
#[derive(Deserialize)]
struct Asked {
    access: AskedAccess,
}

#[derive(Deserialize)]
struct AskedAccess {
    offline: bool,
}

/// What Conftest policies exempt themselves from.
fn of_exceptions(outcome: &Outcome) -> impl Iterator<Item = String> {
    let exempted = outcome
        .findings
        .iter()
        .filter(|finding| is_exempted(finding));
    exempted.map(|finding| {
        format!(
            "a Conftest `exception` exempts `{}` of `{}`",
            finding.subject, outcome.rule
        )
    })
}

/// What rules let through, and say so.
fn of_findings(outcome: &Outcome) -> impl Iterator<Item = String> {
    let findings = outcome.findings.iter();
    findings.filter_map(|finding| finding.weakening.clone())
}

fn of_a_waiver(waiver: &WaiverUse) -> Option<String> {
    let WaiverUse {
        rule,
        subject,
        ticket,
        ..
    } = waiver;
    match &waiver.void {
        Some(reason) => Some(format!(
            "the waiver {ticket} of `{rule}` does not count: {reason}"
        )),
        None if waiver.used > 0 && waiver.over_broad => Some(format!(
            "the waiver {ticket} covers whatever `{rule}` finds"
        )),
        None if waiver.used > 0 => Some(format!(
            "the waiver {ticket} covers `{rule}` for `{subject}`"
        )),
        None => None,
    }
}
