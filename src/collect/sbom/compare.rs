//! What the lock files and installed packages have, held against what bills of materials have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::versions::is_same;
use super::{full_name, plain};
use crate::facts::{
    Dependency, DependencyScope, SbomComparison, SbomMissing, SbomOtherVersion, SbomOtherVersions,
    SbomPackage,
};
use crate::formats::sbom::Sbom;
use crate::release::Ecosystem;

/// How many packages of a group are named.
const NAMED: usize = 50;

/// What stands for the version of a component that has none.
const NO_VERSION: &str = "(none)";

/// Holds all bills together against all packages.
pub(super) fn compare<'a>(bills: &[&'a Sbom], packages: &'a [Dependency]) -> SbomComparison {
    let mut found = Found::of(bills);
    let expected = expected(packages);
    let mut missing = Groups::default();
    let mut others = Groups::default();
    let (mut count, mut matched) = (0, 0);
    for (name, versions) in &expected {
        let (present, absent) = found.take(*name, versions);
        count += versions.len() as u64;
        matched += present;
        let left = found.left(*name);
        for want in absent {
            if left.is_empty() {
                missing.add(want.group(), want.package(*name));
            } else {
                let other = SbomOtherVersion {
                    wanted: want.package(*name),
                    found: left.iter().map(|it| (*it).to_owned()).collect(),
                };
                others.add(want.group(), other);
            }
        }
    }
    let (extra_count, extra) = found.extra(&expected);
    SbomComparison {
        expected: count,
        matched,
        missing: missing.into_facts(|group, count, first| SbomMissing {
            scope: group.scope,
            conditional: group.conditional,
            count,
            first,
        }),
        other_versions: others.into_facts(|group, count, first| SbomOtherVersions {
            scope: group.scope,
            conditional: group.conditional,
            count,
            first,
        }),
        extra_count,
        extra,
        others: found.others,
    }
}

type Name<'a> = (Ecosystem, &'a str);

/// One version of a package that the project depends on.
struct Want<'a> {
    version: Option<&'a str>,
    /// The first entry that names it.
    entry: &'a Dependency,
    scope: DependencyScope,
    conditional: bool,
}

impl Want<'_> {
    fn group(&self) -> Group {
        Group {
            scope: self.scope,
            conditional: self.conditional,
        }
    }

    fn package(&self, (ecosystem, name): Name<'_>) -> SbomPackage {
        SbomPackage {
            ecosystem,
            name: name.to_owned(),
            version: self.version.map(str::to_owned),
            path: self.entry.path.clone(),
            line: self.entry.line,
        }
    }
}

/// The versions of each package, each once. Of a package that a source fixes, another source that does
/// not asks for nothing more.
fn expected(packages: &[Dependency]) -> BTreeMap<Name<'_>, Vec<Want<'_>>> {
    let mut all: BTreeMap<Name, Vec<Want>> = BTreeMap::new();
    for entry in packages {
        let wants = all.entry((entry.ecosystem, &entry.name)).or_default();
        let version = entry.version.as_deref();
        let conditional = entry.condition.is_some();
        match wants.iter_mut().find(|want| want.version == version) {
            Some(want) => {
                want.conditional &= conditional;
                if entry.scope.distance() < want.scope.distance() {
                    want.scope = entry.scope;
                }
            }
            None => wants.push(Want {
                version,
                entry,
                scope: entry.scope,
                conditional,
            }),
        }
    }
    for wants in all.values_mut() {
        if wants.iter().any(|want| want.version.is_some()) {
            wants.retain(|want| want.version.is_some());
        }
    }
    all
}

/// A version that a bill has, and whether something asked for it.
struct Has<'a> {
    version: &'a str,
    is_taken: bool,
}

/// What the bills have.
struct Found<'a> {
    by_name: HashMap<Name<'a>, Vec<Has<'a>>>,
    /// Components without a package URL, by their plain names: they may be of any registry.
    unnamed: HashMap<String, Vec<Has<'a>>>,
    others: u64,
}

