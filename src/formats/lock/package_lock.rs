//! `package-lock.json` and `npm-shrinkwrap.json`, versions 1 to 3 (npm's documentation,
//! § package-lock.json).
//!
//! Versions 2 and 3 list every folder of `node_modules`; version 1 nests them.

mod nested;

use std::collections::HashMap;

use serde::Deserialize;

use super::details::{Details, Edges};
use super::model::{Lock, Locked, Origin, OwnPackage, Scope, flaw, kept, line, require_few};
use crate::formats::json_text::Text;
use crate::formats::place::LineIndex;
use crate::formats::report::{self, Flaw, unique_keys};

#[derive(Deserialize)]
struct Raw<'t> {
    #[serde(rename = "lockfileVersion")]
    version: Option<u64>,
    #[serde(borrow, default, deserialize_with = "present")]
    packages: Option<Vec<(Text<'t>, Package<'t>)>>,
    #[serde(borrow, default, deserialize_with = "unique_keys")]
    dependencies: Vec<(Text<'t>, nested::Package<'t>)>,
}

#[derive(Deserialize)]
struct Package<'t> {
    #[serde(borrow)]
    name: Option<Text<'t>>,
    #[serde(borrow)]
    version: Option<Text<'t>>,
    #[serde(borrow)]
    resolved: Option<Text<'t>>,
    #[serde(borrow)]
    integrity: Option<Text<'t>>,
    #[serde(default)]
    link: bool,
    #[serde(default)]
    dev: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default, rename = "devOptional")]
    dev_optional: bool,
    #[serde(default, rename = "inBundle")]
    in_bundle: bool,
    #[serde(borrow, default, deserialize_with = "unique_keys")]
    dependencies: Vec<Needed<'t>>,
    #[serde(
        borrow,
        default,
        rename = "devDependencies",
        deserialize_with = "unique_keys"
    )]
    dev_dependencies: Vec<Needed<'t>>,
    #[serde(
        borrow,
        default,
        rename = "optionalDependencies",
        deserialize_with = "unique_keys"
    )]
    optional_dependencies: Vec<Needed<'t>>,
    #[serde(
        borrow,
        default,
        rename = "peerDependencies",
        deserialize_with = "unique_keys"
    )]
    peer_dependencies: Vec<Needed<'t>>,
}

/// The name of what is needed, and the range.
type Needed<'t> = (Text<'t>, Text<'t>);

fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<(Text<'de>, Package<'de>)>>, D::Error> {
    unique_keys(deserializer).map(Some)
}

/// Reads a `package-lock.json`.
///
/// # Errors
/// A [`Flaw`] if it is no JSON, of a version that is not read, has a key twice, lacks the project
/// itself, or asks for what it does not hold.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    match (raw.version, raw.packages) {
        (Some(2 | 3), Some(packages)) => {
            nested::require_same(&raw.dependencies, &packages, text)?;
            flat(text, &packages)
        }
        (Some(2 | 3), None) => Err(Flaw::unreadable("it has no `packages`")),
        (Some(1), _) => nested::read(text),
        (Some(other), _) => Err(Flaw::unreadable(format!(
            "its `lockfileVersion` is {other}; 1, 2 and 3 are read"
        ))),
        (None, _) => Err(Flaw::unreadable("it has no `lockfileVersion`")),
    }
}

/// Reads the digests of packages: of the archives that the registry has.
///
/// # Errors
/// A [`Flaw`] if it is no JSON, or of a version that is not read.
pub(super) fn details(text: &str) -> Result<Details, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    let (Some(2 | 3), Some(packages)) = (raw.version, &raw.packages) else {
        return nested::details(text);
    };
    let mut details = Details::of(Edges::All);
    for (key, package) in packages {
        let Some((_, folder)) = key.rsplit_once(MODULES) else {
            continue;
        };
        let name = package.name.as_deref().unwrap_or(folder);
        if let Some(integrity) = package.integrity.as_deref() {
            details.add_integrity((name, package.version.as_deref()), integrity);
        }
    }
    Ok(details)
}

