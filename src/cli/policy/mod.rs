//! `relcheck policy …`: one short file a subcommand.

mod check;
mod doc;
mod new;
mod test;

use std::path::PathBuf;

use super::args::Common;
use super::workspace::{PolicyFolder, Workspace};
use crate::collect::input_schema;
use crate::policy::Sources;

pub(super) use check::run as check;
pub(super) use doc::{FORMAT as DOC_FORMAT, run as doc};
pub(super) use new::{Arguments as PolicyNewArguments, run as new};
pub(super) use test::{FORMATS as TEST_FORMATS, run as test};

/// The built-in policies with those of the named folders, or of `--policy` and the configuration.
fn sources(common: &Common, paths: &[PathBuf]) -> anyhow::Result<Sources> {
    let workspace = Workspace::open_or_default(common)?;
    let mut folders = workspace.policy_folders(common);
    if !paths.is_empty() {
        folders = paths
            .iter()
            .map(|path| PolicyFolder::as_named(path))
            .collect();
    }
    let mut sources = workspace.sources(&folders)?;
    sources.schema = input_schema().to_value();
    Ok(sources)
}
