//! `relcheck record`: runs a tool, and keeps what it wrote as evidence; or all tools that are
//! configured.

mod configured;
mod progress;
mod show;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Context as _, bail};
use clap::Args;
use clap::builder::FalseyValueParser;

use super::args::Common;
use super::output;
use super::workspace::Workspace;
use crate::config::{TimeLimit, unknown_kind};
use crate::evidence::{
    Around, Asked, FOLDER, Interrupted, Interruption, MAX_BYTES, Record, Streams, keeps_no_report,
    record, timed_out, unkept, unread,
};
use crate::repo::Repo;

/// How many reports that were not kept are named.
const MAX_SHOWN: usize = 5;

/// The command that is recorded, and what is kept of it; or which of the configured ones are.
#[derive(Debug, Args)]
pub(in crate::cli) struct RecordArguments {
    /// What the outputs are evidence of, where they do not show it themselves: api-diff, api-report,
    /// tests, coverage, scan, benchmark, licenses, advisory
    #[arg(long, value_name = "KIND", env = "RELCHECK_KIND", requires = "command")]
    pub kind: Option<String>,
    /// A file that the command writes, to be kept as well (repeatable)
    #[arg(
        long,
        value_name = "PATH",
        env = "RELCHECK_FILE",
        value_delimiter = ',',
        requires = "command"
    )]
    pub file: Vec<PathBuf>,
    /// How long a command may take (90s, 10m): then it is ended, and what it wrote does not count
    /// [default: no limit for CMD, else what is configured, else 1h]
    #[arg(long, value_name = "DURATION", env = "RELCHECK_TIMEOUT")]
    pub timeout: Option<TimeLimit>,
    /// Run the configured commands whose evidence is fresh, too
    #[arg(long, env = "RELCHECK_ALL", value_parser = FalseyValueParser::new(), conflicts_with = "command")]
    pub all: bool,
    /// Show the configured commands and what there is of their evidence, and run nothing
    #[arg(long, env = "RELCHECK_LIST", value_parser = FalseyValueParser::new(), conflicts_with_all = ["command", "all"])]
    pub list: bool,
    /// How many configured commands run side by side [default: as many as there are cores]
    #[arg(long, value_name = "N", env = "RELCHECK_JOBS", value_parser = clap::value_parser!(u16).range(1..), conflicts_with = "command")]
    pub jobs: Option<u16>,
    /// The command, after `--` [default: the configured ones whose evidence is missing or stale]
    #[arg(last = true, value_name = "CMD")]
    pub command: Vec<OsString>,
}

/// Runs what was asked for, and returns the exit status: that of the one command.
pub(super) fn run(common: &Common, own: &RecordArguments) -> anyhow::Result<u8> {
    if let Some(error) = own.kind.as_deref().and_then(unknown_kind) {
        bail!(error);
    }
    let workspace = Workspace::open(common)?;
    let Some(repo) = &workspace.repo else {
        bail!("there is no checkout to record evidence of");
    };
    let interruption = match own.list {
        true => Interruption::default(),
        false => Interruption::watch().context("signals cannot be watched")?,
    };
    let result = match own.command.is_empty() {
        true => configured::run(common, own, &workspace, repo, &interruption),
        false => one(common, own, &workspace, repo, &interruption),
    };
    match result {
        Err(error) => match error.downcast_ref::<Interrupted>() {
            Some(interrupted) => {
                output::remark(common, &format!("relcheck: {interrupted}"));
                Ok(code_of(interrupted.signal))
            }
            None => Err(error),
        },
        code => code,
    }
}

/// The exit status of what a signal ended, as shells have it.
fn code_of(signal: i32) -> u8 {
    u8::try_from(signal.saturating_add(128)).unwrap_or(u8::MAX)
}

/// Runs the one command that was given.
fn one(
    common: &Common,
    own: &RecordArguments,
    workspace: &Workspace,
    repo: &Repo,
    interruption: &Interruption,
) -> anyhow::Result<u8> {
    let asked = Asked {
        command: &own.command,
        dir: &common.dir,
        project: &repo.root().join(&workspace.project),
        kind: own.kind.as_deref(),
        files: &own.file,
        timeout: own.timeout.map(|limit| limit.0),
    };
    let around = Around {
        repo,
        interruption,
        streams: &Streams::Own,
        before: None,
    };
    let started = SystemTime::now();
    let ended = record(asked, around)?;
    if let Some(weakness) = weakness(&ended.record) {
        output::remark(
            common,
            &format!("relcheck: this will not count: {weakness}"),
        );
    } else if common.verbose {
        output::remark(common, &format!("relcheck: recorded in {FOLDER}"));
    }
    for remark in remarks(&ended.record, started, asked) {
        output::remark(common, &format!("relcheck: {remark}"));
    }
    Ok(ended.code)
}

/// What keeps the rules from hearing of what a command wrote.
fn remarks(record: &Record, started: SystemTime, asked: Asked) -> Vec<String> {
    let unread = unread(record, asked.project).into_iter().map(|path| {
        format!(
            "`{path}` is no report that relcheck reads, so no rule hears of it; if it is one, say of \
             what kind with --kind"
        )
    });
    let unkept = unkept(record, started, asked.dir, asked.project);
    let forgotten = unkept.iter().take(MAX_SHOWN).map(|path| {
        let path = path.display();
        format!("`{path}` was written and is not kept, so it will not count; keep it with `--file {path}`")
    });
    let more = unkept.len().saturating_sub(MAX_SHOWN);
    let more = (more > 0).then(|| {
        format!("{more} more were written and are not kept; `--file` may be a pattern, `'build/**/*.xml'`")
    });
    let mut remarks: Vec<String> = unread.chain(forgotten).chain(more).collect();
    if remarks.is_empty() && keeps_no_report(record, asked.project) {
        remarks.push(
            "the command left no report of its tests, so that they passed proves nothing; have it write \
             JUnit XML, and keep that with --file"
                .to_owned(),
        );
    }
    remarks
}

/// Why the record will not count as it is, as a clause.
fn weakness(record: &Record) -> Option<String> {
    if record.timed_out {
        return Some(timed_out(record));
    }
    if record.commit.is_none() {
        return Some("there is no commit that it speaks of".to_owned());
    }
    if !record.tree.clean {
        return Some(format!(
            "files differ from the commit ({})",
            record.tree.changes.join(", ")
        ));
    }
    let cut = record.outputs.iter().find(|output| output.truncated)?;
    Some(format!(
        "`{}` has more than {} MiB",
        cut.name,
        MAX_BYTES >> 20
    ))
}
