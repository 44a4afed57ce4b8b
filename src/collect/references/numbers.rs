//! What looks like a version in a line of text.

use std::ops::Range;

/// The words that a pre- or post-release starts with. Other words after a `-` belong to what is
/// named (`1.2.3-alpine`, `1.2.3-linux-amd64`), not to its version.
const STAGES: &[&str] = &[
    "alpha", "beta", "preview", "snapshot", "post", "dev", "pre", "rc", "a", "b", "c",
];

/// More digits than that in one number are no part of a version.
const MAX_DIGITS: usize = 8;

/// One number or several with dots between, and what belongs to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbers {
    /// Where it stands in the line, in bytes, with its `v`.
    pub range: Range<usize>,
    /// Whether it has a `v`.
    pub marked: bool,
    /// How many numbers there are: 1, 2 or 3.
    pub parts: u64,
}

/// Everything in a line that may be a version: one to three numbers that nothing belongs to on
/// either side. A series (`1.2.x`, `1.*`) and an address (`127.0.0.1`) are none.
pub(super) fn find(line: &str) -> Vec<Numbers> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let (end, parts) = numbers_end(bytes, at);
        let start = marked_start(bytes, at);
        let stop = if parts > 1 {
            suffix_end(bytes, end)
        } else {
            end
        };
        let is_free = starts_freely(line, start) && ends_freely(line, stop);
        if is_free && (1..=3).contains(&parts) {
            found.push(Numbers {
                range: start..stop,
                marked: start < at,
                parts,
            });
        }
        at = rest_of_word(bytes, stop);
    }
    found
}

/// Where the numbers that start here end, and how many they are; more than 3 if one is too long.
fn numbers_end(bytes: &[u8], start: usize) -> (usize, u64) {
    let mut at = start;
    let mut parts = 0_u64;
    loop {
        let end = digits_end(bytes, at);
        parts = if end - at > MAX_DIGITS { 99 } else { parts + 1 };
        let goes_on =
            bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !goes_on {
            return (end, parts);
        }
        at = end + 1;
    }
}

fn digits_end(bytes: &[u8], start: usize) -> usize {
    let digits = bytes.get(start..).unwrap_or_default();
    start
        + digits
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
}

/// With the `v` before it, if that starts a word.
fn marked_start(bytes: &[u8], start: usize) -> usize {
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    if !matches!(before, Some(b'v' | b'V')) {
        return start;
    }
    let further = start.checked_sub(2).and_then(|at| bytes.get(at));
    if further.is_some_and(u8::is_ascii_alphanumeric) {
        start
    } else {
        start - 1
    }
}

/// Where the pre-release, post-release and build metadata end that follow a version's numbers.
fn suffix_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    while let Some(next) = stage_end(bytes, end) {
        end = next;
    }
    let build =
        bytes.get(end) == Some(&b'+') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    if build {
        let rest = bytes.get(end + 1..).unwrap_or_default();
        let is_part = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'.';
        end += 1 + rest.iter().take_while(is_part).count();
        while bytes.get(end - 1) == Some(&b'.') {
            end -= 1;
        }
    }
    end
}

/// `-rc.1`, `rc1`, `.post1`, `.dev0`, `-SNAPSHOT`: where the one that starts here ends. The address of
/// a badge writes two hyphens for one: `--rc.1`.
fn stage_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    if matches!(bytes.get(at), Some(b'.' | b'-' | b'_')) {
        at += 1;
    }
    if bytes.get(start..start + 2) == Some(b"--") {
        at += 1;
    }
    let rest = bytes.get(at..)?;
    let word = STAGES.iter().find(|word| {
        rest.get(..word.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
    })?;
    at += word.len();
    let separated = matches!(bytes.get(at), Some(b'.' | b'-'))
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let digits = at + usize::from(separated);
    let end = digits_end(bytes, digits);
    let numbered = end > digits;
    // One letter alone may as well start a word.
    if !numbered && word.len() == 1 {
        return None;
    }
    let whole = !bytes.get(end).is_some_and(u8::is_ascii_alphabetic);
    whole.then_some(end)
}

/// Whether a version may start here: nothing before it that would belong to it.
fn starts_freely(line: &str, start: usize) -> bool {
    let before = line.get(..start).and_then(|text| text.chars().next_back());
    before.is_none_or(|letter| {
        !letter.is_alphanumeric() && !matches!(letter, '.' | '$' | '#' | '+' | '%' | '\\')
    })
}

/// Whether a version may end here: a full stop ends a sentence or a name of a file, nothing else.
fn ends_freely(line: &str, end: usize) -> bool {
    let rest = line.get(end..).unwrap_or_default();
    let mut letters = rest.chars();
    match letters.next() {
        Some('.') => !letters.next().is_some_and(|letter| {
            letter == '*' || rest.starts_with(".x") || rest.starts_with(".X")
        }),
        Some('%') => false,
        Some(letter) => !letter.is_alphanumeric(),
        None => true,
    }
}

/// Where the next version may start: past the letters, digits and dots that follow.
fn rest_of_word(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric();
    start + rest.iter().take_while(is_part).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<&str> {
        find(line)
            .into_iter()
            .map(|found| &line[found.range])
            .collect()
    }

    #[test]
    fn versions_are_found_whole() {
        for (line, expected) in [
            ("demo==1.2.3", vec!["1.2.3"]),
            ("v1.2.3-rc.1, V2.0", vec!["v1.2.3-rc.1", "V2.0"]),
            ("1.2.0rc1.", vec!["1.2.0rc1"]),
            ("1.2.3.post1 1.0.dev0", vec!["1.2.3.post1", "1.0.dev0"]),
            ("demo:1.2.3-alpine", vec!["1.2.3"]),
            ("version-1.2.3-blue", vec!["1.2.3"]),
            ("demo-1.2.3.tar.gz", vec!["1.2.3"]),
            ("1.2.3+local.1.", vec!["1.2.3+local.1"]),
            ("v1.2.3+", vec!["v1.2.3"]),
            ("v1.0.0...v1.1.0", vec!["v1.0.0"]),
            ("@v4", vec!["v4"]),
            ("1.2.3-beta", vec!["1.2.3-beta"]),
            ("1.2.3-SNAPSHOT", vec!["1.2.3-SNAPSHOT"]),
            ("version-1.2.3--rc.1-blue", vec!["1.2.3--rc.1"]),
            ("1.2.3--blue", vec!["1.2.3"]),
        ] {
            assert_eq!(texts(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_no_version_is_left_out() {
        for line in [
            "127.0.0.1",
            "1.2.x",
            "1.2.*",
            "1.5GB",
            "10.5%",
            "sha256:0a1.2b",
            "x86.64",
            "$1.20",
            "1.123456789",
            "é1.2",
        ] {
            assert_eq!(texts(line), Vec::<&str>::new(), "{line}");
        }
    }
}
