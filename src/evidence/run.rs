//! Running a tool while its outputs are kept.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;

use super::store::{Keeping, Store};
use super::{Output, RECORD_SCHEMA, Record, Stream, Tree};
use crate::facts::{WorktreeChange, WorktreeStatus};
use crate::repo::{Repo, Status};

/// How long the outputs of a command that has ended may stay open: another process may hold them.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most paths that a record names of what differed.
const MAX_NAMED: usize = 10;

/// What is to be run.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The command, program first.
    pub command: &'a [std::ffi::OsString],
    /// The folder that it is run in.
    pub dir: &'a Path,
    /// The project's folder.
    pub project: &'a Path,
    /// What its outputs are evidence of.
    pub kind: Option<&'a str>,
    /// The files that it writes, to be kept as well, from `dir`.
    pub files: &'a [PathBuf],
}

/// What came of it.
#[derive(Debug)]
pub struct Ended {
    /// The record as it was written.
    pub record: Record,
    /// The exit status to pass on: the command's own; 128 and the signal's number where one ended
    /// it, as shells have it.
    pub code: u8,
}

/// Runs a command with the streams of this process, keeps what it writes in the folder
/// [`super::FOLDER`] of the project, and writes the record last.
///
/// # Errors
/// Whatever keeps the command from being started, or the record from being written: then there is
/// none. Also a file that was to be kept and that the command did not write.
pub fn record(repo: &Repo, asked: Asked) -> anyhow::Result<Ended> {
    let command: Vec<String> = asked
        .command
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    let store = Store::open(asked.project, &command)?;
    let before = state(repo)?;
    let stamps: Vec<Stamp> = asked.files.iter().map(|path| stamp(asked, path)).collect();
    let started = now()?;
    let (status, mut outputs) = run(&store, asked)?;
    let finished = now()?;
    for (number, (path, stamp)) in asked.files.iter().zip(stamps).enumerate() {
        outputs.push(keep_file(&store, asked, path, stamp, number + 1)?);
    }
    let after = state(repo)?;
    let record = Record {
        schema: RECORD_SCHEMA.to_owned(),
        recorder: crate::tool(),
        kind: asked.kind.map(str::to_owned),
        command,
        exit_status: status.code().map(i64::from),
        started,
        finished,
        commit: before
            .commit
            .clone()
            .filter(|_| before.commit == after.commit),
        tree: tree(before.changes, after.changes),
        outputs,
    };
    store.finish(&record)?;
    Ok(Ended {
        record,
        code: passed_on(status),
    })
}

fn now() -> anyhow::Result<Timestamp> {
    let seconds = Timestamp::now().as_second();
    Timestamp::from_second(seconds).context("the system's time is out of range")
}

/// HEAD, and what differs from it.
struct State {
    commit: Option<String>,
    changes: Vec<WorktreeChange>,
}

fn state(repo: &Repo) -> anyhow::Result<State> {
    let status = Status::spawn(repo.root());
    let commit = repo.head_commit()?;
    repo.refuse_overlooked()?;
    let changes = status.finish()?.changes;
    Ok(State { commit, changes })
}

/// What differed before, and what git tracks and differed after. New files are what tools write.
fn tree(before: Vec<WorktreeChange>, after: Vec<WorktreeChange>) -> Tree {
    let moved = after
        .into_iter()
        .filter(|change| change.status != WorktreeStatus::Untracked);
    let mut changes: Vec<String> = before
        .into_iter()
        .chain(moved)
        .map(|change| change.path)
        .collect();
    changes.sort();
    changes.dedup();
    let count = changes.len() as u64;
    changes.truncate(MAX_NAMED);
    Tree {
        clean: count == 0,
        changes,
        count,
    }
}

fn run(store: &Store, asked: Asked) -> anyhow::Result<(ExitStatus, Vec<Output>)> {
    let (program, arguments) = asked
        .command
        .split_first()
        .context("there is no command to run")?;
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(asked.dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(program, &error))?;
    let stdout = follow(child.stdout.take(), io::stdout(), store.keep()?);
    let stderr = follow(child.stderr.take(), io::stderr(), store.keep()?);
    let status = wait(&mut child)?;
    let mut outputs = Vec::new();
    for (stream, kept) in [(Stream::Stdout, stdout), (Stream::Stderr, stderr)] {
        let keeping = kept.recv_timeout(PATIENCE).map_err(|_| {
            anyhow!("the command has ended, but something that it started holds its output open, so nothing was recorded")
        })?;
        let keeping = keeping.context("the output of the command cannot be kept")?;
        outputs.push(store.settle(keeping, stream, None, 0)?);
    }
    Ok((status, outputs))
}

fn wait(child: &mut Child) -> anyhow::Result<ExitStatus> {
    child
        .wait()
        .context("the end of the command cannot be waited for")
}

fn cannot_start(program: &std::ffi::OsStr, error: &io::Error) -> anyhow::Error {
    let program = program.to_string_lossy();
    match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("the program `{program}` was not found, so nothing was recorded")
        }
        _ => anyhow!("the program `{program}` cannot be started: {error}"),
    }
}

/// Passes a stream on and keeps it, in a thread of its own, until it ends. Whoever reads along may
/// go away; then it is only kept.
fn follow(
    stream: Option<impl Read + Send + 'static>,
    mut onward: impl Write + Send + 'static,
    mut keeping: Keeping,
) -> Receiver<io::Result<Keeping>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let copy = || -> io::Result<()> {
            let Some(mut stream) = stream else {
                return Ok(());
            };
            let mut buffer = vec![0; 64 << 10];
            let mut is_read = true;
            loop {
                let read = match stream.read(&mut buffer) {
                    Ok(0) => return Ok(()),
                    Ok(read) => read,
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                let bytes = buffer.get(..read).unwrap_or_default();
                is_read = is_read
                    && onward
                        .write_all(bytes)
                        .and_then(|()| onward.flush())
                        .is_ok();
                keeping.take(bytes)?;
            }
        };
        let result = copy();
        // The receiver is gone if nobody waits any more.
        let _ = sender.send(result.map(|()| keeping));
    });
    receiver
}

/// What a file was before the command ran.
#[derive(Debug, PartialEq, Eq)]
struct Stamp(Option<(SystemTime, u64)>);

fn stamp(asked: Asked, path: &Path) -> Stamp {
    let metadata = asked.dir.join(path).metadata().ok();
    Stamp(metadata.and_then(|it| Some((it.modified().ok()?, it.len()))))
}

/// Keeps a file that the command wrote: one that it left as it was is another run's.
fn keep_file(
    store: &Store,
    asked: Asked,
    path: &Path,
    before: Stamp,
    number: usize,
) -> anyhow::Result<Output> {
    let shown = path.display();
    let after = stamp(asked, path);
    if after.0.is_none() || after == before {
        bail!("the command did not write `{shown}`, so nothing was recorded");
    }
    let file = File::open(asked.dir.join(path)).with_context(|| format!("`{shown}`"))?;
    let mut keeping = store.keep()?;
    keeping
        .take_file(file)
        .with_context(|| format!("`{shown}` cannot be kept"))?;
    store.settle(keeping, Stream::File, Some(path), number)
}

/// The exit status that this process passes on.
fn passed_on(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return u8::try_from(signal.saturating_add(128)).unwrap_or(u8::MAX);
        }
    }
    match status.code() {
        Some(0) => 0,
        // Of a wider one (Windows) the lowest byte is passed on, and never the one for success.
        Some(code) => match u8::try_from(code & 0xff) {
            Ok(low) if low > 0 => low,
            _ => 1,
        },
        None => 1,
    }
}
