//! `pnpm-lock.yaml`, versions 5, 6 and 9 (pnpm's `lockfile/types`).

use std::collections::{HashMap, HashSet};

use super::asked;
use super::details::{Details, Edges};
use super::model::{
    Lock, Locked, MAX_PACKAGES, Origin, OwnPackage, Renamed, Scope, flaw, folder as folder_of,
    kept, line, require_few,
};
use super::package_lock;
use crate::formats::report::Flaw;
use crate::formats::yaml_tree::{self, Entry, Node};

/// The most values that are read: about thirty for each package.
const MAX_NODES: usize = 30 * MAX_PACKAGES;

/// The lists of a package of the project, and what for.
const LISTS: &[(&str, Scope)] = &[
    ("dependencies", Scope::Runtime),
    ("optionalDependencies", Scope::Optional),
    ("devDependencies", Scope::Development),
];

/// How keys are written.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    /// `/NAME/VERSION_PEERS`.
    Slashes,
    /// `/NAME@VERSION(PEERS)`.
    Both,
    /// `NAME@VERSION`, and those with their peers apart in `snapshots`.
    Plain,
}

/// Reads a `pnpm-lock.yaml`.
///
/// # Errors
/// A [`Flaw`] if it is no YAML, of a version that is not read, has a key twice, or a package that
/// needs what it does not hold.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let documents =
        yaml_tree::read_up_to(text, MAX_NODES).map_err(|error| flaw(error.line, error.message))?;
    // pnpm 11 writes what it needs itself in a document in front.
    let Some(root) = documents.last() else {
        return Err(Flaw::unreadable("it is empty"));
    };
    let keys = keys(root)?;
    let importers = importers(root)?;
    let mut lock = Lock::default();
    let mut place_of: HashMap<&str, Option<u32>> = HashMap::new();
    let packages = root
        .get("packages")
        .map(|node| node.entries())
        .unwrap_or_default();
    require_few(packages.len())?;
    for entry in packages {
        let resolution = entry.node.get("resolution");
        if let Some(folder) = resolution.and_then(|resolution| resolution.text_of("directory")) {
            lock.own.push(OwnPackage {
                name: entry.node.text_of("name").map(str::to_owned),
                folder: Some(folder_of(folder)),
                version: entry.node.text_of("version").map(str::to_owned),
                line: line(entry.line),
            });
            place_of.insert(&entry.key, None);
            continue;
        }
        let place = u32::try_from(lock.packages.len()).unwrap_or(u32::MAX);
        place_of.insert(&entry.key, Some(place));
        let package = package(entry, keys)?;
        let tarball = resolution.and_then(|resolution| resolution.text_of("tarball"));
        lock.gaps.extend(package_lock::swapped(tarball, &package));
        lock.packages.push(package);
    }
    let graph = Graph { keys, place_of };
    graph.follow(root, &mut lock)?;
    let mut asked = Vec::new();
    for (folder, importer) in importers {
        lock.own.push(OwnPackage {
            folder: Some(folder.clone()),
            ..OwnPackage::default()
        });
        for (list, scope) in LISTS {
            lock.linked.extend(linked(importer, &folder, list));
            for (name, place) in graph.named(importer, list)? {
                asked.push((place, *scope));
                let package = lock.packages.get(place as usize);
                if package.is_some_and(|package| package.name != name) {
                    lock.renamed.push(Renamed {
                        folder: folder.clone(),
                        name: name.to_owned(),
                    });
                }
            }
        }
    }
    lock.ask(&asked);
    let overrides = root.get("overrides");
    let overrides = overrides.iter().flat_map(|node| node.entries());
    lock.overridden = overrides
        .map(|entry| asked::overridden(&entry.key).to_owned())
        .collect();
    Ok(lock)
}

fn keys(root: &Node) -> Result<Keys, Flaw> {
    match root.text_of("lockfileVersion") {
        Some(version) if version.starts_with("5.") => Ok(Keys::Slashes),
        Some(version) if version.starts_with("6.") => Ok(Keys::Both),
        Some(version) if version.starts_with("9.") => Ok(Keys::Plain),
        Some(other) => {
            let shown: String = other.chars().take(20).collect();
            Err(Flaw::unreadable(format!(
                "its `lockfileVersion` is {shown}; 5, 6 and 9 are read"
            )))
        }
        None => Err(Flaw::unreadable("it has no `lockfileVersion`")),
    }
}

