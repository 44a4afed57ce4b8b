//! What the lock files and installed packages have, held against what bills of materials have.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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
pub(super) fn compare(bills: &[&Sbom], packages: &[Dependency]) -> SbomComparison {
    let mut found = Found::of(bills);
    let mut missing = Groups::default();
    let mut others = Groups::default();
    let (mut count, mut absent) = (0, 0);
    let entries = by_name(packages);
    let mut wants = Vec::new();
    for of_one in entries.chunk_by(|(one, _), (other, _)| one == other) {
        let Some((name, _)) = of_one.first() else {
            continue;
        };
        note_versions(of_one, &mut wants);
        count += wants.len() as u64;
        let has = found.named(name);
        wants.retain(|want| !want.takes(name.0, has));
        absent += wants.len() as u64;
        for want in &wants {
            match left(has) {
                left if left.is_empty() => missing.add(want.group(), want.package()),
                found => {
                    let wanted = want.package();
                    others.add(want.group(), SbomOtherVersion { wanted, found });
                }
            }
        }
    }
    let (extra_count, extra) = found.extra();
    SbomComparison {
        expected: count,
        matched: count - absent,
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

/// The ecosystem of a package, and its [`Ecosystem::key`].
type Name<'a> = (Ecosystem, Cow<'a, str>);

/// All packages, those of one name beside each other.
fn by_name(packages: &[Dependency]) -> Vec<(Name<'_>, &Dependency)> {
    let mut entries: Vec<_> = packages
        .iter()
        .map(|it| ((it.ecosystem, it.ecosystem.key(&it.name)), it))
        .collect();
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    entries
}

/// One version of a package that the project depends on.
struct Want<'a> {
    version: Option<&'a str>,
    /// The first entry that names it.
    entry: &'a Dependency,
    scope: DependencyScope,
    conditional: bool,
    /// Whether the project itself asks for it to run. Of what others need, tools differ on what for.
    is_needed: bool,
}

impl Want<'_> {
    /// Whether it is among what the bills have, all of which that is it is taken.
    fn takes(&self, ecosystem: Ecosystem, list: &mut [Has<'_>]) -> bool {
        let mut is_there = false;
        for has in list {
            let is_it = |version| has.is_in(ecosystem, version);
            if self.version.is_none_or(is_it) {
                has.is_taken = true;
                is_there |= !has.is_excluded || !self.is_needed;
            }
        }
        is_there
    }

    fn group(&self) -> Group {
        Group {
            scope: self.scope,
            conditional: self.conditional,
        }
    }

    fn package(&self) -> SbomPackage {
        SbomPackage {
            ecosystem: self.entry.ecosystem,
            name: self.entry.name.clone(),
            version: self.version.map(str::to_owned),
            path: self.entry.path.clone(),
            line: self.entry.line,
        }
    }
}

/// Notes the versions of one package, each once. Of a package that a source fixes, another source that
/// does not asks for nothing more.
fn note_versions<'a>(entries: &[(Name<'a>, &'a Dependency)], wants: &mut Vec<Want<'a>>) {
    wants.clear();
    for (_, entry) in entries {
        let version = entry.version.as_deref();
        let conditional = entry.condition.is_some();
        let is_needed = entry.scope == DependencyScope::Runtime && entry.is_direct == Some(true);
        match wants.iter_mut().find(|want| want.version == version) {
            Some(want) => {
                want.conditional &= conditional;
                want.is_needed |= is_needed;
                if entry.scope.distance() < want.scope.distance() {
                    want.scope = entry.scope;
                }
            }
            None => wants.push(Want {
                version,
                entry,
                scope: entry.scope,
                conditional,
                is_needed,
            }),
        }
    }
    if wants.iter().any(|want| want.version.is_some()) {
        wants.retain(|want| want.version.is_some());
    }
}

/// A component of a bill.
struct Has<'a> {
    /// By package URL; without an ecosystem, by plain name: it may be of any registry.
    name: (Option<Ecosystem>, Cow<'a, str>),
    version: &'a str,
    /// The version that it says beside the package URL; `None` where it says none.
    said: Option<&'a str>,
    /// Whether it says that it is not part of what is released (CycloneDX, `scope`).
    is_excluded: bool,
    /// Whether the project depends on the package, in whatever version.
    is_asked: bool,
    /// Whether it does on this version.
    is_taken: bool,
}

