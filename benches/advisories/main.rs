//! CPU time of advisories, held against cargo-audit.
//!
//! `cargo bench --bench advisories` runs `relcheck collect --fact vulnerabilities`, which works out the
//! same as cargo-audit, `relcheck check --rule dependencies.vulnerabilities`, which judges it, too, and
//! `cargo-audit audit` in turn, several times, over the same lock file and the same checkout of RustSec's
//! database, and prints the medians and the ratios of CPU time. Both programs are copied first, as
//! `cargo install` does. `RELCHECK_CARGO_AUDIT` names the program,
//! `RELCHECK_RUSTSEC` the checkout, `RELCHECK_LOCK_FILES` a folder with files `*.lock`; without them this
//! part is skipped. Then come 100,000 records of OSV, all of which affect a package. Machines are noisy:
//! nothing here fails because of a time.

#[allow(dead_code)] // The sum of several commands is the other benchmark's.
#[path = "../check/measure.rs"]
mod measure;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use measure::{Usage, median};
use tempfile::TempDir;

/// How often each command is run.
const RUNS: usize = 7;

/// How many times cargo-audit's CPU time is to be that of relcheck, at least.
const GOAL: f64 = 8.0;

/// How many records affect how many packages.
const RECORDS: usize = 100_000;
const PACKAGES: usize = 1_000;

const RELCHECK: &str = env!("CARGO_BIN_EXE_relcheck");
const RULE: &str = "dependencies.vulnerabilities";

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench advisories`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    compared();
    many();
}

fn compared() {
    let variables = [
        "RELCHECK_CARGO_AUDIT",
        "RELCHECK_RUSTSEC",
        "RELCHECK_LOCK_FILES",
    ];
    let values = variables.map(|variable| std::env::var(variable).ok());
    let [Some(program), Some(database), Some(folder)] = values else {
        println!(
            "skipped: the comparison; {} name what it takes",
            variables.join(", ")
        );
        return;
    };
    println!(
        "{:36} {:>9} {:>9} {:>12} {:>9} {:>13} {:>8} {:>8} {:>6}",
        "median of whole processes, CPU ms",
        "collect",
        "check",
        "cargo-audit",
        "peak MiB",
        "cargo-audit's",
        "ratio",
        "of check",
        "goal"
    );
    let entries = fs::read_dir(folder).expect("a folder with lock files");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|it| it == "lock"));
    files.sort();
    let installed = TempDir::new().expect("a folder");
    let programs = Programs {
        own: measure::installed(&measure::program(RELCHECK), installed.path(), "relcheck"),
        theirs: measure::installed(&program, installed.path(), "cargo-audit"),
    };
    for file in files {
        let lock = fs::read_to_string(&file).expect("a lock file");
        let title = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        compare(&title, &checkout(&lock), &programs, &database);
    }
}

/// The two programs, each by its path.
struct Programs {
    own: String,
    theirs: String,
}

fn compare(title: &str, checkout: &TempDir, programs: &Programs, database: &str) {
    let folder = checkout.path();
    let own = programs.own.as_str();
    let collect = [
        own,
        "collect",
        "--fact",
        "vulnerabilities",
        "--advisories",
        database,
    ];
    let check = [
        own,
        "check",
        "--rule",
        RULE,
        "--type",
        "minor",
        "--advisories",
        database,
    ];
    let theirs = [
        &*programs.theirs,
        "audit",
        "--json",
        "--no-fetch",
        "--stale",
        "--db",
        database,
    ];
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
        "{title:36} {:9.1} {:9.1} {:12.1} {:9.1} {:13.1} {:>8} {:>8} {GOAL:6.0}",
        cpu(&collected),
        cpu(&checked),
        cpu(&other),
        peak(&checked),
        peak(&other),
        ratio(&collected),
        ratio(&checked)
    );
}

/// A repository of one commit with this lock file.
fn checkout(lock: &str) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write =
        |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
    write(
        "Cargo.toml",
        "[package]\nname = \"demo\"\nversion = \"0.1.0\"\n",
    );
    write("Cargo.lock", lock);
    committed(folder.path());
    folder
}

fn committed(folder: &Path) {
    for arguments in [
        &["init", "--quiet"][..],
        &["add", "."],
        &[
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "commit",
            "--quiet",
            "-m",
            "feat: begin",
        ],
    ] {
        let status = Command::new("git")
            .args(arguments)
            .current_dir(folder)
            .status();
        assert!(status.expect("git runs").success());
    }
}

/// A database of many records, all of which affect a package.
fn many() {
    let folder = TempDir::new().expect("a folder");
    let records = folder.path().join("records");
    fs::create_dir(&records).expect("a folder");
    for number in 0..RECORDS {
        let record = format!(
            r#"{{"id": "X-{number}", "modified": "2026-01-01T00:00:00Z", "summary": "bad", "severity": [{{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N"}}], "affected": [{{"package": {{"ecosystem": "crates.io", "name": "p{}"}}, "ranges": [{{"type": "SEMVER", "events": [{{"introduced": "0"}}, {{"fixed": "2.0.0"}}]}}]}}]}}"#,
            number % PACKAGES
        );
        fs::write(records.join(format!("{number}.json")), record).expect("written");
    }
    let mut lock = "version = 4\n".to_owned();
    for number in 0..PACKAGES {
        let _ = write!(
            lock,
            "\n[[package]]\nname = \"p{number}\"\nversion = \"1.0.0\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\nchecksum = \"{}\"\n",
            "0".repeat(64)
        );
    }
    let checkout = checkout(&lock);
    let database = records.to_string_lossy().into_owned();
    let common = [
        "--advisories",
        database.as_str(),
        "--now",
        "2026-01-02T00:00:00Z",
    ];
    let own = measure::program(RELCHECK);
    let collect = [
        &[&*own, "collect", "--fact", "vulnerabilities"][..],
        &common,
    ]
    .concat();
    let check = [
        &[&*own, "check", "--rule", RULE, "--type", "minor"][..],
        &common,
    ]
    .concat();
    println!("\n{RECORDS} records of {PACKAGES} packages, CPU ms and peak MiB of whole processes");
    for (title, command) in [("collect", collect), ("check", check)] {
        let usage = measure::command(checkout.path(), &command);
        println!("{title:36} {:9.0} {:9.0}", usage.cpu_ms, usage.peak_mib);
    }
}
