//! What a lock file says, whatever tool wrote it.

use std::collections::{HashMap, HashSet};

use crate::formats::report::Flaw;

/// The largest lock file that is read: 64 MiB.
pub const MAX_BYTES: u64 = 64 << 20;

/// The most packages that are read of one lock file.
pub const MAX_PACKAGES: usize = 100_000;

/// The longest name, version, requirement or condition that is kept, in bytes. Those of real
/// packages take tens; a longer one makes the file unreadable, since what is cut off may name
/// another package.
pub const MAX_TEXT: usize = 2_048;

/// What a lock file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lock {
    /// The packages of others that it names, in its order.
    pub packages: Vec<Locked>,
    /// The project's own packages among those that it names: they are no dependencies.
    pub own: Vec<OwnPackage>,
    /// The folders that it leads to without saying what lies there: whether those are the project's own
    /// it does not tell.
    pub linked: Vec<OwnPackage>,
    /// Why it does not fix everything that is installed, each as a clause that can follow its name:
    /// `does not fix the version of requests`. Empty if it does.
    pub gaps: Vec<String>,
    /// Whether it is known to name what its packages need themselves.
    pub is_closed: bool,
    /// The files that it takes in, in its order.
    pub includes: Vec<Include>,
    /// What its own packages ask for by another name than the package has.
    pub renamed: Vec<Renamed>,
    /// The names of packages whose version is chosen whatever is asked for.
    pub overridden: Vec<String>,
}

/// A name that one of the project's own packages gives to a package of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The folder of the package that asks, as in [`OwnPackage::folder`].
    pub folder: String,
    /// The name that it asks for.
    pub name: String,
}

/// One package of others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Locked {
    /// The name as it is written.
    pub name: String,
    /// The version; `None` where the file does not fix one.
    pub version: Option<String>,
    /// What is asked for, where that is said beside the version or in its place.
    pub requirement: Option<String>,
    /// Whether the project itself asks for it; `None` where the file does not say.
    pub direct: Option<bool>,
    /// What it is needed for.
    pub scope: Scope,
    /// Where its content comes from.
    pub origin: Origin,
    /// Whether there is a digest of its content.
    pub has_digest: bool,
    /// When it is installed; `None` for always.
    pub condition: Option<String>,
    /// The line, starting at 1; `None` where it is not known.
    pub line: Option<u32>,
    /// What it needs itself: places in [`Lock::packages`]. Empty too where the file does not say.
    pub needs: Vec<u32>,
}

/// One of the project's own packages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnPackage {
    /// Its name as it is written; `None` if it has none.
    pub name: Option<String>,
    /// Its folder, from that of the lock file, empty for that itself; `None` where that is not said.
    pub folder: Option<String>,
    /// Its version; `None` where that is not said.
    pub version: Option<String>,
    /// The line that names it, starting at 1; `None` where it is not known.
    pub line: Option<u32>,
}

/// What a package is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scope {
    /// To run what is released.
    Runtime,
    /// Where a user asks for it.
    Optional,
    /// To build what is released.
    Build,
    /// To develop or test it.
    Development,
    /// The file does not say.
    #[default]
    Unknown,
}

/// Where the content of a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Origin {
    /// The usual registry, or the file does not say otherwise.
    #[default]
    Registry,
    /// Another registry.
    OtherRegistry,
    /// A commit of a repository.
    Git,
    /// An address.
    Url,
    /// A folder or file.
    Path,
}

/// A file that another one takes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Include {
    /// The path as it is written, from the folder of the file.
    pub path: String,
    /// Whether it only limits versions, and asks for nothing itself.
    pub constrains: bool,
    /// The line, starting at 1.
    pub line: u32,
}

/// A flaw at a line, as a clause that can follow the name of the file.
pub(super) fn flaw(line: u64, what: impl std::fmt::Display) -> Flaw {
    Flaw::unreadable(format!("it cannot be understood: line {line}: {what}"))
}

/// A line as facts hold it; beyond what fits, the last.
pub(super) fn line(number: u64) -> Option<u32> {
    Some(u32::try_from(number).unwrap_or(u32::MAX))
}

/// A text that is kept.
///
/// # Errors
/// It is empty, or longer than [`MAX_TEXT`].
pub(super) fn kept(text: &str, what: &str, at: u64) -> Result<String, Flaw> {
    if text.is_empty() {
        return Err(flaw(at, format!("the {what} is empty")));
    }
    if text.len() > MAX_TEXT {
        return Err(flaw(
            at,
            format!(
                "the {what} has {} bytes; at most {MAX_TEXT} are read",
                text.len()
            ),
        ));
    }
    Ok(text.to_owned())
}

