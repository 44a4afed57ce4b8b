//! Which of the packages that lie in folders are the project's own.
//!
//! To a lock file every package in a folder is local, wherever that folder lies. The project's own is
//! only what the checkout holds, outside of folders with others' code. All else is a dependency that
//! comes from a path.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{Files, folder_of, is_others};
use super::inventory::{Inventory, Source};
use super::manifests::{self, MAX_MANIFESTS};
use crate::facts::Missing;
use crate::formats::lock::{Lock, Locked, Origin, OwnPackage, requirements};
use crate::release::Ecosystem;
use crate::repo::{below, inside};

/// The files that say that a folder holds a package.
const MANIFESTS: &[(&str, Ecosystem)] = &[
    ("Cargo.toml", Ecosystem::Cargo),
    ("package.json", Ecosystem::Npm),
    ("package.json5", Ecosystem::Npm),
    ("package.yaml", Ecosystem::Npm),
    ("pyproject.toml", Ecosystem::Pypi),
    ("setup.cfg", Ecosystem::Pypi),
    ("setup.py", Ecosystem::Pypi),
];

/// The formats whose names of the project's packages are those in the manifests.
const NAMED_AS_MANIFESTS: &[&str] = &["uv.lock", "yarn.lock"];

/// Makes dependencies of the packages of folders that are not the project's own.
///
/// # Errors
/// [`Missing`] if the files of the repository cannot be listed.
pub(super) fn settle(files: &impl Files, found: &mut Inventory) -> Result<(), Missing> {
    let has_folders = |source: &Source| {
        let lock = source.read.as_ref();
        source.format.ecosystem != Ecosystem::Go
            && lock.is_ok_and(|lock| !lock.own.is_empty() || !lock.linked.is_empty())
    };
    if !found.sources.values().any(has_folders) {
        return Ok(());
    }
    let mut known = Known::read(files, found)?;
    for (path, source) in &mut found.sources {
        if !has_folders(source) {
            continue;
        }
        let (ecosystem, format) = (source.format.ecosystem, source.format.name);
        let Ok(lock) = &mut source.read else { continue };
        let at = rooted(files.project(), folder_of(path));
        let own = std::mem::take(&mut lock.own);
        let claimed = own.clone();
        let of = Claims {
            at: &at,
            ecosystem,
            format,
            // Nothing says what those need, if it is not in a manifest that is read.
            is_open: format == requirements::NAME && (lock.packages.is_empty() || !lock.is_closed),
            all: &claimed,
        };
        for package in own {
            if known.is_own(&of, &package) {
                lock.own.push(package);
            } else {
                depend(lock, package);
            }
        }
        for package in std::mem::take(&mut lock.linked) {
            if !known.is_own(&of, &package) {
                depend(lock, package);
            }
        }
    }
    Ok(())
}

/// A path of the project's folder, from the root of the repository.
fn rooted(project: &str, path: &str) -> String {
    match (project, path) {
        ("", path) => path.to_owned(),
        (project, "") => project.to_owned(),
        (project, path) => format!("{project}/{path}"),
    }
}

/// Makes a dependency of a package that lies in a folder.
fn depend(lock: &mut Lock, package: OwnPackage) {
    let folder = package.folder.as_deref().unwrap_or_default();
    let last = folder.trim_end_matches('/').rsplit('/').next();
    let name = package.name.as_deref().or(last);
    let Some(name) = name.filter(|name| !name.is_empty() && !name.contains("..")) else {
        lock.gaps.push(format!(
            "takes in a package of the folder `{folder}`, which is not the project's own"
        ));
        return;
    };
    if package.version.is_none() {
        lock.gaps.push(format!(
            "fixes no version of `{name}` in the folder `{folder}`, which is not the project's own"
        ));
    }
    lock.packages.push(Locked {
        name: name.to_owned(),
        requirement: package.folder.as_ref().map(|folder| format!("@ {folder}")),
        version: package.version,
        direct: Some(true),
        origin: Origin::Path,
        line: package.line,
        ..Locked::default()
    });
}

/// What one source says of the folders of packages.
struct Claims<'s> {
    /// Its folder, from the root of the repository.
    at: &'s str,
    ecosystem: Ecosystem,
    format: &'static str,
    /// Whether it does not hold what the packages of the folders need.
    is_open: bool,
    all: &'s [OwnPackage],
}

/// The packages that the checkout holds, others' code left out.
struct Known<'f, F> {
    files: &'f F,
    /// The manifests, from the root of the repository, sorted.
    paths: Vec<(String, Ecosystem)>,
    /// The folders whose manifests are read for what they ask for.
    read: BTreeSet<(Ecosystem, String)>,
    /// The names of the packages of folders, as far as they were needed.
    names: BTreeMap<(Ecosystem, String), BTreeSet<String>>,
    is_named: BTreeSet<Ecosystem>,
}

