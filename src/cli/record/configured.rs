//! The configured commands: which of them have to run, and running them side by side.

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::bail;

use super::super::args::Common;
use super::super::workspace::Workspace;
use super::progress::Progress;
use super::show::{Row, listing, table};
use super::{RecordArguments, code_of, weakness};
use crate::config::{FILE_NAME, RecordConfig};
use crate::evidence::{
    Around, Asked, Ended, Freshness, Interrupted, Interruption, Record, State, Streams, Tail,
    freshness, record, tool_of,
};
use crate::repo::Repo;

/// How long a configured command may take if nothing is said.
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// How many of a command's lines are shown if it fails.
const LINES: usize = 20;

/// How many are shown with `--verbose`, however it ends.
const ALL_LINES: usize = 10_000;

/// One of them, as it is run.
pub(super) struct Configured {
    pub title: String,
    pub command: Vec<OsString>,
    dir: PathBuf,
    project: PathBuf,
    kind: Option<String>,
    files: Vec<PathBuf>,
    timeout: Duration,
}

impl Configured {
    fn new(
        config: &RecordConfig,
        own: &RecordArguments,
        workspace: &Workspace,
        repo: &Repo,
    ) -> Self {
        let project = repo.root().join(&workspace.project);
        let limit = own.timeout.or(config.timeout);
        Configured {
            title: config.title(),
            command: config.command.iter().map(OsString::from).collect(),
            dir: match &config.dir {
                Some(dir) => project.join(dir),
                None => project.clone(),
            },
            project,
            kind: config.kind.clone(),
            files: config.files.iter().map(PathBuf::from).collect(),
            timeout: limit.map_or(TIMEOUT, |limit| limit.0),
        }
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            command: &self.command,
            dir: &self.dir,
            project: &self.project,
            kind: self.kind.as_deref(),
            files: &self.files,
            timeout: Some(self.timeout),
        }
    }
}

/// What came of a command.
pub(super) enum Outcome {
    /// Its evidence is fresh, so that it was not run.
    Fresh,
    Recorded {
        ended: Box<Ended>,
        took: Duration,
    },
    Failed(anyhow::Error),
    /// Nothing: relcheck was asked to end before it was started.
    NotStarted,
}

/// Runs those whose evidence is missing or stale, or all, and says what came of each. The exit status
/// is 0 if each was recorded, whatever its own was, and else 2.
pub(super) fn run(
    common: &Common,
    own: &RecordArguments,
    workspace: &Workspace,
    repo: &Repo,
    interruption: &Interruption,
) -> anyhow::Result<u8> {
    let configured: Vec<Configured> = workspace
        .config()
        .record
        .iter()
        .map(|config| Configured::new(config.get_ref(), own, workspace, repo))
        .collect();
    if configured.is_empty() {
        bail!(
            "there is no command to record\n  fix: give one after `--`, or write it into {FILE_NAME} as `[[record]]` with `command = [\"pytest\", \"--cov\"]`"
        );
    }
    let head = repo.head_commit()?;
    let states: Vec<Freshness> = configured
        .iter()
        .map(|it| freshness(repo.root(), it.asked(), head.as_deref()))
        .collect();
    if own.list {
        listing(common, &configured, &states)?;
        return Ok(0);
    }
    let chosen: Vec<bool> = states
        .iter()
        .map(|state| own.all || *state != Freshness::Fresh)
        .collect();
    let outcomes = record_all(common, own, repo, interruption, &configured, &chosen)?;
    let rows: Vec<Row> = configured
        .iter()
        .zip(&outcomes)
        .map(|(it, outcome)| Row::of(it, outcome))
        .collect();
    table(common, &rows)?;
    if let Some(signal) = interruption.signal() {
        return Ok(code_of(signal));
    }
    let all = rows.iter().all(|row| row.recorded);
    Ok(if all { 0 } else { 2 })
}