/// Refuses a file with more packages than are read.
pub(super) fn require_few(count: usize) -> Result<(), Flaw> {
    if count > MAX_PACKAGES {
        return Err(Flaw::unreadable(format!(
            "it names {count} packages; at most {MAX_PACKAGES} are read"
        )));
    }
    Ok(())
}

/// A folder as [`OwnPackage::folder`] holds it. What leads out of the folder of the lock file stays as
/// it is written.
pub(super) fn folder(written: &str) -> String {
    let folder = written.trim_start_matches("./").trim_end_matches('/');
    match folder.strip_prefix('/') {
        _ if folder == "." => String::new(),
        Some(absolute) => format!("/{}", absolute.trim_start_matches('/')),
        None if folder.is_empty() && written.starts_with('/') => "/".to_owned(),
        None => folder.to_owned(),
    }
}

/// The places of packages by name, in their order.
pub(super) fn places<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, Vec<u32>> {
    let mut found: HashMap<&str, Vec<u32>> = HashMap::new();
    for (place, name) in (0_u32..).zip(names) {
        found.entry(name).or_default().push(place);
    }
    found
}

impl Lock {
    /// Which packages these lead to, themselves included.
    #[must_use]
    pub fn reached(&self, roots: impl IntoIterator<Item = u32>) -> Vec<bool> {
        let mut seen = vec![false; self.packages.len()];
        let mut open: Vec<u32> = roots.into_iter().collect();
        while let Some(next) = open.pop() {
            let next = next as usize;
            let Some(mark) = seen.get_mut(next).filter(|mark| !**mark) else {
                continue;
            };
            *mark = true;
            open.extend(self.packages.get(next).into_iter().flat_map(|p| &p.needs));
        }
        seen
    }

    /// Says of every package whether the project itself asks for it, and, where that is not known
    /// yet, what it is needed for. `asked` holds the places of the packages that the project asks
    /// for, each with what for; the first of the scopes that leads to a package counts.
    pub fn ask(&mut self, asked: &[(u32, Scope)]) {
        self.note_scopes(asked);
        for package in &mut self.packages {
            package.direct = Some(false);
        }
        for (place, _) in asked {
            if let Some(package) = self.packages.get_mut(*place as usize) {
                package.direct = Some(true);
            }
        }
    }

    /// Says of packages that are asked for to run, and of what they need, that they are there for that,
    /// where the file, which was not renewed, still has them for something else.
    pub fn bring_near(&mut self, asked: &[(u32, Scope)]) {
        let is_near = |scope: Scope| matches!(scope, Scope::Runtime | Scope::Unknown);
        let near: HashSet<&str> = self
            .packages
            .iter()
            .filter(|package| is_near(package.scope))
            .map(|package| package.name.as_str())
            .collect();
        let is_far = |place: &u32| {
            let package = self.packages.get(*place as usize);
            package.is_some_and(|package| !near.contains(package.name.as_str()))
        };
        let runtime = asked.iter().filter(|(_, scope)| *scope == Scope::Runtime);
        let roots: Vec<u32> = runtime.map(|(place, _)| *place).filter(is_far).collect();
        let reached = self.reached(roots);
        for (package, is_reached) in self.packages.iter_mut().zip(reached) {
            if is_reached && !is_near(package.scope) {
                package.scope = Scope::Runtime;
            }
        }
    }

    /// Says of every package of which that is not known yet what it is needed for, as
    /// [`Lock::ask`].
    pub fn note_scopes(&mut self, asked: &[(u32, Scope)]) {
        let mut open: Vec<bool> = self
            .packages
            .iter()
            .map(|package| package.scope == Scope::Unknown)
            .collect();
        for scope in [
            Scope::Runtime,
            Scope::Unknown,
            Scope::Optional,
            Scope::Build,
            Scope::Development,
        ] {
            let roots = asked.iter().filter(|(_, of)| *of == scope);
            let reached = self.reached(roots.map(|(place, _)| *place));
            let each = self.packages.iter_mut().zip(&mut open).zip(reached);
            for ((package, open), is_reached) in each {
                if *open && is_reached {
                    package.scope = scope;
                    *open = false;
                }
            }
        }
    }
}
