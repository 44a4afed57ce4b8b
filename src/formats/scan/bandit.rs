//! bandit's JSON report (`bandit -f json`), of the versions 1.5 to 1.9.
//!
//! `metrics` has every file that bandit opened, those that it could not parse included: they are in
//! `errors`, too. Its `_totals` count every issue of those files, while `results` has only what is
//! at or above the levels that bandit was asked for (`-l`, `-i`) and not in its baseline (`-b`). So
//! the totals are held against the sums over the files, and what they have beyond the results is
//! [`Scan::unlisted`]: a report filtered to high severity does not say that there is no medium one.
//!
//! Of `# nosec`, the numbers by file are known: `nosec` counts lines that hide everything,
//! `skipped_tests` those that name tests. Which tests or paths bandit was told to skip (`-s`, `-x`,
//! a profile) the report does not say.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::kept;
use super::model::{Inline, Scan, ScanConfidence, ScanFinding, ScanSeverity, Unlisted};
use super::{MAX_PATHS, ScanFormat};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is a report of bandit.
#[must_use]
pub fn is_bandit(head: &str) -> bool {
    let outline = Outline::of(skip_log(head));
    let of_errors = outline.first() == Some("errors")
        && outline.has_all(&["errors[].filename", "errors[].reason"]);
    of_errors || outline.has_all(&["errors", "generated_at", "metrics"])
}

#[derive(Deserialize)]
struct Report<'a> {
    #[serde(borrow)]
    errors: Vec<Failure<'a>>,
    #[serde(borrow)]
    generated_at: Text<'a>,
    #[serde(borrow, deserialize_with = "report::unique_keys")]
    metrics: Vec<(Text<'a>, Metrics)>,
    #[serde(borrow)]
    results: Vec<Issue<'a>>,
}

#[derive(Deserialize)]
struct Failure<'a> {
    #[serde(borrow)]
    filename: Text<'a>,
    #[serde(borrow)]
    reason: Text<'a>,
}

/// The numbers of one file. A file that could not be parsed has none of the severities.
#[derive(Deserialize, Clone, Copy)]
struct Metrics {
    #[serde(default, rename = "SEVERITY.HIGH", deserialize_with = "count")]
    high: u64,
    #[serde(default, rename = "SEVERITY.MEDIUM", deserialize_with = "count")]
    medium: u64,
    #[serde(default, rename = "SEVERITY.LOW", deserialize_with = "count")]
    low: u64,
    #[serde(default, rename = "SEVERITY.UNDEFINED", deserialize_with = "count")]
    undefined: u64,
    #[serde(deserialize_with = "count")]
    nosec: u64,
    #[serde(default, deserialize_with = "count")]
    skipped_tests: u64,
}

#[derive(Deserialize)]
struct Issue<'a> {
    #[serde(borrow)]
    filename: Text<'a>,
    #[serde(borrow)]
    issue_confidence: Text<'a>,
    #[serde(borrow)]
    issue_severity: Text<'a>,
    #[serde(borrow)]
    issue_text: Text<'a>,
    line_number: u32,
    #[serde(borrow)]
    test_id: Text<'a>,
    #[serde(default, borrow)]
    more_info: Option<Text<'a>>,
}

/// A count, which bandit before 1.7 writes as `1.0`.
fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    if let Some(count) = number.as_u64() {
        return Ok(count);
    }
    match number.as_f64() {
        // Whole, not negative and small enough to be exact.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        Some(count) if (0.0..=9e15).contains(&count) && count.fract() == 0.0 => Ok(count as u64),
        _ => Err(D::Error::custom(format!("{number} is not a count"))),
    }
}

const SEVERITIES: [(ScanSeverity, &str); 4] = [
    (ScanSeverity::High, "HIGH"),
    (ScanSeverity::Medium, "MEDIUM"),
    (ScanSeverity::Low, "LOW"),
    (ScanSeverity::Unknown, "UNDEFINED"),
];

impl Metrics {
    /// In the order of [`SEVERITIES`].
    fn counts(self) -> [u64; 4] {
        [self.high, self.medium, self.low, self.undefined]
    }
}

