//! The configured commands as tables: what there is of each, and what came of each.

use comfy_table::{Table, presets};
use serde::Serialize;

use super::super::args::Common;
use super::super::output;
use super::configured::{Configured, Outcome};
use super::weakness;
use crate::evidence::{Freshness, broke_off};
use crate::render::{Style, plain};

/// What came of one command.
#[derive(Serialize)]
pub(super) struct Row {
    name: String,
    command: Vec<String>,
    /// `fresh`, `recorded`, `timed out`, `broke off`, `not recorded`, `not started`.
    result: &'static str,
    /// Whether there is a record of a run that came to its end.
    pub recorded: bool,
    /// Its exit status; `null` where it did not exit, or was not run.
    exit_status: Option<i64>,
    /// How long it took, in whole seconds; `null` where it was not run.
    seconds: Option<u64>,
    /// Why it was not recorded, or will not count.
    reason: Option<String>,
}

impl Row {
    pub fn of(configured: &Configured, outcome: &Outcome) -> Self {
        let row = Row {
            name: configured.title.clone(),
            command: words(configured),
            result: "fresh",
            recorded: true,
            exit_status: None,
            seconds: None,
            reason: None,
        };
        match outcome {
            Outcome::Fresh => row,
            Outcome::NotStarted => Row {
                result: "not started",
                recorded: false,
                ..row
            },
            Outcome::Failed(error) => Row {
                result: "not recorded",
                recorded: false,
                reason: Some(format!("{error:#}")),
                ..row
            },
            Outcome::Recorded { ended, took } => {
                let record = &ended.record;
                let flaw = broke_off(record);
                let result = match (record.timed_out, &flaw) {
                    (true, _) => "timed out",
                    (false, Some(_)) => "broke off",
                    (false, None) => "recorded",
                };
                Row {
                    result,
                    recorded: flaw.is_none(),
                    exit_status: record.exit_status,
                    seconds: Some(took.as_secs()),
                    reason: flaw
                        .or_else(|| weakness(record))
                        .map(|it| format!("will not count: {it}")),
                    ..row
                }
            }
        }
    }
}

/// Writes what came of them to standard output.
pub(super) fn table(common: &Common, rows: &[Row]) -> anyhow::Result<()> {
    let cells = |row: &Row| {
        let status = row.exit_status.map(|it| it.to_string());
        let took = row.seconds.map(|it| format!("{it} s"));
        [
            row.name.clone(),
            row.result.to_owned(),
            status.unwrap_or_else(|| "-".to_owned()),
            took.unwrap_or_else(|| "-".to_owned()),
            row.reason.clone().unwrap_or_default(),
        ]
    };
    let header = ["COMMAND", "RESULT", "EXIT", "TOOK", ""];
    output::listing(
        common,
        |style| text(header, rows.iter().map(cells), style),
        || Ok(serde_json::to_string_pretty(rows)? + "\n"),
    )
}

/// A configured command with what there is of its evidence.
#[derive(Serialize)]
struct Listed<'a> {
    name: &'a str,
    command: Vec<String>,
    #[serde(flatten)]
    state: &'a Freshness,
}

/// Writes what there is of each to standard output.
pub(super) fn listing(
    common: &Common,
    configured: &[Configured],
    states: &[Freshness],
) -> anyhow::Result<()> {
    let listed: Vec<Listed> = configured
        .iter()
        .zip(states)
        .map(|(it, state)| Listed {
            name: &it.title,
            command: words(it),
            state,
        })
        .collect();
    let cells = |it: &Listed| {
        let state = match it.state {
            Freshness::Fresh => "fresh",
            Freshness::Missing => "missing",
            Freshness::Stale(_) => "stale",
        };
        [it.name, state, it.state.reason().unwrap_or_default()].map(str::to_owned)
    };
    output::listing(
        common,
        |style| text(["COMMAND", "EVIDENCE", ""], listed.iter().map(cells), style),
        || Ok(serde_json::to_string_pretty(&listed)? + "\n"),
    )
}

fn words(configured: &Configured) -> Vec<String> {
    let words = configured.command.iter();
    words.map(|it| it.to_string_lossy().into_owned()).collect()
}

fn text<const N: usize>(
    header: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
    style: Style,
) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header);
    for row in rows {
        table.add_row(row.map(|cell| plain(&cell).into_owned()));
    }
    let text = table.to_string();
    let mut lines = text.lines().map(str::trim_end);
    let header = lines.next().map(|line| style.dim(line)).unwrap_or_default();
    let rows: Vec<&str> = lines.collect();
    format!("{header}\n{}\n", rows.join("\n"))
}
