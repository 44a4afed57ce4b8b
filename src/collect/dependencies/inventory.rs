//! Every source of one set of files, and the packages that they name.

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use super::files::{Files, folder_of, is_beside, joined};
use super::manifests::{self, Manifest};
use super::others;
use crate::facts::{
    Dependencies, Dependency, DependencyOrigin, DependencyScope, DependencySource, Missing,
};
use crate::formats::lock::{self, Format, Lock, Locked, MAX_BYTES};
use crate::formats::report::{self, Flaw};
use crate::release::{Ecosystem, Package};

/// The most sources that are read. A project with more is a collection of projects.
const MAX_SOURCES: usize = 2_000;

/// How many paths of files that were passed over are kept.
const MAX_PASSED_OVER: usize = 1_000;

/// What one set of files says.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    /// By path.
    pub sources: BTreeMap<String, Source>,
    pub passed_over: Vec<String>,
    pub manifests: Vec<Manifest>,
    pub others: Vec<String>,
}

/// One file that names packages.
#[derive(Debug)]
pub(super) struct Source {
    pub format: &'static Format,
    /// What it says, or why that cannot be read.
    pub read: Result<Lock, String>,
}

impl Source {
    /// Adds to what `go.mod` says what `go.sum` does.
    fn note_digests(&mut self, files: &impl Files, path: &str) {
        let Ok(lock) = &mut self.read else { return };
        let Some(sum) = joined(folder_of(path), "go.sum") else {
            return;
        };
        let text = match files.content(&sum, MAX_BYTES) {
            Ok(bytes) => bytes.map(String::from_utf8).transpose().ok(),
            Err(_) => None,
        };
        let gap = match text {
            Some(None) => None,
            Some(Some(text)) => lock::go_mod::note_digests(lock, &text).err().map(|line| {
                format!("has digests in `{sum}` that cannot be understood: line {line}")
            }),
            None => Some(format!("has digests in `{sum}`, which cannot be read")),
        };
        lock.gaps.extend(gap);
    }
}

impl Inventory {
    /// Reads all sources.
    ///
    /// # Errors
    /// [`Missing`] if the files cannot be listed, or there are more sources than are read.
    pub fn read(files: &impl Files) -> Result<Self, Missing> {
        let mut found = Inventory::default();
        let paths = files.paths()?;
        for path in &paths {
            let Some(format) = Format::of(path) else {
                continue;
            };
            if is_beside(path) {
                if found.passed_over.len() < MAX_PASSED_OVER {
                    found.passed_over.push((*path).to_owned());
                }
                continue;
            }
            found.add(files, path, format)?;
        }
        found.follow_includes(files)?;
        found.manifests = manifests::read(files, &paths)?;
        found.others = others::named(&paths);
        Ok(found)
    }

    fn add(
        &mut self,
        files: &impl Files,
        path: &str,
        format: &'static Format,
    ) -> Result<(), Missing> {
        if self.sources.len() >= MAX_SOURCES {
            return Err(Missing::because(format!(
                "the project has more than {MAX_SOURCES} lock files"
            )));
        }
        let read = match files.content(path, MAX_BYTES) {
            Ok(Some(bytes)) => format.read_bytes(&bytes).map_err(clause),
            Ok(None) => Err("is not there".to_owned()),
            Err(missing) => Err(unread(&missing.reason, path)),
        };
        let mut source = Source { format, read };
        if format.name == lock::go_mod::NAME {
            source.note_digests(files, path);
        }
        self.sources.insert(path.to_owned(), source);
        Ok(())
    }

    /// Adds the files that requirements take in, and theirs.
    fn follow_includes(&mut self, files: &impl Files) -> Result<(), Missing> {
        let Some(format) = lock::FORMATS
            .iter()
            .find(|format| format.name == lock::requirements::NAME)
        else {
            return Ok(());
        };
        let mut open: Vec<String> = self.sources.keys().cloned().collect();
        while let Some(path) = open.pop() {
            for (target, constrains) in self.included(&path) {
                let Ok(target) = target else { continue };
                if !constrains && !self.sources.contains_key(&target) {
                    self.add(files, &target, format)?;
                    open.push(target);
                }
            }
        }
        self.require_no_cycles();
        self.constrain(files);
        Ok(())
    }

