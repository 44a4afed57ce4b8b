//! Output formats: one file each, each a pure function of the report. This file lists them all.

mod catalogue;
mod json;
mod plain;
mod style;
mod suggestion;
pub mod test_run;
mod text;

pub use catalogue::{anchor, catalogue};
pub use plain::{plain, plain_lines};
pub use style::Style;
pub use suggestion::suggestion;

use crate::report::Report;

/// How much is shown, and whether in colour. Formats for machines ignore it.
#[derive(Debug, Clone, Copy, Default)]
pub struct View {
    /// Whether rules that pass or do not apply are shown too.
    pub verbose: bool,
    /// Whether only the decision is shown.
    pub quiet: bool,
    /// Whether the text may be coloured.
    pub colour: bool,
}

/// An output format.
pub struct Format {
    /// The name by which `-o` asks for it.
    pub name: &'static str,
    /// What it is for, in one sentence.
    pub purpose: &'static str,
    /// Renders a report; the text ends with a line break.
    pub render: fn(&Report, View) -> String,
}

/// Every output format, the default first. A new one is a line here.
pub const FORMATS: &[Format] = &[
    Format {
        name: "text",
        purpose: "for people at a terminal",
        render: text::render,
    },
    Format {
        name: "json",
        purpose: "the whole report, for programs and archives",
        render: json::render,
    },
];

/// The format of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
