//! semgrep's JSON report (`semgrep scan --json`), of the versions 0.60 to 1.185.
//!
//! `paths.scanned` has files that semgrep could parse in part only, and even ones that it could not
//! parse and skipped: those are in `errors`, and here in [`Scan::unscanned`]. A file that no rule
//! could match is not parsed at all, so a broken one may go unnoticed. Findings under a `nosemgrep`
//! comment are left out without a trace, except in versions that write `is_ignored`. An error that
//! names no file of the sources, as for rules that cannot be read, is a crash: semgrep then ran
//! fewer rules than it was asked for, or none.

use serde::Deserialize;

use super::kept;
use super::model::{Scan, ScanConfidence, ScanFinding, ScanSeverity};
use super::{MAX_PATHS, ScanFormat};
use crate::formats::json_head::Outline;
use crate::formats::json_list::{First, List};
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// The most errors that are read of one report. One with more is refused.
pub const MAX_ERRORS: usize = 100_000;

/// Why semgrep passes a file over where somebody told it to.
const TOLD: [&str; 8] = [
    "cli_include_flags_do_not_match",
    "cli_exclude_flags_match",
    "semgrepignore_patterns_match",
    "gitignore_patterns_match",
    "excluded_by_config",
    "always_skipped",
    "dotfile",
    "wrong_language",
];

/// Whether a text that starts like this is a report of semgrep.
#[must_use]
pub fn is_semgrep(head: &str) -> bool {
    let outline = Outline::of(head);
    let of_error = outline.has_all(&["errors[].code", "errors[].level"]);
    // Older versions write the errors first, which may be all that is known of the text.
    let is_first = outline.first() == Some("errors") && outline.has("errors[].type");
    (is_first && of_error)
        || outline.has_all(&["results[].check_id", "results[].path"])
        || (outline.has("results") && (outline.has("paths.scanned") || of_error))
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(default, borrow)]
    version: Option<Text<'a>>,
    #[serde(borrow)]
    results: Vec<Match<'a>>,
    #[serde(borrow)]
    errors: List<Failure<'a>, MAX_ERRORS>,
    #[serde(default, borrow)]
    paths: Option<Paths<'a>>,
    #[serde(default, borrow)]
    skipped_rules: Vec<SkippedRule<'a>>,
}

#[derive(Deserialize)]
struct Match<'a> {
    #[serde(borrow)]
    check_id: Text<'a>,
    #[serde(borrow)]
    path: Text<'a>,
    start: Position,
    #[serde(borrow)]
    extra: Extra<'a>,
}

#[derive(Deserialize)]
struct Position {
    line: u32,
}

#[derive(Deserialize)]
struct Extra<'a> {
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    severity: Text<'a>,
    #[serde(default, borrow)]
    metadata: Option<Metadata<'a>>,
    #[serde(default, borrow)]
    fingerprint: Option<Text<'a>>,
    #[serde(default)]
    is_ignored: Option<bool>,
}

#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(default, borrow)]
    confidence: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Failure<'a> {
    #[serde(default, borrow)]
    level: Option<Text<'a>>,
    #[serde(default, borrow)]
    message: Option<Text<'a>>,
    #[serde(default, borrow)]
    long_msg: Option<Text<'a>>,
    #[serde(default, borrow)]
    short_msg: Option<Text<'a>>,
    #[serde(default, borrow)]
    path: Option<Text<'a>>,
    #[serde(default, borrow)]
    spans: Option<First<Span<'a>>>,
}

#[derive(Deserialize)]
struct Span<'a> {
    #[serde(default, borrow)]
    file: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Paths<'a> {
    #[serde(borrow)]
    scanned: Vec<Text<'a>>,
    #[serde(default, borrow)]
    skipped: Option<Vec<Skipped<'a>>>,
}

#[derive(Deserialize)]
struct Skipped<'a> {
    #[serde(borrow)]
    path: Text<'a>,
    #[serde(borrow)]
    reason: Text<'a>,
}

