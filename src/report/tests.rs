use super::sample::{outcome, report};
use super::*;
use crate::verdict::{Level, decide};

fn code(statuses: &[Status]) -> ExitCode {
    let outcomes = statuses
        .iter()
        .map(|status| outcome("a.b", ReleaseType::Minor, *status));
    report(outcomes.collect()).exit_code()
}

#[test]
fn the_exit_code_is_that_of_the_worst_blocker() {
    assert_eq!(
        code(&[Status::Pass, Status::Warn, Status::Waived]),
        ExitCode::Go
    );
    assert_eq!(code(&[Status::Pass, Status::Unknown]), ExitCode::Unknown);
    assert_eq!(code(&[Status::Unknown, Status::Fail]), ExitCode::NoGo);
    assert_eq!(code(&[Status::Fail, Status::Error]), ExitCode::Error);
}

#[test]
fn nothing_that_applies_is_an_error() {
    assert_eq!(code(&[]), ExitCode::Error);
    assert_eq!(code(&[Status::NotApplicable]), ExitCode::Error);
}

#[test]
fn only_the_type_that_was_asked_for_counts() {
    let mut report = report(vec![outcome("a.b", ReleaseType::Minor, Status::Fail)]);
    report.question.release_type = Some(ReleaseType::Patch);
    assert_eq!(report.exit_code(), ExitCode::Go);
    report.question.release_type = Some(ReleaseType::Major);
    assert_eq!(
        report.exit_code(),
        ExitCode::Error,
        "there is no verdict on it"
    );
}

#[test]
fn rules_that_only_warn_do_not_count() {
    let mut failing = outcome("a.b", ReleaseType::Minor, Status::Fail);
    failing.level = Level::Warn;
    assert_eq!(report(vec![failing]).exit_code(), ExitCode::Go);
}

#[test]
fn no_fail_hides_a_decision_but_not_an_error() {
    for (status, expected) in [
        (Status::Fail, ExitCode::Go),
        (Status::Unknown, ExitCode::Go),
        (Status::Error, ExitCode::Error),
        (Status::NotApplicable, ExitCode::Error),
    ] {
        let mut report = report(vec![outcome("a.b", ReleaseType::Minor, status)]);
        report.question.no_fail = true;
        assert_eq!(report.exit_code(), expected, "{status:?}");
    }
}

#[test]
fn a_selection_that_passes_exits_with_0_without_being_a_go() {
    let passing = vec![outcome("a.b", ReleaseType::Minor, Status::Pass)];
    let mut report = report(passing.clone());
    report.verdicts[1] = decide("minor", None, &passing, true);
    assert_eq!(report.verdicts[1].decision, None);
    assert_eq!(report.exit_code(), ExitCode::Go);
}

#[test]
fn a_selection_that_is_not_known_to_hold_has_not_passed() {
    for (status, expected) in [
        (Status::Unknown, ExitCode::Unknown),
        (Status::Error, ExitCode::Error),
        (Status::Warn, ExitCode::Go),
    ] {
        let mut open = outcome("a.b", ReleaseType::Minor, status);
        open.level = Level::Warn;
        let mut report = report(vec![open.clone()]);
        report.verdicts[1] = decide("minor", None, &[open], true);
        assert_eq!(report.exit_code(), expected, "{status:?}");
    }
}

#[test]
fn a_report_reads_back_as_it_was_written() {
    let report = report(vec![outcome("a.b", ReleaseType::Minor, Status::Fail)]);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
}