/// Reads the digests of packages: of the archives that the registry has.
///
/// # Errors
/// A [`Flaw`] if it is no YAML, or of a version that is not read.
pub(super) fn details(text: &str) -> Result<Details, Flaw> {
    let documents =
        yaml_tree::read_up_to(text, MAX_NODES).map_err(|error| flaw(error.line, error.message))?;
    let Some(root) = documents.last() else {
        return Err(Flaw::unreadable("it is empty"));
    };
    let keys = keys(root)?;
    let mut details = Details::of(Edges::All);
    let packages = root.get("packages");
    for entry in packages.map(|node| node.entries()).unwrap_or_default() {
        let resolution = entry.node.get("resolution");
        let integrity = resolution.and_then(|node| node.text_of("integrity"));
        if let Some(integrity) = integrity {
            let known = package(entry, keys)?;
            details.add_integrity((&known.name, known.version.as_deref()), integrity);
        }
    }
    Ok(details)
}

/// The packages of the project: the folder of each.
fn importers(root: &Node) -> Result<Vec<(String, &Node)>, Flaw> {
    if let Some(importers) = root.get("importers") {
        let entries = importers.entries().iter();
        return Ok(entries
            .map(|entry| {
                let folder = if entry.key == "." {
                    String::new()
                } else {
                    entry.key.clone()
                };
                (folder, &*entry.node)
            })
            .collect());
    }
    let lists = LISTS.iter().map(|(list, _)| *list);
    if lists
        .chain(["specifiers"])
        .any(|list| root.get(list).is_some())
    {
        return Ok(vec![(String::new(), root)]);
    }
    Err(Flaw::unreadable(
        "it has no `importers` and no dependencies, so it is not all there",
    ))
}

/// The folders beside the project's packages that one of those takes a package from.
fn linked(importer: &Node, at: &str, list: &str) -> Vec<OwnPackage> {
    let entries = importer.get(list).map(|list| list.entries());
    let entries = entries.unwrap_or_default().iter();
    entries
        .filter_map(|entry| {
            let version = entry.node.text().or_else(|| entry.node.text_of("version"));
            let target = version?.strip_prefix("link:")?;
            let folder = match (at, target.starts_with('/')) {
                ("", _) | (_, true) => folder_of(target),
                (at, false) => format!("{at}/{target}"),
            };
            Some(OwnPackage {
                name: Some(entry.key.clone()),
                folder: Some(folder),
                line: line(entry.line),
                ..OwnPackage::default()
            })
        })
        .collect()
}

fn package(entry: &Entry, keys: Keys) -> Result<Locked, Flaw> {
    let (at, node) = (entry.line, &entry.node);
    let (name, version) = split(&entry.key, keys);
    let name = node.text_of("name").or(name);
    let Some(name) = name else {
        return Err(flaw(at, format!("`{}` has no name", entry.key)));
    };
    let is_version = |text: &&str| text.starts_with(|first: char| first.is_ascii_digit());
    let fixed = node.text_of("version").or(version.filter(is_version));
    let resolution = node.get("resolution");
    let Some(resolution) = resolution.filter(|node| !node.entries().is_empty()) else {
        return Err(flaw(at, format!("`{name}` has no resolution")));
    };
    let flag = |key| node.text_of(key) == Some("true");
    Ok(Locked {
        name: kept(name, "name", at)?,
        version: fixed
            .map(|version| kept(version, "version", at))
            .transpose()?,
        requirement: version
            .filter(|version| fixed.is_none() || !is_version(version))
            .map(|text| kept(text, "address", at))
            .transpose()?,
        scope: match (flag("dev"), flag("optional"), keys) {
            (true, ..) => Scope::Development,
            (_, true, _) => Scope::Optional,
            (_, _, Keys::Plain) => Scope::Unknown,
            _ => Scope::Runtime,
        },
        origin: origin(resolution, name),
        has_digest: resolution.get("integrity").is_some(),
        line: line(at),
        ..Locked::default()
    })
}

