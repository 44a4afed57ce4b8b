//! Cargo's packages and workspaces.

use std::collections::BTreeSet;

use super::gather::{Found, Gather};
use super::workspace;
use super::{Declared, Manifest};
use crate::facts::DeclarationRole::{self, Member, Project};
use crate::formats::cargo_toml::{self, CargoPackage, CargoToml, CargoWorkspace};
use crate::formats::version_source::{VersionPlace, VersionSource};

const ROOT: &str = "Cargo.toml";

/// A package of the workspace.
struct MemberPackage {
    path: String,
    name: Option<String>,
    version: Option<VersionPlace>,
    publishable: bool,
}

impl MemberPackage {
    fn literal(&self) -> Option<&str> {
        match &self.version.as_ref()?.source {
            VersionSource::Literal(text) => Some(text),
            _ => None,
        }
    }
}

/// Notes the versions of the root package or workspace, and of its members. `project` is the name
/// that tells which member of a virtual workspace is the project.
pub(super) fn read(gather: &mut Gather<'_>, project: &str) -> Option<Manifest> {
    if !gather.has(ROOT) {
        return None;
    }
    let Some(cargo) = gather.parse(ROOT, cargo_toml::read) else {
        return Some(Manifest {
            name: None,
            version: Some(Declared::Unknown),
        });
    };
    let members = cargo
        .workspace
        .as_ref()
        .map(|workspace| read_members(gather, workspace))
        .unwrap_or_default();
    gather.inheriting = inheriting(&cargo, &members);
    match (&cargo.package, &cargo.workspace) {
        (Some(package), workspace) => {
            let version = note_package(gather, package, workspace.as_ref());
            note_members(gather, &members, |_| Member);
            Some(Manifest {
                name: package.name.clone(),
                version,
            })
        }
        (None, Some(workspace)) => Some(note_virtual(gather, workspace, &members, project)),
        (None, None) => None,
    }
}

/// The members that take the version from their workspace, where that is the project's: the root
/// package takes it, too, or there is none.
fn inheriting(cargo: &CargoToml, members: &[MemberPackage]) -> BTreeSet<String> {
    let takes = |version: &Option<VersionPlace>| {
        let source = version.as_ref().map(|place| &place.source);
        matches!(source, Some(VersionSource::Dynamic { .. }))
    };
    let root = cargo.package.as_ref();
    if !root.is_none_or(|package| takes(&package.version)) {
        return BTreeSet::new();
    }
    let taking = members.iter().filter(|member| takes(&member.version));
    taking.filter_map(|member| member.name.clone()).collect()
}

fn read_members(gather: &mut Gather<'_>, workspace: &CargoWorkspace) -> Vec<MemberPackage> {
    let paths = workspace::members(gather, ROOT, &workspace.members, &workspace.exclude, ROOT);
    let mut members = Vec::new();
    for path in paths {
        if let Some(CargoToml {
            package: Some(package),
            ..
        }) = gather.parse(&path, cargo_toml::read)
        {
            members.push(MemberPackage {
                path,
                name: package.name,
                version: package.version,
                publishable: package.publishable.unwrap_or(workspace.publishable),
            });
        }
    }
    members
}

/// The root package: it is the project. A version of the workspace that it does not take is the
/// members'.
fn note_package(
    gather: &mut Gather<'_>,
    package: &CargoPackage,
    workspace: Option<&CargoWorkspace>,
) -> Option<Declared> {
    let name = package.name.as_deref();
    let shared = workspace.and_then(|workspace| workspace.version.as_ref());
    let place = package.version.as_ref()?;
    match (&place.source, shared) {
        (VersionSource::Dynamic { .. }, Some(shared)) => {
            note(gather, ROOT, place, name, Project);
            note(gather, ROOT, shared, name, Project)
        }
        (VersionSource::Dynamic { .. }, None) => {
            gather.undetermined(
                ROOT,
                place.line,
                "the version is the workspace's, and `workspace.package.version` is missing",
            );
            Some(Declared::Unknown)
        }
        _ => {
            if let Some(shared) = shared {
                note(gather, ROOT, shared, None, Member);
            }
            note(gather, ROOT, place, name, Project)
        }
    }
}

