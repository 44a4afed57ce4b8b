//! A repository with two releases' worth of code, and the coverage of the second.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// How much code there is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub files: usize,
    pub lines: usize,
}

/// From a small package to a large one.
pub const SIZES: &[Size] = &[
    Size {
        files: 20,
        lines: 200,
    },
    Size {
        files: 200,
        lines: 400,
    },
    Size {
        files: 1000,
        lines: 500,
    },
];

/// How many lines a function has.
const FUNCTION: usize = 5;

/// A folder with a `checkout` of which every fifth function is new since `v1.0.0`, and its
/// `coverage.xml`, in which every seventh line did not run.
pub fn build(size: Size) -> TempDir {
    let parent = TempDir::new().expect("a folder");
    let folder = parent.path().join("checkout");
    fs::create_dir_all(folder.join("src/demo")).expect("a folder");
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    version(&folder, size, "1.0.0", false);
    git(&folder, &["tag", "--annotate", "-m", "v1.0.0", "v1.0.0"]);
    version(&folder, size, "1.1.0", true);
    fs::write(parent.path().join("coverage.xml"), cobertura(&folder, size)).expect("a file");
    parent
}

fn version(folder: &Path, size: Size, version: &str, is_new: bool) {
    let project = format!("[project]\nname = \"demo\"\nversion = \"{version}\"\n");
    fs::write(folder.join("pyproject.toml"), project).expect("a file");
    for file in 0..size.files {
        fs::write(folder.join(path(file)), module(size, is_new)).expect("a file");
    }
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "-m", "feat: more"]);
}

fn path(file: usize) -> String {
    format!("src/demo/part{file}.py")
}

fn module(size: Size, is_new: bool) -> String {
    let mut text = String::new();
    for number in 0..size.lines / FUNCTION {
        let more = if is_new && number % 5 == 0 {
            "more"
        } else {
            "part"
        };
        let _ = write!(
            text,
            "def {more}_{number}(first, second):\n    if first > {number}:\n        \
             return {more}(second)\n    return first + second\n\n"
        );
    }
    text
}

fn cobertura(folder: &Path, size: Size) -> String {
    let source = folder.join("src").to_string_lossy().into_owned();
    let mut text = format!(
        "<?xml version=\"1.0\" ?>\n<coverage version=\"7.6\" line-rate=\"0.85\" branch-rate=\"0\">\n\
         <sources><source>{source}</source></sources>\n<packages><package name=\"demo\"><classes>\n"
    );
    for file in 0..size.files {
        let _ = writeln!(
            text,
            "<class name=\"part{file}.py\" filename=\"demo/part{file}.py\"><methods/><lines>"
        );
        for line in (1..=size.lines).filter(|line| line % FUNCTION != 0) {
            let hits = u32::from(line % 7 != 0);
            let _ = writeln!(text, "<line number=\"{line}\" hits=\"{hits}\"/>");
        }
        text.push_str("</lines></class>\n");
    }
    text.push_str("</classes></package></packages>\n</coverage>\n");
    text
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"];
    let status = Command::new("git")
        .args(identity)
        .args(arguments)
        .current_dir(folder)
        .status()
        .expect("git starts");
    assert!(status.success(), "git {arguments:?} failed");
}
