//! Version 1, which nests each package in the one whose `node_modules` it lies in.
//!
//! It does not say what the project itself asks for: that stands in `package.json` alone.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{MODULES, Places, origin, swapped};
use crate::formats::json_text::Text;
use crate::formats::lock::details::{Details, Edges};
use crate::formats::lock::model::{Lock, Locked, OwnPackage, Scope, flaw, kept, line, require_few};
use crate::formats::report::{self, Flaw, unique_keys};

#[derive(Deserialize)]
struct Raw<'t> {
    #[serde(borrow, default, deserialize_with = "unique_keys")]
    dependencies: Vec<(Text<'t>, Package<'t>)>,
}

#[derive(Deserialize)]
pub(super) struct Package<'t> {
    #[serde(borrow)]
    version: Option<Text<'t>>,
    #[serde(borrow)]
    resolved: Option<Text<'t>>,
    #[serde(borrow)]
    integrity: Option<Text<'t>>,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    bundled: bool,
    #[serde(borrow, default)]
    requires: Option<Requires<'t>>,
    #[serde(borrow, default, deserialize_with = "unique_keys")]
    dependencies: Vec<(Text<'t>, Package<'t>)>,
}

/// The names of what is needed; the first npm of this version only wrote that there are some.
#[derive(Deserialize)]
#[serde(untagged)]
enum Requires<'t> {
    Some(#[serde(borrow)] Names<'t>),
    Whether(bool),
}

#[derive(Deserialize)]
struct Names<'t>(#[serde(borrow, deserialize_with = "unique_keys")] Vec<(Text<'t>, IgnoredAny)>);

impl Package<'_> {
    /// The folder in which one of the project's own packages lies; `None` for one of others.
    fn folder(&self) -> Option<&str> {
        let path = self.version.as_deref()?.strip_prefix("file:")?;
        let is_archive = [".tgz", ".tar.gz", ".tar"]
            .iter()
            .any(|end| path.ends_with(end));
        (!is_archive).then_some(path)
    }
}

/// Reads version 1.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    let places = Places::new(text);
    let mut lock = Lock::default();
    let mut scopes = Vec::new();
    gather(&raw.dependencies, &places, &mut lock, &mut scopes)?;
    Ok(lock)
}

/// Refuses a file of version 2 that says one thing to newer npm, in `packages`, and another to older
/// npm, here.
pub(super) fn require_same(
    nested: &[(Text<'_>, Package<'_>)],
    flat: &[(Text<'_>, super::Package<'_>)],
    text: &str,
) -> Result<(), Flaw> {
    if nested.is_empty() {
        return Ok(());
    }
    let places = Places::new(text);
    let flat: HashMap<&str, Option<&str>> = flat
        .iter()
        .map(|(key, package)| (&**key, package.version.as_deref()))
        .collect();
    let mut open: Vec<(String, &(Text<'_>, Package<'_>))> =
        nested.iter().map(|one| (String::new(), one)).collect();
    while let Some((around, (name, package))) = open.pop() {
        let key = format!("{around}{MODULES}{name}");
        let version = package.version.as_deref().unwrap_or_default();
        // What is written in the place of a version, the other list writes otherwise.
        if !version.starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        match flat.get(key.as_str()) {
            Some(Some(known)) if *known == version => {}
            other => {
                let other = other.copied().flatten().unwrap_or("nothing");
                let what =
                    format!("`{name}` is {version} in `dependencies`, and {other} in `packages`");
                return Err(flaw(places.line(name), what));
            }
        }
        let inner = package.dependencies.iter();
        open.extend(inner.map(|one| (format!("{key}/"), one)));
    }
    Ok(())
}

/// Reads the digests of version 1, and whether it says what packages need.
pub(super) fn details(text: &str) -> Result<Details, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    let mut details = Details::of(Edges::All);
    note(&raw.dependencies, &mut details)?;
    Ok(details)
}

