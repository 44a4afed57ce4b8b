//! The policies that are part of the program; see `build.rs`.

use super::source::PolicyFile;
use super::text::PolicyText;

/// A file, with the SHA-256 of its text in lower-case hexadecimal.
struct Embedded {
    path: &'static str,
    text: &'static str,
    sha256: &'static str,
}

impl Embedded {
    fn to_file(&self) -> PolicyFile {
        PolicyFile::new(self.path, PolicyText::embedded(self.text, self.sha256))
    }
}

include!(concat!(env!("OUT_DIR"), "/policies.rs"));

const MANIFEST: &str = "policies/manifest.txt";
const DATA: &str = "policies/data.yaml";
const READ_AHEAD: &str = "policies/read_ahead.json";

/// The built-in `.rego` files, rules, libraries and tests, sorted by path.
pub(super) fn files() -> Vec<PolicyFile> {
    FILES
        .iter()
        .filter(|file| file.path.ends_with(".rego"))
        .map(Embedded::to_file)
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
    text(READ_AHEAD).map_or("", |file| file.text)
}

fn find(wanted: &str) -> PolicyFile {
    match text(wanted) {
        Some(file) => file.to_file(),
        None => PolicyFile::new(wanted, ""),
    }
}

fn text(wanted: &str) -> Option<&'static Embedded> {
    FILES.iter().find(|file| file.path == wanted)
}
