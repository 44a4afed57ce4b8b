//! The model that every scanner's report is read into.

use super::packages::{ScanPackage, ScanVulnerable};
use super::{ScanFormat, kept};
use crate::formats::report::Flaw;

/// The most findings, suppressed ones included, that are read of one report. One with more is
/// refused.
pub const MAX_FINDINGS: usize = 250_000;
/// The most files, packages or failures that are read of one report. One with more is refused.
pub const MAX_PATHS: usize = 1_000_000;

/// One report of a scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The format that it is in.
    pub format: ScanFormat,
    /// The tool: `bandit`, or the name that SARIF has for it (several of one file: `a + b`).
    pub tool: String,
    /// The tool's version, where the report names it.
    pub tool_version: Option<String>,
    /// When it was made, in seconds since 1970; `None` where the report does not say, or says it
    /// without a zone.
    pub generated_at: Option<i64>,
    /// What was found and not suppressed, sorted.
    pub findings: Vec<ScanFinding>,
    /// What was found, and is listed as suppressed, sorted.
    pub suppressed: Vec<Suppressed>,
    /// Suppressions inside of the sources that the tool counts without listing what they hide,
    /// sorted.
    pub inline: Vec<Inline>,
    /// Findings that the tool counts and that the report was told to leave out, by severity.
    pub unlisted: Vec<Unlisted>,
    /// What the tool says that it could not read, or could not read whole, sorted. A scan with any
    /// is not complete.
    pub unscanned: Vec<Unscanned>,
    /// The paths that the tool says it read whole, sorted; `None` where it does not say.
    pub scanned: Option<Vec<String>>,
    /// The packages that the tool says it looked up, sorted; `None` where it does not say, or is
    /// about files.
    pub packages: Option<Vec<ScanPackage>>,
    /// What the report itself says it was told to leave out: filters, excluded paths, ignored
    /// identifiers. Sorted. That none is named does not mean that there was none: many tools do
    /// not say.
    pub excluded: Vec<String>,
    /// The expressions for files among them, as they are written; of detect-secrets only.
    pub excluded_files: Vec<String>,
    /// The checks that the report says were made, sorted; `None` where it does not say.
    pub checks: Option<Vec<String>>,
    /// How many targets the report names; of trivy only.
    pub targets: Option<u64>,
}

/// One finding. The order is by place, then by rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScanFinding {
    /// The file, as the report writes it, with `/` between its parts and without `./` in front;
    /// `None` where it names none.
    pub path: Option<String>,
    /// The line, starting at 1; `None` where the report names none.
    pub line: Option<u32>,
    /// The rule or the vulnerability: `B602`, `CVE-2019-19844`; empty where the report has none.
    pub rule: String,
    /// The package with its version, `django==2.2`, where a package is what the finding is about.
    pub package: Option<String>,
    /// What is wrong, in the tool's words: one line.
    pub message: String,
    /// How bad it is.
    pub severity: ScanSeverity,
    /// The severity as the report writes it; `None` where it has none.
    pub severity_text: Option<String>,
    /// How certain the tool is.
    pub confidence: ScanConfidence,
    /// The score in tenths, 0 to 100: of CVSS, or SARIF's `security-severity`.
    pub score: Option<u16>,
    /// Other names of the same vulnerability, sorted.
    pub aliases: Vec<String>,
    /// What was decided about a secret; `None` where the finding is not about a secret.
    pub secret: Option<SecretState>,
    /// What the tool itself knows the finding again by.
    pub fingerprint: Option<String>,
    /// What it says of the package's being vulnerable; `None` where it is about something else, as
    /// a package's licence is.
    pub vulnerable: Option<Box<ScanVulnerable>>,
}

/// How bad a finding is. The order is from the worst to none known, for sorting only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanSeverity {
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
    /// The tool has no severity, gives none, or one that is not known here. Never harmless.
    #[default]
    Unknown,
}

/// How certain a tool is of a finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScanConfidence {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
    /// The tool has none, gives none, or one that is not known here.
    #[default]
    Unknown,
}

/// What was decided about a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretState {
    /// Nobody said anything.
    Unaudited,
    /// Somebody said that it is one.
    Confirmed,
    /// Somebody said that it is none.
    FalsePositive,
}

/// A finding that is listed, and does not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Suppressed {
    /// The finding.
    pub finding: ScanFinding,
    /// Why it does not count, in the report's words.
    pub why: String,
}

/// Suppressions inside of a source, of which only the number is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inline {
    /// The file.
    pub path: String,
    /// What the tool calls them: `nosec`, `skipped_tests`.
    pub kind: &'static str,
    /// How many; never 0.
    pub count: u64,
}

/// Findings that are counted and not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlisted {
    /// How bad they are.
    pub severity: ScanSeverity,
    /// How many; never 0.
    pub count: u64,
}

/// Something that was not scanned, or not whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unscanned {
    /// The file; `None` where the report names none.
    pub path: Option<String>,
    /// The package, where it is one.
    pub package: Option<String>,
    /// Why, in the tool's words.
    pub reason: String,
}

impl Scan {
    /// A report that says nothing yet.
    pub(super) fn new(format: ScanFormat) -> Self {
        Scan {
            format,
            tool: format.name().to_owned(),
            tool_version: None,
            generated_at: None,
            findings: Vec::new(),
            suppressed: Vec::new(),
            inline: Vec::new(),
            unlisted: Vec::new(),
            unscanned: Vec::new(),
            scanned: None,
            packages: None,
            excluded: Vec::new(),
            excluded_files: Vec::new(),
            checks: None,
            targets: None,
        }
    }

