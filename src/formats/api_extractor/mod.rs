//! The API reports of Microsoft's API Extractor: `etc/<package>.api.md`.
//!
//! A report is a Markdown file with one block of TypeScript declarations, each below a comment of
//! its release tag. Only what such reports hold is read: declarations without bodies. Written for
//! API Extractor 7; see <https://api-extractor.com/pages/overview/demo_api_report/>.

mod heritage;
mod members;
mod model;
mod parser;
mod signatures;
mod statements;
#[cfg(test)]
mod tests;
mod tokens;

pub use model::{
    Declaration, Export, Flaw, Import, Kind, Modifiers, Parameter, ReleaseTag, Report, Type,
    TypeParameter,
};

/// The largest report that is read: 16 MiB.
pub const MAX_BYTES: u64 = 16 << 20;

/// How deep namespaces and object types may lie in each other; what is deeper is not compared
/// member by member, or is a flaw.
pub const MAX_DEPTH: usize = 24;

/// What a heading starts with: of the whole report, or of a variant that leaves out what is of a lower
/// release tag.
const HEADINGS: &[&str] = &["## ", "## Public ", "## Beta ", "## Alpha "];

/// What stands between that and the package's name.
const TITLE: &str = "API Report File for \"";

/// Whether a text starts as a report does.
#[must_use]
pub fn is_one(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    after_heading(start).is_some()
}

/// What follows the beginning of a report's heading; `None` if there is none.
fn after_heading(text: &str) -> Option<&str> {
    let titles = HEADINGS.iter().filter_map(|it| text.strip_prefix(it));
    titles.filter_map(|title| title.strip_prefix(TITLE)).next()
}

/// The package that the heading names; `None` if there is no such heading.
#[must_use]
pub fn package(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let name = after_heading(line.trim_start_matches('\u{feff}'))?;
        Some(name.split('"').next()?.to_owned())
    })
}

/// Reads a report. What is not understood is among its flaws.
#[must_use]
pub fn read(text: &str) -> Report {
    let mut report = Report::default();
    let lines = || text.split_inclusive('\n').zip(1_u64..);
    report.package = package(text);
    if report.package.is_none() {
        report
            .flaws
            .push(Flaw::new(1, "no heading names its package"));
    }
    let mut start = 0;
    let fence = lines().find_map(|(line, number)| {
        start += line.len();
        (line.trim_end() == "```ts").then_some((start, number + 1))
    });
    let Some((start, first_line)) = fence else {
        report
            .flaws
            .push(Flaw::new(1, "it has no block of declarations"));
        return report;
    };
    let block = text.get(start..).unwrap_or_default();
    let mut length = 0;
    let end = block.split_inclusive('\n').find_map(|line| {
        let at = length;
        length += line.len();
        (line.trim_end() == "```").then_some(at)
    });
    if end.is_none() {
        let last = lines().last().map_or(1, |(_, number)| number);
        report
            .flaws
            .push(Flaw::new(last, "its block of declarations does not end"));
    }
    let block = block.get(..end.unwrap_or(block.len())).unwrap_or_default();
    match tokens::tokens(block, first_line) {
        Ok(tokens) => statements::read(&tokens, &mut report),
        Err(flaw) => report.flaws.push(flaw),
    }
    report
}