impl Has<'_> {
    /// Whether it is of a version, by all that it says.
    fn is_in(&self, ecosystem: Ecosystem, version: &str) -> bool {
        let is_it = |own: &str| is_same(ecosystem, version, own);
        is_it(self.version) && self.said.is_none_or(is_it)
    }
}

/// What the bills have.
struct Found<'a> {
    /// Sorted by name.
    list: Vec<Has<'a>>,
    /// Where the names begin that are not before the last one that was asked for.
    next: usize,
    others: u64,
}

impl<'a> Found<'a> {
    fn of(bills: &[&'a Sbom]) -> Self {
        let components = bills.iter().flat_map(|bill| &bill.components);
        let mut found = Found {
            list: Vec::new(),
            next: 0,
            others: 0,
        };
        for component in components {
            let own = component.version.as_deref();
            let (name, version) = match (&component.package, &component.purl) {
                (Some(package), _) => {
                    let name = package.ecosystem.key(&package.name);
                    let version = package.version.as_deref().or(own);
                    ((Some(package.ecosystem), name), version)
                }
                (None, None) if !component.name.is_empty() => {
                    found.others += 1;
                    ((None, Cow::Owned(plain(&full_name(component)))), own)
                }
                (None, _) => {
                    found.others += 1;
                    continue;
                }
            };
            found.list.push(Has {
                name,
                version: version.unwrap_or(NO_VERSION),
                said: own.filter(|own| !own.is_empty()),
                is_excluded: component.scope.as_deref() == Some("excluded"),
                is_asked: false,
                is_taken: false,
            });
        }
        found.list.sort_by(|one, other| one.name.cmp(&other.name));
        found
    }

    /// What the bills have of a package, which is asked for. Packages are asked for in the order of their
    /// names, so that what is before the last one need not be looked at again.
    fn named(&mut self, (ecosystem, name): &Name<'_>) -> &mut [Has<'a>] {
        let wanted = (Some(*ecosystem), &**name);
        let behind = self.list.get(self.next..).unwrap_or_default();
        let is_before = |has: &&Has<'_>| (has.name.0, &*has.name.1) < wanted;
        self.next += behind.iter().take_while(is_before).count();
        let mut range = self.equal_from(self.next, wanted);
        let has_unnamed = self.list.first().is_some_and(|it| it.name.0.is_none());
        if range.is_empty() && has_unnamed {
            range = self.range(None, &plain(name));
        }
        let found = self.list.get_mut(range).unwrap_or_default();
        for has in &mut *found {
            has.is_asked = true;
        }
        found
    }

    fn range(&self, ecosystem: Option<Ecosystem>, name: &str) -> Range<usize> {
        let wanted = (ecosystem, name);
        let is_before = |has: &Has<'_>| (has.name.0, &*has.name.1) < wanted;
        self.equal_from(self.list.partition_point(is_before), wanted)
    }

    /// Those of this name, where the first of them may be.
    fn equal_from(&self, start: usize, wanted: (Option<Ecosystem>, &str)) -> Range<usize> {
        let behind = self.list.get(start..).unwrap_or_default();
        let is_it = |has: &&Has<'_>| (has.name.0, &*has.name.1) == wanted;
        start..start + behind.iter().take_while(is_it).count()
    }

    /// Packages that the project does not depend on, in any version.
    fn extra(&self) -> (u64, Vec<String>) {
        let mut count = 0;
        let mut first: BTreeSet<String> = BTreeSet::new();
        for has in self.list.iter().filter(|it| !it.is_asked) {
            let (Some(ecosystem), name) = &has.name else {
                continue;
            };
            count += 1;
            let version = (has.version != NO_VERSION).then_some(has.version);
            let package = crate::release::Package::new(*ecosystem, name, version);
            first.insert(package.purl());
            if first.len() > NAMED {
                first.pop_last();
            }
        }
        (count, first.into_iter().collect())
    }
}

/// The versions of a package that nothing asked for.
fn left(list: &[Has<'_>]) -> Vec<String> {
    let left = list.iter().filter(|has| !has.is_taken);
    let left: BTreeSet<String> = left
        .map(|has| match has.said {
            Some(said) if said != has.version => format!("{said} and {}", has.version),
            _ => has.version.to_owned(),
        })
        .collect();
    left.into_iter().collect()
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
