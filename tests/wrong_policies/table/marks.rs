//! What a case's file says about itself, in comments.
//!
//! A line `#    ^ fragment` speaks of the line above it: its caret stands below the column of the
//! problem, and the problem's message holds the fragment. Where no caret can stand, which is in the
//! first column and within a METADATA block, `# error LINE:COLUMN fragment` says the same. `warn:`
//! before a fragment, or `warn` in place of `error`, means a warning.

use std::fmt;

use relcheck::policy::{LoadError, PolicyFile};

/// A problem that is to be reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The file, as the message names it.
    pub file: String,
    /// The line, starting at 1.
    pub line: u64,
    /// The column in characters, starting at 1.
    pub column: u64,
    /// Whether the policy loads all the same.
    pub warning: bool,
    /// What the message holds.
    pub fragment: String,
}

impl Expected {
    /// Whether a problem is reported at this place.
    pub fn is_at(&self, error: &LoadError) -> bool {
        (error.file.as_str(), error.line, error.column)
            == (self.file.as_str(), self.line, self.column)
    }

    /// Whether its message is about this problem.
    pub fn is_said_by(&self, error: &LoadError) -> bool {
        error.message.contains(&self.fragment)
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line, column) = (&self.file, self.line, self.column);
        let kind = if self.warning { "warning " } else { "" };
        write!(f, "{file}:{line}:{column}: {kind}… {} …", self.fragment)
    }
}

/// The problems that a file marks.
pub fn of(file: &PolicyFile) -> Vec<Expected> {
    let mut marked = Vec::new();
    // Of marks below each other, all speak of the line above the first.
    let mut above = 0;
    for (number, line) in (1..).zip(file.text.lines()) {
        if let Some((column, fragment)) = caret(line) {
            marked.push(expected(file, above, column, false, fragment));
            continue;
        }
        above = number;
        marked.extend(placed(file, line));
    }
    marked
}

/// The column of the caret in a line `#   ^ fragment`, and the fragment.
fn caret(line: &str) -> Option<(u64, &str)> {
    let after = line.strip_prefix('#')?.trim_start_matches(' ');
    let fragment = after.strip_prefix('^')?;
    let column = line.chars().take_while(|letter| *letter != '^').count() + 1;
    Some((column as u64, fragment.trim()))
}

/// What `# error LINE:COLUMN fragment` says.
fn placed(file: &PolicyFile, line: &str) -> Option<Expected> {
    let (warning, rest) = match line.strip_prefix("# error ") {
        Some(rest) => (false, rest),
        None => (true, line.strip_prefix("# warn ")?),
    };
    let (place, fragment) = rest.split_once(' ')?;
    let (line, column) = place.split_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    Some(expected(file, line, column, warning, fragment))
}

fn expected(file: &PolicyFile, line: u64, column: u64, warning: bool, fragment: &str) -> Expected {
    let (warning, fragment) = match fragment.strip_prefix("warn:") {
        Some(rest) => (true, rest),
        None => (warning, fragment),
    };
    Expected {
        file: file.path.clone(),
        line,
        column,
        warning,
        fragment: fragment.trim().to_owned(),
    }
}
