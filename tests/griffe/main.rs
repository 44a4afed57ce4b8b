//! The comparison of Python packages, held against griffe.
//!
//! `RELCHECK_GRIFFE` names the program; without it nothing is tested, and each test says so.
//! `RELCHECK_GRIFFE_REPOS` names a folder with clones of the packages in `releases.rs`.

#[allow(dead_code, unused_imports)]
#[path = "../cli/harness/mod.rs"]
mod harness;

mod finding;
mod judged;
mod releases;

use std::path::{Path, PathBuf};
use std::process::Command;

use finding::Finding;
use harness::{History, Relcheck};
use releases::{RELEASES, Release};
use serde_json::Value;

/// The program, if it is there.
fn griffe() -> Option<PathBuf> {
    let path = std::env::var_os("RELCHECK_GRIFFE").map(PathBuf::from);
    if path.is_none() {
        println!("skipped: the comparison with griffe; RELCHECK_GRIFFE names the program");
    }
    path
}

/// What griffe finds, in the checkout of `folder`.
fn by_griffe(program: &Path, folder: &Path, package: &str, old: &str, new: &str) -> Vec<Finding> {
    let output = Command::new(program)
        .current_dir(folder)
        .args([
            "check", package, "-s", ".", "-s", "src", "-a", old, "-b", new,
        ])
        .args(["-f", "oneline"])
        .env("NO_COLOR", "1")
        .output()
        .expect("griffe runs");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("Traceback"), "griffe crashed: {text}");
    let findings: Vec<Finding> = text.lines().filter_map(Finding::read).collect();
    // It exits with 1 for findings, and for errors: then there is none.
    assert_eq!(output.status.success(), findings.is_empty(), "{text}");
    findings
}

/// What relcheck finds.
fn by_relcheck(folder: &Path, old: &str, new: &str) -> Vec<Value> {
    let run = Relcheck::in_folder(folder)
        .args(&["api", "--from", old, "--to", new, "-o", "json"])
        .run();
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.json()["changes"].as_array().expect("changes").clone()
}

/// The comparison of one pair of releases.
struct Held {
    /// All that griffe finds.
    griffe: usize,
    /// relcheck's breaking changes.
    relcheck: usize,
    only_griffe: Vec<Finding>,
    only_relcheck: Vec<Value>,
}

fn hold(program: &Path, source: &Path, (_, package, old, new): Release) -> Held {
    // griffe makes worktrees: in a clone of the clone, which is left as it is.
    let folder = tempfile::TempDir::new().unwrap();
    let clone = folder.path().join("clone");
    let status = Command::new("git")
        .args(["clone", "--quiet", "--shared"])
        .args([source, &clone])
        .status()
        .expect("git runs");
    assert!(status.success(), "{} cannot be cloned", source.display());
    let own = by_relcheck(&clone, old, new);
    let theirs = by_griffe(program, &clone, package, old, new);
    let breaking: Vec<Value> = own
        .iter()
        .filter(|change| change["weight"] == "breaking")
        .cloned()
        .collect();
    let is_shared = |change: &Value| {
        let alone = std::slice::from_ref(change);
        theirs.iter().any(|finding| finding.is_among(alone))
    };
    Held {
        griffe: theirs.len(),
        relcheck: breaking.len(),
        only_relcheck: breaking.iter().filter(|c| !is_shared(c)).cloned().collect(),
        only_griffe: theirs
            .into_iter()
            .filter(|finding| !finding.is_among(&own))
            .collect(),
    }
}

#[test]
fn what_only_one_of_both_finds_in_real_packages_is_judged() {
    let (Some(program), Some(repos)) = (griffe(), std::env::var_os("RELCHECK_GRIFFE_REPOS")) else {
        println!("skipped: real packages; RELCHECK_GRIFFE_REPOS names a folder with their clones");
        return;
    };
    let documentation = include_str!("../../docs/api-comparison.md");
    let mut wrong = Vec::new();
    for release in RELEASES {
        let (name, _, old, new) = *release;
        let source = Path::new(&repos).join(name);
        if !source.is_dir() {
            println!("skipped: {name}, no clone {}", source.display());
            continue;
        }
        let held = hold(&program, &source, *release);
        let row = format!(
            "| {name} | {old} to {new} | {} | {} | {} | {} |",
            held.griffe,
            held.relcheck,
            held.only_griffe.len(),
            held.only_relcheck.len()
        );
        println!("{row}");
        if !documentation.contains(&row) {
            wrong.push(format!("docs/api-comparison.md does not say {row}"));
        }
        for finding in held.only_griffe {
            match judged::of_griffe(name, new, &finding) {
                Some(reason) => {
                    println!("  griffe: {}: {}: {reason}", finding.title, finding.kind);
                }
                None => wrong.push(format!("{name} {new}: only griffe: {finding:?}")),
            }
        }
        for change in held.only_relcheck {
            let text = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
            let shown = format!("{} {} [{}]", text("symbol"), text("message"), text("kind"));
            match judged::of_relcheck(name, new, &text("symbol"), &text("kind")) {
                Some(reason) => println!("  relcheck: {shown}: {reason}"),
                None => wrong.push(format!("{name} {new}: only relcheck: {shown}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const OLD: &str = "\
from demo._base import Base

__all__ = ['removed', 'params', 'moved', 'required', 'default', 'kinds', 'Thing', 'becomes', 'typed']

def removed(): ...
def params(a, b, *, c): ...
def moved(a, b): ...
def required(a=1): ...
def default(a=1): ...
def kinds(a, b): ...
def becomes(): ...
def typed() -> int: ...

class Thing(Base, ValueError):
    x = 1
    def gone(self): ...
    def method(self, a): ...
";

const NEW: &str = "\
from demo._base import Base

__all__ = ['params', 'moved', 'required', 'default', 'kinds', 'Thing', 'becomes', 'typed']

def params(a, d): ...
def moved(b, a): ...
def required(a): ...
def default(a=2): ...
def kinds(a, *, b): ...
class becomes: ...
def typed(): ...

class Thing(ValueError):
    x = 1
    def method(self): ...
";

#[test]
fn everything_that_griffe_finds_in_a_small_package_is_found() {
    let history = History::empty();
    history.declare("1.0.0").write("demo/__init__.py", OLD);
    history.write(
        "demo/_base.py",
        "class Base:\n    def inherited(self, a): ...\n",
    );
    history.commit("feat: all");
    history.tag("v1");
    history.write("demo/__init__.py", NEW);
    history.commit("feat!: less");
    history.tag("v2");
    let own = by_relcheck(history.path(), "v1", "v2");
    assert!(own.len() >= 10, "{own:?}");
    let Some(program) = griffe() else { return };
    let theirs = by_griffe(&program, history.path(), "demo", "v1", "v2");
    assert!(theirs.len() >= 10, "{theirs:?}");
    let missed: Vec<&Finding> = theirs.iter().filter(|f| !f.is_among(&own)).collect();
    assert!(
        missed.is_empty(),
        "only griffe finds {missed:?}\nrelcheck: {own:#?}"
    );
}
