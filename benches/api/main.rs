//! CPU time of `relcheck api` over releases of real packages, held against `griffe check`.
//!
//! `cargo bench --bench api` runs both programs in turn, several times, over the same two commits of
//! the same clone, and prints the medians and their ratio. griffe checks both commits out into
//! worktrees of its own, which counts: it is what a user waits for. `RELCHECK_GRIFFE` names the
//! program and `RELCHECK_GRIFFE_REPOS` a folder with clones of the packages; without them nothing is
//! measured. Machines are noisy: nothing here fails because of a time.

#[allow(dead_code)] // The sum of several commands is the other benchmark's.
#[path = "../check/measure.rs"]
mod measure;
#[path = "../../tests/griffe/releases.rs"]
mod releases;

use std::path::{Path, PathBuf};
use std::process::Command;

use measure::{Usage, median};
use releases::{RELEASES, Release};
use tempfile::TempDir;

/// How often each command is run.
const RUNS: usize = 5;

/// How many times griffe's CPU time is to be that of relcheck, at least.
const GOAL: f64 = 20.0;

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench api`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    let (Some(griffe), Some(repos)) = (named("RELCHECK_GRIFFE"), named("RELCHECK_GRIFFE_REPOS"))
    else {
        println!(
            "skipped: RELCHECK_GRIFFE names the program to compare with, \
             RELCHECK_GRIFFE_REPOS a folder with clones of the packages"
        );
        return;
    };
    println!(
        "{:32} {:>9} {:>9} {:>9} {:>9} {:>8} {:>6}",
        "median of whole processes", "CPU ms", "griffe's", "peak MiB", "griffe's", "ratio", "goal"
    );
    for release in RELEASES {
        report(release, &griffe, &repos);
    }
}

fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).map(PathBuf::from)
}

/// Measures one pair of releases and prints its line.
fn report(release: &Release, griffe: &Path, repos: &Path) {
    let (name, package, old, new) = *release;
    let title = format!("{name} {old} to {new}");
    let source = repos.join(name);
    if !source.is_dir() {
        println!("{title:32} skipped: no clone {}", source.display());
        return;
    }
    // griffe makes worktrees: in a clone of the clone, which is left as it is.
    let folder = TempDir::new().expect("a folder");
    clone(&source, folder.path());
    let own = [
        env!("CARGO_BIN_EXE_relcheck"),
        "api",
        "--from",
        old,
        "--to",
        new,
    ];
    let griffe = griffe.to_str().expect("a path in UTF-8");
    let theirs = [
        griffe, "check", package, "-s", ".", "-s", "src", "-a", old, "-b", new,
    ];
    must_compare(folder.path(), &own);
    must_compare(folder.path(), &theirs);
    let (mut relcheck, mut other) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        relcheck.push(measure::command(folder.path(), &own));
        other.push(measure::command(folder.path(), &theirs));
    }
    let cpu = |usages: &[Usage]| median(usages.iter().map(|usage| usage.cpu_ms));
    let peak = |usages: &[Usage]| median(usages.iter().map(|usage| usage.peak_mib));
    let ratio = match cpu(&relcheck) {
        time if time > 0.0 => format!("{:.1}", cpu(&other) / time),
        _ => "-".to_owned(),
    };
    println!(
        "{title:32} {:9.1} {:9.1} {:9.1} {:9.1} {ratio:>8} {GOAL:6.0}",
        cpu(&relcheck),
        cpu(&other),
        peak(&relcheck),
        peak(&other)
    );
}

fn clone(source: &Path, target: &Path) {
    let status = Command::new("git")
        .args(["clone", "--quiet", "--shared"])
        .args([source, target])
        .status()
        .expect("git runs");
    assert!(status.success(), "{} cannot be cloned", source.display());
}

/// Runs a command once and makes sure that it does its work: the time of one that gives up at once
/// says nothing. griffe exits with 1 for changes as for errors.
fn must_compare(folder: &Path, words: &[&str]) {
    let (program, arguments) = words.split_first().expect("a program");
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let errors = String::from_utf8_lossy(&output.stderr);
    // It logs troubles of its own as errors and goes on.
    let has_changes = errors
        .lines()
        .any(|line| line.contains(".py:") && !line.starts_with("ERROR"));
    let failed = errors.contains("Traceback") || !(output.status.success() || has_changes);
    assert!(!failed, "{words:?}: {}\n{errors}", output.status);
}
