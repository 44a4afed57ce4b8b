//! Repositories for tests, made with the `git` program.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Repo;

/// A repository in a temporary folder.
pub(crate) struct Scratch {
    dir: tempfile::TempDir,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        let scratch = Scratch {
            dir: tempfile::tempdir().unwrap(),
        };
        scratch.git(&["init", "-q", "-b", "main"]);
        scratch
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn open(&self) -> Repo {
        Repo::open(self.path()).unwrap()
    }

    /// Runs git, and returns what it prints without the last line feed.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        self.git_with_input(args, b"")
    }

    pub(crate) fn git_with_input(&self, args: &[&str], input: &[u8]) -> String {
        let mut child = Command::new("git")
            .args(args)
            .current_dir(self.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.path().join("no-config"))
            .env("GIT_AUTHOR_NAME", "Ann")
            .env("GIT_AUTHOR_EMAIL", "ann@example.org")
            .env("GIT_COMMITTER_NAME", "Cy")
            .env("GIT_COMMITTER_EMAIL", "cy@example.org")
            .env("GIT_AUTHOR_DATE", "1000000000 +0000")
            .env("GIT_COMMITTER_DATE", "1000000100 +0000")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        // A program that reads no input may be gone before it is written.
        let _ = writer.join();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {complaint}");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.strip_suffix('\n').map(str::to_owned).unwrap_or(text)
    }

    /// Writes a file into the working tree.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// Commits everything in the working tree, and returns the commit.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git_with_input(
            &[
                "commit",
                "-q",
                "--allow-empty",
                "--cleanup=verbatim",
                "-F",
                "-",
            ],
            message.as_bytes(),
        );
        self.git(&["rev-parse", "HEAD"])
    }

    /// Makes commits without files, each given as its time and the places of its parents among
    /// those before it, and returns their ids. Each one gets a branch `cN`.
    pub(crate) fn graph(&self, commits: &[(i64, Vec<usize>)]) -> Vec<String> {
        let mut stream = String::new();
        for (place, (time, parents)) in commits.iter().enumerate() {
            stream += &format!("reset refs/heads/c{place}\n\ncommit refs/heads/c{place}\n");
            stream += &format!("mark :{}\n", place + 1);
            stream += &format!("committer Cy <cy@example.org> {time} +0000\n");
            let message = format!("commit {place}");
            stream += &format!("data {}\n{message}\n", message.len());
            for (number, parent) in parents.iter().enumerate() {
                let word = if number == 0 { "from" } else { "merge" };
                stream += &format!("{word} :{}\n", parent + 1);
            }
            stream += "\n";
        }
        self.git_with_input(
            &["fast-import", "--quiet", "--date-format=raw"],
            stream.as_bytes(),
        );
        let names: Vec<String> = (0..commits.len())
            .map(|place| format!("refs/heads/c{place}"))
            .collect();
        let names = names.iter().map(String::as_str);
        let ids = self.git(&["rev-parse"].into_iter().chain(names).collect::<Vec<_>>());
        ids.lines().map(str::to_owned).collect()
    }

    /// Takes an object away that lies in a file of its own.
    pub(crate) fn remove_object(&self, id: &str) {
        let objects = self.path().join(".git/objects");
        std::fs::remove_file(objects.join(&id[..2]).join(&id[2..])).unwrap();
    }
}
