//! Coverage reports: which lines of which files are executable, and how often each ran.
//!
//! Each format is a file below this one and a line in [`FORMATS`]. Rates and percentages are not
//! read: they are rounded, and what a tool calls its percentage may be lines and branches together.
//! Lines are counted, and a total that a report states is held against the count.
//!
//! A file may be there several times, in one report that several runs were put together in: the
//! hits of a line are added, and of the branches of a line the larger numbers count.

mod cobertura;
mod coverage_py;
mod files;
mod go_profile;
mod jacoco;
mod lcov;
mod llvm_json;
mod unread;

#[cfg(test)]
mod tests;

use super::report::Flaw;
pub use unread::unread;

/// The most files that are read of one report.
pub const MAX_FILES: usize = 1_000_000;

/// The most lines that are read of one report, in all of its files together.
pub const MAX_LINES: usize = 50_000_000;

/// The highest number that a line may have.
pub const MAX_LINE: u32 = 10_000_000;

/// The most bytes that the path of a file may have.
pub const MAX_PATH: usize = 4096;

/// A coverage report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// In which format it came.
    pub format: CoverageFormat,
    /// The tool's version as the report writes it, which may be a name and a version
    /// (`gcovr 8.8`); `None` if it does not say.
    pub tool_version: Option<String>,
    /// When it was made, in seconds since 1970; `None` if the report does not say, or says it
    /// without a zone (coverage.py's JSON).
    pub generated_at: Option<i64>,
    /// The folders that the paths may be relative to, as the report writes them, with `/`: the
    /// `<source>` elements of Cobertura. Empty where a format has no such thing.
    pub roots: Vec<String>,
    /// The files, sorted by path, each once.
    pub files: Vec<CoveredFile>,
}

/// One file of a coverage report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoveredFile {
    /// The path as the report writes it, with `/`; absolute or relative, to a folder that may not
    /// be the repository.
    pub path: String,
    /// The executable lines, sorted, each once; one that never ran has 0 hits.
    pub lines: Vec<CoveredLine>,
    /// The branches; `None` if the report has none of any file.
    pub branches: Option<Branches>,
    /// Lines that were left out on purpose, sorted, each once: coverage.py's `excluded_lines`. No
    /// other format tells them.
    pub excluded: Vec<u32>,
    /// How many of the covered `lines` are none: before 7.11, coverage.py lists what ran and is no
    /// statement (docstrings) among the executed lines, and tells how many statements were covered,
    /// but not which. 0 elsewhere.
    pub surplus: u32,
}

/// An executable line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoveredLine {
    /// Starting at 1.
    pub line: u32,
    /// How often it ran; 1 where the format only says that it did.
    pub hits: u64,
}

/// The branches of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Branches {
    /// All of them.
    pub total: u64,
    /// Those that were taken.
    pub covered: u64,
}

/// The sums of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Executable lines.
    pub lines: u64,
    /// Those of them that ran.
    pub covered_lines: u64,
    /// Branches; 0 if the report has none.
    pub branches: u64,
    /// Those of them that were taken.
    pub covered_branches: u64,
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageFormat {
    /// The JSON report of coverage.py.
    CoveragePy,
    /// Cobertura's XML, which coverage.py, gcovr, Istanbul and many others write.
    Cobertura,
    /// The tracefile of lcov.
    Lcov,
    /// JaCoCo's XML.
    Jacoco,
    /// The profile of `go test -coverprofile`.
    GoProfile,
    /// The JSON export of llvm-cov, which cargo-llvm-cov writes.
    LlvmJson,
}

/// How one format is recognised and read.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The format.
    pub format: CoverageFormat,
    /// Whether a text that may be cut off begins as this format does.
    pub is: fn(&str) -> bool,
    /// Reads a whole report.
    pub read: fn(&[u8]) -> Result<Coverage, Flaw>,
}

/// Every format. A new one is a line here, and a file.
pub const FORMATS: [Reader; 6] = [
    reader(
        CoverageFormat::CoveragePy,
        is_coverage_py,
        coverage_py::read,
    ),
    reader(CoverageFormat::Cobertura, is_cobertura, cobertura::read),
    reader(CoverageFormat::Lcov, is_lcov, lcov::read),
    reader(CoverageFormat::Jacoco, is_jacoco, jacoco::read),
    reader(CoverageFormat::GoProfile, is_go_profile, go_profile::read),
    reader(CoverageFormat::LlvmJson, is_llvm_json, llvm_json::read),
];

pub use cobertura::is_cobertura;
pub use coverage_py::is_coverage_py;
pub use go_profile::is_go_profile;
pub use jacoco::is_jacoco;
pub use lcov::is_lcov;
pub use llvm_json::is_llvm_json;

impl CoverageFormat {
    /// What it is called: `coverage.py JSON`, `LCOV`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CoverageFormat::CoveragePy => "coverage.py JSON",
            CoverageFormat::Cobertura => "Cobertura XML",
            CoverageFormat::Lcov => "LCOV",
            CoverageFormat::Jacoco => "JaCoCo XML",
            CoverageFormat::GoProfile => "Go cover profile",
            CoverageFormat::LlvmJson => "llvm-cov JSON",
        }
    }

    /// Reads a report in this format.
    ///
    /// # Errors
    /// As [`read`].
    pub fn read(self, bytes: &[u8]) -> Result<Coverage, Flaw> {
        read(self, bytes)
    }
}

const fn reader(
    format: CoverageFormat,
    is: fn(&str) -> bool,
    read: fn(&[u8]) -> Result<Coverage, Flaw>,
) -> Reader {
    Reader { format, is, read }
}

/// The format that a text, which may be cut off, begins in; `None` if it is no coverage report.
#[must_use]
pub fn recognise(head: &str) -> Option<CoverageFormat> {
    let found = FORMATS.iter().find(|reader| (reader.is)(head));
    found.map(|reader| reader.format)
}

/// Reads a report in a format.
///
/// # Errors
/// It is not whole, not in the format, beyond a limit of this module, or its totals are not what
/// was counted.
pub fn read(format: CoverageFormat, bytes: &[u8]) -> Result<Coverage, Flaw> {
    match FORMATS.iter().find(|reader| reader.format == format) {
        Some(reader) => (reader.read)(bytes),
        None => Err(Flaw::unreadable("its format is not read")),
    }
}

impl Coverage {
    /// The sums over all files, without what [`CoveredFile::surplus`] counts.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for file in &self.files {
            let surplus = u64::from(file.surplus);
            let covered = file.lines.iter().filter(|line| line.hits > 0).count() as u64;
            totals.lines += (file.lines.len() as u64).saturating_sub(surplus);
            totals.covered_lines += covered.saturating_sub(surplus);
            let branches = file.branches.unwrap_or_default();
            totals.branches += branches.total;
            totals.covered_branches += branches.covered;
        }
        totals
    }
}

/// A total that the report states, against what was counted.
fn hold(what: &str, said: u64, counted: &[u64]) -> Result<(), Flaw> {
    if counted.contains(&said) {
        return Ok(());
    }
    let counted = counted.first().copied().unwrap_or_default();
    Err(Flaw::unreadable(format!(
        "it says that it has {said} {what}, and shows {counted}"
    )))
}
