//! What a bump says about itself.

use serde_json::json;

use super::Outcome;
use crate::bump::{Change, Left, unified};
use crate::cli::args::Common;
use crate::cli::output;
use crate::render::{Style, plain};

/// How many places that are left alone are shown; JSON has all of them.
const MAX_LEFT: usize = 20;

/// The longest part of a change that is shown on its line.
const MAX_SHOWN: usize = 60;

/// Writes the diff of a dry run, or what was changed, and what to do next.
pub(super) fn outcome(common: &Common, outcome: &Outcome) -> anyhow::Result<()> {
    output::listing(common, |style| text(outcome, style), || json(outcome))?;
    if outcome.dry_run {
        for note in notes(outcome) {
            output::remark(common, &note);
        }
    }
    Ok(())
}

fn notes(outcome: &Outcome) -> Vec<String> {
    let notes = outcome.plan.notes.iter().chain(&outcome.notes);
    let mut notes: Vec<String> = notes.map(|note| format!("note: {note}")).collect();
    let left = &outcome.plan.left;
    notes.extend(left.iter().take(MAX_LEFT).map(|left| {
        let Left {
            path,
            line,
            text,
            reason,
        } = left;
        format!("left alone: {path}:{line}  {text}: {reason}")
    }));
    if let Some(more) = left.len().checked_sub(MAX_LEFT).filter(|more| *more > 0) {
        notes.push(format!("left alone: {more} more; -o json lists them"));
    }
    notes
}

fn text(outcome: &Outcome, style: Style) -> String {
    if outcome.dry_run {
        // As `git apply` takes it: nothing else, and no escapes.
        return unified(&outcome.plan.files);
    }
    let mut text = String::new();
    if outcome.plan.files.is_empty() {
        let places = match outcome.plan.left.is_empty() {
            true => "every place",
            false => "every place but those below",
        };
        text.push_str(&format!(
            "{places} has {} already: nothing was changed\n",
            outcome.version
        ));
    }
    for change in outcome.plan.changes() {
        text.push_str(&line(&change));
        text.push('\n');
    }
    for note in notes(outcome) {
        text.push_str(&style.dim(&plain(&note)).to_string());
        text.push('\n');
    }
    if outcome.written {
        text.push_str(&format!("\nnext: {}\n", next_command(outcome)));
    }
    text
}

/// `pyproject.toml:3  1.2.3 -> 1.2.4`
fn line(change: &Change) -> String {
    let place = format!("{}:{}", change.path, change.line);
    let (old, new) = (shown(&change.old), shown(&change.new));
    let what = match (old.is_empty(), new.is_empty()) {
        (true, _) => format!("+ {new}"),
        (_, true) => format!("- {old}"),
        _ => format!("{old} -> {new}"),
    };
    plain(&format!("{place}  {what}")).into_owned()
}

/// The first line with content, shortened.
fn shown(text: &str) -> String {
    let content: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let first = content.first().copied().unwrap_or_default();
    let mut shown: String = first.chars().take(MAX_SHOWN).collect();
    if shown.len() < first.len() || content.len() > 1 {
        shown.push_str(" …");
    }
    shown
}

/// The command that commits the change.
fn next_command(outcome: &Outcome) -> String {
    let new = outcome
        .plan
        .files
        .iter()
        .filter(|file| file.before.is_none());
    let added: String = new
        .map(|file| format!("git add '{}' && ", plain(&file.path)))
        .collect();
    format!(
        "{added}git commit -am \"chore: bump version to {}\"",
        outcome.version
    )
}

fn json(outcome: &Outcome) -> anyhow::Result<String> {
    let changes = outcome.plan.changes();
    let notes: Vec<&String> = outcome.plan.notes.iter().chain(&outcome.notes).collect();
    let value = json!({
        "version": outcome.version.to_string(),
        "written": outcome.written,
        "changes": changes,
        "left": outcome.plan.left,
        "notes": notes,
        "diff": unified(&outcome.plan.files),
        "next": outcome.written.then(|| next_command(outcome)),
    });
    Ok(serde_json::to_string_pretty(&value)? + "\n")
}
