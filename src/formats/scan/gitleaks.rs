//! gitleaks' JSON report (`gitleaks dir|git|detect -f json`), of version 8.
//!
//! It is a list of leaks and nothing else: neither the version, nor the time, nor what was read, nor
//! what `.gitleaksignore`, a baseline or a `gitleaks:allow` comment hid. Where it found nothing the
//! list is empty, which nothing tells from ruff's: [`is_gitleaks`] is false for it, and [`read`]
//! takes it for a clean scan, for those who know that gitleaks wrote it. The secrets themselves are
//! not kept.

use serde::Deserialize;

use super::ScanFormat;
use super::kept;
use super::model::{Scan, ScanFinding, SecretState};
use crate::formats::json_head::Outline;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is a report of gitleaks with at least one leak.
#[must_use]
pub fn is_gitleaks(head: &str) -> bool {
    let outline = Outline::of(head);
    outline.has_all(&["[].RuleID", "[].Description"])
        || outline.has_all(&["[].Description", "[].StartLine", "[].Match"])
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Leak<'a> {
    #[serde(rename = "RuleID", borrow)]
    rule: Text<'a>,
    #[serde(borrow)]
    description: Text<'a>,
    start_line: u32,
    #[serde(borrow)]
    file: Text<'a>,
    /// Empty where files were read, and not the history.
    #[serde(default, borrow)]
    commit: Option<Text<'a>>,
    #[serde(default, borrow)]
    fingerprint: Option<Text<'a>>,
}

/// Reads a report of gitleaks; `[]` is a clean one.
///
/// # Errors
/// It is not whole, or is not such a report.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let leaks: Vec<Leak<'_>> = report::json(report::text(bytes)?)?;
    let mut scan = Scan::new(ScanFormat::Gitleaks);
    for leak in &leaks {
        let commit = leak.commit.as_deref().filter(|commit| !commit.is_empty());
        let message = match commit {
            Some(commit) => kept::line(&format!("in commit {commit}: {}", leak.description)),
            None => kept::line(&leak.description),
        };
        scan.find(ScanFinding {
            path: kept::path(&leak.file)?,
            line: kept::line_number(Some(leak.start_line)),
            rule: kept::line(&leak.rule),
            message,
            secret: Some(SecretState::Unaudited),
            fingerprint: leak.fingerprint.as_deref().map(kept::line),
            ..ScanFinding::default()
        })?;
    }
    Ok(scan.sorted())
}
