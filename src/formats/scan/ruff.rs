//! ruff's JSON report (`ruff check --output-format json`), of the versions 0.0.270 to 0.17.
//!
//! It is a list of findings and nothing else: neither the version, nor the rules that were selected,
//! nor what was read, nor what `noqa` comments hid. Where it found nothing the list is empty, which
//! nothing tells from gitleaks': [`is_ruff`] is false for it, and [`read`] takes it for a clean scan,
//! for those who know that ruff wrote it.
//!
//! A file with a syntax error or one that cannot be read has a finding of its own kind, and other
//! rules may not have run on it: so it is [`Scan::unscanned`].

use serde::Deserialize;

use super::ScanFormat;
use super::kept;
use super::model::{Scan, ScanFinding, ScanSeverity};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// What ruff calls a file that it could not read or parse. Versions before 0.9 write `E999`, or no
/// code at all.
const FAILURES: [&str; 5] = ["invalid-syntax", "E999", "E902", "io-error", "panic"];

/// Whether a text that starts like this is a report of ruff with at least one finding.
#[must_use]
pub fn is_ruff(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["[].code", "[].filename"])
        || outline.has_all(&["[].code", "[].end_location", "[].fix"])
        || outline.has_all(&["[].cell", "[].code"])
}

#[derive(Deserialize)]
struct Violation<'a> {
    #[serde(borrow)]
    code: Option<Text<'a>>,
    #[serde(borrow)]
    filename: Text<'a>,
    #[serde(default)]
    location: Option<Position>,
    #[serde(borrow)]
    message: Text<'a>,
    /// Since 0.14.
    #[serde(default, borrow)]
    severity: Option<Text<'a>>,
}

#[derive(Deserialize)]
struct Position {
    row: u32,
}

/// Reads a report of ruff; `[]` is a clean one.
///
/// # Errors
/// It is not whole, or is not such a report.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let violations: Vec<Violation<'_>> = report::json(report::text(bytes)?)?;
    let mut scan = Scan::new(ScanFormat::Ruff);
    for violation in &violations {
        let path = kept::path(&violation.filename)?;
        let code = violation.code.as_deref();
        let Some(code) = code.filter(|code| !FAILURES.contains(code)) else {
            scan.miss(path, &violation.message)?;
            continue;
        };
        let severity = violation.severity.as_deref();
        scan.find(ScanFinding {
            path,
            line: kept::line_number(violation.location.as_ref().map(|at| at.row)),
            rule: kept::line(code),
            message: kept::line(&violation.message),
            severity: severity.map_or(ScanSeverity::Unknown, ScanSeverity::of_level),
            severity_text: severity.map(kept::line),
            ..ScanFinding::default()
        })?;
    }
    Ok(scan.sorted())
}
