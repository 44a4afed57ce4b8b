//! The files that a recorded run left.

use std::collections::BTreeSet;

use crate::evidence::{Item, Output, Source, Stream};
use crate::formats::known;

/// The files that the run was to leave, and that nothing recognises, although files of their like are
/// reports: what went wrong may stand there.
pub(super) fn strangers<'i>(run: &'i [Item], recognised: &[&Item]) -> Vec<&'i Item> {
    let extension = |item: &Item| {
        let output = output(item).filter(|it| it.stream == Stream::File)?;
        let name = output.source.as_deref()?.rsplit(['/', '\\']).next()?;
        Some(name.rsplit_once('.')?.1.to_lowercase())
    };
    let like: BTreeSet<String> = recognised.iter().filter_map(|it| extension(it)).collect();
    let is_like = |item: &&Item| extension(item).is_some_and(|it| like.contains(&it));
    let unknown = run.iter().filter(|item| !known::is_known(&item.head));
    unknown
        .filter(|item| item.lost.is_none())
        .filter(is_like)
        .collect()
}

/// The output of its record that a file is; `None` if it is of none.
pub(super) fn output(item: &Item) -> Option<&Output> {
    match &item.source {
        Source::Recorded { record, output } => record.outputs.get(*output),
        _ => None,
    }
}

/// Where a report would be: in what is gone, else in the first file that was to be kept, else on
/// standard output.
pub(in crate::collect) fn main_output(run: &[Item]) -> Option<&Item> {
    let lost = run.iter().find(|item| item.lost.is_some());
    if lost.is_some() {
        return lost;
    }
    let stream = |item: &Item| output(item).map(|it| it.stream);
    let is = |wanted: Stream| run.iter().find(|item| stream(item) == Some(wanted));
    is(Stream::File)
        .or_else(|| is(Stream::Stdout))
        .or(run.first())
}

/// The path that the tool gave a file.
pub(super) fn source(item: &Item) -> &str {
    output(item)
        .and_then(|it| it.source.as_deref())
        .unwrap_or(&item.path)
}
