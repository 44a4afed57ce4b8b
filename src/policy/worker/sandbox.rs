//! What the process gives up before it reads a policy. Each layer stands for itself: where a system
//! does not offer one, the others hold.
//!
//! | layer | Linux | other Unix | Windows |
//! |---|---|---|---|
//! | memory: the allocator of the program (`memory`) | yes | yes | yes |
//! | memory: address space | yes | no: not enforced everywhere | no |
//! | processor time | yes | yes | no: the wall clock only |
//! | no new file, pipe or socket; no core dump; no file grows | yes | yes | no |
//! | no system call but a few: no new process, nothing to be deleted, no signal to others | yes, on x86-64 and 64-bit Arm | no | no |
//!
//! No builtin that policies have reaches a file, the network, the environment or a process: the
//! layers are for the day on which the engine has a hole.

#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64")
))]
mod system_calls;

use super::protocol::Header;

/// Gives up whatever can be given up. The memory that the program's own allocator hands out is
/// limited elsewhere.
pub(super) fn lock_down(header: &Header) {
    #[cfg(unix)]
    resources::limit(header);
    // The last one: it forbids to limit anything.
    #[cfg(all(
        target_os = "linux",
        any(target_arch = "x86_64", target_arch = "aarch64")
    ))]
    // An old kernel, or a container that forbids it: the other layers hold.
    let _ = system_calls::forbid();
    #[cfg(not(unix))]
    let _ = header;
}

#[cfg(unix)]
mod resources {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};

    use super::Header;

    /// Address space that is taken, but not for what the policies hold.
    #[cfg(target_os = "linux")]
    const RESERVE: u64 = 256 << 20;

    pub(super) fn limit(header: &Header) {
        lower(Resource::RLIMIT_CORE, 0);
        lower(Resource::RLIMIT_FSIZE, 0);
        lower(Resource::RLIMIT_CPU, header.seconds);
        #[cfg(target_os = "linux")]
        {
            lower(Resource::RLIMIT_NPROC, 0);
            if let Some(mapped) = mapped() {
                let most = mapped.saturating_add(header.memory);
                lower(Resource::RLIMIT_AS, most.saturating_add(RESERVE));
            }
        }
        // What is open stays open: standard input, output and error.
        lower(Resource::RLIMIT_NOFILE, 0);
    }

    /// Lowers a limit for good. Where it is lower already, or cannot be set, it stays.
    fn lower(resource: Resource, value: u64) {
        if let Ok((_, hard)) = getrlimit(resource) {
            let value = value.min(hard);
            let _ = setrlimit(resource, value, value);
        }
    }

    /// The address space in use, in bytes.
    #[cfg(target_os = "linux")]
    fn mapped() -> Option<u64> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmSize:"))?;
        let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        kibibytes.checked_mul(1_024)
    }
}
