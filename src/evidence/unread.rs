//! Outputs that were kept, and of which nothing tells what they are evidence of.

use std::path::Path;

use super::find::start;
use super::{FOLDER, Record, Stream, tool_of};
use crate::formats::known;

/// The files that a command was to leave and that are no report of any kind, by the paths that it gave
/// them; none where the command or the record tells what they are. `project` is the project's folder.
#[must_use]
pub fn unread<'r>(record: &'r Record, project: &Path) -> Vec<&'r str> {
    if record.kind.is_some() || tool_of(&record.command).is_some() {
        return Vec::new();
    }
    let files = record.outputs.iter().filter(|it| it.stream == Stream::File);
    let is_report = |name: &str| {
        let start = start(&project.join(FOLDER).join(name));
        start.is_some_and(|(_, head)| known::is_known(&head))
    };
    let unread = files.filter(|it| !is_report(&it.name));
    unread.filter_map(|it| it.source.as_deref()).collect()
}
