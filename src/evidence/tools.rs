//! What the exit statuses of known tools mean: a scanner that found something is no scanner that
//! crashed.

use super::{
    ADVISORY, BENCHMARK, CHECKS, COVERAGE, ISSUES, LICENSES, OUTDATED, REVIEWS, Record, SBOM, SCAN,
    TESTS, VULNERABILITIES, timed_out,
};
use crate::formats::shell::named;

/// A tool whose report is evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// The command by its names: `bandit`, `cargo nextest`.
    pub name: &'static str,
    /// What its reports are evidence of.
    pub kinds: &'static [&'static str],
    /// Whether its standard output or a file is nothing but the report, so that a run of it without
    /// a report is a crash.
    pub always_reports: bool,
    /// The exit statuses other than 0 with which it says that it came to its end and found
    /// something.
    pub found: &'static [i64],
}

impl Tool {
    /// What reports of it are known by: without the word for what it was told to do.
    #[must_use]
    pub fn as_reports_say(&self) -> &'static str {
        self.name.strip_suffix(" scan").unwrap_or(self.name)
    }

    /// Whether a run of this command without a report is a crash. What lists packages writes a report
    /// where it is asked for newer versions.
    #[must_use]
    pub fn reports_on(&self, command: &[String]) -> bool {
        let lists = matches!(self.name, "pip list" | "poetry show" | "uv pip");
        let is_asked = |word: &String| word == "--outdated" || word == "-o";
        self.always_reports || lists && command.iter().any(is_asked)
    }
}

/// The least exit status with which a shell says that something did not come to its end.
const LEAST_OF_SHELLS: i64 = 126;

/// The tools, sorted by name. A new one is a line here.
const TOOLS: &[Tool] = &[
    tool("bandit", &[SCAN], true, &[1]),
    tool("cargo audit", &[VULNERABILITIES], true, &[1]),
    tool("cargo bench", &[BENCHMARK], false, &[]),
    tool("cargo cyclonedx", &[SBOM], false, &[]),
    tool("cargo llvm-cov", &[COVERAGE], false, &[]),
    tool("cargo metadata", &[LICENSES], true, &[]),
    // nextest's documentation: 100 is "one or more tests failed".
    tool("cargo nextest", &[TESTS], false, &[100]),
    // `--exit-code` chooses the status of "something is outdated".
    tool("cargo outdated", &[OUTDATED], true, &[1]),
    // `coverage json --fail-under`: 2 is "the total is under the threshold", and the report is there.
    tool("coverage", &[COVERAGE], false, &[2]),
    tool("cyclonedx-npm", &[SBOM], true, &[]),
    tool("cyclonedx-py", &[SBOM], true, &[]),
    tool("detect-secrets scan", &[SCAN], true, &[]),
    tool("gh api", &[ADVISORY, CHECKS, ISSUES, REVIEWS], false, &[]),
    tool("gh issue", &[ISSUES], true, &[]),
    tool("gh pr", &[CHECKS, REVIEWS], false, &[]),
    tool("gh run", &[CHECKS], false, &[]),
    tool("gitleaks", &[SCAN], true, &[1]),
    tool("glab api", &[CHECKS, ISSUES, REVIEWS], false, &[]),
    tool("go list", &[OUTDATED], false, &[]),
    tool("go test", &[TESTS, COVERAGE, BENCHMARK], false, &[1]),
    tool("gotestsum", &[TESTS, COVERAGE], false, &[1]),
    // grype's `cmd/grype/cli/cli.go`: 2 is "above the severity of `--fail-on`"; any error is 1.
    tool("grype", &[VULNERABILITIES], true, &[2]),
    tool("hyperfine", &[BENCHMARK], false, &[]),
    tool("jest", &[TESTS, COVERAGE], false, &[1]),
    tool("license-checker", &[LICENSES], true, &[]),
    tool("mvn", &[TESTS, COVERAGE], false, &[1]),
    tool("mypy", &[SCAN], true, &[1]),
    tool("npm audit", &[VULNERABILITIES], true, &[1]),
    // 1 is "something is outdated", since npm 7.
    tool("npm outdated", &[OUTDATED], true, &[1]),
    tool("npm sbom", &[SBOM], true, &[]),
    // osv-scanner's documentation: 1 is "vulnerabilities were found".
    tool("osv-scanner", &[VULNERABILITIES], true, &[1]),
    tool("pip list", &[OUTDATED], false, &[]),
    tool("pip-audit", &[SCAN, VULNERABILITIES], true, &[1]),
    // `--fail-on` and `--allow-only` end with 1, without a report.
    tool("pip-licenses", &[LICENSES], true, &[]),
    tool("poetry show", &[OUTDATED], false, &[]),
    // pytest's documentation: 1 is "some tests failed", 2 to 5 are interruptions and errors of use.
    tool("pytest", &[TESTS, COVERAGE, BENCHMARK], false, &[1]),
    // To standard output, or to a file that `-o cyclonedx=PATH` names.
    tool("relcheck sbom", &[SBOM], false, &[]),
    tool("ruff", &[SCAN], true, &[1]),
    // 64 is "vulnerabilities were found", since 2.0; 255 was before.
    tool("safety", &[SCAN, VULNERABILITIES], true, &[64, 255]),
    tool("sbom4python", &[SBOM], true, &[]),
    tool("semgrep", &[SCAN], true, &[1]),
    tool("syft", &[SBOM], false, &[]),
    tool("trivy", &[SCAN, VULNERABILITIES], true, &[1]),
    tool("uv pip", &[OUTDATED], false, &[]),
    tool("vitest", &[TESTS, COVERAGE], false, &[1]),
];

