//! Memory that can be limited, on every platform alike.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicIsize, Ordering};

/// No limit: nothing is counted.
const UNLIMITED: isize = isize::MAX;

static LIMIT: AtomicIsize = AtomicIsize::new(UNLIMITED);

/// The bytes that were taken since the limit was set, without those given back.
static USED: AtomicIsize = AtomicIsize::new(0);

/// The system's allocator, which [`work`](super::work) limits: what goes beyond fails, and a failed
/// allocation ends the process. Elsewhere it costs one comparison.
///
/// A program that evaluates policies in a process of their own declares it as its global allocator.
/// Where it does not, only what the system enforces limits the memory.
#[derive(Debug, Clone, Copy, Default)]
pub struct BoundedMemory;

impl BoundedMemory {
    /// Has the allocator keep what it has had, and ask for much at once. To be called before there are
    /// any other threads.
    ///
    /// glibc gives each thread a place of its own, which grows by one system call for each page; with one
    /// place, the threads wait for each other. So each place gets 32 MiB at once, of which only what is used
    /// takes memory. And glibc has the system map and unmap each piece of more than 128 KiB, page by page:
    /// up to 32 MiB, which is the most that it can be told, the same memory serves for the next file as
    /// well. Other allocators are as they are.
    pub fn tune() {
        #[cfg(all(
            target_os = "linux",
            target_env = "gnu",
            any(target_arch = "x86_64", target_arch = "aarch64")
        ))]
        super::glibc::tune();
        Self::in_large_pages();
    }

    /// Has what this thread will need be given in large pages. To be called at its start, where it needs
    /// much: to be given that by 4 KiB takes a sixth of a small run's time. A system without large pages, or
    /// with none to give, has it stay as it is.
    pub(in crate::policy) fn in_large_pages() {
        #[cfg(all(
            target_os = "linux",
            target_env = "gnu",
            any(target_arch = "x86_64", target_arch = "aarch64")
        ))]
        super::glibc::ask_for_large_pages();
    }
}

/// From now on, no more than this many further bytes can be had.
pub(super) fn limit(bytes: u64) {
    let limit = isize::try_from(bytes).unwrap_or(UNLIMITED);
    LIMIT.store(limit, Ordering::Relaxed);
}

/// Whether this many more bytes can be had; if so, they are counted.
fn take(bytes: usize) -> bool {
    let limit = LIMIT.load(Ordering::Relaxed);
    if limit == UNLIMITED {
        return true;
    }
    let Ok(bytes) = isize::try_from(bytes) else {
        return false;
    };
    let before = USED.fetch_add(bytes, Ordering::Relaxed);
    let fits = before.saturating_add(bytes) <= limit;
    if !fits {
        USED.fetch_sub(bytes, Ordering::Relaxed);
    }
    fits
}

fn give_back(bytes: usize) {
    if LIMIT.load(Ordering::Relaxed) != UNLIMITED {
        USED.fetch_sub(isize::try_from(bytes).unwrap_or(0), Ordering::Relaxed);
    }
}

// SAFETY: everything is the system's allocator; counting never changes what that is asked for.
#[expect(unsafe_code, reason = "an allocator cannot be written without")]
unsafe impl GlobalAlloc for BoundedMemory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        let memory = unsafe { System.alloc(layout) };
        if memory.is_null() {
            give_back(layout.size());
        }
        memory
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        let memory = unsafe { System.alloc_zeroed(layout) };
        if memory.is_null() {
            give_back(layout.size());
        }
        memory
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(memory, layout) };
        give_back(layout.size());
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // For a moment there may be both, so both count.
        if !take(size) {
            return std::ptr::null_mut();
        }
        // SAFETY: the caller's promises are passed on.
        let moved = unsafe { System.realloc(memory, layout, size) };
        give_back(if moved.is_null() { size } else { layout.size() });
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_beyond_the_limit_is_not_had() {
        // The tests have another allocator, so nobody else counts.
        assert!(take(usize::MAX), "nothing is counted without a limit");
        limit(1_000);
        assert!(take(600));
        assert!(!take(600));
        assert!(take(400));
        give_back(600);
        assert!(take(600));
        assert!(!take(1));
        assert!(!take(usize::MAX));
        LIMIT.store(UNLIMITED, Ordering::Relaxed);
    }
}
