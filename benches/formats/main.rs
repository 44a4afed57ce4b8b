//! How fast reports are read, and in how much memory.
//!
//! `cargo bench --bench formats` makes a large report of each format, in the form in which its tool
//! writes it, has a process of its own read each several times, and prints the medians. What counts
//! is the whole process: starting, reading the file, reading the report. Machines are noisy: nothing
//! here fails because of a time.

mod inputs;
#[allow(dead_code)] // The sum of several commands is another benchmark's.
#[path = "../check/measure.rs"]
mod measure;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use inputs::{INPUTS, Input};
use measure::{Usage, median};
use tempfile::TempDir;

/// How often each report is read.
const RUNS: usize = 5;

/// Millions of bytes in a second of CPU time, at least.
const SPEED_GOAL: f64 = 100.0;

/// The peak of memory in sizes of the report, at most.
const MEMORY_GOAL: f64 = 3.0;

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, command, name, path] = arguments.as_slice()
        && command == "read"
    {
        let input = INPUTS.iter().find(|input| input.name == name);
        read(input.expect("a known format"), Path::new(path));
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !arguments.iter().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench formats`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    println!(
        "{:24} {:>7} {:>9} {:>7} {:>6} {:>9} {:>7} {:>6}",
        "median of whole processes", "MB", "CPU ms", "MB/s", "goal", "peak MiB", "ratio", "goal"
    );
    for input in INPUTS {
        report(input);
    }
}

/// Reads one report and makes sure that all of it was: the time of a reader that gives up at once
/// says nothing.
fn read(input: &Input, path: &Path) {
    let bytes = std::fs::read(path).expect("the report is there");
    let count = (input.read)(&bytes).expect("the report is read");
    let least = bytes.len() / 1000;
    assert!(count > least, "{}: only {count} entries", input.name);
}

/// Measures one format and prints its line.
fn report(input: &Input) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("report");
    let size = write(input, &path);
    let own = std::env::current_exe().expect("the benchmark knows its own path");
    let words = [
        own.to_str().expect("a path in UTF-8"),
        "read",
        input.name,
        path.to_str().expect("a path in UTF-8"),
    ];
    // Not every failure of a process measured shows: this one does.
    let status = std::process::Command::new(&own)
        .args(&words[1..])
        .status()
        .expect("the benchmark starts itself");
    assert!(status.success(), "{} is not read", input.name);
    let runs: Vec<Usage> = (0..RUNS)
        .map(|_| measure::command(folder.path(), &words))
        .collect();
    let cpu = median(runs.iter().map(|usage| usage.cpu_ms));
    let peak = median(runs.iter().map(|usage| usage.peak_mib));
    let megabytes = size as f64 / 1e6;
    println!(
        "{:24} {megabytes:7.1} {cpu:9.1} {:7.0} {SPEED_GOAL:6.0} {peak:9.1} {:7.2} {MEMORY_GOAL:6.1}",
        input.name,
        megabytes / (cpu / 1000.0),
        peak * 1024.0 * 1024.0 / size as f64,
    );
}

/// Writes the report; returns its size in bytes.
fn write(input: &Input, path: &Path) -> u64 {
    let mut file = BufWriter::new(File::create(path).expect("a file"));
    (input.write)(&mut file, input.bytes).expect("the report is written");
    file.flush().expect("the report is written");
    drop(file);
    std::fs::metadata(path).expect("the report is there").len()
}
