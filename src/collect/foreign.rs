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

/// Folders that hold others' code, which a project keeps a copy of.
const VENDORED_FOLDERS: &[&str] = &[
    "_vendor",
    "node_modules",
    "third-party",
    "third_party",
    "vendor",
    "vendored",
];

/// Whether a folder on the path of a file holds others' code.
pub(super) fn is_vendored(path: &str) -> bool {
    path.rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .split('/')
        .any(|folder| VENDORED_FOLDERS.contains(&folder))
}

/// Folders that hold what is made up, to test or to show something with.
const MADE_UP_FOLDERS: &[&str] = &[
    "__fixtures__",
    "__tests__",
    "example",
    "examples",
    "fixtures",
    "sample",
    "samples",
    "test",
    "testdata",
    "testing",
    "tests",
];

/// Whether a folder on the path of a file holds what is made up, or others' code: neither states
/// anything of the project.
pub(super) fn is_not_meant(path: &str) -> bool {
    is_vendored(path)
        || path
            .split('/')
            .rev()
            .skip(1)
            .any(|folder| MADE_UP_FOLDERS.contains(&folder))
}

/// Whether a folder on the path holds what no user installs.
pub(super) fn is_foreign(path: &str) -> bool {
    path.rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .split('/')
        .any(|folder| FOREIGN_FOLDERS.contains(&folder))
}
