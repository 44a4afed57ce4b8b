//! The packages of the inventory, each once, with what is said of its licence.

use std::collections::BTreeMap;

use crate::facts::{Dependencies, Dependency, DependencyScope};
use crate::formats::license::Reading;
use crate::release::Ecosystem;

/// A package in one version: its ecosystem, its [`Ecosystem::key`] and its version.
type Key = (Ecosystem, String, String);

/// The packages, and what is said of each.
pub(super) struct Matched {
    pub packages: BTreeMap<Key, Package>,
    /// Those of which the lock file fixes no version: nothing can be matched with them.
    pub unfixed: BTreeMap<(Ecosystem, String), Package>,
}

/// One package.
pub(super) struct Package {
    /// Its name, as the inventory has it.
    pub name: String,
    /// The widest of those that lock files name.
    pub scope: DependencyScope,
    pub is_new: Option<bool>,
    pub path: String,
    pub line: Option<u32>,
    pub said: Vec<Said>,
}

/// What one source says.
pub(super) struct Said {
    pub source: String,
    pub text: String,
    pub reading: Reading,
    /// Whether it is only what was found in files of the package: that may contradict others, and alone
    /// it does not say under which licence the package is.
    pub is_found: bool,
}

impl Matched {
    pub fn of(dependencies: &Dependencies) -> Self {
        let mut matched = Matched {
            packages: BTreeMap::new(),
            unfixed: BTreeMap::new(),
        };
        for dependency in &dependencies.packages {
            let name = dependency.ecosystem.key(&dependency.name).into_owned();
            match &dependency.version {
                Some(version) => {
                    let key = (dependency.ecosystem, name, version.clone());
                    add(matched.packages.entry(key), dependency);
                }
                None => add(
                    matched.unfixed.entry((dependency.ecosystem, name)),
                    dependency,
                ),
            }
        }
        matched
    }

    /// Whether one of the packages is of this ecosystem.
    pub fn has(&self, ecosystem: Ecosystem) -> bool {
        self.packages.keys().any(|(own, ..)| *own == ecosystem)
    }

    /// Whether one of the packages is of this ecosystem and has no licence that is known yet.
    pub fn lacks(&self, ecosystem: Ecosystem) -> bool {
        let mut packages = self.packages.iter();
        packages.any(|((own, ..), package)| *own == ecosystem && !package.is_known())
    }

    /// The package of this name, however it is spelt, and version.
    pub fn find(
        &mut self,
        (ecosystem, name): (Ecosystem, &str),
        version: &str,
    ) -> Option<&mut Package> {
        let key = (
            ecosystem,
            ecosystem.key(name).into_owned(),
            version.to_owned(),
        );
        self.packages.get_mut(&key)
    }

    /// The packages of this name, however it is spelt, each with its version.
    pub fn versions(
        &mut self,
        ecosystem: Ecosystem,
        name: &str,
    ) -> impl Iterator<Item = (&str, &mut Package)> {
        let name = ecosystem.key(name).into_owned();
        let first = (ecosystem, name.clone(), String::new());
        let from_here = self.packages.range_mut(first..);
        from_here
            .take_while(move |((own, named, _), _)| *own == ecosystem && *named == name)
            .map(|((.., version), package)| (version.as_str(), package))
    }

    /// How many of the packages this source says something of.
    pub fn told_by(&self, source: &str) -> u64 {
        let told = self.packages.values();
        let told = told.filter(|it| it.said.iter().any(|said| said.source == source));
        told.count() as u64
    }

    /// Takes what a source says of a package, if it is one of these; whether it is.
    pub fn say(
        &mut self,
        key: (Ecosystem, &str),
        version: &str,
        source: &str,
        stated: &[(String, Reading)],
    ) -> bool {
        let Some(package) = self.find(key, version) else {
            return false;
        };
        package
            .said
            .extend(stated.iter().map(|(text, reading)| Said {
                source: source.to_owned(),
                text: text.clone(),
                reading: reading.clone(),
                is_found: false,
            }));
        true
    }
}

impl Package {
    /// Whether somebody names a licence of the package.
    pub fn is_known(&self) -> bool {
        let mut said = self.said.iter();
        said.any(|it| !it.is_found && !matches!(it.reading, Reading::Unknown(_)))
    }
}

fn add<K: Ord>(entry: std::collections::btree_map::Entry<'_, K, Package>, dependency: &Dependency) {
    let package = entry.or_insert_with(|| Package {
        name: dependency.name.clone(),
        scope: dependency.scope,
        is_new: dependency.is_new,
        path: dependency.path.clone(),
        line: dependency.line,
        said: Vec::new(),
    });
    if width(dependency.scope) > width(package.scope) {
        package.scope = dependency.scope;
        package.path.clone_from(&dependency.path);
        package.line = dependency.line;
    }
}

/// How near a scope is to what is shipped. What is not known counts as if it were.
fn width(scope: DependencyScope) -> u8 {
    match scope {
        DependencyScope::Development => 0,
        DependencyScope::Build => 1,
        DependencyScope::Optional => 2,
        DependencyScope::Unknown => 3,
        DependencyScope::Runtime => 4,
    }
}
