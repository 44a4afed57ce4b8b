//! One process that evaluates: started, fed, listened to, and ended.

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::WORKER;
use super::protocol::{Header, Job, Line, MAX_LINE, MAX_OUTPUT};

/// How much of what it prints to standard error is kept, in bytes.
const MAX_COMPLAINT: usize = 4_096;

/// What comes from the process.
#[derive(Debug)]
pub(super) enum Heard {
    Line(Line),
    /// Nothing until the given time.
    Silence,
    /// It said something that is no line, or more than it may.
    TooMuch,
    /// It ended, or closed its output.
    End,
}

pub(super) struct Process {
    child: Child,
    lines: Receiver<Heard>,
    complaint: Option<JoinHandle<String>>,
}

/// How the process ended.
pub(super) struct End {
    pub(super) status: Option<ExitStatus>,
    /// The end of what it printed to standard error.
    pub(super) complaint: String,
}

/// The command that starts the process: nothing of this one's environment but what Windows needs to
/// start anything at all.
pub(super) fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg(WORKER)
        .env_clear()
        .envs(kept_environment(|name| std::env::var_os(name)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if cfg!(unix) {
        command.current_dir("/");
    }
    command
}

fn kept_environment(
    get: impl Fn(&str) -> Option<OsString>,
) -> impl Iterator<Item = (&'static str, OsString)> {
    let names: &[&str] = if cfg!(windows) { &["SystemRoot"] } else { &[] };
    names
        .iter()
        .filter_map(move |name| Some((*name, get(name)?)))
}

impl Process {
    /// # Errors
    /// It cannot be started.
    pub(super) fn start(program: &Path, header: Header, job: Job) -> io::Result<Self> {
        let mut child = command(program).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            // A process that ends early does not read all of it, which is told by its end.
            thread::spawn(move || {
                let _ = feed(&mut input, &header, &job);
            });
        }
        let (sender, lines) = channel();
        if let Some(output) = child.stdout.take() {
            thread::spawn(move || listen(output, &sender));
        }
        let complaint = child
            .stderr
            .take()
            .map(|complaint| thread::spawn(move || last_words(complaint)));
        Ok(Process {
            child,
            lines,
            complaint,
        })
    }

    /// What comes next, waiting until `deadline` at most.
    pub(super) fn next(&self, deadline: Instant) -> Heard {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.lines.recv_timeout(left) {
            Ok(heard) => heard,
            Err(RecvTimeoutError::Timeout) => Heard::Silence,
            Err(RecvTimeoutError::Disconnected) => Heard::End,
        }
    }

    /// Waits for the end, which has to be at hand.
    pub(super) fn wait(mut self) -> End {
        // Who closes the output without ending is ended.
        let patience = Instant::now() + Duration::from_millis(500);
        while Instant::now() < patience {
            if let Ok(Some(_)) = self.child.try_wait() {
                break;
            }
            thread::sleep(Duration::from_millis(1));
        }
        self.kill()
    }

    /// Ends it at once.
    pub(super) fn kill(mut self) -> End {
        // It may have ended already.
        let _ = self.child.kill();
        let status = self.child.wait().ok();
        let complaint = self.complaint.take().and_then(|thread| thread.join().ok());
        End {
            status,
            complaint: complaint.unwrap_or_default(),
        }
    }
}

fn feed(input: &mut impl Write, header: &Header, job: &Job) -> io::Result<()> {
    let mut input = io::BufWriter::with_capacity(1 << 16, input);
    serde_json::to_writer(&mut input, header)?;
    input.write_all(b"\n")?;
    serde_json::to_writer(&mut input, job)?;
    input.flush()
}

/// Passes on line after line, until the end or until it is too much.
fn listen(output: ChildStdout, sender: &Sender<Heard>) {
    let mut output = BufReader::with_capacity(1 << 16, output);
    let mut total = 0;
    loop {
        let heard = match line(&mut output) {
            Ok(None) => Heard::End,
            Ok(Some(text)) => {
                total += text.len();
                match serde_json::from_slice(&text) {
                    Ok(line) if total <= MAX_OUTPUT => Heard::Line(line),
                    _ => Heard::TooMuch,
                }
            }
            Err(_) => Heard::TooMuch,
        };
        let goes_on = matches!(heard, Heard::Line(_));
        if sender.send(heard).is_err() || !goes_on {
            return;
        }
    }
}

/// The next whole line; `None` at the end.
fn line(output: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut text = Vec::new();
    let limit = u64::try_from(MAX_LINE).unwrap_or(u64::MAX);
    output.take(limit).read_until(b'\n', &mut text)?;
    if text.len() == MAX_LINE {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // A line that breaks off was being written when the process died.
    Ok(text.ends_with(b"\n").then_some(text))
}

fn last_words(mut complaint: ChildStderr) -> String {
    let mut kept = Vec::new();
    let mut buffer = [0; 1_024];
    while let Ok(count) = complaint.read(&mut buffer) {
        if count == 0 {
            break;
        }
        kept.extend_from_slice(buffer.get(..count).unwrap_or_default());
        let surplus = kept.len().saturating_sub(MAX_COMPLAINT);
        kept.drain(..surplus);
    }
    String::from_utf8_lossy(&kept).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_environment_is_passed_on() {
        let command = command(Path::new("relcheck"));
        let names: Vec<_> = command.get_envs().map(|(name, _)| name).collect();
        if cfg!(windows) {
            assert_eq!(names, ["SystemRoot"]);
        } else {
            assert!(names.is_empty(), "{names:?}");
        }
        assert!(command.get_args().eq([WORKER]));
    }

    #[test]
    fn lines_are_bounded_and_whole() {
        let read = |text: &[u8]| line(&mut BufReader::new(text));
        assert_eq!(read(b"a\nb").unwrap(), Some(b"a\n".to_vec()));
        assert_eq!(read(b"").unwrap(), None);
        assert_eq!(read(b"half").unwrap(), None);
        assert!(read(&vec![b'x'; MAX_LINE + 1]).is_err());
    }
}
