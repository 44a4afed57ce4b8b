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
