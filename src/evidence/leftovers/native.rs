//! What programs that were built to be measured have left: the data of gcov (`.gcda`), of LLVM
//! (`.profraw`, `.profdata`) and of Go (`covcounters.…`, where `GOCOVERDIR` says).

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold none, and may be large.
const PASSED_OVER: [&str; 5] = [".git", ".relcheck", ".venv", "node_modules", "venv"];

/// The most entries of folders that are looked at, the nearest first.
const MAX_ENTRIES: usize = 50_000;

/// Whether a file of this name is such data.
pub(super) fn is_data(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or(name);
    adds(name)
        || [".profraw", ".profdata"]
            .iter()
            .any(|end| name.ends_with(end))
        || is_of_go(name)
}

/// Whether a program adds to a file of this name that is there.
pub(super) fn adds(name: &str) -> bool {
    name.ends_with(".gcda")
}

fn is_of_go(name: &str) -> bool {
    name.starts_with("covcounters.")
}

/// The files of data below a folder, from it.
pub(super) fn data(dir: &Path, command: &str) -> Vec<String> {
    let uses = Uses::of(command);
    let mut found = Vec::new();
    let mut waiting = VecDeque::from([PathBuf::new()]);
    let mut seen = 0;
    while let Some(folder) = waiting.pop_front() {
        let entries = fs::read_dir(dir.join(&folder)).into_iter().flatten();
        for entry in entries.flatten() {
            seen += 1;
            if seen > MAX_ENTRIES || found.len() >= super::MAX_FILES {
                return found;
            }
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = folder.join(&name);
            let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
            if is_folder && !PASSED_OVER.contains(&name.as_str()) {
                waiting.push_back(path);
            } else if !is_folder && is_data(&name) {
                let path = path.to_string_lossy().replace('\\', "/");
                found.extend(uses.takes(&path).then_some(path));
            }
        }
    }
    found
}

/// What a command itself shows that it uses.
struct Uses {
    /// `cargo llvm-cov` has a folder of its own.
    own_folder: bool,
    /// `go test -coverprofile` reads no data of others.
    no_data_of_go: bool,
}

impl Uses {
    fn of(command: &str) -> Self {
        let words: Vec<&str> = super::words(command).collect();
        let has = |pair: [&str; 2]| words.windows(2).any(|it| it == pair);
        let names_data = command.contains("covdata") || command.contains("GOCOVERDIR");
        Uses {
            own_folder: has(["cargo", "llvm-cov"]),
            no_data_of_go: (has(["go", "test"]) || words.contains(&"gotestsum")) && !names_data,
        }
    }

    fn takes(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or(path);
        if is_of_go(name) {
            return !self.no_data_of_go;
        }
        !self.own_folder || path.contains("llvm-cov-target/") || name.ends_with(".gcda")
    }
}
