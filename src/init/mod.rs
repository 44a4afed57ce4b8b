//! What a project's files say that its configuration may say too: the text of a first
//! `relcheck.toml`.
//!
//! It changes no decision. What relcheck finds by itself is commented out, to be pinned by whoever
//! wants to; what it does not read yet is a comment that says so.

mod channels;
mod people;
mod record;
mod render;
mod scanners;

pub use render::{Sources, configuration};

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    /// Its name: `bandit`, `pypi`, `linux`.
    name: String,
    /// The file that shows it, with the line where there is one.
    place: String,
}

/// The text files of a project, by path.
pub trait Texts {
    /// The files that git tracks, from the project's folder, sorted.
    fn tracked(&self) -> &[String];

    /// The text of a file; `None` if there is none, or if it is no text of a reasonable size.
    fn text(&self, path: &str) -> Option<String>;
}

/// The lines of a text with their numbers, without those that are comments.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text.lines().enumerate();
    numbered
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with(['#', ';']))
}

/// The first of each name, sorted by name.
fn unique(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| a.name.cmp(&b.name));
    findings.dedup_by(|later, first| later.name == first.name);
    findings
}

#[cfg(test)]
mod tests;
