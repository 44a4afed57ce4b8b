//! Being asked to end while a command runs.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use signal_hook::consts::signal;
use signal_hook::flag;

/// The signals that ask a process to end.
#[cfg(unix)]
const SIGNALS: [i32; 3] = [signal::SIGHUP, signal::SIGINT, signal::SIGTERM];
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [signal::SIGINT, signal::SIGTERM];

/// Whether this process was asked to end: by Ctrl-C, or by a signal.
#[derive(Debug, Clone, Default)]
pub struct Interruption(Arc<AtomicUsize>);

/// What comes of a recording that was interrupted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted, so nothing was recorded")]
pub struct Interrupted {
    /// The signal's number.
    pub signal: i32,
}

impl Interruption {
    /// Watches from now on: the signals no longer end this process by themselves. One that whoever
    /// started it had it ignore (`nohup`) stays ignored.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn watch() -> io::Result<Self> {
        let interruption = Interruption::default();
        for signal in SIGNALS {
            if !is_ignored(signal) {
                let value = usize::try_from(signal).unwrap_or_default();
                flag::register_usize(signal, Arc::clone(&interruption.0), value)?;
            }
        }
        Ok(interruption)
    }

    /// The signal that asked; `None` if none did.
    #[must_use]
    pub fn signal(&self) -> Option<i32> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            signal => i32::try_from(signal).ok(),
        }
    }

    /// # Errors
    /// [`Interrupted`] if this process was asked to end.
    pub fn check(&self) -> Result<(), Interrupted> {
        match self.signal() {
            Some(signal) => Err(Interrupted { signal }),
            None => Ok(()),
        }
    }
}

/// Whether a signal was ignored when this process was started. Asking has it ignored until it is
/// watched.
#[cfg(unix)]
#[expect(
    unsafe_code,
    reason = "the system tells how a signal is handled only to who changes it"
)]
fn is_ignored(signal: i32) -> bool {
    use nix::sys::signal::{SigHandler, Signal, signal as handle};
    let Ok(signal) = Signal::try_from(signal) else {
        return false;
    };
    // SAFETY: no handler is installed, so that none can do what a handler must not.
    let before = unsafe { handle(signal, SigHandler::SigIgn) };
    before.is_ok_and(|before| matches!(before, SigHandler::SigIgn))
}

#[cfg(not(unix))]
fn is_ignored(_signal: i32) -> bool {
    false
}
