//! Which tracked file a path of a coverage report means.
//!
//! A report has been written somewhere: in the checkout, in a container, on a build machine, in an
//! installed copy. Its paths are absolute, or relative to a folder that it may or may not name; those
//! of Java and Go are packages. A path that cannot be told for certain is not mapped, and says why:
//! a wrong file's hits would be worse than none.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::fmt;

/// Folders that hold the code of others, where a path ends alike by chance.
const FOREIGN: [&str; 3] = ["node_modules", ".cargo", ".rustup"];

/// Folders into which a copy of the project may be installed: what follows is the whole path of the
/// copy, of which nothing may be left out.
const INSTALLED: [&str; 2] = ["site-packages", "dist-packages"];

/// How many parts of a path are looked at, from its end.
const MAX_PARTS: usize = 64;

/// The tracked files of a project, as they are looked up by the paths of a report.
pub struct CoveragePaths<'a> {
    /// From the project's folder, sorted.
    tracked: &'a [String],
    /// The checkout, absolute.
    checkout: String,
    /// The project's folder in the checkout; empty for the whole of it.
    project: String,
    /// The places in `tracked`, sorted by the paths read from their ends.
    by_end: OnceCell<Vec<usize>>,
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
    /// it, empty for the whole; the tracked paths from that folder, sorted.
    pub fn new(checkout: &str, project: &str, tracked: &'a [String]) -> Self {
        CoveragePaths {
            tracked,
            checkout: normal(checkout),
            project: normal(project),
            by_end: OnceCell::new(),
        }
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
        let path = normal(path);
        if is_absolute(&path) {
            match self.place(&path) {
                Place::Project(inner) => {
                    return self.find(&inner).map_or_else(|| self.by_end(&inner), Ok);
                }
                Place::Repository => return Err(Unmapped::Outside),
                Place::Elsewhere => return self.by_end(&path),
            }
        }
        if let Some(answer) = self.below_roots(&path, roots) {
            return answer;
        }
        if let Some(found) = self.find(&path) {
            return Ok(found);
        }
        if !self.project.is_empty() {
            if let Some(inner) = below(&path, &self.project) {
                return self.find(inner).map_or_else(|| self.by_end(inner), Ok);
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
    fn below_roots(&self, path: &str, roots: &[String]) -> Option<Result<&'a str, Unmapped<'a>>> {
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
            if let Some(found) = self.find(&inner) {
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

    /// The tracked file of exactly this path.
    fn find(&self, path: &str) -> Option<&'a str> {
        let place = self
            .tracked
            .binary_search_by(|known| known.as_str().cmp(path));
        self.tracked.get(place.ok()?).map(String::as_str)
    }

    /// The one tracked file that ends like the path.
    fn by_end(&self, path: &str) -> Result<&'a str, Unmapped<'a>> {
        let path = path.trim_start_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let is_module_cache = parts.windows(2).any(|pair| matches!(pair, ["pkg", "mod"]));
        if is_module_cache || parts.iter().any(|part| FOREIGN.contains(part)) {
            return Err(Unmapped::Foreign);
        }
        let installed = parts.iter().rposition(|part| INSTALLED.contains(part));
        let first = installed.map_or(0, |place| place + 1);
        let first = first.max(parts.len().saturating_sub(MAX_PARTS));
        let last = if installed.is_some() {
            first + 1
        } else {
            parts.len()
        };
        for start in first..last.min(parts.len()) {
            let tail = parts.get(start..).unwrap_or_default().join("/");
            if start + 1 == parts.len() {
                return self.find(&tail).ok_or(Unmapped::Unknown);
            }
            match self.ending(&tail) {
                (None, _) => {}
                (Some(one), None) => return Ok(one),
                (Some(one), Some(other)) => return Err(Unmapped::Ambiguous(one, other)),
            }
        }
        Err(Unmapped::Unknown)
    }

    /// Two of the tracked files that are the path or end in it below a folder, or as many as there
    /// are.
    fn ending(&self, tail: &str) -> (Option<&'a str>, Option<&'a str>) {
        let all = self.by_end.get_or_init(|| {
            let mut all: Vec<usize> = (0..self.tracked.len()).collect();
            all.sort_unstable_by(|one, other| from_end(self.at(*one), self.at(*other)));
            all
        });
        let below = format!("/{tail}");
        // Read from the end, all paths that end alike stand together, the shortest first.
        let start =
            all.partition_point(|place| from_end(self.at(*place), &below) == Ordering::Less);
        let following = all.get(start..).unwrap_or_default().iter();
        let inner = following
            .map(|place| self.at(*place))
            .take_while(|path| path.ends_with(&below));
        let mut found = self.find(tail).into_iter().chain(inner);
        (found.next(), found.next())
    }

    fn at(&self, place: usize) -> &'a str {
        self.tracked.get(place).map_or("", String::as_str)
    }
}

fn from_end(one: &str, other: &str) -> Ordering {
    one.bytes().rev().cmp(other.bytes().rev())
}

/// The path below a folder; `None` if it is not there, or is the folder itself.
fn below<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let inner = match folder {
        "/" => path.strip_prefix('/')?,
        _ => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    (!inner.is_empty()).then_some(inner)
}

fn is_absolute(path: &str) -> bool {
    path.starts_with('/') || has_drive(path)
}

fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// A path with `/`, without `.`, `..` and empty parts, without `/` at its end, and with its drive, if
/// it has one, in small letters. What Windows puts before long paths (`\\?\`) is left out.
fn normal(path: &str) -> String {
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
