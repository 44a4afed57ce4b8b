//! What kind of file a path is, as far as users may see a change of it.

use super::super::references::documents::document;

/// Folders of tests and benchmarks, anywhere.
const TESTS: &[&str] = &[
    "test",
    "tests",
    "testing",
    "__tests__",
    "spec",
    "specs",
    "testdata",
    "test-data",
    "fixtures",
    "__fixtures__",
    "benches",
    "benchmark",
    "benchmarks",
    "bench",
    "e2e",
    "fuzz",
];

/// Folders of documentation and examples, at the root.
const DOCUMENTS: &[&str] = &[
    "doc",
    "docs",
    "documentation",
    "examples",
    "example",
    "website",
];

/// Files at the root that only those who develop the project use.
const DEVELOPMENT: &[&str] = &[
    "appveyor.yml",
    "azure-pipelines.yml",
    "codecov.yml",
    "jenkinsfile",
    "justfile",
    "makefile",
    "mkdocs.yml",
    "noxfile.py",
    "renovate.json",
    "renovate.json5",
    "tox.ini",
    "pytest.ini",
    "rustfmt.toml",
    "clippy.toml",
    "deny.toml",
    "conftest.py",
    "contributing.md",
    "codeowners",
    "tox.toml",
    "flake.lock",
    "flake.nix",
];

/// Files that pin dependencies for those who develop the project.
const LOCKS: &[&str] = &[
    "cargo.lock",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "pipfile.lock",
    "package-lock.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "go.sum",
    "composer.lock",
    "gemfile.lock",
];

/// `ci`, `documentation`, `lock`, `test` or `other`.
pub(in crate::collect) fn kind(path: &str) -> &'static str {
    let lower = path.to_lowercase();
    let (folders, file) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let mut parts = folders.split('/').filter(|part| !part.is_empty());
    let first = parts.clone().next().unwrap_or_default();
    if LOCKS.contains(&file) || is_requirement(file) {
        "lock"
    } else if parts.any(|part| TESTS.contains(&part)) || is_test(file) {
        "test"
    } else if DOCUMENTS.contains(&first) || document(path).is_some() {
        "documentation"
    } else if lower.starts_with('.') || (folders.is_empty() && DEVELOPMENT.contains(&file)) {
        "ci"
    } else {
        "other"
    }
}

fn is_requirement(file: &str) -> bool {
    file.ends_with(".txt") && file.contains("requirements")
}

fn is_test(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or_default();
    stem.starts_with("test_")
        || stem.ends_with("_test")
        || file == "conftest.py"
        || [".test.", ".spec.", ".snap"]
            .iter()
            .any(|mark| file.contains(mark))
}
