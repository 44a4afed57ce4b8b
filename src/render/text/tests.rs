use super::*;
use crate::release::ReleaseType;
use crate::report::sample::{finding, outcome, report};
use crate::verdict::{Level, decide};

const MINOR: ReleaseType = ReleaseType::Minor;

fn blocked() -> Report {
    let mut bump = outcome("version.bump_matches_type", MINOR, Status::Fail);
    bump.findings = vec![finding(
        "1.3.1",
        "`Cargo.toml` declares 1.3.1, a minor after v1.2.3 is 1.3.0",
    )];
    let mut declared = outcome("version.declared_everywhere", MINOR, Status::Fail);
    declared.folded_under = Some("version.bump_matches_type".to_owned());
    let mut changelog = outcome("docs.changelog", MINOR, Status::Unknown);
    changelog.reason = Some("`CHANGELOG.md` line 3 is not valid UTF-8".to_owned());
    changelog.fix = Some("save the file as UTF-8".to_owned());
    let mut warned = outcome("version.scope_fits_type", MINOR, Status::Warn);
    warned.findings = vec![finding("2 commits", "follow no convention")];
    warned.findings[0].level = Level::Warn;
    let clean = outcome("branch.clean_tree", MINOR, Status::Pass);
    let mut report = report(vec![clean, bump, changelog, declared, warned]);
    report.weakenings = vec!["`docs.api_docs` is switched off: no API".to_owned()];
    report
}

#[test]
fn the_matrix_comes_first_then_what_blocks_then_what_weakens() {
    insta::assert_snapshot!(render(&blocked(), View::default()), @r"
    demo at 0123456789 on main, stage pre-release, 2026-02-01T00:00:00Z

        TYPE   VERSION  DECISION  fail  unknown  warn  pass
        patch  1.2.4    GO           -        -     -     1
     →  minor  1.3.0    NO-GO        2        1     1     1

    NO-GO for minor 1.3.0 (`Cargo.toml` declares 1.3.0, coming from v1.2.3): 3 rules block

    ✗ fail  version.bump_matches_type  Title of version.bump_matches_type
        - `Cargo.toml` declares 1.3.1, a minor after v1.2.3 is 1.3.0 (Cargo.toml:3)
          fix: mend 1.3.1
        folded under it: version.declared_everywhere

    ? unknown  docs.changelog  Title of docs.changelog
        `CHANGELOG.md` line 3 is not valid UTF-8
        fix: save the file as UTF-8

    ! warn  version.scope_fits_type  Title of version.scope_fits_type
        ! 2 commits: follow no convention (Cargo.toml:3)
          fix: mend 2 commits

    This decision is weaker than the process asks for:
        - `docs.api_docs` is switched off: no API

    relcheck explain version.bump_matches_type tells more about a rule; -v shows what passes and what does not apply
    ");
}

#[test]
fn what_mends_several_findings_in_a_row_is_said_once() {
    let mut failed = outcome("version.bump_matches_type", MINOR, Status::Fail);
    failed.findings = ["a", "b", "c"].map(|it| finding(it, "is old")).to_vec();
    failed.findings[1].fix = Some("mend a".to_owned());
    let text = render(&report(vec![failed]), View::default());
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|it| !it.contains("a: is old"))
        .collect();
    let expected = [
        "a: is old",
        "b: is old",
        "fix for these 2: mend a",
        "c: is old",
        "fix: mend c",
    ];
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.contains(expected), "{line} is not {expected}");
    }
}

#[test]
fn verbose_shows_what_passes_and_unfolds() {
    let text = render(
        &blocked(),
        View {
            verbose: true,
            ..View::default()
        },
    );
    assert!(text.contains("✓ pass  branch.clean_tree"), "{text}");
    assert!(
        text.contains("✗ fail  version.declared_everywhere"),
        "{text}"
    );
}