const fn tool(
    name: &'static str,
    kinds: &'static [&'static str],
    always_reports: bool,
    found: &'static [i64],
) -> Tool {
    Tool {
        name,
        kinds,
        always_reports,
        found,
    }
}

/// The tool that a command runs, through whatever wrappers; `None` if it is not known.
#[must_use]
pub fn tool_of(command: &[String]) -> Option<&'static Tool> {
    let named = named(command);
    // The innermost is the one whose exit status is passed on.
    named.iter().rev().find_map(|command| {
        let is_it = |tool: &&Tool| command.names.iter().any(|name| name == tool.name);
        TOOLS.iter().find(is_it)
    })
}

/// Why the exit status of a recorded run says that it did not come to its end, as a clause. `found`
/// is whether its report tells of something that makes such a tool end with another status than 0.
///
/// Of a command that is not known, any status but 0 needs a report that explains it.
#[must_use]
pub fn did_not_end(record: &Record, kind: &str, found: bool) -> Option<String> {
    let status = match record.exit_status {
        _ if record.timed_out => return Some(timed_out(record)),
        Some(0) => return None,
        Some(status) => status,
        None => return Some("a signal ended the command that wrote it".to_owned()),
    };
    let tool = tool_of(&record.command).filter(|tool| tool.kinds.contains(&kind));
    let is_known = tool.is_some_and(|tool| tool.found.contains(&status));
    // What coverage says does not depend on a threshold that it is under. Of tests that failed, some
    // lines were run that nothing has shown to be right; of benchmarks, the one that failed may be the
    // one that is missing.
    let runs_tests = tool.is_some_and(|tool| tool.kinds.contains(&TESTS));
    let is_explained = found || (is_known && kind == COVERAGE && !runs_tests);
    match tool {
        Some(_) if is_known && is_explained => None,
        None if found && status < LEAST_OF_SHELLS => None,
        Some(tool) if is_known && kind == COVERAGE => Some(format!(
            "{} ended with the exit status {status}: of tests that fail, it is no measure",
            tool.name
        )),
        Some(tool) if is_known => Some(format!(
            "{} ended with the exit status {status}, and the report shows nothing that explains it",
            tool.name
        )),
        _ => Some(format!(
            "the command that wrote it ended with the exit status {status}"
        )),
    }
}

