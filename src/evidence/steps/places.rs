//! The options and words by which programs are told a place.

/// The options by which a program goes to another folder, or takes the project of another one.
pub(super) const MOVING: &[(&str, &[&str])] = &[
    ("bun", &["--cwd"]),
    ("bundle", &["--gemfile"]),
    ("cargo", &["-C", "--manifest-path"]),
    ("composer", &["-d", "--working-dir"]),
    ("env", &["-C", "--chdir"]),
    ("gmake", &["-C", "--directory"]),
    ("go", &["-C", "--C"]),
    ("gotestsum", &["-C", "--C"]),
    ("govulncheck", &["-C", "--C"]),
    ("gradle", &["-p", "--project-dir", "-b", "--build-file"]),
    ("jest", &["--rootDir", "-c", "--config", "--roots"]),
    ("just", &["-d", "--working-directory", "-f", "--justfile"]),
    ("make", &["-C", "--directory"]),
    ("mvn", &["-f", "--file"]),
    ("nox", &["-f", "--noxfile"]),
    ("npm", &["-C", "--prefix"]),
    ("npx", &["-C", "--prefix"]),
    ("nx", &["--cwd"]),
    ("nyc", &["--cwd"]),
    ("pdm", &["-p", "--project"]),
    ("phpunit", &["-c", "--configuration"]),
    ("pip-audit", &["-r", "--requirement"]),
    ("pnpm", &["-C", "--dir"]),
    ("poetry", &["-C", "--directory", "-P", "--project"]),
    ("pytest", &["--rootdir"]),
    ("swift", &["--package-path"]),
    ("task", &["-d", "--dir", "-t", "--taskfile"]),
    ("tox", &["-c", "--conf", "--root"]),
    ("turbo", &["--cwd"]),
    ("uv", &["--directory", "--project"]),
    ("uvx", &["--directory", "--project"]),
    ("vitest", &["-r", "--root", "--dir"]),
    ("yarn", &["--cwd"]),
];

/// The same of a sub-command.
pub(super) const MOVING_BELOW: &[(&str, &str, &[&str])] = &[
    ("gitleaks", "detect", &["-s", "--source"]),
    ("gitleaks", "protect", &["-s", "--source"]),
    ("semgrep", "scan", &["--project-root"]),
    ("cargo", "audit", &["-f", "--file"]),
    ("cargo", "outdated", &["-m", "--manifest-path"]),
    ("cargo", "tarpaulin", &["--root", "-r"]),
];

/// Programs that run the tests, or scan the files, that they are told the places of, each with the words
/// for what they do, which are none.
pub(super) const PLACED: &[(&str, &[&str])] = &[
    ("bandit", &[]),
    ("deno", &["test"]),
    ("detect-secrets", &["scan"]),
    ("dotnet", &["test"]),
    ("gitleaks", &["detect", "dir", "git", "protect"]),
    ("go", &["test", "vet"]),
    ("gotestsum", &[]),
    ("jest", &[]),
    ("mocha", &[]),
    ("mypy", &[]),
    ("node", &[]),
    ("phpunit", &[]),
    ("pytest", &[]),
    ("rspec", &[]),
    ("ruff", &["check"]),
    ("semgrep", &["ci", "scan"]),
    (
        "trivy",
        &["config", "filesystem", "fs", "repo", "repository", "rootfs"],
    ),
    ("vitest", &["run"]),
];

/// Options of theirs that take no value.
pub(super) const FLAGS: [&str; 17] = [
    "--exit",
    "--json",
    "--no-git",
    "--quiet",
    "--recursive",
    "--sarif",
    "--test",
    "--verbose",
    "-cover",
    "-json",
    "-q",
    "-race",
    "-s",
    "-short",
    "-v",
    "-vv",
    "-x",
];
