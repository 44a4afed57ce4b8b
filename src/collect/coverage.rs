//! Which lines the tests ran, and which of the new ones.

mod go_modules;
mod marks;
mod merged;
mod mismatch;
mod new_code;
pub(super) mod source;
mod unnamed;

use super::coverage_paths::{CoveragePaths, Unmapped};
use super::reports::{Kind, Report, Told};
use super::{Collector, Context};
use crate::evidence::COVERAGE;
use crate::facts::{Coverage, CoverageReport, Evidence, Missing, UnmappedPath};
use crate::formats::coverage::{self, Coverage as Read, CoverageFormat};
use crate::formats::report::Flaw;
use go_modules::GoModules;
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
        let paths = CoveragePaths::of(context)?;
        let previous = context.repository()?.history.previous.as_ref();
        let previous = previous.map(|it| it.commit.as_str());
        let mut facts = Coverage::default();
        let (mut head, mut earlier) = (None, None);
        for mut report in found {
            refuse_leftovers(&mut report);
            let is_previous = report.is_of(previous) && report.is_whole();
            let is_earlier = report.is_of_earlier();
            let target = match (report.counts(), is_previous) {
                (true, _) => Some(&mut head),
                (_, true) => Some(&mut earlier),
                _ => None,
            };
            let mut unread = Merged::default();
            let merged = target.map_or(&mut unread, |it| it.get_or_insert_with(Merged::default));
            let means = match &report.value {
                Some(read) => means(read, &paths, context)?,
                None => Vec::new(),
            };
            let fact = fact(report, means, merged);
            if !is_previous && !is_earlier {
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
    unread: coverage::unread,
    told: |report| Told {
        tool: Some(report.format.name().to_owned()),
        tool_version: report.tool_version.clone(),
        generated_at: report.generated_at,
        found: false,
    },
};

/// A report is made of data that programs left: what is of an earlier run is of other code.
fn refuse_leftovers(report: &mut Report<Read>) {
    let Some(read) = &report.value else { return };
    // The data of nyc and c8 is JSON.
    let is_json = |name: &&String| name.ends_with(".json");
    let is_compiled = |name: &&String| data_of(name).is_some();
    let mut leftovers = report.leftovers.iter();
    let found = if may_be_of_coverage_py(read) {
        let first = leftovers.find(|name| !is_json(name) && !is_compiled(name));
        first.map(|it| (it, "sh -c 'coverage run -m pytest && coverage json …'"))
    } else if may_be_of_istanbul(read) {
        let first = leftovers.find(is_json);
        first.map(|it| (it, "npx nyc --reporter=lcovonly npm test"))
    } else {
        None
    };
    let compiled = || {
        let mut data = report.leftovers.iter();
        Some((data.find(|name| may_be_data_of(read, name))?, "COMMAND"))
    };
    if let Some((first, command)) = found.or_else(compiled) {
        report.refuse(format!(
            "it is made of `{first}`, which is older than its command: remove that, and record the tests and the report in one, `relcheck record --file … -- {command}`"
        ));
    }
}

/// Whose data a file of this name is, by the endings of the sources; `None` if it is of no compiled program.
fn data_of(name: &str) -> Option<&'static [&'static str]> {
    const OF_GCC: &[&str] = &[
        "c", "cc", "cpp", "cxx", "d", "f", "f90", "h", "hh", "hpp", "hxx", "m", "mm",
    ];
    const OF_LLVM: &[&str] = &[
        "c", "cc", "cpp", "cxx", "d", "h", "hh", "hpp", "hxx", "m", "mm", "rs", "swift", "zig",
    ];
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((_, "gcda")) => Some(OF_GCC),
        Some((_, "profraw" | "profdata")) => Some(OF_LLVM),
        _ if file.starts_with("covcounters.") => Some(&["go"]),
        _ => None,
    }
}

/// Whether a report speaks of a source that such data can be of.
fn may_be_data_of(read: &Read, name: &str) -> bool {
    let Some(endings) = data_of(name) else {
        return false;
    };
    read.files.iter().any(|file| {
        let ending = file.path.rsplit_once('.').map(|it| it.1);
        ending.is_some_and(|it| endings.contains(&it))
    })
}

fn may_be_of_istanbul(read: &Read) -> bool {
    let endings = [
        "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "vue", "svelte",
    ];
    let ending = |path: &str| path.rsplit_once('.').map(|it| it.1.to_owned());
    let is_script = |path: &str| ending(path).is_some_and(|it| endings.contains(&it.as_str()));
    matches!(
        read.format,
        CoverageFormat::Cobertura | CoverageFormat::Lcov
    ) && read.files.iter().any(|file| is_script(&file.path))
}

/// Only in its own format coverage.py names itself; in others, Python files do.
fn may_be_of_coverage_py(read: &Read) -> bool {
    let is_python = || read.files.iter().any(|file| file.path.ends_with(".py"));
    match read.format {
        CoverageFormat::CoveragePy => true,
        CoverageFormat::Cobertura | CoverageFormat::Lcov => is_python(),
        CoverageFormat::Jacoco | CoverageFormat::GoProfile | CoverageFormat::LlvmJson => false,
    }
}

/// The tracked file that each of a report's paths means.
fn means<'p>(
    read: &Read,
    paths: &CoveragePaths<'p>,
    context: &Context,
) -> Result<Vec<Result<&'p str, Unmapped<'p>>>, Missing> {
    let files = read.files.iter().map(|file| file.path.as_str());
    if read.format != CoverageFormat::GoProfile {
        return Ok(paths.map_all(files, &read.roots));
    }
    let modules = GoModules::of(context)?;
    let local: Vec<Option<String>> = files.map(|path| modules.local(path)).collect();
    let named = local.iter().map(|path| path.as_deref().unwrap_or_default());
    let found = paths.map_all(named, &read.roots).into_iter().zip(&local);
    let found = found.map(|(found, local)| match local {
        Some(_) => found,
        None => Err(Unmapped::Foreign),
    });
    Ok(found.collect())
}

/// The report as a fact; its lines go into what is merged.
fn fact(
    report: Report<Read>,
    found: Vec<Result<&str, Unmapped>>,
    merged: &mut Merged,
) -> CoverageReport {
    let mut unmapped = Vec::new();
    let mut unmapped_count = 0;
    if let Some(read) = &report.value {
        for (file, found) in read.files.iter().zip(found) {
            match found {
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