/// The same by the exit status alone, whatever the report says: `None` where that may explain it.
#[must_use]
pub fn broke_off(record: &Record) -> Option<String> {
    let status = match record.exit_status {
        _ if record.timed_out => return Some(timed_out(record)),
        Some(0) => return None,
        Some(status) => status,
        None => return Some("a signal ended it".to_owned()),
    };
    match tool_of(&record.command) {
        Some(tool) if !tool.found.contains(&status) => Some(format!(
            "{} ended with the exit status {status}, which says that it did not come to its end",
            tool.name
        )),
        None if status >= LEAST_OF_SHELLS => Some(format!(
            "it ended with the exit status {status}: of a shell, that is a command which could not be run or which a signal ended"
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::record::tests::record;

    fn command(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    fn why(text: &str, status: Option<i64>, kind: &str, found: bool) -> Option<String> {
        let mut record = record();
        record.command = command(text);
        record.exit_status = status;
        did_not_end(&record, kind, found)
    }

    #[test]
    fn tools_are_known_through_their_wrappers() {
        let name = |text: &str| tool_of(&command(text)).map(|tool| tool.name);
        assert_eq!(name("uv run python -m pytest -q"), Some("pytest"));
        assert_eq!(name("coverage run -m pytest"), Some("pytest"));
        assert_eq!(name("cargo nextest run"), Some("cargo nextest"));
        assert_eq!(name("/venv/bin/bandit -r src"), Some("bandit"));
        assert_eq!(name("make test"), None);
    }

    #[test]
    fn a_status_that_means_a_finding_is_no_crash_where_there_is_one() {
        assert_eq!(why("bandit -r .", Some(0), SCAN, false), None);
        assert_eq!(why("bandit -r .", Some(1), SCAN, true), None);
        let unexplained = why("bandit -r .", Some(1), SCAN, false).unwrap();
        assert!(unexplained.starts_with("bandit ended with the exit status 1"));
        assert!(why("bandit -r .", Some(2), SCAN, true).is_some());
        assert!(
            why("bandit -r .", None, SCAN, true)
                .unwrap()
                .contains("signal")
        );
        assert_eq!(why("pytest", Some(1), TESTS, true), None);
        assert!(why("pytest", Some(2), TESTS, true).is_some());
        assert!(why("pytest", Some(5), TESTS, false).is_some());
    }

    #[test]
    fn coverage_of_a_run_with_failing_tests_is_none() {
        for command in ["pytest --cov", "go test -coverprofile=c.out ./..."] {
            let reason = why(command, Some(1), COVERAGE, false).unwrap();
            assert!(reason.contains("ended with the exit status 1: of tests that fail"));
            assert_eq!(why(command, Some(0), COVERAGE, false), None);
        }
        assert_eq!(why("coverage json", Some(2), COVERAGE, false), None);
        assert!(why("pytest --cov", Some(3), COVERAGE, false).is_some());
    }

    #[test]
    fn benchmarks_of_a_run_with_failing_tests_are_not_whole() {
        assert!(why("pytest bench", Some(1), BENCHMARK, false).is_some());
        assert!(why("go test -bench .", Some(1), BENCHMARK, false).is_some());
        assert_eq!(why("pytest bench", Some(0), BENCHMARK, false), None);
    }

    #[test]
    fn a_command_that_is_not_known_needs_a_report_that_explains_its_status() {
        assert_eq!(why("make scan", Some(2), SCAN, true), None);
        assert!(why("make scan", Some(2), SCAN, false).is_some());
        assert!(why("make scan", Some(127), SCAN, true).is_some());
    }

    #[test]
    fn a_run_whose_time_was_up_did_not_end_whatever_its_status_is() {
        let mut record = record();
        record.timed_out = true;
        let reason = did_not_end(&record, SCAN, true).unwrap();
        assert!(reason.contains("when its time was up"), "{reason}");
        assert_eq!(broke_off(&record), Some(reason));
    }

    #[test]
    fn some_statuses_say_by_themselves_that_a_tool_broke_off() {
        let broke = |text: &str, status: Option<i64>| {
            let mut record = record();
            record.command = command(text);
            record.exit_status = status;
            broke_off(&record).is_some()
        };
        assert!(!broke("bandit -r .", Some(1)));
        assert!(broke("bandit -r .", Some(2)));
        assert!(broke("python -m pytest", Some(4)));
        assert!(!broke("make scan", Some(2)));
        assert!(broke("make scan", Some(127)));
        assert!(broke("make scan", None));
        assert!(!broke("make scan", Some(0)));
    }

    #[test]
    fn the_list_is_sorted_and_its_kinds_are_known() {
        assert!(TOOLS.is_sorted_by_key(|tool| tool.name));
        let known = |kind: &&str| crate::evidence::KINDS.contains(kind);
        assert!(TOOLS.iter().all(|tool| tool.kinds.iter().all(&known)));
    }
}
