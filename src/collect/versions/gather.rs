//! Where declarations are collected, and files are read without one bad file spoiling the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{
    Declaration, DeclarationRole, DynamicVersion, Missing, UndeterminedVersion, VersionFact,
    Versions,
};
use crate::formats::place::Malformed;
use crate::repo::Checkout;

use super::{locked, version_fact};

/// The largest manifest that is read, in bytes. Real ones take kilobytes.
pub(super) const MAX_MANIFEST: u64 = 4 * 1024 * 1024;

/// Folders whose files speak of other projects' versions, or of none.
const FOREIGN_FOLDERS: &[&str] = &[
    "node_modules",
    "vendor",
    "_vendor",
    "vendored",
    "third_party",
    "third-party",
    "tests",
    "test",
    "testing",
    "testdata",
    "fixtures",
    "__fixtures__",
    "examples",
    "example",
    "docs",
    "doc",
    "benches",
    "benchmarks",
    ".git",
];

/// Whether a folder on the path holds what is not the project's own: tests, examples, vendored
/// code.
pub(super) fn is_foreign(path: &str) -> bool {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    folders
        .split('/')
        .any(|folder| FOREIGN_FOLDERS.contains(&folder))
}

/// What is found so far.
pub(super) struct Gather<'c> {
    checkout: &'c Checkout,
    tracked: &'c [String],
    /// By path, line and text.
    declarations: BTreeMap<(String, u64, String), Declaration>,
    dynamic: Vec<DynamicVersion>,
    undetermined: Vec<UndeterminedVersion>,
    /// The folders in which the project's manifests say that Python packages lie.
    pub(super) source_folders: Vec<String>,
    /// The names of Cargo's packages that take the project's version from their workspace.
    pub(super) inheriting: BTreeSet<String>,
}

/// A place that holds a version.
pub(super) struct Found<'f> {
    pub path: &'f str,
    pub line: u64,
    pub kind: &'f str,
    pub key: &'f str,
    pub role: DeclarationRole,
    pub package: Option<&'f str>,
}

impl<'c> Gather<'c> {
    /// # Errors
    /// [`Missing`] if the tracked files cannot be listed.
    pub(super) fn new(checkout: &'c Checkout) -> Result<Self, Missing> {
        Ok(Gather {
            checkout,
            tracked: checkout.tracked()?,
            declarations: BTreeMap::new(),
            dynamic: Vec::new(),
            undetermined: Vec::new(),
            source_folders: Vec::new(),
            inheriting: BTreeSet::new(),
        })
    }

    /// The tracked files, sorted.
    pub(super) fn tracked(&self) -> &'c [String] {
        self.tracked
    }

    /// Whether git tracks the file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.tracked
            .binary_search_by(|known| known.as_str().cmp(path))
            .is_ok()
    }

    /// The text of a tracked file; `None` if git does not track it, or if it cannot be read: then
    /// that is noted.
    pub(super) fn read(&mut self, path: &str) -> Option<String> {
        self.read_within(path, MAX_MANIFEST)
    }

    fn read_within(&mut self, path: &str, limit: u64) -> Option<String> {
        if !self.has(path) {
            return None;
        }
        match self.checkout.tracked_text(path, limit) {
            Ok(text) => Some(text),
            Err(missing) => {
                self.undetermined(path, 1, missing.reason);
                None
            }
        }
    }

    /// Reads a tracked file and parses it; a malformed one is noted.
    pub(super) fn parse<T>(
        &mut self,
        path: &str,
        parse: impl FnOnce(&str) -> Result<T, Malformed>,
    ) -> Option<T> {
        self.parse_within(path, MAX_MANIFEST, parse)
    }

    /// The same for a file of at most `limit` bytes.
    pub(super) fn parse_within<T>(
        &mut self,
        path: &str,
        limit: u64,
        parse: impl FnOnce(&str) -> Result<T, Malformed>,
    ) -> Option<T> {
        let text = self.read_within(path, limit)?;
        match parse(&text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.undetermined(
                    path,
                    error.line,
                    format!("it cannot be parsed: {}", error.message),
                );
                None
            }
        }
    }

    /// Notes a literal version. One that is found twice in a line is noted once, under the first
    /// kind that finds it.
    pub(super) fn declare(&mut self, found: Found<'_>, text: &str) {
        let place = (found.path.to_owned(), found.line, text.to_owned());
        let declaration = self
            .declarations
            .entry(place)
            .or_insert_with(|| Declaration {
                path: found.path.to_owned(),
                line: found.line,
                kind: found.kind.to_owned(),
                key: found.key.to_owned(),
                role: found.role,
                package: found.package.map(str::to_owned),
                text: text.to_owned(),
                version: version_fact(text),
            });
        if found.role == DeclarationRole::Project {
            declaration.role = DeclarationRole::Project;
        }
    }

    /// The literal versions that are noted so far, sorted by path and line.
    pub(super) fn declarations(&self) -> impl Iterator<Item = &Declaration> {
        self.declarations.values()
    }

    /// Notes a place that takes the version from somewhere else.
    pub(super) fn dynamic(
        &mut self,
        path: &str,
        line: u64,
        provider: &str,
        target: &str,
        from_tag: bool,
    ) {
        self.dynamic.push(DynamicVersion {
            path: path.to_owned(),
            line,
            provider: provider.to_owned(),
            target: target.to_owned(),
            from_tag,
        });
    }

    /// Notes a place whose version cannot be determined.
    pub(super) fn undetermined(&mut self, path: &str, line: u64, reason: impl Into<String>) {
        self.undetermined.push(UndeterminedVersion {
            path: path.to_owned(),
            line,
            reason: reason.into(),
        });
    }

    /// Takes out the places of a file whose version could not be determined, and returns their lines.
    pub(super) fn settle(&mut self, path: &str) -> Vec<u64> {
        let of_it = |place: &mut UndeterminedVersion| place.path == path;
        let settled = self.undetermined.extract_if(.., of_it);
        settled.map(|place| place.line).collect()
    }

    /// The fact: every list sorted by path and line, without repetitions.
    pub(super) fn finish(
        mut self,
        name: Option<String>,
        declared: Option<VersionFact>,
    ) -> Versions {
        let locked = locked::read(&mut self);
        self.dynamic.sort_by(|a, b| {
            (&a.path, a.line, &a.provider, &a.target).cmp(&(
                &b.path,
                b.line,
                &b.provider,
                &b.target,
            ))
        });
        self.dynamic.dedup();
        self.undetermined
            .sort_by(|a, b| (&a.path, a.line, &a.reason).cmp(&(&b.path, b.line, &b.reason)));
        self.undetermined.dedup();
        Versions {
            name,
            declared,
            declarations: self.declarations.into_values().collect(),
            locked,
            left_behind: Vec::new(),
            left_behind_unknown: None,
            unmet: Vec::new(),
            dynamic: self.dynamic,
            undetermined: self.undetermined,
        }
    }
}
