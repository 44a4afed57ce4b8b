//! Which lines the tests ran, and which of the new ones.

mod merged;
mod new_code;
mod source;

use super::coverage_paths::CoveragePaths;
use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::COVERAGE;
use crate::facts::{Coverage, CoverageReport, Evidence, Missing, UnmappedPath};
use crate::formats::coverage::{self, Coverage as Read, CoverageFormat};
use crate::formats::report::Flaw;
use merged::Merged;

/// The most paths that are named of one report.
const MAX_UNMAPPED: usize = 1_000;

/// The reports of coverage tools.
pub(super) struct CoverageCollector;

impl Collector for CoverageCollector {
    type Facts = Coverage;

    const NAME: &'static str = "coverage";
    const PURPOSE: &'static str = "Which lines the tests ran, and which of the new ones.";

    const HAS_EVIDENCE: bool = true;

    fn evidence(facts: &Self::Facts) -> Vec<Evidence> {
        let reports = facts.reports.iter();
        reports.map(|report| report.evidence.clone()).collect()
    }

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let found = KIND.reports(context)?;
        let tracked = context.checkout().tracked()?;
        let root = context.repo().root().to_string_lossy().replace('\\', "/");
        let paths = CoveragePaths::new(&root, context.checkout().project(), tracked);
        let previous = context.repository()?.history.previous.as_ref();
        let previous = previous.map(|it| it.commit.as_str());
        let mut facts = Coverage::default();
        let (mut head, mut earlier) = (None, None);
        for report in found {
            let is_previous = report.is_of(previous) && report.is_whole();
            let target = match (report.counts(), is_previous) {
                (true, _) => Some(&mut head),
                (_, true) => Some(&mut earlier),
                _ => None,
            };
            let mut unread = Merged::default();
            let merged = target.map_or(&mut unread, |it| it.get_or_insert_with(Merged::default));
            let fact = fact(report, &paths, merged);
            if !is_previous {
                facts.reports.push(fact);
            }
        }
        facts.previous = earlier.as_ref().map(Merged::total);
        if let Some(head) = &head {
            facts.total = Some(head.total());
        }
        facts.new_code = new_code::read(context, head.as_ref())?;
        Ok(facts)
    }
}

const KIND: Kind<Read> = Kind {
    name: COVERAGE,
    recognise: |head| coverage::recognise(head).map(CoverageFormat::name),
    read: |head, bytes| match coverage::recognise(head) {
        Some(format) => format.read(bytes),
        None => Err(Flaw::unreadable("it is not a known coverage report")),
    },
    read_of: |_, _, _| None,
    parts: None,
    told: |report| Told {
        tool: Some(report.format.name().to_owned()),
        tool_version: report.tool_version.clone(),
        generated_at: report.generated_at,
        found: false,
    },
};

/// The report as a fact; its lines go into what is merged.
fn fact(report: Report<Read>, paths: &CoveragePaths, merged: &mut Merged) -> CoverageReport {
    let mut unmapped = Vec::new();
    let mut unmapped_count = 0;
    if let Some(read) = &report.value {
        for file in &read.files {
            match paths.map(&file.path, &read.roots) {
                Ok(path) => merged.take(path, file),
                Err(reason) => {
                    unmapped_count += 1;
                    if unmapped.len() < MAX_UNMAPPED {
                        unmapped.push(UnmappedPath {
                            path: file.path.clone(),
                            reason: reason.to_string(),
                        });
                    }
                }
            }
        }
    }
    let totals = report.value.as_ref().map(Read::totals).unwrap_or_default();
    let format = report.value.as_ref().map(|read| read.format.name());
    CoverageReport {
        format: format.unwrap_or("unknown").to_owned(),
        files: report
            .value
            .as_ref()
            .map_or(0, |read| read.files.len() as u64),
        lines: totals.lines,
        covered: totals.covered_lines,
        unmapped,
        unmapped_count,
        evidence: report.evidence,
        status: report.status,
        reason: report.reason,
    }
}
