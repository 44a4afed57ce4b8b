//! CPU time and peak memory of whole runs, held against the goals and against plain git.
//!
//! `cargo bench --bench check` builds repositories with `git fast-import`, runs the program over
//! them several times, each run in turn with the git commands that read the same things, and prints
//! the medians and the ratios. Machines are noisy: nothing here fails because of a time.
//! `RELCHECK_BENCH_LARGE=1` adds the repository of 100,000 files and 50,000 commits.

mod measure;
mod repository;

use measure::{Usage, median};
use repository::Size;

/// How often each command is run.
const RUNS: usize = 9;

/// One line of the table.
struct Case {
    name: &'static str,
    size: Option<Size>,
    arguments: &'static [&'static str],
    cpu_goal_ms: f64,
    memory_goal_mib: f64,
}

const CASES: &[Case] = &[
    Case {
        name: "start-up",
        size: None,
        arguments: &["--version"],
        cpu_goal_ms: 3.0,
        memory_goal_mib: 40.0,
    },
    Case {
        name: "10 files, 10 commits",
        size: Some(Size {
            files: 10,
            commits: 10,
        }),
        arguments: &["check", "--no-fail"],
        cpu_goal_ms: 20.0,
        memory_goal_mib: 40.0,
    },
    Case {
        name: "1,000 files, 1,000 commits",
        size: Some(Size {
            files: 1_000,
            commits: 1_000,
        }),
        arguments: &["check", "--no-fail"],
        cpu_goal_ms: 100.0,
        memory_goal_mib: 40.0,
    },
    Case {
        name: "the same, every fact",
        size: Some(Size {
            files: 1_000,
            commits: 1_000,
        }),
        arguments: &["collect"],
        cpu_goal_ms: 100.0,
        memory_goal_mib: 40.0,
    },
    Case {
        name: "10,000 files, 5,000 commits",
        size: Some(Size {
            files: 10_000,
            commits: 5_000,
        }),
        arguments: &["check", "--no-fail"],
        cpu_goal_ms: 1_000.0,
        memory_goal_mib: 300.0,
    },
    Case {
        name: "100,000 files, 50,000 commits",
        size: Some(Size {
            files: 100_000,
            commits: 50_000,
        }),
        arguments: &["check", "--no-fail"],
        cpu_goal_ms: 4_000.0,
        memory_goal_mib: 300.0,
    },
];

fn main() {
    if let Some(result) = measure::run_as_child() {
        println!("{result}");
        return;
    }
    // `cargo test --benches` runs this file too; there it has nothing to say.
    if !std::env::args().any(|argument| argument == "--bench") {
        println!("benchmarks run with `cargo bench --bench check`");
        return;
    }
    if !measure::SUPPORTED {
        println!("skipped: CPU time of child processes is measured on Unix only");
        return;
    }
    println!(
        "{:32} {:>9} {:>9} {:>9} {:>9} {:>12} {:>8}",
        "median of whole processes", "CPU ms", "goal", "peak MiB", "goal", "CPU / git's", "growth"
    );
    let mut smaller: Option<(Size, f64)> = None;
    for case in CASES {
        if case.size.is_some_and(|size| size.files > 10_000)
            && std::env::var_os("RELCHECK_BENCH_LARGE").is_none()
        {
            println!("{:32} skipped; RELCHECK_BENCH_LARGE=1 runs it", case.name);
            continue;
        }
        let cpu = report(case, smaller);
        if let Some(size) = case.size.filter(|_| case.arguments.contains(&"check")) {
            smaller = Some((size, cpu));
        }
    }
}

/// Runs one case, prints its line, and returns the CPU time in milliseconds. With the size and the
/// time of a smaller case, the line tells how many times the cost has grown, and the files.
fn report(case: &Case, smaller: Option<(Size, f64)>) -> f64 {
    let repository = case.size.map(repository::build);
    let folder = repository
        .as_ref()
        .map_or_else(std::env::temp_dir, |dir| dir.path().to_owned());
    let program = measure::program(env!("CARGO_BIN_EXE_relcheck"));
    let program = program.as_str();
    let mut own = Vec::new();
    let mut git = Vec::new();
    for _ in 0..RUNS {
        own.push(measure::command(
            &folder,
            &[&[program], case.arguments].concat(),
        ));
        if repository.is_some() {
            git.push(
                repository::GIT_COMMANDS
                    .iter()
                    .map(|command| measure::command(&folder, command))
                    .sum::<Usage>(),
            );
        }
    }
    let cpu = median(own.iter().map(|usage| usage.cpu_ms));
    let memory = median(own.iter().map(|usage| usage.peak_mib));
    let ratio = match median(git.iter().map(|usage| usage.cpu_ms)) {
        git if git > 0.0 => format!("{:.2}", cpu / git),
        _ => "-".to_owned(),
    };
    let growth = match (smaller, case.size) {
        (Some((before, time)), Some(size)) if size.files > before.files && time > 0.0 => {
            format!("{:.1}/{}", cpu / time, size.files / before.files)
        }
        _ => "-".to_owned(),
    };
    println!(
        "{:32} {cpu:9.1} {:9.1} {memory:9.1} {:9.1} {ratio:>12} {growth:>8}",
        case.name, case.cpu_goal_ms, case.memory_goal_mib
    );
    cpu
}
