//! safety's JSON reports: the arrays of `safety check --json` 1.x, the objects of `safety check` 2.x
//! and 3.x, and those of `safety scan --output json` 3.x.
//!
//! safety 3.x prints that `check` is deprecated before its report and once more behind it, to the
//! same stream; safety 1.x and 2.x print warnings before theirs. Whole lines before the first line
//! that starts with a bracket are passed over, and behind the report nothing but that one message.
//!
//! safety gives a `severity` only to those with a key for its service, and `null` to anybody else:
//! that is unknown, not low. Its timestamps have no zone, so the report is not dated.

mod check;
mod list;
mod scan;

use super::kept;
use super::model::{Scan, ScanFinding};
use super::packages::ScanVulnerable;
use crate::formats::json_head::Outline;
use crate::formats::report::{self, Flaw};

/// Whether a text that starts like this is a report of safety. An empty list of safety 1.x cannot
/// be told from anybody else's.
#[must_use]
pub fn is_safety(head: &str) -> bool {
    let head = skip_log(head);
    let outline = Outline::of(head);
    outline.has_any(&[
        "report_meta.safety_version",
        "meta.telemetry.safety_version",
    ]) || outline.has_all(&["report_meta", "scanned_packages"])
        || outline.has_all(&["meta.scan_type", "meta.scan_locations"])
        || list::is_list(head)
}

/// Reads a report of safety.
///
/// # Errors
/// It is not whole, is not such a report, is one about licences, or its totals contradict what it
/// lists.
pub fn read(bytes: &[u8]) -> Result<Scan, Flaw> {
    let text = skip_log(report::text(bytes)?);
    let text = without_message_behind(text);
    let scan = if text.starts_with('[') {
        list::read(text)?
    } else if Outline::of(text).has("meta") {
        scan::read(text)?
    } else {
        check::read(text)?
    };
    Ok(scan.sorted())
}

/// The text from the first line on that starts with a bracket; the whole text where there is none.
fn skip_log(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(['{', '[']) {
            return text.get(at..).unwrap_or(text);
        }
        at += line.len();
    }
    text
}

/// The text without safety's own message behind the report, and only without that.
fn without_message_behind(text: &str) -> &str {
    let mut end = text.len();
    for line in text.split_inclusive('\n').rev() {
        let plain = crate::formats::terminal::plain(line.trim());
        let of_message = plain.is_empty()
            || plain.starts_with("+==")
            || plain.starts_with("DEPRECATED: this command")
            || plain.starts_with("We highly encourage switching to the new");
        if !of_message {
            break;
        }
        end -= line.len();
    }
    text.get(..end).unwrap_or(text)
}

/// Refuses a stated total that is not what was counted.
fn hold(stated: Option<u64>, counted: usize, what: &str) -> Result<(), Flaw> {
    match stated {
        Some(stated) if stated != counted as u64 => Err(Flaw::unreadable(format!(
            "it says that it has {stated} {what}, and has {counted}"
        ))),
        _ => Ok(()),
    }
}

/// A finding about a package.
fn about(package: String, id: &str, advisory: &str) -> ScanFinding {
    ScanFinding {
        rule: kept::line(id),
        package: Some(package),
        message: kept::line(advisory),
        vulnerable: Some(ScanVulnerable::of_pypi()),
        ..ScanFinding::default()
    }
}
