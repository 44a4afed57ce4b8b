//! What has tools leave something out.

use crate::evidence::{OUTDATED, SCAN, VULNERABILITIES};

/// What has a tool leave something out.
pub(super) struct Narrowing {
    pub tool: &'static str,
    pub kind: &'static str,
    /// Options with a value.
    pub valued: &'static [&'static str],
    /// Options without one.
    pub flags: &'static [&'static str],
    /// Whether it looks at nothing but the packages that it is told, where it is told any.
    pub names: bool,
    /// The word without which it does not look at all.
    pub needs: Option<&'static str>,
}

const fn narrowing(
    tool: &'static str,
    kind: &'static str,
    valued: &'static [&'static str],
    flags: &'static [&'static str],
) -> Narrowing {
    Narrowing {
        tool,
        kind,
        valued,
        flags,
        names: false,
        needs: None,
    }
}

const OF_PIP: &[&str] = &[
    "--user",
    "-e",
    "--editable",
    "--not-required",
    "-u",
    "--uptodate",
];

const OF_NPM: &[&str] = &["--omit", "--only", "-w", "--workspace"];

/// npm takes a long option by its beginning, too.
const FLAGS_OF_NPM: &[&str] = &[
    "--production",
    "--productio",
    "--producti",
    "--product",
    "--produc",
    "--produ",
    "--prod",
    "--no-dev",
    "--no-optional",
    "--dev=false",
    "--optional=false",
    "-g",
    "--global",
    "--location=global",
];

/// The tools, sorted by name.
pub(super) const NARROWING: &[Narrowing] = &[
    narrowing(
        "brakeman",
        SCAN,
        &["-t", "--test", "-x", "--except", "-w", "--confidence-level"],
        &["-w2", "-w3"],
    ),
    narrowing(
        "cargo outdated",
        OUTDATED,
        &["-p", "--packages", "-x", "--exclude", "-i", "--ignore"],
        &[],
    ),
    Narrowing {
        needs: Some("all"),
        ..narrowing("go list", OUTDATED, &[], &[])
    },
    narrowing(
        "checkov",
        SCAN,
        &["-c", "--check", "--skip-check", "--baseline"],
        &[],
    ),
    narrowing("eslint", SCAN, &[], &["--quiet"]),
    narrowing(
        "gitleaks",
        SCAN,
        &["-b", "--baseline-path", "--enable-rule", "--log-opts"],
        &[],
    ),
    narrowing(
        "golangci-lint",
        SCAN,
        &[
            "--enable-only",
            "--new-from-merge-base",
            "--new-from-patch",
            "--new-from-rev",
        ],
        &["--disable-all", "--new"],
    ),
    narrowing(
        "gosec",
        SCAN,
        &[
            "-confidence",
            "-exclude",
            "-exclude-rules",
            "-include",
            "-severity",
        ],
        &[],
    ),
    narrowing(
        "grype",
        SCAN,
        &["--ignore-states"],
        &["--only-fixed", "--only-notfixed"],
    ),
    narrowing("npm audit", VULNERABILITIES, OF_NPM, FLAGS_OF_NPM),
    Narrowing {
        names: true,
        ..narrowing("npm outdated", OUTDATED, OF_NPM, FLAGS_OF_NPM)
    },
    narrowing("osv-scanner", VULNERABILITIES, &["--config"], &[]),
    narrowing("pip list", OUTDATED, &["--exclude", "--path"], OF_PIP),
    narrowing("pip-audit", VULNERABILITIES, &["--ignore-vuln"], &[]),
    narrowing(
        "poetry show",
        OUTDATED,
        &["--only", "--without"],
        &["--no-dev"],
    ),
    narrowing(
        "semgrep",
        SCAN,
        &["--baseline-commit", "--exclude-rule", "--severity"],
        &[],
    ),
    narrowing("shellcheck", SCAN, &["-S", "--severity"], &[]),
    narrowing("snyk", SCAN, &["--severity-threshold"], &[]),
    narrowing(
        "trivy",
        SCAN,
        &[
            "--ignore-policy",
            "--ignore-status",
            "--ignorefile",
            "-s",
            "--severity",
        ],
        &["--ignore-unfixed"],
    ),
    narrowing(
        "trivy",
        VULNERABILITIES,
        &[
            "-c",
            "--config",
            "--ignore-policy",
            "--ignore-status",
            "--ignorefile",
            "--pkg-relationships",
            "--pkg-types",
            "-s",
            "--severity",
            "--skip-dirs",
            "--skip-files",
            "--vex",
            "--vuln-type",
        ],
        &["--ignore-unfixed"],
    ),
    narrowing("uv pip", OUTDATED, &["--exclude", "--path"], OF_PIP),
    narrowing("zizmor", SCAN, &["--min-severity", "--min-confidence"], &[]),
];

/// Levels that leave out nothing of at least medium severity, as the least one that is told of.
const LOW_LEVELS: [&str; 7] = [
    "unknown",
    "informational",
    "info",
    "style",
    "low",
    "medium",
    "warning",
];

impl Narrowing {
    /// Whether these values of an option leave nothing out. Of a scan, what is below medium severity may be.
    pub(super) fn is_all(&self, name: &str, values: &[String]) -> bool {
        let has = |all: &[&str]| all.iter().all(|it| values.iter().any(|value| value == it));
        match (self.tool, name) {
            ("trivy", "-s" | "--severity") if self.kind == SCAN => {
                has(&["medium", "high", "critical"])
            }
            ("trivy", "-s" | "--severity") => {
                has(&["unknown", "low", "medium", "high", "critical"])
            }
            ("trivy", "--pkg-types" | "--vuln-type") => has(&["library"]),
            ("semgrep", "--severity") => {
                has(&["warning", "error"]) || has(&["medium", "high", "critical"])
            }
            ("gosec", "-severity" | "-confidence")
            | ("shellcheck", "-S" | "--severity")
            | ("snyk", "--severity-threshold")
            | ("zizmor", "--min-severity" | "--min-confidence") => {
                values.iter().all(|it| LOW_LEVELS.contains(&it.as_str()))
            }
            ("brakeman", "-w" | "--confidence-level") => has(&["1"]),
            _ => false,
        }
    }
}
