//! CPU time and peak memory of a whole process and everything that it starts.

use std::iter::Sum;
use std::path::Path;
use std::process::Command;

/// Whether this system can measure child processes.
pub const SUPPORTED: bool = cfg!(unix);

/// The environment variable that makes this program measure one command and print the result.
const CHILD: &str = "RELCHECK_BENCH_CHILD";

/// The program that is measured: `RELCHECK_BENCH_PROGRAM`, where that names one, else what was built for
/// the benchmark.
#[must_use]
pub fn program(built: &str) -> String {
    std::env::var("RELCHECK_BENCH_PROGRAM").unwrap_or_else(|_| built.to_owned())
}

/// A copy of a program in a folder, such as `cargo install` makes of what it has built. On Linux a file as
/// the linker has left it takes a millisecond more to start than a copy of it, since a copy lies in larger
/// pieces in the page cache; so programs are held against each other as they are installed.
#[allow(dead_code)] // Only where programs are held against each other.
pub fn installed(program: &str, folder: &Path, name: &str) -> String {
    let path = folder
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    std::fs::copy(program, &path).expect("the program is copied");
    path.to_string_lossy().into_owned()
}

/// What one command used.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    pub cpu_ms: f64,
    pub peak_mib: f64,
}

impl Sum for Usage {
    fn sum<I: Iterator<Item = Usage>>(usages: I) -> Self {
        usages.fold(Usage::default(), |one, other| Usage {
            cpu_ms: one.cpu_ms + other.cpu_ms,
            peak_mib: one.peak_mib.max(other.peak_mib),
        })
    }
}

/// Runs a command in a folder and measures it. A process of its own does the counting, so that one
/// command's peak is not taken for another's.
pub fn command(folder: &Path, words: &[&str]) -> Usage {
    let own = std::env::current_exe().expect("the benchmark knows its own path");
    let output = Command::new(own)
        .args(words)
        .current_dir(folder)
        .env(CHILD, "1")
        .env_remove("RELCHECK_NOW")
        .output()
        .expect("the benchmark starts itself");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut numbers = text
        .split_whitespace()
        .map(|number| number.parse::<f64>().expect("a number"));
    Usage {
        cpu_ms: numbers.next().expect("the CPU time"),
        peak_mib: numbers.next().expect("the peak"),
    }
}

/// If this process is to measure one command: measures it and returns the numbers.
pub fn run_as_child() -> Option<String> {
    std::env::var_os(CHILD)?;
    let mut words = std::env::args_os().skip(1);
    let status = Command::new(words.next()?)
        .args(words)
        .env_remove(CHILD)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .expect("the command starts");
    assert!(
        status.code().is_some_and(|code| code <= 3),
        "the command failed: {status}"
    );
    Some(usage_of_children())
}

#[cfg(unix)]
fn usage_of_children() -> String {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("the system counts");
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    // Linux counts in KiB, macOS in bytes.
    let unit = if cfg!(target_os = "macos") {
        1024.0 * 1024.0
    } else {
        1024.0
    };
    format!("{} {}", cpu as f64 / 1000.0, usage.max_rss() as f64 / unit)
}

#[cfg(not(unix))]
fn usage_of_children() -> String {
    "0 0".to_owned()
}

/// The middle one of some numbers; 0 if there are none.
pub fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
