//! A suggestion for people: the type and version first, then what asks for them.

use super::text::{place, short, wrapped};
use super::{Style, plain};
use crate::suggest::{Reason, Reasons, Suggestion, Sureness};
use crate::verdict::Status;

/// How many reasons for one type are shown.
const MAX_REASONS: usize = 20;

/// Renders a suggestion; with `quiet` only what is suggested.
#[must_use]
pub fn suggestion(suggestion: &Suggestion, style: Style, quiet: bool) -> String {
    let mut blocks = vec![answer(suggestion, style)];
    if !quiet {
        blocks.insert(0, heading(suggestion, style));
        blocks.extend(suggestion.reasons.iter().map(|group| reasons(group, style)));
        blocks.extend(remarks(suggestion));
        blocks.extend(list("Not quite sure, since", doubts(suggestion), style));
        let weaker = "This suggestion is weaker than the process asks for:";
        blocks.extend(list(weaker, &suggestion.weakenings, style));
    }
    blocks.join("\n\n") + "\n"
}

fn heading(suggestion: &Suggestion, style: Style) -> String {
    let repository = &suggestion.repository;
    let head = repository.head.as_deref().map_or("no commit", short);
    let branch = repository.branch.as_deref().unwrap_or("no branch");
    let since = suggestion.previous.as_ref().map_or_else(
        || "with no previous release".to_owned(),
        |release| format!("after `{}`", release.tag),
    );
    format!(
        "{} at {} on {}, {}, {}",
        style.bold(&plain(&suggestion.project.name)),
        plain(head),
        plain(branch),
        plain(&since),
        plain(&suggestion.clock.now)
    )
}

fn answer(suggestion: &Suggestion, style: Style) -> String {
    let summary = plain(&suggestion.summary).into_owned();
    let (Some(kind), Some(version), Some(sure)) = (
        suggestion.release_type,
        &suggestion.version_text,
        &suggestion.sure,
    ) else {
        return summary;
    };
    let level = match sure.level {
        Sureness::High => style.status(Status::Pass, "high"),
        Sureness::Medium => style.status(Status::Warn, "medium"),
        Sureness::Low => style.status(Status::Fail, "low"),
    };
    format!(
        "{} {}: {summary} (confidence: {level})",
        style.bold(kind.name()),
        style.bold(&plain(version))
    )
}

fn reasons(group: &Reasons, style: Style) -> String {
    let mut lines = vec![style.bold(&format!("What takes a {} release:", group.release_type))];
    lines.extend(group.findings.iter().take(MAX_REASONS).map(reason));
    let hidden = group.findings.len().saturating_sub(MAX_REASONS);
    if hidden > 0 {
        lines.push(style.dim(&format!("    … and {hidden} more (-o json has them all)")));
    }
    lines.join("\n")
}

fn reason(reason: &Reason) -> String {
    let place = reason.evidence.as_ref().and_then(place);
    let mut text = reason.message.clone();
    if let Some(place) = place.filter(|place| !text.contains(place)) {
        text = format!("{text} ({place})");
    }
    format!("    - {}", wrapped(&plain(&text), 6))
}

/// What was looked at, and what is declared.
fn remarks(suggestion: &Suggestion) -> Option<String> {
    let mut lines = Vec::new();
    if !suggestion.looked_at.is_empty() {
        let listed = suggestion.looked_at.join(", ");
        lines.push(format!("Looked at  {}", wrapped(&plain(&listed), 11)));
    }
    let kind = &suggestion.project;
    let project = format!("{} ({})", kind.kind.name(), kind.kind_reason);
    lines.push(format!("Project    {}", plain(&project)));
    let calendar = suggestion
        .calendar
        .iter()
        .map(|format| format!(" ({format})"));
    let calendar: String = calendar.collect();
    lines.push(format!("Scheme     {}{calendar}", suggestion.scheme));
    if let Some(declared) = &suggestion.declared {
        lines.push(format!(
            "Version    {}",
            wrapped(&plain(&declared.remark), 11)
        ));
    }
    Some(lines.join("\n"))
}

fn doubts(suggestion: &Suggestion) -> &[String] {
    suggestion
        .sure
        .as_ref()
        .map_or(&[], |sure| sure.because.as_slice())
}

fn list(title: &str, items: &[String], style: Style) -> Option<String> {
    if items.is_empty() {
        return None;
    }
    let mut lines = vec![style.bold(title)];
    lines.extend(
        items
            .iter()
            .map(|item| format!("    - {}", wrapped(&plain(item), 6))),
    );
    Some(lines.join("\n"))
}
