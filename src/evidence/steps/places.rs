//! The options and words by which programs are told a place.

/// The options by which a program goes to another folder, or takes the project of another one.
const MOVING: &[(&str, &[&str])] = &[
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
const MOVING_BELOW: &[(&str, &str, &[&str])] = &[
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
    ("checkov", &[]),
    ("deno", &["test"]),
    ("detect-secrets", &["scan"]),
    ("dotnet", &["test"]),
    ("eslint", &[]),
    ("flake8", &[]),
    ("gitleaks", &["detect", "dir", "git", "protect"]),
    ("go", &["test", "vet"]),
    ("golangci-lint", &["run"]),
    ("gosec", &[]),
    ("gotestsum", &[]),
    ("grype", &[]),
    ("hadolint", &[]),
    ("jest", &[]),
    ("mocha", &[]),
    ("mypy", &[]),
    ("node", &[]),
    ("osv-scanner", &["scan", "source"]),
    ("phpunit", &[]),
    ("pip-audit", &[]),
    ("pip_audit", &[]),
    ("pylint", &[]),
    ("pytest", &[]),
    ("rspec", &[]),
    ("rubocop", &[]),
    ("ruff", &["check"]),
    ("semgrep", &["ci", "scan"]),
    ("shellcheck", &[]),
    ("snyk", &["code", "test"]),
    (
        "trivy",
        &["config", "filesystem", "fs", "repo", "repository", "rootfs"],
    ),
    ("vitest", &["run"]),
    ("zizmor", &[]),
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

/// The values of the options by which a command goes elsewhere.
pub(super) fn moving(words: &[String]) -> Vec<&str> {
    let Some((program, rest)) = words.split_first() else {
        return Vec::new();
    };
    let own = MOVING.iter().filter(|(name, _)| name == program);
    let below = MOVING_BELOW
        .iter()
        .filter(|(name, does, _)| name == program && rest.iter().any(|it| it == does));
    let known: Vec<&str> = own
        .flat_map(|(_, options)| *options)
        .chain(below.flat_map(|(_, _, options)| *options))
        .copied()
        .collect();
    let mut found = Vec::new();
    let mut rest = rest.iter().map(String::as_str).peekable();
    while let Some(word) = rest.next() {
        // Behind it are the words of another program; of gotestsum, those of `go test`.
        if word == "--" && program != "gotestsum" {
            break;
        }
        let value = known.iter().find_map(|option| {
            let behind = word.strip_prefix(option)?;
            match behind.strip_prefix('=') {
                Some(value) => Some(Some(value)),
                None if behind.is_empty() => Some(None),
                None if option.len() == 2 => Some(Some(behind)),
                None => None,
            }
        });
        match value {
            Some(Some(value)) => found.push(value),
            Some(None) => found.extend(rest.next()),
            None => {}
        }
    }
    found
}
