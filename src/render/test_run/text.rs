//! For people at a terminal.

use comfy_table::{CellAlignment, Table, presets};

use super::super::{Style, plain, plain_lines};
use super::{TestRun, message, shown_ranges, total};
use crate::policy::{Case, CaseOutcome, FileCoverage};
use crate::verdict::Status;

/// What did not pass and what is not covered, then a summary; every test and every file if
/// `verbose`, the summary alone if `quiet`.
#[must_use]
pub fn render(run: &TestRun, verbose: bool, quiet: bool, style: Style) -> String {
    let mut lines = Vec::new();
    if !quiet {
        let shown = |case: &&Case| verbose || !matches!(case.outcome, CaseOutcome::Passed);
        let cases = run.report.cases.iter().filter(shown);
        lines.extend(cases.flat_map(|case| case_lines(case, style)));
        if verbose {
            lines.push(format!("\n{}\n", table(&run.report.coverage, style)));
        } else {
            lines.extend(run.report.coverage.iter().filter_map(missed));
        }
        let untested = run.report.untested.iter();
        lines.extend(untested.map(|id| format!("{id} has no test")));
    }
    lines.push(summary(run));
    lines.join("\n").trim_start_matches('\n').to_owned() + "\n"
}

fn summary(run: &TestRun) -> String {
    let passed = run.count(|outcome| matches!(outcome, CaseOutcome::Passed));
    let skipped = run.count(|outcome| matches!(outcome, CaseOutcome::Skipped));
    let failed = run.report.cases.len() - passed - skipped;
    let (covered, total) = run.lines();
    let wanted = match run.min_coverage {
        Some(percent) if !run.is_covered() => format!(", less than the {percent} % asked for"),
        _ => String::new(),
    };
    format!(
        "{passed} passed, {failed} failed, {skipped} skipped; {covered} of {total} lines covered{wanted}"
    )
}

fn case_lines(case: &Case, style: Style) -> Vec<String> {
    let (status, word) = match &case.outcome {
        CaseOutcome::Passed => (Status::Pass, "pass"),
        CaseOutcome::Failed(_) | CaseOutcome::Undefined(_) => (Status::Fail, "FAIL"),
        CaseOutcome::Error(_) => (Status::Error, "ERROR"),
        CaseOutcome::Skipped => (Status::Warn, "skip"),
    };
    let mut lines = vec![format!(
        "{} {}.{} ({}:{})",
        style.status(status, word),
        case.package,
        plain(&case.name),
        plain(&case.file),
        case.line
    )];
    lines.extend(message(case).map(|message| format!("    {}", plain_lines(&message))));
    let prints = case.prints.iter();
    lines.extend(prints.map(|print| format!("    printed: {}", plain(print))));
    lines
}

fn missed(file: &FileCoverage) -> Option<String> {
    let lines = shown_ranges(&file.missed);
    (!lines.is_empty()).then(|| format!("{} is not covered at {lines}", plain(&file.path)))
}

fn table(files: &[FileCoverage], style: Style) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["FILE", "LINES", "COVERED", "MISSED"]);
    for file in files {
        table.add_row([
            plain(&file.path).into_owned(),
            total(file).to_string(),
            file.covered.to_string(),
            shown_ranges(&file.missed),
        ]);
    }
    for column in table.column_iter_mut().skip(1).take(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let text = table.to_string();
    let mut lines = text.lines().map(str::trim_end);
    let header = lines.next().map(|line| style.dim(line)).unwrap_or_default();
    let rows = lines.map(|line| format!("\n{line}"));
    header + &rows.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn what_did_not_pass_is_shown() {
        insta::assert_snapshot!(render(&sample(), false, false, Style::new(false)), @r#"
        FAIL policy.team.note_test.test_b[x < y & "z"] (rules/note_test.rego:9)
            one of its conditions does not hold; it got as far as the one on line 11
        FAIL policy.team.note_test.test_c (rules/note_test.rego:14)
            it is false, not true
            printed: 1
        ERROR policy.team.note_test.test_d (rules/note_test.rego:20)
            bad\u{1b}[31m input
        skip policy.team.note_test.todo_test_e (rules/note_test.rego:30)
        rules/note.rego is not covered at 12-14, 20
        team.other has no test
        1 passed, 3 failed, 1 skipped; 6 of 10 lines covered, less than the 100 % asked for
        "#);
    }

    #[test]
    fn everything_is_shown() {
        insta::assert_snapshot!(render(&sample(), true, false, Style::new(false)), @r#"
        pass policy.team.note_test.test_a (rules/note_test.rego:5)
            printed: note_test.rego:6: seen
        FAIL policy.team.note_test.test_b[x < y & "z"] (rules/note_test.rego:9)
            one of its conditions does not hold; it got as far as the one on line 11
        FAIL policy.team.note_test.test_c (rules/note_test.rego:14)
            it is false, not true
            printed: 1
        ERROR policy.team.note_test.test_d (rules/note_test.rego:20)
            bad\u{1b}[31m input
        skip policy.team.note_test.todo_test_e (rules/note_test.rego:30)

         FILE              LINES  COVERED  MISSED
         rules/note.rego       8        4  12-14, 20
         rules/whole.rego      2        2

        team.other has no test
        1 passed, 3 failed, 1 skipped; 6 of 10 lines covered, less than the 100 % asked for
        "#);
    }

    #[test]
    fn the_summary_alone_is_shown() {
        insta::assert_snapshot!(render(&sample(), false, true, Style::new(false)), @r#"
        1 passed, 3 failed, 1 skipped; 6 of 10 lines covered, less than the 100 % asked for
        "#);
    }
}