#[derive(Deserialize)]
struct SkippedRule<'a> {
    #[serde(borrow)]
    rule_id: Text<'a>,
}

/// Reads a report of semgrep.
///
/// # Errors
/// It is not whole, is not such a report, or says that semgrep met an error beyond single files.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let report: Report<'_> = report::json(report::text(bytes)?)?;
    let mut scan = Scan::new(ScanFormat::Semgrep);
    scan.tool_version = report.version.as_deref().map(kept::line);
    for failure in report.errors.iter() {
        fail(failure, &mut scan)?;
    }
    for rule in &report.skipped_rules {
        let reason = format!("the rule {} was skipped", rule.rule_id);
        scan.miss(None, &reason)?;
    }
    for found in &report.results {
        let finding = finding(found)?;
        if found.extra.is_ignored == Some(true) {
            scan.suppress(finding, "nosemgrep".to_owned())?;
        } else {
            scan.find(finding)?;
        }
    }
    if let Some(paths) = &report.paths {
        read_paths(paths, &mut scan)?;
    }
    Ok(scan.sorted())
}

fn fail(failure: &Failure<'_>, scan: &mut Scan) -> Result<(), Flaw> {
    let words = [&failure.message, &failure.long_msg, &failure.short_msg];
    let words = words.into_iter().flatten().next();
    let words = words.map_or("an error without a word", |words| &**words);
    let level = failure.level.as_deref().unwrap_or("error");
    let path = failure.path.as_deref();
    if level == "error" && path.is_none() {
        return Err(Flaw::crashed(format!(
            "semgrep says that it met an error: {}",
            kept::line(words)
        )));
    }
    // Versions before 1.0 name the file in the span only.
    let span = failure.spans.as_ref().and_then(|list| list.0.as_ref());
    let path = path.or_else(|| span?.file.as_deref());
    scan.miss(kept::path(path.unwrap_or_default())?, words)
}

fn finding(found: &Match<'_>) -> Result<ScanFinding, Flaw> {
    let extra = &found.extra;
    let confidence = extra.metadata.as_ref();
    let confidence = confidence.and_then(|metadata| metadata.confidence.as_deref());
    let fingerprint = extra.fingerprint.as_deref();
    Ok(ScanFinding {
        path: kept::path(&found.path)?,
        line: kept::line_number(Some(found.start.line)),
        rule: kept::line(&found.check_id),
        message: kept::line(&extra.message),
        severity: severity(&extra.severity),
        severity_text: Some(kept::line(&extra.severity)),
        confidence: confidence.map_or(ScanConfidence::Unknown, ScanConfidence::of_word),
        fingerprint: fingerprint
            .filter(|print| !print.is_empty() && *print != "requires login")
            .map(kept::line),
        ..ScanFinding::default()
    })
}

/// semgrep's manual has `ERROR`, `WARNING` and `INFO` for high, medium and low.
fn severity(word: &str) -> ScanSeverity {
    match word {
        "ERROR" => ScanSeverity::High,
        "WARNING" => ScanSeverity::Medium,
        "INFO" => ScanSeverity::Low,
        "INVENTORY" | "EXPERIMENT" => ScanSeverity::Info,
        word => ScanSeverity::of_word(word),
    }
}

fn read_paths(paths: &Paths<'_>, scan: &mut Scan) -> Result<(), Flaw> {
    let mut scanned = Vec::new();
    for path in &paths.scanned {
        kept::limit(scanned.len(), MAX_PATHS, "files")?;
        scanned.extend(kept::path(path)?);
    }
    scan.scanned = Some(scanned);
    for skipped in paths.skipped.iter().flatten() {
        let path = kept::path(&skipped.path)?;
        if TOLD.contains(&&*skipped.reason) {
            kept::limit(scan.excluded.len(), MAX_PATHS, "excluded files")?;
            let text = format!("{}: {}", path.unwrap_or_default(), skipped.reason);
            scan.excluded.push(kept::line(&text));
        } else {
            scan.miss(path, &skipped.reason)?;
        }
    }
    Ok(())
}