    /// The files that one takes in, from the project's folder, and whether they only limit versions.
    /// `Err` holds what is written where that leads out of the project.
    fn included(&self, path: &str) -> Vec<(Result<String, String>, bool)> {
        let lock = self
            .sources
            .get(path)
            .and_then(|source| source.read.as_ref().ok());
        let includes = lock.into_iter().flat_map(|lock| &lock.includes);
        includes
            .map(|include| {
                let target = joined(folder_of(path), &include.path);
                (
                    target.ok_or_else(|| include.path.clone()),
                    include.constrains,
                )
            })
            .collect()
    }

    /// Refuses files that take themselves in: pip never comes to an end with those.
    fn require_no_cycles(&mut self) {
        let paths: Vec<String> = self.sources.keys().cloned().collect();
        let mut next: HashMap<&str, Vec<String>> = HashMap::new();
        for path in &paths {
            let targets = self.included(path).into_iter();
            next.insert(
                path,
                targets
                    .filter_map(|(target, constrains)| target.ok().filter(|_| !constrains))
                    .collect(),
            );
        }
        let mut cyclic = Vec::new();
        for path in &paths {
            let mut seen = std::collections::BTreeSet::new();
            let mut open: Vec<&String> = next.get(path.as_str()).into_iter().flatten().collect();
            while let Some(target) = open.pop() {
                if target == path {
                    cyclic.push(path.clone());
                    break;
                }
                if seen.insert(target) {
                    open.extend(next.get(target.as_str()).into_iter().flatten());
                }
            }
        }
        for path in cyclic {
            if let Some(source) = self.sources.get_mut(&path) {
                source.read = Err("takes itself in by `-r`".to_owned());
            }
        }
    }

    /// Notes what the included files leave open, and the versions that constraints fix.
    fn constrain(&mut self, files: &impl Files) {
        let paths: Vec<String> = self.sources.keys().cloned().collect();
        for path in paths {
            let mut gaps = Vec::new();
            let mut fixed: HashMap<String, String> = HashMap::new();
            for (target, constrains) in self.included(&path) {
                match target {
                    Err(written) => gaps.push(format!(
                        "takes in `{written}`, which is outside of the project"
                    )),
                    Ok(target) if constrains => match constraints(files, &target) {
                        Ok(found) => fixed.extend(found),
                        Err(reason) => {
                            gaps.push(format!("is limited by `{target}`, which {reason}"))
                        }
                    },
                    Ok(target) => {
                        if self
                            .sources
                            .get(&target)
                            .is_none_or(|source| source.read.is_err())
                        {
                            gaps.push(format!("takes in `{target}`, which cannot be read"));
                        }
                    }
                }
            }
            let Some(Source { read: Ok(lock), .. }) = self.sources.get_mut(&path) else {
                continue;
            };
            if !fixed.is_empty() {
                for package in lock
                    .packages
                    .iter_mut()
                    .filter(|package| package.version.is_none())
                {
                    package.version = fixed.get(&python(&package.name)).cloned();
                }
                lock::requirements::note_gaps(lock);
            }
            lock.gaps.extend(gaps);
        }
    }

    /// The facts, without what is new.
    pub fn facts(&self) -> Dependencies {
        let mut facts = Dependencies {
            passed_over: self.passed_over.clone(),
            others: self.others.clone(),
            unlocked: manifests::unlocked(self),
            ..Dependencies::default()
        };
        for (path, source) in &self.sources {
            let packages = packages(path, source);
            let problem = match &source.read {
                Err(reason) => Some(reason.clone()),
                Ok(lock) if lock.gaps.is_empty() => None,
                Ok(lock) => Some(lock.gaps.join("; ")),
            };
            facts.sources.push(DependencySource {
                path: path.clone(),
                format: source.format.name.to_owned(),
                ecosystem: source.format.ecosystem,
                packages: packages.len() as u64,
                is_complete: problem.is_none(),
                problem,
            });
            facts.packages.extend(packages);
        }
        facts
            .packages
            .sort_by(|left, right| key(left).cmp(&key(right)));
        facts
    }
}

type Key<'d> = (Ecosystem, &'d str, Option<&'d str>, &'d str, Option<u32>);

fn key(package: &Dependency) -> Key<'_> {
    let version = package.version.as_deref();
    (
        package.ecosystem,
        &package.name,
        version,
        &package.path,
        package.line,
    )
}

