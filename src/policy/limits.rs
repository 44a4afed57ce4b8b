//! What an evaluation may use.

use std::time::Duration;

/// The longest time that an evaluation may have, so that deadlines can be computed.
pub(super) const MAX_TIME: Duration = Duration::from_secs(3_600);

/// What an evaluation may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time for all requests together, an hour at most. One rule may take half of what is left.
    pub time: Duration,
    /// The stack in bytes. It is address space: only what is used costs memory.
    pub stack: usize,
    /// The time that one of the project's own rules may take for one request, where those run in a
    /// process of their own. It counts against `time` like any other.
    pub own_rule: Duration,
    /// The memory in bytes that the project's own rules may take there, beyond what the input takes.
    pub own_memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            time: Duration::from_secs(10),
            stack: 256 << 20,
            own_rule: Duration::from_secs(2),
            own_memory: 512 << 20,
        }
    }
}
