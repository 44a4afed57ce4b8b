//! What Cargo's packages of one workspace ask of each other: a requirement that the other package's
//! version does not meet has Cargo refuse the whole workspace.

use semver::{Version, VersionReq};

use crate::collect::Context;
use crate::facts::{UnmetRequirement, Versions};
use crate::formats::toml_text::{TomlText, TomlValue};

use super::gather::MAX_MANIFEST;

const ROOT: &str = "Cargo.toml";

/// The tables that ask for packages, in `[package]`'s file, in its `[target.…]` and in `[workspace]`.
const TABLES: &[&str] = &["dependencies", "dev-dependencies", "build-dependencies"];

/// A package of the workspace that is asked for by its folder.
struct Asked {
    line: u64,
    package: String,
    folder: String,
    requirement: String,
}

/// The requirements between the project's own packages that do not hold, sorted by path and line.
pub(super) fn unmet(context: &Context, versions: &Versions) -> Vec<UnmetRequirement> {
    let mut manifests: Vec<&str> = versions
        .declarations
        .iter()
        .map(|it| (it.kind.as_str(), it.path.as_str()))
        .chain(versions.dynamic.iter().map(|it| ("", it.path.as_str())))
        .filter(|(kind, path)| *kind == ROOT || (kind.is_empty() && is_manifest(path)))
        .map(|(_, path)| path)
        .collect();
    manifests.sort_unstable();
    manifests.dedup();
    let mut found = Vec::new();
    for path in manifests {
        // One that cannot be read is noted where its version is read.
        let Ok(text) = context.checkout().tracked_text(path, MAX_MANIFEST) else {
            continue;
        };
        for asked in asked(&text) {
            let target = joined(path, &asked.folder);
            let Some(version) = target.and_then(|target| version_of(versions, &target)) else {
                continue;
            };
            let Ok(requirement) = VersionReq::parse(&asked.requirement) else {
                continue;
            };
            if !requirement.matches(&version) {
                found.push(UnmetRequirement {
                    path: path.to_owned(),
                    line: asked.line,
                    package: asked.package,
                    requirement: asked.requirement,
                    version: version.to_string(),
                });
            }
        }
    }
    found
}

fn is_manifest(path: &str) -> bool {
    path.rsplit('/').next() == Some(ROOT)
}

fn asked(text: &str) -> Vec<Asked> {
    let Ok(toml) = TomlText::parse(text) else {
        return Vec::new();
    };
    let targets = toml.get(&["target"]).map(|target| target.entries());
    let targets = targets.into_iter().flatten().map(|(_, table)| table);
    let owners = targets.flat_map(|table| TABLES.iter().filter_map(move |name| table.get(name)));
    let own = TABLES.iter().filter_map(|name| toml.get(&[*name]));
    let shared = toml.get(&["workspace", "dependencies"]);
    let tables = own.chain(shared).chain(owners);
    tables
        .flat_map(|table| table.entries())
        .filter_map(|(name, entry)| one(name, &entry))
        .collect()
}

/// An entry with a folder and a requirement.
fn one(name: &str, entry: &TomlValue<'_, '_>) -> Option<Asked> {
    Some(Asked {
        line: entry.get("version")?.line(),
        package: entry.text("package").unwrap_or(name).to_owned(),
        folder: entry.text("path")?.to_owned(),
        requirement: entry.text("version")?.to_owned(),
    })
}

/// The manifest of a folder that another manifest names; `None` if it lies outside of the project.
fn joined(manifest: &str, folder: &str) -> Option<String> {
    let mut parts: Vec<&str> = manifest.split('/').collect();
    parts.pop();
    for part in folder.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    parts.push(ROOT);
    Some(parts.join("/"))
}

/// The version of the package whose manifest it is: its own, or the workspace's.
fn version_of(versions: &Versions, manifest: &str) -> Option<Version> {
    let at = |path: &str, key: &str| {
        let mut all = versions.declarations.iter();
        all.find(|it| it.path == path && it.kind == ROOT && it.key == key)
    };
    let inherits = || {
        let mut all = versions.dynamic.iter();
        all.any(|it| it.path == manifest)
    };
    let own = at(manifest, "package.version");
    let shared = || at(ROOT, "workspace.package.version").filter(|_| inherits());
    own.or_else(shared)?.text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_followed_from_its_manifest() {
        let joined = |manifest, folder| joined(manifest, folder).unwrap_or_default();
        assert_eq!(joined("Cargo.toml", "core"), "core/Cargo.toml");
        assert_eq!(joined("duo/Cargo.toml", "../core"), "core/Cargo.toml");
        assert_eq!(joined("a/b/Cargo.toml", r"..\.\c/"), "a/c/Cargo.toml");
        assert_eq!(joined("Cargo.toml", "../other"), "");
    }

    #[test]
    fn every_table_is_looked_through() {
        let text = "[dependencies]\na = { path = 'a', version = '1' }\nb = '1'\nc = { path = 'c' }\n\
            [dev-dependencies.d]\npath = 'd'\nversion = '=1.2.3'\npackage = 'real-d'\n\
            [target.'cfg(unix)'.build-dependencies]\ne = { path = 'e', version = '2' }\n\
            [workspace.dependencies]\nf = { path = 'f', version = '3' }\n";
        let found = asked(text);
        let shown = found.iter().map(|it| {
            let Asked { line, package, .. } = it;
            format!("{line} {package} {}", it.requirement)
        });
        let shown: Vec<String> = shown.collect();
        assert_eq!(shown, ["2 a 1", "7 real-d =1.2.3", "12 f 3", "10 e 2"]);
        assert!(asked("[[").is_empty());
    }
}