/// Name and version of a key; neither for one that is an address.
fn split(key: &str, keys: Keys) -> (Option<&str>, Option<&str>) {
    let plain = key.strip_prefix('/').unwrap_or(key);
    let found = match keys {
        Keys::Slashes if !key.starts_with('/') => None,
        Keys::Slashes => {
            let from = if plain.starts_with('@') {
                plain.find('/').map_or(0, |at| at + 1)
            } else {
                0
            };
            let at = plain
                .get(from..)
                .and_then(|rest| rest.find('/'))
                .map(|at| at + from);
            at.and_then(|at| plain.split_at_checked(at))
                .map(|(name, version)| (name, version.split(['_', '(']).next().unwrap_or(version)))
        }
        Keys::Both if !key.starts_with('/') => None,
        Keys::Both | Keys::Plain => {
            let plain = without_peers(plain);
            let at = plain
                .get(1..)
                .and_then(|rest| rest.find('@'))
                .map(|at| at + 1);
            at.and_then(|at| plain.split_at_checked(at))
        }
    };
    match found {
        Some((name, version)) => (Some(name), version.get(1..)),
        None => (None, None),
    }
}

fn without_peers(key: &str) -> &str {
    key.split('(').next().unwrap_or(key)
}

fn origin(resolution: &Node, name: &str) -> Origin {
    if resolution.get("repo").is_some() || resolution.get("commit").is_some() {
        return Origin::Git;
    }
    match resolution.text_of("tarball") {
        Some(tarball) if tarball.starts_with("https://codeload.github.com/") => Origin::Git,
        tarball => package_lock::origin(tarball, name),
    }
}

struct Graph<'n> {
    keys: Keys,
    place_of: HashMap<&'n str, Option<u32>>,
}

impl Graph<'_> {
    /// Notes what each package needs.
    fn follow(&self, root: &Node, lock: &mut Lock) -> Result<(), Flaw> {
        let from = if self.keys == Keys::Plain {
            "snapshots"
        } else {
            "packages"
        };
        let entries = root
            .get(from)
            .map(|node| node.entries())
            .unwrap_or_default();
        let mut seen = HashSet::new();
        for entry in entries {
            let Some(place) = self.place(&entry.key) else {
                return Err(flaw(
                    entry.line,
                    format!("`{}` is not among `packages`", entry.key),
                ));
            };
            let Some(place) = place else { continue };
            seen.insert(place);
            let mut needs = self.list(&entry.node, "dependencies")?;
            needs.extend(self.list(&entry.node, "optionalDependencies")?);
            if let Some(package) = lock.packages.get_mut(place as usize) {
                package.needs.extend(needs);
            }
        }
        if seen.len() < lock.packages.len() {
            return Err(Flaw::unreadable(format!(
                "its `{from}` lacks some of its packages, so it is not all there"
            )));
        }
        Ok(())
    }

    /// The place of what a key leads to, `Some(None)` for a folder, which is the project's own.
    fn place(&self, key: &str) -> Option<Option<u32>> {
        let found = self.place_of.get(key);
        found
            .or_else(|| self.place_of.get(without_peers(key)))
            .copied()
    }

    /// The packages of others that a list names.
    fn list(&self, node: &Node, key: &str) -> Result<Vec<u32>, Flaw> {
        let named = self.named(node, key)?;
        Ok(named.into_iter().map(|(_, place)| place).collect())
    }

    /// The packages of others that a list names, each by the name that it has there: `NAME: VERSION`,
    /// or a table with the version.
    fn named<'n>(&self, node: &'n Node, key: &str) -> Result<Vec<(&'n str, u32)>, Flaw> {
        let mut places = Vec::new();
        for entry in node.get(key).map(|list| list.entries()).unwrap_or_default() {
            let (name, node) = (&entry.key, &entry.node);
            let Some(version) = node.text().or_else(|| node.text_of("version")) else {
                return Err(flaw(entry.line, format!("`{name}` has no version")));
            };
            // One of the project's own packages.
            if version.starts_with("link:") {
                continue;
            }
            let candidates = match self.keys {
                Keys::Slashes => [version.to_owned(), format!("/{name}/{version}")],
                Keys::Both => [version.to_owned(), format!("/{name}@{version}")],
                Keys::Plain => [format!("{name}@{version}"), version.to_owned()],
            };
            let Some(place) = candidates.iter().find_map(|key| self.place(key)) else {
                let what = format!("`{name}` {version} is needed, but not held");
                return Err(flaw(entry.line, what));
            };
            places.extend(place.map(|place| (name.as_str(), place)));
        }
        Ok(places)
    }
}