impl<'a> Found<'a> {
    fn of(bills: &[&'a Sbom]) -> Self {
        let mut found = Found {
            by_name: HashMap::new(),
            unnamed: HashMap::new(),
            others: 0,
        };
        for component in bills.iter().flat_map(|bill| &bill.components) {
            let has = |version: Option<&'a str>| Has {
                version: version.unwrap_or(NO_VERSION),
                is_taken: false,
            };
            match (&component.package, &component.purl) {
                (Some(package), _) => {
                    let key = (package.ecosystem, package.name.as_str());
                    let version = package.version.as_deref().or(component.version.as_deref());
                    found.by_name.entry(key).or_default().push(has(version));
                }
                (None, None) if !component.name.is_empty() => {
                    let key = plain(&full_name(component));
                    let version = component.version.as_deref();
                    found.unnamed.entry(key).or_default().push(has(version));
                    found.others += 1;
                }
                (None, _) => found.others += 1,
            }
        }
        found
    }

    /// How many of the versions there are, and those that there are not.
    fn take<'w>(
        &mut self,
        (ecosystem, name): Name<'a>,
        wants: &'w [Want<'a>],
    ) -> (u64, Vec<&'w Want<'a>>) {
        let mut present = 0;
        let mut absent = Vec::new();
        for want in wants {
            if self.has(ecosystem, name, want.version) {
                present += 1;
            } else {
                absent.push(want);
            }
        }
        (present, absent)
    }

    fn has(&mut self, ecosystem: Ecosystem, name: &'a str, wanted: Option<&str>) -> bool {
        let mut is_there = false;
        let mut look = |list: &mut Vec<Has>| {
            for has in list {
                let is_it = wanted.is_none_or(|it| is_same(ecosystem, it, has.version));
                has.is_taken |= is_it;
                is_there |= is_it;
            }
        };
        if let Some(list) = self.by_name.get_mut(&(ecosystem, name)) {
            look(list);
        } else if !self.unnamed.is_empty()
            && let Some(list) = self.unnamed.get_mut(&plain(name))
        {
            look(list);
        }
        is_there
    }

    /// The versions of a package that nothing asked for.
    fn left(&self, (ecosystem, name): Name<'a>) -> BTreeSet<&'a str> {
        let list = self.by_name.get(&(ecosystem, name));
        let list = list.or_else(|| match self.unnamed.is_empty() {
            true => None,
            false => self.unnamed.get(&plain(name)),
        });
        let left = list.into_iter().flatten().filter(|has| !has.is_taken);
        left.map(|has| has.version).collect()
    }

    /// Packages that the project does not depend on, in any version.
    fn extra(&self, expected: &BTreeMap<Name<'a>, Vec<Want<'a>>>) -> (u64, Vec<String>) {
        let mut count = 0;
        let mut first: BTreeSet<String> = BTreeSet::new();
        for ((ecosystem, name), list) in &self.by_name {
            if expected.contains_key(&(*ecosystem, *name)) {
                continue;
            }
            for has in list {
                count += 1;
                let version = (has.version != NO_VERSION).then_some(has.version);
                let package = crate::release::Package::new(*ecosystem, name, version);
                first.insert(package.purl());
                if first.len() > NAMED {
                    first.pop_last();
                }
            }
        }
        (count, first.into_iter().collect())
    }
}

/// What packages have in common by which a project decides whether they have to be in a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    scope: DependencyScope,
    conditional: bool,
}

/// Packages in groups, the first of each kept.
struct Groups<T>(BTreeMap<Group, (u64, Vec<T>)>);

impl<T> Default for Groups<T> {
    fn default() -> Self {
        Groups(BTreeMap::new())
    }
}

impl<T: Ord> Groups<T> {
    /// They come sorted.
    fn add(&mut self, group: Group, one: T) {
        let (count, first) = self.0.entry(group).or_default();
        *count += 1;
        if first.len() < NAMED {
            first.push(one);
        }
    }

    fn into_facts<F>(self, fact: impl Fn(Group, u64, Vec<T>) -> F) -> Vec<F> {
        let groups = self.0.into_iter();
        groups
            .map(|(group, (count, mut first))| {
                first.sort();
                fact(group, count, first)
            })
            .collect()
    }
}
