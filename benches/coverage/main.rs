//! CPU time of the coverage of new code, held against diff-cover.
//!
//! `cargo bench --bench coverage` runs `relcheck collect --fact coverage`, which works out the same as
//! diff-cover, `relcheck check --rule quality.coverage_new_code`, which judges it, too, and
//! `diff-cover` in turn, several times, over the same two commits and the same report, and prints the
//! medians and the ratios of CPU time. The repositories are generated; with `RELCHECK_DIFF_COVER_REPOS`, a folder
//! of checkouts `NAME`, each with its evidence recorded and the same coverage as Cobertura in
//! `NAME.xml` beside it, real ones come on top. `RELCHECK_DIFF_COVER` names the program: without it
//! nothing is measured. Machines are noisy: nothing here fails because of a time.

#[allow(dead_code)] // The sum of several commands is the other benchmark's.
#[path = "../check/measure.rs"]
mod measure;
mod repository;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use measure::{Usage, median};
use repository::{SIZES, Size};

/// How often each command is run.
const RUNS: usize = 7;

/// How many times diff-cover's CPU time is to be that of relcheck, at least.
const GOAL: f64 = 20.0;

const RULE: &str = "quality.coverage_new_code";

/// The program that is measured.
fn measured_program() -> String {
    measure::program(env!("CARGO_BIN_EXE_relcheck"))
}

/// A checkout with recorded coverage, and the same as Cobertura.
struct Measured {
    title: String,
    folder: PathBuf,
    report: PathBuf,
}

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench coverage`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    let Some(program) = std::env::var("RELCHECK_DIFF_COVER").ok() else {
        println!("skipped: RELCHECK_DIFF_COVER names the program to compare with");
        return;
    };
    println!(
        "{:36} {:>9} {:>9} {:>12} {:>9} {:>12} {:>8} {:>8} {:>6}",
        "median of whole processes, CPU ms",
        "collect",
        "check",
        "diff-cover",
        "peak MiB",
        "diff-cover's",
        "ratio",
        "of check",
        "goal"
    );
    for size in SIZES {
        generated(*size, &program);
    }
    for real in real() {
        report(&real, &program);
    }
}

fn generated(size: Size, program: &str) {
    let parent = repository::build(size);
    let measured = Measured {
        title: format!("{} files of {} lines, made up", size.files, size.lines),
        folder: parent.path().join("checkout"),
        report: parent.path().join("coverage.xml"),
    };
    let record = [
        "record",
        "--kind",
        "coverage",
        "--file",
        "coverage.xml",
        "--",
    ];
    let copy = ["cp", "../coverage.xml", "coverage.xml"];
    let relcheck = measured_program();
    let recorded = run(&measured.folder, &relcheck, record.iter().chain(&copy));
    assert!(recorded.status.success(), "{recorded:?}");
    report(&measured, program);
}

/// The checkouts that the environment names, sorted.
fn real() -> Vec<Measured> {
    let Some(folder) = std::env::var_os("RELCHECK_DIFF_COVER_REPOS") else {
        return Vec::new();
    };
    let entries = fs::read_dir(&folder).expect("a folder with checkouts");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let with_report = paths.into_iter().filter_map(|folder| {
        let title = folder.file_name()?.to_str()?.to_owned();
        let report = folder.with_file_name(format!("{title}.xml"));
        let is_one = folder.join(".relcheck/evidence").is_dir() && report.is_file();
        is_one.then_some(Measured {
            title,
            folder,
            report,
        })
    });
    with_report.collect()
}

/// Measures both programs and prints a line.
fn report(measured: &Measured, program: &str) {
    let Measured {
        title,
        folder,
        report,
    } = measured;
    let tag = since(folder);
    let report = report.to_str().expect("a path in UTF-8");
    let branch = format!("--compare-branch={tag}");
    let relcheck = &*measured_program();
    let collect = [relcheck, "collect", "--fact", "coverage"];
    let check = [relcheck, "check", "--rule", RULE, "--type", "minor"];
    let theirs = [program, report, &branch, "--diff-range-notation=.."];
    let (mut collected, mut checked, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        collected.push(measure::command(folder, &collect));
        checked.push(measure::command(folder, &check));
        other.push(measure::command(folder, &theirs));
    }
    let cpu = |usages: &[Usage]| median(usages.iter().map(|usage| usage.cpu_ms));
    let peak = |usages: &[Usage]| median(usages.iter().map(|usage| usage.peak_mib));
    let ratio = |own: &[Usage]| match cpu(own) {
        time if time > 0.0 => format!("{:.1}", cpu(&other) / time),
        _ => "-".to_owned(),
    };
    println!(
        "{title:36} {:9.1} {:9.1} {:12.1} {:9.1} {:12.1} {:>8} {:>8} {GOAL:6.0}",
        cpu(&collected),
        cpu(&checked),
        cpu(&other),
        peak(&checked),
        peak(&other),
        ratio(&collected),
        ratio(&checked)
    );
}

/// The tag that relcheck compares with. That it has compared at all is asserted, too: the time of a
/// command that gives up at once says nothing.
fn since(folder: &Path) -> String {
    let relcheck = measured_program();
    let output = run(
        folder,
        &relcheck,
        ["collect", "--fact", "coverage", "-o", "json"],
    );
    let facts: serde_json::Value = serde_json::from_slice(&output.stdout).expect("facts");
    let new_code = &facts["facts"]["coverage"]["value"]["new_code"];
    let files = new_code["files"].as_array().expect("files with new code");
    let lines: u64 = files.iter().filter_map(|file| file["lines"].as_u64()).sum();
    assert!(lines > 0, "{} has no new line", folder.display());
    new_code["since"].as_str().expect("a tag").to_owned()
}

fn run(
    folder: &Path,
    program: &str,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr>>,
) -> Output {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}
