//! Errors in configuration files, with the place and the nearest thing that would have been right.

use std::fmt::Display;
use std::ops::Range;
use std::path::Path;

use crate::nearest::nearest;

/// A configuration file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read at all.
    #[error("{file}: cannot be read: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// Something in it is wrong.
    #[error("{file}:{line}:{column}: {message}")]
    Invalid {
        /// The file.
        file: String,
        /// The line, starting at 1.
        line: usize,
        /// The column, starting at 1, in characters.
        column: usize,
        /// What is wrong, and what would be right.
        message: String,
    },
}

impl ConfigError {
    pub(crate) fn unreadable(path: &Path, reason: impl Display) -> Self {
        ConfigError::Unreadable {
            file: path.display().to_string(),
            reason: reason.to_string(),
        }
    }

    /// An error at a place in the text.
    #[must_use]
    pub fn at(file: &str, text: &str, span: Option<Range<usize>>, message: String) -> Self {
        let (line, column) = position(text, span.map_or(0, |span| span.start));
        ConfigError::Invalid {
            file: file.to_owned(),
            line,
            column,
            message,
        }
    }
}

/// A TOML error with its place, and with a suggestion where a name is unknown.
#[must_use]
pub fn toml_error(file: &str, text: &str, error: &toml::de::Error) -> ConfigError {
    let message = suggest(error.message()).unwrap_or_else(|| first_line(error.message()));
    ConfigError::at(file, text, error.span(), message)
}

fn first_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join(": ")
}

/// Serde names an unknown field or variant first and then all the known ones, each in backticks.
fn suggest(message: &str) -> Option<String> {
    let what = ["field", "variant"]
        .into_iter()
        .find(|what| message.starts_with(&format!("unknown {what} `")))?;
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    let known: Vec<&str> = names.collect();
    let what = if what == "field" { "key" } else { "value" };
    Some(match nearest(unknown, known.iter().copied()) {
        Some(name) => format!("unknown {what} `{unknown}`; did you mean `{name}`?"),
        None => format!(
            "unknown {what} `{unknown}`; known here: {}",
            known.join(", ")
        ),
    })
}

fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |tail| tail.chars().count())
        + 1;
    (line, column)
}
