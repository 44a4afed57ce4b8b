//! What glibc's allocator is told; see [`BoundedMemory::share_between_threads`].
//!
//! [`BoundedMemory::share_between_threads`]: super::BoundedMemory::share_between_threads

/// How much memory is asked for in large pages: it is had once it is used, one page after the other.
const IN_LARGE_PAGES: usize = 24 << 20;

const LARGE_PAGE: usize = 2 << 20;

/// To be called while there is one thread.
pub(super) fn tune() {
    #[expect(unsafe_code, reason = "the allocator is told so in no other way")]
    // SAFETY: it sets three numbers of the allocator's, while there is one thread.
    let _ = unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
        libc::mallopt(libc::M_MMAP_THRESHOLD, 32 << 20);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 1 << 30)
    };
    ask_for_large_pages();
}

/// Has the allocator's first memory be given in large pages.
fn ask_for_large_pages() {
    #[expect(unsafe_code, reason = "the system is told so in no other way")]
    // SAFETY: the memory is the allocator's, is not used, and is given back at once; what the system is
    // told of it changes nothing that it holds.
    unsafe {
        let memory = libc::malloc(IN_LARGE_PAGES);
        if memory.is_null() {
            return;
        }
        let start = memory.align_offset(LARGE_PAGE);
        let length = IN_LARGE_PAGES.saturating_sub(start) / LARGE_PAGE * LARGE_PAGE;
        if length > 0 {
            libc::madvise(memory.wrapping_byte_add(start), length, libc::MADV_HUGEPAGE);
        }
        libc::free(memory);
    }
}
