//! What scanners found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Evidence, ReportStatus};

/// The reports of scanners.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scans {
    /// Every report that was found, whatever it is worth, sorted by path. Empty if there is none.
    pub reports: Vec<ScanReport>,
    /// The commands that were recorded for HEAD and left no report of a scanner that is read, sorted
    /// by path.
    pub unread: Vec<UnreadRun>,
    /// The tracked files of the project that are Python's, sorted.
    #[schemars(extend("x-large" = true))]
    pub python_files: Vec<String>,
}

/// A recorded command of which no output is a report of a scanner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnreadRun {
    /// The output where a report would be.
    pub path: String,
    /// What its programs are called, those inside of wrappers and of `sh -c` too, with their
    /// sub-commands, sorted: `npx`, `eslint`, `cargo clippy`.
    pub names: Vec<String>,
    /// The exit status; `null` if a signal ended it.
    pub exit_status: Option<i64>,
    /// When it had ended, in seconds since 1970.
    pub finished: i64,
    /// Whether an output is a report of another kind.
    pub other: bool,
}

/// One report of a scanner.
///
/// It shows that there is nothing only where its `status` is `complete`, its `evidence.binding` is
/// `recorded`, and `unscanned` is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanReport {
    /// The file, the tool, and which commit it speaks of.
    pub evidence: Evidence,
    /// Whether the tool came to its end.
    pub status: ReportStatus,
    /// Why it is not `complete`, as a clause; `null` where it is.
    pub reason: Option<String>,
    /// What was found and not suppressed, sorted by place.
    #[schemars(extend("x-large" = true))]
    pub findings: Vec<ScanFinding>,
    /// What was found and is listed as suppressed, sorted by place.
    #[schemars(extend("x-large" = true))]
    pub suppressed: Vec<SuppressedFinding>,
    /// Suppressions inside of sources that the tool counts without saying what they hide, sorted.
    #[schemars(extend("x-large" = true))]
    pub inline: Vec<InlineSuppression>,
    /// Findings that the tool counts and was told not to list.
    pub unlisted: Vec<UnlistedFindings>,
    /// What the tool could not read, or not whole, sorted.
    #[schemars(extend("x-large" = true))]
    pub unscanned: Vec<Unscanned>,
    /// How many files the tool says that it read; `null` where it does not say which.
    pub scanned: Option<u64>,
    /// The tracked files of the tool's language that it did not read, from the project's folder,
    /// sorted; of detect-secrets, those that its folder, its arguments and its filters leave out.
    /// `null` where nothing says which were read, or the tool has no language of its own.
    #[schemars(extend("x-large" = true))]
    pub left_out: Option<Vec<String>>,
    /// How many packages the tool says that it looked up; `null` where it does not say, or is about
    /// files.
    pub packages: Option<u64>,
    /// What the report says it was told to leave out, sorted. Many tools do not say.
    pub excluded: Vec<String>,
    /// The checks that the report says were made, sorted; `null` where it does not say.
    pub checks: Option<Vec<String>>,
    /// What the recorded command told bandit or detect-secrets, in its order; empty where it does
    /// not show their own call, and of other tools.
    pub options: Vec<ScanOption>,
    /// What tracked files tell bandit, the one that its command names, and those named `.bandit`; and the
    /// files that the tool reads by itself and that git did not track when it was recorded. Sorted by
    /// file.
    pub settings: Vec<ScanSettings>,
    /// Why it shows less than it seems to, as clauses that can follow its path, sorted: it read no file of
    /// this repository, or looked up none of its packages.
    pub doubts: Vec<String>,
}

/// An option of a tool.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanOption {
    /// Its long name: `--skip`.
    pub name: String,
    /// Its value; `null` where it has none.
    pub value: Option<String>,
}

/// What a file tells a scanner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanSettings {
    /// The file, from the project's folder if it is in it.
    pub file: String,
    /// Why it cannot be read, as a clause; `null` where it can.
    pub reason: Option<String>,
    /// The checks that it leaves out.
    pub skips: Vec<String>,
    /// The only ones that are made; empty for all.
    pub tests: Vec<String>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScanFinding {
    /// The file: the tracked one from the project's folder if it is one, else as the report writes
    /// it; `null` where it names none.
    pub path: Option<String>,
    /// The line, starting at 1; `null` where the report names none.
    pub line: Option<u64>,
    /// The rule or the vulnerability: `B602`, `CVE-2019-19844`; empty where the report has none.
    pub rule: String,
    /// The package with its version, `django==2.2`; `null` where the finding is not about one.
    pub package: Option<String>,
    /// What is wrong, in the tool's words, on one line.
    pub message: String,
    /// How bad it is.
    pub severity: Severity,
    /// How certain the tool is.
    pub confidence: Confidence,
    /// The score in tenths, 0 to 100: of CVSS, or SARIF's `security-severity`; `null` where the
    /// report has none.
    pub score: Option<u64>,
    /// Other names of the same vulnerability, sorted.
    pub aliases: Vec<String>,
    /// What was decided about a secret; `null` where the finding is not about one.
    pub secret: Option<SecretState>,
    /// What the tool itself knows the finding again by; `null` where it has no such thing.
    pub fingerprint: Option<String>,
}

/// A finding that is listed as suppressed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SuppressedFinding {
    /// The finding.
    pub finding: ScanFinding,
    /// Why it does not count, in the report's words.
    pub why: String,
}

/// Suppressions inside of a source.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InlineSuppression {
    /// The file, as in a finding.
    pub path: String,
    /// What the tool calls them: `nosec`.
    pub kind: String,
    /// How many.
    pub count: u64,
}

/// Findings that are counted and not listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnlistedFindings {
    /// How bad they are.
    pub severity: Severity,
    /// How many.
    pub count: u64,
}

/// Something that was not scanned, or not whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unscanned {
    /// The file, as in a finding; `null` where the report names none.
    pub path: Option<String>,
    /// The package; `null` where it is none.
    pub package: Option<String>,
    /// Why, in the tool's words.
    pub reason: String,
}

/// How bad a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// CVSS 9.0 and above, or so called.
    Critical,
    /// CVSS 7.0 to 8.9; SARIF's `error`.
    High,
    /// CVSS 4.0 to 6.9; SARIF's `warning`.
    Medium,
    /// CVSS 0.1 to 3.9; SARIF's `note`.
    Low,
    /// A remark.
    Info,
    /// The tool has none, gives none, or one that is not known. Never harmless.
    Unknown,
}

/// How certain a tool is of a finding.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
    /// The tool has none, gives none, or one that is not known.
    Unknown,
}

/// What was decided about a secret.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum SecretState {
    /// Nobody said anything.
    Unaudited,
    /// Somebody said that it is one.
    Confirmed,
    /// Somebody said that it is none.
    FalsePositive,
}
