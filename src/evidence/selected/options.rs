//! The options by which runners of tests run some of them only.

/// What has a runner run some of its tests.
pub(super) struct Selecting {
    pub tool: &'static str,
    /// Options with a value. One that ends with `=` has its value in the same word.
    pub valued: &'static [&'static str],
    /// Options without one.
    pub flags: &'static [&'static str],
    /// Options with a value that selects nothing, where words without an option are names of tests.
    pub names_beside: Option<&'static [&'static str]>,
}

const fn selecting(
    tool: &'static str,
    valued: &'static [&'static str],
    flags: &'static [&'static str],
) -> Selecting {
    Selecting {
        tool,
        valued,
        flags,
        names_beside: None,
    }
}

/// Options of cargo with a value that selects no test.
const OF_CARGO: &[&str] = &[
    "--build-jobs",
    "--cargo-profile",
    "--color",
    "--config",
    "--config-file",
    "--exclude",
    "--features",
    "--format",
    "--jobs",
    "--logfile",
    "--manifest-path",
    "--message-format",
    "--package",
    "--profile",
    "--retries",
    "--run-ignored",
    "--target",
    "--target-dir",
    "--test-threads",
    "-F",
    "-P",
    "-Z",
    "-j",
    "-p",
    "--final-status-level",
    "--status-level",
    "--failure-output",
    "--success-output",
    "--max-fail",
    "--message-format-version",
    "--tool-config-file",
    "--user-config-file",
    "--archive-file",
    "--archive-format",
    "--workspace-remap",
    "--shuffle-seed",
    "--no-tests",
];

const OF_JEST: &[&str] = &[
    "-t",
    "--testNamePattern",
    "--changedSince",
    "--shard",
    "--testPathIgnorePatterns",
    "--selectProjects",
    "--ignoreProjects",
];

const OF_CTEST: &[&str] = &[
    "-R",
    "-L",
    "-E",
    "-LE",
    "-I",
    "--tests-regex",
    "--label-regex",
    "--exclude-regex",
    "--label-exclude",
    "--tests-information",
    "--tests-from-file",
    "--exclude-from-file",
];

const OF_PHPUNIT: &[&str] = &[
    "--filter",
    "--exclude-filter",
    "--group",
    "--exclude-group",
    "--testsuite",
    "--exclude-testsuite",
    "--covers",
    "--uses",
];

/// The runners, sorted by name. A new one is a line here.
pub(super) const SELECTING: &[Selecting] = &[
    selecting("ava", &["-m", "--match"], &[]),
    selecting("bazel test", &["--test_filter", "--test_tag_filters"], &[]),
    selecting(
        "behave",
        &[
            "-n",
            "--name",
            "-t",
            "--tags",
            "-i",
            "--include",
            "-e",
            "--exclude",
        ],
        &[],
    ),
    selecting(
        "bun test",
        &["-t", "--test-name-pattern"],
        &["--only", "--todo"],
    ),
    Selecting {
        names_beside: Some(OF_CARGO),
        ..selecting(
            "cargo nextest run",
            &[
                "-E",
                "--filter-expr",
                "--filterset",
                "--partition",
                "--skip",
                "--test",
                "--bin",
                "--example",
            ],
            &["--lib", "--bins", "--examples", "--benches"],
        )
    },
    Selecting {
        names_beside: Some(OF_CARGO),
        ..selecting(
            "cargo test",
            &["--skip", "--test", "--bin", "--example", "--bench"],
            &["--lib", "--bins", "--examples", "--benches", "--ignored"],
        )
    },
    selecting("ctest", OF_CTEST, &["--rerun-failed"]),
    selecting(
        "dart test",
        &[
            "-n",
            "--name",
            "-N",
            "--plain-name",
            "-t",
            "--tags",
            "-x",
            "--exclude-tags",
        ],
        &[],
    ),
    selecting("deno test", &["--filter"], &[]),
    selecting("dotnet test", &["--filter"], &[]),
    selecting(
        "flutter test",
        &[
            "-n",
            "--name",
            "--plain-name",
            "-t",
            "--tags",
            "-x",
            "--exclude-tags",
        ],
        &[],
    ),
    selecting(
        "ginkgo",
        &[
            "--focus",
            "--skip",
            "--focus-file",
            "--skip-file",
            "--label-filter",
        ],
        &[],
    ),
    selecting(
        "go test",
        &["-run", "--run", "-skip", "--skip"],
        &["-short", "--short"],
    ),
    selecting(
        "gotestsum",
        &["-run", "--run", "-skip", "--skip"],
        &["-short", "--short"],
    ),
    selecting("gradle", &["--tests", "-x", "--exclude-task"], &[]),
    selecting(
        "jest",
        OF_JEST,
        &[
            "-o",
            "--onlyChanged",
            "--lastCommit",
            "--onlyFailures",
            "-f",
        ],
    ),
    selecting("meson test", &["--suite", "--no-suite"], &[]),
    selecting(
        "mocha",
        &["-g", "--grep", "-f", "--fgrep", "--exclude", "--ignore"],
        &["-i", "--invert"],
    ),
    selecting(
        "mvn",
        &[
            "-Dtest=",
            "-Dit.test=",
            "-Dgroups=",
            "-DexcludedGroups=",
            "-pl",
            "--projects",
        ],
        &[],
    ),
    selecting(
        "node",
        &["--test-name-pattern", "--test-skip-pattern", "--test-shard"],
        &["--test-only"],
    ),
    selecting("npm run test", OF_JEST, &["--onlyChanged"]),
    selecting("npm test", OF_JEST, &["--onlyChanged"]),
    selecting("pest", OF_PHPUNIT, &["--dirty"]),
    selecting("phpunit", OF_PHPUNIT, &[]),
    selecting(
        "playwright test",
        &["-g", "--grep", "--grep-invert", "--shard"],
        &["--last-failed", "--only-changed"],
    ),
    selecting(
        "pytest",
        &[
            "-k",
            "-m",
            "--deselect",
            "--ignore",
            "--ignore-glob",
            "--splits",
            "--group",
        ],
        &[
            "--lf",
            "--last-failed",
            "--sw",
            "--stepwise",
            "--sw-skip",
            "--stepwise-skip",
            "--testmon",
            "--picked",
        ],
    ),
    selecting(
        "robot",
        &[
            "-t",
            "--test",
            "-i",
            "--include",
            "-e",
            "--exclude",
            "-s",
            "--suite",
        ],
        &[],
    ),
    selecting(
        "rspec",
        &["-e", "--example", "-E", "--example-matches", "-t", "--tag"],
        &["--only-failures", "--next-failure"],
    ),
    selecting("swift test", &["--filter", "--skip"], &[]),
    selecting("unittest", &["-k"], &[]),
    selecting(
        "vitest",
        &[
            "-t",
            "--testNamePattern",
            "--changed",
            "--shard",
            "--exclude",
        ],
        &["--changed"],
    ),
    selecting("xmlrunner", &["-k"], &[]),
];

/// The variables that hold options of a runner, with the runner that takes them.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("GOFLAGS", "go test"),
    ("JAVA_TOOL_OPTIONS", "mvn"),
    ("MAVEN_ARGS", "mvn"),
    ("MAVEN_OPTS", "mvn"),
    ("NODE_OPTIONS", "node"),
    ("PYTEST_ADDOPTS", "pytest"),
];
