//! The lines that one file gained and lost.

use gix::diff::blob::{Algorithm, Diff, InternedInput, diff_with_slider_heuristics};

use super::Entry;
use super::blobs::Blobs;
use crate::facts::{LineRange, Missing};

/// The lines that were added, and how many were removed.
pub(super) type Lines = (Vec<LineRange>, u64);

/// Compares two versions of a file; `None` if one of them is no text, or too large.
pub(super) fn compare(
    before: Option<Entry>,
    after: Option<Entry>,
    blobs: &mut Blobs,
) -> Result<Option<Lines>, Missing> {
    let text = |entry: Option<Entry>| match entry {
        Some(entry) => blobs.text(entry),
        None => Ok(Some(Vec::new())),
    };
    let Some(after_text) = text(after)? else {
        return Ok(None);
    };
    let same = |before: Entry| after.is_some_and(|after| after.id == before.id);
    if before.is_some_and(same) {
        let still_a_file = before.is_some_and(|entry| entry.mode.is_blob());
        return Ok(still_a_file.then(Lines::default));
    }
    let Some(before_text) = text(before)? else {
        return Ok(None);
    };
    Ok(Some(compare_texts(&before_text, &after_text)))
}

fn compare_texts(before: &[u8], after: &[u8]) -> Lines {
    if before.is_empty() || after.is_empty() {
        return (all(count_lines(after)), count_lines(before));
    }
    let input = InternedInput::new(before, after);
    let diff = diff_with_slider_heuristics(Algorithm::Myers, &input);
    (added(&diff), u64::from(diff.count_removals()))
}

/// The lines 1 to `count`.
fn all(count: u64) -> Vec<LineRange> {
    let whole = LineRange {
        first: 1,
        last: count,
    };
    (count > 0).then_some(whole).into_iter().collect()
}

/// A last line counts whether a line feed ends it or not.
fn count_lines(text: &[u8]) -> u64 {
    let ended = text.iter().filter(|&&byte| byte == b'\n').count();
    let open = text.last().is_some_and(|&byte| byte != b'\n');
    ended as u64 + u64::from(open)
}

fn added(diff: &Diff) -> Vec<LineRange> {
    let mut ranges: Vec<LineRange> = Vec::new();
    for hunk in diff.hunks().filter(|hunk| !hunk.after.is_empty()) {
        let first = u64::from(hunk.after.start) + 1;
        let last = u64::from(hunk.after.end);
        match ranges.last_mut() {
            Some(previous) if previous.last + 1 >= first => previous.last = last,
            _ => ranges.push(LineRange { first, last }),
        }
    }
    ranges
}
