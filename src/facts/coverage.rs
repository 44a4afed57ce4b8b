//! Which lines the tests ran, and which of the new ones.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, LineRange, ReportStatus};

/// The reports of coverage tools, and what they say together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Every report that was found, whatever it is worth, sorted by path. Empty if there is none.
    pub reports: Vec<CoverageReport>,
    /// The lines of all reports that are `complete` and `recorded`, together: a line ran if one of
    /// them says so. `null` if there is no such report.
    pub total: Option<CoverageTotal>,
    /// The same of the previous release, by what was recorded for it; `null` if nothing was.
    pub previous: Option<CoverageTotal>,
    /// The lines that are new since the previous release, by the same reports. Where there is no
    /// `total` it is `null`, or holds no file because none of the source files is new or changed.
    pub new_code: Option<NewCode>,
}

/// One report of a coverage tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// The format: `coverage.py JSON`, `LCOV`.
    pub format: String,
    /// How many files it speaks of.
    pub files: u64,
    /// The executable lines in it.
    pub lines: u64,
    /// Those of them that ran.
    pub covered: u64,
    /// Paths that are no tracked file of the project, each with why; at most 1,000 of them.
    #[schemars(extend("x-large" = true))]
    pub unmapped: Vec<UnmappedPath>,
    /// How many there are in all.
    pub unmapped_count: u64,
}

/// A path in a report that is no tracked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnmappedPath {
    /// The path as the report writes it.
    pub path: String,
    /// Why it is none, as a clause.
    pub reason: String,
}

/// Lines of tracked files, each once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CoverageTotal {
    /// The executable ones.
    pub lines: u64,
    /// Those of them that ran.
    pub covered: u64,
}

/// The lines that are new since the previous release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCode {
    /// The tag that the project is compared with; `null` if nothing was released before: then every
    /// line is new.
    pub since: Option<String>,
    /// The source files with lines that are new, sorted by path: those in a known language, whether a
    /// report speaks of them or not, and those that a report speaks of. Lines that only moved, blank ones and those with other white space
    /// only are not new.
    #[schemars(extend("x-large" = true))]
    pub files: Vec<NewCodeFile>,
    /// Where there are none, the files that are new or changed and hold code of a kind whose tests are
    /// hardly ever measured, sorted: scripts of shells, notebooks. The first hundred.
    #[schemars(extend("x-large" = true))]
    pub passed_over: Vec<String>,
}

/// One file with new lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCodeFile {
    /// The path from the project's folder.
    pub path: String,
    /// The language by its ending: `python`, `rust`; the ending itself where it is none that relcheck
    /// knows and a report speaks of the file; `unknown` without one.
    pub language: String,
    /// Whether a report speaks of the file. If none does, every new line that is no comment counts
    /// as executable and as never run.
    pub reported: bool,
    /// How many new lines are executable.
    pub lines: u64,
    /// How many of them ran.
    pub covered: u64,
    /// The executable new lines that did not run, those together between which all lines are new and
    /// none ran: new lines between them that are not executable do not part them.
    pub uncovered: Vec<LineRange>,
    /// New lines that the project told the tool to leave out (`pragma: no cover`, `c8 ignore next`), as the
    /// report names them, or else a mark in a file; also statements of Python and functions of Rust that
    /// the report does not name.
    pub excluded: u64,
    /// Whether the file cannot be compared by lines: it is too large, or not text.
    pub opaque: bool,
    /// What shows that the reports measured another state of the file, as a clause; `null` if nothing
    /// does. Then what they say of it proves nothing.
    pub mismatch: Option<String>,
}
