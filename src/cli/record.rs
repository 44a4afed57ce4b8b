//! `relcheck record`: runs a tool, and keeps what it wrote as evidence.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::args::Common;
use super::output;
use super::workspace::Workspace;
use crate::evidence::{Asked, FOLDER, KINDS, MAX_BYTES, Record, record};
use crate::nearest::suggestion;

/// The command that is recorded, and what is kept of it.
#[derive(Debug, Args)]
pub(in crate::cli) struct RecordArguments {
    /// What the outputs are evidence of, where they do not show it themselves: api-diff, api-report
    #[arg(long, value_name = "KIND", env = "RELCHECK_KIND")]
    pub kind: Option<String>,
    /// A file that the command writes, to be kept as well (repeatable)
    #[arg(
        long,
        value_name = "PATH",
        env = "RELCHECK_FILE",
        value_delimiter = ','
    )]
    pub file: Vec<PathBuf>,
    /// The command, after `--`
    #[arg(required = true, last = true, value_name = "CMD")]
    pub command: Vec<OsString>,
}

/// Runs the command, and returns its exit status.
pub(super) fn run(common: &Common, own: &RecordArguments) -> anyhow::Result<u8> {
    if let Some(kind) = own.kind.as_deref()
        && !KINDS.contains(&kind)
    {
        let near = suggestion(kind, KINDS);
        bail!(
            "there is no kind of evidence `{kind}`{near}; known: {}",
            KINDS.join(", ")
        );
    }
    let workspace = Workspace::open(common)?;
    let Some(repo) = &workspace.repo else {
        bail!("there is no checkout to record evidence of");
    };
    let asked = Asked {
        command: &own.command,
        dir: &common.dir,
        project: &repo.root().join(&workspace.project),
        kind: own.kind.as_deref(),
        files: &own.file,
    };
    let ended = record(repo, asked)?;
    if let Some(weakness) = weakness(&ended.record) {
        output::remark(common, &format!("relcheck: {weakness}"));
    } else if common.verbose {
        output::remark(common, &format!("relcheck: recorded in {FOLDER}"));
    }
    Ok(ended.code)
}

/// Why the record will not count as it is.
fn weakness(record: &Record) -> Option<String> {
    if record.commit.is_none() {
        return Some("this will not count: there is no commit that it speaks of".to_owned());
    }
    if !record.tree.clean {
        return Some(format!(
            "this will not count: files differ from the commit ({})",
            record.tree.changes.join(", ")
        ));
    }
    let cut = record.outputs.iter().find(|output| output.truncated)?;
    Some(format!(
        "this will not count: `{}` has more than {} MiB",
        cut.name,
        MAX_BYTES >> 20
    ))
}
