//! Which tracked file a path of a coverage report means.
//!
//! A report has been written somewhere: in the checkout, in a container, on a build machine, in an
//! installed copy. Its paths are absolute, or relative to a folder that it may or may not name; those
//! of Java and Go are packages. A path that cannot be told for certain is not mapped, and says why:
//! a wrong file's hits would be worse than none.

mod by_end;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt;

use super::Context;
use crate::facts::Missing;
use by_end::ByEnd;

/// Folders that hold the code of others, where a path ends alike by chance. What is tracked below one
/// is found by the whole of its path.
const FOREIGN: [&str; 9] = [
    "node_modules",
    ".cargo",
    ".rustup",
    "_deps",
    "vendor",
    "third_party",
    "subprojects",
    "Pods",
    "bower_components",
];

/// Folders into which a copy of the project may be installed: what follows is the whole path of the
/// copy, of which nothing may be left out.
const INSTALLED: [&str; 2] = ["site-packages", "dist-packages"];

/// How many parts of a path are looked at, from its end.
const MAX_PARTS: usize = 64;

/// The tracked files of a project, as they are looked up by the paths of a report.
pub struct CoveragePaths<'a> {
    /// From the project's folder, sorted.
    tracked: &'a [String],
    /// The other tracked files of the repository, from its root, sorted.
    outside: &'a [String],
    /// The checkout, absolute.
    checkout: String,
    /// The project's folder in the checkout; empty for the whole of it.
    project: String,
    by_end: OnceCell<ByEnd<'a>>,
    outside_by_end: OnceCell<ByEnd<'a>>,
}

/// The tracked file that a path means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'a> {
    /// Its path from the project's folder.
    pub path: &'a str,
    /// Whether the whole of its path says so, and not only its end.
    pub whole: bool,
}

/// Why a path means no tracked file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmapped<'a> {
    /// It is in the repository and not in the project.
    Outside,
    /// It is code of others.
    Foreign,
    /// No tracked file ends like it.
    Unknown,
    /// Several tracked files end like it; these are two of them.
    Ambiguous(&'a str, &'a str),
    /// The report names another file that is this tracked one, or may as well be.
    Contested(&'a str),
}

impl fmt::Display for Unmapped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unmapped::Outside => formatter.write_str("it is outside of the project"),
            Unmapped::Foreign => formatter.write_str("it is in a folder for the code of others"),
            Unmapped::Unknown => formatter.write_str("no tracked file ends like it"),
            Unmapped::Ambiguous(one, other) => {
                write!(formatter, "it may be `{one}` or `{other}`")
            }
            Unmapped::Contested(path) => {
                write!(
                    formatter,
                    "it ends like `{path}`, and so does another path of the report"
                )
            }
        }
    }
}

/// Where an absolute path lies.
enum Place {
    /// In the project: the path from its folder.
    Project(String),
    /// In the checkout, and not in the project.
    Repository,
    Elsewhere,
}

impl<'a> CoveragePaths<'a> {
    /// The files of a project: the checkout's root, absolute and with `/`; the project's folder in
    /// it, empty for the whole; the tracked paths from that folder, sorted; the other tracked paths of
    /// the repository from its root, sorted.
    pub fn new(
        checkout: &str,
        project: &str,
        tracked: &'a [String],
        outside: &'a [String],
    ) -> Self {
        CoveragePaths {
            tracked,
            outside,
            checkout: normal(checkout),
            project: normal(project),
            by_end: OnceCell::new(),
            outside_by_end: OnceCell::new(),
        }
    }

    /// The files of the project that is looked at.
    ///
    /// # Errors
    /// [`Missing`] if the index cannot be read.
    pub fn of(context: &'a Context) -> Result<Self, Missing> {
        let checkout = context.checkout();
        let root = context.root();
        let (tracked, outside) = (checkout.tracked()?, checkout.tracked_outside()?);
        Ok(CoveragePaths::new(
            &root,
            checkout.project(),
            tracked,
            outside,
        ))
    }

    /// The tracked file that a path of a report means, by the roots that the report names.
    ///
    /// In this order: an absolute path below the checkout; the path below a root that lies in the
    /// checkout; the path from the project's folder or from the checkout; the one tracked file that
    /// ends like it, by as many of its parts as one has. At least a folder and the name have to
    /// agree, or the name with a file directly in the project's folder.
    ///
    /// # Errors
    /// Why there is no such file, or not one alone.
    pub fn map(&self, path: &str, roots: &[String]) -> Result<&'a str, Unmapped<'a>> {
        self.locate(path, roots).map(|found| found.path)
    }

