//! Waivers that covered nothing: what no rule can know before all are judged.

use crate::report::WaiverUse;
use crate::verdict::{Finding, Level, Outcome, Status};

/// The rule that speaks of waivers.
const RULE: &str = "approvals.waivers";

/// Adds a warning for each waiver that counts and covered nothing, where the rule on waivers was judged
/// and blocks nothing else: it depends on no outcome of its own.
pub(super) fn warn(outcomes: &mut [Outcome], waivers: &[WaiverUse]) {
    let unused = waivers
        .iter()
        .filter(|it| it.used == 0 && it.void.is_none() && is_judged(outcomes, &it.rule));
    let unused: Vec<Finding> = unused.map(finding).collect();
    if unused.is_empty() {
        return;
    }
    for outcome in outcomes.iter_mut().filter(|it| it.rule == RULE) {
        match outcome.status {
            Status::Pass => outcome.status = Status::Warn,
            Status::Warn | Status::Fail => {}
            _ => continue,
        }
        outcome.findings.extend(unused.iter().cloned());
        outcome
            .findings
            .sort_by(|one, other| one.message.cmp(&other.message));
    }
}

/// Whether a rule was judged, for every type: at a stage that is not its own it finds nothing that
/// could be covered.
fn is_judged(outcomes: &[Outcome], rule: &str) -> bool {
    let mut of_rule = outcomes.iter().filter(|it| it.rule == rule).peekable();
    let is_judged = |it: &Outcome| {
        matches!(
            it.status,
            Status::Pass | Status::Warn | Status::Fail | Status::Waived
        )
    };
    of_rule.peek().is_some() && of_rule.all(is_judged)
}

fn finding(waiver: &WaiverUse) -> Finding {
    Finding {
        subject: format!("{} {}", waiver.ticket, waiver.rule),
        message: format!(
            "the waiver {} of `{}` for `{}` covers nothing: remove it",
            waiver.ticket, waiver.rule, waiver.subject
        ),
        fix: None,
        level: Level::Warn,
        evidence: None,
        weakening: None,
        waived_by: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(rule: &str, status: Status) -> Outcome {
        Outcome {
            rule: rule.to_owned(),
            title: String::new(),
            release_type: None,
            level: Level::Deny,
            status,
            reason: None,
            fix: None,
            looked_at: Vec::new(),
            source: Vec::new(),
            findings: Vec::new(),
            folded_under: None,
        }
    }

    fn waiver(used: u64, void: Option<&str>) -> WaiverUse {
        WaiverUse {
            rule: "branch.clean_tree".to_owned(),
            subject: "a".to_owned(),
            ticket: "REL-1".to_owned(),
            reason: String::new(),
            owner: String::new(),
            approver: String::new(),
            expires: String::new(),
            versions: String::new(),
            over_broad: false,
            used,
            void: void.map(str::to_owned),
        }
    }

    #[test]
    fn what_covered_nothing_is_a_warning_of_the_rule_on_waivers() {
        let mut outcomes = [
            outcome("branch.clean_tree", Status::Pass),
            outcome(RULE, Status::Pass),
            outcome(RULE, Status::Fail),
            outcome(RULE, Status::Unknown),
        ];
        warn(
            &mut outcomes,
            &[waiver(1, None), waiver(0, Some("it expired"))],
        );
        assert!(outcomes.iter().all(|it| it.findings.is_empty()));
        let mut elsewhere = [outcome(RULE, Status::Pass)];
        warn(&mut elsewhere, &[waiver(0, None)]);
        assert_eq!(elsewhere[0].status, Status::Pass);
        for status in [Status::NotApplicable, Status::Unknown, Status::Error] {
            let own = outcome("branch.clean_tree", status);
            let mut some = [outcome("branch.clean_tree", Status::Pass), own];
            warn(&mut some, &[waiver(0, None)]);
            assert!(some.iter().all(|it| it.findings.is_empty()), "{status:?}");
        }
        warn(&mut outcomes, &[waiver(0, None)]);
        let found: Vec<(Status, usize)> = outcomes
            .iter()
            .map(|it| (it.status, it.findings.len()))
            .collect();
        assert_eq!(
            found,
            [
                (Status::Pass, 0),
                (Status::Warn, 1),
                (Status::Fail, 1),
                (Status::Unknown, 0)
            ]
        );
    }
}
