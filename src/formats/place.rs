//! Where in a text something stands.

/// The lines of a text, so that a byte offset becomes a line number in logarithmic time.
#[derive(Debug)]
pub struct LineIndex {
    newlines: Vec<usize>,
}

impl LineIndex {
    /// Notes where the lines of `text` end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).collect();
        LineIndex { newlines }
    }

    /// The line that the byte offset lies in, starting at 1; past the end it is the last line.
    #[must_use]
    pub fn line(&self, offset: usize) -> u64 {
        1 + self.newlines.partition_point(|&newline| newline < offset) as u64
    }
}

/// A text that is not what its format asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Malformed {
    /// The line at which reading ended, starting at 1.
    pub line: u64,
    /// What the parser says, on one line.
    pub message: String,
}

impl Malformed {
    /// A message at a line; line breaks in the message become spaces.
    #[must_use]
    pub fn new(line: u64, message: &str) -> Self {
        let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
        Malformed { line, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines() {
        let index = LineIndex::new("a\r\nb\n\nc");
        let lines: Vec<u64> = [0, 1, 3, 5, 6, 99].map(|o| index.line(o)).to_vec();
        assert_eq!(lines, [1, 1, 2, 3, 4, 4]);
    }
}
