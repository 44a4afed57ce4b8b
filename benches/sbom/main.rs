//! CPU time of reading a bill of materials, matching it and judging it.
//!
//! `cargo bench --bench sbom` makes repositories whose `requirements.txt` fixes 1, 1,000 and 10,000
//! packages, each with a recorded CycloneDX document of as many components, and runs `relcheck check --rule
//! dependencies.sbom` over each several times. It prints the medians, and what a size takes beyond the
//! smallest, which is start-up. That the rule passes is asserted, too: the time of a command that gives up
//! at once says nothing. Machines are noisy: nothing here fails because of a time.

#[allow(dead_code)] // The sum of several commands is the other benchmark's.
#[path = "../check/measure.rs"]
mod measure;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use measure::{Usage, median};
use tempfile::TempDir;

/// How often the command is run.
const RUNS: usize = 7;

/// How many packages there are; the first is what start-up takes.
const SIZES: [usize; 3] = [1, 1_000, 10_000];

/// What 10,000 components are to take at most beyond start-up, in milliseconds.
const GOAL: f64 = 40.0;

const CHECK: [&str; 5] = ["check", "--rule", "dependencies.sbom", "--type", "minor"];

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench sbom`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    println!(
        "{:12} {:>9} {:>9} {:>9} {:>9} {:>6}",
        "components", "KiB", "CPU ms", "beyond", "peak MiB", "goal"
    );
    let program = measure::program(env!("CARGO_BIN_EXE_relcheck"));
    let mut start = None;
    for size in SIZES {
        let folder = repository(size);
        let checkout = folder.path().join("checkout");
        let bytes = fs::metadata(folder.path().join("bom.json")).map_or(0, |it| it.len());
        let usages: Vec<Usage> = (0..RUNS)
            .map(|_| measure::command(&checkout, &[&[&*program], &CHECK[..]].concat()))
            .collect();
        let cpu = median(usages.iter().map(|usage| usage.cpu_ms));
        let peak = median(usages.iter().map(|usage| usage.peak_mib));
        let beyond = cpu - *start.get_or_insert(cpu);
        println!(
            "{size:12} {:9} {cpu:9.1} {beyond:9.1} {peak:9.1} {GOAL:6.0}",
            bytes >> 10
        );
    }
}

/// A folder with a `checkout` whose rule passes.
fn repository(size: usize) -> TempDir {
    let parent = TempDir::new().expect("a folder");
    let folder = parent.path().join("checkout");
    fs::create_dir(&folder).expect("a folder");
    git(&folder, &["init", "--quiet", "--initial-branch=main"]);
    write(&folder, "pyproject.toml", &project("1.0.0"));
    write(&folder, ".gitignore", ".relcheck/\n");
    commit(&folder, "feat: begin");
    git(&folder, &["tag", "--annotate", "-m", "v1.0.0", "v1.0.0"]);
    let mut requirements = String::new();
    for at in 0..size {
        let _ = writeln!(
            requirements,
            "package-{at}=={}.{}.{}",
            at % 7,
            at % 11,
            at % 13
        );
    }
    write(&folder, "pyproject.toml", &project("1.1.0"));
    write(&folder, "requirements.txt", &requirements);
    commit(&folder, "feat: depend on more");
    fs::write(parent.path().join("bom.json"), bill(size)).expect("a file");
    let record = [
        "record",
        "--kind",
        "sbom",
        "--file",
        ".relcheck/bom.json",
        "--",
        "cp",
    ];
    let copy = ["../bom.json", ".relcheck/bom.json"];
    fs::create_dir_all(folder.join(".relcheck")).expect("a folder");
    let output = relcheck(&folder, &[&record[..], &copy].concat());
    assert!(output.status.success(), "{output:?}");
    let judged = relcheck(&folder, &CHECK);
    assert!(judged.status.success(), "{judged:?}");
    parent
}

fn project(version: &str) -> String {
    format!("[project]\nname = \"demo\"\nversion = \"{version}\"\n")
}

/// A document as cyclonedx-py writes it.
fn bill(size: usize) -> String {
    let mut components = Vec::new();
    let mut references = Vec::new();
    for at in 0..size {
        let version = format!("{}.{}.{}", at % 7, at % 11, at % 13);
        let name = format!("package-{at}");
        references.push(format!("\"{name}=={version}\""));
        components.push(format!(
            r#"{{"bom-ref": "{name}=={version}", "description": "Package number {at} of many, for all to use",
      "externalReferences": [{{"comment": "from packaging metadata: Home-page", "type": "website", "url": "https://example.org/{name}"}}],
      "hashes": [{{"alg": "SHA-256", "content": "{at:064x}"}}],
      "licenses": [{{"license": {{"acknowledgement": "declared", "id": "MIT"}}}}],
      "name": "{name}", "purl": "pkg:pypi/{name}@{version}", "type": "library", "version": "{version}"}}"#
        ));
    }
    let graph: Vec<String> = references
        .iter()
        .enumerate()
        .map(|(at, reference)| {
            let next = references.get(at + 1).map_or("", String::as_str);
            format!("{{\"ref\": {reference}, \"dependsOn\": [{next}]}}")
        })
        .collect();
    format!(
        r#"{{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
  "metadata": {{"timestamp": "2026-01-01T00:00:00Z", "tools": {{"components": [{{"type": "application", "name": "made up", "version": "1"}}]}},
    "component": {{"type": "library", "name": "demo", "version": "1.1.0", "bom-ref": "root"}}}},
  "components": [{}],
  "dependencies": [{}]}}
"#,
        components.join(",\n    "),
        graph.join(",\n    ")
    )
}

fn write(folder: &Path, name: &str, content: &str) {
    fs::write(folder.join(name), content).expect("a file");
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "-m", message]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
    let output = Command::new("git")
        .args(identity)
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "{output:?}");
}

fn relcheck(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_relcheck"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}
