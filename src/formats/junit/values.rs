//! The values of attributes and texts, as the dialects write them.

use super::{MAX_NAME, MAX_REASON, TestOutcome};
use crate::formats::report::Flaw;
use crate::formats::xml::Element;

pub fn weight(outcome: TestOutcome) -> u8 {
    match outcome {
        TestOutcome::Passed => 0,
        TestOutcome::Skipped => 1,
        TestOutcome::Errored => 2,
        TestOutcome::Failed => 3,
    }
}

pub fn worse(one: Option<TestOutcome>, other: Option<TestOutcome>) -> Option<TestOutcome> {
    one.into_iter()
        .chain(other)
        .max_by_key(|outcome| weight(*outcome))
}

/// What the attributes `status` and `result` say, where a dialect has them: GoogleTest, CTest,
/// Bazel. A word that says nothing of the outcome leaves it to the elements.
pub fn said(word: &str) -> Option<TestOutcome> {
    match word.to_ascii_lowercase().as_str() {
        "fail" | "failed" | "failure" | "timedout" | "timed out" | "timed_out" | "timeout" => {
            Some(TestOutcome::Failed)
        }
        "error" | "errored" | "broken" | "interrupted" | "aborted" | "cancelled" | "canceled"
        | "crash" | "crashed" | "killed" | "notrunnable" => Some(TestOutcome::Errored),
        "notrun" | "skipped" | "skip" | "disabled" | "suppressed" | "ignored" | "pending" => {
            Some(TestOutcome::Skipped)
        }
        _ => None,
    }
}

pub fn cut(text: &str, characters: usize) -> String {
    // Each character has a byte at least.
    if text.len() <= characters {
        return text.to_owned();
    }
    match text.char_indices().nth(characters) {
        Some((end, _)) => text.get(..end).unwrap_or(text).to_owned(),
        None => text.to_owned(),
    }
}

pub fn path(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| cut(text, MAX_NAME).replace('\\', "/"))
}

/// The first line that says anything: Go's output begins with what ran.
pub fn first_line(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines.find(|line| !line.starts_with("=== "))?;
    Some(cut(line, MAX_REASON))
}

/// A total of a suite; `None` where it is left empty.
pub fn total(element: &Element<'_>, name: &str, value: &str) -> Result<Option<u64>, Flaw> {
    let value = value.trim();
    if value.is_empty() {
        return Ok(None);
    }
    let number = value.parse().ok();
    let flaw = || element.flaw(&format!("`{name}` is no number: {}", cut(value, 40)));
    number.map(Some).ok_or_else(flaw)
}

/// Seconds with decimals, and maybe a comma between thousands, in nanoseconds.
pub fn nanoseconds(value: &str) -> Option<u64> {
    let value = value.trim().replace(',', "");
    let (seconds, decimals) = value.split_once('.').unwrap_or((&value, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(seconds) || !digits(decimals) || value.len() == usize::from(value.contains('.')) {
        return None;
    }
    let seconds: u64 = if seconds.is_empty() {
        0
    } else {
        seconds.parse().ok()?
    };
    let padded = format!("{:0<9}", decimals.get(..decimals.len().min(9))?);
    let rest: u64 = padded.parse().ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(rest)
}