    /// The report of a tool that says nothing where it finds nothing.
    #[must_use]
    pub fn clean(format: ScanFormat) -> Self {
        Scan::new(format)
    }

    /// How many suppressions inside of the sources the tool counts without listing what they hide.
    #[must_use]
    pub fn suppressions(&self) -> u64 {
        self.inline
            .iter()
            .fold(0, |sum, inline| sum.saturating_add(inline.count))
    }

    /// Takes a finding.
    pub(super) fn find(&mut self, finding: ScanFinding) -> Result<(), Flaw> {
        self.has_room()?;
        self.findings.push(finding);
        Ok(())
    }

    /// Takes a finding that does not count.
    pub(super) fn suppress(&mut self, finding: ScanFinding, why: String) -> Result<(), Flaw> {
        self.has_room()?;
        self.suppressed.push(Suppressed { finding, why });
        Ok(())
    }

    fn has_room(&self) -> Result<(), Flaw> {
        kept::limit(
            self.findings.len().saturating_add(self.suppressed.len()),
            MAX_FINDINGS,
            "findings",
        )
    }

    /// Takes something that was not scanned.
    pub(super) fn miss(&mut self, path: Option<String>, reason: &str) -> Result<(), Flaw> {
        kept::limit(self.unscanned.len(), MAX_PATHS, "failures")?;
        self.unscanned.push(Unscanned {
            path,
            package: None,
            reason: kept::line(reason),
        });
        Ok(())
    }

    /// The report with everything in order, and each thing once that was not scanned.
    pub(super) fn sorted(mut self) -> Self {
        self.findings.sort_unstable();
        self.suppressed.sort_unstable();
        self.inline.sort_unstable();
        self.unlisted.sort_unstable();
        self.unscanned.sort_unstable();
        self.unscanned.dedup();
        if let Some(packages) = &mut self.packages {
            packages.sort_unstable();
            packages.dedup();
        }
        if let Some(scanned) = &mut self.scanned {
            scanned.sort_unstable();
            scanned.dedup();
            let missed: std::collections::HashSet<&str> = self
                .unscanned
                .iter()
                .filter_map(|missed| missed.path.as_deref())
                .collect();
            scanned.retain(|path| !missed.contains(path.as_str()));
        }
        self.excluded.sort_unstable();
        self.excluded.dedup();
        self
    }
}

impl ScanSeverity {
    /// The severity of one of the usual words in any case; `Unknown` for any other.
    pub(super) fn of_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "critical" => ScanSeverity::Critical,
            "high" => ScanSeverity::High,
            "medium" | "moderate" => ScanSeverity::Medium,
            "low" => ScanSeverity::Low,
            "info" | "informational" => ScanSeverity::Info,
            _ => ScanSeverity::Unknown,
        }
    }

    /// The severity of a score in tenths, by the scale of CVSS 3.1, §5.
    pub(super) fn of_score(tenths: u16) -> Self {
        match tenths {
            90.. => ScanSeverity::Critical,
            70..=89 => ScanSeverity::High,
            40..=69 => ScanSeverity::Medium,
            1..=39 => ScanSeverity::Low,
            0 => ScanSeverity::Info,
        }
    }

    /// The severity of a compiler's word, as SARIF 2.1.0, §3.27.10 has it; `Unknown` for any other.
    pub(super) fn of_level(level: &str) -> Self {
        match level.to_ascii_lowercase().as_str() {
            "error" => ScanSeverity::High,
            "warning" => ScanSeverity::Medium,
            "note" => ScanSeverity::Low,
            "none" => ScanSeverity::Info,
            _ => ScanSeverity::Unknown,
        }
    }
}

impl ScanConfidence {
    /// The confidence of one of the usual words in any case; `Unknown` for any other.
    pub(super) fn of_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "high" | "very-high" => ScanConfidence::High,
            "medium" => ScanConfidence::Medium,
            "low" => ScanConfidence::Low,
            _ => ScanConfidence::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_between_0_and_10() {
        assert_eq!(kept::tenths(9.8).unwrap(), 98);
        assert_eq!(kept::tenths(0.0).unwrap(), 0);
        for score in [f64::NAN, f64::INFINITY, -0.1, 10.1] {
            assert!(kept::tenths(score).is_err(), "{score}");
        }
        assert_eq!(ScanSeverity::of_score(39), ScanSeverity::Low);
        assert_eq!(ScanSeverity::of_score(40), ScanSeverity::Medium);
        assert_eq!(ScanSeverity::of_score(70), ScanSeverity::High);
        assert_eq!(ScanSeverity::of_score(90), ScanSeverity::Critical);
    }

    #[test]
    fn words_that_are_not_known_are_never_the_harmless_ones() {
        assert_eq!(ScanSeverity::of_word("HIGH"), ScanSeverity::High);
        assert_eq!(ScanSeverity::of_word("urgent"), ScanSeverity::Unknown);
        assert_eq!(ScanSeverity::of_level("fatal"), ScanSeverity::Unknown);
        assert_eq!(ScanConfidence::of_word(""), ScanConfidence::Unknown);
    }
}