    /// The tracked files that the paths of one report mean, each at its place. Where the end of a path
    /// is all that speaks for a file, no other path of the report may mean that file.
    pub fn map_all<'p>(
        &self,
        paths: impl Iterator<Item = &'p str>,
        roots: &[String],
    ) -> Vec<Result<&'a str, Unmapped<'a>>> {
        let found: Vec<(String, Result<Found<'a>, Unmapped<'a>>)> = paths
            .map(|path| (normal(path), self.locate(path, roots)))
            .collect();
        let mut claims: HashMap<&str, Claim> = HashMap::new();
        for (path, found) in &found {
            if let Ok(found) = found {
                let claim = claims.entry(found.path).or_default();
                claim.whole |= found.whole;
                claim.several |= claim.first.is_some_and(|first| first != path);
                claim.first.get_or_insert(path);
            }
        }
        let certain = |found: Found<'a>| match claims.get(found.path) {
            Some(claim) if !found.whole && (claim.whole || claim.several) => {
                Err(Unmapped::Contested(found.path))
            }
            _ => Ok(found.path),
        };
        let found = found.iter().map(|(_, found)| found.and_then(certain));
        found.collect()
    }

    fn locate(&self, path: &str, roots: &[String]) -> Result<Found<'a>, Unmapped<'a>> {
        let path = normal(path);
        if is_absolute(&path) {
            match self.place(&path) {
                Place::Project(inner) => {
                    return self.whole(&inner).map_or_else(|| self.by_end(&inner), Ok);
                }
                Place::Repository => return Err(Unmapped::Outside),
                Place::Elsewhere => return self.by_end(&path),
            }
        }
        if let Some(answer) = self.below_roots(&path, roots) {
            return answer;
        }
        if path.starts_with("../") {
            let joined = normal(&format!("{}/{path}", self.project));
            let inner = below(&joined, &self.project).filter(|_| !self.project.is_empty());
            return inner
                .and_then(|inner| self.whole(inner))
                .ok_or(Unmapped::Outside);
        }
        if let Some(found) = self.whole(&path) {
            return Ok(found);
        }
        if !self.project.is_empty() {
            if let Some(inner) = below(&path, &self.project) {
                return self.whole(inner).map_or_else(|| self.by_end(inner), Ok);
            }
            // `packages/b/src/x.py`, where the project is `packages/a`.
            let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
            if first(&path) == first(&self.project) {
                return Err(Unmapped::Outside);
            }
        }
        self.by_end(&path)
    }

    /// The answer that roots in the checkout give; `None` if they give none.
    fn below_roots(&self, path: &str, roots: &[String]) -> Option<Result<Found<'a>, Unmapped<'a>>> {
        let mut is_outside = false;
        for root in roots {
            let root = normal(root);
            let joined = normal(&format!("{root}/{path}"));
            let inner = match (is_absolute(&root), self.place(&joined)) {
                (true, Place::Project(inner)) => inner,
                (true, Place::Repository) => {
                    is_outside = true;
                    continue;
                }
                (true, Place::Elsewhere) => continue,
                (false, _) if root.is_empty() => continue,
                (false, _) => joined,
            };
            if let Some(found) = self.whole(&inner) {
                return Some(Ok(found));
            }
        }
        // A root outside of the project says where the path is: no file of the project is meant.
        let all_absolute = roots.iter().all(|root| is_absolute(&normal(root)));
        (is_outside && all_absolute).then_some(Err(Unmapped::Outside))
    }

    fn place(&self, absolute: &str) -> Place {
        match below(absolute, &self.checkout) {
            None => Place::Elsewhere,
            Some(inner) if self.project.is_empty() => Place::Project(inner.to_owned()),
            Some(inner) => match below(inner, &self.project) {
                Some(inner) => Place::Project(inner.to_owned()),
                None => Place::Repository,
            },
        }
    }

    fn whole(&self, path: &str) -> Option<Found<'a>> {
        let path = find(self.tracked, path)?;
        Some(Found { path, whole: true })
    }

    /// The one tracked file that ends like the path. A file of the repository that is not the
    /// project's, and that more of the path speaks for, is meant in its place.
    fn by_end(&self, path: &str) -> Result<Found<'a>, Unmapped<'a>> {
        let path = path.trim_start_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let is_module_cache = parts.windows(2).any(|pair| matches!(pair, ["pkg", "mod"]));
        if is_module_cache {
            return Err(Unmapped::Foreign);
        }
        let foreign = parts.iter().rposition(|part| FOREIGN.contains(part));
        let installed = parts.iter().rposition(|part| INSTALLED.contains(part));
        let first = installed.map_or(0, |place| place + 1);
        let first = first.max(parts.len().saturating_sub(MAX_PARTS));
        let last = if installed.is_some() {
            first + 1
        } else {
            parts.len()
        };
        for start in first..last.min(parts.len()) {
            if foreign.is_some_and(|place| place < start) {
                return Err(Unmapped::Foreign);
            }
            let tail = parts.get(start..).unwrap_or_default().join("/");
            let is_name = start + 1 == parts.len();
            if let Some(found) = self.ending(&tail, is_name)? {
                return Ok(Found {
                    path: found,
                    whole: false,
                });
            }
        }
        Err(Unmapped::Unknown)
    }

    /// The one tracked file that is the path or ends in it below a folder. A name alone says nothing
    /// of a file in a folder.
    fn ending(&self, tail: &str, is_name: bool) -> Result<Option<&'a str>, Unmapped<'a>> {
        if is_name {
            return Ok(find(self.tracked, tail));
        }
        let own = self.by_end.get_or_init(|| ByEnd::of(self.tracked));
        let exact = find(self.tracked, tail).or_else(|| self.seen_from_above(tail));
        let own = exact.into_iter().chain(own.below_a_folder(tail));
        let others = || {
            let others = self.outside_by_end.get_or_init(|| ByEnd::of(self.outside));
            let exact = find(self.outside, tail).into_iter();
            exact.chain(others.below_a_folder(tail)).next()
        };
        let mut own = own.take(2);
        match (own.next(), own.next()) {
            (Some(one), Some(other)) => Err(Unmapped::Ambiguous(one, other)),
            (Some(one), None) => match others() {
                Some(other) => Err(Unmapped::Ambiguous(one, other)),
                None => Ok(Some(one)),
            },
            (None, _) => match others() {
                Some(_) => Err(Unmapped::Outside),
                None => Ok(None),
            },
        }
    }
}