impl<'f, F: Files> Known<'f, F> {
    fn read(files: &'f F, found: &Inventory) -> Result<Self, Missing> {
        let project = files.project();
        let own = files.paths()?.into_iter();
        let own = own.map(|path| rooted(project, path).to_owned());
        let all = own.chain(files.outside()?.iter().cloned());
        let mut paths: Vec<(String, Ecosystem)> = all
            .filter_map(|path| {
                let file = path.rsplit('/').next().unwrap_or(&path);
                let (_, ecosystem) = MANIFESTS.iter().find(|(name, _)| *name == file)?;
                let inner = below(&path, project).unwrap_or(&path);
                (!is_others(inner)).then(|| (path.clone(), *ecosystem))
            })
            .collect();
        paths.sort();
        let read = found.manifests.iter().map(|manifest| {
            let folder = rooted(project, folder_of(&manifest.path));
            (manifest.ecosystem, folder)
        });
        Ok(Known {
            files,
            paths,
            read: read.collect(),
            names: BTreeMap::new(),
            is_named: BTreeSet::new(),
        })
    }

    fn is_own(&mut self, of: &Claims<'_>, package: &OwnPackage) -> bool {
        match (&package.folder, &package.name) {
            (Some(folder), name) => self.is_own_folder(of, folder, name.as_deref()),
            (None, Some(name)) => self.is_own_name(of.ecosystem, name),
            (None, None) => false,
        }
    }

    fn is_own_folder(&mut self, of: &Claims<'_>, folder: &str, name: Option<&str>) -> bool {
        // Pip takes what requirements name from the folder that it is started in.
        let mut from = vec![of.at, self.files.project()];
        from.truncate(if of.format == requirements::NAME {
            2
        } else {
            1
        });
        let targets = from.into_iter().filter_map(|at| inside(at, folder));
        let mut targets: Vec<String> = targets.collect();
        targets.retain(|target| self.holds(of, target));
        let Some(name) = name.filter(|_| NAMED_AS_MANIFESTS.contains(&of.format)) else {
            return !targets.is_empty();
        };
        let name = of.ecosystem.normalised(name);
        self.name_all(of.ecosystem);
        targets.iter().any(|target| {
            let names = self.names.get(&(of.ecosystem, target.clone()));
            match names.filter(|names| !names.is_empty()) {
                Some(names) => names.contains(&name),
                // A folder holds one package.
                None => {
                    let same = |own: &&OwnPackage| own.folder.as_deref() == Some(folder);
                    of.all.iter().filter(same).count() <= 1
                }
            }
        })
    }

    /// Whether a folder, from the root of the repository, holds a package of the project, or is the
    /// project's.
    fn holds(&self, of: &Claims<'_>, folder: &str) -> bool {
        if folder == self.files.project() || folder == of.at {
            return true;
        }
        let has = |(path, ecosystem): &(String, Ecosystem)| {
            *ecosystem == of.ecosystem && folder_of(path) == folder
        };
        let is_read = || self.read.contains(&(of.ecosystem, folder.to_owned()));
        self.paths.iter().any(has) && (!of.is_open || is_read())
    }

    /// Whether a manifest has this name, or there is one whose name only running it would tell.
    fn is_own_name(&mut self, ecosystem: Ecosystem, name: &str) -> bool {
        self.name_all(ecosystem);
        let name = ecosystem.normalised(name);
        let mut all = self.names.iter().filter(|((of, _), _)| *of == ecosystem);
        // Old backends of Python keep the name in tables of their own.
        if ecosystem == Ecosystem::Pypi && all.clone().all(|(_, names)| names.is_empty()) {
            return true;
        }
        let is_computed = |folder: &str| {
            let script = self.paths.iter().map(|(path, _)| path);
            let mut script = script.filter(|path| folder_of(path) == folder);
            script.any(|path| path.ends_with("setup.py"))
        };
        all.any(|((_, folder), names)| {
            names.contains(&name) || names.is_empty() && is_computed(folder)
        })
    }

    /// Reads the names of all packages of an ecosystem, once.
    fn name_all(&mut self, ecosystem: Ecosystem) {
        if !self.is_named.insert(ecosystem) {
            return;
        }
        let project = self.files.project();
        let paths = self.paths.iter().filter(|(_, of)| *of == ecosystem);
        for (path, _) in paths.take(MAX_MANIFESTS) {
            let key = (ecosystem, folder_of(path).to_owned());
            let names = self.names.entry(key).or_default();
            names.extend(manifests::name_of(path, |limit| {
                match below(path, project) {
                    Some(own) => self.files.content(own, limit),
                    None => self.files.content_outside(path, limit),
                }
            }));
        }
    }
}
