//! The process of a command: started, waited for, and ended together with what it started.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::signal::{SIGINT, SIGTERM};

use super::interruption::Interruption;

/// How long a command may take to end after it was asked to; then it is ended by force.
const GRACE: Duration = Duration::from_secs(5);

/// How often, at most and at least, a command is asked whether it has ended.
const STEPS: (Duration, Duration) = (Duration::from_millis(1), Duration::from_millis(20));

/// A running command.
pub(super) struct Process {
    pub(super) child: Child,
    /// Whether it leads a process group of its own: then what it started can be ended with it.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are none"))]
    leads: bool,
}

/// What ended a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// It ended by itself, or by somebody else's doing.
    Own,
    /// Its time was up.
    TimedOut,
    /// This process was asked to end.
    Interrupted,
}

impl Process {
    /// Starts a command: with `leads`, as the leader of a process group. The terminal's Ctrl-C does
    /// not reach such a group, and it cannot read from the terminal. There are none on Windows.
    pub(super) fn start(command: &mut Command, leads: bool) -> io::Result<Self> {
        #[cfg(unix)]
        if leads {
            use std::os::unix::process::CommandExt;
            command.process_group(0);
        }
        let child = command.spawn()?;
        Ok(Process { child, leads })
    }

    /// Waits for it, and ends it once its time is up or this process is asked to end.
    pub(super) fn wait(
        &mut self,
        limit: Option<Duration>,
        interruption: &Interruption,
    ) -> io::Result<(ExitStatus, End)> {
        let started = Instant::now();
        let mut step = STEPS.0;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok((status, End::Own));
            }
            if let Some(signal) = interruption.signal() {
                return Ok((self.end(signal)?, End::Interrupted));
            }
            let left = limit.map(|limit| limit.saturating_sub(started.elapsed()));
            if left.is_some_and(|left| left.is_zero()) {
                return Ok((self.end(SIGTERM)?, End::TimedOut));
            }
            thread::sleep(left.map_or(step, |left| left.min(step)));
            step = (step * 2).min(STEPS.1);
        }
    }

    /// Asks it to end, and ends what is left of it by force.
    fn end(&mut self, signal: i32) -> io::Result<ExitStatus> {
        self.ask(signal)?;
        let asked = Instant::now();
        while self.child.try_wait()?.is_none() && asked.elapsed() < GRACE {
            thread::sleep(STEPS.1);
        }
        self.force()?;
        self.child.wait()
    }

    /// Passes the signal on. What leads no group is in this process's own, where the terminal's
    /// Ctrl-C has reached it already.
    #[cfg(unix)]
    fn ask(&mut self, signal: i32) -> io::Result<()> {
        use nix::sys::signal::{Signal, kill};
        if !self.leads && signal == SIGINT {
            return Ok(());
        }
        let signal = Signal::try_from(signal).unwrap_or(Signal::SIGTERM);
        if self.leads {
            return self.tell_group(signal);
        }
        gone_is_fine(kill(self.pid()?, signal))
    }

    #[cfg(unix)]
    fn force(&mut self) -> io::Result<()> {
        if self.leads {
            return self.tell_group(nix::sys::signal::Signal::SIGKILL);
        }
        self.child.kill()
    }

    #[cfg(unix)]
    fn tell_group(&self, signal: nix::sys::signal::Signal) -> io::Result<()> {
        gone_is_fine(nix::sys::signal::killpg(self.pid()?, signal))
    }

    #[cfg(unix)]
    fn pid(&self) -> io::Result<nix::unistd::Pid> {
        let id = i32::try_from(self.child.id()).map_err(io::Error::other)?;
        Ok(nix::unistd::Pid::from_raw(id))
    }

    /// Ctrl-C reaches every process of a console; nothing else can be asked on Windows.
    #[cfg(not(unix))]
    fn ask(&mut self, signal: i32) -> io::Result<()> {
        match signal {
            SIGINT => Ok(()),
            _ => self.force(),
        }
    }

    #[cfg(not(unix))]
    fn force(&mut self) -> io::Result<()> {
        self.child.kill()
    }
}

/// What has ended in the meantime need not be told. macOS answers EPERM for a group of which only
/// zombies are left.
#[cfg(unix)]
fn gone_is_fine(told: nix::Result<()>) -> io::Result<()> {
    use nix::errno::Errno;
    match told {
        Err(error) if !matches!(error, Errno::ESRCH | Errno::EPERM) => Err(error.into()),
        _ => Ok(()),
    }
}