impl<'a> CoveragePaths<'a> {
    /// The project's file of this path from a folder that the project is in: `a/src/x.py`, where the
    /// project is `packages/a`.
    fn seen_from_above(&self, path: &str) -> Option<&'a str> {
        let mut folder = self.project.as_str();
        loop {
            let found = below(path, folder).and_then(|inner| find(self.tracked, inner));
            match (found, folder.split_once('/')) {
                (Some(found), _) => return Some(found),
                (None, Some((_, inner))) => folder = inner,
                (None, None) => return None,
            }
        }
    }
}

/// Who means a tracked file, of the paths of one report.
#[derive(Default)]
struct Claim<'p> {
    first: Option<&'p str>,
    /// Whether several paths do.
    several: bool,
    /// Whether one does by the whole of its path.
    whole: bool,
}

/// The path of a sorted list that is exactly this one.
pub(super) fn find<'a>(paths: &'a [String], path: &str) -> Option<&'a str> {
    let place = paths.binary_search_by(|known| known.as_str().cmp(path));
    paths.get(place.ok()?).map(String::as_str)
}

/// The path below a folder; `None` if it is not there, or is the folder itself.
pub(super) fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let inner = match folder {
        "/" => path.strip_prefix('/')?,
        _ => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    (!inner.is_empty()).then_some(inner)
}

pub(super) fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || has_drive(path)
}

fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// A path with `/`, without `.`, `..` and empty parts, without `/` at its end, and with its drive, if
/// it has one, in small letters. What Windows puts before long paths (`\\?\`) is left out.
pub(super) fn normal(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("//?/").unwrap_or(&path);
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if path.starts_with('/') => {}
            _ => parts.push(part),
        }
    }
    let mut normal = parts.join("/");
    if has_drive(&normal) {
        let (drive, rest) = normal.split_at(1);
        normal = format!("{}{rest}", drive.to_ascii_lowercase());
    } else if path.starts_with('/') {
        normal.insert(0, '/');
    }
    normal
}

#[cfg(test)]
mod tests;
