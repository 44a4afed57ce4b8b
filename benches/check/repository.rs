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

/// Builds a repository whose last release is a tenth of its commits old. Seven files in ten are
/// modules of a Python package, two are documents, one is data.
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
    for (path, content) in DOCUMENTS {
        inline(text, path, content);
    }
}

/// What a project has once, whatever its size.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "pyproject.toml",
        "[project]\nname = \"demo\"\nversion = \"1.0.1\"\nrequires-python = \">=3.9\"\n",
    ),
    (
        "CHANGELOG.md",
        "# Changelog\n\n## [1.0.1] - 2026-01-01\n\n- Repairs.\n",
    ),
    (
        "README.md",
        "# demo\n\n    pip install demo==1.0.1\n\nSee [the guide](docs/part0/file7.md).\n",
    ),
    (
        "SECURITY.md",
        "# Security\n\n| Version | Supported |\n|---|---|\n| 1.0.x | yes |\n",
    ),
    ("src/demo/__init__.py", "__version__ = \"1.0.1\"\n"),
    (
        ".github/workflows/release.yml",
        "on:\n  push:\n    tags: ['v*']\npermissions: {}\njobs:\n  release:\n    \
         runs-on: ubuntu-latest\n    steps:\n      - run: pytest\n      - run: python -m build\n      \
         - run: twine upload dist/*\n",
    ),
];

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
    let part = file / 100;
    match file % 10 {
        0..7 => format!("src/demo/part{part}/file{file}.py"),
        7 | 8 => format!("docs/part{part}/file{file}.md"),
        _ => format!("data/part{part}/file{file}.json"),
    }
}

fn content(file: usize, version: usize) -> String {
    match file % 10 {
        0..7 => module(file, version),
        7 | 8 => document(file, version),
        _ => format!("{{\"file\": {file}, \"version\": {version}}}\n"),
    }
}

/// Each version adds an optional parameter, so that there is something to compare.
fn module(file: usize, version: usize) -> String {
    let mut text = format!("\"\"\"Part {file}.\"\"\"\n\nimport os\n\n");
    for function in 0..8 {
        let _ = write!(
            text,
            "\ndef part_{function}(first, second={function}, *, more{version}=None):\n    \
             \"\"\"Do part {function}.\"\"\"\n    return os.path.join(first, str(second * {file}))\n"
        );
    }
    text
}

fn document(file: usize, version: usize) -> String {
    let mut text = format!("# Part {file}\n\n");
    for paragraph in 0..8 {
        let _ = write!(
            text,
            "Paragraph {paragraph} of version {version} tells what `demo.part_{paragraph}` does.\n\
             It came with v0.{paragraph}.0 and wants pytest==7.1.{paragraph}.\n\n"
        );
    }
    text
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
