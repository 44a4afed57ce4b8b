//! The packages that are looked up: each name and version once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::Context;
use crate::facts::{
    Dependencies, Dependency, DependencyScope, InventoryGap, Missing, UnversionedPackage,
};
use crate::release::{Ecosystem, Package};

/// One name and version, wherever it is named.
#[derive(Debug, Clone)]
pub(super) struct Used {
    pub package: Package,
    pub version: String,
    pub is_direct: Option<bool>,
    pub scope: DependencyScope,
    pub path: Option<String>,
    pub line: Option<u32>,
    /// All files and folders that name it.
    pub named_by: BTreeSet<String>,
}

/// All of them, sorted by ecosystem, name and version.
pub(super) struct Packages {
    pub used: Vec<Used>,
    pub unversioned: Vec<UnversionedPackage>,
    pub gaps: Vec<InventoryGap>,
    /// Files of other package managers, of which nothing is read.
    pub unread: Vec<String>,
    /// The places in the list, by ecosystem and name.
    places: HashMap<(Ecosystem, String), Vec<usize>>,
}

impl Packages {
    pub fn read(context: &Context) -> Result<Self, Missing> {
        Ok(Packages::among(context.dependencies()?))
    }

    fn among(dependencies: &Dependencies) -> Self {
        let mut used: BTreeMap<(Ecosystem, &str, &str), Used> = BTreeMap::new();
        let mut unversioned = Vec::new();
        for one in &dependencies.packages {
            let Some(version) = &one.version else {
                unversioned.push(UnversionedPackage {
                    name: one.name.clone(),
                    path: one.path.clone(),
                    line: one.line,
                });
                continue;
            };
            let key = (one.ecosystem, one.name.as_str(), version.as_str());
            used.entry(key)
                .and_modify(|it| it.also(one))
                .or_insert_with(|| Used::of(one, version));
        }
        unversioned.sort();
        unversioned.dedup();
        let mut packages = Packages {
            used: Vec::with_capacity(used.len()),
            unversioned,
            gaps: gaps(dependencies),
            unread: dependencies.others.clone(),
            places: HashMap::new(),
        };
        for used in used.into_values() {
            packages.push(used);
        }
        packages
    }

    fn push(&mut self, used: Used) -> usize {
        let place = self.used.len();
        let ecosystem = used.package.ecosystem;
        let key = (ecosystem, ecosystem.key(&used.package.name).into_owned());
        self.places.entry(key).or_default().push(place);
        self.used.push(used);
        place
    }

    /// The places of the packages of this name, however it is spelt; of every ecosystem where none
    /// is given.
    pub fn named(&self, ecosystem: Option<Ecosystem>, name: &str) -> Vec<usize> {
        let ecosystems = Ecosystem::ALL.into_iter();
        let ecosystems = ecosystems.filter(|it| ecosystem.is_none_or(|one| one == *it));
        let places = ecosystems.filter_map(|it| self.places.get(&(it, it.key(name).into_owned())));
        places.flatten().copied().collect()
    }

    /// Adds a package that no lock file names, and gives its place.
    pub fn add(&mut self, package: Package) -> usize {
        let named = self.named(Some(package.ecosystem), &package.name);
        let is_it = |place: &&usize| {
            self.used
                .get(**place)
                .is_some_and(|it| it.package.version == package.version)
        };
        if let Some(&place) = named.iter().find(is_it) {
            return place;
        }
        self.push(Used {
            version: package.version.clone().unwrap_or_default(),
            package,
            is_direct: None,
            scope: DependencyScope::Unknown,
            path: None,
            line: None,
            named_by: BTreeSet::new(),
        })
    }

    /// The packages of an ecosystem, each with its place in the list.
    pub fn of(&self, ecosystem: Ecosystem) -> impl Iterator<Item = (usize, &Used)> {
        let all = self.used.iter().enumerate();
        all.filter(move |(_, used)| used.package.ecosystem == ecosystem)
    }

    /// The ecosystems that the packages come from, each with how many there are.
    pub fn ecosystems(&self) -> BTreeMap<Ecosystem, u64> {
        let mut counts = BTreeMap::new();
        for used in &self.used {
            *counts.entry(used.package.ecosystem).or_insert(0) += 1;
        }
        counts
    }
}

impl Used {
    fn of(one: &Dependency, version: &str) -> Self {
        Used {
            package: Package::new(one.ecosystem, &one.name, Some(version)),
            version: version.to_owned(),
            is_direct: one.is_direct,
            scope: one.scope,
            path: Some(one.path.clone()),
            line: one.line,
            named_by: BTreeSet::from([one.path.clone()]),
        }
    }

    /// The same, named in another place: it is direct where any says so, and as near to what is
    /// released as the nearest.
    fn also(&mut self, one: &Dependency) {
        self.named_by.insert(one.path.clone());
        self.is_direct = match (self.is_direct, one.is_direct) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        };
        if one.scope.distance() < self.scope.distance() {
            self.scope = one.scope;
        }
    }
}

/// Why there may be packages that are not in the list.
fn gaps(dependencies: &Dependencies) -> Vec<InventoryGap> {
    let sources = dependencies.sources.iter().filter(|it| !it.is_complete);
    let sources = sources.map(|source| InventoryGap {
        path: source.path.clone(),
        reason: source
            .problem
            .clone()
            .unwrap_or_else(|| "it does not name every package".to_owned()),
    });
    let manifests = dependencies.unlocked.iter().map(|manifest| InventoryGap {
        path: manifest.path.clone(),
        reason: manifest
            .problem
            .clone()
            .unwrap_or_else(|| "no lock file says in which versions".to_owned()),
    });
    let mut gaps: Vec<_> = sources.chain(manifests).collect();
    gaps.sort();
    gaps
}