/// Runs the chosen ones side by side. The state of the checkout before them all is each one's.
fn record_all(
    common: &Common,
    own: &RecordArguments,
    repo: &Repo,
    interruption: &Interruption,
    configured: &[Configured],
    chosen: &[bool],
) -> anyhow::Result<Vec<Outcome>> {
    let before = State::of(repo)?;
    let count = chosen.iter().filter(|it| **it).count();
    let jobs = own.jobs.map_or_else(
        || thread::available_parallelism().map_or(1, NonZero::get),
        usize::from,
    );
    let progress = Progress::new(common, count);
    let run = |index: usize| match (configured.get(index), chosen.get(index)) {
        (Some(it), Some(true)) if interruption.signal().is_none() => {
            let lines = if common.verbose { ALL_LINES } else { LINES };
            let tail = Tail::of(lines);
            let around = Around {
                repo,
                interruption,
                streams: &Streams::Aside(tail.clone()),
                before: Some(&before),
            };
            let shown = progress.start(&it.title);
            let started = Instant::now();
            let outcome = match record(it.asked(), around) {
                Ok(ended) => Outcome::Recorded {
                    ended: Box::new(ended),
                    took: started.elapsed(),
                },
                Err(error) => Outcome::Failed(error),
            };
            progress.end(shown, &end_line(&it.title, &outcome));
            if is_shown(common, &outcome) {
                progress.say_lines(&it.title, &tail.lines());
            }
            outcome
        }
        (_, Some(true)) => Outcome::NotStarted,
        _ => Outcome::Fresh,
    };
    let outcomes = side_by_side(jobs, configured.len(), &run);
    progress.finish();
    Ok(outcomes)
}

/// Whether what the command wrote is shown.
fn is_shown(common: &Common, outcome: &Outcome) -> bool {
    match outcome {
        _ if common.quiet => false,
        Outcome::Recorded { ended, .. } => {
            common.verbose || (ended.code != 0 && !is_finding(&ended.record))
        }
        Outcome::Failed(error) => !error.is::<Interrupted>(),
        Outcome::Fresh | Outcome::NotStarted => false,
    }
}

/// Whether a known tool says that it found something: that is in its report.
fn is_finding(record: &Record) -> bool {
    let tool = tool_of(&record.command);
    let status = record.exit_status;
    tool.zip(status)
        .is_some_and(|(tool, status)| tool.found.contains(&status))
}

fn end_line(title: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Recorded { ended, took } => {
            let seconds = took.as_secs();
            let how = match (ended.record.timed_out, ended.record.exit_status) {
                (true, _) => "was ended, its time was up,".to_owned(),
                (false, Some(status)) => format!("ended with the exit status {status}"),
                (false, None) => "was ended by a signal".to_owned(),
            };
            let but = weakness(&ended.record).filter(|_| !ended.record.timed_out);
            let but = but.map_or_else(String::new, |it| format!("; this will not count: {it}"));
            format!("{title} {how} after {seconds} s{but}")
        }
        Outcome::Failed(error) => format!("{title}: {error:#}"),
        Outcome::Fresh | Outcome::NotStarted => title.to_owned(),
    }
}

/// What `run` returns for each number below `count`, with at most `jobs` of them at a time.
fn side_by_side<T: Send>(jobs: usize, count: usize, run: &(impl Fn(usize) -> T + Sync)) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(count));
    thread::scope(|scope| {
        for _ in 0..jobs.min(count) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count {
                        return;
                    }
                    let result = run(index);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_as_asked_for_run_at_a_time_and_come_back_in_order() {
        for (jobs, most) in [(1, 1), (3, 3), (100, 8)] {
            let (now, peak) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let results = side_by_side(jobs, 8, &|index| {
                peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(2));
                now.fetch_sub(1, Ordering::SeqCst);
                index
            });
            assert_eq!(results, (0..8).collect::<Vec<_>>());
            assert!(peak.into_inner() <= most);
        }
    }
}
