//! A git repository that a test builds commit by commit, the same to the byte each time.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::{ADA, GRACE, Relcheck};

/// The time of the first commit: 2026-01-01T00:00:00Z. Each further one is an hour later.
const START: u64 = 1_767_225_600;

/// A release workflow with every stage that a Python package needs.
pub const RELEASE_WORKFLOW: &str = "name: Release
on:
  push:
    tags: ['v*']
permissions: {}
jobs:
  release:
    runs-on: ubuntu-latest
    steps:
      - name: Build and Test
        run: python -m pytest
      - name: Security Scan
        run: bandit -r src
      - name: Package Creation
        run: python -m build
      - name: Artifact Signing
        run: gpg --detach-sign --armor dist/*.whl
      - name: PyPI Upload
        run: twine upload dist/*
      - name: GitHub Release Creation
        run: gh release create \"$GITHUB_REF_NAME\" dist/*
";

/// A repository in a folder of its own, removed when it is dropped.
pub struct History {
    folder: TempDir,
    path: PathBuf,
    hours: Cell<u64>,
}

impl History {
    /// An empty repository on the branch `main`.
    pub fn empty() -> Self {
        let history = History::unborn("checkout");
        history.git(&["init", "--quiet", "--initial-branch=main"]);
        history
    }

    /// A repository with one commit that declares version `version` in `pyproject.toml`, has a
    /// changelog for it, and is tagged `v<version>`.
    pub fn released(version: &str) -> Self {
        let history = History::empty();
        history.declare(version);
        history.changelog(version, "2026-01-01");
        history.commit("chore: first release");
        history.tag(&format!("v{version}"));
        history
    }

    /// A candidate for the patch 1.2.4, on its release branch, that breaks no rule.
    pub fn ready() -> Self {
        let history = History::empty();
        history.declare("1.2.3").changelog("1.2.3", "2026-01-01");
        history.people(&[ADA, GRACE]);
        history.commit("chore: first release");
        history.signed_tag("v1.2.3", ADA);
        history.branch("release/v1.2.x", "main");
        history.declare("1.2.4").changelog("1.2.4", "2026-01-30");
        history.write(".github/workflows/release.yml", RELEASE_WORKFLOW);
        history.commit("fix: something");
        history
            .approve(ADA)
            .sign_off("security-review", ADA)
            .sign_off("threat-model", ADA);
        history.evidence("passing/junit.xml", "tests");
        history.evidence("passing/detect-secrets.json", "scan");
        history.evidence("passing/benchmark.json", "benchmark");
        history.evidence("passing/bom.json", "sbom");
        let before = "passing/benchmark-before.json";
        history.evidence_in(".relcheck/previous", "v1.2.3", before, "benchmark");
        history.green();
        history
    }

    /// Records for HEAD that all checks of the CI system are green.
    pub fn green(&self) -> &Self {
        self.evidence("passing/check-runs.json", "checks");
        self.evidence("passing/status.json", "checks")
    }

    /// Puts a report of `fixtures` where `relcheck record` would have kept it for HEAD, the
    /// day before the time at which tests judge.
    pub fn evidence(&self, file: &str, kind: &str) -> &Self {
        self.evidence_in(".relcheck/evidence", "HEAD", file, kind)
    }

    /// The same for another commit, in another folder.
    pub fn evidence_in(&self, folder: &str, commit: &str, file: &str, kind: &str) -> &Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let content = fs::read(fixtures.join(file)).unwrap();
        self.keep((folder, commit), &file.replace('/', "-"), &content, kind)
    }

    /// The same of a report of this name, for HEAD.
    pub fn evidence_of(&self, name: &str, content: &[u8], kind: &str) -> &Self {
        self.keep((".relcheck/evidence", "HEAD"), name, content, kind)
    }

    /// The same of what this command wrote to its standard output, its words apart by blanks.
    pub fn answer(&self, command: &str, name: &str, content: &[u8], kind: &str) -> &Self {
        let words: Vec<&str> = command.split(' ').collect();
        self.keep_of(&words, (".relcheck/evidence", "HEAD"), name, content, kind)
    }

    fn keep(&self, at: (&str, &str), file: &str, content: &[u8], kind: &str) -> &Self {
        self.keep_of(&["make", file], at, file, content, kind)
    }

    fn keep_of(
        &self,
        command: &[&str],
        at: (&str, &str),
        file: &str,
        content: &[u8],
        kind: &str,
    ) -> &Self {
        let (folder, commit) = at;
        let id = self.git(&["rev-parse", &format!("{commit}^{{commit}}")]);
        let content = dated(kind, speaking_of(content, id.trim()));
        let name = format!("{file}.file-1");
        let record = json!({
            "schema": "relcheck.record/1",
            "recorder": {"name": "relcheck", "version": "0.0.0"},
            "kind": kind,
            "command": command,
            "dir": "",
            "exit_status": 0,
            "timed_out": false,
            "started": "2026-01-31T00:00:00Z",
            "finished": "2026-01-31T00:01:00Z",
            "commit": id.trim(),
            "tree": {"clean": true, "changes": [], "count": 0},
            "outputs": [{
                "name": name,
                "stream": "file",
                "source": file,
                "size": content.len(),
                "sha256": format!("{:x}", Sha256::digest(&content)),
                "truncated": false,
            }],
        });
        self.write(&format!("{folder}/{name}"), &content);
        self.write(&format!("{folder}/{file}.record.json"), record.to_string())
    }

    fn unborn(name: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().canonicalize().unwrap().join(name);
        fs::create_dir(&path).unwrap();
        History {
            folder,
            path,
            hours: Cell::new(0),
        }
    }

    /// The root of the working tree.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A folder beside the working tree, for clones and outputs.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    /// Runs git, which must succeed, and returns what it printed.
    pub fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.path, arguments)
    }

    /// The same in another folder.
    pub fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        History::git_at(folder, START + self.hours.get() * 3600, arguments)
    }

    fn git_at(folder: &Path, time: u64, arguments: &[&str]) -> String {
        let output = git(folder)
            .args([
                "-c",
                "commit.gpgSign=false",
                "-c",
                "protocol.file.allow=always",
            ])
            .args(arguments)
            .env("GIT_AUTHOR_DATE", format!("{time} +0000"))
            .env("GIT_COMMITTER_DATE", format!("{time} +0000"))
            .output()
            .expect("git runs");
        assert!(
            output.status.success(),
            "git {arguments:?} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// The same with one more variable of the environment.
    pub fn git_with(&self, (name, value): (&str, &str), arguments: &[&str]) -> String {
        let output = git(&self.path)
            .args(arguments)
            .env(name, value)
            .output()
            .expect("git runs");
        assert!(output.status.success(), "git {arguments:?}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// An annotated tag of that day (`2026-01-31`) on HEAD.
    pub fn tag_on(&self, day: &str, name: &str) -> &Self {
        let noon: jiff::Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
        let time = noon.as_second().unsigned_abs();
        let arguments = ["tag", "--annotate", "--message", name, name];
        History::git_at(&self.path, time, &arguments);
        self
    }

    /// Writes a file, without committing it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Declares a version in `pyproject.toml`.
    pub fn declare(&self, version: &str) -> &Self {
        self.write(
            "pyproject.toml",
            format!("[project]\nname = \"demo\"\nversion = \"{version}\"\n"),
        )
    }

    /// Writes a changelog with one section, and an entry in it.
    pub fn changelog(&self, version: &str, date: &str) -> &Self {
        let text = format!(
            "# Changelog\n\n## [{version}] - {date}\n\n### Fixed\n\n- Something in {version}.\n"
        );
        self.write("CHANGELOG.md", text)
    }

    /// Commits everything that is there, and returns the commit's id.
    pub fn commit(&self, message: &str) -> String {
        self.hours.set(self.hours.get() + 1);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Makes an annotated tag on HEAD.
    pub fn tag(&self, name: &str) -> &Self {
        self.git(&[
            "tag",
            "--annotate",
            "--message",
            &format!("Release {name}"),
            name,
        ]);
        self
    }

    /// Makes a branch on HEAD, or on `start`, and switches to it.
    pub fn branch(&self, name: &str, start: &str) -> &Self {
        self.git(&["switch", "--quiet", "--create", name, start]);
        self
    }

    /// Switches to a branch, or detaches HEAD at anything else.
    pub fn switch(&self, name: &str) -> &Self {
        self.git(&["switch", "--quiet", name]);
        self
    }

    /// The program, in this checkout.
    pub fn relcheck(&self) -> Relcheck {
        Relcheck::in_folder(&self.path)
    }
}

/// The commits that the fixtures of CI systems speak of.
const RECORDED: [&str; 2] = [
    "78b9ff49d47daaa158eb373c4e2e040f739df8b9",
    "74e70119a23fa3ffb3db19d4590eccfebd72b659",
];

/// A report with this commit in the place of the one that it was recorded for: what a CI system says
/// names its commit itself.
pub fn speaking_of(content: &[u8], commit: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(content) else {
        return content.to_owned();
    };
    let replaced = RECORDED
        .iter()
        .fold(text.to_owned(), |text, id| text.replace(id, commit));
    replaced.into_bytes()
}

/// The day on which the bills of materials among the fixtures were made.
const MADE: &str = "2026-11-26T";

/// A bill of materials as of the day for which it is recorded.
fn dated(kind: &str, content: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(content) {
        Ok(text) if kind == "sbom" => text.replace(MADE, "2026-01-31T").into_bytes(),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// Git without the configuration and the environment of whoever runs the tests.
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command
        .env("GIT_CONFIG_GLOBAL", nowhere)
        .env("GIT_CONFIG_SYSTEM", nowhere)
        .env("GIT_AUTHOR_NAME", "Ann Author")
        .env("GIT_AUTHOR_EMAIL", "ann@example.org")
        .env("GIT_COMMITTER_NAME", "Cem Committer")
        .env("GIT_COMMITTER_EMAIL", "cem@example.org");
    command
}
