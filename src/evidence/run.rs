//! Running a tool while its outputs are kept.

use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;

use super::interruption::Interruption;
use super::leftovers::Leftovers;
use super::local_settings;
use super::narrowed::narrows;
use super::process::{End, Process};
use super::selected::selects;
use super::state::State;
use super::store::Store;
use super::stream::{Tail, follow};
use super::written::Wanted;
use super::{Output, RECORD_SCHEMA, Record, Stream};
use crate::repo::Repo;

/// How long the outputs of a command that has ended may stay open: another process may hold them.
const PATIENCE: Duration = Duration::from_secs(10);

/// The exit status that is passed on of a command whose time was up, as `timeout` of coreutils
/// has it.
pub const TIMED_OUT: u8 = 124;

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
    /// The files that it writes, to be kept as well, from `dir`; patterns of such files among them.
    pub files: &'a [PathBuf],
    /// How long it may take; then it is ended, and what it started with it.
    pub timeout: Option<Duration>,
}

/// What surrounds it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The repository that its outputs speak of.
    pub repo: &'a Repo,
    /// Whether this process is asked to end meanwhile.
    pub interruption: &'a Interruption,
    /// Where its streams go.
    pub streams: &'a Streams,
    /// The state before anything was started that runs side by side with it; `None` where it runs
    /// alone.
    pub before: Option<&'a State>,
}

/// Where the streams of a command go, apart from being kept.
#[derive(Debug, Clone)]
pub enum Streams {
    /// They are those of this process, its standard input with them.
    Own,
    /// There is nothing to read, and the last lines that it writes are held.
    Aside(Tail),
}

/// What came of it.
#[derive(Debug)]
pub struct Ended {
    /// The record as it was written.
    pub record: Record,
    /// The exit status to pass on: the command's own; 128 and the signal's number where one ended
    /// it, as shells have it; [`TIMED_OUT`] if its time was up.
    pub code: u8,
}

/// Runs a command, keeps what it writes in the folder [`super::FOLDER`] of the project, and writes
/// the record last.
///
/// # Errors
/// Whatever keeps the command from being started, or the record from being written: then there is
/// none. Also a file that was to be kept and that the command did not write, and [`super::Interrupted`].
pub fn record(asked: Asked, around: Around) -> anyhow::Result<Ended> {
    let repo = around.repo;
    let command = text(asked.command);
    let dir = place(repo.root(), asked.dir);
    repo.refuse_left_out(&place(repo.root(), asked.project))?;
    let store = Store::open(asked.project, &command, &dir)?;
    let before = State::at_start(repo, around.before)?;
    let files = asked.files.iter();
    let wanted: Vec<Wanted> = files
        .map(|path| Wanted::before(asked.dir, path))
        .collect::<anyhow::Result<_>>()?;
    let leftovers = Leftovers::before(asked.dir, asked.command);
    let local_settings = local_settings::present(repo)?;
    let started = now()?;
    let mut ran = run(&store, asked, around)?;
    let finished = now()?;
    for wanted in wanted {
        let paths = wanted.written(asked.dir);
        match paths.and_then(|paths| keep_files(&store, asked, &paths, &mut ran.outputs)) {
            Ok(()) => {}
            // It was ended before it was done: what there is shows how far it came.
            Err(_) if ran.timed_out => {}
            Err(error) => return Err(error),
        }
    }
    let after = State::of(repo)?;
    let root = repo.root().to_string_lossy().into_owned();
    let record = Record {
        root: command
            .iter()
            .any(|word| word.contains(&root))
            .then_some(root),
        environment: environment(),
        schema: RECORD_SCHEMA.to_owned(),
        recorder: crate::tool(),
        kind: asked.kind.map(str::to_owned),
        command,
        dir,
        exit_status: ran.status.code().map(i64::from),
        timed_out: ran.timed_out,
        started,
        finished,
        commit: before
            .commit
            .clone()
            .filter(|_| before.commit == after.commit),
        tree: before.tree(&after),
        outputs: ran.outputs,
        leftovers: leftovers.used(asked.command),
        local_settings,
    };
    around.interruption.check()?;
    store.finish(&record)?;
    Ok(Ended {
        record,
        code: match ran.timed_out {
            true => TIMED_OUT,
            false => passed_on(ran.status),
        },
    })
}

/// A command as its record has it.
pub(super) fn text(command: &[std::ffi::OsString]) -> Vec<String> {
    command
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect()
}

