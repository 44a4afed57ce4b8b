//! What is wrong with a set of policies, and where.

use std::fmt;

/// One problem that keeps policies from being loaded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadError {
    /// The file, with `/` between its parts; empty where the problem is in no file.
    pub file: String,
    /// The line, starting at 1; 0 where the problem is in no one line.
    pub line: u64,
    /// The column in characters, starting at 1; 0 where it is in no one place of the line.
    pub column: u64,
    /// What is wrong, as a sentence without its full stop.
    pub message: String,
}

impl LoadError {
    pub(super) fn new(file: &str, line: u64, column: u64, message: impl Into<String>) -> Self {
        LoadError {
            file: file.to_owned(),
            line,
            column,
            message: message.into(),
        }
    }

    /// A problem with a file as a whole.
    pub(super) fn of_file(file: &str, message: impl Into<String>) -> Self {
        LoadError::new(file, 0, 0, message)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.file.is_empty() {
            write!(f, "{}", self.file)?;
            if self.line > 0 {
                write!(f, ":{}", self.line)?;
                if self.column > 0 {
                    write!(f, ":{}", self.column)?;
                }
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.message)
    }
}

/// Everything that keeps policies from being loaded: never empty, sorted by file and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadErrors(Vec<LoadError>);

impl LoadErrors {
    /// `Ok` if there are no problems.
    pub(super) fn check(mut errors: Vec<LoadError>) -> Result<(), LoadErrors> {
        if errors.is_empty() {
            return Ok(());
        }
        errors.sort();
        errors.dedup();
        Err(LoadErrors(errors))
    }

    /// One problem that is in no file.
    pub(super) fn one(message: impl Into<String>) -> Self {
        LoadErrors(vec![LoadError::of_file("", message)])
    }

    /// The problems, sorted by file, line and column.
    #[must_use]
    pub fn errors(&self) -> &[LoadError] {
        &self.0
    }
}

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}

/// The engine's multi-line message as place and sentence.
///
/// The engine writes `--> file:line:column`, the line of code, and `error: …`. Of a chain of
/// them the first place and the first message count.
pub(super) fn from_engine(file: &str, error: &anyhow::Error) -> LoadError {
    let text = format!("{error:#}");
    let place = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "))
        .and_then(split_place);
    let message = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("error: "))
        .unwrap_or_else(|| {
            text.lines()
                .find(|line| !line.trim().is_empty())
                .unwrap_or("")
        })
        .trim()
        .trim_end_matches(['.', ':']);
    match place {
        Some((file, line, column)) => LoadError::new(file, line, column, message),
        None => LoadError::of_file(file, message),
    }
}

/// `file:line:column`; the file may hold colons itself.
fn split_place(text: &str) -> Option<(&str, u64, u64)> {
    let (rest, column) = text.trim_end().rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_message_becomes_one_line() {
        let error = anyhow::anyhow!(
            "\n--> C:/p/x.rego:2:28\n  |\n2 | y := 1 / 0\n  |   ^\nerror: divide by zero"
        );
        assert_eq!(
            from_engine("other", &error).to_string(),
            "C:/p/x.rego:2:28: divide by zero"
        );
        let plain = anyhow::anyhow!("not a rule path");
        assert_eq!(
            from_engine("x.rego", &plain).to_string(),
            "x.rego: not a rule path"
        );
    }
}
