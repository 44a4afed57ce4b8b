//! Who wrote a suite: which test runner, or which scanner.

use super::TestCase;

/// Test runners by the name of their outermost suite.
const RUNNERS: [(&str, &str); 8] = [
    ("pytest tests", "pytest"),
    ("pytest", "pytest"),
    ("nextest-run", "cargo-nextest"),
    ("jest tests", "jest-junit"),
    ("vitest tests", "vitest"),
    ("Mocha Tests", "mocha-junit-reporter"),
    ("rspec", "rspec_junit_formatter"),
    ("bun test", "bun"),
];

/// Scanners by the name of their outermost suite, in lower case, and its first word where a scanner
/// says more (`semgrep results`, `relcheck policy test`).
///
/// A suite inside of one with another name is not held against these: a project may well have
/// tests of its own `ruff`.
const SCANNERS: [&str; 34] = [
    "actionlint",
    "ansible-lint",
    "bandit",
    "biome",
    "brakeman",
    "cfn-lint",
    "checkov",
    "checkstyle",
    "conftest",
    "dependency-check",
    "detect-secrets",
    "eslint",
    "flake8",
    "gitleaks",
    "golangci-lint",
    "grype",
    "hadolint",
    "kics",
    "kubeconform",
    "mypy",
    "oxlint",
    "phpstan",
    "pip-audit",
    "psalm",
    "pylint",
    "regal",
    "relcheck",
    "ruff",
    "safety",
    "semgrep",
    "shellcheck",
    "stylelint",
    "tfsec",
    "trivy",
];

/// The test runner whose outermost suite has this name.
pub fn runner(name: &str) -> Option<&'static str> {
    let found = RUNNERS.iter().find(|(theirs, _)| *theirs == name);
    found.map(|(_, tool)| *tool)
}

/// The test runner that a property of a suite gives away: `go.version` has the platform with
/// gotestsum, and has not with go-junit-report, of which version 2 writes none.
pub fn runner_of_property(name: &str, value: &str) -> Option<&'static str> {
    match (name, value.contains(' ')) {
        ("go.version", true) => Some("gotestsum"),
        ("go.version", false) => Some("go-junit-report"),
        _ => None,
    }
}

/// The scanner whose outermost suite has this name.
pub fn scanner(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let word = lower.split_ascii_whitespace().next()?;
    SCANNERS.iter().find(|scanner| **scanner == word).copied()
}

/// The scanner of a suite of this package: ESLint writes `org.eslint`, and others do as it does.
pub fn scanner_of_package(package: &str) -> Option<&'static str> {
    scanner(package.strip_prefix("org.")?.split('.').next()?)
}

/// The scanner that gives itself away by a case, where its suites are named by files alone.
///
/// - Trivy's template names each case by a vulnerability and gives it a `<failure>` of the type
///   `severity`, or, before 2020, names it `[HIGH] CVE-…`.
/// - Checkov names each `[NONE][CKV_AWS_1] …`.
/// - golangci-lint has the place as the class: `main.go:10:2`.
pub fn scanner_of_case(case: &TestCase, kind: Option<&str>) -> Option<&'static str> {
    if case.name.starts_with('[') && case.name.contains("[CKV") {
        return Some("checkov");
    }
    let kind = kind?;
    let vulnerabilities = ["CVE-", "GHSA-", "AVD-", "DLA-", "DSA-"];
    let is_vulnerability = vulnerabilities
        .iter()
        .any(|prefix| case.name.contains(prefix));
    if is_vulnerability && matches!(kind, "description" | "severity") {
        return Some("trivy");
    }
    if case.class.as_deref().is_some_and(is_place) {
        return Some("golangci-lint");
    }
    None
}

/// Whether the text is a file with line and column.
fn is_place(text: &str) -> bool {
    let mut parts = text.rsplitn(3, ':');
    let mut number = || {
        let part = parts.next().unwrap_or_default();
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    number() && number() && parts.next().is_some_and(|file| !file.is_empty())
}