/// A reason without the path in front, which facts hold beside it.
fn unread(reason: &str, path: &str) -> String {
    let shown = format!("`{path}` ");
    reason.strip_prefix(&shown).unwrap_or(reason).to_owned()
}

/// What is wrong, as a clause that can follow the path.
fn clause(flaw: Flaw) -> String {
    match flaw.reason.strip_prefix("it ") {
        Some(rest) => rest.to_owned(),
        None => format!("cannot be read: {}", flaw.reason),
    }
}

fn python(name: &str) -> String {
    Ecosystem::Pypi.normalised(name)
}

/// The versions that a file of constraints fixes.
fn constraints(files: &impl Files, path: &str) -> Result<HashMap<String, String>, String> {
    let bytes = files
        .content(path, MAX_BYTES)
        .map_err(|missing| unread(&missing.reason, path))?;
    let bytes = bytes.ok_or("is not there")?;
    let text = report::text(&bytes).map_err(clause)?;
    let lock = lock::requirements::read(text).map_err(clause)?;
    let fixed = lock.packages.into_iter();
    Ok(fixed
        .filter_map(|package| Some((python(&package.name), package.version?)))
        .collect())
}

/// The packages of a source, the same in the same version once.
fn packages(path: &str, source: &Source) -> Vec<Dependency> {
    let Ok(lock) = &source.read else {
        return Vec::new();
    };
    let ecosystem = source.format.ecosystem;
    let mut places: HashMap<Same<'_>, usize> = HashMap::with_capacity(lock.packages.len());
    let mut found: Vec<Dependency> = Vec::with_capacity(lock.packages.len());
    for locked in &lock.packages {
        let name = ecosystem.normal_form(&locked.name);
        match places.entry((name, locked.version.as_deref(), origin(locked))) {
            Entry::Occupied(place) => {
                if let Some(first) = found.get_mut(*place.get()) {
                    merge(first, locked);
                }
            }
            Entry::Vacant(free) => {
                free.insert(found.len());
                let package = Package::new(ecosystem, &locked.name, locked.version.as_deref());
                found.push(dependency(path, locked, package));
            }
        }
    }
    found
}

/// By what two entries are one: name, version and where the content comes from.
type Same<'l> = (Cow<'l, str>, Option<&'l str>, DependencyOrigin);

fn dependency(path: &str, locked: &Locked, package: Package) -> Dependency {
    Dependency {
        ecosystem: package.ecosystem,
        purl: package.purl(),
        name: package.name,
        version: package.version,
        requirement: locked.requirement.clone(),
        is_direct: locked.direct,
        scope: scope(locked),
        origin: origin(locked),
        has_digest: locked.has_digest,
        condition: locked.condition.clone(),
        path: path.to_owned(),
        line: locked.line,
        is_new: None,
        previous_versions: Vec::new(),
    }
}

/// Adds what another entry for the same package says: what it is needed for most counts.
fn merge(first: &mut Dependency, locked: &Locked) {
    first.is_direct = match (first.is_direct, locked.direct) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (None, _) | (_, None) => None,
        (Some(false), Some(false)) => Some(false),
    };
    first.scope = first.scope.min(scope(locked));
    first.has_digest &= locked.has_digest;
    if first.condition != locked.condition {
        first.condition = match (first.condition.take(), &locked.condition) {
            (Some(own), Some(other)) => Some(format!("({own}) or ({other})")),
            _ => None,
        };
    }
}

fn scope(locked: &Locked) -> DependencyScope {
    match locked.scope {
        lock::Scope::Runtime => DependencyScope::Runtime,
        lock::Scope::Optional => DependencyScope::Optional,
        lock::Scope::Build => DependencyScope::Build,
        lock::Scope::Development => DependencyScope::Development,
        lock::Scope::Unknown => DependencyScope::Unknown,
    }
}

fn origin(locked: &Locked) -> DependencyOrigin {
    match locked.origin {
        lock::Origin::Registry => DependencyOrigin::Registry,
        lock::Origin::OtherRegistry => DependencyOrigin::OtherRegistry,
        lock::Origin::Git => DependencyOrigin::Git,
        lock::Origin::Url => DependencyOrigin::Url,
        lock::Origin::Path => DependencyOrigin::Path,
    }
}
