//! Which scanners and linters a project uses, by their configuration and by what runs them.

use super::channels::find;
use super::{Finding, Texts, lines, unique};

/// A tool, and what shows that it is used.
struct Tool {
    name: &'static str,
    /// Its configuration files, from the project's folder.
    files: &'static [&'static str],
    /// Its section in `pyproject.toml` or `setup.cfg`, without the brackets.
    sections: &'static [&'static str],
    /// What runs it: a command, a hook's id, an action.
    runs: &'static [&'static str],
}

const fn tool(
    name: &'static str,
    files: &'static [&'static str],
    sections: &'static [&'static str],
    runs: &'static [&'static str],
) -> Tool {
    Tool {
        name,
        files,
        sections,
        runs,
    }
}

const TOOLS: &[Tool] = &[
    tool(
        "bandit",
        &[".bandit", "bandit.yaml", "bandit.yml"],
        &["tool.bandit", "bandit"],
        &["bandit"],
    ),
    tool(
        "cargo-audit",
        &[".cargo/audit.toml", "audit.toml"],
        &[],
        &["cargo audit", "rustsec/audit-check"],
    ),
    tool(
        "cargo-deny",
        &["deny.toml", ".deny.toml", ".cargo/deny.toml"],
        &[],
        &["cargo deny", "cargo-deny-action"],
    ),
    tool(
        "clippy",
        &["clippy.toml", ".clippy.toml"],
        &[],
        &["cargo clippy"],
    ),
    tool(
        "codeql",
        &[".github/codeql/codeql-config.yml"],
        &[],
        &["github/codeql-action"],
    ),
    tool(
        "detect-secrets",
        &[".secrets.baseline"],
        &[],
        &["detect-secrets"],
    ),
    tool(
        "eslint",
        &[
            "eslint.config.js",
            "eslint.config.mjs",
            "eslint.config.ts",
            ".eslintrc",
            ".eslintrc.json",
            ".eslintrc.js",
            ".eslintrc.cjs",
            ".eslintrc.yml",
        ],
        &[],
        &["eslint"],
    ),
    tool("flake8", &[".flake8"], &["flake8"], &["flake8"]),
    tool(
        "gitleaks",
        &[".gitleaks.toml", "gitleaks.toml"],
        &[],
        &["gitleaks"],
    ),
    tool(
        "golangci-lint",
        &[".golangci.yml", ".golangci.yaml", ".golangci.toml"],
        &[],
        &["golangci-lint"],
    ),
    tool("gosec", &[], &[], &["gosec"]),
    tool("govulncheck", &[], &[], &["govulncheck"]),
    tool(
        "grype",
        &[".grype.yaml"],
        &[],
        &["grype", "anchore/scan-action"],
    ),
    tool(
        "hadolint",
        &[".hadolint.yaml", ".hadolint.yml"],
        &[],
        &["hadolint"],
    ),
    tool(
        "mypy",
        &["mypy.ini", ".mypy.ini"],
        &["tool.mypy", "mypy"],
        &["mypy"],
    ),
    tool("npm-audit", &[], &[], &["npm audit"]),
    tool("osv-scanner", &["osv-scanner.toml"], &[], &["osv-scanner"]),
    tool("pip-audit", &[], &[], &["pip-audit"]),
    tool(
        "pyright",
        &["pyrightconfig.json"],
        &["tool.pyright"],
        &["pyright"],
    ),
    tool(
        "ruff",
        &["ruff.toml", ".ruff.toml"],
        &["tool.ruff"],
        &["ruff"],
    ),
    tool(
        "safety",
        &[".safety-policy.yml"],
        &[],
        &["safety check", "safety scan"],
    ),
    tool(
        "semgrep",
        &[".semgrep.yml", ".semgrep.yaml", ".semgrep/config.yml"],
        &[],
        &["semgrep"],
    ),
    tool("snyk", &[".snyk"], &[], &["snyk test", "snyk/actions"]),
    tool(
        "trivy",
        &["trivy.yaml", ".trivyignore"],
        &[],
        &["trivy", "aquasecurity/trivy-action"],
    ),
    tool(
        "zizmor",
        &["zizmor.yml", ".github/zizmor.yml"],
        &[],
        &["zizmor"],
    ),
];

const PRE_COMMIT: &str = ".pre-commit-config.yaml";

/// The scanners that the project uses, sorted, each with the first thing that shows it: its
/// configuration, a hook, a step in CI.
pub(super) fn scanners(texts: &dyn Texts, ci: &[(String, String)]) -> Vec<Finding> {
    let mut found = Vec::new();
    let tracked = |path: &str| {
        texts
            .tracked()
            .binary_search_by(|known| known.as_str().cmp(path))
            .is_ok()
    };
    for tool in TOOLS {
        let file = tool.files.iter().find(|file| tracked(file));
        found.extend(file.map(|file| Finding {
            name: tool.name.to_owned(),
            place: (*file).to_owned(),
        }));
    }
    for file in ["pyproject.toml", "setup.cfg"] {
        if let Some(text) = texts.text(file) {
            found.extend(sections(file, &text));
        }
    }
    let hooks = texts
        .text(PRE_COMMIT)
        .map(|text| (PRE_COMMIT.to_owned(), text));
    found.extend(find(hooks.as_slice(), |line| {
        let id = line
            .trim()
            .trim_start_matches("- ")
            .strip_prefix("id:")
            .map(str::trim);
        let hook = |tool: &&Tool| {
            id.is_some_and(|id| id == tool.name || id.starts_with(&format!("{}-", tool.name)))
        };
        TOOLS.iter().filter(hook).map(|tool| tool.name).collect()
    }));
    found.extend(find(ci, |line| {
        let runs = |tool: &&Tool| tool.runs.iter().any(|command| has_word(line, command));
        TOOLS.iter().filter(runs).map(|tool| tool.name).collect()
    }));
    unique(found)
}

/// The tools that a file has sections for: `[tool.ruff.lint]` is one of `tool.ruff`.
fn sections(path: &str, text: &str) -> Vec<Finding> {
    let headers = lines(text).filter_map(|(number, line)| {
        let name = line.trim().trim_start_matches('[').split(']').next()?;
        line.trim_start()
            .starts_with('[')
            .then_some((number, name.trim()))
    });
    let mut found = Vec::new();
    for (number, header) in headers {
        let has = |tool: &&Tool| {
            tool.sections.iter().any(|section| {
                let rest = header.strip_prefix(section);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
            })
        };
        found.extend(TOOLS.iter().filter(has).map(|tool| Finding {
            name: tool.name.to_owned(),
            place: format!("{path}:{number}"),
        }));
    }
    found
}

/// Whether a line has the words, and no longer ones that only contain them.
fn has_word(line: &str, words: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    line.match_indices(words).any(|(at, found)| {
        let before = line.get(..at).unwrap_or_default();
        let after = line.get(at + found.len()..).unwrap_or_default();
        !before.ends_with(part) && !after.starts_with(part)
    })
}
