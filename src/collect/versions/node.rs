//! npm's packages and workspaces: npm, Yarn, pnpm and Lerna.

use super::gather::{Found, Gather, is_foreign};
use super::workspace;
use super::{Declared, Manifest};
use crate::facts::DeclarationRole::{self, Member, Project};
use crate::formats::package_json::{self, PackageJson};
use crate::formats::version_source::{VersionPlace, VersionSource};

const ROOT: &str = "package.json";
const LERNA: &str = "lerna.json";
const PNPM: &str = "pnpm-workspace.yaml";

/// Notes the versions of the root package, of Lerna's, and of the workspace's members.
pub(super) fn read(gather: &mut Gather<'_>) -> Vec<Manifest> {
    let mut manifests = Vec::new();
    let mut globs = Vec::new();
    if gather.has(ROOT) {
        match gather.parse(ROOT, package_json::read) {
            Some(package) => {
                globs.extend(package.workspaces.iter().cloned());
                manifests.extend(note_root(gather, &package));
            }
            None => manifests.push(Manifest {
                name: None,
                version: Some(Declared::Unknown),
            }),
        }
    }
    manifests.extend(read_lerna(gather, &mut globs));
    globs.extend(
        gather
            .parse(PNPM, package_json::read_pnpm_workspace)
            .unwrap_or_default(),
    );
    read_members(gather, &globs);
    manifests
}

/// The root package. One that is private and has no version is the root of a workspace, or there
/// for its tools only.
fn note_root(gather: &mut Gather<'_>, package: &PackageJson) -> Option<Manifest> {
    let name = package.name.clone();
    let releaser = package
        .semantic_release
        .or_else(|| configured_release(gather).then_some(1));
    let literal = package.version.as_ref().map(|place| &place.source);
    let placeholder = match literal {
        Some(VersionSource::Literal(text)) => text.starts_with("0.0.0"),
        Some(_) => false,
        None => !package.private,
    };
    if let (Some(line), true) = (releaser, placeholder) {
        let line = package.version.as_ref().map_or(line, |place| place.line);
        gather.dynamic(ROOT, line, "semantic-release", "git tag", true);
        return Some(Manifest {
            name,
            version: Some(Declared::Tag),
        });
    }
    match &package.version {
        Some(place) => Some(Manifest {
            version: note(gather, ROOT, ROOT, place, name.as_deref(), Project),
            name,
        }),
        None if package.private => None,
        None => Some(Manifest {
            name,
            version: None,
        }),
    }
}

/// Whether a file of its own configures semantic-release.
fn configured_release(gather: &Gather<'_>) -> bool {
    gather
        .tracked()
        .iter()
        .any(|path| path.starts_with(".releaserc") || path.starts_with("release.config."))
}

fn read_lerna(gather: &mut Gather<'_>, globs: &mut Vec<String>) -> Option<Manifest> {
    if !gather.has(LERNA) {
        return None;
    }
    let Some(lerna) = gather.parse(LERNA, package_json::read_lerna) else {
        return Some(Manifest {
            name: None,
            version: Some(Declared::Unknown),
        });
    };
    globs.extend(lerna.packages);
    let version = note(gather, LERNA, LERNA, &lerna.version?, None, Project);
    Some(Manifest {
        name: None,
        version,
    })
}

fn read_members(gather: &mut Gather<'_>, globs: &[String]) {
    for path in workspace::members(gather, ROOT, globs, &[], ROOT) {
        if is_foreign(&path) {
            continue;
        }
        if let Some(package) = gather.parse(&path, package_json::read)
            && let Some(place) = &package.version
        {
            note(gather, &path, ROOT, place, package.name.as_deref(), Member);
        }
    }
}

fn note(
    gather: &mut Gather<'_>,
    path: &str,
    kind: &str,
    place: &VersionPlace,
    package: Option<&str>,
    role: DeclarationRole,
) -> Option<Declared> {
    match &place.source {
        VersionSource::Literal(text) => {
            gather.declare(
                Found {
                    path,
                    line: place.line,
                    kind,
                    key: &place.key,
                    role,
                    package,
                },
                text,
            );
            Some(Declared::Text(text.clone()))
        }
        VersionSource::Undetermined(reason) => {
            gather.undetermined(path, place.line, reason);
            Some(Declared::Unknown)
        }
        VersionSource::Dynamic { .. } => None,
    }
}