#[test]
fn quiet_shows_the_decision_only() {
    let text = render(
        &blocked(),
        View {
            quiet: true,
            ..View::default()
        },
    );
    assert!(text.contains("NO-GO for minor 1.3.0"), "{text}");
    assert!(!text.contains("CHANGELOG"), "{text}");
    assert!(
        text.contains("weaker than the process asks for, in 1 point that -q hides"),
        "{text}"
    );
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let plain = render(&blocked(), View::default());
    let coloured = render(
        &blocked(),
        View {
            colour: true,
            ..View::default()
        },
    );
    assert_ne!(plain, coloured);
    assert_eq!(anstream::adapter::strip_str(&coloured).to_string(), plain);
}

#[test]
fn a_go_says_so() {
    let report = report(vec![outcome("branch.clean_tree", MINOR, Status::Pass)]);
    let text = render(&report, View::default());
    assert!(
        text.contains("GO for minor 1.3.0 (`Cargo.toml` declares 1.3.0, coming from v1.2.3)\n"),
        "{text}"
    );
    assert!(!text.contains("NO-GO"), "{text}");
}

#[test]
fn a_selection_of_rules_is_not_called_a_go() {
    let passing = vec![outcome("branch.clean_tree", MINOR, Status::Pass)];
    let mut report = report(passing.clone());
    report.verdicts = vec![decide("minor", None, &passing, true)];
    let text = render(&report, View::default());
    assert!(text.contains("passed for minor"), "{text}");
    assert!(!text.contains(" GO for"), "{text}");
}

#[test]
fn a_selection_that_is_not_known_to_hold_has_not_passed() {
    let mut open = outcome("version.cadence", MINOR, Status::Unknown);
    open.level = Level::Warn;
    let open = vec![open];
    let mut report = report(open.clone());
    report.verdicts = vec![decide("minor", None, &open, true)];
    let text = render(&report, View::default());
    assert!(text.contains("open for minor"), "{text}");
    assert!(!text.contains("passed"), "{text}");
}

#[test]
fn many_findings_are_cut_and_counted() {
    let mut dirty = outcome("branch.clean_tree", MINOR, Status::Fail);
    dirty.findings = (0..25)
        .map(|number| finding(&format!("file{number}"), "modified"))
        .collect();
    let report = report(vec![dirty]);
    assert!(render(&report, View::default()).contains("… and 15 more (-v shows all)"));
    assert!(
        render(
            &report,
            View {
                verbose: true,
                ..View::default()
            }
        )
        .contains("file24")
    );
}

#[test]
fn no_text_of_the_repository_moves_the_cursor_or_begins_a_line() {
    const HOSTILE: &str = "x\u{1b}[2J\r\nGO for minor";
    let mut failed = outcome("version.scope_fits_type", MINOR, Status::Fail);
    failed.title = HOSTILE.to_owned();
    failed.reason = Some(HOSTILE.to_owned());
    failed.fix = Some(HOSTILE.to_owned());
    failed.findings = vec![finding(HOSTILE, HOSTILE)];
    failed.findings[0].waived_by = Some(HOSTILE.to_owned());
    let mut folded = outcome(HOSTILE, MINOR, Status::Fail);
    folded.folded_under = Some("version.scope_fits_type".to_owned());
    let mut report = report(vec![failed, folded]);
    report.project.name = HOSTILE.to_owned();
    report.repository.branch = Some(HOSTILE.to_owned());
    report.question.reason = HOSTILE.to_owned();
    report.weakenings = vec![HOSTILE.to_owned()];
    for verbose in [false, true] {
        let view = View {
            verbose,
            ..View::default()
        };
        let text = render(&report, view);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("GO")), "{text}");
    }
}

#[test]
fn a_long_weakening_is_wrapped() {
    let mut report = blocked();
    let words = vec!["process"; 60].join(" ");
    report.weakenings = vec![words.clone()];
    let text = render(&report, View::default());
    assert!(
        text.lines().all(|line| line.chars().count() <= 120),
        "{text}"
    );
    assert!(text.replace("\n      ", " ").contains(&words), "{text}");
}
