//! The lock files in TOML.

use std::collections::HashMap;

use super::super::toml::{parse, tables};
use super::{Details, Digest, Edges};
use crate::formats::report::Flaw;
use crate::formats::toml_text::{TomlText, TomlValue};
use crate::release::Ecosystem;

/// The name of a package, and its version.
type Id<'d> = (&'d str, Option<&'d str>);

/// The packages of a document.
fn packages<'d, 't>(
    toml: &'d TomlText<'t>,
    key: &str,
) -> Result<Vec<(TomlValue<'d, 't>, Id<'d>)>, Flaw> {
    let all = tables(toml.get(&[key]), key)?;
    let named = all.into_iter().filter_map(|table| {
        let name = table.text("name")?;
        Some((table, (name, table.text("version"))))
    });
    Ok(named.collect())
}

/// `Cargo.lock`: the SHA-256 of the `.crate` file. Version 1 keeps them apart.
pub(in crate::formats::lock) fn cargo(text: &str) -> Result<Details, Flaw> {
    let toml = parse(text)?;
    let mut details = Details::of(Edges::All);
    for (table, id) in packages(&toml, "package")? {
        if let Some(checksum) = table.text("checksum") {
            details.add(id, None, checksum);
        }
    }
    let metadata = toml.get(&["metadata"]);
    for (key, value) in metadata.iter().flat_map(TomlValue::entries) {
        let Some(id) = key.strip_prefix("checksum ") else {
            continue;
        };
        let mut words = id.split(' ');
        let checksum = value.value().as_str().filter(|text| *text != "<none>");
        if let (Some(name), Some(version), Some(checksum)) = (words.next(), words.next(), checksum)
        {
            details.add((name, Some(version)), None, checksum);
        }
    }
    Ok(details)
}

/// `poetry.lock`: the files of a package; before version 2 apart, by name alone, and so only known
/// where there is one version of it.
pub(in crate::formats::lock) fn poetry(text: &str) -> Result<Details, Flaw> {
    let toml = parse(text)?;
    let mut details = Details::of(Edges::All);
    let mut by_name: HashMap<String, Vec<Id>> = HashMap::new();
    for (table, id) in packages(&toml, "package")? {
        files(&mut details, id, table.get("files"))?;
        let named = by_name.entry(Ecosystem::Pypi.normalised(id.0));
        named.or_default().push(id);
    }
    for key in ["files", "hashes"] {
        let apart = toml.get(&["metadata", key]);
        for (name, listed) in apart.iter().flat_map(TomlValue::entries) {
            let named = by_name.get(&Ecosystem::Pypi.normalised(name));
            let Some([id]) = named.map(Vec::as_slice) else {
                continue;
            };
            match key {
                "files" => files(&mut details, *id, Some(listed))?,
                _ => {
                    for hash in listed.texts() {
                        details.add(*id, None, hash);
                    }
                }
            }
        }
    }
    Ok(details)
}

/// `pdm.lock`: the files of a package; in version 3 apart.
pub(in crate::formats::lock) fn pdm(text: &str) -> Result<Details, Flaw> {
    let toml = parse(text)?;
    let mut details = Details::of(Edges::All);
    for (table, id) in packages(&toml, "package")? {
        files(&mut details, id, table.get("files"))?;
        let key = format!("{} {}", id.0, id.1.unwrap_or_default());
        let apart = toml.get(&["metadata", "files", &key]);
        files(&mut details, id, apart)?;
    }
    Ok(details)
}

/// `uv.lock`: the wheels and the source.
pub(in crate::formats::lock) fn uv(text: &str) -> Result<Details, Flaw> {
    let toml = parse(text)?;
    let mut details = Details::of(Edges::All);
    for (table, id) in packages(&toml, "package")? {
        files(&mut details, id, table.get("wheels"))?;
        if let Some(source) = table.get("sdist") {
            file(&mut details, id, &source);
        }
    }
    Ok(details)
}

/// `pylock.toml` (PEP 751). What packages need is only there if the tool has written it.
pub(in crate::formats::lock) fn pylock(text: &str) -> Result<Details, Flaw> {
    let toml = parse(text)?;
    let all = packages(&toml, "packages")?;
    let has_edges = all
        .iter()
        .any(|(table, ..)| table.get("dependencies").is_some());
    let mut details = Details::of(if has_edges { Edges::Some } else { Edges::None });
    for (table, id) in all {
        let mut listed = tables(table.get("wheels"), "wheels")?;
        listed.extend(["sdist", "archive"].iter().filter_map(|key| table.get(key)));
        for one in listed {
            let hashes = one.get("hashes");
            let mut digests = Vec::new();
            for (algorithm, hash) in hashes.iter().flat_map(TomlValue::entries) {
                let hex = hash.value().as_str().unwrap_or_default();
                match Digest::named(algorithm, hex) {
                    Ok(digest) => digests.extend(digest),
                    Err(()) => details.wrong.push(id.0.to_owned()),
                }
            }
            digests.sort();
            let place = one.text("url").or_else(|| one.text("name"));
            details.push(id, place.or_else(|| one.text("path")), digests);
        }
    }
    Ok(details)
}

fn files(
    details: &mut Details,
    package: Id<'_>,
    listed: Option<TomlValue<'_, '_>>,
) -> Result<(), Flaw> {
    for one in tables(listed, "files")? {
        file(details, package, &one);
    }
    Ok(())
}

/// `{file = "…", hash = "sha256:…"}`, or with `url` or `path` in the place of `file`.
fn file(details: &mut Details, package: Id<'_>, one: &TomlValue<'_, '_>) {
    let place = ["url", "file", "path"].iter().find_map(|key| one.text(key));
    if let Some(hash) = one.text("hash") {
        details.add(package, place, hash);
    }
}