fn note(packages: &[(Text<'_>, Package<'_>)], details: &mut Details) -> Result<(), Flaw> {
    for (name, package) in packages {
        if matches!(package.requires, Some(Requires::Whether(true))) {
            details.edges = Edges::Some;
        }
        if let Some(integrity) = package
            .integrity
            .as_deref()
            .filter(|_| package.folder().is_none())
        {
            let known = locked(name, package, 1)?;
            details.add_integrity((&known.name, known.version.as_deref()), integrity);
        }
        note(&package.dependencies, details)?;
    }
    Ok(())
}

/// What lies in one `node_modules`, by name.
type Folder<'p> = HashMap<&'p str, u32>;

/// Notes the packages of one `node_modules` and of those within. Its folder stays the innermost of
/// those around, so that what it belongs to can be looked for in it; whoever calls takes it off.
fn gather<'p>(
    packages: &'p [(Text<'_>, Package<'_>)],
    places: &Places<'_>,
    lock: &mut Lock,
    around: &mut Vec<Folder<'p>>,
) -> Result<(), Flaw> {
    let mut folder = Folder::new();
    let mut own_places = Vec::with_capacity(packages.len());
    for (name, package) in packages {
        if let Some(path) = package.folder() {
            lock.own.push(OwnPackage {
                name: Some(kept(name, "name", places.line(name))?),
                folder: Some(path.to_owned()),
                line: line(places.line(name)),
                ..OwnPackage::default()
            });
            own_places.push(None);
            continue;
        }
        let place = u32::try_from(lock.packages.len()).unwrap_or(u32::MAX);
        folder.insert(name, place);
        own_places.push(Some(lock.packages.len()));
        let locked = locked(name, package, places.line(name))?;
        lock.gaps
            .extend(swapped(package.resolved.as_deref(), &locked));
        lock.packages.push(locked);
        require_few(lock.packages.len())?;
    }
    around.push(folder);
    for (place, (_, package)) in own_places.into_iter().zip(packages) {
        gather(&package.dependencies, places, lock, around)?;
        let needs = needs(package, around);
        around.pop();
        if let Some(package) = place.and_then(|place| lock.packages.get_mut(place)) {
            package.needs = needs;
        }
    }
    Ok(())
}

fn needs(package: &Package<'_>, around: &[Folder<'_>]) -> Vec<u32> {
    let Some(Requires::Some(names)) = &package.requires else {
        return Vec::new();
    };
    let find = |name: &Text<'_>| {
        let mut folders = around.iter().rev();
        folders.find_map(|folder| folder.get(&**name)).copied()
    };
    names.0.iter().filter_map(|(name, _)| find(name)).collect()
}

fn locked(name: &str, package: &Package<'_>, at: u64) -> Result<Locked, Flaw> {
    let Some(version) = package.version.as_deref() else {
        return Err(flaw(at, format!("`{name}` has no version")));
    };
    let (alias, version) = match version
        .strip_prefix("npm:")
        .and_then(|real| real.rsplit_once('@'))
    {
        Some((real, version)) => (real, version),
        None => (name, version),
    };
    // In place of a version there may be where it comes from.
    let is_version = version.starts_with(|first: char| first.is_ascii_digit());
    let from = if is_version {
        package.resolved.as_deref()
    } else {
        Some(version)
    };
    Ok(Locked {
        name: kept(alias, "name", at)?,
        version: is_version
            .then(|| kept(version, "version", at))
            .transpose()?,
        requirement: (!is_version)
            .then(|| kept(version, "version", at))
            .transpose()?,
        scope: match (package.dev, package.optional) {
            (true, _) => Scope::Development,
            (_, true) => Scope::Optional,
            _ => Scope::Runtime,
        },
        origin: origin(from, alias),
        has_digest: package.integrity.is_some() || package.bundled,
        line: line(at),
        ..Locked::default()
    })
}