/// A workspace without a root package: its own version is the project's, or that of the member
/// with the project's name, or the one that all publishable members share.
fn note_virtual(
    gather: &mut Gather<'_>,
    workspace: &CargoWorkspace,
    members: &[MemberPackage],
    project: &str,
) -> Manifest {
    let named = members
        .iter()
        .find(|member| member.name.as_deref() == Some(project));
    if let Some(shared) = &workspace.version {
        let version = note(gather, ROOT, shared, None, Project);
        note_members(gather, members, |_| Member);
        return Manifest {
            name: named.and_then(|member| member.name.clone()),
            version,
        };
    }
    if let Some(named) = named.filter(|member| member.publishable && member.literal().is_some()) {
        note_members(gather, members, |member| role(member.path == named.path));
        return Manifest {
            name: named.name.clone(),
            version: named.literal().map(text),
        };
    }
    let common = common_version(members);
    note_members(gather, members, |member| {
        role(member.publishable && common.is_some())
    });
    Manifest {
        name: None,
        version: common.map(text),
    }
}

fn role(project: bool) -> DeclarationRole {
    if project { Project } else { Member }
}

fn text(version: &str) -> Declared {
    Declared::Text(version.to_owned())
}

/// The version that every publishable member has; `None` if they differ or there are none.
fn common_version(members: &[MemberPackage]) -> Option<&str> {
    let mut versions = members
        .iter()
        .filter(|member| member.publishable)
        .map(MemberPackage::literal);
    let first = versions.next()??;
    versions
        .all(|version| version == Some(first))
        .then_some(first)
}

fn note_members(
    gather: &mut Gather<'_>,
    members: &[MemberPackage],
    role: impl Fn(&MemberPackage) -> DeclarationRole,
) {
    for member in members {
        if let Some(place) = &member.version {
            note(
                gather,
                &member.path,
                place,
                member.name.as_deref(),
                role(member),
            );
        }
    }
}

/// Notes one place, and what it declares.
fn note(
    gather: &mut Gather<'_>,
    path: &str,
    place: &VersionPlace,
    package: Option<&str>,
    role: DeclarationRole,
) -> Option<Declared> {
    match &place.source {
        VersionSource::Literal(version) => {
            gather.declare(
                Found {
                    path,
                    line: place.line,
                    kind: ROOT,
                    key: &place.key,
                    role,
                    package,
                },
                version,
            );
            Some(text(version))
        }
        VersionSource::Dynamic { provider, .. } => {
            gather.dynamic(
                path,
                place.line,
                provider,
                "Cargo.toml workspace.package.version",
                false,
            );
            None
        }
        VersionSource::Undetermined(reason) => {
            gather.undetermined(path, place.line, reason);
            Some(Declared::Unknown)
        }
    }
}

/// Notes the version of a Cargo manifest that another build tool takes its own from.
///
/// # Errors
/// The reason why it is not known.
pub(super) fn read_manifest_at(gather: &mut Gather<'_>, path: &str) -> Result<Declared, String> {
    let path = path.trim_start_matches("./");
    let cargo = gather.parse(path, cargo_toml::read).ok_or_else(|| {
        format!(
            "the version is taken from `{path}`, which git does not track or which cannot be read"
        )
    })?;
    let package = cargo.package.unwrap_or(CargoPackage {
        name: None,
        version: None,
        publishable: None,
    });
    let place = package
        .version
        .ok_or_else(|| format!("the version is taken from `{path}`, which declares none"))?;
    match place.source {
        VersionSource::Dynamic { .. } => Err(format!(
            "the version is taken from `{path}`, which leaves it to a workspace"
        )),
        _ => note(gather, path, &place, package.name.as_deref(), Project)
            .ok_or_else(|| format!("the version of `{path}` is not known")),
    }
}
