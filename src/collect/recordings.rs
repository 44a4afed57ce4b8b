//! The commands that are configured to be recorded, and of which there is no evidence that counts.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::PathBuf;

use super::{Collector, ConfiguredCommand, Context};
use crate::evidence::{Asked, freshness, kinds_of};
use crate::facts::{DueCommand, Missing, Recordings};
use crate::formats::shell::all_named;

/// What is configured in `[[record]]`, held against what was recorded.
pub(super) struct RecordingsCollector;

impl Collector for RecordingsCollector {
    type Facts = Recordings;

    const NAME: &'static str = "recordings";
    const PURPOSE: &'static str =
        "The configured commands of which there is no evidence that counts.";

    fn collect(context: &Context) -> Result<Self::Facts, Missing> {
        let configured = &context.options().recorded;
        if configured.is_empty() {
            return Ok(Recordings::default());
        }
        let head = context.repository()?.head.as_ref();
        let head = head.map(|head| head.commit.as_str());
        let due = configured.iter().filter_map(|it| due(context, it, head));
        Ok(Recordings { due: due.collect() })
    }
}

/// What is missing of a command; `None` where its evidence is fresh, as `relcheck record --list` has it.
fn due(context: &Context, it: &ConfiguredCommand, head: Option<&str>) -> Option<DueCommand> {
    let repo = context.repo();
    let project = repo.root().join(context.checkout().project());
    let command: Vec<OsString> = it.command.iter().map(OsString::from).collect();
    let files: Vec<PathBuf> = it.files.iter().map(PathBuf::from).collect();
    let asked = Asked {
        command: &command,
        dir: &project.join(&it.dir),
        project: &project,
        kind: it.kind.as_deref(),
        files: &files,
        timeout: None,
    };
    let state = freshness(repo.root(), asked, head);
    let names: BTreeSet<String> = all_named(&it.command)
        .into_iter()
        .flat_map(|command| command.names)
        .collect();
    let kinds = kinds_of(&it.command, it.kind.as_deref(), &it.files);
    Some(DueCommand {
        reason: state.reason()?.to_owned(),
        name: it.name.clone(),
        names: names.into_iter().collect(),
        kinds: kinds.into_iter().map(str::to_owned).collect(),
    })
}
