//! SARIF 2.1.0, the OASIS standard's report of static analysis, of any tool.
//!
//! What is read, by section of the standard:
//! - the level (§3.27.10) is the result's; else that of the rule's `defaultConfiguration` or of what
//!   an invocation overrides it with (§3.20.5), whichever is worse; else `warning`;
//! - the rule (§3.27.5 to §3.27.7) is found by `rule`, `ruleIndex` or `ruleId`, in the driver and in
//!   its extensions; of a hierarchical id (`CA1000/1`) its beginning counts, too. Where the number
//!   leads to another rule than the id, the id counts;
//! - `security-severity` on the rule, a decimal between 0 and 10 that GitHub introduced and most
//!   scanners write, is the score, and where it is there and not 0 the severity follows it;
//! - a result whose `kind` (§3.27.9) is `pass`, `informational` or `notApplicable` is no finding.
//!   One that is `open` or `review` is not decided: that is [`Scan::unscanned`];
//! - a result is suppressed (§3.27.23) if it has suppressions, and each is accepted or has no status:
//!   one that is `underReview` or `rejected` does not hide it;
//! - a result that is `absent` (§3.27.24) was there in the baseline and is gone: it is no finding;
//! - an invocation that did not succeed (§3.20.14) and a tool that stopped or could not start are
//!   crashes. So is a notification of level `error` (§3.20.21) that names no file. One that names a
//!   file says of this file that it was not scanned, and a warning that something was not: both are
//!   [`Scan::unscanned`]. So is an error in the tool's configuration (§3.20.22): a rule did not run;
//! - a run without `results` (§3.14.23) is of a tool that did not scan, and a log without runs holds
//!   no scan at all: neither is a clean one;
//! - `artifacts` (§3.14.15) are the scope: those with the role `analysisTarget`, or, where none has
//!   it, all. Many tools list only the files in which they found something;
//! - a URI is relative to its `uriBaseId` (§3.4.4). It stays relative where the run has one absolute
//!   base, or the base is called the root of the sources; else it is joined to its base.

mod invocation;
mod level;
mod location;
mod log;
mod rules;

use super::ScanFormat;
use super::kept;
use super::model::{Scan, ScanConfidence, ScanFinding, ScanSeverity, Unscanned};
use crate::formats::json_head::Outline;
use crate::formats::report::{self, Flaw};
use location::Places;
use log::{Log, RawResult, Run};
use rules::Rules;

/// The most runs that are read of one log.
pub const MAX_RUNS: usize = 1000;
/// The most rules that are read of one component of a tool.
pub const MAX_RULES: usize = 100_000;

/// Whether a text that starts like this is a SARIF log of any version.
#[must_use]
pub fn is_sarif(head: &str) -> bool {
    const OF_RUN: [&str; 8] = [
        "runs[].tool",
        "runs[].results",
        "runs[].invocations",
        "runs[].artifacts",
        "runs[].columnKind",
        "runs[].originalUriBaseIds",
        "runs[].automationDetails",
        "runs[].conversion",
    ];
    let outline = Outline::of(head);
    let schema = outline.string("$schema").unwrap_or_default();
    let by_name = schema.contains("sarif") && outline.has_any(&["runs", "version"]);
    let by_version = outline.has("runs") && outline.string("version") == Some("2.1.0");
    by_name || by_version || outline.has_any(&OF_RUN)
}

/// Reads a log as one scan. Where its runs are of several tools, the scan's tool is all of their
/// names, `a + b`: use [`read_by_tool`] to have them apart.
///
/// # Errors
/// It is not whole, of another version, holds no run, or says that a tool did not come to its end.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let mut scans = read_by_tool(bytes)?.into_iter();
    let Some(mut whole) = scans.next() else {
        return Err(no_run());
    };
    let mut merged = false;
    for scan in scans {
        whole.tool = format!("{} + {}", whole.tool, scan.tool);
        whole.tool_version = None;
        merge(&mut whole, scan)?;
        merged = true;
    }
    Ok(if merged { whole.sorted() } else { whole })
}

/// Reads a log as one scan for each tool that has a run in it, by the tools' names.
///
/// # Errors
/// As [`read`].
pub fn read_by_tool(bytes: &[u8]) -> Result<Vec<Scan>, Flaw> {
    let log: Log<'_> = report::json(report::text(bytes)?)?;
    if &*log.version != "2.1.0" {
        return Err(Flaw::unreadable(format!(
            "it is SARIF {}, and relcheck reads 2.1.0",
            kept::line(&log.version)
        )));
    }
    let runs = log.runs.ok_or_else(no_run)?;
    if runs.is_empty() {
        return Err(no_run());
    }
    let mut scans: Vec<Scan> = Vec::new();
    for run in runs.iter() {
        let scan = read_run(run)?;
        match scans.iter_mut().find(|known| known.tool == scan.tool) {
            Some(known) => {
                if known.tool_version != scan.tool_version {
                    known.tool_version = None;
                }
                merge(known, scan)?;
            }
            None => scans.push(scan),
        }
    }
    scans.sort_by(|a, b| a.tool.cmp(&b.tool));
    Ok(scans.into_iter().map(Scan::sorted).collect())
}

