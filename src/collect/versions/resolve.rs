//! From what a manifest says about its version to the place that holds it.

use super::attribute;
use super::configured;
use super::gather::{Found, Gather};
use super::{Declared, cargo};
use crate::facts::DeclarationRole;
use crate::formats::version_file;
use crate::formats::version_source::{Origin, VersionPlace, VersionSource};

/// A manifest at the project's root.
pub(super) struct Speaker<'s> {
    /// Its path, which is its kind too.
    pub path: &'s str,
    /// The project's name, if it says so.
    pub name: Option<&'s str>,
    /// The folders in which Python packages are looked for, the project's own (empty) among them.
    pub source_folders: &'s [String],
}

/// Notes the version of a manifest, and where it is taken from. `None` if another manifest has to
/// say it.
pub(super) fn resolve(
    gather: &mut Gather<'_>,
    speaker: &Speaker<'_>,
    place: &VersionPlace,
) -> Option<Declared> {
    let path = speaker.path;
    match &place.source {
        VersionSource::Literal(text) => {
            let found = Found {
                path,
                line: place.line,
                kind: path,
                key: &place.key,
                role: DeclarationRole::Project,
                package: speaker.name,
            };
            gather.declare(found, text);
            Some(Declared::Text(text.clone()))
        }
        VersionSource::Undetermined(reason) => {
            gather.undetermined(path, place.line, reason);
            Some(Declared::Unknown)
        }
        VersionSource::Dynamic { provider, origin } => {
            gather.dynamic(
                path,
                place.line,
                provider,
                &target(origin),
                *origin == Origin::Tag,
            );
            follow(gather, speaker, place.line, origin)
        }
    }
}

/// The origin in words.
fn target(origin: &Origin) -> String {
    match origin {
        Origin::Tag => "git tag".to_owned(),
        Origin::Attribute(name) | Origin::Metadata(name) => name.clone(),
        Origin::Files(paths) => paths.join(", "),
        Origin::Pattern { path, .. } | Origin::Cargo(path) => path.clone(),
        Origin::Workspace => "workspace.package.version".to_owned(),
        Origin::OtherManifests => "setup.cfg, setup.py".to_owned(),
    }
}

fn follow(
    gather: &mut Gather<'_>,
    speaker: &Speaker<'_>,
    line: u64,
    origin: &Origin,
) -> Option<Declared> {
    let text = match origin {
        Origin::Tag => return Some(Declared::Tag),
        Origin::OtherManifests | Origin::Workspace | Origin::Metadata(_) => return None,
        Origin::Cargo(path) if path == "Cargo.toml" => return None,
        Origin::Cargo(path) => cargo::read_manifest_at(gather, path),
        Origin::Attribute(name) => attribute::resolve(gather, name, speaker.source_folders),
        Origin::Files(paths) => first_file(gather, paths),
        Origin::Pattern {
            path,
            pattern: None,
        } => attribute::in_file(gather, path),
        Origin::Pattern {
            path,
            pattern: Some(pattern),
        } => configured::first_match(gather, path, pattern),
    };
    match text {
        Ok(declared) => Some(declared),
        Err(reason) => {
            gather.undetermined(speaker.path, line, reason);
            Some(Declared::Unknown)
        }
    }
}

/// The version in the first of the files that exists.
fn first_file(gather: &mut Gather<'_>, paths: &[String]) -> Result<Declared, String> {
    let named = paths.join("`, `");
    let existing = paths.iter().find(|path| gather.has(path));
    let Some(path) = existing else {
        return Err(format!(
            "the version is taken from `{named}`, which git does not track"
        ));
    };
    let text = gather
        .read(path)
        .ok_or_else(|| format!("the version is taken from `{path}`, which cannot be read"))?;
    let (line, version) = version_file::read(&text).ok_or_else(|| {
        format!("the version is taken from `{path}`, which holds more than a version")
    })?;
    let found = Found {
        path,
        line,
        kind: "version-file",
        key: path,
        role: DeclarationRole::Project,
        package: None,
    };
    gather.declare(found, version);
    Ok(Declared::Text(version.to_owned()))
}
