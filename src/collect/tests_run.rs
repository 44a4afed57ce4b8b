//! What came of the tests.

mod open;

use std::collections::HashSet;

use super::changes::base;
use super::coverage_paths::CoveragePaths;
use super::reports::{Kind, Report, Told};
use super::{Collector, ConfiguredCommand, Context};
use crate::evidence::{Selected, Source, TESTS, selected};
use crate::facts::{Evidence, Missing, SelectedTests, TestFailure, TestReport, Tests};
use crate::formats::junit::{self, TestCase, TestOutcome};
use open::open_runs;

pub(super) use open::results;

/// The most failures that are named.
const MAX_FAILURES: usize = 1_000;

/// The reports of test runners.
pub(super) struct TestsCollector;

impl Collector for TestsCollector {
    type Facts = Tests;

    const NAME: &'static str = "tests";
    const PURPOSE: &'static str = "What came of the tests.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let found = KIND.reports(context)?;
        let (failed, unseen) = open_runs(context)?;
        let mut tests = Tests {
            failed,
            unseen,
            ..Tests::default()
        };
        if found.is_empty() {
            return Ok(tests);
        }
        let paths = CoveragePaths::of(context)?;
        let previous = base(&context.repository()?.history)?;
        let (mut known, mut known_before) = (Known::default(), Known::default());
        for report in found {
            let is_previous = report.is_of(previous) && report.is_whole();
            if !is_previous && report.is_of_earlier() {
                continue;
            }
            let (list, known) = match is_previous {
                true => (&mut tests.previous, &mut known_before),
                false => (&mut tests.reports, &mut known),
            };
            let counts = is_previous || report.counts();
            let repeated = match &report.value {
                Some(value) if counts => known.take(&value.cases),
                _ => 0,
            };
            let selected = selected_by(context, &report)?;
            list.push(fact(report, repeated, selected, &paths));
        }
        Ok(tests)
    }
}

const KIND: Kind<junit::TestReport> = Kind {
    name: TESTS,
    recognise: |head| junit::is_junit(head).then_some("JUnit"),
    read: |_, bytes| junit::read(bytes),
    read_of: |_, _, _| None,
    parts: None,
    unread: junit::unread,
    told: |report| Told {
        tool: report.tool.clone(),
        tool_version: None,
        generated_at: report.generated_at,
        found: report.cases.iter().any(is_bad),
    },
};

fn is_bad(case: &TestCase) -> bool {
    matches!(case.outcome, TestOutcome::Failed | TestOutcome::Errored)
}

/// The tests that ran, by reports that were looked at before.
#[derive(Default)]
struct Known(HashSet<String>);

impl Known {
    /// How many of a report's tests are known; from now on, all are. Two of one name in one report are
    /// two.
    fn take(&mut self, cases: &[TestCase]) -> u64 {
        let ran = cases.iter().filter(|it| it.outcome != TestOutcome::Skipped);
        let names: Vec<String> = ran.map(identity).collect();
        let repeated = names.iter().filter(|name| self.0.contains(*name)).count();
        self.0.extend(names);
        repeated as u64
    }
}

fn identity(case: &TestCase) -> String {
    let within = case.class.as_deref().unwrap_or(&case.suite);
    format!("{within}\0{}", case.name)
}

/// What the command of a report told the runner to leave out.
fn selected_by(
    context: &Context,
    report: &Report<junit::TestReport>,
) -> Result<Option<SelectedTests>, Missing> {
    let items = &context.evidence()?.items;
    let item = items.iter().find(|it| it.path == report.evidence.path);
    let Some(Source::Recorded { record, .. }) = item.map(|it| &it.source) else {
        return Ok(None);
    };
    let Some(Selected { by, without }) = selected(record, &context.root()) else {
        return Ok(None);
    };
    let options = context.options();
    let whole = context.whole_checkout();
    let file = options.configuration.as_deref();
    let is_tracked = file.map_or(Ok(false), |file| whole.tracks(file))?;
    let is_it = |it: &ConfiguredCommand| {
        let dir = format!("{}/{}", options.project, it.dir);
        let dir: Vec<&str> = dir
            .split('/')
            .filter(|part| !["", "."].contains(part))
            .collect();
        it.command == record.command && dir.join("/") == record.dir
    };
    Ok(Some(SelectedTests {
        by,
        without,
        configured: is_tracked && options.recorded.iter().any(is_it),
    }))
}

fn fact(
    report: Report<junit::TestReport>,
    repeated: u64,
    selected: Option<SelectedTests>,
    paths: &CoveragePaths,
) -> TestReport {
    let (cases, scans) = match &report.value {
        Some(value) => (value.cases.as_slice(), value.scans.as_slice()),
        None => (&[][..], &[][..]),
    };
    let count = |outcome: TestOutcome| {
        let of = cases.iter().filter(|case| case.outcome == outcome);
        of.count() as u64
    };
    let is_flaky = |case: &&TestCase| case.outcome == TestOutcome::Passed && case.reruns > 0;
    let bad = cases.iter().filter(|case| is_bad(case)).take(MAX_FAILURES);
    let mut scanners: Vec<String> = scans.iter().map(|scan| scan.tool.clone()).collect();
    scanners.sort();
    scanners.dedup();
    TestReport {
        total: cases.len() as u64,
        passed: count(TestOutcome::Passed),
        failed: count(TestOutcome::Failed),
        errored: count(TestOutcome::Errored),
        skipped: count(TestOutcome::Skipped),
        flaky: cases.iter().filter(is_flaky).count() as u64,
        failures: bad.map(|case| failure(case, paths)).collect(),
        repeated,
        scanners,
        scanner_findings: scans.iter().map(|scan| scan.bad as u64).sum(),
        selected,
        evidence: report.evidence,
        status: report.status,
        reason: report.reason,
    }
}

fn failure(case: &TestCase, paths: &CoveragePaths) -> TestFailure {
    let within = case.class.as_deref().filter(|class| !class.is_empty());
    let suite = Some(&*case.suite).filter(|suite| !suite.is_empty());
    let name = match within.or(suite) {
        Some(within) => format!("{within}::{}", case.name),
        None if case.name.is_empty() => "a suite without a name".to_owned(),
        None => case.name.clone(),
    };
    let path = case.file.as_deref().map(|path| {
        let found = paths.map(path, &[]);
        found.map_or_else(|_| path.to_owned(), str::to_owned)
    });
    TestFailure {
        name,
        errored: case.outcome == TestOutcome::Errored,
        reason: case.reason.clone(),
        path,
        line: case.line.map(u64::from),
    }
}
