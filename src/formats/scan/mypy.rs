//! mypy's JSON lines (`mypy --output json`), of the versions 1.11 to 2.4.
//!
//! Each line is one finding. Where mypy finds nothing it writes nothing but a line break, and that
//! is no report: nothing tells it from the output of a program that died. mypy's summary as text
//! (`Success: no issues found in 3 source files`), which it writes without `--output json`, is one,
//! and is read here. A report that is cut off between two lines cannot be told from a whole one,
//! since mypy ends it with nothing; one that is cut off inside of a line can.
//!
//! After an error of syntax mypy checks no file at all: see [`Scan::unscanned`]. A line that is
//! neither a finding nor a summary is of a mypy that broke off.

use serde::Deserialize;

use super::ScanFormat;
use super::kept;
use super::model::{Scan, ScanFinding, ScanSeverity};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is of mypy.
#[must_use]
pub fn is_mypy(head: &str) -> bool {
    let first = head.lines().find(|line| !line.trim().is_empty());
    let Some(first) = first else { return false };
    if first.starts_with("Success: no issues found in ") {
        return true;
    }
    let outline = Outline::of(first);
    first.starts_with('{') && outline.has_all(&["file", "line", "column", "message"])
}

#[derive(Deserialize)]
struct Note<'a> {
    #[serde(borrow)]
    file: Text<'a>,
    /// Not positive for a finding about a whole file.
    line: i64,
    #[serde(borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    code: Option<Text<'a>>,
    #[serde(borrow)]
    severity: Text<'a>,
}

/// Reads the lines of mypy.
///
/// # Errors
/// There are none, the last is cut off, one is not of mypy's form, or the summary contradicts them.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let text = report::text(bytes)?;
    if !text.ends_with('\n') {
        return Err(Flaw::unreadable("its last line is cut off"));
    }
    let mut scan = Scan::new(ScanFormat::Mypy);
    let mut stated = None;
    let mut blocked = false;
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with('{') {
            blocked |= read_line(line, at, &mut scan)?;
        } else if let Some(summary) = Summary::of(line) {
            blocked |= summary.blocked;
            stated = Some(summary.errors);
        } else {
            return Err(Flaw::crashed(format!(
                "line {} is no finding: {}",
                at + 1,
                kept::line(line)
            )));
        }
    }
    if blocked {
        scan.miss(None, "mypy checks nothing further after such an error")?;
    }
    hold(stated, &scan)?;
    Ok(scan.sorted())
}

/// Takes one finding; whether it kept mypy from checking anything further.
fn read_line(line: &str, at: usize, scan: &mut Scan) -> Result<bool, Flaw> {
    let note: Note<'_> = report::json(line).map_err(|flaw| Flaw {
        reason: format!("line {}: {}", at + 1, flaw.reason),
        ..flaw
    })?;
    let path = kept::path(&note.file)?;
    if note.code.as_deref() == Some("syntax") {
        scan.miss(path, &note.message)?;
        return Ok(true);
    }
    let severity = match &*note.severity {
        "note" => ScanSeverity::Info,
        word => ScanSeverity::of_level(word),
    };
    scan.find(ScanFinding {
        path,
        line: kept::line_number(u32::try_from(note.line).ok()),
        rule: kept::line(note.code.as_deref().unwrap_or_default()),
        message: kept::line(&note.message),
        severity,
        severity_text: Some(kept::line(&note.severity)),
        ..ScanFinding::default()
    })?;
    Ok(false)
}

/// mypy's last line.
#[derive(Debug, PartialEq, Eq)]
struct Summary {
    errors: u64,
    blocked: bool,
}

impl Summary {
    /// `Success: no issues found in 3 source files`, `Found 2 errors in 1 file (checked 3 source
    /// files)`, `Found 1 error in 1 file (errors prevented further checking)`.
    fn of(line: &str) -> Option<Self> {
        if line.starts_with("Success: no issues found in ") {
            return Some(Summary {
                errors: 0,
                blocked: false,
            });
        }
        let rest = line.strip_prefix("Found ")?;
        let (errors, rest) = rest.split_once(' ')?;
        rest.starts_with("error").then_some(())?;
        Some(Summary {
            errors: errors.parse().ok()?,
            blocked: rest.contains("errors prevented further checking"),
        })
    }
}

/// Holds a summary against what was listed. Errors of syntax are listed, too.
fn hold(stated: Option<u64>, scan: &Scan) -> Result<(), Flaw> {
    let Some(stated) = stated else { return Ok(()) };
    let errors = scan.findings.iter();
    let errors = errors.filter(|finding| finding.severity != ScanSeverity::Info);
    let syntax = scan.unscanned.iter().filter(|missed| missed.path.is_some());
    let counted = (errors.count() + syntax.count()) as u64;
    if stated == counted {
        return Ok(());
    }
    Err(Flaw::unreadable(format!(
        "its summary says {stated} errors, and it lists {counted}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_are_read() {
        let of = |line| Summary::of(line).map(|summary| (summary.errors, summary.blocked));
        assert_eq!(
            of("Success: no issues found in 1 source file"),
            Some((0, false))
        );
        assert_eq!(
            of("Found 2 errors in 1 file (checked 3 source files)"),
            Some((2, false))
        );
        assert_eq!(
            of("Found 1 error in 1 file (errors prevented further checking)"),
            Some((1, true))
        );
        assert_eq!(of("Found nothing"), None);
        assert_eq!(of("mypy: error: unrecognized arguments: --nope"), None);
    }

    #[test]
    fn what_is_no_finding_is_of_a_mypy_that_broke_off() {
        let line = r#"{"file": "a.py", "line": 1, "column": 0, "message": "m", "hint": null, "code": "misc", "severity": "error"}"#;
        let scan = read(format!("{line}\n").as_bytes()).unwrap();
        assert_eq!(scan.findings.len(), 1);
        let flaw = read(format!("{line}\na.py: error: INTERNAL ERROR\n").as_bytes()).unwrap_err();
        assert_eq!(flaw.kind, crate::formats::report::FlawKind::Crashed);
        assert_eq!(
            flaw.reason,
            "line 2 is no finding: a.py: error: INTERNAL ERROR"
        );
        assert!(read(line.as_bytes()).is_err(), "the last line is cut off");
        let flaw =
            read(format!("{line}\nFound 2 errors in 1 file (checked 1 source file)\n").as_bytes());
        assert_eq!(
            flaw.unwrap_err().reason,
            "its summary says 2 errors, and it lists 1"
        );
        assert!(read(b"\n").is_err(), "nothing is no report");
    }
}
