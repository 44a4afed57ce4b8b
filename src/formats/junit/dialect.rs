//! Who wrote a suite: which test runner, or which scanner.

use super::{TestCase, TestOutcome};

/// Test runners by the name of their outermost suite.
const RUNNERS: [(&str, &str); 9] = [
    ("pytest tests", "pytest"),
    ("pytest", "pytest"),
    ("nextest-run", "cargo-nextest"),
    ("jest tests", "jest-junit"),
    ("vitest tests", "vitest"),
    ("Mocha Tests", MOCHA),
    ("rspec", "rspec_junit_formatter"),
    ("bun test", "bun"),
    ("minitest", MINITEST),
];

pub const GOTESTSUM: &str = "gotestsum";

pub const CATCH2: &str = "catch2";

pub const MINITEST: &str = "minitest-junit";

/// Also what Mocha's own reporter `xunit` writes.
pub const MOCHA: &str = "mocha-junit-reporter";

/// What Perl's TAP::Formatter::JUnit calls the time before the first test of a script and after the last
/// one, where it measures (`prove --timer`).
const SPANS_OF_TAP: [&str; 2] = ["(init)", "(teardown)"];

/// What Catch2 says of a test whose failures, which it shows too, are expected.
pub const MAY_FAIL: &str = "TEST_CASE tagged with !mayfail";

/// Scanners by the first word of the name of their outermost suite, in lower case (`ruff`, `semgrep
/// results`, `Dastardly scan results`, `PHP_CodeSniffer 3.13.0`).
///
/// One that is missing here is taken for a test runner, and its clean scan for tests that pass. So
/// it is added with the formatter at hand that writes the name, to this list or to the ones below.
///
/// A suite inside of one with another name is not held against these: a project may well have
/// tests of its own `ruff`.
const SCANNERS: [&str; 53] = [
    "actionlint",
    "ansible-lint",
    "bandit",
    "biome",
    "brakeman",
    "cfn-lint",
    "checkov",
    "checkstyle",
    "commitlint",
    "conftest",
    "cpplint",
    "dastardly",
    "dependency-check",
    "detect-secrets",
    "doxygen",
    "easy-coding-standard",
    "erblint",
    "eslint",
    "flake8",
    "gitleaks",
    "golangci-lint",
    "grype",
    "hadolint",
    "htmlhint",
    "jshint",
    "kics",
    "kube-score",
    "kubeconform",
    "kubescape",
    "luacheck",
    "lychee",
    "mypy",
    "oxlint",
    "php_codesniffer",
    "phpstan",
    "pip-audit",
    "popeye",
    "psalm",
    "pylint",
    "rector",
    "regal",
    "regula",
    "relcheck",
    "rubocop",
    "ruff",
    "rumdl",
    "safety",
    "semgrep",
    "shellcheck",
    "stylelint",
    "tfsec",
    "trivy",
    "yaml-lint",
];

/// Scanners by the whole name of their outermost suite, in lower case, where its first word is not
/// theirs alone.
const SCANNERS_BY_NAME: [(&str, &str); 12] = [
    ("bundle audit", "bundler-audit"),
    ("cfn-guard validate report", "cfn-guard"),
    ("cloudformation lint", "cfn-lint"),
    ("cppcheck errors", "cppcheck"),
    ("format check", "black"),
    ("grype-junit", "grype"),
    ("markdownlint-cli2-formatter-junit", "markdownlint-cli2"),
    ("php cs fixer", "php-cs-fixer"),
    ("terrascan_policy_suite", "terrascan"),
    ("terrascan_policy_suites", "terrascan"),
    ("twig cs fixer", "twig-cs-fixer"),
    ("ty", "ty"),
];

/// Scanners by the package of a suite, where its name is that of a file.
const SCANNERS_BY_PACKAGE: [(&str, &str); 6] = [
    ("bsl-language-server", "bsl-language-server"),
    ("com.oasdiff", "oasdiff"),
    ("org.spectral", "spectral"),
    ("stylelint", "stylelint"),
    ("stylelint.rules", "stylelint"),
    ("tslint", "tslint"),
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
        ("go.version", true) => Some(GOTESTSUM),
        ("go.version", false) => Some("go-junit-report"),
        _ => None,
    }
}