const MODULES: &str = "node_modules/";

fn flat(text: &str, packages: &[(Text<'_>, Package<'_>)]) -> Result<Lock, Flaw> {
    require_few(packages.len())?;
    let places = Places::new(text);
    let mut lock = Lock::default();
    let mut place_of: HashMap<&str, Option<u32>> = HashMap::with_capacity(packages.len());
    let mut links = Vec::new();
    for (key, package) in packages {
        let at = places.line(key);
        if package.link {
            links.push((at, package.resolved.as_deref().unwrap_or_default()));
            place_of.insert(key, None);
            continue;
        }
        let Some((_, folder)) = key.rsplit_once(MODULES) else {
            lock.own.push(own(key, package, at)?);
            place_of.insert(key, None);
            continue;
        };
        place_of.insert(key, u32::try_from(lock.packages.len()).ok());
        let locked = locked(folder, package, at)?;
        lock.gaps
            .extend(swapped(package.resolved.as_deref(), &locked));
        lock.packages.push(locked);
    }
    if let Some((at, target)) = links
        .iter()
        .find(|(_, target)| !place_of.contains_key(target))
    {
        return Err(flaw(
            *at,
            format!("a link to `{target}`, which it does not hold"),
        ));
    }
    if !place_of.contains_key("") {
        return Err(Flaw::unreadable(
            "its `packages` lacks the project itself, the entry \"\"",
        ));
    }
    let mut asked = Vec::new();
    for (key, package) in packages {
        let needs = needs(key, package, &place_of, places.line(key))?;
        match place_of.get(&**key).copied().flatten() {
            Some(place) => {
                if let Some(package) = lock.packages.get_mut(place as usize) {
                    package.needs = needs.into_iter().map(|(place, _)| place).collect();
                }
            }
            None => asked.extend(needs),
        }
    }
    lock.ask(&asked);
    Ok(lock)
}

fn own(key: &str, package: &Package<'_>, at: u64) -> Result<OwnPackage, Flaw> {
    let name = package.name.as_deref().map(|name| kept(name, "name", at));
    Ok(OwnPackage {
        name: name.transpose()?,
        folder: Some(key.to_owned()),
        version: package.version.as_deref().map(str::to_owned),
        line: line(at),
    })
}

fn locked(folder: &str, package: &Package<'_>, at: u64) -> Result<Locked, Flaw> {
    let name = package.name.as_deref().unwrap_or(folder);
    let Some(version) = package.version.as_deref() else {
        return Err(flaw(at, format!("`{name}` has no version")));
    };
    Ok(Locked {
        name: kept(name, "name", at)?,
        version: Some(kept(version, "version", at)?),
        scope: match (package.dev, package.optional, package.dev_optional) {
            (true, ..) => Scope::Development,
            (_, true, _) | (_, _, true) => Scope::Optional,
            _ => Scope::Runtime,
        },
        origin: origin(package.resolved.as_deref(), name),
        has_digest: package.integrity.is_some() || package.in_bundle,
        line: line(at),
        ..Locked::default()
    })
}

/// The usual registry, by all of its addresses.
const REGISTRIES: &[&str] = &[
    "https://registry.npmjs.org/",
    "https://registry.yarnpkg.com/",
    "http://registry.npmjs.org/",
];

/// What is wrong with a package that is taken from the archive of another one in the registry, which
/// serves NAME/-/BASENAME-VERSION.tgz; `None` if nothing is.
pub(super) fn swapped(resolved: Option<&str>, package: &Locked) -> Option<String> {
    let resolved = resolved?.replace("%2f", "/").replace("%2F", "/");
    let path = REGISTRIES
        .iter()
        .find_map(|host| resolved.strip_prefix(host))?;
    let path = path.split(['#', '?']).next().unwrap_or(path);
    let (owner, file) = path.split_once("/-/")?;
    let name = package.name.as_str();
    let base = name.rsplit('/').next().unwrap_or(name);
    let version = package.version.as_deref().unwrap_or_default();
    let version = version.split('+').next().unwrap_or(version);
    let is_it = owner == name && file.strip_suffix(".tgz") == Some(&format!("{base}-{version}"));
    (!is_it).then(|| {
        let archive: String = path.chars().take(120).collect();
        format!("takes `{name}` {version} from `{archive}`, which the registry has for another")
    })
}