/// A folder by its path from the root of the checkout, as a record has it.
pub(super) fn place(root: &Path, dir: &Path) -> String {
    let real = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let inside = real.strip_prefix(root).unwrap_or(&real);
    let parts = inside.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// The variables of this process that have a known tool leave something out, or run some tests only.
fn environment() -> Vec<String> {
    let all = std::env::vars_os().filter_map(|(name, value)| {
        let (name, value) = (name.into_string().ok()?, value.into_string().ok()?);
        (narrows(&name, &value) || selects(&name, &value)).then(|| format!("{name}={value}"))
    });
    let mut found: Vec<String> = all.collect();
    found.sort();
    found
}

fn now() -> anyhow::Result<Timestamp> {
    let seconds = Timestamp::now().as_second();
    Timestamp::from_second(seconds).context("the system's time is out of range")
}

/// A command that has ended.
struct Ran {
    status: ExitStatus,
    timed_out: bool,
    outputs: Vec<Output>,
}

fn run(store: &Store, asked: Asked, around: Around) -> anyhow::Result<Ran> {
    around.interruption.check()?;
    let kept = [store.keep()?, store.keep()?];
    let mut process = start(asked, around.streams)?;
    let [stdout, stderr] = kept;
    let [to_stdout, to_stderr] = onward(around.streams);
    let stdout = follow(process.child.stdout.take(), to_stdout, stdout);
    let stderr = follow(process.child.stderr.take(), to_stderr, stderr);
    let (status, end) = process
        .wait(asked.timeout, around.interruption)
        .context("the end of the command cannot be waited for")?;
    let mut outputs = Vec::new();
    for (stream, kept) in [(Stream::Stdout, stdout), (Stream::Stderr, stderr)] {
        // Whatever comes of it, an output that is not settled is removed here.
        let keeping = kept.recv_timeout(PATIENCE);
        if end == End::Interrupted {
            continue;
        }
        let keeping = keeping.map_err(|_| {
            anyhow!("the command has ended, but something that it started holds its output open, so nothing was recorded")
        })?;
        let keeping = keeping.context("the output of the command cannot be kept")?;
        outputs.push((stream, keeping));
    }
    around.interruption.check()?;
    let outputs = outputs
        .into_iter()
        .map(|(stream, keeping)| store.settle(keeping, stream, None, 0))
        .collect::<anyhow::Result<Vec<Output>>>()?;
    Ok(Ran {
        status,
        timed_out: end == End::TimedOut,
        outputs,
    })
}

/// Starts the command. Where something may have to be ended with it, it leads a process group, and
/// so it must not read from a terminal: that would stop it.
fn start(asked: Asked, streams: &Streams) -> anyhow::Result<Process> {
    let (program, arguments) = asked
        .command
        .split_first()
        .context("there is no command to run")?;
    if !asked.dir.is_dir() {
        bail!(
            "there is no folder `{}` to run the command in",
            asked.dir.display()
        );
    }
    let is_own = matches!(streams, Streams::Own);
    let at_terminal = io::stdin().is_terminal();
    let leads = !is_own || !at_terminal || asked.timeout.is_some();
    let input = match is_own && !(leads && at_terminal) {
        true => Stdio::inherit(),
        false => Stdio::null(),
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .current_dir(asked.dir)
        .stdin(input)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    Process::start(&mut command, leads).map_err(|error| cannot_start(program, &error))
}

fn onward(streams: &Streams) -> [Box<dyn Write + Send>; 2] {
    match streams {
        Streams::Own => [Box::new(io::stdout()), Box::new(io::stderr())],
        Streams::Aside(tail) => [tail.writer(), tail.writer()],
    }
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

/// Keeps the files that the command wrote.
fn keep_files(
    store: &Store,
    asked: Asked,
    paths: &[PathBuf],
    outputs: &mut Vec<Output>,
) -> anyhow::Result<()> {
    for path in paths {
        let shown = path.display();
        let file = File::open(asked.dir.join(path)).with_context(|| format!("`{shown}`"))?;
        let mut keeping = store.keep()?;
        keeping
            .take_file(file)
            .with_context(|| format!("`{shown}` cannot be kept"))?;
        let of_files = outputs.iter().filter(|it| it.stream == Stream::File);
        let number = of_files.count() + 1;
        outputs.push(store.settle(keeping, Stream::File, Some(path), number)?);
    }
    Ok(())
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
