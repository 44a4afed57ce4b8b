//! What glibc's allocator is told; see [`BoundedMemory::tune`].
//!
//! [`BoundedMemory::tune`]: super::BoundedMemory::tune

/// How many places memory is had from: as many as there are threads that judge or read, and the first.
const PLACES: libc::c_int = 9;

/// By how much a place grows at once, in bytes.
const GROWTH: libc::c_int = 32 << 20;

/// How much memory is asked for in large pages: it is had once it is used, one page after the other.
const IN_LARGE_PAGES: usize = 24 << 20;

const LARGE_PAGE: usize = 2 << 20;

/// To be called while there is one thread.
pub(super) fn tune() {
    #[expect(unsafe_code, reason = "the allocator is told so in no other way")]
    // SAFETY: it sets four numbers of the allocator's, while there is one thread.
    let _ = unsafe {
        libc::mallopt(libc::M_ARENA_MAX, PLACES);
        libc::mallopt(libc::M_TOP_PAD, GROWTH);
        libc::mallopt(libc::M_MMAP_THRESHOLD, 32 << 20);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 1 << 30)
    };
}

/// Has the first memory of this thread's place be given in large pages.
pub(super) fn ask_for_large_pages() {
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
