//! What is found in files.

use std::collections::BTreeMap;

use super::*;

struct Files {
    texts: BTreeMap<String, String>,
    paths: Vec<String>,
}

impl Files {
    fn of(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        let texts: BTreeMap<String, String> = files.iter().map(own).collect();
        let paths = texts.keys().cloned().collect();
        Files { texts, paths }
    }
}

impl Texts for Files {
    fn tracked(&self) -> &[String] {
        &self.paths
    }

    fn text(&self, path: &str) -> Option<String> {
        self.texts.get(path).cloned()
    }
}

fn shown(findings: Vec<Finding>) -> Vec<String> {
    let shown = findings
        .into_iter()
        .map(|finding| format!("{} {}", finding.name, finding.place));
    shown.collect()
}

#[test]
fn scanners_are_found_by_configuration_hooks_and_steps() {
    let files = Files::of(&[
        (".gitleaks.toml", ""),
        (
            ".pre-commit-config.yaml",
            "repos:\n- hooks:\n  - id: ruff-check\n  - id: mypyx\n",
        ),
        (
            ".github/workflows/ci.yml",
            "- run: pip-audit\n# - run: semgrep\n- run: my-bandit\n- run: cargo clippy\n",
        ),
        (
            "pyproject.toml",
            "[tool.bandit]\n[tool.ruff.lint]\n[tool.mypyx]\n",
        ),
    ]);
    let ci = channels::ci_files(&files);
    assert_eq!(
        shown(scanners::scanners(&files, &ci)),
        [
            "bandit pyproject.toml:1",
            "clippy .github/workflows/ci.yml:4",
            "gitleaks .gitleaks.toml",
            "pip-audit .github/workflows/ci.yml:1",
            "ruff pyproject.toml:2"
        ]
    );
}

#[test]
fn channels_and_platforms_are_found_in_workflows() {
    let files = Files::of(&[
        ("scripts/release.yml", "twine upload"),
        (
            ".github/workflows/release.yml",
            "os: [ubuntu-latest, windows-2022]\n- uses: pypa/gh-action-pypi-publish@release/v1\n# docker push x\n- run: gh release create\n",
        ),
    ]);
    let ci = channels::ci_files(&files);
    let place = |line: u8| format!(".github/workflows/release.yml:{line}");
    assert_eq!(
        shown(channels::channels(&ci)),
        [
            format!("github-release {}", place(4)),
            format!("pypi {}", place(2))
        ]
    );
    assert_eq!(
        shown(channels::platforms(&ci)),
        [
            format!("linux {}", place(1)),
            format!("windows {}", place(1))
        ]
    );
}

#[test]
fn people_are_named_once() {
    let files = Files::of(&[
        (
            ".github/CODEOWNERS",
            "# all\n* @ann ben@example.org # @nobody\n/docs/ @org/docs\n",
        ),
        (
            "MAINTAINERS.md",
            "- Ben B. <Ben@example.org>\n- Cem <cem@example.org>\n",
        ),
        (
            "pyproject.toml",
            "[project]\nauthors = [{name = \"Dan\", email = \"dan@example.org\"}, {name = \"Cem\", email = \"cem@example.org\"}]\n",
        ),
        (
            "Cargo.toml",
            "[package]\nauthors = [\"Eve <eve@example.org>\", \"Finn\"]\n",
        ),
        (
            "package.json",
            "{\"author\": \"Gil <gil@example.org> (https://example.org)\"}",
        ),
    ]);
    let people = people::people(&files);
    let shown: Vec<String> = people
        .iter()
        .map(|person| {
            format!(
                "{}|{}|{}|{}",
                person.name, person.email, person.handle, person.place
            )
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    ||@ann|.github/CODEOWNERS
    |ben@example.org||.github/CODEOWNERS
    ||@org/docs|.github/CODEOWNERS
    Cem|cem@example.org||MAINTAINERS.md
    Dan|dan@example.org||pyproject.toml
    Eve|eve@example.org||Cargo.toml
    Finn|||Cargo.toml
    Gil|gil@example.org||package.json
    ");
}

fn proposed(files: &Files) -> Vec<String> {
    let ci = channels::ci_files(files);
    let scanners = scanners::scanners(files, &ci);
    let proposals = record::proposals(files, &ci, &scanners);
    proposals
        .iter()
        .map(|it| {
            format!(
                "{} > {} ({})",
                it.command.join(" "),
                it.files.join(" "),
                it.place
            )
        })
        .collect()
}

#[test]
fn tools_that_are_found_are_run_so_that_their_reports_can_be_read() {
    let files = Files::of(&[
        (".secrets.baseline", "{}"),
        (
            "pyproject.toml",
            "[project]\n[dependency-groups]\ntest = [\"pytest\", \"pytest-cov\"]\n[tool.bandit]\n",
        ),
        ("src/demo/core.py", ""),
    ]);
    assert_eq!(
        proposed(&files),
        [
            "pytest --junitxml=.relcheck/junit.xml --cov --cov-report=json:.relcheck/coverage.json > .relcheck/junit.xml .relcheck/coverage.json (pyproject.toml:3)",
            "bandit -r src -f json >  (pyproject.toml:4)",
            "detect-secrets scan >  (.secrets.baseline)",
        ]
    );
    let files = Files::of(&[
        ("pytest.ini", "[pytest]\n"),
        ("demo.py", ""),
        ("mypy.ini", ""),
    ]);
    assert_eq!(
        proposed(&files),
        [
            "pytest --junitxml=.relcheck/junit.xml > .relcheck/junit.xml (pytest.ini:1)",
            "mypy --output json . >  (mypy.ini)",
        ]
    );
    let files = Files::of(&[
        (
            ".config/nextest.toml",
            "[profile.default]\nretries = 1\n[profile.ci.junit]\npath = \"junit.xml\"\n",
        ),
        (".github/workflows/ci.yml", "- run: cargo llvm-cov --lcov\n"),
        ("core/src/lib.rs", ""),
        ("go.mod", "module demo\n"),
    ]);
    assert_eq!(
        proposed(&files),
        [
            "cargo nextest run --profile ci --workspace --all-features > target/nextest/ci/junit.xml (.config/nextest.toml)",
            "cargo test --doc --workspace --all-features >  (core/src/lib.rs)",
            "cargo llvm-cov --workspace --all-features --json --output-path .relcheck/coverage.json > .relcheck/coverage.json (.github/workflows/ci.yml:1)",
            "go test -coverprofile=.relcheck/cover.out ./... > .relcheck/cover.out (go.mod)",
        ]
    );
    assert_eq!(
        proposed(&Files::of(&[(
            ".config/nextest.toml",
            "[profile]\nx = 1\n"
        )])),
        [""; 0]
    );
}