fn no_run() -> Flaw {
    Flaw::unreadable("it holds no run, so no tool scanned anything")
}

/// Adds a scan to another. The scope is known only where both say it, and the whole is as old as
/// the older one.
fn merge(whole: &mut Scan, other: Scan) -> Result<(), Flaw> {
    for finding in other.findings {
        whole.find(finding)?;
    }
    for suppressed in other.suppressed {
        whole.suppress(suppressed.finding, suppressed.why)?;
    }
    whole.unscanned.extend(other.unscanned);
    whole.generated_at = match (whole.generated_at, other.generated_at) {
        (Some(a), Some(b)) => Some(a.min(b)),
        _ => None,
    };
    whole.scanned = match (whole.scanned.take(), other.scanned) {
        (Some(mut a), Some(b)) => {
            a.extend(b);
            Some(a)
        }
        _ => None,
    };
    Ok(())
}

fn read_run(run: &Run<'_>) -> Result<Scan, Flaw> {
    let driver = &run.tool.driver;
    let mut scan = Scan::new(ScanFormat::Sarif);
    scan.tool = kept::line(&driver.name);
    let version = driver.semantic_version.as_ref().or(driver.version.as_ref());
    scan.tool_version = version.map(|version| kept::line(version));
    if run.results_elsewhere() {
        return Err(Flaw::unreadable(format!(
            "the run of {} keeps its results in other files",
            scan.tool
        )));
    }
    let Some(results) = run.results else {
        return Err(Flaw::crashed(format!(
            "the run of {} has no `results`, so it scanned nothing",
            scan.tool
        )));
    };
    let places = Places::of(run);
    invocation::read(run, &places, &mut scan)?;
    let rules = Rules::of(run)?;
    log::each_result(results.get(), |result| {
        read_result(result, &rules, &places, &mut scan)
    })?;
    scan.scanned = places.scope()?;
    Ok(scan)
}

fn read_result(
    result: &RawResult<'_>,
    rules: &Rules<'_, '_>,
    places: &Places<'_, '_>,
    scan: &mut Scan,
) -> Result<(), Flaw> {
    if result.baseline_state.as_deref() == Some("absent") {
        return Ok(());
    }
    let found = finding(result, rules, places)?;
    match result.kind.as_deref() {
        Some("pass" | "informational" | "notApplicable") => Ok(()),
        Some(kind @ ("open" | "review")) => {
            kept::limit(scan.unscanned.len(), super::MAX_PATHS, "results")?;
            let reason = format!("{} is `{kind}`: {}", found.rule, found.message);
            scan.unscanned.push(Unscanned {
                path: found.path,
                package: None,
                reason: kept::line(&reason),
            });
            Ok(())
        }
        _ => match level::suppression(result) {
            Some(why) => scan.suppress(found, why),
            None => scan.find(found),
        },
    }
}

fn finding(
    result: &RawResult<'_>,
    rules: &Rules<'_, '_>,
    places: &Places<'_, '_>,
) -> Result<ScanFinding, Flaw> {
    let rule = rules.of_result(result)?;
    let location = result.locations.as_ref().and_then(|list| list.0.as_ref());
    let (path, line) = match location {
        Some(location) => places.of_location(location)?,
        None => (None, None),
    };
    let level = level::of_result(result, rule);
    let mut finding = ScanFinding {
        path,
        line,
        rule: rules::id(result, rule),
        message: kept::line(level::message(result, rule)),
        severity: ScanSeverity::of_level(level),
        severity_text: Some(kept::line(level)),
        fingerprint: level::fingerprint(result),
        ..ScanFinding::default()
    };
    if let Some(properties) = rule.and_then(|found| found.rule.properties.as_ref()) {
        level::score(properties, &mut finding)?;
        if let Some(precision) = properties.precision.as_deref() {
            finding.confidence = ScanConfidence::of_word(precision);
        }
    }
    // bandit writes its confidence onto the result.
    let own = result.properties.as_ref();
    if let Some(word) = own.and_then(|own| own.issue_confidence.as_deref()) {
        finding.confidence = ScanConfidence::of_word(word);
    }
    Ok(finding)
}
