//! The policies that are part of the program; see `build.rs`.

use super::source::PolicyFile;

include!(concat!(env!("OUT_DIR"), "/policies.rs"));

const MANIFEST: &str = "policies/manifest.txt";
const DATA: &str = "policies/data.yaml";
const READ_AHEAD: &str = "policies/read_ahead.json";

/// The built-in `.rego` files, rules, libraries and tests, sorted by path.
pub(super) fn files() -> Vec<PolicyFile> {
    FILES
        .iter()
        .filter(|(path, _)| path.ends_with(".rego"))
        .map(|(path, text)| PolicyFile::new(*path, *text))
        .collect()
}

/// The list of built-in rules; empty in a build without any.
pub(super) fn manifest() -> PolicyFile {
    find(MANIFEST)
}

/// The built-in thresholds; empty in a build without any.
pub(super) fn thresholds() -> PolicyFile {
    find(DATA)
}

/// What their YAML says; empty in a build without it.
pub(super) fn read_ahead() -> &'static str {
    text(READ_AHEAD).unwrap_or_default()
}

fn find(wanted: &str) -> PolicyFile {
    PolicyFile::new(wanted, text(wanted).unwrap_or_default())
}

fn text(wanted: &str) -> Option<&'static str> {
    FILES
        .iter()
        .find_map(|(path, text)| (*path == wanted).then_some(*text))
}
