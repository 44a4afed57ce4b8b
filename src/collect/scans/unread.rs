//! Recorded commands that left no report of a scanner: what they found is not known.

use std::collections::BTreeSet;

use crate::collect::Context;
use crate::collect::reports::{Report, main_output};
use crate::collect::runs::{record_of, runs};
use crate::evidence::{Item, Record};
use crate::facts::{Missing, UnreadRun};
use crate::formats::scan::{self, Scan};
use crate::formats::shell::all_named;
use crate::formats::{audit, known};

/// The runs for HEAD of which nothing is a report of a scanner, sorted by path.
pub(super) fn runs_without_report(
    context: &Context,
    reports: &[Report<Scan>],
) -> Result<Vec<UnreadRun>, Missing> {
    let head = context.repository()?.head.as_ref();
    let head = head.map(|head| head.commit.as_str());
    let reported: BTreeSet<&str> = reports.iter().map(|it| it.evidence.path.as_str()).collect();
    let is_report =
        |item: &Item| reported.contains(item.path.as_str()) || is_of_a_scanner(&item.head);
    let of_head = |run: &[Item]| {
        let record = record_of(run)?;
        let is_of_head = head.is_some() && record.commit.as_deref() == head;
        (is_of_head && !run.iter().any(is_report)).then(|| fact(run, record))?
    };
    let mut unread: Vec<UnreadRun> = runs(&context.evidence()?.items)
        .filter_map(of_head)
        .collect();
    unread.sort();
    Ok(unread)
}

/// Also of those that look for vulnerabilities alone, which have a rule of their own.
fn is_of_a_scanner(head: &str) -> bool {
    scan::recognise(head).is_some() || audit::recognise(head).is_some()
}

fn fact(run: &[Item], record: &Record) -> Option<UnreadRun> {
    let names: BTreeSet<String> = all_named(&record.command)
        .into_iter()
        .flat_map(|command| command.names)
        .collect();
    Some(UnreadRun {
        path: main_output(run)?.path.clone(),
        names: names.into_iter().collect(),
        exit_status: record.exit_status,
        finished: record.finished.as_second(),
        other: run.iter().any(|item| known::is_known(&item.head)),
    })
}
