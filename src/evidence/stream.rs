//! The output of a running command: kept, and passed on.

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::mem;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::store::Keeping;

/// How much of a line [`Tail`] holds, in bytes.
const MAX_LINE: usize = 1_000;

/// Passes a stream on and keeps it, in a thread of its own, until it ends. Whoever reads along may
/// go away; then it is only kept.
pub(super) fn follow(
    stream: Option<impl Read + Send + 'static>,
    mut onward: Box<dyn Write + Send>,
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
        // What it still holds is there before anyone hears that the stream has ended.
        drop(onward);
        // The receiver is gone if nobody waits any more.
        let _ = sender.send(result.map(|()| keeping));
    });
    receiver
}

/// The last lines that a command writes, its streams together in the order in which they come.
#[derive(Debug, Clone)]
pub struct Tail(Arc<Mutex<Lines>>);

#[derive(Debug)]
struct Lines {
    held: VecDeque<String>,
    most: usize,
}

impl Tail {
    /// Holds this many lines at most.
    #[must_use]
    pub fn of(most: usize) -> Self {
        let held = VecDeque::new();
        Tail(Arc::new(Mutex::new(Lines { held, most })))
    }

    /// The lines, without their ends. What is not UTF-8 in them is U+FFFD.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.held.iter().cloned().collect()
    }

    /// Where one of the streams goes.
    pub(super) fn writer(&self) -> Box<dyn Write + Send> {
        Box::new(TailWriter {
            tail: self.clone(),
            line: Vec::new(),
        })
    }
}

struct TailWriter {
    tail: Tail,
    /// The line that has not ended yet, as far as it is held.
    line: Vec<u8>,
}

impl TailWriter {
    fn end_line(&mut self) {
        let line = mem::take(&mut self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        let line = String::from_utf8_lossy(line).into_owned();
        let lines = &self.tail.0;
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.held.len() == lines.most {
            lines.held.pop_front();
        }
        lines.held.push_back(line);
    }
}

impl Write for TailWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let text = part.strip_suffix(b"\n").unwrap_or(part);
            let room = MAX_LINE.saturating_sub(self.line.len());
            self.line.extend(text.iter().take(room));
            if text.len() < part.len() {
                self.end_line();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for TailWriter {
    fn drop(&mut self) {
        if !self.line.is_empty() {
            self.end_line();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lines_of_both_streams_are_held() {
        let tail = Tail::of(20);
        let (mut one, mut other) = (tail.writer(), tail.writer());
        for number in 0..20 {
            writeln!(one, "line {number}\r").unwrap();
        }
        write!(one, "no en").unwrap();
        writeln!(other, "other").unwrap();
        write!(one, "d").unwrap();
        drop(one);
        let lines = tail.lines();
        assert_eq!(lines.len(), 20);
        assert_eq!(lines[0], "line 2");
        assert_eq!(lines[18..], ["other", "no end"]);
    }

    #[test]
    fn of_a_long_line_its_start_is_held() {
        let tail = Tail::of(20);
        let mut writer = tail.writer();
        for _ in 0..10 {
            writer.write_all(&[b'x'; 300]).unwrap();
        }
        writer.write_all(b"\n\xff\n").unwrap();
        let lines = tail.lines();
        assert_eq!(lines[0].len(), MAX_LINE);
        assert_eq!(lines[1], "\u{fffd}");
    }
}
