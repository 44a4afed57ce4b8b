use super::*;

fn outcome(level: Level, status: Status) -> Outcome {
    Outcome {
        rule: "area.rule".to_owned(),
        title: String::new(),
        release_type: Some(ReleaseType::Patch),
        level,
        status,
        reason: None,
        fix: None,
        looked_at: Vec::new(),
        source: Vec::new(),
        findings: Vec::new(),
        folded_under: None,
    }
}

fn decision(outcomes: &[Outcome]) -> Option<Decision> {
    decide("patch", None, outcomes, false).decision
}

#[test]
fn only_a_deny_rule_that_fails_is_unknown_or_in_error_blocks() {
    for status in Status::ALL {
        let blocks = matches!(status, Status::Fail | Status::Unknown | Status::Error);
        assert_eq!(outcome(Level::Deny, status).blocks(), blocks, "{status:?}");
        assert!(!outcome(Level::Warn, status).blocks(), "{status:?}");
    }
}

#[test]
fn one_blocker_among_passes_is_a_no_go() {
    let pass = outcome(Level::Deny, Status::Pass);
    assert_eq!(decision(&[pass.clone(), pass.clone()]), Some(Decision::Go));
    for status in [Status::Fail, Status::Unknown, Status::Error] {
        let blocker = outcome(Level::Deny, status);
        assert_eq!(
            decision(&[pass.clone(), blocker]),
            Some(Decision::NoGo),
            "{status:?}"
        );
    }
}

#[test]
fn no_rules_and_no_applicable_rules_are_no_go() {
    assert_eq!(decision(&[]), Some(Decision::NoGo));
    let verdict = decide(
        "patch",
        None,
        &[outcome(Level::Deny, Status::NotApplicable)],
        false,
    );
    assert_eq!(verdict.decision, Some(Decision::NoGo));
    assert!(verdict.reason.is_some());
}

#[test]
fn a_selection_of_rules_is_never_a_go() {
    let pass = outcome(Level::Deny, Status::Pass);
    assert_eq!(
        decide("patch", None, std::slice::from_ref(&pass), true).decision,
        None
    );
    let fail = outcome(Level::Deny, Status::Fail);
    assert_eq!(
        decide("patch", None, &[pass, fail], true).decision,
        Some(Decision::NoGo)
    );
}

#[test]
fn counts_add_up() {
    let all: Vec<_> = Status::ALL
        .into_iter()
        .map(|status| outcome(Level::Deny, status))
        .collect();
    let counts = Counts::of(&all);
    assert_eq!(counts.applicable(), 7);
    assert_eq!(counts.blocking, 3);
    assert!(
        Status::ALL
            .into_iter()
            .all(|status| counts.get(status) == 1)
    );
}
