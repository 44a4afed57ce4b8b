//! Files of a checkout that no user gets.

/// Folders that hold what no user installs: tests, examples, documentation, others' code, and the
/// project's own chores.
const FOREIGN_FOLDERS: &[&str] = &[
    ".git",
    ".github",
    "__fixtures__",
    "__tests__",
    "_vendor",
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "ci",
    "dev",
    "doc",
    "docs",
    "docs_src",
    "example",
    "examples",
    "fixtures",
    "fuzz",
    "gallery",
    "node_modules",
    "playground",
    "playgrounds",
    "sample",
    "samples",
    "script",
    "scripts",
    "test",
    "testdata",
    "testing",
    "tests",
    "third-party",
    "third_party",
    "tools",
    "vendor",
    "vendored",
    "xtask",
];

/// Whether a folder on the path holds what no user installs.
pub(super) fn is_foreign(path: &str) -> bool {
    path.rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .split('/')
        .any(|folder| FOREIGN_FOLDERS.contains(&folder))
}