/// Reads a report of bandit.
///
/// # Errors
/// It is not whole, is not such a report, or its totals contradict its files or its results.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let report: Report<'_> = report::json(skip_log(report::text(bytes)?))?;
    let mut scan = Scan::new(ScanFormat::Bandit);
    scan.generated_at = kept::moment(&report.generated_at);
    scan.tool_version = report.results.iter().find_map(version);
    for failure in &report.errors {
        scan.miss(kept::path(&failure.filename)?, &failure.reason)?;
    }
    for issue in &report.results {
        scan.find(finding(issue)?)?;
    }
    let totals = read_metrics(&report.metrics, &mut scan)?;
    let listed = SEVERITIES.map(|(severity, _)| {
        let findings = scan.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count() as u64
    });
    for (((severity, name), total), listed) in SEVERITIES.into_iter().zip(totals).zip(listed) {
        match total.checked_sub(listed) {
            None => return Err(contradiction(name, total, "results", listed)),
            Some(0) => {}
            Some(count) => scan.unlisted.push(Unlisted { severity, count }),
        }
    }
    Ok(scan.sorted())
}

/// bandit's log goes to standard error; with `2>&1` its lines stand before the report.
fn skip_log(text: &str) -> &str {
    let mut rest = text;
    while rest.starts_with("[main]") || rest.starts_with("[manager]") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

fn read_metrics(metrics: &[(Text<'_>, Metrics)], scan: &mut Scan) -> Result<[u64; 4], Flaw> {
    let mut totals = None;
    let mut sums = [0u64; 4];
    let mut scanned = Vec::new();
    for (file, counts) in metrics {
        if &**file == "_totals" {
            totals = Some(counts.counts());
            continue;
        }
        kept::limit(scanned.len(), MAX_PATHS, "files")?;
        for (sum, count) in sums.iter_mut().zip(counts.counts()) {
            *sum = sum.saturating_add(count);
        }
        let path = kept::path(file)?.unwrap_or_default();
        for (kind, count) in [
            ("nosec", counts.nosec),
            ("skipped_tests", counts.skipped_tests),
        ] {
            if count > 0 {
                let path = path.clone();
                scan.inline.push(Inline { path, kind, count });
            }
        }
        scanned.push(path);
    }
    scan.scanned = Some(scanned);
    let totals = totals.ok_or_else(|| Flaw::unreadable("its `metrics` have no `_totals`"))?;
    for ((total, sum), (_, name)) in totals.into_iter().zip(sums).zip(SEVERITIES) {
        if total != sum {
            return Err(contradiction(name, total, "files", sum));
        }
    }
    Ok(totals)
}

fn contradiction(severity: &str, total: u64, what: &str, count: u64) -> Flaw {
    Flaw::unreadable(format!(
        "its totals say {total} issues of severity {severity}, and its {what} have {count}"
    ))
}

fn finding(issue: &Issue<'_>) -> Result<ScanFinding, Flaw> {
    let severity = match &*issue.issue_severity {
        "UNDEFINED" => ScanSeverity::Unknown,
        word => ScanSeverity::of_word(word),
    };
    Ok(ScanFinding {
        path: kept::path(&issue.filename)?,
        line: kept::line_number(Some(issue.line_number)),
        rule: kept::line(&issue.test_id),
        message: kept::line(&issue.issue_text),
        severity,
        severity_text: Some(kept::line(&issue.issue_severity)),
        confidence: ScanConfidence::of_word(&issue.issue_confidence),
        ..ScanFinding::default()
    })
}

/// bandit names its version in the links to its manual only.
fn version(issue: &Issue<'_>) -> Option<String> {
    let link = issue.more_info.as_deref()?;
    let after = link
        .split_once("bandit.readthedocs.io/en/")
        .map(|(_, after)| after)?;
    let version = after.split('/').next()?;
    version
        .starts_with(|first: char| first.is_ascii_digit())
        .then(|| kept::line(version))
}