/// Where a package comes from, by the address that it was taken from.
pub(super) fn origin(resolved: Option<&str>, name: &str) -> Origin {
    let Some(resolved) = resolved else {
        return Origin::Registry;
    };
    if REGISTRIES.iter().any(|host| resolved.starts_with(host)) {
        return Origin::Registry;
    }
    let scheme = resolved.split_once(':').map_or("", |(scheme, _)| scheme);
    match scheme {
        "http" | "https" => {
            // A registry serves NAME/-/BASENAME-VERSION.tgz.
            let path = resolved.replace("%2f", "/").replace("%2F", "/");
            let is_registry = path.contains(&format!("/{name}/-/"))
                || path.contains(&format!("/download/{name}/"));
            if is_registry {
                Origin::OtherRegistry
            } else {
                Origin::Url
            }
        }
        "file" | "" => Origin::Path,
        _ => Origin::Git,
    }
}

/// The packages of others that one needs, as Node.js looks for them: in the folder itself, then in
/// those around it. What is optional or a peer may be missing.
fn needs(
    key: &str,
    package: &Package<'_>,
    place_of: &HashMap<&str, Option<u32>>,
    at: u64,
) -> Result<Vec<(u32, Scope)>, Flaw> {
    let lists = [
        (&package.dependencies, Scope::Runtime, true),
        (&package.optional_dependencies, Scope::Optional, false),
        (&package.peer_dependencies, Scope::Optional, false),
        (
            &package.dev_dependencies,
            Scope::Development,
            !key.contains(MODULES),
        ),
    ];
    let mut found = Vec::new();
    for (list, scope, must) in lists {
        // What others need to develop themselves is not installed.
        if scope == Scope::Development && !must {
            continue;
        }
        for (name, _) in list {
            match lookup(key, name, place_of) {
                Some(Some(place)) => found.push((*place, scope)),
                Some(None) => {}
                // npm lists what is optional under both.
                None if must
                    && !package.in_bundle
                    && !package
                        .optional_dependencies
                        .iter()
                        .any(|(other, _)| other == name) =>
                {
                    let whose = if key.is_empty() { "the project" } else { key };
                    return Err(flaw(
                        at,
                        format!("{whose} needs `{name}`, which it does not hold"),
                    ));
                }
                None => {}
            }
        }
    }
    Ok(found)
}

fn lookup<'p>(
    key: &str,
    name: &str,
    place_of: &'p HashMap<&str, Option<u32>>,
) -> Option<&'p Option<u32>> {
    let mut folder = key;
    loop {
        let path = if folder.is_empty() {
            format!("{MODULES}{name}")
        } else {
            format!("{folder}/{MODULES}{name}")
        };
        if let Some(found) = place_of.get(path.as_str()) {
            return Some(found);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(around, _)| around);
    }
}

/// The lines at which borrowed texts stand.
pub(super) struct Places<'t> {
    text: &'t str,
    lines: LineIndex,
}

impl<'t> Places<'t> {
    pub fn new(text: &'t str) -> Self {
        Places {
            text,
            lines: LineIndex::new(text),
        }
    }

    /// The line of a part of the text; the first for one that was copied, since it had an escape.
    pub fn line(&self, part: &str) -> u64 {
        let start = self.text.as_ptr() as usize;
        let at = (part.as_ptr() as usize).wrapping_sub(start);
        if at < self.text.len() {
            self.lines.line(at)
        } else {
            1
        }
    }
}
