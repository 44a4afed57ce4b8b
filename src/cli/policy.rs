//! `relcheck policy check` and `relcheck policy test`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::args::{Common, PolicyCheckArguments, PolicyTestArguments};
use super::output;
use super::workspace::{Workspace, fact_names};
use crate::collect::input_schema;
use crate::policy::{
    Case, CaseOutcome, FileCoverage, PolicySet, Sources, TestReport, test as run_tests,
};
use crate::render::Style;
use crate::report::ExitCode;
use crate::verdict::Status;

/// Loads policies with every check that there is. What is wrong is an error, all of it at once.
pub(super) fn check(common: &Common, own: &PolicyCheckArguments) -> anyhow::Result<ExitCode> {
    let mut sources = sources(common, &own.paths)?;
    sources.check_builtin = true;
    sources.schema = input_schema().to_value();
    let policies = PolicySet::load(sources, &fact_names())?;
    let (rules, files) = (policies.rules().len(), policies.files().len());
    output::write(common, None, |_| {
        format!("{rules} rules in {files} files are in order\n")
    })?;
    Ok(ExitCode::Go)
}

/// Runs the tests of the named policies, or of the built-in ones where none are named.
pub(super) fn test(common: &Common, own: &PolicyTestArguments) -> anyhow::Result<ExitCode> {
    let mut sources = sources(common, &own.paths)?;
    let builtin: BTreeSet<String> = sources
        .builtin
        .iter()
        .map(|file| file.path.clone())
        .collect();
    let tests_user = !sources.user.is_empty();
    if tests_user {
        sources.builtin.retain(|file| !file.is_test());
    }
    let mut report = run_tests(sources, &fact_names(), own.run.as_deref())?;
    if tests_user {
        report.coverage.retain(|file| !builtin.contains(&file.path));
        report
            .untested
            .retain(|id| !builtin.contains(&format!("policies/{}.rego", path_of(id))));
    }
    let result = TestResult {
        report,
        min_coverage: own.min_coverage,
    };
    output::write(common, None, |colour| {
        result.text(common.verbose, Style::new(colour))
    })?;
    Ok(if result.passed() {
        ExitCode::Go
    } else {
        ExitCode::NoGo
    })
}

/// `area.rule` is in `area/rule/rule.rego`.
fn path_of(id: &str) -> String {
    let name = id.rsplit('.').next().unwrap_or(id);
    format!("{}/{name}", id.replace('.', "/"))
}

fn sources(common: &Common, paths: &[PathBuf]) -> anyhow::Result<Sources> {
    let workspace = Workspace::open_or_default(common)?;
    let mut folders = workspace.policy_folders(common);
    if !paths.is_empty() {
        folders = paths.to_vec();
    }
    workspace.sources(&folders)
}

struct TestResult {
    report: TestReport,
    min_coverage: Option<u8>,
}

impl TestResult {
    fn passed(&self) -> bool {
        self.report.passed() && self.is_covered()
    }

    fn is_covered(&self) -> bool {
        let (covered, total) = self.lines();
        // In whole lines, so that 99.6 % is not 100 %.
        self.min_coverage
            .is_none_or(|percent| covered * 100 >= total * u64::from(percent))
    }

    fn lines(&self) -> (u64, u64) {
        let covered = self
            .report
            .coverage
            .iter()
            .map(|file| file.covered)
            .sum::<u64>();
        let missed = self
            .report
            .coverage
            .iter()
            .map(|file| file.missed.len() as u64)
            .sum::<u64>();
        (covered, covered + missed)
    }

    fn text(&self, verbose: bool, style: Style) -> String {
        let shown = |case: &&Case| verbose || !matches!(case.outcome, CaseOutcome::Passed);
        let mut lines: Vec<String> = self
            .report
            .cases
            .iter()
            .filter(shown)
            .flat_map(|case| case_lines(case, style))
            .collect();
        lines.extend(self.report.coverage.iter().filter_map(missed));
        lines.extend(
            self.report
                .untested
                .iter()
                .map(|id| format!("{id} has no test")),
        );
        lines.push(self.summary());
        lines.join("\n") + "\n"
    }

    fn summary(&self) -> String {
        let count = |wanted: fn(&CaseOutcome) -> bool| {
            self.report
                .cases
                .iter()
                .filter(|case| wanted(&case.outcome))
                .count()
        };
        let passed = count(|outcome| matches!(outcome, CaseOutcome::Passed));
        let skipped = count(|outcome| matches!(outcome, CaseOutcome::Skipped));
        let failed = self.report.cases.len() - passed - skipped;
        let (covered, total) = self.lines();
        let wanted = match self.min_coverage {
            Some(percent) if !self.is_covered() => format!(", less than the {percent} % asked for"),
            _ => String::new(),
        };
        format!(
            "{passed} passed, {failed} failed, {skipped} skipped; {covered} of {total} lines covered{wanted}"
        )
    }
}

fn case_lines(case: &Case, style: Style) -> Vec<String> {
    let (status, word, detail) = match &case.outcome {
        CaseOutcome::Passed => (Status::Pass, "pass", None),
        CaseOutcome::Failed(value) => (
            Status::Fail,
            "FAIL",
            Some(format!("it is {value}, not true")),
        ),
        CaseOutcome::Undefined => (
            Status::Fail,
            "FAIL",
            Some("one of its conditions does not hold".to_owned()),
        ),
        CaseOutcome::Error(message) => (Status::Error, "ERROR", Some(message.clone())),
        CaseOutcome::Skipped => (Status::Warn, "skip", None),
    };
    let place = format!("{}:{}", case.file, case.line);
    let mut lines = vec![format!(
        "{} {}.{} ({place})",
        style.status(status, word),
        case.package,
        case.name
    )];
    lines.extend(detail.map(|detail| format!("    {detail}")));
    lines.extend(
        case.prints
            .iter()
            .map(|print| format!("    printed: {print}")),
    );
    lines
}

fn missed(file: &FileCoverage) -> Option<String> {
    let lines: Vec<String> = file.missed.iter().map(u64::to_string).collect();
    (!lines.is_empty()).then(|| format!("{} is not covered at {}", file.path, lines.join(", ")))
}
