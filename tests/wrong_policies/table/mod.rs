//! The table: one file a case, with what belongs to it.

mod case;
pub mod marks;
mod problems;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value;

pub use case::Case;
pub use marks::Expected;
pub use problems::problems;

/// Where the table lies.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/wrong_policies")
        .join(name)
}

/// Every wrong policy, sorted by topic and name.
pub fn wrong() -> Vec<Case> {
    let topics = entries(&folder("cases"))
        .into_iter()
        .filter(|topic| topic.is_dir() && !topic.ends_with("lib"));
    topics.flat_map(|topic| cases(&topic)).collect()
}

/// Every policy that nothing is wrong with, sorted by name.
pub fn right() -> Vec<Case> {
    cases(&folder("right"))
}

/// The cases of a folder. `a.rego` is one, and `a.<anything>.rego` belongs to it.
fn cases(folder: &Path) -> Vec<Case> {
    let files: Vec<PathBuf> = entries(folder)
        .into_iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "rego")
        })
        .collect();
    let (main, further): (Vec<_>, Vec<_>) =
        files.iter().partition(|path| !stem(path).contains('.'));
    main.iter()
        .map(|path| {
            let prefix = format!("{}.", stem(path));
            let own = further
                .iter()
                .filter(|other| stem(other).starts_with(&prefix));
            Case::read(path, own.map(|path| path.as_path()))
        })
        .collect()
}

/// What a function says about each case, in order, several at a time.
pub fn of_each<T: Send>(cases: &[Case], say: impl Fn(&Case) -> T + Sync) -> Vec<T> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let share = cases.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let started: Vec<_> = cases
            .chunks(share)
            .map(|cases| scope.spawn(|| cases.iter().map(&say).collect::<Vec<T>>()))
            .collect();
        let parts = started.into_iter().map(|worker| worker.join().unwrap());
        parts.flatten().collect()
    })
}

/// The libraries that every case may use.
fn libraries() -> Vec<PathBuf> {
    entries(&folder("cases/lib"))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// A file's name up to `.rego`.
fn stem(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// The schema of `input`.
fn schema() -> Value {
    relcheck::collect::input_schema().to_value()
}

/// The names of the facts, from the schema.
pub fn fact_names() -> Vec<&'static str> {
    static SCHEMA: std::sync::LazyLock<Value> = std::sync::LazyLock::new(schema);
    let facts = SCHEMA["properties"]["facts"]["properties"].as_object();
    facts.unwrap().keys().map(String::as_str).collect()
}
