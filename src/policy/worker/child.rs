//! The process that evaluates: it locks itself down, reads the job, and answers.

use std::cell::RefCell;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread;

use anyhow::{Context as _, anyhow};

use super::protocol::{Header, Job, Line, MAX_HEADER};
use super::{memory, sandbox};
use crate::policy::evaluate::{Answer, Answers};

/// Evaluates the policies that come in on `input`, and answers on `output`: what a program does that
/// [`PolicySet::isolate`](crate::policy::PolicySet::isolate) starts.
///
/// It gives up the process's rights to files, the network and more before it reads a policy, so the
/// process can do nothing else afterwards.
///
/// # Errors
/// What comes in is no job, or nobody reads the answers.
pub fn work(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) -> anyhow::Result<()> {
    let mut input = BufReader::new(input);
    let header = header(&mut input).context("what comes in is no job of relcheck's")?;
    let stack = usize::try_from(header.stack).context("the stack is too large")?;
    let thread = thread::Builder::new()
        .name("policies".to_owned())
        .stack_size(stack)
        .spawn(move || evaluate(&header, input, output))
        .context("no thread for the policies")?;
    thread
        .join()
        .map_err(|_| anyhow!("the evaluation crashed"))?
}

fn header(input: &mut impl BufRead) -> anyhow::Result<Header> {
    let mut line = String::new();
    input.take(MAX_HEADER).read_line(&mut line)?;
    Ok(serde_json::from_str(&line)?)
}

fn evaluate(header: &Header, mut input: impl Read, output: impl Write) -> anyhow::Result<()> {
    sandbox::lock_down(header);
    memory::limit(header.memory);
    let mut text = String::new();
    input.read_to_string(&mut text)?;
    let job: Job = serde_json::from_str(&text)?;
    drop(text);
    let printer = Printer {
        output: RefCell::new(output),
    };
    job.into_work().run(printer);
    Ok(())
}

struct Printer<W> {
    output: RefCell<W>,
}

impl<W: Write> Printer<W> {
    /// The line is out before anything else happens: what ends the process next is not the doing of
    /// this rule.
    fn print(&self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        let mut output = self.output.borrow_mut();
        output.write_all(text.as_bytes())?;
        output.flush()
    }
}

impl<W: Write> Answers for Printer<W> {
    fn ready(&self) {
        // Should nobody listen, the first answer fails too.
        let _ = self.print(&Line::Ready);
    }

    fn send(&self, (_, _, result): Answer) -> Result<(), ()> {
        self.print(&Line::Says(result)).map_err(drop)
    }
}
