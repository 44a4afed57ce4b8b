//! Recorded runs of tests that no results speak of, or not of all of it.

use super::KIND;
use crate::collect::Context;
use crate::collect::runs::{record_of, runs};
use crate::evidence::{COVERAGE, Item, Record, Source, TESTS, failed_tests, unseen_tests};
use crate::facts::{FailedRun, Missing, UnseenRun};
use crate::formats::junit;

/// The runs for HEAD that did not end well and left no results, and those that leave open whether tests
/// failed, both sorted.
pub(super) fn open_runs(context: &Context) -> Result<(Vec<FailedRun>, Vec<UnseenRun>), Missing> {
    let head = context.repository()?.head.as_ref();
    let head = head.map(|head| head.commit.as_str());
    let root = context.root();
    let (mut failed, mut unseen) = (Vec::new(), Vec::new());
    for run in runs(&context.evidence()?.items) {
        let is_of_head =
            |it: &&Record| it.tree.clean && head.is_some() && it.commit.as_deref() == head;
        let Some(record) = record_of(run).filter(is_of_head) else {
            continue;
        };
        let results = results(run);
        if results.is_empty()
            && let Some(reason) = failed_tests(record, &root)
            && let Some(first) = run.first()
        {
            failed.push(FailedRun {
                path: first.path.clone(),
                command: record.command.clone(),
                exit_status: record.exit_status,
                reason,
            });
            continue;
        }
        let dropped = unseen_tests(record, &root, &results).into_iter();
        let dropped = dropped.map(|reason| (run.first(), reason));
        let unread = unread(context, run, record).into_iter();
        for (item, reason) in dropped.chain(unread.map(|(item, reason)| (Some(item), reason))) {
            unseen.extend(item.map(|item| UnseenRun {
                path: item.path.clone(),
                command: record.command.clone(),
                reason,
            }));
        }
    }
    failed.sort();
    unseen.sort();
    Ok((failed, unseen))
}

/// The outputs of a run that hold results of tests, by their places in its record.
pub(in crate::collect) fn results(run: &[Item]) -> Vec<usize> {
    let results = run.iter().filter(|item| junit::is_junit(&item.head));
    let places = results.filter_map(|item| match &item.source {
        Source::Recorded { output, .. } => Some(*output),
        _ => None,
    });
    places.collect()
}

/// The outputs that tell of failed tests in a format that is not read, of a run without any that is.
fn unread<'i>(context: &Context, run: &'i [Item], record: &Record) -> Vec<(&'i Item, String)> {
    let kind = record.kind.as_deref();
    let may_be = kind.is_none_or(|it| [COVERAGE, TESTS].contains(&it));
    if !may_be || !results(run).is_empty() {
        return Vec::new();
    }
    let tells = |item: &'i Item| {
        let what = (KIND.unread)(&item.head)?;
        let reason = match item.read(context.checkout()) {
            Ok(content) if !junit::tells_of_failures(&String::from_utf8_lossy(&content)) => {
                return None;
            }
            Ok(_) => format!("it tells of tests that failed, and is {what}"),
            Err(reason) => format!("it is {what}, and cannot be read: {reason}"),
        };
        Some((item, reason))
    };
    run.iter().filter_map(tells).collect()
}