/// The test runner that an attribute of a suite gives away, and whose total of tests is one of
/// assertions: Catch2 has a placeholder for the name of the machine, doctest its own version.
pub fn counter_of_assertions(attribute: &[u8], value: &str) -> Option<&'static str> {
    match (attribute, value) {
        (b"hostname", "tbd") => Some(CATCH2),
        (b"doctest_version", _) => Some("doctest"),
        _ => None,
    }
}

/// Whether a case of Mocha is no test but a hook that failed (`"before all" hook for "adds"`).
pub fn is_hook(case: &TestCase) -> bool {
    case.outcome == TestOutcome::Failed && case.name.contains("\" hook")
}

/// Whether a case is no test but a span of time: it has no class, and nothing comes of it.
pub fn is_span(case: &TestCase) -> bool {
    let is_bare = case.class.is_none() && case.outcome == TestOutcome::Passed;
    is_bare && SPANS_OF_TAP.contains(&case.name.as_str())
}

/// The scanner whose outermost suite has this name.
pub fn scanner(name: &str) -> Option<&'static str> {
    let lower = name.trim().to_ascii_lowercase();
    let word = lower.split_ascii_whitespace().next()?;
    let by_word = SCANNERS.iter().find(|scanner| **scanner == word);
    by_word
        .copied()
        .or_else(|| named(&SCANNERS_BY_NAME, &lower))
}

/// The scanner of a suite of this package: ESLint writes `org.eslint`, and others do as it does.
pub fn scanner_of_package(package: &str) -> Option<&'static str> {
    let known = named(&SCANNERS_BY_PACKAGE, package);
    known.or_else(|| scanner(package.strip_prefix("org.")?.split('.').next()?))
}

fn named(list: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    let found = list.iter().find(|(theirs, _)| *theirs == name);
    found.map(|(_, tool)| *tool)
}

/// The scanner that gives itself away by a case, where its suites are named by files alone.
///
/// - Trivy's template names each case by a vulnerability and gives it a `<failure>` of the type
///   `severity`, or, before 2020, names it `[HIGH] CVE-…`.
/// - Checkov names each `[NONE][CKV_AWS_1] …`, or has the number of Bridgecrew there or that of a
///   vulnerability.
/// - golangci-lint has the place as the class: `main.go:10:2`.
/// - protolint has a rule as the name, and `net.protolint.ALL_RULES` as the class of a clean run.
/// - pylint-junit has a place as the name (`app.models:0:0` where nothing was found), and `pylint` as the
///   class. jslint4java has its own package there.
/// - deptrac has a layer as the suite, and `LAYER - CLASS` as the name.
pub fn scanner_of_case(case: &TestCase, kind: Option<&str>) -> Option<&'static str> {
    let class = case.class.as_deref().unwrap_or_default();
    let checkov = ["[CKV", "][BC_", "][CVE-"];
    if case.name.starts_with('[') && checkov.iter().any(|id| case.name.contains(id)) {
        return Some("checkov");
    }
    if case.name.starts_with("net.protolint.") || class.starts_with("net.protolint.") {
        return Some("protolint");
    }
    if class == "pylint" && is_place(&case.name) {
        return Some("pylint");
    }
    if class == "com.googlecode.jslint4java" {
        return Some("jslint4java");
    }
    if !class.is_empty() && is_deptrac(&case.name, &case.suite, class) {
        return Some("deptrac");
    }
    let kind = kind?;
    let vulnerabilities = ["CVE-", "GHSA-", "AVD-", "DLA-", "DSA-"];
    let is_vulnerability = vulnerabilities
        .iter()
        .any(|prefix| case.name.contains(prefix));
    if is_vulnerability && matches!(kind, "description" | "severity") {
        return Some("trivy");
    }
    if is_place(class) {
        return Some("golangci-lint");
    }
    None
}

fn is_deptrac(name: &str, layer: &str, class: &str) -> bool {
    let name = name.strip_prefix(layer).filter(|_| !layer.is_empty());
    name.and_then(|rest| rest.strip_prefix(" - ")) == Some(class)
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
