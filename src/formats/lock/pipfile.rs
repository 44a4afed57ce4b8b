//! `Pipfile.lock` (pipfile specification 6).
//!
//! What the project itself asks for stands in `Pipfile` alone.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::details::{Details, Edges};
use super::model::{
    Lock, Locked, Origin, OwnPackage, Scope, flaw, folder, kept, line, require_few,
};
use super::package_lock::Places;
use crate::formats::json_text::Text;
use crate::formats::report::{self, Flaw, unique_keys};

/// The packages of each category, in the order of the file. `develop` is for development; others
/// than `default` the project may have named itself.
struct Raw<'t> {
    has_meta: bool,
    categories: Vec<(Text<'t>, Category<'t>)>,
}

#[derive(Deserialize)]
struct Category<'t>(
    #[serde(borrow, deserialize_with = "unique_keys")] Vec<(Text<'t>, Package<'t>)>,
);

#[derive(Deserialize)]
struct Package<'t> {
    #[serde(borrow)]
    version: Option<Text<'t>>,
    #[serde(borrow)]
    markers: Option<Text<'t>>,
    #[serde(borrow)]
    index: Option<Text<'t>>,
    #[serde(borrow)]
    hashes: Option<Vec<Text<'t>>>,
    #[serde(borrow)]
    git: Option<Text<'t>>,
    #[serde(borrow)]
    file: Option<Text<'t>>,
    #[serde(borrow)]
    path: Option<Text<'t>>,
}

impl<'de: 't, 't> Deserialize<'de> for Raw<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Document;

        impl<'de> Visitor<'de> for Document {
            type Value = Raw<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut raw = Raw {
                    has_meta: false,
                    categories: Vec::new(),
                };
                while let Some(key) = map.next_key::<Text<'de>>()? {
                    let twice = raw.categories.iter().any(|(known, _)| *known == key);
                    if twice || raw.has_meta && &*key == "_meta" {
                        return Err(serde::de::Error::custom(format!("`{key}` is there twice")));
                    }
                    if &*key == "_meta" {
                        map.next_value::<IgnoredAny>()?;
                        raw.has_meta = true;
                    } else {
                        raw.categories.push((key, map.next_value()?));
                    }
                }
                Ok(raw)
            }
        }

        deserializer.deserialize_map(Document)
    }
}

/// Reads a `Pipfile.lock`.
///
/// # Errors
/// A [`Flaw`] if it is no JSON, has a key twice, or lacks what every one has.
pub(super) fn read(text: &str) -> Result<Lock, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    if !raw.has_meta || !raw.categories.iter().any(|(name, _)| &**name == "default") {
        return Err(Flaw::unreadable("it has no `_meta` and `default`"));
    }
    let places = Places::new(text);
    let mut lock = Lock::default();
    for (category, packages) in &raw.categories {
        let scope = match &**category {
            "default" => Scope::Runtime,
            "develop" => Scope::Development,
            _ => Scope::Unknown,
        };
        for (name, package) in &packages.0 {
            let at = places.line(name);
            if let Some(path) = package
                .path
                .as_deref()
                .filter(|path| !path.contains(".whl") && !path.contains(".tar"))
            {
                lock.own.push(OwnPackage {
                    name: Some(kept(name, "name", at)?),
                    folder: Some(folder(path)),
                    line: line(at),
                    ..OwnPackage::default()
                });
                continue;
            }
            lock.packages.push(locked(name, package, scope, at)?);
            require_few(lock.packages.len())?;
        }
    }
    let loose: Vec<&str> = lock
        .packages
        .iter()
        .filter(|package| package.version.is_none() && package.origin == Origin::Registry)
        .map(|package| package.name.as_str())
        .collect();
    if !loose.is_empty() {
        let names = super::requirements::listed(&loose);
        lock.gaps.push(format!("fixes no version of {names}"));
    }
    Ok(lock)
}

/// Reads the digests of packages: one for each of the files that would do.
///
/// # Errors
/// A [`Flaw`] as [`read`] says it.
pub(super) fn details(text: &str) -> Result<Details, Flaw> {
    let raw: Raw<'_> = report::json(text)?;
    let mut details = Details::of(Edges::None);
    for (name, package) in raw.categories.iter().flat_map(|(_, packages)| &packages.0) {
        let version = package.version.as_deref();
        let exact = version.and_then(|version| version.strip_prefix("=="));
        let exact = exact.map(|version| version.trim_start_matches('='));
        for hash in package.hashes.iter().flatten() {
            details.add((name, exact), None, hash);
        }
    }
    Ok(details)
}

fn locked(name: &str, package: &Package<'_>, scope: Scope, at: u64) -> Result<Locked, Flaw> {
    let version = package.version.as_deref();
    let exact = version.and_then(|version| version.strip_prefix("=="));
    let exact = exact.map(|version| version.trim_start_matches('='));
    let requirement = version.filter(|version| exact.is_none() && *version != "*");
    let origin = match () {
        () if package.git.is_some() => Origin::Git,
        () if package
            .file
            .as_deref()
            .is_some_and(|file| file.contains("://")) =>
        {
            Origin::Url
        }
        () if package.file.is_some() || package.path.is_some() => Origin::Path,
        () if package
            .index
            .as_deref()
            .is_some_and(|index| index != "pypi") =>
        {
            Origin::OtherRegistry
        }
        () => Origin::Registry,
    };
    if version.is_none() && origin == Origin::Registry {
        return Err(flaw(at, format!("`{name}` has no version")));
    }
    let texts = |text: Option<&str>, what| text.map(|text| kept(text, what, at)).transpose();
    Ok(Locked {
        name: kept(name, "name", at)?,
        version: texts(exact, "version")?,
        requirement: texts(requirement, "version")?,
        scope,
        origin,
        has_digest: package
            .hashes
            .as_ref()
            .is_some_and(|hashes| !hashes.is_empty()),
        condition: texts(package.markers.as_deref(), "marker")?,
        line: line(at),
        ..Locked::default()
    })
}
