//! The whole report as JSON, version `relcheck.report/1`.

use super::View;
use crate::report::Report;

/// Renders the report with two spaces of indentation, so that two reports can be compared by line.
pub(super) fn render(report: &Report, _view: View) -> String {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_else(|error| {
        // Only a map with keys that are no strings can fail, and the report has none.
        format!("{{\"error\": \"the report cannot be written: {error}\"}}")
    });
    text.push('\n');
    text
}
