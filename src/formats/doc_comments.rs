//! Documentation that stands in source code: docstrings and doc comments, and what each belongs to.
//!
//! Python is parsed. Of the languages with braces the tokens are read and their brackets matched,
//! which tells where the definition below a comment ends; what does not match is refused, so that no
//! comment is taken for documentation of something else. Other languages are not read.

mod attributes;
mod braces;
mod declared;
mod go;
mod items;
mod lengths;
mod python;
#[cfg(test)]
mod tests;
mod tokens;

pub use declared::declared;

use super::place::Malformed;

/// The largest text that is read, in bytes. Source that people write stays below it.
pub const MAX_SOURCE: usize = 512 << 10;

/// Consecutive lines, from 1, the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lines {
    /// The first line.
    pub first: u64,
    /// The last line.
    pub last: u64,
}

impl Lines {
    /// Whether a line is one of them.
    #[must_use]
    pub fn hold(self, line: u64) -> bool {
        (self.first..=self.last).contains(&line)
    }
}

/// A definition, and the documentation in the source that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// What it is called; `None` for a module or where the name is not told.
    pub name: Option<String>,
    /// The line that it is found at: that of its name, as far as that is known.
    pub line: u64,
    /// All of it, with decorators and attributes, without the comments before it. That of a module
    /// is the whole file.
    pub lines: Lines,
    /// Its documentation; empty if it has none.
    pub docs: Vec<Lines>,
    /// Whether it is meant for others, as far as the language says so on its own line.
    pub public: bool,
}

/// A language whose documentation is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Docstrings (PEP 257), and the help texts of command-line options.
    Python,
    /// `///`, `//!`, `/** */`, `/*! */`, `#[doc = "…"]`.
    Rust,
    /// JSDoc and TSDoc.
    JavaScript,
    /// Comments directly above what is exported, as `go doc` shows them.
    Go,
    /// Javadoc.
    Java,
    /// `KDoc`.
    Kotlin,
    /// Scaladoc.
    Scala,
    /// XML documentation comments.
    CSharp,
    /// Doxygen.
    C,
    /// `DocC`.
    Swift,
    /// Dartdoc.
    Dart,
    /// `phpDocumentor`.
    Php,
}

/// The languages by the endings of their files. A new one is a line here.
const ENDINGS: &[(Language, &[&str])] = &[
    (Language::Python, &["py", "pyi"]),
    (Language::Rust, &["rs"]),
    (
        Language::JavaScript,
        &["js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"],
    ),
    (Language::Go, &["go"]),
    (Language::Java, &["java"]),
    (Language::Kotlin, &["kt", "kts"]),
    (Language::Scala, &["scala"]),
    (Language::CSharp, &["cs"]),
    (
        Language::C,
        &["c", "h", "cc", "cpp", "cxx", "hh", "hpp", "hxx"],
    ),
    (Language::Swift, &["swift"]),
    (Language::Dart, &["dart"]),
    (Language::Php, &["php"]),
];

/// Endings of source in languages whose documentation is not read.
const OTHERS: &[&str] = &[
    "astro", "bash", "clj", "coffee", "cr", "cu", "erl", "ex", "exs", "f90", "fs", "gd", "graphql",
    "groovy", "hs", "jl", "lua", "m", "ml", "nim", "pl", "pm", "proto", "ps1", "pyx", "r", "rb",
    "sh", "sql", "svelte", "tf", "v", "vb", "vue", "zig",
];

/// The language of a file by its name; `None` if its documentation is not read.
#[must_use]
pub fn language(path: &str) -> Option<Language> {
    let ending = ending(path)?;
    let mut known = ENDINGS.iter();
    let found = known.find(|(_, endings)| endings.contains(&ending))?;
    Some(found.0)
}

/// Whether a file is source, of whatever language.
#[must_use]
pub fn is_source(path: &str) -> bool {
    language(path).is_some()
        || ending(path).is_some_and(|ending| OTHERS.contains(&ending.to_lowercase().as_str()))
}

fn ending(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, ending)| ending)
}

/// The definitions of a text, sorted by line; in languages with braces only those that have
/// documentation.
///
/// # Errors
/// [`Malformed`] if it is not what the language asks for, its brackets do not match, or it is larger
/// than [`MAX_SOURCE`].
pub fn read(language: Language, text: &str) -> Result<Vec<Definition>, Malformed> {
    if text.len() > MAX_SOURCE {
        return Err(Malformed::new(1, "it is too large"));
    }
    match language {
        Language::Python => python::read(text),
        Language::Go => go::read(text),
        _ => items::read(language, text),
    }
}

/// Whether a line says something: it holds a letter or a digit.
#[must_use]
pub fn says_something(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

/// Whether a line holds nothing but a comment, or a part of one, as far as the line itself tells.
#[must_use]
pub fn is_comment(language: Language, line: &str) -> bool {
    let line = line.trim_start();
    match language {
        Language::Python => line.starts_with('#'),
        _ => line.starts_with("//") || line.starts_with("/*") || line.starts_with('*'),
    }
}
