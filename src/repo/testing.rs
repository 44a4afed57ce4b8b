//! Small git histories for tests, made by the `git` program in a folder of their own.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::{Conventions, Repo};
use crate::facts::Repository;

/// The committer's time of the first commit; each later step is a minute after the one before.
pub(crate) const START: u64 = 1_700_000_000;

/// A folder with a repository in it. Nothing of the user's own configuration is seen.
pub(crate) struct Sandbox {
    folder: TempDir,
    work: PathBuf,
    minutes: Cell<u64>,
}

impl Sandbox {
    /// A repository on the branch `main` without any commit.
    pub(crate) fn new() -> Self {
        Sandbox::with(&[])
    }

    /// The same with further arguments to `git init`.
    pub(crate) fn with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("empty"), "").unwrap();
        let work = folder.path().join("work");
        fs::create_dir(&work).unwrap();
        let sandbox = Sandbox {
            folder,
            work,
            minutes: Cell::new(0),
        };
        sandbox.git(&[&["init", "--quiet", "--initial-branch=main"], arguments].concat());
        sandbox
    }

    /// The working tree.
    pub(crate) fn path(&self) -> &Path {
        &self.work
    }

    /// A path beside the working tree.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs git in the working tree and returns what it prints.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.work, arguments)
    }

    /// Runs git in a folder and returns what it prints.
    pub(crate) fn git_in(&self, folder: &Path, arguments: &[&str]) -> String {
        let date = format!("{} +0000", START + 60 * self.minutes.get());
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(&name);
            }
        }
        let output = command
            .args([
                "-c",
                "protocol.file.allow=always",
                "-c",
                "commit.gpgSign=false",
            ])
            .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.org"])
            .args(arguments)
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", self.folder.path().join("empty"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        let failed = text(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {failed}");
        text(&output.stdout)
    }

    /// Makes a commit that touches nothing, a minute after the one before, and returns its id.
    pub(crate) fn commit(&self, subject: &str) -> String {
        self.minutes.set(self.minutes.get() + 1);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", subject]);
        self.head()
    }

    /// Lets time pass until the next commit.
    pub(crate) fn wait_days(&self, days: u64) {
        self.minutes.set(self.minutes.get() + 24 * 60 * days);
    }

    /// The id of HEAD's commit.
    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// Makes a commit and an annotated tag on it.
    pub(crate) fn release(&self, tag: &str) -> String {
        let commit = self.commit(&format!("release {tag}"));
        self.tag(tag);
        commit
    }

    /// Makes an annotated tag on HEAD.
    pub(crate) fn tag(&self, tag: &str) {
        self.git(&["tag", "-a", "-m", &format!("Release {tag}"), tag]);
    }

    /// Switches to a new branch that starts at a commit.
    pub(crate) fn branch(&self, name: &str, start: &str) {
        self.git(&["checkout", "--quiet", "-b", name, start]);
    }

    /// Switches to a branch, or detaches HEAD at a commit.
    pub(crate) fn switch(&self, name: &str) {
        self.git(&["checkout", "--quiet", name]);
    }

    /// Merges a branch with a merge commit, a minute after the commit before.
    pub(crate) fn merge(&self, name: &str) -> String {
        self.minutes.set(self.minutes.get() + 1);
        self.git(&[
            "merge",
            "--quiet",
            "--no-ff",
            "-m",
            &format!("merge {name}"),
            name,
        ]);
        self.head()
    }

    /// Writes a file of the working tree, and its folders.
    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.work.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Clones the repository to a place beside it.
    pub(crate) fn clone(&self, name: &str, arguments: &[&str]) -> PathBuf {
        let to = self.beside(name);
        let from = format!(
            "file://{}",
            self.work.display().to_string().replace('\\', "/")
        );
        let target = to.display().to_string();
        self.git(&[&["clone", "--quiet"], arguments, &[&from, &target]].concat());
        to
    }

    /// The state of the repository.
    pub(crate) fn state(&self) -> Repository {
        state(&self.work)
    }
}

/// The state of the repository in this folder, with nothing configured and no CI.
pub(crate) fn state(folder: &Path) -> Repository {
    state_with(folder, &[], |_| {})
}

/// The same with environment variables and settings.
pub(crate) fn state_with<'a>(
    folder: &Path,
    environment: &[(&str, &str)],
    set: impl FnOnce(&mut Conventions<'a>),
) -> Repository {
    let environment: BTreeMap<String, String> = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let mut conventions = unconfigured();
    set(&mut conventions);
    let conventions = Conventions {
        environment: &environment,
        ..conventions
    };
    Repo::open(folder).unwrap().state(&conventions).unwrap()
}

/// Nothing configured, and no CI.
pub(crate) fn unconfigured<'a>() -> Conventions<'a> {
    static NOTHING: BTreeMap<String, String> = BTreeMap::new();
    Conventions {
        name: None,
        project: "",
        tag_prefixes: &[],
        main_branch: None,
        release_branch_prefixes: &[],
        hotfix_branch_prefixes: &[],
        release: None,
        environment: &NOTHING,
    }
}
