//! Files that tell scanners what to leave out, and that git does not track: what they said when a
//! scan was recorded, no commit shows.

use std::collections::BTreeSet;

use crate::facts::Missing;
use crate::repo::Repo;

/// The files that a tool reads by itself, by the start of the name that its reports have.
const OF_TOOLS: &[(&str, &[&str])] = &[
    ("bandit", &[".bandit"]),
    ("checkov", &[".checkov.yaml", ".checkov.yml"]),
    (
        "eslint",
        &[
            ".eslintignore",
            ".eslintrc",
            ".eslintrc.cjs",
            ".eslintrc.js",
            ".eslintrc.json",
            ".eslintrc.yaml",
            ".eslintrc.yml",
            "eslint.config.cjs",
            "eslint.config.js",
            "eslint.config.mjs",
            "eslint.config.ts",
        ],
    ),
    ("gitleaks", &[".gitleaks.toml", ".gitleaksignore"]),
    (
        "golangci-lint",
        &[
            ".golangci.json",
            ".golangci.toml",
            ".golangci.yaml",
            ".golangci.yml",
        ],
    ),
    ("grype", &[".grype.yaml", ".grype.yml"]),
    ("hadolint", &[".hadolint.yaml", ".hadolint.yml"]),
    ("mypy", &[".mypy.ini", "mypy.ini"]),
    ("osv-scanner", &["osv-scanner.toml"]),
    ("ruff", &[".ruff.toml", "ruff.toml"]),
    ("safety", &[".safety-policy.yml"]),
    (
        "semgrep",
        &[".semgrep.yaml", ".semgrep.yml", ".semgrepignore"],
    ),
    ("snyk", &[".snyk"]),
    (
        "trivy",
        &[
            ".trivyignore",
            ".trivyignore.yaml",
            "trivy-secret.yaml",
            "trivy.yaml",
        ],
    ),
    (
        "zizmor",
        &[".github/zizmor.yml", "zizmor.yaml", "zizmor.yml"],
    ),
];

/// Those that are there: beside tracked files, and in the folders above them. Sorted paths from the
/// root of the checkout.
///
/// # Errors
/// [`Missing`] if the index cannot be read.
pub(super) fn present(repo: &Repo) -> Result<Vec<String>, Missing> {
    let tracked = repo.tracked_paths()?;
    let mut folders = BTreeSet::from([""]);
    for path in &tracked {
        let mut path = path.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            path = folder;
        }
    }
    let tracked: BTreeSet<&str> = tracked.iter().map(String::as_str).collect();
    let names = OF_TOOLS.iter().flat_map(|(_, names)| *names);
    let names: Vec<&str> = names.copied().collect();
    let mut found = Vec::new();
    for folder in folders {
        let at = repo.root().join(folder);
        for name in &names {
            let path = match folder {
                "" => (*name).to_owned(),
                folder => format!("{folder}/{name}"),
            };
            if !tracked.contains(path.as_str()) && at.join(name).is_file() {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Whether a file of this path is one that the tool reads by itself.
#[must_use]
pub fn is_read_by(tool: &str, path: &str) -> bool {
    let tool = tool.to_ascii_lowercase();
    let own = OF_TOOLS.iter().filter(|(name, _)| tool.starts_with(name));
    let mut names = own.flat_map(|(_, names)| *names);
    names.any(|name| {
        let folder = path.strip_suffix(name);
        folder.is_some_and(|it| it.is_empty() || it.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_reads_its_own_files() {
        assert!(is_read_by("bandit", ".bandit"));
        assert!(is_read_by("Semgrep OSS", "src/.semgrepignore"));
        assert!(!is_read_by("bandit", "src/x.bandit"));
        assert!(!is_read_by("ruff", ".bandit"));
        assert!(!is_read_by("make", "ruff.toml"));
    }
}
