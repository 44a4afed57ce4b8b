//! Repositories of a given size, made by `git fast-import`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The git commands that read what a check reads: the state of the files, the refs, the history
/// since the last release.
pub const GIT_COMMANDS: &[&[&str]] = &[
    &["git", "status", "--porcelain=v2"],
    &["git", "for-each-ref"],
    &[
        "git",
        "log",
        "--format=%H%x00%an%x00%ae%x00%B",
        "v1.0.0..HEAD",
    ],
    &["git", "ls-files"],
];

/// The size of a repository.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub files: usize,
    pub commits: usize,
}

/// Builds a repository whose last release is a tenth of its commits old.
pub fn build(size: Size) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    git(
        folder.path(),
        &["init", "--quiet", "--initial-branch=main"],
        "",
    );
    git(folder.path(), &["fast-import", "--quiet"], &stream(size));
    git(folder.path(), &["reset", "--quiet", "--hard", "main"], "");
    folder
}

/// The input of `git fast-import`: all files first, then one change a commit, and a tag on the way.
fn stream(size: Size) -> String {
    let mut text = String::new();
    let release = size.commits - size.commits / 10;
    for number in 0..size.commits {
        let message = match number % 3 {
            0 => format!("fix: repair part {number}"),
            1 => format!("docs: describe part {number}\n\nReviewed-by: Bob <bob@example.org>\n"),
            _ => format!("Merge pull request #{number} from ann/part"),
        };
        let time = 1_700_000_000 + number * 60;
        let _ = write!(
            text,
            "commit refs/heads/main\nmark :{mark}\nauthor Ann <ann@example.org> {time} +0000\n\
             committer Ann <ann@example.org> {time} +0000\ndata {length}\n{message}\n",
            mark = number + 1,
            length = message.len(),
        );
        if number == 0 {
            all_files(&mut text, size.files);
        } else {
            let file = number % size.files;
            inline(&mut text, &path(file), &content(file, number));
        }
        if number == release {
            tag(&mut text, number + 1, time);
        }
    }
    text
}

fn all_files(text: &mut String, files: usize) {
    for file in 0..files {
        inline(text, &path(file), &content(file, 0));
    }
    inline(
        text,
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.0.1\"\n",
    );
    inline(
        text,
        "CHANGELOG.md",
        "# Changelog\n\n## [1.0.1] - 2026-01-01\n\n- Repairs.\n",
    );
}

fn inline(text: &mut String, path: &str, content: &str) {
    let _ = write!(
        text,
        "M 100644 inline {path}\ndata {}\n{content}\n",
        content.len()
    );
}

fn tag(text: &mut String, mark: usize, time: usize) {
    let _ = write!(
        text,
        "tag v1.0.0\nfrom :{mark}\ntagger Ann <ann@example.org> {time} +0000\ndata 14\nRelease v1.0.0\n"
    );
}

fn path(file: usize) -> String {
    format!("src/part{}/file{file}.py", file / 100)
}

fn content(file: usize, version: usize) -> String {
    (0..40)
        .map(|line| format!("value_{line} = {file} + {line} * {version}\n"))
        .collect()
}

fn git(folder: &Path, arguments: &[&str], input: &str) {
    let mut child = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .spawn()
        .expect("git starts");
    child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_bytes())
        .expect("git reads");
    assert!(
        child.wait().expect("git ends").success(),
        "git {arguments:?} failed"
    );
}
